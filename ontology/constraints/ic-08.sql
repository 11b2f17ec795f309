SELECT DISTINCT k.s AS focus, cp.o AS other FROM typed k
JOIN triples cp ON cp.s = k.s AND cp.p = $qb:componentProperty
JOIN triples sk ON sk.o = k.s AND sk.p = $qb:sliceKey
WHERE k.o = $qb:SliceKey AND (sk.s, cp.o) NOT IN (SELECT (dsd, prop) FROM components)
