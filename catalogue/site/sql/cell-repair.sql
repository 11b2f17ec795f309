SELECT * FROM repairs WHERE package = $package AND observation_id = $observation
