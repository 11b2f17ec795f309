"""Fonts that do not say what their codes stand for: no number is read from them that is not printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile
from yusuan.converters.readers.pdf.lettering import Lettering

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
XS, YS = [50, 300, 420], [100, 120, 140]
ROWS = [["科目名称", "合计"], ["社会保障和就业支出", "1,234.56"]]
#: What a font that was cut down to what is printed counts first: its digits follow from code 49 on, in this order.
BEFORE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"


def page(sheet):
    sheet.grid(XS, YS, [ROWS[0], [ROWS[1][0], ""]])
    sheet.canvas.setFont("counted", 10)
    sheet.canvas.drawString(50, 500, BEFORE + "6354,.21")
    sheet.canvas.drawRightString(418, 842 - 137, ROWS[1][1])


@pytest.fixture
def counted(pdf):
    """A page whose amount is set in a font that counts its glyphs, with a map to Unicode or without one."""
    from reportlab.pdfbase import pdfmetrics

    def make(*, says: bool) -> Path:
        pdfmetrics.registerFont(TTFont("counted", str(VERA), asciiReadable=False))
        path = pdf(page)
        if not says:
            path.write_bytes(path.read_bytes().replace(b"/ToUnicode", b"/ToNothing"))
        return path

    return make


def test_codes_that_count_glyphs_are_not_taken_for_digits(counted, blocks, monkeypatch):
    from yusuan.converters.readers.pdf import document

    monkeypatch.setattr(document, "_UNMAPPED_SHARE", 1.0)  # the page would be read as a picture
    assert blocks(counted(says=True))[1] == [ROWS]
    assert blocks(counted(says=False))[1] == [[ROWS[0], [ROWS[1][0], "�" * len("1,234.56")]]]


@pytest.fixture
def five_is_two(monkeypatch):
    """Fonts whose map to Unicode says of the 5 that it is a 2."""
    made = ttfonts.makeToUnicodeCMap

    def wrong(name, subset):
        return made(name, [ord("2") if code == ord("5") else code for code in subset])

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", wrong)


@pytest.mark.usefixtures("five_is_two")
def test_two_glyphs_of_a_page_that_are_said_to_be_one_digit_are_none(counted, blocks):
    path = counted(says=True)
    path.write_bytes(re.sub(rb"(?<=/)([A-Z]{6})\+", rb"\1-", path.read_bytes()))  # not told to be cut down
    assert blocks(path)[1] == [[ROWS[0], [ROWS[1][0], "1,\ufffd34.\ufffd6"]]]


@pytest.mark.usefixtures("five_is_two")
def test_a_glyph_that_is_said_to_be_the_digit_of_another_page_is_none(counted, pdf, blocks):
    def later(sheet):
        sheet.grid(XS, YS, [ROWS[0], [ROWS[1][0], ""]])
        sheet.canvas.setFont("counted", 10)
        sheet.canvas.drawRightString(418, 842 - 137, "1,534.56")

    counted(says=True)  # the font
    assert blocks(pdf(page, later))[1][1] == [ROWS[0], [ROWS[1][0], "1,\ufffd34.\ufffd6"]]


#: What a map to Unicode may say for what is printed, and the number that was read of -1,238.56.
LIES = {"38": "83", ".,": ",.", "123568": "235681", "5": "7", "-": " ", ",": "\u200b"}


@pytest.mark.parametrize("printed", LIES)
def test_a_font_that_says_other_figures_than_it_prints_is_not_believed(pdf, blocks, monkeypatch, printed):
    """Such numbers agreed with each other in all tables, and were confirmed."""
    from yusuan.converters.readers.pdf import document

    made = ttfonts.makeToUnicodeCMap
    lie = str.maketrans(printed, LIES[printed])
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lambda n, s: made(n, [ord(chr(c).translate(lie)) for c in s]))
    monkeypatch.setattr(document, "_UNMAPPED_SHARE", 1.0)
    monkeypatch.setattr(document.ocr, "is_installed", lambda: False)
    paragraphs, tables = blocks(lying(pdf))
    amount = tables[0][1][1]
    if printed in "-,":
        assert amount == "-1,238.56".replace(printed, "\ufffd")
    else:
        assert amount == "\ufffd" * len("-1,238.56")
        assert "第1页文字层的数字与印出的字形不符" in paragraphs[0]


def test_a_page_with_figures_that_are_not_printed_is_read_as_a_picture(pdf, monkeypatch):
    from yusuan.converters.readers import read
    from yusuan.converters.readers.scan import ocr

    made = ttfonts.makeToUnicodeCMap
    lie = str.maketrans("38", "83")
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lambda n, s: made(n, [ord(chr(c).translate(lie)) for c in s]))
    asked = []
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr.ScannedPages, "blocks", lambda _, number, finder: asked.append(number) or [])
    told = list(read(lying(pdf)))
    assert asked == [1]
    assert [block.origin.note for block in told] == ["not-shown"]


def lying(pdf):
    from reportlab.pdfbase import pdfmetrics

    def page(sheet):
        sheet.grid(XS, YS, [ROWS[0], [ROWS[1][0], ""]])
        sheet.canvas.setFont("lying", 10)
        sheet.canvas.drawRightString(418, 842 - 137, "-1,238.56")

    pdfmetrics.registerFont(TTFont("lying", str(VERA), asciiReadable=False))
    return pdf(page)


@pytest.mark.parametrize("says", ["0123456789", "0128456739"], ids=["what it prints", "3 for 8"])
def test_glyphs_that_are_drawn_are_looked_at_too(tmp_path, blocks, monkeypatch, says):
    """A font of type 3, whose glyphs are small pages: each shows a figure of another font."""
    from yusuan.converters.readers.pdf import document

    monkeypatch.setattr(document, "_UNMAPPED_SHARE", 1.0)
    monkeypatch.setattr(document.ocr, "is_installed", lambda: False)
    text = "".join(f"<{code:02x}> <{ord(said):04x}>\n" for code, said in enumerate(says))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R/H 7 0 R>>>>>>",
        _stream(b"BT /F 1 Tf 50 700 Td <010203080506> Tj /H 9 Tf 60 0 Td (of all) Tj ET"),
        b"<</Type/Font/Subtype/Type3/FontBBox[0 -2 10 10]/FontMatrix[1 0 0 1 0 0]/FirstChar 0/LastChar 9"
        b"/Widths[6 6 6 6 6 6 6 6 6 6]/ToUnicode 6 0 R/Resources<</Font<</H 7 0 R>>>>/Encoding<</Differences[0%b]>>"
        b"/CharProcs<<%b>>>>"
        % (b"".join(b"/g%d" % n for n in range(10)), b"".join(b"/g%d %d 0 R" % (n, 8 + n) for n in range(10))),
        _stream(f"begincmap\n10 beginbfchar\n{text}endbfchar\nendcmap\n".encode()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        *(_stream(b"6 0 0 -2 6 9 d1 BT /H 10 Tf (%d) Tj ET" % n) for n in range(10)),
    ]
    paragraphs = blocks(_saved(tmp_path / "公开.pdf", objects))[0]
    assert paragraphs[-2:] == ["of all", "123856" if says == "0123456789" else "\ufffd" * 6]


@pytest.mark.parametrize(
    "subtype", ["Type1/BaseFont/Helvetica", "Type3/FontBBox[0 0 600 900]/FontMatrix[.001 0 0 .001 0 0]"]
)
@pytest.mark.parametrize(("names", "number"), [("/one/two/three", "123"), ("/g1/g2/g3", "\ufffd" * 3)])
def test_names_of_glyphs_that_nobody_knows_are_not_the_digits_of_their_codes(
    tmp_path, blocks, monkeypatch, subtype, names, number
):
    """Codes from 49 on, which are those of 1, 2 and 3 where an encoding does not say otherwise."""
    from yusuan.converters.readers.pdf import document

    monkeypatch.setattr(document, "_UNMAPPED_SHARE", 1.0)
    glyphs = "".join(f"{name} {7 + index} 0 R" for index, name in enumerate(names.replace("/", " /").split()))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R/H 6 0 R>>>>>>",
        _stream(b"BT /F 10 Tf 50 700 Td <313233> Tj /H 10 Tf 60 0 Td (of all) Tj ET"),
        f"<</Type/Font/Subtype/{subtype}/FirstChar 49/LastChar 51/Widths[600 600 600]/Resources<</Font<</H 6 0 R>>>>"
        f"/Encoding<</Differences[49{names}]>>{f'/CharProcs<<{glyphs}>>' * ('Type3' in subtype)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        *(_stream(b"600 0 0 0 600 900 d1 BT /H 1000 Tf (%d) Tj ET" % n) for n in (1, 2, 3)),
    ]
    assert number in " ".join(blocks(_saved(tmp_path / "公开.pdf", objects))[0]).split()


@pytest.mark.parametrize("says", ["0123456789", "0128456739"], ids=["what it prints", "3 for 8"])
def test_an_encoding_says_what_a_font_prints_that_every_viewer_has(tmp_path, blocks, monkeypatch, says):
    from yusuan.converters.readers.pdf import document

    monkeypatch.setattr(document.ocr, "is_installed", lambda: False)
    text = "".join(
        f"<{ord(printed):02x}> <{ord(said):04x}>\n" for printed, said in zip("0123456789", says, strict=True)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        _stream(b"BT /F 10 Tf 50 700 Td (123856 of all amounts and more) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
        _stream(f"begincmap\n10 beginbfchar\n{text}endbfchar\nendcmap\n".encode()),
    ]
    number = "123856" if says == "0123456789" else "\ufffd" * 6
    assert blocks(_saved(tmp_path / "公开.pdf", objects))[0][-1] == f"{number} of all amounts and more"


def test_figures_that_stand_on_each_other_are_no_number(counted, blocks):
    path = counted(says=True)
    without_widths = re.sub(rb"(?<=/Widths \[)[^]]+", lambda widths: re.sub(rb"\d", b"0", widths[0]), path.read_bytes())
    path.write_bytes(without_widths)
    assert blocks(path)[1] == [[ROWS[0], [ROWS[1][0], "1�"]]]


def test_a_page_of_such_codes_is_read_as_a_picture(counted, monkeypatch):
    from yusuan.converters.readers import read
    from yusuan.converters.readers.scan import ocr

    asked = []
    monkeypatch.setattr(ocr.ScannedPages, "blocks", lambda _, number, finder: asked.append(number) or [])
    list(read(counted(says=False)))
    assert asked == [1]


@pytest.mark.parametrize(
    "collection, is_mapped", [("Identity", True), ("GB1", False)], ids=["glyphs by a map", "glyphs as a collection"]
)
def test_glyphs_say_their_own_characters(tmp_path, blocks, collection, is_mapped):
    glyphs = {chr(code): glyph for code, glyph in TTFontFile(str(VERA)).charToGlyph.items() if 43 < code < 58}
    others = dict(zip("0123456789", "3719520486", strict=True))
    codes = {text: glyphs[others.get(text, text)] if is_mapped else glyph for text, glyph in glyphs.items()}
    assert blocks(written(tmp_path / "公开.pdf", codes, glyphs, collection, is_mapped=is_mapped))[0] == ["1,234.56"]


@pytest.mark.parametrize("told", ["range", "char", "nothing"])
@pytest.mark.parametrize("says", [False, True], ids=["glyphs know", "a map says"])
def test_an_encoding_may_be_a_file_in_the_pdf(tmp_path, blocks, monkeypatch, told, says):
    """All that was set in such a font once went unread without a word, and without the map the font knows itself."""
    from yusuan.converters.readers.pdf import document

    monkeypatch.setattr(document, "_UNMAPPED_SHARE", 1.1)
    glyphs = {chr(code): glyph for code, glyph in TTFontFile(str(VERA)).charToGlyph.items() if 43 < code < 58}
    codes = {text: 0x4100 + 7 * at for at, text in enumerate(glyphs)}
    single = "".join(f"<{codes[t]:04x}> {glyphs[t]}\n" for t in codes)
    ranges = "".join(f"<{codes[t]:04x}> <{codes[t]:04x}> {glyphs[t]}\n" for t in codes)
    said = {"range": ("cidrange", ranges), "char": ("cidchar", single), "nothing": ("notdefrange", "")}[told]
    encoding = f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(codes)} begin{said[0]}\n"
    encoding += f"{said[1]}end{said[0]}\nendcmap\n"
    to_unicode = "".join(f"<{codes[t]:04x}> <{ord(t):04x}>\n" for t in codes)
    path = written(
        tmp_path / "公开.pdf", codes, glyphs, "Identity", is_mapped=False, encoding=encoding,
        says=f"begincmap\n{len(codes)} beginbfchar\n{to_unicode}endbfchar\nendcmap\n" if says else "",
    )  # fmt: skip
    assert blocks(path)[0] == ["�" * len("1,234.56") if told == "nothing" else "1,234.56"]


def test_a_map_goes_by_codes_where_an_encoding_turns_them_to_glyphs(tmp_path, blocks, monkeypatch):
    monkeypatch.setattr(Lettering, "is_wrong", lambda *_: False)  # these glyphs look like other figures
    codes = {text: ord(text) for text in "0123456789,."}
    swapped = "".join(f"<{ord(t):04x}> <{ord(u):04x}>\n" for t, u in zip("0123456789,.", "3719520486,.", strict=True))
    path = written(
        tmp_path / "公开.pdf", codes, codes, "GB1", is_mapped=False, encoding="/UniGB-UCS2-H",
        says=f"begincmap\n{len(codes)} beginbfchar\n{swapped}endbfchar\nendcmap\n",
    )  # fmt: skip
    assert blocks(path)[0] == ["7,195.20"]


def written(
    path: Path,
    codes: dict[str, int],
    glyphs: dict[str, int],
    collection: str,
    *,
    is_mapped: bool,
    encoding: str = "/Identity-H",
    says: str = "",
) -> Path:
    """A page that says 1,234.56 in the font Vera by ``codes``, which a map of them turns to ``glyphs`` or no map does.

    Codes are those of an ``encoding``, which has a name or is a file; a map to Unicode ``says`` what they are.
    """
    places = bytearray(2 * (max(codes.values()) + 1))
    for text, code in codes.items():
        places[2 * code : 2 * code + 2] = glyphs[text].to_bytes(2, "big")
    shown = "".join(f"{codes[text]:04x}" for text in "1,234.56")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        _stream(f"BT /F 10 Tf 50 700 Td <{shown}> Tj ET".encode()),
        b"<</Type/Font/Subtype/Type0/BaseFont/Vera/Encoding %b/DescendantFonts[6 0 R]%b>>"
        % (encoding.encode() if encoding.startswith("/") else b"10 0 R", b"/ToUnicode 11 0 R" if says else b""),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Vera/DW 636/FontDescriptor 7 0 R/CIDToGIDMap %b"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(%b)/Supplement 0>>>>"
        % (b"9 0 R" if is_mapped else b"/Identity", collection.encode()),
        b"<</Type/FontDescriptor/FontName/Vera/Flags 4/FontBBox[0 0 999 999]/Ascent 900/Descent -200/FontFile2 8 0 R>>",
        _stream(VERA.read_bytes()),
        _stream(bytes(places)),
        _stream(encoding.encode(), b"/Type/CMap/CMapName/Own"),
        _stream(says.encode()),
    ]
    return _saved(path, objects)


def _saved(path: Path, objects: list[bytes]) -> Path:
    parts = (b"%d 0 obj\n%b\nendobj\n" % (number, item) for number, item in enumerate(objects, start=1))
    path.write_bytes(b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    return path


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (more, len(data), data)


@pytest.mark.parametrize("sign", ["\u2212", "\ue031"], ids=["minus", "one of another length than its first byte says"])
def test_a_code_without_a_glyph_is_not_left_out_of_a_number(pdf, blocks, sign):
    """STSong-Light in UniGB-UCS2-H has no code U+2212: some viewers print the minus, the parser passes over it."""

    def page(sheet):
        sheet.grid(XS, YS, [ROWS[0], [ROWS[1][0], f"{sign}1,234.56"]])

    assert blocks(pdf(page))[1] == [[ROWS[0], [ROWS[1][0], "�1,234.56"]]]


def test_codes_that_nobody_sees_are_left_out(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, [ROWS[0], ["社会\u200b保障", "\u00a01,234.56"]])

    assert blocks(pdf(page))[1] == [[ROWS[0], ["社会保障", "1,234.56"]]]
