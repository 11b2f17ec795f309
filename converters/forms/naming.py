"""Rows that print the name of a code and not the code: 类, 款 and 项 one below the other.

A name is looked for among the classes, below the class that is open and below its open subdivision. It stands for a
code only where one of these has it and none of the others; after a name that is not settled nothing below it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ...datapackage.classification import CodeList
from ...datapackage.frozen import frozen
from .form import fold

#: The codes right below a code (the classes for "", any code for ANYWHERE) that bear a folded name; for SURELY any
#: code of which that is certain.
CodesBelow = Callable[[str, str], "tuple[str, ...]"]
ANYWHERE, SURELY = "*", "!"


def codes_below(known: CodeList) -> CodesBelow:
    """Look names up in one classification of one edition."""
    found: dict[tuple[str, str], list[str]] = {}
    for code in known:
        for name in known.names(code):
            found.setdefault((code[:-2] if len(code) > 3 else "", fold(name)), []).append(code)
            found.setdefault((ANYWHERE, fold(name)), []).append(code)
        for name in known.sure_names(code):
            found.setdefault((SURELY, fold(name)), []).append(code)
    return lambda parent, name: tuple(found.get((parent, name), ()))


@dataclass(slots=True)
class Names:
    """The codes that are open while a table is read from top to bottom."""

    below: CodesBelow
    path: list[str] = field(default_factory=list[str])

    def code(self, folded: str) -> str:
        """The one code that a name can stand for here, "" where none or several can."""
        parents = ["", *self.path]
        found = [(k, code) for k, parent in enumerate(parents) for code in self.below(parent, folded)]
        # 其他社会保障和就业支出 below itself: the subdivision was read, this is its item.
        found = [(k, code) for k, code in found if code not in self.path]
        if len(found) != 1:
            self.path = []
            return ""
        level, code = found[0]
        self.path = [*self.path[:level], code]
        return code


@frozen()
class Ahead:
    """The nearest code below a row, and the one unit whose code a table of one unit prints beside it."""

    code: str = ""
    unit: str = ""


def codes_ahead(printed: Sequence[tuple[str, str]]) -> list[Ahead]:
    """For each row, of which the code and the unit's are given ("" where none is printed), what stands below it."""
    units = {unit for _, unit in printed if unit}
    unit = units.pop() if len(units) == 1 else ""
    if units:
        return [Ahead()] * len(printed)
    found: list[Ahead] = []
    code = ""
    for own, _ in reversed(printed):
        found.append(Ahead(code, unit))
        code = own or code
    return found[::-1]


def code_above(below: CodesBelow, folded: str, ahead: str, *, or_own: bool) -> str:
    """The code that a name without one stands for, above rows with codes: of its name, and of what they are part of.

    ``or_own``: it may be the code of the rows itself, as of several projects.
    """
    codes = [code for code in below(ANYWHERE, folded) if ahead.startswith(code) and (or_own or code != ahead)]
    return codes[0] if len(codes) == 1 else ""
