"""What crawlers ask for first: each page that the sitemap names is there, and what has no end is kept from them."""

from __future__ import annotations

import re
from urllib.robotparser import RobotFileParser

import pytest
from starlette.testclient import TestClient
from yusuan.catalogue.site import crawlers


def addresses(text: str) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", text)


def test_every_page_of_the_sitemap_is_there(site: TestClient) -> None:
    answer = site.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    found = addresses(answer.text)
    assert len(found) == len(set(found))
    assert any("/disclosures/420100-157003-2024-budget" in one for one in found)
    assert any("/units/157003" in one for one in found)
    assert {one: site.get(one).status_code for one in found if site.get(one).status_code != 200} == {}
    assert site.get("/sitemap.xml", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_a_long_sitemap_is_a_list_of_parts(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(site.get("/sitemap.xml").text)
    monkeypatch.setattr(crawlers, "LIMIT", 4)
    index = site.get("/sitemap.xml").text
    assert "<sitemapindex" in index
    assert [one for part in addresses(index) for one in addresses(site.get(part).text)] == whole
    assert [site.get(f"/sitemap.xml?part={part}").status_code for part in ("0", "99", "x")] == [404, 404, 404]


def test_crawlers_are_kept_from_what_has_no_end(site: TestClient) -> None:
    text = site.get("/robots.txt").text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    allowed = {
        path: rules.can_fetch("*", f"http://testserver{path}") for path in ("/units", "/sparql?query=x", "/search?q=x")
    }
    assert allowed == {"/units": True, "/sparql?query=x": False, "/search?q=x": False}
    assert rules.site_maps() == ["http://testserver/sitemap.xml"]
    assert "Disallow: /budget/sparql\n" in crawlers.robots("https://example.org/budget", "/budget")
