"""The integrity constraints of OpenBudgets.eu hold of our structures and data, and find what breaks them.

The queries in ``openbudgets`` say again what those of github.com/openbudgets/data-model (integrity-constraints) ask.
Theirs look for their own properties in a structure; ours stand there by sub-properties, which is how OpenBudgets says
that a data set adapts them. Two are asked of what both have above them: our year is a literal, as in SDMX, and no
interval, so that its property is below ``sdmx-dimension:refPeriod`` beside ``obeu-dimension:fiscalPeriod``.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from yusuan.ontology.rdf import write_rdf
from yusuan.ontology.vocabulary import vocabulary_triples

from .conftest import conversion

FOLDER = Path(__file__).with_name("openbudgets")
QUERIES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.rq"))}
OBEU = "http://data.openbudgets.eu/ontology/"
QB = "http://purl.org/linked-data/cube#"
STRUCTURE = "https://w3id.org/yusuan/structure/three-public"

#: Constraint → what is added to our graph to break it, or the ending of the objects that are taken out.
PLANTED: dict[str, str] = {
    "missing-component": "component-amount>",
    "abstract-property": f"<{STRUCTURE}> <{QB}component> <urn:c> . <urn:c> <{QB}dimension> <{OBEU}dsd/dimension/classification> .",
    "code-list-redefined": f"<{OBEU}dsd/dimension/budgetPhase> a <{QB}DimensionProperty> ; <{QB}codeList> <urn:mine> .",
    "hijacked-namespace": f"<urn:o> <{OBEU}dsd/dimension/imagined> 1 .",
    "property-instantiated": f"<urn:o> a <{OBEU}dsd/measure/amount> .",
    "deprecated-term": f"<urn:o> <{OBEU}dsd/dimension/budgetaryUnit> <urn:u> .",
    "wrong-case": f"<urn:o> a <{QB}observation-Set>, <{QB}dataset> .",
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("obeu")
    write_rdf(conversion(), folder)
    text = (folder / "rdf" / "data.nt").read_text("utf-8") + vocabulary_triples()
    return text.splitlines(keepends=True)


def _violations(lines: list[str], query: str, turtle: str = "") -> set[str]:
    store = ox.Store()
    store.load("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
    store.load(turtle.encode(), ox.RdfFormat.TURTLE)
    return {str(row["violation"]) for row in store.query(query)}


def test_all_of_theirs_are_here() -> None:
    assert set(QUERIES) == set(PLANTED)


@pytest.mark.parametrize("name", QUERIES)
def test_our_graph_keeps_it(name: str, lines: list[str]) -> None:
    assert _violations(lines, QUERIES[name]) == set()


@pytest.mark.parametrize("name", QUERIES)
def test_a_planted_violation_is_found(name: str, lines: list[str]) -> None:
    planted = PLANTED[name]
    if planted.endswith(">"):
        kept = [line for line in lines if not (line.startswith(f"<{STRUCTURE}>") and f"{planted} ." in line)]
        assert len(kept) < len(lines)
        assert _violations(kept, QUERIES[name]) == {f"<{STRUCTURE}>"}
    else:
        assert _violations(lines, QUERIES[name], planted)
