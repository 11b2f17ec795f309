"""Mistakes of a publisher, planted one at a time in the tables of documents, and whether the accounting finds them.

Without documents: the examples and the real documents beside the checkout. Each is converted once and taken as born
digital, so that no digit is ours to blame. A mistake changes one printed amount: a digit, two digits changed about, a
digit too many or too few, a factor of ten, another row's amount. The sentences are read anew, the document is proven
again, and the findings that were not there before are held against the place of the mistake. Prints tables in Markdown.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import arguments
from yusuan.converters import narrative, privacy
from yusuan.converters.disclosure import convert, read
from yusuan.converters.errors import ConversionError
from yusuan.converters.narrative.outline import Outline, outline
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import YUAN_IN, Conversion, Fact, Finding, identify

REPO = Path(__file__).resolve().parents[1]
MISTAKES = ("digit", "transposed", "digit-more", "digit-less", "factor-ten", "other-row")


@dataclass(frozen=True)
class Subject:
    """A document to plant mistakes in, and what is found in it as it is."""

    name: str
    conversion: Conversion
    text: Outline
    before: frozenset[tuple[str, ...]]


def main() -> None:
    parser = arguments.of_documents(__doc__)
    parser.add_argument("--mistakes", type=int, default=500, help="how many are planted")
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    given = parser.parse_args()
    subjects = [s for d in given.documents or arguments.documents() if (s := subject(d)) is not None]
    dice = random.Random(given.seed)
    ends: Counter[tuple[str, str]] = Counter()
    tables: Counter[tuple[str, str]] = Counter()
    checks: Counter[str] = Counter()
    started = time.process_time()
    for number in range(given.mistakes):
        chosen = subjects[number % len(subjects)]
        fact, wrong, kind = _mistake(chosen.conversion, dice)
        new = _new_findings(chosen, fact, wrong)
        end = _end(new, fact, wrong)
        ends[kind, end] += 1
        tables[fact.table, end] += 1
        checks.update({f.check for f in new})
    print(f"{given.mistakes} mistakes in {len(subjects)} documents, {time.process_time() - started:.0f} s CPU\n")
    _print("mistake", MISTAKES, ends)
    _print("table", sorted({t for t, _ in tables}), tables)
    print(f"\n{len(checks)} checks took part: " + ", ".join(f"{c} {n}" for c, n in checks.most_common()))


ENDS = ("one finding, the right cell", "one finding, blame open", "several findings", "elsewhere", "not found")


def _print(head: str, rows: Sequence[str], ends: Counter[tuple[str, str]]) -> None:
    print(f"\n| {head} | planted | {' | '.join(ENDS)} | found |\n|---|{'---:|' * (len(ENDS) + 2)}")
    for row in (*rows, "all"):
        counted = [sum(n for (r, e), n in ends.items() if e == end and row in (r, "all")) for end in ENDS]
        total = sum(counted)
        found = (total - counted[-1]) / total if total else 0
        print(f"| {row} | {total} | {' | '.join(map(str, counted))} | {found:.1%} |")


def subject(path: Path) -> Subject | None:
    """A document taken as born digital; None where it has no amounts."""
    try:
        conversion = convert(path)
    except ConversionError:
        return None
    facts = tuple(
        identify(
            replace(f, status="reported", confirmations=0, cell=replace(f.cell, reader="pdf"))
            for f in prove(conversion).facts
            if f.table != "narrative"
        )
    )
    if not any(f.amount for f in facts):
        return None  # a government's tables are kept whole, without observations
    text = outline(privacy.redact(read(path))[0])
    conversion = replace(conversion, facts=facts, lost=(), checks=(), repairs=(), findings=())
    one = Subject(f"{path.parent.name}/{path.name}", conversion, text, frozenset())
    return replace(one, before=frozenset(map(_what, _findings(one, facts))))


def proven(subject: Subject, facts: Sequence[Fact]) -> Conversion:
    """The document with these facts, its sentences read anew."""
    told = narrative.read_claims(subject.text, subject.conversion.disclosure, facts)
    return prove(replace(subject.conversion, facts=tuple(facts), claims=told.claims, findings=told.findings))


def _findings(subject: Subject, facts: Sequence[Fact]) -> list[Finding]:
    return [f for f in proven(subject, facts).findings if f.outcome == "failed"]


def _what(finding: Finding) -> tuple[str, ...]:
    return (finding.check, finding.table, finding.label, finding.expected, finding.found, finding.message)


def _new_findings(subject: Subject, fact: Fact, wrong: Fact) -> list[Finding]:
    facts = identify(wrong if f is fact else f for f in subject.conversion.facts)
    return [f for f in _findings(subject, facts) if _what(f) not in subject.before]


def _end(new: Sequence[Finding], fact: Fact, wrong: Fact) -> str:
    """How the mistake ended; a finding about the cell's own page and line with the wrong figure names it."""
    if not new:
        return "not found"
    named = [f for f in new if _names(f, wrong)]
    if len(new) > 1:
        return "several findings"
    if named:
        return "one finding, the right cell"
    (identified,) = identify([wrong])
    return "one finding, blame open" if identified.observation_id in new[0].observation_ids else "elsewhere"


def _names(finding: Finding, wrong: Fact) -> bool:
    printed = {_plain(wrong.amount / YUAN_IN[wrong.reported_unit])}
    there = (finding.table, finding.page, finding.line) == (wrong.table, wrong.cell.page, wrong.cell.line)
    told = finding.check == "text-against-table" and finding.expected == _plain(wrong.amount)
    return told or (there and finding.found in printed)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


#: Prints that a misprint can be worked out for; brackets and words for negative amounts are left out.
_PLAIN = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")


def _mistake(conversion: Conversion, dice: random.Random) -> tuple[Fact, Fact, str]:
    """An amount, the same amount printed wrong, and how it went wrong."""
    amounts = [f for f in conversion.facts if f.table != "narrative" and f.amount and _PLAIN.fullmatch(f.reported)]
    while True:
        fact, kind = dice.choice(amounts), dice.choice(MISTAKES)
        text = _misprint(fact, kind, amounts, dice)
        number = Decimal("".join(c for c in text if c.isdigit() or c in ".-") or "0")
        if number * YUAN_IN[fact.reported_unit] != fact.amount:
            return fact, replace(fact, reported=text, amount=number * YUAN_IN[fact.reported_unit]), kind


def _misprint(fact: Fact, kind: str, amounts: Iterable[Fact], dice: random.Random) -> str:
    text = fact.reported
    digits = [k for k, c in enumerate(text) if c.isdigit()]
    k = dice.choice(digits)
    match kind:
        case "digit":
            return text[:k] + dice.choice("0123456789") + text[k + 1 :]
        case "transposed":
            j = digits[(digits.index(k) + 1) % len(digits)]
            swapped = list(text)
            swapped[j], swapped[k] = swapped[k], swapped[j]
            return "".join(swapped)
        case "digit-more":
            return text[:k] + dice.choice("123456789") + text[k:]
        case "digit-less":
            return text[:k] + text[k + 1 :] if len(digits) > 1 else text
        case "factor-ten":
            whole, _, rest = text.replace(",", "").partition(".")
            return f"{whole}0.{rest}" if rest else f"{whole}0"
        case _:
            others = [f for f in amounts if f.table == fact.table and f.reported_unit == fact.reported_unit]
            return dice.choice(others).reported


if __name__ == "__main__":
    main()
