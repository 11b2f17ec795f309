SELECT * FROM tables WHERE package = $package ORDER BY position
