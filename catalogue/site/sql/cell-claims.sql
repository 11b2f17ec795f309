SELECT * FROM claims WHERE package = $package AND observation_id = $observation ORDER BY claim_id
