"""The golden tables of the published PDF and Word documents hold themselves up, without the converter.

Typing errors show where rows, columns, code trees and tables do not add up, where a number does not stand on its page,
or where a page prints an amount that no row has. What the publishers rounded is listed, difference by difference.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
DISCLOSURES = HERE.parents[2] / "shared" / "disclosures"
YUAN = {"元": 1, "万元": 10_000}
Row = dict[str, str]
Difference = tuple[str, ...]

#: Rows of each table, counted by eye: budget-summary, revenue-, expenditure-, appropriation-summary ...
COUNTS = {
    "sh-city-czj-2025-unit-budget": (20, 48, 53, 12, 53, 71, 6),
    "sh-putuo-czj-2024-final": (12, 45, 44, 19, 44, 29, 2),
    "sh-putuo-czj-2025-dept-budget": (8, 40, 44, 12, 44, 90, 3),
    "sh-shgzb-2024-final": (9, 36, 39, 15, 39, 67),
    "sh-sww-2025-dept-budget": (11, 62, 65, 18, 65, 63, 3),
    "sh-sww-2025-unit-budget": (24, 62, 65, 18, 65, 63, 3),
    "sh-zfb-2025-dept-budget": (8, 42, 47, 12, 47, 61, 4),
    "sh-zfb-2025-unit-budget": (18, 42, 47, 12, 47, 61, 4),
    "swu-2021-budget": (14, 56, 48, 44),
    "sx-ty-fgw-2016-final": (48, 231, 198, 91, 90, 83, 24, 8, 2, 12),
}
NAMES = sorted(COUNTS)

#: What the print itself does not add up to, by rounding: table, what was added, printed less added, in yuan.
ROUNDED: dict[str, set[Difference]] = {
    "sh-city-czj-2025-unit-budget": {
        ("basic-expenditure-by-economic", "basic", "302", "1"),
        ("basic-expenditure-by-economic", "operating", "302", "1"),
    },
    "sh-putuo-czj-2024-final": {
        ("revenue-summary", "all", "total", "-100"),
        ("revenue-summary", "fiscal-appropriation", "total", "-100"),
        ("expenditure-summary", "all", "total", "-100"),
        ("expenditure-summary", "basic", "total", "-100"),
        ("general-budget-by-function", "all", "total", "-100"),
        ("general-budget-by-function", "basic", "total", "-100"),
        ("basic-expenditure-by-economic", "basic", "301", "-100"),
        ("basic-expenditure-by-economic", "basic", "302", "-200"),
        ("budget-summary", "all", "class 208", "-100"),
        ("appropriation-summary", "all", "class 208", "-100"),
    },
    "sh-shgzb-2024-final": {
        ("basic-expenditure-by-economic", "basic", "302", "100"),
        ("basic-expenditure-by-economic", "personnel+operating", "total", "-100"),
    },
}
#: The table by economic code holds project expenditure too, though the text calls it basic expenditure.
WHOLE_BY_ECONOMIC = {"sx-ty-fgw-2016-final"}
KINDS = ("basic", "project", "business-operation", "remitted-to-superior", "subsidy-to-subordinate")
FUNDS = ("general-public-budget", "government-fund", "state-capital")
INCOME = (
    "fiscal-appropriation",
    "superior-subsidy",
    "business-income",
    "operating-income",
    "subordinate-remittance",
    "other-income",
)


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (HERE / name / "observations.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


def amounts(name: str, **wanted: str) -> list[Decimal]:
    return [Decimal(r["amount"]) for r in rows(name) if all(r[k] == v for k, v in wanted.items())]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_the_number_of_cells_that_was_counted_by_eye(name: str) -> None:
    counted = Counter(r["table"] for r in rows(name))
    assert tuple(counted.values()) == COUNTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_stands_twice_with_the_same_meaning(name: str) -> None:
    meaning = [k for k in rows(name)[0] if k not in ("label", "amount", "reported", "reported_unit", "source_line")]
    assert [m for m, n in Counter(tuple(r[k] for k in meaning) for r in rows(name)).items() if n > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_is_its_printed_number_in_yuan(name: str) -> None:
    for row in rows(name):
        assert Decimal(row["amount"]) == Decimal(row["reported"].replace(",", "")) * YUAN[row["reported_unit"]], row


@pytest.mark.parametrize("name", NAMES)
def test_rows_columns_code_trees_and_tables_add_up_but_for_rounding(name: str) -> None:
    assert set(_differences(name)) == ROUNDED.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_basic_expenditure_is_the_same_by_function_and_by_economic_code(name: str) -> None:
    economic = amounts(name, table="basic-expenditure-by-economic", line="total", category="basic") or [
        sum(
            (
                amounts(name, table="basic-expenditure-by-economic", line="total", category=c)[0]
                for c in ("personnel", "operating")
                if amounts(name, table="basic-expenditure-by-economic", line="total")
            ),
            Decimal(0),
        )
    ]
    if not economic[0]:
        pytest.skip("no table by economic code")
    category = "all" if name in WHOLE_BY_ECONOMIC else "basic"
    (function,) = amounts(name, table="general-budget-by-function", line="total", category=category)
    off = [d for d in ROUNDED.get(name, set()) if d[1] == "personnel+operating"]
    assert function - economic[0] == (Decimal(off[0][3]) if off else 0)


def _differences(name: str) -> Iterator[Difference]:
    for table, what, where, printed, added in _equations(name):
        if printed != added:
            yield table, what, where, str(printed - added)
    yield from (d for d in ROUNDED.get(name, set()) if d[1] == "personnel+operating")  # asserted on its own


def _equations(name: str) -> Iterator[tuple[str, str, str, Decimal, Decimal]]:
    yield from _columns(name, "category", "all", KINDS, ("expenditure-summary", "general-budget-by-function"))
    yield from _columns(name, "category", "all", KINDS, ("appropriation-by-function", "government-fund"))
    yield from _columns(
        name, "category", "all", ("personnel", "operating", "project"), ("budget-summary",), "expenditure"
    )
    yield from _columns(name, "category", "all", KINDS, ("budget-summary",), "balance")
    yield from _columns(name, "category", "basic", ("personnel", "operating"), ("basic-expenditure-by-economic",))
    yield from _columns(name, "fund", "all", INCOME, ("revenue-summary",))
    yield from _columns(name, "fund", "fiscal-appropriation", FUNDS, ("appropriation-summary",))
    yield from _trees(name, "function_code")
    yield from _trees(name, "economic_code")
    for table, listing, fund in (
        ("budget-summary", "expenditure-summary", "all"),
        ("appropriation-summary", "general-budget-by-function", "general-public-budget"),
    ):
        for row in rows(name):
            if row["table"] == table and row["line"].startswith("function-") and row["category"] == "all":
                code = row["line"].removeprefix("function-")
                own = amounts(name, table=listing, function_code=code, category="all")
                if row["fund"] == fund and own:
                    yield table, "all", f"class {code}", Decimal(row["amount"]), own[0]


def _columns(
    name: str, dimension: str, whole: str, parts: tuple[str, ...], tables: tuple[str, ...], flow: str = ""
) -> Iterator[tuple[str, str, str, Decimal, Decimal]]:
    """Each row of ``tables`` whose total and some of its parts are printed."""
    keys = ("table", "phase", "flow", "function_code", "economic_code", "line", "fund", "origin", "category")
    lines: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for row in rows(name):
        if row["table"] in tables and row["flow"] in (flow or row["flow"]):
            lines[tuple(row[k] for k in keys if k != dimension)][row[dimension]] = Decimal(row["amount"])
    for key, printed in lines.items():
        added = [printed[p] for p in parts if p in printed]
        if whole in printed and added:
            yield key[0], whole, " ".join(key[3:6]).strip(), printed[whole], sum(added, Decimal(0))


def _trees(name: str, code: str) -> Iterator[tuple[str, str, str, Decimal, Decimal]]:
    """Each code with codes below it, and each total with its classes, column by column."""
    columns: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for row in rows(name):
        if row["table"].startswith(("budget-", "appropriation-summary", "three", "procurement", "agency")):
            continue
        column = (row["table"], row["phase"], row["flow"], row["fund"], row["origin"], row["category"])
        columns[column][row[code] or row["line"]] = Decimal(row["amount"])
    for (table, _, _, fund, _, category), printed in columns.items():
        what = fund if table == "revenue-summary" else category
        classes = [v for c, v in printed.items() if re.fullmatch(r"\d{3}(00)?", c)]
        if "total" in printed and classes:
            yield table, what, "total", printed["total"], sum(classes, Decimal(0))
        for parent, value in printed.items():
            below = [
                v for c, v in printed.items() if c.startswith(parent) and len(c) == len(parent) + 2 and c != parent
            ]
            if parent.isdigit() and below and not parent.endswith("00"):
                yield table, what, parent, value, sum(below, Decimal(0))


# --- against the pages ---------------------------------------------------------------------------------------


@cache
def page_texts(name: str) -> tuple[str, ...]:
    """The text layer of each page by PDFium, which the converter does not read tables with."""
    import pypdfium2

    files = sorted((DISCLOSURES / name).glob("*.pdf"))
    if not files:
        pytest.skip("no PDF beside the checkout")
    with pypdfium2.PdfDocument(files[0]) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


_AMOUNT = re.compile(r"(?<![\d.,])-?\d{1,3}(?:,\d{3})+(?:\.\d\d)?(?![\d.,])|(?<![\d.,])-?\d+\.\d\d(?![\d.,])")


@pytest.mark.parametrize("name", NAMES)
def test_every_number_stands_on_its_page_and_no_table_page_prints_another(name: str) -> None:
    texts = page_texts(name)
    typed: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows(name):
        typed[int(row["source_line"])][row["reported"]] += 1
    for page, golden in sorted(typed.items()):
        text = texts[page - 1]
        printed = Counter(_AMOUNT.findall(text))
        assert not golden - printed, (page, golden - printed)
        if not re.search(r"\d ?万元[，。；,;]", text):  # no prose on the page
            assert not printed - golden, (page, printed - golden)


@pytest.mark.parametrize("name", NAMES)
def test_pages_without_golden_rows_print_amounts_in_sentences_only(name: str) -> None:
    typed = {int(row["source_line"]) for row in rows(name)}
    for page, text in enumerate(page_texts(name), start=1):
        if page not in typed and _AMOUNT.search(text):
            assert re.search(r"万", text) and not re.search(r"单位[:：] ?(?:万元|元)", text), page
