"""The report of a whole build: all documents side by side, and the findings that matter most among them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from pathlib import Path

from . import files
from .accounting.across import Tally, tally, title_of
from .build_page import Documents, document_row, render
from .indented import indented
from .remembered import Remembered, of_runs
from .report_page import SHOWN, Row

#: So many findings of all documents stand at the top, and no more than so many of one document.
_FOREMOST = 10
NONE: Mapping[str, str] = {}
_FOREMOST_OF_ONE = 2
_SUMS = ("total", "proven", "unproven")
#: Before the line of a document in ``report.json``, and what stands between two.
_MARGIN = "\n    "
_BETWEEN = f",{_MARGIN}"


def write_build_report(
    packages: Sequence[Path], failed: Mapping[str, str], out: Path, replaced: Mapping[str, str] = NONE
) -> None:
    """Write ``report.json`` and ``report.html`` into ``out`` from the reports of the packages and ``across.csv`` there.

    ``failed`` are the documents that yielded no package, and why, ``replaced`` those whose place others took. Each
    report is read, summed up and let go.
    Raises OSError or ValueError where a package's report cannot be read.
    """
    single, together = (Remembered(out, kind, Path(__file__).parent) for kind in ("reports", "report-runs"))
    parts = of_runs(packages, single, together, lambda package: _part(_report(package)), _merged_run)
    report = {**_together(parts, failed, tally(out, SHOWN)), "replaced": dict(sorted(replaced.items()))}
    files.write_pieces(out / "report.json", _as_json(report))
    files.write_text(out / "report.html", render(report))


def _report(package: Path) -> Row:
    return json.loads((package / "report.json").read_text("utf-8"))


def _part(report: Row) -> Row:
    """What the report of a build takes from that of one document."""
    kinds: dict[str, Row] = {}
    for finding in report["findings"]["list"]:
        kind = {"check": finding["check"], "title": finding["title"], "title_en": finding["title_en"]}
        kinds.setdefault(finding["check"], {**kind, "failed": 0, "not-checkable": 0})[finding["outcome"]] += 1
    line = _line(report)
    return {
        "number": 1,
        "wrong": int(line["findings"]["by_severity"]["error"] > 0),
        "lines": [indented(line, margin=_MARGIN)],
        "rows": [document_row(line)],
        "sums": {"amounts": line["amounts"], "checks": line["checks"], "findings": line["findings"]},
        "foremost": _foremost(report),
        "by_group": report["checks"]["by_group"],
        "kinds": list(kinds.values()),
    }


def _merged_run(parts: Iterable[tuple[str, Row]]) -> Row:
    """Parts as one, their texts too, which are then read as one."""
    merged = _merged(part for _, part in parts)
    return {**merged, "lines": [_BETWEEN.join(merged["lines"])], "rows": ["".join(merged["rows"])]}


def _merged(parts: Iterable[Row]) -> Row:
    """Parts of several documents as one."""
    number = wrong = checks = 0
    lines: list[str] = []
    rows: list[str] = []
    foremost: list[Row] = []
    kinds: dict[str, Row] = {}
    groups: dict[str, Counter[str]] = {}
    amounts, outcomes, severities = Counter[str](), Counter[str](), Counter[str]()
    for part in parts:
        number, wrong, sums = number + part["number"], wrong + part["wrong"], part["sums"]
        lines += part["lines"]
        rows += part["rows"]
        amounts.update(sums["amounts"])
        checks += sums["checks"]["total"]
        outcomes.update(sums["checks"]["by_outcome"])
        severities.update(sums["findings"]["by_severity"])
        foremost = nsmallest(_FOREMOST, [*foremost, *part["foremost"]], key=_weight)
        for group, counts in part["by_group"].items():
            groups.setdefault(group, Counter()).update(counts)
        for kind in part["kinds"]:
            known = kinds.setdefault(kind["check"], {**kind, "failed": 0, "not-checkable": 0})
            for outcome in ("failed", "not-checkable"):
                known[outcome] += kind[outcome]
    return {
        "number": number,
        "wrong": wrong,
        "lines": lines,
        "rows": rows,
        "sums": {
            "amounts": dict(amounts),
            "checks": {"total": checks, "by_outcome": dict(outcomes)},
            "findings": {"by_severity": dict(severities)},
        },
        "foremost": foremost,
        "by_group": groups,
        "kinds": list(kinds.values()),
    }


def _together(parts: Iterable[Row], failed: Mapping[str, str], across: Tally) -> Row:
    """What the reports say together: sums, the :class:`Documents`, the foremost findings, kinds of finding."""
    whole = _merged(parts)
    sums = whole["sums"]
    return {
        "documents": Documents(whole["number"], whole["wrong"], tuple(whole["lines"]), tuple(whole["rows"])),
        "amounts": sums["amounts"],
        "checks": {**sums["checks"], "by_group": {g: dict(counts) for g, counts in sorted(whole["by_group"].items())}},
        "findings": {
            **sums["findings"],
            "by_check": sorted(whole["kinds"], key=lambda k: (-k["failed"], -k["not-checkable"], k["check"])),
            "foremost": whole["foremost"],
        },
        "across": _across(across),
        "failed": dict(sorted(failed.items())),
    }


def _as_json(report: Row) -> Iterator[str]:
    """The report as :func:`indented` would give it, were the lines of its documents no texts already."""
    lines = report["documents"].lines
    yield '{\n  "documents": ['
    yield from (f"{_BETWEEN if number else _MARGIN}{line}" for number, line in enumerate(lines))
    yield "\n  ],\n" if lines else "],\n"
    rest = indented({key: value for key, value in report.items() if key != "documents"})
    yield rest.removeprefix("{\n") + "\n"


def _across(across: Tally) -> Row:
    """How the comparisons between documents ended, by kind, and the first that did not agree."""
    checks = sorted({check for check, _ in across.counts})
    count = across.counts
    return {
        "by_check": [
            {
                "check": check,
                **dict(zip(("title", "title_en"), title_of(check), strict=True)),
                "passed": count[check, "passed"],
                "failed": count[check, "failed"],
            }
            for check in checks
        ],
        "failed": sum(count[check, "failed"] for check in checks),
        "list": [
            {k: v for k, v in comparison.items() if k not in ("outcome", "message", "message_en")}
            for comparison in across.failed
        ],
    }


def _line(report: Row) -> Row:
    document = report["document"]
    return {
        "package": document["name"],
        "title": document["title"] or document["source"],
        "unit_name": document["unit_name"],
        "year": document["year"],
        "kind": document["kind"],
        "amounts": {**{k: report["amounts"][k] for k in _SUMS}, "repaired": report["amounts"]["by_status"]["repaired"]},
        "checks": {k: report["checks"][k] for k in ("total", "by_outcome")},
        "findings": {k: report["findings"][k] for k in ("total", "by_severity")},
    }


def _foremost(report: Row) -> list[Row]:
    by_id = {f["finding_id"]: f for f in report["findings"]["list"]}
    chosen = [by_id[i] for i in report["findings"]["foremost"][:_FOREMOST_OF_ONE]]
    return [{"package": report["document"]["name"], "unit_name": report["document"]["unit_name"], **f} for f in chosen]


def _weight(finding: Row) -> tuple[bool, bool, str, str]:
    return finding["severity"] != "error", finding["cause"] != "publisher", finding["package"], finding["finding_id"]
