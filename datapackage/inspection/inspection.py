"""Inspect a document: every rule looks at every place, and each ends in one line of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..model import Check, Conversion, Finding, Outcome
from . import arithmetic, codes, comparisons, completeness, exchanges, names, structure, targets, wording
from .document import Document
from .rules import Rule, Slip, load_rulebook

#: A look yields one item for every place it looks at: None where the rule holds, a slip where it is broken.
Look = Callable[[Document], Iterator[Slip | None]]

LOOKS: dict[str, Look] = {
    "code-not-in-classification": codes.codes_known,
    "edition-unknown": codes.editions_known,
    "code-retired": codes.codes_in_force,
    "code-malformed": codes.codes_well_formed,
    "name-against-code": codes.names_of_codes,
    "code-with-two-names": codes.one_name_per_code,
    "name-with-two-codes": codes.one_code_per_name,
    "sub-items-renumbered": codes.sub_items_numbered,
    "code-without-parent": codes.parents_printed,
    "item-rows-missing": codes.items_printed,
    "code-printed-twice": codes.rows_distinct,
    "project-code-out-of-line": codes.project_codes_alike,
    "name-differs-in-text": names.names_in_text,
    "level-differs-in-text": names.levels_in_text,
    "item-not-in-table": names.items_in_table,
    "glossary-item-not-in-table": names.glossary_items_in_table,
    "listed-item-without-amount": names.listed_items,
    "unit-name-differs": names.unit_names,
    "unit-not-described": codes.units_described,
    "table-missing": completeness.tables,
    "function-detail": completeness.function_detail,
    "economic-detail": completeness.economic_detail,
    "money-unit-missing": completeness.money_units,
    "three-public-detail": completeness.three_public_parts,
    "empty-table-unexplained": completeness.empty_tables,
    "three-public-change-unexplained": completeness.three_public_compared,
    "procurement-parts-missing": completeness.procurement_parts,
    "change-unexplained": completeness.changes_explained,
    "reason-missing": wording.reasons_given,
    "department-in-unit-document": wording.department_words,
    "unit-in-department-document": wording.unit_words,
    "purpose-copied": wording.purposes_own,
    "paragraph-twice": wording.paragraphs_once,
    "brackets-unbalanced": wording.brackets_paired,
    "quotes-unbalanced": wording.quotes_paired,
    "note-of-another-table": wording.notes_of_own_table,
    "empty-note-on-filled-table": wording.empty_notes,
    "absence-against-table": wording.absences_true,
    "comparison-year": comparisons.comparison_years,
    "comparison-base-mixed": comparisons.comparison_bases,
    "growth-from-zero": comparisons.growth_bases,
    "completion-of-zero": comparisons.completion_bases,
    "verdict-against-amounts": comparisons.verdicts,
    "percent-over-100": comparisons.rates_possible,
    "unit-slip": comparisons.units_of_text,
    "impossible-magnitude": comparisons.magnitudes,
    "vehicles-differ": comparisons.vehicle_counts,
    "staff-kinds": comparisons.staff_kinds,
    "vehicle-kinds": comparisons.vehicle_kinds,
    "vehicles-without-vehicle": comparisons.vehicles,
    "negative-amount": comparisons.amounts_not_negative,
    "share-in-table": arithmetic.shares_of_tables,
    "basic-table-of-whole": arithmetic.basic_is_basic,
    "procurement-sum": arithmetic.procurement_adds_up,
    "procurement-awards": arithmetic.awards_within_total,
    "rows-exchanged": exchanges.rows_in_place,
    "payment-in-another-row": exchanges.payments_in_place,
    "separators-mixed": arithmetic.separators_alike,
    "cut-not-rounded": arithmetic.cuts_not_roundings,
    "numbering-slip": structure.numbering,
    "title-year": structure.title_years,
    "text-of-another-year": structure.years_of_texts,
    "contents-entry-missing": structure.contents_entries,
    "section-empty": structure.sections_filled,
    "blank-page": structure.blank_pages,
    "impossible-date": structure.dates_possible,
    "assets-date": structure.assets_dates,
    "published-late": structure.deadlines,
    "target-with-two-values": targets.one_value_each,
    "target-percent-over-100": targets.rates_at_most_whole,
    "target-direction": targets.directions,
    "target-without-value": targets.values_given,
    "project-without-target": targets.projects_have_targets,
    "project-money-differs": targets.money_agrees,
}


def inspect(conversion: Conversion) -> Conversion:
    """``conversion`` with the findings of all rules and one line for each in its ledger."""
    document = Document(conversion)
    checks: list[Check] = []
    findings: list[Finding] = []
    for rule in load_rulebook().rules.values():
        places = list(look_of(rule)(document)) if _applies(rule, conversion) else []
        slips = [place for place in places if place is not None]
        checks.append(Check(rule.id, rule.group, "", _outcome(places, slips), len(places), rule.zh))
        findings += [_finding(document, rule, slip) for slip in slips]
    return replace(
        conversion,
        checks=(*conversion.checks, *checks),
        findings=(*conversion.findings, *dict.fromkeys(findings)),
    )


def _applies(rule: Rule, conversion: Conversion) -> bool:
    """A budget of a whole government is another genre, with rules of its own."""
    return conversion.disclosure.kind in rule.kinds and conversion.disclosure.scope != "government"


def look_of(rule: Rule) -> Look:
    """How a rule looks at a document: its function, its required section, or its pattern."""
    if rule.id in LOOKS:
        return LOOKS[rule.id]
    return wording.matching(rule) if rule.pattern else completeness.section(rule.id)


def _outcome(places: Sequence[Slip | None], slips: Sequence[Slip]) -> Outcome:
    if not places:
        return "not-applicable"
    if any(slip.outcome == "failed" for slip in slips):
        return "failed"
    return "not-checkable" if slips else "passed"


#: Whether a character is there or not is the publisher's doing only where no OCR run stands between.
_OF_CHARACTERS = frozenset({"codes", "wording", "performance"})


def _finding(document: Document, rule: Rule, slip: Slip) -> Finding:
    may_be_misread = rule.group in _OF_CHARACTERS and not document.is_born_digital
    return Finding(
        document_id=document.disclosure.document_id,
        check=rule.id,
        severity=slip.severity or rule.severity,
        outcome=slip.outcome,
        cause="unknown" if may_be_misread else slip.cause,
        message=f"{rule.zh}：{slip.zh}",
        message_en=f"{rule.en}: {slip.en}",
        table=slip.table,
        label=slip.label,
        expected=slip.expected,
        found=slip.found,
        difference=slip.difference,
        unit=slip.unit,
        file=slip.cell.file,
        page=slip.cell.page,
        line=slip.cell.line,
        observation_ids=slip.observation_ids,
    )
