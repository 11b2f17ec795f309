-- Every code that is printed, with what it is called there and how many units and years print it.
SELECT function_code || economic_code AS code, mode(label ORDER BY label) AS label, count(DISTINCT unit_name) AS units,
  min(fiscal_year) AS first_year, max(fiscal_year) AS last_year
FROM observations WHERE function_code || economic_code <> '' AND regexp_full_match(function_code || economic_code, '[0-9]+')
GROUP BY code ORDER BY code
