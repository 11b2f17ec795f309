"""A last look at what goes out: whether personal data is left in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..codes import undo_spaces
from .rows import FOLD, KINDS, Kind
from .shapes import TELEPHONE, shapes
from .vocabulary import HAN, is_strictly_name, words

#: The separators of our formats between a label and the value in the next field.
_AFTER_LABEL = re.compile(r"(?:[\s:,;\"'|=\[\]{}>]|\\[nt]){1,12}")
_HAN_WORD = re.compile(rf"[{HAN}]+")


def scan(text: str, known: Iterable[str] = ()) -> list[Kind]:
    """The kinds of personal data in an outgoing text: by their shape, names and telephones by the label before them.

    ``known`` are digits that the caller knows to be amounts or codes.
    """
    folded, amounts = text.translate(FOLD), frozenset(known)
    found: set[str] = {m.kind for m in shapes(folded) if folded[m.start : m.end] not in amounts}
    for match in words().label.finditer(folded):
        kind, value = words().kinds[undo_spaces(match[0])], _AFTER_LABEL.match(folded, match.end())
        if value and (
            (kind == "telephone" and TELEPHONE.match(folded, value.end()))
            or (kind == "name" and _is_named(folded, match, value.end()))
        ):
            found.add(kind)
    return [kind for kind in KINDS if kind in found]


def _is_named(text: str, label: re.Match[str], at: int) -> bool:
    """Whether a name follows a label over separators, in a text of any format."""
    name = _HAN_WORD.match(text, at)
    weak = undo_spaces(label[0]) in words().weak and text[label.end()] != ":"
    return bool(name) and not weak and is_strictly_name(name[0])
