"""Prove a document by its own accounting: repairs, the confirmations of each amount, the ledger, findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ..frozen import changed
from ..model import YUAN_IN, Claim, Conversion, Fact, Finding, PrintedTable, Repair, identify
from . import findings, ledger
from .blanks import settle
from .confirmations import confirm, like_prints
from .equations.equation import Equation
from .equations.gaps import Gaps, short_of_secrets, without_column
from .equations.matching import equations
from .explanation import Explanation, explain_failures, is_explicable
from .identities import load_identities
from .misreadings import written
from .places import misplaced
from .repair import repair
from .slots import SEEING_READERS, Sheet, Slot, lay_out
from .system import Change, System, is_binding, is_sum
from .text import TEXT_AGAINST_TABLE, sums_of_sentences, witnesses
from .wording import solved

#: Findings of the reading that say that a column, or a row or a cell of it, was not understood.
_COLUMNS_HELD_BACK = frozenset({"columns-undecided", "unknown-heading", "money-unit-unknown"})
#: Rows of which it is not known what they are; their findings have all that they print.
_ROWS_UNKNOWN = frozenset({"code-cut", "code-doubted", "unknown-row", "performance-amount-unread"})
_ROWS_HELD_BACK = _ROWS_UNKNOWN | {"unread-amount", "unknown-line", "amount-without-label"}
#: The findings that say of amounts that they were held back: a sum that lacks these says nothing.
HELD_BACK = _COLUMNS_HELD_BACK | _ROWS_HELD_BACK
#: An amount in the text of a row that was held back; a code or the number of a line has no decimals or groups.
_PRINTED = re.compile(r"(?<![\d.,])(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+(?![\d.,]))")
#: A field of such a row that is a whole number, and all up to the field of its name.
_WHOLE, _TO_NAME = re.compile(r"(?<=\| )\d+(?= \||$)"), re.compile(r"^[^\u4e00-\u9fff]*(?=[\u4e00-\u9fff]|$)")
#: An amount in such a row that is no certain reading: 1,127,761.4?1.
_UNREAD = re.compile(r"[,.]\d+\?")
#: Between the fields of a row that is held back whole, and within a number that was read from a picture.
_FIELDS = " | "
_GAP = re.compile(r"(?<=[\d.,])\s+(?=[\d.,])")
#: That what is secret is not published: 涉密支出明细按规定不公开.
_SECRETS = re.compile(
    r"(?:涉密|保密|国家秘密)[^。；]{0,30}(?:不公开|不予公开|未公开|不予公布|不对外公开|不作公开|未予公开)"
)
_MONEY = re.compile(r"科目|支出|经费|预算|决算|资金|项目|明细|数据|合计|总额")
_TABLE_OF_FUND = {
    "general-budget-by-function": "general-public-budget",
    "government-fund": "government-fund",
    "state-capital": "state-capital",
}


def prove(conversion: Conversion, *, identities: Path | None = None) -> Conversion:
    """``conversion`` with its ledger, findings, repairs, and the confirmations of each amount.

    ``identities`` is a folder of an operator's own identities, checked beside the project's.

    Raises:
        IdentityError: a record in that folder is not understood.
    """
    known = load_identities(identities)
    tables = [f for f in conversion.facts if f.table != "narrative"]
    sheet = lay_out(tables, conversion.lost, with_blanks=_is_seen(conversion))
    gaps = _gaps(conversion, sheet)
    every = equations(sheet.slots, known, conversion.disclosure.kind, gaps)
    secret = short_of_secrets(every) if gaps.has_secrets else ()
    lacking = without_column(every, sheet.slots, conversion.tables)
    short = {e: replace(e, is_held_back=True) for e in lacking}
    every = [short.get(e, e) for e in every]
    every += sums_of_sentences(conversion, known, sheet)
    found = repair(sheet, [*every, *witnesses(conversion, sheet)])
    verdicts = {e: ledger.verdict(e, found) for e in found.equations}
    failed = [e for e in found.equations if verdicts[e] == "failed"]
    passed = [e for e in found.equations if verdicts[e] == "passed" and e.identity.relation == "="]
    explained = explain_failures(found, [e for e in failed if is_binding(e)])
    counting = _counting(found, passed)
    suspected = _suspected(found, explained, counting)
    counts = confirm(counting, sheet, found.values, found.changed, suspected, failed, rounds=found.rounds)
    # That a column is not there is likely, not certain: what its sum would contradict has to be borne out elsewhere.
    unplaced = misplaced(found, [*failed, *short.values()], explained)
    withdrawn = [s for s in counts if s in unplaced]
    counts = {s: n for s, n in counts.items() if s not in unplaced}
    facts, ids, renamed = _observations(conversion, found, counts)
    claims = settle(conversion, found, _settled(conversion.claims, renamed, facts))
    return replace(
        conversion,
        facts=tuple(facts),
        claims=claims,
        checks=(*conversion.checks, *ledger.keep(every, known, found), *ledger.keep_claims(claims)),
        repairs=(*conversion.repairs, *_repairs(found, ids)),
        findings=(
            *_surviving(conversion.findings, claims, renamed, _blamed(explained, ids)),
            *_found(found, explained, passed, failed, conversion.disclosure.document_id, ids),
            *findings.withheld(found, secret, conversion.disclosure.document_id, ids),
            *findings.without_column(found, lacking, conversion.disclosure.document_id, ids),
            *findings.unplaced(withdrawn, conversion.disclosure.document_id, ids),
        ),
    )


def _is_seen(conversion: Conversion) -> bool:
    """Whether amounts were read from a picture."""
    return any(f.cell.reader in SEEING_READERS for f in conversion.facts)


def _gaps(conversion: Conversion, sheet: Sheet) -> Gaps:
    """The tables of which the reading held something back, and those that the document lacks."""
    told = [(f.check, f.table) for f in conversion.findings]
    columns = frozenset(table for check, table in told if check in _COLUMNS_HELD_BACK)
    rows = frozenset(table for check, table in told if check in _ROWS_HELD_BACK)
    undecided = {f.table for f in conversion.findings if f.check == "columns-undecided" and not f.found}
    grids = frozenset(undecided | _followed_by_unknown(conversion.tables))
    amounts, whole = _held_back(conversion, sheet)
    unread = frozenset(f.table for f in conversion.findings if f.check in _ROWS_UNKNOWN and _UNREAD.search(f.found))
    return Gaps(frozenset(_absent(conversion)), columns, rows, amounts, whole, grids, unread, _has_secrets(conversion))


def _has_secrets(conversion: Conversion) -> bool:
    """Whether a sentence says that secret money is not published."""
    sentences = (s for block in conversion.texts for s in block.text.split("。"))
    return any(_SECRETS.search(s) and _MONEY.search(s) for s in sentences)


def _followed_by_unknown(tables: Sequence[PrintedTable]) -> set[str]:
    """The tables right below which grids without a title stand that were not read: they may go on there."""
    found: set[str] = set()
    above = ""
    for table in tables:
        if table.form or table.title:
            above = table.table
        elif not table.empty:
            found.add(above)
    return found - {""}


def _held_back(conversion: Conversion, sheet: Sheet) -> tuple[dict[str, list[int]], dict[str, list[list[int]]]]:
    """What the rows that were not understood print, for tables where that is known of all of them; and row by row,
    single amounts whose column is not certain among them."""
    units = {f.table: f.reported_unit for f in conversion.facts}
    amounts: dict[str, list[int]] = {}
    whole: dict[str, list[list[int]]] = {}
    unclear: set[str] = set()
    for finding in conversion.findings:
        printed = _amounts_in(finding.found)
        is_alone = len(printed) == 1 and finding.check in ("columns-undecided", "unread-amount")
        is_row = is_alone or finding.check in _ROWS_UNKNOWN
        is_row = is_row or (finding.check in _COLUMNS_HELD_BACK and _FIELDS in finding.found)
        is_known = bool(printed) and finding.table in units
        row = [sheet.whole(n * YUAN_IN[units[finding.table]]) for n in printed] if is_known else []
        if is_row and any(row):
            whole.setdefault(finding.table, []).append(sorted({n for n in row if n}))
        if finding.check in _ROWS_UNKNOWN and row:
            amounts.setdefault(finding.table, []).extend(row)
        elif finding.check in _ROWS_HELD_BACK:
            unclear.add(finding.table)
    return {table: found for table, found in amounts.items() if table not in unclear}, whole


def _amounts_in(row: str) -> list[Decimal]:
    """The amounts in the text of a row, or a number alone: with decimals or groups; else what follows its name."""
    if row.isdecimal():
        return [Decimal(row)]
    numbers = _PRINTED.findall(_GAP.sub("", row)) or _WHOLE.findall(_TO_NAME.sub("", row))
    return [Decimal(number.replace(",", "")) for number in numbers]


def _absent(conversion: Conversion) -> set[str]:
    """The tables of a fund that the document has money of and does not print, not even empty; those held back whole."""
    printed = {t.table for t in conversion.tables}
    funds = {f.fund for f in conversion.facts if f.amount}
    read = {f.table for f in (*conversion.facts, *(cell.place for cell in conversion.lost))}
    held_back = {t.table for t in conversion.tables if t.form and not t.empty} - read
    lacking = {table for table, fund in _TABLE_OF_FUND.items() if fund in funds and table not in printed}
    return held_back | (lacking if printed else set())


def _counting(found: System, passed: Sequence[Equation]) -> list[Equation]:
    """The equations that vouch for amounts: where digits were seen in a picture, only those that hold to the digit."""
    return [e for e in passed if found.holds(e) or not any(s.is_seen for s in e.printed)]


def _suspected(found: System, explained: Sequence[Explanation], counting: Sequence[Equation]) -> set[Slot]:
    """The amounts seen in a picture that a failed equation may be due to: as many fail or wait as vouch for them."""
    suspected: set[Slot] = set()
    against: Counter[Slot] = Counter()
    for explanation in explained:
        suspected.update(
            explanation.expected if explanation.is_certain else (*explanation.expected, *explanation.rivals)
        )
        against.update(s for e in explanation.equations for s in e.printed)
    against.update(s for e in found.equations if _waits(e, found) for s in e.printed)
    if found.rounds:  # where sums miss by roundings, that one holds to the digit may be chance
        against.update(s for e in found.equations if found.stands(e) and not found.holds(e) for s in e.printed)
    against.update(s for c in found.changed.values() if not c.is_sure for e in c.because for s in e.printed)
    suspected.update(s for s, n in against.items() if _support(found, s) <= n)
    suspected |= {s for group in like_prints(counting, found.values) if group & suspected for s in group}
    return {s for s in suspected if s.is_seen}


def _support(found: System, slot: Slot) -> int:
    """How many equations hold for an amount; all its like prints together count as one, for they are misread alike."""
    unsure = {e for c in found.changed.values() if not c.is_sure for e in c.because}
    holding = [e for e in found.of[slot] if found.holds(e) and e not in unsure]
    sums = sum(is_sum(found, e) for e in holding)
    return sums + (len(holding) > sums)


def _waits(equation: Equation, found: System) -> bool:
    """Whether an equation that a document must keep could not be finished, for an amount that was not read."""
    return is_binding(equation) and any(s in found.unknown for s in equation.slots)


def _found(
    found: System,
    explained: Sequence[Explanation],
    passed: Sequence[Equation],
    failed: Sequence[Equation],
    document: str,
    ids: Mapping[Slot, str],
) -> list[Finding]:
    blamed = {s for explanation in explained if explanation.is_certain for s in explanation.expected}
    loose = [e for e in failed if not (is_binding(e) and is_explicable(found, e)) and not blamed & set(e.slots)]
    return [
        *findings.roundings(found, [e for e in passed if not blamed & set(e.slots)], document, ids),
        *(
            findings.contradiction(found, explanation, document, ids)
            for explanation in explained
            if _is_own(explanation)
        ),
        *(findings.departure(found, e, document, ids) for e in loose),
        *findings.still_lost(found, document),
        *(findings.repaired(found, c, document, ids) for c in found.changed.values() if _is_told(c)),
    ]


def _is_own(explanation: Explanation) -> bool:
    """Whether a table contradicts a table; that the text differs from a table is told with its sentence."""
    return any(e.identity is not TEXT_AGAINST_TABLE for e in explanation.equations)


def _blamed(explained: Sequence[Explanation], ids: Mapping[Slot, str]) -> set[str]:
    """The amounts that the text contradicts as well, and that are told with the sums they break."""
    return {
        ids[e.total]
        for explanation in explained
        if _is_own(explanation)
        for e in explanation.equations
        if e.identity is TEXT_AGAINST_TABLE and e.total in ids
    }


def _is_told(change: Change) -> bool:
    """Whether a change is told by itself: an amount that moved is told where it went."""
    return not (change.kind == "shifted-column" and change.came_from is None)


# --- observations and repairs -----------------------------------------------------------------------------


def _observations(
    conversion: Conversion, found: System, counts: Mapping[Slot, int]
) -> tuple[list[Fact], dict[Slot, str], dict[str, str]]:
    """The facts after repair, the id of each slot, and the new ids of amounts that changed."""
    slots = (*(s for e in found.equations for s in e.slots), *found.sheet.slots)
    slot_of = {id(s.source): s for s in slots if s.source is not None} | found.sheet.twins
    kept: list[tuple[Fact, Slot | None, str]] = []
    for fact in conversion.facts:
        slot = slot_of.get(id(fact))
        change = found.changed.get(slot) if slot else None
        if change is None:
            kept.append((_counted(fact, counts.get(slot, 0) if slot else 0), slot, fact.observation_id))
        elif _is_told(change):
            kept.append((_repaired(change, found, counts), slot, fact.observation_id))
    read_elsewhere = [c for c in found.changed.values() if c.slot.state != "read" and _is_told(c)]
    kept += [(_repaired(c, found, counts), c.slot, "") for c in read_elsewhere]
    facts = identify(fact for fact, _, _ in kept)
    ids = {slot: new.observation_id for new, (_, slot, _) in zip(facts, kept, strict=True) if slot is not None}
    renamed = {old: new.observation_id for new, (_, _, old) in zip(facts, kept, strict=True) if old}
    return facts, ids, renamed


def _counted(fact: Fact, confirmations: int) -> Fact:
    return fact if fact.confirmations == confirmations else changed(fact, confirmations=confirmations)


def _repaired(change: Change, found: System, counts: Mapping[Slot, int]) -> Fact:
    slot, came_from = change.slot, change.came_from
    place, unit = slot.place, slot.place.reported_unit
    decimals = found.usual.get(place.table, 2)
    printed = written(change.amount, unit, found.sheet, decimals)
    note = f"等式算出：{solved(change.because[0], change, found.sheet, found.values)}"
    cell = came_from.place.cell if came_from else place.cell
    before = (came_from or slot).place.reported
    return replace(
        place,
        amount=found.sheet.yuan(change.amount) + Decimal(0),
        reported=f"{Decimal(printed or '0'):,}",
        status="repaired",
        confirmations=counts.get(slot, 0),
        cell=replace(cell, text_before_repair=before, note=note),
    )


def _repairs(found: System, ids: Mapping[Slot, str]) -> list[Repair]:
    return [
        Repair(
            ids[change.slot],
            change.kind,
            (change.came_from or change.slot).place.reported,
            written(
                change.amount, change.slot.place.reported_unit, found.sheet, found.usual.get(change.slot.place.table, 2)
            )
            or "",
            "；".join(solved(e, change, found.sheet, found.values) for e in change.because),
            change.together,
        )
        for change in found.changed.values()
        if _is_told(change)
    ]


# --- what was said before repair --------------------------------------------------------------------------


def _settled(claims: Sequence[Claim], renamed: Mapping[str, str], facts: Sequence[Fact]) -> tuple[Claim, ...]:
    """The claims beside the amounts as repaired: what the text says may now agree."""
    by_id = {f.observation_id: f for f in facts}
    return tuple(_claim(c, renamed, by_id) for c in claims)


def _claim(claim: Claim, renamed: Mapping[str, str], by_id: Mapping[str, Fact]) -> Claim:
    if not claim.observation_id:
        return claim
    fact = by_id.get(renamed.get(claim.observation_id, ""))
    if fact is None:
        return replace(claim, observation_id="", outcome="not-checkable")
    claim = replace(claim, observation_id=fact.observation_id)
    if fact.status == "repaired" and claim.measure == "amount":
        agrees = abs(fact.amount - claim.value) <= fact.resolution
        return replace(claim, outcome="agrees" if agrees else "disagrees")
    return claim


def _surviving(
    given: Sequence[Finding], claims: Sequence[Claim], renamed: Mapping[str, str], blamed: Collection[str]
) -> list[Finding]:
    """The findings of the reading, on the ids after repair, without what repair or a sum's finding has answered."""
    agreeing = {c.observation_id for c in claims if c.measure == "amount" and c.outcome == "agrees"}
    kept: list[Finding] = []
    for finding in given:
        ids = tuple(renamed[i] for i in finding.observation_ids if i in renamed)
        is_answered = ids != finding.observation_ids and set(ids) & agreeing
        if not (finding.check == "text-against-table" and (is_answered or set(ids) & set(blamed))):
            kept.append(replace(finding, observation_ids=ids))
    return kept
