-- How many documents print each kind of table of each year.
SELECT "table", fiscal_year, count(DISTINCT package) AS documents
FROM observations
GROUP BY ALL
