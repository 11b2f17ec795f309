SELECT s AS focus, NULL AS other FROM typed LEFT JOIN structures ON dataset = s
WHERE o = $qb:DataSet GROUP BY s HAVING count(DISTINCT dsd) <> 1
