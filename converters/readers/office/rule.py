"""A rule of conditional formatting: whether it holds for a cell.

No formula is run. What a rule asks is settled where it compares a cell with a number or a text that the rule itself
names, or asks whether it holds an error or anything at all. Of any other it is not known whether it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from ....datapackage.frozen import frozen
from .dress import Change
from .sheet import Area

Values = Mapping[tuple[int, int], Any]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": eq, "notEqual": ne, "lessThan": lt, "lessThanOrEqual": le, "greaterThan": gt, "greaterThanOrEqual": ge,
}  # fmt: skip
_SIGNS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[Ee][-+]?\d+)?")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
_COMPARED = re.compile(r'([^<>="]+?)(<>|<=|>=|=|<|>)([^<>="]+|"[^"]*")')
_ASKED = re.compile(r"(NOT\()?(ISERROR|ISERR|ISNA|ISBLANK|ISNUMBER|ISTEXT)\(([^()]+)\)(\))?")


@frozen()
class Rule:
    """A rule of conditional formatting: where, when, and what it changes."""

    areas: tuple[Area, ...]
    priority: int
    is_last: bool
    kind: str
    operator: str
    text: str
    formulas: tuple[str, ...]
    change: Change

    def covers(self, row: int, column: int) -> bool:
        return any(y0 <= row <= y1 and x0 <= column <= x1 for y0, x0, y1, x1 in self.areas)

    def holds(self, row: int, column: int, values: Values) -> bool | None:
        """Whether the rule holds for a cell; None where that is not known."""
        value = values.get((row, column))
        if self.kind == "cellIs":
            return self._compares(value, row, column, values)
        if self.kind == "expression":
            return self._expression(row, column, values)
        return self._is_of_kind(value)

    def _is_of_kind(self, value: Any) -> bool | None:
        match self.kind:
            case "containsErrors" | "notContainsErrors":
                return _is_error(value) == (self.kind == "containsErrors")
            case "containsBlanks" | "notContainsBlanks":
                return (not str("" if value is None else value).strip()) == (self.kind == "containsBlanks")
            case "containsText" | "notContainsText" | "beginsWith" | "endsWith" if self.text and isinstance(value, str):
                return _says(self.kind, value.casefold(), self.text.casefold())
            case "dataBar" | "iconSet" | "colorScale":
                return isinstance(value, (int, float))
            case _:
                return None

    def _compares(self, value: Any, row: int, column: int, values: Values) -> bool | None:
        found = [self._operand(formula, row, column, values) for formula in self.formulas]
        bounds = sorted(bound for bound in found if bound is not None)
        if not bounds or len(bounds) < len(found) or (key := _key(value)) is None:
            return None
        if self.operator in ("between", "notBetween"):
            return (bounds[0] <= key <= bounds[-1]) == (self.operator == "between")
        compare = _COMPARISONS.get(self.operator)
        return compare(key, bounds[0]) if compare else None

    def _expression(self, row: int, column: int, values: Values) -> bool | None:
        formula = self.formulas[0].replace(" ", "") if self.formulas else ""
        if formula.upper() in ("TRUE", "FALSE"):
            return formula.upper() == "TRUE"
        if _NUMBER.fullmatch(formula):
            return float(formula) != 0
        if asked := _ASKED.fullmatch(formula.upper()):
            place = self._place(asked[3], row, column)
            if place is None or bool(asked[1]) != bool(asked[4]):
                return None
            return _answers(asked[2], values.get(place)) != bool(asked[1])
        if compared := _COMPARED.fullmatch(formula):
            one, other = (self._operand(compared[side], row, column, values) for side in (1, 3))
            return None if one is None or other is None else _SIGNS[compared[2]](one, other)
        return None

    def _operand(self, formula: str, row: int, column: int, values: Values) -> tuple[int, Any] | None:
        formula = formula.strip()
        if _NUMBER.fullmatch(formula):
            return 0, float(formula)
        if match := _TEXT.fullmatch(formula):
            return 1, match[1].replace('""', '"').casefold()
        place = self._place(formula.upper(), row, column)
        return _key(values.get(place)) if place is not None else None

    def _place(self, name: str, row: int, column: int) -> tuple[int, int] | None:
        """The cell that a formula names, which is written for the first cell of the rule."""
        from openpyxl.utils import column_index_from_string

        if not (match := _CELL.fullmatch(name)):
            return None
        first_row, first_column = min(area[0] for area in self.areas), min(area[1] for area in self.areas)
        down = 0 if match[3] else row - first_row
        right = 0 if match[1] else column - first_column
        return int(match[4]) + down, column_index_from_string(match[2]) + right


def _key(value: Any) -> tuple[int, Any] | None:
    """A value in the order of a sheet: numbers before texts before truths, a blank cell as nought."""
    match value:
        case None:
            return 0, 0.0
        case bool():
            return 2, value
        case int() | float():
            return 0, float(value)
        case date() | time() | timedelta():
            return None
        case _:
            return None if _is_error(value) else (1, str(value).casefold())


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper()


def _says(kind: str, value: str, text: str) -> bool:
    match kind:
        case "beginsWith":
            return value.startswith(text)
        case "endsWith":
            return value.endswith(text)
        case _:
            return (text in value) == (kind == "containsText")


def _answers(question: str, value: Any) -> bool:
    match question:
        case "ISERROR":
            return _is_error(value)
        case "ISERR":
            return _is_error(value) and value != "#N/A"
        case "ISNA":
            return value == "#N/A"
        case "ISBLANK":
            return value is None
        case "ISNUMBER":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case _:
            return isinstance(value, str) and not _is_error(value)
