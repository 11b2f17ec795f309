"""Glyphs as programs set them, put together to texts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from yusuan.converters.readers.page import glyphs

SIZE = 12.0


def _set(text: str, places: Sequence[float], first: int = 0) -> list[glyphs.Char]:
    """The glyphs of one string of the producer, each where it is set."""
    return [
        {
            "text": character, "x0": x, "x1": x + (6 if character in "“”" else SIZE), "size": SIZE, "upright": True,
            "matrix": (1, 0, 0, 1, x, 700), "top": 90, "bottom": 102, "y0": 698, "mcid": first + k,
        }
        for k, (character, x) in enumerate(zip(text, places, strict=True))
    ]  # fmt: skip


@pytest.mark.parametrize("marks", ["after", "before"])
def test_marks_of_another_font_stand_where_they_are_printed(marks: str):
    """A producer sets all that is of one font, and then the quotation marks: 年三公经费“” was read."""
    words = _set("年三公经费", [100, 118, 130, 148, 160])
    quotes = _set("“", [112], 20) + _set("”", [142], 30)
    found = glyphs.runs([*words, *quotes] if marks == "after" else [*quotes, *words], (0, 0, 600, 800))
    assert [line.text for line in glyphs.lines(found)] == ["年“三公”经费"]


def test_words_with_room_between_their_letters_are_one_text():
    (run,) = glyphs.runs(_set("科目名称", [100, 118, 136, 154]), (0, 0, 600, 800))
    assert run.text == "科目名称"
