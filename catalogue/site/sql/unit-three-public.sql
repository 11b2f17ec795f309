SELECT * FROM observations
WHERE list_contains($packages, package) AND "table" = 'three-public' AND list_contains($lines, line)
ORDER BY fiscal_year DESC, phase, list_position($lines, line), package, observation_id
