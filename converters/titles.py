"""Which forms a printed title can be of: titles are compared without numbers, years, names and padding.

``titles.yaml`` says what is padding and what is not. A name before a title must look like a unit's: a word of
the field there (会议费, 项目, 专户) makes it the title of another table, a bare place makes it a government's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from .codes import undo_spaces
from .forms.form import Form, fold, fold_label, in_chinese, todays

#: A damaged title is taken for a known one from here on.
_LIKE = 0.9
_LONGEST = 60
_SENTENCE = re.compile(r"[。;；]|[,，].*[,，]")
#: A short line that ends so is the title of some table, known or not.
_ENDING = re.compile(r"表(?:[-—–－]{1,2}[^-—–－表（(）)]{2,12})?(?:[(（][^()（）]{1,20}[)）]){0,3}$")
_LISTED = re.compile(r"^\s*(?:-\s+|.*[.…·]{3,}\s*\d*\s*$)")
_YEAR = re.compile(r"(20\d\d)年")
#: 2024-2026年: a plan of several years.
_YEARS = re.compile(r"20\d\d年?[-—–－~～至到]20\d\d年")
_OF_UNITS = re.compile("部门|单位|对下|上级")
#: 收支总表（某中心）, 收支总表——某中心
_NAME_BEHIND = re.compile(
    r"(?<=表)(?:[(（](?P<name>[^()（）]{4,30}(?:[(（]本级[)）])?)[)）]|[-—–－]{1,2}(?P<dashed>[^-—–－()（）]{4,30}))$"
)
#: What a department's own office is called among its units.
OF_ITSELF = re.compile(r"[(（]?(?:本级|机关|本部)[)）]?")


@cache
def _rules() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "titles.yaml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_rules()[name])


def year_of(title: str) -> int | None:
    """The year that a title names, or None."""
    match = _YEAR.search(undo_spaces(title))
    return int(match[1]) if match else None


def is_title_like(text: str) -> bool:
    """Whether a paragraph is the title of a table that no form knows: it ends what stands above it."""
    bare = without_number(text)  # 公开02表 alone is the number of the table below
    if not 4 <= len(bare) <= _LONGEST or not _ENDING.search(bare) or is_listed(text):
        return False
    return not (_SENTENCE.search(bare) or "：" in bare or ":" in bare)


def is_listed(text: str) -> bool:
    """Whether a line belongs to a list or a table of contents."""
    return bool(_LISTED.match(text))


def is_whole_government(titles: Iterable[str], document: str = "") -> bool:
    """Whether tables that only a whole government has are among ``titles``, two kinds at least.

    The revenue of one fund counts where ``document``, the title of all, does not say that it is a unit's.
    """
    of_others = (undo_spaces(t) for t in titles if is_title_like(t) and not _OF_UNITS.search(t))
    return len(government_kinds(of_others, of_units=document)) > 1


def government_kinds(titles: Iterable[str], of_units: str = "") -> set[str]:
    """The kinds of tables among ``titles`` that a whole government has; the revenue of a fund is none where
    ``of_units`` says that the document is a unit's."""
    revenue: list[str] = [] if re.search("部门|单位", of_units) else _rules()["revenue_of_fund"]
    kinds: list[str] = [*_rules()["whole_government"], *revenue]
    bare = [undo_spaces(title) for title in titles]
    return {kind for kind in kinds if any(re.search(kind, title) for title in bare)}


def is_unit_name(text: str) -> bool:
    """Whether ``text`` ends as the names of units do, and is more than a kind of them."""
    bare = undo_spaces(text)
    return bool(_pattern("owner").search(bare)) and not _pattern("kind").search(bare)


def kind_of_units(text: str) -> str:
    """The kind of units that ``text`` says a table is of, "" where it is the title of no such table."""
    match = _pattern("kind_of_units").search(undo_spaces(text)) if is_title_like(text) else None
    return match["kind"] if match else ""


def is_of_many(text: str) -> bool:
    """Whether ``text``, where a unit's name would stand, is a place or all of its units: 某县, 县直部门, 教育系统."""
    return bool(_pattern("collective").search(undo_spaces(text)))


def is_published_in(text: str) -> bool:
    """Whether ``text``, where a unit's name would stand, is where a document was published, or a label or number."""
    return bool(_pattern("published_in").search(undo_spaces(text)))


def name_behind(title: str) -> tuple[str, str]:
    """``title`` without the name of a unit that stands behind it, in brackets or behind a dash, and that name."""
    bare = undo_spaces(title)
    match = _NAME_BEHIND.search(bare)
    name = match["name"] or match["dashed"] if match else ""
    if not match or not is_unit_name(name) or is_of_many(name) or _pattern("qualifying").search(name):
        return title, ""
    return bare[: match.start()], name


def without_number(text: str) -> str:
    """``text`` without what numbers it as a table: 附件1-1, 表一, 公开01表."""
    bare = undo_spaces(text)
    while (rest := _pattern("ahead").sub("", bare)) != bare:
        bare = rest
    return bare


@lru_cache(maxsize=16_384)
def normalise(title: str) -> str:
    """``title`` as it is compared: without its number, years, and the words that say nothing of their own."""
    bare = todays(name_behind(undo_spaces(in_chinese(title)))[0])
    for pattern in _rules()["dropped"]:
        bare = re.sub(pattern, "", bare)
    bare = fold(bare)
    for written, short in _rules()["written"].items():
        bare = bare.replace(written, short)
    return re.sub("表+$", "表", bare)


class Titles:
    """The titles of all forms, ready to be compared. ``owner`` is the name of the document's unit.

    ``by_kind``: the document has tables for each kind of units, so that 事业单位收支总表 is of some of them. ``kind``
    is that of the document's one unit, so that its name before a title is the unit's.
    """

    def __init__(self, forms: Iterable[Form], owner: str = "", *, by_kind: bool = False, kind: str = "") -> None:
        forms = tuple(forms)
        self.owner = owner
        self._by_kind = by_kind
        self._kind = normalise(f"{kind}单位") if kind else ""
        self._known = _by_title(forms, normalise)
        self._folded = _by_title(forms, fold)
        self._ends = frozenset(title[-1:] for title in self._folded)

    def of(self, text: str, *, tolerant: bool = False) -> tuple[Form, ...] | None:
        """The forms that ``text`` is the title of, or None where it is no title of theirs."""
        if len(undo_spaces(text)) > _LONGEST or _SENTENCE.search(text) or is_listed(text):
            return None
        candidates = dict.fromkeys((unnumbered(text), unnumbered(without_number(text))))
        for candidate in candidates:
            bare = normalise(candidate)
            for start in range(len(bare)):  # the longest title first
                known = self._known.get(bare[start:])
                if known and self._may_stand_before(bare[:start], bare[start:], text) and not _YEARS.search(text):
                    return known
        return self._alike(fold_label(text)) if tolerant else None

    def _may_stand_before(self, prefix: str, known: str, text: str) -> bool:
        """Whether what stands before the ``known`` title can be nothing but the name of a unit."""
        rest = prefix.removeprefix(normalise(self.owner)) if self.owner else prefix
        # 某局本级收支总表: the department's own office
        if not rest or rest == fold(self.owner) or (rest != prefix and OF_ITSELF.fullmatch(rest)):
            return True
        prefix = rest
        if self._kind and prefix in (self._kind, self._kind.removesuffix("单位")):
            return True
        if _pattern("qualifying").search(prefix) or _pattern("of_another_time").search(prefix):
            return False
        if self._by_kind and prefix == "事业":
            return False
        # 某县部门收支总表 is some department's; 部门民生支出表 is no table of all that it spends
        bare = undo_spaces(text)
        behind = (normalise(bare[mark.end() :]) for mark in re.finditer("部门|单位", bare))
        plain = _pattern("behind_department").fullmatch
        if any(rest.endswith(known) and plain(rest.removesuffix(known)) for rest in behind):
            return True
        return bool(_pattern("owner").search(prefix)) and not _pattern("place").search(prefix)

    def _alike(self, bare: str) -> tuple[Form, ...] | None:
        bare = bare.removeprefix(fold(self.owner)) if self.owner else bare
        if len(bare) < 5 or bare[-1] not in self._ends:
            return None
        near = process.extract(bare, self._folded.keys(), scorer=fuzz.ratio, score_cutoff=100 * _LIKE, limit=None)
        _, title = max(((score, title) for title, score, _ in near), default=(0.0, ""))
        return self._folded[title] if title and bare[-1] == title[-1] else None


def _by_title(forms: Sequence[Form], key: Callable[[str], str]) -> dict[str, tuple[Form, ...]]:
    places = _places(tuple(form.titles for form in forms), key)
    return {title: tuple([forms[k] for k in of]) for title, of in places.items()}


@lru_cache(maxsize=8)
def _places(titles: tuple[tuple[str, ...], ...], key: Callable[[str], str]) -> dict[str, list[int]]:
    """The places of the forms that have each title; they are the same for every document."""
    places: dict[str, list[int]] = {}
    for k, own in enumerate(titles):
        for title in dict.fromkeys(map(key, own)):
            places.setdefault(title, []).append(k)
    return places


def known_as(titles: tuple[str, ...], text: str) -> str:
    """The one of a form's accepted ``titles`` that ``text`` is known by, "" where it is none of them."""
    accepted, is_another = _accepted(titles), _pattern("qualifying").search
    for candidate in dict.fromkeys((unnumbered(text), unnumbered(without_number(text)))):
        bare = normalise(candidate)
        for start in range(len(bare)):
            if bare[start:] in accepted and not is_another(bare[:start]):
                return accepted[bare[start:]]
    folded = fold_label(text)
    ends = [(title, len(folded) - len(fold(title))) for title in titles]
    alike = [
        (fuzz.ratio(folded[max(0, n) :], fold(title)), title)
        for title, n in ends
        if not is_another(folded[: max(0, n)])
    ]
    score, title = max(alike, default=(0.0, ""))
    return title if score >= 100 * _LIKE else ""


@lru_cache(maxsize=64)
def _accepted(titles: tuple[str, ...]) -> dict[str, str]:
    return {normalise(title): title for title in titles}


_NUMBERING = re.compile(
    r"^\s*(?:#+\s*|-\s+)*(?:[(（]?\s*[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]+\s*[)）、.．]|[(（]?\s*\d+\s*[)）]"
    r"|\d{1,2}\s*[、.．](?!\d)|\d{1,2}(?=[^\d年.])|[①-⑳]|[A-ZⅠ-Ⅻ]\s*[、.．])\s*"
)


def unnumbered(text: str) -> str:
    """``text`` without its number in the outline: 一、, （二）, 3."""
    return _NUMBERING.sub("", text)
