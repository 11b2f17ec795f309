"""Whose document it is, of which year and kind: from the document itself, held against what the operator says.

The document's own word holds; what the operator's ``sources.toml`` says fills what it does not print, and where both
speak and differ, a finding tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz.distance import LCSseq

from ..datapackage.classification import regions
from ..datapackage.model import Disclosure, Finding, Kind, Unit
from . import government
from .codes import undo_spaces
from .divisions import contains, divide
from .errors import NoDisclosureError
from .forms.form import fold
from .forms.reading import Amount, Interpretation
from .table import Block, Paragraph, by_file
from .titles import is_unit_name

_KIND = r"(?P<open>[(（](?=(?:部门|单位)[)）]))?(?P<scope>部门|单位)?(?(open)[)）])(?:的)?(?:综合)?(?P<kind>预算|决算)"
_WORDS = (
    r"(?:信息|情况|公开|公示|说明|报告|草案|报表|附表|附件|表格|套表|表|文本|文件|材料|资料|内容|定稿|终稿|目录|编制|批复"
    r"|及?[“\"]?三公[”\"]?经费(?:预算|决算)?|更正|的?(?:公告|通知)|的(?=更正|说明)|及|和|、)*"
)
_AFTER = rf"{_WORDS}(?:[(（][^()（）]{{2,16}}[)）])?$"
_TITLE = re.compile(
    rf"^(?:#+)?(?P<name>.*?)(?P<year>20\d\d)年度?(?:省级|市级|区级|县级|本级)?(?:(?:政府|财政)(?:预算|决算)[及和与、])?{_KIND}{_AFTER}"
)
#: The year may stand before the name: 2024年度某市教育局部门预算公开.
_YEAR_FIRST = re.compile(rf"^(?:#+)?(?P<year>20\d\d)年度?(?P<name>.{{3,40}}?){_KIND}{_AFTER}")
#: What a cover may print in a line of its own: the year, the kind, or both name and kind without the year.
_YEAR_LINE = re.compile(r"^[(（]?(?P<year>20\d\d年度?)[)）]?$")
_KIND_LINE = re.compile(rf"^(?:部门|单位)(?:预算|决算){_WORDS}$")
_NAMED_KIND = re.compile(rf"^(?P<name>\D{{4,40}}?)(?P<kind>(?:部门|单位)(?:预算|决算){_WORDS})$")
#: A line of the cover that names the unit itself; it wins over a title that names only the place.
_NAMED = re.compile(
    r"^(?P<label>预算主管部门|预算单位|编制单位|编制部门|单位名称|部门名称|填报单位)[:：](?P<name>.{4,60})$"
)
#: Captions above a table: the year by itself, or behind the unit's name.
_CAPTION_YEAR = re.compile(r"^(20\d\d)年度?$|(?:部门|单位)(?:名称)?[:：].{2,40}?(20\d\d)年度?(?!\d)")
_CAPTION_NAME = re.compile(
    r"^(?:编制|填报|公开|填表|报送)?(?:部门|单位)(?:名称)?[:：](?:[\[【(（]?\d{3,12}[\]】)）]?[-—_]*)?"
    r"(?P<name>[^:：\d]{4,40}?)(?:20\d\d年.*|(?:金额)?单位[:：].*)?$"
)
_TABLE_OF_KIND = re.compile(r"(?:预算|决算)(?:[^，。；：]{0,20})表(?:[(（][^()（）]{1,12}[)）])?$")
_LONGEST_CAPTION = 60
#: What a caption prints beside the name: its code before it, year and unit of money behind it.
_BESIDE_NAME = re.compile(r"^[\[【(（]?\d{3,12}[\]】)）]?[-—_]*|(?:20\d\d年度?|(?:金额)?单位[:：]).*$")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT_YEAR = re.compile(r"[二2][〇○零0Oo][一二三四五六七八九〇○零\dOo]{2}(?=年)")
CENTRE = "100000"
#: Share of the shorter name's characters that the longer must have for both to name one body.
_ALIKE = 0.6
#: What a line holds that is no first half of a title: it is one itself, or prints an amount.
_NO_BEGINNING = re.compile(r"预算|决算|单位[:：]|\d\.\d")
#: Where a web page tells that its reader is, and what its menus offer: no part of a title.
_NAVIGATION = re.compile(r"[>＞»›|｜]|首页|位置[:：]|(?:公开|公告|公示|专栏|动态|导航|登录|要闻)$")
_SPOKEN_OF = re.compile(r"(20\d\d)年(?:度)?[^，。；\d]{0,12}?(预算|决算)")
_FAR_MORE = 2
#: 第三部分某市水务局2025年部门预算情况说明: the part is no part of the name.
_PART_NUMBER = re.compile(r"^第[一二三四五六七八九十\d]+(?:部分|篇|章|节)[:：、\s]*")
#: 某市水务局关于更正2025年部门预算公开信息的公告
_ABOUT = re.compile(
    r"^关于(?:公开|公布|公示)|^关于(?=.*(?:公告|说明|通知)$)|关于(?:更正|公开|公布|公示|重新公开|修订|补充公开)(?=20\d\d年)"
)
#: 某市水务局2025年部门预算（本级）: behind the kind, and still of the name.
_OWN_LEVEL = re.compile(r"[(（](?:机关|局|委|厅|部|院|办|会)?(?:本级|机关)[)）]$")
#: 2024年度部门决算和2025年部门预算公开: two disclosures in one; the one named first is the document's.
_TWO_KINDS = re.compile(
    r"(?P<first>20\d\d年度?(?:部门|单位)?(?P<kind>预算|决算))(?:信息|情况|公开)*[及和与、](?:20\d\d年度?)?(?:部门|单位)?(?!(?P=kind))(?:预算|决算)"
)
#: How many paragraphs from the start may hold the title.
_TITLE_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Hints:
    """What the operator's ``sources.toml`` says of a document; empty where it says nothing."""

    publisher: str = ""
    region: str = ""
    year: int | None = None
    kind: str = ""
    licence: str = ""
    url: str = ""
    retrieved: str = ""


NO_HINTS = Hints()


def identify(path: Path, digest: str, blocks: Sequence[Block], hints: Hints = NO_HINTS) -> Disclosure:
    """The disclosure as its title names it; codes follow from its tables in :func:`complete`.

    Raises:
        NoDisclosureError: no title with a year and 预算 or 决算 is found, and the operator names none.
    """
    every = [_spelt_out(undo_spaces(b.text)) for b in blocks if isinstance(b, Paragraph)]
    texts = _first_texts(blocks)
    found = _title(texts, every)
    of_government = None if found and found.scope else government.recognise(texts)
    if of_government:
        return _government(path, digest, of_government, hints)
    found = found or _of_captions(every)
    if found is None:
        named = None if hints.year and hints.kind else _of_file_name(path.stem)
        found = named or _Titled("", hints.year, "", hints.kind, "")
    name, year, scope, kind, title = found.name, found.year, found.scope, found.kind, found.text
    name = _named(texts, name) or _captioned(every)
    if year is None or not kind:
        raise NoDisclosureError(
            path,
            "没有找到“××年××预算（决算）”的标题，不像是预决算公开",
            "no title with a year and 预算 or 决算 was found: not a disclosure",
        )
    return Disclosure(
        document_id=digest[:16],
        sha256=digest,
        source=path.name,
        title=title,
        region=_region_of_name(name) or _central(blocks),
        unit_code="",
        unit_name=name or hints.publisher,
        department_code="",
        department_name="",
        year=year,
        kind=_kind(kind),
        scope="department" if scope == "部门" else "unit",
        publisher=hints.publisher,
        licence=hints.licence,
        url=hints.url,
        retrieved=hints.retrieved,
    )


def check_one(path: Path, blocks: Sequence[Block]) -> None:
    """Refuse an archive whose files tell that they are disclosures of their own: two years, kinds, or bodies.

    Raises:
        NoDisclosureError: they do.
    """
    told: list[Disclosure] = []
    for own in by_file(blocks):
        with suppress(NoDisclosureError):  # a file of tables tells nothing
            told.append(identify(Path(own[0].origin.file), "", own))
    if not told:
        return
    years, names = {(one.year, one.kind) for one in told}, sorted({one.unit_name for one in told}, key=len)
    if len(years) > 1 or not all(names[-1].endswith(name) for name in names):
        raise several(path, sorted(f"{one.unit_name} {one.year} {one.kind}" for one in told))


def several(path: Path, what: Sequence[str]) -> NoDisclosureError:
    """The error that an archive holds more than one disclosure, of which ``what`` tells."""
    listed = "、".join(what[:4])
    return NoDisclosureError(
        path,
        f"压缩包里不止一份公开（{listed}），请解压，在 sources.toml 里分别列出",
        f"the archive holds more than one disclosure ({listed}); unpack it and list them in sources.toml",
    )


def _of_captions(every: Sequence[str]) -> _Titled | None:
    """What the captions of all tables say alike, where no title stands: 支出决算表, 部门：某市博物馆, 2023年度.

    None where they name two years, or no table says whether it is of a budget or of final accounts.
    """
    captions = [text for text in every if len(text) <= _LONGEST_CAPTION]
    years = {int(m[1] or m[2]) for text in captions if (m := _CAPTION_YEAR.search(text))}
    kinds = ["决算" if "决算" in m[0] else "预算" for text in captions if (m := _TABLE_OF_KIND.search(text))]
    if len(years) != 1 or not kinds:
        return None
    # Final accounts print 一般公共预算 in their titles too, budgets never 决算.
    return _Titled(_captioned(every), years.pop(), "", max(kinds), "")


def _captioned(every: Sequence[str]) -> str:
    """The one name that the captions of all tables say alike, "" where they say several or none."""
    captions = [text for text in every if len(text) <= _LONGEST_CAPTION]
    names = {m["name"] for text in captions if (m := _CAPTION_NAME.match(text)) and is_unit_name(m["name"])}
    return names.pop() if len(names) == 1 else ""


def _of_file_name(stem: str) -> _Titled | None:
    """The title that a file bears as its name: workbooks often print the year nowhere else."""
    return next(_titles([_spelt_out(undo_spaces(re.sub(r"^(?:附件\d*|\d{1,3})[:：、.．\s_-]+", "", stem)))]), None)


def from_file_name(disclosure: Disclosure, blocks: Sequence[Block], hints: Hints) -> list[Finding]:
    """A finding where year and kind stand in the file's name only: whoever renames it makes another document of it."""
    every = [_spelt_out(undo_spaces(b.text)) for b in blocks if isinstance(b, Paragraph)]
    printed = _title(_first_texts(blocks), every) or _of_captions(every)
    if disclosure.scope == "government" or (hints.year and hints.kind) or printed:
        return []
    return [
        Finding(
            document_id=disclosure.document_id,
            check="identity-from-file-name",
            severity="info",
            outcome="not-checkable",
            cause="publisher",
            message=f"文中没有印年度和预算（决算）的标题，取自文件名“{disclosure.title}”",
            message_en="no title with a year is printed; year and kind are taken from the name of the file",
            found=disclosure.title,
        )
    ]


def _named(texts: Sequence[str], title: str) -> str:
    """The name on the cover or above the tables; that of the title where the tables are of one unit after another."""
    found = [(m["label"], _BESIDE_NAME.sub("", m["name"])) for t in texts if (m := _NAMED.match(t))]
    several = Counter(label for label, _ in set(found))
    return title if title and max(several.values(), default=0) > 1 else found[0][1] if found else title


def _first_texts(blocks: Sequence[Block]) -> list[str]:
    """The paragraphs that may hold the title: the first of each file."""
    texts = ([b.text for b in own if isinstance(b, Paragraph)][:_TITLE_WITHIN] for own in by_file(blocks))
    return [_spelt_out(undo_spaces(text)) for own in texts for text in own]


def _government(path: Path, digest: str, title: government.Title, hints: Hints) -> Disclosure:
    """The disclosure of a whole government, whose name is its division's."""
    return Disclosure(
        document_id=digest[:16],
        sha256=digest,
        source=path.name,
        title=title.text,
        region=title.region,
        unit_code="",
        unit_name=title.name,
        department_code="",
        department_name="",
        year=title.year,
        kind=title.kind,
        scope="government",
        publisher=hints.publisher,
        licence=hints.licence,
        url=hints.url,
        retrieved=hints.retrieved,
    )


@dataclass(frozen=True, slots=True)
class _Titled:
    """What a title prints."""

    name: str
    year: int | None
    scope: str
    kind: str
    text: str


def _title(texts: Sequence[str], every: Sequence[str]) -> _Titled | None:
    """The title among the first ``texts``: the first, unless the whole document speaks far more of another's year.

    A web page may print the titles of other documents above its own.
    """
    found = list(_titles(texts))
    if not found:
        return None
    spoken = Counter((int(m[1]), m[2]) for text in every for m in _SPOKEN_OF.finditer(text))
    best = max(found, key=lambda t: spoken[t.year or 0, t.kind])
    return (
        best if spoken[best.year or 0, best.kind] > _FAR_MORE * spoken[found[0].year or 0, found[0].kind] else found[0]
    )


def _titles(texts: Sequence[str]) -> Iterator[_Titled]:
    """What may be a title, over one line, or two."""
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        is_apart = _NO_BEGINNING.search(text) or _NAVIGATION.search(text)
        candidates = (text,) if is_apart else (text, text + following)
        for printed in (*candidates, _cover(texts[index : index + 3])):
            candidate = _TWO_KINDS.sub(r"\g<first>", _ABOUT.sub("", printed))
            match = _TITLE.match(candidate) or _year_first(candidate)
            if match:
                # A title over two lines may print the publisher above the year.
                above = texts[index - 1] if index and not match["name"] else ""
                above = "" if _NAVIGATION.search(above) else above
                name = match["name"] or above
                name = _PART_NUMBER.sub("", re.split("[>＞»›|｜]", name)[-1])
                own_level = _OWN_LEVEL.search(candidate)
                name += own_level[0] if own_level and name else ""
                yield _Titled(name, int(match["year"]), match["scope"] or "", match["kind"], above + printed)
                break


def _cover(lines: Sequence[str]) -> str:
    """The title of a cover that prints year, name and kind in lines of their own, in whatever order; "" for others."""
    years = [m["year"] for line in lines if (m := _YEAR_LINE.match(line))]
    kinds = [line for line in lines if _KIND_LINE.match(line)]
    names = [
        line for line in lines if is_unit_name(line) and not _NO_BEGINNING.search(line) and not _NAVIGATION.search(line)
    ]
    if len(years) == len(kinds) == len(names) == 1:
        return names[0] + years[0] + kinds[0]
    named = [m for line in lines[:2] if (m := _NAMED_KIND.match(line)) and is_unit_name(m["name"])]
    beside = [m["year"] for line in lines[:2] if (m := _YEAR_LINE.match(line))]
    return named[0]["name"] + beside[0] + named[0]["kind"] if len(named) == len(beside) == 1 else ""


def _year_first(text: str) -> re.Match[str] | None:
    """A title that begins with the year, where what follows is the name of a unit."""
    match = _YEAR_FIRST.match(text)
    return match if match and is_unit_name(match["name"]) else None


def _spelt_out(text: str) -> str:
    """``text`` with a year in digits: 二〇二四年 and 2O24年 are 2024年."""
    return _SPELT_YEAR.sub(lambda m: m[0].translate(_DIGITS).replace("O", "0").replace("o", "0"), text)


def _kind(word: str) -> Kind:
    return "final" if word in ("决算", "final") else "budget"


def read_units(disclosure: Disclosure, readings: Sequence[Interpretation]) -> dict[str, Unit]:
    """The units that the tables name, by code, each with the fullest of the names printed for it."""
    names: dict[str, list[Amount]] = {}
    for reading in readings:
        for amount in reading.amounts:
            if amount.code_kind == "unit":
                names.setdefault(amount.code, []).append(amount)
    units: dict[str, Unit] = {}
    for code, amounts in sorted(names.items()):
        parent = max((c for c in names if c != code and code.startswith(c)), key=len, default="")
        units[code] = Unit(
            document_id=disclosure.document_id,
            unit_code=code,
            unit_name=_fullest([a.label for a in amounts], disclosure.unit_name),
            parent_code=parent,
            role="unit" if parent else "department",
            cell=amounts[0].cell,
        )
    return units


def _fullest(printed: Sequence[str], own_name: str) -> str:
    """The name that the other prints of it are cuts of; one that is the document's own is taken from its title."""
    candidates = sorted({p for p in printed if p}, key=lambda p: (-len(p), p))
    if not candidates:
        return ""
    if any(fold(c) == fold(own_name) for c in candidates):
        return own_name
    return candidates[0]


def complete(
    disclosure: Disclosure, units: Mapping[str, Unit], readings: Sequence[Interpretation], hints: Hints = NO_HINTS
) -> Disclosure:
    """The disclosure with the codes that its tables print: unit, department, region; the hints fill what is missing."""
    own = [u for u in units.values() if fold(u.unit_name) == fold(disclosure.unit_name)]
    unit = own[0] if len(own) == 1 else _only_leaf(units, disclosure)
    department = units.get(unit.parent_code) if unit else None
    if department is None and disclosure.scope == "department":
        department = unit
    covers = disclosure.unit_name if disclosure.scope == "department" else ""
    return replace(
        disclosure,
        unit_code=unit.unit_code if unit else "",
        department_code=department.unit_code if department else "",
        department_name=department.unit_name if department else covers,
        region=_narrower(_region_of_projects(readings) or disclosure.region, hints.region),
    )


def _only_leaf(units: Mapping[str, Unit], disclosure: Disclosure) -> Unit | None:
    """In the document of one unit, the one code that has no code below it, if its name can be the unit's."""
    leaves = [u for c, u in units.items() if not any(o != c and o.startswith(c) for o in units)]
    if disclosure.scope != "unit" or len(leaves) != 1:
        return None
    name, own = fold(leaves[0].unit_name), fold(disclosure.unit_name)
    return leaves[0] if LCSseq.similarity(name, own) >= 0.8 * len(name) else None


def of_government(disclosure: Disclosure, hints: Hints = NO_HINTS) -> Disclosure:
    """The disclosure of a whole government, which has no unit and no department."""
    region = _narrower(disclosure.region, hints.region)
    return replace(disclosure, scope="government", region=region, department_code="", department_name="")


def contradictions(disclosure: Disclosure, hints: Hints) -> list[Finding]:
    """What the operator says and the document says otherwise; the document's word is what was published."""
    pairs = (
        ("年度", "year", str(disclosure.year), str(hints.year or "")),
        ("种类", "kind", disclosure.kind, _kind(hints.kind) if hints.kind else ""),
        ("行政区划", "region", disclosure.region, hints.region),
        ("发布单位", "publisher", disclosure.unit_name, hints.publisher),
    )
    return [
        _contradiction(disclosure, zh, field, own, told)
        for zh, field, own, told in pairs
        if own and told and not _compatible(field, own, told, disclosure)
    ]


def _compatible(field: str, own: str, told: str, disclosure: Disclosure) -> bool:
    if field == "region":
        return contains(own, told) or contains(told, own)
    if field == "publisher":
        names = [fold(n) for n in (own, disclosure.department_name) if n]
        return any(LCSseq.similarity(n, fold(told)) >= _ALIKE * min(len(n), len(fold(told))) for n in names)
    return own == told


def _contradiction(disclosure: Disclosure, zh: str, field: str, own: str, told: str) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check="identity-contradicted",
        severity="warning",
        outcome="failed",
        cause="unknown",
        message=f"来源清单说{zh}是“{told}”，文档自己印的是“{own}”，以文档为准",
        message_en=f"the list of sources says {field} {told!r}, the document itself {own!r}; the document's is used",
        label=field,
        expected=told,
        found=own,
    )


def _narrower(own: str, told: str) -> str:
    """The region that the document prints; the operator's where it prints none, or where that lies inside it."""
    return told if not own or (told and contains(own, told)) else own


def _region_of_projects(readings: Sequence[Interpretation]) -> str:
    """The division that most project codes begin with."""
    codes = Counter(a.code[:6] for r in readings for a in r.amounts if a.code_kind == "project")
    ranked = sorted(codes, key=lambda code: (-codes[code], code))
    return next((code for code in ranked if regions().name(code)), "")


def _region_of_name(name: str) -> str:
    """The division that a unit's name begins with, 100000 for an organ of the centre; "" when unclear."""
    return CENTRE if re.match(_centre()["organs"], name) else divide(name)[0]


def _central(blocks: Sequence[Block]) -> str:
    """100000 where the text says that the unit is the centre's: where its money comes from, or whose it is."""
    patterns = [re.compile(_centre()[key]) for key in ("funding", "belonging")]
    texts = (undo_spaces(b.text) for b in blocks if isinstance(b, Paragraph))
    return CENTRE if any(p.search(text) for text in texts for p in patterns) else ""


@cache
def _centre() -> dict[str, str]:
    data = yaml.safe_load(Path(__file__).with_name("central.yaml").read_text("utf-8"))
    return {key: re.sub(r"\s", "", value) for key, value in data.items()}
