"""What an entry of ``sources.toml`` may say of its document, field by field.

A slip here would be believed where the document itself does not say: 决算 taken for 预算 by a misspelt ``kind``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ..datapackage.classification import regions
from .identity import Hints
from .regions import CENTRE

_KINDS = {"budget": "budget", "预算": "budget", "final": "final", "决算": "final"}
#: What the divisions of the state do not list as a province: the centre, 新疆生产建设兵团 as the treasury counts it.
_BESIDE = (CENTRE[:2], "66")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def hints_of(entry: Mapping[str, Any]) -> Hints:
    """What an entry says of its document.

    Raises:
        ValueError: a field cannot be what it is said to be; the message names it.
    """
    return Hints(**{field: read(field, entry[field]) for field, read in FIELDS.items() if field in entry})


def text(field: str, value: Any) -> str:
    """A value that is any text. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(f'{field} 要写成文字，如 {field} = "…" / {field} has to be a text in quotes')
    return value


def _year(field: str, value: Any) -> int:
    is_year = re.fullmatch(r"\d{4}", str(value)) and _FIRST_YEAR <= int(value) <= _LAST_YEAR
    if not is_year:
        raise ValueError(f"{field} 不是年份: {value!r}，如 2024 / {field} is no year")
    return int(value)


def _kind(field: str, value: Any) -> str:
    if value not in ("", *_KINDS):
        raise ValueError(f"{field} 只能是 budget（预算）或 final（决算），不是 {value!r} / {field} is budget or final")
    return _KINDS.get(value, "")


def _region(field: str, value: Any) -> str:
    """A six-digit division; its province has to be known, as the list of zones and new districts is never complete."""
    code = str(value)
    is_known = re.fullmatch(r"\d{6}", code) and (code[:2] in _BESIDE or regions().name(f"{code[:2]}0000"))
    if code and not is_known:
        raise ValueError(f"{field} 要写六位行政区划代码，如 420100，不是 {value!r} / {field} is a code of six digits")
    return code


def _day(field: str, value: Any) -> str:
    """A day, as a text or as a date of TOML."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(text(field, value)).isoformat() if value else ""
    except ValueError as error:
        raise ValueError(f"{field} 不是日期: {value!r}，如 2024-02-08 / {field} is no date") from error


#: What is said of the document, and how each field is read.
FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "publisher": text,
    "region": _region,
    "year": _year,
    "kind": _kind,
    "licence": text,
    "url": text,
    "retrieved": _day,
}
