"""A disclosure that its unit published as several files: read in the order given, each block knowing its file.

A file's name titles its first table where the table prints no title of its own. A table that is printed alike in two
of the files (a text as PDF that holds the tables which are there as a workbook as well) is one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from ..datapackage.model import Disclosure, Finding
from . import isolation, readers
from .errors import UnreadableError
from .forms.form import Form
from .forms.reading import Amount, Interpretation
from .readers import signatures
from .table import FILE_NAME, Block, Paragraph, by_file, named
from .tables.exhibits import Exhibit
from .titles import Titles

#: Bytes of text that are read in this process; disclosures have a tenth of it.
_HARMLESS = 1 << 20
#: What share of the amounts of a sheet is changed in its copy at most.
_FEW = 0.2
_NUMBER = re.compile(r"^[\d\s._．、()（）-]+")


def read(paths: Sequence[Path]) -> list[Block]:
    """The blocks of all files, by the reader for what each is; of one file alone no block names it, but in an archive.

    Raises:
        UnreadableError: a file is missing, empty, damaged, or of a kind that no reader knows.
    """
    blocks: list[Block] = []
    for path in paths:
        if not path.exists():
            raise UnreadableError(path, "文件不存在", "there is no such file")
        own = list(readers.read(path)) if _is_harmless(path) else isolation.read(path)
        if len(paths) > 1:  # a file of an archive is named within it
            own = [named(block, "/".join(filter(None, (path.name, block.origin.file)))) for block in own]
        blocks += own
    return blocks


def _is_harmless(path: Path) -> bool:
    """Whether a file is plain text of a size that no memory and no patience ends at: handing it over takes longer."""
    return path.stat().st_size <= _HARMLESS and signatures.kind_of(path) == "text"


def with_names(blocks: Sequence[Block], forms: Iterable[Form]) -> list[Block]:
    """The blocks with the name of a file before those of the file, where it is the title of a known table."""
    titles = Titles(forms)
    found: list[Block] = []
    for own in by_file(blocks):
        origin = own[0].origin
        name = _NUMBER.sub("", PurePath(origin.file).stem)
        if origin.file and titles.of(name):
            found.append(Paragraph(name, replace(origin, note=FILE_NAME)))
        found += own
    return found


# --- tables that are in two files, or on two sheets ---------------------------------------------------------


def once(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> tuple[list[Exhibit], list[Finding]]:
    """The tables, those that print again what a table of another file or sheet prints without their amounts."""
    kept: list[Exhibit] = []
    findings: list[Finding] = []
    for exhibit in exhibits:
        earlier = [e for e in kept if e.form and _same_kind(e, exhibit) and _stands(e) != _stands(exhibit)]
        alike = next((e for e in earlier if _is_same(e, exhibit)), None)
        near = None if alike else next((e for e in earlier if _is_nearly_same(e, exhibit)), None)
        if near:
            kept[kept.index(near)] = _without_differing(near, exhibit)
        differing = next((e for e in earlier if _in_two_files(e, exhibit) and _contradict(e, exhibit)), None)
        if other := alike or near or differing:
            findings.append(_told(disclosure, exhibit, other, agree=other is alike, is_read=not near))
        kept.append(replace(exhibit, reading=Interpretation(), again=True) if alike or near else exhibit)
    return kept, findings


def _same_kind(one: Exhibit, other: Exhibit) -> bool:
    """Whether two tables are of one kind and one unit; another unit's may print the same amounts, or others."""
    return one.table == other.table and one.owner == other.owner


def _stands(exhibit: Exhibit) -> tuple[str, str]:
    """The file and the sheet of a table, as far as it stands in one of several."""
    table = exhibit.run.tables[0]
    return table.origin.file, table.name


def _in_two_files(one: Exhibit, other: Exhibit) -> bool:
    return _stands(one)[0] != _stands(other)[0]


def _is_same(one: Exhibit, other: Exhibit) -> bool:
    """Whether two tables print the same amounts; those of two sheets are no blank forms."""
    if not _in_two_files(one, other) and not one.reading.amounts:
        return False
    return _printed(one) == _printed(other)


def _is_nearly_same(one: Exhibit, other: Exhibit) -> bool:
    """Whether a sheet is a copy of another in which few amounts were changed since: which of them hold is not told."""
    if _in_two_files(one, other):
        return False
    places = {_place(a) for a in one.reading.amounts}
    differing = _differing(one, other)
    return places == {_place(a) for a in other.reading.amounts} and len(differing) < _FEW * len(places)


def _differing(one: Exhibit, other: Exhibit) -> set[tuple[object, ...]]:
    amounts = {_place(a): a.value for a in one.reading.amounts}
    return {_place(a) for a in other.reading.amounts if amounts.get(_place(a), a.value) != a.value}


def _without_differing(one: Exhibit, other: Exhibit) -> Exhibit:
    """The table in which what the other prints otherwise is lost: its sums may prove it."""
    differing = _differing(one, other)
    amounts = (replace(a, value=None) if _place(a) in differing else a for a in one.reading.amounts)
    return replace(one, reading=replace(one.reading, amounts=tuple(amounts)))


def _printed(exhibit: Exhibit) -> list[tuple[object, ...]]:
    return sorted((*_place(a), a.value is None, a.value or 0) for a in exhibit.reading.amounts)


def _place(amount: Amount) -> tuple[object, ...]:
    return (amount.code, "".join(amount.label.split()), repr(amount.means))


def _contradict(one: Exhibit, other: Exhibit) -> bool:
    return bool(_differing(one, other))


def _told(disclosure: Disclosure, exhibit: Exhibit, earlier: Exhibit, *, agree: bool, is_read: bool) -> Finding:
    origin, (file, sheet) = exhibit.run.tables[0].origin, _stands(earlier)
    in_files = _in_two_files(exhibit, earlier)
    place, place_en = (
        (f"文件“{file}”", f"the file {file!r}") if in_files else (f"工作表“{sheet}”", f"the sheet {sheet!r}")
    )
    zh, en = (
        (f"与{place}里的同一张表相同，取数一次", f"is the same as in {place_en}; read once")
        if agree
        else (f"与{place}里的同一张表数字不同，都照印取数", f"differs from the one in {place_en}; both are read")
        if is_read
        else (
            f"与{place}里的同一张表有几个数不同，这几个数不取",
            f"differs in some amounts from {place_en}; these are not read",
        )
    )
    return Finding(
        document_id=disclosure.document_id,
        check="table-in-two-files" if in_files else "table-printed-again",
        severity="info" if agree else "warning",
        outcome="not-checkable" if agree else "failed",
        cause="unknown" if agree else "publisher",
        message=f"表“{exhibit.run.title}”{zh}",
        message_en=f"the table {exhibit.run.title!r} {en}",
        table=exhibit.table,
        label=exhibit.run.title,
        file=origin.file,
        page=origin.page,
        line=origin.line,
    )
