SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY function_code ORDER BY list_position($tables, "table"), confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE package = $package AND fiscal_year = $year AND length(function_code) = 3 AND category = 'all'
    AND flow = 'expenditure' AND line = '' AND list_contains($tables, "table")
) WHERE rank = 1 AND amount <> 0
ORDER BY amount DESC, function_code
