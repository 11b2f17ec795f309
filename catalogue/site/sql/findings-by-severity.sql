SELECT severity, count(*) AS n FROM findings GROUP BY severity
ORDER BY list_position(['error', 'warning', 'info'], severity)
