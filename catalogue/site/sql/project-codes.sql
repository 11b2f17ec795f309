-- As queries/project-codes.rq answers: the projects of a unit by code and name.
SELECT project_code AS project, label AS name,
  CAST(min(fiscal_year) AS VARCHAR) AS first_year, CAST(max(fiscal_year) AS VARCHAR) AS last_year
FROM observations
WHERE unit_code = $unit AND "table" = 'project-expenditure' AND fund = 'all' AND project_code != ''
GROUP BY project_code, label ORDER BY project, first_year, name
