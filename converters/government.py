"""Budgets and final accounts of a whole government: another genre than a unit's disclosure, recognised and kept whole.

预算法 has the finance department publish the government's own budget (全市、市级一般公共预算 …) and the units theirs.
A government's tables look alike and mean something else, so none of their amounts becomes an observation of a unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..datapackage.model import Conversion, Disclosure, Finding, Kind, PrintedTable
from .codes import undo_spaces
from .divisions import divide
from .narrative.outline import texts
from .table import Block, Paragraph, Table
from .tables import money

_YEAR = r"20\d\d"
_FUND = "一般公共预算|公共财政预算|政府性基金预算|国有资本经营预算|社会保险基金预算"
_LEVEL = "全[省市区县州盟旗]|[省市区县州]本?级|本级|地方"
#: The title of one table, or of a volume: 武汉市2024年全市一般公共预算支出决算表, 2021年海南省省级政府预算表.
_TABLE = re.compile(
    rf"^(?P<before>[^\d]{{0,20}}?)(?P<year>{_YEAR})年度?(?P<behind>[^\d]{{0,20}}?)"
    rf"(?P<level>(?:{_LEVEL})?)(?:地方)?(?P<what>政府|财政|{_FUND}|总预算|总决算|预算|决算)(?P<rest>[^\d。；]{{0,30}})$"
)
#: The report to the people's congress: 关于××市2025年预算执行情况与2026年预算（草案）的报告.
_REPORT = re.compile(rf"^(?:关于)?(?P<before>[^\d]{{0,20}}?){_YEAR}年.*(?:预算|决算).*报告$")
_STATED = re.compile(rf"(?P<year>{_YEAR})年(?:(?!{_YEAR}).)*?(?P<kind>预算(?!执行)|决算)")
_NO_GOVERNMENT = re.compile("部门|单位")
#: What stands between a title and its grid, or below a grid, and is no title.
_CAPTION = re.compile(
    r"^(?:金额)?单位[:：]|^附[件表]?\d*[:：]?$|^(?:公开)?\d*表?[一二三四五六七八九十\d\-.]*表?$|^预算年度|^(?:注|说明|备注)[:：\d]|^\W*$|^第?\d+页?$"
)
_LONGEST = 80
#: So many paragraphs above a grid are looked at for its captions.
_NEAR = 4
_OWN_NAME = re.compile(rf"^(?:人民政府|政府)?(?:{_LEVEL})?$")
#: 石桥镇, 东湖高新区, of which the list of divisions has none: it ends with the counties, and holds no zones.
_PLACE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,20}(?:镇|乡|苏木|街道|[省市县旗州盟]|(?<![园校社])区))"
    r"(?:人民政府|政府|办事处|管委会|管理委员会)?"
)
#: What only a government has, where the name before it may be anybody's.
_OF_GOVERNMENT = frozenset({"政府", "财政", "总预算", "总决算"})
#: What a title is numbered with: 附件1：, 表1-2.
_NUMBER = re.compile(r"^(?:附[件表]?[一二三四五六七八九十\d\-]*|表[一二三四五六七八九十\d\-]+)[:：.、]?")


@dataclass(frozen=True, slots=True)
class Title:
    """What the title of a government's document says; ``region`` is "" for a place that no list of divisions has."""

    region: str
    name: str
    year: int
    kind: Kind
    text: str


def recognise(texts: Sequence[str]) -> Title | None:
    """The title of a government's budget or final accounts among the first paragraphs, or None."""
    return next((title for text in texts if (title := _title(text))), None)


def _title(text: str) -> Title | None:
    bare = _NUMBER.sub("", text.translate(str.maketrans("（）", "()")).replace(" ", ""))
    if _NO_GOVERNMENT.search(bare):
        return None
    match = _REPORT.match(bare) or _TABLE.match(bare)
    if not match:
        return None
    groups = match.groupdict()
    for printed in (groups["before"].removeprefix("关于"), groups.get("behind") or ""):
        region, rest = divide(printed)
        if region and _OWN_NAME.match(rest):
            year, kind = _stated(bare)
            name = printed.removesuffix(rest)
            return Title(region, name, year, kind, text)
    place = _PLACE.fullmatch(groups["before"].removeprefix("关于"))
    if place and groups.get("what") in _OF_GOVERNMENT:
        return Title(divide(place["name"])[0], place["name"], *_stated(bare), text)
    return None


def _stated(title: str) -> tuple[int, Kind]:
    """Year and kind that a title states: of the budget laid before the congress, not of the execution reported too."""
    bare = re.sub(f"(?:{_FUND})(?=.*(?:预算|决算))", "", title)
    match = _STATED.search(bare)
    if match:
        return int(match["year"]), "final" if match["kind"] == "决算" else "budget"
    years = re.findall(f"({_YEAR})年", title)
    return int(years[0]), "final" if "决算" in title else "budget"


def convert(disclosure: Disclosure, blocks: Sequence[Block], redactions: dict[str, int]) -> Conversion:
    """The document kept whole: every table as printed, no observation, and a finding that says so."""
    tables = tuple(_printed(number, grids) for number, grids in enumerate(_gather(blocks), start=1))
    return Conversion(
        disclosure=disclosure,
        findings=(_finding(disclosure, len(tables)), *([] if disclosure.region else [_region_unknown(disclosure)])),
        tables=tables,
        texts=tuple(texts(blocks)),
        redactions=redactions,
    )


@dataclass(slots=True)
class _Grids:
    """The grids of one printed table, under its title and captions."""

    title: str
    notes: list[Paragraph]
    grids: list[Table]


def _gather(blocks: Sequence[Block]) -> list[_Grids]:
    """The tables in reading order; a grid with no text before it and as many columns goes on with the one above."""
    gathered: list[_Grids] = []
    title, notes = "", list[Paragraph]()
    for block in blocks:
        if isinstance(block, Paragraph):
            notes.append(block)
            if not _CAPTION.search(undo_spaces(block.text)):
                title = block.text.strip()
        elif not title and gathered and _goes_on(gathered[-1].grids[-1], block):
            gathered[-1].grids.append(block)
            notes = []
        else:
            gathered.append(_Grids(title[:_LONGEST] or block.name, notes[-_NEAR:], [block]))
            title, notes = "", []
    return gathered


def _goes_on(above: Table, below: Table) -> bool:
    return above.name == below.name and len(above.rows[0]) == len(below.rows[0])


def _printed(number: int, printed: _Grids) -> PrintedTable:
    origin = printed.grids[0].origin
    return PrintedTable(
        table=f"other-{number}",
        title=printed.title,
        money_unit=money.unit_of(printed.notes, printed.grids),
        first_line=origin.line,
        file=origin.file,
        page=origin.page,
        rows=tuple(tuple(c.text.strip() for c in row) for table in printed.grids for row in table.rows),
        form="",
        confidence=0.0,
        assumed=(),
        empty=False,
        statement="",
    )


def _finding(disclosure: Disclosure, tables: int) -> Finding:
    name, year = disclosure.unit_name, disclosure.year
    kind, kind_en = ("决算", "final accounts") if disclosure.kind == "final" else ("预算", "budget")
    return Finding(
        document_id=disclosure.document_id,
        check="government-budget",
        severity="warning",
        outcome="not-checkable",
        cause="unknown",
        message=f"这是{name}{year}年政府{kind}，不是单位的公开；{tables} 张表原样保留，没有数作为单位的观测值发布",
        message_en=f"this is the {kind_en} of a whole government ({name}, {year}), not a unit's disclosure; "
        f"tables kept as printed: {tables}; no amount is published as a unit's observation",
        label=disclosure.title,
    )


def _region_unknown(disclosure: Disclosure) -> Finding:
    name = disclosure.unit_name
    return Finding(
        document_id=disclosure.document_id,
        check="region-unknown",
        severity="warning",
        outcome="not-checkable",
        cause="publisher",
        message=f"文中没有说{name}在哪个县（市、区），数据包的地区是 000000；"
        "请在 sources.toml 里写 region = “六位行政区划代码”",
        message_en=f"the document does not say which county {name} is in, and its package has region 000000; give the "
        "six digits of its division as region in sources.toml",
        label=name,
    )
