"""From identities to equations: each identity at each place of a document where it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..frozen import frozen
from .identities import Identity, Term
from .slots import DIMENSIONS, Slot


@dataclass(frozen=True, slots=True)
class Gaps:
    """Canonical ids of the tables of which something was not read."""

    tables: frozenset[str] = frozenset()  # that the document ought to print and does not
    columns: frozenset[str] = frozenset()  # a column was not understood
    rows: frozenset[str] = frozenset()  # a row, or a cell of it
    amounts: Mapping[str, Sequence[int]] = field(default_factory=dict[str, Sequence[int]])  # of all those, if known
    whole: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict[str, Sequence[Sequence[int]]])  # rows

    def explain(self, tables: Collection[str], off: int, slack: int) -> bool:
        """Whether rows that were not read could be what sums over the rows of ``tables`` miss."""
        held = [t for t in tables if t in self.rows]
        if any(t in self.columns or t in self.tables or t not in self.amounts for t in held) or not held:
            return True
        amounts = [amount for t in held for amount in self.amounts[t]]
        if len(amounts) > _MANY:
            return True
        reached = {0}
        for amount in amounts:
            reached |= {r + amount for r in reached}
        return any(abs(abs(off) - r) <= slack for r in reached - {0})

    def account_for(self, tables: Collection[str], off: int, slack: int) -> bool:
        """Whether ``off`` is what rows that were held back whole print, one amount of each."""
        rows = [row for t in tables for row in self.whole.get(t, ())]
        if len(rows) > _MANY_ROWS:
            return False
        reached = {0}
        for row in rows:
            reached |= {r + amount for r in reached for amount in row}
        return any(abs(abs(off) - r) <= slack for r in reached - {0})

    @property
    def any(self) -> frozenset[str]:
        return self.tables | self.columns | self.rows


#: The sums of more amounts than these are so many that some of them come near anything.
_MANY = 10
_MANY_ROWS = 6
#: Digits of a class, functional or economic.
_CLASS = 3
NO_GAPS = Gaps()
#: How the line of a column begins that is headed with an economic class.
ECONOMIC_LINE = "economic-"
#: How it ends where a column is of one source of a fund, or of one kind of projects.
_PART_LINES = ("-appropriation", "-projects")
#: A kind of non-tax revenue by its code: non-tax-10304.
_NON_TAX_LINE = "non-tax-"
#: Between the names of the tables that an equation is about.
_AND = " = "
_TOTALS = frozenset({"合计", "总计"})
#: The lines of rows that are one thing of a list each, and what stands beside its name.
ITEMS = frozenset({"procurement-item", "purchased-service"})
_OF_ITEMS = ("unit_code", "function_code", "economic_code", "project_code")
#: Tables whose rows no dimension may tell apart (units, things that are bought), with all parts of each in its row.
_ROWS_ALIKE = frozenset({"three-public", "procurement", "service-purchase", "project-expenditure"})


@frozen(eq=False)
class Equation:
    """An identity at one place of a document: ``total`` = the sum of ``parts`` less ``minus``."""

    identity: Identity
    table: str
    total: Slot
    parts: tuple[Slot, ...]
    minus: tuple[Slot, ...] = ()
    is_complete: bool = True  # each term of the identity has an amount, or at least a blank, somewhere
    is_held_back: bool = False  # it fails, and amounts that may belong to it were held back by the reading
    either: tuple[Slot, ...] = ()  # it fails with and without these among its parts: which was meant is open
    slots: tuple[Slot, ...] = field(init=False)
    signed: tuple[tuple[Slot, int], ...] = field(init=False)  # with their factors in total - parts + minus = 0
    printed: tuple[Slot, ...] = field(init=False)  # the slots in which the document prints something

    def __post_init__(self) -> None:
        signed = ((self.total, 1), *((s, -1) for s in self.parts), *((s, 1) for s in self.minus))
        slots = (self.total, *self.parts, *self.minus)
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "signed", signed)
        object.__setattr__(self, "printed", tuple([s for s in slots if s.state != "blank"]))

    @property
    def is_printed(self) -> bool:
        """Whether the document prints both sides; where it does not, the sum may still tell what was overlooked."""
        return self.is_stated(())

    def is_stated(self, changed: Collection[Slot]) -> bool:
        """Whether both sides are printed, or among what was ``changed``."""
        if self.total.state == "blank" and self.total not in changed:
            return False
        others = len(self.printed) - (self.total.state != "blank")
        return others > 0 or len(self.slots) == 1 or any(s in changed for s in self.slots[1:])


Values = Mapping[Slot, int]


def residual(equation: Equation, values: Values) -> int:
    """What the sides differ by: total less parts plus what is taken off; slots without a value count as nothing."""
    known = values.get
    off = known(equation.total, 0)
    for slot in equation.parts:
        off -= known(slot, 0)
    for slot in equation.minus:
        off += known(slot, 0)
    return off


def is_kept(equation: Equation, values: Values) -> bool:
    """Whether the equation holds to its printed digits."""
    off = residual(equation, values)
    if equation.identity.relation == ">=":
        return off >= -allowance(equation)
    return abs(off) <= allowance(equation)


def is_coarse(equation: Equation) -> bool:
    """Whether one amount stands against another that is printed with fewer digits."""
    return len(equation.printed) == 2 and len({s.resolution for s in equation.printed if s.resolution}) == 2


def allowance(equation: Equation) -> int:
    """What rounding can explain: nothing where one amount stands against one alike, else half a digit for each."""
    resolutions = [s.resolution for s in equation.printed if s.resolution]
    if len(equation.printed) == 2 and len(set(resolutions)) == 1:
        return 0
    if len(equation.printed) == 2:
        return max(resolutions, default=0) // 2
    return sum(resolutions) // 2


def equations(
    slots: Sequence[Slot],
    identities: Iterable[Identity],
    kind: str = "",
    gaps: Gaps = NO_GAPS,
) -> list[Equation]:
    """The equations that the identities become over ``slots``, in a stable order.

    ``kind`` is that of the document, budget or final; what is missing in the ``gaps`` of its reading says nothing.
    """
    tables: dict[str, _Table] = defaultdict(_Table)
    for slot in slots:
        tables[slot.dims["table"]].slots.append(slot)
    found: list[Equation] = []
    for identity in identities:
        if not kind or not identity.kinds or kind in identity.kinds:
            found += _equations(tables, identity, gaps.any)
    left_out = _left_out(found, slots)
    return [replace(e, is_held_back=True) if _may_lack(e, gaps) or e in left_out else e for e in found]


@dataclass(slots=True)
class _Table:
    """The slots of a table in their order, and by each dimension that a term asked for."""

    slots: list[Slot] = field(default_factory=list[Slot])
    by: dict[str, dict[str, list[Slot]]] = field(default_factory=dict[str, "dict[str, list[Slot]]"])

    def near(self, *terms: Term) -> list[Slot]:
        """The slots without those of which one dimension alone says that no term matches them."""
        found = [self._near(term) for term in terms]
        if len(found) == 1 or any(own is self.slots for own in found):
            return found[0] if len(found) == 1 else self.slots
        near = {slot for own in found for slot in own}
        return [slot for slot in self.slots if slot in near]

    def _near(self, term: Term) -> list[Slot]:
        """The fewest slots of which a dimension that has to be one text, or one of several, leaves it open."""
        fewest = self.slots
        for dimension, pattern in term.items():
            if pattern.kind == "is" and dimension != "table":
                own = self._of(dimension).get(pattern.text, [])
            elif pattern.kind == "one-of" and dimension != "table":
                own = [slot for slot in fewest if slot.dims[dimension] in pattern.many]
            else:
                continue
            fewest = own if len(own) < len(fewest) else fewest
        return fewest

    def _of(self, dimension: str) -> dict[str, list[Slot]]:
        known = self.by.get(dimension)
        if known is None:
            known = self.by[dimension] = {}
            for slot in self.slots:
                known.setdefault(slot.dims[dimension], []).append(slot)
        return known

    def codes(self, dimension: str) -> Collection[str]:
        """The codes of one kind that the table prints."""
        return self._of(dimension).keys()

    def prints(self, condition: Term) -> bool:
        """Whether the document prints anything there that meets a condition."""
        return any(s.state != "blank" and _match(s, condition) is not None for s in self.near(condition))


_NO_TABLE = _Table()


def _left_out(found: Iterable[Equation], slots: Sequence[Slot]) -> set[Equation]:
    """The equations that fail by what one of their tables leaves out: 上年结转, in a table of 当年拨款.

    What those of one identity miss must make up what is left out, all of it.
    """
    of: dict[str, list[Equation]] = defaultdict(list)
    for equation in found:
        if equation.identity.besides:
            of[equation.identity.id].append(equation)
    kept: set[Equation] = set()
    for group in of.values():
        off = {e: residual(e, {s: s.amount for s in e.slots}) for e in group}
        failing = {e for e, missing in off.items() if abs(missing) > allowance(e)}
        if not failing:
            continue
        missed, slack = abs(sum(off.values())), sum(map(allowance, group))
        besides = (
            sum(s.amount for s in slots if s.state == "read" and _match(s, term) is not None)
            for term in group[0].identity.besides
        )
        if any(amount and abs(missed - amount) <= slack for amount in besides):
            kept |= failing
    return kept


def _may_lack(equation: Equation, gaps: Gaps) -> bool:
    """Whether an equation fails as printed and may lack an amount of a row, a column or a table that was not read."""
    tables = set(equation.table.split(_AND))
    if is_kept(equation, {s: s.amount for s in equation.slots}):
        return False
    is_whole = equation.is_complete and (bool(equation.minus) or not equation.identity.minus)
    if tables & gaps.tables or (tables & gaps.any and not is_whole):
        return True
    is_over_rows = _is_over_rows(equation)
    if len(tables) == 1 and tables & gaps.columns and not is_over_rows:
        return True
    if not tables & gaps.any or not is_over_rows:
        return False
    off = residual(equation, {s: s.amount for s in equation.slots})
    # In a picture a misreading is the likelier cause, and the repair's to find.
    if any(s.is_seen for s in equation.printed):
        return gaps.account_for(tables, off, allowance(equation))
    ways = {off, off - sum(s.amount for s in equation.either)}
    return bool(tables & gaps.columns) or any(gaps.explain(tables, way, allowance(equation)) for way in ways)


def _is_over_rows(equation: Equation) -> bool:
    if _AND in equation.table:
        return len(equation.printed) > 2
    return len({(s.place.cell.page, s.place.cell.table_on_page, s.place.cell.row) for s in equation.printed}) > 1


def _equations(tables: Mapping[str, _Table], identity: Identity, incomplete: Collection[str]) -> Iterator[Equation]:
    if not identity.tables:
        yield from _between(tables, identity, incomplete)
        return
    for table in identity.tables:
        rows = tables.get(table)
        if rows and _applies(rows, identity):
            yield from _tree(rows.slots, identity, table) if identity.tree else _within(rows, identity, table)


def _applies(rows: _Table, identity: Identity) -> bool:
    """Whether the table prints what the identity needs, and nothing that rules it out."""
    if any(rows.prints(condition) for condition in identity.unless):
        return False
    return all(rows.prints(condition) for condition in identity.needs)


# --- by pattern -------------------------------------------------------------------------------------------


def _match(slot: Slot, term: Term) -> dict[str, str] | None:
    """What a term binds where it matches a slot, None where it does not."""
    return _match_of(slot.dims, term)


def _match_of(dims: Mapping[str, str], term: Term) -> dict[str, str] | None:
    bound: dict[str, str] = {}
    for dimension, pattern in term.items():
        if pattern.kind == "is":  # as most are
            if dims[dimension] != pattern.text:
                return None
        elif not pattern.matches(dims[dimension], bound):
            return None
    return bound


def _first_match(dims: Mapping[str, str], terms: Iterable[Term]) -> dict[str, str] | None:
    for term in terms:
        bound = _match_of(dims, term)
        if bound is not None:
            return bound
    return None


def _within(rows: _Table, identity: Identity, table: str) -> Iterator[Equation]:
    named = {d for term in (identity.left, *identity.right, *identity.minus) for d in term}
    left, right = rows.near(identity.left), rows.near(*identity.right, *identity.minus)
    open_parts = rows.near(*identity.may) if identity.may else _orphans([rows], identity.right, identity)
    return _pair(left, right, identity, tuple(d for d in DIMENSIONS if d not in named), table, open_parts)


def _between(tables: Mapping[str, _Table], identity: Identity, incomplete: Collection[str]) -> Iterator[Equation]:
    """Equations between tables: unit, year and phase stay equal, and what the terms bind."""
    terms = (*identity.right, *identity.minus)
    lefts, rights = _tables_of(identity.left), tuple(dict.fromkeys(t for term in terms for t in _tables_of(term)))
    for condition, holds in (*((c, False) for c in identity.unless), *((c, True) for c in identity.needs)):
        if any(tables.get(t, _NO_TABLE).prints(condition) for t in _tables_of(condition)) is not holds:
            return
    left = [s for t in lefts for s in tables.get(t, _NO_TABLE).near(identity.left)]
    if not left:
        return
    right = [s for t in rights for s in tables.get(t, _NO_TABLE).near(*terms)]
    if keeps_to_origins(identity):
        left = [s for s in _of_every_origin(left) if s.dims["flow"] != "expenditure" or s.dims["origin"] == "all"]
        right = _of_every_origin(right)
    table = _AND.join(dict.fromkeys((*lefts, *rights)))
    kept = tuple(d for d in ("unit_code", "fiscal_year", "phase") if d not in identity.left)
    absent_is_zero = identity.absent_is_zero and any(t in tables for t in rights) and not set(rights) & set(incomplete)
    open_parts = _orphans([tables[t] for t in rights if t in tables], identity.right, identity)
    open_parts += (s for term in identity.may for t in _tables_of(term) for s in tables.get(t, _NO_TABLE).near(term))
    if keeps_to_origins(identity):
        open_parts = _of_every_origin(open_parts)
    yield from _pair(left, right, identity, kept, table, open_parts, absent_is_zero=absent_is_zero)


def keeps_to_origins(identity: Identity) -> bool:
    """Whether an identity between tables takes amounts of every origin: 上年结转 only where no column has all of them.

    A table of one origin alone says nothing of what another prints of all; expenditure of one is not compared.
    """
    terms = (identity.left, *identity.right, *identity.minus)
    return not identity.tables and not any("origin" in term and term["origin"].kind != "any" for term in terms)


def _of_every_origin(slots: Sequence[Slot]) -> list[Slot]:
    """The slots without those of one origin beside one of all, in the same row."""
    rest = tuple(d for d in DIMENSIONS if d != "origin")
    whole = {_key(s, rest, {}) for s in slots if s.dims["origin"] == "all" and s.state != "blank"}
    return [s for s in slots if s.dims["origin"] == "all" or _key(s, rest, {}) not in whole]


def _tables_of(term: Term) -> tuple[str, ...]:
    pattern = term["table"]
    return (pattern.text,) if pattern.kind == "is" else tuple(sorted(pattern.many))


def _pair(
    left: Sequence[Slot],
    right: Sequence[Slot],
    identity: Identity,
    kept: tuple[str, ...],
    table: str,
    open_parts: Sequence[Slot] = (),
    *,
    absent_is_zero: bool = False,
) -> Iterator[Equation]:
    totals: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in left:
        bound = _match(slot, identity.left)
        if bound is not None and _match(slot, identity.only) is not None:
            totals[_key(slot, kept, bound)].append(slot)
    if not totals:
        return
    is_complete = all(any(_match(s, term) is not None for s in right) for term in identity.right)
    parts = _collect(right, identity.right, kept, bind=not identity.sum_bound)
    minus = _collect(right, identity.minus, kept, bind=not identity.sum_bound)
    orphans = _collect(open_parts, identity.right, kept, bind=not identity.sum_bound, of_class=identity.orphans)
    # Only where the other table prints anything of that unit, year and phase does a row that it lacks mean nothing.
    there = {key[: len(kept)] for key in parts} if absent_is_zero else set[tuple[str, ...]]()
    for key, found in totals.items():
        # Two prints of one total (a table printed twice) cannot be told apart here, but by the row that they share.
        if len(found) > 1 and table in _ROWS_ALIKE:
            yield from _row_by_row(identity, table, found, parts.get(key, ()), is_complete=is_complete)
        if len(found) != 1 or found[0] in parts.get(key, ()):
            continue
        if parts.get(key) or key[: len(kept)] in there:
            own = Equation(identity, table, found[0], tuple(parts.get(key, ())), tuple(minus.get(key, ())), is_complete)
            yield _completed(own, orphans.get(key, ()) or _that_may(open_parts, found[0], identity, kept))


def _orphans(tables: Iterable[_Table], terms: Sequence[Term], identity: Identity) -> list[Slot]:
    """The slots with a code of which the table prints no class, nor anything else above it."""
    if not identity.orphans:
        return []
    open_terms = [{d: p for d, p in term.items() if d != identity.orphans} for term in terms]
    found: list[Slot] = []
    for table in tables:
        printed = table.codes(identity.orphans)
        found += (s for s in table.near(*open_terms) if _is_orphan(s.dims[identity.orphans], printed))
    return found


def _is_orphan(code: str, printed: Collection[str]) -> bool:
    return len(code) > _CLASS and not any(code[:end] in printed for end in range(_CLASS, len(code)))


def _that_may(slots: Iterable[Slot], total: Slot, identity: Identity, kept: Sequence[str]) -> list[Slot]:
    """The slots that may be parts of ``total``, by the terms that say so."""
    return [
        s
        for s in slots
        if s is not total
        and any(
            _match(s, term) is not None and all(s.dims[d] == total.dims[d] for d in kept if d not in term)
            for term in identity.may
        )
    ]


def _completed(equation: Equation, open_parts: Sequence[Slot]) -> Equation:
    """The equation, with what may be among its parts where it misses just that."""
    told = tuple(s for s in open_parts if s.state != "blank" and (s.amount or s.state == "lost"))
    if not told or _holds(equation):
        return equation
    completed = replace(equation, parts=(*equation.parts, *told))
    return completed if _holds(completed) else replace(equation, either=told)


def _holds(equation: Equation) -> bool:
    return is_kept(equation, {s: s.amount for s in equation.slots})


def _row_by_row(
    identity: Identity, table: str, totals: Sequence[Slot], parts: Sequence[Slot], *, is_complete: bool
) -> Iterator[Equation]:
    """Each of several totals that no dimension tells apart, as 合计 and a unit of the department's own name."""
    rows = {_row(total): total for total in totals}
    if len(rows) < len(totals) or any(row[-1] is None for row in rows):
        return
    for row, total in rows.items():
        own = tuple(part for part in parts if _row(part) == row and part is not total)
        if own:
            yield Equation(identity, table, total, own, (), is_complete)


def _row(slot: Slot) -> tuple[int | None, ...]:
    place = slot.place
    return place.print_of_table, place.cell.page, place.cell.table_on_page, place.cell.row


def _collect(
    slots: Sequence[Slot], terms: Sequence[Term], kept: tuple[str, ...], *, bind: bool, of_class: str = ""
) -> dict[tuple[str, ...], list[Slot]]:
    """The slots that a term matches, by what stays equal; ``of_class`` is a kind of code that counts as its class."""
    collected: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        dims = {**slot.dims, of_class: slot.dims[of_class][:_CLASS]} if of_class else slot.dims
        bound = _first_match(dims, terms)
        if bound is not None:
            collected[_key(slot, kept, bound if bind else {})].append(slot)
    return collected


def _key(slot: Slot, kept: tuple[str, ...], bound: Mapping[str, str]) -> tuple[str, ...]:
    dims = slot.dims
    values = tuple([dims[d] for d in kept])
    return (*values, *[f"{k}={v}" for k, v in sorted(bound.items())]) if bound else values


# --- trees of codes ---------------------------------------------------------------------------------------


def _tree(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """A code equals the sum of the codes one step below it, column by column."""
    if identity.tree == "unit_name":
        yield from _units_by_name(rows, identity, table)
        return
    if identity.tree == "item":
        yield from _items(rows, identity, table)
        return
    if identity.tree == "line":
        yield from _total_of_one_unit(rows, identity, table)
        return
    kept = tuple(d for d in DIMENSIONS if d != identity.tree)
    columns: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    if identity.tree == "project_code":
        yield from _by_project(rows, identity, table, tuple(d for d in kept if d != "line"))
        return
    for slot in rows:
        if slot.dims[identity.tree] and (not slot.dims["line"] or is_of_column(slot.dims["line"])):
            columns[_key(slot, kept, {})].append(slot)
    for column in columns.values():
        yield from _codes(column, identity, table)


def is_of_column(line: str) -> bool:
    """Whether a line is of a column beside coded rows: an economic class, a source of a fund, a kind of projects."""
    return line.startswith((ECONOMIC_LINE, _NON_TAX_LINE)) or line.endswith(_PART_LINES)


def _by_project(rows: Sequence[Slot], identity: Identity, table: str, kept: tuple[str, ...]) -> Iterator[Equation]:
    """Totals, departments and projects of each column; one with a line of its own has the rows of the others."""
    plain = [s for s in rows if not is_of_column(s.dims["line"])]
    projects, departments, totals = (
        {_row(s) for s in level if s.place.cell.row is not None} for level in _levels(plain)
    )
    names = _of_projects(plain, kept)
    columns: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in rows:
        own = slot.dims["line"] if is_of_column(slot.dims["line"]) else ""
        columns[(*_key(slot, names, {}), own)].append(slot)
    levels = [
        tuple([s for s in column if _row(s) in level] for level in (projects, departments, totals))
        if is_of_column(column[0].dims["line"])
        else _levels(column)
        for column in columns.values()
    ]
    has_parent = _has_parent(levels)
    for column in levels:
        yield from _projects(column, identity, table, has_parent=has_parent)
    if not has_parent:
        yield from _of_functions(plain, identity, table, kept)


def _of_functions(rows: Sequence[Slot], identity: Identity, table: str, kept: tuple[str, ...]) -> Iterator[Equation]:
    """A functional code above its projects is the sum of those that print it."""
    columns: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    rest = tuple(d for d in kept if d not in ("unit_code", "function_code", "economic_code"))
    for slot in rows:
        columns[_key(slot, rest, {})].append(slot)
    for column in columns.values():
        projects, _, _ = _levels(column)
        for slot in column:
            code = slot.dims["function_code"]
            is_function = bool(code) and not slot.dims["project_code"] and not slot.dims["line"]
            own = tuple(p for p in projects if p.dims["function_code"].startswith(code)) if is_function else ()
            if own:
                yield Equation(identity, table, slot, own)


def _units_by_name(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The total of each column is the department's, and the sum of its units, where rows have no code but their name.

    The unit of a slot is then its name; the total's is the document's own, and so is that of the department's row.
    Where no total is printed, the department's row is the one that the others add up to. A row of the department that
    is its own office's prints the department's name.
    """
    columns: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    rest = tuple(d for d in DIMENSIONS if d not in ("unit_code", "line"))
    for slot in rows:
        is_of_unit = (
            not slot.place.unit_code and not slot.dims["line"] and _is_name(slot.place.label, slot.place.unit_name)
        )
        if is_of_unit or slot.dims["line"] == "total":
            columns[_key(slot, rest, {})].append(slot)
    for column in columns.values():
        totals = [s for s in column if s.dims["line"] == "total"]
        own = [s for s in column if not s.dims["line"] and any(s.place.unit_name == t.place.unit_name for t in totals)]
        others = tuple(s for s in column if not s.dims["line"] and s not in own)
        if not totals:
            yield from _department_without_total(others, identity, table)
        if len(totals) != 1 or len(own) > 1:
            continue
        if own and others and own[0].amount + sum(s.amount for s in others) == totals[0].amount:
            yield Equation(identity, table, totals[0], (*own, *others))  # its own office among its units
            continue
        yield from (Equation(identity, table, above, (below,)) for above, below in zip(totals, own, strict=False))
        if others:
            yield Equation(identity, table, (*own, *totals)[0], others)


def _is_name(label: str, unit_name: str) -> bool:
    """Whether a row's label is the name of its unit, or of the department whose own office the unit is."""
    return bool(label) and unit_name.startswith(label)


def _department_without_total(units: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The first of three or more rows as the sum of the others, where it is."""
    first, *others = units or (None,)
    if first and len(others) > 1 and first.amount == sum(s.amount for s in others):
        yield Equation(identity, table, first, tuple(others))


def _items(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The total of each column of a list is the sum of the things listed, whoever buys them and from whatever code."""
    columns: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    rest = tuple(d for d in DIMENSIONS if d not in (*_OF_ITEMS, "line"))
    for slot in rows:
        columns[(slot.place.print_of_table, *_key(slot, rest, {}))].append(slot)
    for column in columns.values():
        totals = [s for s in column if s.dims["line"] == "total"]
        items = tuple(s for s in column if s.dims["line"] in ITEMS)
        if len(totals) == 1 and items:
            yield Equation(identity, table, totals[0], items)


def _total_of_one_unit(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """Where every column is of a line of its own, the total of each is that of the one unit below it.

    Of several units one may have the department's name and be only its own office.
    """
    alike: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    rest = tuple(d for d in DIMENSIONS if d != "unit_code")
    for slot in rows:
        if slot.dims["line"] and not _is_project(slot):
            alike[_key(slot, rest, {})].append(slot)
    for slots in alike.values():
        totals = [s for s in slots if s.place.label in _TOTALS]
        units = tuple(s for s in slots if s not in totals)
        if len(totals) == len(units) == 1 and units[0].place.unit_name == totals[0].place.unit_name:
            yield Equation(identity, table, totals[0], units)


def _of_projects(rows: Sequence[Slot], kept: tuple[str, ...]) -> tuple[str, ...]:
    """What stays equal in a sum of projects: not their unit, nor a code beside them where each is printed once."""
    printed = [s for s in rows if _is_project(s)]
    columns = [d for d in kept if d not in ("unit_code", "function_code", "economic_code")]
    once = {(_project(s), *(s.dims[d] for d in columns)) for s in printed}
    apart = {"unit_code"} if len(once) < len(printed) else {"unit_code", "function_code", "economic_code"}
    return tuple(d for d in kept if d not in apart)


def _is_project(slot: Slot) -> bool:
    return bool(slot.dims["project_code"]) or slot.dims["line"] == "project"


def _project(slot: Slot) -> tuple[str, ...]:
    """What a project is known by within its document: its code, or its name and its unit where none is printed."""
    code, place = slot.dims["project_code"], slot.place
    return (code,) if code else ("", place.label, place.unit_code, place.unit_name)


def _codes(column: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    below: dict[str, list[Slot]] = defaultdict(list)
    orphans: dict[str, list[Slot]] = defaultdict(list)  # below a class, without what would stand between
    codes = {slot.dims[identity.tree] for slot in column}
    for slot in column:
        code = slot.dims[identity.tree]
        if len(code) == identity.steps[-1] and code[:3] + "00" in codes - {code} and code[:3] not in codes:
            below[code[:3] + "00"].append(slot)  # the code list before 2018 prints a class with two zeros: 30100
            continue
        if len(code) in identity.steps and len(code) > identity.steps[0]:
            above = code[: identity.steps[identity.steps.index(len(code)) - 1]]
            below[above].append(slot)
            if above not in codes and len(above) > identity.steps[0]:
                orphans[code[: identity.steps[0]]].append(slot)
    for slot in column:
        children = below.get(slot.dims[identity.tree], ())
        if children:
            own = Equation(identity, table, slot, tuple(children))
            yield _completed(own, orphans.get(slot.dims[identity.tree], ()))


def _projects(levels: Levels, identity: Identity, table: str, *, has_parent: bool) -> Iterator[Equation]:
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


Levels = tuple[list[Slot], ...]


def _levels(column: Sequence[Slot]) -> Levels:
    """Projects, departments and totals of a column."""
    projects = [s for s in column if _is_project(s)]
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
