-- One figure for each document, year, phase and fund, from the table that says it best.
SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY package, fiscal_year, phase, fund, unit_code
    ORDER BY list_position($tables, "table"), confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE (function_code = $code OR economic_code = $code) AND flow = 'expenditure' AND line = ''
    AND category IN ('all', 'basic') AND (list_contains($tables, "table") OR status = 'derived')
) WHERE rank = 1
ORDER BY unit_name, fund, fiscal_year, phase, package
