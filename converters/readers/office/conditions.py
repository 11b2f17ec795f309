"""Conditional formatting of a workbook: its rules, and the looks that a cell may have by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ..colours import WHITE, Light
from . import ooxml
from .dress import Change, Dress, dressed
from .ooxml import Element, attribute, local
from .palette import Palette
from .rule import Rule, Values
from .sheet import Area

_OFF = ("0", "false", "")
_STYLES = "xl/styles.xml"
_ROWS, _COLUMNS = 1_048_576, 16_384


class Conditions:
    """The rules of one sheet."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._rules = sorted(rules, key=lambda rule: rule.priority)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def dresses(self, row: int, column: int, base: Dress, values: Values) -> tuple[Dress, ...]:
        """The looks that a cell may have: one, or several where it is not known which rules hold."""
        rules = [rule for rule in self._rules if rule.covers(row, column)]
        if not rules:
            return (base,)
        held = [rule.holds(row, column, values) for rule in rules]
        open_rules = [k for k, holds in enumerate(held) if holds is None]
        # None of the open rules, each of them alone, all of them: what these agree on is taken as known.
        ways = [(), *((k,) for k in open_rules), tuple(open_rules)]
        found = (
            dressed(base, _changes(rule for k, rule in enumerate(rules) if held[k] or k in way))
            for way in dict.fromkeys(ways)
        )
        return tuple(dict.fromkeys(found))


def _changes(rules: Iterable[Rule]) -> Iterator[Change]:
    for rule in rules:
        yield rule.change
        if rule.is_last:
            return


@dataclass(slots=True)
class RuleReader:
    """Reads the rules of the sheets of one workbook, whose styles list how they make a cell look."""

    path: Path
    archive: ZipFile
    palette: Palette
    _listed: list[Element] | None = None

    def of(self, element: Element) -> Iterator[Rule]:
        """The rules of one ``conditionalFormatting`` element.

        Raises:
            UnreadableError: the styles of the workbook are damaged.
        """
        written = attribute(element, "sqref") or next((i.text or "" for i in element if local(i.tag) == "sqref"), "")
        areas = tuple(_area(part) for part in written.split())
        for item in element if areas else ():
            if local(item.tag) == "cfRule":
                yield Rule(
                    areas,
                    int(attribute(item, "priority") or 0),
                    attribute(item, "stopIfTrue") not in _OFF,
                    attribute(item, "type"),
                    attribute(item, "operator"),
                    attribute(item, "text"),
                    tuple(inner.text or "" for inner in item if local(inner.tag) in ("formula", "f")),
                    self._change(item),
                )

    def _change(self, rule: Element) -> Change:
        shown = next((inner for inner in rule if local(inner.tag) in ("dataBar", "iconSet")), None)
        if shown is not None:
            return Change(hides_value=attribute(shown, "showValue", "1") in _OFF)
        if attribute(rule, "type") == "colorScale":
            return Change(any_ground=True)
        place = attribute(rule, "dxfId")
        looks = next((inner for inner in rule if local(inner.tag) == "dxf"), None)
        if looks is None and place and int(place) < len(self._looks()):
            looks = self._looks()[int(place)]
        return _change(looks, self.palette) if looks is not None else Change()

    def _looks(self) -> list[Element]:
        if self._listed is None:
            root = ooxml.parse(self.path, self.archive, _STYLES)
            listed = (item for item in root if local(item.tag) == "dxfs") if root is not None else ()
            self._listed = [looks for holder in listed for looks in holder]
        return self._listed


def _area(written: str) -> Area:
    from openpyxl.utils import range_boundaries

    x0, y0, x1, y1 = range_boundaries(written)
    return int(y0 or 1), int(x0 or 1), int(y1 or _ROWS), int(x1 or _COLUMNS)


def _change(looks: Element, palette: Palette) -> Change:
    text = ground = struck = number_format = None
    any_ground = False
    for item in looks.iter():
        match local(item.tag):
            case "color":
                # Lines have colours too, which stand within a side of the border.
                text = palette.of_element(item) if _is_within(item, "font") else text
            case "strike":
                struck = attribute(item, "val", "1") not in _OFF
            case "numFmt":
                number_format = attribute(item, "formatCode")
            case "patternFill":
                ground = _ground(item, palette)
                any_ground = ground is None
            case "gradientFill":
                any_ground = True
            case _:
                pass
    return Change(text, ground, any_ground, struck, number_format)


def _ground(fill: Element, palette: Palette) -> Light | None:
    """The ground of a rule's fill: a solid one is written the other way round than that of a cell."""
    if attribute(fill, "patternType", "solid") == "none":
        return WHITE
    if attribute(fill, "patternType", "solid") != "solid":
        return None
    return next((palette.of_element(item) for item in fill if local(item.tag) == "bgColor"), WHITE)


def _is_within(item: Any, name: str) -> bool:
    return local(item.getparent().tag) == name
