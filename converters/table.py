"""What every reader yields and all that a form ever sees: blocks of a page, in reading order.

A reader knows files and nothing of budgets; a form knows budgets and nothing of files. They meet here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ..datapackage.frozen import frozen
from ..datapackage.model import Origin

#: The note of a paragraph that stands for something in the document which no reader could read.
NOT_READ = "not-read"
#: The note of a paragraph that tells what the document holds and does not show: hidden sheets, rows, columns.
NOT_SHOWN = "not-shown"
#: The note of a paragraph at the top or foot of a page that stands there on a page just before too.
PRINTED_AGAIN = "printed at this place on the page before"
#: Stands in a text for a character that is printed and that nobody knows.
UNKNOWN = "\ufffd"
#: The note of a paragraph that is the name of its file, and printed nowhere.
FILE_NAME = "file-name"
#: The note of a cell whose column was made from where it stands on a page without rules.
BY_POSITION = "column by position"
#: Part of the note of a cell whose text is printed in red, which may be the only sign of a negative amount.
IN_RED = "printed in red"
#: The same where each number stands below one heading alone, and no heading over several columns is in doubt.
BELOW_ONE = f"{BY_POSITION}, below one heading"
#: The same of a heading that its numbers stand clear of: that it is theirs is told by their order alone.
CLEAR_OF = f"{BY_POSITION}, clear of its numbers"
#: Part of the note of a heading whose place is told by the order of the columns: it may stand over others beside it.
IN_ORDER = "in order"
#: Part of the note of a cell in a row whose numbers a page break cuts, and in what is left of a row below one.
CUT_ROW, REST_OF_ROW = "cut by a page break", "rest of a row"
#: The same where rows, columns or headings are not certain: such a cell is kept as printed and never believed.
UNDECIDED = "column by position, undecided"
#: So it says where texts ran over the rules of their cells, into those beside, above or below.
RUN_OVER = f"{UNDECIDED}: texts over rules or each other"
#: The same of the one column that prints them, each over those above and below it.
NAMES_OVER = f"{RUN_OVER}, in this column alone"


def surely_over(column: int, first: int, last: int) -> str:
    """The note of a heading from ``column`` on that may end sooner: it is over ``first`` to ``last`` for certain."""
    return f"{BY_POSITION}, surely over {last - first + 1} from the {first - column + 1}."


def over_one_of(spans: Iterable[tuple[int, int]]) -> str:
    """The note of a heading that stands over one of ``spans`` (first and last column), as those beside it do."""
    return f"{BY_POSITION}, over {' or '.join(f'{first + 1}-{last + 1}' for first, last in spans)}"


@frozen()
class Cell:
    """One printed cell. ``rowspan`` and ``colspan`` are 1 where the medium does not tell."""

    text: str
    origin: Origin
    rowspan: int = 1
    colspan: int = 1


@frozen()
class Paragraph:
    """A run of text between tables: a heading, a caption, a sentence, a note."""

    text: str
    origin: Origin


@frozen()
class Table:
    """A grid of cells. Rows may differ in length where the reader could not restore the grid.

    ``exact`` says that the grid is the medium's own (ruled lines, a sheet, HTML): it is rectangular, a merged
    cell stands at its top left with its spans and the places it covers are empty cells, so that columns can be
    trusted. An OCR text is not exact, and its columns have to be proven. It says nothing of the characters: those of
    a scan are as certain as the ``confidence`` of their origin.
    """

    rows: tuple[tuple[Cell, ...], ...]
    origin: Origin
    exact: bool = False
    name: str = ""  # sheet name, where there is one


Block = Paragraph | Table
Reader = Callable[[Path], Iterator[Block]]


def named(block: Block, file: str) -> Block:
    """The block as one of the file of that name, of the several that a document is."""
    origin = replace(block.origin, file=file)
    if isinstance(block, Paragraph):
        return replace(block, origin=origin)
    rows = tuple(tuple(replace(c, origin=replace(c.origin, file=file)) for c in row) for row in block.rows)
    return replace(block, origin=origin, rows=rows)


def by_file(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks of each file of a document."""
    return (list(own) for _, own in groupby(blocks, key=lambda block: block.origin.file))
