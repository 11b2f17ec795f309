"""The report of a whole build: all documents side by side, and the findings that matter most among them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from html import escape
from pathlib import Path
from typing import Any

from . import files
from .accounting.across import read_across, title_of
from .indented import indented
from .remembered import Remembered, of_runs
from .report_page import SHOWN, Row, checks, english, figures, foremost_item, grouped, heading, page, section

#: So many findings of all documents stand at the top, and no more than so many of one document.
_FOREMOST = 10
_FOREMOST_OF_ONE = 2
_SUMS = ("total", "proven", "unproven")


def write_build_report(packages: Sequence[Path], failed: Mapping[str, str], out: Path) -> None:
    """Write ``report.json`` and ``report.html`` into ``out`` from the reports of the packages and ``across.csv`` there.

    ``failed`` are the documents that yielded no package, and why. Each report is read, summed up and let go.
    Raises OSError or ValueError where a package's report cannot be read.
    """
    single, together = (Remembered(out, kind, Path(__file__).parent) for kind in ("reports", "report-runs"))
    parts = of_runs(packages, single, together, lambda package: _part(_report(package)), _merged_run)
    report = _together(parts, failed, read_across(out))
    files.write_text(out / "report.json", indented(report) + "\n")
    files.write_text(out / "report.html", render(report))


def summarise(reports: Iterable[Row], failed: Mapping[str, str], across: Iterable[Mapping[str, str]] = ()) -> Row:
    """What the reports say together: sums, a line for each document, the foremost findings, kinds of finding.

    ``across`` are the comparisons between the documents, as ``across.csv`` has them.
    """
    return _together(map(_part, reports), failed, across)


def _report(package: Path) -> Row:
    return json.loads((package / "report.json").read_text("utf-8"))


def _part(report: Row) -> Row:
    """What the report of a build takes from that of one document."""
    kinds: dict[str, Row] = {}
    for finding in report["findings"]["list"]:
        kind = {"check": finding["check"], "title": finding["title"], "title_en": finding["title_en"]}
        kinds.setdefault(finding["check"], {**kind, "failed": 0, "not-checkable": 0})[finding["outcome"]] += 1
    return {
        "lines": [_line(report)],
        "foremost": _foremost(report),
        "by_group": report["checks"]["by_group"],
        "kinds": list(kinds.values()),
    }


def _merged_run(parts: Iterable[tuple[str, Row]]) -> Row:
    return _merged(part for _, part in parts)


def _merged(parts: Iterable[Row]) -> Row:
    """Parts of several documents as one."""
    lines: list[Row] = []
    foremost: list[Row] = []
    kinds: dict[str, Row] = {}
    groups: dict[str, Counter[str]] = {}
    for part in parts:
        lines += part["lines"]
        foremost = nsmallest(_FOREMOST, [*foremost, *part["foremost"]], key=_weight)
        for group, counts in part["by_group"].items():
            groups.setdefault(group, Counter()).update(counts)
        for kind in part["kinds"]:
            known = kinds.setdefault(kind["check"], {**kind, "failed": 0, "not-checkable": 0})
            for outcome in ("failed", "not-checkable"):
                known[outcome] += kind[outcome]
    return {"lines": lines, "foremost": foremost, "by_group": groups, "kinds": list(kinds.values())}


def _together(parts: Iterable[Row], failed: Mapping[str, str], across: Iterable[Mapping[str, str]]) -> Row:
    whole = _merged(parts)
    documents = whole["lines"]
    return {
        "documents": documents,
        "amounts": _added(documents, "amounts"),
        "checks": {
            "total": sum(d["checks"]["total"] for d in documents),
            "by_outcome": _added([d["checks"] for d in documents], "by_outcome"),
            "by_group": {g: dict(counts) for g, counts in sorted(whole["by_group"].items())},
        },
        "findings": {
            "by_severity": _added([d["findings"] for d in documents], "by_severity"),
            "by_check": sorted(whole["kinds"], key=lambda k: (-k["failed"], -k["not-checkable"], k["check"])),
            "foremost": whole["foremost"],
        },
        "across": _across(across),
        "failed": dict(sorted(failed.items())),
    }


def _across(comparisons: Iterable[Mapping[str, str]]) -> Row:
    """How the comparisons between documents ended, by kind, and the first that did not agree."""
    kinds: dict[str, Counter[str]] = {}
    apart: list[Mapping[str, str]] = []
    for comparison in comparisons:
        kinds.setdefault(comparison["check"], Counter())[comparison["outcome"]] += 1
        if comparison["outcome"] == "failed" and len(apart) < SHOWN:
            apart.append({k: v for k, v in comparison.items() if k not in ("outcome", "message", "message_en")})
    named = {check: dict(zip(("title", "title_en"), title_of(check), strict=True)) for check in kinds}
    return {
        "by_check": [
            {"check": c, **named[c], "passed": n["passed"], "failed": n["failed"]} for c, n in sorted(kinds.items())
        ],
        "failed": sum(n["failed"] for n in kinds.values()),
        "list": apart,
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


def _added(rows: Iterable[Row], key: str) -> dict[str, int]:
    """The counts under ``key`` of all rows, name by name."""
    added: Counter[str] = Counter()
    for row in rows:
        added.update(row[key])
    return dict(added)


# --- the page ---------------------------------------------------------------------------------------------


def render(report: Row) -> str:
    """The page of what :func:`summarise` returns."""
    documents = report["documents"]
    return page(
        title="核对总报告",
        kind=("全部公开文档", "All disclosures of this build"),
        about="",
        verdict=_verdict(report),
        figures=figures(_with_zeros(report)) if documents else "",
        content="".join([
            _foremost_list(report["findings"]["foremost"]),
            _documents(documents),
            _between(report["across"]),
            _failed(report["failed"]),
            _kinds(report["findings"]["by_check"]),
            checks(report["checks"]["by_group"]),
        ]),
        source=f"{len(documents)} packages",
    )  # fmt: skip


def _with_zeros(report: Row) -> Row:
    repaired = report["amounts"].get("repaired", 0)
    return {"amounts": {**report["amounts"], "by_status": {"repaired": repaired}}, "checks": report["checks"]}


def _verdict(report: Row) -> str:
    documents = report["documents"]
    wrong = sum(d["findings"]["by_severity"]["error"] > 0 for d in documents)
    amounts = report["amounts"]
    total, proven = amounts.get("total", 0), amounts.get("proven", 0)
    zh = f"{len(documents):,} 份文档，{wrong:,} 份有错误。{total:,} 个金额中 {proven:,} 个由等式印证。"
    en = (
        f"{len(documents):,} documents, {wrong:,} with errors. {proven:,} of {total:,} amounts are proven by equations."
    )
    if report["across"]["failed"]:
        zh += f"文档之间有 {report['across']['failed']:,} 处对不上。"
        en += f" Documents differ from one another in {report['across']['failed']:,} amounts."
    if report["failed"]:
        zh += f"另有 {len(report['failed']):,} 份没有做成。"
        en += f" {len(report['failed']):,} could not be converted."
    return f'<p class="verdict">{escape(zh)}</p><p class="en" lang="en">{escape(en)}</p>'


def _foremost_list(findings: Sequence[Row]) -> str:
    items = "".join(foremost_item(f, _link(f), f["unit_name"]) for f in findings)
    return f"{heading('最要紧的', 'What matters most')}<ol>{items}</ol>" if items else ""


def _link(finding: Row) -> str:
    return f"packages/{escape(finding['package'])}/report.html#f-{finding['finding_id']}"


def _documents(documents: Sequence[Row]) -> str:
    columns = (
        "文档 Document", "年份 Year#", "金额 Amounts#", "没有印证 Unproven#", "相符 Passed#", "不符 Failed#",
        "无法核对 Not-checkable#", "错误 Errors#", "警告 Warnings#",
    )  # fmt: skip
    rows = [
        (
            f'<a href="packages/{escape(d["package"])}/report.html">{escape(d["title"])}</a><br>'
            f'<span class="muted">{escape(d["package"])}</span>',
            str(d["year"]),
            f"{d['amounts']['total']:,}",
            f"{d['amounts']['unproven']:,}",
            *(f"{d['checks']['by_outcome'][o]:,}" for o in ("passed", "failed", "not-checkable")),
            *(f"{d['findings']['by_severity'][s]:,}" for s in ("error", "warning")),
        )
        for d in documents
    ]
    return section("文档", "Documents", columns, rows, "report.json", "没有文档。 No document.", len(rows))


def _between(across: Row) -> str:
    """The comparisons between documents: how many agree, and those that do not, each beside the other."""
    kinds = [
        (f"{escape(k['title'])} {english(k['title_en'])}", f"{k['passed']:,}", f"{k['failed']:,}")
        for k in across["by_check"]
    ]
    columns = ("比什么 What", "相符 Agree#", "不符 Differ#")
    nothing = "没有可以互相比较的文档。 No two documents speak of the same money."
    told = section("文档之间", "Between documents", columns, kinds, "across.csv", nothing, len(kinds))
    rows = [
        (
            f'{escape(a["label"])} <span class="muted">{escape(a["fiscal_year"])}</span>',
            f'<a href="packages/{escape(a["package"])}/report.html">{escape(a["package"])}</a>',
            escape(grouped(a["amount"])),
            f'<a href="packages/{escape(a["other_package"])}/report.html">{escape(a["other_package"])}</a>',
            escape(grouped(a["other_amount"])),
            escape(grouped(a["difference"])),
        )
        for a in across["list"]
    ]
    head = ("项目 Item", "这里 Here", "金额(元) Yuan#", "那里 There", "金额(元) Yuan#", "差额(元) Difference#")
    apart = (
        section("文档之间对不上的", "Where documents differ", head, rows, "across.csv", "", len(rows)) if rows else ""
    )
    left = across["failed"] - len(rows)
    rest = f"<p>其余 {left:,} 项见 across.csv。 {english(f'{left:,} more in across.csv.')}</p>" if left > 0 else ""
    return told + apart + rest


def _failed(failed: Mapping[str, str]) -> str:
    if not failed:
        return ""
    rows = [(escape(Path(source).name), escape(message)) for source, message in failed.items()]
    return section(
        "没有做成的文件", "Files that yielded nothing", ("文件 File", "原因 Why"), rows, "build.json", "", len(rows)
    )


def _kinds(kinds: Sequence[Row]) -> str:
    columns = ("种类 Kind", "不符 Failed#", "无法核对 Not-checkable#")
    rows: list[tuple[Any, ...]] = [
        (f"{escape(k['title'])} {english(k['title_en'])}", f"{k['failed']:,}", f"{k['not-checkable']:,}") for k in kinds
    ]
    return section("疑点的种类", "Kinds of finding", columns, rows, "report.json", "没有疑点。 No findings.", len(rows))
