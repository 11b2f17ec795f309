"""The converter against every golden document: each amount with its full meaning, and none beyond them.

A document that is not beside the checkout is skipped; what the golden tables say of themselves is tested elsewhere.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.readers.office.conversion import PROGRAMS
from yusuan.datapackage.model import Conversion

HERE = Path(__file__).resolve().parent
DISCLOSURES = HERE.parents[2] / "shared" / "disclosures"
NAMES = sorted(path.parent.name for path in HERE.glob("*/observations.csv"))
MEANING = (
    "table",
    "unit_code",
    "fiscal_year",
    "phase",
    "flow",
    "function_code",
    "economic_code",
    "project_code",
    "line",
    "fund",
    "origin",
    "category",
)
Amount = tuple[tuple[str, ...], Decimal]
#: Each document is converted once, by the process that has them all.
pytestmark = pytest.mark.xdist_group("golden")


def rows(name: str, file: str) -> list[dict[str, str]]:
    path = HERE / name / file
    return _read(path) if path.exists() else []


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def document(name: str) -> Path:
    """The one file of the document, or a skip where it cannot be read here."""
    files = sorted(path for path in (DISCLOSURES / name).glob("*") if path.is_file())
    if not files:
        pytest.skip("the document is not beside the checkout")
    if files[0].suffix == ".doc" and not any(map(shutil.which, PROGRAMS)):
        pytest.skip("LibreOffice is not installed")
    return files[0]


@cache
def converted(name: str) -> Conversion:
    return convert(document(name))


def golden(name: str) -> Counter[Amount]:
    return Counter((tuple(r[m] for m in MEANING), Decimal(r["amount"])) for r in rows(name, "observations.csv"))


def found(name: str) -> Counter[Amount]:
    """The amounts of the tables; those that only the text prints have no golden table."""
    facts = [f for f in converted(name).facts if f.table != "narrative"]
    return Counter((tuple(str(getattr(f, m)) for m in MEANING), f.amount) for f in facts)


@pytest.mark.parametrize("name", NAMES)
def test_every_golden_amount_is_found_with_its_full_meaning(name: str) -> None:
    document(name)
    assert sorted((golden(name) - found(name)).elements()) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_amount_is_found_beyond_the_golden_ones(name: str) -> None:
    document(name)
    assert sorted((found(name) - golden(name)).elements()) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_is_reported_as_it_is_printed(name: str) -> None:
    document(name)
    printed = Counter((r["table"], _bare(r["reported"]), r["reported_unit"]) for r in rows(name, "observations.csv"))
    facts = [f for f in converted(name).facts if f.table != "narrative"]
    assert Counter((f.table, _bare(f.reported), f.reported_unit) for f in facts) == printed


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_leads_back_to_its_page(name: str) -> None:
    if document(name).suffix != ".pdf":
        pytest.skip("only a PDF has pages")
    golden_pages = Counter((r["table"], r["reported"], int(r["source_line"])) for r in rows(name, "observations.csv"))
    facts = [f for f in converted(name).facts if f.table != "narrative"]
    assert Counter((f.table, f.reported, f.cell.page) for f in facts) == golden_pages


@pytest.mark.parametrize("name", [n for n in NAMES if n != "wuhan-information-center-2024"])
def test_the_figures_of_the_year_before_follow_from_the_text(name: str) -> None:
    document(name)
    about = ("fiscal_year", "phase", "flow", "line", "fund", "origin", "category")
    told = [r for r in _read(HERE / "derived.csv") if r["document"] == name]
    wanted = Counter(
        (*(r[k] for k in about), r["page"], (Decimal(r["this_year_wan"]) - Decimal(r["change_wan"])) * 10_000)
        for r in told
    )
    derived = [f for f in converted(name).facts if f.status == "derived"]
    assert Counter((*(str(getattr(f, k)) for k in about), str(f.cell.page), f.amount) for f in derived) == wanted


@pytest.mark.parametrize("row", _read(HERE / "identity.csv"), ids=lambda row: row["document"])
def test_a_document_says_whose_it_is_of_which_year_and_kind(row: dict[str, str]) -> None:
    document(row["document"])
    disclosure = converted(row["document"]).disclosure
    assert {k: str(getattr(disclosure, k)) for k in row if k != "document"} == {
        k: v for k, v in row.items() if k != "document"
    }


def _bare(text: str) -> str:
    return "".join(text.split())
