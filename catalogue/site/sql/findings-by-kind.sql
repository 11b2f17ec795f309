SELECT "check", count(*) AS n FROM findings GROUP BY "check" ORDER BY n DESC, "check"
