SELECT s AS focus, NULL AS other FROM typed WHERE o = $qb:DimensionProperty
  AND s NOT IN (SELECT s FROM triples WHERE p = $rdfs:range)
