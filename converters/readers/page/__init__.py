"""What stands on one page, of a PDF or of a scan: its texts, its rules, and the tables drawn with them."""
