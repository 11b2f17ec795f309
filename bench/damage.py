"""Amounts damaged in the ways that a reader of pictures does it, and what the accounting makes of them.

Each document is converted once; its proven amounts are the truth. In each draw a share of them is damaged: a digit
taken for a like one (and, rarely, for any other), the point moved or lost, the cell lost, seen or unseen, garbled by a
letter, run together with its neighbour, or set into the empty column beside it. Then the document is proven again. A
damaged amount ends put right, held back (no observation), wrong but unproven, or wrong and proven, which must not be.
Beside the share put right stands what can be at most: the damaged amounts that the equations which hold in the
undamaged document determine, to one who is told where the damage is (linear algebra over the damaged places), without
digits that no reader takes for one another, which are never changed. Who is not told where must find less.
The damage is done to what the reader hands on, so that hundreds of draws take minutes. Prints tables in Markdown.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import arguments
from yusuan.converters import narrative, privacy
from yusuan.converters.disclosure import convert, read
from yusuan.converters.narrative.outline import Outline, outline
from yusuan.datapackage.accounting.equations.equation import residual
from yusuan.datapackage.accounting.equations.matching import equations
from yusuan.datapackage.accounting.identities import load_identities
from yusuan.datapackage.accounting.misreadings import confusable
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.accounting.slots import DIMENSIONS, lay_out
from yusuan.datapackage.accounting.text import witnesses
from yusuan.datapackage.model import YUAN_IN, Conversion, Fact, LostCell, identify

REPO = Path(__file__).resolve().parents[1]
EXAMPLES = (
    "wuhan-2024/disclosure.txt", "putuo-finance-2025-budget/disclosure.pdf", "putuo-finance-2024-final/disclosure.pdf",
)  # fmt: skip
KINDS = {
    "digit": 40, "other-digit": 4, "point": 12, "lost": 14, "unseen": 8, "garbled": 8, "fused": 8, "shifted": 6,
}  # fmt: skip
#: Large enough that no determinant of these small systems is a multiple of it by chance.
PRIME = (1 << 61) - 1
Key = tuple[str, ...]


@dataclass
class Tally:
    """What became of damaged amounts, by kind of damage."""

    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    ceiling: int = 0  # damaged amounts that the equations determine and a reader could have misread
    spoilt: int = 0  # amounts that were right before the repair and are not after it
    seconds: float = 0.0
    slowest: float = 0.0


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", nargs="*", type=Path, help="files; without, three examples")
    parser.add_argument("--draws", type=int, default=100, help="how often each is damaged anew")
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    parser.add_argument("--rates", default="1,2,5,10", help="shares damaged, in percent")
    given = parser.parse_args()
    documents = given.documents or [REPO / "examples" / name for name in EXAMPLES]
    for document in documents:
        truth = truth_of(document)
        text = outline(privacy.redact(read(document))[0])
        print(f"\n### {document.parent.name}/{document.name}: {len(_amounts(truth))} amounts, {given.draws} draws\n")
        print(
            "| damaged | at most | put right | held back | wrong, unproven | wrong, proven | others spoilt "
            "| CPU s | slowest |"
        )
        print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
        kinds: Tally = Tally()
        for rate in (int(r) for r in given.rates.split(",")):
            tally = measure(truth, text, rate / 100, given.draws, random.Random(f"{given.seed} {rate}"))
            ends = Counter(e for (_, e), n in tally.ends.items() for _ in range(n))
            total = sum(ends.values()) or 1
            shares = " | ".join(f"{ends[e] / total:.1%}" for e in ("right", "held", "unproven"))
            print(
                f"| {rate} % ({total}) | {tally.ceiling / total:.1%} | {shares} | {ends['proven']} | {tally.spoilt} "
                f"| {tally.seconds / given.draws:.2f} | {tally.slowest:.2f} |"
            )
            if rate == 5:
                kinds = tally
        print(
            "\n| at 5 % | damaged | put right | held back | wrong, unproven | wrong, proven |"
            "\n|---|---:|---:|---:|---:|---:|"
        )
        for kind in KINDS:
            ends = Counter({e: n for (k, e), n in kinds.ends.items() if k == kind})
            total = sum(ends.values())
            if total:
                shares = " | ".join(f"{ends[e] / total:.0%}" for e in ("right", "held", "unproven"))
                print(f"| {kind} | {total} | {shares} | {ends['proven']} |")


def truth_of(document: Path) -> Conversion:
    """The document as converted and proven, taken as read from a picture; amounts in failed sums are no truth."""
    proven = prove(convert(document))
    doubtful = {i for f in proven.findings if f.outcome == "failed" for i in f.observation_ids}
    facts = tuple(
        replace(f, status="reported", confirmations=0, cell=replace(f.cell, reader="ocr"))
        for f in proven.facts
        if f.status != "derived" and not (f.observation_id in doubtful and not f.confirmations)
    )
    return replace(proven, facts=facts, lost=(), checks=(), findings=(), repairs=(), claims=())


def _amounts(conversion: Conversion) -> list[Fact]:
    return [f for f in conversion.facts if f.table != "narrative"]


def key(fact: Fact) -> Key:
    return (*(str(getattr(fact, d)) for d in DIMENSIONS), fact.label, str(fact.cell.line), str(fact.cell.page))


def measure(truth: Conversion, text: Outline, rate: float, draws: int, dice: random.Random) -> Tally:
    """The ends of all damaged amounts of ``draws`` draws."""
    tally = Tally()
    real = {key(f): f.amount for f in _amounts(truth)}
    holding = _holding(truth, text)
    for _ in range(draws):
        damaged, kinds = damage(truth, rate, dice)
        # The sentences are read anew beside the damaged amounts, as in the job.
        facts = tuple(identify(damaged.facts))
        claims = narrative.read_claims(text, truth.disclosure, facts).claims
        damaged = replace(damaged, facts=facts, claims=claims)
        started = time.process_time()
        proven = prove(damaged)
        spent = time.process_time() - started
        tally.seconds, tally.slowest = tally.seconds + spent, max(tally.slowest, spent)
        after = {key(f): f for f in _amounts(proven)}
        tally.ceiling += sum(kinds[place] != "other-digit" for place in determined(holding, kinds))
        for place, kind in kinds.items():
            tally.ends[kind, _end(after.get(place), real.get(place))] += 1
        for place, fact in after.items():
            if place not in kinds and real.get(place) != fact.amount:
                tally.spoilt += 1
    return tally


def _holding(truth: Conversion, text: Outline) -> list[dict[Key, int]]:
    """The equations that hold to the digit in the undamaged document, as factors of places."""
    facts = tuple(identify(truth.facts))
    conversion = replace(truth, facts=facts, claims=narrative.read_claims(text, truth.disclosure, facts).claims)
    sheet = lay_out([f for f in facts if f.table != "narrative"], ())
    every = [
        *equations(sheet.slots, load_identities(None), truth.disclosure.kind),
        *witnesses(conversion, sheet),
    ]
    equal = [e for e in every if e.identity.relation == "="]
    holding = [e for e in equal if residual(e, {s: s.amount for s in e.slots}) == 0]
    rows: list[dict[Key, int]] = []
    for equation in holding:
        row: Counter[Key] = Counter()
        for slot, factor in equation.signed:
            row[key(slot.place)] += factor
        rows.append(dict(row))
    return rows


def determined(holding: Iterable[Mapping[Key, int]], places: Collection[Key]) -> set[Key]:
    """The places whose amounts follow from the equations, all other amounts being known: Gauss-Jordan elimination."""
    pivots: dict[Key, dict[Key, int]] = {}
    for equation in holding:
        row = {k: v % PRIME for k, v in equation.items() if k in places and v}
        for lead in [k for k in row if k in pivots]:
            row = _less(row, pivots[lead], row.get(lead, 0))
        if row:
            lead = next(iter(row))
            inverse = pow(row[lead], -1, PRIME)
            row = {k: v * inverse % PRIME for k, v in row.items()}
            pivots = {k: _less(p, row, p.get(lead, 0)) for k, p in pivots.items()} | {lead: row}
    return {lead for lead, row in pivots.items() if len(row) == 1}


def _less(row: Mapping[Key, int], pivot: Mapping[Key, int], factor: int) -> dict[Key, int]:
    """A row less a multiple of a pivot's row, over the integers modulo a large prime."""
    left = {k: (row.get(k, 0) - factor * pivot.get(k, 0)) % PRIME for k in {**row, **pivot}}
    return {k: v for k, v in left.items() if v}


def _end(fact: Fact | None, real: Decimal | None) -> str:
    if fact is None:
        return "held" if real is not None else "right"
    if fact.amount == real:
        return "right"
    return "proven" if fact.confirmations else "unproven"


def damage(truth: Conversion, rate: float, dice: random.Random) -> tuple[Conversion, dict[Key, str]]:
    """A copy with a share of its amounts damaged, and the kind of damage at each place."""
    facts = {key(f): f for f in truth.facts}
    lost: list[LostCell] = []
    kinds: dict[Key, str] = {}
    amounts = _amounts(truth)
    sheet = lay_out(amounts, ())
    beside = {key(s.place): s for s in sheet.slots}
    chosen = dice.sample(amounts, max(1, round(rate * len(amounts))))
    for fact in chosen:
        place = key(fact)
        if place in kinds:
            continue
        kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
        slot = beside[place]
        near = [s for s in sheet.neighbours.get(slot, ()) if key(s.place) not in kinds]
        if kind == "fused":
            near = [s for s in near if s.state == "read"]
        elif kind == "shifted":
            near = [s for s in near if s.state == "blank"] if fact.amount else []
        if kind in ("fused", "shifted") and not near:
            kind = "digit"
        if kind == "unseen" and (not fact.amount or len(sheet.neighbours.get(slot, ())) == 0):
            kind = "lost"  # a lone amount beside its label is missed by no reader; a zero is no loss
        if kind == "point" and not _moved(fact, dice):
            kind = "digit"
        kinds[place] = kind
        if kind in ("digit", "other-digit", "point"):
            facts[place] = _misread(fact, kind, dice)
            continue
        del facts[place]
        blank = replace(fact, amount=Decimal(0), reported="")
        if kind == "lost":
            lost.append(LostCell(blank))
        elif kind == "garbled":
            lost.append(LostCell(replace(blank, reported=_garbled(fact.reported, dice))))
        elif kind == "fused":
            other = dice.choice(near).place
            kinds[key(other)] = kind
            del facts[key(other)]
            pair = sorted((fact, other), key=lambda f: f.cell.column or 0)
            text = " ".join(f.reported for f in pair)
            lost.append(LostCell(replace(pair[0], amount=Decimal(0), reported=text)))
            lost.append(LostCell(replace(pair[1], amount=Decimal(0), reported="")))
        elif kind == "shifted":
            other = dice.choice(near).place
            wrong = replace(other, amount=fact.amount, reported=fact.reported)
            facts[key(wrong)] = wrong
            kinds[key(wrong)] = kind
    return replace(truth, facts=tuple(facts.values()), lost=tuple(lost)), kinds


def _misread(fact: Fact, kind: str, dice: random.Random) -> Fact:
    text = _moved(fact, dice) if kind == "point" else ""
    if not text:
        digits = [k for k, c in enumerate(fact.reported) if c.isdigit()]
        k = dice.choice(digits)
        was = fact.reported[k]
        others = confusable()[was] if kind == "digit" else set("0123456789") - confusable()[was] - {was}
        text = fact.reported[:k] + dice.choice(sorted(others or set("0123456789") - {was})) + fact.reported[k + 1 :]
    number = Decimal("".join(c for c in text if c.isdigit() or c in ".-"))
    return replace(fact, reported=text, amount=number * YUAN_IN[fact.reported_unit])


def _moved(fact: Fact, dice: random.Random) -> str:
    """The print with its point lost or moved by one; '' where that changes nothing."""
    whole, point, rest = fact.reported.replace(" ", "").replace(",", "").partition(".")
    if not point or not fact.amount:
        return ""
    return dice.choice([whole + rest, whole + rest[:1] + "." + rest[1:] if len(rest) > 1 else whole + rest])


def _garbled(printed: str, dice: random.Random) -> str:
    digits = [k for k, c in enumerate(printed) if c.isdigit()]
    k = dice.choice(digits)
    return printed[:k] + dice.choice("#口丨?") + printed[k + 1 :]


if __name__ == "__main__":
    main()
