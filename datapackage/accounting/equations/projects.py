"""Totals, departments and projects: which of them are the sum of which, in each column of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..identities import Identity
from ..lines import is_of_column
from ..slots import DIMENSIONS, Slot
from .equation import Equation
from .terms import columns, key, row_of

_MONEY = ("fund", "origin")
_CODES_BESIDE = frozenset({"function_code", "economic_code"})

#: Projects, departments and totals of a column.
Levels = tuple[list[Slot], ...]


def totals(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """Totals, departments and projects of each table, each column for itself."""
    for own in _tables(rows):
        yield from _totals(own, identity, table)


def _tables(rows: Sequence[Slot]) -> list[Sequence[Slot]]:
    """The rows of each of several tables that have a total each: a department's list and those of its units."""
    prints = sorted({s.place.print_of_table for s in rows})
    tables = [[s for s in rows if p == s.place.print_of_table or p in s.again] for p in prints]
    have_totals = all(any(s.dims["line"] == "total" for s in own) and any(map(is_project, own)) for own in tables)
    return [*tables] if len(tables) > 1 and have_totals else [rows]


def _totals(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """Totals, departments and projects of each column; one with a line of its own has the rows of the others."""
    kept = tuple(d for d in DIMENSIONS if d not in (identity.tree, "line"))
    plain = [s for s in rows if not is_of_column(s.dims["line"])]
    rows_of = [{row_of(s) for s in level if s.place.cell.row is not None} for level in _levels(plain)]
    names = _of_projects(plain, kept)
    by_column: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in rows:
        own = slot.dims["line"] if is_of_column(slot.dims["line"]) else ""
        by_column[(*key(slot, names), own)].append(slot)
    levels = [
        tuple([s for s in column if row_of(s) in level] for level in rows_of)
        if is_of_column(column[0].dims["line"])
        else _levels(column)
        for column in by_column.values()
    ]
    has_parent = _has_parent(levels)
    for column in levels:
        yield from _levels_of_column(column, identity, table, has_parent=has_parent)
    if not has_parent:
        yield from _of_functions(plain, identity, table, kept)


def _of_functions(rows: Sequence[Slot], identity: Identity, table: str, kept: tuple[str, ...]) -> Iterator[Equation]:
    """A functional code above its projects is the sum of those that print it."""
    for column in columns(rows, tuple(d for d in kept if d not in {"unit_code", *_CODES_BESIDE})):
        projects, _, _ = _levels(column)
        for slot in column:
            code = slot.dims["function_code"]
            is_function = bool(code) and not slot.dims["project_code"] and not slot.dims["line"]
            own = tuple(p for p in projects if p.dims["function_code"].startswith(code)) if is_function else ()
            if own:
                yield Equation(identity, table, slot, own)


def _of_projects(rows: Sequence[Slot], kept: tuple[str, ...]) -> tuple[str, ...]:
    """What stays equal in a sum of projects: not their unit, nor a code beside them where each is printed once."""
    printed = [s for s in rows if is_project(s)]
    if _say_what_pays(rows, printed):
        kept = tuple(d for d in kept if d not in _MONEY)
    without_codes = tuple(d for d in kept if d not in {"unit_code", *_CODES_BESIDE})
    once = {(_project(s), *key(s, without_codes)) for s in printed}
    return tuple(d for d in kept if d != "unit_code") if len(once) < len(printed) else without_codes


def _say_what_pays(rows: Sequence[Slot], projects: Sequence[Slot]) -> bool:
    """Whether the row of each project says what pays for it, and the total is of all: no column does."""
    of_all = ["all"] * len(_MONEY)
    totals = [[s.dims[d] for d in _MONEY] for s in rows if s.dims["line"] == "total"]
    return (
        bool(totals)
        and all(t == of_all for t in totals)
        and of_all not in [[s.dims[d] for d in _MONEY] for s in projects]
    )


def _project(slot: Slot) -> tuple[str, ...]:
    """What a project is known by within its document: its code, or its name and its unit where none is printed."""
    code, place = slot.dims["project_code"], slot.place
    return (code,) if code else ("", place.label, place.unit_code, place.unit_name)


def printed_again(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """A project in the list of a department and in that of its unit, each column for itself.

    Which project it is, its code tells, or its name and its unit; its name alone where the list of the department has
    just the projects of the others. A list that prints one in several rows splits it.
    """
    if len({_unit(s) for s in rows if s.dims["line"] == "total"}) < 2:
        return
    projects = [s for s in rows if is_project(s)]
    by_name = _are_listed_by_name(projects)
    alike = tuple(d for d in DIMENSIONS if d not in ("unit_code", "project_code"))
    prints: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot in projects:
        code, place = slot.dims["project_code"], slot.place
        known = (code,) if code else ("", place.label, "" if by_name else place.unit_name)
        prints[(*key(slot, alike), *known)].append(slot)
    for slots in prints.values():
        of_lists = {s.place.print_of_table: s for s in slots}
        first, *others = of_lists.values()
        if len(of_lists) == len(slots):
            yield from (Equation(identity, table, first, (other,)) for other in others)


def _are_listed_by_name(projects: Iterable[Slot]) -> bool:
    """Whether the first list has the names that all others have together, each once, so that a name is one project."""
    names: dict[int, set[str]] = defaultdict(set)
    for slot in projects:
        names[slot.place.print_of_table].add(slot.place.label)
    first, *others = (names[k] for k in sorted(names)) if names else (set[str](),)
    return bool(others) and sum(map(len, others)) == len(first) and first == set[str]().union(*others)


def is_project(slot: Slot) -> bool:
    """Whether an amount is of one project, with a code or without."""
    return bool(slot.dims["project_code"]) or slot.dims["line"] == "project"


def _levels(column: Sequence[Slot]) -> Levels:
    """Projects, departments and totals of a column."""
    projects = [s for s in column if is_project(s)]
    departments = [s for s in column if not any(s.dims[d] for d in ("project_code", "function_code", "line"))]
    totals = [s for s in column if s.dims["line"] == "total"]
    return projects, departments, totals


def _has_parent(columns: Iterable[Levels]) -> bool:
    """Whether the first project stands for all others: the codes do not tell, the amounts of most columns do."""
    votes = 0
    for projects, departments, totals in columns:
        above = [s.amount for s in (*departments, *totals) if s.state == "read"]
        first, rest = projects[0].amount if projects else 0, sum(s.amount for s in projects[1:])
        if first and rest:
            is_parent, is_none = first == rest or first in above, first + rest in above
            votes += 2 * (is_parent - is_none) - (not is_parent and not is_none)
    return votes > 0


def _levels_of_column(levels: Levels, identity: Identity, table: str, *, has_parent: bool) -> Iterator[Equation]:
    """The total, the department and a parent project, each against what stands below it."""
    projects, departments, totals = levels
    if not projects:
        return
    if has_parent:
        yield Equation(identity, table, projects[0], tuple(projects[1:]))
    top = (projects[0],) if has_parent else tuple(projects)
    units, highest = _units_below(departments)
    for department, below in units.items():
        if below:
            yield Equation(identity, table, department, below)
    lowest = [department for department, below in units.items() if not below]
    if len(lowest) == 1:
        yield Equation(identity, table, lowest[0], top)
    elif not has_parent:
        yield from _projects_of_units(projects, lowest, identity, table)
    for total in totals:
        yield Equation(identity, table, total, highest or top)


def _units_below(departments: Sequence[Slot]) -> tuple[dict[Slot, tuple[Slot, ...]], tuple[Slot, ...]]:
    """Each department with the units whose codes go on from its own, and those that stand below no other."""
    codes = {s: s.dims["unit_code"] for s in departments}
    below = {
        s: tuple(u for u in departments if codes[s] and codes[u] != codes[s] and codes[u].startswith(codes[s]))
        for s in departments
    }
    lower = {u for units in below.values() for u in units}
    if any(below[u] for u in lower):  # more than two levels: each would have to be told apart
        return dict.fromkeys(departments, ()), tuple(departments)
    return below, tuple(s for s in departments if s not in lower)


def _projects_of_units(
    projects: Sequence[Slot], departments: Sequence[Slot], identity: Identity, table: str
) -> Iterator[Equation]:
    """Each of several units against its own projects, where every project is of one of them."""
    units = {_unit(s): s for s in departments}
    if len(units) == len(departments) and all(_unit(s) in units for s in projects):
        for of, unit in units.items():
            own = tuple(s for s in projects if _unit(s) == of)
            if own:
                yield Equation(identity, table, unit, own)


def _unit(slot: Slot) -> tuple[str, str]:
    """What a unit is known by within its document: its code, or its name where none is printed."""
    code = slot.dims["unit_code"]
    return (code, "" if code else slot.place.unit_name)
