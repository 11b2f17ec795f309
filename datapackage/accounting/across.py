"""What the documents of one build say of each other: budget and final accounts, two years, a department and its units.

One unit's documents are held at a time, so that a build of thousands needs no more memory than one of ten.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import yaml

from ..model import YUAN_IN, Disclosure, Outcome, format_decimal, grouped
from ..package import read_descriptor, read_rows
from ..remembered import Remembered, of_runs, state_of
from ..spliced import Spliced, Text

FILE = "across.csv"
Row = Mapping[str, str]
Key = tuple[str, ...]
_MEANING = ("function_code", "economic_code", "project_code", "line", "flow", "fund", "origin", "category")
_SUMMED = frozenset({"budget-summary", "revenue-summary", "expenditure-summary", "general-budget-by-function"})
_OWN_PHASE = {"budget": "approved", "final": "executed"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One amount of a document beside the same money in another; amounts in yuan, plain digits."""

    check: str
    outcome: Outcome
    package: str
    observation_id: str
    other_package: str
    other_observation_id: str
    table: str
    label: str
    fiscal_year: str
    amount: str
    other_amount: str
    difference: str
    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Document:
    """A package of the build, and the disclosure in it."""

    folder: Path
    disclosure: Disclosure

    def rows(self) -> list[Row]:
        return [row for row in read_rows(self.folder, "observations") if row["table"] != "project-performance"]


def write_across(packages: Sequence[Path], out: Path, replaced: Sequence[Path] = ()) -> None:
    """Write ``across.csv`` into ``out``: every comparison between the packages, in a stable order. Raises OSError.

    ``replaced`` are earlier issues of some of them, which are held against what took their place and nothing else.
    """
    header = _lines([tuple(f.name for f in fields(Comparison))])
    groups = _groups(_remembered_documents([*packages, *replaced], out), frozenset(replaced))
    texts = (Text(g.name, g.state(), lambda g=g: _lines(g.rows()).encode()) for g in groups)
    Spliced(out / FILE, Path(__file__).parent).write([header], texts)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comparisons of each check ended how, and the first that ``failed``, in their order."""

    counts: Counter[tuple[str, str]]
    failed: Sequence[Row]


NOTHING = Tally(Counter(), ())


def tally(out: Path, most: int) -> Tally:
    """The comparisons in ``across.csv`` of ``out``, with ``most`` that failed at most; none where there is no file.

    Raises:
        OSError: the file cannot be read.
    """
    if not (out / FILE).exists():
        return NOTHING
    failed: list[Row] = []
    with (out / FILE).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        names = next(rows, list[str]())

        def ended(row: list[str]) -> tuple[str, str]:
            if row[1] == "failed" and len(failed) < most:
                failed.append(dict(zip(names, row, strict=True)))
            return row[0], row[1]

        return Tally(Counter(map(ended, rows)), failed)


def title_of(check: str) -> tuple[str, str]:
    """What an identity between documents says, Chinese and English."""
    words = _wording()[check]
    return words["zh"], words["en"]


def compare(packages: Iterable[Path]) -> Iterator[Comparison]:
    """Every comparison between the documents of a build."""
    for group in _groups(map(_document, packages)):
        yield from group.compare()


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents that speak of the same money: those of one unit, or a department's and those of its units."""

    name: str
    documents: tuple[Document, ...]
    compare: Callable[[], Iterator[Comparison]]

    def rows(self) -> list[tuple[str, ...]]:
        return [astuple(comparison) for comparison in self.compare()]

    def state(self) -> str:
        return " ".join(f"{d.folder.name} {state_of(d.folder)}" for d in self.documents)


def _document(package: Path) -> Document:
    return Document(package, Disclosure.of(read_descriptor(package)["disclosure"]))


def _remembered_documents(packages: Sequence[Path], out: Path) -> list[Document]:
    """The documents, whose descriptors are only read where they have changed: a tenth of a megabyte each."""
    single, together = (Remembered(out, kind, Path(__file__).parent) for kind in ("documents", "document-runs"))
    said = of_runs(packages, single, together, lambda package: read_descriptor(package)["disclosure"], list)
    disclosures = (Disclosure.of(disclosure) for run in said for _, disclosure in run)
    return [Document(package, disclosure) for package, disclosure in zip(packages, disclosures, strict=True)]


def _groups(of: Iterable[Document], replaced: Collection[Path] = ()) -> Iterator[_Group]:
    """The groups of a build. Codes and names of units are their region's: another city's mean another unit.

    What was ``replaced`` stands before what holds.
    """
    documents = sorted(of, key=lambda document: (document.folder not in replaced, document.folder))
    units: dict[Key, list[Document]] = defaultdict(list)
    beside: dict[Any, list[Document]] = defaultdict(list)
    for document in documents:
        d = document.disclosure
        units[d.region, d.scope, d.unit_code or d.unit_name].append(document)
        if document.folder not in replaced:
            beside[d.region, d.year, d.kind].append(document)
    for _, own in sorted(units.items()):
        if len(own) > 1:
            yield _Group(f"unit-{own[0].folder.name}", tuple(own), partial(_of_one_unit, own))
    for department in (document for document in documents if document.folder not in replaced):
        d = department.disclosure
        if d.scope == "department":
            its = [each for each in beside[d.region, d.year, d.kind] if _belongs(each, department)]
            if its:
                group = f"department-{department.folder.name}"
                yield _Group(group, (department, *its), partial(_of_department, department, its))


# --- one unit over the years ------------------------------------------------------------------------------


def _of_one_unit(documents: Sequence[Document]) -> Iterator[Comparison]:
    issues: dict[tuple[int, str], list[Document]] = defaultdict(list)
    for document in documents:
        issues[document.disclosure.year, document.disclosure.kind].append(document)
    own = {when: of_it[-1] for when, of_it in issues.items()}
    rows = {when: document.rows() for when, document in own.items()}
    for (year, kind), document in sorted(own.items()):
        for earlier in issues[year, kind][:-1]:
            yield from _issued_again(document, rows[year, kind], earlier, earlier.rows())
        if kind == "final" and (year, "budget") in own:
            yield from _budget_column(document, rows[year, kind], own[year, "budget"], rows[year, "budget"])
        for before in ("budget", "final"):
            if (year - 1, before) in own:
                yield from _year_before(document, rows[year, kind], own[year - 1, before], rows[year - 1, before])
        if kind == "final" and (year - 1, "final") in own:
            yield from _opening(document, rows[year, kind], own[year - 1, "final"], rows[year - 1, "final"])


def _issued_again(
    document: Document, ours: Sequence[Row], earlier: Document, theirs: Sequence[Row]
) -> Iterator[Comparison]:
    """Each amount of a disclosure beside the same one of an earlier issue of it: what was changed without a word."""
    named = ("table", "unit_code", "fiscal_year", "phase", *_MEANING)
    there = _unanimous((r for r in theirs if r["table"] != "narrative"), named)
    for key, row in _unanimous((r for r in ours if r["table"] != "narrative"), named).items():
        if key in there:
            yield _compared("issue-agrees", document, row, earlier, there[key])


def _budget_column(
    final: Document, ours: Sequence[Row], budget: Document, theirs: Sequence[Row]
) -> Iterator[Comparison]:
    year = str(final.disclosure.year)
    there = _unanimous((r for r in theirs if _is_of(r, year, "approved")), ("table", *_MEANING))
    for row in (r for r in ours if _is_of(r, year, "approved") and r["table"] != "narrative"):
        other = there.get(_key(row, ("table", *_MEANING)))
        if other is not None:
            yield _compared("budget-of-final-accounts", final, row, budget, other)


def _year_before(
    document: Document, ours: Sequence[Row], before: Document, theirs: Sequence[Row]
) -> Iterator[Comparison]:
    year, phase = str(before.disclosure.year), _OWN_PHASE[before.disclosure.kind]
    there = _unanimous((r for r in theirs if _is_of(r, year, phase)), _MEANING)
    for row in (r for r in ours if _is_of(r, year, phase)):
        other = there.get(_key(row, _MEANING))
        if other is not None:
            yield _compared("prior-year-agrees", document, row, before, other)


def _opening(final: Document, ours: Sequence[Row], before: Document, theirs: Sequence[Row]) -> Iterator[Comparison]:
    named = ("table", "function_code", "fund")
    closing = _unanimous((r for r in theirs if r["category"] == "carried-to-next-year" and r["origin"] == "all"), named)
    for row in ours:
        is_opening = row["flow"] == "balance" and row["origin"] == "carried-over" and row["category"] == "all"
        other = (
            closing.get(_key(row, named)) if is_opening and row["fiscal_year"] == str(final.disclosure.year) else None
        )
        if other is not None:
            yield _compared("opening-is-closing", final, row, before, other)


# --- a department and its units ---------------------------------------------------------------------------


def _belongs(document: Document, department: Document) -> bool:
    unit, above = document.disclosure, department.disclosure
    if unit.scope != "unit":
        return False
    by_code = bool(above.unit_code) and above.unit_code in (unit.department_code, unit.unit_code[:3])
    return by_code or above.unit_name in (unit.department_name, unit.unit_name)


def _of_department(department: Document, units: Sequence[Document]) -> Iterator[Comparison]:
    year, phase = str(department.disclosure.year), _OWN_PHASE[department.disclosure.kind]
    ours = department.rows()
    sums: dict[Key, list[tuple[Document, Row]]] = defaultdict(list)
    for unit in units:
        its = [r for r in unit.rows() if _is_of(r, year, phase)]
        for key, row in _unanimous((r for r in its if r["table"] in _SUMMED), ("table", *_MEANING)).items():
            sums[key].append((unit, row))
        yield from _listed(department, ours, unit, its)
    there = _unanimous((r for r in ours if _is_of(r, year, phase)), ("table", *_MEANING))
    for key, parts in sorted(sums.items()):
        if key in there:
            yield _covering(department, there[key], parts)


def _covering(department: Document, row: Row, parts: Sequence[tuple[Document, Row]]) -> Comparison:
    """The department's amount beside its units' sum: less is a contradiction, more are units not in this build."""
    total = sum((Decimal(r["amount"]) for _, r in parts), Decimal(0))
    first, other = parts[0]
    allowed = sum((_resolution(r) for _, r in parts), _resolution(row)) / 2
    kept = total <= Decimal(row["amount"]) + allowed
    return _comparison("department-covers-units", department, row, first, other, total, passed=kept)


def _listed(department: Document, ours: Sequence[Row], unit: Document, its: Sequence[Row]) -> Iterator[Comparison]:
    """What the department lists under the code of the unit, or under its name where no code is printed; its projects
    under their own codes, whose row may not say whose they are."""
    above, own = department.disclosure, unit.disclosure
    named = ("table", *_MEANING)
    there = _unanimous((r for r in its if _names_unit(r, own)), named)
    projects = _unanimous((r for r in its if _is_project(r)), (*named, "label"))
    # Of a project that the department splits, each part has the name and the code.
    listed = _unanimous((r for r in ours if _is_project(r)), (*named, "label"))
    for row in ours:
        is_of_unit = _names_unit(row, own) and not _names_unit(row, above)
        if _is_project(row):
            key = _key(row, (*named, "label"))
            other = projects.get(key) if key in listed and (is_of_unit or row["project_code"]) else None
        else:
            other = there.get(_key(row, named)) if is_of_unit else None
        if other is not None:
            yield _compared("department-lists-unit", department, row, unit, other)


def _names_unit(row: Row, of: Disclosure) -> bool:
    """Whether a row is of a unit, by its code or by its name where either prints no code."""
    if row["unit_code"] and of.unit_code:
        return row["unit_code"] == of.unit_code
    return row["unit_name"] == of.unit_name


def _is_project(row: Row) -> bool:
    return row["table"] == "project-expenditure" and bool(row["project_code"] or row["line"] == "project")


# --- rows -------------------------------------------------------------------------------------------------


def _is_of(row: Row, year: str, phase: str) -> bool:
    return row["fiscal_year"] == year and row["phase"] == phase


def _key(row: Row, names: Iterable[str]) -> Key:
    return tuple(row[name] for name in names)


def _unanimous(rows: Iterable[Row], names: Sequence[str]) -> dict[Key, Row]:
    """The row of each key; none where the document itself gives two amounts for it."""
    found: dict[Key, Row] = {}
    torn: set[Key] = set()
    for row in rows:
        key = _key(row, names)
        if key in found and Decimal(found[key]["amount"]) != Decimal(row["amount"]):
            torn.add(key)
        found.setdefault(key, row)
    return {key: row for key, row in found.items() if key not in torn}


def _resolution(row: Row) -> Decimal:
    """Yuan of one unit in the last printed digit; a derived figure carries the rounding of two prints."""
    places = len(row["reported"].rpartition(".")[2]) if "." in row["reported"] else 0
    unit = YUAN_IN[row["reported_unit"]].scaleb(-places)
    return unit * 2 if row["status"] == "derived" else unit


def _compared(check: str, document: Document, row: Row, other_document: Document, other: Row) -> Comparison:
    amount = Decimal(other["amount"])
    coarse = max(_resolution(row), _resolution(other))
    allowed = coarse / 2 if _resolution(row) != _resolution(other) or row["status"] == "derived" else Decimal(0)
    passed = abs(Decimal(row["amount"]) - amount) <= allowed
    return _comparison(check, document, row, other_document, other, amount, passed=passed)


@cache
def _wording() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "across.yaml").read_text("utf-8")
    return cast("dict[str, Any]", yaml.safe_load(text))


def _comparison(
    check: str, document: Document, row: Row, other_document: Document, other: Row, amount: Decimal, *, passed: bool
) -> Comparison:
    words = _wording()[check]
    own = Decimal(row["amount"])
    ours, theirs, off = grouped(own), grouped(amount), grouped(own - amount)
    label = " ".join(p for p in (row["function_code"] or row["economic_code"], row["label"]) if p)
    told = "" if passed else f"：“{label}”这里是 {ours} 元，那里是 {theirs} 元，相差 {off} 元"
    told_en = "" if passed else f": {ours} here and {theirs} there, off by {off} yuan"
    return Comparison(
        check=check,
        outcome="passed" if passed else "failed",
        package=document.folder.name,
        observation_id=row["observation_id"],
        other_package=other_document.folder.name,
        other_observation_id=other["observation_id"],
        table=row["table"],
        label=label,
        fiscal_year=row["fiscal_year"],
        amount=format_decimal(own),
        other_amount=format_decimal(amount),
        difference=format_decimal(own - amount),
        message=words["zh"] + told,
        message_en=words["en"] + told_en,
    )
