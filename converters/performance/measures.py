"""A printed indicator value → operator, number and unit; a target in words stays words.

Only a text that is all value is taken apart: an operator or none, one number, a unit that the vocabulary
knows or none. ``7*24h``, ``3月底前完成`` or ``10-20个`` are targets in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from .borders import close
from .vocabulary import same_brackets, vocabulary

_FOLD = str.maketrans("０１２３４５６７８９，．％－", "0123456789,.%-")
_MISREAD_AT_MOST = re.compile(r"≪(?=\s*\d)")
_CALENDAR_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Measure:
    """A target value: ``operator`` is "" and ``number`` the words for a target in words."""

    printed: str
    operator: str
    number: str
    unit: str

    @property
    def numeric(self) -> bool:
        """Whether the value is a number."""
        return bool(self.operator)


@lru_cache(maxsize=16_384)
def undo(text: str) -> str:
    """The value as printed: white space gone, ``≪`` before a digit read as ``≤``, an arrow behind one as its unit."""
    value = close(text.translate(_FOLD))
    value = re.sub(r"(?<=[\d.,])\s+(?=[\d.,])", "", value) if re.search(r"[.,]\s", text) else value
    value = _MISREAD_AT_MOST.sub("≤", value)
    for sign, unit in vocabulary()["misread_units"].items():
        value = re.sub(rf"(?<=\d){re.escape(sign)}$", unit, value)
    return value


@lru_cache(maxsize=16_384)
def measure(text: str) -> Measure:
    """The parts of a printed value; a text that is no single value comes back whole, without operator."""
    printed = undo(text)
    match = _pattern().fullmatch(same_brackets(printed))
    if match is None:
        return Measure(printed, "", printed, "")
    front = _operators("operators").get(match["front"] or "", "")
    back = _operators("trailing_operators").get(match["back"] or "", "")
    if (front and back and front != back) or (match["unit"] == "年" and _CALENDAR_YEAR.fullmatch(match["number"])):
        return Measure(printed, "", printed, "")
    return Measure(printed, front or back or "=", match["number"].replace(",", ""), match["unit"] or "")


def is_sign(text: str) -> bool:
    """Whether ``text`` is nothing, or a sign that may stand before a number: ≥, 不低于."""
    return not text or same_brackets(undo(text)) in _operators("operators")


def looks_numeric(text: str) -> bool:
    """Whether ``text`` is a value with a number rather than words."""
    return measure(text).numeric


def is_damaged(text: str) -> bool:
    """Whether ``text`` begins as a value does, with a sign and a digit, and yet is none."""
    return re.match(r"[≥≤><=]\s*\d", text) is not None and not measure(text).numeric


@cache
def _operators(section: str) -> dict[str, str]:
    listed = vocabulary()[section]
    return {same_brackets(str(sign)): str(operator) for operator, signs in listed.items() for sign in signs}


@cache
def _pattern() -> re.Pattern[str]:
    words = vocabulary()
    counter = _any(same_brackets(str(unit)) for unit in words["units"])
    many = _any(str(multiple) for multiple in words["multiples"])
    unit = rf"(?:{many})?(?:{counter})(?:[/每](?:{many})?(?:{counter}))*|{many}"
    return re.compile(
        rf"(?:{_any(map(str, words['scopes']))})?(?P<front>{_any(_operators('operators'))})?"
        rf"(?P<number>{_NUMBER})(?P<unit>{unit})?(?P<back>{_any(_operators('trailing_operators'))})?"
    )


def _any(terms: Iterable[str]) -> str:
    listed = sorted(terms, key=len, reverse=True)
    return "|".join(re.escape(term) for term in listed)
