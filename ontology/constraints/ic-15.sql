WITH said AS (
  SELECT DISTINCT obs, o AS measure FROM points JOIN masks USING (dsd)
  JOIN triples ON s = obs AND p = $qb:measureType WHERE by_measure_type)
SELECT obs AS focus, measure AS other FROM said ANTI JOIN triples ON s = obs AND p = measure
