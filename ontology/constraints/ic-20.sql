WITH RECURSIVE
-- The query is asked once for each property that some hierarchy names, of all hierarchies.
ways AS (
  SELECT DISTINCT pc.o AS way FROM triples pc JOIN typed h ON h.s = pc.s AND h.o = $qb:HierarchicalCodeList
  WHERE pc.p = $qb:parentChildProperty AND pc.o NOT IN (SELECT term FROM blank)),
reached AS (
  SELECT r.s AS list, ways.way, r.o AS value FROM triples r, ways WHERE r.p = $qb:hierarchyRoot
  UNION SELECT reached.list, way, t.o FROM reached
    JOIN (SELECT * FROM triples WHERE p IN (SELECT way FROM ways)) t ON t.s = value AND t.p = way)
SELECT DISTINCT prop AS focus, value AS other FROM used JOIN triples l ON l.s = prop AND l.p = $qb:codeList
JOIN typed h ON h.s = l.o AND h.o = $qb:HierarchicalCodeList, ways
WHERE (l.o, way, value) NOT IN (SELECT (list, way, value) FROM reached)
