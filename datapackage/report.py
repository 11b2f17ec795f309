"""What was checked, what failed, what could not be checked: for machines as JSON, for people as a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from .model import Cause, Conversion, Fact, Finding, Outcome, Repair, Severity, format_decimal
from .report_page import render


def build_report(conversion: Conversion) -> dict[str, Any]:
    """What ``report.json`` holds: counts, findings, unproven amounts, redactions, tables."""
    facts, disclosure = conversion.facts, conversion.disclosure
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
            "total": len(conversion.findings),
            "by_severity": _counts((f.severity for f in conversion.findings), get_args(Severity)),
            "by_cause": _counts((f.cause for f in conversion.findings), get_args(Cause)),
            "list": [{"finding_id": f.finding_id, **asdict(f)} for f in _by_severity(conversion.findings)],
        },
        "unproven": [_unproven(f) for f in _unproven_facts(facts)],
        "claims": _counts((c.outcome for c in conversion.claims), ("agrees", "disagrees", "not-checkable")),
        "repairs": [{"repair_id": r.repair_id, **asdict(r)} for r in sorted(conversion.repairs, key=_repair_order)],
        "redactions": dict(sorted(conversion.redactions.items())),
        "tables": [
            {
                "table": t.table,
                "title": t.title,
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
    text = json.dumps(report, ensure_ascii=False, indent=2, default=format_decimal)
    (folder / "report.json").write_text(text + "\n", "utf-8", newline="\n")
    (folder / "report.html").write_text(render(report), "utf-8", newline="\n")


def _counts(values: Iterable[str], known: Sequence[str] = ()) -> dict[str, int]:
    """How often each value occurs: the known ones in their order, zeros included, then any other."""
    counted = Counter(values)
    return {name: counted[name] for name in (*known, *sorted(set(counted) - set(known)))}


def _by_group(conversion: Conversion) -> dict[str, dict[str, int]]:
    groups = sorted({c.group for c in conversion.checks})
    return {g: _counts((c.outcome for c in conversion.checks if c.group == g), get_args(Outcome)) for g in groups}


def _by_severity(findings: Iterable[Finding]) -> list[Finding]:
    order = get_args(Severity)
    return sorted(findings, key=lambda f: (order.index(f.severity), f.table, f.check, f.finding_id))


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
        "page": fact.cell.page,
        "line": fact.cell.line,
    }


def _repair_order(repair: Repair) -> tuple[str, str]:
    return repair.observation_id, repair.repair_id
