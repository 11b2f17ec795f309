"""Prints how much is found of the same tables from programs that make PDFs in ways of their own.

Forms of provinces, by way of making. Fonts that do not say what their glyphs are stay out: their pages are read as
pictures.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import drawings
import producers
from test_producers import NAMES, read


def cases(documents: int, first: int) -> Iterator[drawings.Case]:
    for seed in range(first, first + documents):
        dice = random.Random(seed)
        maker = producers.drawn(seed, {"font": dice.choice(["named", "embedded"])})
        with tempfile.TemporaryDirectory() as folder:
            yield maker, *read(dice.choice(NAMES), maker, seed, Path(folder), rows=dice.choice([26, 9]))


def measure(documents: int, first: int) -> drawings.Counts:
    return drawings.counted(cases(documents, first), producers.CHOICES)


if __name__ == "__main__":
    drawings.tell(__doc__, "做法 · made", measure, 100, 5000)
