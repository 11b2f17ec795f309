"""What is personal by its shape, wherever it stands: identity and mobile numbers, e-mail, a number with area code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..amounts import parse_amount
from ..codes import parse_code, undo_spaces
from .rows import Mark, Row

_GAP = r"[ \t\-–—]{0,2}"
ALONE, NO_MORE = r"(?<![0-9A-Za-z.,])", r"(?![0-9A-Za-z]|[.,]\d)"
_MOBILE = re.compile(rf"{ALONE}(?:\+?86[ -]?)?1[3-9]\d(?:{_GAP}\d){{8}}{NO_MORE}(?!\s*[百千万亿]*元)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}[ ]?(?:19|20)\d\d[ ]?\d{4}[ ]?\d{3}[\dXx](?![0-9A-Za-z])")
#: Beside a label the check character may be misread, and the old number has none.
LABELLED_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{14}(?:\d{2}[\dXx])?(?![0-9A-Za-z])")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]*[ ]?@[ ]?[A-Za-z0-9][A-Za-z0-9\-]*(?:[ ]?\.[ ]?[A-Za-z]{2,8}){1,3}")
_AREA_CODE = re.compile(
    rf"{ALONE}(?:\(0\d{{2,3}}\)[ -]?|0\d{{2,3}}[-–—])[2-9]\d{{2,3}}[ -]?\d{{4}}"
    rf"(?:[ ]?(?:-|转|分机)[ ]?\d{{1,6}})?{NO_MORE}"
)
TELEPHONE = re.compile(
    rf"{ALONE}(?:\(?0\d{{2,3}}\)?[ \-–—]*)?(?:[2-9]\d{{2,3}}[ -]?\d{{4}}|[48]00[ -]?\d{{3}}[ -]?\d{{4}})"
    rf"(?:[ ]?(?:-|–|—|转|分机)[ ]?\d{{1,6}})?{NO_MORE}"
)
#: What each of them has, and most texts have not.
_ANYTHING = re.compile(r"@|\d(?:\D{0,4}\d){8}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mark_shapes(rows: Sequence[Row]) -> None:
    """Mark what is personal by its shape, but for amounts."""
    for row in rows:
        for text, marks in row.printed:
            if _may_be_personal(text) and not is_amount_in_row(row, text):
                marks.extend(shapes(text))


def shapes(text: str) -> Iterator[Mark]:
    """What is personal wherever it stands: identity and mobile numbers, e-mail, a number with its area code."""
    if not _may_be_personal(text):
        return
    yield from (Mark(*m.span(), "identity") for m in _IDENTITY.finditer(text) if is_identity(undo_spaces(m[0])))
    yield from (Mark(*m.span(), "mobile") for m in _MOBILE.finditer(text) if _is_mobile(text, m))
    yield from (Mark(*m.span(), "email") for m in _EMAIL.finditer(text))
    yield from (Mark(*m.span(), "telephone") for m in _AREA_CODE.finditer(text))


def _may_be_personal(text: str) -> bool:
    """Whether a text has what some shape needs, as most have not."""
    return (len(text) >= 9 or "@" in text) and _ANYTHING.search(text) is not None


def is_identity(number: str) -> bool:
    """Whether eighteen characters are an identity number: a possible birthday and the right check character."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", number):
        return False
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(int(c) * w for c, w in zip(number, _WEIGHTS, strict=False))
    return 1 <= month <= 12 and 1 <= day <= 31 and "10X98765432"[total % 11] == number[17].upper()


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    """Whether eleven digits are one number: no part of a longer code, no row of years, no grouped amount."""
    groups = re.split(r"\D+", match[0].removeprefix("+"))
    groups = [g for g in groups if g and g != "86"]
    if len(groups) > 4 or (len(groups) > 1 and len(groups[0]) < 3):
        return False
    if len(groups) > 2 and all(re.fullmatch(r"(?:19|20)\d\d", g) for g in groups[1:]):
        return False
    return not _in_code(text, match)


def _in_code(text: str, match: re.Match[str]) -> bool:
    run = re.compile(r"[0-9A-Za-z]+(?: [0-9A-Za-z]+)*")
    around = next((r for r in run.finditer(text) if r.start() <= match.start() and match.end() <= r.end()), None)
    return around is not None and around.group() != match[0] and parse_code(around.group(), "project") is not None


def is_amount_in_row(row: Row, text: str) -> bool:
    """Whether eleven bare digits stand in a row of amounts, as where a whole government's yuan are printed."""
    if row.table < 0 or not text.strip().isdigit():
        return False
    others = [t for t in row.texts if t is not text and parse_amount(t) is not None]
    return any("." in t or "," in t or len(t.strip()) > 7 for t in others)
