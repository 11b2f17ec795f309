SELECT DISTINCT prop AS focus, NULL AS other FROM components JOIN triples ON s = spec
WHERE p = $qb:componentRequired AND o = $false AND prop NOT IN (SELECT s FROM typed WHERE o = $qb:AttributeProperty)
