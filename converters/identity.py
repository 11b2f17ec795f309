"""Whose document it is, of which year and kind: from the document itself, held against what the operator says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import LCSseq

from ..datapackage.classification import regions
from ..datapackage.model import Disclosure, Kind, Unit
from . import government
from .codes import undo_spaces
from .divisions import divide
from .errors import NoDisclosureError
from .forms.form import fold
from .forms.reading import Amount, Interpretation
from .table import Block, Paragraph

_TITLE = re.compile(
    r"^(?:#+)?(?P<name>.*?)(?P<year>20\d\d)年度?(?:省级|市级|区级|县级|本级)?(?P<scope>部门|单位)?(?:的)?(?P<kind>预算|决算)"
    r"(?:信息|情况)?(?:公开|说明|报告|草案|表)*$"
)
#: A line of the cover that names the unit itself; it wins over a title that names only the place.
_NAMED = re.compile(r"^(?:预算主管部门|预算单位|编制单位|编制部门|单位名称|部门名称|填报单位)[:：](?P<name>.{4,60})$")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT_YEAR = re.compile(r"[二2][〇○零0Oo][一二三四五六七八九〇○零\dOo]{2}(?=年)")
#: How many paragraphs from the start may hold the title.
_TITLE_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Hints:
    """What the operator's ``sources.toml`` says of a document; empty where it says nothing."""

    publisher: str = ""
    region: str = ""
    year: int | None = None
    kind: str = ""
    licence: str = ""
    url: str = ""
    retrieved: str = ""


NO_HINTS = Hints()


def identify(path: Path, digest: str, blocks: Sequence[Block], hints: Hints = NO_HINTS) -> Disclosure:
    """The disclosure as its title names it; codes follow from its tables in :func:`complete`.

    Raises:
        NoDisclosureError: no title with a year and 预算 or 决算 is found, and the operator names none.
    """
    texts = [_spelt_out(undo_spaces(b.text)) for b in blocks if isinstance(b, Paragraph)][:_TITLE_WITHIN]
    found = _title(texts)
    of_government = None if found and found[2] else government.recognise(texts)
    if of_government:
        return _government(path, digest, of_government, hints)
    name, year, scope, kind, title = found or ("", hints.year, "", hints.kind, "")
    name = next((m["name"] for t in texts if (m := _NAMED.match(t))), name)
    if year is None or not kind:
        raise NoDisclosureError(
            path,
            "没有找到“××年××预算（决算）”的标题，不像是预决算公开",
            "no title with a year and 预算 or 决算 was found: not a disclosure",
        )
    return Disclosure(
        document_id=digest[:16],
        sha256=digest,
        source=path.name,
        title=title,
        region=hints.region,
        unit_code="",
        unit_name=name or hints.publisher,
        department_code="",
        department_name="",
        year=year,
        kind=_kind(kind),
        scope="department" if scope == "部门" else "unit",
        publisher=hints.publisher,
        licence=hints.licence,
        url=hints.url,
        retrieved=hints.retrieved,
    )


def _government(path: Path, digest: str, title: government.Title, hints: Hints) -> Disclosure:
    """The disclosure of a whole government, whose name is its division's."""
    return Disclosure(
        document_id=digest[:16],
        sha256=digest,
        source=path.name,
        title=title.text,
        region=title.region,
        unit_code="",
        unit_name=title.name,
        department_code="",
        department_name="",
        year=title.year,
        kind=title.kind,
        scope="government",
        publisher=hints.publisher,
        licence=hints.licence,
        url=hints.url,
        retrieved=hints.retrieved,
    )


def _title(texts: Sequence[str]) -> tuple[str, int | None, str, str, str] | None:
    """Name, year, scope and kind as the title prints them, over one line, or two."""
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        for candidate in (text, text + following):
            match = _TITLE.match(candidate)
            if match:
                # A title over two lines may print the publisher above the year.
                above = texts[index - 1] if index and not match["name"] else ""
                name = match["name"] or above
                return name, int(match["year"]), match["scope"] or "", match["kind"], above + candidate
    return None


def _spelt_out(text: str) -> str:
    """``text`` with a year in digits: 二〇二四年 and 2O24年 are 2024年."""
    return _SPELT_YEAR.sub(lambda m: m[0].translate(_DIGITS).replace("O", "0").replace("o", "0"), text)


def _kind(word: str) -> Kind:
    return "final" if word in ("决算", "final") else "budget"


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
    if any(fold(c) == fold(own_name) for c in candidates):
        return own_name
    return candidates[0]


def complete(disclosure: Disclosure, units: Mapping[str, Unit], readings: Sequence[Interpretation]) -> Disclosure:
    """The disclosure with the codes that its tables print: unit, department, region."""
    own = [u for u in units.values() if fold(u.unit_name) == fold(disclosure.unit_name)]
    unit = own[0] if len(own) == 1 else _only_leaf(units, disclosure)
    department = units.get(unit.parent_code) if unit else None
    if department is None and disclosure.scope == "department":
        department = unit
    return replace(
        disclosure,
        unit_code=unit.unit_code if unit else "",
        department_code=department.unit_code if department else "",
        department_name=department.unit_name if department else "",
        region=disclosure.region or _region(disclosure, readings),
    )


def _only_leaf(units: Mapping[str, Unit], disclosure: Disclosure) -> Unit | None:
    """In the document of one unit, the one code that has no code below it, if its name can be the unit's."""
    leaves = [u for c, u in units.items() if not any(o != c and o.startswith(c) for o in units)]
    if disclosure.scope != "unit" or len(leaves) != 1:
        return None
    name, own = fold(leaves[0].unit_name), fold(disclosure.unit_name)
    return leaves[0] if LCSseq.similarity(name, own) >= 0.8 * len(name) else None


def _region(disclosure: Disclosure, readings: Sequence[Interpretation]) -> str:
    """The division that most project codes begin with, else the one that the unit's name begins with."""
    known = regions()
    codes = Counter(a.code[:6] for r in readings for a in r.amounts if a.code_kind == "project")
    for code, _ in sorted(codes.items(), key=lambda item: (-item[1], item[0])):
        if known.name(code):
            return code
    return divide(disclosure.unit_name)[0]
