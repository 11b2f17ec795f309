-- One figure for each document, year, phase and fund, from the table that says it best: all that is spent on a function,
-- never its basic part; of an economic item what basic expenditure has, where no table has more.
SELECT * EXCLUDE (rank) FROM (
  SELECT *, row_number() OVER (
    PARTITION BY package, fiscal_year, phase, fund, unit_code
    ORDER BY list_position($tables, "table"), category = 'all' DESC, confirmations DESC, observation_id
  ) AS rank
  FROM observations
  WHERE (function_code = $code AND category = 'all' OR economic_code = $code AND category IN ('all', 'basic'))
    AND flow = 'expenditure' AND line = '' AND origin = 'all' AND (list_contains($tables, "table") OR status = 'derived')
) WHERE rank = 1
ORDER BY unit_name, fund, fiscal_year, phase, package
