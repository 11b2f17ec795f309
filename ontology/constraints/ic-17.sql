-- For each observation of a cube by measure type: as many observations at its point as there are measures. Two are at
-- one point unless a dimension that both have differs; what IC-12 says of sets of dimensions holds here too.
WITH asked AS (
  SELECT obs, dataset, dsd, (has & point) AS has, count(DISTINCT o) AS measure_types FROM points
  JOIN masks USING (dsd) JOIN triples ON s = obs AND p = $qb:measureType WHERE measures <> 0
  GROUP BY obs, dataset, dsd, has, point),
kinds AS (SELECT DISTINCT dataset, dsd, has FROM asked),
shared AS (
  SELECT DISTINCT a.dataset, a.dsd, a.has, b.has AS other_has, (a.has & b.has) AS common
  FROM kinds a JOIN kinds b USING (dataset, dsd)),
coordinates AS (
  SELECT DISTINCT a.obs, a.dataset, a.dsd, a.has, props.prop, props.bit, coalesce(v.n, 1) AS n, coalesce(v.o, t.o) AS o
  FROM asked a JOIN props USING (dsd) JOIN triples t ON t.s = a.obs AND t.p = props.prop
  LEFT JOIN values_of_several v ON v.obs = a.obs AND v.dataset = a.dataset AND v.dsd = a.dsd AND v.prop = props.prop
  WHERE (a.has & props.bit) <> 0),
placed AS (
  SELECT a.obs, a.dataset, a.dsd, a.has, a.measure_types, m.common, coalesce(sum(hash(c.prop, c.o)), 0) AS place,
    coalesce(max(c.n), 1) AS n
  FROM asked a JOIN (SELECT DISTINCT dataset, dsd, has, common FROM shared) m USING (dataset, dsd, has)
  LEFT JOIN coordinates c
    ON c.obs = a.obs AND c.dataset = a.dataset AND c.dsd = a.dsd AND (c.bit & m.common) <> 0
  GROUP BY a.obs, a.dataset, a.dsd, a.has, a.measure_types, m.common),
crowds AS (
  SELECT dataset, dsd, common, has, place, sum(measure_types) AS found FROM placed GROUP BY ALL),
wanted AS (  -- a measure that two components name counts twice, as published
  SELECT dsd, count(*) AS measures FROM components JOIN props USING (dsd, prop) WHERE is_measure GROUP BY dsd),
counted AS (
  -- An observation with two values for one dimension differs even from itself.
  SELECT p.obs, w.measures, sum(p.measure_types * (c.found
    - CASE WHEN p.n > 1 AND s.has = s.other_has THEN p.measure_types ELSE 0 END)) AS found
  FROM placed p JOIN shared s USING (dataset, dsd, has, common) JOIN wanted w USING (dsd)
  JOIN crowds c ON c.dataset = p.dataset AND c.dsd = p.dsd AND c.common = p.common AND c.has = s.other_has
    AND c.place = p.place
  GROUP BY p.obs, w.measures)
SELECT DISTINCT obs AS focus, NULL AS other FROM counted WHERE found <> measures AND found > 0
