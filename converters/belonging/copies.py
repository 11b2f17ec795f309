"""A table that is printed again in another file of the disclosure, or on another sheet, is read once.

A text as PDF may hold the tables that are there as a workbook as well; a sheet may be a copy in which something was
changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...datapackage.model import Disclosure, Finding, Severity
from ..forms.reading import Amount, Interpretation
from ..tables.exhibits import Exhibit

#: What share of the amounts of a sheet is changed in its copy at most.
_FEW = 0.2


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How a table may repeat an earlier one, and what is said of it."""

    holds: Callable[[Exhibit, Exhibit], bool]
    message: str
    message_en: str
    is_read: bool  # the later table too
    severity: Severity = "warning"


def once(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> tuple[list[Exhibit], list[Finding]]:
    """The tables, those that print again what a table of another file or sheet prints without their amounts.

    What a changed copy prints otherwise is lost in the table that is read: its sums may prove it.
    """
    kept: list[Exhibit] = []
    findings: list[Finding] = []
    for exhibit in exhibits:
        likeness, index = _printed_before(exhibit, kept)
        if likeness is _CHANGED:
            kept[index] = _without_differing(kept[index], exhibit)
        if likeness:
            findings.append(_told(disclosure, exhibit, kept[index], likeness))
        is_read = likeness is None or likeness.is_read
        kept.append(exhibit if is_read else replace(exhibit, reading=Interpretation(), again=True))
    return kept, findings


def _printed_before(exhibit: Exhibit, kept: Sequence[Exhibit]) -> tuple[_Likeness | None, int]:
    """How the table is like one before it that stands elsewhere, and where that one is; None where it is like none."""
    there = _stands(exhibit)
    earlier = [k for k, e in enumerate(kept) if e.form and _is_same_kind(e, exhibit) and _stands(e) != there]
    for likeness in (_SAME, _CHANGED, _CONTRADICTING):
        for k in earlier:
            if likeness.holds(kept[k], exhibit):
                return likeness, k
    return None, 0


def _is_same_kind(one: Exhibit, other: Exhibit) -> bool:
    """Whether two tables are of one kind and one unit; another unit's may print the same amounts, or others."""
    return one.table == other.table and one.owner == other.owner


def _stands(exhibit: Exhibit) -> tuple[str, str]:
    """The file and the sheet of a table, as far as it stands in one of several."""
    table = exhibit.run.tables[0]
    return table.origin.file, table.name


def _are_in_two_files(one: Exhibit, other: Exhibit) -> bool:
    return _stands(one)[0] != _stands(other)[0]


def _is_same(one: Exhibit, other: Exhibit) -> bool:
    """Whether two tables print the same amounts; those of two sheets are no blank forms."""
    if not _are_in_two_files(one, other) and not one.reading.amounts:
        return False
    return _printed(one) == _printed(other)


def _is_changed_copy(one: Exhibit, other: Exhibit) -> bool:
    """Whether a sheet is a copy of another in which few amounts were changed since: which of them hold is not told."""
    if _are_in_two_files(one, other):
        return False
    places = {_place(a) for a in one.reading.amounts}
    return places == {_place(a) for a in other.reading.amounts} and len(_differing(one, other)) < _FEW * len(places)


def _contradict(one: Exhibit, other: Exhibit) -> bool:
    """Whether two files print other amounts in the same places."""
    return _are_in_two_files(one, other) and bool(_differing(one, other))


def _differing(one: Exhibit, other: Exhibit) -> set[tuple[object, ...]]:
    amounts = {_place(a): a.value for a in one.reading.amounts}
    return {_place(a) for a in other.reading.amounts if amounts.get(_place(a), a.value) != a.value}


def _without_differing(one: Exhibit, other: Exhibit) -> Exhibit:
    """The table in which what the other prints otherwise is lost."""
    differing = _differing(one, other)
    amounts = (replace(a, value=None) if _place(a) in differing else a for a in one.reading.amounts)
    return replace(one, reading=replace(one.reading, amounts=tuple(amounts)))


def _printed(exhibit: Exhibit) -> list[tuple[object, ...]]:
    return sorted((*_place(a), a.value is None, a.value or 0) for a in exhibit.reading.amounts)


def _place(amount: Amount) -> tuple[object, ...]:
    return (amount.code, "".join(amount.label.split()), repr(amount.means))


_SAME = _Likeness(_is_same, "相同，取数一次", "is the same as in {place}; read once", is_read=False, severity="info")
_CHANGED = _Likeness(
    _is_changed_copy,
    "有几个数不同，这几个数不取",
    "differs in some amounts from {place}; these are not read",
    is_read=False,
)
_CONTRADICTING = _Likeness(
    _contradict, "数字不同，都照印取数", "differs from the one in {place}; both are read", is_read=True
)


def _told(disclosure: Disclosure, exhibit: Exhibit, earlier: Exhibit, likeness: _Likeness) -> Finding:
    origin, (file, sheet) = exhibit.run.tables[0].origin, _stands(earlier)
    in_files = _are_in_two_files(exhibit, earlier)
    place, place_en = (
        (f"文件“{file}”", f"the file {file!r}") if in_files else (f"工作表“{sheet}”", f"the sheet {sheet!r}")
    )
    is_same = likeness.severity == "info"
    return Finding(
        document_id=disclosure.document_id,
        check="table-in-two-files" if in_files else "table-printed-again",
        severity=likeness.severity,
        outcome="not-checkable" if is_same else "failed",
        cause="unknown" if is_same else "publisher",
        message=f"表“{exhibit.run.title}”与{place}里的同一张表{likeness.message}",
        message_en=f"the table {exhibit.run.title!r} {likeness.message_en.format(place=place_en)}",
        table=exhibit.table,
        label=exhibit.run.title,
        file=origin.file,
        page=origin.page,
        line=origin.line,
    )
