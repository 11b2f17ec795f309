"""A sentence of the explanatory text → the figures it states: amounts, changes, rates, shares.

Nothing is known here of tables: what a figure is about is its printed name, and which figure a change or a
share belongs to is decided by where it stands. :mod:`yusuan.converters.narrative` finds what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ...datapackage.frozen import frozen
from ...datapackage.model import YUAN_IN
from .names import Chain, chains, clean, name_before, printed_name, without_lead
from .passages import Passage
from .vocabulary import begins_change, change_verb, fold, pattern

Role = Literal["amount", "prior", "change", "change-percent", "share-percent", "completion", "even"]

_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])(?<!\d[ ,，])(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<unit>亿元|百万元|千元|万元|元|%|万(?=[，。；、)：]|$)|(?=[，。；]))"
)
_END = re.compile(r"[。！？!?]")
_TITLE = 25
#: Which of its own figures a document gives: the budget of the start, the revised one, or what was executed.
FigurePhase = Literal["", "budget", "revised", "final"]
PLANNED = frozenset({"budget", "revised"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The year that a figure is compared with (None: the year before), and which of its figures."""

    year: int | None
    kind: str  # budget | final | "" where the text does not say


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence. ``start`` and ``end`` are offsets in the passage, of the number alone."""

    role: Role
    value: Decimal  # in the printed unit, signed
    printed: str
    unit: str  # 万元, 元, %, ...
    start: int
    end: int
    name: str  # the printed name of what it is about, "" where it belongs to a figure before it
    year: int | None
    phase: FigurePhase = ""
    chain: Chain | None = None
    comparison: Comparison | None = None
    depth: int = 0  # how many brackets it stands in
    in_reason: bool = False
    unit_assumed: bool = False
    sentence: int = 0
    #: a budget that the amount before it is held against: 支出6.50万元，完成预算8.00万元的81.25%
    completes: bool = False

    @property
    def yuan(self) -> Decimal:
        """The value in yuan; only for money."""
        return self.value * YUAN_IN["万元" if self.unit == "万" else self.unit]


@frozen()
class Sentence:
    """A sentence: its extent in the passage, as printed without white space."""

    text: str
    start: int
    end: int


def sentences(passage: Passage) -> list[Sentence]:
    """The sentences of a paragraph."""
    ends = [m.end() for m in _END.finditer(passage.text)]
    if not ends or ends[-1] < len(passage.text):
        ends.append(len(passage.text))
    starts = [0, *ends[:-1]]
    return [Sentence(passage.text[s:e], s, e) for s, e in zip(starts, ends, strict=True) if passage.text[s:e].strip()]


def figures(passage: Passage) -> list[Figure]:
    """The figures of a paragraph in printed order, sums of money and percentages only."""
    return list(_figures(passage))


@lru_cache(maxsize=256)  # what a passage states is absent asks again for what it states
def _figures(passage: Passage) -> tuple[Figure, ...]:
    text = fold(passage.text)
    found: list[Figure] = []
    known = list(chains(text))
    for number, sentence in enumerate(sentences(passage)):
        found += _in_sentence(text, sentence, number, known, found)
    return tuple(found)


def _in_sentence(
    text: str, sentence: Sentence, number: int, chains: Sequence[Chain], before: Sequence[Figure]
) -> list[Figure]:
    found: list[Figure] = []
    boundary = sentence.start
    for match in _NUMBER.finditer(text, sentence.start, sentence.end):
        figure = _figure(text, match, boundary, sentence, number, chains, [*before, *found])
        if figure is None:
            continue
        found.append(figure)
        boundary = match.end()
    evens = list(_evens(text, sentence, number, chains, before))
    return sorted([*found, *evens], key=lambda f: f.start)


def _figure(
    text: str,
    match: re.Match[str],
    boundary: int,
    sentence: Sentence,
    number: int,
    chains: Sequence[Chain],
    before: Sequence[Figure],
) -> Figure | None:
    unit, start = match["unit"], match.start()
    lead = text[boundary:start]
    came_from = _came_from(lead, number, before) if unit != "%" else None
    verb = None if came_from else change_verb().search(lead)
    assumed = not unit
    if assumed:
        # A number without unit is money only where it is a change of an amount with one.
        money = [f for f in before if f.role == "amount" and f.sentence == number]
        if not verb or not money:
            return None
        unit = money[-1].unit
    if pattern("threshold").match(text[match.end() :]):
        return None
    completed = _budget_beside(lead, text[match.end() :]) if unit != "%" else None
    role, sign, cut = ("amount", 1, completed.start()) if completed else _role(lead, unit, verb)
    if role == "amount" and not completed and (again := _named_again(lead, text[match.end() :])) is not None:
        role, cut = "prior", again
    if role is None and before and before[-1].completes and pattern("completed_share").match(lead):
        role = "completion"
    if role is None:
        return None
    value = Decimal(match["number"].replace(",", "")) * sign
    name = name_before(lead[:cut])
    if came_from:
        name = came_from.name
    if not clean(name) and not any(f.sentence == number for f in before):
        name = _title_before(text, sentence) or _before_colon(text[sentence.start : start]) or name
    return Figure(
        role,
        value,
        match["number"],
        unit,
        start,
        match.end("number"),
        "" if completed else name,
        _year(text[sentence.start : start]),
        "budget" if completed else _phase(lead),
        _chain_before(text, chains, boundary + cut, sentence),
        _comparison(text, sentence, start, before),
        text.count("(", sentence.start, start) - text.count(")", sentence.start, start),
        _in_reason(text, sentence, start),
        assumed,
        number,
        bool(completed),
    )


def _came_from(lead: str, number: int, before: Sequence[Figure]) -> Figure | None:
    """The figure of the year before that an amount came from: 由上年的4.00万元减少到3.00万元."""
    is_next = bool(before) and before[-1].role == "prior" and before[-1].sentence == number
    return before[-1] if is_next and pattern("reached").match(lead) else None


def _budget_beside(lead: str, after: str) -> re.Match[str] | None:
    """The budget that a number is, beside what was spent of it: 完成预算8.00万元, 比年初预算数8.00万元增加2.00万元."""
    completed = pattern("completed").search(lead)
    if completed or not begins_change().match(after):
        return completed
    return pattern("compared_budget").search(lead)


def _named_again(lead: str, after: str) -> int | None:
    """Where a comparison begins that names its figure once more: 比2023年“三公”经费预算数9.00万元减少1.00万元."""
    compared = list(pattern("comparison").finditer(lead))
    if not compared or not begins_change().match(after):
        return None
    return compared[-1].start() if pattern("compared_name").match(lead[compared[-1].end() :]) else None


def _title_before(text: str, sentence: Sentence) -> str:
    """The name that stands as a sentence of its own before: 1.公务接待费。2023年决算数1.50万元."""
    before = text[: sentence.start].rstrip("。")
    name = without_lead(before[max(before.rfind(c) for c in "。！？；：") + 1 :])
    return (
        name if before != text[: sentence.start] and 1 < len(name) <= _TITLE and not re.search(r"[\d，]", name) else ""
    )


def _before_colon(lead: str) -> str:
    """The name that a sentence begins with before a colon: 公务接待费：2023年预算数1.50万元."""
    title, colon, _ = lead.partition("：")
    name = without_lead(title)
    return name if colon and 1 < len(name) <= _TITLE and not re.search(r"[\d，；]", name) else ""


def _role(lead: str, unit: str, verb: re.Match[str] | None) -> tuple[Role | None, int, int]:
    """What a number states, its sign, and where the name of what it is about ends."""
    if verb:
        return ("change-percent" if unit == "%" else "change"), 1 if verb["up"] else -1, verb.start()
    if unit != "%":
        compared = list(pattern("comparison").finditer(lead))
        if compared and compared[-1].end() == len(lead.rstrip("(为的")):
            return "prior", 1, compared[-1].start()
        before = pattern("year_before").search(lead)
        return ("prior", 1, before.start()) if before else ("amount", 1, len(lead))
    share = pattern("share").search(lead)
    if share:
        return "share-percent", 1, share.start()
    completion = pattern("completion").search(lead)
    return ("completion", 1, completion.start()) if completion else (None, 1, 0)


def whole_of(passage: Passage, figure: Figure) -> str:
    """The name of what a share is a share of, "" where it is not said."""
    return clean(whole_as_printed(passage, figure))


def budget_completed(passage: Passage, figure: Figure) -> FigurePhase:
    """Which budget a passage says is completed: 完成年初预算的, 完成全年预算的; "" where it only says 预算."""
    match = pattern("completion").search(fold(passage.text)[max(0, figure.start - 45) : figure.start])
    whole = match["whole"] if match else ""
    if pattern("phase_revised").search(whole):
        return "revised"
    return "budget" if "年初" in whole else ""


def whole_as_printed(passage: Passage, figure: Figure) -> str:
    """The words in which a passage says what a share is a share of: 本年支出合计."""
    lead = fold(passage.text)[max(0, figure.start - 45) : figure.start]
    match = pattern("share").search(lead)
    return match["whole"].removesuffix("的") if match else ""


def _evens(
    text: str, sentence: Sentence, number: int, chains: Sequence[Chain], before: Sequence[Figure]
) -> Iterator[Figure]:
    """与上年持平: a change of nought. 基本持平 states no figure."""
    for match in pattern("level").finditer(text, sentence.start, sentence.end):
        comparison = _comparison(text, sentence, match.start(), before)
        if match["nearly"] or comparison is None or _in_reason(text, sentence, match.start()):
            continue
        stop = max(text.rfind(c, sentence.start, match.start()) for c in "，；：。")
        lead = text[max(stop + 1, sentence.start) : match.start()]
        start, end = match.span("even")
        depth = text.count("(", sentence.start, start) - text.count(")", sentence.start, start)
        yield Figure(
            "even", Decimal(0), match["even"], "", start, end, name_before(lead), _year(text[sentence.start : start]),
            _phase(lead), _chain_before(text, chains, start, sentence), comparison, depth, sentence=number,
        )  # fmt: skip


def _chain_before(text: str, chains: Sequence[Chain], stop: int, sentence: Sentence) -> Chain | None:
    """The chain that a number is about: right before it, or the last of the paragraph where the number has no name."""
    before = [c for c in chains if c.end <= stop]
    if not before:
        return None
    chain = max(before, key=lambda c: c.end)
    between = clean(text[chain.end : stop].lstrip('"').removeprefix("支出"))
    is_other_sentence = chain.end <= sentence.start
    named = clean(printed_name(text[sentence.start : stop])) if is_other_sentence else between
    return chain if not named else None


# --- year, phase, comparison, reason ------------------------------------------------------------------------


def _year(lead: str) -> int | None:
    """The year a number is for: the last one before it that it is not compared with."""
    years = list(pattern("year").finditer(pattern("comparison").sub("", lead)))
    return int(years[-1]["year"]) if years else None


def _phase(lead: str) -> FigurePhase:
    clause = re.split("[，；。]", pattern("comparison").sub("", lead))[-1]
    if "决算" in clause:
        return "final"
    if pattern("phase_revised").search(clause):
        return "revised"
    return "budget" if pattern("phase_budget").search(clause) else ""


def _comparison(text: str, sentence: Sentence, stop: int, before: Sequence[Figure]) -> Comparison | None:
    """What a number is compared with: the last comparison in its sentence, or in the sentence before 其中."""
    clause = max(text.rfind(c, sentence.start, stop) for c in "，；：。") + 1
    if pattern("own_budget").search(text, max(clause, sentence.start), stop):
        return None
    found = list(pattern("comparison").finditer(text, sentence.start, stop))
    if found:
        match = found[-1]
        kind = {"预算": "budget", "决算": "final", "执行": "final", "预算执行": "final"}.get(match["kind"] or "", "")
        if match["kind"] == "预算" and "执行" in match[0]:
            kind = "final"
        return Comparison(int(match["year"]) if match["year"] else None, kind)
    if text[sentence.start : stop].lstrip("，").startswith("其中"):
        earlier = [f.comparison for f in before if f.comparison]
        return earlier[-1] if earlier else None
    return None


def _in_reason(text: str, sentence: Sentence, stop: int) -> bool:
    """Whether a number stands in the reason for another: 主要是..., up to the next semicolon."""
    begin = max(sentence.start, text.rfind("；", sentence.start, stop) + 1)
    return bool(pattern("reason").search(text, begin, stop))
