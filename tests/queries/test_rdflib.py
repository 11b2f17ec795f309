"""The questions on rdflib, a fourth engine with known faults: what it answers is compared, and not trusted."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from yusuan.queries.question import bind, load_questions
from yusuan.queries.run import ask
from yusuan.queries.store import open_store

from .asked import of_invented

QUESTIONS = {q.name: q for q in load_questions()}
#: It joins in the order of the text and binds late, so that these take very long, or do not end.
ENDLESS = frozenset({
    "by-function-class", "carried-over-between-years", "largest-projects", "shares",
})  # fmt: skip
#: Where its answers differ, and how. A test tells when a new version no longer does.
KNOWN: dict[str, str] = {
    "change-against-year-before": "it answers no row where the other engines answer two",
}


@pytest.fixture(scope="module")
def both(invented_build: Path) -> tuple[ox.Store, rdflib.Graph]:
    """The embedded store of the invented documents, and its default graph in rdflib."""
    store = open_store(invented_build / "store")
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return store, rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


@contextmanager
def within(seconds: int) -> Generator[None]:
    """At most so many seconds of CPU."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def plain(value: Any) -> object:
    """A value without regard to how an engine writes numbers."""
    if value is None:
        return None
    number = getattr(value, "datatype", "") and str(value.datatype).endswith(("#decimal", "#integer"))
    return Decimal(str(value)).normalize() if number else str(value)


def rows_of(values: Any) -> list[str]:
    return sorted(repr(tuple(values_of_row)) for values_of_row in values)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=KNOWN[name])) if name in KNOWN else name
        for name in sorted(set(QUESTIONS) - ENDLESS)
    ],
)
def test_rdflib_answers_the_same(both: tuple[ox.Store, rdflib.Graph], invented_observation: str, name: str) -> None:
    store, graph = both
    asked = of_invented(QUESTIONS[name], invented_observation)
    with within(15):
        theirs = [[plain(value) for value in row] for row in graph.query(bind(QUESTIONS[name], asked))]
    ours = [
        [None if t is None else Decimal(t.value).normalize() if t.is_number else t.value for t in row]
        for row in ask(name, asked, store).rows
    ]
    assert rows_of(theirs) == rows_of(ours)
