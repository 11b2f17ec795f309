"""What the reader saw in a file: each table, the form that reads it and why, and what nobody understood.

For people who add a layout: nothing is published from here. Names of persons and numbers of telephones are
covered as everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from ..datapackage.classification import terms
from ..datapackage.model import Disclosure
from . import identity, parts, privacy
from .checksums import checksum
from .disclosure import read
from .errors import NoDisclosureError
from .forms.form import load_forms
from .forms.words import understand
from .performance.vocabulary import meanings
from .table import Block, Paragraph, Table
from .tables.exhibits import Exhibit, columns_of, read_exhibits
from .tables.sections import divide

_YEAR = re.compile(r"(20\d\d)年")


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A printed column: its place from 1, its whole heading, and what it was taken for."""

    place: int
    heading: str
    role: str
    means: dict[str, str]


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A printed table: where it stands, which form reads it and why, and what came of it."""

    title: str
    file: str  # empty where the document is one file
    page: int | None
    line: int | None
    table: str
    form: str
    why: tuple[str, ...]
    confidence: float
    money_unit: str
    assumed: tuple[str, ...]
    columns: tuple[SeenColumn, ...]
    grids: int
    rows: int
    amounts: int
    doubts: tuple[str, ...]

    def as_text(self) -> Iterator[str]:
        place = (
            f"第 {self.page} 页 page {self.page}"
            if self.page
            else f"第 {self.line} 行 line {self.line}" * bool(self.line)
        )
        form = f"{self.form}（{self.confidence:.2f}）" if self.form else "没有表式 no form"
        yield f"■ {self.title or '（没有表名 no title）'} → {form}  {' '.join(filter(None, (self.file, place)))}"
        yield from (f"  因为 because: {reason}" for reason in self.why)
        yield f"  金额单位 unit of money: {self.money_unit or '不明 unknown'}"
        yield from (f"  假定 assumed: {text}" for text in self.assumed)
        for column in self.columns:
            means = " ".join(f"{k}={v}" for k, v in column.means.items())
            yield f"  栏 column {column.place}: {column.heading or '（空 blank）'} → {column.role} {means}".rstrip()
        yield f"  {self.grids} 个表格 grids, {self.rows} 行 rows, {self.amounts} 个金额 amounts"
        yield from (f"  ? {doubt}" for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that was seen in a file."""

    source: str
    title: str
    unit: str
    year: int | None
    kind: str
    problem: str
    paragraphs: int
    tables: tuple[SeenTable, ...]

    @property
    def unknown_headings(self) -> list[str]:
        """What no vocabulary knows of the headings, each level once; the whole where each level is known."""
        found = [c.heading for t in self.tables for c in t.columns if c.role == "unknown" and c.heading]
        levels = ([level for level in path.split("·") if understand(level) is None] or [path] for path in found)
        return list(dict.fromkeys(level for each in levels for level in each))

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "unknown_headings": self.unknown_headings}

    def as_text(self) -> str:
        lines = [f"文件 file: {self.source}"]
        if self.problem:
            lines.append(f"! {self.problem}")
        kind = f"{terms('kind')[self.kind][0]} {self.kind}" if self.kind else ""
        said = {"标题 title": self.title, "单位 unit": self.unit, "年份 year": self.year, "种类 kind": kind}
        lines.append("  ".join(f"{name}: {value or '—'}" for name, value in said.items()))
        lines.append(f"{self.paragraphs} 段文字 paragraphs, {len(self.tables)} 张表 tables")
        lines += [line for table in self.tables for line in table.as_text()]
        if self.unknown_headings:
            lines.append("不认识的表头 unknown headings: " + "、".join(self.unknown_headings))
        return "\n".join(lines)


def inspect(path: Path | Sequence[Path], page: int | None = None) -> Inspection:
    """What the reader saw in the document at ``path``, or in that which the files at the paths are together.

    With ``page`` only what stands on that page, of each file.

    Raises:
        UnreadableError: a file cannot be read, or no reader knows its kind.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    blocks, _ = privacy.redact(parts.read(paths))
    blocks = parts.with_names(divide(blocks, load_forms()), load_forms())
    disclosure, problem = _identified(paths, blocks)
    exhibits = read_exhibits(blocks, disclosure, load_forms(), [title for _, title in meanings("titles")])
    shown = [e for e in exhibits if page is None or page in _pages(e)]
    return Inspection(
        source="; ".join(p.name for p in paths),
        title=disclosure.title,
        unit=disclosure.unit_name,
        year=disclosure.year or None,
        kind="" if problem else disclosure.kind,
        problem=problem,
        paragraphs=sum(isinstance(b, Paragraph) and page in (None, b.origin.page) for b in blocks),
        tables=tuple(_seen(e, disclosure.year) for e in shown),
    )


def _identified(paths: Sequence[Path], blocks: Sequence[Block]) -> tuple[Disclosure, str]:
    """The disclosure, or a stand-in of the year most often named where the document does not say what it is."""
    digest, _ = checksum(paths)
    try:
        return identity.identify(paths[0], digest, blocks), ""
    except NoDisclosureError as error:
        years = Counter(int(y) for b in blocks if isinstance(b, Paragraph) for y in _YEAR.findall(b.text))
        year = max(years, key=lambda y: (years[y], y), default=0)
        hints = replace(identity.NO_HINTS, year=year, kind="budget")
        return identity.identify(paths[0], digest, blocks, hints), str(error)


def _pages(exhibit: Exhibit) -> set[int | None]:
    return {table.origin.page for table in exhibit.run.tables}


def _seen(exhibit: Exhibit, year: int) -> SeenTable:
    run, reading = exhibit.run, exhibit.reading
    first = run.tables[0].origin
    return SeenTable(
        title=run.title,
        file=first.file,
        page=first.page,
        line=first.line,
        table=exhibit.table,
        form=exhibit.form.id if exhibit.form else "",
        why=tuple(_reasons(exhibit)),
        confidence=reading.confidence,
        money_unit=exhibit.money_unit,
        assumed=exhibit.assumed,
        columns=tuple(SeenColumn(n.index + 1, n.heading, n.role, dict(n.means)) for n in columns_of(exhibit, year)),
        grids=len(run.tables),
        rows=sum(len(table.rows) for table in run.tables),
        amounts=sum(a.value is not None for a in reading.amounts),
        doubts=tuple(f"{d.message} / {d.message_en}" for d in reading.doubts),
    )


def _reasons(exhibit: Exhibit) -> Iterator[str]:
    if exhibit.form is None:
        yield "没有一个表式的 titles 认得这个表名 / the titles of no form know this title"
        return
    if exhibit.run.forms:
        yield f"表名 title: “{exhibit.run.title}”"
    else:
        yield "没有题目，按表头、各行和加总认出 / without a title: known by its headings, lines and sums"
    if len(exhibit.run.forms) > 1:
        others = "、".join(f.id for f in exhibit.run.forms if f.id != exhibit.form.id)
        yield f"表头和词汇比 {others} 更合 / headings and words fit better than those of {others}"
    exact = all(table.exact for table in exhibit.run.tables)
    yield (
        "格线可靠，按表头认栏 / exact grid: columns by their headings"
        if exact
        else ("格线不可靠，按顺序、内容和加总认栏 / no exact grid: columns by order, content and sums")
    )


def draw(path: Path, page: int, image: Path) -> None:
    """Draw a page of a PDF as a picture with the cells that the reader saw on it.

    Raises:
        UnreadableError: the file cannot be read.
        ValueError: the file has no pages to draw, or not this one.
    """
    import pypdfium2
    from PIL import Image, ImageDraw

    from .readers import signatures

    if signatures.kind_of(path) != "pdf":
        raise ValueError(f"{path.name}: 只有 PDF 能画出页面 / only a PDF has pages to draw")
    document: Any = pypdfium2.PdfDocument(path)
    try:
        if not 1 <= page <= len(document):
            raise ValueError(
                f"{path.name}: 没有第 {page} 页，共 {len(document)} 页 / no page {page} of {len(document)}"
            )
        scale = 2.0
        picture = cast("Image.Image", document[page - 1].render(scale=scale).to_pil())
    finally:
        document.close()
    pen = ImageDraw.Draw(picture)
    for table in (b for b in read(path) if isinstance(b, Table) and b.origin.page == page):
        for box in (c.origin.bbox for row in table.rows for c in row if c.origin.bbox):
            pen.rectangle([scale * edge for edge in box], outline=(220, 40, 40), width=2)
    picture.save(image)
