"""Prints how much of invented documents in layouts drawn at random is found, held back and given another meaning.

A table by variation, then the forms of provinces, a document of each in every medium and kind of page.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from pathlib import Path

import arguments

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))
import layouts
import test_provinces
from test_unseen_layouts import read

Count = list[int]


def measure(documents: int, first: int = 0) -> dict[tuple[str, str], Count]:
    """Printed, found and wrong amounts for each value of each variation, of the drawings from ``first`` on."""
    counts: dict[tuple[str, str], Count] = defaultdict(lambda: [0, 0, 0])
    for medium in layouts.CHOICES["medium"]:
        for seed in range(first, first + documents):
            dice = random.Random(f"{medium}{seed}")
            layout = {k: dice.choice(v) for k, v in layouts.CHOICES.items()} | {"medium": medium}
            printed, found = read(layout, seed)
            # A text without its grid would hide what the other variations do.
            for key in layout.items() if medium != "text" else [("medium", "text")]:
                count = counts[key]
                count[0] += len(printed)
                count[1] += len(printed & found)
                count[2] += len(found - printed)
    return counts


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=40, help="of each medium, drawn at random")
    parser.add_argument("--first", type=int, default=0, help="number of the first drawing: others by another")
    chosen = parser.parse_args()
    counts = measure(chosen.documents, chosen.first)
    print("| 变化 · variation | 值 · value | 金额 · amounts | 取到 · found | 未发布 · held back | 错 · wrong |")
    print("|---|---|---:|---:|---:|---:|")
    for name, values in layouts.CHOICES.items():
        for value in values:
            printed, found, wrong = counts[name, value]
            share = found / printed if printed else 0
            print(f"| {name} | {value or '空'} | {printed} | {share:.1%} | {1 - share:.1%} | {wrong} |")
    print_provinces()


def print_provinces() -> None:
    """The forms of all provinces, in every medium and on every kind of page."""
    print("\n| 介质 · medium | 金额 · amounts | 取到 · found | 错 · wrong |\n|---|---:|---:|---:|")
    for style in ("html", "xlsx", "docx", "pdf", "text", *test_provinces.PAGES):
        printed = found = wrong = 0
        for name in test_provinces.PROVINCES:
            if style in test_provinces.PAGES:
                truth, read_ = test_provinces.read_pages(name, style, 1)
            else:
                truth, read_ = test_provinces.read(name, style, 1)
            printed, found, wrong = printed + len(truth), found + len(truth & read_), wrong + len(read_ - truth)
        print(f"| {style} | {printed} | {found / printed:.1%} | {wrong} |", flush=True)


if __name__ == "__main__":
    main()
