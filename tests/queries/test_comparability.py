"""What is said of two figures, by hand: three years and two phases, and everything that can stand between them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from yusuan.queries.comparability import Figure, Remark, between, of_itself, vintage
from yusuan.queries.correspondences import Correspondence

A_2022 = Figure(
    unit="901001", unit_name="某单位", year=2022, phase="approved", code="2080201", label="行政运行", amount=Decimal(100),
    fund="general-public-budget", table="general-budget-by-function", status="reported", confirmations=2,
    document="d2022", document_year=2022, document_kind="budget", scope="unit", department="901",
    printed_unit="万元", observation="o2022",
)  # fmt: skip


def later(**said: Any) -> Figure:
    """The figure of 2023, alike but for what is said of it."""
    return replace(A_2022, year=2023, document="d2023", document_year=2023, observation="o2023", **said)


def kinds(remarks: list[Remark]) -> list[str]:
    """The reasons, those against comparing in capitals."""
    return [r.kind if r.comparable else r.kind.upper() for r in remarks]


def link(relation: Any, old: str, new: str, share: str | None = None, scheme: str = "function") -> Correspondence:
    return Correspondence(scheme, old, new, 2023, relation, Decimal(share) if share else None, "B", "by hand")


RENAMED = {"code": "2013804", "label": "市场主体管理"}
REUSED = {"code": "30311", "label": "住房公积金", "year": 2017, "document_year": 2017}
PROJECT = {"code": "42010022101T000000001", "label": "困难家庭救助"}

#: What it is called; of what kind; what is otherwise in the figure before and after; correspondences; what must be said.
BETWEEN: list[tuple[str, str, dict[str, Any], Figure, list[Correspondence], list[str]]] = [
    ("same concept", "function", {}, later(), [], ["same"]),
    ("executed beside executed", "function", {"phase": "executed"}, later(phase="executed"), [], ["same"]),
    ("spaces in the name", "function", {}, later(label="行政 运行"), [], ["same"]),
    ("renamed by a list", "function", RENAMED, replace(later(**RENAMED), label="经营主体管理", year=2024), [],
     ["renamed", "gap"]),
    ("renamed, nobody knows why", "function", {}, later(label="行政运转"), [], ["OTHER-NAME"]),
    ("code reused", "economic", REUSED, replace(A_2022, **(REUSED | {"label": "代缴社会保险费", "year": 2024,
     "document_year": 2024})), [], ["REUSED", "gap"]),
    ("another code, by a table", "function", {}, later(code="2080209"), [link("moved", "2080201", "2080209")], ["moved"]),
    ("another code, a part of it", "function", {}, later(code="2080209"), [link("moved", "2080201", "2080209", "0.4")],
     ["MOVED"]),
    ("another code, nothing known", "function", {}, later(code="2080209"), [], ["OTHER-CODE"]),
    ("split off", "function", {}, later(code="2080209"), [link("split", "2080201", "2080209", "0.3")], ["SPLIT"]),
    ("split, what stays", "function", {}, later(), [link("split", "2080201", "2080209", "0.3")], ["SPLIT"]),
    ("merged into it", "function", {}, later(), [link("merged", "2080208", "2080201")], ["MERGED"]),
    ("merged into another", "function", {}, later(code="2080209"), [link("merged", "2080201", "2080209")], ["MERGED"]),
    ("department against unit", "function", {"scope": "department"}, later(), [], ["same", "SCOPE"]),
    ("unit moved", "function", {}, later(department="902"), [], ["same", "moved-unit"]),
    ("unit of money", "function", {}, later(printed_unit="元"), [], ["same", "money-unit"]),
    ("another fund", "function", {}, later(fund="government-fund"), [], ["same", "FUND"]),
    ("a year between is missing", "function", {}, replace(later(), year=2024), [], ["same", "gap"]),
    ("from zero", "function", {"amount": Decimal(0)}, later(), [], ["same", "from-zero"]),
    ("project, same code", "project", PROJECT, later(**PROJECT), [], ["same"]),
    ("project, other name", "project", PROJECT, later(**(PROJECT | {"label": "困难群众救助"})), [], ["renamed"]),
    ("project, other code, by a table", "project", PROJECT, later(code="x", label="困难家庭救助"),
     [link("renamed", PROJECT["code"], "x", scheme="project")], ["renamed"]),
    ("project, other code, same name", "project", PROJECT, later(code="x", label="困难家庭救助"), [], ["OTHER-CODE"]),
    ("everything at once", "function", {"scope": "department"},
     replace(later(code="2080209", department="902", printed_unit="元", fund="all"), year=2024), [],
     ["OTHER-CODE", "FUND", "SCOPE", "moved-unit", "money-unit", "gap"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "before", "figure", "links", "told"), [row[1:] for row in BETWEEN], ids=[r[0] for r in BETWEEN]
)
def test_what_stands_between_two_figures(
    kind: str, before: dict[str, Any], figure: Figure, links: list[Correspondence], told: list[str]
) -> None:
    remarks = between(replace(A_2022, **before), figure, kind, links)
    assert kinds(remarks) == told
    assert all(r.zh and r.en for r in remarks)


@pytest.mark.parametrize(("share", "said"), [("0.3", "占 30%"), (None, "份额未知")])
def test_a_split_says_its_share_or_that_nobody_knows_it(share: str | None, said: str) -> None:
    (remark,) = between(A_2022, later(), "function", [link("split", "2080201", "2080209", share)])
    assert said in remark.zh


LATER_PAPER = replace(A_2022, document="other", document_year=2023, observation="other")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (LATER_PAPER, ["vintage"]),
        (replace(LATER_PAPER, amount=Decimal(90)), ["VINTAGE"]),
        (replace(A_2022, document="again"), ["reissued", "vintage"]),
        (replace(A_2022, document="again", amount=Decimal(90)), ["REISSUED", "VINTAGE"]),
        (replace(LATER_PAPER, document_kind="final", amount=Decimal(90)), ["VINTAGE"]),
    ],
    ids=[
        "says the same",
        "says otherwise",
        "re-issued",
        "re-issued with another figure",
        "final accounts say otherwise",
    ],
)
def test_what_another_document_says(other: Figure, told: list[str]) -> None:
    remarks = vintage(A_2022, [other])
    assert kinds(remarks) == told
    if other.amount != A_2022.amount:
        assert "给出 90 元，差 -10；两数都列出" in remarks[-1].zh


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, []),
        ({"status": "derived"}, ["derived"]),
        ({"status": "repaired"}, ["repaired"]),
        ({"confirmations": 0}, ["unproven"]),
    ],
)
def test_what_a_figure_says_of_itself(said: dict[str, Any], told: list[str]) -> None:
    assert kinds(of_itself(replace(A_2022, **said))) == told
