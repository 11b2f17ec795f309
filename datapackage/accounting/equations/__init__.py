"""Equations: what each identity says at each place of a document where it holds.

``matching`` finds those whose two sides are named, within a table and between tables, ``trees`` those of codes above
codes, ``projects`` and ``lists`` the totals of rows that no code orders. ``terms`` selects the amounts that they are
over, ``equation`` is one of them, and ``gaps`` tells which say nothing, as something of theirs was not read.
"""
