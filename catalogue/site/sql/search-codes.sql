SELECT function_code || economic_code AS code, any_value(label ORDER BY label) AS label FROM observations
WHERE function_code || economic_code <> ''
  AND (label LIKE $words ESCAPE '!' OR starts_with(function_code || economic_code, $digits) AND $digits <> '')
GROUP BY code ORDER BY code LIMIT 50
