"""What a saved page shows from files beside it is read, nothing outside its folder is, and what is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.checksums import checksum, contents
from yusuan.converters.readers import read
from yusuan.converters.readers.scan.pictures import Pictures
from yusuan.converters.readers.web.files import beside, companions
from yusuan.converters.sources import collect_sources
from yusuan.converters.table import NOT_READ, NOT_SHOWN, Paragraph, Table


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pictures that were looked at; each prints nothing."""
    pictures: list[bytes] = []
    monkeypatch.setattr(Pictures, "within", lambda _, data, *__: pictures.append(data) or [])
    return pictures


def save(path: Path, body: str, head: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"<html><head>{head}</head><body><p>某局2024年度部门决算</p>{body}</body></html>", "utf-8")
    return path


def told(path: Path, note: str) -> list[str]:
    return [block.text for block in read(path) if isinstance(block, Paragraph) and block.origin.note == note]


def test_pictures_beside_a_page_are_looked_at(tmp_path, seen):
    (tmp_path / "公开_files").mkdir()
    for name in ("表 1.png", "2.jpg"):
        (tmp_path / "公开_files" / name).write_bytes(name.encode())
    page = save(tmp_path / "公开.html", r'<img src="./公开_files/%E8%A1%A8%201.png?v=2"><img src="公开_files\2.jpg">')
    assert told(page, NOT_READ) == []
    assert seen == ["表 1.png".encode(), b"2.jpg"]


@pytest.mark.parametrize(
    "address",
    ["../外.png", "/外.png", "file:///{0}/外.png", "{0}/外.png", "http://example.invalid/外.png", "//a/外.png",
     "链接.png", "链接/外.png", "圈.png", "%00.png", "a" * 5000 + ".png", "", "私.key"],
)  # fmt: skip
def test_nothing_outside_the_folder_of_the_page_is_opened(tmp_path, address):
    folder = tmp_path / "公开"
    page = save(folder / "公开.html", f'<img src="{address.format(tmp_path)}">')
    (tmp_path / "外.png").write_bytes(b"private")
    (folder / "私.key").write_bytes(b"private")
    (folder / "链接.png").symlink_to(tmp_path / "外.png")
    (folder / "链接").symlink_to(tmp_path)
    (folder / "圈.png").symlink_to(folder / "圈.png")
    assert companions(page) == ()
    assert beside(page)(address.format(tmp_path)) == b""


def test_pictures_that_are_not_there_are_told_in_one_line_and_logos_are_not(tmp_path, seen):
    body = """<a href="/"><img src="logo.png"></a><img src="图标.gif" width="16" height="16">
      <img src="表一.png"><a href="大图/表二.png"><img src="表二.png"></a>"""
    (line,) = told(save(tmp_path / "公开.html", body), NOT_READ)
    assert line.startswith("网页上有2张图片不在旁边的文件里")
    assert seen == []


def test_a_page_with_pictures_is_another_document_when_one_of_them_changes(tmp_path):
    page = save(tmp_path / "公开.html", '<img src="表.png">', '<link rel="Stylesheet" href="样式.css">')
    alone = checksum([page])
    assert alone[1] == ()
    (tmp_path / "表.png").write_bytes(b"1")
    (tmp_path / "样式.css").write_bytes(b"")
    before = checksum([page])
    (tmp_path / "表.png").write_bytes(b"2")
    assert len({alone[0], before[0], checksum([page])[0]}) == 3
    assert [name for name, _ in contents([page])] == ["公开.html", "样式.css", "表.png"]


SHEET = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>
<link rel=Stylesheet href=stylesheet.css>{0}</head><body><table>
<tr><td colspan=3 class=xl65>2024年支出决算表</td></tr>
<tr><td colspan=2></td><td>单位：万元</td></tr>
<tr><td>项目</td><td>预算数</td><td>决算数</td></tr>
<tr style='display:none'><td>旧</td><td>1.00</td><td>2.00</td></tr>
<tr><td>公用经费</td><td class=xl66>1,685.32</td><td>1,540.10</td></tr>
</table></body></html>"""
WORKBOOK = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta name=ProgId content=Excel.Sheet><link id="shLink" href="公开.files/sheet001.htm">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>
<x:ExcelWorksheet><x:Name>支出 &amp; 决算</x:Name><x:WorksheetSource HRef="公开.files/sheet001.htm"/></x:ExcelWorksheet>
<x:ExcelWorksheet><x:Name>底稿</x:Name><x:WorksheetSource HRef="公开.files/sheet002.htm"/></x:ExcelWorksheet>
<x:ExcelWorksheet><x:Name>丢失</x:Name><x:WorksheetSource HRef="公开.files/sheet003.htm"/></x:ExcelWorksheet>
</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head>
<frameset rows="*,39"><frame src="公开.files/sheet001.htm" name="frSheet"><frame src="公开.files/tabstrip.htm">
<noframes><body><p>此页使用框架</p></body></noframes></frameset></html>"""
FILES = {
    "公开.files/sheet001.htm": SHEET.format(""),
    "公开.files/sheet002.htm": SHEET.format("<!--[if gte mso 9]><xml><x:Visible>SheetHidden</x:Visible></xml><![endif]-->"),
    "公开.files/stylesheet.css": "td { color: black } .xl66 { color: red }",
}  # fmt: skip


def test_a_workbook_saved_as_a_page_is_read_sheet_by_sheet(tmp_path):
    (tmp_path / "公开.files").mkdir()
    for name, text in {"公开.htm": WORKBOOK, **FILES}.items():
        (tmp_path / name).write_bytes(text.encode("gb18030"))
    found = list(read(tmp_path / "公开.htm"))
    (table,) = (block for block in found if isinstance(block, Table))
    assert table.name == "支出 & 决算"
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "预算数", "决算数"],
        ["公用经费", "1,685.32", "1,540.10"],
    ]
    amount = table.rows[1][1].origin
    assert (amount.row, amount.column, amount.note) == (5, 2, "printed in red")
    texts = [block.text for block in found if isinstance(block, Paragraph)]
    assert texts[:3] == ["表里隐藏行 4 / hidden rows 4", "2024年支出决算表", "单位：万元"]
    assert told(tmp_path / "公开.htm", NOT_SHOWN)[1:] == ["工作表“底稿”已隐藏 / sheet '底稿': hidden"]
    assert [text[:5] for text in told(tmp_path / "公开.htm", NOT_READ)] == ["网页的“丢"]
    assert len(contents([tmp_path / "公开.htm"])) == 4


def test_the_sheets_of_a_page_that_calc_wrote_are_read_as_sheets(tmp_path):
    style = 'body,div,table,thead,tbody,tfoot,tr,th,td,p { font-family:"宋体"; font-size:x-small }'
    rows = ("项目|决算数", "教育支出|5.00", "", "支出总表", "项目|决算数", "教育支出|4.00")
    cells = "".join(f"<tr>{''.join(f'<td>{c or chr(160)}</td>' for c in row.split('|'))}</tr>" for row in rows)
    page = (
        f"<html><head><style>{style}</style></head><body><table><tr><td>收入总表</td></tr>{cells}</table></body></html>"
    )
    (tmp_path / "公开.html").write_text(page, "utf-8")
    found = list(read(tmp_path / "公开.html"))
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["收入总表", "支出总表"]
    assert [[c.text for c in block.rows[1]] for block in found if isinstance(block, Table)] == [
        ["教育支出", "5.00"],
        ["教育支出", "4.00"],
    ]


def test_a_folder_of_saved_pages_is_a_document_for_each_page(tmp_path):
    (tmp_path / "公开.files").mkdir()
    for name, text in {"公开.htm": WORKBOOK, **FILES}.items():
        (tmp_path / name).write_bytes(text.encode("gb18030"))
    save(tmp_path / "甲.html", '<img src="乙.png">', '<link href="丙.html">')
    save(tmp_path / "丙.html", '<link href="甲.html">')
    (tmp_path / "乙.png").write_bytes(b"1")
    found = [source.path.name for source in collect_sources([tmp_path])]
    assert sorted(found) == ["丙.html", "公开.htm", "甲.html"]
