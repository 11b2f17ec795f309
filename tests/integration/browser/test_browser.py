"""The site as people meet it: in a browser, by mouse or keyboard, with scripts or without, on a desk or a telephone."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page

from .conftest import Visitor

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("browser")]

PACKAGE = "420100-157003-2024-budget"
PAGES = (
    "/", "/units", "/units/157003", "/units/上海市普陀区财政局", "/disclosures", f"/disclosures/{PACKAGE}",
    f"/disclosures/{PACKAGE}/tables/5", f"/disclosures/{PACKAGE}/tables/5?view=data", "/codes", "/codes/2010350",
    "/projects", "/projects/42010023157T000000108", "/findings", "/findings?severity=error&year=2024", "/compare",
    "/compare?function=2010350&years=2023,2024", "/search?q=事业运行", "/downloads", "/sparql/editor",
    "/sparql/editor?question=units&run=1", "/ontology", "/ontology/reference", "/api", "/about", "/about/unit/420100-157003",
)  # fmt: skip
QUERY = """PREFIX yb: <https://w3id.org/yusuan/def/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?o ?name ?amount WHERE { ?o yb:unit ?u ; yb:amount ?amount . ?u skos:prefLabel ?name } ORDER BY DESC(?amount) ?o LIMIT 5"""
_FIGURE = "main a[href*='/where/']"


@pytest.fixture(scope="session")
def every(address: str) -> list[str]:
    """Every kind of page, with the page of a cell in a text and of one in a PDF."""
    from urllib.request import urlopen

    def cell(query: str) -> str:
        with urlopen(f"{address}/api/observations?limit=1&{query}") as answer:
            return "/where/" + json.load(answer)["observations"][0]["observation_id"]

    return [*PAGES, cell("table=expenditure-summary&unit_code=157003"), cell("table=budget-summary&fiscal_year=2025")]


def problems(page: Page, axe: str) -> list[str]:
    """What axe-core holds to be serious or critical on a page, at AA of WCAG 2.1."""
    page.evaluate(axe)
    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    found = page.evaluate("options => axe.run(document, options)", wanted)
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]


def test_every_page_opens_and_keeps_nobody_out(visit: Visitor, every: list[str], axe: str) -> None:
    window = visit()
    found: dict[str, list[str]] = {}
    for path in every:
        answer = window.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        if path.startswith("/sparql/editor"):
            for folded in window.page.locator("details.sparql:not([open]) summary").all():
                folded.click()
            window.page.wait_for_selector(".CodeMirror-line")
        if said := problems(window.page, axe):
            found[path] = said
    assert found == {}


def test_in_the_dark_every_colour_can_still_be_read(visit: Visitor, axe: str) -> None:
    window = visit()
    window.page.emulate_media(color_scheme="dark")
    for path in ("/", "/units/157003", f"/disclosures/{PACKAGE}", "/findings"):
        window.page.goto(path)
        assert problems(window.page, axe) == [], path


def test_no_page_is_wider_than_a_telephone(visit: Visitor, every: list[str]) -> None:
    window = visit(390)
    for path in every:
        window.page.goto(path)
        assert window.page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_by_keyboard_from_home_to_a_marked_cell(visit: Visitor) -> None:
    window = visit()
    page = window.page
    page.goto("/units/157003")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("/where\\/[0-9a-f]{16}/.test(document.activeElement.href || '')"):
            break
    before = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] #cell")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.href") == before
    page.goto(before)
    assert page.locator("img.cell, mark").count() >= 1
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert re.search(r"/where/[0-9a-f]{16}", page.url)
    assert page.url != before


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_four_steps_from_a_search_to_the_equations(visit: Visitor, by: str, scripts: bool) -> None:
    """Search, unit, table, figure: then its cell is marked and what it adds up to is written out."""
    page = visit(scripts=scripts).page
    follow = _click if by == "mouse" else _tab_to
    page.goto("/")
    page.locator("main form input[name=q]").fill("信息中心")
    page.keyboard.press("Enter")
    for step, words, address in (
        ("main a[href*='/units/']", "武汉市信息中心", "/units/157003"),
        ("main a[href*='/tables/']", "分功能科目", "/tables/5"),
        ("main a[href*='/where/']", "852.53", ""),
    ):
        page.wait_for_selector(step)
        follow(page, step, words)
        if address:
            page.wait_for_url(re.compile(f"{address}$"))
    place = "dialog[open]" if scripts else "main"
    page.wait_for_selector(f"{place} #cell")
    assert "852" in page.locator(f"{place} mark").first.inner_text()
    assert "852.53" in page.locator(f"{place} .proofs .sum").first.inner_text()


def _click(page: Page, links: str, words: str) -> None:
    page.locator(links, has_text=words).first.click()


def _tab_to(page: Page, links: str, words: str) -> None:
    """From key to key until a link that says ``words`` has the focus, then open it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        if focused.evaluate("(element, links) => element.matches(links)", links) and words in focused.inner_text():
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no key leads to {words}")


def test_a_pressed_figure_opens_its_cell_over_the_page(visit: Visitor) -> None:
    page = visit().page
    page.goto(f"/disclosures/{PACKAGE}/tables/5")
    page.locator(_FIGURE, has_text="852.53").first.click()
    page.wait_for_selector("dialog[open] mark")
    assert "852.53" in page.locator("dialog h1").inner_text()
    assert page.locator("dialog .proofs .sum b").count() >= 1
    page.locator("dialog .close").click()
    assert page.locator("dialog[open]").count() == 0


def test_a_mark_of_a_picture_leads_to_its_cell(visit: Visitor) -> None:
    page = visit().page
    page.goto("/units/157003")
    page.locator("#structure .wide svg a").first.click()
    page.wait_for_selector("dialog[open] #cell")
    assert "2,392.11" in page.locator("dialog h1").inner_text()


def test_without_scripts_every_page_opens_and_a_figure_leads_to_its_cell(visit: Visitor, every: list[str]) -> None:
    window = visit(scripts=False)
    page = window.page
    for path in every:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        assert page.locator("h1").inner_text()
    page.goto(f"/disclosures/{PACKAGE}/tables/5")
    page.locator(_FIGURE, has_text="852.53").first.click()
    page.wait_for_url(re.compile("/where/"))
    assert "852" in page.locator("mark").inner_text()


def test_without_scripts_a_query_is_answered_with_links_to_cells(visit: Visitor) -> None:
    page = visit(scripts=False).page
    page.goto("/sparql/editor")
    page.locator("#plain textarea").fill(QUERY)
    page.locator("#plain button").click()
    assert "上海市普陀区人民政府办公室" in page.locator("#answer").inner_text()
    page.locator("#answer td a").first.click()
    assert page.locator("#cell").count() == 1


def test_the_editor_types_and_runs_a_query(visit: Visitor) -> None:
    page = visit().page
    page.goto("/sparql/editor")
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(QUERY)
    page.locator(".yasqe_queryButton").first.click()
    page.wait_for_selector(".yasr table tbody td a[href*='/where/']")
    assert "上海市普陀区人民政府办公室" in page.locator(".yasr table").inner_text()
    page.locator(".yasr table tbody td a[href*='/where/']").first.click()
    page.wait_for_selector("dialog[open] #cell")


def test_the_editor_completes_our_own_terms_only(visit: Visitor) -> None:
    page = visit().page
    page.goto("/sparql/editor")
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT * { ?s <https://w3id.org/yusuan/def/fisc")
    page.keyboard.press("Control+Space")
    page.wait_for_function(
        "document.querySelector('.CodeMirror').CodeMirror.getValue().includes('fiscalYear') || document.querySelector('.CodeMirror-hints')"
    )
    said = page.evaluate(
        "document.querySelector('.CodeMirror').CodeMirror.getValue() + (document.querySelector('.CodeMirror-hints')?.innerText ?? '')"
    )
    assert "def/fiscalYear" in said


def test_a_link_of_a_comparison_restores_its_state(visit: Visitor) -> None:
    page = visit().page
    page.goto("/compare")
    page.get_by_label("功能科目").fill("2010350")
    page.get_by_label("年份").fill("2023,2024")
    page.get_by_label("口径").select_option("approved")
    page.locator("main form button").click()
    page.wait_for_url(re.compile("function=2010350"))
    link, shown = page.url, page.locator("main table").last.inner_text()
    other = visit().page
    other.goto(link)
    assert other.locator("main table").last.inner_text() == shown
    assert other.get_by_label("功能科目").input_value() == "2010350"
    assert other.get_by_label("年份").input_value() == "2023,2024"
    assert other.get_by_label("口径").input_value() == "approved"


def test_language_and_unit_of_money_stay_from_page_to_page(visit: Visitor) -> None:
    page = visit().page
    page.goto("/?lang=en&money=元")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("main table a", has_text="武汉市信息中心").first.click()
    assert "money=%E5%85%83" in page.url
    assert "38,423,500.00" in page.locator("main").inner_text()
    assert "checks" in page.locator(".lead").inner_text()


def test_what_is_printed_on_paper_has_all_figures_and_no_buttons(visit: Visitor) -> None:
    page = visit().page
    page.goto("/units/157003")
    page.emulate_media(media="print")
    assert page.locator("header form").is_hidden()
    assert page.locator("#structure .wide svg").is_visible()
    assert page.locator("#structure .narrow").is_hidden()
