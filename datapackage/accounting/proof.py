"""Prove a document by its own accounting: the ledger, the confirmations of each amount, findings, repairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..model import (
    YUAN_IN,
    Cause,
    Check,
    Conversion,
    Fact,
    Finding,
    LostCell,
    Outcome,
    Repair,
    format_decimal,
    identify,
)
from .identities import Cell, Equation, equations, load_identities, place
from .repair import Filled, fill

#: A large prime: independence is decided by elimination over the integers modulo it.
_PRIME = (1 << 61) - 1


def prove(conversion: Conversion) -> Conversion:
    """``conversion`` with its ledger, findings, repairs, and the confirmations of each amount."""
    printed = [f for f in conversion.facts if f.table != "narrative"]
    repaired = _repaired(conversion.lost, fill(_equations([*printed, *conversion.lost])))
    put_in = [fact for fact, _ in repaired.values()]
    still_lost = [c for c in conversion.lost if id(c) not in repaired]
    found = _equations([*printed, *put_in, *still_lost])
    confirmations = _confirmations([e for e in found if _verdict(e) == "passed"])
    before = [*conversion.facts, *put_in]
    facts = identify(replace(f, confirmations=confirmations.get(id(f), 0)) for f in before)
    ids = {id(old): new.observation_id for old, new in zip(before, facts, strict=True)}
    return replace(
        conversion,
        facts=tuple(facts),
        checks=(*conversion.checks, *_ledger(found)),
        repairs=(*conversion.repairs, *_repairs(repaired, ids)),
        findings=(*conversion.findings, *_findings(conversion, found, confirmations, ids, repaired)),
    )


def _equations(cells: Sequence[Cell]) -> list[Equation]:
    return [e for identity in load_identities() for e in equations(cells, identity)]


# --- the ledger -------------------------------------------------------------------------------------------


def _verdict(equation: Equation) -> Outcome:
    if equation.lost:
        return "not-checkable"
    return "passed" if abs(equation.difference) <= _allowed(equation) else "failed"


def _allowed(equation: Equation) -> Decimal:
    """What rounding can explain: nothing where one amount stands against one, else half a digit for each."""
    if len(equation.parts) == 1:
        coarse = max(place(c).resolution for c in equation.cells)
        fine = min(place(c).resolution for c in equation.cells)
        return coarse / 2 if coarse != fine else Decimal(0)
    return equation.tolerance


def _ledger(found: Sequence[Equation]) -> list[Check]:
    """A line for each equation, and one for each identity that nothing in the document answers to."""
    lines = [
        Check(e.identity.id, e.identity.group, e.table, _verdict(e), len(e.cells), f"{_named(e.total)}：{_written(e)}")
        for e in found
    ]
    answered = {e.identity.id for e in found}
    return lines + [
        Check(i.id, i.group, ",".join(i.tables), "not-applicable", 0, i.zh)
        for i in load_identities()
        if i.id not in answered
    ]


def _named(cell: Cell) -> str:
    fact = place(cell)
    code = fact.function_code or fact.economic_code or fact.project_code
    return " ".join(p for p in (code, fact.label, _column(fact)) if p)


def _column(fact: Fact) -> str:
    named = [v for v in (fact.fund, fact.origin, fact.category) if v != "all"]
    return "/".join(named)


def _written(equation: Equation) -> str:
    """The equation with its numbers, in the unit of its total, as one could do it on paper."""
    unit = place(equation.total).reported_unit or "元"
    shown = [p for p in equation.parts if isinstance(p, LostCell) or p.amount != 0] or list(equation.parts[:1])
    parts = " + ".join(_amount(p, unit) for p in shown)
    return f"{_amount(equation.total, unit)} = {parts}（{unit}）"


def _amount(cell: Cell, unit: str) -> str:
    return "?" if isinstance(cell, LostCell) else format_decimal(cell.amount / YUAN_IN[unit])


# --- confirmations ----------------------------------------------------------------------------------------


def _confirmations(passed: Sequence[Equation]) -> dict[int, int]:
    """For each amount the number of independent equations that hold and contain it.

    An equation that follows from others already counted (A = B, B = C, so A = C) is not counted again.
    """
    counts: Counter[int] = Counter()
    pivots: dict[int, dict[int, int]] = {}
    order: dict[int, int] = {}
    for equation in passed:
        row: dict[int, int] = defaultdict(int)
        row[order.setdefault(id(equation.total), len(order))] += 1
        for part in equation.parts:
            row[order.setdefault(id(part), len(order))] -= 1
        if _is_independent({k: v % _PRIME for k, v in row.items() if v % _PRIME}, pivots):
            counts.update({id(c) for c in equation.cells})
    return dict(counts)


def _is_independent(row: dict[int, int], pivots: dict[int, dict[int, int]]) -> bool:
    """Reduce a row by those kept before; keep it where something is left."""
    while row:
        lead = max(row)
        pivot = pivots.get(lead)
        if pivot is None:
            inverse = pow(row[lead], -1, _PRIME)
            pivots[lead] = {k: v * inverse % _PRIME for k, v in row.items()}
            return True
        factor = row[lead]
        for k, v in pivot.items():
            left = (row.get(k, 0) - factor * v) % _PRIME
            if left:
                row[k] = left
            else:
                row.pop(k, None)
    return False


# --- repairs ----------------------------------------------------------------------------------------------


def _repaired(lost: Sequence[LostCell], filled: Mapping[int, Filled]) -> dict[int, tuple[Fact, Filled]]:
    repaired: dict[int, tuple[Fact, Filled]] = {}
    for cell in lost:
        found = filled.get(id(cell))
        if found is not None:
            unit = cell.place.reported_unit
            text = (
                f"{found.amount / YUAN_IN[unit]:,.2f}"
                if unit == "万元"
                else format_decimal(found.amount / YUAN_IN[unit])
            )
            fact = cell.filled(found.amount, text)
            note = f"单元格内容丢失，由等式算出：{found.proof[0]}"
            repaired[id(cell)] = (replace(fact, cell=replace(fact.cell, note=note)), found)
    return repaired


def _repairs(repaired: Mapping[int, tuple[Fact, Filled]], ids: Mapping[int, str]) -> list[Repair]:
    return [
        Repair(
            ids[id(fact)],
            "lost-cell",
            fact.cell.text_before_repair,
            fact.reported,
            "；".join(found.proof),
            found.cells_changed,
        )
        for fact, found in repaired.values()
    ]


# --- findings ---------------------------------------------------------------------------------------------


def _findings(
    conversion: Conversion,
    found: Sequence[Equation],
    confirmations: Mapping[int, int],
    ids: Mapping[int, str],
    repaired: Mapping[int, tuple[Fact, Filled]],
) -> list[Finding]:
    findings = [_rounding(conversion, e, ids) for e in found if _verdict(e) == "passed" and e.difference != 0]
    findings += _contradictions(conversion, [e for e in found if _verdict(e) == "failed"], confirmations, ids)
    findings += _still_lost(conversion, [c for c in conversion.lost if id(c) not in repaired])
    return findings + [_repaired_finding(conversion, fact, f, ids) for fact, f in repaired.values()]


def _contradictions(
    conversion: Conversion, failed: Sequence[Equation], confirmations: Mapping[int, int], ids: Mapping[int, str]
) -> list[Finding]:
    """One finding for each wrong cell: equations that one cell explains are told together."""
    findings: list[Finding] = []
    left = list(failed)
    while left:
        suspect, explained = _explain(left, confirmations)
        findings.append(_contradiction(conversion, suspect, explained, confirmations, ids))
        left = [e for e in left if e not in explained]
    return findings


def _explain(failed: Sequence[Equation], confirmations: Mapping[int, int]) -> tuple[Fact | None, list[Equation]]:
    """The cell that explains most failed equations by one and the same change, and those equations."""
    votes: dict[tuple[int, Decimal], list[Equation]] = defaultdict(list)
    cells: dict[int, Fact] = {}
    for equation in failed:
        for cell in equation.cells:
            if isinstance(cell, Fact):
                change = -equation.difference if cell is equation.total else equation.difference
                votes[id(cell), change].append(equation)
                cells[id(cell)] = cell
    ranked = sorted(
        votes.items(),
        key=lambda vote: (
            -len(vote[1]),
            confirmations.get(vote[0][0], 0),
            cells[vote[0][0]].cell.line or 0,
            vote[0][1],
        ),
    )
    (best, _), explained = ranked[0]
    rivals = [v for v in ranked[1:] if len(v[1]) == len(explained) and set(map(id, v[1])) & set(map(id, explained))]
    tied = any(confirmations.get(v[0][0], 0) == confirmations.get(best, 0) for v in rivals)
    return (None if tied else cells[best]), explained


def _contradiction(
    conversion: Conversion,
    suspect: Fact | None,
    explained: Sequence[Equation],
    confirmations: Mapping[int, int],
    ids: Mapping[int, str],
) -> Finding:
    equation = explained[0]
    shown = suspect or equation.total
    fact = place(shown)
    unit = fact.reported_unit
    change = -equation.difference if shown is equation.total else equation.difference
    expected = fact.amount + change
    written = "；".join(_written(e) for e in explained)
    off = _in(equation.difference, unit)
    others = [c for e in explained for c in e.cells if c is not shown]
    proven = all(confirmations.get(id(c), 0) > 0 for c in others)
    return Finding(
        document_id=conversion.disclosure.document_id,
        check=equation.identity.id,
        # One unit in the last digit is a rounding that was done twice, not money that is missing.
        severity="warning" if abs(equation.difference) <= fact.resolution else "error",
        outcome="failed",
        cause=_cause(suspect, expected, borne_out=proven or len(explained) > 1),
        message=f"{equation.identity.zh}，但印出的数不相等：{written}，相差 {off} {unit}",
        message_en=f"{equation.identity.en}, but the printed figures differ by {off} {_EN.get(unit, unit)}: {written}",
        table=fact.table,
        label=_named(shown),
        expected=_in(expected, unit),
        found=_in(fact.amount, unit),
        difference=_in(equation.difference, unit),
        unit=unit,
        page=fact.cell.page,
        line=fact.cell.line,
        observation_ids=tuple(dict.fromkeys(ids[id(c)] for e in explained for c in e.cells if id(c) in ids)),
    )


_EN = {"元": "yuan", "万元": "ten thousand yuan", "亿元": "hundred million yuan"}
#: Readers that take the digits from the file itself; others may have misread one.
_BORN_DIGITAL = frozenset({"pdf", "docx", "xlsx", "xls", "html", "office"})


def _cause(suspect: Fact | None, expected: Decimal, *, borne_out: bool) -> Cause:
    """Who is at fault: a born-digital print is the publisher's; an OCR print may be ours if one digit explains it."""
    reader = suspect.cell.reader if suspect else ""
    if reader in _BORN_DIGITAL:
        return "publisher"
    if suspect is None or not borne_out:
        return "unknown"
    unit = YUAN_IN[suspect.reported_unit]
    here, there = f"{suspect.amount / unit:.2f}", f"{expected / unit:.2f}"
    digits = sum(a != b for a, b in zip(here, there, strict=False)) if len(here) == len(there) else 9
    return "publisher" if digits > 1 else "unknown"


def _rounding(conversion: Conversion, equation: Equation, ids: Mapping[int, str]) -> Finding:
    fact = place(equation.total)
    unit = fact.reported_unit
    off = _in(equation.difference, unit)
    return Finding(
        document_id=conversion.disclosure.document_id,
        check="rounding",
        severity="info",
        outcome="failed",
        cause="publisher",
        message=f"{equation.identity.zh}：{_written(equation)}，尾差 {off} {unit}，四舍五入可以解释",
        message_en=f"{equation.identity.en}: off by {off}, which rounding explains",
        table=fact.table,
        label=_named(equation.total),
        expected=_in(fact.amount - equation.difference, unit),
        found=_in(fact.amount, unit),
        difference=_in(equation.difference, unit),
        unit=unit,
        page=fact.cell.page,
        line=fact.cell.line,
        observation_ids=tuple(ids[id(c)] for c in equation.cells if id(c) in ids),
    )


def _still_lost(conversion: Conversion, lost: Sequence[LostCell]) -> list[Finding]:
    """One finding for each table whose lost cells stay lost."""
    tables: dict[str, list[LostCell]] = defaultdict(list)
    for cell in lost:
        tables[cell.place.table].append(cell)
    findings: list[Finding] = []
    for table, cells in tables.items():
        names = "、".join(_named(c) for c in cells)
        first = cells[0].place
        findings.append(
            Finding(
                document_id=conversion.disclosure.document_id,
                check="lost-cell",
                severity="warning",
                outcome="not-checkable",
                cause="reading",
                message=f"{len(cells)} 个金额没有读到，等式也不能唯一确定，未发布：{names}",
                message_en=f"{len(cells)} amounts were not read and no equation determines them; held back",
                table=table,
                label=_named(cells[0]),
                unit=first.reported_unit,
                page=first.cell.page,
                line=first.cell.line,
            )
        )
    return findings


def _repaired_finding(conversion: Conversion, fact: Fact, found: Filled, ids: Mapping[int, str]) -> Finding:
    unit = fact.reported_unit
    return Finding(
        document_id=conversion.disclosure.document_id,
        check="repaired",
        severity="info",
        outcome="not-checkable",
        cause="reading",
        message=f"“{_named(fact)}”的金额没有读到，由 {len(found.proof)} 个等式算出为 {fact.reported} {unit}",
        message_en=f"the amount of {_named(fact)!r} was not read; {len(found.proof)} equations give {fact.reported}",
        table=fact.table,
        label=_named(fact),
        expected=fact.reported,
        unit=fact.reported_unit,
        page=fact.cell.page,
        line=fact.cell.line,
        observation_ids=(ids[id(fact)],),
    )


def _in(amount: Decimal, unit: str) -> str:
    return format_decimal(amount / YUAN_IN[unit])
