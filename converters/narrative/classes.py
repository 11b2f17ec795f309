"""The classes that the text calls by name: those of the document's own observations, then the lists of its year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from ...datapackage.classification import economic, fold_name, functional
from ...datapackage.model import Disclosure, Fact
from .names import Chain

#: 教育支出类科目 is called by the level of its class.
_LEVEL = re.compile("[类款项]$")
#: The code of a class, or its digits of one level, before its name or behind it.
_DIGITS = re.compile(r"(?:(?P<before>\d{2,7})(?P<name>\D+)|(?P<name_>\D+)(?P<behind>\d{2,7}))$")
#: A name is taken for one of the list that has a few characters more.
_SHARED = 0.75


class Classes:
    """Codes of the names that the text has for classes, each of one level or within a class that was named before."""

    def __init__(self, disclosure: Disclosure, facts: Iterable[Fact]) -> None:
        self._year = disclosure.year
        self._functional = functional(disclosure.year)
        self._economic = economic(disclosure.year)
        self._by_width: dict[int, dict[str, tuple[str, str]]] = {}
        self._by_name: dict[tuple[int, str], Mapping[str, list[str]]] = {}
        self._own: dict[str, str] = {}  # functional code → folded name, as the tables print it
        self._own_economic: dict[str, str] = {}
        for fact in facts:
            self._own.setdefault(fact.function_code, fold_name(fact.label))
            self._own_economic.setdefault(fact.economic_code, fold_name(fact.label))

    def is_functional(self, code: str, name: str) -> bool:
        """Whether ``code`` is the functional class of a folded ``name``."""
        return self._own.get(code) == name or fold_name(self._functional.name(code) or "") == name

    def is_economic(self, code: str, name: str) -> bool:
        """Whether the tables print ``code`` as the economic item of a folded ``name``."""
        return self._own_economic.get(code) == name

    def functional(self, name: str) -> str:
        """The code of the functional class of the first level that has this name, with or without 类; else ""."""
        return self._functional.code(_LEVEL.sub("", name), level=1) or ""

    def economic(self, name: str) -> str:
        """The code of the economic item that has this name in the list of the year, else ""."""
        return self._economic.code(name) or ""

    def printed(self, name: str) -> str:
        """The functional code that the tables print beside a name, with or without 支出; "" where not just one."""
        name = _LEVEL.sub("", name)
        wanted = {fold_name(name), fold_name(name.removesuffix("支出"))}
        found = {code for code, printed in self._own.items() if code and printed in wanted}
        return found.pop() if len(found) == 1 else ""

    def resolve(self, chain: Chain) -> tuple[str, str]:
        """The code of a chain of names, and the name it has in the classification where that differs."""
        code, differs = "", ""
        for name, level in zip(chain.names, chain.levels, strict=True):
            digits, bare = _apart(name)
            found, known_as = self._code(bare, level, code)
            if not found or not found.endswith(digits):
                return "", ""
            code, differs = found, known_as
        return code, differs

    def _code(self, name: str, level: int, under: str) -> tuple[str, str]:
        width, wanted = 1 + 2 * level, fold_name(name).replace("其它", "其他")
        among = self._under(width, under)
        spellings = {wanted, f"{wanted}支出", wanted.removesuffix("支出")}
        exact = among.get(wanted) or [c for n in spellings for c in among.get(n, ())]
        if exact:
            return (exact[0], "") if len(exact) == 1 else ("", "")
        close = [c for n, codes in among.items() if under and _abbreviates(wanted, n) for c in codes]
        return (close[0], self._named(width)[close[0]][0]) if len(close) == 1 else ("", "")

    def _under(self, width: int, under: str) -> Mapping[str, list[str]]:
        """Folded name → codes, of all classes with so many digits that begin with ``under``."""
        found = self._by_name.get((width, under))
        if found is None:
            listed, named = _listed(self._year, width), self._named(width)
            own = (code for code in self._own if code.startswith(under) and len(code) == width)
            if all(listed.get(code) == named[code] for code in own):
                found = _listed_under(self._year, width, under)
            else:
                found = _grouped(named, under)
            self._by_name[width, under] = found
        return found

    def _named(self, width: int) -> dict[str, tuple[str, str]]:
        """Code → name, as it is and folded, of all classes with so many digits."""
        if width not in self._by_width:
            own = _folded(self._own.items(), width)
            self._by_width[width] = {**_listed(self._year, width), **own}
        return self._by_width[width]


def _apart(name: str) -> tuple[str, str]:
    """The digits that stand before or behind a name, and the name: 205教育支出, 高等教育05."""
    match = _DIGITS.match(name)
    return (match["before"] or match["behind"], match["name"] or match["name_"]) if match else ("", name)


def _folded(names: Iterable[tuple[str, str]], width: int) -> dict[str, tuple[str, str]]:
    """Code → name, as it is and folded, of those with so many digits."""
    return {code: (name, fold_name(name)) for code, name in names if len(code) == width}


@cache
def _listed(edition: int, width: int) -> Mapping[str, tuple[str, str]]:
    return _folded(functional(edition).items(), width)


@cache
def _listed_under(edition: int, width: int, under: str) -> Mapping[str, list[str]]:
    return _grouped(_listed(edition, width), under)


def _grouped(named: Mapping[str, tuple[str, str]], under: str) -> dict[str, list[str]]:
    """Folded name → codes, of those that begin with ``under``."""
    found: dict[str, list[str]] = {}
    for code, (_, folded) in named.items():
        if code.startswith(under):
            found.setdefault(folded, []).append(code)
    return found


def _abbreviates(short: str, name: str) -> bool:
    """Whether ``short`` is ``name`` with a few characters left out."""
    rest = iter(name)
    return len(short) >= _SHARED * len(name) and len(short) > 3 and all(c in rest for c in short)
