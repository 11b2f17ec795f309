"""The content of a document as text: a line is a paragraph, lines with tabs are a table, ``<`` and ``^`` merge cells.

``<`` belongs to the cell on its left, ``^`` to the cell above it. Where a text has no such marks (it is what an
OCR run gave), what an OCR run does to a page is undone, and the merges of a heading follow from its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LEFT, ABOVE = "<", "^"
_CAPTION = re.compile(r"(?:(?P<left>\S.*?)\s+)?(?P<right>(?:金额)?单位[:：]\s*(?:万元|元))")
_FORM_NUMBER = re.compile(r"公开\d+表")
_PART = re.compile(r"第[一二三四五六七八九十]+部分\s.*")
_SPACED = re.compile(r"(?<=[\d,.T]) (?=[\d,.T])")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Line:
    """A paragraph. ``kind``: title (of the document), part, heading (of a table), number (of a form), text."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Caption:
    """What stands over a table: whose it is at the left, the unit of money at the right."""

    left: str
    right: str


@dataclass(frozen=True)
class Cell:
    """A printed cell with its place, counted from 0, and its spans."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.text))


@dataclass(frozen=True)
class Grid:
    """A ruled table; the first ``heading`` rows are repeated on each page where ``heading`` is not 0."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    heading: int


Block = Line | Caption | Grid


def read(path: Path) -> list[Block]:
    """The blocks of a content file, in reading order."""
    return list(_blocks(_joined(path.read_text("utf-8"))))


def undamaged(path: Path, lost: dict[str, str]) -> list[Block]:
    """The blocks of a text that an OCR run gave; ``lost`` maps the label before a lost amount to the amount."""
    text = re.sub(r'"([^"\n]*)"', "“\\1”", path.read_text("utf-8").replace("≪", "≤"))
    text = re.sub(r"(?<=\d)↑", "个", text)
    lines = [_undone(line, lost) if "\t" in line else line for line in text.splitlines()]
    return list(_blocks(_joined("\n".join(lines))))


def _undone(line: str, lost: dict[str, str]) -> str:
    fields = [_SPACED.sub("", field) for field in line.split("\t")]
    for label, amount in lost.items():
        if label in fields and not fields[-1]:
            fields[-1] = amount
    return "\t".join(fields)


def _joined(text: str) -> list[str | list[list[str]]]:
    """Lines, and the rows of each table; an empty line alone does not end a table, as a page break leaves one."""
    parts: list[str | list[list[str]]] = []
    for line in text.splitlines():
        if "\t" not in line:
            if line.strip():
                parts.append(line.strip().removeprefix("- "))
        elif parts and isinstance(parts[-1], list) and _goes_on(parts[-1], line.split("\t")):
            parts[-1].append(line.split("\t"))
        else:
            parts.append([line.split("\t")])
    return parts


def _goes_on(rows: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
    """Two tables of a performance form stand below each other without a line between; a wider one begins anew."""
    return len(row) <= max(len(r) for r in rows) and not re.match(r"(?:长期|年度)目标\d:|部门职能概述", row[0])


def _blocks(parts: Sequence[str | list[list[str]]]) -> Iterator[Block]:
    for index, part in enumerate(parts):
        if isinstance(part, list):
            above = parts[index - 1] if index else ""
            yield _grid(
                part, captioned=isinstance(above, str) and above.startswith(("单位", "编制", "部门", "公开", "金额"))
            )
            continue
        following = parts[index + 1] if index + 1 < len(parts) else ""
        caption = _CAPTION.fullmatch(part)
        if caption:
            yield Caption(caption["left"] or "", caption["right"])
        elif _FORM_NUMBER.fullmatch(part):
            yield Line(part, "number")
        elif index == 0:
            yield Line(part, "title")
        elif isinstance(following, str) and (_CAPTION.fullmatch(following) or _FORM_NUMBER.fullmatch(following)):
            yield Line(part, "heading")
        else:
            yield Line(part, "part" if _PART.fullmatch(part) else "text")


def _grid(rows: Sequence[Sequence[str]], *, captioned: bool) -> Grid:
    width = max(len(row) for row in rows)
    fields = [[*row, *[""] * (width - len(row))] for row in rows]
    heading = _heading_rows(fields) if captioned else 0
    if heading and not any(mark in row for row in fields for mark in (LEFT, ABOVE)):
        _mark_merges(fields, heading)
    return Grid(tuple(_cells(fields)), len(fields), width, heading if heading < len(fields) else 0)


def _heading_rows(fields: Sequence[Sequence[str]]) -> int:
    """The number of rows above the first that prints an amount or a code."""
    return next((i for i, row in enumerate(fields) if any(re.search(r"\d\.\d|^\d{3,}$", f) for f in row)), len(fields))


def _mark_merges(fields: list[list[str]], heading: int) -> None:
    """A blank in a heading belongs to its left where something stands below it, else to what stands above it."""
    for r in range(heading):
        for c in range(1, len(fields[r])):
            below = any(fields[k][c] for k in range(r + 1, heading))
            if not fields[r][c] and r == 0 and below:
                fields[r][c] = LEFT
    for r in range(1, heading):
        for c in range(len(fields[r])):
            if not fields[r][c] and fields[r - 1][c] != LEFT:
                fields[r][c] = ABOVE


def _cells(fields: Sequence[Sequence[str]]) -> Iterator[Cell]:
    for r, row in enumerate(fields):
        for c, text in enumerate(row):
            if text not in (LEFT, ABOVE):
                down = 1
                while r + down < len(fields) and fields[r + down][c] == ABOVE:
                    down += 1
                across = 1
                while c + across < len(row) and row[c + across] == LEFT:
                    across += 1
                yield Cell(r, c, text, down, across)
