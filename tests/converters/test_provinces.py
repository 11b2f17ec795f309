"""The forms of many provinces, which the converter was not built on: found as they were meant, or held back, never wrong."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import layouts
import pages
import provinces
import pytest
from more_province_forms import MORE_PROVINCES
from province_forms import PROVINCES
from test_unseen_layouts import Key, observations
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.identities import load_identities
from yusuan.datapackage.accounting.proof import prove

#: How many throws of dice a province is printed with.
SEEDS = int(os.environ.get("YUSUAN_PROVINCE_SEEDS", "1"))
#: Media beside HTML, in turn: each province is read from two of all.
OTHERS = ("xlsx", "docx", "pdf")


#: Between tables the dice do not keep the accounts; within each they do.
WITHIN = {identity.id for identity in load_identities() if identity.group == "within-table"}


def read(name: str, medium: str, seed: int, breaks: str = "one") -> tuple[set[Key], set[Key]]:
    """What the document of a province prints, and what the converter says it does."""
    document = provinces.make(name, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = layouts.write({"medium": medium, "pages": breaks}, document, Path(folder))
        return observations(document), observations(convert(path))


@pytest.mark.parametrize("number, name", list(enumerate(PROVINCES)))
def test_the_forms_of_a_province_are_read(number: int, name: str) -> None:
    for seed in range(1, SEEDS + 1):
        for medium in ("html", OTHERS[number % len(OTHERS)]):
            printed, found = read(name, medium, seed, "repeated" if seed % 2 else "bare")
            assert found - printed == set()
            assert len(printed & found) >= 0.95 * len(printed)


@pytest.mark.parametrize("number, name", list(enumerate(MORE_PROVINCES)))
def test_the_forms_of_more_provinces_are_read(number: int, name: str) -> None:
    for seed in range(1, SEEDS + 1):
        printed, found = read(name, ("html", *OTHERS)[(number + seed) % 4], seed, "bare" if seed % 2 else "repeated")
        assert found - printed == set()
        assert len(printed & found) >= 0.95 * len(printed)


@pytest.mark.parametrize("name", PROVINCES)
def test_a_text_that_kept_its_columns_is_read_where_sums_prove_them(name: str) -> None:
    printed, found = read(name, "text", 3)
    assert found - printed == set()
    assert len(printed & found) >= 0.75 * len(printed)


@pytest.mark.parametrize("name", PROVINCES)
def test_the_accounts_of_a_table_that_are_kept_are_not_said_to_be_broken(name: str) -> None:
    document = provinces.make(name, 7)
    with tempfile.TemporaryDirectory() as folder:
        proven = prove(convert(layouts.write({"medium": "html", "pages": "one"}, document, Path(folder))))
    assert [f.message for f in proven.findings if f.check in WITHIN and f.severity == "error"] == []
    assert {f.status for f in proven.facts if f.table != "narrative"} == {"reported"}


#: Ways of printing a page: with all rules, three or none, headings set vertically, pages turned, tables over pages.
PAGES: dict[str, dict[str, Any]] = {
    "three": {"rules": "three"}, "vertical": {"vertical": True}, "turned left": {"turned": 90}, "none": {"rules": "none"},
    "turned right": {"turned": 270}, "over pages": {"rows": 8}, "over pages, bare": {"rows": 8, "repeated": False},
}  # fmt: skip
#: What is found at least where sums have to prove the columns; elsewhere nine in ten.
LEAST = {"three": 0.4, "none": 0.1}


def read_pages(name: str, style: str, seed: int) -> tuple[set[Key], set[Key]]:
    """What the pages of a province print in one of the ways of ``PAGES``, and what the converter says they do."""
    document = provinces.make(name, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = pages.write(document, Path(folder) / "made.pdf", **PAGES[style])
        return observations(document), observations(convert(path))


@pytest.mark.parametrize("number, name", list(enumerate(PROVINCES)))
def test_pages_with_and_without_rules(number: int, name: str) -> None:
    for style in (list(PAGES)[number % len(PAGES)], ("three", "none")[number % 2]):
        printed, found = read_pages(name, style, 5)
        assert found - printed == set()
        assert len(printed & found) >= LEAST.get(style, 0.9) * len(printed)
