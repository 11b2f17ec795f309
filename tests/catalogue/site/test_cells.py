"""The picture of a cell shows the cell and nobody: what the document prints of persons is read by OCR and not found."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from yusuan.catalogue.site import cells

PERSON, NUMBER = "李四", "82200000"  # those that the example prints at the head of its table of targets


@pytest.fixture(scope="module")
def printed(repo: Path) -> Path:
    """The example as a PDF: the names and numbers in it are invented."""
    return repo / "examples" / "wuhan-2024" / "disclosure.pdf"


def _read(png: bytes) -> str:
    import numpy
    from rapidocr import RapidOCR

    found: Any = RapidOCR()(numpy.asarray(Image.open(io.BytesIO(png)).convert("RGB")))
    return "".join(found.txts or ())


def test_what_stands_of_persons_beside_a_cell_is_black_in_its_picture(printed: Path) -> None:
    private = cells._private_once(printed)
    assert private.boxes
    page, (x0, top, x1, bottom) = private.boxes[0]
    beside = (x0 + 60, top, x1 + 60, bottom)
    open_ = _read(cells.page_picture(printed, page, beside, has_private=False))
    covered = _read(cells.page_picture(printed, page, beside))
    assert PERSON in open_ or NUMBER in open_.replace(" ", ""), open_[:300]
    assert PERSON not in covered
    assert NUMBER not in covered.replace(" ", "")


def test_a_picture_is_a_band_of_the_page_with_the_cell_framed(printed: Path) -> None:
    image = Image.open(io.BytesIO(cells.page_picture(printed, 3, (100, 200, 160, 214), has_private=False)))
    assert image.height < image.width / 3
    assert any(colour == (163, 52, 28) for _, colour in image.convert("RGB").getcolors(1_000_000) or [])


def test_a_picture_for_a_narrow_screen_has_what_is_beside_the_cell(printed: Path) -> None:
    cell = (100, 200, 160, 214)
    whole, narrow = (
        Image.open(io.BytesIO(cells.page_picture(printed, 3, cell, has_private=False, narrow=is_narrow)))
        for is_narrow in (False, True)
    )
    assert narrow.height == whole.height
    assert narrow.width < whole.width / 2
    assert any(colour == (163, 52, 28) for _, colour in narrow.convert("RGB").getcolors(1_000_000) or [])


def test_a_page_that_is_not_there_is_no_picture(printed: Path) -> None:
    with pytest.raises(ValueError, match="page"):
        cells.page_picture(printed, 999, (0, 0, 1, 1), has_private=False)
