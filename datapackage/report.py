"""What was checked, what failed, what could not be checked: for machines as JSON, for people as a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from .accounting.identities import load_identities
from .classification import terms
from .crops import Crop, crops
from .frozen import members
from .indented import indented
from .inspection.rules import load_rulebook
from .model import YUAN_IN, Cause, Conversion, Fact, Finding, Outcome, Repair, Severity, format_decimal
from .report_page import render

#: Where in the message of a broken identity its wording ends and the figures begin.
_FIGURES = re.compile(
    "，但印出的数不相等|（通常如此，请核实）|，这里不是|, but the printed figures differ|(?: as a rule)?; not here"
)
#: So many findings stand at the top: what a head of a bureau reads in a minute.
FOREMOST = 5


def build_report(conversion: Conversion) -> dict[str, Any]:
    """What ``report.json`` holds: counts, findings, unproven amounts, redactions, tables."""
    facts, disclosure = conversion.facts, conversion.disclosure
    findings = by_weight(conversion.findings)
    return {
        "document": {**asdict(disclosure), "name": disclosure.name},
        "amounts": {
            "total": len(facts),
            "proven": sum(f.confirmations > 0 for f in facts),
            "unproven": sum(f.confirmations == 0 for f in facts),
            "by_status": _counts((f.status for f in facts), ("reported", "repaired", "derived")),
            "by_table": _counts(f.table for f in facts),
        },
        "checks": {
            "total": len(conversion.checks),
            "by_outcome": _counts((c.outcome for c in conversion.checks), get_args(Outcome)),
            "by_group": _by_group(conversion),
        },
        "findings": {
            "total": len(findings),
            "by_severity": _counts((f.severity for f in findings), get_args(Severity)),
            "by_cause": _counts((f.cause for f in findings), get_args(Cause)),
            "foremost": [f.finding_id for f in foremost(findings)],
            "list": [{"finding_id": f.finding_id, **_titled(f), **members(f)} for f in findings],
        },
        "unproven": [_unproven(f) for f in _unproven_facts(facts)],
        "claims": _counts((c.outcome for c in conversion.claims), ("agrees", "disagrees", "not-checkable")),
        "repairs": [{"repair_id": r.repair_id, **members(r)} for r in sorted(conversion.repairs, key=_repair_order)],
        "redactions": dict(sorted(conversion.redactions.items())),
        "tables": [
            {
                "table": t.table,
                "title": t.title,
                "file": t.file,
                "page": t.page,
                "line": t.first_line,
                "form": t.form,
                "confidence": t.confidence,
                "assumed": list(t.assumed),
                "empty": t.empty,
                "statement": t.statement,
            }
            for t in conversion.tables
        ],
    }


def write_report(conversion: Conversion, folder: Path) -> None:
    """Write ``report.json`` and ``report.html`` into ``folder``. Raises OSError."""
    report = build_report(conversion)
    text = indented(report, format_decimal)
    (folder / "report.json").write_text(text + "\n", "utf-8", newline="\n")
    _write_page(report, {}, folder)


def illustrate(conversion: Conversion, files: Sequence[Path], folder: Path) -> None:
    """Write ``report.html`` anew, with pictures of what its findings speak of in ``files``. Raises OSError."""
    shown = [f for f in by_weight(conversion.findings) if f.outcome == "failed" and f.severity != "info"]
    pictures = crops(files, conversion, shown)
    if pictures:
        _write_page(build_report(conversion), pictures, folder)


def _write_page(report: dict[str, Any], pictures: Mapping[str, Crop], folder: Path) -> None:
    (folder / "report.html").write_text(render(report, pictures), "utf-8", newline="\n")


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, the weightiest first: what failed, the worst, the most money; then by their place."""
    severities, outcomes = get_args(Severity), ("failed", "not-checkable")
    return sorted(
        findings,
        key=lambda f: (
            outcomes.index(f.outcome), severities.index(f.severity), f.cause == "reading", -_money(f), f.table, f.check,
            f.page or 0, f.finding_id,
        ),
    )  # fmt: skip


def foremost(findings: Sequence[Finding]) -> list[Finding]:
    """The few that matter most, no kind of check more than twice among them."""
    seen: Counter[str] = Counter()
    chosen: list[Finding] = []
    for finding in findings:
        if finding.outcome == "failed" and finding.severity != "info" and seen[finding.check] < 2:
            seen[finding.check] += 1
            chosen.append(finding)
    return chosen[:FOREMOST]


def _money(finding: Finding) -> Decimal:
    """The difference in yuan, as far as it is one."""
    try:
        return abs(Decimal(finding.difference)) * (YUAN_IN.get(finding.unit) or Decimal(finding.unit == "CNY"))
    except InvalidOperation:
        return Decimal(0)


def _titled(finding: Finding) -> dict[str, str]:
    """The name of the check in both languages, and what it rests on."""
    rule = load_rulebook().rules.get(finding.check)
    if rule:
        return {"title": rule.zh, "title_en": rule.en, "basis": rule.basis}
    identity = next((i for i in load_identities() if i.id == finding.check), None)
    if identity:
        return {"title": identity.zh, "title_en": identity.en, "basis": identity.basis}
    own = _rule_of(finding.message) or finding.check, _rule_of(finding.message_en) or finding.check
    zh, en = terms("check").get(finding.check, own)
    return {"title": zh, "title_en": en, "basis": ""}


def _rule_of(message: str) -> str:
    """What should hold, out of a finding's message: the words of an operator's own identity stand nowhere else."""
    rule, *figures = _FIGURES.split(message, maxsplit=1)
    return rule if figures else ""


def _counts(values: Iterable[str], known: Sequence[str] = ()) -> dict[str, int]:
    """How often each value occurs: the known ones in their order, zeros included, then any other."""
    counted = Counter(values)
    return {name: counted[name] for name in (*known, *sorted(set(counted) - set(known)))}


def _by_group(conversion: Conversion) -> dict[str, dict[str, int]]:
    groups = sorted({c.group for c in conversion.checks})
    return {g: _counts((c.outcome for c in conversion.checks if c.group == g), get_args(Outcome)) for g in groups}


def _unproven_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Amounts in no equation, the greatest first: an error in those does most harm."""
    return sorted((f for f in facts if f.confirmations == 0), key=lambda f: (-abs(f.amount), f.observation_id))


def _unproven(fact: Fact) -> dict[str, str | int | None]:
    return {
        "observation_id": fact.observation_id,
        "table": fact.table,
        "fiscal_year": fact.fiscal_year,
        "label": fact.label,
        "code": fact.function_code or fact.economic_code or fact.project_code,
        "amount": format_decimal(fact.amount),
        "reported": fact.reported,
        "reported_unit": fact.reported_unit,
        "status": fact.status,
        "file": fact.cell.file,
        "page": fact.cell.page,
        "line": fact.cell.line,
    }


def _repair_order(repair: Repair) -> tuple[str, str]:
    return repair.observation_id, repair.repair_id
