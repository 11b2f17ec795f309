"""Charts as SVG, made on the server from the rows that stand in the table below them.

Each has a title, a description for those who cannot see it, and colours of Okabe and Ito (2008) that colour-blind
people can tell apart; what a colour says is always written as well. Each is drawn for a width in pixels, so that its
letters are as large on a telephone as on a desk. Every mark with a ``link`` leads to the cell of its figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from itertools import pairwise

from .layout import Box, Flow, Ribbon, columns, fitted, ribbons, spread, text_width, treemap

COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8a8f98")
_TEXT = 13.0
_LINE = 18.0
_BAR = 18.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in a picture: what it stands for, its amount (yuan), how that reads, where it leads, its colour."""

    label: str
    amount: Decimal
    text: str
    link: str = ""
    color: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a line over years."""

    year: int
    amount: Decimal
    text: str
    link: str = ""
    is_doubtful: bool = False


# --- rows of bars -----------------------------------------------------------------------------------------


def bars(title: str, marks: Sequence[Mark], width: int) -> str:
    """Horizontal bars from zero, the longest over the whole width; "" without an amount above zero."""
    most = max((mark.amount for mark in marks), default=Decimal(0))
    if most <= 0:
        return ""
    spans = [(mark, Decimal(0), max(mark.amount, Decimal(0))) for mark in marks]
    return _rows(title, spans, Decimal(0), most, width)


def waterfall(title: str, start: Mark, changes: Sequence[Mark], end: Mark, width: int) -> str:
    """From one total to another: each change begins where the one before ends.

    The scale begins at zero, unless the changes are so small beside the totals that nobody would see them; then it
    is cut below, and the title has to say so (:func:`is_cut`).
    """
    spans = [(start, Decimal(0), start.amount)]
    at = start.amount
    for change in changes:
        spans.append((change, min(at, at + change.amount), max(at, at + change.amount)))
        at += change.amount
    spans.append((end, Decimal(0), end.amount))
    high = max(top for _, _, top in spans)
    low = cut_below([*(s[1] for s in spans[1:-1]), start.amount, end.amount], high)
    return _rows(title, spans, low, high, width)


def cut_below(lows: Sequence[Decimal], high: Decimal) -> Decimal:
    """Where the scale of a waterfall begins: at zero, or a tenth below the lowest place where all happens high up."""
    lowest = min(lows)
    return Decimal(0) if lowest < high * Decimal("0.6") else lowest - (high - lowest) * Decimal("0.25")


def pairs(title: str, rows: Sequence[tuple[str, Sequence[Mark]]], width: int) -> str:
    """Bars in groups under one label, as planned beside spent; "" without an amount above zero."""
    most = max((mark.amount for _, marks in rows for mark in marks), default=Decimal(0))
    if most <= 0:
        return ""
    left, room = _sides(width, [label for label, _ in rows], [m for _, marks in rows for m in marks])
    drawn: list[str] = []
    at = 4.0
    for label, marks in rows:
        drawn.append(_row_label(label, "", at, left))
        at += 0 if left else _LINE
        for mark in marks:
            drawn.append(_bar(mark, left, at, float(mark.amount / most) * room, width, _BAR - 4))
            at += _BAR
        at += 10
    return _svg(title, width, at, "".join(drawn), _told(m for _, marks in rows for m in marks))


def _rows(title: str, spans: Sequence[tuple[Mark, Decimal, Decimal]], low: Decimal, high: Decimal, width: int) -> str:
    """One bar in each row, from its lower to its upper amount on the scale ``low`` to ``high``."""
    left, room = _sides(width, [m.label for m, _, _ in spans], [m for m, _, _ in spans])
    drawn: list[str] = []
    at = 2.0
    for mark, bottom, top in spans:
        drawn.append(_row_label(mark.label, mark.link, at, left))
        at += 0 if left else _LINE
        start = left + float((max(bottom, low) - low) / (high - low)) * room
        drawn.append(_bar(mark, start, at, float((top - max(bottom, low)) / (high - low)) * room, width, _BAR))
        at += _BAR + 8
    return _svg(title, width, at, "".join(drawn), _told(m for m, _, _ in spans))


def _sides(width: int, labels: Iterable[str], marks: Iterable[Mark]) -> tuple[float, float]:
    """Room for labels at the left (none where the picture is narrow: they stand above), and for the longest bar."""
    figures = max((text_width(m.text, _TEXT) for m in marks), default=0.0) + 14
    wide = min(max((text_width(label, _TEXT) for label in labels), default=0.0) + 12, width * 0.4)
    left = wide if width >= 560 else 0.0
    return left, width - left - figures


def _row_label(label: str, link: str, at: float, left: float) -> str:
    text = fitted(label, _TEXT, left - 12) if left else label
    place = f'x="{left - 10:.1f}" text-anchor="end"' if left else 'x="0"'
    return _linked(link, label, f'<text {place} y="{at + 13:.1f}">{_text(text)}</text>')


def _bar(mark: Mark, x: float, y: float, long: float, width: int, thick: float) -> str:
    long = max(long, 1.0)
    end = x + long + 6
    anchor = "start"
    if end + text_width(mark.text, _TEXT) > width:  # no room behind the bar: before it
        end, anchor = x - 6, "end"
    body = (
        _rect(Box(x, y, long, thick), f'fill="{COLORS[mark.color]}"')
        + f'<text x="{end:.1f}" y="{y + thick / 2 + 4.5:.1f}" text-anchor="{anchor}" class="figure">'
        f"{_text(mark.text)}</text>"
    )
    return _linked(mark.link, f"{mark.label} {mark.text}", body)


# --- lines over years -------------------------------------------------------------------------------------


#: Of more lines than these only the last figures are written out: the others stand on the points and in the table.
_ALL_LABELLED = 3


def lines(title: str, series: Sequence[tuple[str, Sequence[Point]]], width: int) -> str:
    """Lines over years on one scale that starts at zero; "" where no series has two years.

    A doubtful point is hollow and no line leads through it as if it were sure: the line is dashed.
    """
    years = sorted({p.year for _, points in series for p in points})
    most = max((p.amount for _, points in series for p in points), default=Decimal(0))
    if len(years) < 2 or most <= 0:
        return ""
    height, left, right, top, bottom = 232.0, 44.0, 44.0, 30.0, 200.0
    step = (width - left - right) / (years[-1] - years[0])
    placed = [
        (
            name,
            [(left + (p.year - years[0]) * step, bottom - (bottom - top) * float(p.amount / most), p) for p in points],
        )
        for name, points in ((name, sorted(points, key=lambda p: p.year)) for name, points in series)
    ]
    drawn = [f'<line x1="0" x2="{width}" y1="{bottom}" y2="{bottom}" class="axis"/>']
    drawn += [
        f'<text x="{left + (year - years[0]) * step:.1f}" y="{bottom + 18}" text-anchor="middle">{year}</text>'
        for year in range(years[0], years[-1] + 1)
        if step >= 40 or (year - years[0]) % (int(40 / step) + 1) == 0
    ]
    drawn += [_line(index, points) for index, (_, points) in enumerate(placed)]
    drawn += _point_labels(placed if len(placed) <= _ALL_LABELLED else [(name, points[-1:]) for name, points in placed])
    legend = _legend([name for name, _ in series], width) if len(series) > 1 else ("", 0.0)
    body = legend[0] + f'<g transform="translate(0 {legend[1]:.1f})">{"".join(drawn)}</g>'
    told = "；".join(f"{name} {p.year}: {p.text}" for name, points in series for p in points)
    return _svg(title, width, height + legend[1], body, told)


def _line(index: int, placed: Sequence[tuple[float, float, Point]]) -> str:
    color = COLORS[index % len(COLORS)]
    parts: list[str] = []
    for (x0, y0, a), (x1, y1, b) in pairwise(placed):
        dashed = ' stroke-dasharray="4 4"' if a.is_doubtful or b.is_doubtful or b.year - a.year > 1 else ""
        parts.append(
            f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{color}" stroke-width="2"{dashed}/>'
        )
    for x, y, point in placed:
        fill = ' class="hollow"' if point.is_doubtful else f' fill="{color}"'
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"{fill} stroke="{color}" stroke-width="2"/>'
        parts.append(_linked(point.link, f"{point.year} {point.text}", dot))
    return "".join(parts)


def _point_labels(placed: Sequence[tuple[str, Sequence[tuple[float, float, Point]]]]) -> list[str]:
    """The figure beside each point; those of one year that would touch are moved apart."""
    by_year: dict[int, list[tuple[float, float, Point]]] = {}
    for _, points in placed:
        for x, y, point in points:
            by_year.setdefault(point.year, []).append((x, y, point))
    drawn: list[str] = []
    for points in by_year.values():
        ordered = sorted(points, key=lambda p: p[1])
        places = spread([y - 10 for _, y, _ in ordered], 15, 12, 196)
        drawn += [
            f'<text x="{x:.1f}" y="{place:.1f}" text-anchor="middle" class="figure halo">{_text(point.text)}</text>'
            for (x, _, point), place in zip(ordered, places, strict=True)
        ]
    return drawn


def _legend(names: Sequence[str], width: int) -> tuple[str, float]:
    """A line of coloured squares with names, broken where it is full; and its height."""
    drawn: list[str] = []
    x, y = 0.0, 0.0
    for index, name in enumerate(names):
        long = text_width(name, _TEXT) + 36
        if x and x + long > width:
            x, y = 0.0, y + _LINE + 2
        drawn.append(
            _rect(Box(x, y + 2, 12, 12), f'fill="{COLORS[index % len(COLORS)]}"')
            + f'<text x="{x + 18:.1f}" y="{y + 13:.1f}">{_text(name)}</text>'
        )
        x += long
    return "".join(drawn), y + _LINE + 8


# --- parts of a whole -------------------------------------------------------------------------------------


def tree(title: str, groups: Sequence[tuple[Mark, Sequence[Mark]]], width: int) -> str:
    """A tree map: a rectangle for each group and its parts within, areas as amounts; "" without amounts above zero."""
    shown = [(g, [p for p in parts if p.amount > 0]) for g, parts in groups if g.amount > 0]
    if not shown:
        return ""
    ordered = sorted(shown, key=lambda g: -g[0].amount)
    height = 300.0 if width >= 560 else 420.0
    boxes = treemap([g.amount for g, _ in ordered], Box(0, 0, width, height))
    drawn = [
        _group(group, parts, box, rank) for rank, ((group, parts), box) in enumerate(zip(ordered, boxes, strict=True))
    ]
    return _svg(title, width, height, "".join(drawn), _told(g for g, _ in ordered))


def _group(group: Mark, parts: Sequence[Mark], box: Box, rank: int) -> str:
    color = rank % len(COLORS)
    if len(parts) < 2:
        return _tile(replace(group, color=color), box, "group")
    ordered = sorted(parts, key=lambda p: -p.amount)
    boxes = treemap([p.amount for p in ordered], box)
    tiles = "".join(_tile(replace(p, color=color), b, "part") for p, b in zip(ordered, boxes, strict=True))
    return tiles + _rect(box, 'class="frame"')


def _tile(mark: Mark, box: Box, kind: str) -> str:
    fill = f'fill="{COLORS[mark.color]}"'
    area = _rect(box, f'{fill} fill-opacity="0.28" class="tile {kind}"')
    edge = _rect(replace(box.inset(1, 1, 1, 1), width=4.0), fill)
    return _linked(mark.link, f"{mark.label} {mark.text}", area + edge + "".join(tile_texts(mark, box)))


def tile_texts(mark: Mark, box: Box) -> Iterator[str]:
    """Name and figure where the tile has room for them, whole or cut; else nothing, for the tip has both."""
    room, lines_room = box.width - 18, int((box.height - 8) // _LINE)
    if lines_room < 1:
        return
    name = fitted(mark.label, _TEXT, room)
    if not name:
        return
    yield f'<text x="{box.x + 12:.1f}" y="{box.y + 19:.1f}">{_text(name)}</text>'
    if lines_room > 1 and text_width(mark.text, _TEXT) <= room:
        yield f'<text x="{box.x + 12:.1f}" y="{box.y + 19 + _LINE:.1f}" class="figure">{_text(mark.text)}</text>'


@dataclass(frozen=True, slots=True)
class Sankey:
    """Columns of figures, and the flows from each column to the next."""

    columns: tuple[tuple[Mark, ...], ...]
    flows: tuple[tuple[Flow, ...], ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the nodes of a column stand, and where their labels have room: after, before or over the nodes."""

    x: float
    low: float
    high: float
    room: float
    labels: str = "after"
    is_narrow: bool = False


_NODE = 10.0


def sankey(title: str, given: Sankey, width: int) -> str:
    """Flows between columns, thick as their amounts; labels beside the nodes, never over one another.

    A telephone has room for three columns; the middle one has its labels over it there.
    """
    narrow = width < 560
    if narrow:
        given = Sankey(given.columns[:3], given.flows[:2])
    most = max(len(column) for column in given.columns)
    low = 26.0 if narrow else 0.0
    high = low + max(most * (46.0 if narrow else 34.0), 220.0)
    amounts = [[m.amount for m in column] for column in given.columns]
    placed = [
        [(top + low, long) for top, long in column]
        for column in columns(amounts, high - low, 14.0 if most < 8 else 8.0)
    ]
    step = (width - _NODE - (0.0 if narrow else 190.0)) / (len(given.columns) - 1)
    drawn = [_ribbon(r, step, _ribbon_color(given, r.column, r.flow)) for r in ribbons(placed, amounts, given.flows)]
    for index, column in enumerate(given.columns):
        where = _Column(index * step, low, high, step - _NODE - 14)
        if narrow:
            where = replace(where, labels=("after", "over", "before")[index], is_narrow=True)
        elif index == len(given.columns) - 1:
            where = replace(where, room=176.0)
        drawn += _nodes(column, placed[index], where)
    return _svg(title, width, high, "".join(drawn), _told(m for column in given.columns for m in column))


def _ribbon_color(given: Sankey, column: int, flow: Flow) -> int:
    """A flow bears the colour of its more telling end: where it goes to, or in the last column where it comes from."""
    wide = len(given.columns[column]) <= len(given.columns[column + 1])
    return given.columns[column + 1][flow.target].color if wide else given.columns[column][flow.source].color


def _ribbon(ribbon: Ribbon, step: float, color: int) -> str:
    x0, x1 = ribbon.column * step + _NODE, (ribbon.column + 1) * step
    y0, y1 = ribbon.start, ribbon.end
    middle, bottom0, bottom1 = (x0 + x1) / 2, y0 + ribbon.thickness, y1 + ribbon.thickness
    path = (
        f"M{x0:.1f},{y0:.1f} C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f} "
        f"L{x1:.1f},{bottom1:.1f} C{middle:.1f},{bottom1:.1f} {middle:.1f},{bottom0:.1f} {x0:.1f},{bottom0:.1f} Z"
    )
    return f'<path d="{path}" fill="{COLORS[color]}" fill-opacity="0.28"/>'


def _nodes(marks: Sequence[Mark], placed: Sequence[tuple[float, float]], where: _Column) -> list[str]:
    """The nodes of one column with name and figure beside each, in two lines where they have room, else in one."""
    wanted = [top + long / 2 for top, long in placed]
    two = where.is_narrow or all(b - a >= 40 for a, b in pairwise(wanted))
    apart = 40.0 if two else _LINE + 2
    middles = spread(wanted, apart, where.low + apart / 2, where.high - apart / 2)
    drawn: list[str] = []
    for mark, (top, long), middle in zip(marks, placed, middles, strict=True):
        bar = _rect(Box(where.x, top, _NODE, max(long, 1)), f'fill="{COLORS[mark.color]}"')
        drawn.append(_linked(mark.link, f"{mark.label} {mark.text}", bar + _label(mark, where, middle, two=two)))
    return drawn


def _label(mark: Mark, where: _Column, middle: float, *, two: bool) -> str:
    if where.labels == "over":
        return _one_line(mark, where.x + _NODE / 2, where.low - 18, 2 * where.room, "middle")
    x, anchor = (where.x - 6, "end") if where.labels == "before" else (where.x + _NODE + 6, "start")
    return (_two_lines if two else _one_line)(mark, x, middle, where.room, anchor)


def _two_lines(mark: Mark, x: float, middle: float, room: float, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{middle - 3:.1f}" text-anchor="{anchor}">{_text(fitted(mark.label, _TEXT, room))}</text>'
        f'<text x="{x:.1f}" y="{middle + 13:.1f}" text-anchor="{anchor}" class="figure">{_text(mark.text)}</text>'
    )


def _one_line(mark: Mark, x: float, middle: float, room: float, anchor: str) -> str:
    name = fitted(mark.label, _TEXT, room - text_width(mark.text, _TEXT) - 8)
    return (
        f'<text x="{x:.1f}" y="{middle + 4.5:.1f}" text-anchor="{anchor}">{_text(name)} '
        f'<tspan class="figure">{_text(mark.text)}</tspan></text>'
    )


# --- around all -------------------------------------------------------------------------------------------


def _told(marks: Iterable[Mark]) -> str:
    return "；".join(f"{m.label} {m.text}" for m in marks)


def _rect(box: Box, how: str) -> str:
    return f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" {how}/>'


def _text(text: str) -> str:
    return escape(text, quote=False)


def _linked(link: str, name: str, body: str) -> str:
    """A part of a picture that leads somewhere, with what a pointer that rests on it and a screen reader say."""
    if not link:
        return body
    return f'<a href="{escape(link)}"><title>{_text(name)}</title>{body}</a>'


def _svg(title: str, width: int, height: float, body: str, told: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}" role="group" '
        f'aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg"><desc>{_text(told)}</desc>{body}</svg>'
    )
