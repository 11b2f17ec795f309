"""Whose a printed table is: which of a document's tables are its own, and which are not this disclosure's.

``settlement`` asks the others in turn. ``governments`` knows the tables of a township's government beside those of its
department, ``disclosures`` the parts that headings give to another disclosure, to what a correction replaces or to a
government, ``budgets`` a budget's tables among those of final accounts, ``left_over`` sheets and files that their name
sets aside; ``units`` gives each table to the unit that it is of, and ``copies`` finds what is printed twice. What is
not the document's own loses its amounts and says why (``held_back``).
"""
