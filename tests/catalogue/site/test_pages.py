"""Every page opens in both languages, says the figures of the build, and leads each to its cell."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from yusuan.catalogue.site.words import Reader

PACKAGE = "420100-157003-2024-budget"
ADDRESSES = (
    "/", "/units", "/units/157003", f"/disclosures/{PACKAGE}", f"/disclosures/{PACKAGE}/tables/1", "/codes/2010350",
    "/codes/30101", "/projects/42010023157T000000108", "/findings", "/findings?severity=error", "/compare",
    "/compare?function=2010350&years=2023,2024", "/search?q=事业运行", "/search?q=852.53", "/downloads", "/sparql/editor",
    "/about",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["", "en"])
def test_every_page_opens_with_one_title_and_no_script(site: TestClient, address: str, language: str) -> None:
    page = site.get(address, params={"lang": language} if language and "?" not in address else None)
    assert page.status_code == 200
    assert len(re.findall(r"<h1[ >]", page.text)) == 1
    assert re.findall(r"<script(?! src=\"/static/)|<script[^>]*>[^<]|\son[a-z]+=|javascript:", page.text) == []
    assert "style=" not in page.text
    assert len(page.content) < 200_000


def test_every_link_of_every_page_leads_somewhere(site: TestClient) -> None:
    seen: set[str] = set()
    for address in ADDRESSES:
        seen |= {link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"#]*)"', site.get(address).text)}
    sample = sorted(seen)[:: max(len(seen) // 150, 1)]
    broken = [link for link in sample if site.get(link).status_code not in (200, 303)]
    assert broken == []


def test_a_figure_leads_to_its_line_with_the_characters_marked(site: TestClient) -> None:
    rows = site.get(
        "/api/observations",
        params={"function_code": "2010350", "table": "expenditure-summary", "category": "basic"},
    ).json()["observations"]
    rows = [row for row in rows if row["unit_code"] == "157003"]
    page = site.get(f"/where/{rows[0]['observation_id']}").text
    assert "<mark>852. 53</mark>" in page
    assert "8,525,300.00 元" in page


def test_printed_cells_of_one_text_lead_each_to_its_own_line(site: TestClient) -> None:
    tables = {t: site.get(f"/disclosures/{PACKAGE}/tables/{t}").text for t in ("3", "5")}
    for page in tables.values():
        cells = re.findall(r'<td class="number"><a href="/where/([0-9a-f]{16})">([^<]+)</a>', page)
        assert len({observation for observation, _ in cells}) == len(cells) > 60
        for observation, printed in cells[::12]:
            assert f"<mark>{printed}</mark>" in site.get(f"/where/{observation}").text


def test_no_personal_value_is_shown_beside_a_figure(site: TestClient, example_build: Path) -> None:
    rows = site.get("/api/observations", params={"table": "project-performance", "limit": 100}).json()["observations"]
    pages = "".join(site.get(f"/where/{row['observation_id']}").text for row in rows)
    assert "张三" not in pages
    assert "13800000000" not in pages


def test_the_unit_of_money_changes_for_the_whole_page(site: TestClient) -> None:
    assert "38,423,500.00" in site.get("/units/157003?money=元").text
    assert "0.3842" in site.get("/units/157003?money=亿元").text


def test_a_change_that_rests_on_a_disputed_figure_is_not_said_and_the_figure_is_marked(site: TestClient) -> None:
    page = site.get("/units/157003").text
    (lead,) = re.findall(r'<p class="lead">(.*?)</p>', page)
    assert "%" not in lead
    assert re.search(r"2,726\.74</a><span class=\"mark\" title=\"[^\"]*矛盾", page)


def test_words_of_a_search_stay_words(site: TestClient) -> None:
    for words in ("<script>alert(1)</script>", "'; DROP TABLE observations; --", "100%_!", "{{ 7*7 }}"):
        page = site.get("/search", params={"q": words})
        assert page.status_code == 200
        assert "<script>" not in page.text
        assert "49" not in re.sub(r"[\d,.]*49[\d,.]*万", "", page.text) or words != "{{ 7*7 }}"
    assert site.get("/api/observations").json()["total"] > 500


@pytest.mark.parametrize(
    "address", ["/nothing", "/units/999999", "/where/0000", "/codes/999", "/disclosures/../x", "/files/x/y"]
)
def test_what_is_not_there_says_what_to_do_next(site: TestClient, address: str) -> None:
    page = site.get(address, headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "单位列表" in page.text


@pytest.mark.parametrize("words", ["", "没有这样的词"])
def test_a_search_without_result_shows_what_could_be_asked(site: TestClient, words: str) -> None:
    page = site.get("/search", params={"q": words})
    assert page.status_code == 200
    assert '/search?q=2010350"' in page.text


def test_files_are_called_by_what_they_are(site: TestClient) -> None:
    for address in (f"/disclosures/{PACKAGE}", "/downloads"):
        files = re.findall(r"<td>([^<]*)</td><td class=\"number\">", site.get(address).text)
        assert {"核对报告", "关联数据(N-Triples)", "出处(Turtle)", "各表说明(CSVW)", "数据包说明"} <= set(files)
        assert not [title for title in files if title.isascii()]


def test_the_page_for_programs_speaks_one_language(site: TestClient) -> None:
    assert "any column as a filter" not in site.get("/api").text
    assert "任何一列都可作条件" not in site.get("/api?lang=en").text


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("表2 收入总表", "表2 收入总表"),
        ("", "单位名单"),
        ("从预算单位构成看，某局部门决算包括局本级决算。纳入编制范围的单位包括：", "单位名单"),
    ],
)
def test_a_table_is_not_called_by_the_sentence_before_it(title: str, shown: str) -> None:
    assert Reader().title_of({"title": title, "table": "unit-list"}) == shown


def test_a_page_is_not_sent_twice(site: TestClient) -> None:
    tag = site.get("/units/157003").headers["etag"]
    assert site.get("/units/157003", headers={"if-none-match": tag}).status_code == 304


def test_headers_keep_the_page_to_itself(site: TestClient) -> None:
    headers = site.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["../../build.json", "..%2f..%2fbuild.json", "%2e%2e/%2e%2e/build.json", "/etc/passwd"]
)
def test_files_outside_the_package_are_not_served(site: TestClient, path: str) -> None:
    assert site.get(f"/files/{PACKAGE}/{path}").status_code == 404


def test_a_comparison_and_all_amounts_as_files(site: TestClient) -> None:
    compared = site.get("/compare.csv", params={"function": "2010350", "years": "2023,2024"})
    assert "8525300" in compared.text
    assert "推算" in compared.text
    assert site.get("/compare.csv").status_code == 400
    parquet = re.findall(r'href="(/downloads/observations/[^"]+)"', site.get("/downloads").text)
    assert parquet
    assert site.get(parquet[0]).content[:4] == b"PAR1"


@pytest.mark.parametrize("asked", ["/budget", ""])
def test_a_site_below_a_sub_path_keeps_its_links_there(example_build: Path, asked: str) -> None:
    """Whether the proxy leaves the sub-path on or takes it off."""
    from yusuan.catalogue.site.app import create_app
    from yusuan.catalogue.site.guard import Below

    with TestClient(Below(create_app(example_build), "/budget"), follow_redirects=False) as client:
        page = client.get(f"{asked}/units").text
        assert 'href="/budget/units/157003"' in page
        assert 'href="/budget/static/site.css"' in page
        assert client.get(f"{asked}/static/site.css").status_code == 200
        assert client.get(f"{asked}/unit/420100-157003").headers["location"] == "/budget/about/unit/420100-157003"
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', client.get(f"{asked}/").text)
        assert [link for link in links if not link.startswith("/budget/")] == []


def test_the_checks_of_a_document_are_told_to_the_last_one(site: TestClient) -> None:
    """What is no concern of a document is said too: the parts are the whole."""
    page = re.sub(r"<[^>]+>", "", site.get(f"/disclosures/{PACKAGE}?lang=en").text)
    said = re.search(r"(\d+) checks: (\d+) passed, (\d+) failed, (\d+) not checkable, (\d+) not applicable", page)
    assert said
    whole, *parts = map(int, said.groups())
    assert whole == sum(parts)


def test_a_document_is_named_with_its_unit_where_its_title_names_the_region_alone(site: TestClient) -> None:
    app: Any = site.app
    document = app.state.site.shelves.current().document(PACKAGE)
    assert document.name == document.title
    assert replace(document, title="某市2024年部门预算").name == f"{document.unit_name}《某市2024年部门预算》"


def test_the_forms_of_projects_are_told_apart_by_their_projects(site: TestClient) -> None:
    contents = site.get(f"/disclosures/{PACKAGE}").text
    named = re.findall(r'申报表\(含绩效目标\)</a><br><span class="muted">([^<]+)</span>', contents)
    assert len(named) == len(set(named)) == 5
    assert '<a class="disagrees" href="#findings">' in contents
