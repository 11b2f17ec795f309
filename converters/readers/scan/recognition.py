"""Reading a picture: where texts stand, line by line and cell by cell, what they say, and how certain that is.

RapidOCR finds the texts of the whole page. Each is then given to its cell by geometry, parted where it runs over a
rule, joined with what stands beside it, and read in one piece. Ink in a cell where none was found is read as well.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any

from ....datapackage.model import WRITTEN_OVER
from ..page.glyphs import Box
from . import crossing, fitting, leftover, pen, red_ink, separators, strokes
from .picture import Picture

#: Longest side at which texts are looked for, in pixels; they are read at full resolution.
_SEARCHED = 1600
#: A reading less certain than this is no reading.
_LEGIBLE = 0.5
_LEGIBLE_MARK = 0.9  # of ink that was not taken for text: a speck may look like a digit
ILLEGIBLE = "?"
#: Glyphs that are taken for others like them, in words that nobody writes so: 科日编码, but 一项日常工作.
_MISTAKEN = (
    (re.compile("(?<=[科项])日(?![常均期用益前后])"), "目"),
    (re.compile("(?<=合)让"), "计"),
    (re.compile("拔(?=款)"), "拨"),
    (re.compile("(?<=[预决])箅"), "算"),
)
#: Share of a text's width that must lie in a cell for a part of it to be there.
_PART = 0.15
#: Pixels kept clear of rules, and given to a text around it.
_CLEAR, _AROUND = 2, 2
_AT_ONCE = 16
#: Pixels: a number less high is read twice, as its digits run into each other.
_SMALL = 22
#: Heights of a line by which it is less wide than its cell where one character more has no room.
_ONE_MORE = 1.2
#: How many times longer than high a text is whose direction can be seen.
_LONG = 1.5
#: How many texts tell whether a page is upside down, and the certainty of their reading from which it is not.
_SAMPLE, _PLAIN = 8, 0.95


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text with its box in points, how certain the reading is, 0 to 1, and whether it is printed in red."""

    text: str
    box: Box
    confidence: float
    is_red: bool = False


@cache
def engine() -> Any:
    """RapidOCR with the models of its own wheel: nothing is downloaded, one thread as documents come side by side."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Global.text_score": 0.0,
            "Global.max_side_len": _SEARCHED,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_words(picture: Picture, found: Sequence[Box], black: Any, tables: Sequence[Sequence[Box]]) -> list[Word]:
    """The lines of text of a page, none of which lies in two cells (``tables``: the cells of each, in points).

    ``found`` are the boxes of its texts, ``black`` is its ink.
    """
    scale = picture.scale
    cells = [(c[0] * scale, c[1] * scale, c[2] * scale, c[3] * scale) for cells in tables for c in cells]
    boxes = [part for box in found for part in _parted(box, cells)]
    lines = [part for group in _grouped(boxes, cells) for line in _lines(group) for part in _whole(line, cells, black)]
    goes_on = wrapped(lines, cells)
    read = list(kept_apart(_read_lines(picture, lines, black, goes_on), lines, cells, black, goes_on))
    told = [
        (line if _cell_of(line, cells) >= 0 else fitting.narrowed(line, black), _legible(text, score), score)
        for line, (text, score) in zip(lines, read, strict=True)
        if text.strip() or (_cell_of(line, cells) >= 0 and leftover.has_characters(black, line, scale))
    ]
    told += _of_marks(picture.grey, list(leftover.marks(black, cells, lines, scale)), [text for text, _ in read])
    return [
        Word(
            text,
            _points(box, scale),
            round(score, 3),
            picture.printed_red is not None and red_ink.is_red(box, picture.grey, picture.printed_red),
        )
        for box, text, score in told
    ]


def _legible(text: str, score: float) -> str:
    return with_words(text) if text.strip() and score >= _LEGIBLE else ILLEGIBLE


def with_words(text: str) -> str:
    """``text`` with the glyphs of words of tables that were taken for others like them: 科目编码 for 科日编码."""
    for mistaken, glyph in _MISTAKEN:
        text = mistaken.sub(glyph, text)
    return text


def kept_apart(
    read: Sequence[tuple[str, float]],
    lines: Sequence[Box],
    cells: Sequence[Box],
    black: Any,
    goes_on: Mapping[int, int] | None = None,
) -> Iterator[tuple[str, float]]:
    """The readings of the lines, doubtful where a number may be of two columns.

    In a cell that is one printed over a rule, outside all cells one with a gap in which a column may end. What
    ``goes_on`` in another line of its cell and is a number with it ends before the rule.
    """
    is_number = [separators.is_number(text.removesuffix(separators.DOUBTFUL)) for text, _ in read]
    numbers = [line for line, number in zip(lines, is_number, strict=True) if number]
    whole = [lines[index] for index in separators.of_whole_numbers([text for text, _ in read], goes_on or {})]
    for (text, score), line, number in zip(read, lines, is_number, strict=True):
        if not number or text.endswith(separators.DOUBTFUL):
            yield text, score
            continue
        cell = _cell_of(line, cells)
        is_of_two = (
            separators.has_two_digits(text) and not separators.is_in_one_piece(line, black, len(text))
            if cell < 0
            else crossing.runs_over(line, cells[cell], numbers, black, whole)
        )
        yield text + separators.DOUBTFUL if is_of_two else text, score


def _of_marks(grey: Any, marks: Sequence[leftover.Mark], texts: Sequence[str]) -> Iterator[tuple[Box, str, float]]:
    """What ink says that was not taken for text, and how certain that is.

    A cell that is blank otherwise, or holds numbers alone (of the ``texts`` of the lines), is not read where its ink
    cannot be; beside words such ink is no more than a speck.
    """
    for mark, (text, score) in zip(marks, _read([_crop(grey, mark.box) for mark in marks]), strict=True):
        if score >= _LEGIBLE_MARK and len(text.strip()) > bool(mark.beside):
            yield mark.box, text, score
        elif all(separators.is_number(texts[index]) for index in mark.beside):
            yield mark.box, ILLEGIBLE, score


def wrapped(lines: Sequence[Box], cells: Sequence[Box]) -> dict[int, int]:
    """The lines that fill their cell, each with the one below it in the same cell."""
    held: dict[int, list[int]] = {}
    for index in sorted(range(len(lines)), key=lambda index: lines[index][1]):
        held.setdefault(_cell_of(lines[index], cells), []).append(index)
    held.pop(-1, None)
    return {
        first: last
        for cell, own in held.items()
        for first, last in pairwise(own)
        if _room(lines[first], cells[cell]) < _ONE_MORE * (lines[first][3] - lines[first][1])
    }


def _room(line: Box, cell: Box) -> float:
    return (cell[2] - cell[0]) - (line[2] - line[0])


def _read_lines(
    picture: Picture, lines: Sequence[Box], black: Any, goes_on: Mapping[int, int]
) -> list[tuple[str, float]]:
    """What the lines say, the numbers among them as they can be relied on."""
    grey, colours = picture.grey, picture.coloured
    tight = [fitting.fitted(line, black) for line in lines]
    read = list(_read([_picture_of(grey, box, black) for box in tight]))
    small = [
        index
        for index, ((text, _), box) in enumerate(zip(read, tight, strict=True))
        if box[3] - box[1] < _SMALL and separators.is_number(text)
    ]
    again = _read([_crop(grey, lines[index]) for index in small])
    for index, (text, _) in zip(small, again, strict=True):
        first, score = read[index]
        read[index] = (separators.agreed(first, text), score)
    pieces = [separators.is_in_one_piece(line, black, len(text)) for line, (text, _) in zip(lines, read, strict=True)]
    signed = [strokes.with_minus(text) if whole else text for (text, _), whole in zip(read, pieces, strict=True)]
    texts = separators.settled(signed, pieces, goes_on)

    def doubt(line: Box, text: str) -> str:
        if not separators.is_number(text):
            return ""
        if pen.touches(line, black, grey, colours):
            return WRITTEN_OVER
        return separators.DOUBTFUL if strokes.shows_more(line, black, grey, text) else ""

    return [(text + doubt(line, text), score) for line, text, (_, score) in zip(lines, texts, read, strict=True)]


def _picture_of(grey: Any, line: Box, black: Any) -> Any:
    """The crop of a line; characters one below the other are set side by side, as they are read."""
    import cv2
    import numpy

    characters = fitting.stacked(line, black)
    if not characters:
        return _crop(grey, line, above=0)
    crops = [_crop(grey, box, above=0) for box in characters]
    high = max(crop.shape[0] for crop in crops)
    spare = [high - crop.shape[0] for crop in crops]
    level = [
        cv2.copyMakeBorder(crop, left // 2, left - left // 2, 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        for crop, left in zip(crops, spare, strict=True)
    ]
    return numpy.hstack(level)


def find_texts(picture: Picture) -> list[Box]:
    """The boxes of the texts of a page, in pixels."""
    import cv2

    result = engine()(cv2.cvtColor(picture.grey, cv2.COLOR_GRAY2BGR), use_rec=False)
    if result.boxes is None:
        return []
    return [
        (float(b[:, 0].min()), float(b[:, 1].min()), float(b[:, 0].max()), float(b[:, 1].max())) for b in result.boxes
    ]


def run_sideways(found: Sequence[Box]) -> bool:
    """Whether most of the texts of a page run up or down."""
    across = sum(x1 - x0 for x0, top, x1, bottom in found if x1 - x0 > _LONG * (bottom - top))
    along = sum(bottom - top for x0, top, x1, bottom in found if bottom - top > _LONG * (x1 - x0))
    return along > _LONG * across


def are_upside_down(picture: Picture, found: Sequence[Box]) -> bool:
    """Whether the longest texts of a page, ``found`` in pixels, are easier to read with the page turned by 180°."""
    longest = sorted(found, key=lambda box: (box[0] - box[2], box))[:_SAMPLE]
    crops = [_crop(picture.grey, box) for box in longest]
    upright = [score for _, score in _read(crops)]
    if not upright or median(upright) > _PLAIN:
        return False
    return median(score for _, score in _read([crop[::-1, ::-1].copy() for crop in crops])) > median(upright)


def _read(crops: Sequence[Any]) -> Iterator[tuple[str, float]]:
    for start in range(0, len(crops), _AT_ONCE):
        result = engine().recognize_txt(list(crops[start : start + _AT_ONCE]))
        yield from zip(result.txts, map(float, result.scores), strict=True)


def _parted(box: Box, cells: Iterable[Box]) -> Iterator[Box]:
    """The parts of a text that lie in different cells, each inside its cell; a text outside all cells as it is."""
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    parts: list[Box] = []
    for c0, above, c1, below in cells:
        if above <= middle <= below:
            left, right = max(x0, c0 + _CLEAR), min(x1, c1 - _CLEAR)
            if right - left > _PART * (x1 - x0) or (x0 >= c0 and x1 <= c1):
                parts.append((left, max(top, above + _CLEAR), right, min(bottom, below - _CLEAR)))
    yield from (part for part in parts or [box] if part[2] - part[0] > 3 and part[3] - part[1] > 3)


def _cell_of(box: Box, cells: Sequence[Box]) -> int:
    """The index of the smallest cell that the middle of ``box`` lies in, -1 outside all."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = [i for i, c in enumerate(cells) if c[0] <= x <= c[2] and c[1] <= y <= c[3]]
    return min(inside, key=lambda i: (cells[i][2] - cells[i][0]) * (cells[i][3] - cells[i][1]), default=-1)


def _grouped(boxes: Iterable[Box], cells: Sequence[Box]) -> list[list[Box]]:
    """The texts of each cell; one that stands outside all cells is a group of its own."""
    groups: dict[int, list[Box]] = {}
    alone: list[list[Box]] = []
    for box in boxes:
        cell = _cell_of(box, cells)
        if cell < 0:
            alone.append([box])
        else:
            groups.setdefault(cell, []).append(box)
    return [*groups.values(), *alone]


def _lines(group: Sequence[Box]) -> list[Box]:
    """The lines of one cell, each from its first text to its last."""
    lines: list[Box] = []
    for box in sorted(group, key=lambda b: (b[1] + b[3], b[0])):
        last = lines[-1] if lines else None
        if last and min(last[3], box[3]) - max(last[1], box[1]) > 0.6 * min(last[3] - last[1], box[3] - box[1]):
            lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return lines


def _whole(line: Box, cells: Sequence[Box], black: Any) -> Iterable[Box]:
    """The line with strokes of it that were not found; outside all cells its parts that stand in columns."""
    cell = _cell_of(line, cells)
    if cell < 0:
        return fitting.parted(line, black)
    x0, top, x1, bottom = cells[cell]
    return [fitting.whole(line, (x0 + _CLEAR, top, x1 - _CLEAR, bottom), black)]


def _crop(grey: Any, box: Box, above: int = _AROUND) -> Any:
    """The picture of the text in ``box`` with a little around it, ``above`` pixels above and below."""
    import cv2

    height, width = grey.shape
    x0, top = max(0, round(box[0]) - _AROUND), max(0, round(box[1]) - above)
    x1, bottom = min(width, round(box[2]) + _AROUND), min(height, round(box[3]) + above)
    crop: Any = cv2.cvtColor(grey[top : max(top + 1, bottom), x0 : max(x0 + 1, x1)], cv2.COLOR_GRAY2BGR)
    return crop


def _points(box: Box, scale: float) -> Box:
    x0, top, x1, bottom = (round(value / scale, 2) for value in box)
    return x0, top, x1, bottom
