"""The printed tables of a document: which grids belong to one table, which form reads it, and what proves the reading.

``exhibits`` puts a table together with the form that reads it, ``stitching`` and ``sections`` say where a table begins
and ends, ``evidence`` knows tables without titles, ``owners`` the unit that captions, titles and headings name;
``gridding``, ``straightening``, ``mending``, ``ways``, ``signs`` and ``proof`` read what is not certain as sums
decide; ``money``, ``magnitude``, ``changes`` and ``products`` hold its unit of money, its columns of changes and what
number times price comes to to account.
"""
