"""A block of an exact grid, what its rows have said so far, and what a row of it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...datapackage.frozen import frozen
from ..amounts import is_nothing
from ..codes import undo_spaces
from ..table import Cell
from ..titles import is_unit_name
from .form import Means
from .named import Named
from .naming import Ahead, Names
from .unit_columns import is_of_units

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a grid: the columns that name its rows, and the amounts that belong to them."""

    head: tuple[Named, ...]
    amounts: tuple[Named, ...]
    side: str = ""  # the side of a statement that its labels belong to
    beside: tuple[Named, ...] = ()  # left of the amounts, and not understood or of no use


@dataclass(slots=True)
class Lines:
    """What the lines of one block have said for those below."""

    opened: dict[str, str] = field(default_factory=dict[str, str])  # the heading that is open on each side
    read: set[str] = field(default_factory=set[str])
    heading: tuple[str, Means | None] = ("", None)  # the last of the upper level (一、), and what it says
    unknown: str = ""  # whether the row above is not known, or a part (其中) of one that is not
    within: str = ""  # what that heading opens, of which the lines without such a number are parts


@dataclass(slots=True)
class State:
    """What the rows above have said for those below: the lines of the block, the unit."""

    lines: Lines = field(default_factory=Lines)
    unit_code: str = ""
    unit_name: str = ""
    assumed: list[str] = field(default_factory=list[str])
    units: str = ""  # how those of a list of projects stand in it: APART, BELOW
    is_class: bool = False  # whether the row is of a code in a list of projects, which has them below it
    is_of_nobody: bool = False  # whether the row leaves its unit blank below one that names one
    unit_above: str = ""  # the unit that a row of its own names above its projects
    padded: bool = False  # whether rows of zeros without a name were told of
    read_without_name: bool = False
    names: Mapping[str, Names] = field(default_factory=dict[str, Names])
    ahead: Ahead = field(default_factory=Ahead)  # of the row that is read
    next_label: str = ""  # the label below the row that is read, as printed

    def nameless(self, part: Part, row: Row) -> bool:
        """Whether a row without a name is a second one: only one such row can be the whole unit's."""
        prints = any(n.index < len(row) and not is_nothing(row[n.index].text) for n in part.amounts)
        again, self.read_without_name = prints and self.read_without_name, self.read_without_name or prints
        return again


@frozen()
class Head:
    """What a row of a block stands for."""

    means: Mapping[str, str]
    code: str = ""
    kind: str = ""
    label: str = ""
    unit: str = ""
    unit_code: str = ""
    codes: Mapping[str, str] = field(default_factory=dict[str, str])  # printed beside the row's own, by kind
    year: str = ""  # that the row names, absolute or relative to the document's
    by_name: bool = False  # only a name tells that it is of a project: it may be a subtotal


def printed_in(row: Row, part: Part, role: str) -> str:
    """The text of the head's columns of one role, joined."""
    text = "".join(row[n.index].text for n in part.head if n.role == role and n.index < len(row))
    return text if role == "code" else undo_spaces(text)


def text_of(row: Row, columns: Sequence[Named]) -> str:
    return "".join(undo_spaces(row[n.index].text) for n in columns if n.index < len(row))


def label_and_unit(row: Row, part: Part) -> tuple[str, str]:
    """The label of a row, and the name of the unit where it stands in a column of its own beside labels or codes."""
    units = [n for n in part.head if is_of_units(n)]
    label = text_of(row, [n for n in part.head if n.role == "label" and n not in units])
    code = text_of(row, [n for n in part.head if n.role == "code" and n.kind != "unit"])
    unit = text_of(row, units)
    if (label or code) and is_unit_name(unit):
        return label, unit
    return printed_in(row, part, "label"), printed_in(row, part, "unit")
