"""What a file is by its content: publishers rename .docx to .pdf, and export web pages as .xls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from ..errors import UnreadableError
from . import limits

Kind = Literal[
    "pdf", "docx", "xlsx", "xls", "doc", "html", "mht", "text", "markdown", "csv", "office", "ofd", "zip", "image"
]

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF")
#: Archives that nothing here unpacks.
_PACKED = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gzip"}
#: The part of a workbook that Excel keeps in a form of its own rather than as XML.
_BINARY_WORKBOOK = "xl/workbook.bin"
#: Part of an office archive → kind. OpenDocument goes through LibreOffice.
_PARTS: dict[str, Kind] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "content.xml": "office",
    "OFD.xml": "ofd",
}
#: Stream names in an OLE file, as UTF-16, → kind. A .wps of WPS Writer holds a WordDocument too.
_STREAMS: dict[str, Kind] = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
#: Names of files that hold one table or several when their content is plain text.
_TABULAR = (".csv", ".tsv", ".xls", ".xlsx", ".et")
_DASHES = re.compile(rb"^[ ]{0,3}\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)+\|?[ ]*\r?$", re.MULTILINE)
#: The headers of a page that Word, Excel or a browser saved in one file with all that it shows (RFC 2557).
_ARCHIVED = re.compile(
    rb"\A[\xef\xbb\xbf\s]*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/(?:related|alternative)",
    re.IGNORECASE,
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<div")


def kind_of(path: Path) -> Kind:
    """The kind of file at ``path`` by its first bytes and its parts, whatever its name says.

    Raises:
        UnreadableError: missing, empty, too large, encrypted, or of a kind that no reader knows.
    """
    limits.check_size(path)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if packed := next((name for begin, name in _PACKED.items() if head.startswith(begin)), ""):
        raise UnreadableError(
            path,
            f"是 {packed} 压缩包；请先解压，里面的文件一起给出，或打成 zip",
            f"this is a {packed} archive; unpack it and give all its files, or pack them as zip",
        )
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(_OLE):
        return _compound(path)
    if b"%PDF-" in head[:1024]:  # behind what was written before it, but in no archive that holds it as it is
        return "pdf"
    if head.startswith(_IMAGES):
        return "image"
    kind = _markup(head)
    if kind == "text" and path.suffix.lower() in _TABULAR:
        return "csv"
    return "markdown" if kind == "text" and has_tables(path.read_bytes()) else kind


def is_page(path: Path) -> bool:
    """Whether the file at ``path`` is a web page. Raises OSError."""
    with path.open("rb") as stream:
        return _markup(stream.read(_HEAD)) == "html"


def has_tables(data: bytes) -> bool:
    """Whether a text holds tables as Markdown writes them: rows of pipes under a row of dashes, or HTML."""
    return b"<table" in data.lower() or (b"--" in data and _DASHES.search(data) is not None)


def _archive(path: Path) -> Kind:
    with limits.open_zip(path) as archive:
        names = set(archive.namelist())
    for part, kind in _PARTS.items():
        if part in names:
            return kind
    if _BINARY_WORKBOOK in names:
        raise UnreadableError(
            path,
            "是 Excel 二进制工作簿（.xlsb）；请用 Excel 或 WPS 另存为 .xlsx",
            "this is a binary workbook of Excel (.xlsb); save it as .xlsx",
        )
    if path.suffix.lower() == ".zip":
        return "zip"
    raise UnreadableError(path, "是压缩包，不是文档；请先解压", "this is an archive, not a document; unpack it first")


def _compound(path: Path) -> Kind:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError(path, "文件已加密，请先取消密码", "the file is encrypted; remove the password first")
    for name, kind in _STREAMS.items():
        if (name + "\0").encode("utf-16-le") in data:
            return kind
    return "office"


def _markup(head: bytes) -> Kind:
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip().lower()
    if plain.startswith(b"{\\rtf"):
        return "office"
    if b"mso-application" in plain[:400] and plain.startswith(b"<?xml"):
        return "office"  # the XML of Excel and Word 2003
    if _ARCHIVED.search(head.replace(b"\0", b"")):
        return "mht"
    if plain.startswith(b"<") and any(tag in plain for tag in _HTML):
        return "html"
    return "text"
