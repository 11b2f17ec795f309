"""Prints how much is found of the same tables from programs that make PDFs in ways of their own.

Forms of provinces, by way of making. Fonts that do not say what their glyphs are stay out: their pages are read as
pictures.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import arguments

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))
import producers
from test_producers import NAMES, read


def measure(documents: int, first: int) -> dict[tuple[str, str], list[int]]:
    """Printed, found and wrong amounts for each value of each way of making, and of all."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for seed in range(first, first + documents):
        dice = random.Random(seed)
        maker = producers.drawn(seed, {"font": dice.choice(["named", "embedded"])})
        with tempfile.TemporaryDirectory() as folder:
            printed, found = read(dice.choice(NAMES), maker, seed, Path(folder), rows=dice.choice([26, 9]))
        for key in (("all", ""), *((name, getattr(maker, name)) for name in producers.CHOICES)):
            added = len(printed), len(printed & found), len(found - printed)
            counts[key] = [a + b for a, b in zip(counts[key], added, strict=True)]
    return counts


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=100, help="how many")
    parser.add_argument("first", type=int, nargs="?", default=5000, help="the seed of the first")
    given = parser.parse_args()
    print("| 做法 · made | 值 · value | 金额 · amounts | 取到 · found | 错 · wrong |\n|---|---|---:|---:|---:|")
    for (name, value), (amounts, found, wrong) in sorted(measure(given.documents, given.first).items()):
        print(f"| {name} | {value} | {amounts} | {found / amounts:.1%} | {wrong} |")


if __name__ == "__main__":
    main()
