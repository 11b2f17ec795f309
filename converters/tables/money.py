"""The unit of money of a table: from its caption, or from what the whole document says, never assumed.

A caption stands between the title and the grid, in the grid itself, or outside of both: above the title or below the
grid. What stands outside between two tables is of one of them only, as the captions of the first or the last tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...datapackage.model import YUAN_IN
from ..amounts import parse_amount
from ..codes import undo_spaces
from ..forms.reading import Doubt
from ..table import Block, Paragraph, Table
from .run import Run
from .sections import SECTION
from .stitching import is_caption

_MONEY = "(百万元|千元|万元|亿元|元)"
#: 万元/元 names two units, and neither; so does 元（万）.
_ALONE = r"(?!\s*[/／、或和与(（]\s*(?:人民币)?(?:百万元|千元|万元|亿元|元|[百千万亿][)）]))"
_CAPTION = re.compile(
    rf"(?:单位|金额)(?:均|都|一律|统一)?(?:[:：]|[为是][:：]?)[(（]?(?:人民币)?{_MONEY}{_ALONE}"
    rf"|^[(（]?(?:人民币)?{_MONEY}[)）]?$"
    # 本表金额以万元为单位, 以下各表均以万元列示
    rf"|(?:表|金额|数据)(?:均|都|一律|统一)?以(?:人民币)?{_MONEY}(?:为(?:计量|金额|货币)?单位|列示|反映|填列)"
)
#: A unit in brackets behind other words: of a heading, where it is the column's, or of a title.
_BRACKETED = re.compile(rf"[(（](?:单位[:：])?(?:人民币)?{_MONEY}[)）]")
#: 以下各表金额单位均为万元: said of all tables.
_OF_ALL = re.compile("各表|以下|所有|全部|本套|均|都|一律|统一|报表")
#: A note below a table is of that table.
_NOTE = re.compile(r"^\s*(?:注|说明|备注)")
_HEADING_ROWS = 8
#: What a workbook notes of a cell that shows less than it stores, and by how many powers of ten it shows it scaled.
_STORED, _THOUSANDS = re.compile(r"stored: (-?[\d.]+)"), 3
#: How many captions may stand above a title.
_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """The unit of money of a table, "" where the document does not tell, and what was assumed.

    ``is_borrowed``: the table prints none; it is that of the other tables.
    """

    unit: str
    assumed: tuple[str, ...] = ()
    is_borrowed: bool = False


def settle(runs: Sequence[Run], blocks: Sequence[Block]) -> list[Settled]:
    """The unit of money of each table: its own caption or title, else that of all captions alike."""
    printed = [b.text for b in blocks if isinstance(b, Paragraph)]
    common = _captions(printed, _CAPTION, _BRACKETED)
    outside = _outside(runs, blocks)
    own = [_own(_inside(run, blocks), run.tables, run.title) or edge for run, edge in zip(runs, outside, strict=True)]
    own = _with_sections(runs, blocks, own)
    of_all = _captions(filter(_OF_ALL.search, printed), _CAPTION)
    if not any(own) and runs:
        leading = (b.text for b in blocks[: runs[0].first] if isinstance(b, Paragraph))
        captions = sum(bool(_captions([text], _CAPTION)) for text in printed)
        # No table has one for certain: one above all of them is of all, as is one for each.
        of_all = _captions(leading, _CAPTION) or (common if captions >= len(runs) else of_all)
        # What any other caption says is of some of them too, and nobody knows of which.
        common = of_all if common <= of_all else set[str]()
    return [_settled(units, common, of_all) for units in own]


def _with_sections(runs: Sequence[Run], blocks: Sequence[Block], own: Sequence[set[str]]) -> list[set[str]]:
    """The units of each table, that of one caption above a grid of several sections for all of these."""
    found: list[set[str]] = []
    grid: tuple[str | int | None, ...] = ()
    for run, units in zip(runs, own, strict=True):
        title = blocks[run.first].origin
        before, grid = grid, title.printed_row[:3]
        if not units and title.note == SECTION:
            found.append(set(found[-1]) if before == grid else _captions(_above(run, blocks), _CAPTION))
        else:
            found.append(units)
    return found


def unit_of(notes: Iterable[Paragraph], tables: Sequence[Table]) -> str:
    """The one unit that the captions and first rows of a table name, "" where they name none or two."""
    units = _own(notes, tables, "")
    return units.pop() if len(units) == 1 else ""


def _settled(own: set[str], common: set[str], of_all: set[str]) -> Settled:
    if own:
        return Settled(own.pop() if len(own) == 1 else "")
    if len(common) != 1:
        return Settled("")
    (unit,) = common
    if of_all == common:
        return Settled(unit, (f"表上没有印金额单位，按文中对各表说的“{unit}”",))
    return Settled(unit, (f"表上没有印金额单位，按全文其他各表一致的“单位：{unit}”",), is_borrowed=True)


def _own(notes: Iterable[Paragraph], tables: Sequence[Table], title: str) -> set[str]:
    above = [c.text for t in tables for row in t.rows[:_HEADING_ROWS] for c in row]
    own = _captions([title, *(n.text for n in notes)], _CAPTION, _BRACKETED) | _captions(above, _CAPTION)
    return own if all(t.exact for t in tables) else own | _captions(above, _BRACKETED)


def _captions(texts: Iterable[str], *patterns: re.Pattern[str]) -> set[str]:
    found = (pattern.findall(undo_spaces(text)) for text in texts for pattern in patterns)
    return {unit for matches in found for match in matches for unit in _groups(match) if unit}


def _groups(match: str | tuple[str, ...]) -> tuple[str, ...]:
    return (match,) if isinstance(match, str) else match


# --- captions outside of title and grid ---------------------------------------------------------------------


def _outside(runs: Sequence[Run], blocks: Sequence[Block]) -> list[set[str]]:
    """The units that captions above the title or below the grid of each table name, where it is clear whose they are.

    Where the first table has one above its title, and the last none below, they stand above; the other way round below.
    """
    above, below = ([_captions(at(run, blocks), _CAPTION) for run in runs] for at in (_above, _below))
    stand_above, stand_below = bool(runs and above[0]), bool(runs and below[-1])
    if stand_above == stand_below:
        return [set() for _ in runs]
    return above if stand_above else below


def _above(run: Run, blocks: Sequence[Block]) -> list[str]:
    """The captions right above the title of a table."""
    found: list[str] = []
    for block in reversed(blocks[max(0, run.first - _ABOVE) : run.first]):
        if not isinstance(block, Paragraph) or block.origin.file != blocks[run.first].origin.file:
            break
        if not is_caption(block.text) or _NOTE.match(block.text):
            break
        found.append(block.text)
    return found


def _below(run: Run, blocks: Sequence[Block]) -> list[str]:
    """The captions below the last grid of a table, up to the next title."""
    last = max((i for i in range(run.first, run.last) if isinstance(blocks[i], Table)), default=run.last)
    below = [b for b in blocks[last + 1 : run.last] if isinstance(b, Paragraph)]
    return [b.text for b in below if is_caption(b.text) and not _NOTE.match(b.text)]


def _inside(run: Run, blocks: Sequence[Block]) -> list[Paragraph]:
    """What stands between the title and the last grid of a table, and its notes."""
    below = _below(run, blocks)
    last = max((i for i in range(run.first, run.last) if isinstance(blocks[i], Table)), default=run.last)
    outer = {id(b) for b in blocks[last + 1 : run.last] if isinstance(b, Paragraph) and b.text in below}
    return [note for note in run.notes if id(note) not in outer]


def is_scaled_otherwise(tables: Sequence[Table], unit: str) -> bool:
    """Whether a workbook shows amounts scaled down by what makes no unit of money of those that it stores.

    15,203,000 shown as 15.20 is 百万元 of yuan; said to be 万元, it would be stored in hundredths of them.
    """
    notes = ((c.text, _STORED.fullmatch(c.origin.note)) for table in tables for row in table.rows for c in row)
    found = {_scale(text, Decimal(note[1])) for text, note in notes if note}
    return any(scale and YUAN_IN[unit].scaleb(-scale) not in YUAN_IN.values() for scale in found)


def _scale(text: str, stored: Decimal) -> int:
    """By how many powers of ten a number is shown smaller than it is stored; 0 where it is not."""
    value = parse_amount(text)
    shown = value if isinstance(value, Decimal) else Decimal(0)
    scale = stored.adjusted() - shown.adjusted() if shown and stored else 0
    off = abs(stored.scaleb(-scale) - shown)
    return scale if scale >= _THOUSANDS and off <= Decimal(1).scaleb(int(shown.as_tuple().exponent)) else 0


# --- amounts and doubts -------------------------------------------------------------------------------------


def yuan(value: Decimal | None, unit: str) -> Decimal:
    """``value`` in yuan; 0 stands in for a lost amount, which is never published as such."""
    return Decimal(0) if value is None else value * YUAN_IN[unit]


def unknown(run: Run) -> Doubt:
    """The finding that a table's unit of money is not known."""
    return Doubt(
        "money-unit-unknown",
        f"“{run.title}”的金额单位不明或自相矛盾，整表金额未发布",
        f"the unit of money of {run.title!r} is unknown or contradictory; its amounts are held back",
        run.tables[0].origin,
        label=run.title,
    )


def contradiction(run: Run, caption: str, headings: Iterable[str]) -> Doubt:
    """The finding that the caption of a table and its headings or cells name different units of money."""
    named = "、".join(sorted(headings))
    return Doubt(
        "money-unit-contradiction",
        f"“{run.title}”的表头或单元格写“{named}”，表上却写“单位：{caption}”，这些数未发布",
        f"headings or cells of {run.title!r} say {named}, its caption says {caption}; their amounts are held back",
        run.tables[0].origin,
        label=run.title,
        found=named,
    )
