"""The identities as SPARQL: the same verdict as the engine, equation by equation, on the same graph."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from yusuan.converters.disclosure import convert
from yusuan.converters.sources import collect_sources
from yusuan.datapackage.accounting.equations.equation import is_kept
from yusuan.datapackage.accounting.equations.matching import equations
from yusuan.datapackage.accounting.identities import load_identities
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.accounting.slots import lay_out
from yusuan.datapackage.model import Conversion, Fact, identify
from yusuan.datapackage.package import read_package
from yusuan.ontology.identities import executables, is_query, select, turtle
from yusuan.ontology.rdf import write_rdf

Verdicts = set[tuple[str, str, str]]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SOURCES = [source.path for source in collect_sources([EXAMPLES / "sources.toml"])]
IDENTITIES = [i for i in load_identities() if is_query(i)]
REAL = ("sh-putuo-czj-2024-final/czj-2024-final.pdf", "swu-2021-budget/swu-2021-budget.pdf")


def by_engine(facts: Sequence[Fact], kind: str) -> Verdicts:
    """Identity, total and outcome of every equation over the amounts alone."""
    sheet = lay_out([f for f in facts if f.table != "narrative"], (), with_blanks=False)
    values = {slot: slot.amount for slot in sheet.slots}
    verdicts: Verdicts = set()
    for equation in equations(sheet.slots, IDENTITIES, kind):
        total = equation.total.source
        if equation.is_printed and isinstance(total, Fact):
            is_silent = equation.identity.advisory == "silent" or equation.is_held_back
            broken = "not-applicable" if is_silent else "failed"
            outcome = "passed" if is_kept(equation, values) else broken
            verdicts.add((equation.identity.id, total.observation_id, outcome))
    return verdicts


def by_sparql(conversion: Conversion, folder: Path, check: str = "") -> Verdicts:
    """The same from the published graph, of one identity where it is named."""
    write_rdf(conversion, folder, "https://w3id.org/yusuan/")
    store = ox.Store()
    for path in folder.rglob("*.nt"):
        store.load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    return {
        (identity.id, row["total"].value.rpartition("/")[2], row["outcome"].value)
        for identity in IDENTITIES
        if check in ("", identity.id)
        for row in store.query(select(identity))
    }


@pytest.fixture(scope="module", params=SOURCES, ids=lambda path: path.parent.name)
def example(request: pytest.FixtureRequest, example_build: Path) -> Conversion:
    built = json.loads((example_build / "build.json").read_text("utf-8"))["documents"]
    return read_package(example_build / "packages" / built[str(request.param)]["package"])


@pytest.fixture(scope="module")
def text() -> Conversion:
    return convert(EXAMPLES / "wuhan-2024" / "disclosure.txt")


def test_every_equation_of_the_examples_ends_as_in_the_engine(example: Conversion, tmp_path: Path) -> None:
    expected = by_engine(example.facts, example.disclosure.kind)
    assert len(expected) > 50
    assert by_sparql(example, tmp_path) == expected


def test_a_broken_amount_breaks_the_same_equations(example: Conversion, tmp_path: Path) -> None:
    victim = max((f for f in example.facts if f.function_code and f.confirmations > 2), key=lambda f: f.confirmations)
    broken = replace(victim, amount=victim.amount + Decimal(10_000_000))
    facts = tuple(broken if f is victim else f for f in example.facts)
    expected = by_engine(facts, example.disclosure.kind)
    assert expected - by_engine(example.facts, example.disclosure.kind)
    assert by_sparql(replace(example, facts=facts), tmp_path) == expected


@pytest.mark.parametrize("name", REAL)
def test_real_documents_end_as_in_the_engine(disclosures: Path, tmp_path: Path, name: str) -> None:
    conversion = prove(convert(disclosures / name))
    assert by_sparql(conversion, tmp_path) == by_engine(conversion.facts, conversion.disclosure.kind)


@pytest.mark.parametrize(
    ("check", "total", "rows"),
    [
        ("function-total", "130.00", {"205": "120.00", "20501": "120.00", "22102": "10.00"}),
        ("function-total", "120.00", {"205": "120.00", "20501": "120.00", "22102": "10.00"}),
        ("function-total", "135.00", {"205": "120.00", "20501": "120.00", "22102": "10.00"}),
        ("function-tree", "130.00", {"205": "130.00", "20501": "100.00", "2050101": "100.00", "2050299": "30.00"}),
        ("function-tree", "130.00", {"205": "125.00", "20501": "100.00", "2050101": "100.00", "2050299": "30.00"}),
    ],
)
def test_codes_without_their_class_stand_for_it_in_both(
    text: Conversion, tmp_path: Path, check: str, total: str, rows: dict[str, str]
) -> None:
    like = next(f for f in text.facts if f.table == "general-budget-by-function" and f.function_code)
    made = [replace(like, function_code="", line="total", amount=Decimal(total), reported=total)]
    made += (replace(like, function_code=c, amount=Decimal(a), reported=a) for c, a in rows.items())
    facts = identify(replace(f, reported_unit="元", category="all", observation_id="") for f in made)
    assert _both(replace(text, facts=tuple(facts)), check, tmp_path)


@pytest.mark.parametrize("total", ["20.00", "14.00", "10.00", "12.00"])
def test_what_may_be_among_the_parts_is_so_in_both(text: Conversion, tmp_path: Path, total: str) -> None:
    like = next(f for f in text.facts if f.table == "three-public")
    lines = {"total": total, "reception": "3.00", "vehicle": "7.00", "meeting": "4.00", "training": "6.00"}
    made = (replace(like, line=n, amount=Decimal(a), reported=a, observation_id="") for n, a in lines.items())
    facts = identify(replace(f, reported_unit="元") for f in made)
    assert _both(replace(text, facts=tuple(facts)), "three-public-total", tmp_path)


def test_each_of_several_funds_covers_its_part_in_both(text: Conversion, tmp_path: Path) -> None:
    like = next(f for f in text.facts if f.table == "three-public")
    amounts = {"fiscal-appropriation": "8.00", "general-public-budget": "5.00"}
    made = [replace(like, line="reception", fund=n, amount=Decimal(a), reported=a) for n, a in amounts.items()]
    basic = next(f for f in text.facts if f.table == "basic-expenditure-by-economic" and f.category == "operating")
    made.append(replace(basic, economic_code="30217", line="", amount=Decimal(6), reported="6.00"))
    facts = identify(replace(f, reported_unit="元", observation_id="") for f in made)
    assert _both(replace(text, facts=tuple(facts)), "reception-covers-basic", tmp_path)


def _both(conversion: Conversion, check: str, folder: Path) -> bool:
    """Whether one identity has an equation, which ends alike in the engine and as a query."""
    expected = {v for v in by_engine(conversion.facts, conversion.disclosure.kind) if v[0] == check}
    return bool(expected) and expected == by_sparql(conversion, folder, check)


def test_the_identities_are_turtle_with_labels_in_both_languages() -> None:
    graph = Graph().parse(data=executables(), format="turtle")
    found = graph.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?identity ?select WHERE { ?identity a sh:SPARQLSelectExecutable ; sh:select ?select ; rdfs:label ?zh , ?en
          FILTER(LANG(?zh) = "zh") FILTER(LANG(?en) = "en") }"""
    )
    queries = {str(row["identity"]).rpartition("/")[2]: str(row["select"]) for row in found}  # pyright: ignore
    assert queries == {i.id: select(i) for i in IDENTITIES}


def test_the_base_is_that_of_the_build() -> None:
    text = turtle(IDENTITIES[:1], "https://data.example.org/")
    assert "https://data.example.org/identity/" in text
    assert "w3id.org/yusuan" not in text


def test_an_operators_own_identity_is_a_query_with_the_verdict_of_the_engine(tmp_path: Path) -> None:
    """As docs/output.md says: a record in a file of one's own folder, and it stands beside the project's."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "town.yaml").write_text(
        """- id: town-total-is-classes
  zh: 本地要求：合计等于各类之和
  en: by a rule of our town, the total equals the classes
  group: own
  basis: 某局通知
  tables: [expenditure-summary]
  left: {line: total, function_code: ""}
  right: [{line: "", function_code: "#3"}]
""",
        "utf-8",
    )
    text = executables(folder=own)
    assert "identity/town-total-is-classes>" in text
    assert text.count("sh:SPARQLSelectExecutable") == len(IDENTITIES) + 1
    (identity,) = [i for i in load_identities(own) if i.group == "own"]
    example = convert(EXAMPLES / "wuhan-2024" / "disclosure.xlsx")
    write_rdf(example, tmp_path / "rdf", "https://w3id.org/yusuan/")
    store = ox.Store()
    for path in (tmp_path / "rdf").rglob("*.nt"):
        store.load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    told = sorted(row["outcome"].value for row in store.query(select(identity)))
    ledger = prove(replace(example, checks=(), repairs=(), findings=()), identities=own).checks
    assert told == sorted(c.outcome for c in ledger if c.check == identity.id and c.outcome != "not-applicable")
