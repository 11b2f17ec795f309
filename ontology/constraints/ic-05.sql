SELECT s AS focus, NULL AS other FROM typed WHERE o = $qb:DimensionProperty
  AND s IN (SELECT s FROM triples WHERE p = $rdfs:range AND o = $skos:Concept)
  AND s NOT IN (SELECT s FROM triples WHERE p = $qb:codeList)
