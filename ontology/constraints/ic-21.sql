WITH RECURSIVE ways AS (
  SELECT DISTINCT i.o AS way FROM triples pc JOIN typed h ON h.s = pc.s AND h.o = $qb:HierarchicalCodeList
  JOIN triples i ON i.s = pc.o AND i.p = $owl:inverseOf
  WHERE pc.p = $qb:parentChildProperty AND pc.o IN (SELECT term FROM blank) AND i.o NOT IN (SELECT term FROM blank)),
reached AS (
  SELECT r.s AS list, ways.way, r.o AS value FROM triples r, ways WHERE r.p = $qb:hierarchyRoot
  UNION SELECT reached.list, way, t.s FROM reached
    JOIN (SELECT * FROM triples WHERE p IN (SELECT way FROM ways)) t ON t.o = value AND t.p = way)
SELECT DISTINCT prop AS focus, value AS other FROM used JOIN triples l ON l.s = prop AND l.p = $qb:codeList
JOIN typed h ON h.s = l.o AND h.o = $qb:HierarchicalCodeList, ways
WHERE (l.o, way, value) NOT IN (SELECT (list, way, value) FROM reached)
