"""The report as a page for people: one self-contained HTML text, Chinese first, English second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from .classification import terms

#: How many rows of a long list the page shows; the package holds all of them.
SHOWN = 40
_TEMPLATE = Path(__file__).parent / "report.html"

Row = dict[str, Any]


def render(report: Row) -> str:
    """The page of what :func:`report.build_report` returns."""
    document = report["document"]
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        title=escape(document["title"] or document["source"]),
        about="".join(f"<span>{escape(zh)} {escape(value)}</span>" for zh, value in _about(document) if value),
        verdict=_verdict(report),
        figures="".join(_figure(*figure) for figure in _figures(report)),
        findings=_findings(report["findings"]["list"]),
        checks=_checks(report["checks"]["by_group"]),
        unproven=_unproven(report["unproven"]),
        repairs=_repairs(report["repairs"]),
        tables=_tables(report["tables"]),
        redactions=_redactions(report["redactions"]),
        source=escape(f"{document['source']} · SHA-256 {document['sha256']}"),
    )


def _about(document: Row) -> list[tuple[str, str]]:
    return [
        ("单位", f"{document['unit_name']} {document['unit_code']}".strip()),
        ("主管部门", f"{document['department_name']} {document['department_code']}".strip()),
        ("年份", str(document["year"])),
        ("种类", _zh("kind", document["kind"])),
        ("发布", document["publisher"]),
    ]


def _verdict(report: Row) -> str:
    """The answer in a minute: is anything wrong, whose fault is it, how much is proven."""
    amounts, checked = report["amounts"], report["checks"]["total"]
    failed = [f for f in report["findings"]["list"] if f["outcome"] == "failed" and f["severity"] != "info"]
    own = sum(f["cause"] == "publisher" for f in failed)
    other, open_ = len(failed) - own, report["checks"]["by_outcome"]["not-checkable"]
    sentences = [
        (own, f"文档自身有 {own:,} 处对不上,请发布单位核实。", f"Contradictions of the document itself: {own:,}."),
        (other, f"有 {other:,} 处原因未定或是识读所致,请对照原件。", f"To be compared with the original: {other:,}."),
        (checked and not failed, "做过的核对没有发现不符。", "No check failed."),
        (not checked, "没有做任何核对。", "Nothing was checked."),
        (open_, f"有 {open_:,} 项无法核对。", f"Checks that could not be made: {open_:,}."),
        (
            True,
            f"{amounts['total']:,} 个金额中 {amounts['proven']:,} 个由等式印证,{amounts['unproven']:,} 个没有印证。",
            f"{amounts['proven']:,} of {amounts['total']:,} amounts are proven by equations.",
        ),
    ]
    zh = "".join(text for said, text, _ in sentences if said)
    en = " ".join(text for said, _, text in sentences if said)
    return f'<p class="verdict">{escape(zh)}</p><p class="en">{escape(en)}</p>'


def _figures(report: Row) -> list[tuple[int, str, str, str]]:
    amounts, outcomes = report["amounts"], report["checks"]["by_outcome"]
    return [
        (amounts["total"], "金额", "amounts", ""),
        (amounts["proven"], "● 有印证", "proven", "proven"),
        (amounts["unproven"], "○ 没有印证", "unproven", "muted"),
        (amounts["by_status"]["repaired"], "✎ 修复", "repaired", "repair"),
        (outcomes["passed"], "核对相符", "checks passed", "proven"),
        (outcomes["failed"], "△ 核对不符", "checks failed", "wrong"),
        (outcomes["not-checkable"], "无法核对", "not checkable", "muted"),
    ]


def _figure(count: int, zh: str, en: str, style: str) -> str:
    return f'<li><b class="{style}">{count:,}</b><span>{zh} <span class="en">{en}</span></span></li>'


def _findings(findings: Sequence[Row]) -> str:
    columns = (
        "原因 Cause",
        "位置 Where",
        "说明 What",
        "应为 Expected#",
        "实为 Found#",
        "差额 Difference#",
        "单位 Unit",
    )
    rows = [
        (
            _cause(f),
            _where(f),
            f'{escape(f["message"])}<br><span class="en">{escape(f["message_en"])}</span>',
            *(_told(f[name]) for name in ("expected", "found", "difference")),
            escape(f["unit"]),
        )
        for f in findings
    ]
    return _section("疑点", "Findings", columns, rows, "data/findings.csv", "没有疑点。 No findings.")


def _told(value: str) -> str:
    """A number as it stands; words in a narrow block of their own, so that they do not push the numbers apart."""
    text = escape(_grouped(value))
    return text if len(value) < 16 else f'<span class="words">{text}</span>'


def _checks(groups: dict[str, dict[str, int]]) -> str:
    outcomes = list(terms("outcome"))
    columns = ("类别 Group", *(f"{zh} {en}#" for zh, en in terms("outcome").values()))
    rows = [(escape(g), *(f"{counts.get(o, 0):,}" for o in outcomes)) for g, counts in groups.items()]
    return _section("核对", "Checks", columns, rows, "data/checks.csv", "没有做任何核对。 Nothing was checked.")


def _unproven(amounts: Sequence[Row]) -> str:
    columns = ("位置 Where", "代码 Code", "项目 Label", "年份 Year#", "金额(元) Yuan#", "印刷 Printed#")
    rows = [
        (
            _where(a | {"label": ""}),
            escape(a["code"]),
            f'<span class="muted">○</span> {escape(a["label"])}',
            str(a["fiscal_year"]),
            escape(_grouped(a["amount"])),
            escape(f"{a['reported']} {a['reported_unit']}"),
        )
        for a in amounts
    ]
    return _section("没有印证的金额", "Unproven amounts", columns, rows, "report.json", "没有。 None.")


def _repairs(repairs: Sequence[Row]) -> str:
    columns = ("种类 Kind", "修复前 Before#", "修复后 After#", "证明 Proof")
    rows = [
        (
            f'<span class="repair">✎</span> {_both("repair", r["kind"])}',
            escape(r["text_before"]) or '<span class="muted">(空)</span>',
            escape(r["text_after"]),
            escape(r["proof"]),
        )
        for r in repairs
    ]
    return _section("修复", "Repairs", columns, rows, "data/repairs.csv", "没有修复任何金额。 No amount was repaired.")


def _tables(tables: Sequence[Row]) -> str:
    columns = ("表 Table", "标题 Title", "位置 Where", "识别把握 Confidence#", "推定 Assumed")
    rows = [
        (
            _both("table", t["table"]),
            escape(t["title"]) + (_empty(t["statement"]) if t["empty"] else ""),
            _where(t | {"table": "", "label": ""}),
            f"{t['confidence']:.0%}",
            "<br>".join(escape(a) for a in t["assumed"]),
        )
        for t in tables
    ]
    return _section("表格", "Tables", columns, rows, "data/tables.csv", "没有找到表格。 No table was found.", len(rows))


def _empty(statement: str) -> str:
    said = f": {escape(statement)}" if statement else ",没有说明 without a statement"
    return f'<br><span class="en">空表 empty{said}</span>'


def _redactions(redactions: dict[str, int]) -> str:
    rows = [(escape(kind), f"{count:,}") for kind, count in redactions.items()]
    empty = "没有发现个人信息。 No personal data were found."
    return _section(
        "已遮盖的个人信息", "Redacted personal data", ("种类 Kind", "处 Places#"), rows, "report.json", empty
    )


def _section(
    zh: str, en: str, columns: Sequence[str], rows: Sequence[Sequence[str]], file: str, empty: str, shown: int = SHOWN
) -> str:
    """A heading and a table of cells that are HTML already; a heading that ends in # stands over numbers."""
    title = f'<h2>{escape(zh)}<span class="en">{escape(en)}</span></h2>'
    if not rows:
        return f"{title}<p>{escape(empty)}</p>"
    numeric = [c.endswith("#") for c in columns]
    head = "".join(_heading(c, right) for c, right in zip(columns, numeric, strict=True))
    body = "".join(f"<tr>{_cells(row, numeric)}</tr>" for row in rows[:shown])
    rest = len(rows) - shown
    more = f'<p>其余 {rest:,} 项见 {file}。 <span class="en">{rest:,} more in {file}.</span></p>' if rest > 0 else ""
    return f'{title}<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'


def _heading(text: str, right: bool) -> str:
    zh, _, en = text.rstrip("#").partition(" ")
    return f'<th{_RIGHT if right else ""}>{escape(zh)}<br><span class="en">{escape(en)}</span></th>'


_RIGHT = ' class="n"'


def _cells(row: Iterable[str], numeric: Iterable[bool]) -> str:
    return "".join(f"<td{_RIGHT if right else ''}>{cell}</td>" for cell, right in zip(row, numeric, strict=True))


def _cause(finding: Row) -> str:
    contradicts = finding["cause"] == "publisher" and finding["outcome"] == "failed"
    mark = '<span class="wrong">△</span> ' if contradicts else ""
    return f"{mark}{_both('cause', finding['cause'])}<br>{_both('severity', finding['severity'])}"


def _where(row: Row) -> str:
    place = [f"第 {row['page']} 页" if row["page"] else "", f"第 {row['line']} 行" if row["line"] else ""]
    parts = [_zh("table", row["table"]), row["label"], " ".join(p for p in place if p)]
    return "<br>".join(escape(part) for part in parts if part)


def _zh(kind: str, term: str) -> str:
    return terms(kind).get(term, (term, term))[0]


def _both(kind: str, term: str) -> str:
    """The Chinese name of an id and its English one; the id itself where it has no name."""
    if term not in terms(kind):
        return escape(term)
    zh, en = terms(kind)[term]
    return f'{escape(zh)} <span class="en">{escape(en)}</span>'


def _grouped(text: str) -> str:
    """A number with its thousands set apart; any other text as it is."""
    try:
        return f"{Decimal(text):,f}"
    except ArithmeticError:
        return text
