"""What comes back from a question: the same values wherever the graph lives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from ..datapackage.model import format_decimal
from .question import Column, QueryError
from .sparql import EXACT, XSD, Term

Row = tuple[Term | None, ...]
_STRING = f"{XSD}string"
TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. A graph has the columns subject, predicate, object; ASK has no columns and a ``truth``."""

    kind: Literal["table", "graph", "truth"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool = False
    described: tuple[Column, ...] = ()  # what the question says of its columns, where it says anything

    def values(self) -> list[dict[str, str]]:
        """The rows as column -> text; "" where nothing is bound."""
        return [{name: term.value if term else "" for name, term in self._named(row)} for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """The rows as column -> Decimal, int or text; None where nothing is bound."""
        return [{name: _native(term) for name, term in self._named(row)} for row in self.rows]

    def _named(self, row: Row) -> Iterator[tuple[str, Term | None]]:
        return zip(self.columns, row, strict=True)


def graph_answer(triples: Iterable[tuple[Any, Any, Any]]) -> Answer:
    """The triples of a CONSTRUCT or DESCRIBE, sorted and without repeats."""
    rows = {tuple(term_of(term) for term in triple) for triple in triples}
    return Answer("graph", TRIPLE, tuple(sorted(rows, key=repr)))


def term_of(value: Any) -> Term | None:
    """A pyoxigraph term as ours.

    Raises:
        QueryError: it is none that a table can hold.
    """
    import pyoxigraph as ox

    if value is None:
        return None
    if isinstance(value, ox.Literal):
        if language := value.language:
            return Term("literal", value.value, "", language)
        datatype = value.datatype.value
        return Term("literal", value.value, "" if datatype == _STRING else datatype)
    if isinstance(value, ox.NamedNode):
        return Term("iri", value.value)
    if isinstance(value, ox.BlankNode):
        return Term("blank", value.value)
    raise QueryError("结果里有不支持的 RDF 词项", "the result holds a term that is no IRI, literal or blank node")


def described(answer: Answer, columns: tuple[Column, ...]) -> Answer:
    """``answer`` with what a question says of its columns, and numbers written in one way.

    Engines write one number as 100, 100.0 or 100.00, as integer or decimal; afterwards a measure is a decimal in plain
    digits, any other exact number an integer where it is whole. Rows of text, language and all, stay as they are.
    """
    measures = {column.name for column in columns if column.unit}
    is_measure = [name in measures for name in answer.columns]
    is_list = [name.endswith("_observations") for name in answer.columns]
    rows = tuple(
        tuple(_in_order(term) if ls else _plain(term, m) for term, m, ls in zip(row, is_measure, is_list, strict=True))
        if answer.kind == "table"
        else row
        for row in answer.rows
    )
    return replace(answer, rows=rows, described=columns)


def _plain(term: Term | None, measure: bool) -> Term | None:
    if term is None or term.datatype not in EXACT:
        return term
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return term
    whole = number == number.to_integral_value()
    return Term("literal", format_decimal(number), XSD + ("integer" if whole and not measure else "decimal"))


def _in_order(term: Term | None) -> Term | None:
    """A list of ids in their own order, which engines do not keep."""
    return term and replace(term, value=" ".join(sorted(term.value.split())))


def _native(term: Term | None) -> Any:
    if term is None:
        return None
    if term.datatype == XSD + "decimal":
        return Decimal(term.value)
    return int(term.value) if term.datatype in (XSD + "integer", XSD + "gYear") else term.value
