"""Terms of RDF as N-Triples text, and files of them: sorted, without repeats, put into place whole.

Formatting strings is some forty times quicker than building a graph, and sorted lines make equal graphs equal bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar, overload
from urllib.parse import quote, urlsplit

from ..datapackage.model import format_decimal

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
A = f"<{RDF}type>"

Statement = tuple[str, str | None]

#: Besides what the grammar demands, all at which some reader ends a line.
_UNSAFE = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMED = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_SEGMENT = re.compile(r"[A-Za-z0-9_.~-]+")
_HOST = re.compile(r"(?:[A-Za-z0-9_.-]|%[0-9A-Fa-f]{2})+(?::[0-9]{1,5})?")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_CHUNK = 1024
#: Values that a :class:`Lookup` holds at most.
_KNOWN = 65_536

K = TypeVar("K")
V = TypeVar("V")

#: A literal: its text with escapes, its language, its datatype.
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^(<[^>]*>))?', re.S)
_ESCAPE = re.compile(r'\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(["\\tbnrf]))')
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}


class RdfError(Exception):
    """Something cannot be said in RDF; the message says what, in Chinese and in English."""


def segment(text: str) -> str:
    """``text`` as one piece of an IRI, percent-encoded wherever it is not plain.

    Raises:
        RdfError: ``text`` is empty or holds half a surrogate pair.
    """
    if _SEGMENT.fullmatch(text):
        return text
    if not text:
        raise RdfError("标识符缺少编码或散列值 / an identifier lacks its code or hash")
    _refuse_surrogates(text)
    return quote(text, safe="")


def web_iri(address: str) -> str | None:
    """``address`` as an IRI in angle brackets; None where it is no web address that every parser takes."""
    encoded = quote(_STRAY_PERCENT.sub("%25", address.strip()), safe=":/?#@!$&'()*+,;=%-._~", errors="replace")
    encoded = encoded.replace("#", "\0", 1).replace("#", "%23").replace("\0", "#")
    try:
        parts = urlsplit(encoded)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
    return f"<{encoded}>" if good else None


@lru_cache(maxsize=65_536)
def quoted(text: str) -> str:
    """``text`` between quotation marks with everything escaped that the grammar, or a reader, may stumble over.

    Raises:
        RdfError: ``text`` holds half a surrogate pair, which no encoding can carry.
    """
    if not _UNSAFE.search(text):
        return f'"{text}"'
    _refuse_surrogates(text)
    return f'"{_UNSAFE.sub(_escape, text)}"'


def plain(text: str) -> str | None:
    """A literal without language; None for empty text."""
    return quoted(text) if text else None


def zh(text: str) -> str | None:
    """A Chinese literal; None for empty text."""
    return f"{quoted(text)}@zh" if text else None


def en(text: str) -> str | None:
    """An English literal; None for empty text."""
    return f"{quoted(text)}@en" if text else None


def integer(value: int | None) -> str | None:
    """An ``xsd:integer``; None for None."""
    return None if value is None else f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    """An ``xsd:boolean``."""
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


@overload
def year(value: int) -> str: ...
@overload
def year(value: int | None) -> str | None: ...
def year(value: int | None) -> str | None:
    """An ``xsd:gYear``; None for None."""
    return None if value is None else f'"{value:04d}"^^<{XSD}gYear>'


def date(text: str) -> str | None:
    """An ``xsd:date``; None for text that is no date."""
    return f'"{text}"^^<{XSD}date>' if _DATE.fullmatch(text) else None


@overload
def decimal(value: Decimal) -> str: ...
@overload
def decimal(value: Decimal | None) -> str | None: ...
def decimal(value: Decimal | None) -> str | None:
    """An ``xsd:decimal`` in plain digits; None for None.

    Raises:
        RdfError: ``value`` is no number.
    """
    if value is None:
        return None
    if not value.is_finite():
        raise RdfError(f"金额 {value} 不是数 / the amount {value} is no number")
    return f'"{format_decimal(value)}"^^<{XSD}decimal>'


class Block(str):
    """The lines of one subject, and ``said``: the same statements without it, from which other forms are written."""

    __slots__ = ("said", "subject")
    subject: str
    said: Sequence[str]


def block_of(subject: str, said: Sequence[str]) -> Block:
    """The block of statements that are in their order: predicate, space, object."""
    between = f" .\n{subject} "
    made = Block(f"{subject} {between.join(said)} .\n" if said else "")
    made.subject, made.said = subject, said
    return made


def block(subject: str, *statements: Statement) -> Block:
    """The sorted lines of one subject; statements whose object is None are left out."""
    return block_of(subject, sorted({f"{predicate} {o}" for predicate, o in statements if o is not None}))


def merged(blocks: Sequence[Block]) -> Block:
    """What several blocks say of one subject as one."""
    first, *others = blocks
    return block_of(first.subject, sorted({*first.said}.union(*(b.said for b in others)))) if others else first


def write_blocks(path: Path, blocks: Iterable[str]) -> None:
    """Put ``blocks``, which come in order, at ``path``. Raises OSError as :func:`writing` does."""
    left = iter(blocks)
    with writing(path) as file:
        while some := list(islice(left, _CHUNK)):
            file.write("".join(some).encode())


@contextmanager
def writing(path: Path) -> Generator[BinaryIO]:
    """A file that is put at ``path`` when it is whole: a reader sees the old one or the new one.

    It is not flushed to the disk: whoever puts the whole folder into place does that once for all files.

    Raises:
        OSError: the place cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


class Lookup(dict[K, V]):
    """The value of a key, made when it is first asked for; when there are many, all are forgotten."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= _KNOWN:
            self.clear()
        value = self[key] = self._make(key)
        return value


def text_of(term: str) -> str:
    """The text of a literal or IRI without quotation marks, escapes, language and datatype."""
    match = LITERAL.fullmatch(term)
    return _ESCAPE.sub(_unescaped, match[1]) if match else term.strip("<>")


def _unescaped(match: re.Match[str]) -> str:
    short, long, named = match.groups()
    return _ESCAPED[named] if named else chr(int(short or long, 16))


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _NAMED.get(char) or f"\\u{ord(char):04X}"


def _refuse_surrogates(text: str) -> None:
    if _SURROGATE.search(text):
        shown = text.encode("ascii", "backslashreplace").decode()
        raise RdfError(f"文字里有不成对的代理字符: {shown[:60]} / the text holds half a surrogate pair")
