"""Small tables without a grid, drawn by dice: columns known, sums left out, cells blank or out of their place."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: What a document may print: title, headings of the rows' own columns, rows, and columns with what each means.
_FUNCTIONS = (
    ("2050203", "初中教育"),
    ("2050204", "高中教育"),
    ("2080505", "机关事业单位基本养老保险缴费支出"),
    ("2210201", "住房公积金"),
)
_ECONOMIC = (("30201", "办公费"), ("30206", "电费"), ("30211", "差旅费"), ("30213", "维修（护）费"))
_PURCHASES = (("procurement-goods", "货物"), ("procurement-works", "工程"), ("procurement-services", "服务"))
_KINDS = {"基本支出": "basic", "项目支出": "project"}
_MORE_KINDS = {**_KINDS, "上缴上级支出": "remitted-to-superior", "经营支出": "business-operation", "对附属单位补助支出": "subsidy-to-subordinate"}  # fmt: skip
_FUNDS = {"一般公共预算": "general-public-budget", "政府性基金预算": "government-fund", "财政专户管理资金": "fiscal-special-account", "单位资金": "unit-funds"}  # fmt: skip
_LINES = {"因公出国（境）费": "foreign-travel", "公务用车购置费": "vehicle-purchase", "公务用车运行维护费": "vehicle-operation", "公务接待费": "reception"}  # fmt: skip
_SIDES = ("left", "center", "right")

Key = tuple[str, str, str, str]  # code or line, category, fund, amount in yuan as printed


@dataclass
class Drawing:
    """One page: its title, its cells, how they stand, and what the amounts mean."""

    title: str
    rows: list[list[str]]
    edges: list[float]
    headings: str
    numbers: str
    rules: str
    size: float
    padding: float
    truth: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    moved: dict[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])


def make(seed: object, *, move: bool = False) -> Drawing:
    """A page thrown by dice; with ``move`` one of its numbers stands out of its column, by some share of it."""
    dice = random.Random(f"columns {seed}")
    title, heads, rows, names, dimension = dice.choice(_kinds())
    columns = dice.sample(list(names), dice.randint(1 if len(names) == 1 else 2, len(names)))
    blank = dice.choice((0.0, 0.3, 0.6))
    empty = dice.choice((None, None, *range(len(columns))))
    rows = dice.sample(rows, dice.randint(1, len(rows)))
    printed: list[list[str]] = [[*heads, *columns]]
    truth: set[tuple[str, ...]] = set()
    for row in rows:
        amounts = [
            "" if k == empty or dice.random() < blank else f"{dice.choice((9, 99, 9999, 99999)) * dice.random():,.2f}"
            for k in range(len(columns))
        ]
        printed.append([*row[len(row) - len(heads) :], *amounts])
        truth |= {(row[0], dimension, names[c], a) for c, a in zip(columns, amounts, strict=True) if a}
    if len(rows) > 1 and dice.random() < 0.3:
        totals = [_sum([r[len(heads) + k] for r in printed[1:]]) for k in range(len(columns))]
        printed.insert(1, [*["", "合计"][2 - len(heads) :], *totals])
        truth |= {("total", dimension, names[c], a) for c, a in zip(columns, totals, strict=True) if a}
    size, padding = dice.choice((7.5, 9.0, 10.5)), dice.choice((1.0, 2.0, 4.0))
    wide = dice.choice((0, 0, 80, 120))
    edges = [50.0]
    for k in range(len(printed[0])):
        widest = max(_width(row[k], size) for row in printed)
        edges.append(edges[-1] + widest + 2 * padding + (wide or dice.choice((0, 0, 5, 20, 60))))
    drawing = Drawing(
        title, printed, edges, dice.choice(_SIDES[:2]), dice.choice(_SIDES), dice.choice(("none", "three", "rows")),
        size, padding, truth,
    )  # fmt: skip
    cells = [(r, c) for r, row in enumerate(printed) for c, t in enumerate(row) if r and c >= len(heads) and t]
    if move and cells:
        drawing.moved[dice.choice(cells)] = dice.choice((-1, 1)) * dice.uniform(0.2, 1.2)
    return drawing


def _kinds() -> list[tuple[str, list[str], list[tuple[str, ...]], dict[str, str], str]]:
    codes = ["科目编码", "科目名称"]
    return [
        ("一般公共预算支出表", codes, [(c, c, n) for c, n in _FUNCTIONS], _KINDS, "category"),
        ("支出总表", codes, [(c, c, n) for c, n in _FUNCTIONS], _MORE_KINDS, "category"),
        ("政府采购预算表", ["项目"], [*_PURCHASES], _FUNDS, "fund"),
        ("一般公共预算“三公”经费支出表", [], [("",)], _LINES, "line"),
        ("机关运行经费支出表", codes, [(c, c, n) for c, n in _ECONOMIC], {"金额": "all"}, "category"),
    ]


def _sum(texts: list[str]) -> str:
    told = [float(t.replace(",", "")) for t in texts if t]
    return f"{sum(told):,.2f}" if told else ""


def _width(text: str, size: float) -> float:
    return sum(size if ord(c) > 255 or c in "“”" else size * 0.5 for c in text)


def write(drawings: list[Drawing], path: Path) -> Path:
    """The pages as a PDF file, below the title of a budget."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    width = max(700.0, *(d.edges[-1] + 50 for d in drawings))
    sheet: Any = canvas.Canvas(str(path), pagesize=(width, 595))
    sheet.setFont("STSong-Light", 18)
    sheet.drawString(150, 400, "清溪县测试局2024年单位预算")
    sheet.showPage()
    for drawing in drawings:
        _draw(drawing, sheet)
        sheet.showPage()
    sheet.save()
    return path


def _draw(drawing: Drawing, sheet: Any) -> None:
    sheet.setFont("STSong-Light", 14)
    sheet.drawString(drawing.edges[0] + 60, 540, drawing.title)
    sheet.setFont("STSong-Light", drawing.size)
    sheet.drawString(drawing.edges[-1] - 5 * drawing.size, 522, "单位：万元")
    height = 2 * drawing.size
    ys = [510 - height * k for k in range(len(drawing.rows) + 1)]
    for y in {"none": [], "three": [ys[0], ys[1], ys[-1]], "rows": ys}[drawing.rules]:
        sheet.line(drawing.edges[0], y, drawing.edges[-1], y)
    for r, row in enumerate(drawing.rows):
        for c, text in enumerate(row):
            side = (
                drawing.headings
                if r == 0
                else drawing.numbers
                if text and _is_number(text) and len(text) > 3 and "." in text
                else "left"
            )
            left, right = drawing.edges[c] + drawing.padding, drawing.edges[c + 1] - drawing.padding
            by = drawing.moved.get((r, c), 0.0) * (drawing.edges[c + 1] - drawing.edges[c])
            y = ys[r + 1] + 0.6 * drawing.size
            place = {"left": left, "center": (left + right) / 2, "right": right}[side] + by
            draw = {"left": sheet.drawString, "center": sheet.drawCentredString, "right": sheet.drawRightString}[side]
            draw(place, y, text)


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").isdigit()
