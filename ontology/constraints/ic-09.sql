SELECT t.s AS focus, NULL AS other FROM typed t LEFT JOIN triples k ON k.s = t.s AND k.p = $qb:sliceStructure
WHERE t.o = $qb:Slice GROUP BY t.s HAVING count(DISTINCT k.o) <> 1
