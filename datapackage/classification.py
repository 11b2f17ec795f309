"""The classifications that codes belong to, by edition year: names, levels, parents, and how sure they are.

Codes are reused over the years (30311), so that a list is always asked for one edition.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

_FOLDER = Path(__file__).parent / "codelists"
_QUOTES = str.maketrans("“”„‟‘’", '""""' + "''")
#: Confidence letters of rows that a document, a notice or software data bears out.
VERIFIED = frozenset("ABL")
#: The classifications in force took effect with the budget of this year (财预〔2006〕13号).
FIRST_EDITION = 2007


@dataclass(frozen=True, slots=True)
class Concept:
    """One code with one name. ``valid_from`` and ``valid_to`` are edition years; None where no change is known."""

    code: str
    name: str
    level: int
    parent: str
    budget: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    confidence: str = "A"
    status: str = "current"
    source: str = ""

    @property
    def verified(self) -> bool:
        """Whether the row rests on something that can be shown."""
        return self.confidence in VERIFIED

    def covers(self, edition: int) -> bool:
        """Whether the code had this name in ``edition``, as far as is known."""
        return (self.valid_from or edition) <= edition <= (self.valid_to or edition)


@dataclass(frozen=True)
class CodeList:
    """The concepts of one edition in the order of their codes; iterating yields codes."""

    scheme: str
    edition: int
    concepts: tuple[Concept, ...]

    @cached_property
    def _by_code(self) -> dict[str, tuple[Concept, ...]]:
        grouped: dict[str, tuple[Concept, ...]] = {}
        for concept in self.concepts:
            grouped[concept.code] = (*grouped.get(concept.code, ()), concept)
        return grouped

    @cached_property
    def _decided(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, found[0].name) for code, found in self._by_code.items() if len(found) == 1)

    @cached_property
    def _by_name(self) -> dict[str, tuple[Concept, ...]]:
        grouped: dict[str, tuple[Concept, ...]] = {}
        for concept in self.concepts:
            key = fold_name(concept.name)
            grouped[key] = (*grouped.get(key, ()), concept)
        return grouped

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def items(self) -> Iterator[tuple[str, str]]:
        """Code and name of every concept whose name in this edition is decided."""
        return iter(self._decided)

    def get(self, code: str) -> Concept | None:
        """The concept of ``code``; None where it is unknown, or the year of its renaming is."""
        found = self._by_code.get(code, ())
        return found[0] if len(found) == 1 else None

    def name(self, code: str) -> str | None:
        """The name of ``code`` in this edition; None where :meth:`get` finds none."""
        concept = self.get(code)
        return concept.name if concept else None

    def names(self, code: str) -> tuple[str, ...]:
        """Every name that ``code`` can have in this edition: two where the year of a renaming is not known."""
        return tuple(c.name for c in self._by_code.get(code, ()))

    def sure_names(self, code: str) -> tuple[str, ...]:
        """Those of the names that rest on a document, a notice or software data."""
        return tuple(c.name for c in self._by_code.get(code, ()) if c.verified)

    def code(self, name: str, *, under: str = "", level: int | None = None) -> str | None:
        """The code with this name, among those that start with ``under``; None where none or several have it."""
        codes = {
            c.code
            for c in self._by_name.get(fold_name(name), ())
            if c.code.startswith(under) and level in (None, c.level)
        }
        return codes.pop() if len(codes) == 1 else None

    def parent(self, code: str) -> str | None:
        """The code above ``code``: "" for one of the top level, None for an unknown code."""
        found = self._by_code.get(code)
        return found[0].parent if found else None

    def level(self, code: str) -> int | None:
        """1 类, 2 款, 3 项 (regions: 0 centre to 3 county); None for an unknown code."""
        found = self._by_code.get(code)
        return found[0].level if found else None

    def verified(self, code: str) -> bool:
        """Whether some row of ``code`` rests on a document, a notice or software data."""
        return any(c.verified for c in self._by_code.get(code, ()))

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The codes of the top level (类), in the order in which the tables print them."""
        return tuple(code for code, found in self._by_code.items() if found[0].level == 1)


@lru_cache(maxsize=65_536)
def fold_name(name: str) -> str:
    """``name`` as it is compared: full and half width, quotation marks and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_QUOTES).split())


#: Endings that a name may have or lack without being another name.
_ENDINGS = re.compile("(?:支出|经费|费用|费|款)$")


def core_name(name: str) -> str:
    """``name`` folded, without an ending that it may have or lack."""
    return _ENDINGS.sub("", fold_name(name))


@cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``codelists/<name>.csv`` by column.

    Raises:
        FileNotFoundError: the project carries no list of that name.
    """
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def editions() -> tuple[int, ...]:
    """The edition years of which some document, or the notice of a change, was seen."""
    lists = ("functional", "economic_dept", "economic_gov", "revenue")
    seen = {int(year) for name in lists for row in load(name) for year in row["years"].split()}
    notices = (row for row in load("changes") if row["change"] == "edition-exists" and row["confidence"] in VERIFIED)
    return tuple(sorted(seen | {int(row["year_to"]) for row in notices}))


def edition_exists(year: int) -> bool:
    """Whether there is an edition of ``year``: one appears each year, up to the latest that anybody has told of."""
    return FIRST_EDITION <= year <= editions()[-1]


@cache
def functional(edition: int) -> CodeList:
    """支出功能分类 (类, 款, 项) of an edition year, all four budgets."""
    return _edition("functional", "functional", edition)


@cache
def economic(edition: int, system: Literal["department", "government"] = "department") -> CodeList:
    """支出经济分类 (类, 款) of an edition year: 部门预算 (301–399) or 政府预算 (501–599)."""
    name = "economic_dept" if system == "department" else "economic_gov"
    return _edition(f"economic-{system}", name, edition)


@cache
def revenue(edition: int) -> CodeList:
    """收入分类 of an edition year; its 项 are not complete and most rows are unverified."""
    return _edition("revenue", "revenue", edition)


@cache
def regions() -> CodeList:
    """Administrative divisions by their six-digit code; the same for every year."""
    return _edition("region", "regions", 0)


@cache
def terms(kind: str) -> dict[str, tuple[str, str]]:
    """The ids of one of the model's own vocabularies (``table``, ``fund`` ...): Chinese and English name."""
    return {row["id"]: (row["name"], row["name_en"]) for row in load("terms") if row["kind"] == kind}


def _edition(scheme: str, name: str, edition: int) -> CodeList:
    concepts = (_concept(row) for row in load(name))
    return CodeList(scheme, edition, tuple(c for c in concepts if not edition or c.covers(edition)))


def _concept(row: dict[str, str]) -> Concept:
    return Concept(
        code=row["code"],
        name=row["name"],
        level=int(row["level"]),
        parent=row["parent"],
        budget=row.get("budget", ""),
        valid_from=_year(row.get("valid_from", "")),
        valid_to=_year(row.get("valid_to", "")),
        confidence=row.get("confidence", "A"),
        status=row.get("status", "current"),
        source=row["source"],
    )


def _year(text: str) -> int | None:
    return int(text) if text else None
