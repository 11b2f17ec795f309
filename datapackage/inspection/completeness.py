"""What has to be there: 财预〔2016〕143号, its tables, levels of detail, statements and explanations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from ..model import Fact, Origin, PrintedTable, TextBlock
from .document import Document, bare, fold
from .rules import NOWHERE, Requirement, Slip, load_rulebook

Look = Callable[[Document], Iterator[Slip | None]]
_PARTS = {
    "foreign-travel": ("因公出国（境）费", "travel abroad"),
    "vehicle": ("公务用车购置及运行费", "vehicles"),
    "reception": ("公务接待费", "receptions"),
}
_GOODS = ("货物", "工程", "服务")


def tables(document: Document) -> Iterator[Slip | None]:
    """The tables that the kind and the year ask for."""
    for needed in load_rulebook().tables:
        if document.is_local and document.disclosure.scope != "government" and _asked(needed, document):
            yield None if _has_table(needed, document) else _missing_table(needed, document)


def _has_table(needed: Requirement, document: Document) -> bool:
    """Also a statement that there is none of it counts: some years and places print that in place of the table."""
    return needed.table in document.tables


def _missing_table(needed: Requirement, document: Document) -> Slip:
    """A table that no form knew may be the one, where its title names what is missed or it has none."""
    unknown = [t for t in document.unknown_tables if _may_be_money(t)]
    unknown = [t for t in unknown if not t.title or re.search(needed.pattern, fold(t.title))]
    zh, en = needed.zh, needed.en
    if not unknown:
        return Slip(zh, en, table="narrative", label=zh, expected=zh)
    titles = "、".join(f"“{t.title}”" if t.title else "一张没有标题的表" for t in unknown)
    return Slip(
        f"{zh}，可能就是没有认出的{titles}", f"{en}; it may be among the tables that were not recognised",
        label=zh, expected=zh, cause="unknown", outcome="not-checkable",
    )  # fmt: skip


def _may_be_money(table: PrintedTable) -> bool:
    return any(re.fullmatch(r"-?[\d,]+\.\d\d", cell) for row in table.rows for cell in row)


def section(rule: str) -> Look:
    """A look for a section or statement that has to be there, by its words."""

    def look(document: Document) -> Iterator[Slip | None]:
        for needed in load_rulebook().sections:
            if needed.rule == rule and document.is_local and _asked(needed, document) and document.explanation:
                found = any(re.search(needed.pattern, fold(t.text)) for t in _searched(document, rule))
                found = found or any(t in document.tables and not _is_empty(document, t) for t in needed.shown_by)
                found = found or _is_said_to_be_none(needed, document) or _has_own_part(document, needed.pattern)
                yield None if found else Slip(needed.zh, needed.en, label=needed.zh, expected=needed.zh)

    return look


def _is_empty(document: Document, table: str) -> bool:
    return all(t.empty for t in document.tables[table])


def _is_said_to_be_none(needed: Requirement, document: Document) -> bool:
    """Whether the section's own table is printed empty, with the statement that there is nothing to explain."""
    printed = document.tables.get(needed.table, ())
    said = [text for table, text in document.under_title if table in printed]
    return any(t.empty for t in printed) and any(_says_none(t.text) for t in said)


def _searched(document: Document, rule: str) -> list[TextBlock]:
    """A table's title does not explain the table."""
    outside = rule in ("duties-missing", "structure-missing", "glossary-missing")
    return document.texts("explanation", "glossary", "") if outside else document.explanation


def _has_own_part(document: Document, pattern: str) -> bool:
    """Whether a heading outside the explanation (第四部分 绩效评价情况) names it, and sentences stand below."""
    titles = {fold(t.title) for t in document.conversion.tables}
    texts = document.texts("")
    for text, *below in zip(texts, texts[1:], texts[2:], strict=False):
        heading = fold(text.text)
        is_heading = len(heading) <= _HEADING and not heading.endswith("。") and heading not in titles
        if is_heading and re.search(pattern, heading) and any(t.text.endswith("。") for t in below):
            return True
    return False


def _asked(needed: Requirement, document: Document) -> bool:
    return document.disclosure.kind in needed.kinds and document.year >= needed.since


def function_detail(document: Document) -> Iterator[Slip | None]:
    """一般公共预算 and 政府性基金 go down to the 项."""
    for table in ("general-budget-by-function", "government-fund"):
        yield from _detail(document, table, "function_code", 7, "项")


def economic_detail(document: Document) -> Iterator[Slip | None]:
    """Basic expenditure goes down to the 款."""
    yield from _detail(document, "basic-expenditure-by-economic", "economic_code", 5, "款")


def _detail(document: Document, table: str, attribute: str, digits: int, level: str) -> Iterator[Slip | None]:
    coded = [f for f in document.facts.get(table, ()) if getattr(f, attribute)]
    if not coded or not document.is_local:
        return
    deepest = max(len(getattr(f, attribute)) for f in coded)
    title = next((t.title for t in document.tables.get(table, ())), table)
    zh, en = f"“{title}”没有{level}级科目", f"{title!r} has no codes of {digits} digits"
    yield None if deepest >= digits else _at(coded[0], zh, en)


def money_units(document: Document) -> Iterator[Slip | None]:
    """Each table of money prints its unit; only where the characters are the publisher's own, as captions get lost."""
    needed = {r.table for r in load_rulebook().tables}
    for table in document.conversion.tables if document.is_born_digital else ():
        if table.table in needed and not table.empty:
            assumed = any(said.startswith("表上没有印金额单位") for said in table.assumed)
            told = f"“{table.title}”"
            yield Slip(told, told, _place(table), table.table, table.title) if assumed else None


def three_public_parts(document: Document) -> Iterator[Slip | None]:
    """因公出国（境）, 公务用车 and 公务接待 each have a row or column, or the table says that there is none."""
    printed = document.tables.get("three-public", [])
    if not printed or not document.is_local:
        return
    headings = fold("".join("".join(cell for t in printed for row in t.rows for cell in row).split()))
    for zh, en in _PARTS.values():
        found = fold(zh)[:4] in headings
        yield None if found else Slip(zh, en, _place(printed[0]), "three-public", printed[0].title, expected=zh)


def empty_tables(document: Document) -> Iterator[Slip | None]:
    """An empty table has a statement below it, or in the section of the text that bears its name."""
    for table in document.conversion.tables:
        if not table.empty or table.table == "unit-list":
            continue
        said = table.statement or any(_says_none(text.text) for other, text in document.under_title if other is table)
        yield None if said else _unexplained(table, document)


def _unexplained(table: PrintedTable, document: Document) -> Slip:
    """Where the text itself says that there is none, the statement is in another place than it should be."""
    fund = {"government-fund": "政府性基金", "state-capital": "国有资本", "three-public": "三公"}.get(table.table, "")
    told = fund and any(fund in t.text and _says_none(t.text) for t in document.paragraphs)
    more = "，只在情况说明里写了没有" if told else ""
    return Slip(
        f"“{table.title}”{more}", f"{table.title!r}" + ("; only the text says so" if told else ""),
        _place(table), table.table, table.title, severity="info" if told else None,
    )  # fmt: skip


def _says_none(text: str) -> bool:
    return bool(re.search(load_rulebook().words["none"], fold(text)))


def three_public_compared(document: Document) -> Iterator[Slip | None]:
    """The explanation of the three public expenses compares them with the year before."""
    told = [t for t in document.paragraphs if "三公" in fold(t.section) or "三公" in t.text]
    if not told or not document.is_local:
        return
    words = "".join(fold(t.text) for t in document.paragraphs if "三公" in fold("".join(t.path)) or "三公" in t.text)
    said = re.search(load_rulebook().words["compared"], words) or _says_none(words)
    slip = Slip("没有写比上年增减", "no comparison with the year before", told[0].cell, label="“三公”经费")
    yield None if said else slip


def procurement_parts(document: Document) -> Iterator[Slip | None]:
    """A procurement of more than nothing is split into goods, works and services; one part may be all of it."""
    for text in document.paragraphs:
        words = fold(text.text)
        amount = re.search(r"政府采购[^。，；]{0,20}?(\d[\d,.]*)(?:万元|元)", words)
        if "政府采购" in bare(text.section) and amount and float(amount[1].replace(",", "")) > 0:
            section_words = "".join(t.text for t in document.sections[text.path])
            named = any(part in section_words for part in _GOODS)
            yield None if named else Slip(amount[0], amount[0], text.cell, label=bare(text.section))
            return


def changes_explained(document: Document) -> Iterator[Slip | None]:
    """Where a section states a rise or a fall, its text says why, or the sections below it do."""
    reason = re.compile(load_rulebook().words["reason"])
    changed = re.compile(r"(?:增加|减少|增长|下降)(?:了)?(\d[\d,.]*)(?:亿元|万元|元|%)")
    for path, texts in document.sections.items():
        yield from _level_unlike_the_others(texts, reason)
        words = "".join(fold(t.text) for t in texts)
        moved = [m for t in texts for m in _moved(fold(t.text), changed)]
        if not moved or "名词" in path[-1]:
            continue
        below = (t for other, more in document.sections.items() if other[: len(path)] == path != other for t in more)
        words += "".join(fold(t.text) for t in below)
        slip = Slip(f"“{bare(path[-1])}”：{moved[0][0]}", moved[0][0], texts[0].cell, label=bare(path[-1]))
        yield None if reason.search(words) else slip
        yield from _unlike_its_neighbours(texts, changed, reason)


def _moved(words: str, changed: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The changes that a paragraph states, other than of nothing, and does not leave to its parts."""
    for match in changed.finditer(words):
        if float(match[1].replace(",", "").rstrip(".") or 0) > 0 and not _GOES_ON.match(words, match.end()):
            yield match


def _unlike_its_neighbours(
    texts: Sequence[TextBlock], changed: re.Pattern[str], reason: re.Pattern[str]
) -> Iterator[Slip]:
    """The one paragraph of a section that states a change without a reason, where all others give theirs."""
    moved: list[tuple[TextBlock, re.Match[str], bool]] = []
    for text, after in zip_longest(texts, texts[1:]):
        words, next_words = fold(text.text), fold(after.text) if after else ""
        match = next(_moved(words, changed), None)
        if match:
            # What follows gives the reason only where it has no change of its own to explain.
            told = reason.search(words) or (not changed.search(next_words) and reason.search(next_words))
            moved.append((text, match, bool(told)))
    bare_ones = [(text, match) for text, match, told in moved if not told]
    if len(moved) >= _NEIGHBOURS and len(bare_ones) == 1:
        text, match = bare_ones[0]
        yield Slip(f"“{bare(text.section)}”：{match[0]}", match[0], text.cell, label=bare(text.section))


def _level_unlike_the_others(texts: Sequence[TextBlock], reason: re.Pattern[str]) -> Iterator[Slip]:
    """The one statement of a section that an amount is as before without a reason, where all others give theirs."""
    stated: list[tuple[TextBlock, re.Match[str], bool]] = []
    for text, following in zip_longest(texts, texts[1:]):
        words, next_words = fold(text.text), fold(following.text) if following else ""
        found = list(_LEVEL.finditer(words))
        for match, end in zip_longest(found, (m.start() for m in found[1:])):
            after = words[match.end() : end]
            if end is None and not _LEVEL.search(next_words):
                after += next_words
            if not _SPLIT.match(after):
                stated.append((text, match, after.startswith("，") or bool(reason.search(after))))
    bare_ones = [(text, match) for text, match, told in stated if not told]
    if len(stated) >= _NEIGHBOURS and len(bare_ones) == 1:
        text, match = bare_ones[0]
        yield Slip(f"“{bare(text.section)}”：{match[0]}", match[0], text.cell, label=bare(text.section))


#: A line that is longer is no heading.
_HEADING = 30
#: An amount that is as it was, whatever was expected of it.
_LEVEL = re.compile(r"与(?:20\d\d年|上年)[^，。；]{0,12}(?:持平|一致|相同)")
#: What goes on with the parts of an amount is explained there.
_SPLIT = re.compile("[。，；]?其中")
#: So is what a paragraph ends with that leads over to its parts: 增加45.20万元，增长6.03%。其中：
_GOES_ON = re.compile("[^。；]*[。，；]?(?:其中|包括|具体如下|分别为?)[:：]?$")
#: Fewer paragraphs that state a change show no custom of the document.
_NEIGHBOURS = 3


def _at(fact: Fact, zh: str, en: str) -> Slip:
    return Slip(zh, en, fact.cell, fact.table, fact.label, observation_ids=(fact.observation_id,))


def _place(table: PrintedTable) -> Origin:
    return replace(NOWHERE, file=table.file, page=table.page, line=table.first_line)
