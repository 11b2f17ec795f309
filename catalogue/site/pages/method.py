"""How the figures were made and what they are called: method and accuracy, vocabulary, the query page."""

from __future__ import annotations

import csv
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from functools import cache
from pathlib import Path

from ....queries.question import QueryError, load_questions
from .. import vocabulary
from ..shelf import Row, Shelf
from ..words import Reader
from .rows import Arguments, Context


def about(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Method, what the checks found here, licence, how it was measured."""
    outcomes: Counter[str] = Counter()
    for document in shelf.documents:
        outcomes.update(document.checks)
    return {
        "accuracy": _accuracy(),
        "quality": next(iter(shelf.whole("quality")), None),
        "outcomes": outcomes,
        "licences": Counter(d.licence for d in shelf.documents),
    }


@cache
def _accuracy() -> dict[str, list[Row]]:
    """What bench/accuracy.py measured of this release, by measure."""
    found: dict[str, list[Row]] = {}
    with (Path(__file__).parent.parent / "accuracy.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            counts = {name: Decimal(row[name]) for name in ("documents", "of", "right", "held_back", "wrong")}
            found.setdefault(row["measure"], []).append({**row, **counts})
    return found


def ontology(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The vocabulary: classes, properties, code lists."""
    return {"groups": vocabulary.groups(shelf.base), "lists": vocabulary.lists(), "size": vocabulary.size(shelf.base)}


def reference(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The whole vocabulary with its diagram, code lists and shapes."""
    return {"body": _reference(reader.language, shelf.base)}


@cache
def _reference(language: str, base: str) -> str:
    from ....ontology.pages import body

    return body(language, base)


def sparql(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The query page; its form works without JavaScript.

    A question that is to be run is asked with what was given and nothing else; one to be looked at has its example.
    """
    from ....queries.question import bind
    from ....queries.run import rebased

    questions = load_questions()
    chosen = next((q for q in questions if q.name == asked.get("question")), None)
    shown = rebased(chosen or questions[0], shelf.base)
    text = asked.get("query") or shown.text
    given = {p.name: asked[p.name] for p in chosen.parameters if asked.get(p.name)} if chosen else {}
    if chosen and (given or asked.get("run")) and not asked.get("query"):
        with suppress(QueryError):  # a parameter is missing or faulty: the text of the question stays, with its example
            text = bind(shown, given)
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    years = sorted({d.year for d in shelf.documents}, reverse=True)
    return {
        "questions": questions,
        "query": query,
        "chosen": chosen,
        "given": given,
        "answer": None,
        "years": years,
    }
