SELECT * FROM observations
WHERE package = $package AND fiscal_year = $year AND amount = $amount AND amount <> 0 AND observation_id <> $observation
ORDER BY "table", observation_id LIMIT 20
