"""How much a reader takes on: sizes above which a file is refused with one clear line, before it is opened up."""

from __future__ import annotations

import os
import struct
import zlib
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ..errors import UnreadableError

MEGABYTE = 1024 * 1024
#: No disclosure comes near these; they only bound time and memory for what is none.
MAX_FILE_BYTES = 300 * MEGABYTE
MAX_UNPACKED_BYTES = 600 * MEGABYTE
MAX_UNPACKED_XML_BYTES = 200 * MEGABYTE
MAX_RATIO = 250  # sheets of empty cells pack 1:100
MAX_PARTS = 10_000
MAX_PAGES = 5_000
MAX_GRID_CELLS = 2_000_000
MAX_SPAN = 10_000
MAX_MEMORY = 3072 * MEGABYTE  # of the process that reads; OCR takes the most
#: What a damaged archive makes :mod:`zipfile` raise: its own errors, and those of what unpacks its parts.
BROKEN_ZIP = (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error, zlib.error, LZMAError)
#: Seconds for which a reader may give no sign of life: a page, a sheet or a conversion takes less on a slow machine.
MAX_SILENCE = 400
#: Pixels at which a page is rendered for OCR: A3 at 300 dots per inch.
_RENDERED_PIXELS = 18_000_000
_RATIO_COUNTS_FROM = 20 * MEGABYTE


def check_size(path: Path) -> None:
    """Refuse a file that is missing, empty or larger than any disclosure.

    Raises:
        UnreadableError: with the size that was found.
    """
    if not path.is_file():
        raise UnreadableError(path, "找不到文件", "no such file")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError(path, "文件是空的", "the file is empty")
    if size > MAX_FILE_BYTES:
        shown = size // MEGABYTE
        raise UnreadableError(path, f"文件过大（{shown} MB）", f"the file is too large ({shown} MB)")


def open_zip(path: Path) -> ZipFile:
    """The archive at ``path``, once its directory says that it unpacks to a bounded size.

    The sizes of the directory can be trusted: :mod:`zipfile` never yields more bytes than they say.

    Raises:
        UnreadableError: damaged, encrypted, a zip bomb, or XML that defines entities.
    """
    try:
        archive = ZipFile(path)
    except BROKEN_ZIP as error:
        raise UnreadableError(path, "文件损坏或不完整", "the file is damaged or truncated") from error
    try:
        _check_sizes(path, archive)
        _check_entities(path, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_sizes(path: Path, archive: ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    packed = max(1, sum(part.compress_size for part in parts))
    bomb = unpacked > _RATIO_COUNTS_FROM and unpacked / packed > MAX_RATIO
    if bomb or len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or xml > MAX_UNPACKED_XML_BYTES:
        shown = unpacked // MEGABYTE
        raise UnreadableError(
            path,
            f"解压后过大（{shown} MB），疑似压缩炸弹，未读取",
            f"unpacks to {shown} MB: refused as a zip bomb",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(path, "文件已加密，请先取消密码", "the file is encrypted; remove the password first")


def _check_entities(path: Path, archive: ZipFile) -> None:
    """Office files never declare entities; one that does is an attack on the parser."""
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        try:
            with archive.open(part) as stream:
                head = stream.read(4096).replace(b"\0", b"").upper()
        except BROKEN_ZIP as error:
            raise UnreadableError(path, "文件损坏或不完整", "the file is damaged or truncated") from error
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise UnreadableError(path, "文件内的 XML 声明了实体，未读取", "its XML declares entities: refused")


def check_grid(path: Path, rows: int, columns: int) -> None:
    """Refuse a grid that would not fit into memory.

    Raises:
        UnreadableError: with the number of rows and columns.
    """
    if rows * columns > MAX_GRID_CELLS:
        raise UnreadableError(
            path, f"表格过大（{rows} 行 {columns} 列）", f"a table is too large ({rows} rows, {columns} columns)"
        )


def bounded_scale(scale: float, width: float, height: float) -> float:
    """``scale``, or less where a page of that size (points) would become too large a picture."""
    return min(scale, (_RENDERED_PIXELS / max(1.0, width * height)) ** 0.5)


def environment(home: Path) -> dict[str, str]:
    """An environment for a helper program that keeps its settings and scratch files inside ``home``."""
    return {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
    }
