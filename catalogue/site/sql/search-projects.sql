SELECT DISTINCT project_code, if(project_code = '', unit_key, '') AS unit_key, name
FROM projects JOIN documents USING (package)
WHERE name LIKE $words ESCAPE '!' OR project_code = $text ORDER BY name, project_code, unit_key LIMIT 50
