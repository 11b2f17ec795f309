"""Content negotiation: which of the formats that we have a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def choose(header: str, offered: Sequence[str]) -> str | None:
    """The offered media type that ``header`` ranks highest, the earlier of equals; None where none is acceptable.

    A header that cannot be parsed accepts everything, as if it were absent.
    """
    ranges = _ranges(header) or [("*/*", 1.0)]
    ranked = [(_quality(ranges, media_type), -index, media_type) for index, media_type in enumerate(offered)]
    best = max(ranked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None


def _ranges(header: str) -> list[tuple[str, float]]:
    ranges: list[tuple[str, float]] = []
    for part in header[:2000].split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if kind.count("/") != 1:
            continue
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            ranges.append((kind, min(max(float(quality), 0.0), 1.0)))
        except ValueError:
            continue
    return ranges


def _quality(ranges: Sequence[tuple[str, float]], media_type: str) -> float:
    """The quality of the most specific range that covers ``media_type``."""
    family = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, family, "*/*"):
        qualities = [quality for kind, quality in ranges if kind == wanted]
        if qualities:
            return max(qualities)
    return 0.0
