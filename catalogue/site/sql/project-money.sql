-- Without a code only what stands in the row of that name is surely of the project.
SELECT * FROM observations
WHERE project_code = $code AND ($code <> '' OR (label = $name AND list_contains($packages, package)
  AND "table" IN ('project-expenditure', 'project-performance')))
ORDER BY fiscal_year DESC, package, "table", line, fund, observation_id
