"""Real documents set anew in other media, and what is read there against what is read of the document itself.

Lines and ruled tables are taken from each PDF by pdfplumber, tables that go on over pages put together, and of other
documents as they are read; they are written as a web page, a Word file, a workbook, and as PDFs that Writer, Calc and
Chromium print of these with all rules, rules below rows, three rules and none; as text with tabs for all cells, and
with those alone that print something. Wrong is a fact of a table that the document has not; what a sentence says where
a table is held back is counted apart.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import arguments
import docx
import openpyxl
import pdfplumber
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from yusuan.converters.disclosure import convert
from yusuan.converters.disclosure import read as read_blocks
from yusuan.converters.errors import NoDisclosureError, UnreadableError
from yusuan.converters.table import Paragraph, Table
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion, Fact

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))
import printed

#: Points by which edges of cells may differ that are one.
_EDGE = 2
_FEWEST_CELLS = 4
_PAGE_NUMBER = re.compile(r"[-—– 第共]*\d{0,3}[-—– 页]*")
_TITLE = re.compile("表$")
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d+|-?\d+\.\d+|-?\d{1,3}(?:,\d{3})+")
#: Lines above a table that a workbook has on its sheet.
_ABOVE = 4
MEANING = (
    "table", "fiscal_year", "phase", "flow", "function_code", "economic_code", "line", "fund", "origin", "category",
    "amount", "unit_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place, size and text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table."""

    height: int
    width: int
    cells: tuple[Cell, ...]

    def row(self, number: int) -> list[str]:
        """The texts of the cells that begin in a row."""
        return [c.text for c in self.cells if c.row == number]


Block = str | Grid


# --- what a document prints -------------------------------------------------------------------------------------------


def blocks_of(path: Path) -> list[Block]:
    """The lines and tables of a document in reading order."""
    if path.suffix.lower() == ".pdf":
        return _of_pdf(path)
    blocks = (b.text if isinstance(b, Paragraph) else _of_table(b) for b in read_blocks(path))
    return [block for block in blocks if isinstance(block, Grid) or block.strip()]


def _of_table(table: Table) -> Grid:
    width = max(map(len, table.rows))
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if (r, c) in covered:
                continue
            rows, columns = min(cell.rowspan, len(table.rows) - r), min(cell.colspan, width - c)
            covered |= {(r + i, c + j) for i in range(rows) for j in range(columns)}
            cells.append(Cell(r, c, rows, columns, cell.text))
    return Grid(len(table.rows), width, tuple(cells))


def _of_pdf(path: Path) -> list[Block]:
    """The lines and tables of a PDF without page numbers; tables over pages put together."""
    found: list[Block] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for block in _blocks(page):
                if (
                    isinstance(block, Grid)
                    and found
                    and isinstance(before := found[-1], Grid)
                    and _goes_on(before, block)
                ):
                    found[-1] = _joined(before, block)
                elif isinstance(block, Grid) or not _PAGE_NUMBER.fullmatch(block):
                    found.append(block)
    return found


def _blocks(page: Any) -> Iterator[Block]:
    tables = [t for t in page.find_tables() if len(t.cells) >= _FEWEST_CELLS]
    boxes = [t.bbox for t in tables]
    text = page.filter(lambda o: o.get("object_type") != "char" or not any(_is_in(o, box) for box in boxes))
    top = 0.0
    for table in sorted(tables, key=lambda t: t.bbox[1]):
        yield from _lines(text, top, table.bbox[1])
        yield _grid(table)
        top = table.bbox[3]
    yield from _lines(text, top, float(page.height))


def _is_in(char: Any, box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lines(page: Any, top: float, bottom: float) -> Iterator[str]:
    if bottom - top > _EDGE:
        part = page.crop((0, max(0.0, top), page.width, min(bottom, page.height)), strict=False)
        yield from (line.strip() for line in (part.extract_text() or "").splitlines() if line.strip())


def _grid(table: Any) -> Grid:
    xs, ys = (_edges(box[k] for box in table.cells for k in ends) for ends in ((0, 2), (1, 3)))
    cells: list[Cell] = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box:
                left, top, right, bottom = (_nearest(v, e) for v, e in zip(box, (xs, ys, xs, ys), strict=True))
                cells.append(Cell(top, left, max(1, bottom - top), max(1, right - left), (text or "").strip()))
    return Grid(len(ys) - 1, len(xs) - 1, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _EDGE:
            edges.append(value)
    return edges


def _nearest(value: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda k: abs(edges[k] - value))


def _goes_on(before: Grid, after: Grid) -> bool:
    return before.width == after.width and not any(_TITLE.search(text) for text in after.row(0))


def _joined(before: Grid, after: Grid) -> Grid:
    """Two parts of a table as one, without the headings that the second repeats."""
    again = 0
    while again < min(before.height, after.height) and before.row(again) == after.row(again):
        again += 1
    moved = (
        Cell(c.row - again + before.height, c.column, c.rows, c.columns, c.text) for c in after.cells if c.row >= again
    )
    return Grid(before.height + after.height - again, before.width, (*before.cells, *moved))


# --- set anew ---------------------------------------------------------------------------------------------------------

_TYPE = "table{border-collapse:collapse;width:100%;margin:8pt 0;font-size:"
_HEADINGS_CENTRED = "tr.head td{text-align:center}"
_STYLES = {
    "Chromium, ruled": _TYPE + "9pt}td{border:.5pt solid;padding:2pt}",
    "Chromium, rows": _TYPE + "8pt}td{border:solid;border-width:.5pt 0;padding:2pt 4pt}",
    "Chromium, three rules": _TYPE
    + "8pt;border:solid;border-width:1pt 0}td{padding:2pt 4pt}tr.first td{border-top:.5pt solid}",
    "Chromium, no rules": _TYPE + "8pt}td{padding:2pt 5pt}",
    "Chromium, rows, headings centred": _TYPE
    + f"8pt}}td{{border:solid;border-width:.5pt 0;padding:2pt 4pt}}{_HEADINGS_CENTRED}",
    "Chromium, no rules, headings centred": _TYPE + f"8pt}}td{{padding:2pt 5pt}}{_HEADINGS_CENTRED}",
    "Chromium, no rules, upright": _TYPE + "6pt}td{padding:1pt 2pt}@page{size:A4 portrait}",
}


def _page(blocks: Sequence[Block], path: Path, style: str = "table,td{border:1px solid}") -> Path:
    rows = [f"<p>{escape(b)}</p>" if isinstance(b, str) else _html(b) for b in blocks]
    paper = "@page{size:A4 landscape;margin:12mm}tr{break-inside:avoid}"
    head = f"<!DOCTYPE html><meta charset=utf-8><style>{paper}{style}</style>"
    path.write_text("\n".join([head, *rows]), "utf-8")
    return path


def _html(grid: Grid) -> str:
    rows = [""] * grid.height
    for cell in grid.cells:
        side = " align=right" if _AMOUNT.fullmatch(cell.text) else ""
        rows[cell.row] += f"<td rowspan={cell.rows} colspan={cell.columns}{side}>{escape(_one_line(cell.text))}</td>"
    first = _first_printed(grid)
    kinds = ("head" if k < first else "first" if k == first else "row" for k in range(grid.height))
    return (
        "<table>" + "".join(f"<tr class={kind}>{row}</tr>" for kind, row in zip(kinds, rows, strict=True)) + "</table>"
    )


def _first_printed(grid: Grid) -> int:
    """The first row that prints an amount."""
    return min((cell.row for cell in grid.cells if _AMOUNT.fullmatch(cell.text)), default=0)


def _one_line(text: str) -> str:
    return text.replace("\n", "")


def _word(blocks: Sequence[Block], path: Path, rules: str = "all") -> Path:
    word = docx.Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block)
            continue
        table = word.add_table(block.height, block.width)
        if rules == "all":
            table.style = "Table Grid"
        elif rules == "rows":
            _rule_rows(table)
        for cell in block.cells:
            last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            place = table.cell(cell.row, cell.column).merge(last)
            place.text = cell.text
            if rules != "all" and _AMOUNT.fullmatch(cell.text):
                place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in (run for paragraph in place.paragraphs for run in paragraph.runs):
                run.font.size = Pt(7.5)
    word.save(str(path))
    return path


def _rule_rows(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    table._tbl.tblPr.append(borders)


def _workbook(blocks: Sequence[Block], path: Path, rules: str = "all") -> Path:
    """A sheet for each table with the lines above it, others for the text between; amounts are numbers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    above: list[str] = []
    for block in [*blocks, Grid(0, 0, ())]:
        if isinstance(block, str):
            above.append(block)
            continue
        own = above[-_ABOVE:] if block.cells else []
        if text := above[: len(above) - len(own)]:
            sheet: Any = book.create_sheet(f"文{len(book.sheetnames)}")
            for line in text:
                sheet.append([line])
        if block.cells:
            _sheet(book.create_sheet(f"表{len(book.sheetnames)}"), own, block, _BORDERS[rules])
        above = []
    book.save(path)
    return path


_THIN = Side(style="thin")
_BORDERS = {
    "all": Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
    "rows": Border(top=_THIN, bottom=_THIN),
    "none": Border(),
}


def _sheet(sheet: Any, above: Sequence[str], grid: Grid, border: Border) -> None:
    for line in above:
        sheet.append([line])
    first = len(above) + 1
    for row in range(first, first + grid.height):
        for column in range(1, grid.width + 1):
            sheet.cell(row, column).border = border
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="center")
            sheet.cell(row, column).font = Font(size=9)
    for cell in grid.cells:
        place, printed_text = sheet.cell(first + cell.row, cell.column + 1), _one_line(cell.text)
        if _AMOUNT.fullmatch(printed_text):
            digits = len(printed_text.partition(".")[2])
            place.value = float(printed_text.replace(",", ""))
            place.number_format = "#,##0" + ("." + "0" * digits if digits else "")
        else:
            place.value = cell.text
        if cell.rows > 1 or cell.columns > 1:
            last = first + cell.row + cell.rows - 1, cell.column + cell.columns
            sheet.merge_cells(None, first + cell.row, cell.column + 1, *last)
    for column in range(1, grid.width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 14
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)


def _text(blocks: Sequence[Block], path: Path, *, is_closed_up: bool = False) -> Path:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        for number in range(block.height):
            texts = [""] * block.width
            for cell in block.cells:
                if cell.row == number:
                    texts[cell.column] = re.sub(r"\s", "", cell.text)
            lines.append("\t".join(filter(None, texts) if is_closed_up else texts))
    path.write_text("\n".join(lines), "utf-8")
    return path


def _laid_out(blocks: Sequence[Block], path: Path) -> Path:
    """What pdftotext prints of the pages with all rules, at its place."""
    pages = _by_chromium(_STYLES["Chromium, ruled"])(blocks, path.with_suffix(".pdf"))
    subprocess.run(["pdftotext", "-layout", str(pages), str(path)], check=True, timeout=60)
    pages.unlink()
    return path


def _by_chromium(style: str) -> Callable[[Sequence[Block], Path], Path]:
    def write(blocks: Sequence[Block], path: Path) -> Path:
        printed.print_page(_page(blocks, path.with_suffix(".html"), style))
        return path

    return write


def _by_office(write: Callable[..., Path], suffix: str, rules: str = "all") -> Callable[[Sequence[Block], Path], Path]:
    def convert_written(blocks: Sequence[Block], path: Path) -> Path:
        printed.convert_to_pdf([write(blocks, path.with_suffix(suffix), rules)], path.parent)
        return path

    return convert_written


#: How a document is written in each medium, and how such a file ends.
MEDIA: dict[str, tuple[Callable[[Sequence[Block], Path], Path], str]] = {
    "web page": (_page, ".html"),
    "Word": (_word, ".docx"),
    "workbook": (_workbook, ".xlsx"),
    "Writer": (_by_office(_word, ".docx"), ".pdf"),
    "Writer, rows": (_by_office(_word, ".docx", "rows"), ".pdf"),
    "Writer, no rules": (_by_office(_word, ".docx", "none"), ".pdf"),
    "Calc": (_by_office(_workbook, ".xlsx"), ".pdf"),
    "Calc, rows": (_by_office(_workbook, ".xlsx", "rows"), ".pdf"),
    "Calc, no rules": (_by_office(_workbook, ".xlsx", "none"), ".pdf"),
    **{name: (_by_chromium(style), ".pdf") for name, style in _STYLES.items()},
    "text": (_text, ".txt"),
    "text laid out": (_laid_out, ".txt"),
    "text without blanks": (lambda blocks, path: _text(blocks, path, is_closed_up=True), ".txt"),
}


# --- what is read -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Facts of the PDFs, those found in a medium, those of tables that no PDF has, of sentences, false errors."""

    facts: int = 0
    found: int = 0
    wrong: int = 0
    said: int = 0
    errors: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))


def measure(documents: Sequence[Path]) -> dict[str, Score]:
    """The score of each medium over all documents."""
    scores = dict.fromkeys(MEDIA, Score())
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            blocks, original = blocks_of(document), prove(convert(document))
            for name, (write, suffix) in MEDIA.items():
                own = Path(folder, f"{number}{name}")
                own.mkdir(exist_ok=True)
                path = write(blocks, own / f"{document.stem}{suffix}")
                scores[name] += _score(original, read(path))
    return scores


def read(path: Path) -> Conversion | None:
    """What is read of a file and proven; None where it is refused."""
    try:
        return prove(convert(path))
    except (NoDisclosureError, UnreadableError):
        return None


def _score(original: Conversion, again: Conversion | None) -> Score:
    wanted, got = facts_of(original), facts_of(again) if again else Counter[tuple[str, ...]]()
    further = list((got - wanted).elements())
    said = sum(fact[0] == "narrative" for fact in further)
    errors = (_errors(again) - _errors(original)).total() if again else 0
    return Score(wanted.total(), (wanted & got).total(), len(further) - said, said, errors)


def facts_of(conversion: Conversion) -> Counter[tuple[str, ...]]:
    """What each fact means, and its amount."""
    return Counter(tuple(meaning(fact).values()) for fact in conversion.facts)


def meaning(fact: Fact) -> dict[str, str]:
    """What a fact means, and its amount, by name."""
    return {name: str(getattr(fact, name)) for name in MEANING}


def _errors(conversion: Conversion) -> Counter[tuple[str, str]]:
    return Counter((f.check, f.found) for f in conversion.findings if f.severity == "error")


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=Path, nargs="+", help="PDFs with full rules, or documents of other kinds")
    given = parser.parse_args()
    print("| 载体 · medium | 事实 · facts | 取到 · found | 错 · wrong | 只在文中 · in text alone | 误报 · false |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, score in measure(given.documents).items():
        share = f"{score.found / max(1, score.facts):.1%}"
        print(f"| {name} | {score.facts} | {share} | {score.wrong} | {score.said} | {score.errors} |")


if __name__ == "__main__":
    main()
