SELECT * FROM findings WHERE package = $package AND contains(observation_ids, $observation) ORDER BY finding_id
