"""Printed codes."""

import pytest
from yusuan.converters.codes import is_damaged_code, looks_like_code, parse_code, split_code


@pytest.mark.parametrize(
    ("printed", "kind", "code"),
    [
        ("2010350", "function", "2010350"),
        (" 201 03 50 ", "function", "2010350"),
        ("２０１", "function", "201"),
        ("30113", "economic", "30113"),
        ("157003", "unit", "157003"),
        ("42010023157T 000000105", "project", "42010023157T000000105"),
        ("420100221570 220000106", "project", "420100221570220000106"),
        ("10000019Z195110010002", "project", "10000019Z195110010002"),
        ("20103501", "function", None),
        ("301", "function", None),
        ("合计", "function", None),
        ("2,910.06", "function", None),
    ],
)
def test_a_code_has_the_shape_of_its_kind(printed: str, kind: str, code: str | None) -> None:
    assert parse_code(printed, kind) == code


def test_a_code_glued_to_its_name_comes_apart() -> None:
    assert split_code("2010350 事业运行", "function") == ("2010350", "事业运行")
    assert split_code("201—一般公共服务支出", "function") == ("201", "一般公共服务支出")
    assert split_code("事业运行", "function") is None


def test_an_amount_is_no_code_with_a_name() -> None:
    """314,218.15 was one of an economic class, and the table of functions another table."""
    assert split_code("314,218.15", "economic") is None


def test_the_first_half_of_a_broken_code_is_seen() -> None:
    assert looks_like_code("42010023157T", "project")
    assert not looks_like_code("事业", "function")


@pytest.mark.parametrize(
    ("text", "is_damaged"),
    [
        ("42010023157T 000000105", False),
        ("42010023157T 000000105ღ", True),
        ("42010023157T00000O-10", True),
        ("2080502", False),
        ("XM-2024-017", False),
    ],
)
def test_a_long_code_that_was_misread_is_known_to_be_one(text: str, is_damaged: bool) -> None:
    assert is_damaged_code(text) is is_damaged
