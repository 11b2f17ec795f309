"""Wholes printed in the wrong place, planted one at a time in the tables of documents: what is told, what stays proven.

Two columns exchanged, all columns one further, rows one further, two rows exchanged, a table of another year, a table
or a column in another unit of money: each amount keeps the sums of its own whole. Documents are taken as in
`planted.py`. Wrong is an amount whose meaning the document has not; it may be told, and must not count as proven.
Prints a table in Markdown.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import arguments
from planted import Subject, proven, subject
from reprinted import MEANING
from yusuan.datapackage.accounting.slots import COLUMN
from yusuan.datapackage.model import Conversion, Fact, identify

Row = tuple[object, ...]
Change = Callable[[Sequence[Fact], random.Random], dict[Fact, Fact] | None]


@dataclass(frozen=True, slots=True)
class Score:
    """Changes made, those told by an error, amounts that are wrong then and proven, right ones proven before and after,
    wrong ones proven of which nothing is told."""

    planted: int = 0
    told: int = 0
    wrong: int = 0
    wrong_proven: int = 0
    right_proven_before: int = 0
    right_proven: int = 0
    untold_proven: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))


def row_of(fact: Fact) -> Row:
    cell = fact.cell
    return (fact.print_of_table, cell.file, cell.page or 0, cell.table_on_page or 0, cell.line or 0, cell.row or 0)


def column_of(fact: Fact) -> Row:
    return tuple(getattr(fact, name) for name in COLUMN)


def moved(facts: Sequence[Fact], other: Mapping[Row, Row]) -> dict[Fact, Fact]:
    """The amounts of columns printed in other columns."""
    return {
        f: replace(f, **dict(zip(COLUMN, other[column_of(f)], strict=True)))  # pyright: ignore[reportArgumentType]
        for f in facts
        if column_of(f) in other
    }


def columns_of(facts: Sequence[Fact], dice: random.Random, many: int) -> list[Row] | None:
    """Some columns of a table of one flow, each with two amounts or more."""
    counts = Counter(column_of(f) for f in facts if f.amount)
    flow = COLUMN.index("flow")
    able = sorted((c for c, n in counts.items() if n > 1), key=str)
    flows = [f for f, n in Counter(c[flow] for c in able).items() if n >= many]
    if not flows:
        return None
    chosen = dice.choice(sorted(flows, key=str))
    return dice.sample([c for c in able if c[flow] == chosen], many)


def columns_exchanged(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    pair = columns_of(facts, dice, 2)
    return moved(facts, {pair[0]: pair[1], pair[1]: pair[0]}) if pair else None


def columns_turned(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    three = columns_of(facts, dice, 3)
    return moved(facts, dict(zip(three, (*three[1:], three[0]), strict=True))) if three else None


_ROW = ("function_code", "economic_code", "project_code", "line", "label", "unit_code", "unit_name")


def rows_moved(facts: Sequence[Fact], order: Sequence[Row], target: Mapping[Row, Row]) -> dict[Fact, Fact]:
    names = {row_of(f): {k: getattr(f, k) for k in _ROW} for f in facts}
    return {f: replace(f, **names[target[row_of(f)]]) for f in facts if row_of(f) in target}


def rows_of(facts: Sequence[Fact]) -> list[Row]:
    """The printed rows with names of their own, without totals; rows with several names (side by side) are left out."""
    names: dict[Row, set[tuple[str, ...]]] = defaultdict(set)
    for f in facts:
        names[row_of(f)].add(tuple(getattr(f, k) for k in _ROW))
    totals = {row_of(f) for f in facts if f.line == "total"}
    return [r for r in dict.fromkeys(map(row_of, facts)) if len(names[r]) == 1 and r not in totals]


def rows_shifted(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    rows = rows_of(facts)
    if len(rows) < 3:
        return None
    return rows_moved(facts, rows, dict(zip(rows, (*rows[1:], rows[0]), strict=True)))


def rows_exchanged(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    rows = rows_of(facts)
    if len(rows) < 3:
        return None
    a, b = dice.sample(rows, 2)
    return rows_moved(facts, rows, {a: b, b: a})


def times(facts: Sequence[Fact], factor: int) -> dict[Fact, Fact]:
    return {f: replace(f, amount=f.amount * factor) for f in facts}


def other_year(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    """As of another year: every amount another, every sum of the table kept."""
    return times(facts, dice.choice((2, 3)))


def other_unit(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    return times(facts, 10_000)


def other_unit_of_column(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    one = columns_of(facts, dice, 1)
    return times([f for f in facts if column_of(f) == one[0]], 10_000) if one else None


def one_digit(facts: Sequence[Fact], dice: random.Random) -> dict[Fact, Fact] | None:
    """A misprint, beside which everything is right."""
    able = [f for f in facts if f.amount]
    return times([dice.choice(able)], 10) if able else None


CHANGES: dict[str, Change] = {
    "two columns exchanged · 两栏互换": columns_exchanged,
    "three columns turned · 三栏错位": columns_turned,
    "rows one further · 各行错一行": rows_shifted,
    "two rows exchanged · 两行互换": rows_exchanged,
    "table of another year · 整表是别的年度": other_year,
    "table in another unit of money · 整表金额单位": other_unit,
    "column in another unit of money · 一栏金额单位": other_unit_of_column,
    "one amount · 一个数": one_digit,
}


def meaning(fact: Fact) -> tuple[str, ...]:
    """What a fact means, and its amount."""
    own = {name: str(getattr(fact, name)) for name in MEANING}
    return tuple((own | {"amount": f"{fact.amount.normalize():f}"}).values())


def errors(conversion: Conversion) -> Counter[str]:
    return Counter(f.check for f in conversion.findings if f.severity == "error" and f.outcome == "failed")


def score(given: Subject, change: Mapping[int, Fact], before: Conversion) -> Score:
    facts = identify(change.get(id(f), f) for f in given.conversion.facts)
    after = proven(given, facts)
    known = Counter(map(meaning, before.facts))
    proven_before = {meaning(f) for f in before.facts if f.confirmations}
    wrong: list[Fact] = []
    right: list[Fact] = []
    for f in after.facts:
        m = meaning(f)
        (right if known[m] or not f.amount else wrong).append(f)
        known[m] -= 1
    told = bool(errors(after) - errors(before))
    n = sum(f.confirmations > 0 for f in wrong)
    return Score(
        1, told, len(wrong), n,
        sum(meaning(f) in proven_before for f in right),
        sum(meaning(f) in proven_before and f.confirmations > 0 for f in right),
        0 if told else n,
    )  # fmt: skip


def main() -> None:
    parser = arguments.of_documents(__doc__)
    parser.add_argument("--each", type=int, default=10, help="how many of each kind are planted in each document")
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    given = parser.parse_args()
    subjects = [s for d in given.documents or arguments.documents() if (s := subject(d)) is not None]
    measure(subjects, given.each, given.seed)


def measure(subjects: Sequence[Subject], each: int, seed: int) -> None:
    scores = dict.fromkeys(CHANGES, Score())
    for one in subjects:
        before = proven(one, one.conversion.facts)
        tables: dict[str, list[Fact]] = defaultdict(list)
        for fact in one.conversion.facts:
            tables[fact.table].append(fact)
        for kind, change in CHANGES.items():
            dice = random.Random(f"{seed} {kind} {one.name}")
            seen: set[object] = set()
            for _ in range(each):
                table = dice.choice(sorted(t for t in tables if t != "narrative"))
                made = change(tables[table], dice)
                made = made and {id(f): new for f, new in made.items() if new != f}
                mark = frozenset((k, meaning(v)) for k, v in made.items()) if made else None
                if made and mark not in seen:
                    seen.add(mark)
                    scores[kind] += score(one, made, before)
    print(
        "| 埋的错 · planted | 处 · places | 报到 · told | 错的数 · wrong | 已证实 · proven | 没报的其中 · of untold "
        "| 对的、原已证实 · right, proven before | 仍已证实 · still |\n|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    for kind, s in scores.items():
        print(
            f"| {kind} | {s.planted} | {s.told} | {s.wrong} | {s.wrong_proven} | {s.untold_proven} "
            f"| {s.right_proven_before} | {s.right_proven} |"
        )


if __name__ == "__main__":
    main()
