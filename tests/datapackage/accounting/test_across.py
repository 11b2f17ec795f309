"""Between documents: each comparison with two documents that agree and two that do not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from yusuan.datapackage.accounting.across import Comparison, compare, write_across
from yusuan.datapackage.model import Conversion, Disclosure, Fact, Origin, identify
from yusuan.datapackage.package import write_package

UNIT = Disclosure(
    "a" * 16, "a" * 64, "made.pdf", "甲中心单位预算", "420100", "001001", "甲中心", "001", "甲局", 2024, "budget", "unit"
)  # fmt: skip
DEPARTMENT = replace(UNIT, scope="department", unit_code="001", unit_name="甲局", document_id="d" * 16)
G = "general-budget-by-function"


def fact(disclosure: Disclosure, table: str, amount: str, **dimensions: Any) -> Fact:
    given: dict[str, Any] = {
        "unit_code": disclosure.unit_code, "unit_name": disclosure.unit_name, "fiscal_year": disclosure.year,
        "phase": "approved" if disclosure.kind == "budget" else "executed", "flow": "expenditure", "function_code": "",
        "economic_code": "", "project_code": "", "line": "", "label": "", "fund": "all", "origin": "all",
        "category": "all", **dimensions,
    }  # fmt: skip
    return Fact(
        document_id=disclosure.document_id, table=table, amount=Decimal(amount) * 10000, reported=amount,
        reported_unit="万元", cell=Origin("pdf", page=1), **given,
    )  # fmt: skip


def compared(folder: Path, *documents: tuple[Disclosure, Sequence[Fact]]) -> dict[str, set[str]]:
    """The outcomes of each check over packages of the documents."""
    outcomes: dict[str, set[str]] = {}
    for c in _packages(folder, documents):
        outcomes.setdefault(c.check, set()).add(c.outcome)
    return outcomes


def _packages(folder: Path, documents: Sequence[tuple[Disclosure, Sequence[Fact]]]) -> list[Comparison]:
    for disclosure, facts in documents:
        write_package(Conversion(disclosure, tuple(identify(facts))), folder / disclosure.name)
    return list(compare([folder / d.name for d, _ in documents]))


FINAL = replace(UNIT, kind="final", document_id="f" * 16)
BEFORE = replace(UNIT, year=2023, document_id="b" * 16)
FINAL_BEFORE = replace(FINAL, year=2023, document_id="c" * 16)


def test_the_budget_column_of_final_accounts(tmp_path: Path) -> None:
    budget = (UNIT, [fact(UNIT, "three-public", "10.00", line="total")])

    def final(amount: str) -> tuple[Disclosure, list[Fact]]:
        return FINAL, [fact(FINAL, "three-public", amount, line="total", phase="approved")]

    assert compared(tmp_path / "kept", budget, final("10.00")) == {"budget-of-final-accounts": {"passed"}}
    assert compared(tmp_path / "broken", budget, final("11.00")) == {"budget-of-final-accounts": {"failed"}}


def test_the_year_before_in_this_years_document(tmp_path: Path) -> None:
    before = (BEFORE, [fact(BEFORE, G, "845.71", function_code="2010350", label="事业运行")])

    def now(amount: str) -> tuple[Disclosure, list[Fact]]:
        told = fact(UNIT, "narrative", amount, function_code="2010350", fiscal_year=2023, label="事业运行")
        return UNIT, [told]

    assert compared(tmp_path / "kept", before, now("845.71")) == {"prior-year-agrees": {"passed"}}
    assert compared(tmp_path / "broken", before, now("855.71")) == {"prior-year-agrees": {"failed"}}


def test_a_figure_worked_out_from_rounded_ones_may_miss_by_their_rounding(tmp_path: Path) -> None:
    before = (
        BEFORE,
        [
            replace(
                fact(BEFORE, G, "845.71", line="total"),
                reported="8,457,149",
                reported_unit="元",
                amount=Decimal(8457149),
            )
        ],
    )
    told = replace(fact(UNIT, "narrative", "845.72", line="total", fiscal_year=2023), status="derived")
    assert compared(tmp_path, before, (UNIT, [told])) == {"prior-year-agrees": {"passed"}}


def test_opening_and_closing_balances(tmp_path: Path) -> None:
    closing = fact(FINAL_BEFORE, "appropriation-summary", "5.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="fiscal-appropriation")  # fmt: skip

    def opening(amount: str) -> tuple[Disclosure, list[Fact]]:
        told = fact(FINAL, "appropriation-summary", amount, line="carried-over", flow="balance", origin="carried-over", fund="fiscal-appropriation")  # fmt: skip
        return FINAL, [told]

    assert compared(tmp_path / "kept", (FINAL_BEFORE, [closing]), opening("5.00")) == {"opening-is-closing": {"passed"}}
    assert compared(tmp_path / "broken", (FINAL_BEFORE, [closing]), opening("6.00")) == {
        "opening-is-closing": {"failed"}
    }


def test_a_department_is_no_less_than_its_units(tmp_path: Path) -> None:
    second = replace(UNIT, unit_code="001002", unit_name="乙中心", document_id="e" * 16)
    units = [(u, [fact(u, G, "10.00", line="total")]) for u in (UNIT, second)]
    whole = (DEPARTMENT, [fact(DEPARTMENT, G, "25.00", line="total")])
    small = (DEPARTMENT, [fact(DEPARTMENT, G, "19.00", line="total")])
    assert compared(tmp_path / "kept", whole, *units) == {"department-covers-units": {"passed"}}
    assert compared(tmp_path / "broken", small, *units) == {"department-covers-units": {"failed"}}


def test_what_a_department_lists_of_a_unit(tmp_path: Path) -> None:
    unit = (UNIT, [fact(UNIT, "general-budget-by-unit", "10.00")])

    def department(amount: str) -> tuple[Disclosure, list[Fact]]:
        return DEPARTMENT, [fact(DEPARTMENT, "general-budget-by-unit", amount, unit_code="001001", unit_name="甲中心")]

    assert compared(tmp_path / "kept", unit, department("10.00")) == {"department-lists-unit": {"passed"}}
    assert compared(tmp_path / "broken", unit, department("12.00")) == {"department-lists-unit": {"failed"}}


def test_what_a_department_lists_of_a_unit_by_its_name(tmp_path: Path) -> None:
    own = replace(UNIT, unit_code="")
    unit = (own, [replace(fact(own, "general-budget-by-unit", "10.00"), unit_code="")])
    for amount, outcome in (("10.00", "passed"), ("12.00", "failed")):
        listed = fact(DEPARTMENT, "general-budget-by-unit", amount, unit_code="", unit_name=UNIT.unit_name)
        assert compared(tmp_path / outcome, unit, (DEPARTMENT, [listed])) == {"department-lists-unit": {outcome}}


@pytest.mark.parametrize("code", ["1" * 20, ""])
def test_what_a_department_lists_of_a_units_projects(code: str, tmp_path: Path) -> None:
    """A code tells a project whoever is said to have it; a name does beside the unit's."""
    means = {"line": "" if code else "project", "category": "project", "project_code": code}
    columns = [{"fund": "general-public-budget", "origin": "current-year"}, {"origin": "carried-over"}]

    def projects(of: Disclosure, whose: Disclosure, *amounts: str) -> tuple[Disclosure, list[Fact]]:
        names = {"unit_code": whose.unit_code, "unit_name": whose.unit_name, "label": "甲项目", **means}
        rows = [fact(of, "project-expenditure", a, **names, **c) for a, c in zip(amounts, columns, strict=True)]
        return of, [*rows, *(replace(row, label="乙项目", project_code=code and "2" * 20) for row in rows)]

    listed = projects(DEPARTMENT, DEPARTMENT if code else UNIT, "10.00", "4.00")
    own = projects(UNIT, UNIT, "10.00", "4.00")
    assert compared(tmp_path / "kept", own, listed) == {"department-lists-unit": {"passed"}}
    exchanged = projects(UNIT, UNIT, "4.00", "10.00")
    assert compared(tmp_path / "broken", exchanged, listed) == {"department-lists-unit": {"failed"}}


def test_a_disclosure_that_is_issued_again(tmp_path: Path) -> None:
    """The file name of a package ends in a number where another of its unit, year and kind is there."""

    def issues(amount: str, folder: Path) -> list[Comparison]:
        again = replace(UNIT, document_id="9" * 16)
        write_package(Conversion(UNIT, tuple(identify([fact(UNIT, G, "10.00", line="total")]))), folder / "a")
        write_package(Conversion(again, tuple(identify([fact(again, G, amount, line="total")]))), folder / "a-2")
        return list(compare([folder / "a", folder / "a-2"]))

    assert [c.outcome for c in issues("10.00", tmp_path / "kept")] == ["passed"]
    (changed,) = issues("11.00", tmp_path / "changed")
    assert (changed.check, changed.outcome, changed.amount, changed.other_amount) == (
        "issue-agrees",
        "failed",
        "110000",
        "100000",
    )
    assert (changed.package, changed.other_package) == ("a-2", "a")


def test_documents_of_others_are_not_compared(tmp_path: Path) -> None:
    other = replace(BEFORE, unit_code="002001", unit_name="丙中心", department_code="002", department_name="丙局")
    told = fact(UNIT, "narrative", "1.00", line="total", fiscal_year=2023)
    assert compared(tmp_path, (UNIT, [told]), (other, [fact(other, G, "2.00", line="total")])) == {}


def test_the_file_is_a_ledger_in_a_stable_order(tmp_path: Path) -> None:
    documents = [(UNIT, [fact(UNIT, "three-public", "10.00", line="total", label="合计")])]
    documents.append((FINAL, [fact(FINAL, "three-public", "11.00", line="total", label="合计", phase="approved")]))
    folders = [tmp_path / d.name for d, _ in documents]
    _packages(tmp_path, documents)
    write_across(folders, tmp_path)
    first = (tmp_path / "across.csv").read_bytes()
    write_across(folders[::-1], tmp_path)
    assert (tmp_path / "across.csv").read_bytes() == first
    (row,) = csv.DictReader(first.decode().splitlines())
    assert (row["package"], row["other_package"]) == (FINAL.name, UNIT.name)
    assert (row["amount"], row["other_amount"], row["difference"]) == ("110000", "100000", "10000")
    assert "“合计”这里是 110,000 元，那里是 100,000 元" in row["message"]


def test_units_of_two_cities_are_not_one_because_their_codes_are(tmp_path: Path) -> None:
    """Codes are the region's own: 001001 of one city says nothing of 001001 of another."""

    def documents(region: str) -> tuple[tuple[Disclosure, list[Fact]], ...]:
        before = replace(BEFORE, region=region)
        told = fact(UNIT, G, "845.72", function_code="2010350", label="事业运行", fiscal_year=2023)
        return (before, [fact(before, G, "845.71", function_code="2010350", label="事业运行")]), (UNIT, [told])

    assert compared(tmp_path / "one", *documents("420100")) == {"prior-year-agrees": {"failed"}}
    assert compared(tmp_path / "two", *documents("420200")) == {}


def test_what_was_compared_before_is_not_compared_again_and_what_changed_is(tmp_path: Path) -> None:
    def told(amount: str) -> list[Fact]:
        return [fact(UNIT, G, amount, function_code="2010350", label="事业运行", fiscal_year=2023)]

    before = [fact(BEFORE, G, "845.71", function_code="2010350", label="事业运行")]
    for turn, (amount, outcome) in enumerate((("845.71", "passed"), ("845.71", "passed"), ("845.72", "failed"))):
        folders = [tmp_path / UNIT.name, tmp_path / BEFORE.name]
        write_package(Conversion(UNIT, tuple(identify(told(amount)))), folders[0])
        if not turn:
            write_package(Conversion(BEFORE, tuple(identify(before))), folders[1])
        (tmp_path / "out").mkdir(exist_ok=True)
        write_across(folders, tmp_path / "out")
        with (tmp_path / "out" / "across.csv").open(encoding="utf-8", newline="") as lines:
            assert [row["outcome"] for row in csv.DictReader(lines)] == [outcome]
