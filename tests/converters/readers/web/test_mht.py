"""Web archives as Word, Excel and browsers save them, whatever they are named."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import limits, read
from yusuan.converters.readers.scan.pictures import Pictures
from yusuan.converters.readers.signatures import kind_of
from yusuan.converters.table import Table

from .test_files import FILES, WORKBOOK

PAGE = "<html><body><p>某局2024年度部门决算</p><table><tr><td>项目</td><td>1,540.10</td></tr></table>{0}</body></html>"


def part(location: str, content: bytes, kind: str = 'text/html; charset="gb2312"', more: str = "") -> bytes:
    packed, how = base64.encodebytes(content), "base64"
    if kind.startswith("text"):
        packed, how = quopri.encodestring(content), "quoted-printable"
    head = f"Content-Location: {location}\nContent-Transfer-Encoding: {how}\nContent-Type: {kind}\n{more}\n"
    return head.encode() + packed


def archive(path: Path, *parts: bytes, head: str = "MIME-Version: 1.0\n", end: bytes = b"--=_NextPart--\n") -> Path:
    begun = f'{head}Content-Type: multipart/related;\n\tboundary="=_NextPart"\n\n此文档为网页归档。\n\n'.encode()
    path.write_bytes(begun + b"".join(b"--=_NextPart\n" + each + b"\n\n" for each in parts) + end)
    return path


@pytest.mark.parametrize("name", ["公开.mht", "公开.mhtml", "公开.doc", "公开.xls"])
@pytest.mark.parametrize(
    "head", ["MIME-Version: 1.0\n", "\ufeffFrom: <Saved by Blink>\nSubject: a\n b\nMIME-Version: 1.0\n"]
)
def test_an_archive_is_read_as_its_page_whatever_its_name(tmp_path, blocks, name, head):
    path = archive(tmp_path / name, part("file:///C:/D/公开.htm", PAGE.format("").encode("gbk")), head=head)
    assert blocks(path) == (["某局2024年度部门决算"], [[["项目", "1,540.10"]]])


def test_pictures_are_found_in_the_archive_by_place_or_name(tmp_path, monkeypatch):
    seen: list[bytes] = []
    monkeypatch.setattr(Pictures, "within", lambda _, data, *__: seen.append(data) or [])
    page = PAGE.format('<img src="公开.files/image001.png"><img src="cid:Frame-2@x"><img src="http://a.invalid/3.png">')
    path = archive(
        tmp_path / "公开.mht",
        part("file:///C:/D/公开.htm", page.encode("gbk")),
        part("file:///C:/D/公开.files/image001.png", b"one", "image/png"),
        part("", b"two", "image/png", "Content-ID: <frame-2@x>\n"),
        part("http://a.invalid/3.png", b"three", "image/png"),
    )
    list(read(path))
    assert seen == [b"one", b"two", b"three"]


def test_a_workbook_saved_as_an_archive_is_read_sheet_by_sheet(tmp_path):
    parts = (
        part(f"file:///C:/D/{name}", text.encode("gb18030")) for name, text in {"公开.htm": WORKBOOK, **FILES}.items()
    )
    (table,) = (block for block in read(archive(tmp_path / "公开.xls", *parts)) if isinstance(block, Table))
    assert (table.name, table.rows[1][1].text) == ("支出 & 决算", "1,685.32")
    assert table.rows[1][1].origin.note == "printed in red"


def test_an_archive_that_was_cut_off_is_refused(tmp_path):
    path = archive(tmp_path / "公开.mht", part("a.htm", PAGE.format("").encode("gbk")), end=b"")
    with pytest.raises(UnreadableError, match="不完整"):
        list(read(path))


def test_an_archive_without_a_page_or_of_too_many_parts_is_refused(tmp_path, monkeypatch):
    path = archive(tmp_path / "公开.mht", part("1.png", b"", "image/png"))
    with pytest.raises(UnreadableError, match="没有网页"):
        list(read(path))
    monkeypatch.setattr(limits, "MAX_PARTS", 1)
    with pytest.raises(UnreadableError, match="过多"):
        list(read(path))


def test_parts_nested_without_end_are_refused(tmp_path):
    levels = range(3000)
    head = "".join(f'Content-Type: multipart/related; boundary="b{n}"\n\n--b{n}\n' for n in levels)
    path = tmp_path / "公开.mht"
    path.write_bytes(b"MIME-Version: 1.0\n" + head.encode())
    with pytest.raises(UnreadableError):
        list(read(path))


def test_a_text_that_speaks_of_such_headers_is_a_text(tmp_path):
    path = tmp_path / "公开.txt"
    path.write_text("某局2024年度部门预算\nContent-Type: multipart/related\n", "utf-8")
    assert kind_of(path) == "text"
