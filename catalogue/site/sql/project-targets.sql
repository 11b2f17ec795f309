SELECT * FROM performance_targets WHERE project_code = $code
ORDER BY package DESC, horizon, level1, level2, level3, target_id
