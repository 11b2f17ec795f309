SELECT * FROM findings WHERE list_contains($packages, package) AND list_contains($severities, severity)
ORDER BY list_position(['error', 'warning', 'info'], severity), package DESC, "check", finding_id
