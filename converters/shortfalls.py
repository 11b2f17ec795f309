"""What the reading of a document fell short of, as findings: doubts, tables without a form, what is not shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from ..datapackage.model import Disclosure, Finding, Severity
from .amounts import parse_amount
from .codes import undo_spaces
from .forms.reading import Doubt
from .tables.exhibits import Exhibit


def of_tables(disclosure: Disclosure, exhibits: Sequence[Exhibit]) -> list[Finding]:
    """Doubts of the reading, tables that no form knows, and kinds of table that are printed more than once."""
    found = [_finding(disclosure, e.table, doubt) for e in exhibits for doubt in e.reading.doubts]
    unknown = (e for e in exhibits if e.table.startswith("other-") and not _is_contents(e))
    found += [_unknown_table(disclosure, e) for e in unknown]
    counts = Counter((e.table, e.owner.name if e.owner else "") for e in exhibits if e.form and not e.again)
    return found + [_printed_again(disclosure, table, n) for (table, _), n in sorted(counts.items()) if n > 1]


def _is_contents(exhibit: Exhibit) -> bool:
    """Whether a table lists the titles of tables and prints no number but theirs: a sheet 目录."""
    rows = [[c.text.strip() for c in row if c.text.strip()] for table in exhibit.run.tables for row in table.rows]
    listed = [row for row in rows if any(t.endswith("表") for t in row)]
    return 2 * len(listed) > len(rows) and not any("." in t and parse_amount(t) is not None for r in rows for t in r)


def not_shown(disclosure: Disclosure, unread: Sequence[str], hidden: Sequence[str]) -> Iterator[Finding]:
    """What the document holds and nobody has read: objects that no reader knows, hidden sheets, rows and columns."""
    for text in unread:
        zh, _, en = text.partition(" / ")
        yield _of_file(
            disclosure, "object-not-read", "warning", zh,
            f"{zh}：读不了，那里如有金额就没有取数", f"could not be read, its amounts are missing: {en or zh}",
        )  # fmt: skip
    for line in hidden:
        zh, _, en = line.partition(" / ")
        yield _of_file(disclosure, "hidden-left-out", "info", zh, f"{zh}，没有取数", f"not read: {en or zh}")


def _of_file(disclosure: Disclosure, check: str, severity: Severity, label: str, zh: str, en: str) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check=check,
        severity=severity,
        outcome="not-checkable",
        cause="unknown",
        message=zh,
        message_en=en,
        label=label,
    )


def _finding(disclosure: Disclosure, table: str, doubt: Doubt) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check=doubt.check,
        severity="info" if doubt.severity == "info" else "warning",
        outcome="not-checkable",
        cause="reading",
        message=doubt.message,
        message_en=doubt.message_en,
        table=table,
        label=undo_spaces(doubt.label),
        found=doubt.found,
        file=doubt.cell.file,
        page=doubt.cell.page,
        line=doubt.cell.line,
    )


def _unknown_table(disclosure: Disclosure, exhibit: Exhibit) -> Finding:
    origin = exhibit.run.tables[0].origin
    message, message_en = _why_not_read(undo_spaces(exhibit.run.title))
    prints = any("." in c.text and parse_amount(c.text) for t in exhibit.run.tables for row in t.rows for c in row)
    return Finding(
        document_id=disclosure.document_id,
        check="unknown-table",
        severity="warning" if prints else "info",
        outcome="not-checkable",
        cause="unknown",
        message=message,
        message_en=message_en,
        table=exhibit.table,
        label=exhibit.run.title,
        file=origin.file,
        page=origin.page,
        line=origin.line,
    )


def _why_not_read(title: str) -> tuple[str, str]:
    """What a table is that is not read, where its title tells: a reader who misses its amounts is told why."""
    for kind in _kinds_not_of_budget():
        if re.search(kind["title"], title):
            return (
                f"这张表“{title}”是{kind['zh']}：只在 printed/ 里原样保留，不作观测值发布",
                f"the table {title!r} is of {kind['en']}: it is kept as printed (printed/), without observations",
            )
    return (
        f"没有表式认识这张表“{title}”，原样保留，不作观测值发布",
        f"no form knows the table {title!r}; it is kept as printed, without observations",
    )


@cache
def _kinds_not_of_budget() -> list[dict[str, str]]:
    return yaml.safe_load((Path(__file__).parent / "tables" / "not_of_budget.yaml").read_text("utf-8"))


def _printed_again(disclosure: Disclosure, table: str, count: int) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check="table-printed-again",
        severity="info",
        outcome="not-checkable",
        cause="unknown",
        message=f"同一种表印了 {count} 次，都已取数",
        message_en=f"tables of this kind that are printed, all of them read: {count}",
        table=table,
    )
