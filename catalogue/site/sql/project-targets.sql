SELECT * FROM performance_targets
WHERE project_code = $code AND ($code <> '' OR (project_name = $name AND list_contains($packages, package)))
ORDER BY fiscal_year DESC, package DESC, horizon, level1, level2, level3, target_id
