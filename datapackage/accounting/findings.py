"""Findings: what the accounting of a document shows, one for each wrong amount, with the sums written out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..model import Cause, Finding
from ..units import money
from .equations.equation import Equation, is_coarse, residual
from .explanation import Explanation
from .likelihood import odd_print
from .misreadings import is_conceivable, vocabulary
from .slots import Slot
from .system import Change, System
from .wording import column_named, named, solved, sums

Ids = Mapping[Slot, str]


def contradiction(found: System, explanation: Explanation, document: str, ids: Ids) -> Finding:
    """What failed equations show: the place that is wrong where that is certain, else the sum that does not hold."""
    equations = explanation.equations
    is_told = explanation.is_certain or explanation.evidence is not None
    shown = next(iter(explanation.expected)) if is_told else _headline(explanation)
    equation = next((e for e in equations if shown in e.slots), equations[0])
    expected = explanation.expected.get(shown, found.values[shown] + _mend(equation, shown, found))
    unit = shown.place.reported_unit
    off = found.values[shown] - expected
    told_zh, told_en = money(found.sheet.written(off, unit), unit)
    sums_zh, sums_en = sums(equations, found.sheet, found.values)
    open_zh, open_en = _open(explanation)
    return _at(
        shown,
        Finding(
            document_id=document,
            check=equation.identity.id,
            # One unit in the last digit is a rounding that was done twice, not money that is missing.
            severity="warning" if abs(off) <= shown.resolution else "error",
            outcome="failed",
            cause=_cause(found, explanation, shown, expected),
            message=f"{equation.identity.zh}，但印出的数不相等：{sums_zh}，相差 {told_zh}{open_zh}",
            message_en=f"{equation.identity.en}, but the printed figures differ by {told_en}: {sums_en}{open_en}",
            expected=found.sheet.printed(expected, unit),
            found=found.sheet.printed(found.values[shown], unit),
            difference=found.sheet.printed(off, unit),
            unit=unit,
            observation_ids=_ids([shown, *(s for e in equations for s in e.printed)], ids),
        ),
    )


def _headline(explanation: Explanation) -> Slot:
    """The place to show where the blame is open: the total of the first sum."""
    return explanation.equations[0].total


def _mend(equation: Equation, slot: Slot, found: System) -> int:
    factor = found.factor.get((equation, slot), 0)
    return -residual(equation, found.values) // factor if factor else 0


def _open(explanation: Explanation) -> tuple[str, str]:
    if explanation.is_certain:
        return "", ""
    if explanation.evidence:
        zh, en = vocabulary()["likely"][explanation.evidence]
        name = named(next(iter(explanation.expected)))
        return f"，等式不能断定是哪个数，最可能是“{name}”：{zh}", f"; no sum tells which, most likely {name!r}: {en}"
    count = 1 + len(explanation.rivals)
    if len(explanation.equations) == 1:
        return "，只凭这一个等式不能断定是哪个数", "; this sum alone does not tell which amount is wrong"
    return f"，{count} 个数中的一个有误，等式不能断定", f"; one of {count} amounts is wrong and no sum tells which"


def _cause(found: System, explanation: Explanation, shown: Slot, expected: int) -> Cause:
    """Who is at fault: digits taken from the file are the publisher's; those seen in a picture may be ours."""
    slots = {s for e in explanation.equations for s in e.printed}
    if not any(s.is_seen for s in slots):
        return "publisher"
    others = [s for s in slots if s is not shown]
    borne_out = len(explanation.equations) > 1 or all(found.held(s) for s in others)
    if explanation.is_certain and borne_out and not is_conceivable(shown, expected, found.sheet, found.usual):
        return "publisher"
    return "unknown"


def departure(found: System, equation: Equation, document: str, ids: Ids) -> Finding:
    """An equation that documents usually keep and this one does not: to be asked, not an error in itself.

    Nor is one an error of the document in which none of the amounts is printed.
    """
    told_by = [s for s in equation.slots if found.factor.get((equation, s))]
    slot = _unvouched(found, equation) or next(iter(told_by), equation.total)
    unit, off = slot.place.reported_unit, -_mend(equation, slot, found)
    rule_zh, rule_en = ("（通常如此，请核实）", " as a rule") if equation.identity.advisory else ("", "")
    told_zh, told_en = sums([equation], found.sheet, found.values)
    off_zh, off_en = money(found.sheet.written(off, unit), unit)
    is_doubtful = bool(equation.identity.advisory) or not equation.printed
    return _at(
        slot,
        Finding(
            document_id=document,
            check=equation.identity.id,
            severity="warning" if is_doubtful else "error",
            outcome="failed",
            cause="unknown" if is_doubtful or slot.is_seen else "publisher",
            message=f"{equation.identity.zh}{rule_zh}，这里不是：{told_zh}，相差 {off_zh}",
            message_en=f"{equation.identity.en}{rule_en}; not here: {told_en}, off by {off_en}",
            expected=found.sheet.printed(found.values[slot] - off, unit),
            found=found.sheet.printed(found.values[slot], unit),
            difference=found.sheet.printed(off, unit),
            unit=unit,
            observation_ids=_ids(equation.printed, ids),
        ),
    )


def _unvouched(found: System, equation: Equation) -> Slot | None:
    """The one amount of an equation that no other equation vouches for, where others vouch for all the rest."""
    alone = [s for s in dict.fromkeys(equation.printed) if not found.held(s)]
    return alone[0] if len(alone) == 1 and found.factor.get((equation, alone[0])) else None


def withheld(found: System, equations: Iterable[Equation], document: str, ids: Ids) -> list[Finding]:
    """One finding for each table whose totals are more than its rows, of a document that keeps secret rows back."""
    tables: dict[str, list[Equation]] = defaultdict(list)
    for equation in equations:
        tables[equation.total.place.table].append(equation)
    return [_withheld(found, short, document, ids) for short in tables.values()]


def _withheld(found: System, short: Sequence[Equation], document: str, ids: Ids) -> Finding:
    total, unit = short[0].total, short[0].total.place.reported_unit
    sums_zh, sums_en = sums(short, found.sheet, found.values)
    off_zh, off_en = money(found.sheet.written(residual(short[0], found.values), unit), unit)
    return _at(
        total,
        Finding(
            document_id=document,
            check="secrets-withheld",
            severity="warning",
            outcome="not-checkable",
            cause="publisher",
            message=f"文档说明涉密内容不公开，合计大于所列各项之和的无法核对：{sums_zh}，“{named(total)}”多 {off_zh}",
            message_en=f"the document says that secret rows are not published; totals above the sum of their rows "
            f"cannot be checked; {named(total)!r} is above it by {off_en}: {sums_en}",
            unit=unit,
            observation_ids=_ids((s for e in short for s in e.printed), ids),
        ),
    )


def without_column(
    found: System, equations: Mapping[Equation, tuple[str, ...]], document: str, ids: Ids
) -> list[Finding]:
    """One finding for each identity and table of which a column is not there, with the first sum that misses it."""
    tables: dict[tuple[str, str], list[Equation]] = defaultdict(list)
    for equation in equations:
        tables[equation.identity.id, equation.table].append(equation)
    return [_without_column(found, short, equations[short[0]], document, ids) for short in tables.values()]


def _without_column(found: System, short: Sequence[Equation], names: Sequence[str], document: str, ids: Ids) -> Finding:
    first, count, unit = short[0], len(short), short[0].total.place.reported_unit
    sums_zh, sums_en = sums([first], found.sheet, found.values)
    off_zh, off_en = money(found.sheet.written(residual(first, found.values), unit), unit)
    columns, columns_en = "、".join(f"“{name}”" for name in names), ", ".join(names)
    return _at(
        first.total,
        Finding(
            document_id=document,
            check="column-not-there",
            severity="warning",
            outcome="not-checkable",
            cause="unknown",
            message=f"这张表里没有{columns}栏，有 {count} 行的合计多于各分项之和，不能核对："
            f"{first.identity.zh}，“{named(first.total)}”多 {off_zh}，{sums_zh}",
            message_en=f"the table has no column {columns_en}; the totals of {count} rows are above the sum of their "
            f"parts and cannot be checked: {first.identity.en}, {named(first.total)!r} more by {off_en}, {sums_en}",
            unit=unit,
            observation_ids=_ids((s for e in short for s in e.printed), ids),
        ),
    )


# --- roundings --------------------------------------------------------------------------------------------


def roundings(found: System, equations: Iterable[Equation], document: str, ids: Ids) -> list[Finding]:
    """Sums that miss by no more than rounding explains, one finding for each printed total.

    That one of two prints of an amount has fewer digits (the text in 万元, the table in 元) is no finding.
    """
    missing: dict[Slot, list[Equation]] = defaultdict(list)
    for equation in equations:
        if residual(equation, found.values) and not is_coarse(equation):
            missing[odd_print(found, equation.printed) or equation.total].append(equation)
    return [_rounding(found, slot, missed, document, ids) for slot, missed in missing.items()]


def _rounding(found: System, slot: Slot, missed: Sequence[Equation], document: str, ids: Ids) -> Finding:
    equation, unit = missed[0], slot.place.reported_unit
    off = -_mend(equation, slot, found)
    off_zh, off_en = money(found.sheet.written(off, unit), unit)
    sums_zh, sums_en = sums(missed, found.sheet, found.values)
    zh, en = vocabulary()["likely"]["print"] if slot is not equation.total else ("", "")
    odd_zh, odd_en = (f"；“{named(slot)}”{zh}", f"; {named(slot)!r}: {en}") if zh else ("", "")
    return _at(
        slot,
        Finding(
            document_id=document,
            check="rounding",
            severity="info",
            outcome="failed",
            cause="publisher",
            message=f"{equation.identity.zh}：{sums_zh}，尾差 {off_zh}，四舍五入可以解释{odd_zh}",
            message_en=f"{equation.identity.en}: {sums_en}, off by {off_en}, which rounding explains{odd_en}",
            expected=found.sheet.printed(slot.amount - off, unit),
            found=found.sheet.printed(slot.amount, unit),
            difference=found.sheet.printed(off, unit),
            unit=unit,
            observation_ids=_ids([s for e in missed for s in e.printed], ids),
        ),
    )


# --- wholes in the wrong place ---------------------------------------------------------------------------


def unplaced(slots: Iterable[Slot], document: str, ids: Ids) -> list[Finding]:
    """One finding for each table of which amounts add up and stand where other equations contradict them."""
    tables: dict[tuple[str, int], list[Slot]] = defaultdict(list)
    for slot in slots:
        tables[slot.place.table, slot.place.print_of_table].append(slot)
    return [_unplaced(found, document, ids) for found in tables.values()]


def _unplaced(slots: Sequence[Slot], document: str, ids: Ids) -> Finding:
    columns = [list(dict.fromkeys(filter(None, (column_named(s.place, k) for s in slots)))) for k in (0, 1)]
    where = f"（{'、'.join(columns[0])}）" if columns[0] else ""
    where_en = f" ({', '.join(columns[1])})" if columns[1] else ""
    return _at(
        slots[0],
        Finding(
            document_id=document,
            check="place-unproven",
            severity="info",
            outcome="not-checkable",
            cause="unknown",
            message=f"{len(slots)} 个数加得起来，但它们的栏、行或表与别处的数对不上，不算已证实{where}",
            message_en="sums hold, but others contradict the column, row or table; "
            f"amounts not proven: {len(slots)}{where_en}",
            observation_ids=_ids(slots, ids),
        ),
    )


# --- lost and repaired amounts ----------------------------------------------------------------------------


def still_lost(found: System, document: str) -> list[Finding]:
    """One finding for each table whose lost cells stay lost."""
    tables: dict[str, list[Slot]] = defaultdict(list)
    for slot in found.sheet.slots:
        if slot in found.unknown:
            tables[slot.place.table].append(slot)
    return [_lost(slots, document) for slots in tables.values()]


def _lost(slots: Sequence[Slot], document: str) -> Finding:
    names = "、".join(named(s) for s in slots)
    return _at(
        slots[0],
        Finding(
            document_id=document,
            check="lost-cell",
            severity="warning",
            outcome="not-checkable",
            cause="reading",
            message=f"{len(slots)} 个金额没有读到，等式也不能唯一确定，未发布：{names}",
            message_en=f"amounts that were not read and that no equation determines, held back: {len(slots)}",
            unit=slots[0].place.reported_unit,
        ),
    )


def repaired(found: System, change: Change, document: str, ids: Ids) -> Finding:
    """What was put right, and the sums that force it."""
    slot, unit = change.slot, change.slot.place.reported_unit
    amount_zh, amount_en = money(found.sheet.written(change.amount, unit), unit)
    was, by = slot.place.reported or "（空）", len(change.because)
    given = "；".join(solved(e, change, found.sheet, found.values) for e in change.because)
    kind_zh, kind_en = vocabulary()["zh"][change.kind], vocabulary()["en"][change.kind]
    return _at(
        slot,
        Finding(
            document_id=document,
            check="repaired",
            severity="info",
            outcome="not-checkable",
            cause="reading",
            message=f"“{named(slot)}”{kind_zh}：读到 {was}，由 {by} 个等式算出为 {amount_zh}。{given}",
            message_en=f"{named(slot)!r}: {kind_en}; {amount_en} by {by} equation{'s' * (by > 1)}",
            expected=found.sheet.printed(change.amount, unit),
            found=slot.place.reported,
            unit=unit,
            observation_ids=_ids([slot], ids),
        ),
    )


def _at(slot: Slot, finding: Finding) -> Finding:
    """The finding, told of the amount at a place."""
    cell = slot.place.cell
    return replace(finding, table=slot.place.table, label=named(slot), file=cell.file, page=cell.page, line=cell.line)


def _ids(slots: Iterable[Slot], ids: Ids) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids[s] for s in slots if s in ids))
