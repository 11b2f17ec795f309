"""Values of form fields that a PDF holds and does not draw: a viewer sets them in their boxes. ISO 32000-1, 12.7.

Forms filled in by programs hold the value of a field alone and leave its appearance to the viewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from .objects import name_of, numbers_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

    from ..page.glyphs import Char

#: Fields that hold a text; bits 2 and 6 of the flags of a field's box hide it, bit 14 of its own a password.
_TEXTS = ("Tx", "Ch")
_HIDDEN = 0b100010
_PASSWORD = 1 << 13
_SIZE = re.compile(rb"([\d.]+)\s+Tf")
_PAINTS_TEXT = re.compile(rb"T[jJ]\b|['\"]\s")
#: In font sizes: the margin of a box, the height of a line, the width of a Latin character and of any other.
_MARGIN, _LINE, _LATIN, _WIDE = 0.2, 1.2, 0.5, 1.0
_LARGEST = 12.0
_DEEPEST = 8


def values(page: Page) -> list[Char]:
    """The characters of the values of fields without an appearance, where a viewer sets them; none on turned pages."""
    if not page.page_obj.annots or page.rotation:
        return []
    return [char for field in _fields(page.page_obj.annots) for char in _chars(page, field)]


def _fields(annotations: Any) -> Iterator[dict[str, Any]]:
    """The boxes of fields that show a text and have no appearance of it."""
    for reference in cast("Iterable[Any]", resolve1(annotations) or ()):
        found = resolve1(reference)
        box = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        if name_of(box.get("Subtype")) != "Widget" or int(resolve1(box.get("F", 0))) & _HIDDEN:
            continue
        is_secret = int(resolve1(_inherited(box, "Ff")) or 0) & _PASSWORD
        if name_of(_inherited(box, "FT")) in _TEXTS and not is_secret and not _is_drawn(box):
            yield box


def _inherited(box: dict[str, Any], key: str) -> Any:
    """The value of a key of a field, or of the field that it is a part of."""
    for _ in range(_DEEPEST):
        if key in box:
            return resolve1(box[key])
        parent = resolve1(box.get("Parent"))
        if not isinstance(parent, dict):
            break
        box = cast("dict[str, Any]", parent)
    return None


def _is_drawn(box: dict[str, Any]) -> bool:
    """Whether a field has an appearance that paints a text."""
    normal = resolve1(cast("dict[str, Any]", resolve1(box.get("AP")) or {}).get("N"))
    return isinstance(normal, PDFStream) and bool(_PAINTS_TEXT.search(normal.get_data()))


def _chars(page: Page, box: dict[str, Any]) -> Iterator[Char]:
    value, rect = _inherited(box, "V"), numbers_of(box.get("Rect"), ())
    text = decode_text(value) if isinstance(value, bytes) else ""
    if not text.strip() or not rect:
        return
    x0, y0, x1, y1 = min(rect[::2]), min(rect[1::2]), max(rect[::2]), max(rect[1::2])
    lines = [line for line in re.split(r"\r\n?|\n", text) if line.strip()]
    named = _SIZE.search(_bytes(_inherited(box, "DA")))
    size = (float(named[1]) if named else 0.0) or min(_LARGEST, 0.7 * (y1 - y0) / len(lines))
    side = int(_inherited(box, "Q") or 0)
    first = (y0 + y1) / 2 + (len(lines) - 1) * _LINE * size / 2 - 0.35 * size
    for number, line in enumerate(lines):
        widths = [size * (_LATIN if char.isascii() else _WIDE) for char in line]
        room = x1 - x0 - sum(widths) - 2 * _MARGIN * size
        x, y = x0 + _MARGIN * size + room * side / 2, first - number * _LINE * size
        for char, width in zip(line, widths, strict=True):
            yield _char(page, char, (x, x + width), y, size)
            x += width


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""


def _char(page: Page, text: str, at: tuple[float, float], y: float, size: float) -> Char:
    """A character as the parser would give it, on the baseline ``y`` from the bottom of the page."""
    bottom = float(page.height) - y
    return {
        "text": text, "x0": at[0], "x1": at[1], "top": bottom - size, "bottom": bottom, "y0": y, "size": size,
        "upright": True, "matrix": (1.0, 0.0, 0.0, 1.0, at[0], y), "non_stroking_color": (0,),
    }  # fmt: skip
