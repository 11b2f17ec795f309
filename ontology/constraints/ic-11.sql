SELECT obs AS focus, prop AS other FROM points JOIN masks USING (dsd) JOIN props USING (dsd)
WHERE (has & dimensions) <> dimensions AND is_dimension AND (has & bit) = 0
