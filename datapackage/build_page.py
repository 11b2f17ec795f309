"""The page of a whole build: all documents side by side, what matters most, how documents agree with one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from .report_page import (
    Row,
    checks,
    english,
    figures,
    foremost_item,
    heading,
    page,
    section,
    section_of,
    table_row,
)
from .units import grouped_if_number

_COLUMNS = (
    "文档 Document", "年份 Year#", "金额 Amounts#", "没有印证 Unproven#", "相符 Passed#", "不符 Failed#",
    "无法核对 Not-checkable#", "错误 Errors#", "警告 Warnings#",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a build: ``number``, those that are ``wrong`` among them, and texts with a line for each.

    The texts, of JSON and of HTML, are of one document or of several, as they stand in the files.
    """

    number: int
    wrong: int
    lines: tuple[str, ...]
    rows: tuple[str, ...]


def render(report: Row) -> str:
    """The page of what ``report.json`` of a build holds, its documents as :class:`Documents`."""
    documents = report["documents"]
    return page(
        title="核对总报告",
        kind=("全部公开文档", "All disclosures of this build"),
        about="",
        verdict=_verdict(report),
        figures=figures(_with_zeros(report)) if documents.number else "",
        content="".join([
            _foremost_list(report["findings"]["foremost"]),
            section_of("文档", "Documents", _COLUMNS, "".join(documents.rows), "没有文档。 No document."),
            _between(report["across"]),
            _aside("没有做成的文件", "Files that yielded nothing", "原因 Why", report["failed"]),
            _aside("已被取代的文件", "Files that were replaced", "由哪一份 By which", report["replaced"]),
            _kinds(report["findings"]["by_check"]),
            checks(report["checks"]["by_group"]),
        ]),
        source=f"{documents.number} packages",
    )  # fmt: skip


def _with_zeros(report: Row) -> Row:
    repaired = report["amounts"].get("repaired", 0)
    return {"amounts": {**report["amounts"], "by_status": {"repaired": repaired}}, "checks": report["checks"]}


def _verdict(report: Row) -> str:
    documents = report["documents"]
    amounts = report["amounts"]
    total, proven = amounts.get("total", 0), amounts.get("proven", 0)
    zh = f"{documents.number:,} 份文档，{documents.wrong:,} 份有错误。{total:,} 个金额中 {proven:,} 个由等式印证。"
    en = f"{documents.number:,} documents, {documents.wrong:,} with errors. "
    en += f"{proven:,} of {total:,} amounts are proven by equations."
    if report["across"]["failed"]:
        zh += f"文档之间有 {report['across']['failed']:,} 处对不上。"
        en += f" Documents differ from one another in {report['across']['failed']:,} amounts."
    if report["failed"]:
        zh += f"另有 {len(report['failed']):,} 份没有做成。"
        en += f" {len(report['failed']):,} could not be converted."
    if report["replaced"]:
        zh += f"{len(report['replaced']):,} 份已被更正后的取代。"
        en += f" {len(report['replaced']):,} were replaced by corrected ones."
    return f'<p class="verdict">{escape(zh)}</p><p class="en" lang="en">{escape(en)}</p>'


def _foremost_list(findings: Sequence[Row]) -> str:
    items = "".join(foremost_item(f, _link(f), f["unit_name"]) for f in findings)
    return f"{heading('最要紧的', 'What matters most')}<ol>{items}</ol>" if items else ""


def _link(finding: Row) -> str:
    return f"packages/{escape(finding['package'])}/report.html#f-{finding['finding_id']}"


def document_row(line: Row) -> str:
    """What the page says of a document, of which ``report.json`` has ``line``."""
    cells = (
        f'<a href="packages/{escape(line["package"])}/report.html">{escape(line["title"])}</a><br>'
        f'<span class="muted">{escape(line["package"])}</span>',
        str(line["year"]),
        f"{line['amounts']['total']:,}",
        f"{line['amounts']['unproven']:,}",
        *(f"{line['checks']['by_outcome'][o]:,}" for o in ("passed", "failed", "not-checkable")),
        *(f"{line['findings']['by_severity'][s]:,}" for s in ("error", "warning")),
    )
    return table_row(_COLUMNS, cells)


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
            escape(grouped_if_number(a["amount"])),
            f'<a href="packages/{escape(a["other_package"])}/report.html">{escape(a["other_package"])}</a>',
            escape(grouped_if_number(a["other_amount"])),
            escape(grouped_if_number(a["difference"])),
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


def _aside(zh: str, en: str, column: str, files: Mapping[str, str]) -> str:
    """The files that are none of the documents above, each with what became of it."""
    rows = [(escape(Path(source).name), escape(message)) for source, message in files.items()]
    return section(zh, en, ("文件 File", column), rows, "build.json", "", len(rows)) if rows else ""


def _kinds(kinds: Sequence[Row]) -> str:
    columns = ("种类 Kind", "不符 Failed#", "无法核对 Not-checkable#")
    rows: list[tuple[Any, ...]] = [
        (f"{escape(k['title'])} {english(k['title_en'])}", f"{k['failed']:,}", f"{k['not-checkable']:,}") for k in kinds
    ]
    return section("疑点的种类", "Kinds of finding", columns, rows, "report.json", "没有疑点。 No findings.", len(rows))
