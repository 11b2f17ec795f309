"""Marks of notes: small digits above the line behind a text, which are no part of its number."""

from __future__ import annotations

import pytest
from yusuan.converters.readers.page.glyphs import Run
from yusuan.converters.readers.page.marks import with_marks_of_notes


def run(text: str, x0: float, *, baseline: float = 100.0, size: float = 10.0) -> Run:
    return Run(text, [(x0 + 5 * k, x0 + 5 * k + 5) for k in range(len(text))], baseline, size)


def texts(*runs: Run) -> list[tuple[str, float]]:
    return [(r.text, r.baseline) for r in with_marks_of_notes(runs)]


def test_a_small_digit_above_the_line_right_behind_a_number_is_a_mark() -> None:
    """1,200.00 with the mark 2 was 21,200.00 once."""
    assert texts(run("1,200.00", 50), run("2", 90, baseline=96, size=6)) == [("1,200.00", 100), ("²", 100)]
    assert texts(run("2", 90.5, baseline=96, size=6), run("1,200.00", 50))[0] == ("²", 100)


@pytest.mark.parametrize(
    "other",
    [
        run("2", 90, size=6),  # on the line
        run("2", 99, baseline=96, size=6),  # not right behind it
        run("2", 90, baseline=88, size=6),  # of the line above
        run("2", 90, baseline=96),  # as large
        run("200", 90, baseline=96, size=6),  # a number
    ],
)
def test_other_digits_are_none(other: Run) -> None:
    assert texts(run("1,200.00", 50), other) == [("1,200.00", 100), (other.text, other.baseline)]
