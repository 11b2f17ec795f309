SELECT DISTINCT obs AS focus, dataset AS other FROM in_slice ANTI JOIN triples ON s = obs AND p = $qb:dataSet AND o = dataset
