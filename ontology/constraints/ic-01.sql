SELECT s AS focus, NULL AS other FROM triples WHERE p = $rdf:type AND o = $qb:Observation
  AND s NOT IN (SELECT s FROM triples WHERE p = $qb:dataSet)
UNION
SELECT s, NULL FROM triples WHERE p = $qb:dataSet GROUP BY s HAVING min(o) <> max(o)
