"""Projects without a code: one page for what one unit calls by a name, never joined with another unit's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from yusuan import document
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits
from yusuan.datapackage.model import Conversion, identify
from yusuan.settings import DEFAULT_BASE

from ...queries import invented

NAME = "设备购置"


def without_code(given: Conversion) -> Conversion:
    """The document with each of its projects under one name, and no code anywhere."""
    facts = (
        replace(f, project_code="", label=NAME, line="project") if f.table == "project-expenditure" else f
        for f in given.facts
    )
    return replace(
        given,
        facts=tuple(replace(f, project_code="") for f in identify(facts)),
        projects=tuple(replace(p, project_code="", name=NAME) for p in given.projects),
        targets=tuple(replace(t, project_code="", project_name=NAME) for t in given.targets),
        claims=(), findings=(), repairs=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def uncoded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two units over their years, each with projects of the same name."""
    out = tmp_path_factory.mktemp("uncoded")
    given = [without_code(c) for c in invented.conversions() if c.disclosure.unit_code in ("901001", "901002")]
    names = [c.disclosure.name for c in given]
    for conversion in given:
        document.write(conversion, out / "packages" / conversion.disclosure.name, DEFAULT_BASE)
    books = {"base": DEFAULT_BASE, "state": "1", "documents": {n: {"package": n} for n in names}}
    (out / "build.json").write_text(json.dumps(books), "utf-8")
    with TestClient(create_app(out, Limits(workers=1), Rate(0)), follow_redirects=False) as client:
        yield client


def links(page: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/projects/named\?[^"]+)"', page)]


def test_each_unit_has_a_page_of_its_own(uncoded: TestClient) -> None:
    found = sorted(set(links(uncoded.get("/projects").text)))
    assert len(found) == 2
    for link, unit, other in zip(found, ("901001", "901002"), ("901002", "901001"), strict=True):
        page = uncoded.get(link)
        assert page.status_code == 200
        assert f"<h1>{NAME}</h1>" in page.text
        assert "没有印编码" in page.text
        assert f"/units/{unit}" in page.text
        assert f"/units/{other}" not in page.text


def test_a_search_and_the_page_of_the_unit_lead_there(uncoded: TestClient) -> None:
    for address in (f"/search?q={NAME}", "/units/901001"):
        assert any("unit=901001" in link for link in links(uncoded.get(address).text)), address


def test_its_figures_lead_to_cells_and_its_picture_to_data(uncoded: TestClient) -> None:
    page = uncoded.get("/projects/named", params={"unit": "901001", "name": NAME}).text
    assert re.search(r'class="lead">.*?/where/[0-9a-f]{16}', page, re.S)
    for link in re.findall(r'href="(/panels/project/[^"]+)"', page):
        assert uncoded.get(link.replace("&amp;", "&")).text.count("\n") > 2


@pytest.mark.parametrize(
    "asked", [{}, {"unit": "901001"}, {"unit": "x", "name": NAME}, {"unit": "901001", "name": "无"}]
)
def test_what_is_not_there_is_said(uncoded: TestClient, asked: dict[str, str]) -> None:
    assert uncoded.get("/projects/named", params=asked).status_code == 404
