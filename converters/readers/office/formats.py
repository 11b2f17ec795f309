"""A number as a sheet shows it: what a person read when the document was published, not what the file stores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite

Value = str | int | float | bool | Decimal | datetime | date | time | timedelta | None

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|!(?P<forced>.)|_(?P<padding>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<number>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*)|(?P<exponent>[Ee][+-]0+)"
    r"|(?P<text>@)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
#: Digits for the largest number that a sheet can hold, which is none of a budget: a damaged file may have it.
_WIDE = Context(prec=400)
_SIGNS = frozenset("-−－(（△▲负减")
_DATE = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_DATE_PART = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|上午/下午", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format: what stands around the digits, and how the digits are written."""

    before: str
    after: str
    digits: str  # "" when the section shows no number
    general: bool
    percent: int
    text: bool
    within: str = ""  # a literal among the digits, as the point of 0!.0,"万" which shows 12345 as 1.2万
    within_at: int = 0  # digits that follow it


def shown(value: Value, number_format: str) -> str:
    """``value`` as a cell with ``number_format`` shows it, without the padding that only aligns columns."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time, timedelta)):
        return _shown_date(value, number_format)
    if isinstance(value, str):
        return _shown_text(value, number_format)
    if isinstance(value, float) and not isfinite(value):
        return "#NUM!"
    return _shown_number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), number_format)


def is_date(number_format: str) -> bool:
    """Whether numbers of this format are dates."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", number_format)
    return bool(_DATE.search(bare)) and not re.search(r"[0#]", bare) and "General" not in number_format


def _shown_text(value: str, number_format: str) -> str:
    sections = _sections(number_format)
    if len(sections) == 4:
        last = sections[3]
        return last.before + value + last.after if last.text else last.before
    return value


def _shown_number(value: Decimal, number_format: str) -> str:
    sections = _sections(number_format)
    section, size = _chosen(sections, value)
    if section.general:
        return section.before + _general(size) + section.after
    if not section.digits:
        return section.before + (_general(value) if section.text else "")
    shown_size = _digits(size.scaleb(2 * section.percent), section.digits)
    if section.within:
        cut = len(shown_size) - section.within_at
        shown_size = shown_size[:cut] + section.within + shown_size[cut:]
    # Red alone is how some formats show what is below nought; a text has no colour.
    unsigned = value < 0 <= size and not _SIGNS & {*section.before, *section.after}
    negative = (size < 0 or unsigned) and any(c in "123456789" for c in shown_size)
    return ("-" if negative else "") + section.before + shown_size + section.after


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """The section for ``value``, and what it is to write: a section of its own for negatives drops the sign."""
    count = min(len(sections), 3)
    if value < 0 and count > 1:
        return sections[1], -value
    if value == 0 and count > 2:
        return sections[2], value
    return sections[0], value


def _general(value: Decimal) -> str:
    """As Excel's General: up to 15 significant digits, so that 0.1 + 0.2 is 0.3."""
    text = format(float(value), ".15g")
    return format(Decimal(text), "f") if "e" not in text or abs(value) < Decimal(10) ** 20 else text


def _digits(value: Decimal, picture: str) -> str:
    """The digits of the size of ``value`` by a picture such as ``#,##0.00``; trailing commas divide by 1,000."""
    scaled = picture.rstrip(",")
    value = abs(value).scaleb(-3 * (len(picture) - len(scaled)))
    whole, _, fraction = scaled.partition(".")
    places = len(fraction)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)
    text = format(rounded, "f")
    left, _, right = text.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and right.endswith("0"):
        right, optional = right[:-1], optional - 1
    needed = sum(c == "0" for c in whole)
    left = left.lstrip("0").rjust(needed, "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    return left + ("." + right if right or (places and fraction[0] == "0") else "")


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format or "General")
    return tuple(_section(part) for part in parts)


def _section(part: str) -> _Section:
    before = after = digits = within = ""
    within_at = 0
    general = text = False
    percent = 0
    for match in _TOKEN.finditer(part):
        literal = match["quoted"] or match["escaped"] or match["forced"] or ""
        if match["general"]:
            general = True
        elif match["text"]:
            text = True
        elif match["number"]:
            if digits and after:
                within, within_at, after = after, 0, ""
            digits += match["number"]
            within_at += len(match["number"].rstrip(","))
            continue
        elif match["bracket"] and match["bracket"].startswith("$"):
            literal = match["bracket"][1:].split("-")[0]
        elif match["plain"]:
            literal = match["plain"]
            percent += literal == "%"
        if general or digits or text:
            after += literal
        else:
            before += literal
    return _Section(
        before.strip(), after.rstrip(), digits if set(digits) - {"?"} else "", general, percent, text, within, within_at
    )


def _shown_date(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        return str(value)
    moment = value if isinstance(value, datetime) else None
    if isinstance(value, date) and moment is None:
        moment = datetime(value.year, value.month, value.day)
    if moment is None:
        return value.strftime("%H:%M") if isinstance(value, time) else str(value)
    picture = re.sub(r"\[[^\]]*\]|_.", "", number_format.partition(";")[0]).replace('"', "").replace("\\", "")
    if not _DATE_PART.search(picture):
        picture = "yyyy-m-d"
    clock = bool(re.search("h", picture, re.IGNORECASE))
    shown_parts: dict[str, str] = {
        "yyyy": f"{moment.year:04d}", "yy": f"{moment.year % 100:02d}", "mm": f"{moment.month:02d}",
        "m": str(moment.month), "dd": f"{moment.day:02d}", "d": str(moment.day), "hh": f"{moment.hour:02d}",
        "h": str(moment.hour), "ss": f"{moment.second:02d}", "s": str(moment.second),
    }  # fmt: skip

    def part(match: re.Match[str]) -> str:
        name = match[0].lower()
        after_hour = clock and re.search(r"h+[:：时]?$", picture[: match.start()], re.IGNORECASE)
        if name in ("m", "mm") and after_hour:
            return f"{moment.minute:02d}"
        return shown_parts.get(name, "")

    return _DATE_PART.sub(part, picture).strip("@; ")
