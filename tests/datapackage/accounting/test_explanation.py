"""Which printed amount explains that an equation fails, and equations that no printed amount can explain."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from yusuan.datapackage.accounting import findings
from yusuan.datapackage.accounting.equations.equation import Equation
from yusuan.datapackage.accounting.explanation import explain_failures, is_explicable
from yusuan.datapackage.accounting.identities import load_identities
from yusuan.datapackage.accounting.slots import Sheet, Slot
from yusuan.datapackage.accounting.system import System
from yusuan.datapackage.model import Fact, Origin


def slot(amount: int, origin: str, state: Literal["read", "blank"]) -> Slot:
    place = Fact(
        document_id="d" * 16, table="revenue-summary", unit_code="001001", unit_name="甲中心", fiscal_year=2024,
        phase="approved", flow="revenue", function_code="", economic_code="", project_code="", line="total",
        label="合计", fund="all", origin=origin, category="all", amount=Decimal(amount) / 100, reported="",
        reported_unit="元", cell=Origin("text", line=1),
    )  # fmt: skip
    return Slot(place, state, amount, dims={"table": "revenue-summary", "line": "total", "origin": origin})


def system(*slots: Slot) -> tuple[System, Equation]:
    """合计 = 本年收入 + 上年结转, over three places."""
    total, *parts = slots
    (identity,) = [i for i in load_identities() if i.id == "origin-split"]
    equation = Equation(identity, "revenue-summary", total, tuple(parts))
    return (
        System(
            Sheet(slots, 2),
            (equation,),
            values={s: s.amount for s in slots},
            of={s: [equation] for s in slots},
            factor={(equation, total): 1, **{(equation, p): -1 for p in parts}},
        ),
        equation,
    )


def test_a_failed_sum_names_its_printed_places() -> None:
    found, equation = system(
        slot(9000, "all", "read"), slot(6000, "current-year", "read"), slot(4000, "carried-over", "read")
    )
    (explanation,) = explain_failures(found, [equation])
    assert {*explanation.expected, *explanation.rivals} == set(equation.slots)


def test_a_sum_of_blanks_that_others_filled_is_explained_by_no_print() -> None:
    found, equation = system(
        slot(9000, "all", "blank"), slot(6000, "current-year", "blank"), slot(0, "carried-over", "blank")
    )
    assert not is_explicable(found, equation)
    assert explain_failures(found, [equation]) == []
    told = findings.departure(found, equation, "d" * 16, {})
    assert (told.severity, told.cause, told.difference, told.observation_ids) == ("warning", "unknown", "30", ())
