"""A file is read as what it is, or refused with one line that says what to do."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from pathlib import Path

import docx
import pytest
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import READERS, limits, read
from yusuan.converters.readers.office import conversion as office
from yusuan.converters.readers.signatures import kind_of

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "wuhan-2024"


def test_a_word_file_named_pdf_is_read_as_word(tmp_path, blocks):
    document = docx.Document()
    document.add_paragraph("部门预算")
    path = tmp_path / "预算.pdf"
    document.save(str(path))
    assert blocks(path)[0] == ["部门预算"]
    assert next(READERS[".pdf"](path)).text == "部门预算"


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx", ".html", ".txt"])
def test_a_file_that_is_read_half_is_closed(suffix):
    path = EXAMPLE / f"disclosure{suffix}"
    blocks = read(path)
    next(blocks)
    blocks.close()
    assert path not in opened()


def opened():
    """The files that this process has open."""
    return {Path(os.path.realpath(link)) for link in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n\r\n%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"{\\rtf1\\ansi", "office"),
        (b"\xef\xbb\xbf  <html><body>", "html"),
        ("\ufeff<table>".encode("utf-16-le"), "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "office"),
        ("项目\t金额".encode("gb18030"), "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument\0".encode("utf-16-le"), "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "Workbook\0".encode("utf-16-le"), "xls"),
    ],
)
def test_kinds(tmp_path, data, kind):
    path = tmp_path / "文件"
    path.write_bytes(data)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空"),
        (b"PK\x05\x06" + bytes(18), "压缩包"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"\x89PNG\r\n\x1a\n", "图片损坏"),
        (bytes(range(256)) * 4, "不是文本"),
        (b"Rar!\x1a\x07\x01\0" + bytes(64), "RAR 压缩包；请先解压"),
        (b"Rar!\x1a\x07\x01\0" + bytes(30) + b"%PDF-1.7\n", "RAR 压缩包；请先解压"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(64), "7z 压缩包；请先解压"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, data, message):
    path = tmp_path / "文件.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=message):
        list(read(path))


def test_a_binary_workbook_is_to_be_saved_as_another(tmp_path):
    """It was called an archive that is to be unpacked once."""
    path = tmp_path / "预算.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\0")
    with pytest.raises(UnreadableError, match=r"另存为 \.xlsx"):
        list(read(path))


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(UnreadableError, match="找不到"):
        list(read(tmp_path / "无.pdf"))


def test_a_file_larger_than_any_disclosure_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "大.txt"
    path.write_text("项目", encoding="utf-8")
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 3)
    with pytest.raises(UnreadableError, match="过大"):
        list(read(path))


def test_an_archive_of_many_parts_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "多.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.bin", "x")
    monkeypatch.setattr(limits, "MAX_PARTS", 4)
    with pytest.raises(UnreadableError, match="zip bomb"):
        kind_of(path)


def test_old_word_without_libreoffice_says_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "旧.doc"
    path.write_bytes(b"{\\rtf1 x}")
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-program",))
    with pytest.raises(UnreadableError, match=r"LibreOffice.*apt-get install"):
        list(read(path))


def test_a_conversion_that_hangs_is_stopped(tmp_path, monkeypatch):
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    path = tmp_path / "旧.doc"
    path.write_bytes(b"{\\rtf1 x}")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(office, "PROGRAMS", ("slow",))
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 0.3)
    with pytest.raises(UnreadableError, match="took longer"):
        list(read(path))


@pytest.mark.skipif(not any(map(shutil.which, office.PROGRAMS)), reason="LibreOffice is not installed")
def test_rich_text_is_converted_and_read(tmp_path, blocks):
    path = tmp_path / "预算.doc"
    path.write_bytes(b"{\\rtf1\\ansi Total 12.50\\par\\trowd\\cellx2000\\cellx4000 A\\intbl\\cell 1.00\\cell\\row}")
    assert blocks(path) == (["Total 12.50"], [[["A", "1.00"]]])
