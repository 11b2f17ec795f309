"""Prints how much is found of documents that Chromium, Calc and Writer print without a grid of rules.

By way of printing: rules, paper, print, alignment.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import arguments

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))
import printed
from test_printed import invented
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import NoDisclosureError, UnreadableError


def measure(documents: int, first: int) -> dict[tuple[str, str], list[int]]:
    """Printed, found and wrong amounts for each value of each way to print, and of all."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    jobs = [(invented(seed), printed.drawn(seed)) for seed in range(first, first + documents)]
    with tempfile.TemporaryDirectory() as folder:
        for (document, style), path in zip(jobs, printed.write(jobs, Path(folder)), strict=True):
            truth, found = observations(document), read(path)
            for key in (("all", ""), *((name, getattr(style, name)) for name in printed.CHOICES)):
                added = len(truth), len(truth & found), len(found - truth)
                counts[key] = [a + b for a, b in zip(counts[key], added, strict=True)]
    return counts


def read(path: Path) -> set[tuple[object, ...]]:
    try:
        return observations(convert(path))
    except (NoDisclosureError, UnreadableError):
        return set()


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=60, help="how many")
    parser.add_argument("first", type=int, nargs="?", default=3000, help="the seed of the first")
    given = parser.parse_args()
    print("| 印法 · print | 值 · value | 金额 · amounts | 取到 · found | 错 · wrong |\n|---|---|---:|---:|---:|")
    for (name, value), (amounts, found, wrong) in measure(given.documents, given.first).items():
        print(f"| {name} | {value} | {amounts} | {found / amounts:.1%} | {wrong} |")


if __name__ == "__main__":
    main()
