"""What a table is of where its title leaves it open, its funds or its kind of expenditure: told, or held back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ...datapackage.model import YUAN_IN, Disclosure
from ...datapackage.units import counted
from ..amounts import parse_amount
from ..codes import undo_spaces
from ..forms.form import Form, fold_label
from ..forms.reading import Amount, Doubt, Interpretation
from ..forms.words import understand
from ..table import Cell, Table
from .unit_names import is_own_level, is_same_unit

#: Kinds of expenditure that are no projects.
_NO_PROJECTS = frozenset(
    {"business-operation", "remitted-to-superior", "subsidy-to-subordinate", "reserve", "carried-to-next-year"}
)

#: The funds that a table of basic expenditure may be of, as its total tells, and the digits that a total needs for it.
_WIDEST_FIRST, _TELLING = ("all", "general-public-budget", "fiscal-appropriation"), 3

#: Whose the amounts beside the department's name are: all of it, or its own office's.
_WHOLE, _OWN_OFFICE = "whole", "own-office"


def certain(form: Form, title: str, tables: Sequence[Table], reading: Interpretation) -> Interpretation:
    """The reading, without its amounts where it is not certain of what money or of what expenditure all of them are."""
    doubt = _fund_untold(form, title, tables, reading) or _other_kinds(form, title, tables)
    return replace(reading, amounts=(), doubts=(*reading.doubts, doubt)) if doubt and reading.amounts else reading


def of_told_units(form: Form, reading: Interpretation, disclosure: Disclosure) -> Interpretation:
    """The reading with what stands beside the department's name in a table of several units told by its sums.

    It is all of the department where it prints what the total prints, or what its units add up to; it is of its own
    office where it is what the units lack of the total. What no sum tells is left out.
    """
    named = {a.unit_name for a in reading.amounts if a.unit_name and not a.unit_code}
    own = {n for n in named if is_same_unit(n, disclosure) and not is_own_level(n, disclosure, named)}
    if len(named) < 2 or form.rows == "project" or form.item:
        return reading
    beside = [a for a in reading.amounts if a.unit_name in own and not a.unit_code]
    if not beside:
        return reading
    told = _told_by_sums(beside, [a for a in reading.amounts if a.unit_name not in own]) if len(own) == 1 else ""
    if told == _WHOLE:
        return reading
    own_office = {id(a) for a in beside} if told == _OWN_OFFICE else set[int]()
    if own_office:
        amounts = (replace(a, unit_name=f"{a.unit_name}本级") if id(a) in own_office else a for a in reading.amounts)
        return replace(reading, amounts=tuple(amounts))
    name = beside[0].unit_name
    doubt = Doubt(
        "owner-unknown",
        f"表里有几个单位，“{name}”旁边的 {len(beside)} 个数是部门全部的还是它本级的，分不清，未发布",
        f"of several units of the table {name!r} may be the department or its own office: "
        f"{counted(len(beside), 'amount')} held back",
        beside[0].cell,
        label=name,
    )
    return reading.without(beside, doubt)


def _told_by_sums(beside: Iterable[Amount], others: Sequence[Amount]) -> str:
    """Whether the amounts ``beside`` the department's name are all of it or its own office's; "" where no sum tells."""
    units = [a for a in others if a.unit_name or a.unit_code]
    if any(a.unit_code for a in units):
        return ""
    of_department, of_units = _sums(beside), _sums(units)
    totals = _sums(a for a in others if not (a.unit_name or a.unit_code))
    places = of_department.keys() | of_units.keys()
    own, below = ({p: sums[p] for p in places if sums[p]} for sums in (of_department, of_units))
    if whole := {p: totals[p] for p in places if totals[p]}:
        if own == whole:
            return _WHOLE
        added = {p: own.get(p, Decimal(0)) + below.get(p, Decimal(0)) for p in places}
        return _OWN_OFFICE if below and {p: v for p, v in added.items() if v} == whole else ""
    # One amount of one other unit may be as much by chance.
    is_sum = own == below and (len(set(own.values())) > 1 or len({a.unit_name for a in units}) > 1)
    return _WHOLE if own and is_sum else ""


def _sums(amounts: Iterable[Amount]) -> defaultdict[tuple[object, ...], Decimal]:
    """The amounts added up by what they mean and the code or line of their row, whosever it is."""
    sums: defaultdict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for amount in amounts:
        line = amount.means.get("line", "")
        means = tuple(sorted((d, v) for d, v in amount.means.items() if d != "line"))
        sums[means, amount.year, amount.code, "" if line == "total" else line] += amount.value or 0
    return sums


def basic_totals(tables: Iterable[tuple[Sequence[Amount], str]]) -> dict[Decimal, set[str]]:
    """The totals of this year's basic expenditure (yuan), each with the funds that tables have it of."""
    found: defaultdict[Decimal, set[str]] = defaultdict(set)
    for amounts, unit in tables:
        for a in amounts:
            if unit and a.value and _is_basic_total(a) and a.means.get("flow") == "expenditure":
                found[a.value * YUAN_IN[a.money_unit or unit]].add(a.means.get("fund", ""))
    return found


def fund_of_basic(reading: Interpretation, unit: str, totals: Mapping[Decimal, set[str]]) -> str:
    """The fund of a table of basic expenditure that does not name it, "" where no other table has its total.

    All funds where that is what all of them come to, else the narrowest that comes to it.
    """
    own = {a.value * YUAN_IN[a.money_unit or unit] for a in reading.amounts if a.value and _is_basic_total(a)}
    if len(own) != 1 or len((value := own.pop()).normalize().as_tuple().digits) < _TELLING:
        return ""
    funds = totals.get(value, set())
    return next((fund for fund in _WIDEST_FIRST if fund in funds), "")


def _is_basic_total(amount: Amount) -> bool:
    means = amount.means
    is_whole = means.get("line") == "total" and not (amount.code or amount.unit_name or amount.unit_code or amount.year)
    return (
        is_whole and means.get("category") == "basic" and means.get("origin", "all") == "all" and "phase" not in means
    )


def _fund_untold(form: Form, title: str, tables: Sequence[Table], reading: Interpretation) -> Doubt | None:
    """The doubt of a title that names no fund, over columns none of which is of a fund either."""
    if form.untold != "fund" or any(a.means.get("fund", "all") != "all" for a in reading.amounts):
        return None
    return Doubt(
        "fund-unknown",
        f"表名“{title}”和表头都没有说是哪种资金，{len(reading.amounts)} 个数未发布",
        f"neither title {title!r} nor a heading says of which funds the amounts are; {len(reading.amounts)} held back",
        tables[0].origin,
        label=title,
    )


def _other_kinds(form: Form, title: str, tables: Sequence[Table]) -> Doubt | None:
    """The doubt of a list of projects that other expenditure stands in, so that its total is no total of projects."""
    if form.rows != "project":
        return None
    rows = (row for table in tables for row in table.rows if any(parse_amount(c.text) is not None for c in row))
    others = [cell for row in rows for cell in row if _names_no_project(cell)]
    if not others:
        return None
    return Doubt(
        "table-of-several-kinds",
        f"项目支出表“{title}”里有“{undo_spaces(others[0].text)}”，合计不只是项目支出，整张表未发布",
        f"the list of projects {title!r} has {undo_spaces(others[0].text)!r} in it: its total is not of projects alone",
        others[0].origin,
        label=title,
        found=undo_spaces(others[0].text),
    )


def _names_no_project(cell: Cell) -> bool:
    word = understand(fold_label(cell.text)) if cell.text.strip() else None
    return bool(word and word.means.get("category") in _NO_PROJECTS)
