SELECT DISTINCT obs AS focus, prop AS other FROM points JOIN masks USING (dsd)
JOIN triples ON s = obs AND p = $qb:measureType JOIN props USING (dsd)
WHERE by_measure_type AND is_measure AND (has & bit) <> 0 AND prop <> o
