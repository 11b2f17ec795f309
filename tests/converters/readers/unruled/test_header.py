"""Headings of tables without rules: which column of numbers is theirs where they stand clear of each other."""

from __future__ import annotations

from yusuan.converters.readers.unruled import header
from yusuan.converters.readers.unruled.heading import Heading
from yusuan.converters.readers.unruled.pieces import Piece


def heading(text: str, x0: float, x1: float) -> Heading:
    return Heading([Piece(text, x0, x1, 95.0, 7.5)])


def test_numbers_stand_on_one_side_of_all_headings() -> None:
    """The two columns at the right show that numbers stand right of their headings: so does the one that is unclear."""
    headings = [
        heading("合计", 10, 40), heading("因公出国（境）费", 60, 100), heading("公务接待费", 160, 200),
        heading("小计", 220, 250), heading("购置费", 270, 300), heading("运行费", 340, 370),
    ]  # fmt: skip
    body = [(30.0, 55.0), (110.0, 140.0), (230.0, 260.0), (305.0, 335.0), (375.0, 405.0)]
    named = header.assign(body, [False] * 5, [0] * 5, headings)
    assert named is not None
    found = {leaf.text: interval for leaf, interval in zip(named.leaves, named.intervals, strict=True) if leaf}
    assert found["因公出国（境）费"] == (60, 140)
    assert found["公务接待费"] == (160, 200)


def test_one_column_of_amounts_between_codes_and_words_has_the_heading_there() -> None:
    """Two blocks side by side: no sum across them tells whose heading is whose, and none has to."""
    headings = [heading(t, x, x + 20) for t, x in zip(("编码", "名称", "金额") * 2, range(10, 610, 100), strict=True)]
    body = [(x + (40.0 if k % 3 == 2 else 0.0), x + 80.0) for k, x in enumerate(range(10, 610, 100))]
    named = header.assign(body, [True, True, False] * 2, [0] * 6, headings)
    assert named is not None
    assert not named.clear
    pair = header.assign(body[:3] + body[5:], [True, True, False, False], [0] * 4, headings[:3] + headings[5:])
    assert pair is not None
    assert [leaf.text for leaf in pair.clear] == ["金额", "金额"]


def test_words_stand_left_of_their_headings_where_numbers_stand_right_of_theirs() -> None:
    """The last heading is over nothing, so that the number of headings does not tell whose each is."""
    headings = [heading(t, x, x + 20) for t, x in (("编码", 60), ("名称", 160), ("合计", 210), ("项目支出", 300))]
    named = header.assign([(10.0, 40.0), (110.0, 140.0), (240.0, 280.0)], [True, True, False], [0, 0, 1], headings)
    assert named is not None
    assert [(leaf and leaf.text, interval[0]) for leaf, interval in zip(named.leaves, named.intervals, strict=True)] == [
        ("编码", 10.0), ("名称", 110.0), ("合计", 210), ("项目支出", 300),
    ]  # fmt: skip
