"""What the site's page on accuracy shows: measured here, written to ``catalogue/site/accuracy.csv``.

Runs the benches of the golden documents, of layouts drawn at random and of planted mistakes, and keeps their sums. The
documents are looked for in ../shared/disclosures beside the checkout.
"""

from __future__ import annotations

import csv
import datetime
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import arguments
import drawn_layouts
import golden
import planted

OUT = Path(__file__).parents[1] / "catalogue" / "site" / "accuracy.csv"
COLUMNS = ("measure", "medium", "documents", "of", "right", "held_back", "wrong", "date")


def golden_documents() -> Iterator[dict[str, Any]]:
    """Amounts of documents that were typed in by hand."""
    scores = list(golden.measure())
    total = {name: sum(getattr(s, name) for s in scores) for name in ("amounts", "found", "missing", "wrong")}
    yield _row("golden", "", len(scores), total["amounts"], total["found"], total["missing"], total["wrong"])


def unseen_layouts(documents: int) -> Iterator[dict[str, Any]]:
    """Amounts of invented documents in layouts that were not looked at, by medium."""
    for (name, medium), (printed, found, wrong) in sorted(drawn_layouts.measure(documents).items()):
        if name == "medium":
            yield _row("layouts", medium, documents, printed, found, printed - found, wrong)


def planted_mistakes(mistakes: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Mistakes of a publisher, planted one at a time: found, not found, and reported at another place."""
    subjects = [s for d in arguments.documents() if (s := planted.subject(d)) is not None]
    dice, ends = random.Random(seed), Counter[str]()
    for number in range(mistakes):
        subject = subjects[number % len(subjects)]
        fact, wrong, _ = planted._mistake(subject.conversion, dice)  # pyright: ignore
        ends[planted._end(planted._new_findings(subject, fact, wrong), fact, wrong)] += 1  # pyright: ignore
    missed, elsewhere = ends["not found"], ends["elsewhere"]
    yield _row("planted", "", len(subjects), mistakes, mistakes - missed - elsewhere, missed, elsewhere)


def _row(measure: str, medium: str, documents: int, of: int, right: int, held_back: int, wrong: int) -> dict[str, Any]:
    today = datetime.date.today().isoformat()
    return dict(zip(COLUMNS, (measure, medium, documents, of, right, held_back, wrong, today), strict=True))


def main() -> None:
    options = arguments.parser(__doc__)
    options.add_argument("--mistakes", type=int, default=150, help="how many are planted")
    options.add_argument("--documents", type=int, default=10, help="of each medium, in layouts drawn at random")
    given = options.parse_args()
    rows = [*golden_documents(), *unseen_layouts(given.documents), *planted_mistakes(given.mistakes)]
    with OUT.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(OUT.read_text("utf-8"), end="")


if __name__ == "__main__":
    main()
