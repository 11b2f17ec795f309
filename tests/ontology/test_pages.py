"""The pages for people are those that the files make, name everything, and show an observation that a build has."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from yusuan.datapackage.classification import load
from yusuan.ontology.coverage import coverage, markdown
from yusuan.ontology.pages import EXAMPLE, LANGUAGES, page
from yusuan.ontology.shapes import load_shapes
from yusuan.ontology.structures import structures
from yusuan.ontology.vocabulary import vocabulary_triples
from yusuan.settings import DEFAULT_BASE

DOCS = Path(__file__).parents[2] / "docs" / "ontology"


class _Reader(HTMLParser):
    """Identifiers, targets of links, and tags that are left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.targets += [given["href"]] if given.get("href") else []
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_in_the_repository_is_the_one_that_is_made(language: str) -> None:
    assert (DOCS / f"{language}.html").read_text("utf-8") == page(language), (
        "python -m yusuan.ontology.pages docs/ontology"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_shape_and_structure_has_its_place(language: str) -> None:
    text = page(language)
    read = _Reader(text)
    assert read.open == [] and len(read.ids) == len(set(read.ids))
    own = re.findall(rf"^<{DEFAULT_BASE}def/(\w+)> <\S+definition> ", vocabulary_triples(), re.M)
    assert set(own) <= set(read.ids) and len(set(own)) > 140
    assert {f"shape-{s.iri.rpartition('/')[2][:-1]}" for s in load_shapes(DEFAULT_BASE)} <= set(read.ids)
    assert len(structures()) == 22
    assert {target[1:] for target in read.targets if target.startswith("#")} <= set(read.ids)


def test_each_page_is_in_its_own_language() -> None:
    zh, en = page("zh"), page("en")
    assert "怎样读一个观测值" in zh and "How to read an observation" not in zh
    assert "How to read an observation" in en and "怎样读一个观测值" not in en


def test_another_base_moves_the_page() -> None:
    text = page("zh", "https://example.org/budget/")
    assert "https://example.org/budget/def/" in text
    assert DEFAULT_BASE not in text.replace("默认 https://w3id.org/yusuan/", "")


def test_the_observation_that_is_shown_is_one_of_the_build(example_build: Path) -> None:
    """All of it but the number of confirmations, which rises when an identity is added."""

    def without(text: str) -> str:
        return re.sub(r"yb:confirmations \d+", "", text)

    shown = EXAMPLE.read_text("utf-8").partition("\n")[2].strip()
    built = (example_build / "packages" / "420100-157003-2024-budget" / "rdf" / "data.ttl").read_text("utf-8")
    assert without(shown) in [without(block.strip()) for block in built.split("\n\n")]
    assert shown in (DOCS / "README.md").read_text("utf-8")


def test_the_table_of_code_lists_is_the_one_that_is_made() -> None:
    assert (DOCS / "code-lists.md").read_text("utf-8") == markdown()


def test_the_table_counts_what_the_files_hold() -> None:
    listed = {each.name: each for each in coverage()}
    files = (
        "functional",
        "economic_dept",
        "economic_gov",
        "revenue",
        "regions",
        "cofog_map",
        "gfsm_map",
        "econ_crosswalk",
    )
    for name in files:
        assert listed[name].rows == len(load(name)) and listed[name].missing and listed[name].missing_en
    assert listed["functional"].confidence.keys() == set("ABLCD")
    assert sum(listed["functional"].confidence.values()) == listed["functional"].rows
    assert listed["fund"].rows == 12
