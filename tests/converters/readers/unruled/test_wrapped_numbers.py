"""Rows in which numbers wrap: whole again where all texts of a row keep to one height, else no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yusuan.converters.readers.unruled.pieces import Piece
from yusuan.converters.readers.unruled.table_lines import is_rest
from yusuan.converters.readers.unruled.wrapped_numbers import parts_of


def columns(lines: Mapping[int, Sequence[tuple[float, str]]]) -> dict[int, list[list[Piece]]]:
    """Columns of texts, one a line, each with its baseline."""
    return {k: [[Piece(text, 100.0 * k, 100.0 * k + 14, y, 9.0)] for y, text in own] for k, own in lines.items()}


def read(lines: Mapping[int, Sequence[tuple[float, str]]]) -> list[list[str]] | None:
    parts = parts_of(columns(lines))
    return parts and [["".join(p.text for p in row[k]) if k in row else "" for k in sorted(lines)] for row in parts[1]]


def test_lines_of_numbers_at_the_bottom_of_their_rows_are_whole_again() -> None:
    name = [(34.0, "合"), (46.0, "计"), (58.0, "教"), (70.0, "育"), (82.0, "局")]
    total = [(10.0, "10"), (22.0, "6,6"), (34.0, "05."), (46.0, "04"), (58.0, "59,"), (70.0, "26"), (82.0, "1.58")]
    assert read({0: name, 1: total, 2: [(34.0, "98."), (46.0, "78"), (82.0, "0.10")]}) == [
        ["合计", "106,605.04", "98.78"],
        ["教育局", "59,261.58", "0.10"],
    ]


def test_lines_at_the_top_of_their_rows_too() -> None:
    name = [(10.0, "社会"), (22.0, "保障"), (34.0, "支出"), (46.0, "教育")]
    assert read({0: name, 1: [(10.0, "31660"), (22.0, ".64"), (46.0, "7.25")], 2: [(10.0, "1.50"), (46.0, "0")]}) == [
        ["社会保障支出", "31660.64", "1.50"],
        ["教育", "7.25", "0"],
    ]


def test_numbers_that_do_not_come_out_even_are_none() -> None:
    assert read({0: [(10.0, "1,2"), (22.0, "34.5"), (34.0, "67.00")]}) is None
    assert read({0: [(10.0, "1,2"), (22.0, "34.50"), (34.0, "67.")]}) is None


def test_numbers_that_stand_at_no_one_height_are_none() -> None:
    assert read({0: [(10.0, "12."), (22.0, "5"), (34.0, "0")], 1: [(15.0, "1.50")]}) is None


def test_a_text_of_no_row_leaves_no_answer() -> None:
    numbers = {1: [(10.0, "1,2"), (22.0, "34.50")], 2: [(10.0, "1,2"), (22.0, "34.50")]}
    assert read({0: [(22.0, "教育"), (46.0, "其中")], **numbers}) is None


def test_only_rests_of_numbers_go_on_from_the_page_before() -> None:
    def found(*texts: str) -> bool:
        return is_rest([[Piece(t, 100.0 * k, 100.0 * k + 14, 10.0, 9.0) for k, t in enumerate(texts)]])

    assert found("01", "公积金", ".35", "65", "0.8")
    assert not found("公积金")
    assert not found("（二）支出", "预算")


def test_the_last_row_may_begin_on_one_line_and_end_on_the_next_page() -> None:
    lines = {
        0: [(10.0, "教"), (22.0, "育"), (34.0, "住"), (46.0, "房")],
        1: [(10.0, "10"), (22.0, "6.50"), (34.0, "47,"), (46.0, "00")],
        2: [(22.0, "6.50"), (34.0, "7.50")],
    }
    parts = parts_of(columns(lines))
    assert parts is not None
    assert [{k: "".join(p.text for p in cell) for k, cell in row.items()} for row in parts[1]] == [
        {0: "教育", 1: "106.50", 2: "6.50"},
        {0: "住房", 1: "47,00", 2: "7.50"},
    ]


def test_what_is_left_of_a_name_stands_above_the_first_row_of_a_page() -> None:
    lines = {
        0: [(10.0, "支"), (22.0, "出"), (35.0, "教"), (47.0, "育"), (59.0, "局")],
        1: [(47.0, "10"), (59.0, "6.50")],
    }
    rest, rows = parts_of(columns(lines), goes_on=True) or ({}, [])
    assert ["".join(p.text for p in cell) for cell in rest.values()] == ["支出"]
    assert [["".join(p.text for p in cell) for _, cell in sorted(row.items())] for row in rows] == [
        ["教育局", "106.50"]
    ]
