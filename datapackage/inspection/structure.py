"""How the document is put together: numbering, years in titles, contents, empty sections and pages, dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, zip_longest

from ..classification import fold_name
from ..model import TextBlock
from .document import Document, bare, fold, runs, slip_in
from .rules import NOWHERE, Slip, load_rulebook

_DIGITS = "一二三四五六七八九"
_STYLES = (
    re.compile(rf"(?P<n>[{_DIGITS}十]{{1,3}})、"),
    re.compile(rf"\((?P<n>[{_DIGITS}十]{{1,3}})\)"),
    re.compile(r"(?P<n>\d{1,2})(?:、|[.．](?!\d))"),
)
_TITLE = re.compile(r"(?:预算|决算|收支|收入|支出|经费).{0,12}(?:表|说明|情况)$")
#: The sentence that stands for the title of the list of units.
_SCOPE = re.compile(r"(?P<year>20\d\d)年(?:度)?[^。，：]{0,30}[预决]算(?:的)?(?:编[制报]|汇编)范围")
#: Words of an entry of the contents that need not come back: the page it stands on, its dots.
_LEADER = re.compile(r"[.…·．\s]+\d*$")
_DEADLINE = timedelta(days=20)


def numbering(document: Document) -> Iterator[Slip | None]:
    """Numbers of one style below one heading count up by one; a new list begins with one."""
    previous: dict[tuple[tuple[str, ...], int], int] = {}
    seen: set[str] = set()
    for text in document.explanation:
        style, number = _number(fold(text.text))
        if not number or fold(text.text) in seen:
            continue
        seen.add(fold(text.text))  # a paragraph that is printed twice is told as that
        before = previous.get((text.path, style), 0)
        previous[text.path, style] = number
        if number == 1 or number == before + 1 or (not before and text.role == "paragraph"):
            yield None
        else:
            told = f"“{text.text[:16]}…”前面是第 {before} 项" if before else f"“{text.text[:16]}…”前面没有第 1 项"
            yield slip_in(text, told, f"number {number} after {before}", found=str(number), expected=str(before + 1))


def _number(text: str) -> tuple[int, int]:
    """The style of the number that a text begins with, and the number; 0 where there is none."""
    for style, pattern in enumerate(_STYLES):
        match = pattern.match(text)
        if match:
            return style, int(match["n"]) if match["n"].isdigit() else _chinese(match["n"])
    return 0, 0


def _chinese(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    whole = 10 * (_DIGITS.index(tens) + 1 if tens else 1) if ten else 0
    return whole + (_DIGITS.index(ones) + 1 if ones else 0)


def title_years(document: Document) -> Iterator[Slip | None]:
    """The year in the title of a table or a section is that of the document."""
    if document.disclosure.scope == "government":
        return  # a government reports the execution of one year beside the budget of the next
    titles = [
        (t.title, replace(NOWHERE, file=t.file, page=t.page, line=t.first_line), t.table)
        for t in document.conversion.tables
    ]
    headings = [(t.text, t.cell, "narrative") for t in document.explanation if t.role == "heading"]
    for title, cell, table in (*titles, *headings):
        match = re.search(load_rulebook().words["own_year"], fold(title))
        scope = _SCOPE.search(fold(title))
        if scope or (match and len(title) <= 60 and _TITLE.search(bare(title))):
            match = scope or match
            assert match is not None
            told, own = f"“{title}”", str(document.year)
            slip = Slip(told, told, cell, table, title, expected=own, found=match["year"])
            yield None if match["year"] == own else slip


def years_of_texts(document: Document) -> Iterator[Slip | None]:
    """What is said of a year's work before the tables is said of the year of the document."""
    pattern = re.compile(load_rulebook().words["of_year"])
    for text in document.texts(""):
        for match in pattern.finditer(fold(text.text)):
            own = {document.year, document.year - 1} if document.disclosure.kind == "budget" else {document.year}
            told = f"“{fold(text.text)[match.start() : match.start() + 24]}…”"
            yield None if int(match["year"]) in own else slip_in(text, told, told, found=match["year"])


#: The number of a part or a table, which its entry in the contents may not have.
_NUMBERED = re.compile(r"^\s*(?:第[一二三四五六七八九十]+部分|附?表[\d一二三四五六七八九十]+(?:-\d+)?[.、．:：]?)")


def contents_entries(document: Document) -> Iterator[Slip | None]:
    """What the table of contents lists, the document has as heading, title or line of its own."""
    if not document.is_born_digital:
        return
    listed = document.texts("contents")
    pages = {_page(t) for t in listed[:1]}
    # What looks like an entry on a later page is the title itself.
    rest = [t for t in document.conversion.texts if t.part != "contents" or _page(t) not in pages]
    printed = {_key(t.text) for t in rest} | {_key(part) for t in rest for part in t.path}
    printed |= {_key(t.title) for t in document.conversion.tables}
    whole = "".join(_key(t.text) for t in rest)
    for text in (t for t in listed if _page(t) in pages):
        entry = re.sub("^(?:部门|单位)", "", _key(_LEADER.sub("", text.text)))
        if len(entry) < 4:
            continue
        found = entry in whole or any(_nearly(entry, other) for other in printed)
        yield None if found else Slip(f"“{entry}”", f"“{entry}”", text.cell, label=entry, found=entry)


def _page(text: TextBlock) -> tuple[str, int | None]:
    return text.cell.file, text.cell.page


def _key(text: str) -> str:
    return re.sub(r"[\"“”]", "", fold_name(bare(_NUMBERED.sub("", text))))


def _nearly(entry: str, other: str) -> bool:
    """Titles are shortened in the contents, or bear the owner's name in the text."""
    from rapidfuzz.fuzz import partial_ratio, ratio

    return len(other) >= 4 and (ratio(entry, other) >= 80 or (len(other) > 6 and partial_ratio(entry, other) >= 90))


def sections_filled(document: Document) -> Iterator[Slip | None]:
    """Below a heading of the explanation stands a paragraph or a lower heading."""
    texts = document.explanation
    for text, after in zip_longest(texts, texts[1:]):
        if text.role != "heading":
            continue
        deeper = after is not None and (after.role == "paragraph" or len(after.path) > len(text.path))
        told = f"“{text.text}”"
        yield None if deeper or _table_follows(text, document) else slip_in(text, told, told, label=bare(text.text))


def _table_follows(text: TextBlock, document: Document) -> bool:
    """A table that is printed in place of a text, or a heading that the page after carries on."""
    pages = {(t.file, t.page) for t in document.conversion.tables}
    pages |= {(p.cell.file, p.cell.page) for p in document.conversion.projects}
    file, page = _page(text)
    return page is None or (file, page) in pages or (file, page + 1) in pages


def blank_pages(document: Document) -> Iterator[Slip | None]:
    """Pages between others on which nothing is printed, as far as the reader saw."""
    everything = document.conversion
    seen = {(t.file, t.page) for t in everything.tables}
    seen |= {(t.cell.file, t.cell.page) for t in (*everything.texts, *everything.facts, *everything.targets)}
    pages = sorted((file, page) for file, page in seen if page)
    for (file, before), (same_file, after) in pairwise(pages):
        for first, last in runs(range(before + 1, after)) if file == same_file else ():
            zh = f"第 {first} 页" if first == last else f"第 {first} 至 {last} 页"
            yield Slip(zh, f"page {first}" if first == last else f"pages {first} to {last}",
                       replace(NOWHERE, file=file, page=first), cause="unknown", found=str(first))  # fmt: skip
        yield None


# --- dates ------------------------------------------------------------------------------------------------


def dates_possible(document: Document) -> Iterator[Slip | None]:
    """A date that is written out is one of the calendar."""
    for text, match in _dates(document, "date"):
        told = f"“{match[0]}”"
        yield None if _date(match) else slip_in(text, told, told, found=match[0])


def assets_dates(document: Document) -> Iterator[Slip | None]:
    """State assets are counted at the end of the year before (budget) or of the year (final accounts)."""
    for text, match in _dates(document, "assets_date"):
        if not re.search("国有资产|车辆|固定资产", fold(text.text) + text.section):
            continue
        own = document.year
        expected = {own} if document.disclosure.kind == "final" else {own - 1, own}
        told = f"“{match[0]}”，应在 {max(expected) if document.disclosure.kind == 'final' else own - 1} 年"
        yield None if int(match["year"]) in expected else slip_in(text, told, told, found=match["year"])


def deadlines(document: Document) -> Iterator[Slip | None]:
    """Where a document states when it was approved and when published, at most twenty days lie between."""
    approved = next((d for _, m in _dates(document, "approved_on") if (d := _date(m))), None)
    for text, match in _dates(document, "published_on"):
        published = _date(match)
        if approved and published:
            told = f"{approved.isoformat()} 批复，{published.isoformat()} 公开"
            late = published - approved > _DEADLINE
            yield slip_in(text, told, f"approved {approved}, published {published}", found=match[0]) if late else None


def _dates(document: Document, word: str) -> Iterator[tuple[TextBlock, re.Match[str]]]:
    pattern = re.compile(load_rulebook().words[word])
    for text in document.texts("explanation", ""):
        for match in pattern.finditer(fold(text.text)):
            yield text, match


def _date(match: re.Match[str]) -> date | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    possible = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return date(year, month, day) if possible else None
