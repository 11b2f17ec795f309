"""Printed text → Decimal, and what an OCR run does to a number and how it is undone.

Each rule undoes damage that leaves one reading only. Where a text could be two numbers, or a digit is
missing, nothing is returned: the accounting may still prove the amount, a parser may not guess it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

#: What documents print where there is no amount.
_NOTHING = re.compile(r"^(?:[\s\-—－–―‐‑‒─━/／\\*·.]*|\s*无\s*)$")
_FOLD = str.maketrans("０１２３４５６７８９，．－−﹣–△▲（）％：", "0123456789,.------()%:")
_SPACE = re.compile(r"\s+")
_NUMBER = r"-?(?:\d{1,3}(?:[,，]\s*\d{3})+|\d+)(?:\s*[.．]\s*\d+)?"

_PLAIN = re.compile(r"^\d+(?:\.\d+)?$")
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
#: 2,910,06: the point before two last digits that was read as a comma.
_COMMA_FOR_POINT = re.compile(r"^\d{1,3}(?:,\d{3})*,\d{2}$")
_WITH_CENTS = re.compile(r"^(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}$")
#: One number whose groups are parted by points, commas or spaces.
_UNDIVIDED = re.compile(r"^(?P<whole>[1-9]\d{0,2}(?:[., ]\d{3})+)[.,](?P<cents>\d{2})$")
#: Signs in the place of a number, or its first digits with a power of ten.
_TOO_WIDE = re.compile(r"#+|-?\d(?:\.\d+)?E[+-]\d{2,3}")
_FUSED = re.compile(
    rf"^\s*(?P<head>{_NUMBER})\s*(?P<tail>[^\d\s,.%％].*)$|^(?P<front>.*[^\d\s,.\-])\s*(?P<back>{_NUMBER})\s*$", re.S
)
#: A number with two decimals; NUL stands where OCR put a space after a comma or point.
_EACH = re.compile(r"-?(?:\d{1,3}(?:,\x00*\d{3})+|\d+)\.\x00*\d{2}(?!\d)")


def is_nothing(text: str) -> bool:
    """Whether a cell is printed blank: empty, or a dash or stroke that stands for nothing."""
    return bool(_NOTHING.match(text))


@lru_cache(maxsize=65536)
def parse_amount(text: str) -> Decimal | None:
    """The number that ``text`` prints, in the unit it is printed in; None where it prints none for certain.

    Undoes spaces that OCR puts after a comma or point (``2, 910. 06``), a point read as a comma, and full-width
    forms. ``2.910.06`` could as well be 2.91 and 0.06, so it is none. Negative amounts are printed with a minus or in
    accounting brackets.
    """
    folded = text.translate(_FOLD).strip()
    sign = 1
    if folded.startswith("(") and folded.endswith(")"):
        folded, sign = folded[1:-1].strip(), -1
    if folded.startswith("-"):
        folded, sign = folded[1:].strip(), -sign
    digits = _undo_spaces(folded)
    if digits is None:
        return None
    if _PLAIN.match(digits):
        return sign * Decimal(digits)
    if _GROUPED.match(digits):
        return sign * Decimal(digits.replace(",", ""))
    if _COMMA_FOR_POINT.match(digits):
        whole, cents = digits[:-3], digits[-2:]
        return sign * Decimal(whole.replace(",", "") + "." + cents)
    return None


def ends_with_comma(text: str) -> bool:
    """Whether the last digits of ``text`` stand behind a comma (``1,032,25``): a point was read as one, or is cut."""
    return bool(_COMMA_FOR_POINT.match(text.translate(_FOLD).strip().strip("()-")))


def is_too_wide(text: str) -> bool:
    """Whether ``text`` is what a sheet prints for a number that is wider than its column: ####, 1.6E+02."""
    return bool(_TOO_WIDE.fullmatch(text.strip()))


def parse_undivided(text: str) -> Decimal | None:
    """The number that ``text`` prints when it is known to print one: ``2.910.06`` and ``2 910. 06`` are then 2910.06.

    For a cell that can hold no second number. Two last digits after a point or comma are decimals, groups of
    three before them stand together.
    """
    plain = parse_amount(text)
    if plain is not None:
        return plain
    folded = _SPACE.sub(" ", text.translate(_FOLD).strip())
    match = _UNDIVIDED.match(re.sub(r"(?<=[,.]) | (?=[,.])", "", folded))
    return Decimal(re.sub(r"\D", "", match["whole"]) + "." + match["cents"]) if match else None


def _undo_spaces(text: str) -> str | None:
    """``text`` without its spaces, unless a space could separate two numbers."""
    if not text or any(not (c.isascii() and (c.isdigit() or c in ",. \t\u3000")) and not c.isspace() for c in text):
        return None
    if _is_wrapped(text):
        return "".join(text.split())
    closed = re.sub(r"(?<=[,.])\s+|\s+(?=[,.])", "", text)
    if _SPACE.search(closed):
        # A space between two digits is undone only inside a number that its commas hold together.
        joined = _SPACE.sub("", closed)
        return joined if _GROUPED.match(joined) and joined.count(".") == 1 else None
    return closed


def _is_wrapped(text: str) -> bool:
    """Whether a cell too narrow for its number breaks it in pieces of one length: 65, 6., 10 below each other."""
    lines = text.split("\n")
    lengths = {len(line) for line in lines[:-1]}
    return (
        len(lines) > 2
        and len(lengths) == 1
        and len(lines[-1]) <= lengths.pop()
        and any(line[0] in ",." or line[-1] in ",." for line in lines if line)
        and bool(_WITH_CENTS.match("".join(lines)))
    )


def parse_percent(text: str) -> Decimal | None:
    """The number before a per cent sign, or None."""
    folded = text.translate(_FOLD).strip()
    return parse_amount(folded[:-1]) if folded.endswith("%") else None


@dataclass(frozen=True, slots=True)
class Token:
    """A label or a number inside a cell, with its offsets in the cell's text."""

    text: str
    start: int
    end: int
    amount: Decimal | None = None


def split_fused(text: str) -> tuple[Token, ...]:
    """The label and the number that a lost border fused into one cell, in printed order.

    Assumes that the number stands at one end and that a label does not begin or end with a digit. A cell
    that is a number, a label or blank comes back as one token, or none.
    """
    if is_nothing(text):
        return ()
    amount = parse_amount(text)
    if amount is not None:
        return (Token(text.strip(), *_extent(text, 0, len(text)), amount),)
    match = _FUSED.match(text)
    if match:
        ends = ("head", "tail") if match["head"] is not None else ("front", "back")
        tokens = tuple(_token(text, *match.span(name)) for name in ends)
        if sum(t.amount is not None for t in tokens) == 1 and all(
            len(t.text) > 1 or t.amount is not None for t in tokens
        ):
            return tokens
    return (_token(text, 0, len(text), label=True),)


def split_amounts(text: str) -> tuple[Token, ...]:
    """The amounts of several rows that were read into one cell: each has two decimals, so each end shows."""
    folded = re.sub(r"(?<=[,.])[ \t]+", lambda m: "\x00" * len(m[0]), text.translate(_FOLD))
    matches = list(_EACH.finditer(folded))
    rest = _EACH.sub("", folded)
    if len(matches) < 2 or rest.strip():
        return ()
    return tuple(
        Token(text[m.start() : m.end()], m.start(), m.end(), parse_amount(text[m.start() : m.end()])) for m in matches
    )


def _token(text: str, start: int, end: int, *, label: bool = False) -> Token:
    start, end = _extent(text, start, end)
    part = text[start:end]
    return Token(part, start, end, None if label else parse_amount(part))


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
