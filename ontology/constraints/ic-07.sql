SELECT s AS focus, NULL AS other FROM typed WHERE o = $qb:SliceKey AND s NOT IN (
  SELECT t.o FROM triples t JOIN typed d ON d.s = t.s AND d.o = $qb:DataStructureDefinition WHERE t.p = $qb:sliceKey)
