"""Web archives (.mht, RFC 2557), as Word, Excel and browsers save a page with all that it shows in one file.

Many are named .doc or .xls. They are read as the page is, with the pictures and sheets of the archive beside it.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email import errors
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

from ...errors import UnreadableError
from ...table import Block
from .. import limits
from ..charset import decode
from . import html
from .files import Files

READER = html.READER
_PAGES = ("text/html", "application/xhtml+xml")
#: What the parser notes of an archive whose end is missing.
_CUT = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)


def read(path: Path) -> Iterator[Block]:
    """The blocks of the page in the archive, as of a page that lies beside its files.

    Raises:
        UnreadableError: damaged, cut off, of too many parts, or without a page.
    """
    parts = _parts(path)
    page = _page(parts, str(parts[0].get_param("start") or ""))
    if page is None:
        raise UnreadableError(path, "网页归档里没有网页", "the web archive holds no page")
    yield from html.blocks(_text(page), path, _beside(page, parts))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an archive: its headers, where it was, and its content, as ``text`` where it is one."""

    headers: str
    name: str
    text: str
    data: bytes


def parts(path: Path) -> Iterator[Part]:
    """All that is in the archive, for whoever has to look into every part of it.

    Raises:
        UnreadableError: damaged, cut off, or of too many parts.
    """
    for part in _parts(path):
        headers = "\n".join(f"{key}: {_header(part, key)}" for key in part)
        is_text = part.get_content_maintype() == "text" or part.get_content_type().endswith("xml")
        text = _text(part) if is_text and not part.is_multipart() else ""
        yield Part(headers, PurePosixPath(_key(_location(part))).name, text, _content(part))


def _parts(path: Path) -> list[Message]:
    """The archive itself and all its parts."""
    limits.check_size(path)
    data = path.read_bytes().lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.count(b"\n--") > limits.MAX_PARTS:
        raise UnreadableError(path, "网页归档的部分过多", "the web archive has too many parts")
    try:
        parts = list(email.message_from_bytes(data).walk())
    except (RecursionError, ValueError, LookupError) as error:
        raise UnreadableError(path, "网页归档已损坏", "the web archive is damaged") from error
    if any(isinstance(defect, _CUT) for part in parts for defect in part.defects):
        raise UnreadableError(
            path, "网页归档不完整（末尾缺失），请重新下载", "the web archive is truncated; download it again"
        )
    return parts


def _page(parts: list[Message], start: str) -> Message | None:
    """The part that the archive begins with, as it says or as the first page in it."""
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    named = (page for page in pages if start and _header(page, "Content-ID") == start.strip())
    return next(named, pages[0] if pages else None)


def _beside(page: Message, parts: list[Message]) -> Files:
    """The parts of the archive by the addresses that its page calls them by."""
    start = _location(page) or _location(parts[0])
    found: dict[str, Message] = {}
    for part in parts:
        if part.is_multipart() or part is page:
            continue
        if name := _header(part, "Content-ID").strip("<>"):
            found.setdefault(_key(f"cid:{name}"), part)
        if location := _location(part):
            found.setdefault(_key(urljoin(start, location)), part)
            found.setdefault(_key(location), part)

    def at(address: str) -> bytes:
        part = found.get(_key(urljoin(start, address))) or found.get(_key(address))
        return _content(part) if part is not None else b""

    return at


def _key(address: str) -> str:
    return unquote(address).replace("\\", "/").casefold()


def _location(part: Message) -> str:
    return "".join(_header(part, "Content-Location").split())


def _header(part: Message, name: str) -> str:
    """A header as text: programs write Chinese there as it is, or in the words of RFC 2047."""
    raw = next((str(value) for key, value in part.raw_items() if key.lower() == name.lower()), "")
    plain = decode(raw.encode("ascii", "surrogateescape"))
    try:
        return str(make_header(decode_header(plain))).strip() if "=?" in plain else plain.strip()
    except (ValueError, LookupError, errors.MessageError):
        return plain.strip()


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    return decode(_content(part), part.get_content_charset(""))
