"""Documents that print another disclosure too: the final accounts of last year behind the budget of this one.

A heading that names another year or the other kind begins what is another disclosure's (附：上年度公开的预算表 too),
one that names the document's own ends it; so does 更正前 begin what a correction replaces, and 政府预算 the budget of a
whole government (a township publishes both together).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..table import Block, Paragraph
from ..tables.exhibits import Exhibit
from ..tables.periods import is_of_another_stage
from ..titles import government_kinds, is_title_like
from .held_back import Part, Reason

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
_OF_ANOTHER = Reason(
    "table-of-another-disclosure",
    "“{title}”在“{heading}”下面，是另一份公开的表，{count} 个数未发布；请把两份分开，各自转换",
    "{title!r} stands below {heading!r}: a table of another disclosure; amounts held back: {count}; "
    "convert each disclosure from a file of its own",
)
_OF_CORRECTION = Reason(
    "table-replaced",
    "“{title}”是更正前的（“{heading}”），已经作废，{count} 个数未发布",
    "{title!r} is what the correction replaces ({heading!r}); amounts held back: {count}",
)
_OF_GOVERNMENT = Reason(
    "table-of-government",
    "“{title}”在“{heading}”下面，是整个政府的预算（决算），不是单位的，{count} 个数未发布",
    "{title!r} stands below {heading!r}: a whole government's, no unit's; {count} held back",
)


def parts_of_others(blocks: Sequence[Block], exhibits: Sequence[Exhibit], disclosure: Disclosure) -> Iterator[Part]:
    """The parts that are not of this disclosure as it is valid, by the headings that they begin and end with."""
    texts = [undo_spaces(b.text) if isinstance(b, Paragraph) else "" for b in blocks]
    last = {text: i for i, text in enumerate(texts)}  # a table of contents names headings before
    starts = _starts([(i, text) for i, text in enumerate(texts) if last[text] == i and _begins(text)])
    for (first, year, of), end in zip(starts, [*(i for i, _, _ in starts[1:]), len(texts)], strict=False):
        places, heading = range(first, end), texts[first]
        if of == "replaced":
            yield Part(places, heading, _OF_CORRECTION)
        elif of == "government":
            if government_kinds(filter(is_title_like, texts[first:end])):
                yield Part(places, heading, _OF_GOVERNMENT)
        elif (
            year
            and (year, of) != (disclosure.year, disclosure.kind)
            and (
                year == _LAST_YEAR
                or _is_annex(heading, places, exhibits)
                or _is_another(places, of, exhibits, disclosure)
            )
        ):
            yield Part(places, heading, _OF_ANOTHER)


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
    told = any(doubt.check == _OF_ANOTHER.check for doubt in exhibit.reading.doubts)
    return told or is_of_another_stage(exhibit.run.title, disclosure)
