SELECT * FROM projects WHERE project_code = $code ORDER BY package DESC, name
