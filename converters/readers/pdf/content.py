"""What a content stream says: the tokens of the parser's own reader in one pass, where all of them are plain.

That reader goes through a stream character class by character class, which takes more than half the time of reading a
page. Whatever a program would not usually write (names with ``#``, pictures within the stream, brackets left open, an
escape that says nothing) is left to it, so that what is damaged is read as it always was. ISO 32000-1, 7.2, 7.3, 7.8.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pdfminer.psparser import KWD, LIT, literal_name

#: Bytes of one page's content beyond which its tokens are not held all at once.
_MOST = 8 << 20
_WORD = rb"[^#/%\[\]()<>{}\s]"
# Repeated groups are not possessive: before Python 3.11.5 such ones match what they should not.
_TOKEN = re.compile(
    rb"(?:[\s\0]++|%[^\r\n]*+)*(?:"
    rb"([-+]?+(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++))"
    rb"|([A-Za-z]" + _WORD + rb"*+|['\"])"
    rb"|\(([^()\\]*+)\)"
    rb"|\(((?:[^()\\]++|\\(?:[nrtbf()\\]|[0-3][0-7]{2}|[0-7]{1,2}(?![0-7])))*)\)"
    rb"|<([0-9A-Fa-f\s]*+)>(?!>)"
    rb"|/(" + _WORD + rb"++)(?!\#)"
    rb"|(\[|\]|<<|>>)"
    rb"|(.)|\Z)",
    re.S,
)
_NUMBER, _KEYWORD, _STRING, _ESCAPED, _HEX, _NAME, _BRACKET, _ODD = range(1, 9)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3})")
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BOOLEANS: Mapping[bytes, bool] = {b"true": True, b"false": False}
#: Keywords of pictures within a stream, whose data are no tokens.
_INLINE = frozenset({b"BI", b"ID"})


class OddError(Exception):
    """The content is not plain."""


def operands_and_operators(streams: Iterable[bytes]) -> list[Any]:
    """The objects of content that goes on from stream to stream, as the parser gives them; operators are keywords.

    Raises:
        OddError: something in it has to be left to the parser.
    """
    found: list[Any] = []
    open_lists: list[tuple[bytes, list[Any]]] = []
    now, left = found, _MOST
    for data in streams:
        left -= len(data)
        if left < 0 or data.startswith(b">"):  # which the parser would take for the end of what the one before began
            raise OddError
        for match in _TOKEN.finditer(data):
            kind = match.lastindex
            if kind is None:
                break
            text = cast("bytes", match[kind])
            if kind == _BRACKET:
                if text in (b"[", b"<<"):
                    open_lists.append((text, now))
                    now = []
                else:
                    now = _closed(text, now, open_lists)
            else:
                now.append(_object(kind, text))
    if open_lists:
        raise OddError
    return found


def _object(kind: int, text: bytes) -> Any:
    if kind == _NUMBER:
        try:
            return float(text) if b"." in text else int(text)
        except ValueError as error:
            raise OddError from error
    if kind == _KEYWORD:
        if text in _INLINE:
            raise OddError
        return _BOOLEANS[text] if text in _BOOLEANS else KWD(text)
    if kind == _NAME:
        return _name(text)
    if kind == _HEX:
        return _of_hex(text)
    if kind == _ESCAPED:
        return _ESCAPE.sub(_unescaped, text)
    if kind == _ODD:
        raise OddError
    return text


def _closed(text: bytes, items: list[Any], open_lists: list[tuple[bytes, list[Any]]]) -> list[Any]:
    """What an array or dictionary stands in, once it has been put there."""
    begun, around = open_lists.pop() if open_lists else (b"", [])
    if text == b"]" and begun == b"[":
        around.append(items)
    elif text == b">>" and begun == b"<<" and len(items) % 2 == 0:
        pairs = zip(items[::2], items[1::2], strict=True)
        around.append({literal_name(key): value for key, value in pairs})
    else:
        raise OddError
    return around


def _name(text: bytes) -> Any:
    try:
        return LIT(text.decode())
    except UnicodeDecodeError:
        return LIT(text)


def _of_hex(text: bytes) -> bytes:
    """The bytes of digits; a last one without a second is one by itself to the parser."""
    digits = b"".join(text.split()).decode()
    whole = len(digits) // 2 * 2
    return bytes.fromhex(digits[:whole]) + bytes(int(digit, 16) for digit in digits[whole:])


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes((int(said, 8),)) if said[:1].isdigit() else _MEANT.get(said, said)
