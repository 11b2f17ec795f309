WITH required AS (
  SELECT DISTINCT c.dsd, c.prop, props.bit FROM components c JOIN triples t ON t.s = c.spec JOIN props USING (dsd, prop)
  WHERE t.p = $qb:componentRequired AND t.o = $true)
SELECT obs AS focus, prop AS other FROM points JOIN required USING (dsd) WHERE (has & bit) = 0
