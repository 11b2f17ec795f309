"""The published documents beside the checkout: how many tables each has, and that every grid and number is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from yusuan.converters.readers import read
from yusuan.converters.readers.characters import fold
from yusuan.converters.readers.office.conversion import PROGRAMS
from yusuan.converters.table import Table

DISCLOSURES = Path(__file__).resolve().parents[3].parent / "shared" / "disclosures"
#: File → rows × columns of each table as first read and looked through; a table is counted once per page.
TABLES = {
    "hb-wh-gov-2024-final/wuhan_2024_quanshi_zhichu_juesuan.pdf": "24x7",
    "sh-city-czj-2025-unit-budget/shanghai-czj-2025-unit.pdf": (
        "16x7 17x9 13x9 17x7 13x7 10x7 17x7 13x7 5x7 5x7 17x6 20x6 7x6 4x7"
    ),
    "sh-putuo-czj-2024-final/czj-2024-final.pdf": (
        "4x3 29x4 3x4 18x11 5x11 15x10 8x10 15x7 19x7 24x7 22x8 21x8 6x12 12x10 12x10"
    ),
    "sh-putuo-czj-2025-dept-budget/czj-2025-dept.pdf": (
        "16x4 15x9 11x9 15x7 11x7 10x7 16x7 10x7 16x7 16x7 17x6 19x6 4x7"
    ),
    "sh-shgzb-2024-final/shgzb-2024-final.pdf": "3x3 32x4 14x9 6x9 14x8 6x8 17x7 17x7 20x5 40x6 5x12 6x8 6x8",
    "sh-sww-2025-dept-budget/sww-2025-dept.pdf": ("16x4 17x9 17x9 17x7 17x7 16x7 18x7 19x7 11x7 11x7 18x6 16x6 4x7"),
    "sh-sww-2025-unit-budget/sww-2025-unit.pdf": ("16x7 17x9 17x9 17x7 17x7 15x7 18x7 19x7 12x7 11x7 18x6 16x6 4x7"),
    "sh-zfb-2025-dept-budget/zfb-2025-dept.pdf": "16x4 15x9 9x9 15x7 9x7 16x7 16x7 11x7 12x7 12x7 16x6 17x6 4x7",
    "sh-zfb-2025-unit-budget/zfb-2025-unit.pdf": "13x7 15x9 9x9 15x7 9x7 12x7 16x7 11x7 11x7 11x7 16x6 17x6 4x7",
    "swu-2021-budget/swu-2021-budget.pdf": "10x4 1x4 20x7 21x7 19x6",
    "hn-cd-gov-2025-exec/changde_2025_budget_report.html": "35x8 36x8 16x6 17x4 19x5 35x8 35x8 16x6 15x4 19x6",
    "hi-gov-2021-budget/2021年海南省省级政府预算表.xls": (
        "51x2 63x2 623x2 55x2 56x2 22x2 21x6 22x2 36x24 15x2 39x2 8x2 32x2 17x2 11x2 3x2 15x2 5x2 5x2 24x2 1145x13"
    ),
    "sx-ty-fgw-2016-final/ty-fgw-2016-final.doc": "8x2 37x6 38x11 38x10 34x8 35x7 57x7 14x10 19x4 16x3",
}
FIGURES = re.compile(r"[\d,. ]*\d[\d,. ]*")
ONE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")


def tables(name: str) -> list[Table]:
    path = DISCLOSURES / name
    if not path.is_file():
        pytest.skip("../shared is absent")
    if path.suffix == ".doc":
        import shutil

        if not any(map(shutil.which, PROGRAMS)):
            pytest.skip("LibreOffice is not installed")
    return [block for block in read(path) if isinstance(block, Table)]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_found_whole(name):
    found = tables(name)
    assert " ".join(f"{len(table.rows)}x{len(table.rows[0])}" for table in found) == TABLES[name]
    assert all(table.exact for table in found)
    for table in found:
        assert {len(row) for row in table.rows} == {len(table.rows[0])}
        figures = [cell.text for row in table.rows for cell in row if FIGURES.fullmatch(cell.text)]
        assert [text for text in figures if not ONE_NUMBER.fullmatch(text)] == []


#: One document of each program that made one: Excel, OnlyOffice, WPS Writer, Word.
PRODUCERS = ("sh-city-czj-2025", "sh-putuo-czj-2024", "sh-shgzb-2024", "swu-2021")


@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith(PRODUCERS)])
def test_no_cell_of_a_pdf_differs_from_what_pdfplumber_extracts(name):
    """An independent reading of the same rules; captions inside a grid are the only ones that may be missing."""
    import pdfplumber

    path = DISCLOSURES / name
    ours = [_bare(cell.text) for table in tables(name) for row in table.rows for cell in row if cell.text]
    theirs: list[str] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                if len(table[0]) > 1:
                    theirs += [_bare(text) for row in table for text in row if text and _bare(text)]
            page.close()
    missing = sorted(set(theirs) - set(ours))
    assert sorted(set(ours) - set(theirs)) == []
    assert [text for text in missing if not re.search(r"表$|单位：", text)] == []
    assert len(theirs) - len(ours) == len(missing)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))
