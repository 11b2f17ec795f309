"""The project's own closed code lists with their labels, as ``terms.csv`` lists them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("terms.csv")


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a closed list. ``notation`` is "" for "has none"; ``match`` is the same concept elsewhere, or ""."""

    scheme: str
    notation: str
    zh: str
    en: str
    match: str = ""


@cache
def schemes() -> dict[str, dict[str, Term]]:
    """All lists: scheme → notation → term, in the order of the file."""
    listed: dict[str, dict[str, Term]] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            term = Term(**row)
            listed.setdefault(term.scheme, {})[term.notation] = term
    return listed


def terms(scheme: str) -> dict[str, Term]:
    """The terms of one list by notation. Raises KeyError for a list that does not exist."""
    return schemes()[scheme]


def label(scheme: str, notation: str, language: str = "zh") -> str:
    """What people read for a code, "zh" or "en"; the code itself where the list does not have it."""
    term = terms(scheme).get(notation)
    if term is None:
        return notation
    return term.en if language == "en" else term.zh
