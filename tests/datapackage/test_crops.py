"""Pictures of the places that findings speak of: the right piece, nothing personal, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from yusuan.datapackage.crops import Crop, crops
from yusuan.datapackage.model import Conversion, Finding, Origin, PrintedTable, TextBlock, identify

from .conversions import small

HEIGHT = 842.0
CELL = Origin("pdf", page=1, bbox=(300, 200, 380, 216))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A page with a row of a table at 200 points, another at 400 with a telephone, a sentence at 600."""
    path = tmp_path / "budget.pdf"
    canvas = Canvas(str(path), pagesize=(595, HEIGHT), invariant=1)
    canvas.drawString(60, HEIGHT - 212, "Total")
    canvas.drawString(300, HEIGHT - 212, "852.53")
    canvas.drawString(60, HEIGHT - 412, "Call 13800000000")
    canvas.drawString(300, HEIGHT - 412, "852.53")
    canvas.drawString(60, HEIGHT - 612, "It grew by 4.82% against the year before.")
    canvas.save()
    return path


def document(box: tuple[float, float, float, float] = (300, 200, 380, 216), **finding: Any) -> Conversion:
    """A document of one amount in ``box`` and a finding on it."""
    given = small()
    facts = identify([replace(given.facts[0], cell=replace(CELL, bbox=box))])
    found = replace(given.findings[0], page=1, line=None, observation_ids=(facts[0].observation_id,), **finding)
    return replace(given, facts=tuple(facts), findings=(found,), tables=())


def picture(source: Path, conversion: Conversion) -> Crop | None:
    return crops([source], conversion, conversion.findings).get(conversion.findings[0].finding_id)


def pixels(crop: Crop) -> Image.Image:
    return Image.open(BytesIO(crop.png)).convert("RGB")


def test_the_row_is_shown_with_its_cell_marked(source: Path) -> None:
    crop = picture(source, document())
    assert crop
    image = pixels(crop)
    assert image.height < 80
    data = image.tobytes()
    reds = sum(red > 120 and green < 90 for red, green in zip(data[::3], data[1::3], strict=True))
    assert reds > 100
    assert "合计" in crop.told


def test_the_same_page_gives_the_same_bytes(source: Path) -> None:
    assert picture(source, document()) == picture(source, document())


def test_words_of_the_text_are_found_on_the_page(source: Path) -> None:
    crop = picture(source, document(table="narrative", found="4.82", label=""))
    assert crop
    assert pixels(crop).height < 120


def test_a_row_with_a_telephone_number_is_not_shown(source: Path) -> None:
    assert picture(source, document((300, 400, 380, 416))) is None


def test_a_page_on_which_something_was_covered_is_not_shown(source: Path) -> None:
    covered = TextBlock("", (), "paragraph", "填报人：[redacted]", CELL)
    assert picture(source, replace(document(), texts=(covered,))) is None


def test_a_table_with_a_covered_name_is_not_shown_on_any_of_its_pages(source: Path) -> None:
    def table(page: int, text: str) -> PrintedTable:
        return PrintedTable("project-expenditure", "x", "元", None, page, ((text,),), "x", 1.0, (), False, "")

    assert picture(source, replace(document(), tables=(table(1, "[redacted]"),))) is None
    assert picture(source, replace(document(), tables=(table(1, "甲"),))) is not None


@pytest.mark.parametrize("table", ["project-performance", "overall-performance", "other-1"])
def test_a_form_that_names_people_is_not_shown(source: Path, table: str) -> None:
    assert picture(source, document(table=table)) is None


def test_blank_paper_cannot_be_checked_and_is_not_shown(source: Path) -> None:
    assert picture(source, document((300, 700, 380, 716))) is None


def test_only_a_pdf_has_pages(tmp_path: Path) -> None:
    findings: list[Finding] = list(document().findings)
    # A Word file that was named like a PDF is one still.
    named = tmp_path / "budget.pdf"
    named.write_bytes(b"PK\x03\x04 a Word file")
    assert crops([named], document(), findings) == {}
