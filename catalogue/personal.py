"""The second look for personal data: into every byte that would go out, whatever its format.

What the converter takes out it takes out of cells; here whole files are opened again as a reader of the portal would
open them: texts, archives and what is in them, workbooks, Parquet, SQLite, PDF. A file that nothing here can open is
told as such, so that it does not go out unseen.
"""

from __future__ import annotations

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

#: What is told of a file that cannot be opened.
UNREADABLE = "unreadable"
_CHUNK, _OVERLAP = 1 << 20, 200
_GROUP = 200  # rows that are looked at together
_PICTURE = 3  # FPDF_PAGEOBJ_IMAGE
_TEXT = frozenset(
    {"", ".htm", ".html", ".json", ".jsonl", ".jsonld", ".md", ".nt", ".rels", ".svg", ".ttl", ".txt", ".vml"}
)
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
    if zipfile.is_zipfile(file):
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


def _text(file: Path) -> Iterator[str]:
    """The text in pieces that overlap, so that nothing hides in a cut."""
    with file.open(encoding="utf-8", errors="replace") as source:
        before = ""
        while piece := source.read(_CHUNK):
            yield before + piece
            before = piece[-_OVERLAP:]


def _csv(file: Path) -> Iterator[str]:
    """Field by field: a comma before a number would make it a part of an amount."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as source:
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


_READERS: Mapping[str, Callable[[Path], Iterator[str]]] = {
    **dict.fromkeys(_TEXT, _text),
    ".csv": _csv,
    ".parquet": _parquet,
    ".pdf": _pdf,
    ".sqlite": _sqlite,
    ".xls": _xls,
}
