"""The figures of a section, each with its meaning and the observations of that meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...datapackage.frozen import changed
from ...datapackage.model import Fact
from .attachment import OPENS_PARTS, base_of, opens_list
from .labels import Context, Meaning, context_of
from .meanings import Meanings
from .observed import agree, resolution
from .outline import Section
from .sentences import Figure, figures, sentences
from .stated import Stated
from .vocabulary import fold

#: 收入包括：…；支出包括：… tells which side the parts are of.
_SIDE = re.compile("(收入|支出)(?:包括|按[^，。；：]{2,14}分[，：]包括)$")
#: A figure that is called a budget; these are names of funds.
_BUDGET = re.compile("(?<!公共)(?<!基金)(?<!经营)预算$")
_PLAN = re.compile("(?:年初|调整|全年)?预算数?$")
#: A total behind its parts (…，合计1170.00万) is about all of them, not about the last.
_TOTALS = frozenset({"合计", "共计", "总计"})
#: What a fund has beside its revenue of the year; and the funds, by the words that name them.
_OF_EACH = re.compile("上年结|上年结余|结余结转|年初结转|年末结转|结转下年")
_FUNDS = {"general-public-budget": "公共预算", "government-fund": "基金", "state-capital": "国有资本经营"}
_THIS_YEAR = re.compile("当年(?!度)|本年(?!度)")


def state(section: Section, meanings: Meanings) -> list[Stated]:
    """Every figure of a section with its meaning, and changes and shares with the amount they belong to."""
    stated: list[Stated] = []
    names: list[str] = []
    of_heading = _of_heading(section, meanings)
    listed: Meaning | None = None  # what the paragraph was about that opened the list of this one
    for passage in section.passages:
        texts = [s.text for s in sentences(passage)]
        found = [_as_planned(figure, meanings) for figure in figures(passage)]
        first = len(stated)
        for figure in found:
            context = context_of(section, texts[figure.sentence], passage.text)
            context = _of_fund_beside(figure, found, fold(passage.text), context, meanings)
            whole = _whole(figure, stated[first:], fold(passage.text)) or listed or of_heading
            flow = whole.flow if whole else ""
            meaning = Meaning("") if figure.in_reason else meanings.meaning(figure, context, flow)
            item = Stated(figure, passage, section, texts[figure.sentence].strip(), meaning)
            name = meanings.bare(figure.name)
            base = base_of(figure, name, [s.figure for s in stated], names, first, fold(passage.text))
            if base is None and figure.role == "change-percent" and not name and len(stated) > first:
                base = _of_change(figure, stated[-1])
            if base is not None:
                item = replace(item, base=base, meaning=stated[base].meaning)
            elif figure.role == "amount" and not meanings.bare(figure.name) and not figure.chain:
                item = _continued(item, stated[first:])
                if len(stated) == first and section.path:
                    item = replace(item, meaning=meanings.of_title(section.path[-1], context) or item.meaning)
            elif figure.role == "amount" and whole:
                item = replace(item, meaning=meanings.of_part(meaning, whole))
            stated.append(_linked_to_either(item, meanings))
            names.append(name)
        if opens_list(passage):
            listed = next((s.meaning for s in stated[first:] if s.figure.role == "amount"), None)
    return stated


def _as_planned(figure: Figure, meanings: Meanings) -> Figure:
    """The figure, of the budget where final accounts call it so by its name alone: 公务接待费预算5.00万元."""
    is_planned = figure.role == "amount" and not figure.phase and _BUDGET.search(figure.name)
    return changed(figure, phase="budget") if is_planned and meanings.observed.of_final_accounts else figure


def _of_fund_beside(
    figure: Figure, found: Sequence[Figure], text: str, context: Context, meanings: Meanings
) -> Context:
    """The context of what a sentence says of each fund in turn: 一般公共预算…、上年结转…；政府性基金…、上年结转….

    That of the sentence where the name stands once in it: it may be of all funds then.
    """
    name = meanings.bare(figure.name)
    same = [f for f in found if f.sentence == figure.sentence and f.role == "amount"]
    if not _OF_EACH.match(name) or sum(meanings.bare(f.name) == name for f in same) < 2:
        return context
    before = [f for f in same if f.end <= figure.start and "；" not in text[f.end : figure.start]]
    funds = [fund for f in before for fund, words in _FUNDS.items() if words in f.name]
    return Context("fund", {**context.means, "fund": (funds[-1],)}) if funds else context


def _of_change(rate: Figure, before: Stated) -> int | None:
    """What a rate right behind a change belongs to: …预算比2024年减少1.00万元，下降5.00%."""
    is_its = before.figure.role == "change" and before.figure.sentence == rate.sentence and not rate.in_reason
    return before.base if is_its else None


def _of_heading(section: Section, meanings: Meanings) -> Meaning | None:
    """The class that the section itself is about, where its heading names one."""
    heading = section.path[-1] if section.path else ""
    return meanings.of_heading(heading, context_of(section)) if heading else None


def _whole(figure: Figure, before: Sequence[Stated], text: str) -> Meaning | None:
    """What the amount is about that ``figure`` is printed as a part of (其中：…); None where it is no part."""
    openers = list(OPENS_PARTS.finditer(text, 0, figure.start))
    amounts = [
        s for s in before if s.figure.role == "amount" and not s.figure.in_reason and s.figure.phase != "revised"
    ]
    wholes = [s for s in amounts if openers and s.figure.end <= openers[-1].start()]
    if not wholes or figure.sentence - wholes[-1].figure.sentence > 1:
        return None
    opener = _SIDE.search(text, 0, openers[-1].end())
    is_next = wholes[-1].figure.sentence != figure.sentence
    if is_next and not opener and not text[wholes[-1].figure.end :].partition("。")[2].startswith("其中"):
        return None
    meaning = wholes[-1].meaning
    if opener is None:
        return meaning
    flow = "revenue" if opener[1] == "收入" else "expenditure"
    return replace(meaning, means={**meaning.means, "flow": (flow,)} if meaning.means else {}, both="")


def _continued(item: Stated, before: Sequence[Stated]) -> Stated:
    """A figure without a name (支出决算为) is about what the one before it in the sentence is about."""
    if item.figure.name in _TOTALS:
        return replace(item, meaning=Meaning(item.figure.name))
    same = [s for s in before if s.figure.sentence == item.figure.sentence and s.figure.role == "amount"]
    if not same:
        return item
    meaning = replace(same[-1].meaning, label=_PLAN.sub("", same[-1].meaning.label))
    if item.figure.completes:  # 预算 may be the one of the start or the adjusted one; the tables have one of them
        return replace(item, meaning=replace(meaning, firm=False))
    if item.figure.phase and same[-1].figure.phase not in ("", item.figure.phase):
        return replace(item, meaning=meaning)
    # A second budget (调整预算) is of the same thing and still no figure of the tables.
    return replace(item, meaning=Meaning(meaning.label))


def _linked_to_either(item: Stated, meanings: Meanings) -> Stated:
    """As :func:`_linked`; of a name that may stand for two things the one whose amount it is."""
    linked = _linked(item, meanings)
    if item.meaning.or_else is None or linked.outcome == "agrees":
        return linked
    other = _linked(replace(item, meaning=replace(item.meaning.or_else, label=item.meaning.label)), meanings)
    return other if other.outcome == "agrees" else linked


def _linked(item: Stated, meanings: Meanings) -> Stated:
    """The figure beside the observations that have its amount, or of its likeliest reading where none has."""
    if item.figure.role != "amount":
        return item
    observed = meanings.observed
    readings = [r for r in observed.readings(item.meaning, item.figure) if _is_one_amount(r, item.figure)]
    for found in readings:
        if all(agree(f, item.figure) for f in found):
            return changed(item, facts=tuple(found), outcome="agrees")
    likeliest = readings[0] if readings else []
    if _is_of_this_year(item) and any(observed.leaves_out_carried(f, item.figure) for f in likeliest):
        return item
    if likeliest and observed.contradicts(item.meaning, likeliest):
        return changed(item, facts=tuple(likeliest), outcome="disagrees")
    return item


def _is_of_this_year(item: Stated) -> bool:
    """Whether the text speaks of this year's money alone: 一般公共预算当年拨款情况."""
    return any(_THIS_YEAR.search(text) for text in (*item.section.path, item.sentence))


def _is_one_amount(facts: Sequence[Fact], figure: Figure) -> bool:
    """Whether observations of one meaning do not differ among themselves by more than their print."""
    amounts = [f.amount for f in facts]
    return max(amounts) - min(amounts) <= max(resolution(figure), *(f.resolution for f in facts)) / 2
