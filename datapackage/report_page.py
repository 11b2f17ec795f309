"""The report of a document as a page for people: one self-contained HTML text, Chinese first, English second."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from .classification import terms
from .crops import Crop
from .units import as_read, grouped_if_number, unit_named

#: How many rows of a long list the page shows; the package holds all of them.
SHOWN = 40
_TEMPLATE = Path(__file__).parent / "report.html"

Row = dict[str, Any]


def render(report: Row, pictures: Mapping[str, Crop] | None = None) -> str:
    """The page of what :func:`report.build_report` returns, with ``pictures`` beside the findings, by their id."""
    document = report["document"]
    findings = report["findings"]["list"]
    return page(
        title=document["title"] or document["source"],
        kind=("核对报告", "Validation report"),
        about="".join(f"<span>{escape(zh)} {escape(value)}</span>" for zh, value in _about(document) if value),
        verdict=verdict(report),
        figures=figures(report),
        content="".join([
            _foremost(report),
            _findings([f for f in findings if not _is_note(f)], pictures or {}),
            checks(report["checks"]["by_group"]),
            _notes([f for f in findings if _is_note(f)]),
            _unproven(report["unproven"]),
            _repairs(report["repairs"]),
            _tables(report["tables"]),
            _redactions(report["redactions"]),
        ]),
        source=f"{document['source']} · SHA-256 {document['sha256']}",
    )  # fmt: skip


def page(
    *, title: str, kind: tuple[str, str], about: str, verdict: str, figures: str, content: str, source: str
) -> str:
    """A report page from its parts; ``title`` and ``source`` are text, the others HTML."""
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        title=escape(title), kind=escape(kind[0]), kind_en=escape(kind[1]), about=about, verdict=verdict,
        figures=figures, content=content, source=escape(source),
    )  # fmt: skip


def _about(document: Row) -> list[tuple[str, str]]:
    return [
        ("单位", f"{document['unit_name']} {document['unit_code']}".strip()),
        ("主管部门", f"{document['department_name']} {document['department_code']}".strip()),
        ("年份", str(document["year"])),
        ("种类", _zh("kind", document["kind"])),
        ("发布", document["publisher"]),
    ]


def english(text: str) -> str:
    """Text in English, for the eye and for what reads aloud."""
    return f'<span class="en" lang="en">{escape(text)}</span>'


# --- the minute -------------------------------------------------------------------------------------------


def verdict(report: Row) -> str:
    """The answer in a minute: is anything wrong, whose fault is it, how much is proven."""
    amounts, checked = report["amounts"], report["checks"]["total"]
    failed = [f for f in report["findings"]["list"] if f["outcome"] == "failed" and f["severity"] != "info"]
    own = sum(f["cause"] == "publisher" and f["severity"] == "error" for f in failed)
    doubtful = sum(f["cause"] == "publisher" and f["severity"] == "warning" for f in failed)
    other, open_ = len(failed) - own - doubtful, report["checks"]["by_outcome"]["not-checkable"]
    sentences = [
        (own, f"文档自身有 {own:,} 处对不上，请发布单位核实。", f"Contradictions of the document itself: {own:,}."),
        (
            doubtful,
            f"文档有 {doubtful:,} 处缺漏或存疑，请发布单位核实。",
            f"Missing or doubtful in the document: {doubtful:,}.",
        ),
        (other, f"有 {other:,} 处原因未定或是识读所致，请对照原件。", f"To be compared with the original: {other:,}."),
        (checked and not failed, "做过的核对没有发现不符。", "No check failed."),
        (not checked, "没有做任何核对。", "Nothing was checked."),
        (open_, f"有 {open_:,} 项无法核对。", f"Checks that could not be made: {open_:,}."),
        (
            True,
            f"{amounts['total']:,} 个金额中 {amounts['proven']:,} 个由等式印证，{amounts['unproven']:,} 个没有印证。",
            f"{amounts['proven']:,} of {amounts['total']:,} amounts are proven by equations.",
        ),
    ]
    zh = "".join(text for said, text, _ in sentences if said)
    en = " ".join(text for said, _, text in sentences if said)
    return f'<p class="verdict">{escape(zh)}</p><p class="en" lang="en">{escape(en)}</p>'


def figures(report: Row) -> str:
    """The counts, large: amounts and how many are proven, checks and how they ended."""
    amounts, outcomes = report["amounts"], report["checks"]["by_outcome"]
    shown = [
        (amounts["total"], "金额", "amounts", ""),
        (amounts["proven"], "● 有印证", "proven", "proven"),
        (amounts["unproven"], "○ 没有印证", "unproven", "muted"),
        (amounts["by_status"]["repaired"], "✎ 修复", "repaired", "repair"),
        (outcomes["passed"], "核对相符", "checks passed", "proven"),
        (outcomes["failed"], "△ 核对不符", "checks failed", "wrong"),
        (outcomes["not-checkable"], "无法核对", "not checkable", "muted"),
    ]
    return "".join(figure(*one) for one in shown)


def figure(count: int, zh: str, en: str, style: str) -> str:
    """One count with its name."""
    return f'<li><b class="{style}">{count:,}</b><span>{zh} {english(en)}</span></li>'


def _foremost(report: Row) -> str:
    by_id = {f["finding_id"]: f for f in report["findings"]["list"]}
    items = [foremost_item(f, f"#f-{f['finding_id']}") for f in map(by_id.__getitem__, report["findings"]["foremost"])]
    return f"{heading('最要紧的', 'What matters most')}<ol>{''.join(items)}</ol>" if items else ""


def foremost_item(finding: Row, link: str, of: str = "") -> str:
    """One of the few that matter most, with a link to where it is told in full; ``of`` says whose it is."""
    where = f'<span class="muted">{_where(finding, " · ")}</span>'
    whose = f"{escape(of)} · " if of else ""
    return f'<li>{whose}<a href="{link}">{escape(finding["message"])}</a> {where}</li>'


# --- findings ---------------------------------------------------------------------------------------------


def _is_note(finding: Row) -> bool:
    """What is told for the record: notes, and what could not be checked."""
    return finding["severity"] == "info" or finding["outcome"] != "failed"


def _findings(findings: Sequence[Row], pictures: Mapping[str, Crop]) -> str:
    title = heading("疑点", "Findings")
    if not findings:
        return f"{title}<p>没有疑点。 {english('No findings.')}</p>"
    shown = "".join(_finding(f, pictures.get(f["finding_id"])) for f in findings[:SHOWN])
    return title + shown + _rest(len(findings) - SHOWN, "data/findings.csv")


def _finding(finding: Row, picture: Crop | None) -> str:
    """One finding: what is wrong, where, with its numbers, and the piece of the page."""
    numbers = [
        ("应为", "expected", finding["expected"]),
        ("实为", "found", finding["found"]),
        ("差额", "difference", finding["difference"]),
    ]
    told = "".join(
        f'<div><dt>{zh} {english(en)}</dt><dd class="n">{escape(as_read(value, finding["unit"]))}</dd></div>'
        for zh, en, value in numbers
        if value and _is_number(value)
    )
    unit = escape(unit_named(finding["unit"]))
    told += f"<div><dt>单位 {english('unit')}</dt><dd>{unit}</dd></div>" if told and unit else ""
    basis = f" · 依据 {english('basis')} {escape(finding['basis'])}" if finding["basis"] else ""
    return (
        f'<article id="f-{finding["finding_id"]}" class="{finding["severity"]}">'
        f"<h3>{_mark(finding)}{escape(finding['title'])} {english(finding['title_en'])}</h3>"
        f'<p class="where">{_where(finding, " · ")} · {_both("cause", finding["cause"])}{basis}</p>'
        f"<p>{escape(_particulars(finding))}</p>{_in_english(finding)}"
        f"{f'<dl>{told}</dl>' if told else ''}{_picture(picture)}</article>"
    )


def _particulars(finding: Row, language: str = "") -> str:
    """The message without the title that stands above it."""
    title, message = finding["title" + language], finding["message" + language]
    return message.removeprefix(f"{title}：").removeprefix(f"{title}: ")


def _in_english(finding: Row) -> str:
    """The message once more in English; a mere quotation stands there already."""
    zh, en = _particulars(finding), _particulars(finding, "_en")
    return "" if zh == en else f'<p class="en" lang="en">{escape(en)}</p>'


def _mark(finding: Row) -> str:
    severity = _zh("severity", finding["severity"])
    contradicts = finding["cause"] == "publisher" and finding["outcome"] == "failed"
    return f'<span class="wrong">{"△ " if contradicts else "? "}{escape(severity)}</span> '


def _picture(picture: Crop | None) -> str:
    if picture is None:
        return ""
    data = b64encode(picture.png).decode("ascii")
    told = escape(picture.told)
    return (
        f'<figure><img src="data:image/png;base64,{data}" alt="{told}"><figcaption>原件{told} '
        f"{english(f'page {picture.page} of the original')}</figcaption></figure>"
    )


def _notes(findings: Sequence[Row]) -> str:
    columns = (
        "种类 Check",
        "位置 Where",
        "说明 What",
        "应为 Expected#",
        "实为 Found#",
        "差额 Difference#",
        "单位 Unit",
    )
    rows = [
        (
            f"{escape(f['title'])}<br>{english(f['title_en'])}",
            f'<div class="p">{_where(f)}</div>',
            f'<div class="w">{escape(f["message"])}<br>{english(f["message_en"])}</div>',
            *(_told(f[name], f["unit"]) for name in ("expected", "found", "difference")),
            escape(unit_named(f["unit"])),
        )
        for f in findings
    ]
    empty = "没有提示。 No notes."
    return section("提示与无法核对的", "Notes and what could not be checked", columns, rows, "data/findings.csv", empty)


def _told(value: str, unit: str) -> str:
    """A number as it stands; words in a narrow block of their own, so that they do not push the numbers apart."""
    text = as_read(value, unit)
    if len(text) < _NARROW:
        return escape(text)
    # All of it stands in the list of findings.
    return f'<span class="words">{escape(text if len(text) <= _WORDS else text[: _WORDS - 1] + "…")}</span>'


#: Longer texts are set in a block of their own; longer still, they are cut.
_NARROW, _WORDS = 16, 60


# --- lists ------------------------------------------------------------------------------------------------


def checks(groups: dict[str, dict[str, int]]) -> str:
    """The ledger by group: how many checks ended how."""
    outcomes = list(terms("outcome"))
    columns = ("类别 Group", *(f"{zh} {en}#" for zh, en in terms("outcome").values()))
    rows = [(_both("group", g), *(f"{counts.get(o, 0):,}" for o in outcomes)) for g, counts in groups.items()]
    return section("核对", "Checks", columns, rows, "data/checks.csv", "没有做任何核对。 Nothing was checked.")


def _unproven(amounts: Sequence[Row]) -> str:
    columns = ("位置 Where", "代码 Code", "项目 Label", "年份 Year#", "金额(元) Yuan#", "印刷 Printed#")
    rows = [
        (
            _where(a | {"label": ""}),
            escape(a["code"]),
            f'<span class="muted">○</span> {escape(a["label"])}',
            str(a["fiscal_year"]),
            escape(grouped_if_number(a["amount"])),
            escape(f"{a['reported']} {a['reported_unit']}"),
        )
        for a in amounts
    ]
    return section("没有印证的金额", "Unproven amounts", columns, rows, "report.json", "没有。 None.")


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
    return section("修复", "Repairs", columns, rows, "data/repairs.csv", "没有修复任何金额。 No amount was repaired.")


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
    return section("表格", "Tables", columns, rows, "data/tables.csv", "没有找到表格。 No table was found.", len(rows))


def _empty(statement: str) -> str:
    said = f"空表: {statement}" if statement else "空表，没有说明"
    return f"<br>{escape(said)} {english('empty' if statement else 'empty, without a statement')}"


def _redactions(redactions: dict[str, int]) -> str:
    rows = [(escape(kind), f"{count:,}") for kind, count in redactions.items()]
    empty = "没有发现个人信息。 No personal data were found."
    return section(
        "已遮盖的个人信息", "Redacted personal data", ("种类 Kind", "处 Places#"), rows, "report.json", empty
    )


def heading(zh: str, en: str) -> str:
    """A heading of the second level in both languages."""
    return f"<h2>{escape(zh)} {english(en)}</h2>"


def section(
    zh: str, en: str, columns: Sequence[str], rows: Sequence[Sequence[str]], file: str, empty: str, shown: int = SHOWN
) -> str:
    """A heading and a table of cells that are HTML already; a heading that ends in # stands over numbers."""
    body = "".join(table_row(columns, row) for row in rows[:shown])
    return section_of(zh, en, columns, body, empty) + (_rest(len(rows) - shown, file) if rows else "")


def section_of(zh: str, en: str, columns: Sequence[str], body: str, empty: str) -> str:
    """A heading and a table of rows that :func:`table_row` made; ``empty`` where there are none."""
    title = heading(zh, en)
    if not body:
        said, _, also = empty.partition(" ")
        return f"{title}<p>{escape(said)} {english(also)}</p>"
    head = "".join(_heading(c) for c in columns)
    caption = f'<caption class="aloud">{escape(zh)}</caption>'
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    # A table that is wider than the window is scrolled by keyboard too.
    return title + f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(zh)}">{table}</div>'


def table_row(columns: Sequence[str], row: Sequence[str]) -> str:
    """A row of cells that are HTML already, under columns as :func:`section` takes them."""
    cells = (f"<td{_aligned(column)}>{cell}</td>" for column, cell in zip(columns, row, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _rest(count: int, file: str) -> str:
    """How many more there are, and where."""
    if count <= 0:
        return ""
    more = english(f"{count:,} more in {file}.")
    return f"<p>其余 {count:,} 项见 {escape(file)}。 {more}</p>"


def _heading(text: str) -> str:
    zh, _, en = text.rstrip("#").partition(" ")
    return f'<th scope="col"{_aligned(text)}>{escape(zh)}<br>{english(en)}</th>'


def _aligned(column: str) -> str:
    return ' class="n"' if column.endswith("#") else ""


def _where(row: Row, between: str = "<br>") -> str:
    place = [
        row.get("file", ""),
        f"第 {row['page']} 页" if row["page"] else "",
        f"第 {row['line']} 行" if row["line"] else "",
    ]
    parts = [_zh("table", row["table"]), row["label"], " ".join(p for p in place if p)]
    return between.join(escape(part) for part in parts if part)


def _zh(kind: str, term: str) -> str:
    return terms(kind).get(term, (term, term))[0]


def _both(kind: str, term: str) -> str:
    """The Chinese name of an id and its English one; the id itself where it has no name."""
    if term not in terms(kind):
        return escape(term)
    zh, en = terms(kind)[term]
    return f"{escape(zh)} {english(en)}"


def _is_number(text: str) -> bool:
    return grouped_if_number(text) != text or text.replace("-", "").replace(".", "").isdigit()
