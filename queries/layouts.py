"""How an answer is laid out: for a terminal, as CSV, as SPARQL results JSON, as Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any

from ..console import width
from ..ontology.terms import label, schemes
from .answers import Answer
from .question import QueryError
from .sparql import XSD, Term, render

DECIMAL = XSD + "decimal"


def table(answer: Answer) -> str:
    """Aligned columns; Chinese characters count as two, numbers stand right with thousands separators.

    Columns that a question describes bear the Chinese names of codes; the codes themselves are in the other layouts.
    """
    if answer.kind == "truth":
        return "是 yes\n" if answer.truth else "否 no\n"
    titles = {column.name: column.zh for column in answer.described}
    heads = [[name] if titles.get(name, name) == name else [titles[name], name] for name in answer.columns]
    columns = [[row[at] for row in answer.rows] for at in range(len(answer.columns))]
    cells = [
        [named(name, text) for text in _column(values)] if name in titles else _column(values)
        for name, values in zip(answer.columns, columns, strict=True)
    ]
    return ruled(heads, cells, [_is_numeric(values) for values in columns]) + _count(len(answer.rows))


def _count(rows: int) -> str:
    return f"{rows} 行 rows\n" if rows else "没有结果 no rows\n"


def ruled(heads: Sequence[Sequence[str]], columns: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Heads over a rule over columns of texts, aligned by their width on a terminal; ``right`` columns stand right."""
    depth = max((len(head) for head in heads), default=1)
    stacked = [[*head, *[""] * (depth - len(head))] for head in heads]
    widths = [max(map(width, [*head, *cells]), default=0) for head, cells in zip(stacked, columns, strict=True)]
    lines = [*zip(*stacked, strict=True), tuple("─" * w for w in widths), *zip(*columns, strict=True)]
    return "".join(
        "  ".join(_pad(text, w, r) for text, w, r in zip(line, widths, right, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _pad(text: str, to: int, right: bool) -> str:
    space = " " * (to - width(text))
    return space + text if right else text + space


def _is_numeric(values: Sequence[Term | None]) -> bool:
    bound = [value for value in values if value]
    return bool(bound) and all(value.is_number for value in bound)


def _column(values: Sequence[Term | None]) -> list[str]:
    if not _is_numeric(values):
        return [printable(value.value) if value else "" for value in values]
    places = max((_places(value) for value in values if value), default=0)
    return [grouped(value, places) if value else "" for value in values]


def named(column: str, code: str) -> str:
    """The Chinese name of a code in a column that is called as its list of codes; else ``code`` itself."""
    return label(column, code) if code and column in schemes() else code


def printable(text: str) -> str:
    """``text`` on one line and without control characters, which could drive a terminal."""
    return "".join(" " if c in "\t\n\r" else c if c.isprintable() else "�" for c in text)


def _places(term: Term) -> int:
    return len(term.value.partition(".")[2]) if term.datatype == DECIMAL else 0


def grouped(term: Term, places: int) -> str:
    """A number with thousands separators and ``places`` decimals; other kinds of number as they stand."""
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return printable(term.value)
    return f"{value:,.{places}f}" if term.datatype == DECIMAL else f"{value:,}"


def as_csv(answer: Answer) -> str:
    """A header line and plain values, UTF-8, lines ended by LF; a graph as its triples."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if answer.kind == "truth":
        writer.writerows([["answer"], [str(answer.truth).lower()]])
    else:
        writer.writerow(answer.columns)
        writer.writerows([value.value if value else "" for value in row] for row in answer.rows)
    return lines.getvalue()


def as_json(answer: Answer) -> str:
    """SPARQL 1.1 Query Results JSON; a graph as its triples."""
    said: dict[str, object] = {"head": {}, "boolean": answer.truth}
    if answer.kind != "truth":
        bindings = [
            {name: _binding(term) for name, term in zip(answer.columns, row, strict=True) if term}
            for row in answer.rows
        ]
        said = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _binding(term: Term) -> dict[str, str]:
    kinds = {"iri": "uri", "literal": "literal", "blank": "bnode"}
    said = {"type": kinds[term.kind], "value": term.value}
    if term.language:
        said["xml:lang"] = term.language
    elif term.datatype:
        said["datatype"] = term.datatype
    return said


def as_ttl(answer: Answer) -> str:
    """The triples one a line in order, which is Turtle too."""
    if answer.kind != "graph":
        raise QueryError("ttl 只用于 CONSTRUCT 和 DESCRIBE 的结果", "ttl is for the answers of CONSTRUCT and DESCRIBE")
    return "".join(f"{' '.join(_turtle(term) for term in row if term)} .\n" for row in answer.rows)


def _turtle(term: Term) -> str:
    return f"_:{term.value}" if term.kind == "blank" else render(term)


def as_parquet(answer: Answer) -> bytes:
    """A Parquet file: measures as decimals, whole numbers and years as integers, all else as text."""
    pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    if answer.kind == "truth":
        raise QueryError("parquet 只用于表", "parquet is for tables")
    sink = io.BytesIO()
    pq.write_table(to_arrow(answer, pa), sink, compression="zstd")
    return sink.getvalue()


def to_arrow(answer: Answer, pa: Any) -> Any:
    """The rows as an Arrow table, by what stands in each column."""
    records = answer.records()
    columns = {name: [record[name] for record in records] for name in answer.columns}
    return pa.table({name: _arrow_column(values, pa) for name, values in columns.items()})


def _arrow_column(values: list[Any], pa: Any) -> Any:
    bound = [value for value in values if value is not None]
    if bound and all(isinstance(value, int) for value in bound):
        return pa.array(values, pa.int64())
    if bound and all(isinstance(value, (Decimal, int)) for value in bound):
        return pa.array([None if value is None else Decimal(value) for value in values], pa.decimal128(38, 6))
    return pa.array([None if value is None else str(value) for value in values], pa.string())


LAYOUTS: dict[str, Callable[[Answer], str | bytes]] = {
    "table": table, "csv": as_csv, "json": as_json, "parquet": as_parquet, "ttl": as_ttl,
}  # fmt: skip
