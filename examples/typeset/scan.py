"""A scan of typeset pages: pictures without a text layer, skewed, noisy, on grey paper, with a red stamp."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .pages import FONT_FILE

_RED = (206, 32, 38)
#: The grey level below which a scanner in black and white sees ink.
_BLACK = 165
#: The share of the print on the back of a sheet that is seen through it.
_THROUGH = 0.22


@dataclass(frozen=True)
class Scanner:
    """How a page comes out: resolution, angle in degrees, paper 0 to 255, noise in grey levels, a stamp or none.

    ``turned`` is how it lies, in degrees clockwise; ``is_black_and_white`` leaves no grey; ``is_spread`` puts two pages
    on each sheet; ``is_photographed`` sees it at an angle, on a desk, in light from one side; ``is_dotted`` puts black
    dots for its greys, with ``has_back`` the next page is on the back of the sheet and shines through.
    """

    dpi: int = 200
    skew: float = 0.0
    paper: int = 255
    noise: float = 4.0
    stamp: bool = False
    quality: int = 45
    turned: int = 0
    is_black_and_white: bool = False
    is_spread: bool = False
    is_photographed: bool = False
    is_dotted: bool = False
    has_back: bool = False


def write(typeset: Path, path: Path, scanner: Scanner, pages: range | None = None) -> None:
    """Write the pictures of the pages of ``typeset`` as a PDF; the same pages give the same bytes."""
    canvas = Canvas(str(path), invariant=1)
    seen = pictures(typeset, scanner, pages)
    for picture, size in _spreads(list(seen)) if scanner.is_spread else seen:
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=scanner.quality)
        buffer.seek(0)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(buffer), 0, 0, *size)
        canvas.showPage()
    canvas.save()


def pictures(
    typeset: Path, scanner: Scanner, pages: range | None = None
) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
    """The picture of each page as ``scanner`` sees it, with the size of the page in points."""
    document = pypdfium2.PdfDocument(str(typeset))
    try:
        for number in pages or range(len(document)):
            page = document[number]
            clean = page.render(scale=scanner.dpi / 72).to_pil().convert("RGB")
            if scanner.has_back:
                back = document[(number + 1) % len(document)].render(scale=scanner.dpi / 72).to_pil().convert("RGB")
                clean = ImageChops.multiply(clean, _shining(back.resize(clean.size), scanner.dpi))
            picture, size = _seen(clean, scanner, number), page.get_size()
            if scanner.turned:
                picture = picture.rotate(-scanner.turned, expand=True)
            yield picture, size[::-1] if scanner.turned % 180 else size
    finally:
        document.close()


def _seen(page: Image.Image, scanner: Scanner, seed: int) -> Image.Image:
    if scanner.stamp:
        _stamp(page, scanner.dpi)
    if scanner.skew:
        page = page.rotate(scanner.skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    page = page.filter(ImageFilter.GaussianBlur(scanner.dpi / 400))
    if scanner.is_photographed:
        page = _photographed(page, numpy.random.default_rng(seed + 1000))
    grey = numpy.random.default_rng(seed).normal(0, scanner.noise, (page.height, page.width, 1))
    seen = numpy.asarray(page, dtype=numpy.float32) * (scanner.paper / 255) + grey
    if scanner.is_black_and_white:
        seen = numpy.where(seen.mean(axis=2, keepdims=True) > _BLACK, 255, 0) + numpy.zeros((1, 1, 3))
    picture = Image.fromarray(seen.clip(0, 255).astype(numpy.uint8))
    return picture.convert("1").convert("RGB") if scanner.is_dotted else picture


def _shining(back: Image.Image, dpi: int) -> Image.Image:
    """What is seen of the back of a sheet."""
    seen = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(dpi / 120))
    return Image.blend(Image.new("RGB", seen.size, "white"), seen, _THROUGH)


def _photographed(page: Image.Image, dice: numpy.random.Generator) -> Image.Image:
    """The page with each corner moved inwards by chance, on a dark desk, darker away from the light."""
    width, height = page.size
    inward = dice.uniform(0.01, 0.06, (4, 2)) * page.size
    whole = numpy.array([(0, 0), (width, 0), (width, height), (0, height)])
    seen = whole + inward * [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    rows = [
        row
        for (u, v), (x, y) in zip(seen, whole, strict=True)
        for row in ([u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v])
    ]
    terms = numpy.linalg.solve(numpy.array(rows), whole.reshape(-1))
    tilted = page.transform(
        page.size, Image.Transform.PERSPECTIVE, terms.tolist(), Image.Resampling.BICUBIC, fillcolor=(72, 66, 60)
    )
    light = numpy.linspace(0.7, 1.0, width)[numpy.newaxis, :, numpy.newaxis]
    return Image.fromarray((numpy.asarray(tilted) * light).astype(numpy.uint8))


def _spreads(
    seen: list[tuple[Image.Image, tuple[float, float]]],
) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
    """Each two pages side by side on one sheet; the last alone on the left where their number is odd."""
    for number in range(0, len(seen), 2):
        left, (width, height) = seen[number]
        sheet = Image.new("RGB", (2 * left.width, left.height), "white")
        for x, (picture, _) in zip((0, left.width), seen[number : number + 2], strict=False):
            sheet.paste(picture, (x, 0))
        yield sheet, (2 * width, height)


def _stamp(page: Image.Image, dpi: int) -> None:
    """A round seal over the lower right of the print: ring, star and the word 示例."""
    radius, (x, y) = dpi * 0.8, (page.width * 0.72, page.height * 0.3)
    layer = Image.new("L", page.size, 0)
    draw = ImageDraw.Draw(layer)
    width = max(2, round(dpi / 40))
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=190, width=width)
    draw.polygon([_tip(x, y, (0.12 if k % 2 else 0.3) * radius, k * pi / 5) for k in range(10)], fill=190)
    font = ImageFont.truetype(str(FONT_FILE), round(dpi / 5))
    draw.text((x, y + 0.6 * radius), "示例印章", fill=190, font=font, anchor="mm")
    # Ink is transparent: it takes light away, and black print below it stays black.
    inked = ImageChops.multiply(page, Image.new("RGB", page.size, _RED))
    page.paste(inked, mask=layer)


def _tip(x: float, y: float, reach: float, angle: float) -> tuple[float, float]:
    return x + reach * sin(angle), y - reach * cos(angle)
