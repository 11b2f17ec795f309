-- One page of the findings that the filters let through, the gravest first; an empty filter lets all through.
SELECT f.*, count(*) OVER () AS of_all FROM findings f
WHERE list_contains($packages, f.package) AND list_contains($severities, f.severity)
  AND ($check = '' OR f."check" = $check) AND ($cause = '' OR f.cause = $cause)
ORDER BY list_position(['error', 'warning', 'info'], f.severity),
  list_position(['publisher', 'unknown', 'reading'], f.cause), f.package DESC, f."check", f.finding_id
LIMIT $limit OFFSET $offset
