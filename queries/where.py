"""Where an observation was printed, and what bears it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..datapackage.classification import terms
from .layouts import printable
from .question import QueryError
from .run import ask

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """One observation and the cell it comes from. ``amount`` is yuan; rows, columns, pages and lines count from 1,
    characters from 0; ``bbox`` is x0, top, x1, bottom in points from the top left of the page."""

    observation: str
    unit: str
    unit_name: str
    year: int
    phase: str
    table: str
    label: str
    amount: Decimal
    status: str
    confirmations: int
    document: str
    title: str
    source: str
    file: str  # which of its files, where the document is several
    url: str
    package: str
    printed: str
    printed_unit: str
    page: int | None
    table_on_page: int | None
    row: int | None
    column: int | None
    line: int | None
    char_start: int | None
    char_end: int | None
    bbox: tuple[float, float, float, float] | None
    reader: str
    confidence: Decimal | None
    text_before_repair: str
    note: str


def find_place(observation: str, source: Any, base: str) -> Place:
    """The place of an observation that is named by its id or its IRI.

    Raises:
        QueryError: there is no such observation, or the source cannot answer.
    """
    key = observation.removeprefix(f"{base}observation/")
    if not _ID.fullmatch(key):
        raise QueryError(
            f"观测的标识是 16 位十六进制数，不是 {printable(observation[:60])}", "an observation id has 16 hex digits"
        )
    rows = ask("observation", {"observation": f"{base}observation/{key}"}, source, base=base).records()
    if not rows:
        raise QueryError(f"没有观测 {key}", f"there is no observation {key}")
    return _place(rows[0])


def _place(row: dict[str, Any]) -> Place:
    texts = (
        "unit", "unit_name", "phase", "table", "label", "status", "document", "title", "source", "file", "url",
        "package", "printed", "printed_unit", "reader", "text_before_repair", "note",
    )  # fmt: skip
    numbers = ("page", "table_on_page", "row", "column")
    bbox = tuple(float(value) for value in (row["bbox"] or "").split())
    return Place(
        observation=row["id"],
        year=row["year"],
        amount=Decimal(row["amount"]),
        confirmations=row["confirmations"],
        line=row["line_number"],
        char_start=row["start"],
        char_end=row["end"],
        bbox=(bbox[0], bbox[1], bbox[2], bbox[3]) if len(bbox) == 4 else None,
        confidence=None if row["confidence"] is None else Decimal(row["confidence"]),
        **{name: row[name] or "" for name in texts},
        **{name: row[name] for name in numbers},
    )


def tell(place: Place) -> str:
    """``place`` in lines for people; the last one ends with a line break."""
    width = 4
    return "".join(f"{name:　<{width}} {printable(text)}\n" for name, text in _lines(place) if text)


def _lines(p: Place) -> Iterator[tuple[str, str]]:
    where = (("页", p.page), ("页上第几张表", p.table_on_page), ("行", p.row), ("栏", p.column), ("文本行", p.line))
    yield "观测", p.observation
    yield "单位", f"{p.unit} {p.unit_name}".strip()
    yield "内容", f"{p.year} {_named('phase', p.phase)} · {_named('table', p.table)} · {p.label}"
    yield "金额", f"{p.amount:,f} 元"
    yield "印作", f"{p.printed} {p.printed_unit}".strip()
    yield "状态", _status(p)
    yield "文档", f"{p.title} ({p.document})"
    yield "文件", p.file or p.source
    yield "网址", p.url
    yield "位置", "，".join(f"{name} {number}" for name, number in where if number is not None)
    if p.char_start is not None:
        yield "字符", f"{p.char_start}–{p.char_end}"
    yield "修复前", p.text_before_repair
    yield "说明", p.note


def _named(kind: str, term: str) -> str:
    """A term in Chinese; what the vocabulary does not name (a table kept as printed) stays as it is."""
    return terms(kind).get(term, (term, ""))[0]


def _status(p: Place) -> str:
    words = {"reported": "原文所印", "repaired": "经等式证明更正", "derived": "由文字推算"}
    proof = f"{p.confirmations} 个等式印证" if p.confirmations else "未证实：没有等式印证"
    return f"{words.get(p.status, p.status)}；{proof}"
