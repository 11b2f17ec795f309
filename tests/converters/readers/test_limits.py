"""Whatever lies in the folder of documents: one clear line for each that cannot be read, and the others go on."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from yusuan.converters import isolation
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import limits
from yusuan.converters.table import NOT_READ

from .pdf.test_document import raw_pdf

REPO = Path(__file__).resolve().parents[3]
EXAMPLES = REPO / "examples"


def archive(path: Path, parts: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def encrypted_pdf(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    paper = Canvas(str(path), encrypt="secret")
    paper.drawString(90, 90, "2024")
    paper.save()


def cut_pdf(path: Path) -> None:
    path.write_bytes((EXAMPLES / "putuo-finance-2025-budget" / "disclosure.pdf").read_bytes()[:-3000])


def cut_docx(path: Path) -> None:
    path.write_bytes((EXAMPLES / "wuhan-2024" / "disclosure.docx").read_bytes()[:20_000])


ENTITIES = (
    '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body>&x;</w:body></w:document>'
)
ZEROS = b"0" * 400_000_000
#: File name → what makes it, and what the line about it has to say.
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "加密.pdf": (encrypted_pdf, "加密"),
    "截断.pdf": (cut_pdf, "不完整"),
    "没有字节.pdf": (Path.touch, "空的"),
    "没有页.pdf": (lambda p: raw_pdf(p, "", 0), "没有页面"),
    "一万页.pdf": (lambda p: raw_pdf(p, "3 0 R", 10_000), "页数过多"),
    "只有页数.pdf": (lambda p: raw_pdf(p, "3 0 R", 400), "只找到"),
    "炸弹.docx": (lambda p: archive(p, {"word/document.xml": ZEROS}), "压缩炸弹"),
    "炸弹.xlsx": (lambda p: archive(p, {"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": ZEROS}), "压缩炸弹"),
    "实体.docx": (lambda p: archive(p, {"word/document.xml": ENTITIES}), "实体"),
    "实体.xlsx": (lambda p: archive(p, {"xl/workbook.xml": ENTITIES}), "实体"),
    "截断.docx": (cut_docx, "损坏"),
    "密码.docx": (lambda p: p.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "加密"),
    "密码.xlsx": (lambda p: p.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "加密"),
    "图片.png": (lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "图片损坏"),
    "压缩包.docx": (lambda p: archive(p, {"a.txt": "x"}), "压缩包"),
    "杂音.txt": (lambda p: p.write_bytes(bytes(range(256)) * 40), "不是文本"),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str) -> None:
    make, told = BAD[name]
    make(tmp_path / name)
    with pytest.raises(UnreadableError) as caught:
        isolation.read(tmp_path / name)
    assert told in caught.value.zh
    assert "\n" not in f"{caught.value.zh}{caught.value.en}"
    assert caught.value.en.isascii()


def test_the_other_documents_go_on(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, (make, _) in BAD.items():
        make(folder / name)
    shutil.copy(EXAMPLES / "putuo-finance-2025-budget" / "disclosure.pdf", folder / "好的.pdf")
    command = [str(Path(sys.executable).with_name("yusuan")), "build", str(folder), "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 4, run.stderr
    assert len(list((out / "packages").iterdir())) == 1
    assert "Traceback" not in run.stdout + run.stderr
    assert "internal" not in run.stdout
    failed = [line for line in run.stdout.splitlines() if "失败 failed" in line]
    assert len(failed) == len(BAD)


def test_a_page_cut_off_behind_deep_nesting_harms_nobody(tmp_path: Path) -> None:
    path = tmp_path / "深.html"
    path.write_text("<html><body>" + "<div>" * 100_000 + "预算", "utf-8")
    try:
        isolation.read(path)
    except UnreadableError as error:
        assert "\n" not in error.zh
    assert isolation.read(EXAMPLES / "wuhan-2024" / "disclosure.html")


def test_scripts_of_a_page_in_a_foreign_charset_are_neither_read_nor_run(tmp_path: Path) -> None:
    path = tmp_path / "網頁.html"
    body = "<script>document.write('99.00')</script><p>歲出預算表</p><img src='http://example.invalid/x.png'>"
    path.write_bytes(f"<html><head><meta charset='big5'></head><body>{body}</body></html>".encode("big5"))
    text, missing = isolation.read(path)
    assert (text.text, missing.origin.note) == ("歲出預算表", NOT_READ)  # type: ignore[union-attr]


def test_a_document_under_a_wrong_name_is_read_for_what_it_is(tmp_path: Path) -> None:
    for suffix, wrong in ((".docx", ".pdf"), (".xlsx", ".xls"), (".html", ".xls"), (".pdf", ".docx")):
        right = EXAMPLES / "wuhan-2024" / f"disclosure{suffix}"
        copy = tmp_path / f"错名{suffix[1:]}{wrong}"
        shutil.copy(right, copy)
        assert len(isolation.read(copy)) == len(isolation.read(right))


def test_macros_are_carried_and_never_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "宏.docm"
    shutil.copy(EXAMPLES / "wuhan-2024" / "disclosure.docx", path)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"\0" * 4096)
    assert len(isolation.read(path)) == len(isolation.read(EXAMPLES / "wuhan-2024" / "disclosure.docx"))


def test_a_page_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    path = tmp_path / "自己的上级.pdf"
    raw_pdf(path, "2 0 R", 1)
    assert isolation.read(path) == []


def test_an_archive_with_any_byte_wrong_is_opened_or_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    content = b"<workbook>" + random.Random(1).randbytes(300) * 20 + b"</workbook>"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", content)
    whole, path = made.getvalue(), tmp_path / "damaged.xlsx"
    refused = 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        try:
            limits.open_zip(path).close()
        except UnreadableError:
            refused += 1
    assert refused > 50
