"""Identities as data: accounting equations that a document must keep, each one record of a YAML file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from .slots import DIMENSIONS

#: economic-{class} binds what follows, economic-{class:3} three digits, economic-{class:3}#2 the first three of five.
_BINDING = re.compile(r"^(?P<before>[^{}]*)\{(?P<name>\w+)(?::(?P<size>\d))?\}(?P<after>[^{}#]*)(?:#(?P<tail>\d))?$")
_HEAD = re.compile(r"^#(?P<size>\d)\{(?P<name>\w+):(?P<length>\d)\}$")
_KEYS = frozenset(
    ("id", "zh", "en", "group", "basis", "kinds", "tables", "left", "right", "minus", "tree", "steps", "unless",
     "needs", "only", "sum_bound", "absent_is_zero", "advisory", "relation", "besides", "may", "orphans")
)  # fmt: skip
_REQUIRED = ("id", "zh", "en", "group")
#: What a record may name as its tree: codes above codes, at the lengths of its steps; or rows that a sum is over.
CODE_TREES = frozenset({"function_code", "economic_code", "unit_code"})
ROW_TREES = frozenset({"project_code", "project_row", "unit_name", "unit_row", "line", "item"})
_LISTS = ("kinds", "tables", "right", "minus", "steps")
_WORDS = {"relation": ("=", ">="), "advisory": ("", "ask", "silent"), "tree": ("", *CODE_TREES, *ROW_TREES)}


class IdentityError(ValueError):
    """A record that is no identity; says which file, which record and what is wrong, in Chinese and English."""

    def __init__(self, file: Path, entry: str, zh: str, en: str) -> None:
        super().__init__(f"{file}: {entry}: {zh} / {en}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What one dimension must be: ``kind`` is any, not, digits, head, ends, one-of, bind or is."""

    kind: str
    text: str = ""
    many: frozenset[str] = frozenset()
    size: int = 0  # digits, of what is bound too; any text when 0
    tail: int = 0  # digits behind what is bound
    length: int = 0  # of a head: how many of its digits are bound

    def matches(self, printed: str, bound: dict[str, str]) -> bool:
        """Whether ``printed`` fits, and what it binds is what ``bound`` has of that name, or is added to it."""
        match self.kind:
            case "is":
                fits = printed == self.text
            case "one-of":
                fits = printed in self.many
            case "not":
                fits = printed != self.text
            case "digits":
                fits = len(printed) == self.size and printed.isdigit()
            case "head":
                fits = len(printed) == self.size and printed.isdigit()
                if fits:
                    fits = bound.setdefault(self.text, printed[: self.length]) == printed[: self.length]
            case "ends":
                fits = printed.endswith(self.text)
            case "bind":
                _, name, _ = self.text.split("\0")
                match = _bound(self.text, self.size, self.tail).fullmatch(printed)
                fits = match is not None and bound.setdefault(name, match[1]) == match[1]
            case _:
                fits = True
        return fits


@cache
def _bound(text: str, size: int, tail: int) -> re.Pattern[str]:
    before, _, after = text.split("\0")
    rest = f"[0-9]{{{size}}}" if size else ".+"
    return re.compile(f"{re.escape(before)}({rest}){re.escape(after)}[0-9]{{{tail}}}")


Term = Mapping[str, Pattern]


@dataclass(frozen=True, slots=True)
class Identity:
    """A left side equals the sum of its right side less what is taken off."""

    id: str
    zh: str
    en: str
    group: str
    basis: str = ""
    kinds: tuple[str, ...] = ()  # budget, final; both when empty
    tables: tuple[str, ...] = ()
    left: Term = field(default_factory=dict[str, Pattern])
    right: tuple[Term, ...] = ()
    minus: tuple[Term, ...] = ()
    tree: str = ""
    steps: tuple[int, ...] = ()
    unless: tuple[Term, ...] = ()  # any of them
    needs: tuple[Term, ...] = ()  # all of them
    only: Term = field(default_factory=dict[str, Pattern])
    sum_bound: bool = False  # what the right side binds is summed over, not held equal
    absent_is_zero: bool = False  # a row that the other table does not have stands for nothing
    besides: tuple[Term, ...] = ()  # what the tables of one side may leave out: all that one of these selects
    may: tuple[Term, ...] = ()  # what may be among the parts: all of it, where the sum misses just that
    orphans: str = ""  # codes whose class the table does not print stand for it, where the sum holds with them alone
    relation: str = "="  # or ">=": the left side is no less than the right
    advisory: str = ""  # usually so: a witness where it holds; where it does not, "ask" tells it and "silent" does not

    @property
    def keeps_to_origins(self) -> bool:
        """Whether it stands between tables and takes amounts of every origin: 上年结转 only where no column has all.

        A table of one origin alone says nothing of what another prints of all; expenditure of one is not compared.
        """
        terms = (self.left, *self.right, *self.minus)
        return not self.tables and not any("origin" in term and term["origin"].kind != "any" for term in terms)

    @property
    def is_over_funds(self) -> bool:
        """Whether each of several funds is no less than the other side, which is part of each."""
        fund = self.left.get("fund")
        return self.relation == ">=" and fund is not None and fund.kind == "one-of" and not self.minus


@cache
def load_identities(folder: Path | None = None) -> tuple[Identity, ...]:
    """All identities of the project, in the order of their file, then those of an operator's ``folder`` (``*.yaml``).

    Raises:
        IdentityError: a record is not understood, or has the id of another.
        OSError: a file cannot be read.
    """
    files = [Path(__file__).parent / "identities.yaml"]
    files += sorted(folder.glob("*.yaml")) if folder else []
    found: dict[str, Identity] = {}
    for file in files:
        for identity in _load(file):
            if identity.id in found:
                raise IdentityError(file, identity.id, "这个标识已经有了", "an identity of this id exists")
            found[identity.id] = identity
    return tuple(found.values())


def _load(file: Path) -> Iterable[Identity]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        entries = yaml.load(file.read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise IdentityError(file, "YAML", f"不是 YAML：{problem}", "not YAML") from error
    if not isinstance(entries, list):
        raise IdentityError(file, "YAML", "应是一列等式", "a list of identities is expected")
    for entry in cast("list[Any]", entries):
        if not isinstance(entry, dict):
            raise IdentityError(file, str(entry)[:40], "应是一条等式的各项", "the fields of an identity are expected")
        yield _identity(file, cast("dict[str, Any]", entry))


def _identity(file: Path, entry: dict[str, Any]) -> Identity:
    name = str(entry.get("id", "?"))
    unknown, missing = sorted(set(entry) - _KEYS), [k for k in _REQUIRED if not entry.get(k)]
    if unknown or missing:
        raise IdentityError(file, name, f"缺少 {missing}，不认识 {unknown}", f"missing {missing}, unknown {unknown}")
    if not entry.get("tree") and not (entry.get("left") and entry.get("right")):
        raise IdentityError(file, name, "没有等号两边", "no left and right side")

    _check_fields(file, name, entry)

    def term(given: Mapping[str, str | list[str]]) -> Term:
        if not isinstance(given, dict):
            raise IdentityError(file, name, f"{given} 应是各维度", f"{given} should be dimensions")
        odd = sorted(set(given) - set(DIMENSIONS))
        if odd:
            raise IdentityError(file, name, f"没有这样的维度 {odd}", f"no such dimensions {odd}")
        return {dimension: _pattern(pattern) for dimension, pattern in given.items()}

    identity = Identity(
        id=name,
        zh=entry["zh"],
        en=entry["en"],
        group=entry["group"],
        basis=entry.get("basis", ""),
        kinds=tuple(entry.get("kinds", ())),
        tables=tuple(entry.get("tables", ())),
        left=term(entry.get("left", {})),
        right=tuple(term(t) for t in entry.get("right", ())),
        minus=tuple(term(t) for t in entry.get("minus", ())),
        tree=entry.get("tree", ""),
        steps=tuple(entry.get("steps", ())),
        unless=tuple(term(t) for t in _listed(entry.get("unless"))),
        needs=tuple(term(t) for t in _listed(entry.get("needs"))),
        only=term(entry.get("only", {})),
        sum_bound=entry.get("sum_bound", False),
        absent_is_zero=entry.get("absent_is_zero", False),
        besides=tuple(term(t) for t in _listed(entry.get("besides"))),
        may=tuple(term(t) for t in _listed(entry.get("may"))),
        orphans=entry.get("orphans", ""),
        relation=entry.get("relation", "="),
        advisory=entry.get("advisory", ""),
    )
    if not identity.tables and any(
        "table" not in t for t in (identity.left, *identity.right, *identity.minus, *identity.may)
    ):
        raise IdentityError(file, name, "没有说是哪张表", "it does not say which table")
    return identity


def _check_fields(file: Path, name: str, entry: Mapping[str, Any]) -> None:
    """Raises IdentityError where a field is not of its kind, or a tree of codes is not told its steps."""
    for field_, words in _WORDS.items():
        if entry.get(field_, words[0]) not in words:
            said = sorted(filter(None, words))
            raise IdentityError(file, name, f"{field_} 应是 {said} 之一", f"{field_} should be one of {said}")
    for field_ in _LISTS:
        if not isinstance(entry.get(field_, []), list):
            raise IdentityError(file, name, f"{field_} 应是一列", f"{field_} should be a list")
    steps = entry.get("steps", [])
    if not all(isinstance(step, int) for step in steps) or steps != sorted(steps):
        raise IdentityError(file, name, "steps 应是由小到大的位数", "steps should be numbers of digits, rising")
    if entry.get("tree") in CODE_TREES and not steps[1:]:
        raise IdentityError(file, name, "tree 是编码的要有两级以上的 steps", "a tree of codes needs two steps or more")


def _listed(given: Any) -> list[Any]:
    """One condition, or several."""
    return cast("list[Any]", given) if isinstance(given, list) else [given] if given else []


def _digits(text: str) -> Pattern:
    """``#7``, or ``#7{class:3}``, which binds the first three."""
    head = _HEAD.match(text)
    if head is None:
        return Pattern("digits", size=int(text[1:]))
    return Pattern("head", head["name"], size=int(head["size"]), length=int(head["length"]))


def _pattern(given: str | list[str]) -> Pattern:
    if isinstance(given, list):
        return Pattern("one-of", many=frozenset(str(x) for x in given))
    return Pattern("any") if given == "*" else _of_text(str(given))


def _of_text(text: str) -> Pattern:
    if text.startswith("*"):
        return Pattern("ends", text[1:])
    if text.startswith("!"):
        return Pattern("not", text[1:])
    if text.startswith("#"):
        return _digits(text)
    binding = _BINDING.match(text)
    if binding is None:
        return Pattern("is", text)
    bound = "\0".join(binding.group("before", "name", "after"))
    return Pattern("bind", bound, size=int(binding["size"] or 0), tail=int(binding["tail"] or 0))
