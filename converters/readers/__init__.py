"""From a file to blocks: one module for each kind of file, all with ``read(path) -> Iterator[Block]``.

``text`` (``set_text`` where blanks part its columns), ``markdown``, ``delimited`` and ``archive`` (zip) stand here,
``office`` has Word and Excel, ``web`` pages and their archives, ``pdf`` what a PDF paints, ``ofd`` that of OFD,
``scan`` what OCR reads. Whatever has no cells of its own, PDF and scans, becomes tables by ``page`` (texts and rules of
one page), ``unruled`` (tables without rules) and ``arrangement`` (all of a page in reading order).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from ..table import Block, Reader
from . import signatures

#: Kind of file → module that reads it. Imported when the first file of that kind is read.
MODULES: dict[signatures.Kind, str] = {
    "text": "text",
    "markdown": "markdown",
    "csv": "delimited",
    "pdf": "pdf.document",
    "docx": "office.docx",
    "xlsx": "office.xlsx",
    "xls": "office.xls",
    "html": "web.html",
    "mht": "web.mht",
    "doc": "office.conversion",
    "office": "office.conversion",
    "ofd": "ofd.document",
    "zip": "archive",
    "image": "scan.ocr",
}


def read(path: Path) -> Iterator[Block]:
    """The blocks of ``path`` by the reader for what the file is, whatever its name says.

    Raises:
        UnreadableError: no reader can read it; the message says why.
    """
    kind = signatures.kind_of(path)
    yield from import_module(f".{MODULES[kind]}", __package__).read(path)


def left_out(path: Path) -> list[str]:
    """What a workbook holds and does not show: hidden sheets, rows and columns, one line each; empty for other files.

    Raises:
        UnreadableError: as :func:`read`.
    """
    kind = signatures.kind_of(path)
    return import_module(f".{MODULES[kind]}", __package__).left_out(path) if kind in ("xlsx", "xls") else []


#: Suffix of a file name that may hold a disclosure → its reader; those that none can read are refused, not passed over.
READERS: dict[str, Reader] = dict.fromkeys(
    (
        ".txt", ".pdf", ".ofd", ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xlsm", ".xltx",
        ".xls", ".csv", ".tsv", ".et", ".ods", ".html", ".htm", ".shtml", ".mht", ".mhtml", ".zip",
        ".xlsb", ".rar", ".7z", ".md", ".markdown", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp",
    ),
    read,
)  # fmt: skip
