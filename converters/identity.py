"""Whose document it is, of which year and kind: from the document itself, held against what the operator says.

The document's own word holds; what the operator's ``sources.toml`` says fills what it does not print, and where both
speak and differ, a finding tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path

import yaml
from rapidfuzz.distance import LCSseq

from ..datapackage.classification import regions
from ..datapackage.model import Disclosure, Finding, Kind, Unit
from . import government
from .belonging.governments import has_tables_of_department
from .codes import undo_spaces
from .cover import (
    Titled,
    adjustment_among,
    as_line,
    name_of_captions,
    name_of_table_titles,
    name_over_lines,
    title_among,
    title_of_captions,
    title_of_file_name,
)
from .divisions import city_of_zone, contains, divide
from .errors import NoDisclosureError
from .forms.form import fold, load_forms
from .forms.reading import Amount, Interpretation
from .table import Block, Paragraph, Table, by_file
from .titles import government_kinds, is_title_like, is_unit_name

#: A line of the cover that names the unit itself; it wins over a title that names only the place.
_NAMED = re.compile(
    r"^(?P<label>预算主管部门|预算单位|编制单位|编制部门|单位名称|部门名称|填报单位)[:：](?P<name>.{4,60})$"
)
#: What a caption prints beside the name: its code before or behind it, year and unit of money behind it.
_BESIDE_NAME = re.compile(
    r"^[\[【(（]?\d{3,12}[\]】)）]?[-—_]*|(?:[\[【(（]\d{3,12}[\]】)）]|(?<=\D)\d{6,12}$|[(（][盖签公]章[)）]|20\d\d年度?|(?:金额)?单位[:：]|(?:填报|填表|申报|编制)?(?:日期|时间)[:：]).*$"
)
_DEPARTMENT = "预算主管部门"
CENTRE = "100000"
#: Share of the shorter name's characters that the longer must have for both to name one body.
_ALIKE = 0.6
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
    every = [as_line(b.text) for b in blocks if isinstance(b, Paragraph)]
    texts = _first_texts(blocks)
    found = title_among(texts, every)
    of_government = None if found and found.scope else government.recognise(texts)
    if of_government:
        found = _of_unit_below(of_government, texts, blocks)
        if found is None:
            return _government(path, digest, of_government, hints)
    if not found and (adjustment := adjustment_among([*texts, as_line(path.stem)])):
        raise NoDisclosureError(
            path,
            f"“{adjustment}”没有说各表是调整前、调整后还是调整的数；标题写明“调整后预算”才能转换",
            f"{adjustment!r} does not say whether its tables are before the adjustment, after it or the change; "
            "it can be converted once its title says 调整后预算",
        )
    found = found or title_of_captions(every)
    if found is None:
        named = None if hints.year and hints.kind else title_of_file_name(path.stem)
        found = named or Titled("", hints.year, "", hints.kind, "")
    name, year, scope, kind, title = found.name, found.year, found.scope, found.kind, found.text
    name = (
        _named(texts, name, scope, _of_all(texts, name, blocks))
        or name_of_captions(every)
        or name_of_table_titles(every)
    )
    name = _fuller(name_over_lines(name, texts, every), every)
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
        region=_region_of_name(name) or divide(title)[0] or _central(blocks, name),
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


def from_file_name(disclosure: Disclosure, blocks: Sequence[Block], hints: Hints) -> list[Finding]:
    """A finding where year and kind stand in the file's name only: whoever renames it makes another document of it."""
    every = [as_line(b.text) for b in blocks if isinstance(b, Paragraph)]
    printed = title_among(_first_texts(blocks), every) or title_of_captions(every)
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


def without_name(disclosure: Disclosure) -> list[Finding]:
    """A finding where neither title, cover nor captions name the unit: a place alone is none."""
    if disclosure.unit_name:
        return []
    return [
        Finding(
            document_id=disclosure.document_id,
            check="unit-unknown",
            severity="warning",
            outcome="not-checkable",
            cause="publisher",
            message=f"标题“{disclosure.title}”、封面和表头都没有说是哪个单位；请在 sources.toml 里写 publisher",
            message_en="neither title, cover nor captions name the unit; give it as publisher in sources.toml",
            found=disclosure.title,
        )
    ]


def _named(texts: Sequence[str], title: str, scope: str, of_all: Collection[str]) -> str:
    """The name on the cover or above the tables; that of the title where the tables are of one unit after another.

    The department that a unit belongs to is printed beside it, and is not the unit.
    """
    named = [(m["label"], _BESIDE_NAME.sub("", m["name"]), t in of_all) for t in texts if (m := _NAMED.match(t))]
    own = [(label, name, told) for label, name, told in named if label != _DEPARTMENT]
    named = own if scope == "单位" or (own and scope != "部门") else named
    several = Counter(label for label, _ in {(label, name) for label, name, _ in named})
    if title and max(several.values(), default=0) > 1:
        return title
    return next((name for _, name, told in named if told), title)


def _of_all(texts: Sequence[str], title: str, blocks: Sequence[Block]) -> list[str]:
    """The texts without captions of tables behind the first that name another unit than the title.

    A department's document has tables of its units, each below the unit's own name.
    """
    if not is_unit_name(title):
        return list(texts)
    cover = takewhile(lambda block: not isinstance(block, Table), blocks)
    ahead = {as_line(b.text) for b in cover if isinstance(b, Paragraph)}
    return [
        text
        for text in texts
        if text in ahead or not (match := _NAMED.match(text)) or _BESIDE_NAME.sub("", match["name"]).endswith(title)
    ]


def _fuller(title: str, every: Sequence[str]) -> str:
    """The title's name, or the one that all captions go on to: 某师2024年部门预算 above tables of 某师教育局."""
    captioned = "" if is_unit_name(title) else name_of_captions(every)
    return captioned if captioned.startswith(title) else title


def _first_texts(blocks: Sequence[Block]) -> list[str]:
    """The paragraphs that may hold the title: the first of each file."""
    texts = ([b.text for b in own if isinstance(b, Paragraph)][:_TITLE_WITHIN] for own in by_file(blocks))
    return [as_line(text) for own in texts for text in own]


def _of_unit_below(title: government.Title, texts: Sequence[str], blocks: Sequence[Block]) -> Titled | None:
    """The title of a unit that names only its place (某区2025年预算公开), the unit alone on the next line.

    None where the tables are not such as departments have and no government.
    """
    below = texts[texts.index(title.text) + 1 :]
    paragraphs = [b.text for b in blocks if isinstance(b, Paragraph)]
    if not below or not is_unit_name(below[0]) or government_kinds(filter(is_title_like, paragraphs)):
        return None
    if not has_tables_of_department(blocks, load_forms(), below[0]):
        return None
    return Titled(below[0], title.year, "", title.kind, f"{title.text} {below[0]}")


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
        region=_narrower(_narrower(disclosure.region, _region_of_projects(readings)), hints.region),
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
    """The first region; the other where there is none, or where that lies inside it: project codes and an operator may
    know more than the name says, but a district's projects may be coded as the city's, or as another's that pays.
    """
    return told if not own or (told and contains(own, told)) else own


def _region_of_projects(readings: Sequence[Interpretation]) -> str:
    """The division that most project codes begin with."""
    codes = Counter(a.code[:6] for r in readings for a in r.amounts if a.code_kind == "project")
    ranked = sorted(codes, key=lambda code: (-codes[code], code))
    return next((code for code in ranked if regions().name(code)), "")


def _region_of_name(name: str) -> str:
    """The division that a unit's name begins with, 100000 for an organ of the centre; "" when unclear."""
    return CENTRE if re.match(_centre()["organs"], name) else divide(name)[0] or city_of_zone(name)


def _central(blocks: Sequence[Block], name: str) -> str:
    """100000 where the text says that the unit is the centre's: where its money comes from, or whose it is.

    The first is said in the glossaries of local units too, which copy it.
    """
    told = ("belonging",) if re.match(_centre()["local"], name) else ("funding", "belonging")
    patterns = [re.compile(_centre()[key]) for key in told]
    texts = (undo_spaces(b.text) for b in blocks if isinstance(b, Paragraph))
    return CENTRE if any(p.search(text) for text in texts for p in patterns) else ""


@cache
def _centre() -> dict[str, str]:
    data = yaml.safe_load(Path(__file__).with_name("central.yaml").read_text("utf-8"))
    return {key: re.sub(r"\s", "", value) for key, value in data.items()}
