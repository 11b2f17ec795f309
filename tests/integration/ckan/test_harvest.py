"""A real CKAN harvests our catalogue by ckanext-dcat: the same datasets as by publishing, names apart."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import rdflib
from yusuan.catalogue.dcat import write_catalogue
from yusuan.catalogue.plan import extras_of, tags_of

from .builds import small, write_build
from .portals import client, purge, yusuan
from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
UNITS = [("930001", "武汉市气象局"), ("930002", "武汉市地震局")]
NAMES = [f"420100-{code}-2024-budget" for code, _ in UNITS]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, example_build: Path) -> Iterator[tuple[Path, str]]:
    """A build served as files, its identifiers under the address that it is served at."""
    folder = tmp_path_factory.mktemp("site")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *_: None  # type: ignore[attr-defined]
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    write_build(folder, [small(example_build, code, name) for code, name in UNITS], base)
    write_catalogue(sorted((folder / "packages").iterdir()), folder, base, dict.fromkeys(NAMES, "无条件开放"))
    yield folder, base
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def harvested(portal: Ckan, site: tuple[Path, str]) -> Iterator[list[dict[str, Any]]]:
    api = client(portal)
    source = f"yusuan-{portal.version.replace('.', '-')}"
    org = f"harvest-{portal.version.replace('.', '-')}"
    api.write("organization_create", {"name": org, "title": "收割"})
    data = {
        "name": source, "url": f"{site[1]}catalogue.ttl", "source_type": "dcat_rdf", "title": "yusuan",
        "owner_org": org, "frequency": "MANUAL", "config": '{"rdf_format": "text/turtle"}',
    }  # fmt: skip
    api.write("harvest_source_create", data)
    said = portal.command("harvester", "run-test", source)
    found = [d for d in api.search(f"organization:{org}") if d["type"] == "dataset"]
    assert found, said[-2000:]
    yield found
    purge(portal, *[d["name"] for d in found])


@pytest.fixture(scope="module")
def published(portal: Ckan, harvested: list[dict[str, Any]], site: tuple[Path, str]) -> Iterator[None]:
    done = yusuan("publish", str(site[0]), "--to", portal.url, token=portal.token)
    assert done.returncode == 0, done.stdout + done.stderr
    yield
    purge(portal, *NAMES)


def test_every_dataset_comes_with_a_name_of_its_own(harvested: list[dict[str, Any]]) -> None:
    identifiers = sorted(extras_of(d).get("identifier", "") for d in harvested)
    assert [i for i in identifiers if i] == NAMES
    names = [d["name"] for d in harvested]
    assert len(set(names)) == len(names)


def test_the_harvest_holds_what_publishing_sends(
    portal: Ckan, harvested: list[dict[str, Any]], published: None
) -> None:
    api = client(portal)
    by_identifier = {extras_of(d).get("identifier", ""): d for d in harvested}
    for name in NAMES:
        ours, theirs = api.show(name), by_identifier[name]
        assert ours is not None
        for key in ("temporal_start", "temporal_end", "access_rights", "publisher_name", "spatial_uri", "uri", "theme"):
            assert extras_of(theirs).get(key) == extras_of(ours).get(key), key
        sent = {r["hash"] for r in ours["resources"] if r["url_type"] == "upload"}
        packaged = {
            r["hash"] for r in theirs["resources"] if r["url"].endswith((".csv", ".nt", ".ttl", ".html", "report.json"))
        }
        tables = {r["hash"] for r in ours["resources"] if r["yusuan_path"].startswith(("data/", "rdf/", "report"))}
        assert tables <= packaged & sent
        assert {"预算", "预决算公开"} <= set(tags_of(theirs)) & set(tags_of(ours))


def test_what_the_portal_serves_as_dcat_holds_what_we_sent(portal: Ckan, published: None) -> None:
    api = client(portal)
    answer = api._session.get(f"{portal.url}/catalog.ttl?q=name:{NAMES[0]}", timeout=120)
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    seen = api.show(NAMES[0])
    assert seen is not None
    (dataset,) = graph.subjects(rdflib.DCTERMS.identifier, rdflib.Literal(NAMES[0]))
    assert str(graph.value(dataset, rdflib.DCTERMS.title)) == seen["title"]
    sums = {str(o).lower() for o in graph.objects(None, SPDX.checksumValue)}
    assert {r["hash"] for r in seen["resources"] if r["url_type"] == "upload"} <= sums
    assert {str(w) for w in graph.objects(dataset, DCAT.keyword)} == set(tags_of(seen))
    assert str(graph.value(dataset, rdflib.DCTERMS.accessRights)).endswith("PUBLIC")
