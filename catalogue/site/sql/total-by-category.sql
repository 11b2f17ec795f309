-- The total of a document's expenditure and its kinds, from the table that says each best.
SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY category
    ORDER BY list_position($tables, "table"), fund = 'all' DESC, origin = 'all' DESC, confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE package = $package AND fiscal_year = $year AND phase = $phase AND line = 'total' AND flow = 'expenditure'
    AND project_code = '' AND category IN ('all', 'basic', 'personnel', 'operating', 'project')
    AND list_contains($tables, "table")
) WHERE rank = 1
ORDER BY list_position(['all', 'basic', 'personnel', 'operating', 'project'], category)
