"""Ask a question of the embedded store or of a SPARQL server, and lay the answer out.

An answer is the same values wherever the graph lives; a fault is a :class:`QueryError`, never a short table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..settings import DEFAULT_BASE
from .answers import Answer, Row, described, graph_answer, term_of
from .endpoint import Endpoint, EndpointError, ask_endpoint
from .merging import check_mergeable, merged
from .question import Given, QueryError, Question, bind, find_question, load_questions
from .shards import Shards
from .sparql import QUERY_FORMS, UPDATE_WORDS, lateral_optionals, meaningful, place, query_form, rebase

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = [
    "Answer",
    "Endpoint",
    "EndpointError",
    "Row",
    "ask",
    "ask_shards",
    "lay_out",
    "permitted_form",
    "quickened",
    "rebased",
]


def ask(
    question: str | Path | Question,
    parameters: Mapping[str, Given] | None = None,
    source: Store | Endpoint | Shards | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> Answer:
    """The answer of ``source`` to a question given by name, path, text or value.

    ``base`` is the IRI under which the graph was built; questions are written for the default one.

    Raises:
        QueryError: the question, a parameter or the query is faulty.
        EndpointError: the server failed or did not answer in whole.
    """
    found = question if isinstance(question, Question) else find_question(question)
    if isinstance(source, Shards):
        check_mergeable(found, is_split=source.is_split)
        told = (source.renamed(each, ask(found, parameters, each.store, base=base)) for each in source.shards)
        return merged(found, list(told))
    # Rebased before binding: an IRI given as a value is the caller's own.
    text = bind(rebased(found, base), parameters or {})
    form = permitted_form(text, embedded=not isinstance(source, Endpoint))
    if source is None:
        raise QueryError("没有给出数据库或服务地址", "neither a store nor an endpoint is given")
    if not isinstance(source, Endpoint):
        return described(_ask_store(lateral_optionals(text) if found.well_designed else text, source), found.returns)
    answer = ask_endpoint(text, form, source, f"{base}def/Disclosure" if found.returns else "")
    if found.returns and answer.columns != tuple(column.name for column in found.returns):
        raise EndpointError(
            f"{source.url} 答的不是所问的各栏", "the server answers other columns than it was asked for"
        )
    return described(answer, found.returns)


def rebased(question: Question, base: str) -> Question:
    """``question`` as it is asked of graphs that were built under the IRI ``base``."""
    from dataclasses import replace

    return replace(question, text=rebase(question.text, DEFAULT_BASE, base))


def quickened(text: str, base: str = DEFAULT_BASE) -> str:
    """``text`` as Oxigraph answers it soonest, where it is a question of the library, whatever values it was given."""
    return lateral_optionals(text) if _shape(text) in _library(base) else text


def ask_shards(text: str, source: Shards, base: str) -> Answer:
    """The answer of ``source`` to ``text``, where it is a question of the library, whatever values it was given.

    Raises:
        QueryError: it is another query, or a question that shards cannot answer.
    """
    question = _library(base).get(_shape(text)) or Question("", text)
    check_mergeable(question, is_split=source.is_split)
    told = (described(_ask_store(text, each.store), question.returns) for each in source.shards)
    return merged(question, [source.renamed(each, one) for each, one in zip(source.shards, told, strict=True)])


@cache
def _library(base: str) -> dict[tuple[str, ...], Question]:
    """The questions by their shape, as they stand and as Oxigraph answers them soonest."""
    return {
        _shape(form(rebase(question.text, DEFAULT_BASE, base))): question
        for question in load_questions()
        for form in (lateral_optionals, str)
    }


def _shape(text: str) -> tuple[str, ...]:
    """The tokens of a query without the rows of its VALUES, but for UNDEF, which leaves variables without a value."""
    kept: list[str] = []
    named = within = False
    for token in meaningful(text):
        word = token.text.upper()
        if word == "VALUES":
            named = True
        elif named and token.text == "{":
            named, within = False, True
        elif within and token.text == "}":
            within = False
        elif not (named or within) or word == "UNDEF":
            kept.append(token.text)
    return tuple(kept)


def permitted_form(text: str, *, embedded: bool) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: the text is an update or no query, or reaches for the network from the embedded store.
    """
    form = query_form(text)
    if form in UPDATE_WORDS:
        raise QueryError(f"只回答查询，不执行更新 {form}", f"updates are refused: {form}")
    if form not in QUERY_FORMS:
        raise QueryError(
            "第 1 行第 1 列: 不是 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询", "line 1, column 1: this is no SPARQL query"
        )
    kept = meaningful(text)
    service = next((token for token in kept if token.kind == "word" and token.text.upper() == "SERVICE"), None)
    if embedded and service:
        line, column = place(text, service.start)
        raise QueryError(
            f"第 {line} 行第 {column} 列: 内置数据库不执行 SERVICE，它会访问网络",
            f"line {line}, column {column}: SERVICE is refused, it would reach the network",
        )
    return form


# --- the embedded store


def _ask_store(text: str, store: Store) -> Answer:
    import pyoxigraph as ox

    try:
        # A store that keeps the merge of its graphs as default graph is asked there: Oxigraph counts a triple
        # of the union once for each graph that holds it (oxigraph#1919).
        merged = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
        found = store.query(text, use_default_graph_as_union=not merged)
        if isinstance(found, ox.QueryBoolean):
            return Answer("truth", truth=bool(found))
        if isinstance(found, ox.QueryTriples):
            return graph_answer((triple.subject, triple.predicate, triple.object) for triple in found)
        columns = tuple(variable.value for variable in found.variables)
        return Answer("table", columns, tuple(tuple(term_of(value) for value in solution) for solution in found))
    except SyntaxError as error:
        raise _syntax_error(str(error), text) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"查询执行失败: {error}", "the query failed while it ran") from error


def _syntax_error(message: str, text: str) -> QueryError:
    at = re.search(r"(\d+):(\d+)", message)
    line, column = (int(at[1]), int(at[2])) if at else (1, 1)
    reason = message.partition(": ")[2] or message
    lines = text.splitlines()
    shown = lines[line - 1].strip()[:120] if line <= len(lines) else ""
    return QueryError(
        f"SPARQL 语法错误，第 {line} 行第 {column} 列: {shown}",
        f"invalid SPARQL at line {line}, column {column}: {reason}",
    )


# --- layouts


def lay_out(answer: Answer, layout: str = "table") -> str | bytes:
    """``answer`` as table, csv, json (SPARQL 1.1 Query Results JSON) or ttl, which end with a line break, or parquet.

    Raises:
        QueryError: the layout is unknown, or ttl is asked of an answer that is no graph.
    """
    from .layouts import LAYOUTS

    if layout not in LAYOUTS:
        raise QueryError(f"没有 {layout} 这种格式；有 {'、'.join(LAYOUTS)}", f"unknown format {layout}")
    return LAYOUTS[layout](answer)
