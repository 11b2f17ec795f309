"""The catalogue: one graph in two syntaxes, every file of every package in it, the same bytes each time."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from yusuan.catalogue.dcat import write_catalogue
from yusuan.catalogue.versions import Version, record_versions

BASE = "https://w3id.org/yusuan/"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


def graph(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / "catalogue.ttl")


def test_turtle_and_json_ld_say_the_same(example_build: Path) -> None:
    assert set(graph(example_build)) == set(rdflib.Graph().parse(example_build / "catalogue.jsonld", format="json-ld"))


def test_the_turtle_is_strict_and_has_no_blank_node(example_build: Path) -> None:
    quads = list(ox.parse(path=str(example_build / "catalogue.ttl"), format=ox.RdfFormat.TURTLE))
    assert quads
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_every_file_is_a_distribution_with_its_checksum_and_size(example_build: Path) -> None:
    found = graph(example_build)
    sums = {str(o) for o in found.objects(None, SPDX.checksumValue)}
    files = [p for p in (example_build / "packages").rglob("*") if p.is_file() and p.name != "datapackage.json"]
    assert len(sums) == len({hashlib.sha256(p.read_bytes()).hexdigest() for p in files})
    assert {hashlib.sha256(p.read_bytes()).hexdigest() for p in files} == sums
    assert {int(o) for o in found.objects(None, DCAT.byteSize)} == {p.stat().st_size for p in files}


def test_a_dataset_stands_in_the_series_of_its_unit(example_build: Path) -> None:
    found = graph(example_build)
    dataset = rdflib.URIRef(BASE + "disclosure/420100-157003-2024-budget")
    assert list(found.objects(dataset, DCAT.inSeries)) == [rdflib.URIRef(BASE + "series/420100-157003")]


def test_the_same_packages_give_the_same_bytes_and_another_base_other_names(
    example_build: Path, tmp_path: Path
) -> None:
    packages = tmp_path / "packages"
    shutil.copytree(example_build / "packages", packages)
    write_catalogue(sorted(packages.iterdir()), tmp_path, BASE, {"420100-157003-2024-budget": "无条件开放"})
    assert (tmp_path / "catalogue.ttl").read_bytes() == (example_build / "catalogue.ttl").read_bytes()
    write_catalogue(sorted(packages.iterdir()), tmp_path, "https://example.org/b/")
    assert "w3id.org/yusuan" not in (tmp_path / "catalogue.ttl").read_text("utf-8")


SHAPES = Path(__file__).with_name("shapes") / "dcat-ap-3.ttl"


def conforms(graph: rdflib.Graph) -> tuple[bool, str]:
    passed, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES), inference="none")
    return bool(passed), str(text)


def test_the_catalogue_passes_the_shapes_of_dcat_ap_3(example_build: Path) -> None:
    passed, text = conforms(graph(example_build))
    assert passed, text


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (None, "http://purl.org/dc/terms/title"),
        (None, "http://spdx.org/rdf/terms#checksumValue"),
        (None, "http://www.w3.org/ns/dcat#accessURL"),
        (None, "http://www.w3.org/ns/dcat#endpointURL"),
        (None, "http://xmlns.com/foaf/0.1/name"),
    ],
)
def test_the_shapes_notice_what_is_missing(example_build: Path, subject: None, predicate: str) -> None:
    found = graph(example_build)
    found.remove((subject, rdflib.URIRef(predicate), None))
    assert not conforms(found)[0]


def test_the_series_is_in_order_and_the_service_serves_every_dataset(example_build: Path) -> None:
    found = graph(example_build)
    datasets = set(found.subjects(rdflib.RDF.type, DCAT.Dataset))
    series = set(found.subjects(rdflib.RDF.type, DCAT.DatasetSeries))
    assert len(series) == 3  # one for each unit
    assert {found.value(each, DCAT.first) for each in series} <= datasets
    services = list(found.subjects(rdflib.RDF.type, DCAT.DataService))
    assert {str(found.value(s, DCAT.endpointURL)).removeprefix(BASE) for s in services} == {
        "sparql",
        "api/observations",
    }
    assert all(set(found.objects(service, DCAT.servesDataset)) == datasets for service in services)


def test_openness_becomes_an_access_right(example_build: Path) -> None:
    rights = set(graph(example_build).objects(None, rdflib.DCTERMS.accessRights))
    assert [str(r).rpartition("/")[2] for r in rights] == ["PUBLIC"]


def test_a_version_and_the_packages_before_it_are_in_the_catalogue(example_build: Path, tmp_path: Path) -> None:
    assert {str(v) for v in graph(example_build).objects(None, DCAT.version)} == {"1.0.0"}
    package = example_build / "packages" / "420100-157003-2024-budget"
    address = "https://data.example.org/dataset/d/resource/r/download"
    record_versions(tmp_path, {package.name: Version("1.0.1", {"1.0.0": address})})
    write_catalogue([package], tmp_path, BASE)
    found = graph(tmp_path)
    dataset = rdflib.URIRef(BASE + "disclosure/" + package.name)
    assert str(found.value(dataset, DCAT.version)) == "1.0.1"
    (old,) = found.subjects(DCAT.downloadURL, rdflib.URIRef(address))
    assert (dataset, DCAT.distribution, old) in found
    passed, text = conforms(found)
    assert passed, text


def test_downloads_and_services_of_the_catalogue_are_answered_by_the_site(example_build: Path) -> None:
    from starlette.testclient import TestClient
    from yusuan.catalogue.site.app import create_app

    found = graph(example_build)
    addresses = sorted(str(o) for o in found.objects(None, DCAT.downloadURL))
    services = [str(o) for p in (DCAT.endpointURL, DCAT.endpointDescription) for o in found.objects(None, p)]
    with TestClient(create_app(example_build)) as site:
        for address in [*addresses[:: len(addresses) // 12], *services]:
            assert site.get("/" + address.removeprefix(BASE)).status_code == 200, address
