"""Statements: tables of two blocks side by side, income and expenditure, whose lines are known by their words.

The blocks are told apart by vocabulary, not by column, because a page break in an OCR text may drop a
block's columns or read them from right to left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, product

from ..amounts import Token, is_nothing, parse_undivided, split_fused
from ..codes import undo_spaces
from ..table import Cell, Table
from .doubts import row_printed_twice
from .form import Form, Line, fold_label, is_numbered_heading, likeness, numbering, same_meaning
from .lines import close_above, is_under, opened_unknown, parts_or_own
from .reading import Amount, ClassCode, Doubt, Interpretation, narrow
from .words import understand

#: A damaged label is taken for a known one only if it is this like it, and this much more than the next.
_LIKE, _MARGIN = 0.85, 0.1
_TURNED = "这一行是从右向左识别的（右边的项目在前），已倒转"
_NUMBERED = re.compile(r"(?=(?:^|\s)[(（]?[一二三四五六七八九十廿卅]+[)）、.．])")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A label or an amount of a row, with the cell it stands in."""

    token: Token
    cell: Cell
    lines: tuple[tuple[Line, str], ...] = ()  # candidate lines, each with the class code it stands for

    @property
    def side(self) -> str:
        return self.lines[0][0].side if self.lines else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with the amount printed for it, None where the place is blank or missing."""

    label: Item
    amount: Item | None
    note: str = ""


def interpret(form: Form, tables: Sequence[Table], class_code: ClassCode) -> Interpretation:
    """The amounts of a statement. Lines whose words are unknown become doubts, never amounts."""
    exact = all(table.exact for table in tables)
    # A third block has names of classes in common with the second, and only an exact grid tells the two apart,
    # as only it tells what stands below.
    form = replace(
        form, lines=tuple(line for line in form.lines if line.side != "use" and not (line.above or line.over))
    )
    pairs: list[Pair] = []
    doubts: list[Doubt] = []
    for table in tables:
        printed = table.rows if exact else _below_headings(table.rows)
        rows = [_items(form, row, class_code, exact=exact) for row in printed]
        before: Row = ()
        for row, items in _in_order(form, list(zip(printed, rows, strict=True))):
            repeated = _reprint(row, pairs) or (None if exact else _repeat(before, row))
            if repeated:
                doubts.append(repeated)
                continue
            before = row
            row_pairs, row_doubts = _pair(form, items)
            pairs += row_pairs
            doubts += row_doubts
    amounts, line_doubts = _understand(form, pairs, exact=exact)
    known = sum(bool(p.label.lines) for p in pairs)
    return Interpretation(
        tuple(amounts), tuple(doubts + line_doubts), (), round(known / len(pairs), 3) if pairs else 0.0
    )


def _below_headings(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without those at the top that print nothing but words of headings: they may be names of lines too."""
    texts = ([undo_spaces(cell.text) for cell in row if cell.text.strip()] for row in rows)
    first = next((k for k, own in enumerate(texts) if not all(map(understand, own))), len(rows))
    return rows[first:]


def vocabulary_share(form: Form, tables: Sequence[Table], class_code: ClassCode) -> float:
    """Share of a table's labels that the form knows: for choosing between forms of one title."""
    items = [i for t in tables for row in t.rows for i in _items(form, row, class_code, exact=True)]
    labels = [i for i in items if i.token.amount is None]
    return sum(bool(i.lines) for i in labels) / len(labels) if labels else 0.0


# --- tokens -----------------------------------------------------------------------------------------------


def _items(form: Form, row: Row, class_code: ClassCode, *, exact: bool) -> list[Item]:
    items: list[Item] = []
    for cell in row:
        for token in _tokens(cell.text, exact=exact):
            lines = () if token.amount is not None else _lines(form, token.text, class_code, exact=exact)
            items.append(Item(token, cell, lines))
    return items


def _tokens(text: str, *, exact: bool) -> tuple[Token, ...]:
    """The labels and numbers of a cell. A statement gives each label one amount, so a cell of digits is one number."""
    tokens = split_fused(text)
    if exact or len(tokens) != 1 or tokens[0].amount is not None:
        return tokens
    value = parse_undivided(tokens[0].text)
    return tokens if value is None else (replace(tokens[0], amount=value),)


def _lines(form: Form, text: str, class_code: ClassCode, *, exact: bool) -> tuple[tuple[Line, str], ...]:
    """The lines of the form that a label may stand for."""
    folded = fold_label(text)
    found: list[tuple[Line, str]] = []
    for line in form.lines:
        if folded in line.folded:
            found.append((line, ""))
        elif line.code_list and (code := class_code(line.code_list, folded)):
            found.append((line, code))
    return tuple(found) if found or exact else _alike(form, folded)


def _alike(form: Form, folded: str) -> tuple[tuple[Line, str], ...]:
    """The one known label that a damaged one is much more like than any other."""
    if len(folded) < 4:
        return ()
    labels = {label for line in form.lines for label in line.folded}
    ranked = sorted(((likeness(folded, label), label) for label in labels), reverse=True)
    if not ranked or ranked[0][0] < _LIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return ()
    best = ranked[0][1]
    return tuple((line, "") for line in form.lines if best in line.folded)


# --- order ------------------------------------------------------------------------------------------------


def _in_order(form: Form, rows: list[tuple[Row, list[Item]]]) -> list[tuple[Row, list[Item]]]:
    """The rows of a grid from top to bottom: turned round where their numbering counts down.

    Assumes that a grid whose labels are numbered downwards throughout was read from its last row to its first.
    """
    steps: list[int] = []
    for side, bracketed in product(form.sides, (True, False)):
        labels = [i.token.text for _, items in rows for i in items if i.side == side]
        counted = [numbering(t) for t in labels if t.lstrip().startswith(("(", "（")) is bracketed]
        steps += [b - a for a, b in pairwise(n for n in counted if n)]
    falling = len(steps) > 1 and all(step == -1 for step in steps)
    return rows[::-1] if falling else rows


def _pair(form: Form, items: list[Item]) -> tuple[list[Pair], list[Doubt]]:
    """Give each amount of a row to the label that it follows."""
    items, note = _turn(form, items)
    pairs: list[Pair] = []
    doubts: list[Doubt] = []
    for item in items:
        if item.token.amount is None:
            pairs.append(Pair(item, None, note))
        elif pairs and pairs[-1].amount is None:
            pairs[-1] = Pair(pairs[-1].label, item, note)
        else:
            doubts.append(_stray(item))
    return pairs, doubts


def _turn(form: Form, items: list[Item]) -> tuple[list[Item], str]:
    """A row whose labels stand in the reverse order of the form's blocks was read from right to left.

    Its cells are put back in order; inside a cell the text keeps its own order.
    """
    sides = [i.side for i in items if i.side]
    order = [form.sides.index(side) for side in sides]
    if order == sorted(order):
        return items, ""
    cells: list[list[Item]] = []
    for item in items:
        if cells and cells[-1][0].cell is item.cell:
            cells[-1].append(item)
        else:
            cells.append([item])
    turned = [item for cell in reversed(cells) for item in cell]
    order = [form.sides.index(i.side) for i in turned if i.side]
    return (turned, _TURNED) if order == sorted(order) else (items, "")


def _stray(item: Item) -> Doubt:
    printed = item.token.text
    return Doubt(
        "amount-without-label",
        f"金额 {printed} 前面没有可以归属的项目，未发布",
        f"the amount {printed} follows no label of its own; held back",
        item.cell.origin,
        found=printed,
    )


def _repeat(before: Row, row: Row) -> Doubt | None:
    """A row that prints again what the row before it printed, words and amounts.

    Assumes that no statement has two neighbouring lines of the same words.
    """
    texts = [undo_spaces(c.text) for c in row if not is_nothing(c.text)]
    if not texts or texts != [undo_spaces(c.text) for c in before if not is_nothing(c.text)]:
        return None
    return row_printed_twice(row)


def _reprint(row: Row, pairs: Iterable[Pair]) -> Doubt | None:
    """A row that holds nothing but labels, several in one cell, that were all read before."""
    cells = [c for c in row if not is_nothing(c.text)]
    pieces = [p for c in cells for p in _NUMBERED.split(c.text) if p.strip()]
    if len(cells) != 1 or len(pieces) < 2:
        return None
    seen = {fold_label(p.label.token.text) for p in pairs}
    known = [p for p in pieces if fold_label(p) in seen]
    if len(known) * 2 < len(pieces):
        return None
    return Doubt(
        "row-printed-twice",
        "这一行把前面各行的项目又读了一遍，不另取数",
        "this row reads again the labels of rows before it; nothing is taken from it",
        cells[0].origin,
        severity="info",
    )


# --- meaning ----------------------------------------------------------------------------------------------


def _understand(form: Form, pairs: Sequence[Pair], *, exact: bool) -> tuple[list[Amount], list[Doubt]]:
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    zero_sides = {p.label.side for p in pairs if p.amount is not None and p.amount.token.amount == 0}
    opened: dict[str, str] = {}
    lines_read: set[str] = set()
    within: dict[str, str] = {}  # what the last numbered heading of each side opens
    for pair in pairs:
        chosen = _choose(pair.label, opened, lines_read, within)
        if chosen is None:
            if above := opened_unknown(form, pair.label.token.text):
                opened |= dict.fromkeys(form.sides, above)
            if pair.amount is not None:
                doubts.append(_unknown(pair))
            continue
        line, code = chosen
        lines_read.add(line.means.get("line", ""))
        if line.opens:
            opened[line.side] = line.opens
        close_above(line, pair.label.token.text, opened, within.get(line.side, ""))
        if is_numbered_heading(pair.label.token.text):
            within[line.side] = line.opens
        if pair.amount is None and (exact or line.side not in zero_sides):
            continue
        amounts.append(_amount(form, pair, line, code))
    return amounts, doubts


def _choose(
    label: Item, opened: Mapping[str, str], lines_read: Collection[str], within: Mapping[str, str]
) -> tuple[Line, str] | None:
    """The one candidate that stands under the heading that is open on its side."""
    fitting = [(line, code) for line, code in label.lines if is_under(line, label.token.text, opened)]
    fitting = parts_or_own(fitting, label.token.text, lines_read, within.get(label.side, ""))
    return fitting[0] if fitting and all(same_meaning(f, fitting[0]) for f in fitting) else None


def _amount(form: Form, pair: Pair, line: Line, code: str) -> Amount:
    means = {**form.base, **line.means}
    if code:
        means["line"] = line.of_class(code)
    item = pair.amount
    value: Decimal | None = item.token.amount if item else None
    confidence = 0.9 if pair.note else None
    if item is None:
        cell = pair.label.cell
        origin = narrow(cell, pair.label.token.start, pair.label.token.end, note=pair.note, confidence=confidence)
    else:
        origin = narrow(item.cell, item.token.start, item.token.end, note=pair.note, confidence=confidence)
    label = undo_spaces(pair.label.token.text)
    return Amount(means, value, item.token.text if item else "", origin, label=label)


def _unknown(pair: Pair) -> Doubt:
    label, amount = undo_spaces(pair.label.token.text), pair.amount
    printed = amount.token.text if amount else ""
    return Doubt(
        "unknown-line",
        f"不认识的项目“{label}”，金额 {printed} 未发布",
        f"the line {label!r} is not known; its amount {printed} is held back",
        pair.label.cell.origin,
        label=label,
        found=printed,
    )
