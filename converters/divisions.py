"""Which administrative division a printed name begins with."""

from __future__ import annotations

import re
from functools import cache

from ..datapackage.classification import regions

#: What may stand before the division in the name of an organ: 中共上海市普陀区委, 共青团武汉市委.
_ORGANS = re.compile(
    r"^(?:中共|中国共产党|共青团|中国共产主义青年团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|政协|中国人民政治协商会议)(?:中国)?"
)
#: Levels that are no place of their own: 市辖区, 县, 省直辖县级行政区划.
_NO_PLACE = re.compile(r"^(?:市辖区|县|.*直辖县级行政.*)$")
#: The peoples that the short name of their prefecture leaves out: 红河哈尼族彝族自治州 is 红河州.
_PEOPLES = re.compile(
    r"(?:(?:哈尼|布依|土家|景颇|傈僳|朝鲜|[彝苗壮侗白傣藏羌回])族|蒙古族?|哈萨克族?|柯尔克孜族?)+自治州$"
)
#: An area that a city made, which is no division of its own: 武汉东湖新技术开发区, 长春新区.
_ZONE = re.compile(r"^[^省市县]{2,16}?(?:开发区|高新区|经开区|新区|保税区|示范区|度假区|园区)")
_CITY = re.compile("市$")
#: What the short name of a province leaves out: 内蒙古赤峰市, 宁夏固原市.
_PROVINCE = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")


def divide(name: str) -> tuple[str, str]:
    """The code of the division that ``name`` begins with, province first where it is named, and the rest of the name.

    The code is "" where no division is named, or where several bear the name (普陀区 is in 上海 and in 舟山).
    """
    found, rest = "", _ORGANS.sub("", name)
    while True:
        below = [
            (region, code)
            for region, code in _names()
            if rest.startswith(region) and _is_below(code, found) and not _NO_PLACE.match(region)
        ]
        longest = max((len(region) for region, _ in below), default=0)
        codes = {code for region, code in below if len(region) == longest}
        if len(codes) == 1:
            found, rest = codes.pop(), rest[longest:]
        elif not below and not found and (province := _short_province(rest)):
            found, rest = province
        else:
            return found, rest


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """The name of each division with its code; a prefecture of a people by its short name too."""
    whole = [(region, code) for code, region in regions().items()]
    short = [(_PEOPLES.sub("州", region), code) for region, code in whole if _PEOPLES.search(region)]
    return (*whole, *short)


def _short_province(name: str) -> tuple[str, str] | None:
    """The province whose short name stands before one of its divisions, and the rest; 西藏大学 names none."""
    for region, code in _names():
        short = _PROVINCE.sub("", region)
        if code.endswith("0000") and short != region and name.startswith(short):
            rest = name.removeprefix(short)
            if any(rest.startswith(r) and _is_below(c, code) and not _NO_PLACE.match(r) for r, c in _names()):
                return code, rest
    return None


def city_of_zone(name: str) -> str:
    """The code of the city whose short name a development zone begins with; "" where other places bear it too."""
    zone = _ZONE.match(_ORGANS.sub("", name))
    if zone is None:
        return ""
    shorts = [(region, re.sub("[省市县区州盟旗]$", "", region), code) for region, code in _names()]
    found = {(region, code) for region, short, code in shorts if len(short) > 1 and zone[0].startswith(short)}
    cities = {code for region, code in found if _CITY.search(region)}
    return cities.pop() if len(cities) == 1 and len({code for _, code in found}) == 1 else ""


def contains(outer: str, inner: str) -> bool:
    """Whether the division ``outer`` is ``inner`` or lies above it."""
    return outer == inner or inner.startswith(_stem(outer))


def _is_below(code: str, above: str) -> bool:
    return code != above and code.startswith(_stem(above))


def _stem(code: str) -> str:
    """The digits that the divisions inside ``code`` begin with: 2 of a province, 4 of a prefecture, 6 of a county."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
