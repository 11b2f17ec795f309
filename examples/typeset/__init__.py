"""Typesets the examples as units publish them: PDF, Word, Excel, web page, scan."""
