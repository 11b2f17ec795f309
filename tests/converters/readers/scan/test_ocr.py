"""Scans: set upright, freed of stamps, their grids and texts found; each page read once; nothing without the extra."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageChops, ImageDraw
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import progress, read
from yusuan.converters.readers.page.upright import Turn
from yusuan.converters.readers.scan import ocr, page_results, picture, recognition, scanned_rules
from yusuan.converters.table import Paragraph, Table

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
SCAN = EXAMPLES / "putuo-office-2025-scan" / "disclosure.pdf"
SCALE = 200 / 72


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "yusuan" / "pages"


# --- pictures


def drawn(angle: float = 0.0, *, paper: int = 255, stamp: bool = False) -> numpy.ndarray:
    """A page with a grid of three columns and four rows, in inches of 200 dots."""
    page = Image.new("RGB", (1000, 900), "white")
    draw = ImageDraw.Draw(page)
    for x in (100, 300, 500, 900):
        draw.line((x, 100, x, 500), "black", 2)
    for y in (100, 200, 300, 400, 500):
        draw.line((100, y, 900, y), "black", 2)
    if stamp:
        seal = Image.new("RGB", page.size, "white")
        draw = ImageDraw.Draw(seal)
        draw.ellipse((300, 150, 700, 550), outline=(220, 70, 75), width=8)
        draw.polygon([(480, 230), (540, 230), (510, 290)], (220, 70, 75))
        page = ImageChops.multiply(page, seal)
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    pixels = numpy.asarray(page)[:, :, ::-1].astype(numpy.float32) * (paper / 255)
    return pixels.astype(numpy.uint8)


@pytest.mark.parametrize("angle", [-3.0, -0.4, 0.0, 0.9, 4.0])
@pytest.mark.parametrize(("paper", "stamp"), [(255, False), (205, True)])
def test_the_grid_of_a_page_is_found_askew_on_grey_paper_and_under_a_stamp(angle, paper, stamp):
    clean = picture.cleaned(drawn(angle, paper=paper, stamp=stamp), SCALE)
    tables, rules = scanned_rules.find_tables(clean.grey, picture.ink(clean.stamped, SCALE), SCALE)
    (cells,) = tables
    assert len(cells) == 12
    assert len(rules) >= 5
    assert {round(cell[2] - cell[0]) for cell in cells} <= {71, 72, 73, 143, 144, 145}


def test_a_stamp_leaves_no_ink_but_the_print_below_it_stays():
    page = drawn(stamp=True)
    page[235:255, 490:530] = 20  # print below the star
    clean = picture.cleaned(page, SCALE)
    assert clean.grey[237:253, 492:528].max() < 80
    assert clean.grey[140:190, 510:560].min() > 200  # where only the ring is


def test_a_page_without_lines_is_left_as_it_is():
    clean = picture.cleaned(numpy.full((400, 300, 3), 230, numpy.uint8), SCALE)
    assert clean.grey.min() > 240
    assert scanned_rules.find_tables(clean.grey, picture.ink(clean.stamped, SCALE), SCALE) == ([], [])


def test_a_text_that_runs_over_a_rule_is_parted_at_it_and_one_beside_it_is_not():
    cells = [(0.0, 0.0, 100.0, 40.0), (100.0, 0.0, 200.0, 40.0)]
    assert list(recognition._parted((20, 10, 180, 30), cells)) == [(20, 10, 98, 30), (102, 10, 180, 30)]
    assert list(recognition._parted((20, 10, 104, 30), cells)) == [(20, 10, 98, 30)]
    assert list(recognition._parted((20, 60, 180, 80), cells)) == [(20, 60, 180, 80)]


def test_texts_of_one_line_are_read_in_one_piece_and_lines_are_kept_apart():
    group = [(10.0, 10, 20, 30), (22.0, 8, 90, 31), (10.0, 40, 60, 60)]
    assert recognition._lines(group) == [(10, 8, 90, 31), (10, 40, 60, 60)]


# --- documents


def texts(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\n", "") for cell in row] for row in table.rows]


def picture_of_page(path: Path, number: int, scanner: object) -> None:
    sys.path.insert(0, str(EXAMPLES))
    try:
        from typeset import __main__ as examples
        from typeset import pages, scan
    finally:
        sys.path.pop(0)
    clean = path.with_suffix(".clean.pdf")
    pages.write(examples.blocks_of(examples.SCANNED), clean)
    ((image, _),) = scan.pictures(clean, scan.Scanner(dpi=150, noise=3.0, paper=225), range(number - 1, number))
    image.save(path, dpi=(150, 150))


def test_an_image_file_is_read_and_says_how_certain_it_is(tmp_path: Path, cache: Path):
    path = tmp_path / "三公.png"
    picture_of_page(path, 5, None)
    *around, table = read(path)
    assert [block.text for block in around if isinstance(block, Paragraph)][:1] == [
        "2025年单位“三公”经费和机关运行经费预算表"
    ]
    assert isinstance(table, Table)
    assert table.exact
    assert texts(table)[-1] == ["867.50", "839.00", "28.50", "", "", "", "213.28"]
    amount = table.rows[-1][0].origin
    assert (amount.reader, amount.page, amount.row, amount.column) == ("ocr", 1, 4, 1)
    assert 0.5 < amount.confidence <= 1
    assert amount.bbox is not None
    assert not list(cache.glob("*"))  # what is printed is not kept once the document is read


def test_a_scanned_pdf_tells_page_by_page_how_far_it_is_and_goes_on_where_it_was(cache: Path, monkeypatch):
    seen: list[int] = []

    def pretend(path: Path, number: int):
        seen.append(number)
        return numpy.full((300, 200, 3), 255, numpy.uint8), 1.0, 1.0

    monkeypatch.setattr(ocr, "rendered", pretend)
    monkeypatch.setattr(recognition, "read_words", lambda *_: [recognition.Word("收支总表", (10, 10, 90, 20), 0.9)])
    told: list[str] = []
    blocks = read(SCAN)
    with progress.listening(told.append):
        next(blocks), next(blocks)
        blocks.close()  # the run is broken off
        assert len(list(cache.glob("*/*.json"))) == len(seen)
        before = len(seen)
        assert [block.origin.page for block in read(SCAN)] == [1, 2, 3, 4, 5]
    assert seen == [1, 2, 3, 4, 5]
    assert before < 5
    assert [line.rsplit(" ", 1)[1] for line in told][-5:] == ["1", "2", "3", "4", "5"]
    assert not list(cache.glob("*"))


def test_a_kept_page_that_is_damaged_is_read_again_and_no_cache_is_no_harm(tmp_path: Path, cache: Path, monkeypatch):
    document = tmp_path / "scan.pdf"
    document.write_bytes(b"scan")
    reading = page_results.Reading(
        Turn(1, 0.5, (595.0, 842.0), None, 2.5), (((1.0, 2.0, 3.0, 4.0),),), ((1.0, 2.0, 3.0),), ()
    )
    results = page_results.PageResults(document)
    assert results.of("1", lambda: reading) == reading
    (kept,) = cache.glob("*/1.json")
    assert kept.stat().st_mode & 0o077 == 0
    assert results.of("1", lambda: pytest.fail("was read already")) == reading
    kept.write_text(json.dumps({"size": [1]}))
    assert results.of("1", lambda: reading) == reading
    monkeypatch.setenv("YUSUAN_CACHE", str(document))  # a file where a folder should be
    assert page_results.PageResults(document).of("1", lambda: reading) == reading


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    image = tmp_path / "扫描.jpg"
    Image.new("RGB", (40, 40)).save(image)
    for path in (SCAN, image):
        with pytest.raises(UnreadableError) as caught:
            list(read(path))
        assert "pip install 'yusuan[ocr]'" in caught.value.zh
        assert "yusuan[ocr]" in caught.value.en


def test_a_broken_image_says_so(tmp_path: Path):
    path = tmp_path / "坏.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    with pytest.raises(UnreadableError, match=r"damaged"):
        list(read(path))


def test_a_picture_of_a_map_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = tmp_path / "图.png"
    Image.new("1", (20_000, 12_000)).save(path)
    with pytest.raises(UnreadableError, match="too large"):
        list(read(path))


def test_the_scanned_example_gives_the_observations_of_the_page_it_was_made_from(tmp_path: Path):
    sys.path.insert(0, str(EXAMPLES))
    try:
        from typeset import __main__ as examples
        from typeset import pages
    finally:
        sys.path.pop(0)
    from yusuan import document
    from yusuan.converters.sources import Source

    clean = tmp_path / "clean.pdf"
    pages.write(examples.blocks_of(examples.SCANNED), clean)

    def said(path: Path) -> list[tuple[object, ...]]:
        facts = document.understand(Source(path)).facts
        return sorted((f.table, f.function_code, f.line, f.category, f.fund, str(f.amount)) for f in facts)

    assert len(said(clean)) > 80
    assert said(SCAN) == said(clean)


def test_a_picture_too_small_for_a_page_says_so(tmp_path: Path):
    path = tmp_path / "点.png"
    Image.new("1", (1, 1)).save(path)
    with pytest.raises(UnreadableError, match="too small"):
        list(read(path))
