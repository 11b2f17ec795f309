"""How values read on a page: money in the unit chosen for the page, codes by their names, trust by a mark."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from ...datapackage.classification import economic, functional
from ...datapackage.classification import terms as listed
from ...datapackage.model import YUAN_IN, format_decimal
from ...datapackage.units import UNIT_EN, unit_after
from ...ontology.terms import label, terms

MONEY_UNITS = ("元", "万元", "亿元")
#: One mark beside a figure, only where it says something. Shape and word, never colour alone.
MARKS: dict[str, tuple[str, str, str]] = {
    "repaired": ("✎", "由误读的印刷修复，有算式证明", "repaired from a misread print, with proof"),
    "derived": ("≈", "由文字推算", "derived from the text"),
    "unproven": ("○", "没有等式证实", "no equation confirms it"),
    "disputed": ("△", "文档在此自相矛盾", "the document contradicts itself here"),
}
#: A longer one with a comma in it is a sentence that leads to a table.
_LONGEST_TITLE = 40
PLACES = {"元": 2, "万元": 2, "亿元": 4}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: language, and the unit that money is shown in."""

    language: str = "zh"
    unit: str = "万元"
    root: str = ""  # the sub-path that the site lies below

    def link(self, path: str, **parameters: str) -> str:
        """The address of a page of the site, in the language and unit of this reader."""
        kept = {"lang": "en" if self.language == "en" else "", "money": "" if self.unit == "万元" else self.unit}
        return f"{self.root}/" + address(path, **{**kept, **parameters})

    def t(self, zh: str, en: str) -> str:
        """A text of the page in the reader's language."""
        return en if self.language == "en" else zh

    def named_unit(self, unit: str) -> str:
        """A unit of money in the reader's language."""
        return UNIT_EN.get(unit, unit) if self.language == "en" else unit

    @property
    def unit_name(self) -> str:
        return self.named_unit(self.unit)

    @property
    def unit_after(self) -> str:
        """The unit behind an amount in a sentence."""
        return unit_after(self.unit) if self.language == "en" else self.unit

    def money(self, amount: Decimal | None) -> str:
        """An amount (yuan) in the unit of the page, grouped, with the places that the unit has; "" for None."""
        if amount is None:
            return ""
        places = PLACES[self.unit]
        value = (amount / YUAN_IN[self.unit]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return f"{value:,.{places}f}"

    def named(self, scheme: str, notation: str) -> str:
        """The name of a code of one of our own lists (fund, phase, table ...)."""
        return label(scheme, notation, self.language) if notation or "" in terms(scheme) else ""

    def title_of(self, table: dict[str, Any]) -> str:
        """What a printed table is called: its title, or its standard name where a sentence leads to it."""
        title, name = str(table["title"] or ""), self.named("table", str(table["table"]))
        is_sentence = title.endswith(("：", ":", "。")) or ("，" in title and len(title) > _LONGEST_TITLE)
        return name if name and (not title or is_sentence) else title

    def half(self, said: str) -> str:
        """The reader's part of a text in both languages: ``中文 / English``."""
        zh, _, en = said.partition(" / ")
        return en if en and self.language == "en" else zh

    def mark(self, row: dict[str, Any]) -> tuple[str, str] | None:
        """The mark of an observation and what it says, or None where there is nothing to say."""
        status = str(row.get("status", ""))
        key = status if status in MARKS else "unproven" if not row.get("confirmations") else ""
        key = "disputed" if row.get("disputed") else key
        if not key:
            return None
        sign, zh, en = MARKS[key]
        return sign, self.t(zh, en)

    def percent(self, part: Decimal | None, whole: Decimal | None) -> str:
        """``part`` of ``whole`` as a percentage with one place; "" where that says nothing."""
        if part is None or not whole:
            return ""
        return f"{(part / whole * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def address(path: str, **parameters: str) -> str:
    """A path with its query, percent-encoded."""
    query = "&".join(f"{quote(k)}={quote(v)}" for k, v in parameters.items() if v)
    return quote(path) + (f"?{query}" if query else "")


def exact(amount: Decimal | None) -> str:
    """The exact amount in yuan for people, grouped, with two places or all that it has."""
    if amount is None:
        return ""
    places = len(format_decimal(amount).partition(".")[2])
    return f"{amount:,.{max(places, 2)}f}"


def code_name(code: str, edition: int) -> str:
    """What a functional or economic code is called in an edition; "" where the lists do not have it."""
    lists = functional(edition) if code.startswith("2") else economic(edition)
    concept = lists.get(code)
    return concept.name if concept else ""


@cache
def checks() -> dict[str, tuple[str, str]]:
    """What each kind of check is called, in Chinese and English: those of the accounting, the rules and the reading."""
    from ...datapackage.accounting.identities import load_identities
    from ...datapackage.inspection.rules import load_rulebook

    named = {i.id: (i.zh, i.en) for i in load_identities()}
    return listed("check") | named | {key: (rule.zh, rule.en) for key, rule in load_rulebook().rules.items()}


def bytes_read(size: int | None) -> str:
    """A size of a file for people."""
    if size is None:
        return ""
    return (
        f"{size:,} B" if size < 10_000 else f"{size / 1000:,.0f} kB" if size < 10_000_000 else f"{size / 1e6:,.0f} MB"
    )
