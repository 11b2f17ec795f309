"""The second look for personal data: planted in every format that goes out, it is met in each."""

from __future__ import annotations

import io
import quopri
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from yusuan.catalogue.personal import UNREADABLE, personal_data, personal_words

PLANTED = "联系人：张三，电话 13800000000"
CLEAN = "事业运行 2010350 一般公共服务支出"


def text(path: Path, words: str) -> Path:
    path.write_text(f"{words}\n", "utf-8")
    return path


def zipped(path: Path, words: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/inside.csv", words)
    return path


def zip_in_zip(path: Path, words: str) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("inside.csv", words)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("versions/1.0.0.zip", inner.getvalue())
    return path


def workbook(path: Path, words: str) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["说明", words])
    book.save(path)
    return path


def workbook_in_two_cells(path: Path, words: str) -> Path:
    book = openpyxl.Workbook()
    book.active.append(words.split("，"))
    book.save(path)
    return path


def document(path: Path, words: str) -> Path:
    """A number whose digits are styled apart is still one number."""
    made = docx.Document()
    paragraph = made.add_paragraph()
    for number, character in enumerate(words):
        paragraph.add_run(character).bold = bool(number % 2)
    made.save(str(path))
    return path


def parquet_file(path: Path, words: str) -> Path:
    parquet.write_table(pa.table({"label": ["x", words], "amount": [1, 2]}), path)
    return path


def parquet_in_zip(path: Path, words: str) -> Path:
    inner = parquet_file(path.with_suffix(".parquet"), words)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "claims.parquet")
    return path


def sqlite_file(path: Path, words: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("create table claims (claim_id, sentence)")
    connection.execute("insert into claims values (1, ?)", (words,))
    connection.commit()
    connection.close()
    return path


def pdf(path: Path, words: str) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(path))
    page.setFont("STSong-Light", 12)
    page.drawString(72, 700, words)
    page.showPage()
    page.save()
    return path


def exported(path: Path, words: str) -> Path:
    """As programs export text: in GB18030."""
    path.write_bytes(f"{words}\n".encode("gb18030"))
    return path


def web_archive(path: Path, words: str) -> Path:
    cells = "".join(f"<td>{word}</td>" for word in words.split("，"))
    page = quopri.encodestring(f"<table><tr>{cells}</tr></table>".encode("gbk"))
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_Next"\n\n--=_Next\n'
    part = b"Content-Location: file:///C:/a.htm\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/html; charset=gb2312\n\n"
    picture = b"Content-Location: file:///C:/a.png\nContent-Transfer-Encoding: base64\nContent-Type: image/png\n\niVBORw0KGgo=\n"
    path.write_bytes(head + part + page + b"\n--=_Next\n" + picture + b"\n--=_Next--\n")
    return path


def ofd(path: Path, words: str) -> Path:
    """Each character is set by itself, as programs do: only the page has the number in one piece."""
    widths = [4 if ord(word) > 255 else 2 for word in words]
    glyphs = "".join(
        f'<ofd:TextObject ID="{k + 9}" Boundary="{10 + sum(widths[:k])} 20 4 5" Font="3" Size="4">'
        f'<ofd:TextCode X="0" Y="4">{word}</ofd:TextCode></ofd:TextObject>'
        for k, word in enumerate(words)
    )
    inner = {
        "OFD.xml": ("OFD", "<ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        "D/Document.xml": ("Document", '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'),
        "D/P.xml": ("Page", f'<ofd:Content><ofd:Layer ID="2">{glyphs}</ofd:Layer></ofd:Content>'),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, (root, content) in inner.items():
            archive.writestr(name, f'<ofd:{root} xmlns:ofd="http://www.ofdspec.org/2016">{content}</ofd:{root}>')
        archive.writestr("D/Res/font.ttf", b"\0\1")
    return path


FORMATS: list[tuple[str, Callable[[Path, str], Path]]] = [
    *((name, text) for name in ("a.csv", "a.html", "a.json", "a.jsonl", "a.nt", "a.ttl", "a.svg", "a.md", "a.txt")),
    ("a.zip", zipped),
    ("b.zip", zip_in_zip),
    ("a.xlsx", workbook),
    ("b.xlsx", workbook_in_two_cells),
    ("a.docx", document),
    ("a.parquet", parquet_file),
    ("c.zip", parquet_in_zip),
    ("a.sqlite", sqlite_file),
    ("a.pdf", pdf),
    ("export.csv", exported),
    ("export.html", exported),
    ("a.mht", web_archive),
    ("renamed.doc", web_archive),
    ("a.ofd", ofd),
]


@pytest.mark.parametrize(("name", "write"), FORMATS, ids=[f"{n}-{w.__name__}" for n, w in FORMATS])
def test_it_is_met_in_every_format(tmp_path: Path, name: str, write: Callable[[Path, str], Path]) -> None:
    assert "mobile" in personal_data(write(tmp_path / name, PLANTED))
    assert personal_data(write(tmp_path / f"clean-{name}", CLEAN)) == []


@pytest.mark.parametrize(
    "name", ["a.csv", "a.zip", "a.docx", "a.parquet", "a.sqlite", "a.pdf", "a.xlsx", "export.csv", "a.mht", "a.ofd"]
)
def test_a_name_after_its_label_is_met_too(tmp_path: Path, name: str) -> None:
    write = dict(FORMATS)[name]
    assert personal_data(write(tmp_path / name, "联系人：张三")) == ["name"]


def test_a_number_over_the_cut_of_two_pieces_is_met(tmp_path: Path) -> None:
    file = text(tmp_path / "long.txt", "数" * ((1 << 20) - 5) + " 13800000000 ")
    assert personal_data(file) == ["mobile"]


def test_an_amount_that_looks_like_a_telephone_is_known_for_what_it_is(tmp_path: Path) -> None:
    """A government's 13.8 billion yuan have eleven digits."""
    file = text(tmp_path / "a.csv", "total,13800000000,13800000001")
    assert personal_data(file, {"13800000000", "13800000001"}) == []
    assert personal_data(file, {"13800000000"}) == ["mobile"]


@pytest.mark.parametrize(
    "name", ["a.bin", "a.png", "a.doc", "a.mht", "a.ofd", "a.xls", "broken.pdf", "broken.parquet", "broken.sqlite"]
)
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01not what it says it is")
    assert personal_data(tmp_path / name) == [UNREADABLE]


def test_a_page_that_is_only_a_picture_is_told(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 40), "white").save(tmp_path / "page.png")
    page = canvas.Canvas(str(tmp_path / "scan.pdf"))
    page.drawImage(str(tmp_path / "page.png"), 0, 0)
    page.showPage()
    page.save()
    assert personal_data(tmp_path / "scan.pdf") == [UNREADABLE]


def test_words_that_go_out_with_the_files_are_looked_at() -> None:
    assert personal_words(["武汉市信息中心 2024 年单位预算"]) == []
    assert personal_words(["预算", PLANTED]) == ["mobile", "name"]


def test_a_field_of_its_own_between_commas_is_met(tmp_path: Path) -> None:
    assert personal_data(text(tmp_path / "a.csv", "x,13800000000,y")) == ["mobile"]
