"""The rules of ``rules.yaml``, and what a look at a document by one of them yields."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from ..model import Cause, Origin, Severity

NOWHERE = Origin(reader="")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what has to hold, on what ground, how bad a breach is, and for which kinds of document."""

    id: str
    group: str
    zh: str  # what is wrong where it is broken
    en: str
    basis: str  # law, regulation, standard, or plain arithmetic
    severity: Severity = "warning"
    kinds: tuple[str, ...] = ("budget", "final")
    pattern: str = ""  # a text that it matches breaks the rule
    unless: str = ""
    parts: tuple[str, ...] = ("explanation",)


@dataclass(frozen=True, slots=True)
class Slip:
    """One breach of a rule: where, what was found, what was expected."""

    zh: str  # the particulars, put behind the rule's own words
    en: str
    cell: Origin = NOWHERE
    table: str = "narrative"
    label: str = ""
    expected: str = ""
    found: str = ""
    difference: str = ""
    unit: str = ""
    observation_ids: tuple[str, ...] = ()
    severity: Severity | None = None  # where it is not the rule's
    cause: Cause = "publisher"
    outcome: Literal["failed", "not-checkable"] = "failed"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A table or a section that a disclosure of some kind has to have, from some year on."""

    rule: str
    zh: str
    en: str
    kinds: tuple[str, ...] = ("budget", "final")
    since: int = 0
    table: str = ""
    pattern: str = ""  # of the headings or texts that answer to it
    shown_by: tuple[str, ...] = ()  # tables that show it without a word in the text


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules by id, in their order, and what has to be there."""

    rules: dict[str, Rule]
    tables: tuple[Requirement, ...]
    sections: tuple[Requirement, ...]
    words: dict[str, str] = field(default_factory=dict[str, str])  # patterns that the functions of rules share


@cache
def load_rulebook() -> Rulebook:
    """The rules of the project.

    Raises:
        TypeError: an entry has a field that a rule does not know.
    """
    data = _read("rules.yaml")
    entries = [_lists_as_tuples(entry) for entry in data["rules"]]
    required = _read("required.yaml")
    return Rulebook(
        {entry["id"]: Rule(**entry) for entry in entries},
        tuple(Requirement(**_lists_as_tuples(entry)) for entry in required["tables"]),
        tuple(Requirement(**_lists_as_tuples(entry)) for entry in required["sections"]),
        data["words"],
    )


def _read(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((Path(__file__).parent / name).read_text("utf-8"), Loader=loader)


def _lists_as_tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(cast("list[str]", value)) if isinstance(value, list) else value for name, value in entry.items()
    }
