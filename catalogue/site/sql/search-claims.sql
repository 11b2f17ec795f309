SELECT DISTINCT package, section, sentence FROM claims WHERE sentence LIKE $words ESCAPE '!'
ORDER BY package, section, sentence LIMIT 20
