SELECT function_code || economic_code AS code, any_value(label ORDER BY label) AS label FROM observations
WHERE starts_with(function_code || economic_code, $code) AND length(function_code || economic_code) = length($code) + 2
GROUP BY code ORDER BY code
