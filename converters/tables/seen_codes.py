"""Codes that were read from a picture: one misread digit books an amount under another code, and every sum holds.

Nothing in the number tells it, but the document says more than once what a row is of: by its code and by its name, by
the rows that it stands below, by the other tables that print it. Where these contradict each other, the amounts are
held back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise, permutations

from ...datapackage.accounting.slots import SEEING_READERS
from ...datapackage.classification import CodeList, core_name, economic, functional
from ..forms import doubts
from ..forms.reading import Amount
from .exhibits import Exhibit

_KINDS = frozenset({"function", "economic"})
#: Digits of a class that is printed with two zeros.
_WITH_ZEROS = 5
#: How many codes a name has at most that says which is its code: the one that it had before a change, and its own.
_MOVED = 2
#: From which likeness on a name is that of a code with a few characters misread, or may be.
_SAME, _ALIKE = 0.8, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A printed row with a code of its own, and the amounts beside it."""

    code: str
    label: str
    kind: str
    unit: tuple[str, str]
    amounts: tuple[Amount, ...]

    @property
    def stem(self) -> str:
        """What all codes below it begin with; before 2018 a class was printed with two zeros (30400)."""
        return self.code.removesuffix("00") if len(self.code) == _WITH_ZEROS else self.code


def certain(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The exhibits, those of pictures without the amounts of rows whose code may be another."""
    tables = [_lanes(e.reading.amounts) if e.form else [] for e in exhibits]
    apart = _apart([[row for lane in lanes for row in lane] for lanes in tables])
    return [_without(e, lanes, apart) if lanes else e for e, lanes in zip(exhibits, tables, strict=True)]


def _without(exhibit: Exhibit, lanes: Sequence[Sequence[_Row]], apart: set[_Row]) -> Exhibit:
    odd = apart | {row for lane in lanes for row in (*_misnamed(lane), *_misplaced(lane), *_twice(lane))}
    rows = [row for lane in lanes for row in lane if row in odd]
    told = (doubts.doubted_code(row.code, row.amounts) for row in rows)
    return replace(exhibit, reading=exhibit.reading.without([a for row in rows for a in row.amounts], *told))


# --- rows -------------------------------------------------------------------------------------------------


def _lanes(amounts: Iterable[Amount]) -> list[list[_Row]]:
    """The rows of a table from top to bottom, those of blocks that stand side by side apart."""
    lines: dict[tuple[str, *tuple[int, ...]], dict[tuple[str, str, str, tuple[str, str]], list[Amount]]] = {}
    for amount in amounts:
        if amount.cell.reader in SEEING_READERS and amount.code and amount.code_kind in _KINDS:
            cell, unit = amount.cell, (amount.unit_code, amount.unit_name)
            place = (cell.file, *(n or 0 for n in (cell.page, cell.table_on_page, cell.line, cell.row)))
            line = lines.setdefault(place, {})
            line.setdefault((amount.code, amount.label, amount.code_kind, unit), []).append(amount)
    starts = sorted({column for line in lines.values() for column in sorted(map(_first, line.values()))[1:]})
    lanes: dict[int, list[_Row]] = defaultdict(list)
    for place in sorted(lines):
        for key, own in lines[place].items():
            lanes[bisect_right(starts, _first(own))].append(_Row(*key, tuple(own)))
    return list(lanes.values())


def _first(amounts: Iterable[Amount]) -> int:
    return min(a.cell.column or 0 for a in amounts)


# --- what speaks against a code ---------------------------------------------------------------------------


def _misnamed(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Rows whose name is another code's, or nothing like that of their own."""
    return (row for row in rows if _fits(row) is False)


def _misplaced(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Rows that stand below the row of another class or subdivision than their own.

    Not those whose name proves their code and that no code below the other has. Unless its name proves it, the row
    above may be the wrong one as well; below it nothing is told until the next. Where a code stands below those that
    it is the sum of, rows do not go from top to bottom, and their places tell nothing.
    """
    rows = list(rows)
    if any(_is_summed_below(*pair) for pair in pairwise(rows)):
        return
    path: list[tuple[int, _Row | None]] = []
    for row in rows:
        while path and (path[-1][0] >= len(row.stem) or _is_of_another(row, path[-1][1])):
            path.pop()
        above = path[-1][1] if path else None
        is_wrong = above is not None and not row.code.startswith(above.stem)
        if above and is_wrong and _may_belong_below(row, above):
            yield row
            if not _fits(above):
                yield above
                path[-1] = (len(above.stem), None)
        path.append((len(row.stem), None if is_wrong or _fits(row) is False else row))


def _is_summed_below(row: _Row, following: _Row) -> bool:
    return row.stem != following.stem and row.code.startswith(following.stem) and not _is_of_another(row, following)


def _may_belong_below(row: _Row, above: _Row) -> bool:
    """Whether the names leave open that it does: that of one row, or 行政运行, the name of codes of many classes."""
    codes = _codes_of(row.kind, row.kind == "economic" and row.code.startswith("5")).get(core_name(row.label), ())
    return not (_fits(row) and _fits(above)) or any(code.startswith(above.stem) for code in codes)


def _is_of_another(row: _Row, above: _Row | None) -> bool:
    return above is not None and (row.unit, row.kind) != (above.unit, above.kind)


def _twice(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Rows of one unit that print other amounts under one code: all but the only one that its name proves."""
    alike: dict[tuple[object, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        alike[row.code, row.kind, row.unit].append(row)
    for same in alike.values():
        values = {(tuple(sorted(a.means.items())), a.year, a.value) for row in same for a in row.amounts}
        if len(values) > len({value[:2] for value in values}):
            named = [row for row in same if _fits(row)]
            yield from (row for row in same if named != [row])


def _apart(tables: Iterable[Sequence[_Row]]) -> set[_Row]:
    """The rows of one name that print one digit of their code otherwise than as many other tables or more."""
    printed: dict[tuple[object, ...], dict[str, dict[int, list[_Row]]]] = defaultdict(dict)
    for number, rows in enumerate(tables):
        for row in rows:
            by_code = printed[core_name(row.label), row.kind, row.unit, len(row.code)]
            by_code.setdefault(row.code, {}).setdefault(number, []).append(row)
    return {
        row
        for by_code in printed.values()
        for (one, few), (other, many) in permutations(by_code.items(), 2)
        if _differ_once(one, other) and not few.keys() & many.keys() and len(few) <= len(many)
        for rows in few.values()
        for row in rows
    }


def _differ_once(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


# --- names ------------------------------------------------------------------------------------------------


def _fits(row: _Row) -> bool | None:
    """Whether a row has the name of its code, in whatever edition; None where that is not known for certain."""
    return _is_name_of(row.stem, core_name(row.label), row.kind)


@lru_cache(maxsize=4096)
def _is_name_of(code: str, name: str, kind: str) -> bool | None:
    from rapidfuzz.fuzz import ratio

    is_of_government = kind == "economic" and code.startswith("5")
    known, codes_of = _list(kind, is_of_government), _codes_of(kind, is_of_government)
    own = {core_name(n) for n in known.sure_names(code)}
    if name in own:
        return True
    if not name or name in map(core_name, known.names(code)):
        return None
    if not own:
        return False if 0 < len(codes_of.get(name, ())) <= _MOVED else None
    likeness = max(ratio(name, n) for n in own) / 100
    if name in codes_of or any(ratio(name, n) / 100 > max(likeness, _SAME) for n in codes_of):
        return False
    return likeness > _ALIKE or any(name in n or n in name for n in own)


@cache
def _codes_of(kind: str, is_of_government: bool) -> dict[str, set[str]]:
    """The codes of each name that is certain."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in (known := _list(kind, is_of_government)):
        for name in known.sure_names(code):
            found[core_name(name)].add(code)
    return dict(found)


def _list(kind: str, is_of_government: bool) -> CodeList:
    """The codes of all editions."""
    return functional(0) if kind == "function" else economic(0, "government" if is_of_government else "department")
