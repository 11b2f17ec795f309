"""A whole document: every printed amount of the real disclosure against the table read by hand."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion, Fact

GOLDEN = Path(__file__).parents[1] / "sources" / "wuhan-information-center-2024"
MEANING = (
    "table", "unit_code", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code", "line",
    "fund", "origin", "category", "reported", "reported_unit",
)  # fmt: skip


@pytest.fixture(scope="session")
def wuhan_conversion(wuhan: Path) -> Conversion:
    return convert(wuhan)


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def printed(facts: Iterable[Fact]) -> Counter[tuple[str, ...]]:
    return Counter(
        (*(str(getattr(f, name)) for name in MEANING), str(f.amount.normalize()), str(f.cell.line)) for f in facts
    )


def test_every_printed_amount_has_its_full_meaning_and_none_is_wrong(wuhan_conversion: Conversion) -> None:
    golden = Counter(
        (*(r[name] for name in MEANING), str(Decimal(r["amount"]).normalize()), r["source_line"])
        for r in rows("observations.csv")
    )
    found = printed(f for f in wuhan_conversion.facts if f.table != "narrative")
    assert sorted(golden - found) == [], "printed, but not found"
    assert sorted(found - golden) == [], "found, but not printed so"


def test_lost_cells_are_known_as_lost(wuhan_conversion: Conversion) -> None:
    summary = {r["line"] for r in rows("lost.csv") if r["table"] == "budget-summary"}
    assert {c.place.line for c in wuhan_conversion.lost if c.place.table == "budget-summary"} == summary


def test_each_amount_leads_back_to_the_characters_it_was_printed_with(
    wuhan: Path, wuhan_conversion: Conversion
) -> None:
    text = wuhan.read_text("utf-8")
    for fact in wuhan_conversion.facts:
        if fact.status == "reported":
            assert text[fact.cell.char_start : fact.cell.char_end] == fact.reported


def test_the_document_says_whose_it_is(wuhan_conversion: Conversion) -> None:
    disclosure = wuhan_conversion.disclosure
    assert disclosure.name == "420100-157003-2024-budget"
    assert (disclosure.unit_code, disclosure.department_code) == ("157003", "157")
    assert disclosure.department_name.startswith("武汉市政务服务和大数据管理局")
    assert (disclosure.year, disclosure.kind, disclosure.scope) == (2024, "budget", "unit")


def test_tables_printed_empty_keep_their_statement(wuhan_conversion: Conversion) -> None:
    empty = {t.table: t.statement for t in wuhan_conversion.tables if t.empty}
    assert set(empty) == {"government-fund", "state-capital"}
    assert all("没有使用" in statement for statement in empty.values())


def personal_values(text: str) -> set[str]:
    """Names and numbers of the real document, taken from it at run time and kept nowhere."""
    named = re.findall(r"(?:项目负责人|填报人|联系人)[\t ]+([\u4e00-\u9fff]{2,4})(?=[\t ])", text)
    numbers = re.findall(r"联系电话[\t ]+(\d{7,11})", text)
    return {*named, *numbers}


def test_no_personal_value_is_in_what_the_converter_hands_on(wuhan: Path, wuhan_conversion: Conversion) -> None:
    values = personal_values(wuhan.read_text("utf-8"))
    assert len(values) >= 5
    handed_on = repr(wuhan_conversion)
    assert not [v for v in values if v in handed_on]
    assert wuhan_conversion.redactions["name"] >= 5


def test_targets_are_all_found(wuhan_conversion: Conversion) -> None:
    golden = {
        (r["source_line"], r["level3"], r["operator"], r["target"], r["target_unit"], r["horizon"])
        for r in rows("targets.csv")
        if r["this_year"]
    }
    found = {
        (str(t.cell.line), t.level3, t.operator, t.target, t.target_unit, t.horizon) for t in wuhan_conversion.targets
    }
    assert sorted(golden - found) == []
