"""Prints how much is found of documents that Chromium, Calc and Writer print without a grid of rules.

By way of printing: rules, paper, print, alignment.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import drawings
import printed
from test_printed import invented
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import NoDisclosureError, UnreadableError


def cases(documents: int, first: int) -> Iterator[drawings.Case]:
    jobs = [(invented(seed), printed.drawn(seed)) for seed in range(first, first + documents)]
    with tempfile.TemporaryDirectory() as folder:
        for (document, style), path in zip(jobs, printed.write(jobs, Path(folder)), strict=True):
            yield style, observations(document), read(path)


def read(path: Path) -> set[tuple[object, ...]]:
    try:
        return observations(convert(path))
    except (NoDisclosureError, UnreadableError):
        return set()


def measure(documents: int, first: int) -> drawings.Counts:
    return drawings.counted(cases(documents, first), printed.CHOICES)


if __name__ == "__main__":
    drawings.tell(__doc__, "印法 · print", measure, 60, 3000)
