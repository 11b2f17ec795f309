WITH fixed AS (
  SELECT DISTINCT ss.s AS slice, cp.o AS dim FROM triples ss
  JOIN triples cp ON cp.s = ss.o AND cp.p = $qb:componentProperty WHERE ss.p = $qb:sliceStructure)
SELECT slice AS focus, dim AS other FROM fixed ANTI JOIN triples ON s = slice AND p = dim
