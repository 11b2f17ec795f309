-- The total expenditure of each document's own year, from the table that says it best.
SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY package, fiscal_year, phase
    ORDER BY list_position($tables, "table"), confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE line = 'total' AND flow = 'expenditure' AND fund = 'all' AND category = 'all' AND origin = 'all'
    AND project_code = '' AND list_contains($tables, "table")
) WHERE rank = 1
