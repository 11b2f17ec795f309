"""OFD (GB/T 33190-2016), the national format of fixed pages: set as a PDF of the same glyphs, rules and pictures."""
