"""A whole form on one scanned page, of another family than the examples: what is published is what was printed."""

from __future__ import annotations

import sys
from pathlib import Path

import pages
import provinces
import pytest
from layouts import Document
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "cache"))


def scanned(document: Document, path: Path) -> Path:
    sys.path.insert(0, str(EXAMPLES))
    try:
        from typeset import scan
    finally:
        sys.path.pop(0)
    clean = path.with_suffix(".clean.pdf")
    pages.write(document, clean, rules="three")
    scan.write(clean, path, scan.Scanner(dpi=150, quality=60, noise=6.0, skew=0.6))
    return path


def test_an_account_of_three_rules_without_upright_ones_is_read_from_a_scan(tmp_path: Path):
    whole = provinces.make("finals", 5)
    truth = {key for key in observations(whole) if key[0] == "revenue-summary"}
    one = Document(whole.title, [grid for grid in whole.grids if grid.title == "收入决算表"])
    found = observations(prove(convert(scanned(one, tmp_path / "决算.pdf"))))
    assert found <= truth
    assert len(found) > 0.9 * len(truth)
