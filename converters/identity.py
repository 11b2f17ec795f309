"""Whose document it is, of which year and kind: as its title, cover and captions say, else as the operator does.

Where both speak and differ, the document's own word holds (:mod:`.identity_findings`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ..datapackage.model import Disclosure, Kind
from . import government
from .belonging.governments import has_tables_of_department
from .cover import (
    Titled,
    as_line,
    name_of_captions,
    name_of_table_titles,
    name_over_lines,
    title_among,
    title_of_adjustment,
    title_of_captions,
    title_of_file_name,
)
from .divisions import divide
from .errors import NoDisclosureError
from .forms.form import load_forms
from .regions import central, region_of_name
from .table import Block, Paragraph, Table, by_file
from .titles import government_kinds, is_title_like, is_unit_name

#: A line of the cover that names the unit itself; it wins over a title that names only the place.
_NAMED = re.compile(
    r"^(?P<label>预算主管部门|预算单位|编制单位|编制部门|单位名称|部门名称|填报单位)[:：](?P<name>.{4,60})$"
)
#: What a caption prints beside the name: its code before or behind it, year and unit of money behind it.
_BESIDE_NAME = re.compile(
    r"^[\[【(（]?\d{3,12}[\]】)）]?[-—_]*|(?:[\[【(（]\d{3,12}[\]】)）]|(?<=\D)\d{6,12}$|[(（][盖签公]章[)）]|20\d\d年度?|(?:金额)?单位[:：]|[(（](?:人民币)?[百千万亿]*元[)）]|(?:填报|填表|申报|编制)?(?:日期|时间)[:：]).*$"
)
_DEPARTMENT = "预算主管部门"
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
    """The disclosure as its title names it; codes follow from its tables in :mod:`.completion`.

    Raises:
        NoDisclosureError: no title with a year and 预算 or 决算 is found, and the operator names none.
    """
    every = [as_line(b.text) for b in blocks if isinstance(b, Paragraph)]
    texts = first_texts(blocks)
    found = title_among(texts, every)
    of_government = None if found and found.scope else government.recognise(texts)
    if of_government:
        found = _of_unit_below(of_government, texts, blocks)
        if found is None:
            return _government(path, digest, of_government, hints)
    found = found or title_of_adjustment([*texts, as_line(path.stem)]) or title_of_captions(every)
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
            "没有找到“××年××预算（决算）”的标题，不像是预决算公开；若只是一份公开的几个文件之一，请打成 zip 一起给出",
            "no title with a year and 预算 or 决算 was found: not a disclosure; "
            "if it is one of several files of one, give them together as a zip",
        )
    return Disclosure(
        document_id=digest[:16],
        sha256=digest,
        source=path.name,
        title=title,
        region=region_of_name(name) or divide(title)[0] or central(blocks, name),
        unit_code="",
        unit_name=name or hints.publisher,
        department_code="",
        department_name="",
        year=year,
        kind=kind_of(kind),
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


def first_texts(blocks: Sequence[Block]) -> list[str]:
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


def kind_of(word: str) -> Kind:
    """The kind that a word names, budget where it names none."""
    return "final" if word in ("决算", "final") else "budget"
