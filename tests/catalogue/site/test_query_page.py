"""The query page answers a question of the library as the interface for programs does, whatever the base of the build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from yusuan.building import job
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits
from yusuan.console import Console
from yusuan.queries.question import load_questions

EXAMPLES = Path(__file__).parents[3] / "examples"
OPEN = [q.name for q in load_questions() if not any(p.required and p.default is None for p in q.parameters)]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site over a build with a base of its own."""
    out = tmp_path_factory.mktemp("elsewhere") / "out"
    job.build([EXAMPLES / "putuo-finance-2024-final"], out, "https://budget.example.org/", Console(quiet=True))
    with TestClient(create_app(out, Limits(seconds=20, workers=1), Rate(0))) as client:
        yield client


def rows_of(page: str) -> int:
    found = re.search(r'class="count">([\d,]+) 行', page)
    assert found, page[:2000]
    return int(found[1].replace(",", ""))


def test_questions_that_need_no_parameter_are_answered_of_all(elsewhere: TestClient) -> None:
    """Not of the example that stands in their text, which another build does not hold."""
    on_page = {name: rows_of(elsewhere.get(f"/sparql/editor?question={name}&run=1").text) for name in OPEN}
    for_programs = {n: len(elsewhere.get(f"/api/questions/{n}").json()["results"]["bindings"]) for n in OPEN}
    assert on_page == for_programs
    assert sum(n > 0 for n in on_page.values()) > 15


def test_a_question_with_a_parameter_is_asked_under_the_base_of_the_build(elsewhere: TestClient) -> None:
    address = "/sparql/editor?question=totals-over-years&phase=executed"
    assert "PREFIX code: &lt;https://budget.example.org/code/&gt;" in elsewhere.get(address).text
    assert rows_of(elsewhere.get(f"{address}&run=1").text) == 1


def test_a_question_that_is_only_looked_at_has_its_example(elsewhere: TestClient) -> None:
    assert "VALUES ?unit { &#34;157003&#34; }" in elsewhere.get("/sparql/editor?question=totals-over-years").text


def test_an_answer_to_the_library_reads_in_the_words_of_the_page_and_leads_to_its_cells(site: TestClient) -> None:
    page = site.get("/sparql/editor?question=largest-projects&year=2024&run=1").text
    answer = page[page.index('id="answer"') :]
    assert '<th scope="col" class="number">金额 <span class="unit">万元</span></th>' in answer
    assert "预算数" in answer
    assert re.search(r'<td class="number"><a href="/where/[0-9a-f]{16}">2,392\.11</a></td>', answer)
    assert "观测" not in answer.split("<tbody>")[0]
    assert answer.index("</table>") < answer.index('<details class="sparql"><summary>')


def test_a_query_of_ones_own_is_shown_with_its_own_words(site: TestClient) -> None:
    page = site.get("/sparql/editor", params={"query": "SELECT (1 AS ?amount) WHERE {}", "run": "1"}).text
    assert '<th scope="col">amount</th>' in page
    assert '<details class="sparql" open>' in page


def test_the_questions_of_the_first_page_are_asked_of_a_year_that_answers_them(
    site: TestClient, elsewhere: TestClient
) -> None:
    for each, count in ((site, 5), (elsewhere, 2)):
        questions = re.findall(r'href="(/sparql/editor\?question=[^"]*)"', each.get("/").text)
        assert len(questions) == count
        assert all(rows_of(each.get(q.replace("&amp;", "&")).text) for q in questions)


def test_a_column_that_no_row_fills_is_left_to_the_csv(site: TestClient, elsewhere: TestClient) -> None:
    address = "/sparql/editor?question=totals-over-years&run=1"
    assert '<th scope="col">单位编码</th>' in site.get(address).text
    assert '<th scope="col">单位编码</th>' not in elsewhere.get(address).text  # it prints none
