"""What a picture is a picture of: paper of a size that there is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from yusuan.converters.readers import read
from yusuan.converters.readers.scan import ocr, recognition, resolution

A4 = (1654, 2339)  # at 200 dots per inch
PAPER = (595.4, 842.0)


@pytest.mark.parametrize(
    ("size", "told", "dots", "enlarged"),
    [
        (A4, 200, 200, 1),  # as it is
        (A4, 72, 200, 0.36**-1),  # a telephone that writes a point for each pixel
        (A4, 96, 200, 200 / 96),  # a screen's
        (A4, 600, 200, 1 / 3),  # a stamp of a page
        (A4, 0, 200, 1),  # nothing told
        ((3307, 2339), 200, 200, 1),  # A3
        ((1080, 9000), 72, 130.7, 1.8),  # pages one below the other, as wide as A4
    ],
)
def test_paper_is_of_a_size_that_there_is(size: tuple[int, int], told: float, dots: float, enlarged: float):
    found = resolution.of_picture(size, told)
    assert found.dots == pytest.approx(dots, abs=0.1)
    assert found.enlarged == pytest.approx(enlarged, rel=0.01)


def scanned(path: Path, page: tuple[float, float], tiles: int = 1) -> Path:
    """A sheet as a page of this size, cut into as many tiles across as down."""
    picture = Image.new("L", (A4[0] // tiles, A4[1] // tiles), 255)
    buffer = BytesIO()
    picture.save(buffer, "JPEG")
    canvas = Canvas(str(path), pagesize=page)
    across, down = page[0] / tiles, page[1] / tiles
    for column in range(tiles):
        for row in range(tiles):
            canvas.drawImage(ImageReader(buffer), column * across, row * down, across, down)
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("page", "tiles", "enlarged"),
    [(PAPER, 1, 1), (PAPER, 4, 1), (A4, 1, 2.778), (A4, 4, 2.778), ((198.5, 280.7), 1, 1 / 3)],
)
def test_a_scanned_page_is_seen_at_the_resolution_of_its_paper(
    tmp_path: Path, page: tuple[float, float], tiles: int, enlarged: float
):
    path = scanned(tmp_path / "扫描.pdf", page, tiles)
    found = resolution.of_page(pypdfium2.PdfDocument(str(path))[0])
    assert (found.dots, found.enlarged) == (pytest.approx(200, rel=0.01), pytest.approx(enlarged, rel=0.01))
    pixels, scale, _ = ocr.rendered(path, 1)
    assert pixels.shape[:2] == pytest.approx((2339, 1654), rel=0.01)
    assert scale == pytest.approx(pixels.shape[1] / page[0], rel=0.01)


def test_places_on_a_page_that_is_too_large_are_those_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "cache"))
    word = recognition.Word("收支总表", (100.0, 50.0, 200.0, 60.0), 0.9)
    seen: list[float] = []

    def pretend(picture, *_):
        seen.append(picture.scale)
        return [word]

    monkeypatch.setattr(recognition, "read_words", pretend)
    monkeypatch.setattr(recognition, "find_texts", lambda _: [])
    (paragraph,) = read(scanned(tmp_path / "扫描.pdf", A4))
    assert seen == [pytest.approx(200 / 72, rel=0.01)]
    box = paragraph.origin.bbox
    assert box
    assert numpy.allclose((box[0], box[2]), (277.8, 555.6), rtol=0.01)


def test_a_page_with_a_small_picture_is_of_the_size_that_it_says(tmp_path: Path):
    path = tmp_path / "大图.pdf"
    canvas = Canvas(str(path), pagesize=(2000, 3000))
    canvas.drawImage(ImageReader(Image.effect_noise((300, 200), 20)), 100, 100, 300, 200)
    canvas.save()
    found = resolution.of_page(pypdfium2.PdfDocument(str(path))[0])
    assert (found.dots, found.enlarged) == (pytest.approx(72), 1)
