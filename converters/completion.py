"""What tables add to a document's identity: the codes of its unit, department and division, and units below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import LCSseq

from ..datapackage.model import Disclosure, Unit
from .forms.form import fold
from .forms.reading import Amount, Interpretation
from .identity import NO_HINTS, Hints
from .regions import narrower, region_of_projects
from .tables.owners import Owner
from .tables.unit_names import unit_key


def read_units(disclosure: Disclosure, readings: Sequence[Interpretation]) -> dict[str, Unit]:
    """The units that the tables name, by code, each with the fullest of the names printed for it."""
    names: dict[str, list[Amount]] = {}
    for reading in readings:
        for amount in reading.amounts:
            if amount.code_kind == "unit":
                names.setdefault(amount.code, []).append(amount)
    units: dict[str, Unit] = {}
    for code, amounts in sorted(names.items()):
        parent = max((c for c in names if c != code and code.startswith(c)), key=len, default="")
        units[code] = Unit(
            document_id=disclosure.document_id,
            unit_code=code,
            unit_name=_fullest([a.label for a in amounts], disclosure.unit_name),
            parent_code=parent,
            role="unit" if parent else "department",
            cell=amounts[0].cell,
        )
    return units


def _fullest(printed: Sequence[str], own_name: str) -> str:
    """The name that the other prints of it are cuts of; one that is the document's own is taken from its title."""
    candidates = sorted({p for p in printed if p}, key=lambda p: (-len(p), p))
    if not candidates:
        return ""
    if any(unit_key(c) == unit_key(own_name) for c in candidates):
        return own_name
    return candidates[0]


def complete(
    disclosure: Disclosure,
    units: Mapping[str, Unit],
    readings: Sequence[Interpretation],
    hints: Hints = NO_HINTS,
    captions: Iterable[Owner] = (),
) -> Disclosure:
    """The disclosure with the codes that its tables print: unit, department, region; the hints fill what is missing.

    Where no row has the unit's own code, the ``captions`` of its tables may.
    """
    own = [u for u in units.values() if unit_key(u.unit_name) == unit_key(disclosure.unit_name)]
    unit = own[0] if len(own) == 1 else _only_leaf(units, disclosure)
    if unit and disclosure.scope == "department" and _is_one_of_several(unit, readings):
        unit = None  # its own office under its name, whose code is not the whole department's
    department = units.get(unit.parent_code) if unit else None
    if department is None and disclosure.scope == "department":
        department = unit
    covers = disclosure.unit_name if disclosure.scope == "department" else ""
    code = unit.unit_code if unit else _code_of_captions(captions, disclosure)
    return replace(
        disclosure,
        unit_code=code,
        department_code=department.unit_code if department else code if covers else "",
        department_name=department.unit_name if department else covers,
        region=narrower(narrower(disclosure.region, region_of_projects(readings)), hints.region),
    )


def _is_one_of_several(unit: Unit, readings: Iterable[Interpretation]) -> bool:
    """Whether tables print a unit beside others, and in none of them as much for it as their totals are."""
    found: set[bool] = set()
    for amounts in (reading.amounts for reading in readings):
        totals = {_column_of(a): a.value for a in amounts if a.means.get("line") == "total"}
        others = [a for a in amounts if a.code_kind == "unit" and a.value and not a.code.startswith(unit.unit_code)]
        rows = [a for a in amounts if a.code_kind == "unit" and a.code == unit.unit_code and _column_of(a) in totals]
        if others and rows:
            found.add(all(a.value == totals[_column_of(a)] for a in rows))
    return found == {False}


def _column_of(amount: Amount) -> tuple[tuple[str, str], ...]:
    return (("year", amount.year), *sorted((d, v) for d, v in amount.means.items() if d != "line"))


def _code_of_captions(captions: Iterable[Owner], disclosure: Disclosure) -> str:
    """The one code that captions print beside the name of the document's own unit, "" where they print two or none."""
    own = unit_key(disclosure.unit_name)
    codes = {owner.code for owner in captions if owner.code and unit_key(owner.name) == own}
    return codes.pop() if len(codes) == 1 else ""


def _only_leaf(units: Mapping[str, Unit], disclosure: Disclosure) -> Unit | None:
    """In the document of one unit, the one code that has no code below it, if its name can be the unit's."""
    leaves = [u for c, u in units.items() if not any(o != c and o.startswith(c) for o in units)]
    if disclosure.scope != "unit" or len(leaves) != 1:
        return None
    name, own = fold(leaves[0].unit_name), fold(disclosure.unit_name)
    return leaves[0] if LCSseq.similarity(name, own) >= 0.8 * len(name) else None


def of_government(disclosure: Disclosure, hints: Hints = NO_HINTS) -> Disclosure:
    """The disclosure of a whole government, which has no unit and no department."""
    region = narrower(disclosure.region, hints.region)
    return replace(disclosure, scope="government", region=region, department_code="", department_name="")
