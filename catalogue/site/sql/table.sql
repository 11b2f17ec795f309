SELECT * FROM tables WHERE package = $package AND CAST(position AS VARCHAR) = $position
