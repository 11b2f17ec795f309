"""Listings: tables with a row for each code, unit or project and the kinds of money in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ...datapackage.units import counted
from ..amounts import is_nothing, parse_amount, parse_undivided
from ..codes import parse_code, split_code, undo_spaces
from ..table import Cell, Table
from .broken_rows import line_of, row_code, rows_as_printed, whole_rows
from .columns import Alignment, align
from .doubts import row_printed_twice, unknown_row, unread
from .form import Form, fold
from .placing import Grid, Placed, filled_to, place_rows, sums_hold, usual_lengths, width_of
from .reading import Amount, Doubt, Interpretation, narrow

_FIRST_ROW = "首行没有名称，因其各栏等于下一行或各行之和，认作合计"

Row = tuple[Cell, ...]

#: From how many rows on each amount of the total is one of another row too.
_FEWEST_ROWS = 4


def interpret(form: Form, tables: Sequence[Table]) -> Interpretation:
    """The amounts of a listing that may go over several grids; nothing that is not certain is among them."""
    exact = all(table.exact for table in tables)
    heading_rows, data_rows = _separate(form, tables)
    form = rows_as_printed(form, heading_rows, data_rows)
    data_rows = whole_rows(form, data_rows)
    if not data_rows:
        return Interpretation(confidence=_heading_score(form, heading_rows))
    width = width_of(heading_rows, data_rows, exact=exact)
    alignment = _align(form, heading_rows, data_rows, width, exact=exact)
    by_index = {m.printed: m.column for m in alignment.matches}
    doubts = _unknown_columns(form, alignment, heading_rows, data_rows, width)
    headed = {k for k in range(width) if k in by_index or any(fold(t) for t in _texts_above(heading_rows, k))}
    placed: list[tuple[Row, Placed]] = []
    grid = Grid(form, by_index, width, frozenset(headed))
    lengths = usual_lengths([t.rows for t in tables], heading_rows)
    for row, position in place_rows(grid, data_rows, exact=exact, lengths=lengths):
        if position is None:
            doubts.append(_undecided(row))
        else:
            placed.append((row, position))
    placed, repeated = _drop_repeats(placed)
    unproven = _unproven_places(form, alignment, [p for _, p in placed])
    doubts += repeated + unproven
    placed = [(row, _without(position, unproven)) for row, position in placed]
    if not exact:
        placed, lonely = _without_lonely(form, placed)
        doubts += lonely
    amounts, row_doubts = _understand(form, placed, exact=exact)
    return Interpretation(
        tuple(amounts),
        tuple(doubts + row_doubts),
        tuple(_assumptions(alignment)),
        round(alignment.score, 3),
    )


# --- rows -------------------------------------------------------------------------------------------------


def _separate(form: Form, tables: Sequence[Table]) -> tuple[list[Row], list[Row]]:
    headings: list[Row] = []
    data: list[Row] = []
    for table in tables:
        in_heading = True
        for row in table.rows:
            if in_heading and _is_heading(form, row):
                if not data:
                    headings.append(row)
            elif any(not is_nothing(c.text) for c in row):
                in_heading = False
                data.append(row)
    return headings, data


def _is_heading(form: Form, row: Row) -> bool:
    """A row above the amounts: it prints none, or only years and column numbers beside headings."""
    texts = [c.text for c in row if not is_nothing(c.text)]
    if len(texts) > 1 and all(any(fold(t) in column.folded for column in form.columns) for t in texts):
        return True
    if any(row_code(form, cell.text) for cell in row[:2]) or any(line_of(form, t) for t in texts[:1]):
        return False
    amounts = [t for t in texts if parse_amount(t) is not None]
    if not amounts:
        return True
    words = len(texts) - len(amounts)
    return all(_is_counter(t) for t in amounts) and (words > 0 or len(amounts) > 2) and form.rows != "whole"


def _is_counter(text: str) -> bool:
    value = parse_amount(text)
    return value is not None and "." not in text and "," not in text and (value <= 40 or 2000 <= value <= 2100)


# --- columns ----------------------------------------------------------------------------------------------


def _align(form: Form, headings: Sequence[Row], data: Sequence[Row], width: int, *, exact: bool) -> Alignment:
    texts = [_texts_above(headings, k) for k in range(width)]
    full = [row for row in data if filled_to(row) == width] or list(data)
    content = [_content(form, [row[k].text for row in full if k < len(row)]) for k in range(width)]
    kept = [k for k in range(width) if content[k] != "blank" or any(fold(t) for t in texts[k])]
    alignment = align(form, [texts[k] for k in kept], [content[k] for k in kept], exact=exact)
    return Alignment(
        tuple(replace(m, printed=kept[m.printed]) for m in alignment.matches),
        tuple(kept[k] for k in alignment.unknown),
    )


def _texts_above(headings: Sequence[Row], k: int) -> list[str]:
    texts = [row[k].text for row in headings if k < len(row) and row[k].text.strip()]
    return [*texts, "".join(texts)] if len(texts) > 1 else texts


def _content(form: Form, texts: Sequence[str]) -> str:
    filled = [t for t in texts if not is_nothing(t)]
    if not filled:
        return "blank"
    codes = sum(row_code(form, t) is not None for t in filled)
    if form.rows != "whole" and codes * 2 > len(filled):
        return "code"
    numbers = sum(parse_undivided(t) is not None for t in filled)
    return "amount" if numbers * 2 > len(filled) else "text"


def _heading_score(form: Form, headings: Sequence[Row]) -> float:
    width = max((filled_to(row) for row in headings), default=0)
    if not width:
        return 0.0
    texts = [_texts_above(headings, k) for k in range(width)]
    kept = [t for t in texts if any(fold(x) for x in t)]
    return round(align(form, kept, ["blank"] * len(kept)).score, 3)


def _unknown_columns(
    form: Form, alignment: Alignment, headings: Sequence[Row], data: Sequence[Row], width: int
) -> list[Doubt]:
    doubts: list[Doubt] = []
    for k in alignment.unknown:
        cells = [row[k] for row in data if k < len(row) and not is_nothing(row[k].text)]
        if not cells:
            continue
        heading = " ".join(_texts_above(headings, k)[:1])
        doubts.append(
            Doubt(
                "unknown-heading",
                f"第 {k + 1} 栏的表头“{heading}”无法认定，该栏 {len(cells)} 个单元格未发布，只保留原文",
                f"the heading of column {k + 1} is not known; kept as printed only: {counted(len(cells), 'cell')}",
                cells[0].origin,
                label=heading,
                found=cells[0].text.strip(),
            )
        )
    return doubts


def _unproven_places(form: Form, alignment: Alignment, rows: Sequence[Placed]) -> list[Doubt]:
    """Columns known by place only whose amounts no sum confirms: they are not published."""
    doubts: list[Doubt] = []
    for match in alignment.matches:
        name = match.column.id
        if not match.by_place or match.column.role != "amount":
            continue
        untold = [r.cells[name] for r in rows if r.value(name) and not _told(form, r, name)]
        if untold:
            name_zh = match.column.headings[0]
            doubts.append(
                Doubt(
                    "unknown-heading",
                    f"第 {match.printed + 1} 栏表头残损，按位置应为“{name_zh}”，但没有加总关系可以证实，未发布",
                    f"the damaged heading of column {match.printed + 1} is confirmed by no sum; held back",
                    untold[0].origin,
                    label=name,
                    found=untold[0].text.strip(),
                )
            )
    return doubts


def _told(form: Form, position: Placed, column: str) -> bool:
    """Whether a sum over the row's columns that ``column`` takes part in holds."""
    sums = {t: p for t, p in form.sums.items() if column == t or column in p}
    return sums_hold(replace(form, sums=sums), position) is True


def _without(position: Placed, unproven: Sequence[Doubt]) -> Placed:
    dropped = {d.label for d in unproven}
    return replace(position, cells={k: c for k, c in position.cells.items() if k not in dropped})


def _without_lonely(form: Form, placed: Sequence[tuple[Row, Placed]]) -> tuple[list[tuple[Row, Placed]], list[Doubt]]:
    """The rows, that of the total without an amount of which no other row prints anything: its fields have moved."""
    kept: list[tuple[Row, Placed]] = []
    doubts: list[Doubt] = []
    filled = Counter(name for _, position in placed for name, value in _values(position).items() if value)
    for row, position in placed:
        line = line_of(form, position.cells["label"].text) if "label" in position.cells else None
        lonely = [name for name, value in _values(position).items() if value and filled[name] == 1]
        if len(placed) < _FEWEST_ROWS or line is None or line.means.get("line") != "total" or not lonely:
            kept.append((row, position))
            continue
        kept.append((row, replace(position, cells={k: c for k, c in position.cells.items() if k not in lonely})))
        doubts += [_lonely(position.cells[name]) for name in lonely]
    return kept, doubts


def _lonely(cell: Cell) -> Doubt:
    printed = cell.text.strip()
    return Doubt(
        "columns-undecided",
        f"合计印了 {printed}，这一栏其他各行都是空的，栏目可能错开，未发布",
        f"the total prints {printed} in a column where no other row prints anything: it may have moved; held back",
        cell.origin,
        found=printed,
    )


def _assumptions(alignment: Alignment) -> Iterable[str]:
    for match in alignment.matches:
        if match.by_place:
            heading = match.column.headings[0]
            yield f"第 {match.printed + 1} 栏按位置认作“{heading}”（表头相似度 {match.likeness:.2f}）"


# --- rows that were not placed, or twice -----------------------------------------------------------------


def _undecided(row: Row) -> Doubt:
    printed = " | ".join(c.text.strip() for c in row if c.text.strip())
    return Doubt(
        "columns-undecided",
        f"这一行的字段与表头对不上，算术也无法确定归栏，未发布：{printed}",
        f"the fields of this row do not fit the heading and no sum decides their columns; held back: {printed}",
        row[0].origin,
        found=printed,
    )


def _drop_repeats(placed: list[tuple[Row, Placed]]) -> tuple[list[tuple[Row, Placed]], list[Doubt]]:
    """Leave out a row that prints again what the row before it printed, code, words and amounts."""
    kept: list[tuple[Row, Placed]] = []
    doubts: list[Doubt] = []
    for row, position in placed:
        if kept and _print(kept[-1][1]) == _print(position):
            doubts.append(row_printed_twice(row))
        else:
            kept.append((row, position))
    return kept, doubts


def _print(position: Placed) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, undo_spaces(c.text)) for k, c in position.cells.items() if c.text.strip()))


# --- meaning ----------------------------------------------------------------------------------------------


def _understand(form: Form, placed: list[tuple[Row, Placed]], *, exact: bool) -> tuple[list[Amount], list[Doubt]]:
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    zeros = _columns_that_print_zero(placed)
    for index, (row, position) in enumerate(placed):
        head = _head(form, position, [p for _, p in placed], index)
        if head is None:
            doubts.append(unknown_row(row, row[0]))
            continue
        row_amounts, row_doubts = _row_amounts(form, position, head, zeros, exact=exact)
        amounts += row_amounts
        doubts += row_doubts
    return amounts, doubts


@dataclass(frozen=True, slots=True)
class Head:
    """What a row stands for."""

    means: Mapping[str, str]
    code: str = ""
    code_kind: str = ""
    label: str = ""
    unit_name: str = ""
    note: str = ""


def _head(form: Form, position: Placed, rows: Sequence[Placed], index: int) -> Head | None:
    cells = position.cells
    if form.rows == "whole":
        return Head({}) if len(rows) == 1 else None
    code_text = cells["code"].text if "code" in cells else ""
    label = undo_spaces(cells["label"].text) if "label" in cells else ""
    unit = undo_spaces(cells["unit"].text) if "unit" in cells else ""
    for kind in (form.rows, "unit") if form.rows == "project" else (form.rows,):
        code = parse_code(code_text, kind)
        if code:
            return Head({}, code, kind, label, unit)
        glued = split_code(code_text or label, kind) if not (code_text and label) else None
        if glued:
            return Head({}, glued[0], kind, undo_spaces(glued[1]), unit)
    # 特定目标类 beside the name of a project says which kind it is of; the row is the project's.
    line = line_of(form, label) if label else line_of(form, code_text)
    if line is not None:
        return Head(line.means, label=label or undo_spaces(code_text))
    if not label and is_nothing(code_text) and index == 0 and _is_total(rows):
        total = next((entry for entry in form.lines if entry.means.get("line") == "total"), None)
        return Head(total.means, label=total.labels[0], note=_FIRST_ROW) if total else None
    return None


def _is_total(rows: Sequence[Placed]) -> bool:
    """Whether the first row is the total of the others: equal to the next one, or to their sum, in every column."""
    first, rest = _values(rows[0]), [_values(r) for r in rows[1:]]
    if not rest or not any(first.values()):
        return False
    sums = {k: sum((r.get(k, Decimal(0)) for r in rest), Decimal(0)) for k in first}
    return all(rest[0].get(k, Decimal(0)) == v for k, v in first.items()) or sums == first


def _values(position: Placed) -> dict[str, Decimal]:
    values = ((k, position.value(k)) for k in position.cells if k not in ("code", "label", "unit"))
    return {k: v for k, v in values if v is not None}


def _columns_that_print_zero(placed: Sequence[tuple[Row, Placed]]) -> set[str]:
    """The columns in which most rows print, and a zero as such, so that a blank there is no zero."""
    values = [_values(position) for _, position in placed]
    printed = Counter(k for row in values for k in row)
    return {k for row in values for k, v in row.items() if v == 0 and printed[k] > len(values) / 2}


def _row_amounts(
    form: Form, position: Placed, head: Head, zeros: set[str], *, exact: bool
) -> tuple[list[Amount], list[Doubt]]:
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    for column in form.columns:
        cell = position.cells.get(column.id)
        if column.role != "amount" or cell is None:
            continue
        means = {**form.base, **column.means, **head.means}
        label = head.label or ("" if head.code else column.headings[0])
        note = position.note or head.note
        value = position.value(column.id)
        if value is None and not is_nothing(cell.text):
            doubts.append(unread(cell, label))
        elif value is not None or (not exact and _is_lost(form, position, column.id, zeros)):
            start = len(cell.text) - len(cell.text.lstrip())
            text = cell.text.strip() if value is not None else ""
            origin = narrow(cell, start, start + len(text), note=note, confidence=0.9 if note else None)
            amounts.append(Amount(means, value, text, origin, head.code, head.code_kind, label, head.unit_name))
    return amounts, doubts


def _is_lost(form: Form, position: Placed, column: str, zeros: set[str]) -> bool:
    """A blank that cannot stand for nothing: the column prints its zeros, or its parts are not zero."""
    if not _values(position):
        return False
    parts = [position.value(p) for p in form.sums.get(column, ())]
    return column in zeros or any(parts)


def title_likeness(form: Form, tables: Sequence[Table]) -> float:
    """How well the headings of a table fit ``form``, 0 to 1: for choosing between forms of one title."""
    headings, data = _separate(form, tables)
    if not headings and not data:
        return 0.0
    exact = all(t.exact for t in tables)
    alignment = _align(form, headings, data, width_of(headings, data, exact=exact), exact=exact)
    return alignment.score * alignment.sure / max(len(form.columns), 1) if alignment.matches else 0.0
