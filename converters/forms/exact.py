"""Exact grids (ruled PDF, Word, Excel, web): columns named by the whole path of headings above them.

The grid is the medium's own, so nothing has to be restored: a column means what the headings over it say,
joined from top to bottom, and a heading that no vocabulary knows keeps its column out. Listings and
statements are one thing here: blocks side by side, each a head (codes, label) followed by its amounts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..amounts import is_nothing, parse_amount
from ..codes import parse_code, split_code, undo_spaces
from ..table import Cell, Table
from .form import Column, Form, Line, fold, fold_label
from .reading import Amount, ClassCode, Doubt, Interpretation, narrow

DIMENSIONS = ("phase", "flow", "line", "fund", "origin", "category")
_YEAR = re.compile(r"^(?:(20\d\d)年度?|(上年度?|本年度?))")
_NUMBER = re.compile(r"^[\d\s.,=+\-()（）]*$")
_UNIT_OF_MONEY = re.compile(r"[(（](?:单位[:：])?(?:百万元|千元|万元|亿元|元)[)）]")

#: What codes a form's rows can have where the heading does not say.
_KINDS: dict[str, tuple[str, ...]] = {"project": ("project", "unit"), "whole": ()}

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What a heading says of the column below it."""

    role: str
    means: Mapping[str, str]
    kind: str = ""  # of a code column: function, economic, unit or project


@dataclass(frozen=True, slots=True)
class Named:
    """A printed column, with its role and what its amounts mean; role "unknown" keeps it out."""

    index: int
    role: str
    means: Mapping[str, str]
    heading: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a grid: the columns that name its rows, and the amounts that belong to them."""

    head: tuple[Named, ...]
    amounts: tuple[Named, ...]
    side: str = ""  # the side of a statement that its labels belong to


def interpret(form: Form, tables: Sequence[Table], class_code: ClassCode) -> Interpretation:
    """The amounts of a table of exact grids; a continued grid without headings takes those of the one before."""
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    named: list[Named] = []
    width = 0
    opened: dict[str, str] = {}
    for table in tables:
        headings, data = _separate(form, table, class_code)
        columns = max((len(row) for row in table.rows), default=0)
        if headings:
            named, width = _name(form, headings, data, columns), columns
        elif columns != width:
            doubts.append(_no_heading(table))
            continue
        doubts += _unknown(named, data)
        parts = [_sided(form, part, data, class_code) for part in _parts(named)]
        for row in data:
            for part in parts:
                found, doubt = _read_row(form, row, part, class_code, opened)
                amounts += found
                doubts += doubt
    known = [n for n in named if n.role not in ("unknown", "serial")]
    return Interpretation(tuple(amounts), tuple(doubts), (), round(len(known) / len(named), 3) if named else 0.0)


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
    texts = [c.text for c in row if not is_nothing(c.text)]
    words = [t for t in texts if not _NUMBER.match(t)]
    numbers = [v for t in texts if (v := parse_amount(t)) is not None]
    if any(_word(t) for t in words):
        return any("." in t and parse_amount(t) is not None for t in texts)
    if any(_lines(form, t, class_code) for t in words):
        return True
    code = form.rows != "whole" and texts and parse_code(texts[0], form.rows)
    if code:
        return True
    # A row of column numbers (1 2 3 ...) is a heading still.
    counted = [int(v) for v in numbers if v == v.to_integral_value() and 0 < v <= 60]
    return bool(numbers) and not (len(counted) == len(numbers) and counted == sorted(set(counted)) and len(counted) > 1)


def _name(form: Form, headings: Sequence[Row], data: Sequence[Row], width: int) -> list[Named]:
    paths = _paths(headings, width)
    return [_named(form, k, paths[k], [row[k].text for row in data if k < len(row)]) for k in range(width)]


def _paths(headings: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """The heading texts over each column from top to bottom, spans followed, each once."""
    above: list[list[str]] = [[] for _ in range(width)]
    for row in headings:
        for k, cell in enumerate(row):
            text = _clean(cell.text)
            for covered in range(k, min(k + cell.colspan, width)):
                if text and text not in above[covered]:
                    above[covered].append(text)
    return [tuple(texts) for texts in above]


def _clean(text: str) -> str:
    bare = _UNIT_OF_MONEY.sub("", undo_spaces(text))
    return "" if _NUMBER.match(bare) else bare


def _named(form: Form, index: int, path: tuple[str, ...], below: Sequence[str]) -> Named:
    heading = "·".join(path)
    own = _own_column(form, path)
    if own is not None:
        return Named(index, own.role, own.means, path[-1])
    means: dict[str, str] = {}
    role = "unknown" if not path else "amount"
    kind = ""
    for text in path:
        year, rest = _split_year(text)
        word = _word(rest) if rest else Word("amount", {})
        if word is None:
            return Named(index, "unknown", {}, heading)
        means |= word.means
        kind = word.kind or kind
        if year:
            means["fiscal_year"] = year
        if word.role not in ("neutral", "amount"):
            role = word.role
    filled = [t for t in below if not is_nothing(t)]
    leaf = _word(path[-1]) if path else None
    if (
        leaf
        and leaf.role == "neutral"
        and role == "amount"
        and filled
        and sum(parse_amount(t) is not None for t in filled) * 2 < len(filled)
    ):
        role = "label"  # 项目 over names is a head, 项目 over amounts a group
    return Named(index, role, means if role == "amount" else {}, heading, kind)


def _split_year(text: str) -> tuple[str, str]:
    """The year that a heading begins with, absolute or as an offset (-1, 0), and what follows it."""
    match = _YEAR.match(text)
    if not match or _word(text):
        return "", text
    relative = {"上年": "-1", "上年度": "-1", "本年": "0", "本年度": "0"}.get(match[2] or "", "")
    return match[1] or relative, text[match.end() :].lstrip("的")


def _own_column(form: Form, path: tuple[str, ...]) -> Column | None:
    """The form's own column for a path: by its lowest heading, and by its group where several share that."""
    if not path:
        return None
    leaf, upper = fold(path[-1]), {fold(t) for t in path[:-1]}
    found = [c for c in form.columns if c.role == "amount" and any(fold(h) == leaf for h in c.headings)]
    grouped = [c for c in found if any(fold(g) in upper for g in c.group)]
    if len(grouped) == 1:
        return grouped[0]
    loose = [c for c in found if not c.group]
    if len(found) == 1 and loose and not upper - _neutral():
        return found[0]
    return None


@cache
def _neutral() -> frozenset[str]:
    return frozenset(text for text, word in _words().items() if word.role == "neutral")


def _word(text: str) -> Word | None:
    return _words().get(fold(text))


@cache
def _words() -> dict[str, Word]:
    with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as lines:
        return {
            fold(row["heading"]): Word(row["role"], {d: row[d] for d in DIMENSIONS if row[d]}, row["kind"])
            for row in csv.DictReader(lines)
        }


def _unknown(named: Iterable[Named], data: Sequence[Row]) -> list[Doubt]:
    doubts: list[Doubt] = []
    for column in named:
        cells = [
            r[column.index] for r in data if column.index < len(r) and parse_amount(r[column.index].text) is not None
        ]
        if column.role == "unknown" and cells:
            doubts.append(
                Doubt(
                    "unknown-heading",
                    f"表头“{column.heading}”不在词表里，该栏 {len(cells)} 个数未发布，只保留原文",
                    f"the heading {column.heading!r} is not known; its {len(cells)} amounts are kept as printed only",
                    cells[0].origin,
                    label=column.heading,
                    found=cells[0].text.strip(),
                )
            )
    return doubts


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


def _sided(form: Form, part: Part, data: Sequence[Row], class_code: ClassCode) -> Part:
    """The block with the side that most of its labels name, so that a plain 总计 is told apart by its place."""
    sides = Counter(
        side
        for row in data
        for n in part.head
        if n.role == "label" and n.index < len(row)
        for side in {line.side for line, _ in _lines(form, row[n.index].text, class_code)}
        if side
    )
    best = sides.most_common(2)
    return part if not best or (len(best) > 1 and best[0][1] == best[1][1]) else replace(part, side=best[0][0])


def _read_row(
    form: Form, row: Row, part: Part, class_code: ClassCode, opened: dict[str, str]
) -> tuple[list[Amount], list[Doubt]]:
    cells = [(n, row[n.index]) for n in part.amounts if n.index < len(row) and not is_nothing(row[n.index].text)]
    head = _head(form, row, part, class_code, opened)
    if not cells:
        return [], []
    if head is None:
        return [], [_unknown_row(row, cells[0][1])]
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    for column, cell in cells:
        value = parse_amount(cell.text)
        if value is None:
            doubts.append(_unread(cell, head.label or column.heading))
            continue
        start = len(cell.text) - len(cell.text.lstrip())
        text = cell.text.strip()
        means = {**form.base, **column.means, **head.means}
        label = head.label or ("" if head.code else column.heading)
        amounts.append(
            Amount(means, value, text, narrow(cell, start, start + len(text)), head.code, head.kind, label, head.unit)
        )
    return amounts, doubts


@dataclass(frozen=True, slots=True)
class Head:
    """What a row of a block stands for."""

    means: Mapping[str, str]
    code: str = ""
    kind: str = ""
    label: str = ""
    unit: str = ""


def _head(form: Form, row: Row, part: Part, class_code: ClassCode, opened: dict[str, str]) -> Head | None:
    texts = {
        role: [row[n.index].text for n in part.head if n.role == role and n.index < len(row)]
        for role in ("code", "label", "unit")
    }
    code_text, label = "".join(texts["code"]), undo_spaces("".join(texts["label"]))
    unit = undo_spaces("".join(texts["unit"]))
    if not part.head:
        return Head({}) if form.shape == "listing" and form.rows == "whole" else None
    for kind in _kinds(form, part):
        if code := parse_code(code_text, kind):
            return Head({}, code, kind, label, unit)
        if not (code_text and label) and (glued := split_code(code_text or label, kind)):
            return Head({}, glued[0], kind, undo_spaces(glued[1]), unit)
    return _line_head(form, label or undo_spaces(code_text), part.side, class_code, opened)


def _kinds(form: Form, part: Part) -> tuple[str, ...]:
    """The kinds of code that a block's rows can have: what the heading says, else what the form says.

    科目 are never units, so a table of units that prints 科目编码 is one of functional or economic codes.
    """
    told = {n.kind for n in part.head if n.kind}
    if len(told) == 1 and told != {"subject"}:
        return tuple(told)
    if told == {"subject"} and form.rows not in ("function", "economic"):
        return ("function", "economic")
    return _KINDS.get(form.rows, (form.rows,))


def _line_head(form: Form, label: str, side: str, class_code: ClassCode, opened: dict[str, str]) -> Head | None:
    fitting = [
        (line, code)
        for line, code in _lines(form, label, class_code)
        if (not line.under or opened.get(line.side, "none") == line.under) and (not side or line.side in ("", side))
    ]
    if len(fitting) != 1:
        return None
    line, code = fitting[0]
    if line.opens:
        opened[line.side] = line.opens
    means = {**line.means, "line": f"function-{code}"} if code else line.means
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


def _unknown_row(row: Row, cell: Cell) -> Doubt:
    printed = " | ".join(undo_spaces(c.text) for c in row if c.text.strip())
    return Doubt(
        "unknown-row",
        f"不知道这一行是什么，未发布：{printed}",
        f"it is not known what this row stands for; held back: {printed}",
        cell.origin,
        found=printed,
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
