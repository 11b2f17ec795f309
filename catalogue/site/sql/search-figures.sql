SELECT * FROM observations WHERE replace(replace(reported, ',', ''), ' ', '') = $digits
ORDER BY package, "table", observation_id LIMIT 50
