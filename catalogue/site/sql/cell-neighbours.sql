SELECT before, after FROM (
  SELECT o.observation_id, lag(o.observation_id) OVER place AS before, lead(o.observation_id) OVER place AS after
  FROM observations o JOIN provenance p USING (package, observation_id) WHERE o.package = $package
  WINDOW place AS (
    ORDER BY (SELECT min(t.position) FROM tables t WHERE t.package = p.package AND t.file = p.file),
      TRY_CAST(p.page AS INTEGER), TRY_CAST(p.table_on_page AS INTEGER), TRY_CAST(p.line AS INTEGER),
      TRY_CAST(p."row" AS INTEGER), TRY_CAST(p."column" AS INTEGER), o.observation_id
  )
) WHERE observation_id = $observation
