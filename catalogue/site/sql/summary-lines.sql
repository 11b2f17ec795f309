-- What a document prints in its table of both sides, for one year and phase.
SELECT * FROM observations
WHERE package = $package AND fiscal_year = $year AND phase = $phase AND "table" = 'budget-summary'
  AND category IN ('all', 'carried-to-next-year') AND line <> ''
ORDER BY list_position(['revenue', 'balance', 'expenditure'], flow), line, observation_id
