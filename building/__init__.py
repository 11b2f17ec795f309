"""A build: from source files to an output folder, in any number of processes, each document once.

``job`` is the whole of it. ``crew`` has the processes, ``finishing`` what is made of all packages, ``books`` what was
made of what; ``fingerprints`` and ``known_files`` tell what need not be made again.
"""
