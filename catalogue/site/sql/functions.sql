-- One figure for each functional code and category of a document, from the table that says it best.
SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY function_code, category
    ORDER BY list_position($tables, "table"), fund = 'all' DESC, origin = 'all' DESC, confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE package = $package AND fiscal_year = $year AND phase = $phase AND function_code <> ''
    AND category IN ('all', 'basic', 'personnel', 'operating', 'project')
    AND flow = 'expenditure' AND line = '' AND list_contains($tables, "table")
) WHERE rank = 1 AND amount <> 0
ORDER BY function_code, category
