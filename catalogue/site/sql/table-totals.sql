-- As queries/table-totals.rq answers: the total of each table of expenditure of a unit.
SELECT document_id AS document, "table", CAST(fiscal_year AS VARCHAR) AS year, phase, fund, CAST(amount AS VARCHAR) AS amount
FROM observations
WHERE ($unit = '' OR unit_code = $unit) AND ($unit_name = '' OR unit_name = $unit_name)
  AND line = 'total' AND flow = 'expenditure' AND category = 'all' AND origin = 'all'
  AND function_code = '' AND economic_code = ''
ORDER BY year, phase, document, "table", fund, observation_id
