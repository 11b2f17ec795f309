"""Printed tables changed: columns and rows moved, taken out and put in, cells written otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reprinted import Block, Cell, Grid

AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+")
CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")


def heading_height(grid: Grid) -> int:
    """The rows above the first that has a code, an amount or 合计 at its beginning."""
    for row in range(grid.height):
        if any(AMOUNT.fullmatch(c.text) or CODE.fullmatch(c.text) for c in grid.cells if c.row == row):
            return row
        first = next((c.text for c in grid.cells if c.row == row and c.column == 0), "")
        if row and re.sub(r"\s", "", first) in ("合计", "总计"):
            return row
    return grid.height


def in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda c: (c.row, c.column)))


def moved_columns(grid: Grid, order: Sequence[int]) -> Grid | None:
    """The columns in another order; none where a cell over several would be torn."""
    place = {old: new for new, old in enumerate(order)}
    cells: list[Cell] = []
    for cell in grid.cells:
        covered = sorted(place[k] for k in range(cell.column, cell.column + cell.columns))
        if covered != list(range(covered[0], covered[0] + len(covered))):
            return None
        cells.append(replace(cell, column=covered[0]))
    return Grid(grid.height, grid.width, in_order(cells))


def moved_rows(grid: Grid, order: Sequence[int]) -> Grid | None:
    """The rows in another order; none where a cell over several would be torn."""
    place = {old: new for new, old in enumerate(order)}
    cells: list[Cell] = []
    for cell in grid.cells:
        covered = sorted(place[k] for k in range(cell.row, cell.row + cell.rows))
        if covered != list(range(covered[0], covered[0] + len(covered))):
            return None
        cells.append(replace(cell, row=covered[0]))
    return Grid(grid.height, grid.width, in_order(cells))


def without_column(grid: Grid, column: int) -> Grid:
    cells: list[Cell] = []
    for c in grid.cells:
        if c.column > column:
            cells.append(replace(c, column=c.column - 1))
        elif c.column + c.columns <= column:
            cells.append(c)
        elif c.columns > 1:
            cells.append(replace(c, columns=c.columns - 1))
    return Grid(grid.height, grid.width - 1, in_order(cells))


def without_rows(grid: Grid, gone: set[int]) -> Grid:
    if any(c.rows > 1 and gone & set(range(c.row, c.row + c.rows)) for c in grid.cells):
        gone = {r for r in gone if not any(c.rows > 1 and c.row <= r < c.row + c.rows for c in grid.cells)}
    kept = [r for r in range(grid.height) if r not in gone]
    place = {old: new for new, old in enumerate(kept)}
    return Grid(len(kept), grid.width, in_order(replace(c, row=place[c.row]) for c in grid.cells if c.row in place))


def with_column(grid: Grid, column: int, heading: str, texts: Callable[[int], str]) -> Grid:
    """A further column before `column`, its heading over all rows of headings."""
    height = max(1, heading_height(grid))
    cells = [replace(c, column=c.column + 1) if c.column >= column else c for c in grid.cells]
    torn = [c for c in grid.cells if c.column < column < c.column + c.columns]
    cells = [replace(c, columns=c.columns + 1) if c in torn else c for c in cells]
    covered = {r for c in torn for r in range(c.row, c.row + c.rows)}
    free = [r for r in range(height) if r not in covered]
    if free:
        cells.append(Cell(free[0], column, len(free), 1, heading))
    cells += [Cell(r, column, 1, 1, texts(r - height)) for r in range(height, grid.height) if r not in covered]
    return Grid(grid.height, grid.width + 1, in_order(cells))


def each_grid(blocks: Sequence[Block], change: Callable[[Grid], Grid | None]) -> list[Block] | None:
    """All tables changed where the change can be made; none where it can be made in none."""
    made = [(b if isinstance(b, str) else change(b)) for b in blocks]
    if all(m is None or m is b or m == b for m, b in zip(made, blocks, strict=True)):
        return None
    return [b if m is None else m for m, b in zip(made, blocks, strict=True)]


def each_text(blocks: Sequence[Block], change: Callable[[str], str], *, tables: bool = True) -> list[Block] | None:
    made: list[Block] = []
    for b in blocks:
        if isinstance(b, str):
            made.append(change(b))
        elif tables:
            made.append(Grid(b.height, b.width, tuple(replace(c, text=change(c.text)) for c in b.cells)))
        else:
            made.append(b)
    return made if made != list(blocks) else None


def of_cells(blocks: Sequence[Block], change: Callable[[Cell, Grid], str]) -> list[Block] | None:
    return each_grid(blocks, lambda g: Grid(g.height, g.width, tuple(replace(c, text=change(c, g)) for c in g.cells)))


def code_columns(grid: Grid) -> list[tuple[int, int]]:
    """Where 类 款 (项) stand beside each other: first column and how many."""
    found: list[tuple[int, int]] = []
    for cell in grid.cells:
        if cell.text == "类" and cell.columns == 1:
            names = {c.column - cell.column: c.text for c in grid.cells if c.row == cell.row}
            if names.get(1) == "款":
                found.append((cell.column, 3 if names.get(2) == "项" else 2))
    return found


def text_at(grid: Grid, row: int, column: int) -> str:
    return next((c.text for c in grid.cells if c.row == row and c.column == column), "")
