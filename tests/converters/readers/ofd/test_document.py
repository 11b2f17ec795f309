"""OFD files give what the PDF of the same pages gives: the same texts, tables, places and observations."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import limits, read
from yusuan.converters.readers.ofd import drawing
from yusuan.converters.readers.scan.pictures import Pictures
from yusuan.converters.readers.signatures import kind_of
from yusuan.converters.sources import Source
from yusuan.converters.table import NOT_READ, Paragraph, Table
from yusuan.document import understand

from .paper import Ofd, grid, of_pdf, rule, text, xml

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
ROWS = [["项目", "预算数", "决算数"], ["公用经费", "1,685.32", "1,540.10"], ["项目支出", "855.70", "407.29"]]
GRID = grid([20, 80, 120, 160], [40, 48, 56, 64], ROWS)


@pytest.fixture
def ofd(tmp_path: Path):
    def save(*pages: str, **told: object) -> Path:
        return Ofd(list(pages), **told).save(tmp_path / "公开.ofd")  # type: ignore[arg-type]

    return save


def test_texts_and_ruled_tables_are_read_with_their_places(ofd):
    path = ofd(text(60, 30, "支出决算表") + GRID, text(20, 30, "情况说明。"))
    assert kind_of(path) == "ofd"
    title, table, after = read(path)
    assert (title.text, after.text, after.origin.page) == ("支出决算表", "情况说明。", 2)
    assert isinstance(table, Table)
    assert table.exact
    assert [[cell.text for cell in row] for row in table.rows] == ROWS
    at = table.rows[1][1].origin
    assert (at.page, at.row, at.column) == (1, 2, 2)
    assert at.bbox == pytest.approx([mm * 72 / 25.4 for mm in (80, 48, 120, 56)], abs=0.2)


@pytest.mark.parametrize(
    "line",
    [
        text(20, 30, "支出1,540.10万元"),
        text(20, 30, "支出1,540.10万元", steps="g 2 4 2 g 7 2 g 1 4"),
        text(20, 30, "支出1,540.10万元", steps=""),  # as the font goes on
        text(20, 30, "支出1,540.10万元", CTM="0.5 0 0 0.5 0 0", size=8),
        text(20, 30, "支出1,540.10万元", HScale="1.2", steps="g 2 4.8 g 8 2.4 4.8"),
        "".join(text(20 + 4 * k, 30, c) for k, c in enumerate("支出")) + text(28, 30, "1,540.10万元"),
        f'<ofd:PageBlock ID="7"><ofd:PageBlock ID="8">{text(20, 30, "支出1,540.10万元")}</ofd:PageBlock></ofd:PageBlock>',
        text(20, 30, "支出1,540.10万元") + text(20, 30, "旧数99.00", Visible="false"),
        text(20, 30, "支出1,540.10万元") + text(20, 40, "旧数99.00", more='<ofd:FillColor Value="255 255 255"/>'),
        text(20, 30, "支出1,540.10万元") + text(20, 40, "旧数99.00", more='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
        text(20, 30, "支出1,540.10万元") + text(20, 40, "旧数99.00", more="<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path"
            ' Boundary="150 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C</ofd:AbbreviatedData></ofd:Path>'
            "</ofd:Area></ofd:Clip></ofd:Clips>"),
    ],
    ids=["offsets", "repeated", "none", "matrix", "condensed", "glyphs", "blocks", "hidden", "white", "clear", "clipped"],
)  # fmt: skip
def test_a_text_is_what_the_page_shows_however_it_is_set(ofd, line):
    path = ofd(line)
    assert [block.text for block in read(path) if block.origin.note == ""] == ["支出1,540.10万元"]


def test_templates_units_and_annotations_are_painted_too(ofd):
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50" Width="100" Height="50"><ofd:Content>{text(0, 10, "合计1.00")}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    annotation = f'<ofd:Annot ID="60" Type="Stamp"><ofd:Appearance Boundary="20 200 50 20">{text(0, 10, "批注")}</ofd:Appearance></ofd:Annot>'
    path = ofd(
        text(20, 60, "正文") + '<ofd:CompositeObject ID="51" Boundary="20 100 100 50" ResourceID="50"/>',
        templates={"70": text(20, 30, "某局2024年度部门决算")},
        of_page={1: '<ofd:Template TemplateID="70" ZOrder="Background"/>'},
        resources=unit,
        common="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        files={
            "Doc_0/Annots/Annotations.xml": xml(
                "Annotations", '<ofd:Page PageID="1"><ofd:FileLoc>Page_1/Annot.xml</ofd:FileLoc></ofd:Page>'
            ),
            "Doc_0/Annots/Page_1/Annot.xml": xml("PageAnnot", annotation),
        },
    )
    assert [block.text for block in read(path)] == ["某局2024年度部门决算", "正文", "合计1.00", "批注"]


def test_red_type_stays_red(ofd):
    red = '<ofd:FillColor Value="255 0 0"/>'
    rows = [*ROWS[:2], ["结余", "", ""]]
    drawn = grid([20, 80, 120, 160], [40, 48, 56, 64], rows) + text(140, 62, "145.22", more=red)
    (table,) = read(ofd(drawn))
    assert table.rows[2][2].text == "145.22"
    assert "red" in table.rows[2][2].origin.note


def test_a_picture_of_a_table_is_read_as_on_a_page_of_a_pdf(ofd, monkeypatch):
    shown: list[tuple[float, ...]] = []
    monkeypatch.setattr(
        Pictures, "on_page", lambda _, page: shown.append((page.images[0]["width"], page.images[0]["top"])) or []
    )
    Image.new("RGB", (400, 200), "white").save(buffer := BytesIO(), "JPEG")
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="{0}" Type="Image"><ofd:MediaFile>{1}</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    path = ofd(
        text(20, 30, "某局2024年度部门决算")
        + '<ofd:ImageObject ID="4" Boundary="20 40 144 72" CTM="144 0 0 72 0 0" ResourceID="80"/>'
        + '<ofd:ImageObject ID="5" Boundary="20 140 144 72" ResourceID="81"/>',
        resources=media.format(80, "表.jpg") + media.format(81, "坏.jb2"),
        files={"Doc_0/Res/表.jpg": buffer.getvalue(), "Doc_0/Res/坏.jb2": b"no picture"},
    )
    *_, told = read(path)
    assert shown == [pytest.approx((144 * 72 / 25.4, 40 * 72 / 25.4), abs=0.01)]
    assert isinstance(told, Paragraph)
    assert (told.origin.note, told.text[:5]) == (NOT_READ, "第1页的一")


@pytest.mark.parametrize(
    ("name", "told"),
    [("Doc_0/Document.xml", "缺少部分"), ("Doc_0/Pages/Page_2/Content.xml", "缺少部分"), ("Doc_0/Res.xml", "缺少部分")],
)
def test_a_part_that_is_missing_is_told_and_nothing_is_read(tmp_path, name, told):
    made = Ofd([GRID, GRID], resources="<ofd:Fonts/>")
    kept = [part for part in made.parts() if part[0] != name]
    made.parts = lambda: iter(kept)  # type: ignore[method-assign]
    with pytest.raises(UnreadableError, match=told):
        list(read(made.save(tmp_path / "公开.ofd")))


def test_names_that_lead_out_of_the_file_lead_nowhere(ofd):
    with pytest.raises(UnreadableError, match="缺少部分"):
        list(read(ofd(GRID, of_page={1: "<ofd:PageRes>/../../etc/passwd</ofd:PageRes>"})))


def test_units_that_draw_themselves_come_to_an_end(ofd):
    unit = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content><ofd:CompositeObject ID="51" Boundary="0 0 1 1" ResourceID="50"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    path = ofd(
        text(20, 30, "正文") + '<ofd:CompositeObject ID="52" Boundary="0 0 1 1" ResourceID="50"/>', resources=unit
    )
    text_, told = read(path)
    assert (text_.text, told.origin.note) == ("正文", NOT_READ)


def test_units_that_draw_each_other_many_times_are_refused(ofd, monkeypatch):
    monkeypatch.setattr(drawing, "_OBJECTS_ON_A_PAGE", 1000)
    draws = '<ofd:CompositeObject ID="51" Boundary="0 0 1 1" ResourceID="50"/>'
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>{draws * 9}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    with pytest.raises(UnreadableError, match="内容过多"):
        list(read(ofd(draws, resources=unit)))


def test_too_many_pages_or_none_are_refused(ofd, monkeypatch):
    with pytest.raises(UnreadableError, match="没有页面"):
        list(read(ofd()))
    monkeypatch.setattr(limits, "MAX_PAGES", 1)
    with pytest.raises(UnreadableError, match="页数过多"):
        list(read(ofd(GRID, GRID)))


def test_numbers_that_are_none_harm_nobody(ofd):
    broken = rule(0, 0, 9, 9).replace("M 0 0", "M x 1e999 B 1 Q 3 4 S") + text(20, 30, "正文").replace(
        'Size="4"', 'Size="nan"'
    )
    assert [block.text for block in read(ofd(broken + text(20, 60, "说明")))][-1] == "说明"


@pytest.mark.parametrize("name", ["wuhan-2024", "putuo-finance-2024-final"])
def test_an_example_gives_the_observations_of_its_pdf(tmp_path, name):
    source = EXAMPLES / name / "disclosure.pdf"
    copy = of_pdf(source, tmp_path / "disclosure.ofd")
    found = [
        sorted(
            (f.table, f.unit_name, f.label, f.fund, f.origin, f.category, f.phase, f.fiscal_year, f.amount, f.status,
             f.cell.page or 0, f.cell.row or 0, f.cell.column or 0, tuple(round(x) for x in f.cell.bbox or ()))
            for f in understand(Source(path)).facts
        )
        for path in (source, copy)
    ]  # fmt: skip
    assert len(found[0]) > 300
    assert found[0] == found[1]
