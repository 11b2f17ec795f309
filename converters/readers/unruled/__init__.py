"""Tables without a full grid of rules: their columns, rows and headings from where texts stand."""
