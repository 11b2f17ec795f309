"""The explanatory text → claims, each beside the observation that states the same; what it says of the year before.

The text repeats the tables in words and compares them with last year. Both are checked: an amount against
the table, a rate against the two amounts it rests on. A figure of the year before is derived only where the
amount of this year is certain; a figure that only the text prints becomes an observation of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ..datapackage.model import Claim, Disclosure, Fact, Finding, Origin, Severity, format_decimal
from .attachment import OPENS_PARTS, Whole, base_of, opens_list, whole_amount
from .meanings import Meaning, Meanings, agree, context_of, resolution
from .outline import Outline, Passage, Section
from .sentences import PLANNED, Figure, figures, fold, sentences, vocabulary

Outcome = Literal["agrees", "disagrees", "not-checkable"]
_MEASURES = {"prior": "prior-year", "even": "change", "completion": "share-percent"}
#: 收入包括：…；支出包括：… tells which side the parts are of.
_SIDE = re.compile("(收入|支出)(?:包括|按[^，。；：]{2,14}分[，：]包括)$")
_PLAN = re.compile("(?:年初|调整|全年)?预算数?$")
#: A total behind its parts (…，合计1170.00万) is about all of them, not about the last.
_TOTALS = frozenset({"合计", "共计", "总计"})
_THIS_YEAR = re.compile("当年(?!度)|本年(?!度)")
_PHASES = {"budget": "approved", "final": "executed"}
_DIMENSIONS = (
    "unit_code", "unit_name", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code",
    "line", "fund", "origin", "category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrative:
    """What the text says: its claims, the observations that it alone gives, and what does not hold."""

    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Stated:
    """A figure in its place, what it means, and what was found of it."""

    figure: Figure
    passage: Passage
    section: Section
    sentence: str
    meaning: Meaning
    facts: tuple[Fact, ...] = ()  # the observations of the same meaning, all of one amount
    outcome: Outcome = "not-checkable"
    base: int | None = None  # position, in the section, of the amount that a change, rate or share belongs to

    @property
    def cell(self) -> Origin:
        """Where its number is printed."""
        return self.passage.origin(self.figure.start, self.figure.end)


def read_claims(outline: Outline, disclosure: Disclosure, facts: Iterable[Fact]) -> Narrative:
    """What the explanatory text states, checked against ``facts`` (identified) and against itself."""
    known = list(facts)
    meanings = Meanings(disclosure, known)
    claims: list[Claim] = []
    told: list[Fact] = []
    findings: list[Finding] = []
    for section in outline.explanation:
        stated, doubts = _check(_section(section, meanings), disclosure, meanings)
        claims += [_claim(s, stated, disclosure) for s in stated]
        claims += [c for p in section.passages for c in _absences(p, section, disclosure, known)]
        told += [*_own(stated, disclosure, meanings), *_derived(stated, disclosure, meanings)]
        findings += doubts
    kept, conflicts = _without_conflicts(told, disclosure)
    return Narrative(_distinct(claims), tuple(kept), (*findings, *conflicts))


def is_absence(text: str) -> bool:
    """Whether ``text`` states that there is none of something: 没有…安排的支出, 故本表为空表."""
    words = vocabulary()["sentence"]
    for part in re.split("[。！？；]", fold("".join(text.split()))):
        cleared = re.sub(words["not_absence"], "", part)
        if re.search(words["none"], cleared) and re.search(words["absence_of"], cleared):
            return True
    return False


# --- figures and their meaning ------------------------------------------------------------------------------


def _section(section: Section, meanings: Meanings) -> list[Stated]:
    """Every figure of a section with its meaning, and changes and shares with the amount they belong to."""
    stated: list[Stated] = []
    names: list[str] = []
    of_heading = _of_heading(section, meanings)
    listed: Meaning | None = None  # what the paragraph was about that opened the list of this one
    for passage in section.passages:
        texts = [s.text for s in sentences(passage)]
        found = figures(passage)
        first = len(stated)
        for figure in found:
            context = context_of(section, texts[figure.sentence], passage.text)
            whole = _whole(figure, stated[first:], fold(passage.text)) or listed or of_heading
            flow = whole.flow if whole else ""
            meaning = Meaning("") if figure.in_reason else meanings.meaning(figure, context, flow)
            item = Stated(figure, passage, section, texts[figure.sentence].strip(), meaning)
            name = meanings.bare(figure.name)
            base = base_of(figure, name, [s.figure for s in stated], names, first, fold(passage.text))
            if base is not None:
                item = replace(item, base=base, meaning=stated[base].meaning)
            elif figure.role == "amount" and not meanings.bare(figure.name) and not figure.chain:
                item = _continued(item, stated[first:])
                if len(stated) == first and section.path:
                    item = replace(item, meaning=meanings.of_title(section.path[-1], context) or item.meaning)
            elif figure.role == "amount" and whole:
                item = replace(item, meaning=meanings.of_part(meaning, whole))
            stated.append(_linked(item, meanings))
            names.append(name)
        if opens_list(passage):
            listed = next((s.meaning for s in stated[first:] if s.figure.role == "amount"), None)
    return stated


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
    if item.figure.phase and same[-1].figure.phase not in ("", item.figure.phase):
        return replace(item, meaning=meaning)
    # A second budget (调整预算) is of the same thing and still no figure of the tables.
    return replace(item, meaning=Meaning(meaning.label))


def _linked(item: Stated, meanings: Meanings) -> Stated:
    """The figure beside the observations that have its amount, or of its likeliest reading where none has."""
    if item.figure.role != "amount":
        return item
    readings = [r for r in meanings.readings(item.meaning, item.figure) if _is_one_amount(r, item.figure)]
    for found in readings:
        if all(agree(f, item.figure) for f in found):
            return replace(item, facts=tuple(found), outcome="agrees")
    if _is_of_this_year(item) and any(meanings.leaves_out_carried(f, item.figure) for r in readings[:1] for f in r):
        return item
    if readings and meanings.contradicts(item.meaning, readings[0]):
        return replace(item, facts=tuple(readings[0]), outcome="disagrees")
    return item


def _is_of_this_year(item: Stated) -> bool:
    """Whether the text speaks of this year's money alone: 一般公共预算当年拨款情况."""
    return any(_THIS_YEAR.search(text) for text in (*item.section.path, item.sentence))


def _is_one_amount(facts: Sequence[Fact], figure: Figure) -> bool:
    """Whether observations of one meaning do not differ among themselves by more than their print."""
    amounts = [f.amount for f in facts]
    return max(amounts) - min(amounts) <= max(resolution(figure), *(f.resolution for f in facts)) / 2


# --- checks -----------------------------------------------------------------------------------------------


def _check(stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> tuple[list[Stated], list[Finding]]:
    """The figures with what recomputing them showed, and a finding for each that does not hold."""
    checked: list[Stated] = list(stated)
    findings: list[Finding] = []
    for index, item in enumerate(stated):
        outcome, found = item.outcome, []
        if item.figure.role == "amount" and item.outcome == "disagrees":
            found = [_differs(item, disclosure)]
        elif item.figure.role in ("change", "even") and _follows_from_tables(item, stated, disclosure, meanings):
            outcome = "agrees"
        elif item.figure.role == "change-percent":
            outcome, found, change = _growth(index, stated, disclosure)
            if outcome == "agrees" and change is not None:
                checked[change] = replace(checked[change], outcome="agrees")
        elif item.figure.role == "prior":
            outcome, found = _prior_year(index, stated, disclosure)
        elif item.figure.role in ("share-percent", "completion"):
            outcome, found = _share(index, stated, disclosure, meanings)
        checked[index] = replace(item, outcome=outcome)
        findings += found
        if item.figure.unit_assumed:
            findings.append(_unit_assumed(item, disclosure))
        if item.figure.role == "amount" and item.meaning.written_as:
            findings.append(_written_as(item, disclosure))
    return checked, findings


def _follows_from_tables(item: Stated, stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> bool:
    """Whether a change is the difference of two printed amounts: of this year and of the one it is compared with."""
    comparison = item.figure.comparison
    if item.base is None or comparison is None:
        return False
    year, phase = comparison.year or disclosure.year - 1, _PHASES.get(comparison.kind, "")
    change = Decimal(0) if item.figure.role == "even" else item.figure.yuan
    for now in stated[item.base].facts:
        for then in meanings.before(now, year, phase):
            printed = resolution(item.figure) if change else Decimal(0)
            rounding = (printed + now.resolution + then.resolution) / 2
            if abs(now.amount - then.amount - change) < rounding:
                return True
    return False


def _growth(index: int, stated: Sequence[Stated], disclosure: Disclosure) -> tuple[Outcome, list[Finding], int | None]:
    """A rate against the change and the amount that it belongs to, and where that change stands."""
    item = stated[index]
    place = next((i for i in range(index - 1, -1, -1) if stated[i].figure.role == "change"), None)
    if item.base is None or place is None or not _is_change_of(stated[place], item):
        return "not-checkable", [], None
    change = stated[place]
    amount = stated[item.base].figure
    prior = amount.yuan - change.figure.yuan
    if prior <= 0:
        return "not-checkable", [], place
    if _holds(item.figure, change.figure, amount):
        return "agrees", [], place
    unit = _yuan_of(amount)
    a, c, p = _plain(amount.value), _plain(abs(change.figure.yuan) / unit), _plain(prior / unit)
    rate = _rounded(abs(change.figure.yuan) / prior * 100, item.figure)
    sign = "−" if change.figure.value >= 0 else "+"
    sum_zh = f"{a} {sign} {c} = {p} {amount.unit}，{c} ÷ {p} = {rate}%"
    sum_en = sum_zh.replace("，", "; ").replace(amount.unit, f" {amount.unit}")
    return "disagrees", [
        _finding(
            disclosure, item, "growth-rate", expected=rate, found=item.figure.printed, unit="percent",
            message=f"“{_label(stated[item.base])}”的增减幅度与金额不符：{sum_zh}，文中写的是 {item.figure.printed}%",
            message_en=f"stated rate {item.figure.printed}% does not follow from the amounts: {sum_en}",
        )
    ], place  # fmt: skip


def _prior_year(index: int, stated: Sequence[Stated], disclosure: Disclosure) -> tuple[Outcome, list[Finding]]:
    """A printed figure of the year before against this year's amount and the change that follows."""
    item = stated[index]
    change = next((s for s in stated[index + 1 :] if _is_change_of(s, item)), None)
    if item.base is None or change is None:
        return "not-checkable", []
    base = stated[item.base].figure
    exact = base.yuan - change.figure.yuan
    if abs(exact - item.figure.yuan) <= max(resolution(item.figure), resolution(change.figure)):
        return "agrees", []
    expected, printed, unit = _plain(exact / _yuan_of(item.figure)), item.figure.printed, item.figure.unit
    return "disagrees", [
        _finding(
            disclosure, item, "prior-year", expected=expected, found=printed, unit=unit,
            message=f"“{_label(stated[item.base])}”上年数与增减额不符：应为 {expected} {unit}，"
            f"文中写的是 {printed} {unit}",
            message_en=f"amount and change give {expected} {unit} for the year before, the text says {printed}",
        )
    ]  # fmt: skip


def _is_change_of(other: Stated, rate: Stated) -> bool:
    return other.figure.role == "change" and other.base == rate.base and other.passage is rate.passage


def _share(
    index: int, stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings
) -> tuple[Outcome, list[Finding]]:
    """A share against the part and the whole."""
    item = stated[index]
    if item.base is None:
        return "not-checkable", []
    part = stated[item.base].figure
    found = whole_amount(index, item.base, [s.figure for s in stated], [s.passage for s in stated], meanings)
    if found is None and item.figure.role == "completion":
        budget = meanings.budget_of(stated[item.base].meaning)
        # 预算 may be the one of the start or the adjusted one; the table has one of them.
        found = None if budget is None else Whole(budget, firm=False)
    if found is None or found.amount <= 0:
        return "not-checkable", []
    whole = found.amount
    half = resolution(part) / 2
    low, high = ((part.yuan - half) / (whole + half) * 100, (part.yuan + half) / (whole - half) * 100)
    if _within(item.figure, low, high):
        return "agrees", []
    if not found.firm:
        return "not-checkable", []
    expected = _rounded(part.yuan / whole * 100, item.figure)
    check = "completion-rate" if item.figure.role == "completion" else "share"
    shown = f"{_plain(part.value)} ÷ {_plain(whole / _yuan_of(part))} = {expected}%"
    return "disagrees", [
        _finding(
            disclosure, item, check, expected=expected, found=item.figure.printed, unit="percent",
            message=f"“{_label(stated[item.base])}”的占比与金额不符：{shown}，文中写的是 {item.figure.printed}%",
            message_en=f"stated share {item.figure.printed}% does not follow from the amounts: {shown}",
        )
    ]  # fmt: skip


def _holds(rate: Figure, change: Figure, amount: Figure) -> bool:
    """Whether a rate follows from its amounts, whatever their digits that are not printed."""
    half = min(resolution(change), resolution(amount)) / 2
    bounds: list[Decimal] = []
    for dc in (-half, half):
        for da in (-half, half):
            prior = amount.yuan + da - (change.yuan + dc)
            if prior <= 0:
                return True
            bounds.append((change.yuan + dc) / prior * 100)
    return _within(rate, min(bounds), max(bounds))


def _within(rate: Figure, low: Decimal, high: Decimal) -> bool:
    half = Decimal(1).scaleb(-_places(rate)) / 2
    return low - half <= rate.value <= high + half


def _places(figure: Figure) -> int:
    return len(figure.printed.partition(".")[2])


def _rounded(value: Decimal, like: Figure) -> str:
    return str(value.quantize(Decimal(1).scaleb(-max(_places(like), 2)), ROUND_HALF_UP))


def _yuan_of(figure: Figure) -> Decimal:
    return replace(figure, value=Decimal(1)).yuan


def _plain(value: Decimal) -> str:
    return format_decimal(value)


# --- findings ---------------------------------------------------------------------------------------------


def _label(item: Stated) -> str:
    return item.meaning.label or item.figure.name


def _finding(
    disclosure: Disclosure, item: Stated, check: str, *, message: str, message_en: str, expected: str = "",
    found: str = "", unit: str = "", info: bool = False,
) -> Finding:  # fmt: skip
    cell = item.cell
    difference = ""
    severity: Severity = "info" if info else "warning"
    if expected and found and not info:
        difference = _plain(Decimal(found.replace(",", "")) - Decimal(expected))
        # One unit in the last printed digit is a rounding done twice.
        last_digit = resolution(item.figure) if unit == "CNY" else Decimal(1).scaleb(-_places(item.figure))
        severity = "error" if abs(Decimal(difference)) > last_digit else "warning"
    return Finding(
        disclosure.document_id,
        check,
        severity,
        "not-checkable" if info else "failed",
        "reading" if info else "publisher",
        message,
        message_en,
        "narrative",
        _label(item),
        expected,
        found,
        difference,
        unit,
        cell.page,
        cell.line,
        tuple(f.observation_id for f in item.facts[:1]),
        cell.file,
    )


def _differs(item: Stated, disclosure: Disclosure) -> Finding:
    fact, figure = item.facts[0], item.figure
    return _finding(
        disclosure, item, "text-against-table", expected=_plain(fact.amount), found=_plain(figure.yuan), unit="CNY",
        message=f"“{_label(item)}”文中写 {figure.printed} {figure.unit}，表中是 {fact.reported} {fact.reported_unit}",
        message_en=f"the text says {figure.printed} {figure.unit}, the table {fact.table} {fact.reported} "
        f"{fact.reported_unit}",
    )  # fmt: skip


def _unit_assumed(item: Stated, disclosure: Disclosure) -> Finding:
    figure = item.figure
    return _finding(
        disclosure, item, "unit-not-printed", found=figure.printed, info=True,
        message=f"“{figure.printed}”后面没有印单位，按同句金额的单位“{figure.unit}”理解",
        message_en=f"no unit is printed behind {figure.printed!r}; read in {figure.unit} like its sentence",
    )  # fmt: skip


def _written_as(item: Stated, disclosure: Disclosure) -> Finding:
    return _finding(
        disclosure, item, "name-not-in-classification", found=item.meaning.label, info=True,
        expected=item.meaning.written_as,
        message=f"科目“{item.meaning.label}”在分类科目中的名称是“{item.meaning.written_as}”",
        message_en=f"the classification calls {item.meaning.label!r} {item.meaning.written_as!r}",
    )  # fmt: skip


# --- claims -----------------------------------------------------------------------------------------------


def _claim(item: Stated, stated: Sequence[Stated], disclosure: Disclosure) -> Claim:
    figure, meaning = item.figure, item.meaning
    subject = item if item.base is None else stated[item.base]
    measure = _MEASURES.get(figure.role, figure.role)
    year = figure.year or subject.figure.year or disclosure.year
    if figure.role == "prior":
        year = (figure.comparison.year if figure.comparison else None) or disclosure.year - 1
    if measure == "amount" and year < disclosure.year:
        measure = "prior-year"
    elif measure == "prior-year" and year == disclosure.year:
        measure = "amount"  # final accounts are compared with the budget of their own year
    percent = measure.endswith("percent")
    value = figure.value if percent or figure.role == "even" else figure.yuan
    label = _label(subject) or item.section.heading
    fact_id = subject.facts[0].observation_id if subject.facts else ""
    return Claim(
        disclosure.document_id,
        item.section.heading,
        _qualified(label, figure, disclosure),
        meaning.function_code,
        meaning.economic_code,
        subject.facts[0].line if subject.facts else meaning.line,
        year,
        measure,  # pyright: ignore[reportArgumentType]
        value,
        "percent" if percent else "CNY",
        item.sentence,
        item.cell,
        fact_id,
        item.outcome,
    )


def _qualified(label: str, figure: Figure, disclosure: Disclosure) -> str:
    """The label of a claim; in final accounts it tells the budget from the outturn."""
    if figure.role == "completion":
        return f"{label}（完成预算）"
    named = {"budget": "年初预算", "revised": "全年预算"}.get(figure.phase, "")
    is_budget = disclosure.kind == "final" and named and "预算" not in label[-4:]
    return f"{label}（{named}）" if is_budget else label


def _absences(passage: Passage, section: Section, disclosure: Disclosure, facts: Sequence[Fact]) -> Iterator[Claim]:
    """The statements that there is none of something, as claims of nought."""
    stated = {f.sentence for f in figures(passage)}
    for number, sentence in enumerate(sentences(passage)):
        if number in stated or not is_absence(sentence.text):
            continue
        text = fold(sentence.text)
        means = _absent(text)
        of_it = [f for f in facts if means and _is_of(f, means, disclosure)]
        outcome: Outcome = "not-checkable"
        if of_it:
            outcome = "disagrees" if any(f.amount for f in of_it) else "agrees"
        yield Claim(
            disclosure.document_id,
            section.heading,
            sentence.text.strip("。 "),
            "",
            "",
            means.get("line", ""),
            disclosure.year,
            "absence",
            Decimal(0),
            "CNY",
            sentence.text.strip(),
            passage.origin(sentence.start, sentence.end),
            of_it[0].observation_id if len(of_it) == 1 else "",
            outcome,
        )


def _absent(text: str) -> dict[str, str]:
    """The dimensions of what a folded sentence says is not there; empty where that is not certain."""
    for entry in vocabulary()["absent"]:
        if re.search(entry["text"], text):
            return dict(entry["means"])
    return {}


def _is_of(fact: Fact, means: Mapping[str, str], disclosure: Disclosure) -> bool:
    phase = _PHASES[disclosure.kind]
    is_now = fact.fiscal_year == disclosure.year and fact.phase == phase and fact.table != "project-performance"
    return is_now and all(getattr(fact, name) == value for name, value in means.items())


def _distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple({c.claim_id: c for c in claims}.values())


# --- observations -----------------------------------------------------------------------------------------


def _own(stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> Iterator[Fact]:
    """The amounts that only the text prints."""
    for item in stated:
        if _is_own(item, disclosure) and not item.facts and not meanings.has_line(item.meaning.line):
            yield _own_fact(item, disclosure, meanings.phase(item.figure))


def _is_own(item: Stated, disclosure: Disclosure) -> bool:
    year = item.figure.year or disclosure.year
    return item.figure.role == "amount" and bool(item.meaning.own) and year == disclosure.year


def _own_fact(item: Stated, disclosure: Disclosure, phase: str) -> Fact:
    own, figure = item.meaning.own, item.figure
    return Fact(
        document_id=disclosure.document_id,
        table="narrative",
        unit_code=disclosure.unit_code,
        unit_name=disclosure.unit_name,
        fiscal_year=disclosure.year,
        phase=phase,
        flow=own["flow"],
        function_code="",
        economic_code="",
        project_code="",
        line=item.meaning.line,
        label=item.meaning.label,
        fund=own["fund"],
        origin=own["origin"],
        category=own["category"],
        amount=figure.yuan,
        reported=figure.printed,
        reported_unit="万元" if figure.unit == "万" else figure.unit,
        cell=item.cell,
    )


def _derived(stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> Iterator[Fact]:
    """The figures of the year before that no table prints, from this year's amount and its change."""
    for item in stated:
        if item.figure.role not in ("change", "even") or item.base is None or not item.figure.comparison:
            continue
        base = stated[item.base]
        year = item.figure.comparison.year or disclosure.year - 1
        if year >= disclosure.year or (base.figure.year or disclosure.year) != disclosure.year:
            continue
        if disclosure.kind == "final" and base.figure.phase in PLANNED:
            continue
        if any(s.figure.role == "prior" and s.base == item.base and s.outcome == "disagrees" for s in stated):
            continue
        change = Decimal(0) if item.figure.role == "even" else item.figure.yuan
        if base.figure.yuan - change < 0:
            continue
        phase = _PHASES[item.figure.comparison.kind or disclosure.kind]
        for subject in _subjects(base, disclosure):
            if meanings.before(subject, year, phase):
                continue
            yield _prior(subject, base, item, year, phase, base.figure.yuan - change)


def _subjects(base: Stated, disclosure: Disclosure) -> list[Fact]:
    """The observations that an amount of the text is for certain; one, or one of each value that it speaks of."""
    if base.outcome == "agrees":
        free = base.meaning.both
        alike = {tuple(getattr(f, d) for d in _DIMENSIONS if d != free) for f in base.facts}
        if len(alike) == 1:
            return list({getattr(f, free) if free else "": f for f in base.facts}.values())
        return []
    if base.outcome == "not-checkable" and _is_own(base, disclosure):
        return [_own_fact(base, disclosure, "")]
    return []


def _prior(subject: Fact, base: Stated, item: Stated, year: int, phase: str, amount: Decimal) -> Fact:
    figure = base.figure
    shown = _plain(amount / _yuan_of(figure))
    if item.figure.role == "even":
        note = f"与 {year} 年持平：{figure.printed} {figure.unit}"
        reported, unit = figure.printed, figure.unit
    else:
        sign = "−" if item.figure.value >= 0 else "+"
        change = _plain(abs(item.figure.yuan) / _yuan_of(figure))
        change = item.figure.printed if item.figure.unit == figure.unit else change
        note = f"{figure.printed} {sign} {change} = {shown} {figure.unit}"
        reported, unit = item.figure.printed, item.figure.unit
    # Without its table, the total of “三公” would look like that of the whole budget.
    line = "three-public" if (subject.table, subject.line) == ("three-public", "total") else subject.line
    return replace(
        subject,
        table="narrative",
        line=line,
        fiscal_year=year,
        phase=phase,
        amount=amount,
        reported=reported,
        reported_unit="万元" if unit == "万" else unit,
        cell=replace(item.cell, note=note),
        status="derived",
        confirmations=0,
        observation_id="",
    )


def _without_conflicts(facts: Sequence[Fact], disclosure: Disclosure) -> tuple[list[Fact], list[Finding]]:
    """Each observation once; none where the text gives two amounts for the same."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(tuple(getattr(fact, d) for d in (*_DIMENSIONS, "status")), []).append(fact)
    kept: list[Fact] = []
    findings: list[Finding] = []
    for group in groups.values():
        amounts = sorted({f.amount for f in group})
        if len(amounts) == 1:
            kept.append(group[0])
        else:
            findings.append(_conflict(group, amounts, disclosure))
    return kept, findings


def _conflict(group: Sequence[Fact], amounts: Sequence[Decimal], disclosure: Disclosure) -> Finding:
    shown = "、".join(f"{_plain(a)} 元" for a in amounts)
    first = group[0]
    return Finding(
        disclosure.document_id,
        "text-against-itself",
        "warning",
        "failed",
        "unknown",
        f"文中关于“{first.label}”{first.fiscal_year} 年的数字互相不一致：{shown}，都没有发布",
        f"the text gives {len(amounts)} amounts of {first.fiscal_year} for {first.label!r}; none is published",
        "narrative",
        first.label,
        unit="CNY",
        file=first.cell.file,
        page=first.cell.page,
        line=first.cell.line,
    )
