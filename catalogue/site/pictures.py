"""Charts as SVG, made on the server from the rows that stand in the table below them.

Each has a title that says what it shows, text for those who cannot see it, and colours of Okabe and Ito (2008) that
colour-blind people can tell apart. Lengths are in a grid of 4 px.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7a6a00", "#555b66")
_BAR, _GAP, _LABELS, _WIDTH = 20, 8, 224, 720


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its amount (yuan), how that reads, and where it leads."""

    label: str
    amount: Decimal
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a line over years."""

    year: int
    amount: Decimal
    text: str


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Horizontal bars, longest amount over the whole width; "" without an amount above zero."""
    most = max((row.amount for row in rows), default=Decimal(0))
    if most <= 0:
        return ""
    height = len(rows) * (_BAR + _GAP)
    room = _WIDTH - _LABELS - 120
    drawn = [_bar(row, index, most, room) for index, row in enumerate(rows)]
    return _svg(title, _WIDTH, height, "".join(drawn))


def _bar(row: Bar, index: int, most: Decimal, room: int) -> str:
    top = index * (_BAR + _GAP)
    width = max(float(max(row.amount, Decimal(0)) / most) * room, 1)
    middle = top + _BAR * 0.72
    name = f'<text x="{_LABELS - 8}" y="{middle:.1f}" text-anchor="end">{escape(_cut(row.label))}</text>'
    if row.link:
        name = f'<a href="{escape(row.link)}">{name}</a>'
    return (
        f'{name}<rect x="{_LABELS}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{COLORS[0]}"/>'
        f'<text x="{_LABELS + width + 8:.1f}" y="{middle:.1f}" class="figure">{escape(row.text)}</text>'
    )


def _cut(label: str) -> str:
    return label if len(label) <= 15 else label[:14] + "…"


def lines(title: str, series: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """Lines over years on one scale that starts at zero; "" where no series has two years."""
    years = sorted({p.year for _, points in series for p in points})
    most = max((p.amount for _, points in series for p in points), default=Decimal(0))
    if len(years) < 2 or most <= 0:
        return ""
    height, left, right, bottom = 240, 24, 150, 28
    step = (_WIDTH - left - right) / (len(years) - 1)

    def place(point: Point) -> tuple[float, float]:
        x = left + years.index(point.year) * step
        return x, 24 + (height - bottom - 24) * (1 - float(point.amount / most))

    drawn = [
        f'<line x1="{left}" x2="{_WIDTH - right}" y1="{height - bottom}" y2="{height - bottom}" class="axis"/>',
        *(
            f'<text x="{left + index * step:.1f}" y="{height - 8}" text-anchor="middle">{year}</text>'
            for index, year in enumerate(years)
        ),
    ]
    for index, (name, points) in enumerate(series):
        color = COLORS[index % len(COLORS)]
        placed = [(place(point), point) for point in sorted(points, key=lambda p: p.year)]
        path = " ".join(f"{x:.1f},{y:.1f}" for (x, y), _ in placed)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        drawn += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>'
            f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" class="figure">{escape(point.text)}</text>'
            for (x, y), point in placed
        ]
        (x, y), _ = placed[-1]
        drawn.append(f'<text x="{x + 12:.1f}" y="{y + 16:.1f}" fill="{color}">{escape(name)}</text>')
    return _svg(title, _WIDTH, height, "".join(drawn))


def _svg(title: str, width: int, height: int, body: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{body}</svg>'
    )
