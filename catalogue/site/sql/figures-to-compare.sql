-- As queries/figures-to-compare.rq answers; what is asked for by "" is not restricted.
SELECT observation_id AS observation, unit_code AS unit, unit_name, CAST(fiscal_year AS VARCHAR) AS year, phase,
  function_code AS function, economic_code AS economic, project_code AS project, line, label, fund, category, flow,
  "table", CAST(amount AS VARCHAR) AS amount, status, CAST(confirmations AS VARCHAR) AS confirmations,
  document_id AS document
FROM observations
WHERE origin = 'all'
  AND ($unit = '' OR unit_code = $unit) AND ($unit_name = '' OR unit_name = $unit_name)
  AND ($function = '' OR function_code = $function) AND ($economic = '' OR economic_code = $economic)
  AND ($project = '' OR project_code = $project)
  AND ($phase = '' OR phase = $phase) AND ($line = '' OR line = $line)
