"""Numbers as they were read off a picture: which of their points are commas, and which readings are no number.

The tail of a comma is the first thing that a scan loses: 21,117 is read as 21.117, which is a thousandth of it. In a
number that stands in one piece the digits say which is which: groups of three are parted by commas, two last digits
stand behind a point. One point before three last digits may be either; what the rest of the page prints decides, and
where it does not, the number is no reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..page.glyphs import Box

#: What is put behind a reading that is not certain.
DOUBTFUL = "?"
_MARKS = re.compile(r"[\d\s.,()（）\-]+")
_NUMBER = re.compile(r"-?\d+(?:[.,]\s*\d+)+")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:[.,]\d{3})+(?P<cents>[.,]\d{2})?")
#: 21.117 and 58,416.881, whose last point may be a comma; 21,117, which is whole.
_EITHER = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})*\.\d{3}")
_BOTH = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+\.\d{3}")
_WHOLE = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+")
_DECIMAL = re.compile(r".*\.(?!\d{3}$)\d+")
_EXACT = re.compile(r"[-(（]?[1-9]\d{0,2}(?:,\d{3})+\.\d{2}[)）]?")
#: A comma of a number that was read as one of the text around it: 增加2，780.98万元.
_WIDE = re.compile(r"(?<=\d)(?<!\d{4})，(?=\d{3}(?:[,，]\d{3})*\.\d{2}(?!\d))")
_DIGITS = re.compile(r"[-(（]?\d[\d\s.,]*\d[)）]?")
#: How many whole numbers a page prints at least, and for each doubtful one, that has no others; how many with commas
#: and a point before three digits, where none is whole: commas would have lost their tails at one place alone.
_ENOUGH, _FOR_EACH, _WITH_BOTH = 3, 2, 4
#: Widths of a character by which the characters of one number stand apart at most.
_APART = 0.8


def is_number(text: str) -> bool:
    """Whether a text is made of what numbers are made of."""
    return bool(_MARKS.fullmatch(text)) and any(map(str.isdigit, text))


def has_two_digits(text: str) -> bool:
    """Whether a text is a number of several digits, and no more: the number of a page (- 3 -) is none."""
    return bool(_DIGITS.fullmatch(text.strip()))


def agreed(first: str, second: str) -> str:
    """The first reading of a number where the second has its digits and its sign; doubtful where it has others."""
    return first if re.sub(r"[\s.,]", "", first) == re.sub(r"[\s.,]", "", second) else first + DOUBTFUL


def settled(texts: Sequence[str], in_one_piece: Sequence[bool], goes_on: Mapping[int, int] | None = None) -> list[str]:
    """The texts of a page, with the separators of its numbers as they were printed.

    ``goes_on`` are the lines that may go on in another one: where both are a number as they were read, they are parts
    of it, and the last group of the first (306,098,71 4.97) is no cents.
    """
    whole = of_whole_numbers(texts, goes_on or {})
    parts = {*whole, *whole.values()}
    read = [
        _grouped(text) if one and index not in parts else _WIDE.sub(",", text)
        for index, (text, one) in enumerate(zip(texts, in_one_piece, strict=True))
    ]
    either = [bool(_EITHER.fullmatch(text)) for text in read]
    integers = sum(bool(_WHOLE.fullmatch(text)) for text in read)
    is_whole = integers >= max(_ENOUGH, _FOR_EACH * sum(either)) and not any(map(_DECIMAL.fullmatch, read))
    if not integers and sum(bool(_BOTH.fullmatch(text)) for text in read) >= _WITH_BOTH:
        return read
    return [
        text if not doubtful else text.replace(".", ",") if is_whole else text + DOUBTFUL
        for text, doubtful in zip(read, either, strict=True)
    ]


def of_whole_numbers(texts: Sequence[str], goes_on: Mapping[int, int]) -> dict[int, int]:
    """The lines, of those that may go on in another one, whose text is a number with that of the other."""
    return {first: last for first, last in goes_on.items() if _is_exact(texts[first] + texts[last])}


def _is_exact(text: str) -> bool:
    """Whether a text is a number in groups with cents, all its marks read as they are printed."""
    return bool(_EXACT.fullmatch(text))


def _grouped(text: str) -> str:
    """A number with commas between its groups, whatever they were read as; any other text as it is."""
    bare = re.sub(r"\s", "", text)
    match = _GROUPED.fullmatch(bare)
    if not _NUMBER.fullmatch(text.strip()) or match is None:
        return _WIDE.sub(",", text)
    marks = re.findall("[.,]", bare)
    if match["cents"]:
        return bare[:-3].replace(".", ",") + "." + bare[-2:]
    may_be_a_point = marks[-1] == "." and (len(marks) == 1 or "," in marks)
    return bare if may_be_a_point else bare.replace(".", ",")


def is_in_one_piece(line: Box, black: Any, characters: int) -> bool:
    """Whether the ink of a line of so many characters has no gap that could be between two columns."""
    import numpy

    x0, top, x1, bottom = (round(value) for value in line)
    inked = numpy.flatnonzero((black[top:bottom, x0:x1] > 0).any(axis=0)) if x1 > x0 and bottom > top else ()
    if len(inked) < 2 or characters < 1:
        return False
    return int(numpy.diff(inked).max()) - 1 <= _APART * (int(inked[-1]) - int(inked[0]) + 1) / characters
