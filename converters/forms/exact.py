"""Exact grids (ruled PDF, Word, Excel, web): columns named by the whole path of headings above them.

The grid is the medium's own, so nothing has to be restored: a column means what the headings over it say,
joined from top to bottom, and a heading that no vocabulary knows keeps its column out. Listings and
statements are one thing here: blocks side by side, each a head (codes, label) followed by its amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..amounts import is_nothing, parse_amount
from ..codes import parse_code, split_code, undo_spaces
from ..table import Cell, Table
from .form import Form, Line, Means, fold, fold_label, same_meaning
from .headings import Named, clean, is_counted, name_columns, unknown_headings
from .naming import CodesBelow, Names
from .reading import Amount, ClassCode, Doubt, Interpretation, narrow
from .words import merge, understand

_NUMBER = re.compile(r"^[\d\s.,=+\-()（）]*$")
#: How a label ends that counts people, cars or visits: 公务用车保有量（辆）.
_COUNTED = re.compile(r"[(（](?:个|人|辆|台|套|台[、/]?套|批次|人次|批|次|户|家|平方米|㎡)[)）]$")

#: What codes a form's rows can have where the heading does not say.
_KINDS: dict[str, tuple[str, ...]] = {"project": ("project", "unit"), "whole": ()}
#: Codes that may be glued to their name. A project's name may begin with three digits that are no unit's.
_GLUED: dict[str, tuple[str, ...]] = {"project": ("project",), "whole": ()}

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a grid: the columns that name its rows, and the amounts that belong to them."""

    head: tuple[Named, ...]
    amounts: tuple[Named, ...]
    side: str = ""  # the side of a statement that its labels belong to


def interpret(
    form: Form, tables: Sequence[Table], class_code: ClassCode, below: Mapping[str, CodesBelow] | None = None
) -> Interpretation:
    """The amounts of a table of exact grids; a continued grid without headings takes those of the one before.

    ``below`` finds the codes of names, by kind of code, for tables that print names alone.
    """
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    named: list[Named] = []
    parts: list[Part] = []
    width = 0
    state = _State(names={kind: Names(find) for kind, find in (below or {}).items()})
    for table in _cut_rows_joined(tables):
        headings, data = _separate(form, table, class_code)
        columns = max((len(row) for row in table.rows), default=0)
        if named and columns == width and not _says_anything(form, headings):
            headings, data = [], [*headings, *data]  # the rest of a row that the page break cut
        if headings:
            named, width = name_columns(form, headings, data, columns), columns
        elif columns != width:
            doubts.append(_no_heading(table))
            continue
        doubts += unknown_headings(named, data)
        parts = _same_sides(parts, [_sided(form, part, data, class_code) for part in _parts(named)])
        for row in data:
            for part in parts:
                if not part.head and state.nameless(part, row):
                    doubts.append(_nameless(row))
                    continue
                found, doubt = _read_row(form, row, part, class_code, state)
                amounts += found
                doubts += doubt
    known = [n for n in named if n.role not in ("unknown", "serial")]
    confidence = round(len(known) / len(named), 3) if named else 0.0
    return Interpretation(tuple(amounts), tuple(doubts), tuple(state.assumed), confidence)


def _says_anything(form: Form, headings: Sequence[Row]) -> bool:
    return any(understand(clean(c.text), form.groups) for row in headings for c in row if clean(c.text))


def columns(form: Form, table: Table, class_code: ClassCode) -> list[Named]:
    """What the columns of a grid with headings are taken for."""
    headings, data = _separate(form, table, class_code)
    return name_columns(form, headings, data, max((len(row) for row in table.rows), default=0))


@dataclass(slots=True)
class _State:
    """What the rows above have said for those below: the heading that is open on each side, the unit."""

    opened: dict[str, str] = field(default_factory=dict[str, str])
    unit_code: str = ""
    unit_name: str = ""
    assumed: list[str] = field(default_factory=list[str])
    padded: bool = False  # whether rows of zeros without a name were told of
    read_without_name: bool = False
    names: Mapping[str, Names] = field(default_factory=dict[str, Names])

    def nameless(self, part: Part, row: Row) -> bool:
        """Whether a row without a name is a second one: only one such row can be the whole unit's."""
        prints = any(n.index < len(row) and not is_nothing(row[n.index].text) for n in part.amounts)
        again, self.read_without_name = prints and self.read_without_name, self.read_without_name or prints
        return again


def _cut_rows_joined(tables: Sequence[Table]) -> list[Table]:
    """The grids with each row whole that a page break cut: its words below it, or its amounts."""
    joined: list[Table] = []
    for table in tables:
        rows = table.rows
        before = joined[-1] if joined else None
        if before and rows and before.rows and (whole := _whole(before.rows[-1], rows[0])):
            joined[-1] = replace(before, rows=(*before.rows[:-1], whole))
            rows = rows[1:]
        joined.append(replace(table, rows=rows))
    return [t for t in joined if t.rows]


def _whole(above: Row, below: Row) -> Row | None:
    """One row out of two, where a word goes on from the upper to the lower and all amounts right of it are below.

    Without a word that goes on nothing shows that the two are one row.
    """
    upper = {k for k, c in enumerate(above) if c.text.strip()}
    lower = {k for k, c in enumerate(below) if c.text.strip()}
    both = upper & lower
    if len(above) != len(below) or len(both) != 1 or len(lower) < 2:
        return None
    word = both.pop()
    if not word:
        return None  # two rows that begin with their names are two rows
    texts = [above[word].text, below[word].text]
    if any(parse_amount(t) is not None for t in texts) or max(upper) > word or min(lower) < word:
        return None
    return tuple(
        replace(a, text=a.text + b.text) if k == word else b if k in lower else a
        for k, (a, b) in enumerate(zip(above, below, strict=True))
    )


# --- headings ---------------------------------------------------------------------------------------------


def _separate(form: Form, table: Table, class_code: ClassCode) -> tuple[list[Row], list[Row]]:
    """The rows above the first row that carries a code, a known line or an amount, and the rows from there."""
    for index, row in enumerate(table.rows):
        if _is_data(form, row, class_code):
            return _printed(table.rows[:index]), _printed(table.rows[index:])
    return _printed(table.rows), []


def _printed(rows: Iterable[Row]) -> list[Row]:
    """The rows that print anything."""
    return [row for row in rows if any(not is_nothing(c.text) for c in row)]


def _is_data(form: Form, row: Row, class_code: ClassCode) -> bool:
    """Whether a row is below the headings: it prints amounts, a code, or a line that the form knows.

    A row that only counts the columns, or that names them all, is a heading still.
    """
    texts = [c.text for c in row if not is_nothing(c.text)]
    words = [t for t in texts if not _NUMBER.match(t) and clean(t)]
    numbers = [t for t in texts if parse_amount(t) is not None]
    if is_counted(texts) and (not words or any(undo_spaces(t) == "栏次" for t in texts)):
        return False
    if any(understand(t, form.groups) for t in words):
        return bool(numbers) or (len(words) == 1 == len(texts) and _opens(form, row, class_code))
    if any(_lines(form, t, class_code) for t in words):
        return True
    return bool(numbers) or bool(form.rows != "whole" and texts and parse_code(texts[0], form.rows))


def _opens(form: Form, row: Row, class_code: ClassCode) -> bool:
    """Whether a row that prints one text only is a line without an amount, and no group of headings."""
    cell = next(c for c in row if not is_nothing(c.text))
    return cell is row[0] and cell.colspan == 1 and bool(_lines(form, cell.text, class_code))


def _no_heading(table: Table) -> Doubt:
    return Doubt(
        "columns-undecided",
        "续表没有表头，栏数又与前页不同，整段未发布",
        "a continued grid has no heading and another number of columns; it is held back",
        table.origin,
    )


# --- blocks and rows --------------------------------------------------------------------------------------


def _parts(named: Sequence[Named]) -> list[Part]:
    """The blocks side by side: each begins where a head stands right of amounts."""
    parts: list[Part] = []
    head: list[Named] = []
    amounts: list[Named] = []
    for column in named:
        if column.role in ("code", "label", "unit"):
            if amounts:
                parts.append(Part(tuple(head), tuple(amounts)))
                head, amounts = [], []
            head.append(column)
        elif column.role == "amount":
            amounts.append(column)
    return [*parts, Part(tuple(head), tuple(amounts))] if amounts else parts


def _same_sides(before: Sequence[Part], parts: Sequence[Part]) -> list[Part]:
    """The blocks, where the labels of a page do not tell its side, with the side that the page before told."""
    if [len(p.head) for p in before] != [len(p.head) for p in parts]:
        return list(parts)
    return [p if p.side else replace(p, side=b.side) for b, p in zip(before, parts, strict=True)]


def _sided(form: Form, part: Part, data: Sequence[Row], class_code: ClassCode) -> Part:
    """The block with the side that most of its labels name, so that a plain 总计 is told apart by its place."""
    labels = [row[n.index].text for row in data for n in part.head if n.role == "label" and n.index < len(row)]
    known = [{line.side for line, _ in _lines(form, text, class_code)} - {""} for text in labels]
    counted = {side: [side in sides for sides in known] for side in form.sides if side}
    best = max(counted.values(), key=sum, default=list[bool]())
    likely = [side for side, told in counted.items() if sum(told) == sum(best) > 0]
    # Sides that the same labels speak for print the same lines; the first stands for both.
    return replace(part, side=likely[0]) if likely and all(counted[s] == counted[likely[0]] for s in likely) else part


def _read_row(
    form: Form, row: Row, part: Part, class_code: ClassCode, state: _State
) -> tuple[list[Amount], list[Doubt]]:
    cells = [(n, row[n.index]) for n in part.amounts if n.index < len(row) and not is_nothing(row[n.index].text)]
    head = _head(form, row, part, class_code, state)
    if not cells:
        return [], []
    if head is None:
        return [], _not_read(row, part, [cell for _, cell in cells], state)
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    for column, cell in cells:
        value = parse_amount(cell.text)
        means = merge(column.means, _of_column(head, column))
        if value is None:
            doubts.append(_unread(cell, head.label or column.heading))
        elif means is None:
            doubts.append(_contradiction(cell, head.label, column.heading))
        else:
            amounts.append(_amount(form, column, cell, head, means))
    return amounts, doubts


def _of_column(head: Head, column: Named) -> Means:
    """What a row says beside its column: the total of a column that is a line is of that line."""
    if head.means.get("line") == "total" and "line" in column.means:
        return {d: v for d, v in head.means.items() if d != "line"}
    return head.means


def _amount(form: Form, column: Named, cell: Cell, head: Head, means: Means) -> Amount:
    start = len(cell.text) - len(cell.text.lstrip())
    text = cell.text.strip()
    return Amount(
        {**form.base, **means},
        parse_amount(cell.text),
        text,
        narrow(cell, start, start + len(text)),
        head.code,
        head.kind,
        head.label or ("" if head.code else column.heading),
        head.unit,
        head.unit_code,
        column.year,
        column.unit,
    )


@dataclass(frozen=True, slots=True)
class Head:
    """What a row of a block stands for."""

    means: Mapping[str, str]
    code: str = ""
    kind: str = ""
    label: str = ""
    unit: str = ""
    unit_code: str = ""


def _head(form: Form, row: Row, part: Part, class_code: ClassCode, state: _State) -> Head | None:
    if not part.head:
        return Head({}) if form.shape == "listing" and form.rows == "whole" else None
    label, unit = _printed_in(row, part, "label"), _printed_in(row, part, "unit")
    units = [n for n in part.head if n.role == "code" and n.kind == "unit"]
    others = [n for n in part.head if n.role == "code" and n.kind != "unit"]
    if not (units and others):
        code_text = _printed_in(row, part, "code")
        return (
            _coded(form, part, code_text, label, unit)
            or _line_head(form, label or undo_spaces(code_text), part.side, class_code, state.opened)
            or _class_head(form, label, class_code)
            or _named_only(form, part, label, state)
            or _project_head(form, part, label, unit)
        )
    return _of_unit(form, row, part, class_code, state)


def _class_head(form: Form, label: str, class_code: ClassCode) -> Head | None:
    """The head of a line of a statement that prints a class with its code: 205 教育支出."""
    glued = split_code(label, "function") if form.shape == "statement" else None
    if glued is None or class_code("functional", fold_label(glued[1])) != glued[0]:
        return None
    line = next((line for line in form.lines if line.code_list == "functional"), None)
    return Head(line.means, glued[0], "function", undo_spaces(glued[1])) if line else None


def _project_head(form: Form, part: Part, label: str, unit: str) -> Head | None:
    """The head of a project without a code: named, and told apart from subtotals by the unit that is printed beside."""
    names = [n for n in part.head if n.role == "label"]
    if form.rows != "project" or not label or not unit or len(names) != 1 or "项目名称" not in names[0].heading:
        return None
    return Head({"line": "project"}, label=label, unit=unit)


def _named_only(form: Form, part: Part, label: str, state: _State) -> Head | None:
    """The head of a row that prints the name of a code, in a table without a column of codes."""
    kind = form.rows
    if kind not in state.names or not label or any(n.role == "code" for n in part.head):
        return None
    code = state.names[kind].code(fold_label(label))
    return Head({"line": f"{kind}-{code}"}, label=label) if code else None


def _of_unit(form: Form, row: Row, part: Part, class_code: ClassCode, state: _State) -> Head | None:
    """The head of a row that prints its unit's code beside another code; a blank one goes on with the unit above."""
    unit_text = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind == "unit")
    code_text = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind != "unit")
    labels = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label"]
    unit_names = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label" and n.kind == "unit"]
    names = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label" and n.kind != "unit"]
    if code := parse_code(unit_text, "unit"):
        state.unit_code, state.unit_name = code, "".join(unit_names) or state.unit_name * (code == state.unit_code)
    elif not is_nothing(unit_text):
        return _line_head(form, undo_spaces(unit_text), part.side, class_code, state.opened)
    if is_nothing(code_text):
        if code and not "".join(names):
            return Head({}, code, "unit", "".join(unit_names), "", code)
        return _line_head(form, "".join(names) or "".join(labels), part.side, class_code, state.opened)
    head = _coded(form, part, code_text, "".join(names), "", skip="unit")
    return replace(head, unit=state.unit_name, unit_code=state.unit_code) if head and state.unit_code else None


def _printed_in(row: Row, part: Part, role: str) -> str:
    text = "".join(row[n.index].text for n in part.head if n.role == role and n.index < len(row))
    return text if role == "code" else undo_spaces(text)


def _coded(form: Form, part: Part, code_text: str, label: str, unit: str, *, skip: str = "") -> Head | None:
    for kind in _kinds(form, part, skip):
        if code := parse_code(code_text, kind):
            return Head({}, code, kind, label, unit)
        glued = (
            split_code(code_text or label, kind) if not (code_text and label) and _may_glue(form, part, kind) else None
        )
        if glued:
            return Head({}, glued[0], kind, undo_spaces(glued[1]), unit)
    return None


def _may_glue(form: Form, part: Part, kind: str) -> bool:
    return kind in _GLUED.get(form.rows, (kind,)) or any(n.kind == kind for n in part.head)


def _kinds(form: Form, part: Part, skip: str = "") -> tuple[str, ...]:
    """The kinds of code that a block's rows can have: what the heading says, else what the form says.

    科目 are never units, so a table of units that prints 科目编码 is one of functional or economic codes.
    """
    told = {n.kind for n in part.head if n.kind and n.kind != skip and n.role == "code"} or {
        n.kind for n in part.head if n.kind and n.kind != skip
    }
    if len(told) == 1 and told != {"subject"}:
        return _KINDS.get(kind := told.pop(), (kind,))
    if told == {"subject"} and form.rows not in ("function", "economic"):
        return ("function", "economic")
    return _KINDS.get(form.rows, (form.rows,))


def _line_head(form: Form, label: str, side: str, class_code: ClassCode, opened: dict[str, str]) -> Head | None:
    fitting = [
        (line, code)
        for line, code in _lines(form, label, class_code)
        if (not line.under or opened.get(line.side, "none") == line.under) and (not side or line.side in ("", side))
    ]
    if not fitting or not all(same_meaning(f, fitting[0]) for f in fitting):
        return None
    line, code = fitting[0]
    if line.opens:
        opened[line.side] = line.opens
    means = {**line.means, "line": line.of_class(code)} if code else line.means
    return Head(means, label=label)


def _lines(form: Form, text: str, class_code: ClassCode) -> list[tuple[Line, str]]:
    folded = fold_label(text)
    found: list[tuple[Line, str]] = []
    for line in form.lines:
        if any(fold(label) == folded for label in line.labels):
            found.append((line, ""))
        elif line.code_list and (code := class_code(line.code_list, folded)):
            found.append((line, code))
    return found


def _not_read(row: Row, part: Part, cells: Sequence[Cell], state: _State) -> list[Doubt]:
    """Why a row gives no amounts: it counts people or cars, it pads the block with zeros, or it is not known."""
    if _COUNTED.search(_printed_in(row, part, "label")):
        return [_counted(row, cells[0])]
    named = any(row[n.index].text.strip() for n in part.head if n.index < len(row))
    if not named and all(parse_amount(cell.text) == 0 for cell in cells):
        told, state.padded = state.padded, True
        return [] if told else [_padding(cells[0])]
    return [_unknown_row(row, cells[0])]


def _counted(row: Row, cell: Cell) -> Doubt:
    printed = " | ".join(undo_spaces(c.text) for c in row if c.text.strip())
    return Doubt(
        "not-money",
        f"这一行是数量，不是金额，只保留原文：{printed}",
        f"this row counts something and is no money; kept as printed: {printed}",
        cell.origin,
        found=printed,
        severity="info",
    )


def _padding(cell: Cell) -> Doubt:
    return Doubt(
        "unlabelled-zero",
        "没有编码和名称的行里印了零，只是填满表格，不作观测值发布",
        "zeros are printed in rows without code or name: they pad the table and are no observations",
        cell.origin,
        found=cell.text.strip(),
        severity="info",
    )


def _nameless(row: Row) -> Doubt:
    printed = " | ".join(undo_spaces(c.text) for c in row if c.text.strip())
    return Doubt(
        "unknown-row",
        f"没有名称的行不止一行，这一行未发布：{printed}",
        f"more than one row has no name; this one is held back: {printed}",
        row[0].origin,
        found=printed,
    )


def _unknown_row(row: Row, cell: Cell) -> Doubt:
    printed = " | ".join(undo_spaces(c.text) for c in row if c.text.strip())
    return Doubt(
        "unknown-row",
        f"不知道这一行是什么，未发布：{printed}",
        f"it is not known what this row stands for; held back: {printed}",
        cell.origin,
        found=printed,
    )


def _contradiction(cell: Cell, label: str, heading: str) -> Doubt:
    return Doubt(
        "heading-against-row",
        f"表头“{heading}”与项目“{label}”说的不是一回事，未发布",
        f"the heading {heading!r} and the row {label!r} contradict each other; held back",
        cell.origin,
        label=label,
        found=cell.text.strip(),
    )


def _unread(cell: Cell, label: str) -> Doubt:
    text = undo_spaces(cell.text)
    return Doubt(
        "unread-amount",
        f"“{label}”一格的文字“{text}”读不出唯一的数，未发布",
        f"the text {text!r} is not one number for certain; held back",
        cell.origin,
        label=label,
        found=text,
    )
