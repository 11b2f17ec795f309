"""Which characters of a PDF page a reader of the paper sees.

A file may hold text that is not printed: white on white, under an area drawn later, set in a mode that paints nothing.
None of it is read. The text of a scan, which lies unseen over or under the picture of the page, is what an OCR took
the picture for; the picture itself is read instead, and where it cannot be, this text with less confidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, cast

from pdfminer.pdftypes import PDFStream, resolve1

from ..page import glyphs
from .areas import Backdrop, covers, irregular_covers, is_hidden_under, is_over, is_white, order
from .noted import MISNAMED
from .objects import array_of, name_of
from .painting import CLIPPED, OUTSIDE, SHEER, UNPAINTED
from .strikes import struck

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Points: print so small is not seen, on a page where other print is larger than that.
_TINY, _LEGIBLE = 1.0, 4.0
#: Font sizes between figures that are set one by one and make one number.
_TOUCHING = 0.15
#: Share of the page from which on pictures are the picture of the page, and what its text is worth.
_WHOLE_PAGE = 0.5
#: Ways in which the bytes of a mask are kept that are no picture of its own.
_PLAIN = (
    "FlateDecode",
    "Fl",
    "LZWDecode",
    "LZW",
    "ASCII85Decode",
    "A85",
    "ASCIIHexDecode",
    "AHx",
    "RunLengthDecode",
    "RL",
)
_AS_READ_BY_OCR = 0.8


def shown(page: Page) -> tuple[list[Any], int]:
    """The characters that are seen, and how many are covered, struck out or not painted at all."""
    chars = _with_whole_numbers(cast("list[Any]", page.chars))
    pictures = _of_the_page(page)
    first = min(map(order, chars), default=0)
    above = [*covers(page, first), *irregular_covers(page, first), *_pictures_over(page, first)]
    smallest = _TINY if any(c["size"] > _LEGIBLE for c in chars) else 0.0
    backdrop = Backdrop(page)
    gone = {id(char) for char in struck(page, chars)}
    if not (above or pictures or gone) and not any(
        c["tag"] or c["size"] < smallest or backdrop.may_hide(c) for c in chars
    ):
        return chars, 0
    is_ocr = is_of_an_ocr(page)
    above += [] if is_ocr else [i for i in pictures if not _shines_through(i)]
    gone = _of_whole_numbers(chars, gone | {id(char) for char in chars if _is_under(char, above)})
    seen: list[Any] = []
    hidden = 0
    for char in chars:
        unseen = char["tag"] == UNPAINTED
        if char["tag"] in (OUTSIDE, CLIPPED) or char["size"] < smallest or id(char) in gone:
            hidden += 1
        elif is_ocr and (any(is_over(char, i) for i in pictures) if _is_of_no_ink(char) else _is_under(char, pictures)):
            seen.append({**char, "confidence": _AS_READ_BY_OCR})
        elif unseen:
            hidden += 1
        elif not backdrop.hides(char):
            seen.append(char)
    return seen, hidden


def _with_whole_numbers(chars: list[Any]) -> list[Any]:
    """The characters, none clipped of a number that is seen in part: it would look like a smaller one."""
    if not any(char["tag"] == CLIPPED for char in chars):
        return chars
    return [
        {**char, "tag": None} if char["tag"] == CLIPPED and any(c["tag"] != CLIPPED for c in number) else char
        for number in _numbers(chars)
        for char in number
    ]


def _of_whole_numbers(chars: list[Any], some: Collection[int]) -> Collection[int]:
    """Some characters, and those that make numbers with them: what is left of one would look like a smaller one."""
    if not some:
        return some
    return {id(char) for number in _numbers(chars) if any(id(c) in some for c in number) for char in number}


def _numbers(chars: list[Any]) -> Iterable[list[Any]]:
    """The characters in turn: of a number those that make it, any other alone."""
    start = 0
    for index in range(1, len(chars) + 1):
        if index == len(chars) or not _continues(chars[index - 1], chars[index]):
            yield chars[start:index]
            start = index


def _continues(char: Any, after: Any) -> bool:
    """Whether a figure goes on in that which is painted after it."""
    apart = max(abs(after["x0"] - char["x1"]), abs(after["y0"] - char["y0"]))
    return glyphs.is_figure(char["text"]) and glyphs.is_figure(after["text"]) and apart < _TOUCHING * char["size"]


def is_of_an_ocr(page: Page) -> bool:
    """Whether most of the text of a page lies unseen over or under the picture of the page."""
    pictures = _of_the_page(page)
    chars = [char for char in cast("list[Any]", page.chars) if char["text"].strip()]
    if not pictures or not chars:
        return False
    opaque = [i for i in pictures if not _shines_through(i)]
    unseen = sum(
        any(is_over(char, i) for i in pictures) if _is_of_no_ink(char) else _is_under(char, opaque) for char in chars
    )
    return unseen > len(chars) / 2


def _is_of_no_ink(char: Any) -> bool:
    """Whether a character leaves a picture below it as it is: unpainted, or white as programs of scanners write it."""
    return char["tag"] == UNPAINTED or is_white(char)


def has_misnamed(page: Page) -> bool:
    """Whether a font of a page says other figures than it prints."""
    return any(char["tag"] == MISNAMED for char in cast("list[Any]", page.chars))


def _of_the_page(page: Page) -> list[Any]:
    """The pictures that are the page together, as a scanner may cut it into bands; none where they are less."""
    images = cast("list[Any]", page.images)
    return images if sum(map(_area, images)) > _WHOLE_PAGE * page.width * page.height else []


def _pictures_over(page: Page, first: float) -> list[Any]:
    """The pictures painted after the ``first`` object that hide what lies below them; none where they are the page."""
    images = [] if _of_the_page(page) else cast("list[Any]", page.images)
    return [i for i in images if (i["mcid"] or 0) > first and not _shines_through(i)]


def _shines_through(image: Any) -> bool:
    """Whether what is below a picture is seen: it has a mask, as seals have, is one, or is painted so."""
    attributes = cast("dict[str, Any]", image["stream"].attrs)
    masked = [attributes[name] for name in ("SMask", "Mask", "ImageMask", "IM") if attributes.get(name)]
    return image["tag"] == SHEER or (bool(masked) and not (len(masked) == 1 and _is_opaque(attributes.get("SMask"))))


def _is_opaque(mask: Any) -> bool:
    """Whether a mask of eight bits lets nothing shine through: some programs write one for every picture."""
    stream = resolve1(mask)
    if (
        not isinstance(stream, PDFStream)
        or stream.attrs.get("BitsPerComponent") != 8
        or array_of(stream.get("Decode")) not in ([], [0, 1])
    ):
        return False
    if any(name_of(kind) not in _PLAIN for kind in array_of(stream.get("Filter")) or [stream.get("Filter")] if kind):
        return False
    data = stream.get_data()
    return bool(data) and data.count(b"\xff") == len(data)


def _is_under(char: Any, areas: Iterable[Any]) -> bool:
    return any((area["mcid"] or 0) > (char["mcid"] or 0) and is_hidden_under(char, area) for area in areas)


def _area(shape: Any) -> float:
    return float(shape["width"]) * float(shape["height"])
