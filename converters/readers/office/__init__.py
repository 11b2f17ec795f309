"""Word and Excel files, and what LibreOffice makes of other formats."""
