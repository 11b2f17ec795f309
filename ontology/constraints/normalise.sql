-- The normalisation of the specification (section 10): closure of types and components, then attachments pushed down.
INSERT INTO triples SELECT DISTINCT o, $rdf:type, $qb:Observation FROM triples WHERE p = $qb:observation;
INSERT INTO triples SELECT DISTINCT s, $rdf:type, $qb:Observation FROM triples WHERE p = $qb:dataSet
  AND s NOT IN (SELECT s FROM triples WHERE p = $rdf:type AND o = $qb:Observation);
INSERT INTO triples SELECT DISTINCT o, $rdf:type, $qb:DataSet FROM triples WHERE p = $qb:dataSet;
INSERT INTO triples SELECT DISTINCT o, $rdf:type, $qb:Slice FROM triples WHERE p = $qb:slice;
INSERT INTO triples SELECT s, $qb:componentProperty, o FROM triples
  WHERE p IN ($qb:dimension, $qb:measure, $qb:attribute);
INSERT INTO triples SELECT DISTINCT o, $rdf:type,
  CASE p WHEN $qb:dimension THEN $qb:DimensionProperty WHEN $qb:measure THEN $qb:MeasureProperty ELSE $qb:AttributeProperty END
  FROM triples WHERE p IN ($qb:dimension, $qb:measure, $qb:attribute);

CREATE TEMP TABLE typed AS
  SELECT DISTINCT s, o FROM triples WHERE p = $rdf:type AND o IN (
    $qb:DataSet, $qb:DataStructureDefinition, $qb:DimensionProperty, $qb:MeasureProperty, $qb:AttributeProperty,
    $qb:SliceKey, $qb:Slice, $qb:HierarchicalCodeList, $skos:Concept, $skos:ConceptScheme, $skos:Collection);
CREATE TEMP TABLE components AS  -- which structure has which component with which property
  SELECT DISTINCT c.s AS dsd, c.o AS spec, cp.o AS prop FROM triples c JOIN triples cp ON cp.s = c.o
  WHERE c.p = $qb:component AND cp.p = $qb:componentProperty;
CREATE TEMP TABLE structures AS SELECT DISTINCT s AS dataset, o AS dsd FROM triples WHERE p = $qb:structure;
CREATE TEMP TABLE attached AS
  SELECT DISTINCT c.*, t.o AS place FROM components c JOIN triples t ON t.s = c.spec AND t.p = $qb:componentAttachment;
CREATE TEMP TABLE in_slice AS  -- observation, slice, data set
  SELECT DISTINCT so.o AS obs, ds.o AS slice, ds.s AS dataset FROM triples ds
  JOIN triples so ON so.s = ds.o AND so.p = $qb:observation WHERE ds.p = $qb:slice;

CREATE TEMP TABLE pushed AS
  SELECT m.s AS s, v.p AS p, v.o AS o FROM attached a JOIN structures st USING (dsd)
    JOIN triples v ON v.s = st.dataset AND v.p = a.prop JOIN triples m ON m.o = st.dataset AND m.p = $qb:dataSet
    WHERE a.place = $qb:DataSet
  UNION
  SELECT i.obs, v.p, v.o FROM in_slice i JOIN structures st USING (dataset) JOIN components c USING (dsd)
    JOIN triples v ON v.s = i.slice AND v.p = c.prop
    WHERE c.prop IN (SELECT s FROM typed WHERE o = $qb:DimensionProperty)
       OR (c.dsd, c.spec) IN (SELECT (dsd, spec) FROM attached WHERE place = $qb:Slice);
INSERT INTO triples SELECT s, p, o FROM pushed ANTI JOIN triples USING (s, p, o);
DROP TABLE pushed;
