"""What the words of a heading mean: ``headings.csv``, and headings that are put together from its words.

A heading is understood as a whole word of the list, or as a chain of words that covers it from end to end
(``2024年一般公共预算拨款收入预算数``). A chain whose words contradict each other means nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from .form import Means, fold, in_chinese, load_forms
from .own import OWN_FOLDER, FormError, own_headings

DIMENSIONS = ("phase", "flow", "line", "fund", "origin", "category")
_YEAR = re.compile(r"(20\d\d)年(?:度)?|(上年度?|本年度?|当年|今年)")
_RELATIVE = {"上年": "-1", "上年度": "-1", "本年": "0", "本年度": "0", "当年": "0", "今年": "0"}
#: What compares two figures is no amount of either: 2023年预算数比2022年执行数, 较上年增减(%), 占比.
_COMPARES = re.compile(
    r"(?:比|较|与)(?:20\d\d年|上年|去年|上一年)|同比|增减|增长|增幅|增加额|减少额|比重|占比|百分比|完成率|完成(?:年初|全年|调整)?(?:后)?预算数?的?(?:比例)?$|差异|变动(?!后)"
)
_ITEMS = re.compile(
    r"^(?:收入|支出)?项目\(按[^()]*\)$|^(?:支出|部门|政府|预算){0,3}(?:功能|经济)(?:分类|分)?科目\(按[^()]*\)$"
)
#: The kind of a heading that is only understood below the one that it is a part of; the list has both, joined.
PART = "part"
#: The same of one that is only known beside the sum of all parts: 科研收入 below 事业收入, 小计 beside it.
SHARE = "share"
#: The kind of a heading that is a sum of unlike parts: it says what its own amounts are, and nothing of its parts'.
SUM = "sum"
#: The kind of a heading that says of what kind the parts are that are named below it, and alone is not known.
GROUP = "group"
#: 编号 and 名称 do not say of what they are, as 科目编码 does.
_SAYS_OF_WHAT = 4
#: What joins two headings in one cell.
_JOINTS = "-—·/"
#: What stands between the words of a heading and says nothing.
_BETWEEN = ("其中", "的", "数", "额", "(", ")")
#: A narrower value may take the place of a wider one that stands above it or before it.
_NARROWS: dict[str, frozenset[str]] = {
    "all": frozenset({"*"}),
    "fiscal-appropriation": frozenset({"general-public-budget", "government-fund", "state-capital"}),
    "unit-funds": frozenset(
        {"business-income", "operating-income", "superior-subsidy", "subordinate-remittance", "other-income"}
    ),
    "business-income": frozenset({"fiscal-special-account"}),  # 事业收入, 其中：教育收费
    "basic": frozenset({"personnel", "operating"}),
    "approved": frozenset({"revised"}),
    "total": frozenset({"*"}),
    "vehicle": frozenset({"vehicle-purchase", "vehicle-operation"}),
    "three-public": frozenset({"*"}),
    "non-tax-appropriation": frozenset(
        f"non-tax-{code}" for code in ("10302", "10304", "10305", "10306", "10307", "10308", "10309", "10399")
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """What a heading says of the column below it."""

    # amount | neutral | code | label | unit | serial | ignore | text (words in a column, a group over others)
    role: str
    means: Mapping[str, str]
    kind: str = ""  # of a code column: function, economic, unit, project, subject (one of the first two); PART; SUM
    year: str = ""  # absolute, or relative to the document's (-1, 0)


def narrows(wide: str, narrow: str) -> bool:
    """Whether ``narrow`` may be said of what ``wide`` is said of: the same, or a part of it."""
    return wide == narrow or bool(_NARROWS.get(wide, frozenset()) & {narrow, "*"})


def merge(above: Means, below: Means) -> dict[str, str] | None:
    """The meaning of both together, the lower one narrowing the upper; None where they contradict each other."""
    if any(d in above and not narrows(above[d], value) for d, value in below.items()):
        return None
    return {**above, **below}


def understand(text: str, groups: Mapping[str, Means] | None = None) -> Word | None:
    """What ``text`` says as a heading, or None. ``groups`` are words that a form knows better than the list."""
    folded = fold(in_chinese(text))
    own = next((m for heading, m in (groups or {}).items() if fold(heading) == folded), None)
    if own is not None:
        return Word("amount", own)
    return _words().get(folded) or _in_group(folded, groups or {}) or _dated(folded) or _described(folded)


def is_word(text: str) -> bool:
    """Whether ``text`` is a word of the list, and not put together of several."""
    return fold(text) in _words()


def _in_group(folded: str, groups: Mapping[str, Means]) -> Word | None:
    """A heading printed in one cell with the group that it stands below: 本年收入 一般公共预算."""
    for heading, means in groups.items():
        if means and folded.startswith(above := fold(heading)):
            word = _words().get(folded[len(above) :].lstrip(_JOINTS))
            if word and word.role == "amount" and (both := merge(means, word.means)) is not None:
                return replace(word, means=both)
    return None


def _described(folded: str) -> Word | None:
    """A heading that is no chain of words and yet says what it is: a comparison, or lines by whatever they are put."""
    part_of = _words().get(folded.removeprefix("其中"))
    if _COMPARES.search(folded) or (part_of and part_of.role == "ignore"):
        return Word("ignore", {})
    return Word("label", {}) if _ITEMS.match(folded) else _headed(folded)


def _headed(folded: str) -> Word | None:
    """The heading of codes or names in one cell with those above it that say nothing: 项目功能分类科目编码."""
    for start in range(1, len(folded) - _SAYS_OF_WHAT + 1):
        word = _words().get(folded[start:])
        if word is None or word.role not in ("code", "label"):
            continue
        above = _chain(folded[:start].rstrip(_JOINTS))
        return word if above and above.role == "neutral" and not above.means else None
    return None


def _dated(folded: str) -> Word | None:
    """A heading that names a year beside other words, or a chain of words without one."""
    if chain := _chain(folded):
        return chain
    match = _YEAR.search(folded)
    if match is None:
        return None
    year = match[1] or _RELATIVE[match[2]]
    rest = folded[: match.start()] + folded[match.end() :]
    if rest in ("", "数"):  # 上年数, 本年数 are amounts, 本年 may stand over anything
        return Word("amount" if match[1] or rest else "neutral", {}, year=year)
    word = _words().get(rest) or _chain(rest)
    if word is None or word.role not in ("amount", "neutral"):
        return None
    return Word(word.role, word.means, word.kind, year)


@lru_cache(maxsize=16_384)
def _chain(folded: str) -> Word | None:
    return _covering(folded, _words())


def _covering(folded: str, words: Mapping[str, Word]) -> Word | None:
    """The fewest of the words that cover ``folded`` from end to end, taken together; of as few, those that say most.

    项目支出预算 is 项目支出 and 预算, not 项目 and 支出预算, which would say nothing of its kind.
    """
    best: list[tuple[Word, ...] | None] = [(), *[None] * len(folded)]
    for end in range(1, len(folded) + 1):
        for start in range(end):
            before, piece = best[start], folded[start:end]
            word = words.get(piece)
            if before is None or not (piece in _BETWEEN or (word and _may_join(word))):
                continue
            found = before if piece in _BETWEEN or word is None else (*before, word)
            known = best[end]
            if known is None or _rank(found) < _rank(known):
                best[end] = found
    return _together(best[-1] or ())


def _rank(words: Sequence[Word]) -> tuple[int, int]:
    return len(words), -sum(len(word.means) for word in words)


def _may_join(word: Word) -> bool:
    return word.role in ("amount", "neutral") and word.kind not in (SUM, SHARE)


def _together(words: tuple[Word, ...]) -> Word | None:
    if not words:
        return None
    means: dict[str, str] = {}
    for word in words:
        merged = merge(means, word.means) or merge(word.means, means)
        if merged is None and (means or word.means):
            return None
        means = merged or {}
    role = "amount" if any(w.role == "amount" for w in words) else "neutral"
    return Word(role, means, next((w.kind for w in words if w.kind), ""))


def load_vocabulary() -> None:
    """Read the forms and headings, the operator's own with them, so that a fault shows before anything else.

    Raises:
        FormError: a file of the operator's folder cannot be used.
    """
    load_forms()
    _words()


@cache
def _words() -> dict[str, Word]:
    """The project's headings, and those that the operator's own folder adds.

    Raises:
        FormError: a line of the operator's list cannot be used, or gives a heading another meaning than it has.
    """
    with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as rows:
        known = _read(csv.DictReader(rows))
    words = dict(known)
    for row in own_headings():
        ((heading, word),) = _read([row]).items()
        listed, put_together = words.get(heading), _covering(heading, known)
        if listed is not None and listed != word:
            raise FormError(_known_already(row["heading"], listed))
        if listed is None and put_together is not None and not _tells_more(put_together, word):
            raise FormError(_known_already(row["heading"], put_together))
        words[heading] = word
    return words


def _tells_more(known: Word, word: Word) -> bool:
    """Whether a word says what is known of its parts, or that and more."""
    return word.role == known.role and merge(known.means, word.means) == {**known.means, **word.means}


def _known_already(heading: str, word: Word) -> str:
    said = ", ".join((word.role, *filter(None, (word.kind,)), *(f"{d}={value}" for d, value in word.means.items())))
    return (
        f"{OWN_FOLDER} headings.csv: “{heading}”已经认识，意思是 {said}；自己的表头只能添加，不能改已有的"
        f" / is known already and means {said}; headings of one's own add to those known and change none"
    )


@cache
def ends_of_words() -> frozenset[str]:
    """The last glyphs of the headings of the list."""
    return frozenset(word[-1] for word in _words() if word)


def _read(rows: Iterable[Mapping[str, str]]) -> dict[str, Word]:
    return {
        fold(row["heading"]): Word(row["role"], {d: row[d] for d in DIMENSIONS if row.get(d)}, row.get("kind") or "")
        for row in rows
    }
