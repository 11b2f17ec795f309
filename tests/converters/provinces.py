"""Invented disclosures in the forms that budget units of many provinces use, each with its truth.

A province is a list of tables in a short notation: the title as printed, the columns as paths of headings, what each
column means, the kind of rows. Names, codes and amounts are invented by dice; nothing here is taken from the converter.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from layouts import CODES, ECONOMIC, IN_YUAN, YEAR, Cell, Document, Grid

UNIT_CODES = {"101": "某市教育局", "101001": "某市教育局本级", "101002": "某市第一中学"}
#: Economic codes of departments with those of governments that they belong to.
GOVERNMENT = {"301": "501", "30101": "50101", "30102": "50101", "30113": "50103", "302": "502", "30201": "50201",
              "30206": "50201", "303": "509", "30302": "50905"}  # fmt: skip
GOVERNMENT_NAMES = {"501": "机关工资福利支出", "50101": "工资奖金津补贴", "50103": "住房公积金", "502": "机关商品和服务支出",
                    "50201": "办公经费", "509": "对个人和家庭的补助", "50905": "离退休费"}  # fmt: skip
NUMERALS = "一二三四五六七八九十"
G, F, S, A = "general-public-budget", "government-fund", "state-capital", "fiscal-appropriation"

Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class Style:
    """How one province prints: unit of money, blanks, separators, where the unit stands, rows that count columns."""

    unit: str = "万元"
    blank: str = ""
    separator: bool = True
    caption: str = "单位：{unit}"
    note: str = ""
    total: str = "first"
    counters: str = ""  # "numbers", "栏次", "letters"
    kind: str = "budget"


@dataclass(frozen=True)
class Column:
    """A printed column: the path of its headings, and what it prints."""

    path: tuple[str, ...]
    prints: str  # of a head: c, c1, c2, c3, n, cn, [c]n …; of an amount: "amount" or "total"
    means: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Table:
    """A table of a province: its title, and the function that prints its grid."""

    title: str
    make: Callable[[Printer, str], None]


@dataclass(frozen=True)
class Province:
    """What the units of one province publish."""

    title: str
    style: Style
    tables: tuple[Table, ...]


# --- notation ---------------------------------------------------------------------------------------------


def columns_of(text: str) -> list[Column]:
    """One column a line: ``path : c`` a head, ``path = a=b`` an amount, ``path == a=b`` a sum of its group.

    ``path ~`` prints a comparison, which is no amount of any year: it must not be read as one.
    """
    columns: list[Column] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        for sign, prints in (("==", "total"), ("=", "amount"), (":", ""), ("~", "comparison")):
            path, found, rest = line.partition(f" {sign}")
            if found:
                means = means_of(rest) if prints in ("total", "amount") else {}
                columns.append(Column(tuple(path.strip().split("/")), prints or rest.strip(), means))
                break
        else:
            raise ValueError(line)
    return columns


def means_of(text: str) -> dict[str, str]:
    return dict(word.split("=") for word in text.split())


def heading_rows(paths: Sequence[tuple[str, ...]]) -> list[list[Cell]]:
    """The rows of headings over columns: neighbours of one group share a cell, short paths reach down."""
    depth = max(len(p) for p in paths)
    rows: list[list[Cell]] = []
    for level in range(depth):
        row: list[Cell] = []
        for k, path in enumerate(paths):
            here = path[: level + 1]
            if level >= len(path) or (k and paths[k - 1][: level + 1] == here and level < len(path) - 1):
                row.append(("", 1, 1))
                continue
            across = 1
            while level < len(path) - 1 and k + across < len(paths) and paths[k + across][: level + 1] == here:
                across += 1
            row.append((path[level], depth - level if level == len(path) - 1 else 1, across))
        rows.append(row)
    return rows


# --- printing ---------------------------------------------------------------------------------------------


class Printer:
    """Prints the tables of a province with one throw of dice."""

    def __init__(self, province: Province, seed: int) -> None:
        self.style = province.style
        self.dice = random.Random(f"{province.title}{seed}")
        self.phase = "approved" if self.style.kind == "budget" else "executed"
        self.document = Document(province.title)
        for table in province.tables:
            table.make(self, table.title)

    def amount(self, often: float = 0.8) -> Decimal:
        return Decimal(self.dice.randint(1, 900_000)) * 100 if self.dice.random() < often else Decimal(0)

    def comparison(self) -> str:
        """What stands in a column that compares two years."""
        return f"{Decimal(self.dice.randint(-9000, 9000)) / 100:.2f}"

    def printed(self, yuan: Decimal) -> str:
        if yuan == 0:
            return self.style.blank
        return f"{yuan / IN_YUAN[self.style.unit]:{',' if self.style.separator else ''}.2f}"

    def put(self, table: str, yuan: Decimal, means: Mapping[str, str], function: str = "", economic: str = "") -> str:
        """The printed amount, noted in the truth where it prints one."""
        text = self.printed(yuan)
        if text.strip(" -—/"):
            said = {"flow": "expenditure", "line": "", "fund": "all", "origin": "all", "category": "all"} | means
            self.document.truth.add(
                (table, int(said.get("year", YEAR)), said.get("phase", self.phase), said["flow"], function, economic,
                 said["line"], said["fund"], said["origin"], said["category"], yuan)
            )  # fmt: skip
        return text

    def grid(self, title: str, headings: list[list[Cell]], body: list[list[str]]) -> None:
        width = len(headings[0])
        counters: list[list[Cell]] = {
            "": [],
            "numbers": [[(str(k + 1), 1, 1) for k in range(width)]],
            "栏次": [[("栏次" if k == 0 else str(k), 1, 1) for k in range(width)]],
        }[self.style.counters]
        rows = (*map(tuple, headings), *map(tuple, counters), *(tuple((t, 1, 1) for t in row) for row in body))
        captions = tuple(filter(None, self.style.caption.format(unit=self.style.unit).split("|")))
        notes = (self.style.note.format(unit=self.style.unit),) if self.style.note else ()
        self.document.grids.append(Grid(title, captions, rows, len(headings) + len(counters), notes))

    def throw(self, codes: Mapping[str, str], names: Sequence[int], keep: Callable[[str, int], bool]) -> dict[str, dict[int, Decimal]]:  # fmt: skip
        """An amount for each code and column; a code is the sum of the codes below it."""
        leaves = [c for c in codes if not any(o != c and o.startswith(c) for o in codes)]
        values = {c: {n: self.amount() if keep(c, n) else Decimal(0) for n in names} for c in leaves}
        for code in sorted(set(codes) - set(leaves), key=len, reverse=True):
            below = [c for c in leaves if c.startswith(code)]
            values[code] = {n: sum((values[c][n] for c in below), Decimal(0)) for n in names}
        return {c: values[c] for c in codes}


def sums_of(columns: Sequence[Column], leaves: Mapping[int, Decimal]) -> list[Decimal | None]:
    """The amount of each column: its own, or the sum of the leaves of its group; None for a head."""
    found: list[Decimal | None] = []
    for k, column in enumerate(columns):
        if column.prints == "amount":
            found.append(leaves[k])
        elif column.prints == "total":
            group = column.path[:-1]
            same = [i for i in leaves if columns[i].path[: len(group)] == group]
            # Columns of another year or a comparison stand beside, never under the sum.
            same = [i for i in same if columns[i].means.get("year") == column.means.get("year")]
            found.append(sum((leaves[i] for i in same), Decimal(0)))
        else:
            found.append(None)
    return found


def head_text(prints: str, code: str, name: str, extra: Mapping[str, str]) -> str:
    indent = "  " * (len(code) // 2 - 1) if code else ""
    made = {
        "c": code, "n": name, "in": indent + name, "cn": f"{code}{name}", "c-n": f"{code}-{name}" if code else name,
        "c n": f"{code} {name}".strip(), "[c]n": f"[{code}]{name}" if code else name,
        "(c)n": f"（{code}）{name}" if code else name, "c1": code[:3], "c2": code[3:5], "c3": code[5:7],
        "g": GOVERNMENT.get(code, ""), "gn": GOVERNMENT_NAMES.get(GOVERNMENT.get(code, ""), ""), "": "",
    }  # fmt: skip
    return extra[prints] if prints in extra else made[prints]


def _close(columns: Sequence[Column], amounts: dict[int, Decimal]) -> None:
    """What is left at the end of the year, where a table prints it: what was there and came in, less what was spent."""
    closing = [k for k in amounts if columns[k].means.get("category") == "carried-to-next-year"]
    if closing:
        came = sum((v for k, v in amounts.items() if "origin" in columns[k].means), Decimal(0))
        spent = sum((v for k, v in amounts.items() if "flow" not in columns[k].means), Decimal(0))
        amounts[closing[0]] = came - spent


def listing(table: str, kind: str, base: str, columns: str, *, unit_rows: bool = False, total: str = "合计") -> Callable[[Printer, str], None]:  # fmt: skip
    """A row for each code of ``kind``, all columns in ``columns``; ``unit_rows`` puts the unit's own row under the total."""
    return partial(_print_listing, table, kind, means_of(base), columns_of(columns), unit_rows, total)


def _print_listing(table: str, kind: str, base: Mapping[str, str], columns: Sequence[Column], unit_rows: bool,
                   total: str, printer: Printer, title: str) -> None:  # fmt: skip
    codes = {"function": CODES, "economic": ECONOMIC, "unit": UNIT_CODES}[kind]
    leaves = [k for k, c in enumerate(columns) if c.prints == "amount"]

    def keep(code: str, k: int) -> bool:
        category = columns[k].means.get("category")
        if kind == "economic" and category in ("personnel", "operating"):
            return (category == "operating") == code.startswith("302")
        return True

    values = printer.throw(codes, leaves, keep)
    for amounts in values.values():
        _close(columns, amounts)
    tops = [c for c in codes if len(c) == 3]
    whole = {k: sum((values[c][k] for c in tops), Decimal(0)) for k in leaves}

    def row(code: str, name: str, amounts: Mapping[int, Decimal], line: str, of_unit: bool = False) -> list[str]:
        extra = {"u": "101001" if code or of_unit else "", "un": "某市教育局本级" if code or of_unit else ""}
        cells: list[str] = []
        by_name = not any(c.prints in ("c", "c1", "cn", "c-n", "c n", "[c]n", "(c)n") for c in columns)
        for column, yuan in zip(columns, sums_of(columns, amounts), strict=True):
            if yuan is None:
                compared = column.prints == "comparison"
                cells.append(printer.comparison() if compared else head_text(column.prints, code, name, extra))
                continue
            means = {**base, **column.means}
            own = f"{kind}-{code}" if by_name and code else line
            # The total of a column that is a line is of that line.
            means["line"] = means.get("line", "") if own in ("", "total") and "line" in column.means else own
            function, economic = (code if kind == k and not by_name else "" for k in ("function", "economic"))
            cells.append(printer.put(table, yuan, means, function, economic))
        return cells

    rows = [row(c, n, values[c], "") for c, n in codes.items()]
    if unit_rows:
        rows = [row("", "某市教育局本级", whole, "", of_unit=True), *rows]
    last = row("", total, whole, "total")
    body = [last, *rows] if printer.style.total == "first" else [*rows, last]
    printer.grid(title, heading_rows([c.path for c in columns]), body)


def statement(
    table: str, base: str, left: str, right: str, lines: str, uses: str = ""
) -> Callable[[Printer, str], None]:
    """Blocks side by side. ``lines`` are those of the left: ``label = meaning``, an indented one is part of the one above.

    ``left`` and ``right`` name the columns of the blocks; the right one prints the classes of expenditure.
    """
    return partial(_print_statement, table, means_of(base), columns_of(left), columns_of(right), lines, uses)


def _print_statement(table: str, base: Mapping[str, str], left: Sequence[Column], right: Sequence[Column], lines: str,
                     uses: str, printer: Printer, title: str) -> None:  # fmt: skip
    income, carried, total = _left_rows(table, base, left, lines, printer)
    spent = _right_rows(table, base, right, printer, total, uses)
    size = max(len(income), len(spent))
    blank = ["" for _ in left], ["" for _ in right]
    rows_left = [*income[:-carried], *[blank[0]] * (size - len(income)), *income[-carried:]]
    rows_right = [*spent[:-2], *[blank[1]] * (size - len(spent)), *spent[-2:]]
    body = [[*a, *b] for a, b in zip(rows_left, rows_right, strict=True)]
    printer.grid(title, heading_rows([c.path for c in (*left, *right)]), body)


def _left_rows(table: str, base: Mapping[str, str], left: Sequence[Column], lines: str, printer: Printer) -> tuple[list[list[str]], int, Decimal]:  # fmt: skip
    """The rows of the income side, how many of them stand at its foot, and its total."""
    entries: list[tuple[str, int, dict[str, str]]] = []
    for line in lines.strip("\n").splitlines():
        label, _, means = line.partition(" = ")
        entries.append((label.strip(), len(label) - len(label.lstrip()), means_of(means)))
    top = min(indent for _, indent, _ in entries)
    amounts: list[Decimal] = [Decimal(0)] * len(entries)
    for k in range(len(entries) - 1, -1, -1):
        indent = entries[k][1]
        parts = []
        for j in range(k + 1, len(entries)):
            if entries[j][1] <= indent:
                break
            parts.append(amounts[j])
        amounts[k] = sum(parts, Decimal(0)) if parts else printer.amount()
    closing = [k for k, (_, _, m) in enumerate(entries) if m.get("sum")]
    for k in closing:
        wanted = entries[k][2]["sum"]
        amounts[k] = sum(
            (amounts[j] for j in range(k) if entries[j][1] == top and j not in closing
             and (wanted == "all" or entries[j][2].get("flow") != "balance")), Decimal(0))  # fmt: skip
    rows: list[list[str]] = []
    for (label, _, means), yuan in zip(entries, amounts, strict=True):
        said = {**base, "flow": "revenue", **{k: v for k, v in means.items() if k != "sum"}}
        cells: list[str] = []
        for column in left:
            if column.prints in ("amount", "total"):
                cells.append(printer.put(table, yuan, {**said, **column.means}))
            else:
                cells.append(label if column.prints == "n" else "")
        rows.append(cells)
    foot = len(entries) - min(closing, default=len(entries) - 1)
    return rows, foot, amounts[-1]


def _right_rows(table: str, base: Mapping[str, str], right: Sequence[Column], printer: Printer, total: Decimal, uses: str) -> list[list[str]]:  # fmt: skip
    """The rows of the expenditure side: its classes, the rest carried on, the total. ``uses`` opens them with 一、本年支出."""
    classes = [c for c in CODES if len(c) == 3]
    leaves = [k for k, c in enumerate(right) if c.prints == "amount"]
    shares = [printer.dice.randint(1, 9) for _ in classes for _ in leaves]
    whole = int(total / 100)
    parts = [Decimal(whole * s // (sum(shares) + 2)) * 100 for s in shares]
    spent = {c: {k: parts[i * len(leaves) + j] for j, k in enumerate(leaves)} for i, c in enumerate(classes)}
    used = {k: sum((spent[c][k] for c in classes), Decimal(0)) for k in leaves}
    rest = {k: (total - sum(used.values(), Decimal(0))) if i == 0 else Decimal(0) for i, k in enumerate(leaves)}
    both = {k: used[k] + rest[k] for k in leaves}
    marks = ("{}、", "（{}）")[bool(uses)]
    rows: list[tuple[str, dict[str, str], Mapping[int, Decimal]]] = [
        (marks.format(NUMERALS[i]) + CODES[c], {"line": f"function-{c}"}, spent[c]) for i, c in enumerate(classes)
    ]
    here = {"line": "current-year-expenditure"}
    rows = [("一、本年支出", here, used), *rows] if uses else [*rows, ("本年支出合计", here, used)]
    next_year = {"flow": "balance", "line": "carried-to-next-year", "category": "carried-to-next-year"}
    rows += [("二、年终结转结余" if uses else "年终结转结余", next_year, rest), ("支出总计", {"line": "total"}, both)]
    printed: list[list[str]] = []
    for label, means, amounts in rows:
        cells: list[str] = []
        for column, yuan in zip(right, sums_of(right, amounts), strict=True):
            said = {**base, "flow": "expenditure", **means, **column.means}
            cells.append((label if column.prints == "n" else "") if yuan is None else printer.put(table, yuan, said))
        printed.append(cells)
    return printed


def lines(table: str, base: str, columns: str, rows: str) -> Callable[[Printer, str], None]:
    """A row for each line of ``rows``: ``label = meaning``, an indented one is part of the one above."""
    return partial(_print_lines, table, means_of(base), columns_of(columns), rows)


def _print_lines(table: str, base: Mapping[str, str], columns: Sequence[Column], rows: str, printer: Printer, title: str) -> None:  # fmt: skip
    entries: list[tuple[str, int, dict[str, str]]] = []
    for line in rows.strip("\n").splitlines():
        label, _, means = line.partition(" = ")
        entries.append((label.strip(), len(label) - len(label.lstrip()), means_of(means)))
    leaves = [k for k, c in enumerate(columns) if c.prints == "amount"]
    amounts: list[dict[int, Decimal]] = [{} for _ in entries]
    for k in range(len(entries) - 1, -1, -1):
        parts: list[dict[int, Decimal]] = []
        nearest = min((e[1] for e in entries[k + 1 :] if e[1] > entries[k][1]), default=0)
        for j in range(k + 1, len(entries)):
            if entries[j][1] <= entries[k][1]:
                break
            if entries[j][1] == nearest:
                parts.append(amounts[j])
        amounts[k] = {n: sum((p[n] for p in parts), Decimal(0)) if parts else printer.amount() for n in leaves}
    body: list[list[str]] = []
    for number, ((label, indent, means), values) in enumerate(zip(entries, amounts, strict=True), start=1):
        cells: list[str] = []
        for column, yuan in zip(columns, sums_of(columns, values), strict=True):
            if yuan is None:
                made = {"n": label, "in": " " * indent + label, "s": str(number), "": ""}
                cells.append(made[column.prints] if column.prints in made else printer.comparison())
            else:
                cells.append(printer.put(table, yuan, {**base, **means, **column.means}))
        body.append(cells)
    printer.grid(title, heading_rows([c.path for c in columns]), body)


def one_row(table: str, base: str, columns: str, label: str = "") -> Callable[[Printer, str], None]:
    """One row of amounts for the whole unit; each column is a line of its own."""
    return partial(_print_one_row, table, means_of(base), columns_of(columns), label)


def _print_one_row(table: str, base: Mapping[str, str], columns: Sequence[Column], label: str, printer: Printer, title: str) -> None:  # fmt: skip
    leaves = {k: printer.amount() for k, c in enumerate(columns) if c.prints == "amount"}
    heads = {"u": "101001", "un": "某市教育局本级", "n": label}
    cells = [
        heads[column.prints] if yuan is None else printer.put(table, yuan, {**base, **column.means})
        for column, yuan in zip(columns, sums_of(columns, leaves), strict=True)
    ]
    printer.grid(title, heading_rows([c.path for c in columns]), [cells])


def projects(base: str, columns: str) -> Callable[[Printer, str], None]:
    """A row for each project."""
    return partial(_print_projects, means_of(base), columns_of(columns))


def _print_projects(base: Mapping[str, str], columns: Sequence[Column], printer: Printer, title: str) -> None:
    names = ["校园信息化建设", "教学设备购置", "校舍维修改造", "教师培训"]
    leaves = [k for k, c in enumerate(columns) if c.prints == "amount"]
    rows: list[list[str]] = []
    whole = dict.fromkeys(leaves, Decimal(0))
    coded, by_function = (any(c.prints == mark for c in columns) for mark in ("p", "cc"))
    for number, name in enumerate(names, start=1):
        amounts = {k: printer.amount() for k in leaves}
        whole = {k: whole[k] + amounts[k] for k in leaves}
        heads = {"p": f"42010024101T{number:09d}", "n": name, "un": "某市教育局本级", "u": "101001", "type": "特定目标类",
                 "cc": "2050203", "cn": "初中教育"}  # fmt: skip
        cells = [
            heads[c.prints] if yuan is None
            else printer.put("project-expenditure", yuan, {**base, **({} if coded else {"line": "project"}), **c.means},
                             "2050203" if by_function else "")
            for c, yuan in zip(columns, sums_of(columns, amounts), strict=True)
        ]  # fmt: skip
        rows.append(cells)
    first = next(k for k, c in enumerate(columns) if c.prints not in ("amount", "total"))
    last = [
        ("合计" if k == first else "") if yuan is None
        else printer.put("project-expenditure", yuan, {**base, "line": "total", **columns[k].means})
        for k, yuan in enumerate(sums_of(columns, whole))
    ]  # fmt: skip
    body = [last, *rows] if printer.style.total == "first" else [*rows, last]
    printer.grid(title, heading_rows([c.path for c in columns]), body)


def make(name: str, seed: int) -> Document:
    """The document of a province, with its truth."""
    from more_province_forms import MORE_PROVINCES
    from province_forms import PROVINCES

    return Printer({**PROVINCES, **MORE_PROVINCES}[name], seed).document
