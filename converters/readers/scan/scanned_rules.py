"""The rules of tables on the picture of a scanned page, and the cells that they form.

A rule is a long straight stroke of ink. A hairline that the scanner has blurred is no ink any more, but darker than the
paper on both sides of it all along: such faint strokes are looked for where the strokes of ink leave a page's rules
incomplete. Short ones have to reach rules at both ends and to stand alone, as strokes of characters do not.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ..page.glyphs import Box

#: Points: the shortest rule across and down, and the thickest.
_SHORTEST_ACROSS, _SHORTEST_DOWN, _THICKEST = 25.2, 13.0, 4.3
#: Points between the ends of rules that meet.
_MEETING = 3.0
#: Grey levels by which a faint rule is darker than what is so many points beside it, over so many points of its length.
_FAINT, _BESIDE, _ALONG = 8, (1.3, 3.2), 2.0
#: Points: the shortest dash of a rule that broke, and specks of paper in a rule.
_DASH, _SPECK = 13.0, 0.8
#: Share of the way between two rules from which strokes on it are a rule that broke, alone and beside others.
_DRAWN, _SOME = 0.35, 0.12
#: Share of the height of its row by which a number stands away from the middle of several.
_ASIDE = 0.3
#: Points from the middle of a black rule to the paper beside it.
_CROSSING = 1.1
#: Points: a faint rule so long, across and down, is one without more ado; so much of one that has no ink is a gap.
_LONG_ACROSS, _LONG_DOWN, _GAP = 100.0, 45.0, 22.0
#: Points by which a short faint stroke may miss the rules at its ends, across and down.
_MISS_ACROSS, _MISS_DOWN = 3.0, 0.8
#: Points from the edge of the page to which a fold goes, how far it goes on beyond a table; how many a page has.
_TO_EDGE, _BEYOND, _FOLDS = 9.0, 20.0, 2
#: Points beside a stroke in which other ink is looked for, and the share of its length that may have some.
_NEAR, _FAR, _CROWDED = 0.8, 3.0, 0.35


@dataclass(frozen=True, slots=True)
class Rule:
    """A level or upright stroke, in points: where it stands, and from where to where it goes."""

    across: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start

    @property
    def is_long(self) -> bool:
        return self.length >= (_LONG_ACROSS if self.across else _LONG_DOWN)

    def continues(self, other: Rule) -> bool:
        """Whether both stand on one line."""
        return self.across == other.across and abs(self.at - other.at) <= _MEETING / 2

    def meets(self, other: Rule, end: float) -> bool:
        """Whether ``other``, at a right angle, is reached by this rule at ``end``."""
        miss = _MISS_ACROSS if self.across else _MISS_DOWN
        return self.across != other.across and abs(other.at - end) <= miss and other.spans(self.at, miss)

    def spans(self, place: float, miss: float) -> bool:
        return self.start - miss <= place <= self.end + miss


def find_tables(grey: Any, black: Any, scale: float) -> tuple[list[list[Box]], list[tuple[float, float, float]]]:
    """The cells (in points) of each table that rules form, and all horizontal rules of ink: top, x0, x1.

    ``grey`` is the page, ``black`` its ink (255 where there is some), both with ``scale`` pixels in a point.
    """
    from pdfplumber import table

    size = grey.shape[1] / scale, grey.shape[0] / scale
    level, upright = list(_inked(black, scale, across=True)), list(_inked(black, scale, across=False))
    ridges = [rule for across in (True, False) for rule in _ridges(grey, scale, [*level, *upright], across=across)]
    folds = list(_folds([*level, *upright, *ridges], size))
    level, upright, ridges = (
        [rule for rule in rules if not any(rule.continues(fold) for fold in folds)]
        for rules in (level, upright, ridges)
    )
    inked = [*level, *upright]
    broken, faint = _broken(level, upright, black, scale), _faint(ridges, black, scale, inked)
    edges = [_edge(rule) for rule in (*inked, *broken, *faint)]
    edges = table.merge_edges(edges, _MEETING, _MEETING, _MEETING, _MEETING)
    crossings = table.edges_to_intersections(edges, _MEETING, _MEETING)
    tables = table.cells_to_tables(table.intersections_to_cells(crossings))
    rules = sorted((rule.at, rule.start, rule.end) for rule in (*level, *broken) if rule.length > 50)
    return [list(cells) for cells in tables], rules


def parted(cells: Sequence[Box], numbers: Sequence[Box]) -> Iterator[Box]:
    """The cells of a table, each parted into its rows that has a number in one of them and not in its own middle.

    The rule between the rows was lost there: what is printed for several rows stands in the middle of them.
    """
    tops = sorted({cell[1] for cell in cells})
    levels = [y for before, y in zip([-_MEETING, *tops], tops, strict=False) if y - before > _MEETING / 2]
    for x0, top, x1, bottom in cells:
        inner = [y for y in levels if top + _MEETING < y < bottom - _MEETING]
        rows = list(pairwise([top, *inner, bottom]))
        inside = [box for box in numbers if x0 < (box[0] + box[2]) / 2 < x1 and top < (box[1] + box[3]) / 2 < bottom]
        is_lost = bool(inner) and any(_is_of_a_row(box, rows) for box in inside)
        yield from [(x0, start, x1, end) for start, end in rows] if is_lost else [(x0, top, x1, bottom)]


def _is_of_a_row(number: Box, rows: list[tuple[float, float]]) -> bool:
    """Whether a number stands in one of several rows, away from the middle of them all."""
    middle, whole = (number[1] + number[3]) / 2, (rows[0][0] + rows[-1][1]) / 2
    own = [(start, end) for start, end in rows if start - _MEETING < number[1] and number[3] < end + _MEETING]
    return any(abs(middle - whole) > _ASIDE * (end - start) and start < middle < end for start, end in own)


def _folds(rules: Sequence[Rule], size: tuple[float, float]) -> Iterator[Rule]:
    """The shadows of folds among ``rules``: lines over the whole of a page of this ``size``, beyond its tables.

    Many lines from edge to edge are no folds: a picture may show no more of a page than its table.
    """
    for across, length in ((True, size[0]), (False, size[1])):
        crossing = [rule for rule in rules if rule.across != across and rule.is_long]
        lines = _lines(rule for rule in rules if rule.across == across)
        whole = [replace(line[0], end=max(rule.end for rule in line)) for line in lines]
        found = [rule for rule in whole if _is_fold(rule, crossing, length)]
        yield from found if len(found) <= _FOLDS else ()


def _is_fold(line: Rule, crossing: Sequence[Rule], length: float) -> bool:
    """Whether a line goes from one edge of the page to the other; a rule ends where the last one ends that it meets."""
    crossed = [rule.at for rule in crossing if rule.spans(line.at, _MEETING)]
    goes_over = line.start <= _TO_EDGE and line.end >= length - _TO_EDGE
    return goes_over and bool(crossed) and min(crossed) - line.start > _BEYOND and line.end - max(crossed) > _BEYOND


def _inked(black: Any, scale: float, *, across: bool, shortest: float = 0.0) -> Iterator[Rule]:
    """The strokes of ink that are long and thin enough for a rule, specks of paper in them closed."""
    import cv2

    wide = max(1, int(_SPECK * scale))
    speck = cv2.getStructuringElement(cv2.MORPH_RECT, (wide, 1) if across else (1, wide))
    black = cv2.morphologyEx(black, cv2.MORPH_CLOSE, speck)
    shortest = shortest or (_SHORTEST_ACROSS if across else _SHORTEST_DOWN)
    yield from _strokes(black, scale, shortest, across=across, thickest=max(6.0, _THICKEST * scale))


def _broken(level: list[Rule], upright: list[Rule], black: Any, scale: float) -> list[Rule]:
    """The parts of level rules, from one upright rule to the next, of which dashes are left.

    Of a fine rule that is not quite level a scanner in black and white leaves dashes, which may be short. A rule of a
    table ends at ``upright`` ones; no ink may lie across what is missing of it.
    """
    dashes = [*level, *_inked(black, scale, across=True, shortest=_DASH)]
    ends = [rule for rule in upright if rule.is_long]
    return [way for line in _lines(dashes) for way in _led_on(line, ends, black, scale)]


def _lines(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """The strokes that stand on one line, from its start to its end."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.continues(lines[-1][0]):
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return (sorted(line, key=lambda rule: rule.start) for line in lines)


def _led_on(line: list[Rule], ends: list[Rule], black: Any, scale: float) -> Iterator[Rule]:
    """The rules from one rule of ``ends`` to the next of which the strokes of a line are parts."""
    stops = sorted({rule.at for rule in ends if rule.spans(line[0].at, _MEETING)})
    ways = [replace(line[0], start=one, end=other) for one, other in pairwise(stops) if other - one > _MEETING]
    drawn = [_drawn(way, line) for way in ways]
    if sum(share > _DRAWN for share in drawn) < 2:
        return  # one stroke may be a part of a character
    for index, (way, share) in enumerate(zip(ways, drawn, strict=True)):
        is_between = min(drawn[max(0, index - 1)], drawn[min(index + 1, len(ways) - 1)]) > _DRAWN
        if share < 1 and (share > _DRAWN or (share > _SOME and is_between)) and _is_clear(way, black, scale):
            yield way


def _drawn(way: Rule, line: list[Rule]) -> float:
    """The share of ``way`` along which there is a stroke of its line."""
    reached, missing = way.start, 0.0
    for rule in line:
        missing += max(0.0, min(rule.start, way.end) - reached)
        reached = max(reached, rule.end)
    return 1 - (missing + max(0.0, way.end - reached)) / way.length


def _is_clear(way: Rule, black: Any, scale: float) -> bool:
    """Whether nothing is printed across ``way``."""
    at, near = int(way.at * scale), max(3, round(_CROSSING * scale))
    above, below = black[max(0, at - near)], black[min(at + near, len(black) - 1)]
    start, end = round((way.start + _MEETING) * scale), round((way.end - _MEETING) * scale)
    return not ((above > 0) & (below > 0))[start:end].any()


def _faint(found: Sequence[Rule], black: Any, scale: float, inked: list[Rule]) -> list[Rule]:
    """The faint rules (of those ``found``) of a page whose ``inked`` strokes have gaps; none where they have none."""
    certain = [rule for rule in found if rule.is_long]
    if not any(_gap(rule, inked) > _GAP for rule in certain):
        return []
    short = [rule for rule in found if not rule.is_long and _stands_alone(rule, black, scale)]
    # A short one that ends at another short one is a rule if that one is; one down goes on a column's rule.
    short = [rule for rule in short if rule.across or any(rule.continues(other) for other in (*inked, *certain))]
    while reaching := [rule for rule in short if _reaches(rule, (*inked, *certain))]:
        certain += reaching
        short = [rule for rule in short if rule not in reaching]
    return certain


def _ridges(grey: Any, scale: float, inked: list[Rule], *, across: bool) -> Iterator[Rule]:
    """The lines along which ``grey`` is darker than on both sides."""
    import cv2
    import numpy

    along = max(5, round(_ALONG * scale)) | 1
    dark = 255 - grey.astype(numpy.float32)
    # Where a black rule crosses, the paper beside a line is none: what is on both sides of the rule goes on below it.
    turned, half = dark.T if across else dark, max(2, round(_CROSSING * scale))
    for rule in inked:
        at = round(rule.at * scale)
        if rule.across != across and half < at < len(turned) - half - 1:
            part = turned[:, round(rule.start * scale) : round(rule.end * scale)]
            part[at - half : at + half + 1] = (part[at - half - 1] + part[at + half + 1]) / 2
    dark = cv2.blur(dark, (along, 1) if across else (1, along))
    lines = numpy.zeros(grey.shape, numpy.uint8)
    for points in _BESIDE:
        aside, axis = max(3, round(points * scale)), 0 if across else 1
        paper = numpy.maximum(numpy.roll(dark, aside, axis), numpy.roll(dark, -aside, axis))
        lines[dark - paper > _FAINT] = 255
    # A line that is not quite level passes from one row of pixels to the next.
    wider = cv2.dilate(lines, numpy.ones((3, 1) if across else (1, 3), numpy.uint8))
    least = _SHORTEST_ACROSS if across else _SHORTEST_DOWN
    yield from _strokes(wider, scale, least, across=across, thickest=max(8.0, _THICKEST * scale + 2))


def _strokes(mask: Any, scale: float, least: float, *, across: bool, thickest: float) -> Iterator[Rule]:
    """The straight strokes in ``mask`` (255 or 0) of ``least`` points, at most ``thickest`` pixels thick."""
    import cv2

    shortest = round(least * scale)
    stroke = cv2.getStructuringElement(cv2.MORPH_RECT, (shortest, 1) if across else (1, shortest))
    bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 3) if across else (3, 9))
    kept = cv2.morphologyEx(cv2.morphologyEx(mask, cv2.MORPH_OPEN, stroke), cv2.MORPH_CLOSE, bridge)
    stats: Any = cv2.connectedComponentsWithStats(kept, connectivity=8)[2]
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) <= thickest:
            level = Rule(True, (y + height / 2) / scale, x / scale, (x + width) / scale)
            upright = Rule(False, (x + width / 2) / scale, y / scale, (y + height) / scale)
            yield level if across else upright


def _gap(rule: Rule, inked: list[Rule]) -> float:
    """Points of the longest part of ``rule`` along which no stroke of ink goes."""
    parts = sorted(
        (max(other.start, rule.start), min(other.end, rule.end))
        for other in inked
        if other.across == rule.across and abs(other.at - rule.at) < _MEETING
        if other.end > rule.start and other.start < rule.end
    )
    reached, widest = rule.start, 0.0
    for start, end in parts:
        widest, reached = max(widest, start - reached), max(reached, end)
    return max(widest, rule.end - reached)


def _stands_alone(rule: Rule, black: Any, scale: float) -> bool:
    """Whether there is little ink right beside ``rule``: a stroke of a character has others next to it."""
    page = black if rule.across else black.T
    at, start, end = (int(value * scale) for value in (rule.at, rule.start, rule.end))
    near, far = max(2, round(_NEAR * scale)), round(_FAR * scale)
    bands = page[max(0, at - far) : max(0, at - near), start:end], page[at + near : at + far, start:end]
    return sum(float((band.max(0) > 0).mean()) for band in bands if band.size) < _CROWDED


def _reaches(rule: Rule, others: tuple[Rule, ...]) -> bool:
    """Whether ``rule`` ends at other rules on both sides."""
    return all(any(rule.meets(other, end) for other in others) for end in (rule.start, rule.end))


def _edge(rule: Rule) -> dict[str, Any]:
    """``rule`` as pdfplumber has it."""
    x0, x1 = (rule.start, rule.end) if rule.across else (rule.at, rule.at)
    top, bottom = (rule.at, rule.at) if rule.across else (rule.start, rule.end)
    return {
        "object_type": "line", "orientation": "h" if rule.across else "v", "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "doctop": top, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
