"""The box of a line of text fitted to its ink: what a box misses of its line is added, the paper around it goes.

The boxes that are found are wide around small print, of which the recognition then sees a few pixels only, and may
miss a thin stroke at its start: a minus, the 一 of a label. Sizes are pixels.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..page.glyphs import Box

#: Heights of the ink of a line: paper kept above and below it, and how long a dash is at least.
_PAPER, _DASH = 0.15, 0.2
#: How much longer than high a dash is, and between which shares of the height of a line it stands.
_FLAT, _MIDDLE = 1.8, (0.3, 0.7)
#: Widths of a line that it is high from which its characters stand one below the other, and of one of them at most.
_TALL, _SQUARE = 1.6, 1.1
#: Heights of the ink of a line that a character beside it has at least, and is wide at least.
_AS_HIGH, _NARROW = 0.7, 0.25
#: Heights of the ink of a line by which columns stand apart.
_COLUMNS = 0.8
#: Share of a box that its ink is high at least, where it is not dashes alone.
_LEAST = 0.3


def whole(line: Box, cell: Box, black: Any) -> Box:
    """``line`` with the characters and the dashes before it in ``cell`` that its box has missed.

    ``black`` is the ink of the page. A narrow upright stroke is not added: it may be what is left of a rule.
    """
    x0, top, x1, bottom = (round(value) for value in line)
    left, right = max(0, round(cell[0])), round(cell[2])
    rows = _inked_rows(black[top:bottom, x0:x1])
    if rows is None:
        return line
    strokes = list(_strokes(black[top:bottom, left:right], rows))
    start = min((left + x for x, _, _ in strokes), default=x0)
    end = max((left + x for _, x, is_dash in strokes if not is_dash), default=x1)
    return (min(line[0], start - 1.0) if start < x0 else line[0]), line[1], max(line[2], end + 1.0), line[3]


def _strokes(band: Any, rows: tuple[int, int]) -> Iterable[tuple[int, int, bool]]:
    """From where to where characters and dashes go in the band of a line whose ink stands in ``rows``; which are
    dashes. A stroke at an end of the band is of a rule.
    """
    import cv2

    high, wide = rows[1] - rows[0], band.shape[1]
    stats: Any = cv2.connectedComponentsWithStats(band, connectivity=8)[2]
    for x, y, width, height, _ in stats[1:].tolist():
        is_flat = width >= _DASH * high and width >= _FLAT * height
        is_dash = is_flat and _MIDDLE[0] * len(band) < y + height / 2 < _MIDDLE[1] * len(band)
        within = min(y + height, rows[1]) - max(y, rows[0])
        is_character = _AS_HIGH * high <= within and height * _AS_HIGH <= high and width >= _NARROW * high
        if x > 0 and x + width < wide and (is_dash or is_character):
            yield x, x + width, is_dash


def fitted(line: Box, black: Any) -> Box:
    """``line`` without the paper above and below its ink."""
    x0, top, x1, bottom = (round(value) for value in line)
    rows = _inked_rows(black[top:bottom, x0:x1])
    if rows is None or rows[1] - rows[0] < _LEAST * (bottom - top):
        return line
    paper = max(1.0, _PAPER * (rows[1] - rows[0]))
    return line[0], max(line[1], top + rows[0] - paper), line[2], min(line[3], top + rows[1] + paper)


def narrowed(line: Box, black: Any) -> Box:
    """``line`` without the paper before and behind its ink: where a column begins and ends is seen by it."""
    import numpy

    x0, top, x1, bottom = (max(0, round(value)) for value in line)
    inked = numpy.flatnonzero((black[top:bottom, x0:x1] > 0).any(axis=0))
    return (x0 + float(inked[0]), line[1], x0 + float(inked[-1]) + 1.0, line[3]) if len(inked) else line


def parted(line: Box, black: Any) -> Iterable[Box]:
    """The parts of ``line`` between which there is as much paper as between columns."""
    x0, top, x1, bottom = (round(value) for value in line)
    rows = _inked_rows(black[top:bottom, x0:x1])
    if rows is None:
        return [line]
    parts: list[tuple[float, float]] = []
    for start, end in _runs((black[top:bottom, x0:x1] > 0).any(axis=0)):
        if parts and start - parts[-1][1] <= _COLUMNS * (rows[1] - rows[0]):
            parts[-1] = parts[-1][0], end
        else:
            parts.append((start, end))
    if len(parts) < 2:
        return [line]
    return [(x0 + start - 1.0, line[1], x0 + end + 1.0, line[3]) for start, end in parts]


def stacked(line: Box, black: Any) -> list[Box]:
    """The characters of ``line`` from top to bottom where they stand one below the other; none where they do not."""
    import numpy

    x0, top, x1, bottom = (round(value) for value in line)
    ink = black[top:bottom, x0:x1] > 0
    across = numpy.flatnonzero(ink.any(axis=0))
    if not len(across) or bottom - top < _TALL * (x1 - x0):
        return []
    wide = int(across[-1]) - int(across[0]) + 1
    found: list[tuple[int, int]] = []
    for start, end in _runs(ink.any(axis=1)):
        if found and end - found[-1][0] <= _SQUARE * wide:  # a character of several strokes, as 三 and 合 are
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    if len(found) < 2 or max(end - start for start, end in found) > 2 * wide:
        return []
    return [(line[0], top + start - 1.0, line[2], top + end + 1.0) for start, end in found]


def _runs(inked: Any) -> Iterable[tuple[int, int]]:
    """From where to where rows with ink follow each other."""
    import numpy

    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], inked.astype("int8"), [0]))))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _inked_rows(box: Any) -> tuple[int, int] | None:
    """The first row with ink and the one after the last; specks are none."""
    import numpy

    inked: Any = numpy.flatnonzero((box > 0).sum(axis=1) > 1)
    return (int(inked[0]), int(inked[-1]) + 1) if len(inked) else None
