SELECT count(*) AS amounts, count(*) FILTER (confirmations > 0) AS proven, count(*) FILTER (status = 'repaired') AS repaired
FROM observations
