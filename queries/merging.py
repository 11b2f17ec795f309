"""How the answers of the shards of a store become one answer: as the header of the question says under ``shards``.

``rows``: rows of single documents stand beside each other. ``unit``: so do rows that are made of several documents of
a unit, which have to be in one shard. ``distinct``: what shards share comes once. ``none``: only the whole can answer.
A mapping of columns to ``sum``, ``least``, ``most`` or ``percent PART WHOLE`` adds up rows that agree in all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from ..datapackage.model import format_decimal
from .answers import Answer, Row
from .question import QueryError, Question
from .sparql import XSD, Term, meaningful

_PERCENT = re.compile(r"percent (\w+) (\w+)")


def check_mergeable(question: Question, *, is_split: bool) -> None:
    """Whether shards can answer; ``is_split`` says that documents of one unit are in several of them.

    Raises:
        QueryError: they cannot; the message says why.
    """
    name = question.name or "-"
    if not question.shards:
        raise QueryError(
            f"问题 {name} 没有说明各分片的答案怎样合并（#+ shards），请用 --store 指定一个分片",
            "the question does not say how answers of shards are merged; name one shard with --store",
        )
    if question.shards == "none":
        raise QueryError(
            f"问题 {name} 要把所有文档放在一起才能回答，分片的问答库答不了；请用不分片的库",
            "this question is about all documents together; shards cannot answer it",
        )
    if question.shards == "unit" and is_split:
        raise QueryError(
            f"问题 {name} 要把一个单位几个年度的文档放在一起，按年度分片的库答不了；请按地区分片（--shards region）",
            "this question joins several years of a unit, which are in several shards here; make shards by region",
        )


def merged(question: Question, answers: Sequence[Answer]) -> Answer:
    """The answers of shards as one, in the order that the question asks for.

    Raises:
        QueryError: the header names a column or a way of merging that there is not.
    """
    first = answers[0]
    if first.kind == "truth":
        return replace(first, truth=any(answer.truth for answer in answers))
    rows = [row for answer in answers for row in answer.rows]
    if question.shards == "distinct":
        rows = list(dict.fromkeys(rows))
    elif isinstance(question.shards, Mapping):
        rows = _added(rows, first.columns, question.shards)
    order = _order(question.text, first.columns)
    return replace(first, rows=tuple(_sorted(rows, order)))


# --- adding up --------------------------------------------------------------------------------------------

Merge = Callable[[list[Term | None]], Term | None]


def _added(rows: Iterable[Row], columns: Sequence[str], ways: Mapping[str, str]) -> list[Row]:
    """Rows that agree in all columns but those of ``ways``, as one."""
    listed = {name: "listed" for name in columns if name.endswith("_observations")}
    of = {columns.index(name): way for name, way in {**ways, **listed}.items() if name in columns}
    groups: dict[Row, list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(term for at, term in enumerate(row) if at not in of), []).append(row)
    return [_one(group, columns, of) for group in groups.values()]


def _one(group: Sequence[Row], columns: Sequence[str], ways: Mapping[int, str]) -> Row:
    row = list(group[0])
    for at, way in ways.items():
        if way in _WAYS:
            row[at] = _WAYS[way]([each[at] for each in group])
    for at, way in ways.items():  # of what has been added up
        if way not in _WAYS:
            row[at] = _percent(way, dict(zip(columns, row, strict=True)))
    return tuple(row)


def _number(value: Decimal, like: Iterable[Term | None]) -> Term:
    kinds = {term.datatype for term in like if term}
    whole = value == value.to_integral_value() and f"{XSD}decimal" not in kinds
    return Term("literal", format_decimal(value), f"{XSD}{'integer' if whole else 'decimal'}")


def _over(choose: Callable[[list[Decimal]], Decimal]) -> Merge:
    """What is not printed stays empty, and is no zero."""

    def merge(terms: list[Term | None]) -> Term | None:
        values = [Decimal(term.value) for term in terms if term]
        return _number(choose(values), terms) if values else None

    return merge


def _listed(terms: list[Term | None]) -> Term | None:
    ids = sorted({word for term in terms if term for word in term.value.split()})
    return Term("literal", " ".join(ids))


_WAYS: dict[str, Merge] = {
    "sum": _over(lambda values: sum(values, Decimal(0))),
    "least": _over(min),
    "most": _over(max),
    "listed": _listed,
}


def _percent(way: str, row: Mapping[str, Term | None]) -> Term | None:
    """As SPARQL rounds it: half up, two digits."""
    found = _PERCENT.fullmatch(way)
    if found is None or not {found[1], found[2]} <= set(row):
        raise QueryError(f"#+ shards 里的 {way} 不认识", f"{way} is no way of merging a column")
    part, whole = row[found[1]], row[found[2]]
    if part is None or whole is None or not Decimal(whole.value):
        return None
    share = (10000 * Decimal(part.value) / Decimal(whole.value)).quantize(Decimal(1), ROUND_HALF_UP) / 100
    return Term("literal", format_decimal(share), f"{XSD}decimal")


# --- order ------------------------------------------------------------------------------------------------


def _order(text: str, columns: Sequence[str]) -> list[tuple[int, bool]]:
    """The columns that the question is ordered by, and whether the largest comes first."""
    kept = [token.text for token in meaningful(text)]
    starts = [at for at in range(len(kept) - 1) if [w.upper() for w in kept[at : at + 2]] == ["ORDER", "BY"]]
    found: list[tuple[int, bool]] = []
    for at in range(starts[-1] + 2, len(kept)) if starts else ():
        if kept[at][0] == "?" and kept[at][1:] in columns:
            found.append((columns.index(kept[at][1:]), kept[at - 2].upper() == "DESC"))
    return found


def _sorted(rows: list[Row], order: Sequence[tuple[int, bool]]) -> list[Row]:
    for at, descending in reversed(order):
        rows = sorted(rows, key=lambda row: _rank(row[at]), reverse=descending)
    return rows


def _rank(term: Term | None) -> tuple[int, Decimal, str]:
    """As SPARQL orders: nothing, blank nodes, IRIs, then literals, numbers by their value."""
    if term is None:
        return 0, Decimal(0), ""
    if term.is_number:
        return 3, Decimal(term.value), ""
    return {"blank": 1, "iri": 2, "literal": 4}[term.kind], Decimal(0), term.value
