"""Package → RDF → package is equal, for every example and for any package; the three forms are one graph."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yusuan.converters.sources import collect_sources
from yusuan.datapackage.model import Conversion
from yusuan.datapackage.package import canonical, read_package
from yusuan.ontology.forms import FILES, Forms
from yusuan.ontology.graph import SUFFIXES
from yusuan.ontology.ntriples import RdfError
from yusuan.ontology.rdf import write_rdf
from yusuan.ontology.reading import read_rdf

from ..datapackage.conversions import conversions as any_conversions
from .conftest import conversion, fact

EXAMPLES = Path(__file__).parents[2] / "examples"
FORMATS = {".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE, ".jsonld": ox.RdfFormat.JSON_LD}
#: How many random packages: set it for the long form.
RANDOM = int(os.environ.get("YUSUAN_RANDOM_PACKAGES", "60"))


def test_every_example_comes_back_from_its_rdf_as_from_its_package(example_build: Path) -> None:
    packages = sorted((example_build / "packages").iterdir())
    assert len(packages) == len(collect_sources([EXAMPLES / "sources.toml"]))
    for package in packages:
        assert read_rdf(package / "rdf") == read_package(package), package.name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_form_is_enough(suffix: str, tmp_path: Path) -> None:
    write_rdf(conversion(), tmp_path, forms=Forms(json_ld=True))
    for path in (tmp_path / "rdf").iterdir():
        if path.suffix != suffix:
            path.unlink()
    assert read_rdf(tmp_path / "rdf") == canonical(conversion())


def test_a_row_whose_unit_has_another_name_or_none_keeps_it(tmp_path: Path) -> None:
    rows = [fact(), fact(unit_name=""), fact(unit_code="", unit_name=""), fact(unit_name="旧名")]
    write_rdf(conversion(rows), tmp_path)
    assert read_rdf(tmp_path / "rdf") == canonical(conversion(rows))


def test_the_order_of_a_finding_s_observations_is_kept(tmp_path: Path) -> None:
    whole = conversion()
    ids = tuple(f.observation_id for f in whole.facts[:3])
    findings = tuple(
        replace(whole.findings[0], observation_ids=order) for order in (ids, ids[::-1], (*ids, ids[0]), ())
    )
    write_rdf(replace(whole, findings=findings), tmp_path)
    assert read_rdf(tmp_path / "rdf") == canonical(replace(whole, findings=findings))


def _publishable(whole: Conversion) -> Conversion:
    """Any conversion, its codes within the lists that are closed and its years within the editions."""
    d = whole.disclosure
    tables = [t.table for t in whole.tables] or ["budget-summary"]
    claims = tuple(
        replace(c, line="total" if c.line else "", function_code="201" if c.function_code else "",
                economic_code="30101" if c.economic_code else "", fiscal_year=2024, observation_id="")
        for c in whole.claims
    )  # fmt: skip
    return replace(
        whole,
        disclosure=replace(d, year=2007 + d.year % 20, licence="CC-BY-4.0"),
        claims=claims,
        repairs=tuple(replace(r, observation_id="0123456789abcdef") for r in whole.repairs),
        findings=tuple(
            replace(f, document_id=d.document_id, table=tables[0] if f.table else "") for f in whole.findings
        ),
        checks=tuple(
            replace(c, table=tables[0], outcome="passed" if n % 2 else "not-applicable")
            for n, c in enumerate(whole.checks)
        ),
        projects=tuple(
            replace(
                p,
                document_id=d.document_id,
                start_year=2020 if p.start_year else None,
                end_year=2030 if p.end_year else None,
            )
            for p in whole.projects
        ),
        targets=tuple(replace(t, document_id=d.document_id, table="project-performance") for t in whole.targets),
        units=tuple(replace(u, document_id=d.document_id) for u in whole.units),
        glossary=tuple(
            replace(g, document_id=d.document_id, function_code="2010350" if g.function_code else "")
            for g in whole.glossary
        ),
    )


@given(any_conversions.map(_publishable))
@settings(
    max_examples=RANDOM,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_any_package_comes_back_from_its_rdf(tmp_path: Path, whole: Conversion) -> None:
    write_rdf(whole, tmp_path)
    assert read_rdf(tmp_path / "rdf") == canonical(whole)


# --- the three forms --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["data", "provenance"])
def test_n_triples_turtle_and_json_ld_are_one_graph_to_two_libraries(name: str, rdf: Path) -> None:
    by_oxigraph = [
        {str(quad.triple) for quad in ox.parse(path=str(rdf / f"{name}{suffix}"), format=form)}
        for suffix, form in FORMATS.items()
    ]
    assert by_oxigraph[0] == by_oxigraph[1] == by_oxigraph[2] != set()
    by_rdflib = [
        set(rdflib.Graph().parse(rdf / f"{name}{suffix}", format=form))
        for suffix, form in {".nt": "nt", ".ttl": "turtle", ".jsonld": "json-ld"}.items()
    ]
    assert by_rdflib[0] == by_rdflib[1] == by_rdflib[2] != set()


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=RANDOM, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_the_same_in_the_three_forms(tmp_path: Path, text: str) -> None:
    write_rdf(conversion([fact(label=text)]), tmp_path, forms=Forms(json_ld=True))
    for suffix, form in FORMATS.items():
        (label,) = [
            quad.object.value
            for quad in ox.parse(path=str(tmp_path / "rdf" / f"data{suffix}"), format=form)
            if quad.predicate.value.endswith("/label")
        ]
        assert label == text


def test_all_files_are_written_and_the_same_twice(tmp_path: Path) -> None:
    more = Forms(json_ld=True, cube_link=True)
    for name in ("one", "two"):
        write_rdf(conversion(), tmp_path / name, forms=more)
    write_rdf(conversion(), tmp_path / "fewer")
    assert sorted(path.name for path in (tmp_path / "one" / "rdf").iterdir()) == sorted(more.files)
    assert sorted(path.name for path in (tmp_path / "fewer" / "rdf").iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / "one" / "rdf" / name).read_bytes() == (tmp_path / "fewer" / "rdf" / name).read_bytes()
    for name in more.files:
        assert (tmp_path / "one" / "rdf" / name).read_bytes() == (tmp_path / "two" / "rdf" / name).read_bytes()


# --- what cannot be read ----------------------------------------------------------------------------------


def test_a_graph_that_says_less_than_a_package_is_refused_and_named(rdf: Path) -> None:
    lines = (rdf / "data.nt").read_text("utf-8").splitlines(keepends=True)
    (rdf / "data.nt").write_text("".join(line for line in lines if "/amount> " not in line), "utf-8")
    with pytest.raises(RdfError, match="缺少 amount"):
        read_rdf(rdf)


def test_a_missing_or_damaged_file_is_named(rdf: Path, tmp_path: Path) -> None:
    with pytest.raises(RdfError, match=r"data\.nt、\.ttl 或 \.jsonld"):
        read_rdf(tmp_path / "nothing")
    (rdf / "data.nt").write_text("this is no triple\n", "utf-8")
    with pytest.raises(RdfError, match=r"data\.nt: 读不了"):
        read_rdf(rdf)
