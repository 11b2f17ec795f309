"""Web pages, with the files that they show parts of, and the archives that hold both."""
