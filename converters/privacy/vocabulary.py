"""Words that tell a name from what is none: labels, titles of an office, surnames, units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..codes import undo_spaces

HAN = "\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of words: labels and the kind of what they announce, and what a value beside one may be instead."""

    kinds: dict[str, str]  # label → kind
    label: re.Pattern[str]
    is_ascii: bool  # whether some label is, so that a text of ASCII alone can hold one
    weak: frozenset[str]
    role: re.Pattern[str]
    units: tuple[str, ...]
    nothing: frozenset[str]
    words: frozenset[str]
    surnames: frozenset[str]
    compound: tuple[str, ...]


@cache
def words() -> Words:
    """The vocabulary as ``vocabulary.yaml`` has it."""
    text = Path(__file__).with_name("vocabulary.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    kinds = {str(label): kind for kind, labels in data["labels"].items() for label in labels}
    longest = sorted(kinds, key=lambda label: (-len(label), label))
    first = "".join(sorted({label[0] for label in longest}))
    spaced = "|".join(r"\s?".join(label) for label in longest)
    roles = "|".join(sorted(data["roles"], key=lambda role: (-len(role), role)))
    return Words(
        kinds=kinds,
        label=re.compile(f"(?=[{first}])(?:{spaced})"),
        is_ascii=any(label.isascii() for label in kinds),
        weak=frozenset(data["weak"]),
        role=re.compile(rf"^(?:{roles})|(?:{roles})$"),
        units=tuple(data["units"]),
        nothing=frozenset(data["nothing"]),
        words=frozenset(data["words"]),
        surnames=frozenset(undo_spaces(data["surnames"])),
        compound=tuple(data["compound"]),
    )


def has_surname(name: str) -> bool:
    """Whether a word begins with a surname."""
    known = words()
    if len(name) == 4 or (len(name) > 2 and name.startswith(known.compound)):
        return name.startswith(known.compound)
    return name[0] in known.surnames


def is_exempt(core: str) -> bool:
    """Whether a value beside a label is a word, a unit, a date, a number and not a person."""
    known = words()
    return (
        not core
        or core in known.nothing
        or core in known.kinds
        or (core.endswith(known.units) and (len(core) > 3 or core[0] not in known.surnames))
        or not re.search(rf"[{HAN}A-Za-z]", core)
        or bool(re.search(r"\d", core))
    )


def is_word(text: str) -> bool:
    """Whether a text is a word, or the title of an office, and no name."""
    return text in words().words | words().nothing or not without_roles(text)


def is_strictly_name(text: str) -> bool:
    """Whether ``text`` is a name by its own look: a surname and a given name, and no other word."""
    core = without_roles(undo_spaces(text))
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", core) or is_word(core) or is_exempt(core):
        return False
    return has_surname(core)


def without_roles(text: str) -> str:
    """The text without titles of an office before and behind it."""
    before = ""
    while before != text:
        before, text = text, words().role.sub("", text)
    return text
