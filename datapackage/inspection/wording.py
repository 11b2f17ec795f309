"""What the text gives away: the template in it, words of another document, copies, quotes that do not pair."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest

from ..model import TextBlock
from .document import Document, bare, fold, runs, slip_in
from .names import items_of_text
from .rules import Rule, Slip, load_rulebook

Look = Callable[[Document], Iterator[Slip | None]]
#: Words that say nothing of what one subject is and another is not.
_COMMON = re.compile("行政|事业|单位|机关|支出|其他|经费|人员|基本|一般|项目|费用|保障|以及|方面|用于|等")
#: 支出减少的主要原因是… of which nothing is left but 支出减少的。
_CHANGES = ("增加的", "减少的", "增长的", "下降的")
#: What the money of most items pays for.
_RUNNING = re.compile("基本支出|人员|公用|运行|运转|日常|工资|办公")
#: The title of a part of a book: 某市水文站2024年单位预算.
_PART = re.compile(r"(?P<name>[^，。；：]{3,40}?)20\d\d年度?(?P<whose>部门|单位)(?:预算|决算)[^，。；：]{0,8}")
#: A unit's name right before what is found: 某市水文站2024年单位预算300.00万元 speaks of that unit.
_NAMED_BEFORE = re.compile(
    r"(?P<name>[^，。；：、\s\"()（）]{2,40}(?:局|委|办|院|校|学|中心|馆|站|所|队|处|园|会|公司|机关|本级))(?:[(（][^()（）]{1,8}[)）])?$"
)
#: So many items before one are looked at for its purpose.
_NEAR = 2
#: So long has a paragraph to be that its second print is no formula.
_LONG = 30
_ORDINAL = re.compile(r"^(?:\d+[.、．)]|\(\d+\)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、)")


def matching(rule: Rule) -> Look:
    """The look of a rule that is a pattern: every heading and paragraph of its parts that the pattern matches."""
    pattern = re.compile(rule.pattern)
    unless = re.compile(rule.unless) if rule.unless else None

    def look(document: Document) -> Iterator[Slip | None]:
        seen: set[str] = set()
        for text in document.texts(*rule.parts):
            folded = fold(text.text)
            found = pattern.search(folded)
            # A paragraph that a text box repeats over a page break stands there twice in the file and once on paper.
            words = _without_ordinal(folded)
            again = len(folded) >= _LONG and words in seen
            seen.add(words)
            if found and not again and not (unless and unless.search(folded)):
                around = _around(folded, found.start(), found.end())
                yield slip_in(text, f"“{around}”", f"“{around}”", found=found[0])
            else:
                yield None

    return look


@lru_cache(maxsize=16_384)
def _without_ordinal(folded: str) -> str:
    return _ORDINAL.sub("", folded)


def _around(text: str, start: int, end: int, room: int = 14) -> str:
    """The words about a place, cut with an ellipsis."""
    before, after = max(0, start - room), min(len(text), end + room)
    return ("…" if before else "") + text[before:after] + ("…" if after < len(text) else "")


def reasons_given(document: Document) -> Iterator[Slip | None]:
    """主要原因 and 主要用于 have something behind them, be it in the next paragraph."""
    rule = load_rulebook().rules["reason-missing"]
    pattern = re.compile(rule.pattern)
    texts = document.explanation
    for text, after in zip_longest(texts, texts[1:]):
        folded = fold(text.text)
        found = pattern.search(folded)
        ends = found is not None and found.end() == len(folded) and not found[0].startswith(_CHANGES)
        goes_on = ends and after and after.role == "paragraph"
        if found and not goes_on:
            around = _around(folded, found.start(), found.end())
            yield slip_in(text, f"“{around}”", f"“{around}”", found=found[0])
        elif "原因" in folded or "用于" in folded:
            yield None


def department_words(document: Document) -> Iterator[Slip | None]:
    """A unit's document that says 本部门, or whose own tables and headings call it a department's."""
    if document.disclosure.scope == "unit":
        yield from _once(document, "department_in_unit", "部门")


def unit_words(document: Document) -> Iterator[Slip | None]:
    """A department's document that says 本单位, or whose own tables and headings call it a unit's."""
    if document.disclosure.scope == "department":
        yield from _once(document, "unit_in_department", "单位")


def _once(document: Document, key: str, word: str) -> Iterator[Slip | None]:
    """One slip for a document, however often the word stands in it."""
    compiled = re.compile(load_rulebook().words[key])
    texts = (t for t in _own_texts(document, word) if not _of_another(t, document))
    own = _own_names(document)
    found = [(t, m) for t in texts for m in compiled.finditer(fold(t.text)) if not _of_unit_before(m, own)]
    if not found:
        yield None
        return
    text, first = found[0]
    around = _around(fold(text.text), first.start(), first.end())
    places = "、".join(dict.fromkeys(_place(t) for t, _ in found if _place(t)))
    where = f"（{places}）" if places else ""
    zh, en = (
        f"{len(found)} 处写“{word}”，如“{around}”{where}",
        f"“{around}”" + (f", {len(found)} times" if len(found) > 1 else ""),
    )
    yield slip_in(text, zh, en, found=first[0])


def _own_texts(document: Document, word: str) -> Iterator[TextBlock]:
    """The texts without the parts of the document that are headed as another's: 某市水文站2024年单位预算."""
    own = _own_names(document)
    is_others = False
    for text in document.conversion.texts:
        if title := _PART.fullmatch(bare(text.text)):
            is_others = title["whose"] == word and title["name"].strip() not in own
        if text.part in ("explanation", "") and not is_others:
            yield text


def _own_names(document: Document) -> set[str]:
    return {fold(name) for name in (document.disclosure.unit_name, document.disclosure.department_name) if name}


def _of_unit_before(match: re.Match[str], own: set[str]) -> bool:
    """Whether the name of another unit, or of its own office, stands right before what is found."""
    before = _NAMED_BEFORE.search(match.string, 0, match.start()) if match[0].startswith("20") else None
    return before is not None and not any(
        before["name"].endswith(name) or name.endswith(before["name"]) for name in own
    )


def _of_another(text: TextBlock, document: Document) -> bool:
    """Whether a line is the title of another document: web pages print those around their own."""
    years = set(re.findall(r"20\d\d(?=年)", fold(text.text)))
    return bool(years) and str(document.year) not in years and "。" not in text.text


def _place(text: TextBlock) -> str:
    return f"第 {text.cell.page} 页" if text.cell.page else f"第 {text.cell.line} 行" if text.cell.line else ""


def purposes_own(document: Document) -> Iterator[Slip | None]:
    """The purpose of an item is its own, and not that of an item just before.

    What it shares no word with is not its own: a purpose that fits the other item alone, or one so particular (not
    the running costs that all items pay for) that two items do not have it by chance.
    """
    pattern = re.compile(load_rulebook().words["purpose"])
    items: list[tuple[TextBlock, str, str]] = []
    for text, name in items_of_text(document):
        found = pattern.search(fold(text.text))
        if found and text.part == "explanation":
            items.append((text, name, found["purpose"]))
    for place, (text, name, purpose) in enumerate(items):
        same = [n for _, n, before in items[max(0, place - _NEAR) : place] if before == purpose and n != name]
        fits_other = same and _common(purpose, same[-1])
        if same and not _common(purpose, name) and (fits_other or not _RUNNING.search(purpose)):
            zh = f"“{name}”的用途“{purpose}”与前面一项“{same[-1]}”相同"
            yield slip_in(text, zh, f"the purpose of {name!r} is that of {same[-1]!r}", label=name, found=purpose)
        elif place:
            yield None


def _common(one: str, other: str) -> set[str]:
    """The pairs of characters that two texts share, words that say nothing left out."""
    return _pairs(one) & _pairs(other)


def _pairs(text: str) -> set[str]:
    return {a + b for part in _COMMON.split(text) for a, b in pairwise(part) if (a + b).isalpha()}


def paragraphs_once(document: Document) -> Iterator[Slip | None]:
    """A paragraph with a figure stands once in its section of a file; a run of repeated ones is one slip."""
    for texts in document.sections.values():
        first: dict[tuple[str, str], TextBlock] = {}
        again: list[int] = []
        for place, text in enumerate(texts):
            words = _without_ordinal(fold(text.text))
            if len(words) < _LONG or first.setdefault((text.cell.file, words), text) is text:
                yield None
            else:
                again.append(place)
        for start, end in runs(again):
            if not _over_a_page_break(texts, first, start):
                yield _repeated(texts[start : end + 1])


def _over_a_page_break(texts: Sequence[TextBlock], first: dict[tuple[str, str], TextBlock], start: int) -> bool:
    """Whether a text box goes on over a page: what is cut off at its foot and head is in the file and not on paper."""
    text, before = texts[start], texts[start - 1]
    earlier = first[text.cell.file, _without_ordinal(fold(text.text))]
    page = text.cell.page
    return page is not None and earlier.cell.page == before.cell.page == page - 1


def _repeated(texts: Sequence[TextBlock]) -> Slip:
    more = f"起的 {len(texts)} 段" if len(texts) > 1 else ""
    begin = fold(texts[0].text)[:24]
    return slip_in(texts[0], f"“{begin}…”{more}", f"“{begin}…”, {len(texts)} paragraphs", found=begin)


def brackets_paired(document: Document) -> Iterator[Slip | None]:
    """（） and 《》 pair in every paragraph of a born-digital document."""
    yield from _paired(document, (("(", ")"), ("《", "》")))


def quotes_paired(document: Document) -> Iterator[Slip | None]:
    """“” pair in every paragraph of a born-digital document."""
    yield from _paired(document, (("“", "”"),), folded=False)


def _paired(document: Document, marks: Sequence[tuple[str, str]], *, folded: bool = True) -> Iterator[Slip | None]:
    """A paragraph that a page break cut in two pairs together with its neighbour, and is passed over."""
    if not document.is_born_digital:
        return
    texts = document.texts("explanation", "glossary")
    words = [_ORDINAL.sub("", fold(t.text) if folded else t.text) for t in texts]
    for place, text in enumerate(texts):
        around = [words[place], "".join(words[max(0, place - 1) : place + 1]), "".join(words[place : place + 2])]
        broken = [p for p in marks if all(_odd(w, *p) for w in around)]
        if not broken:
            yield None
            continue
        opening, closing = broken[0]
        quoted = _unpaired(words[place], opening, closing)
        yield slip_in(text, f"“{quoted}”", f"“{quoted}”", found=opening + closing)


def _odd(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return True
    return depth != 0


def _unpaired(text: str, opening: str, closing: str) -> str:
    """The words about the mark that has no partner."""
    open_: list[int] = []
    for place, character in enumerate(text):
        if character == opening:
            open_.append(place)
        elif character == closing:
            if not open_:
                return _around(text, place, place + 1)
            open_.pop()
    return _around(text, open_[-1], open_[-1] + 1) if open_ else text[:20]


# --- notes ------------------------------------------------------------------------------------------------

_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")


def notes_of_own_table(document: Document) -> Iterator[Slip | None]:
    """A note below a table speaks of its own side (收入, 支出) and its own fund."""
    subject = re.compile(load_rulebook().words["note_subject"])
    for table, text in document.under_title:
        words, title = fold(text.text), fold(table.title)
        note = subject.search(words)
        if not note and not (table.empty and _is_absence(words)):
            continue
        about = note["subject"] if note else words
        wrong = _other_side(about, title) if note else _other_fund(about, title)
        told = f"“{table.title}”下面写的是“{text.text[:40]}”"
        slip = Slip(told, told, text.cell, table.table, table.title, expected=title, found=about[:40])
        yield slip if wrong else None


def _is_absence(words: str) -> bool:
    return bool(re.search("没有|无[^法线]|空表", words))


def _other_side(about: str, title: str) -> bool:
    sides = ("收入", "支出")
    named, own = [s for s in sides if s in about], [s for s in sides if s in title]
    return len(named) == len(own) == 1 and named != own


def _other_fund(about: str, title: str) -> bool:
    named, own = [f for f in _FUNDS if f in about], [f for f in _FUNDS if f in title]
    return len(named) == len(own) == 1 and named != own


#: What is said of any table that is empty, and not of this one.
_MAY_BE_EMPTY = re.compile("的，仍保留|[若如](?:果)?(?:本表)?为空表")


def empty_notes(document: Document) -> Iterator[Slip | None]:
    """A table that is said to be empty has no amount other than zero."""
    for table, text in document.under_title:
        words = fold(text.text)
        if re.search("空表|[本此该]表(?:格)?(?:为空|为零|无数据|没有数据)", words) and not _MAY_BE_EMPTY.search(words):
            amounts = [
                f
                for f in document.facts.get(table.table, ())
                if f.amount and f.cell.page in (None, table.page) and f.cell.file == table.file
            ]
            told = f"“{table.title}”印有 {amounts[0].label} {amounts[0].reported}" if amounts else ""
            yield Slip(told, told, text.cell, table.table, table.title, found=amounts[0].reported) if amounts else None


def absences_true(document: Document) -> Iterator[Slip | None]:
    """A fund that the text says is not used has no amount in any table."""
    phase = "approved" if document.disclosure.kind == "budget" else "executed"
    for text in document.paragraphs:
        words = fold(text.text)
        said = re.match(load_rulebook().words["absence"], words)
        if not said:
            continue
        of_year = (f for f in document.facts.get(_TABLE_OF[said["fund"]], ()) if f.fiscal_year == document.year)
        fact = next((f for f in of_year if f.amount and f.phase == phase), None)
        if fact is None:
            yield None
        else:
            printed = f"{fact.label} {fact.reported} {fact.reported_unit}"
            yield slip_in(text, f"“{words[:40]}”，表中有 {printed}", f"the table has {printed}", found=fact.reported)


_TABLE_OF = {"政府性基金": "government-fund", "国有资本经营": "state-capital", "三公": "three-public"}
