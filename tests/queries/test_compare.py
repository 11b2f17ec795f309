"""Comparison: one figure a year from the table that says it best, and a word on what may be compared.

The invented documents have what makes figures incomparable planted in them; see invented.py. Every expectation below
was worked out by hand from the figures printed there.
"""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.queries.compare import Comparison, Figure, compare
from yusuan.queries.comparison_layouts import LAYOUTS, lay_out
from yusuan.queries.correspondences import carried, read_correspondences
from yusuan.queries.measures import Measures, read_deflators, read_people
from yusuan.queries.question import QueryError
from yusuan.queries.store import open_store


@pytest.fixture(scope="module")
def store(example_build: Path):
    return open_store(example_build / "store")


@pytest.fixture(scope="module")
def invented(invented_build: Path):
    return open_store(invented_build / "store")


def kinds(figure: Figure) -> list[str]:
    """The reasons, those against comparing in capitals."""
    return [r.kind if r.comparable else r.kind.upper() for r in figure.remarks]


def first_told(comparison: Comparison, phase: str = "approved") -> list[Figure]:
    """Of each year the figure that is compared."""
    years: dict[int, Figure] = {}
    for figure in comparison.figures:
        if figure.phase == phase:
            years.setdefault(figure.year, figure)
    return list(years.values())


class TestExamples:
    def test_one_item_of_two_years(self, store) -> None:
        before, now = compare(store, function="2010350", years=(2023, 2024)).figures
        assert (before.amount, before.status) == (Decimal(8457100), "derived")
        assert (now.amount, now.table) == (Decimal(8525300), "general-budget-by-function")
        assert (now.change, now.percent, now.comparable) == (Decimal(68200), Decimal("0.81"), True)

    def test_a_unit_over_three_years(self, store) -> None:
        assert [f.year for f in compare(store, unit="157003").figures] == [2022, 2023, 2024]

    def test_a_project_over_its_earlier_budgets(self, store) -> None:
        comparison = compare(store, project="42010023157T000000105")
        assert [(f.year, f.amount) for f in comparison.figures] == [
            (2022, Decimal(6580000)),
            (2023, Decimal(3580000)),
            (2024, Decimal(5750000)),
        ]


class TestPlanted:
    """Three years and two phases, with renamed, reused, moved and split codes."""

    def test_the_same_concept_over_three_years(self, invented) -> None:
        figures = first_told(compare(invented, unit="901001", function="2080201"))
        assert [(f.year, f.amount, f.percent) for f in figures] == [
            (2022, Decimal(2_000_000), None),
            (2023, Decimal(2_100_000), Decimal("5.00")),
            (2024, Decimal(2_200_000), Decimal("4.76")),
        ]
        assert kinds(figures[2]) == ["same"]

    def test_both_phases(self, invented) -> None:
        figures = first_told(compare(invented, unit="901001", function="2080201"), "executed")
        assert [(f.year, f.amount, f.change) for f in figures] == [
            (2022, Decimal(1_988_000), None),
            (2023, Decimal(2_091_000), Decimal(103_000)),
        ]

    def test_documents_that_disagree_are_both_shown(self, invented) -> None:
        told = [
            f for f in compare(invented, unit="901001", function="2080201", phase="approved").figures if f.year == 2022
        ]
        assert [(f.document_year, f.document_kind, f.amount) for f in told] == [
            (2022, "budget", Decimal(2_000_000)),
            (2022, "final", Decimal(2_010_000)),
            (2023, "budget", Decimal(2_000_000)),
        ]
        assert kinds(told[0]) == ["VINTAGE", "vintage"]
        assert "2,010,000 元，差 10,000；" in told[0].remarks[0].zh

    def test_a_code_that_was_renamed(self, invented) -> None:
        figures = first_told(compare(invented, unit="901001", function="2013804"))
        assert [kinds(f)[:1] for f in figures] == [[], ["same"], ["renamed"]]
        assert "2024 年改名：市场主体管理 → 经营主体管理" in figures[2].remarks[0].zh
        assert figures[2].comparable

    def test_a_code_that_was_reused(self, invented) -> None:
        before, now = compare(invented, unit="902001", economic="30311").figures
        assert (before.label, now.label) == ("住房公积金", "代缴社会保险费")
        assert kinds(now) == ["REUSED", "moved-unit", "gap"]
        assert now.comparable is False

    def test_a_name_that_no_list_knows_has_to_be_checked(self, invented) -> None:
        figures = first_told(compare(invented, unit="901001", function="2080299"))
        assert [kinds(f)[:1] for f in figures] == [[], ["OTHER-NAME"], ["same"]]

    @pytest.mark.parametrize("asked", ["2010308", "2014004"])
    def test_a_code_that_moved_is_followed_from_either_side(self, invented, asked: str) -> None:
        figures = first_told(compare(invented, unit="901001", function=asked))
        assert [(f.year, f.code, f.amount) for f in figures] == [
            (2022, "2010308", Decimal(200_000)),
            (2023, "2010308", Decimal(220_000)),
            (2024, "2014004", Decimal(240_000)),
        ]
        assert kinds(figures[2]) == ["moved"]

    def test_a_code_that_was_split_says_the_share(self, invented, tmp_path: Path) -> None:
        table = tmp_path / "own.csv"
        table.write_text(
            "scheme,from_code,to_code,year,relation,share\n"
            "function,2080208,2080208,2024,split,0.7\nfunction,2080208,2080299,2024,split,0.3\n"
        )
        figures = compare(
            invented, unit="901001", function="2080208", phase="approved", correspondences=read_correspondences(table)
        ).figures
        now = next(f for f in figures if (f.year, f.code) == (2024, "2080208"))
        assert kinds(now)[0] == "SPLIT"
        assert "占 30%" in now.remarks[0].zh

    def test_a_split_of_unknown_share_says_so(self, tmp_path: Path) -> None:
        table = tmp_path / "own.csv"
        table.write_text("scheme,from_code,to_code,year,relation\nfunction,2080208,2080299,2024,split\n")
        (split,) = read_correspondences(table)
        assert "份额未知" in split.zh

    def test_a_department_beside_its_units(self, invented) -> None:
        figures = compare(invented, function="2080201", years=(2024,)).figures
        assert [(f.unit, f.scope, f.amount) for f in figures] == [
            ("901", "department", Decimal(3_000_000)),
            ("901001", "unit", Decimal(2_200_000)),
            ("901002", "unit", Decimal(800_000)),
        ]

    def test_a_unit_that_moved_to_another_department(self, invented) -> None:
        now = compare(invented, unit="902001", function="2130304").figures[1]
        assert kinds(now) == ["same", "moved-unit", "gap"]
        assert "由部门 902 划到 901" in now.remarks[1].zh

    def test_a_project_keeps_its_code_under_other_names(self, invented) -> None:
        figures = first_told(compare(invented, project="42010022101T000000001"))
        assert [f.label for f in figures] == ["困难家庭救助", "困难家庭临时救助", "临时救助补助资金"]
        assert [kinds(f)[:1] for f in figures] == [[], ["renamed"], ["renamed"]]

    def test_a_project_under_another_code_is_proposed_and_not_joined(self, invented) -> None:
        comparison = compare(invented, project="42010022101T000000002", phase="approved")
        assert [f.year for f in comparison.figures] == [2022, 2023]
        (proposal,) = comparison.proposals
        assert (proposal.code, proposal.name, proposal.likeness) == ("42010024101T000000009", "社区养老服务", 100)

    def test_a_project_is_joined_by_a_table_of_the_user(self, invented, tmp_path: Path) -> None:
        table = tmp_path / "own.csv"
        table.write_text(
            "scheme,from_code,to_code,year,relation\nproject,42010022101T000000002,42010024101T000000009,2024,renamed\n"
        )
        own = read_correspondences(table)
        comparison = compare(invented, project="42010022101T000000002", phase="approved", correspondences=own)
        assert [f.year for f in comparison.figures] == [2022, 2023, 2024]
        assert kinds(comparison.figures[2]) == ["renamed"]
        assert comparison.proposals == ()

    def test_several_units_beside_each_other(self, invented) -> None:
        figures = compare(invented, unit=("901001", "901002"), years=(2024,), phase="approved").figures
        assert [(f.unit, f.amount) for f in figures] == [
            ("901001", Decimal(4_320_000)),
            ("901002", Decimal(1_800_000)),
        ]

    def test_one_fund(self, invented) -> None:
        figures = compare(invented, unit="901001", function="2080201", fund="all", phase="approved").figures
        assert {f.table for f in figures} == {"expenditure-summary"}

    def test_shares_and_contributions(self, invented) -> None:
        now = first_told(compare(invented, unit="901001", function="2080201"))[1]
        assert now.share == Decimal("50.97")  # 210.00 of 412.00
        assert now.contribution == Decimal("2.62")  # 10.00 of 382.34


class TestMeasures:
    def test_prices_of_one_year_and_per_head(self, invented, tmp_path: Path) -> None:
        (tmp_path / "prices.csv").write_text("year,index\n2022,100\n2023,102.5\n2024,105\n")
        (tmp_path / "people.csv").write_text("unit,year,people\n901001,2024,40\n")
        measures = Measures(read_deflators(tmp_path / "prices.csv"), read_people(tmp_path / "people.csv"))
        figures = first_told(compare(invented, unit="901001", function="2080201", measures=measures))
        assert [f.real for f in figures] == [Decimal("2100000.00"), Decimal("2151219.51"), Decimal("2200000.00")]
        assert [f.per_head for f in figures] == [None, None, Decimal("55000.00")]

    @pytest.mark.parametrize(
        "text", ["year,index\n2022,0\n", "year,index\n2022,x\n", "year\n2022\n", "year,index\n22,1\n22,2\n"]
    )
    def test_a_faulty_table_is_told_by_its_row(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "prices.csv").write_text(text)
        with pytest.raises(QueryError, match="行"):
            read_deflators(tmp_path / "prices.csv")

    def test_a_faulty_table_of_correspondences_is_told_by_its_row(self, tmp_path: Path) -> None:
        (tmp_path / "own.csv").write_text("scheme,from_code,to_code,year,relation\nfunction,a,b,2024,eaten\n")
        with pytest.raises(QueryError, match="第 2 行"):
            read_correspondences(tmp_path / "own.csv")

    def test_the_carried_correspondences_can_be_read(self) -> None:
        assert all(c.source for c in carried())


@pytest.mark.parametrize("subject", [{}, {"function": "2010350", "project": "x"}, {"function": "2999999"}])
def test_what_cannot_be_compared_is_told(store, subject: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        compare(store, **subject)


@pytest.mark.parametrize("layout", ["table", "csv", "json"])
def test_layouts_carry_the_observation_behind_each_figure(invented, layout: str) -> None:
    comparison = compare(invented, unit="901001", function="2080201")
    text = lay_out(comparison, layout)
    assert isinstance(text, str)
    assert all(f.observation in text for f in comparison.figures)


def test_json_says_what_is_comparable(invented) -> None:
    told = json.loads(lay_out(compare(invented, unit="902001", economic="30311"), "json"))
    assert [f["comparable"] for f in told["figures"]] == [None, False]


def test_parquet_keeps_the_decimals(invented) -> None:
    import pyarrow.parquet as pq

    comparison = compare(invented, unit="901001", function="2080201")
    data = lay_out(comparison, "parquet")
    assert isinstance(data, bytes)
    table = pq.read_table(io.BytesIO(data))
    assert table["amount"].to_pylist() == [f.amount for f in comparison.figures]


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_the_same_comparison_gives_the_same_bytes(invented, layout: str) -> None:
    comparison = compare(invented, unit="901001", function="2013804")
    assert lay_out(comparison, layout) == lay_out(comparison, layout)


def test_a_chart_has_its_words_as_text(invented) -> None:
    picture = lay_out(compare(invented, unit="902001", economic="30311"), "svg")
    assert isinstance(picture, str)
    for words in ("年度", "万元", "示例市水文站 预算", "与上年不可直接比较"):
        assert words in picture


def test_a_png_is_a_picture(invented) -> None:
    picture = lay_out(compare(invented, unit="901001", function="2080201"), "png")
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG")


def test_an_unknown_layout(store) -> None:
    with pytest.raises(QueryError):
        lay_out(compare(store, function="2010350"), "xml")


@pytest.mark.parametrize(
    ("units", "changes"),
    [
        ((("157", "某市测试局"), ("", "某市测试局")), [None, Decimal(5)]),
        ((("", "某市测试局"), ("157", "某市测试局")), [None, Decimal(5)]),
        ((("157", "某市测试局"), ("", "某县测试局")), [None, None]),
    ],
)
def test_a_document_without_the_code_of_its_unit_is_told_by_the_name(
    units: tuple[tuple[str, str], ...], changes: list[Decimal | None]
) -> None:
    """Budgets print the code of a unit and other documents only its name: nothing was compared with them once."""
    row = {
        "function": "2010301", "economic": "", "project": "", "line": "", "phase": "approved", "fund": "all",
        "table": "expenditure-summary", "flow": "expenditure", "category": "all", "label": "行政运行",
        "status": "reported", "confirmations": "1", "kind": "budget", "scope": "unit", "department": "", "origin": "all",
    }  # fmt: skip
    rows = [
        {**row, "unit": unit, "unit_name": name, "year": str(year), "document_year": str(year), "document": str(year),
         "amount": amount, "observation": f"o{year}"}
        for (unit, name), year, amount in zip(units, (2023, 2024), ("10", "15"), strict=True)
    ]  # fmt: skip

    def answers(name: str, given: object) -> list[dict[str, str]]:
        return rows if name == "figures-to-compare" else []

    figures = sorted(compare(answers, function="2010301").figures, key=lambda f: f.year)
    assert [f.change for f in figures] == changes
    assert ("unit-by-name" in kinds(figures[1])) == (changes[1] is not None)


def test_a_name_that_two_codes_have_is_joined_to_neither() -> None:
    """Two bureaux of one name: a third document of it may be of either."""
    row = {
        "function": "2010301", "economic": "", "project": "", "line": "", "phase": "approved", "fund": "all",
        "table": "expenditure-summary", "flow": "expenditure", "category": "all", "label": "行政运行",
        "status": "reported", "confirmations": "1", "kind": "budget", "scope": "unit", "department": "", "origin": "all",
        "unit_name": "水利局",
    }  # fmt: skip
    rows = [
        {
            **row,
            "unit": unit,
            "year": year,
            "document_year": year,
            "document": unit + year,
            "amount": "1",
            "observation": unit + year,
        }
        for unit, year in (("157", "2023"), ("257", "2023"), ("", "2024"))
    ]

    def answers(name: str, given: object) -> list[dict[str, str]]:
        return rows if name == "figures-to-compare" else []

    assert all(f.change is None for f in compare(answers, function="2010301").figures)
