SELECT DISTINCT project_code, name, package FROM projects
WHERE name LIKE $words ESCAPE '!' OR project_code = $text ORDER BY name, project_code, package LIMIT 50
