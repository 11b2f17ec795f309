"""Invented disclosures whose truth is known, printed in layouts put together at random.

A document has one truth (amounts in fen, by code, fund and kind) and one layout: titles, headings, column order, code
columns, unit of money, blanks, separators, page breaks, medium. Nothing here is taken from the converter.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

Cell = tuple[str, int, int]  # text, rowspan, colspan
Key = tuple[str, int, str, str, str, str, str, str, str, str, Decimal]
"""table, year, phase, flow, function code, economic code, line, fund, origin, category, yuan"""

YEAR = 2024
UNIT = "某市第一中学"
IN_YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000)}

CODES = {
    "205": "教育支出", "20502": "普通教育", "2050203": "初中教育", "2050204": "高中教育",
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "2080505": "机关事业单位基本养老保险缴费支出",
    "210": "卫生健康支出", "21011": "行政事业单位医疗", "2101102": "事业单位医疗",
    "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
}  # fmt: skip
ECONOMIC = {
    "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30113": "住房公积金",
    "302": "商品和服务支出", "30201": "办公费", "30206": "电费",
    "303": "对个人和家庭的补助", "30302": "退休费",
}  # fmt: skip

#: What may vary, each with its plausible values; the first is the plainest.
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("budget", "final"),
    "medium": ("html", "xlsx", "docx", "pdf", "text"),
    "titles": ("plain", "department", "situation", "numbered", "dated", "named"),
    "codes": ("one", "three", "glued", "bracketed", "indented", "names"),
    "headings": ("plain", "grouped", "long"),
    "order": ("standard", "reversed", "shuffled"),
    "years": ("one", "two", "two-with-change"),
    "unit": ("万元", "元", "千元"),
    "unit_place": ("caption", "title-cell", "heading", "note", "other-tables"),
    "separator": ("comma", "none"),
    "blank": ("", "0.00", "0", "-", "—", "/"),
    "total": ("first", "last"),
    "counters": ("none", "栏次", "numbers"),
    "pages": ("one", "repeated", "bare", "cut"),
    "blocks": ("two", "three"),
    "remarks": ("none", "column"),
}


@dataclass(frozen=True)
class Grid:
    """One printed table: its title, captions, rows (headings first) and notes below."""

    title: str
    captions: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headings: int
    notes: tuple[str, ...] = ()


@dataclass
class Document:
    """What is printed, and the truth of every amount printed."""

    title: str
    grids: list[Grid] = field(default_factory=list[Grid])
    truth: set[Key] = field(default_factory=set[Key])


class Maker:
    """Prints one truth in one layout."""

    def __init__(self, layout: Mapping[str, str], seed: int) -> None:
        self.layout = layout
        self.dice = random.Random(seed)
        self.phase = "approved" if layout["kind"] == "budget" else "executed"
        word = "预算" if layout["kind"] == "budget" else "决算"
        self.document = Document(f"{UNIT}{YEAR}年{'单位' if word == '预算' else '度单位'}{word}")
        self.word = word

    # --- amounts --------------------------------------------------------------------------------------

    def amount(self, *, often: float = 0.9) -> Decimal:
        """Yuan that print exactly in 万元 with two decimals; zero now and then."""
        return Decimal(self.dice.randint(1, 400_000)) * 100 if self.dice.random() < often else Decimal(0)

    def tree(self, codes: Mapping[str, str], parts: Sequence[str]) -> dict[str, dict[str, Decimal]]:
        """An amount for each code and part; a code is the sum of the codes below it."""
        leaves = [c for c in codes if not any(o != c and o.startswith(c) for o in codes)]
        values = {c: {p: self.amount(often=0.7) for p in parts} for c in leaves}
        for code in sorted(set(codes) - set(leaves), key=len, reverse=True):
            below = [c for c in leaves if c.startswith(code)]
            values[code] = {p: sum((values[c][p] for c in below), Decimal(0)) for p in parts}
        return {c: values[c] for c in codes}

    def printed(self, yuan: Decimal) -> str:
        if yuan == 0:
            return self.layout["blank"]
        value = yuan / IN_YUAN[self.layout["unit"]]
        places = 2
        return f"{value:,.{places}f}" if self.layout["separator"] == "comma" else f"{value:.{places}f}"

    def put(self, text: str, *key: str, yuan: Decimal, year: int = YEAR, phase: str = "") -> str:
        """Note an amount in the truth if it is printed, and give its text."""
        table, flow, function, economic, line, fund, origin, category = key
        if text.strip(" -—/"):
            self.document.truth.add(
                (table, year, phase or self.phase, flow, function, economic, line, fund, origin, category, yuan)
            )
        return text

    # --- titles and captions --------------------------------------------------------------------------

    def title(self, name: str, number: int) -> str:
        word = self.word if self.layout["kind"] == "final" else ""
        plain = name.replace("总表", f"{word}总表") if "总表" in name else name.replace("表", f"{word}表")
        return {
            "plain": plain,
            "department": f"部门{plain}",
            "situation": plain.replace("总表", "总体情况表").replace("支出表", "支出情况表"),
            "numbered": f"表{number}  {plain}",
            "dated": f"{YEAR}年{plain}",
            "named": f"{UNIT}{plain}",
        }[self.layout["titles"]]

    def money(self, text: str) -> str:
        return f"{text}（{self.layout['unit']}）" if self.layout["unit_place"] == "heading" else text

    def grid(self, name: str, headings: list[list[Cell]], rows: list[list[str]]) -> None:
        number = len(self.document.grids) + 1
        caption, note = f"单位：{self.layout['unit']}", f"注：本表金额单位为{self.layout['unit']}。"
        place = self.layout["unit_place"]
        if place == "other-tables" and number == 1:
            place = "caption"
        title = self.title(name, number) + (f"（单位：{self.layout['unit']}）" if place == "title-cell" else "")
        body = [[(text, 1, 1) for text in row] for row in rows]
        if self.layout["remarks"] == "column":
            headings = [
                [*row, ("备注" if i == 0 else "", len(headings) if i == 0 else 1, 1)] for i, row in enumerate(headings)
            ]
            body = [[*row, ("", 1, 1)] for row in body]
        width = len(body[0])
        counters = {
            "none": [],
            "栏次": [[("栏次" if k == 0 else str(k), 1, 1) for k in range(width)]],
            "numbers": [[(str(k + 1), 1, 1) for k in range(width)]],
        }[self.layout["counters"]]
        self.document.grids.append(
            Grid(
                title,
                (caption,) if place == "caption" else (),
                tuple(tuple(row) for row in (*headings, *counters, *body)),
                len(headings) + len(counters),
                (note,) if place == "note" else (),
            )
        )

    # --- listings -------------------------------------------------------------------------------------

    def head(self, kind: str) -> tuple[list[str], list[str]]:
        """Headings of the columns that name a row: an upper and a lower line (empty where one spans both)."""
        long = {"function": "功能分类", "economic": "经济分类"}[kind] if self.layout["headings"] == "long" else ""
        if self.layout["codes"] == "three" and kind == "function":
            return [f"{long}科目编码", "", "", f"{long}科目名称"], ["类", "款", "项", ""]
        if self.layout["codes"] in ("glued", "bracketed", "names"):
            return [f"{long}科目名称"], [""]
        return [f"{long}科目编码", f"{long}科目名称"], ["", ""]

    def names(self, code: str, name: str, kind: str) -> list[str]:
        style = self.layout["codes"]
        if style == "three" and kind == "function":
            parts = [code[:3], code[3:5], code[5:7]]
            return [*parts, name] if code else ["", "", "", name]
        if style in ("glued", "bracketed"):
            return [(f"[{code}]{name}" if style == "bracketed" else f"{code}{name}") if code else name]
        indent = "  " * (len(code) // 2 - 1) if style in ("indented", "names") and code else ""
        if style == "names":
            return [indent + name]
        return [code, indent + name]

    def listing(self, table: str, name: str, kind: str, columns: Sequence[tuple[str, str, Mapping[str, str]]], group: str,
                values: Mapping[str, Mapping[str, Decimal]], before: Mapping[str, Mapping[str, Decimal]], flow: str,
                base: Mapping[str, str], names: Mapping[str, str]) -> None:  # fmt: skip
        """A row for each code. ``columns`` are (part, heading, meaning); 合计 is the sum of all parts."""
        columns = list(columns)
        if self.layout["order"] == "reversed":
            columns.reverse()
        elif self.layout["order"] == "shuffled":
            self.dice.shuffle(columns)
        total = ("total", "合计", dict[str, str]())
        columns = [total, *columns] if self.layout["order"] == "standard" else [*columns, total]
        years = [YEAR] if self.layout["years"] == "one" or self.layout["kind"] == "final" else [YEAR - 1, YEAR]
        changes = self.layout["years"] == "two-with-change" and len(years) > 1
        upper, lower = self.head(kind)
        single = len(years) == 1 and self.layout["headings"] != "grouped" and "类" not in lower
        headings: list[list[Cell]] = [[], []]
        for k, (top, below) in enumerate(zip(upper, lower, strict=True)):
            across = 3 if below == "类" else 1
            headings[0].append((top, 1 if single or below in ("类", "款", "项") else 2, across if top else 1))
            headings[1].append((below, 1, 1))
            _ = k
        for year in years:
            over = f"{year}年{self.word}数" if len(years) > 1 else group
            for k, (_, heading, _means) in enumerate(columns):
                if single:
                    headings[0].append((self.money(heading), 1, 1))
                else:
                    spans = len(years) > 1 or self.layout["headings"] == "grouped"
                    headings[0].append(
                        (
                            over if spans and k == 0 else "" if spans else self.money(heading),
                            1 if spans else 2,
                            len(columns) if spans and k == 0 else 1,
                        )
                    )
                    headings[1].append((self.money(heading) if spans else "", 1, 1))
        if changes:
            headings[0].append(("增减率%", 1 if single else 2, 1))
            headings[1].append(("", 1, 1))
        rows = [
            self.row(table, kind, code, names[code], columns, years, values, before, flow, base, changes)
            for code in values
        ]
        totals = {
            p: sum((v[p] for c, v in values.items() if len(c) == 3), Decimal(0)) for p, _, _ in columns if p != "total"
        }
        olds = {
            p: sum((v[p] for c, v in before.items() if len(c) == 3), Decimal(0)) for p, _, _ in columns if p != "total"
        }
        last = self.row(table, kind, "", "合计", columns, years, {"": totals}, {"": olds}, flow, base, changes)
        rows = [last, *rows] if self.layout["total"] == "first" else [*rows, last]
        self.grid(name, headings[:1] if single else headings, rows)

    def row(self, table: str, kind: str, code: str, name: str, columns: Sequence[tuple[str, str, Mapping[str, str]]],
            years: Sequence[int], values: Mapping[str, Mapping[str, Decimal]], before: Mapping[str, Mapping[str, Decimal]],
            flow: str, base: Mapping[str, str], changes: bool) -> list[str]:  # fmt: skip
        cells = self.names(code, name, kind)
        by_name = self.layout["codes"] == "names"
        for year in years:
            parts = (values if year == YEAR else before)[code]
            for part, _, means in columns:
                yuan = sum(parts.values(), Decimal(0)) if part == "total" else parts[part]
                said = {**base, **means}
                cells.append(
                    self.put(
                        self.printed(yuan),
                        table,
                        flow,
                        code if kind == "function" and not by_name else "",
                        code if kind == "economic" and not by_name else "",
                        (f"{kind}-{code}" if by_name else "") if code else "total",
                        said["fund"],
                        said["origin"],
                        said["category"],
                        yuan=yuan,
                        year=year,
                    )
                )
        return [*cells, f"{self.dice.randint(-90, 90)}.5"] if changes else cells

    def expenditure(self) -> None:
        parts = ("basic", "project")
        values, before = self.tree(CODES, parts), self.tree(CODES, parts)
        columns = [("basic", "基本支出", {"category": "basic"}), ("project", "项目支出", {"category": "project"})]
        base = {"fund": "all", "origin": "all", "category": "all"}
        self.listing(
            "expenditure-summary",
            "支出总表",
            "function",
            columns,
            "本年支出",
            values,
            before,
            "expenditure",
            base,
            CODES,
        )
        base = base | {"fund": "general-public-budget"}
        values, before = self.tree(CODES, parts), self.tree(CODES, parts)
        self.listing(
            "general-budget-by-function",
            "一般公共预算支出表",
            "function",
            columns,
            "一般公共预算支出",
            values,
            before,
            "expenditure",
            base,
            CODES,
        )

    def basic(self) -> None:
        def narrow(tree: dict[str, dict[str, Decimal]]) -> dict[str, dict[str, Decimal]]:
            """Personnel is 301 and 303, operating is 302."""
            return {
                c: {p: v if (p == "operating") == c.startswith("302") else Decimal(0) for p, v in parts.items()}
                for c, parts in tree.items()
            }

        parts = ("personnel", "operating")
        values, before = narrow(self.tree(ECONOMIC, parts)), narrow(self.tree(ECONOMIC, parts))
        columns = [
            ("personnel", "人员经费", {"category": "personnel"}),
            ("operating", "公用经费", {"category": "operating"}),
        ]
        base = {"fund": "general-public-budget", "origin": "all", "category": "basic"}
        self.listing(
            "basic-expenditure-by-economic",
            "一般公共预算基本支出表",
            "economic",
            columns,
            "本年一般公共预算基本支出",
            values,
            before,
            "expenditure",
            base,
            ECONOMIC,
        )

    # --- statements -----------------------------------------------------------------------------------

    def summary(self) -> None:
        income = [
            ("一、一般公共预算拨款收入", "general-public-budget-appropriation", "general-public-budget"),
            ("二、政府性基金预算拨款收入", "government-fund-appropriation", "government-fund"),
            ("三、国有资本经营预算拨款收入", "state-capital-appropriation", "state-capital"),
            ("四、财政专户管理资金收入", "fiscal-special-account", "fiscal-special-account"),
            ("五、事业收入", "business-income", "business-income"),
            ("六、其他收入", "other-income", "other-income"),
        ]
        classes = [c for c in CODES if len(c) == 3]
        numerals = "一二三四五六七八"
        revenue = {line: self.amount() for _, line, _ in income}
        spent = {c: self.amount() for c in classes}
        left: list[tuple[str, str]] = []
        for label, line, fund in income:
            yuan = revenue[line]
            left.append(
                (
                    label,
                    self.put(
                        self.printed(yuan),
                        "budget-summary",
                        "revenue",
                        "",
                        "",
                        line,
                        fund,
                        "current-year",
                        "all",
                        yuan=yuan,
                    ),
                )
            )
        right = [
            (
                f"{numerals[k]}、{CODES[c]}",
                self.put(
                    self.printed(spent[c]),
                    "budget-summary",
                    "expenditure",
                    "",
                    "",
                    f"function-{c}",
                    "all",
                    "all",
                    "all",
                    yuan=spent[c],
                ),
            )
            for k, c in enumerate(classes)
        ]
        total_in, total_out = sum(revenue.values(), Decimal(0)), sum(spent.values(), Decimal(0))
        carried = max(total_out - total_in, Decimal(0))
        next_year = max(total_in - total_out, Decimal(0))
        size = max(len(left), len(right))
        left += [("", "")] * (size - len(left))
        right += [("", "")] * (size - len(right))
        left.append(
            (
                "本年收入合计",
                self.put(
                    self.printed(total_in),
                    "budget-summary",
                    "revenue",
                    "",
                    "",
                    "current-year-revenue",
                    "all",
                    "current-year",
                    "all",
                    yuan=total_in,
                ),
            )
        )
        right.append(
            (
                "本年支出合计",
                self.put(
                    self.printed(total_out),
                    "budget-summary",
                    "expenditure",
                    "",
                    "",
                    "current-year-expenditure",
                    "all",
                    "all",
                    "all",
                    yuan=total_out,
                ),
            )
        )
        left.append(
            (
                "上年结转结余",
                self.put(
                    self.printed(carried),
                    "budget-summary",
                    "balance",
                    "",
                    "",
                    "carried-over",
                    "all",
                    "carried-over",
                    "all",
                    yuan=carried,
                ),
            )
        )
        right.append(
            (
                "年终结转结余",
                self.put(
                    self.printed(next_year),
                    "budget-summary",
                    "balance",
                    "",
                    "",
                    "carried-to-next-year",
                    "all",
                    "all",
                    "carried-to-next-year",
                    yuan=next_year,
                ),
            )
        )
        both = total_in + carried
        left.append(
            (
                "收入总计",
                self.put(
                    self.printed(both), "budget-summary", "revenue", "", "", "total", "all", "all", "all", yuan=both
                ),
            )
        )
        right.append(
            (
                "支出总计",
                self.put(
                    self.printed(both), "budget-summary", "expenditure", "", "", "total", "all", "all", "all", yuan=both
                ),
            )
        )
        amount = self.money(f"{self.word}数")
        headings: list[list[Cell]] = [
            [("收入", 1, 2), ("", 1, 1), ("支出", 1, 2), ("", 1, 1)],
            [("项目", 1, 1), (amount, 1, 1), ("项目", 1, 1), (amount, 1, 1)],
        ]
        rows = [[*a, *b] for a, b in zip(left, right, strict=True)]
        if self.layout["blocks"] == "three":
            headings, rows = self.third(headings, rows, total_out, amount)
        self.grid("收支总表", headings, rows)

    def third(
        self, headings: list[list[Cell]], rows: list[list[str]], total: Decimal, amount: str
    ) -> tuple[list[list[Cell]], list[list[str]]]:
        """The same expenditure once more, by use."""
        basic = (total / 100 * self.dice.randint(1, 9) / 10).quantize(Decimal(1)) * 100
        uses = [("一、基本支出", "basic", basic), ("二、项目支出", "project", total - basic)]
        headings = [
            [*headings[0], ("支出（按用途）", 1, 2), ("", 1, 1)],
            [*headings[1], ("项目", 1, 1), (amount, 1, 1)],
        ]
        made: list[list[str]] = []
        for k, row in enumerate(rows):
            label, text = "", ""
            if k < len(uses):
                label, category, yuan = uses[k]
                text = self.put(
                    self.printed(yuan),
                    "budget-summary",
                    "expenditure",
                    "",
                    "",
                    category,
                    "all",
                    "all",
                    category,
                    yuan=yuan,
                )
            made.append([*row, label, text])
        return headings, made

    def three_public(self) -> None:
        foreign, reception, purchase, operation = (self.amount(often=0.6) for _ in range(4))
        parts = [("total", "合计", foreign + reception + purchase + operation), ("foreign-travel", "因公出国（境）费", foreign),
                 ("vehicle", "小计", purchase + operation), ("vehicle-purchase", "公务用车购置费", purchase),
                 ("vehicle-operation", "公务用车运行费", operation), ("reception", "公务接待费", reception)]  # fmt: skip
        texts = [
            self.put(
                self.printed(yuan),
                "three-public",
                "expenditure",
                "",
                "",
                line,
                "general-public-budget",
                "all",
                "all",
                yuan=yuan,
            )
            for line, _, yuan in parts
        ]
        headings: list[list[Cell]] = [
            [
                (self.money("合计"), 2, 1),
                ("因公出国（境）费", 2, 1),
                ("公务用车购置及运行费", 1, 3),
                ("", 1, 1),
                ("", 1, 1),
                ("公务接待费", 2, 1),
            ],
            [("", 1, 1), ("", 1, 1), ("小计", 1, 1), ("公务用车购置费", 1, 1), ("公务用车运行费", 1, 1), ("", 1, 1)],
        ]
        self.grid("一般公共预算“三公”经费支出表", headings, [texts])


def make(layout: Mapping[str, str], seed: int) -> Document:
    """The document of ``seed`` in ``layout``, with its truth."""
    maker = Maker(layout, seed)
    for part in (maker.summary, maker.expenditure, maker.basic, maker.three_public):
        part()
    return maker.document


# --- media ------------------------------------------------------------------------------------------------


def pages(layout: Mapping[str, str], grid: Grid) -> list[tuple[tuple[Cell, ...], ...]]:
    """The rows of a grid as its pages print them."""
    head, body = grid.rows[: grid.headings], grid.rows[grid.headings :]
    if layout["pages"] == "one" or len(body) < 6:
        return [grid.rows]
    half = len(body) // 2
    first, second = body[:half], body[half:]
    if layout["pages"] == "cut" and all(len(first[-1][k][0]) for k in (0,)):
        row = first[-1]
        label = max(
            (k for k, c in enumerate(row) if c[0].strip("-—/") and not any(d.isdigit() for d in c[0])), default=-1
        )
        if label > 0:
            upper = tuple(
                (c[0][: len(c[0]) // 2] if k == label else c[0] if k < label else "", 1, 1) for k, c in enumerate(row)
            )
            lower = tuple(
                ("" if k < label else c[0][len(c[0]) // 2 :] if k == label else c[0], 1, 1) for k, c in enumerate(row)
            )
            first, second = (*first[:-1], upper), (lower, *second)
    return [(*head, *first), (*head, *second) if layout["pages"] == "repeated" else second]


def write(layout: Mapping[str, str], document: Document, folder: Path) -> Path:
    """The document as a file of the layout's medium."""
    return WRITERS[layout["medium"]](layout, document, folder)


def covered(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    """The cells that are printed: those that no span covers."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if (r, c) in taken:
                continue
            taken |= {(r + i, c + j) for i in range(cell[1]) for j in range(cell[2])}
            yield r, c, cell


def _write_html(layout: Mapping[str, str], document: Document, folder: Path) -> Path:
    parts = [f"<h1>{document.title}</h1>"]
    for grid in document.grids:
        parts.append(f"<p>{grid.title}</p>" + "".join(f"<p>{c}</p>" for c in grid.captions))
        for rows in pages(layout, grid):
            cells: dict[int, list[str]] = {}
            for r, _, (text, down, across) in covered(rows):
                cells.setdefault(r, []).append(
                    f'<td rowspan="{down}" colspan="{across}">{html.escape(text).replace(chr(10), "<br>")}</td>'
                )
            parts.append(
                "<table>" + "".join(f"<tr>{''.join(cells.get(r, []))}</tr>" for r in range(len(rows))) + "</table>"
            )
        parts += [f"<p>{note}</p>" for note in grid.notes]
    path = folder / "made.html"
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>", "utf-8")
    return path


def _write_xlsx(layout: Mapping[str, str], document: Document, folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "封面"
    cover["A1"] = document.title
    for number, grid in enumerate(document.grids, start=1):
        sheet = book.create_sheet(f"{number}")
        width = len(grid.rows[0])
        sheet.append([grid.title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
        for caption in grid.captions:
            sheet.append([""] * (width - 1) + [caption])
        for rows in pages(layout, grid):
            start = sheet.max_row
            for r, c, (text, down, across) in covered(rows):
                value: object = text
                if text and text.replace(",", "").replace(".", "").isdigit() and "." in text:
                    value = float(text.replace(",", ""))
                cell = sheet.cell(start + r + 1, c + 1, value)
                cell.number_format = "#,##0.00" if isinstance(value, float) else "@"
                if down > 1 or across > 1:
                    sheet.merge_cells(
                        start_row=start + r + 1, start_column=c + 1, end_row=start + r + down, end_column=c + across
                    )
        for note in grid.notes:
            sheet.cell(sheet.max_row + 1, 1, note)
    path = folder / "made.xlsx"
    book.save(path)
    return path


def _write_docx(layout: Mapping[str, str], document: Document, folder: Path) -> Path:
    from docx import Document as Word

    word = Word()
    word.add_paragraph(document.title)
    for grid in document.grids:
        for text in (grid.title, *grid.captions):
            word.add_paragraph(text)
        for number, rows in enumerate(pages(layout, grid)):
            if number:
                word.add_page_break()
            table = word.add_table(len(rows), len(rows[0]))
            for r, c, (text, down, across) in covered(rows):
                cell = table.cell(r, c)
                if down > 1 or across > 1:
                    cell = cell.merge(table.cell(r + down - 1, c + across - 1))
                cell.text = text
        for note in grid.notes:
            word.add_paragraph(note)
    path = folder / "made.docx"
    word.save(str(path))
    return path


def _write_text(layout: Mapping[str, str], document: Document, folder: Path) -> Path:
    lines = [document.title, ""]
    for grid in document.grids:
        lines += [grid.title, *grid.captions]
        for rows in pages(layout, grid):
            lines += ["\t".join(text for text, _, _ in row) for row in rows] + [""]
        lines += [*grid.notes, ""]
    path = folder / "made.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _write_pdf(layout: Mapping[str, str], document: Document, folder: Path) -> Path:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = folder / "made.pdf"
    width, height, step = 1400.0, 842.0, 18.0
    drawing = canvas.Canvas(str(path), pagesize=(width, height))

    def say(x: float, y: float, text: str, size: float = 10) -> None:
        drawing.setFont("STSong-Light", size)
        drawing.drawString(x, height - y, text)

    say(400, 80, document.title, 18)
    drawing.showPage()
    for grid in document.grids:
        for number, rows in enumerate(pages(layout, grid)):
            y = 60.0
            if not number:
                for text in (grid.title, *grid.captions):
                    say(400, y, text, 12)
                    y += step * 1.5
            columns = len(rows[0])
            edges = [40 + k * (width - 80) / columns for k in range(columns + 1)]
            for r, c, (text, down, across) in covered(rows):
                top, left = y + r * step, edges[c]
                drawing.rect(left, height - top - down * step, edges[c + across] - left, down * step)
                size = min(9.0, (edges[c + across] - left - 4) / max(len(text), 1)) if text else 9.0
                say(left + 2, top + down * step / 2 + size / 3, text, size)
            y += len(rows) * step + 30
            for note in grid.notes if number == len(pages(layout, grid)) - 1 else ():
                say(40, y, note)
            drawing.showPage()
    drawing.save()
    return path


WRITERS: dict[str, Callable[[Mapping[str, str], Document, Path], Path]] = {
    "html": _write_html, "xlsx": _write_xlsx, "docx": _write_docx, "text": _write_text, "pdf": _write_pdf,
}  # fmt: skip
