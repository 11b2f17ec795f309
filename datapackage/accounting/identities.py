"""Identities as data, and the equations that they become over the amounts of one document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..model import Fact, LostCell

#: The dimensions that an identity may name; all others (labels, prints) do not matter to a sum.
DIMENSIONS: tuple[str, ...] = (
    "table", "unit_code", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code", "line",
    "fund", "origin", "category",
)  # fmt: skip
_BINDING = re.compile(r"^(?P<before>[^{}]*)\{(?P<name>\w+)\}$")

Pattern = str | tuple[str, ...]
Term = Mapping[str, Pattern]
Cell = Fact | LostCell


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity of ``identities.yaml``: a left side equals the sum of its right side."""

    id: str
    zh: str
    en: str
    group: str
    tables: tuple[str, ...] = ()
    left: Term = field(default_factory=dict[str, Pattern])
    right: tuple[Term, ...] = ()
    tree: str = ""
    steps: tuple[int, ...] = ()
    unless: Term | None = None
    needs: Term | None = None
    only: Term = field(default_factory=dict[str, Pattern])
    sum_bound: bool = False  # what the right side binds is summed over, not held equal


@dataclass(frozen=True, slots=True)
class Equation:
    """An identity at one place of a document: ``total`` = the sum of ``parts``."""

    identity: Identity
    table: str
    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)

    @property
    def lost(self) -> tuple[LostCell, ...]:
        return tuple(c for c in self.cells if isinstance(c, LostCell))

    @property
    def difference(self) -> Decimal:
        """Total minus parts in yuan, lost cells left out."""
        return value(self.total) - sum((value(p) for p in self.parts), Decimal(0))

    @property
    def tolerance(self) -> Decimal:
        """Half a unit in the last printed digit of each amount: what rounding each by itself can add up to."""
        return sum((place(c).resolution for c in self.cells if isinstance(c, Fact)), Decimal(0)) / 2


def value(cell: Cell) -> Decimal:
    """The amount of a cell in yuan; 0 stands in for a lost one."""
    return cell.amount if isinstance(cell, Fact) else Decimal(0)


def place(cell: Cell) -> Fact:
    """The dimensions of a cell, lost or not."""
    return cell if isinstance(cell, Fact) else cell.place


@cache
def load_identities() -> tuple[Identity, ...]:
    """All identities of the project, in the order of their file."""
    text = (Path(__file__).parent / "identities.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(_identity(entry) for entry in yaml.load(text, Loader=loader))


def _identity(entry: dict[str, Any]) -> Identity:
    return Identity(
        id=entry["id"],
        zh=entry["zh"],
        en=entry["en"],
        group=entry["group"],
        tables=tuple(entry.get("tables", ())),
        left=_term(entry.get("left", {})),
        right=tuple(_term(term) for term in entry.get("right", ())),
        tree=entry.get("tree", ""),
        steps=tuple(entry.get("steps", ())),
        unless=_term(entry["unless"]) if "unless" in entry else None,
        needs=_term(entry["needs"]) if "needs" in entry else None,
        only=_term(entry.get("only", {})),
        sum_bound=entry.get("sum_bound", False),
    )


def _term(entry: Mapping[str, str | list[str]]) -> Term:
    unknown = set(entry) - set(DIMENSIONS)
    if unknown:
        raise KeyError(f"identities.yaml: unknown dimensions {sorted(unknown)}")
    return {k: tuple(str(x) for x in v) if isinstance(v, list) else str(v) for k, v in entry.items()}


def equations(cells: Sequence[Cell], identity: Identity) -> list[Equation]:
    """The equations that an identity becomes over ``cells``, in a stable order."""
    by_table = _by_table(cells)
    if not identity.tables:
        return list(_between(by_table, identity)) if _applies(cells, identity) else []
    found: list[Equation] = []
    for table in identity.tables:
        rows = by_table.get(table, [])
        if rows and _applies(rows, identity):
            found += _tree(rows, identity, table) if identity.tree else _matched(rows, identity, table)
    return found


def _by_table(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    tables: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        tables[place(cell).table].append(cell)
    return tables


def _applies(cells: Iterable[Cell], identity: Identity) -> bool:
    if identity.unless is not None and any(_match(c, identity.unless) is not None for c in cells):
        return False
    return identity.needs is None or any(_match(c, identity.needs) is not None for c in cells)


# --- by pattern -------------------------------------------------------------------------------------------


def _match(cell: Cell, term: Term) -> dict[str, str] | None:
    """What a term binds where it matches a cell, None where it does not."""
    bound: dict[str, str] = {}
    fact = place(cell)
    for dimension, pattern in term.items():
        printed = str(getattr(fact, dimension))
        if isinstance(pattern, tuple):
            if printed not in pattern:
                return None
        elif not _matches(printed, pattern, bound):
            return None
    return bound


def _matches(printed: str, pattern: str, bound: dict[str, str]) -> bool:
    if pattern == "*":
        return True
    if pattern.startswith("!"):
        return printed != pattern[1:]
    if pattern.startswith("#"):
        return printed.isdigit() and len(printed) == int(pattern[1:])
    binding = _BINDING.match(pattern)
    if binding is None:
        return printed == pattern
    rest = printed.removeprefix(binding["before"])
    if not printed.startswith(binding["before"]) or not rest:
        return False
    bound[binding["name"]] = rest
    return True


def _matched(rows: Sequence[Cell], identity: Identity, table: str) -> Iterator[Equation]:
    named = {d for term in (identity.left, *identity.right) for d in term}
    kept = tuple(d for d in DIMENSIONS if d not in named)
    return _pair(rows, rows, identity, kept, table)


def _between(by_table: Mapping[str, list[Cell]], identity: Identity) -> Iterator[Equation]:
    """Equations between tables: unit, year and phase stay equal, and what the terms bind."""
    left = [c for t in _tables_of(identity.left) for c in by_table.get(t, [])]
    right = [c for term in identity.right for t in _tables_of(term) for c in by_table.get(t, [])]
    table = " = ".join(dict.fromkeys((*_tables_of(identity.left), *(t for r in identity.right for t in _tables_of(r)))))
    return _pair(left, right, identity, ("unit_code", "fiscal_year", "phase"), table)


def _tables_of(term: Term) -> tuple[str, ...]:
    named = term["table"]
    return named if isinstance(named, tuple) else (named,)


def _pair(
    left: Sequence[Cell], right: Sequence[Cell], identity: Identity, kept: tuple[str, ...], table: str
) -> Iterator[Equation]:
    totals: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    parts: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in left:
        bound = _match(cell, identity.left)
        if bound is not None and _match(cell, identity.only) is not None:
            totals[_key(cell, kept, bound)].append(cell)
    for cell in right:
        bounds = (_match(cell, term) for term in identity.right)
        bound = next((b for b in bounds if b is not None), None)
        if bound is not None:
            parts[_key(cell, kept, {} if identity.sum_bound else bound)].append(cell)
    for key, found in totals.items():
        # Two prints of one total (a table printed twice) cannot be told apart here.
        if len(found) == 1 and parts.get(key) and found[0] not in parts[key]:
            yield Equation(identity, table, found[0], tuple(parts[key]))


def _key(cell: Cell, kept: tuple[str, ...], bound: Mapping[str, str]) -> tuple[str, ...]:
    fact = place(cell)
    return (*(str(getattr(fact, d)) for d in kept), *(f"{k}={v}" for k, v in sorted(bound.items())))


# --- trees of codes ---------------------------------------------------------------------------------------


def _tree(rows: Sequence[Cell], identity: Identity, table: str) -> Iterator[Equation]:
    """A code equals the sum of the codes one step below it, column by column."""
    kept = tuple(d for d in DIMENSIONS if d not in (identity.tree, "line"))
    columns: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in rows:
        if identity.tree == "project_code" or (getattr(place(cell), identity.tree) and not place(cell).line):
            names = tuple(d for d in kept if d != "unit_code") if identity.tree == "project_code" else kept
            columns[_key(cell, names, {})].append(cell)
    for column in columns.values():
        if identity.tree == "project_code":
            yield from _projects(column, identity, table)
        else:
            yield from _codes(column, identity, table)


def _codes(column: Sequence[Cell], identity: Identity, table: str) -> Iterator[Equation]:
    below: dict[str, list[Cell]] = defaultdict(list)
    for cell in column:
        code = getattr(place(cell), identity.tree)
        if len(code) in identity.steps and len(code) > identity.steps[0]:
            below[code[: identity.steps[identity.steps.index(len(code)) - 1]]].append(cell)
    for cell in column:
        children = below.get(getattr(place(cell), identity.tree))
        if children:
            yield Equation(identity, table, cell, tuple(children))


def _projects(column: Sequence[Cell], identity: Identity, table: str) -> Iterator[Equation]:
    """The total, the department and a parent project, each against what stands below it.

    The codes do not tell a parent from its parts; the first project is one where it equals the sum of all others.
    """
    projects = [c for c in column if place(c).project_code]
    totals = [c for c in column if place(c).line == "total"]
    departments = [c for c in column if not place(c).project_code and not place(c).line]
    if not projects:
        return
    first, rest = projects[0], projects[1:]
    is_parent = bool(rest) and bool(place(first).project_code) and _is_parent(first, rest)
    if is_parent:
        yield Equation(identity, table, first, tuple(rest))
    top = (first,) if is_parent else tuple(projects)
    if len(departments) == 1:
        yield Equation(identity, table, departments[0], top)
    for total in totals:
        yield Equation(identity, table, total, tuple(departments) if departments else top)


def _is_parent(first: Cell, rest: Sequence[Cell]) -> bool:
    return value(first) == sum((value(c) for c in rest), Decimal(0))
