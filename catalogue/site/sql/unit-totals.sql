-- Total revenue and expenditure of each year and phase, from the table that says it best.
SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY package, fiscal_year, phase, flow
    ORDER BY list_position($tables, "table"), confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE list_contains($packages, package) AND line = 'total' AND flow IN ('revenue', 'expenditure')
    AND fund = 'all' AND category = 'all' AND origin = 'all' AND project_code = '' AND list_contains($tables, "table")
) WHERE rank = 1
ORDER BY fiscal_year DESC, phase, flow, package DESC
