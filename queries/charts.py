"""A comparison as a chart: a line for each unit, phase and code over the years; what is not comparable is marked."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from .comparability import Figure
from .compare import Comparison
from .question import QueryError

#: Families with Chinese characters, the usual ones of Linux, macOS and Windows.
FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "SimHei", "Droid Sans Fallback",
)  # fmt: skip
_PHASES = {"approved": "预算", "revised": "调整预算", "executed": "决算"}
#: Okabe and Ito's colours, told apart by people who see few.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_WAN = Decimal(10_000)


def draw(comparison: Comparison, form: str) -> bytes:
    """The chart as ``svg`` (with its text as text) or ``png``; equal comparisons give equal bytes.

    Raises:
        QueryError: matplotlib or, for PNG, a font with Chinese characters is not installed.
    """
    try:
        matplotlib: Any = import_module("matplotlib")
        figures: Any = import_module("matplotlib.figure")
    except ImportError as error:
        raise QueryError(
            "画图需要 matplotlib: pip install 'yusuan[charts]'", "charts need it: pip install 'yusuan[charts]'"
        ) from error
    settings = {
        "font.family": _families(form),
        "axes.unicode_minus": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "yusuan",
    }
    with matplotlib.rc_context(settings):
        canvas = figures.Figure(figsize=(8, 4.5), layout="constrained")
        _plot(canvas.subplots(), comparison)
        sink = io.BytesIO()
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        _save(canvas, sink, form, metadata)
    return sink.getvalue()


def _save(canvas: Any, sink: io.BytesIO, form: str, metadata: Mapping[str, None]) -> None:
    import logging
    import warnings

    with warnings.catch_warnings():
        # It tells of every font that lacks a weight, where another weight does as well.
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        # In SVG the text stays text: the reader's own fonts draw it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        canvas.savefig(sink, format=form, dpi=144, metadata=metadata)


def _families(form: str) -> list[str]:
    manager: Any = import_module("matplotlib.font_manager")
    installed = {font.name for font in manager.fontManager.ttflist}
    found = [family for family in FAMILIES if family in installed]
    if not found and form == "png":
        raise QueryError(
            "没有中文字体，PNG 写不出字；请安装一种（Debian: fonts-wqy-zenhei），或用 svg",
            "no font with Chinese characters is installed; install one, or use svg",
        )
    return [*found, "DejaVu Sans"]


def _plot(axes: Any, comparison: Comparison) -> None:
    for number, (name, line) in enumerate(sorted(_lines(comparison.figures).items())):
        colour = _COLOURS[number % len(_COLOURS)]
        years, amounts = [f.year for f in line], [float(f.amount / _WAN) for f in line]
        axes.plot(years, amounts, color=colour, marker="o", label=name)
        doubtful = [(f.year, a) for f, a in zip(line, amounts, strict=True) if f.comparable is False]
        axes.plot(
            *zip(*doubtful, strict=True), "^", color=colour, markersize=12, fillstyle="none"
        ) if doubtful else None
    if any(f.comparable is False for f in comparison.figures):
        axes.plot(
            [], [], "^", color="black", markersize=12, fillstyle="none", linestyle="none", label="与上年不可直接比较"
        )
    axes.set_title(f"{comparison.subject} {comparison.figures[0].label}")
    axes.set_xlabel("年度")
    axes.set_ylabel("万元")
    axes.set_xticks(sorted({f.year for f in comparison.figures}))
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    axes.grid(axis="y", alpha=0.3)
    axes.legend(frameon=False)


def _lines(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """The first document's figure of each year, by unit and phase."""
    lines: defaultdict[str, dict[int, Figure]] = defaultdict(dict)
    for figure in figures:
        name = f"{figure.unit_name or figure.unit} {_PHASES.get(figure.phase, figure.phase)}"
        lines[name].setdefault(figure.year, figure)
    return {name: [by_year[year] for year in sorted(by_year)] for name, by_year in lines.items()}
