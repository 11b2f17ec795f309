SELECT s AS focus, NULL AS other FROM typed WHERE o = $qb:DataStructureDefinition AND s NOT IN (
  SELECT dsd FROM components WHERE prop IN (SELECT s FROM typed WHERE o = $qb:MeasureProperty))
