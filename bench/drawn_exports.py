"""Prints how much is found of documents that export systems set without a grid of rules.

By way of setting: how a system lays out its pages.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import arguments

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))
import exported
from test_exported import read


def measure(documents: int, first: int) -> dict[tuple[str, str], list[int]]:
    """Printed, found and wrong amounts for each value of each way to set pages, and of all."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + documents):
            setting = exported.drawn(seed)
            truth, found = read(seed, setting, Path(folder))
            for key in (("all", ""), *((name, getattr(setting, name)) for name in exported.CHOICES)):
                added = len(truth), len(truth & found), len(found - truth)
                counts[key] = [a + b for a, b in zip(counts[key], added, strict=True)]
    return counts


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=60, help="how many")
    parser.add_argument("first", type=int, nargs="?", default=7000, help="the seed of the first")
    given = parser.parse_args()
    print("| 排法 · set | 值 · value | 金额 · amounts | 取到 · found | 错 · wrong |\n|---|---|---:|---:|---:|")
    for (name, value), (amounts, found, wrong) in sorted(measure(given.documents, given.first).items()):
        print(f"| {name} | {value} | {amounts} | {found / amounts:.1%} | {wrong} |")


if __name__ == "__main__":
    main()
