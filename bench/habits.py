"""Real documents printed in other habits, one changed at a time, and what is read of each against the PDF.

Lines and ruled tables are taken from each PDF as `reprinted.py` takes them and written as a web page, with one habit
changed as another publisher has it: where codes, names and totals stand, the order of columns, tables and rows, the
unit of money, how numbers and blanks are printed, words of titles and headings, the year, helper columns. What the
change takes away (rows, a column) is not missed; wrong is a fact of a table that the PDF has not. With ``--drawn``
three habits at once, document and medium by dice.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import arguments
from publishers import EARLIER, HABITS, ROUNDED
from reprinted import MEANING, MEDIA, Block, blocks_of, meaning, read
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

_CLASSES = ("function", "economic")
#: How many habits are drawn at once, and the media in which.
AT_ONCE = 3
DRAWN_MEDIA = ("web page", "Word", "workbook", "Chromium, ruled", "text")


@dataclass(frozen=True, slots=True)
class Score:
    """Documents that could be changed so, facts of their tables, those found, wrong ones, further error findings."""

    documents: int = 0
    facts: int = 0
    found: int = 0
    wrong: int = 0
    errors: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))


def changed(blocks: Sequence[Block], habit: str, seed: int) -> list[Block] | None:
    """The document in another habit; None where nothing of it can be printed so."""
    made = HABITS[habit](blocks, random.Random(f"{habit} {seed}"))
    return None if made is None or (made == list(blocks) and habit != "as it is") else made


def score(original: Conversion, again: Conversion | None, habit: str) -> Score:
    """What is read of a document in another habit against what is read of the document."""
    wanted = facts_of(original, earlier=EARLIER.get(habit, 0), rounded=ROUNDED.get(habit, 0))
    got = facts_of(again, rounded=ROUNDED.get(habit, 0)) if again else Counter[tuple[str, ...]]()
    errors = (_errors(again) - _errors(original)).total() if again else 0
    return Score(1, wanted.total(), (wanted & got).total(), len(wrong_facts(wanted, got)), errors)


def wrong_facts(wanted: Counter[tuple[str, ...]], got: Counter[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The facts that the original has not, but for a zero where it prints nothing."""
    return [fact for fact in (got - wanted).elements() if fact[MEANING.index("amount")] != "0"]


def facts_of(conversion: Conversion, *, earlier: int = 0, rounded: int = 0) -> Counter[tuple[str, ...]]:
    """What each fact of a table means, and its amount; a class is the same with its code and by its name alone."""
    found: Counter[tuple[str, ...]] = Counter()
    for fact in conversion.facts:
        if fact.table == "narrative":
            continue
        own = meaning(fact)
        for kind in _CLASSES:
            own[f"{kind}_code"] = own[f"{kind}_code"] or own["line"].partition(f"{kind}-")[2]
            own["line"] = "" if own["line"].startswith(f"{kind}-") else own["line"]
        own["fiscal_year"] = str(int(own["fiscal_year"]) - earlier)
        amount = Decimal(own["amount"])
        if rounded:
            amount = (amount / rounded).quantize(Decimal(1), ROUND_HALF_UP) * rounded
        own["amount"] = f"{amount.normalize():f}"
        found[tuple(own.values())] += 1
    return found


def _errors(conversion: Conversion) -> Counter[str]:
    """The errors by kind: what they quote may be printed otherwise."""
    return Counter(f.check for f in conversion.findings if f.severity == "error")


def measure(documents: Sequence[Path], medium: str) -> dict[str, Score]:
    """The score of each habit over all documents."""
    scores = dict.fromkeys(HABITS, Score())
    write, suffix = MEDIA[medium]
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            blocks, original = blocks_of(document), prove(convert(document))
            for habit in HABITS:
                if made := changed(blocks, habit, number):
                    path = write(made, Path(folder, f"{document.stem}{suffix}"))
                    scores[habit] += score(original, read(path), habit)
    return scores


def measure_drawn(documents: Sequence[Path], seeds: Sequence[int]) -> dict[str, Score]:
    """The score of each medium over documents in some habits at once, a document, its habits and medium a seed."""
    scores = dict.fromkeys(DRAWN_MEDIA, Score())
    known = [(document, blocks_of(document), prove(convert(document))) for document in documents]
    names = [habit for habit in HABITS if habit not in EARLIER and habit not in ROUNDED]
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            dice = random.Random(seed)
            document, blocks, original = dice.choice(known)
            habits, medium = dice.sample(names, AT_ONCE), dice.choice(DRAWN_MEDIA)
            for habit in habits:
                blocks = changed(blocks, habit, seed) or blocks
            write, suffix = MEDIA[medium]
            one = score(original, read(write(blocks, Path(folder, f"{seed}{suffix}"))), "")
            if one.wrong:
                print(f"seed {seed}: {document.stem}, {medium}, {habits}", file=sys.stderr)
            scores[medium] += one
    return scores


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=Path, nargs="+", help="PDFs with full rules")
    parser.add_argument("--medium", choices=sorted(MEDIA), default="web page", help="what the documents are written as")
    parser.add_argument("--drawn", type=int, nargs=2, metavar=("FIRST", "COUNT"), help="some at once, by dice")
    given = parser.parse_args()
    print("| 习惯 · habit | 文档 · documents | 事实 · facts | 取到 · found | 错 · wrong | 误报 · false |")
    print("|---|---:|---:|---:|---:|---:|")
    drawn = range(given.drawn[0], sum(given.drawn)) if given.drawn else ()
    scores = measure_drawn(given.documents, drawn) if drawn else measure(given.documents, given.medium)
    for habit, s in scores.items():
        share = f"{s.found / max(1, s.facts):.1%}"
        print(f"| {habit} | {s.documents} | {s.facts} | {share} | {s.wrong} | {s.errors} |")


if __name__ == "__main__":
    main()
