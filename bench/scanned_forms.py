"""Scans of many forms: amounts found, held back and wrong, by form, scan and resolution.

WHAT is a form of the invented provinces (``henan``, ``finals``), with a way of printing it (``henan:vertical``,
``henan:three``), or pages of a PDF with a text layer (``a.pdf:1,7,8``), which is held against itself. Wrong after the
accounting and confirmed would be silently wrong. ``layer`` is a scan with the misread text of another OCR over it,
``mixed`` has every second page scanned; in ``words`` nothing is misread, but the boxes of the words are shaken by up
to ``--shake`` points: what is wrong then is the geometry's, and no time goes into OCR.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import arguments
import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "examples"), str(ROOT / "tests" / "converters")]
import pages  # noqa: E402
import provinces  # noqa: E402
from test_unseen_layouts import Key, observations  # noqa: E402
from typeset import scan  # noqa: E402
from yusuan.converters.disclosure import convert  # noqa: E402
from yusuan.converters.readers.grid import is_number  # noqa: E402
from yusuan.converters.readers.page import upright  # noqa: E402
from yusuan.converters.readers.scan import ocr, page_results, picture, recognition, scanned_rules  # noqa: E402
from yusuan.datapackage.accounting.proof import prove  # noqa: E402
from yusuan.datapackage.model import Conversion  # noqa: E402

FORMS = ("finals", "henan", "central", "sichuan:vertical", "zhejiang:three")
SCANS = {
    "clean": {"quality": 75},
    "askew": {"skew": -2.0, "quality": 60},
    "grey": {"paper": 205, "noise": 9.0, "quality": 60},
    "noise": {"noise": 14.0, "skew": 0.7, "quality": 60},
    "stamp": {"stamp": True, "quality": 60},
    "bw": {"is_black_and_white": True, "skew": 0.4, "quality": 90},
    "spread": {"is_spread": True, "quality": 60},
    "layer": {"noise": 6.0, "quality": 60},
    "mixed": {"noise": 6.0, "skew": 0.6, "quality": 60},
    "words": {"noise": 4.0, "quality": 60},
}
PRINTS = {"vertical": {"vertical": True}, "three": {"rules": "three"}, "none": {"rules": "none"}, "": {}}
#: The longest side of a sheet in points: a wider drawing is set smaller.
A4 = 842.0


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("what", nargs="*", default=FORMS, help="forms, or pages of a PDF")
    parser.add_argument("--scans", default="clean,noise,bw", help="kinds of scan")
    parser.add_argument("--dpi", default="150,200", help="resolutions")
    parser.add_argument("--shake", type=float, default=0.5, help="points")
    parser.add_argument("--seed", type=int, default=5, help="of the invented numbers")
    given = parser.parse_args()
    print(
        "| dpi | scan | what | pages | amounts | right | held back | wrong before | wrong | confirmed | CPU s a page |"
    )
    print("|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for number, what in enumerate(given.what):
            typeset, truth = source(what, Path(folder) / f"{number}.pdf", given.seed)
            for dpi in map(int, given.dpi.split(",")):
                for name in given.scans.split(","):
                    print(row(dpi, name, what, typeset, truth, given.shake), flush=True)


def source(what: str, path: Path, seed: int) -> tuple[Path, set[Key]]:
    """The pages as PDF with a text layer, and what they print."""
    name, _, how = what.partition(":")
    if not name.endswith(".pdf"):
        document = provinces.make(name, seed)
        pages.write(document, path.with_suffix(".wide.pdf"), **PRINTS[how])
        return on_a4(path.with_suffix(".wide.pdf"), path), observations(document)
    parts = pypdfium2.PdfDocument.new()
    parts.import_pages(pypdfium2.PdfDocument(name), [int(page) - 1 for page in how.split(",")] if how else None)
    parts.save(str(path))
    return path, observations(prove(convert(path)))


def on_a4(wide: Path, path: Path) -> Path:
    """The pages on paper that exists."""
    from pypdfium2 import raw

    read, made = pypdfium2.PdfDocument(str(wide)), pypdfium2.PdfDocument.new()
    for number in range(len(read)):
        width, height = read[number].get_size()
        shrink = min(1.0, A4 / max(width, height))
        page = made.new_page(width * shrink, max(height * shrink, 595))
        drawn = raw.FPDF_NewFormObjectFromXObject(raw.FPDF_NewXObjectFromPage(made, read, number))
        below = page.get_height() - height * shrink
        raw.FPDFPageObj_SetMatrix(drawn, raw.FS_MATRIX(shrink, 0, 0, shrink, 0, below))
        raw.FPDFPage_InsertObject(page, drawn)
        page.gen_content()
    made.save(str(path))
    return path


def row(dpi: int, name: str, what: str, typeset: Path, truth: set[Key], shake: float) -> str:
    path = typeset.with_suffix(".scan.pdf")
    scanner = replace(scan.Scanner(dpi=dpi), **SCANS[name])
    if name == "layer":
        with_layer(typeset, path, scanner)
    else:
        scan.write(typeset, path, scanner)
    if name == "mixed":
        path = every_second(typeset, path)
    page_results.PageResults(path).clear()
    if name == "words":
        read_without_error(typeset, path, shake)
    count = len(pypdfium2.PdfDocument(str(path)))
    started = seconds()
    before = convert(path)
    used = (seconds() - started) / count
    after = prove(before)
    found, confirmed = observations(after), observations(of_confirmed(after))
    cells = (dpi, name, Path(what).name, count, len(truth), len(found & truth), len(truth - found),
             len(observations(before) - truth), len(found - truth), len(confirmed - truth), f"{used:.1f}")  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def of_confirmed(conversion: Conversion) -> Conversion:
    return replace(conversion, facts=tuple(f for f in conversion.facts if f.confirmations))


def seconds() -> float:
    """CPU seconds of this process and of those that it has ended."""
    from yusuan.converters import isolation

    isolation._Worker.dismiss()
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def with_layer(typeset: Path, path: Path, scanner: scan.Scanner) -> Path:
    """A scan with the words of ``typeset`` unseen over it, of whose numbers every third has a wrong digit."""
    import pdfplumber
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(pages.FONT))
    dice, canvas = random.Random(1), Canvas(str(path))
    with pdfplumber.open(typeset) as document:
        for (picture, size), page in zip(scan.pictures(typeset, scanner), document.pages, strict=True):
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(picture), 0, 0, *size)
            for word in page.extract_words():
                text = word["text"].replace("3", "8") if dice.random() < 1 / 3 else word["text"]
                unseen = canvas.beginText(word["x0"], size[1] - word["bottom"] + 2)
                unseen.setFont(pages.FONT, max(4, 0.9 * (word["bottom"] - word["top"])))
                unseen.setTextRenderMode(3)
                unseen.textOut(text)
                canvas.drawText(unseen)
            canvas.showPage()
    canvas.save()
    return path


def read_without_error(typeset: Path, path: Path, shake: float) -> None:
    """Keep for each page of a scan the words of ``typeset``, their boxes shaken, as if OCR had read them."""
    import pdfplumber

    kept, dice = page_results.PageResults(path), random.Random(1)
    with pdfplumber.open(typeset) as document:
        for number, page in enumerate(document.pages, 1):
            words = [shaken(word, dice, shake) for word in page.extract_words(x_tolerance=2.5)]
            pixels, scale, _ = ocr.rendered(path, number)
            clean = picture.cleaned(pixels, scale)
            tables, rules = scanned_rules.find_tables(clean.grey, picture.ink(clean.stamped, scale), scale)
            numbers = [word.box for word in words if is_number(word.text)]
            parted = [tuple(scanned_rules.parted(cells, numbers)) for cells in tables if len(cells) > 1]
            turn = upright.Turn(0, clean.askew, clean.size, clean.seen)
            reading = page_results.Reading(turn, tuple(parted), tuple(rules), tuple(words))
            kept.of(str(number), lambda reading=reading: reading)


def shaken(word: dict[str, Any], dice: random.Random, shake: float) -> recognition.Word:
    edges = ("x0", "top", "x1", "bottom")
    x0, top, x1, bottom = (round(word[edge] + dice.uniform(-shake, shake), 2) for edge in edges)
    return recognition.Word(word["text"], (x0, top, x1, bottom), 0.98)


def every_second(typeset: Path, scanned: Path) -> Path:
    """The pages of ``typeset``, the second and every other one after it as the scan has them."""
    made = pypdfium2.PdfDocument.new()
    sources = [pypdfium2.PdfDocument(str(path)) for path in (typeset, scanned)]
    for number in range(len(sources[0])):
        made.import_pages(sources[number % 2], [number])
    path = scanned.with_suffix(".mixed.pdf")
    made.save(str(path))
    return path


if __name__ == "__main__":
    main()
