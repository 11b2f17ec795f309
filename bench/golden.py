"""The converter against the golden documents: amounts printed, found, missing and wrong, by document.

The documents are looked for in ../shared/disclosures beside the checkout. Prints a table in Markdown.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import arguments
from yusuan.converters.disclosure import convert

REPO = Path(__file__).resolve().parents[1]
SOURCES = REPO / "tests" / "sources"
DISCLOSURES = REPO.parent / "shared" / "disclosures"
#: All dimensions of a meaning; the label is for people.
MEANING = (
    "table", "unit_code", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code",
    "line", "fund", "origin", "category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one document's printed amounts."""

    document: str
    tables: int
    amounts: int
    found: int
    missing: int
    wrong: int
    seconds: float  # CPU


def measure() -> Iterator[Score]:
    """The score of each golden document that is at hand."""
    for golden in sorted(SOURCES.glob("*/observations.csv")):
        files = sorted(p for p in (DISCLOSURES / golden.parent.name).glob("*") if p.is_file())
        if files:
            yield _score(golden, files[0])


def _score(golden: Path, document: Path) -> Score:
    with golden.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    wanted = Counter((tuple(r[m] for m in MEANING), Decimal(r["amount"])) for r in rows)
    begin = time.process_time()
    facts = [f for f in convert(document).facts if f.table != "narrative"]
    seconds = time.process_time() - begin
    got = Counter((tuple(str(getattr(f, m)) for m in MEANING), f.amount) for f in facts)
    return Score(
        golden.parent.name,
        len({r["table"] for r in rows}),
        wanted.total(),
        (wanted & got).total(),
        (wanted - got).total(),
        (got - wanted).total(),
        seconds,
    )


def main() -> None:
    """Print the table."""
    arguments.parser(__doc__).parse_args()
    scores = list(measure())
    print("| document | tables | amounts | found | missing | wrong | CPU s |\n|---|--:|--:|--:|--:|--:|--:|")
    for s in scores:
        print(f"| {s.document} | {s.tables} | {s.amounts} | {s.found} | {s.missing} | {s.wrong} | {s.seconds:.1f} |")
    total = [sum(getattr(s, k) for s in scores) for k in ("tables", "amounts", "found", "missing", "wrong")]
    print("| **all** | " + " | ".join(f"**{n}**" for n in total) + " | |")


if __name__ == "__main__":
    main()
