"""Which amount a change, a rate or a share belongs to: decided by where it stands in the sentence.

None where two could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from .meanings import Meanings
from .observed import resolution
from .passages import Passage
from .sentences import PLANNED, Figure, budget_completed, whole_as_printed, whole_of
from .vocabulary import fold, vocabulary

OPENS_PARTS = re.compile("其中|包括|分别|用于以下")
#: So far from 100 per cent may shares add up that are rounded to two decimals each.
_ROUNDING = Decimal("0.05")
_ADDED = re.compile("支出$")
_FLOW = re.compile("收入|支出")
_JOINS = re.compile("(?:均?为|是|共计|(?<![总合])计)$")
#: Shares one behind the other, one of each amount before them.
_SHARES = re.compile(r"[\d.]+%(?:[、，和及与]+[\d.]+%)*")
#: 支出决算为…，完成预算的…；较上年减少…: what follows the semicolon has no name of its own.
_GOES_ON = re.compile("；(?:比|较|与|同)(?:20\\d\\d年|上年|去年|上一年)[^；]*$")
#: A sentence that ends so is about the whole of the items that follow it.
_OPENS_LIST = re.compile("(?:主要)?(?:其中|用于以下|包括以下|如下|具体为|按[^，。；]{2,12}分)[^，。；]{0,8}[：:]?$")


@dataclass(frozen=True, slots=True)
class Whole:
    """What a share is of, in yuan. Not ``firm``: another whole may be meant, so that no share contradicts it."""

    amount: Decimal
    firm: bool = True
    others: tuple[Decimal, ...] = ()  # what the same words may stand for as well


def base_of(
    figure: Figure, name: str, before: Sequence[Figure], names: Sequence[str], first: int, text: str
) -> int | None:
    """The position in ``before`` (the figures of the section so far) of the amount that ``figure`` belongs to.

    ``first`` is the position of the first figure of the same paragraph, whose folded text is ``text``.
    """
    if figure.role == "amount" or figure.in_reason:
        return None
    if figure.role == "completion":
        return _completed(figure, before, first)
    if name and figure.role != "share-percent":
        return _of_name(figure, name, before, names)
    return _nearest(figure, before, first, text)


def _completed(figure: Figure, before: Sequence[Figure], first: int) -> int | None:
    """The outturn that completes a budget: the amount right before, or before the budget that is named beside it."""
    same = [i for i in range(first, len(before)) if before[i].sentence == figure.sentence]
    amounts = [i for i in same if before[i].role == "amount"]
    if len(amounts) > 1 and before[amounts[-1]].completes:
        return amounts[-2] if before[amounts[-2]].phase not in PLANNED else None
    # 支出5.00万元，完成预算83.33%: only what was spent completes a budget.
    return amounts[-1] if amounts and before[amounts[-1]].phase not in PLANNED else None


def _of_name(figure: Figure, name: str, before: Sequence[Figure], names: Sequence[str]) -> int | None:
    """The amount with the same name, when the section has one only."""
    wanted = _alike(name)
    # “三公”经费预算比2024年减少…: a budget may be named without 数.
    phase = figure.phase or ("budget" if "预算" in figure.name else "")
    found = [
        i
        for i, f in enumerate(before)
        if (f.role == "amount" and not f.in_reason and _alike(names[i]) == wanted and f.phase not in PLANNED)
        or (f.role == "amount" and f.phase in PLANNED and phase == f.phase and names[i] == name)
    ]
    values = {before[i].yuan for i in found}
    return found[-1] if len(values) == 1 else None


def _alike(name: str) -> str:
    """``name`` as it is compared: 收入、支出总计 is 收、支总计."""
    return _ADDED.sub("", name.replace("收入支出", "收支"))


def _nearest(figure: Figure, before: Sequence[Figure], first: int, text: str) -> int | None:
    """The amount right before, in the same part of the sentence and not inside brackets that are closed again."""
    same = [i for i in range(first, len(before)) if before[i].sentence == figure.sentence]
    amounts = [
        i for i in same if before[i].role == "amount" and before[i].depth <= figure.depth and not before[i].completes
    ]
    if not amounts:
        return _of_sentence_before(figure, before, first)
    nearest = before[amounts[-1]]
    if nearest.in_reason or ("；" in (gap := text[nearest.end : figure.start]) and not _GOES_ON.search(gap)):
        return None
    if figure.role == "share-percent" and "分别" in gap:
        return _one_of_each(figure, amounts, text)
    if figure.role != "share-percent" and len(amounts) > 1:
        between = text[before[amounts[-2]].end : nearest.start]
        if re.match("(?:亿|万|千)?元、", between):
            return None
    return amounts[-1]


def _one_of_each(figure: Figure, amounts: Sequence[int], text: str) -> int | None:
    """The amount of the first of several shares: 甲6.00万元、乙4.00万元，分别占60.00%和40.00%."""
    shares = _SHARES.match(text, figure.start)
    count = shares[0].count("%") if shares else 0
    return amounts[-count] if 1 < count <= len(amounts) else None


def _of_sentence_before(figure: Figure, before: Sequence[Figure], first: int) -> int | None:
    earlier = [i for i in range(first, len(before)) if before[i].sentence == figure.sentence - 1]
    amounts = [i for i in earlier if before[i].role == "amount" and before[i].depth <= 0]
    return amounts[0] if len(amounts) == 1 and figure.role != "share-percent" else None


def whole_amount(
    index: int, base: int, figures: Sequence[Figure], passages: Sequence[Passage], meanings: Meanings
) -> Whole | None:
    """What the share at ``index`` is a share of; None where the text does not tell."""
    figure = figures[index]
    same = [i for i, f in enumerate(figures) if f.sentence == figure.sentence and passages[i] is passages[index]]
    if figure.role == "completion":
        return _budget_completed(same, base, index, figures, passages, meanings)
    name = whole_of(passages[index], figure)
    if not re.fullmatch(vocabulary()["generic_whole"], name):
        return _named_whole(name, figures, meanings)
    amounts = [i for i in same if figures[i].role == "amount" and figures[i].depth <= figure.depth]
    lead = amounts[0]
    text = fold(passages[index].text)
    second = figures[amounts[1]].start if len(amounts) > 1 else figures[lead].end
    is_part = lead + 1 < len(figures) and figures[lead + 1].role == "share-percent"
    if lead != base and not is_part and OPENS_PARTS.search(text, figures[lead].end, second):
        return Whole(figures[lead].yuan)
    return (
        _sum_of_parts(same, figures)
        or _divided_before(same, figures, passages)
        or _total_above(name, whole_as_printed(passages[index], figure), figures[:index], meanings)
        or _opens_list(name, same[0], figures, passages)
    )


def _budget_completed(
    same: Sequence[int],
    base: int,
    index: int,
    figures: Sequence[Figure],
    passages: Sequence[Passage],
    meanings: Meanings,
) -> Whole | None:
    said = budget_completed(passages[index], figures[index])
    budgets = [figures[i] for i in same if i < base and figures[i].phase in PLANNED and figures[i].role == "amount"]
    meant = [figure for figure in budgets if figure.phase == said or not said]
    before = figures[base - 1] if base - 1 in same else None
    if before in budgets and meant and not meanings.bare(figures[base].name):
        # 公务接待费全年预算5.00万元，支出决算3.00万元，完成全年预算的60%
        return Whole(meant[-1].yuan, others=tuple(figure.yuan for figure in meant[:-1]))
    if figures[index - 1].completes and index - 1 > base:
        return Whole(figures[index - 1].yuan)
    return Whole(meant[0].yuan) if len(budgets) == len(meant) == 1 and base == same[1] else None


def _named_whole(name: str, figures: Sequence[Figure], meanings: Meanings) -> Whole | None:
    wanted = _ADDED.sub("", name)
    amounts = [f for f, own in _with_names(figures, meanings) if own == wanted]
    # Of a budget and its outturn a share is of what was spent.
    spent = [f for f in amounts if f.phase not in PLANNED]
    named = {f.yuan for f in spent or amounts}
    if named:
        return Whole(named.pop()) if len(named) == 1 else None
    amount = meanings.amount_of(name)
    # 占基本支出 may be of all funds, or of the one that the section is about
    return None if amount is None else Whole(amount, others=meanings.amounts_of(name))


def _with_names(figures: Sequence[Figure], meanings: Meanings) -> Iterator[tuple[Figure, str]]:
    """The amounts with their bare names; one without (支出决算为) has that of the amount before it in its sentence."""
    name, sentence = "", -1
    for figure in figures:
        if figure.role != "amount":
            continue
        own = _ADDED.sub("", meanings.bare(figure.name))
        name = own or (name if figure.sentence == sentence else "")
        sentence = figure.sentence
        yield figure, name


def _sum_of_parts(same: Sequence[int], figures: Sequence[Figure]) -> Whole | None:
    """The sum of the amounts with a share each, where the shares make up the whole."""
    parts = [(figures[i], figures[j]) for i, j in pairwise(same) if figures[j].role == "share-percent"]
    pairs = [(a, s) for a, s in parts if a.role == "amount"]
    total = sum((s.value for _, s in pairs), Decimal(0))
    if len(pairs) > 1 and abs(total - 100) <= _ROUNDING * len(pairs):
        return Whole(sum((a.yuan for a, _ in pairs), Decimal(0)))
    return None


def _divided_before(same: Sequence[int], figures: Sequence[Figure], passages: Sequence[Passage]) -> Whole | None:
    """The amount of the sentence before that the amounts with a share each make up: …1000.00万元。其中：…，占…"""
    parts = [
        figures[i] for i, j in pairwise(same) if figures[j].role == "share-percent" and figures[i].role == "amount"
    ]
    total = sum((part.yuan for part in parts), Decimal(0))
    here, sentence = passages[same[0]], figures[same[0]].sentence - 1
    before = {
        f.yuan
        for f, p in zip(figures, passages, strict=True)
        if p is here and f.sentence == sentence and f.role == "amount"
    }
    rounded = sum((resolution(part) for part in parts), Decimal(0))
    is_divided = len(parts) > 1 and any(abs(total - amount) <= rounded for amount in before)
    return Whole(total) if is_divided else None


def _total_above(name: str, words: str, figures: Sequence[Figure], meanings: Meanings) -> Whole | None:
    """占支出总预算: the total of that flow which the section states before, else the one that the tables have."""
    flow = _FLOW.search(name)
    if flow is None:
        return None
    generic = re.compile(vocabulary()["generic_whole"])
    names = [(f, meanings.bare(f.name)) for f in figures if f.role == "amount" and not f.in_reason]
    worded = {f.yuan for f, _ in names if _in_words(meanings, f) == words}
    totals = {f.yuan for f, bare in names if flow[0] in bare and generic.fullmatch(bare)}
    totals = set(worded) if len(worded) == 1 else totals  # 占本年收入 is of what is called so, not of 收入总计
    stated = totals.pop() if len(totals) == 1 else None
    amount = None if totals else stated if stated is not None else meanings.amount_of(name)
    # 本年支出, where the section states it and the tables have it, is nothing else.
    firm = stated is not None and name.startswith("本年") and stated == meanings.amount_of(f"本年{flow[0]}合计")
    # So is what the section states, or the tables print, in the very words.
    firm = firm or (stated is not None and bool(worded))
    printed = meanings.observed.printed_as(words) if stated is None else ()
    return None if amount is None else Whole(amount, firm=firm or bool(printed), others=printed)


def _in_words(meanings: Meanings, figure: Figure) -> str:
    """The name of a figure as printed, without what joins it to its number."""
    return _JOINS.sub("", meanings.label(figure.name))


def opens_list(passage: Passage) -> bool:
    """Whether the paragraphs that follow are the parts of what ``passage`` is about."""
    return bool(_OPENS_LIST.search(fold(passage.text).rstrip("。：: ")))


def _opens_list(name: str, first: int, figures: Sequence[Figure], passages: Sequence[Passage]) -> Whole | None:
    """The one amount of the paragraph that opens the list of which the sentence is an item: …，主要用于以下方面："""
    opening = [i for i in range(first) if passages[i] is not passages[first]]
    heads = [i for i in opening if opens_list(passages[i])]
    totals = [figures[i] for i in heads if figures[i].role == "amount"]
    # Of a budget and its outturn the list is of what was spent; a budget has nothing else.
    amounts = {f.yuan for f in [f for f in totals if f.phase not in PLANNED] or totals}
    if name or len(amounts) != 1:
        return None
    whole = amounts.pop()
    return Whole(whole, firm=_is_divided(whole, heads[-1], figures, passages))


def _is_divided(whole: Decimal, head: int, figures: Sequence[Figure], passages: Sequence[Passage]) -> bool:
    """Whether the items of a list that have a share each add up to the amount of the paragraph that opens it."""
    below = [f for f, p in zip(figures[head:], passages[head:], strict=True) if p is not passages[head]]
    parts = [a for a, share in pairwise(below) if share.role == "share-percent" and a.role == "amount"]
    rounded = sum((resolution(part) for part in parts), Decimal(0))
    return len(parts) > 1 and abs(sum((part.yuan for part in parts), Decimal(0)) - whole) <= rounded
