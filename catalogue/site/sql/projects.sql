-- Every project once, with the newest amount that a table of projects gives it. One without a code is its unit's own.
WITH money AS (
  SELECT project_code, if(project_code = '', unit_key, '') AS unit_key, if(project_code = '', label, '') AS name,
    fiscal_year, phase, amount, observation_id, confirmations, status, disputed, row_number() OVER (
      PARTITION BY project_code, if(project_code = '', unit_key, ''), if(project_code = '', label, '')
      ORDER BY fiscal_year DESC, list_position(['project-expenditure', 'project-performance'], "table"),
        fund = 'all' DESC, origin = 'all' DESC,
        list_position(['', 'total-budget', 'requested-this-year', 'current-budget'], line), observation_id
    ) AS rank
  FROM observations JOIN documents USING (package)
  WHERE category IN ('all', 'project')
    AND ("table" = 'project-expenditure' OR ("table" = 'project-performance' AND project_code <> ''))
), described AS (
  SELECT project_code, if(project_code = '', unit_key, '') AS unit_key, if(project_code = '', name, '') AS own_name,
    any_value(name ORDER BY package DESC) AS name, list(DISTINCT package ORDER BY package DESC) AS packages
  FROM projects JOIN documents USING (package) GROUP BY ALL
)
SELECT p.project_code, p.unit_key, p.name, packages, fiscal_year, phase, amount, observation_id, confirmations, status,
  disputed
FROM described p LEFT JOIN money m
  ON p.project_code = m.project_code AND p.unit_key = m.unit_key AND p.own_name = m.name AND m.rank = 1
ORDER BY amount DESC NULLS LAST, p.name, p.unit_key
