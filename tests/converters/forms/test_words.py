"""Headings: words of the list, chains of them, years, and what contradicts itself."""

from __future__ import annotations

import pytest
from yusuan.converters.forms.words import merge, understand


@pytest.mark.parametrize(
    ("heading", "means", "year"),
    [
        ("一般公共预算", {"fund": "general-public-budget"}, ""),
        ("其中：一般公共预算拨款收入", {"fund": "general-public-budget"}, ""),
        ("2023年预算数", {"phase": "approved"}, "2023"),
        ("上年执行数", {"phase": "executed"}, "-1"),
        ("2024年一般公共预算支出预算数", {"fund": "general-public-budget", "phase": "approved"}, "2024"),
        ("基本支出决算数", {"category": "basic", "phase": "executed"}, ""),
        ("上年结转", {"origin": "carried-over"}, ""),
    ],
)
def test_what_a_heading_says(heading: str, means: dict[str, str], year: str) -> None:
    word = understand(heading)
    assert word is not None
    assert (dict(word.means), word.year) == (means, year)


@pytest.mark.parametrize(
    "heading",
    [
        "一般公共预算和政府性基金",
        "基本支出项目支出",
        "人员经费占基本支出",
        "绩效",
    ],
)
def test_a_heading_that_is_not_understood_means_nothing(heading: str) -> None:
    assert understand(heading) is None


@pytest.mark.parametrize(
    "heading",
    [
        "2024年比2023年增减",
        "较上年预算数增减",
        "2024年预算数比2023年执行数",
        "同比增长%",
        "增减%",
        "执行数占年初预算比重",
    ],
)
def test_what_compares_two_figures_is_no_amount_of_either(heading: str) -> None:
    word = understand(heading)
    assert word is not None
    assert word.role == "ignore"


def test_a_narrower_meaning_takes_the_place_of_a_wider_one() -> None:
    assert merge({"category": "basic"}, {"category": "personnel"}) == {"category": "personnel"}
    assert merge({"category": "project"}, {"category": "basic"}) is None
