"""The numbers that Word prints before paragraphs but stores nowhere: 一、（一）1. counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .ooxml import Element, attribute, local

_DIGITS = "〇一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def chinese(number: int) -> str:
    """``number`` (1 to 9999) in Chinese numerals: 10 → 十, 21 → 二十一, 105 → 一百〇五."""
    text, rest, gap = "", number, False
    for value, sign in _PLACES:
        digit, rest = divmod(rest, value)
        if digit:
            text += ("〇" if gap else "") + ("" if digit == 1 and value == 10 and not text else _DIGITS[digit]) + sign
            gap = False
        elif text and rest:
            gap = True
    return text + ("〇" if gap and rest else "") + (_DIGITS[rest] if rest else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": str,
    "decimalHalfWidth": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str  # %1 stands for the number of the first level


class Numbering:
    """The lists of one document; :meth:`label` has to be asked once for each paragraph, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}  # numId → its levels
        self._counts: dict[str, dict[int, int]] = {}  # abstractNumId → numbers reached
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for item in root:
            if local(item.tag) == "abstractNum":
                abstract[attribute(item, "abstractNumId")] = _levels(item)
        for item in root:
            if local(item.tag) != "num":
                continue
            of = next((attribute(e, "val") for e in item if local(e.tag) == "abstractNumId"), "")
            number = attribute(item, "numId")
            self._abstract[number] = of
            self._levels[number] = abstract.get(of, {}) | _overrides(item, abstract.get(of, {}))

    def _read_styles(self, root: Element) -> None:
        based: dict[str, str] = {}
        for style in root:
            name = attribute(style, "styleId")
            for item in style.iter():
                if local(item.tag) == "basedOn":
                    based[name] = attribute(item, "val")
                elif local(item.tag) == "numPr":
                    self._styles[name] = _reference(item)
        for name in list(based):
            parent, steps = based.get(name, ""), 0
            while name not in self._styles and parent and steps < 20:
                if parent in self._styles:
                    self._styles[name] = self._styles[parent]
                parent, steps = based.get(parent, ""), steps + 1

    def label(self, paragraph: Element) -> str:
        """What Word prints before ``paragraph``: 一、 or nothing."""
        number, level = self._of(paragraph)
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[number], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].form not in _FORMATS:
            return ""

        def printed(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form = levels.get(other, levels[level])
            return _FORMATS.get(form.form, str)(counts.get(other, form.start))

        return re.sub(r"%(\d)", printed, levels[level].text)

    def _of(self, paragraph: Element) -> tuple[str, int]:
        style = ""
        for properties in paragraph:
            if local(properties.tag) != "pPr":
                continue
            for item in properties:
                if local(item.tag) == "numPr":
                    return _reference(item)
                if local(item.tag) == "pStyle":
                    style = attribute(item, "val")
        return self._styles.get(style, ("", 0))


def _reference(properties: Element) -> tuple[str, int]:
    values = {local(item.tag): attribute(item, "val") for item in properties}
    return values.get("numId", ""), int(values.get("ilvl") or 0)


def _levels(item: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in item:
        if local(level.tag) != "lvl":
            continue
        values = {local(e.tag): attribute(e, "val") for e in level}
        start = int(values.get("start") or 1)
        found[int(attribute(level, "ilvl") or 0)] = _Level(
            start, values.get("numFmt", "decimal"), values.get("lvlText", "")
        )
    return found


def _overrides(number: Element, levels: dict[int, _Level]) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for item in number:
        if local(item.tag) == "lvlOverride":
            found |= _levels(item)
    return {key: level for key, level in found.items() if key in levels or level.text}
