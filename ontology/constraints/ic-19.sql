WITH RECURSIVE member AS (
  SELECT t.s AS list, t.o AS value FROM triples t WHERE t.p = $skos:member
  UNION SELECT m.list, t.o FROM member m JOIN triples t ON t.s = m.value AND t.p = $skos:member),
listed AS (
  SELECT u.prop, u.value, l.o AS list FROM used u JOIN triples l ON l.s = u.prop AND l.p = $qb:codeList)
SELECT DISTINCT prop AS focus, value AS other FROM listed
WHERE list IN (SELECT s FROM typed WHERE o = $skos:ConceptScheme) AND (
  value NOT IN (SELECT s FROM typed WHERE o = $skos:Concept)
  OR (value, list) NOT IN (SELECT (s, o) FROM triples WHERE p = $skos:inScheme))
UNION
SELECT DISTINCT prop, value FROM listed
WHERE list IN (SELECT s FROM typed WHERE o = $skos:Collection) AND (
  value NOT IN (SELECT s FROM typed WHERE o = $skos:Concept) OR (list, value) NOT IN (SELECT (list, value) FROM member))
