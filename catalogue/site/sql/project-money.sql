SELECT * FROM observations WHERE project_code = $code
ORDER BY fiscal_year DESC, package, "table", line, fund, observation_id
