"""A standard table as data: its titles, columns and lines, read from one YAML file each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from rapidfuzz import fuzz

from .own import OWN_FOLDER, FormError, own_forms

Shape = Literal["listing", "statement"]
Rows = Literal["function", "economic", "unit", "project", "whole"]
Means = Mapping[str, str]

_DROPPED = re.compile(r"[^0-9A-Za-z\u3400-\u9fff()]")
#: The same in another language behind or before its Chinese, in words and no acronyms: 合计 Total, Hapgyauq 合计.
_TRANSLATION = re.compile(
    r"(?<=[\u4e00-\u9fff)）])\s*(?=[A-Z]?[a-z’']{2})[A-Za-z’'\s,.&()-]+$"
    r"|^\s*[A-Z]?[a-z’']{2}[A-Za-z’'\s,.&()-]*(?=[\u4e00-\u9fff])"
)
_ENGLISH = re.compile(r"\s*[A-Za-z][a-z]{2}")
#: What 一般公共预算 was called before the budget law of 2014.
_FORMER = re.compile(
    "(?:一般)?公共财政预算|(?<!一般)公共财政(?=拨款)|(?<!一般)公共预算(?=(?:财政)?拨款)"
    # 一 at the edge of a cell is taken for its rule by programs that read pictures.
    "|(?<!一)般公共预算"
)
_NUMERALS = "一二三四五六七八九十廿卅百壹贰叁肆伍陆柒捌玖拾"
_NUMBERING = re.compile(
    rf"^\s*(?:#+\s*|-\s+)*(?:[(（]\s*[{_NUMERALS}]+\s*[)）]|[{_NUMERALS}]+\s*[、.．]"
    r"|[(（]\s*\d+\s*[)）]|\d+\s*(?:[、.．](?!\d)|[)）](?=\s*[^\W\d]))|[①-⑳]|[Ⅰ-Ⅻ]\s*[、.．])\s*"
)
#: 事业收入预算 is the line 事业收入 of a budget.
_OF_A_BUDGET = re.compile("收入预算$")
_NUMERAL = re.compile(rf"[{_NUMERALS}]+|\d+|[①-⑳Ⅰ-Ⅻ]")
_VALUES = {
    character: value
    for characters in ("一二三四五六七八九", "壹贰叁肆伍陆柒捌玖")
    for value, character in enumerate(characters, start=1)
} | {"十": 10, "拾": 10, "廿": 20, "卅": 30}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a listing may have, and what its amounts mean."""

    id: str
    role: Literal["code", "label", "unit", "amount"]
    headings: tuple[str, ...]
    group: tuple[str, ...] = ()
    means: Means = field(default_factory=dict[str, str])
    folded: frozenset[str] = field(init=False)  # the headings as they are compared

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", frozenset(map(fold, self.headings)))


@dataclass(frozen=True, slots=True)
class Line:
    """A row known by its words: accepted labels and what its amount means."""

    labels: tuple[str, ...]
    means: Means
    side: str = ""
    opens: str = ""  # the heading this line is for the lines below it
    under: str = ""  # the heading it must stand under
    code_list: str = ""  # the labels are names of classes (functional, economic) or of all codes (economic-any)
    above: tuple[str, ...] = ()  # the labels of which one must stand in the next row, as printed with its 其中
    over: tuple[str, ...] = ()  # the labels of which one must stand in the next row as a part of this one
    before: tuple[str, ...] = ()  # the lines of which none may have been read above it
    folded: frozenset[str] = field(init=False)  # the labels as they are compared

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", frozenset(map(fold, self.labels)))

    def of_class(self, code: str) -> str:
        """The id of a line that is known by the name of a class alone: function-205, economic-301."""
        return f"{'function' if self.code_list == 'functional' else 'economic'}-{code}"


def same_meaning(a: tuple[Line, str], b: tuple[Line, str]) -> bool:
    """Whether two candidate lines, each with the class it stands for, say the same of an amount."""
    return (a[0].means, a[1]) == (b[0].means, b[1])


@dataclass(frozen=True, slots=True)
class Scope:
    """What a word of the title, or a heading, says of every amount of the table."""

    means: Means
    title: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    untold: str = ""  # the dimension that it leaves open
    unless: tuple[str, ...] = ()  # headings beside which it is said of one column alone


@dataclass(frozen=True, slots=True)
class PartColumn:
    """What a column is of that stands in a group as a part of its sum, where the table has a column ``beside`` it."""

    group: tuple[str, ...]
    of: Means
    beside: Means
    means: Means


@dataclass(frozen=True, slots=True)
class Form:
    """One standard table."""

    id: str
    shape: Shape
    titles: tuple[str, ...]
    base: Means
    rows: Rows = "whole"
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    scopes: tuple[Scope, ...] = ()
    groups: Mapping[str, Means] = field(default_factory=dict[str, Means])  # headings that mean more here than elsewhere
    beside: Mapping[str, Means] = field(default_factory=dict[str, Means])  # groups whose sum stands beside the whole's
    parts: tuple[PartColumn, ...] = ()
    untold: str = ""  # the dimension that the title leaves open: a column has to name a part of it
    item: str = ""  # the line of rows that only a name of their own tells, where they add up to the total
    labels: frozenset[str] = field(init=False)  # of all lines, as they are compared
    classes: tuple[Line, ...] = field(init=False)  # the lines that the names of a classification's classes are

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", frozenset().union(*(line.folded for line in self.lines)))
        object.__setattr__(self, "classes", tuple(line for line in self.lines if line.code_list))

    def within(self, title: str, headings: Iterable[str]) -> Form:
        """The form as the printed title and headings narrow it: what they say of the whole table."""
        printed = {fold(heading) for heading in headings}
        means = dict(self.base)
        untold = self.untold
        for scope in self.scopes:
            is_beside = not printed.isdisjoint(map(fold, scope.unless))
            by_heading = not is_beside and not printed.isdisjoint(map(fold, scope.heading))
            if by_heading or any(fold(t) in fold(title) for t in scope.title):
                means |= scope.means
                untold = scope.untold or untold
        if (means, untold) == (self.base, self.untold):
            return self
        # a column that says again what the whole form is of says what the title makes of it
        wide = {(d, v) for d, v in self.base.items() if means[d] != v}
        columns = (replace(c, means={d: v for d, v in c.means.items() if (d, v) not in wide}) for c in self.columns)
        return replace(self, base=means, untold=untold, columns=tuple(columns))

    @property
    def sides(self) -> tuple[str, ...]:
        """The blocks of a statement from left to right."""
        return tuple(dict.fromkeys(line.side for line in self.lines))


@cache
def load_forms() -> tuple[Form, ...]:
    """All forms by file name: the project's, with the titles, columns and lines that the operator's own add to them.

    Raises:
        FormError: a form of the operator's folder cannot be read, names no table of the project, or gives another
            meaning to what the project knows.
    """
    forms = {form.id: form for form in map(_read, sorted(Path(__file__).parent.glob("*.yaml")))}
    for data in own_forms():
        known = forms[data["id"]]
        added = _form({"shape": known.shape, "titles": [], "base": known.base, **data})
        if changed := next(_changed(known, added, forms.values()), ""):
            raise FormError(
                f"{OWN_FOLDER} {known.id}: {changed}已经另有意思；自己的表式只能添加，不能改已有的"
                " / has another meaning already; forms of one's own add to those known and change none"
            )
        forms[known.id] = _extended(known, added)
    return tuple(forms.values())


def _read(path: Path) -> Form:
    return _form(yaml.load(path.read_text("utf-8"), _LOADER))


def _changed(known: Form, added: Form, forms: Iterable[Form]) -> Iterator[str]:
    """What a form of the operator's calls by a name that the project knows, and means otherwise."""
    own = set(map(fold, known.titles))
    others = {fold(title) for form in forms if form.id != known.id for title in form.titles}
    yield from (f"titles “{title}”" for title in added.titles if fold(title) in others - own)
    means = {fold(heading): said for heading, said in known.groups.items()}
    yield from (f"groups “{name}”" for name, said in added.groups.items() if means.get(fold(name), said) != said)
    for column in added.columns:
        alike = (c for c in known.columns if c.group == column.group and c.folded & column.folded)
        if any((c.role, c.means) != (column.role, column.means) for c in alike):
            yield f"columns “{'、'.join(column.headings)}”"
    for line in added.lines:
        place = (line.side, line.under, line.above, line.over)
        alike = (m for m in known.lines if (m.side, m.under, m.above, m.over) == place and m.folded & line.folded)
        if any(m.means != line.means for m in alike):
            yield f"lines “{'、'.join(line.labels)}”"


def _extended(known: Form, added: Form) -> Form:
    """The form with what one of the operator's adds to it. What the project has stays as it is."""
    return replace(
        known,
        titles=(*known.titles, *added.titles),
        columns=(*known.columns, *added.columns),
        lines=(*known.lines, *added.lines),
        groups={**known.groups, **added.groups},
    )


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _form(data: dict[str, Any]) -> Form:
    return Form(
        id=data["id"],
        shape=data["shape"],
        titles=tuple(data["titles"]),
        base=data["base"],
        rows=data.get("rows", "whole"),
        columns=tuple(_column(c) for c in data.get("columns", ())),
        lines=tuple(_line(entry) for entry in data.get("lines", ())),
        sums={k: tuple(v) for k, v in data.get("sums", {}).items()},
        scopes=tuple(
            Scope(
                s["means"],
                tuple(s.get("title", ())),
                tuple(s.get("heading", ())),
                s.get("untold", ""),
                tuple(s.get("unless", ())),
            )
            for s in data.get("scopes", ())
        ),
        groups=data.get("groups", {}),
        beside=data.get("beside", {}),
        parts=tuple(PartColumn(tuple(p["group"]), p["of"], p["beside"], p["means"]) for p in data.get("parts", ())),
        item=data.get("item", ""),
    )


def _column(data: dict[str, Any]) -> Column:
    role = data.get("role", "amount")
    return Column(
        data.get("id", role), role, tuple(data["headings"]), tuple(data.get("group", ())), data.get("means", {})
    )


def _line(data: dict[str, Any]) -> Line:
    return Line(
        tuple(data.get("labels", ())),
        data["means"],
        data.get("side", ""),
        data.get("opens", ""),
        data.get("under", ""),
        data.get("code_list", ""),
        tuple(data.get("above", ())),
        tuple(data.get("over", ())),
        tuple(data.get("before", ())),
    )


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """``text`` as it is compared: compatibility form, no space, no quotes, no noise of other scripts, today's name."""
    return todays(_DROPPED.sub("", unicodedata.normalize("NFKC", text)))


def in_chinese(text: str) -> str:
    """``text`` without its translation; empty where it is a translation or in another script from end to end."""
    bare = _TRANSLATION.sub("", text)
    if bare.isascii():
        return "" if _ENGLISH.match(bare) else bare
    return bare if fold(bare) or not any(map(str.isalpha, bare)) else ""


def todays(text: str) -> str:
    """``text`` with 一般公共预算 for what it was called before."""
    return _FORMER.sub("一般公共预算", text)


@lru_cache(maxsize=65_536)
def fold_label(text: str) -> str:
    """A row label as it is compared: without its numbering, ``其中``, and ``预算`` behind the name of an income."""
    bare = _NUMBERING.sub("", _TRANSLATION.sub("", text))
    bare = re.sub(r"^\s*(?:其中\s*[:：]?|按项目管理的)\s*", "", bare)
    return _OF_A_BUDGET.sub("收入", fold(_NUMBERING.sub("", bare)).removesuffix("(补助)"))


def numbering(text: str) -> int | None:
    """The number that a label is counted with (``廿四、`` is 24, as ``贰拾肆、``), or None."""
    match = _NUMBERING.match(text)
    numeral = _NUMERAL.search(match[0]) if match else None
    if numeral is None:
        return None
    if numeral[0].isdecimal():
        return int(numeral[0])
    if numeral[0] not in _VALUES and len(numeral[0]) == 1 and numeral[0] not in _NUMERALS:
        return int(unicodedata.numeric(numeral[0]))
    value = 0
    for character in numeral[0]:
        step = _VALUES.get(character, 0)
        value = value * 10 if step == 10 and 0 < value < 10 else value + step
    return value


def is_numbered_heading(text: str) -> bool:
    """Whether a label has a number of the upper level: 二、"""
    return bool(re.match(r"\s*[一二三四五六七八九十]+\s*[、.．]", text))


def is_part(text: str) -> bool:
    """Whether a label is numbered as part of a line above it, or says so: （一）, (1), 其中：."""
    return bool(re.match(r"\s*(?:[(（]\s*(?:[一二三四五六七八九十]+|\d+)\s*[)）]|其中)", text))


def is_below(label: str, above: str) -> bool:
    """Whether a label is numbered as a part of the one ``above``: （一） or 1. below 一、, 其中：."""
    return is_part(label) or (is_numbered_heading(above) and bool(re.match(r"\s*\d+\s*[、.．](?!\d)", label)))


@lru_cache(maxsize=65_536)
def likeness(a: str, b: str) -> float:
    """How alike two folded texts are, 0 to 1."""
    return fuzz.ratio(a, b) / 100 if a and b else 0.0
