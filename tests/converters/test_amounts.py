"""What a printed number is, and what it is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.amounts import is_nothing, parse_amount, parse_percent, split_amounts, split_fused


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("2,910.06", "2910.06"),
        ("2910.06", "2910.06"),
        ("0.00", "0"),
        ("169", "169"),
        ("-1,234.50", "-1234.50"),
        ("(12.30)", "-12.30"),
        ("１，２３４．５６", "1234.56"),
        # a cell too narrow for its number
        ("65\n6.\n10", "656.10"),
        ("68\n.2\n0", "68.20"),
        ("9,\n06\n3.\n67", "9063.67"),
        # an OCR run puts spaces after commas and points
        ("2, 910. 06", "2910.06"),
        ("0. 00", "0"),
        (" 932 .29 ", "932.29"),
        ("1,2 34.50", "1234.50"),
        # and takes a comma for a point
        ("2,910,06", "2910.06"),
    ],
)
def test_one_number_is_read(printed: str, amount: str) -> None:
    assert parse_amount(printed) == Decimal(amount)


@pytest.mark.parametrize(
    "printed",
    [
        "", "—", "/", "100%", "3842.35 支出总计", "2024年",
        "0.00 0.00",  # two cells
        "1.\n50\n2.\n50", "60\n40", "12\n3.45", "60\n40\n20", "6.50\n40",
        "0.000.00",
        "2.910.06",  # a misread comma, or 2.91 and 0.06
        "1.234.567.89",  # the same, or 1.23, 4.56 and 7.89
        "19,158.187,590.995,422.12",  # 19,158.18, 7,590.99 and 5,422.12 set so tightly that they touch
        "169 0",
        "2,91006",  # a lost point: 2,910.06 or 291,006
        "12,34",  # cut off, or 12.34: read as the latter only with two decimals after a comma
        "1.2.3",
    ],
)  # fmt: skip
def test_what_could_be_something_else_is_no_number(printed: str) -> None:
    if printed == "12,34":
        assert parse_amount(printed) == Decimal("12.34")
    else:
        assert parse_amount(printed) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.integers(0, 2**30))
def test_spaces_beside_commas_and_points_change_nothing(amount: Decimal, seed: int) -> None:
    printed = f"{amount:,.2f}"
    spaced = "".join(c + " " * ((seed >> i % 30) & 1 if c in ",." else 0) for i, c in enumerate(printed))
    assert parse_amount(spaced) == amount


@given(st.lists(st.decimals(min_value=0, max_value=10**7, places=2), min_size=2, max_size=4))
def test_several_numbers_in_a_cell_are_never_one(amounts: list[Decimal]) -> None:
    printed = " ".join(f"{a:,.2f}" for a in amounts)
    assert parse_amount(printed) is None
    assert [t.amount for t in split_amounts(printed)] == amounts


@pytest.mark.parametrize(
    ("printed", "tokens"),
    [
        ("2,910.06本年支出合计", [("2,910.06", "2910.06"), ("本年支出合计", None)]),
        ("932. 29 年终结转结余", [("932. 29", "932.29"), ("年终结转结余", None)]),
        ("支出总计3842.35", [("支出总计", None), ("3842.35", "3842.35")]),
        ("一、一般公共服务支出", [("一、一般公共服务支出", None)]),
        ("12.50", [("12.50", "12.50")]),
        ("—", []),
    ],
)
def test_a_label_and_its_neighbour_come_apart(printed: str, tokens: list[tuple[str, str | None]]) -> None:
    split = split_fused(printed)
    assert [(t.text, t.amount) for t in split] == [(text, Decimal(a) if a else None) for text, a in tokens]
    assert all(printed[t.start : t.end] == t.text for t in split)


def test_nothing_is_not_zero() -> None:
    assert is_nothing(" — ")
    assert is_nothing("/")
    assert not is_nothing("0.00")


def test_a_percentage_is_no_amount() -> None:
    assert parse_percent("33. 34%") == Decimal("33.34")
    assert parse_percent("33.34") is None


@given(st.text(max_size=40))
def test_any_text_is_read_without_harm(text: str) -> None:
    parse_amount(text)
    for token in split_fused(text):
        assert text[token.start : token.end] == token.text


@pytest.mark.parametrize("text", ["△5.00", "▲5.00", "–5.00", "−5.00", "(5.00)"])
def test_a_negative_amount_in_each_of_its_signs(text: str) -> None:
    assert parse_amount(text) == Decimal("-5.00")


@pytest.mark.parametrize("text", ["无", "\\", "——", "/"])
def test_what_is_printed_for_nothing(text: str) -> None:
    assert is_nothing(text)
    assert parse_amount(text) is None
