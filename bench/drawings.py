"""What is found of documents drawn at random, told by each value of each way in which they are drawn."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import arguments

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))  # where the drawings are

#: How a document was drawn, what it prints, and what was read of it.
Case = tuple[Any, Collection[Any], Collection[Any]]
Counts = dict[tuple[str, str], list[int]]


def counted(cases: Iterable[Case], ways: Iterable[str]) -> Counts:
    """Printed, found and wrong amounts for each value of each way, and of all."""
    ways, counts = tuple(ways), defaultdict[tuple[str, str], list[int]](lambda: [0, 0, 0])
    for drawing, printed, read in cases:
        truth, found = set(printed), set(read)
        added = len(truth), len(truth & found), len(found - truth)
        for key in (("all", ""), *((way, getattr(drawing, way)) for way in ways)):
            counts[key] = [a + b for a, b in zip(counts[key], added, strict=True)]
    return counts


def tell(what: str | None, heading: str, measure: Callable[[int, int], Counts], documents: int, first: int) -> None:
    """Measure as many documents as the arguments say, and print a table of the counts."""
    parser = arguments.parser(what)
    parser.add_argument("documents", type=int, nargs="?", default=documents, help="how many")
    parser.add_argument("first", type=int, nargs="?", default=first, help="the seed of the first")
    given = parser.parse_args()
    print(f"| {heading} | 值 · value | 金额 · amounts | 取到 · found | 错 · wrong |\n|---|---|---:|---:|---:|")
    for (name, value), (amounts, found, wrong) in sorted(measure(given.documents, given.first).items()):
        print(f"| {name} | {value} | {amounts} | {found / amounts:.1%} | {wrong} |")
