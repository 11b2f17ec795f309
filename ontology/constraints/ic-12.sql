-- Two observations of a data set are alike if they agree in all dimensions that both have, and have one. Observations
-- with the same dimensions (in a sound cube, all) need one look at the hash of their place. Of other pairs of sets of
-- dimensions, of which there are few, the place is hashed anew over what both have.
WITH bare AS (
  SELECT obs, dataset, dsd, (has & dimensions) AS has, place FROM points JOIN masks USING (dsd)),
kinds AS (SELECT DISTINCT dataset, dsd, has FROM bare),
shared AS (
  SELECT DISTINCT a.dataset, a.dsd, a.has, (a.has & b.has) AS common FROM kinds a JOIN kinds b USING (dataset, dsd)
  WHERE (a.has & b.has) <> 0 AND (a.has & b.has) <> a.has),
coordinates AS (
  SELECT DISTINCT b.obs, b.dataset, b.dsd, b.has, s.common, props.prop, coalesce(v.o, t.o) AS o
  FROM shared s JOIN bare b USING (dataset, dsd, has) JOIN props USING (dsd)
  JOIN triples t ON t.s = b.obs AND t.p = props.prop
  LEFT JOIN values_of_several v ON v.obs = b.obs AND v.dataset = b.dataset AND v.dsd = b.dsd AND v.prop = props.prop
  WHERE (s.common & props.bit) <> 0),
placed AS (
  SELECT obs, dataset, dsd, has, has AS common, place FROM bare WHERE has <> 0
  UNION ALL
  SELECT obs, dataset, dsd, has, common, sum(hash(prop, o)) FROM coordinates
  GROUP BY obs, dataset, dsd, has, common),
crowded AS (
  SELECT dataset, dsd, common, place, has, count(*) AS n, min(obs) AS one, max(obs) AS other FROM placed
  GROUP BY dataset, dsd, common, place, has),
alone AS (SELECT dataset, dsd, common, place FROM crowded GROUP BY ALL HAVING sum(n) > 1)
SELECT a.one AS focus, CASE WHEN a.has = b.has THEN a.other ELSE b.one END AS other
FROM crowded a SEMI JOIN alone USING (dataset, dsd, common, place) JOIN crowded b USING (dataset, dsd, common, place)
WHERE a.has <= b.has AND (a.has & b.has) = common AND (a.has <> b.has OR a.n > 1)
