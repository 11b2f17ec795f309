"""The golden tables hold themselves up: their own rows, columns, code trees and tables agree, and the text prints them.

A golden table is typed by a person, and a person errs. Nothing here calls the converter: the golden files are held
against arithmetic, against each other, and against the characters of the document where it is at hand.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
DISCLOSURES = HERE.parents[2] / "shared" / "disclosures"
NAME = "wuhan-information-center-2024"
YUAN = {"元": 1, "万元": 10_000}
Row = dict[str, str]

MONEY_TABLES = {
    "budget-summary": 23,
    "revenue-summary": 51,
    "expenditure-summary": 63,
    "appropriation-summary": 11,
    "general-budget-by-function": 105,
    "general-budget-by-unit": 14,
    "basic-expenditure-by-economic": 105,
    "three-public": 6,
    "project-expenditure": 72,
}
PERFORMANCE_TABLES = {"overall-performance": 28, "project-performance": 46}
ALL, GENERAL, CARRIED, CURRENT = "all", "general-public-budget", "carried-over", "current-year"


def read(file: str) -> list[Row]:
    with (HERE / NAME / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ROWS = read("observations.csv")
LOST = read("lost.csv")
TARGETS = read("targets.csv")
DIMENSIONS = tuple(ROWS[0])[: tuple(ROWS[0]).index("amount")]


def amounts(table: str, **wanted: str) -> list[Decimal]:
    """The amounts of ``table`` that have every dimension wanted."""
    rows = (r for r in ROWS if r["table"] == table and all(r[k] == v for k, v in wanted.items()))
    return [Decimal(r["amount"]) for r in rows]


def amount(table: str, **wanted: str) -> Decimal:
    """The one amount of ``table`` with the dimensions wanted."""
    found = amounts(table, **wanted)
    assert len(found) == 1, (table, wanted, found)
    return found[0]


def forced(table: str, **wanted: str) -> Decimal:
    """The one lost amount of ``table`` that the accounting forces."""
    (row,) = [r for r in LOST if r["table"] == table and all(r[k] == v for k, v in wanted.items())]
    return Decimal(row["forced_amount"])


def by(column: str, table: str) -> dict[str, list[Row]]:
    """The rows of ``table`` grouped by the value of one column."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in ROWS:
        if row["table"] == table:
            groups[row[column]].append(row)
    return groups


def source_lines() -> list[str]:
    """The lines of the document, counted from 1."""
    path = DISCLOSURES / NAME / "disclosure.txt"
    if not path.exists():
        pytest.skip("the document is not beside the checkout")
    return ["", *path.read_text("utf-8").split("\n")]


# --- every cell ---------------------------------------------------------------------------------------------


def test_every_table_has_the_number_of_cells_that_was_counted_by_eye() -> None:
    assert Counter(r["table"] for r in ROWS) == MONEY_TABLES | PERFORMANCE_TABLES
    assert sum(MONEY_TABLES.values()) == 450


def test_no_cell_stands_twice_with_the_same_meaning() -> None:
    # Two lines of one table may carry one meaning only where a label tells them apart.
    meanings = Counter(tuple(r[d] for d in DIMENSIONS) for r in ROWS)
    assert [m for m, times in meanings.items() if times > 1] == []


def test_every_amount_is_its_printed_number_in_yuan() -> None:
    for row in ROWS:
        assert Decimal(row["amount"]) == Decimal(_undone(row["reported"])) * YUAN[row["reported_unit"]], row


def test_codes_have_the_shapes_of_their_classifications() -> None:
    for row in ROWS + LOST:
        assert re.fullmatch(r"(2\d\d(\d\d(\d\d)?)?)?", row["function_code"])
        assert re.fullmatch(r"(3\d\d(\d\d)?)?", row["economic_code"])
        assert re.fullmatch(r"(\d{6}\d{5}[0-9A-Z]\d{9})?", row["project_code"])
        assert row["unit_code"] in {"157", "157003"}
        assert row["phase"] == "approved"


# --- against the text ---------------------------------------------------------------------------------------


def test_every_number_stands_on_its_line_as_reported() -> None:
    lines = source_lines()
    for row in ROWS:
        assert row["reported"] in lines[int(row["source_line"])], row


def test_no_printed_amount_of_the_money_tables_is_left_out() -> None:
    lines = source_lines()
    start = max(i for i, line in enumerate(lines) if line == "收支总表")
    end = lines.index("部门整体支出绩效目标申报表")
    golden: dict[int, list[str]] = defaultdict(list)
    for row in ROWS:
        if row["table"] in MONEY_TABLES:
            golden[int(row["source_line"])].append(row["reported"])
    for number in range(start, end):
        printed = list(_printed_amounts(lines[number]))
        if not golden[number] and printed:
            # The one line that repeats lines before it: every number of it was read above.
            above = {_undone(text) for k in range(start, number) for text in golden[k]}
            assert {_undone(text) for text in printed} <= above, number
            continue
        assert Counter(golden[number]) == Counter(printed), number


def _undone(text: str) -> str:
    return re.sub(r"[\s,]", "", text)


def _printed_amounts(line: str) -> Iterator[str]:
    """Numbers with two decimals, with the spaces that OCR put into them; codes have none."""
    for match in re.finditer(r"\d{1,3}(?:, ?\d{3})*\. ?\d\d(?!\d)|\d{4}\. ?\d\d(?!\d)", line):
        yield match.group()


def test_personal_values_of_the_document_are_in_no_golden_file() -> None:
    text = "\n".join(source_lines())
    names = re.findall(r"(?:项目负责人|填报人)[\s\t]+([一-鿿]{2,4})(?=[\s\t])", text)
    numbers = re.findall(r"(?<!\d)(?:1\d{10}|8\d{7})(?!\d)", text)
    assert names and numbers
    files = [path for path in HERE.rglob("*") if path.suffix in {".csv", ".md", ".py"}]
    kept = "\n".join(path.read_text("utf-8") for path in files)
    assert not [index for index, value in enumerate(names + numbers) if value in kept]


# --- within tables ------------------------------------------------------------------------------------------


def test_budget_summary_adds_up_with_the_amounts_that_were_lost() -> None:
    table = "budget-summary"
    funds = [Decimal(r["amount"]) for r in ROWS if r["table"] == table and r["origin"] == CURRENT and r["fund"] != ALL]
    assert len(funds) == 9
    assert sum(funds) == amount(table, line="current-year-revenue")
    total = amount(table, line="total", flow="revenue")
    assert total == amount(table, line="current-year-revenue") + amount(table, line="carried-over")
    classes = [
        Decimal(r.get("amount") or r["forced_amount"])
        for r in ROWS + LOST
        if r["table"] == table and r["line"].startswith("function-")
    ]
    assert len(classes) == 24
    spent = forced(table, line="current-year-expenditure")
    assert sum(classes) == spent
    assert spent + forced(table, line="carried-to-next-year") == forced(table, line="total") == total


def test_appropriation_summary_adds_up() -> None:
    table = "appropriation-summary"
    current, carried = amount(table, line="current-year-revenue"), amount(table, line="carried-over")
    assert current == amount(table, line="general-public-budget-appropriation", origin=CURRENT)
    assert carried == amount(table, line="general-public-budget-appropriation", origin=CARRIED)
    spent = amount(table, line="current-year-expenditure")
    assert current + carried == amount(table, line="total", flow="revenue") == spent
    assert spent == amount(table, line="total", flow="expenditure")
    classes = [Decimal(r["amount"]) for r in ROWS if r["table"] == table and r["line"].startswith("function-")]
    assert sum(classes) == spent


def test_revenue_summary_rows_add_up_and_are_equal() -> None:
    table = "revenue-summary"
    for unit, line in (("157003", "total"), ("157", ""), ("157003", "")):
        row = {"unit_code": unit, "line": line}
        total = amount(table, fund=ALL, origin=ALL, **row)
        parts = {o: amount(table, fund=ALL, origin=o, **row) for o in (CURRENT, CARRIED)}
        assert sum(parts.values()) == total
        for origin, subtotal in parts.items():
            funds = [
                Decimal(r["amount"])
                for r in ROWS
                if r["table"] == table and r["origin"] == origin and r["fund"] != ALL
                and (r["unit_code"], r["line"]) == (unit, line)
            ]  # fmt: skip
            assert len(funds) == (9 if origin == CURRENT else 5)
            assert sum(funds) == subtotal


@pytest.mark.parametrize(
    ("table", "code", "parents"),
    [
        ("expenditure-summary", "function_code", 10),
        ("general-budget-by-function", "function_code", 10),
        ("basic-expenditure-by-economic", "economic_code", 5),
    ],
)
def test_code_trees_add_up_in_every_column(table: str, code: str, parents: int) -> None:
    columns = by("category", table)
    assert len({len(rows) for rows in columns.values()}) == 1, "every column has as many cells as the others"
    for rows in columns.values():
        printed = {r[code]: Decimal(r["amount"]) for r in rows}
        children: dict[str, list[Decimal]] = defaultdict(list)
        for child, value in printed.items():
            if child:
                children[_parent(child, printed)].append(value)
        assert len(children) == parents
        assert {parent: sum(values) for parent, values in children.items()} == {p: printed[p] for p in children}


def _parent(code: str, printed: dict[str, Decimal]) -> str:
    """The nearest printed code above ``code``; the total is the code ""."""
    return next(code[:end] for end in range(len(code) - 1, -1, -1) if code[:end] in printed and end in (0, 3, 5))


@pytest.mark.parametrize(
    ("table", "keys", "total", "parts"),
    [
        ("expenditure-summary", ("function_code",), "all", ("basic", "project")),
        ("general-budget-by-function", ("function_code",), "all", ("basic", "project")),
        ("general-budget-by-function", ("function_code",), "basic", ("personnel", "operating")),
        ("general-budget-by-unit", ("unit_code", "line"), "basic", ("personnel", "operating")),
        ("basic-expenditure-by-economic", ("economic_code",), "basic", ("personnel", "operating")),
    ],
)
def test_rows_add_up(table: str, keys: tuple[str, ...], total: str, parts: tuple[str, ...]) -> None:
    rows: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for row in ROWS:
        if row["table"] == table:
            rows[tuple(row[k] for k in keys)][row["category"]] = Decimal(row["amount"])
    for key, row in rows.items():
        assert row[total] == sum(row[p] for p in parts), key


def test_by_unit_adds_up_with_the_amount_that_was_lost() -> None:
    table = "general-budget-by-unit"
    for unit, line in (("157003", "total"), ("157", "")):
        row = {"unit_code": unit, "line": line}
        whole = amount(table, category="all", **row)
        assert whole == amount(table, category="basic", **row) + amount(table, category="project", **row)
    own = {"unit_code": "157003", "line": ""}
    lost = forced(table, category="all", **own)
    assert lost == amount(table, category="basic", **own) + amount(table, category="project", **own)
    assert lost == amount(table, category="all", unit_code="157")


def test_three_public_adds_up() -> None:
    def line(name: str) -> Decimal:
        return amount("three-public", line=name)

    assert line("total") == line("foreign-travel") + line("vehicle") + line("reception")
    assert line("vehicle") == line("vehicle-purchase") + line("vehicle-operation")


def test_project_table_adds_up_over_rows_and_columns() -> None:
    table = "project-expenditure"
    rows = [r for r in ROWS if r["table"] == table]
    heads = [("157003", "total", ""), ("157", "", "")]
    codes = sorted({r["project_code"] for r in rows if r["project_code"]})
    parent, *children = codes
    keys = heads + [("157003", "", code) for code in codes]
    cells = {(r["unit_code"], r["line"], r["project_code"], r["fund"], r["origin"]): Decimal(r["amount"]) for r in rows}
    columns = [k[3:] for k in cells if k[:3] == keys[0]]
    assert len(columns) == 9
    for key in keys:
        funds = [cells[(*key, *c)] for c in columns if c != (ALL, ALL)]
        assert sum(funds) == cells[(*key, ALL, ALL)], key
    for column in columns:
        parts = sum(cells[("157003", "", child, *column)] for child in children)
        assert parts == cells[("157003", "", parent, *column)]
        assert parts == cells[(*heads[0], *column)] == cells[(*heads[1], *column)]


def test_overall_performance_adds_up_save_where_the_publisher_erred() -> None:
    table = "overall-performance"
    erred = {r["fiscal_year"]: r for r in read("mistakes.csv") if r["table"] == table and r["measure"] == "amount"}
    for year in ("2022", "2023", "2024"):
        income = amount(table, fiscal_year=year, flow="revenue", line="total")
        assert income == amount(table, fiscal_year=year, flow="revenue", line="fiscal-appropriation")
        kinds = ("personnel-projects", "operating-projects", "specific-target-projects")
        parts = sum(amount(table, fiscal_year=year, line=kind) for kind in kinds)
        printed = amount(table, fiscal_year=year, flow="expenditure", line="total")
        assert parts == income
        if year in erred:
            assert (parts, printed) == (Decimal(erred[year]["expected"]), Decimal(erred[year]["found"]))
        else:
            assert parts == printed


def test_project_forms_add_up_save_where_the_publisher_erred() -> None:
    erred = {r["label"]: r for r in read("mistakes.csv") if r["table"] == "project-performance"}
    for code, rows in by("project_code", "project-performance").items():
        by_line = {r["line"]: Decimal(r["amount"]) for r in rows if r["line"] != "earlier-budget"}
        lost = [r for r in LOST if r["project_code"] == code and r["line"] == "funding-total"]
        total = by_line["funding-total"] if not lost else Decimal(lost[0]["forced_amount"])
        assert total == by_line["total-budget"] == by_line["current-budget"]
        assert total == by_line["general-public-budget-appropriation"]
        assert total == by_line.get("requested-this-year", Decimal(0)) + by_line.get("carried-over", Decimal(0))
        assert by_line.get("cost-item", total) == total
        (purchase,) = [r for r in rows if r["line"] == "purchase"]
        expected = erred[purchase["label"]]["found"] if purchase["label"] in erred else total
        assert Decimal(purchase["amount"]) == Decimal(expected)
        this_year = [Decimal(r["amount"]) for r in rows if r["line"] == "earlier-budget" and r["fiscal_year"] == "2024"]
        assert this_year in ([], [total])


# --- between tables -----------------------------------------------------------------------------------------


def test_the_tables_agree_on_the_totals() -> None:
    spent = forced("budget-summary", line="total")
    assert spent == amount("revenue-summary", line="total", fund=ALL, origin=ALL)
    assert spent == amount("expenditure-summary", line="total", category="all")
    assert spent == amount("appropriation-summary", line="total", flow="expenditure")
    assert spent == amount("general-budget-by-function", line="total", category="all")
    assert spent == amount("general-budget-by-unit", line="total", category="all")
    assert spent == amount("overall-performance", line="total", flow="expenditure", fiscal_year="2024")


@pytest.mark.parametrize("category", ["all", "basic", "project"])
def test_total_and_general_budget_expenditure_agree_code_by_code(category: str) -> None:
    # This unit has no other fund, so 支出总表 and 一般公共预算支出表 print the same amounts.
    def column(table: str) -> dict[str, str]:
        return {r["function_code"]: r["amount"] for r in by("category", table)[category]}

    assert column("expenditure-summary") == column("general-budget-by-function")


def test_classes_agree_between_summaries_and_the_functional_table() -> None:
    functional = {
        r["function_code"]: Decimal(r["amount"])
        for r in by("category", "expenditure-summary")["all"]
        if len(r["function_code"]) == 3
    }
    for table in ("budget-summary", "appropriation-summary"):
        printed = {
            r["line"].removeprefix("function-"): Decimal(r.get("amount") or r["forced_amount"])
            for r in ROWS + LOST
            if r["table"] == table and r["line"].startswith("function-")
        }
        assert {code: value for code, value in printed.items() if value} == functional


def test_basic_expenditure_is_the_same_by_function_unit_economic_code_and_kind() -> None:
    kinds = {"basic": None, "personnel": "personnel-projects", "operating": "operating-projects"}
    for category, line in kinds.items():
        economic = amount("basic-expenditure-by-economic", line="total", category=category)
        assert economic == amount("general-budget-by-function", line="total", category=category)
        assert economic == amount("general-budget-by-unit", line="total", category=category)
        if line:
            assert economic == amount("overall-performance", line=line, fiscal_year="2024")


@pytest.mark.parametrize(
    ("function", "economic"),
    [
        ("2080505", "30108"),
        ("2080506", "30109"),
        ("2101102", "30110"),
        ("2101103", "30111"),
        ("2089999", "30112"),
        ("2210201", "30113"),
        ("2080502", "303"),
    ],
)
def test_items_of_both_classifications_that_are_the_same_money_agree(function: str, economic: str) -> None:
    paid = amount("basic-expenditure-by-economic", economic_code=economic, category="basic")
    assert paid == amount("general-budget-by-function", function_code=function, category="all")


def test_three_public_agrees_with_the_economic_items() -> None:
    vehicles = amount("basic-expenditure-by-economic", economic_code="30231", category="basic")
    reception = amount("basic-expenditure-by-economic", economic_code="30217", category="basic")
    assert amount("three-public", line="vehicle-operation") == vehicles
    assert amount("three-public", line="reception") == reception


def test_projects_agree_between_table_list_and_forms() -> None:
    projects = {r["project_code"] for r in ROWS if r["table"] == "project-performance"}
    assert len(projects) == 5
    for code in projects:
        whole = amount("project-expenditure", project_code=code, fund=ALL, origin=ALL)
        for line in ("total-budget", "current-budget"):
            assert whole == amount("overall-performance", project_code=code, line=line)
            assert whole == amount("project-performance", project_code=code, line=line)
        for line, origin in (("requested-this-year", CURRENT), ("carried-over", CARRIED)):
            # A source of a project that is nought is printed as blank in the form, and as 0.00 in the table.
            form = amounts("project-performance", project_code=code, line=line) or [Decimal(0)]
            assert form == amounts("project-expenditure", project_code=code, fund=GENERAL, origin=origin)


def test_project_expenditure_is_the_project_column_and_the_carried_over_money() -> None:
    project = amount("project-expenditure", line="total", fund=ALL)
    assert project == amount("expenditure-summary", line="total", category="project")
    assert project == amount("overall-performance", line="specific-target-projects", fiscal_year="2024")
    carried = amount("project-expenditure", line="total", fund=GENERAL, origin=CARRIED)
    assert carried == amount("budget-summary", line="carried-over")


# --- lost cells and targets ---------------------------------------------------------------------------------


def test_a_lost_cell_is_not_golden_too() -> None:
    golden = {tuple(r[d] for d in DIMENSIONS) for r in ROWS}
    lost = [tuple(r[d] for d in DIMENSIONS) for r in LOST]
    assert len(lost) == len(set(lost)) == 22
    assert not golden & set(lost)


def test_a_lost_cell_has_a_forced_or_a_likely_amount_but_not_both() -> None:
    assert [r for r in LOST if r["forced_amount"] and r["likely_amount"]] == []
    assert sum(bool(r["forced_amount"]) for r in LOST) == 18


def test_targets_are_as_many_as_were_counted_and_each_stands_once() -> None:
    assert Counter((r["table"], r["horizon"]) for r in TARGETS) == {
        ("overall-performance", "long-term"): 25,
        ("overall-performance", "annual"): 27,
        ("project-performance", "long-term"): 26,
        ("project-performance", "annual"): 29,
    }
    assert len({r["source_line"] for r in TARGETS}) == len(TARGETS)


def test_operator_number_and_unit_are_the_parts_of_the_target() -> None:
    signs = {">=": ("≥", "全年不低于"), "<=": ("≤",), "=": ("",), ">": (">",), "<": ("<",)}
    for row in TARGETS:
        number = re.fullmatch(r"[≥≤<>]?[\d.]+[^*]*", row["this_year"])
        if row["operator"]:
            assert row["this_year"] in {s + row["target"] + row["target_unit"] for s in signs[row["operator"]]}, row
            assert Decimal(row["target"]) >= 0
        else:
            assert row["target"] == row["this_year"] and not row["target_unit"] and not number, row
        assert row["this_year"] or row["note"], "a value left out says why"


def test_targets_stand_on_their_lines_in_the_order_of_the_years() -> None:
    lines = source_lines()
    for row in TARGETS:
        text = re.sub(r"\s", "", lines[int(row["source_line"])]).replace("≪", "≤").replace("↑", "个")
        values = [row[k] for k in ("year_before_last", "last_year", "this_year") if row[k]]
        pattern = ".*?".join(map(re.escape, values))
        assert re.search(pattern, text), row["source_line"]


def test_a_project_form_and_the_whole_unit_name_the_same_targets() -> None:
    # The forms repeat the whole unit's targets; two readings by eye of one printed value must agree.
    whole = {
        (r["horizon"], r["level3"]): r["this_year"]
        for r in TARGETS
        if r["table"] == "overall-performance" and r["level3"]
    }
    compared = 0
    for row in TARGETS:
        key = (row["horizon"], row["level3"])
        if row["table"] == "project-performance" and row["this_year"] and key in whole:
            if row["level3"] == "设备正常使用率":
                continue  # two projects have an indicator of this name
            assert row["this_year"] == whole[key], key
            compared += 1
    assert compared >= 30
