"""Documents that print another disclosure too: the final accounts of last year behind the budget of this one.

A heading that names another year or the other kind begins what is another disclosure's (附：上年度公开的预算表 too),
one that names the document's own ends it; so does 更正前 begin what a correction replaces, and 政府预算 the budget of a
whole government (a township publishes both together). Where no heading tells, titles without 决算 tell the tables of a
budget from those of the final accounts that have them too. A sheet named 备份, or after another year than the
document's where nothing printed on it names one, was left over. Nothing of these is an observation here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath
from typing import Literal

from ..datapackage.model import Disclosure
from .codes import undo_spaces
from .forms.reading import Doubt
from .table import Block, Paragraph, Table
from .tables import money
from .tables.exhibits import Exhibit
from .tables.periods import is_of_another_stage
from .titles import government_kinds, is_title_like, year_of

#: 第二部分 2024年度部门决算情况说明: the year, whose it is, the kind; behind it no more than what it is called.
_HEADING = re.compile(
    r"(?P<year>20\d\d)年度?(?:[^，。；：:、\d]{0,30}?)(?:部门|单位)(?P<kind>预算|决算)(?!执行)[^，。；：:、\d]{0,14}$"
)
#: 附：上年度公开的预算表, 附件2 2023年度部门决算公开表: an annex of tables, and no title of one.
_ANNEX = re.compile(
    r"^(?P<annex>附[件表]?[一二三四五六七八九十\d]{0,2}[:：、.]?|第[一二三四五六七八九十]+部分[:：]?|[一二三四五六七八九十]+、)?[^，。；：:、\d]{0,30}?"
    r"(?:(?P<year>20\d\d)年度?|上一?年度?|去年)(?:已|公开|公布|的|部门|单位)*(?P<kind>预算|决算)(?:公开|信息|情况)*(?:套表|表格|附表|表)$"
)
#: The year of a heading that says 上年度: no slip of the pen.
_LAST_YEAR = 1
#: 某局2025年部门预算及2024年部门决算: the title of the document, which begins neither.
_OF_KIND = re.compile(r"20\d\d年度?(?:部门|单位)?(预算|决算)")
#: What a correction prints once more, and what it puts in its place.
_REPLACED, _VALID = re.compile("(?:更正|修改|修订)前|原公开|原公布"), re.compile("(?:更正|修改|修订)后")
_SENTENCE = re.compile("[，。；]")
#: 第一部分 某镇2025年政府预算; 附：四本预算; and the part of the unit behind it.
_GOVERNMENT = re.compile("(?:政府|财政|总|四本|全口径)(?:预算|决算|账)(?!.*(?:部门|单位))")
_OF_UNIT = re.compile(
    "^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、)(?:(?!政府预算|政府决算|财政).)*(?:部门|单位)(?:预算|决算)"
)
_LONGEST = 60
_FINAL = "决算"
_OF_ANOTHER = "table-of-another-disclosure"
#: A table of which most amounts stand in another prints that once more.
_MOSTLY = 0.5
_HEADING_ROWS = 4
#: 2024年收支总表, 三公2024: what a sheet or a file is called; 2024.12.30 and 2024年12月 are when it was saved.
_YEAR_OF_NAME = re.compile(r"(?<!\d)20\d\d(?=年度?(?!\d))|(?<![\d.\-])20\d\d(?![\d.\-年])")
_SET_ASIDE = re.compile("备份|副本|作废|废弃|旧表|旧版|底稿|勿用")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document that is not its own: the heading above it, and why it is not."""

    heading: str
    of: Literal["another", "replaced", "government", "budget", "left over"] = "another"


def of_another(blocks: Sequence[Block], exhibits: Sequence[Exhibit], disclosure: Disclosure) -> dict[int, Part]:
    """The blocks that are not of this disclosure as it is valid, by their ``id``, each with the part that it is in."""
    texts = [undo_spaces(b.text) if isinstance(b, Paragraph) else "" for b in blocks]
    last = {text: i for i, text in enumerate(texts)}  # a table of contents names headings before
    parts = [*_left_over(blocks, exhibits, disclosure), *_parts(texts, last, exhibits, disclosure)]
    return {id(block): part for start, end, part in parts for block in blocks[start:end]}


def held_back(exhibits: Sequence[Exhibit], blocks: Sequence[Block], others: dict[int, Part]) -> list[Exhibit]:
    """The tables, those of another disclosure without their amounts."""
    return [
        _held_back(e, part) if (part := others.get(id(blocks[e.run.first]))) and e.reading.amounts else e
        for e in exhibits
    ]


def without_budget(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> list[Exhibit]:
    """The tables of final accounts, those of a budget that is printed with them without their amounts.

    A kind of table of which one is titled 决算 and another, with other amounts, is not, is printed for a budget too;
    where two kinds are, so is every table that is neither titled so nor prints what was executed.
    """
    if disclosure.kind != "final":
        return list(exhibits)
    titled = [e for e in exhibits if e.form and _is_titled_final(e)]
    printed = [e for e in exhibits if e.form and e.reading.amounts]
    others = [e for e in printed if not _is_titled_final(e) and not _prints_executed(e)]
    others = [e for e in others if not any(_is_print_of(e, t) for t in titled)]
    twice = [e for e in others if any(t.table == e.table and t.owner == e.owner for t in titled)]
    ids = set(map(id, others if len({e.table for e in twice}) > 1 else twice))
    return [_held_back(e, Part("", "budget")) if id(e) in ids else e for e in exhibits]


def _is_titled_final(exhibit: Exhibit) -> bool:
    return _FINAL in undo_spaces(exhibit.run.title)


def _prints_executed(exhibit: Exhibit) -> bool:
    """Whether a heading says 决算数 or 执行数, of no other year than the document's."""
    return any(a.means.get("phase") == "executed" and not a.year for a in exhibit.reading.amounts)


def _is_print_of(exhibit: Exhibit, other: Exhibit) -> bool:
    """Whether a table prints once more what another prints, of which it may be a part."""
    values, known = _values(exhibit), set(_values(other))
    return sum(v in known for v in values) > _MOSTLY * len(values)


def _values(exhibit: Exhibit) -> list[Decimal]:
    return [money.yuan(a.value, a.money_unit or exhibit.money_unit) for a in exhibit.reading.amounts if a.value]


def own(blocks: Sequence[Block], others: dict[int, Part]) -> list[Block]:
    """The blocks that are the document's own."""
    return [block for block in blocks if id(block) not in others]


def _left_over(
    blocks: Sequence[Block], exhibits: Sequence[Exhibit], disclosure: Disclosure
) -> Iterator[tuple[int, int, Part]]:
    """The tables of sheets, or of files among several, whose name says that they are of another year or set aside."""
    tables = {id(table): e for e in exhibits for table in e.run.tables}
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            exhibit = tables.get(id(block))
            first, end = (exhibit.run.first, exhibit.run.last) if exhibit else (index, index + 1)
            printed = [b.text if isinstance(b, Paragraph) else _first_texts(b) for b in blocks[first:end]]
            if (name := _aside(block, disclosure)) and not any(year_of(t) == disclosure.year for t in printed):
                yield first, end, Part(name, "left over")


def _aside(table: Table, disclosure: Disclosure) -> str:
    """The name of the sheet or the file of a table where that says that it is none of this disclosure."""
    for name in (table.name, PurePath(table.origin.file).stem):
        years = {int(year) for year in _YEAR_OF_NAME.findall(undo_spaces(name))}
        if years and disclosure.year not in years:
            return name
    return table.name if _SET_ASIDE.search(table.name) else ""


def _first_texts(table: Table) -> str:
    return " ".join(cell.text for row in table.rows[:_HEADING_ROWS] for cell in row)


def _parts(
    texts: Sequence[str], last: dict[str, int], exhibits: Sequence[Exhibit], disclosure: Disclosure
) -> Iterator[tuple[int, int, Part]]:
    """Where parts that are not the document's own begin and end."""
    own = (disclosure.year, disclosure.kind)
    starts = _starts([(i, text) for i, text in enumerate(texts) if last[text] == i and _begins(text)])
    for (first, year, of), end in zip(starts, [*(i for i, _, _ in starts[1:]), len(texts)], strict=False):
        part = range(first, end)
        if of == "replaced":
            yield first, end, Part(texts[first], "replaced")
        elif of == "government":
            if government_kinds(filter(is_title_like, texts[first:end])):
                yield first, end, Part(texts[first], "government")
        elif (
            year
            and (year, of) != own
            and (
                year == _LAST_YEAR
                or _is_annex(texts[first], part, exhibits)
                or _is_another(part, of, exhibits, disclosure)
            )
        ):
            yield first, end, Part(texts[first])


def _starts(marks: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Where each part begins, its year and what it is; a mark that says again what it is begins none."""
    found: list[tuple[int, int, str]] = []
    for index, text in marks:
        year, of = _named(text)
        before = found[-1][1:] if found else (0, "")
        if (year, of) != before and not (of == "unit" and before[1] != "government"):
            found.append((index, year, of))
    return found


def _begins(text: str) -> bool:
    if len(set(_OF_KIND.findall(text))) > 1:
        return False
    named = _HEADING.search(text) or _ANNEX.match(text) or _GOVERNMENT.search(text) or _OF_UNIT.search(text)
    return 0 < len(text) <= _LONGEST and not _SENTENCE.search(text) and (_is_mark(text) or named is not None)


def _is_mark(text: str) -> bool:
    """Whether a line says that what follows is what a correction replaces, or what it puts in its place."""
    return bool(_REPLACED.search(text) or _VALID.search(text))


def _named(heading: str) -> tuple[int, str]:
    """The year and the kind of the disclosure that a heading names; without a year what else its part is."""
    if _is_mark(heading):
        return 0, "replaced" if _REPLACED.search(heading) else "valid"
    if _GOVERNMENT.search(heading):
        return 0, "government"
    match = _HEADING.search(heading) or _ANNEX.match(heading)
    if not match:
        return 0, "unit"
    return int(match["year"] or _LAST_YEAR), "final" if match["kind"] == _FINAL else "budget"


def _is_annex(heading: str, part: range, exhibits: Sequence[Exhibit]) -> bool:
    """Whether a heading of another disclosure says that its tables are an annex, and the document has others."""
    match = _ANNEX.match(heading)
    return bool(match and (match["annex"] or "").startswith("附")) and any(
        e.form and e.run.first < part.start for e in exhibits
    )


def _is_another(part: range, kind: str, exhibits: Sequence[Exhibit], disclosure: Disclosure) -> bool:
    """Whether the tables of a part bear out its heading, which may be a slip of the pen, or the link of a web page.

    They are of the other kind, as some of their titles say, or each of them stands outside of the part too. A part of
    sentences alone is borne out by the tables of the other kind that stand before it.
    """
    inside = [e for e in exhibits if e.form and e.run.first in part]
    bearing = inside or [e for e in exhibits if e.form and e.run.first < part.start]
    if kind != disclosure.kind and any(_is_of_another(e, disclosure) for e in bearing):
        return True
    return bool(inside) and {e.table for e in inside} <= {
        e.table for e in exhibits if e.form and e.run.first not in part
    }


def _is_of_another(exhibit: Exhibit, disclosure: Disclosure) -> bool:
    told = any(doubt.check == _OF_ANOTHER for doubt in exhibit.reading.doubts)
    return told or is_of_another_stage(exhibit.run.title, disclosure)


def _held_back(exhibit: Exhibit, part: Part) -> Exhibit:
    title, count = exhibit.run.title, len(exhibit.reading.amounts)
    if part.of == "government":
        check = "table-of-government"
        message = f"“{title}”在“{part.heading}”下面，是整个政府的预算（决算），不是单位的，{count} 个数未发布"
        message_en = f"{title!r} stands below {part.heading!r}: a whole government's, no unit's; {count} held back"
    elif part.of == "budget":
        check = _OF_ANOTHER
        message = f"“{title}”的表名没有写决算，同一种表另有决算的，数字不同：像是另一份预算公开的，{count} 个数未发布"
        message_en = (
            f"{title!r} is not titled 决算, another table of its kind is, with other amounts: "
            f"it may be of a budget; {count} amounts are held back"
        )
    elif part.of == "left over":
        check = "table-left-over"
        message = f"“{title}”在工作表（文件）“{part.heading}”里，表上没有写本年度，像是留下的旧表，{count} 个数未发布"
        message_en = (
            f"{title!r} is on a sheet (in a file) named {part.heading!r} and prints no year: it was left over; "
            f"{count} amounts are held back"
        )
    elif part.of == "replaced":
        check = "table-replaced"
        message = f"“{title}”是更正前的（“{part.heading}”），已经作废，{count} 个数未发布"
        message_en = f"{title!r} is what the correction replaces ({part.heading!r}); {count} amounts are held back"
    else:
        check = _OF_ANOTHER
        message = f"“{title}”在“{part.heading}”下面，是另一份公开的表，{count} 个数未发布；请把两份分开，各自转换"
        message_en = (
            f"{title!r} stands below {part.heading!r}: a table of another disclosure; {count} amounts are held back; "
            "convert each disclosure from a file of its own"
        )
    doubt = Doubt(check, message, message_en, exhibit.run.tables[0].origin, label=title)
    reading = exhibit.reading
    return replace(exhibit, reading=replace(reading, amounts=(), doubts=(*reading.doubts, doubt)))
