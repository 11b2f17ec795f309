-- What documents say of a project: by its code or, where it has none, by its name in the documents of one unit.
SELECT * FROM projects
WHERE project_code = $code AND ($code <> '' OR (name = $name AND list_contains($packages, package)))
ORDER BY package DESC, name
