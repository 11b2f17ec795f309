"""One picture of a disclosure for portals: what is spent on each functional class, as printed, in SVG.

Amounts are those of one table at one level (类), so that no total stands beside its parts. A bar that the document's
own accounting does not prove is drawn hollow and said to be unproven. Equal packages give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from ..datapackage.units import UNIT_EN

Row = Mapping[str, str]
#: Tables that print the expenditure by functional class, the whole before parts of it.
TABLES: tuple[tuple[str, str], ...] = (
    ("expenditure-summary", "支出总表 total expenditure"),
    ("general-budget-by-function", "一般公共预算支出表 general public budget"),
    ("appropriation-by-function", "财政拨款支出表 fiscal appropriation"),
)
_PHASES = ("executed", "revised", "approved")
_PHASE_NAMES = {"executed": "决算数 executed", "revised": "调整预算数 revised", "approved": "预算数 approved"}
_WIDTH, _LEFT, _BAR, _ROW, _TOP = 960, 260, 500, 34, 84
_INK, _FILL, _PALE = "#1f2a37", "#2f6f9f", "#5b6673"


def classes(rows: Iterable[Row], year: str) -> tuple[str, str, list[Row]]:
    """The rows that give each functional class (类) of ``year`` once, largest first, with their table and phase.

    Nothing is chosen between amounts that differ: a table that prints a class twice for one phase is passed over.
    """
    found = [r for r in rows if _is_class(r, year)]
    for table, _ in TABLES:
        for phase in _PHASES:
            chosen = [r for r in found if (r["table"], r["phase"]) == (table, phase)]
            if chosen and len({r["function_code"] for r in chosen}) == len(chosen):
                spent = [r for r in chosen if Decimal(r["amount"]) > 0]
                return table, phase, sorted(spent, key=lambda r: (-Decimal(r["amount"]), r["function_code"]))
    return "", "", []


def _is_class(row: Row, year: str) -> bool:
    return (
        row["fiscal_year"] == year
        and row["flow"] == "expenditure"
        and len(row["function_code"]) == 3
        and (row["economic_code"], row["project_code"], row["line"]) == ("", "", "")
        and (row["category"], row["origin"]) == ("all", "all")
    )


def write_chart(disclosure: Mapping[str, Any], rows: Iterable[Row], path: Path) -> bool:
    """Draw the chart to ``path``; False, and nothing is written, where no table gives the classes. Raises OSError."""
    table, phase, bars = classes(rows, str(disclosure["year"]))
    if not bars:
        return False
    title = f"{disclosure['unit_name']} {disclosure['year']} 年支出，按功能分类"
    told = f"{dict(TABLES)[table]} · {_PHASE_NAMES[phase]} · 万元 {UNIT_EN['万元']}"
    path.write_text(_svg(title, told, bars), "utf-8")
    return True


def _svg(title: str, told: str, bars: Sequence[Row]) -> str:
    largest = Decimal(bars[0]["amount"])
    unproven = any(row["confirmations"] == "0" for row in bars)
    height = _TOP + _ROW * len(bars) + (44 if unproven else 20)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        'font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, WenQuanYi Zen Hei, sans-serif" font-size="15">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="20" y="34" font-size="19" font-weight="bold" fill="{_INK}">{escape(title)}</text>',
        f'<text x="20" y="60" fill="{_PALE}">{escape(told)}</text>',
    ]
    parts += [_bar(number, row, largest) for number, row in enumerate(bars)]
    if unproven:
        note = "空心：文件自身的勾稽关系没有证实 hollow: not proven by the document's own accounting"
        parts.append(f'<text x="20" y="{height - 16}" font-size="13" fill="{_PALE}">{escape(note)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _bar(number: int, row: Row, largest: Decimal) -> str:
    top, amount = _TOP + _ROW * number, Decimal(row["amount"])
    width = max(1, int(amount * _BAR / largest))
    label = f"{row['function_code']} {row['label']}"
    shown = label if len(label) <= 17 else label[:16] + "…"
    fill = f'fill="{_FILL}"' if row["confirmations"] != "0" else f'fill="none" stroke="{_FILL}" stroke-dasharray="4 3"'
    return (
        f'<text x="{_LEFT - 12}" y="{top + 18}" text-anchor="end" fill="{_INK}"><title>{escape(label)}</title>'
        f'{escape(shown)}</text><rect x="{_LEFT}" y="{top + 2}" width="{width}" height="22" {fill}/>'
        f'<text x="{_LEFT + width + 8}" y="{top + 18}" fill="{_INK}">{_wan(amount)}</text>'
    )


def _wan(amount: Decimal) -> str:
    """Yuan in 万元 with no digit lost: 38423500 → 3,842.35."""
    shown = f"{(amount / 10000).normalize():,f}"
    whole, _, part = shown.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"
