"""Which administrative division a printed name begins with."""

from __future__ import annotations

import re

from ..datapackage.classification import regions

#: What may stand before the division in the name of an organ: 中共上海市普陀区委, 共青团武汉市委.
_ORGANS = re.compile(
    r"^(?:中共|中国共产党|共青团|中国共产主义青年团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)(?:中国)?"
)
#: Levels that are no place of their own: 市辖区, 县, 省直辖县级行政区划.
_NO_PLACE = re.compile(r"^(?:市辖区|县|.*直辖县级行政.*)$")


def divide(name: str) -> tuple[str, str]:
    """The code of the division that ``name`` begins with, province first where it is named, and the rest of the name.

    The code is "" where no division is named, or where several bear the name (普陀区 is in 上海 and in 舟山).
    """
    found, rest = "", _ORGANS.sub("", name)
    while True:
        below = [
            (region, code)
            for code, region in regions().items()
            if rest.startswith(region) and _is_below(code, found) and not _NO_PLACE.match(region)
        ]
        longest = max((len(region) for region, _ in below), default=0)
        codes = [code for region, code in below if len(region) == longest]
        if len(codes) != 1:
            return found, rest
        found, rest = codes[0], rest[longest:]


def contains(outer: str, inner: str) -> bool:
    """Whether the division ``outer`` is ``inner`` or lies above it."""
    return outer == inner or inner.startswith(_stem(outer))


def _is_below(code: str, above: str) -> bool:
    return code != above and code.startswith(_stem(above))


def _stem(code: str) -> str:
    """The digits that the divisions inside ``code`` begin with: 2 of a province, 4 of a prefecture, 6 of a county."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
