"""Prints how much is found of documents that export systems set without a grid of rules.

By way of setting: how a system lays out its pages.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import drawings
import exported
from test_exported import read


def cases(documents: int, first: int) -> Iterator[drawings.Case]:
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + documents):
            setting = exported.drawn(seed)
            yield setting, *read(seed, setting, Path(folder))


def measure(documents: int, first: int) -> drawings.Counts:
    return drawings.counted(cases(documents, first), exported.CHOICES)


if __name__ == "__main__":
    drawings.tell(__doc__, "排法 · set", measure, 60, 7000)
