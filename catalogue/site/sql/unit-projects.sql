SELECT * FROM projects WHERE list_contains($packages, package) ORDER BY package DESC, project_code, name
