"""What publishers print otherwise than each other, by name: changes of a document; `habits.csv` has those of words."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

from printed_tables import (
    AMOUNT,
    CODE,
    code_columns,
    each_grid,
    each_text,
    heading_height,
    in_order,
    moved_columns,
    moved_rows,
    of_cells,
    text_at,
    with_column,
    without_column,
    without_rows,
)  # fmt: skip
from reprinted import Block, Cell, Grid

_MONEY = re.compile(r"单位\s*[:：]\s*(万?元)")
_TITLE = re.compile(r"(?!.{0,4}\d+表).{1,43}表")
_YEAR = re.compile(r"(?<![\d.,])20[012]\d(?=\s*年|[-—至])")
#: A document with something of it printed otherwise; None where nothing of it can be.
Change = Callable[[Sequence[Block], random.Random], list[Block] | None]
#: Habits that change what is said, or of which another of the list cannot be made.
_UNLIKE = (
    "as it is", "highest level alone", "lowest level alone", "元, 2 decimals", "元, none", "blanks for separators",
    "金额 for 预算数", "titles without 表", "小计 for 合计",
)  # fmt: skip
#: What a habit does to the facts: years earlier, and the yuan to which tables round.
EARLIER = {"a year earlier": 1, "three years earlier": 3, "six years earlier": 6}
ROUNDED = {"万元, 2 decimals": 100, "万元, 4 decimals": 1, "万元, none": 10000, "元, none": 1}


def one_code_column(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """类 款 项 as one column of codes, set together."""

    def change(grid: Grid) -> Grid | None:
        places = code_columns(grid)
        if not places:
            return None
        for first, many in reversed(places):
            step = next(c for c in grid.cells if c.text == "类" and c.column == first)
            top = step.row
            steps = range(first, first + many)
            codes = {r: "".join(text_at(grid, r, k) for k in steps) for r in range(top, grid.height)}
            beside = any(c.row == top and c.column not in steps for c in grid.cells)
            cells = [
                replace(c, text=codes[c.row]) if c.column == first and c.row > top and c.columns == 1 else c
                for c in grid.cells
                if c.row != top or c.column not in steps
            ]
            if beside:  # the row of 类, 款 and 项 stays for what else it prints
                cells.append(Cell(top, first, step.rows, many, ""))
            grid = Grid(grid.height, grid.width, in_order(cells))
            for k in reversed(steps[1:]):
                grid = without_column(grid, k)
            if not beside:
                grid = _without_heading_row(grid, top)
        return grid

    return each_grid(blocks, change)


def _without_heading_row(grid: Grid, row: int) -> Grid:
    cells: list[Cell] = []
    for c in grid.cells:
        if c.row > row:
            cells.append(replace(c, row=c.row - 1))
        elif c.row + c.rows <= row:
            cells.append(c)
        elif c.rows > 1:
            cells.append(replace(c, rows=c.rows - 1))
    return Grid(grid.height - 1, grid.width, in_order(cells))


def _glued(form: str) -> Change:
    def change(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
        joined = one_code_column(blocks, dice) or list(blocks)

        def glue(grid: Grid) -> Grid | None:
            columns = Counter(c.column for c in grid.cells if CODE.fullmatch(c.text) and c.columns == 1 and c.rows == 1)
            places = [k for k, n in columns.items() if n > 1]
            if not places:
                return None
            for place in sorted(places, reverse=True):
                cells: list[Cell] = []
                for c in grid.cells:
                    code = text_at(grid, c.row, place)
                    if c.column == place + 1 and c.columns == 1 and CODE.fullmatch(code):
                        level = {3: 0, 5: 1, 7: 2}[len(code)]
                        cells.append(replace(c, text=form.format(code=code, name=c.text, blanks="　" * level)))
                    else:
                        cells.append(c)
                grid = without_column(Grid(grid.height, grid.width, tuple(cells)), place)
            return grid

        return each_grid(joined, glue)

    return change


def money_in(unit: str, factor: Decimal, digits: int) -> Change:
    """Tables in the other unit of money, rounded as publishers do."""
    other = {"万元": "元", "元": "万元"}[unit]

    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        made: list[Block] = []
        is_other = False
        for b in blocks:
            if isinstance(b, str):
                printed = _MONEY.search(b)
                is_other = printed[1] == other if printed else is_other
                made.append(_MONEY.sub(f"单位：{unit}", b) if printed and is_other else b)
            else:
                made.append(_times(b, factor, digits) if is_other else b)
        return made if made != list(blocks) else None

    return change


def _times(grid: Grid, factor: Decimal, digits: int) -> Grid:
    def one(text: str) -> str:
        if not (AMOUNT.fullmatch(text) or re.fullmatch(r"-?\d{4,}", text)):
            return text
        value = (Decimal(text.replace(",", "")) * factor).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        return f"{value:,}"

    height = heading_height(grid)
    return Grid(
        grid.height,
        grid.width,
        tuple(
            replace(c, text=one(c.text)) if c.row >= height and not (CODE.fullmatch(c.text)) else c for c in grid.cells
        ),
    )


def years_earlier(many: int) -> Change:
    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        return each_text(blocks, lambda t: _YEAR.sub(lambda m: str(int(m[0]) - many), t))

    return change


def without_separators(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    return of_cells(blocks, lambda c, _g: c.text.replace(",", "") if AMOUNT.fullmatch(c.text) else c.text)


def blanks_as(text: str) -> Change:
    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        def one(c: Cell, g: Grid) -> str:
            if c.text or c.row < heading_height(g) or c.columns > 1:
                return c.text
            column = [x.text for x in g.cells if x.column == c.column and x.row >= heading_height(g)]
            row = [x.text for x in g.cells if x.row == c.row]
            is_amount = any(AMOUNT.fullmatch(x) for x in row) and (
                any(AMOUNT.fullmatch(x) for x in column) or c.column > g.width // 2
            )
            names = any(re.search("[一-鿿]", x) or CODE.fullmatch(x) for x in column)
            codes = {k for first, many in code_columns(g) for k in range(first, first + many)}
            return text if is_amount and not names and c.column not in codes else c.text

        return of_cells(blocks, one)

    return change


def nought_as_blank(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    return of_cells(blocks, lambda c, _g: "" if re.fullmatch(r"0(\.0+)?", c.text) else c.text)


def total_first(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    def change(grid: Grid) -> Grid | None:
        height = heading_height(grid)
        last = grid.height - 1
        first = next((c.text for c in grid.cells if c.row == last and c.text), "")
        if height >= last or re.sub(r"\s", "", first) not in ("合计", "总计") or _blocks_of_names(grid) > 1:
            return None
        return moved_rows(grid, [*range(height), last, *range(height, last)])

    return each_grid(blocks, change)


def total_last(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    def change(grid: Grid) -> Grid | None:
        height = heading_height(grid)
        for row in range(1, grid.height - 1):
            row_cells = [c for c in grid.cells if c.row == row]
            texts = [re.sub(r"\s", "", c.text) for c in row_cells]
            if "合计" in texts and any(AMOUNT.fullmatch(t) for t in texts) and row <= height + 1:
                spans = [c for c in grid.cells if c.row < row < c.row + c.rows]
                if spans or "类" in texts:
                    return None
                return moved_rows(grid, [*range(row), *range(row + 1, grid.height), row])
        return None

    return each_grid(blocks, change)


def _blocks_of_names(grid: Grid) -> int:
    names = {c.column for c in grid.cells if re.search("[一-鿿]{3}", c.text) and c.row >= heading_height(grid)}
    return len(names)


def amounts_turned(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    """Columns of amounts in another order, where names stand in one column alone."""

    def change(grid: Grid) -> Grid | None:
        if _blocks_of_names(grid) > 1 or heading_height(grid) >= grid.height:
            return None
        names = max(
            (c.column for c in grid.cells if c.row >= heading_height(grid) and re.search("[一-鿿]", c.text)), default=-1
        )
        codes = max((first + many - 1 for first, many in code_columns(grid)), default=-1)
        start = max(names, codes) + 1
        if grid.width - start < 2:
            return None
        groups = _groups(grid, start)
        for _ in range(6):
            dice.shuffle(groups)
            if made := moved_columns(grid, [*range(start), *(k for g in groups for k in g)]):
                return made
        return None

    return each_grid(blocks, change)


def _groups(grid: Grid, start: int) -> list[list[int]]:
    """Columns that the cells of the lowest common heading hold together, but for one that covers them all."""
    groups = [[k] for k in range(start, grid.width)]
    for c in sorted(grid.cells, key=lambda c: c.columns):
        if c.column >= start and 1 < c.columns < grid.width - start:
            inside = [g for g in groups if c.column <= g[0] < c.column + c.columns]
            outside = [g for g in groups if g not in inside]
            groups = sorted([sorted(k for g in inside for k in g), *outside])
    return groups


def codes_behind_names(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    def change(grid: Grid) -> Grid | None:
        columns = Counter(c.column for c in grid.cells if CODE.fullmatch(c.text) and c.columns == 1)
        places = [k for k, n in columns.items() if n > 1]
        if len(places) != 1 or _blocks_of_names(grid) != 1:
            return None
        k = places[0]
        order = list(range(grid.width))
        order[k], order[k + 1] = order[k + 1], order[k]
        return moved_columns(grid, order)

    return each_grid(one_code_column(blocks, dice) or list(blocks), change)


def without_codes(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    return _glued("{blanks}{name}")(blocks, dice)


def items_alone(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    """Only rows of the lowest level and the total."""

    def change(grid: Grid) -> Grid | None:
        columns = Counter(c.column for c in grid.cells if CODE.fullmatch(c.text) and c.columns == 1)
        places = [k for k, n in columns.items() if n > 1]
        if len(places) != 1:
            return None
        codes = {r: text_at(grid, r, places[0]) for r in range(heading_height(grid), grid.height)}
        longest = max((len(c) for c in codes.values() if CODE.fullmatch(c)), default=0)
        if longest < 7:
            return None
        return without_rows(grid, {r for r, c in codes.items() if CODE.fullmatch(c) and len(c) < longest})

    return each_grid(one_code_column(blocks, dice) or list(blocks), change)


def classes_alone(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    """Only rows of the highest level and the total."""

    def change(grid: Grid) -> Grid | None:
        columns = Counter(c.column for c in grid.cells if CODE.fullmatch(c.text) and c.columns == 1)
        places = [k for k, n in columns.items() if n > 1]
        if len(places) != 1:
            return None
        codes = {r: text_at(grid, r, places[0]) for r in range(heading_height(grid), grid.height)}
        return without_rows(grid, {r for r, c in codes.items() if CODE.fullmatch(c) and len(c) > 3})

    return each_grid(one_code_column(blocks, dice) or list(blocks), change)


def numbered(heading: str) -> Change:
    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        return each_grid(blocks, lambda g: with_column(g, 0, heading, lambda k: str(k + 1)) if g.width > 2 else None)

    return change


def with_remarks(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    return each_grid(blocks, lambda g: with_column(g, g.width, "备注", lambda _k: "") if g.width > 2 else None)


def with_shares(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """A last column 占比 with percentages."""

    def change(grid: Grid) -> Grid | None:
        if _blocks_of_names(grid) > 1 or grid.width < 4:
            return None
        return with_column(grid, grid.width, "占比（%）", lambda k: f"{(k * 37 % 1000) / 10:.2f}")

    return each_grid(blocks, change)


def tables_turned(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    """Tables with their captions in another order."""
    starts = [k for k, b in enumerate(blocks) if isinstance(b, Grid)][1:]
    pieces: list[tuple[int, int]] = []
    for k in starts:
        first = k
        while first > 0 and isinstance(blocks[first - 1], str) and k - first < 4 and len(str(blocks[first - 1])) < 40:
            first -= 1
            if _TITLE.fullmatch(str(blocks[first])):
                break
        pieces.append((first, k + 1))
    if len(pieces) < 3 or any(a[1] > b[0] for a, b in pairwise(pieces)):
        return None
    order = list(range(len(pieces)))
    dice.shuffle(order)
    made: list[Block] = list(blocks[: pieces[0][0]])
    for n, (_, stop) in enumerate(pieces):
        first, last = pieces[order[n]]
        made += blocks[first:last]
        following = pieces[n + 1][0] if n + 1 < len(pieces) else len(blocks)
        made += blocks[stop:following]
    return made


def captions_gone_into_titles(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """（单位：元） behind the title instead of a line of its own."""
    made: list[Block] = []
    for b in blocks:
        if isinstance(b, str) and (m := re.search(r"(?:金额)?单位\s*[:：]\s*(万?元)", b)) and len(b) < 60 and made:
            rest = (b[: m.start()] + b[m.end() :]).strip()
            if isinstance(made[-1], str) and len(made[-1]) < 40:
                made[-1] = f"{made[-1]}（单位：{m[1]}）"
            else:
                made.append(f"（单位：{m[1]}）")
            if rest:
                made.append(rest)
        else:
            made.append(b)
    return made if made != list(blocks) else None


def lines_in_tables(most: int, *, merged: bool) -> Change:
    """Title, caption and what stands above them as the first rows of the table's own grid, as workbooks have them."""

    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        made: list[Block] = []
        for b in blocks:
            if isinstance(b, Grid) and b.width > 2 and len(made) > 1:
                above: list[str] = []
                while made and isinstance(made[-1], str) and len(made[-1]) < 45 and len(above) < most:
                    above.insert(0, str(made.pop()))
                rows = [Cell(k, 0, 1, b.width if merged else 1, t) for k, t in enumerate(above)]
                blank = [Cell(k, c, 1, 1, "") for k in range(len(above)) for c in range(1, b.width) if not merged]
                body = [replace(c, row=c.row + len(above)) for c in b.cells]
                made.append(Grid(b.height + len(above), b.width, in_order([*rows, *blank, *body])))
            else:
                made.append(b)
        return made

    return change


def caption_below(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """注：金额单位：元 below the table instead of above it."""
    made: list[Block] = []
    held = ""
    for b in blocks:
        if isinstance(b, str) and (m := re.search(r"(?:金额)?单位\s*[:：]\s*(万?元)", b)) and len(b) < 60:
            held = m[1]
            rest = (b[: m.start()] + b[m.end() :]).strip()
            if rest:
                made.append(rest)
        elif isinstance(b, Grid) and held:
            made += [b, f"注：本表金额单位为{held}。"]
            held = ""
        else:
            made.append(b)
    return made if made != list(blocks) else None


def _habits_of_words() -> dict[str, Change]:
    """Other words in titles or in all texts, as `habits.csv` has them."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    of_titles: dict[str, bool] = {}
    with Path(__file__).with_name("habits.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            pairs.setdefault(line["habit"], []).append((line["pattern"], line["written"]))
            of_titles[line["habit"]] = line["in"] == "title"
    return {habit: _in_other_words(own, titles=of_titles[habit]) for habit, own in pairs.items()}


def _in_other_words(pairs: Sequence[tuple[str, str]], *, titles: bool) -> Change:
    def written(text: str) -> str:
        if titles and not _TITLE.fullmatch(text):
            return text
        for pattern, other in pairs:
            text = re.sub(pattern, other, text)
        return text

    return lambda blocks, _dice: each_text(blocks, written, tables=not titles)


def tables_alone(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """Cover and tables without the text."""
    first = next(k for k, b in enumerate(blocks) if isinstance(b, Grid))
    made = [b for k, b in enumerate(blocks) if isinstance(b, Grid) or k < min(first, 6) or len(b) < 40]
    return made if made != list(blocks) else None


def empty_rows(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """An empty row below the headings and one at the end."""

    def change(grid: Grid) -> Grid | None:
        h = heading_height(grid)
        if h >= grid.height or any(c.row < h < c.row + c.rows for c in grid.cells):
            return None
        cells = [replace(c, row=c.row + 1) if c.row >= h else c for c in grid.cells]
        cells += [Cell(r, k, 1, 1, "") for k in range(grid.width) for r in (h, grid.height + 1)]
        return Grid(grid.height + 2, grid.width, in_order(cells))

    return each_grid(blocks, change)


def column_letters(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """A row of 1 2 3 … (栏次) below the headings."""

    def change(grid: Grid) -> Grid | None:
        h = heading_height(grid)
        if h >= grid.height or grid.width < 4 or any(c.row < h < c.row + c.rows for c in grid.cells):
            return None
        names = max((c.column for c in grid.cells if c.row >= h and re.search("[一-鿿]", c.text)), default=0)
        if _blocks_of_names(grid) > 1:
            return None
        cells = [replace(c, row=c.row + 1) if c.row >= h else c for c in grid.cells]
        cells.append(Cell(h, 0, 1, names + 1, "栏次"))
        cells += [Cell(h, k, 1, 1, str(k - names)) for k in range(names + 1, grid.width)]
        return Grid(grid.height + 1, grid.width, in_order(cells))

    return each_grid(blocks, change)


def spaced_names(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """Short words of headings and names spaced: 合 计, 项 目."""
    return of_cells(blocks, lambda c, _g: "　".join(c.text) if re.fullmatch("[一-鿿]{2,3}", c.text) else c.text)


def signs(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """￥ before amounts."""
    return of_cells(blocks, lambda c, _g: "¥" + c.text if AMOUNT.fullmatch(c.text) else c.text)


def full_width(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    wide = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
    return of_cells(blocks, lambda c, _g: c.text.translate(wide) if AMOUNT.fullmatch(c.text) else c.text)


def blank_separators(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    return of_cells(blocks, lambda c, _g: c.text.replace(",", " ") if AMOUNT.fullmatch(c.text) else c.text)


def whole_yuan(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """.00 left out."""
    return of_cells(blocks, lambda c, _g: c.text.removesuffix(".00") if AMOUNT.fullmatch(c.text) else c.text)


def noughts_cut(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """Noughts at the end of decimals left out, as a general number format does."""

    def cut(c: Cell, _grid: Grid) -> str:
        is_decimal = AMOUNT.fullmatch(c.text) and "." in c.text
        return c.text.replace(",", "").rstrip("0").rstrip(".") if is_decimal else c.text

    return of_cells(blocks, cut)


def merged_levels(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
    """类 and 款 printed once and merged over their rows."""

    def change(grid: Grid) -> Grid | None:
        places = code_columns(grid)
        if len(places) != 1 or places[0][1] < 2:
            return None
        first = places[0][0]
        cells = list(grid.cells)
        height = heading_height(grid)
        column = [c for c in cells if c.column == first and c.row >= height and c.columns == 1]
        kept: list[Cell] = []
        for c in column:
            if kept and c.text and c.text == kept[-1].text and kept[-1].row + kept[-1].rows == c.row:
                kept[-1] = replace(kept[-1], rows=kept[-1].rows + 1)
            else:
                kept.append(c)
        return Grid(grid.height, grid.width, in_order([*(c for c in cells if c not in column), *kept]))

    return each_grid(blocks, change)


def basic_budgeted(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """基本支出预算 and 项目支出预算 over the columns of a budget, 决算 over those of final accounts."""
    ending = "决算" if any("决算" in b for b in blocks[:20] if isinstance(b, str)) else "预算"
    return of_cells(blocks, lambda c, _g: c.text + ending if c.text in ("基本支出", "项目支出") else c.text)


def unmerged(*, repeated: bool) -> Change:
    """Headings without merged cells: the text in the first of them, or in each."""

    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        def one(grid: Grid) -> Grid:
            cells: list[Cell] = []
            for c in grid.cells:
                if c.row >= heading_height(grid):
                    cells.append(c)
                    continue
                for r in range(c.row, c.row + c.rows):
                    for k in range(c.column, c.column + c.columns):
                        first = (r, k) == (c.row, c.column)
                        cells.append(Cell(r, k, 1, 1, c.text if first or repeated else ""))
            return Grid(grid.height, grid.width, in_order(cells))

        return each_grid(blocks, one)

    return change


def flat_headings(joint: str) -> Change:
    """The rows of headings as one row, the texts above each column joined."""

    def change(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
        def one(grid: Grid) -> Grid | None:
            height = heading_height(grid)
            if height < 2 or height >= grid.height:
                return None
            cells = [replace(c, row=c.row - height + 1) for c in grid.cells if c.row >= height]
            if any(c.row < height < c.row + c.rows for c in grid.cells):
                return None
            for k in range(grid.width):
                above = [c.text for c in grid.cells if c.row < height and c.column <= k < c.column + c.columns]
                cells.append(Cell(0, k, 1, 1, joint.join(dict.fromkeys(t for t in above if t))))
            return Grid(grid.height - height + 1, grid.width, in_order(cells))

        return each_grid(blocks, one)

    return change


def indented(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """Names of lower levels moved in by blanks."""

    def one(c: Cell, g: Grid) -> str:
        code = text_at(g, c.row, c.column - 1) if c.column else ""
        lower = bool(re.fullmatch(r"\d{2}|\d{5}|\d{7}", code))
        return ("　　" + c.text) if lower and re.search("[一-鿿]", c.text) else c.text

    return of_cells(blocks, one)


def titles_twice(blocks: Sequence[Block], _: random.Random) -> list[Block] | None:
    """A list of the tables before the first of them."""
    names = [b for b in blocks if isinstance(b, str) and _TITLE.fullmatch(b)]
    first = next(k for k, b in enumerate(blocks) if isinstance(b, Grid))
    while first and blocks[first] not in names:
        first -= 1
    if len(names) < 3 or not first:
        return None
    return [*blocks[:first], "第二部分 预算（决算）表", *(f"{k}、{n}" for k, n in enumerate(names, 1)), *blocks[first:]]


def any_of(many: int) -> Change:
    """Several habits at once."""

    def change(blocks: Sequence[Block], dice: random.Random) -> list[Block] | None:
        names = [n for n in HABITS if not n.startswith("any ") and n not in (*EARLIER, *ROUNDED, *_UNLIKE)]
        made: list[Block] = list(blocks)
        for name in dice.sample(names, many):
            made = HABITS[name](made, dice) or made
        return made

    return change


HABITS: dict[str, Change] = {
    "as it is": lambda blocks, _: list(blocks),
    "one code column": one_code_column,
    "codes behind names": codes_behind_names,
    "codes before names: 2010301行政运行": _glued("{code}{name}"),
    "codes before names: 2010301-行政运行": _glued("{code}-{name}"),
    "codes before names: [2010301]行政运行": _glued("{blanks}[{code}]{name}"),
    "codes before names: 2010301 行政运行": _glued("{code} {name}"),
    "names by indent alone": without_codes,
    "lowest level alone": items_alone,
    "highest level alone": classes_alone,
    "类 merged over its rows": merged_levels,
    "万元, 2 decimals": money_in("万元", Decimal("0.0001"), 2),
    "万元, 4 decimals": money_in("万元", Decimal("0.0001"), 4),
    "万元, 6 decimals": money_in("万元", Decimal("0.0001"), 6),
    "万元, none": money_in("万元", Decimal("0.0001"), 0),
    "元, 2 decimals": money_in("元", Decimal(10_000), 2),
    "元, none": money_in("元", Decimal(10_000), 0),
    "a year earlier": years_earlier(1),
    "three years earlier": years_earlier(3),
    "six years earlier": years_earlier(6),
    "no separators": without_separators,
    "blanks for separators": blank_separators,
    "full-width digits": full_width,
    "¥": signs,
    ".00 left out": whole_yuan,
    "noughts cut": noughts_cut,
    "blank as 0.00": blanks_as("0.00"),
    "blank as 0": blanks_as("0"),
    "blank as -": blanks_as("-"),
    "blank as ——": blanks_as("——"),
    "blank as /": blanks_as("/"),
    "nought as blank": nought_as_blank,
    "total first": total_first,
    "total last": total_last,
    "columns turned": amounts_turned,
    "columns turned again": amounts_turned,
    "序号": numbered("序号"),
    "行次": numbered("行次"),
    "备注": with_remarks,
    "占比": with_shares,
    "栏次": column_letters,
    "tables turned": tables_turned,
    "unit in the title": captions_gone_into_titles,
    "unit below": caption_below,
    "title and unit in the grid": lines_in_tables(2, merged=True),
    "lines above in the grid": lines_in_tables(3, merged=True),
    "lines above in the grid, not merged": lines_in_tables(3, merged=False),
    "tables alone": tables_alone,
    "empty rows": empty_rows,
    "spaced words": spaced_names,
    "基本支出预算, 决算": basic_budgeted,
    "headings unmerged": unmerged(repeated=False),
    "headings unmerged, repeated": unmerged(repeated=True),
    "headings in one row": flat_headings(""),
    "headings in one row, -": flat_headings("-"),
    "headings in one row, lines": flat_headings(" "),
    "names moved in": indented,
    "list of tables": titles_twice,
    **_habits_of_words(),
    **{f"any {many}": any_of(many) for many in (2, 3, 4, 6)},
}
