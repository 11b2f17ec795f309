SELECT term, definition FROM glossary WHERE package = $package ORDER BY term
