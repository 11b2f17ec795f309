SELECT obs AS focus, prop AS other FROM points JOIN masks USING (dsd) JOIN props USING (dsd)
WHERE NOT by_measure_type AND (has & measures) <> measures AND is_measure AND (has & bit) = 0
