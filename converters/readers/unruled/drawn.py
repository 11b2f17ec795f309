"""What is drawn of a table without a full grid: rules that part its rows, and those under a part of its headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..page.glyphs import Box
from .heading_lines import Rule
from .pieces import Interval, Piece, box_of, union

if TYPE_CHECKING:
    from pdfplumber.page import Page


#: Rules closer than this (points) are one; how much of a table's width parts its rows.
_SAME_RULE = 2.5
_MOST = 0.8
#: How far (points) above and below its texts a rule parts its rows, or may be drawn around it.
_NEAR, _AROUND = 3.0, 10.0
#: Drawings with more shapes than this have no rules that a table could be made of.
_MOST_SHAPES = 5000


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page without making a grid: rules and edges across it, and cells that have frames."""

    rules: tuple[Rule, ...] = ()
    frames: tuple[Box, ...] = ()


def rules(page: Page) -> list[Rule]:
    """The horizontal rules and edges of a page that are wide enough to belong to a table."""
    edges = page.edges if len(page.rects) + len(page.lines) < _MOST_SHAPES else []
    return sorted((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h" and e["width"] > 10)


def partial_rules(drawn: Drawn, above: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]]) -> list[Rule]:
    """The rules between the lines of headings that do not go through the whole table."""
    box = box_of(p for line in (*above, *body) for p in line)
    top, bottom = above[0][0].baseline, above[-1][0].baseline
    joined: list[Rule] = []
    for y, x0, x1 in sorted((round(rule[0]), *rule[1:]) for rule in drawn.rules if top < rule[0] < bottom):
        if joined and joined[-1][0] == y and x0 - joined[-1][2] < _SAME_RULE:
            joined[-1] = y, joined[-1][1], max(x1, joined[-1][2])
        else:
            joined.append((y, x0, x1))
    return [rule for rule in joined if rule[2] - rule[1] < _MOST * (box[2] - box[0])]


def separators(drawn: Drawn, box: Box) -> list[float]:
    """The heights at which something drawn parts rows: most of the width of the table."""
    return [group[0][0] for group in _across(drawn, box, _NEAR)]


def ends_of(drawn: Drawn, box: Box) -> Interval | None:
    """From where to where the rules reach that go through the whole table; None where there is none."""
    groups = _across(drawn, box, _AROUND)
    return union((x0, x1) for group in groups for _, x0, x1 in group) if groups else None


def _across(drawn: Drawn, box: Box, near: float) -> list[list[Rule]]:
    """The rules of one height, ``near`` the texts of a table, that go over most of its width together."""
    groups: list[list[Rule]] = []
    for rule in (r for r in drawn.rules if box[1] - near <= r[0] <= box[3] + near and r[2] > r[1]):
        if groups and rule[0] - groups[-1][0][0] < _SAME_RULE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [group for group in groups if _covered(group, box) > _MOST * (box[2] - box[0])]


def _covered(group: Sequence[Rule], box: Box) -> float:
    """How much of the width of a table rules at one height cover together."""
    covered, end = 0.0, box[0]
    for _, x0, x1 in sorted(group, key=lambda rule: rule[1]):
        covered += max(0.0, min(x1, box[2]) - max(x0, end))
        end = max(end, x1)
    return covered
