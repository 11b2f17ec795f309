-- One row for each observation: which components it has (bits), and the hash of its place in the cube. One pass each.
CREATE TEMP TABLE props AS  -- the components of a structure, each with a bit
  SELECT *, 1::HUGEINT << (row_number() OVER (PARTITION BY dsd ORDER BY prop) - 1)::HUGEINT AS bit,
    prop IN (SELECT s FROM typed WHERE o = $qb:DimensionProperty) AS is_dimension,
    prop IN (SELECT s FROM typed WHERE o = $qb:MeasureProperty) AS is_measure
  FROM (SELECT DISTINCT dsd, prop FROM components);
CREATE TEMP TABLE masks AS SELECT dsd,
    coalesce(sum(bit) FILTER (is_dimension), 0)::HUGEINT AS dimensions,
    coalesce(sum(bit) FILTER (is_dimension AND prop <> $qb:measureType), 0)::HUGEINT AS point,
    coalesce(sum(bit) FILTER (is_measure), 0)::HUGEINT AS measures,
    bool_or(prop = $qb:measureType) AS by_measure_type
  FROM props GROUP BY dsd;
CREATE TEMP TABLE membership AS
  SELECT DISTINCT s AS obs, o AS dataset, dsd FROM triples JOIN structures ON dataset = o WHERE p = $qb:dataSet;

CREATE TEMP TABLE points AS
  SELECT obs, dataset, dsd, count(*) AS statements, bit_or(bit) AS has,
    sum(CASE WHEN is_dimension THEN hash(prop, o) ELSE 0 END) AS place
  FROM membership JOIN triples ON s = obs JOIN props USING (dsd) WHERE p = prop GROUP BY obs, dataset, dsd;
INSERT INTO points SELECT obs, dataset, dsd, 0, 0, 0 FROM membership ANTI JOIN points USING (obs, dataset, dsd);

-- Where a component was stated more than once: repeats of one statement count once; of several values each
-- makes the observation differ from all others in this dimension, as the published comparison has it.
CREATE TEMP TABLE several AS SELECT DISTINCT obs FROM points WHERE statements <> bit_count(has);
CREATE TEMP TABLE values_of_several AS
  SELECT obs, dataset, dsd, prop, bit, is_dimension, count(DISTINCT o) AS n,
    CASE WHEN count(DISTINCT o) = 1 THEN min(o) ELSE hash(obs, prop) END AS o
  FROM several JOIN membership USING (obs) JOIN triples ON s = obs JOIN props USING (dsd) WHERE p = prop
  GROUP BY obs, dataset, dsd, prop, bit, is_dimension;
UPDATE points SET place = fixed.place FROM (
    SELECT obs, dataset, dsd, sum(CASE WHEN is_dimension THEN hash(prop, o) ELSE 0 END) AS place
    FROM values_of_several GROUP BY obs, dataset, dsd) fixed
  WHERE points.obs = fixed.obs AND points.dataset = fixed.dataset AND points.dsd = fixed.dsd;

-- Which values the coded dimensions have: few, however many observations there are.
CREATE TEMP TABLE used AS
  SELECT DISTINCT prop, o AS value FROM membership JOIN triples ON s = obs JOIN props USING (dsd)
  WHERE p = prop AND is_dimension AND prop IN (SELECT s FROM triples WHERE p = $qb:codeList);
