"""The second look for personal data: into every byte that would go out, whatever its format.

What the converter takes out it takes out of cells; here whole files are opened again as a reader of the portal would
open them: texts, archives and what is in them, workbooks, Parquet, SQLite, PDF. A file that nothing here can open is
told as such, so that it does not go out unseen. An original is opened as what it is, whatever its name says.
"""

from __future__ import annotations

import codecs
import csv
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from html import unescape
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from ..converters.privacy import scan
from ..converters.readers import signatures
from ..converters.table import Paragraph

#: What is told of a file that cannot be opened.
UNREADABLE = "unreadable"
_CHUNK, _OVERLAP = 1 << 20, 200
_GROUP = 200  # rows that are looked at together
_PICTURE = 3  # FPDF_PAGEOBJ_IMAGE
_TEXT = frozenset(
    {"", ".htm", ".html", ".json", ".jsonl", ".jsonld", ".markdown", ".md", ".nt", ".rels", ".shtml", ".svg", ".tsv",
     ".ttl", ".txt", ".vml"}
)  # fmt: skip
#: What publishers name so can be of another kind: a web page named .xls, a web archive named .doc.
_RENAMED = frozenset({".doc", ".et", ".mht", ".mhtml", ".ofd", ".xls"})
#: How pictures and fonts of a page are named: nobody's words stand in them that the page does not have.
_DRAWN = frozenset({".bmp", ".gif", ".jb2", ".jpeg", ".jpg", ".otf", ".png", ".tif", ".tiff", ".ttc", ".ttf", ".woff"})
#: Tags of office documents after which another word begins; all others only style what is inside one.
_BREAKS = re.compile(rb"</(?:w:p|w:tc|w:tr|a:p|si|is|c|row|v|t)>|<(?:w:tab|w:br|br)/?>")
_TAG = re.compile(rb"<[^>]*>")


def personal_data(file: Path, known: Iterable[str] = ()) -> list[str]:
    """The kinds of personal data in an outgoing file, ``unreadable`` where it cannot be looked into.

    ``known`` are digits that are amounts or codes although they look like a number of a person. Raises OSError.
    """
    amounts = frozenset(known)
    try:
        return sorted({kind for text in _texts(file, file.suffix.lower()) for kind in scan(text, amounts)})
    except OSError:
        raise
    except Exception:  # whatever a library says of a file that is none of its kind
        return [UNREADABLE]


def personal_words(texts: Iterable[str]) -> list[str]:
    """The kinds of personal data in texts that go out as they are: titles, notes, keywords."""
    return sorted({kind for text in texts for kind in scan(text)})


def _texts(file: Path, suffix: str) -> Iterator[str]:
    if suffix in _RENAMED:
        yield from _KINDS[signatures.kind_of(file)](file)
    elif zipfile.is_zipfile(file):
        yield from _members(file)
    elif suffix in _READERS:
        yield from _READERS[suffix](file)
    elif file.stat().st_size:
        raise ValueError(f"nothing here opens {suffix}")


def _members(archive: Path) -> Iterator[str]:
    """What is in an archive; office documents are archives of XML. An archive within is opened too."""
    with zipfile.ZipFile(archive) as opened:
        office = "[Content_Types].xml" in opened.namelist()
        for name in opened.namelist():
            suffix = Path(name).suffix.lower()
            if name.endswith("/") or (office and suffix not in {".xml", ".rels", ".vml"}):
                continue  # pictures and fonts of an office document; its words are in the XML
            yield name
            if suffix == ".xml":
                yield from _pieces_of(_plain(opened.read(name)))
                continue
            with tempfile.NamedTemporaryFile(suffix=suffix) as beside, opened.open(name) as member:
                while chunk := member.read(_CHUNK):
                    beside.write(chunk)
                beside.flush()
                yield from _texts(Path(beside.name), suffix)


def _plain(xml: bytes) -> str:
    """The words of XML: runs that only style parts of one word are joined."""
    return unescape(_TAG.sub(b"", _BREAKS.sub(b"\n", xml)).decode("utf-8", "replace"))


def _pieces_of(text: str) -> Iterator[str]:
    for start in range(0, max(len(text), 1), _CHUNK):
        yield text[max(start - _OVERLAP, 0) : start + _CHUNK]


def _charset(file: Path) -> str:
    """The charset of a text: of its byte order mark, UTF-8, or GB18030 as programs export it."""
    with file.open("rb") as source:
        head = source.read(_CHUNK)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a character may be cut at the end of it
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _text(file: Path) -> Iterator[str]:
    """The text in pieces that overlap, so that nothing hides in a cut."""
    with file.open(encoding=_charset(file), errors="replace") as source:
        before = ""
        while piece := source.read(_CHUNK):
            yield before + piece
            before = piece[-_OVERLAP:]


def _csv(file: Path) -> Iterator[str]:
    """Field by field: a comma before a number would make it a part of an amount."""
    with file.open(encoding=_charset(file), errors="replace", newline="") as source:
        rows = csv.reader(source)
        while group := list(islice(rows, _GROUP)):
            yield _lines(group)


def _parquet(file: Path) -> Iterator[str]:
    parquet: Any = import_module("pyarrow.parquet")
    with closing(parquet.ParquetFile(file)) as opened:
        yield str(opened.schema_arrow.metadata)
        for batch in opened.iter_batches(_GROUP):
            yield _lines(row.values() for row in batch.to_pylist())


def _sqlite(file: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        tables = connection.execute("select name, sql from sqlite_master where type = 'table'").fetchall()
        for name, sql in tables:
            yield str(sql)
            rows = connection.execute('select * from "' + str(name).replace('"', '""') + '"')
            while group := rows.fetchmany(_GROUP):
                yield _lines(group)


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as lines; a label and the name in the next column stand side by side."""
    return "\n".join(" | ".join("" if value is None else str(value) for value in row) for row in rows)


def _pdf(file: Path) -> Iterator[str]:
    """The text layer; a page that is only a picture cannot be looked into. Raises ValueError."""
    pdfium: Any = import_module("pypdfium2")
    with closing(pdfium.PdfDocument(file)) as document:
        yield _lines([document.get_metadata_dict().values()])
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                words = str(text.get_text_range())
                if not words.strip() and any(True for _ in page.get_objects(filter=[_PICTURE])):
                    raise ValueError(f"page {number + 1} is a picture")
                yield words


def _xls(file: Path) -> Iterator[str]:
    xlrd: Any = import_module("xlrd")
    with xlrd.open_workbook(str(file), on_demand=True) as book:
        for sheet in book.sheets():
            yield _lines(sheet.row_values(row) for row in range(sheet.nrows))


def _web_archive(file: Path) -> Iterator[str]:
    """What its headers and its parts say, those that are pictures apart. Raises ValueError."""
    mht: Any = import_module("..converters.readers.web.mht", __package__)
    for part in mht.parts(file):
        yield part.headers
        suffix = Path(part.name).suffix.lower()
        if part.text:
            yield from _pieces_of(part.text)
            yield from _pieces_of(_cells(part.text))
        elif part.data and suffix not in _DRAWN:
            with tempfile.NamedTemporaryFile(suffix=suffix) as beside:
                beside.write(part.data)
                beside.flush()
                yield from _texts(Path(beside.name), suffix)


def _cells(page: str) -> str:
    """The words of a web page, those of each cell apart, so that a name follows its label."""
    return unescape(re.sub(r"(?:<[^<>]*>|\s)+", " | ", page))


def _ofd(file: Path) -> Iterator[str]:
    """What its parts say, and its pages as they are laid out: a number may be set digit by digit. Raises ValueError."""
    with zipfile.ZipFile(file) as opened:
        for name in opened.namelist():
            yield name
            if name.lower().endswith(".xml"):
                yield from _pieces_of(unescape(opened.read(name).decode("utf-8", "replace")))
    ofd: Any = import_module("..converters.readers.ofd.document", __package__)
    with tempfile.TemporaryDirectory(prefix="yusuan-") as folder:
        if ofd.convert(file, copy := Path(folder) / "pages.pdf"):
            raise ValueError("a part of a page cannot be read")
        yield from _pdf(copy)  # tells a page that is only a picture; its fonts have no words for it beyond ASCII
        pages: Any = import_module("..converters.readers.pdf.document", __package__)
        for block in pages.read(copy):
            is_text = isinstance(block, Paragraph)
            yield block.text if is_text else _lines([cell.text for cell in row] for row in block.rows)


_READERS: Mapping[str, Callable[[Path], Iterator[str]]] = {
    **dict.fromkeys(_TEXT, _text),
    ".csv": _csv,
    ".parquet": _parquet,
    ".pdf": _pdf,
    ".sqlite": _sqlite,
    ".xls": _xls,
}
_KINDS: Mapping[signatures.Kind, Callable[[Path], Iterator[str]]] = {
    "docx": _members,
    "html": _text,
    "mht": _web_archive,
    "ofd": _ofd,
    "pdf": _pdf,
    "xls": _xls,
    "xlsx": _members,
}
