"""The equations of a document that hold for one figure, each with the cells it is made of.

They are worked out from the package as it is published, with the same identities that proved it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Part:
    """One term of an equation: its sign, amount (yuan), printed label, table, and observation ("" for the text).

    ``column`` says which of a row's amounts it is: pairs of list and code, where the code is not "all".
    """

    sign: str
    amount: Decimal
    label: str
    column: tuple[tuple[str, str], ...]
    table: str
    observation: str


@dataclass(frozen=True, slots=True)
class Proof:
    """``total`` equals its ``parts``; ``holds`` within the rounding of what is printed."""

    zh: str
    en: str
    total: Part
    parts: tuple[Part, ...]
    holds: bool

    @property
    def relation(self) -> str:
        """``=``, ``≠``, or ``≈`` where it holds only within what rounding to the printed places leaves."""
        value = sum((-p.amount if p.sign == "−" else p.amount for p in self.parts), Decimal(0))
        return "≠" if not self.holds else "=" if value == self.total.amount else "≈"


def proofs(folder: Path, state: str, observation: str) -> tuple[Proof, ...]:
    """The equations that a figure takes part in, those that hold first; ``state`` names the build."""
    return _proofs(folder, state).get(observation, ())


@lru_cache(maxsize=24)
def _proofs(folder: Path, state: str) -> Mapping[str, tuple[Proof, ...]]:
    from ...datapackage.accounting import ledger
    from ...datapackage.accounting.equations.equation import Equation
    from ...datapackage.accounting.equations.matching import equations
    from ...datapackage.accounting.identities import load_identities
    from ...datapackage.accounting.slots import Slot, lay_out
    from ...datapackage.accounting.system import system
    from ...datapackage.accounting.text import sums_of_sentences, witnesses
    from ...datapackage.package import read_package

    conversion = read_package(folder)
    facts = [f for f in conversion.facts if f.table != "narrative"]
    sheet = lay_out(facts, (), with_blanks=False)
    every = equations(sheet.slots, load_identities(), conversion.disclosure.kind)
    every += sums_of_sentences(conversion, load_identities(), sheet)
    of_text = {f.observation_id for f in conversion.facts if f.table == "narrative"}
    stated = system(sheet, [*every, *witnesses(conversion, sheet)])  # as published: what was repaired is repaired

    def is_print_of_cell(slot: Slot) -> bool:
        return slot.place.table == "narrative" and slot.place.observation_id not in of_text

    def part(slot: Slot, sign: str) -> Part:
        place = slot.place
        key = "" if is_print_of_cell(slot) else place.observation_id
        column = tuple((kind, slot.dims[kind]) for kind in ("fund", "origin", "category") if slot.dims[kind] != "all")
        return Part(sign, sheet.yuan(slot.amount), place.label, column, place.table, key)

    def proof(equation: Equation, *, holds: bool) -> Proof:
        identity = equation.identity
        printed = [s for s in equation.parts if s.state == "read"]
        parts = [part(s, "+") for s in printed if s.amount] or [part(s, "+") for s in printed[:1]]
        taken = [part(s, "−") for s in equation.minus if s.state == "read" and s.amount]
        return Proof(identity.zh, identity.en, part(equation.total, ""), (*parts, *taken), holds)

    def finished() -> Iterator[tuple[Equation, bool]]:
        for equation in stated.equations:
            outcome = ledger.verdict(equation, stated)
            told = outcome == "passed" or (outcome == "failed" and not equation.identity.advisory)
            if told and equation.identity.relation == "=":
                yield equation, outcome == "passed"

    found: defaultdict[str, list[Proof]] = defaultdict(list)
    for equation, holds in finished():
        told = proof(equation, holds=holds)
        for slot in dict.fromkeys(equation.slots):
            if slot.state == "read" and not is_print_of_cell(slot):
                found[slot.place.observation_id].append(told)
    for fact in facts:
        if own := sheet.twins.get(id(fact)):
            found[fact.observation_id] = found[own.place.observation_id]
    return {key: tuple(sorted(told, key=lambda p: not p.holds)) for key, told in found.items()}
