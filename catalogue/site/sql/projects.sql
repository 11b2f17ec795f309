-- Every project once, with the newest amount that a table of projects gives it.
WITH money AS (
  SELECT project_code, fiscal_year, phase, amount, observation_id, confirmations, status, disputed, row_number() OVER (
    PARTITION BY project_code
    ORDER BY fiscal_year DESC, list_position(['project-expenditure', 'project-performance'], "table"), fund = 'all' DESC,
      origin = 'all' DESC, list_position(['', 'total-budget', 'requested-this-year', 'current-budget'], line), observation_id
  ) AS rank
  FROM observations
  WHERE project_code <> '' AND category IN ('all', 'project') AND "table" IN ('project-expenditure', 'project-performance')
)
SELECT p.project_code, any_value(p.name ORDER BY p.package DESC) AS name, list(DISTINCT p.package ORDER BY p.package DESC) AS packages,
  any_value(m.fiscal_year) AS fiscal_year, any_value(m.phase) AS phase, any_value(m.amount) AS amount,
  any_value(m.observation_id) AS observation_id, any_value(m.confirmations) AS confirmations,
  any_value(m.status) AS status, any_value(m.disputed) AS disputed
FROM projects p LEFT JOIN money m ON p.project_code = m.project_code AND m.rank = 1
GROUP BY p.project_code, CASE WHEN p.project_code = '' THEN p.name ELSE '' END
ORDER BY amount DESC NULLS LAST, name
