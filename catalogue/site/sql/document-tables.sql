-- The printed tables of a document; the form of one project with its name, where nothing else is printed at that place.
WITH forms AS (
  SELECT page, line, any_value(name) AS name
  FROM projects WHERE package = $package AND (page <> '' OR line <> '')
  GROUP BY page, line HAVING count(DISTINCT name) = 1
)
SELECT tables.*, CASE WHEN count(*) OVER (PARTITION BY "table", tables.page, first_line) = 1 THEN forms.name END AS project
FROM tables LEFT JOIN forms
  ON "table" = 'project-performance' AND forms.page = tables.page AND forms.line IN ('', tables.first_line)
WHERE package = $package ORDER BY position
