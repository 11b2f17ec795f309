"""Invented documents printed as real programs print them: web pages by Chromium, sheets by Calc, texts by Writer.

None of these tables has a full grid of rules. A :class:`Print` says how one is set: what is drawn of the grid, where
texts stand in their cells, how wide names are, what a page break does.
"""

from __future__ import annotations

import html
import random
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layouts import Document, Grid, covered

#: What may vary in print, the plainest first.
CHOICES: dict[str, tuple[str, ...]] = {
    "producer": ("chromium", "calc", "writer"),
    "rules": ("none", "rows", "three", "grouped", "zebra", "dotted", "thin", "head", "shaded"),
    "paper": ("landscape", "portrait"),
    "size": ("9", "7.5", "10.5"),
    "numbers": ("right", "center", "left"),
    "headings": ("center", "left"),
    "upright": ("middle", "top", "bottom"),
    "names": ("wide", "narrow"),
    "padding": ("2", "1", "4"),
    "repeated": ("yes", "no"),
    "fit": ("yes", "yes", "yes", "no"),
}


@dataclass(frozen=True)
class Print:
    """One way to print; the fields are those of ``CHOICES``."""

    producer: str = "chromium"
    rules: str = "none"
    paper: str = "landscape"
    size: str = "9"
    numbers: str = "right"
    headings: str = "center"
    upright: str = "middle"
    names: str = "wide"
    padding: str = "2"
    repeated: str = "yes"
    fit: str = "yes"  # whether a web page too wide for its paper is set smaller, or cut off at the margin


def drawn(seed: object, fixed: Mapping[str, str] | None = None) -> Print:
    """A way to print thrown by dice, but for what is ``fixed``."""
    dice = random.Random(f"print {seed}")
    return Print(**({name: dice.choice(values) for name, values in CHOICES.items()} | dict(fixed or {})))


def write(jobs: Sequence[tuple[Document, Print]], folder: Path) -> list[Path]:
    """The documents as PDF files, numbered; those of LibreOffice are converted in one run."""
    made: list[Path] = []
    for number, (document, style) in enumerate(jobs):
        source = folder / f"{number}{SUFFIXES[style.producer]}"
        WRITERS[style.producer](document, style, source)
        made.append(source)
    for source in made:
        if source.suffix == ".html":
            print_page(source)
    convert_to_pdf([source for source in made if source.suffix != ".html"], folder)
    return [source.with_suffix(".pdf") for source in made]


def print_page(source: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--no-pdf-header-footer", f"--print-to-pdf={source.with_suffix('.pdf')}", source.resolve().as_uri()],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip


def convert_to_pdf(sources: Iterable[Path], folder: Path) -> None:
    files = [str(source) for source in sources]
    if not files:
        return
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), *files],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip


def _is_amount(text: str) -> bool:
    return text.strip() in ("0", "-", "—", "/") or (
        text.replace(",", "").replace(".", "").replace("-", "").isdigit() and "." in text
    )


def _is_code(text: str) -> bool:
    return text.isdigit()


def _names(grid: Grid) -> set[int]:
    """The columns that print long words."""
    return {c for row in grid.rows[grid.headings :] for c, (text, _, _) in enumerate(row) if len(text) > 7 and not text[0].isdigit()}  # fmt: skip


# --- web page ---------------------------------------------------------------------------------------------

_RULES = {
    "none": "",
    "rows": "tr { border-bottom: 0.5pt solid #999 } table { border-top: 1pt solid #000 }",
    "three": "table { border-top: 1pt solid #000; border-bottom: 1pt solid #000 } thead { border-bottom: 0.5pt solid #000 }",
    "grouped": (
        "table { border-top: 1pt solid #000; border-bottom: 1pt solid #000 } thead { border-bottom: 0.5pt solid #000 }"
        " th.g { border-bottom: 0.5pt solid #000 }"
    ),
    "zebra": "tbody tr:nth-child(even) { background: #eef3fa }",
    "dotted": "td, th { border: 0.5pt dotted #777 }",
    "thin": "table { border-collapse: separate; border-spacing: 1px; background: #888 } td, th { background: #fff }",
    "head": "th { border: 0.75pt solid #000 }",
    "shaded": "th { background: #dde6f0 }",
}


def _write_html(document: Document, style: Print, path: Path) -> None:
    css = (
        f"@page {{ size: A4 {style.paper}; margin: 14mm }} body {{ font-family: 'WenQuanYi Zen Hei'; font-size: {style.size}pt;"
        " -webkit-print-color-adjust: exact } h1 { font-size: 16pt; text-align: center; break-after: page }"
        " p { margin: 3pt 0 } .title { font-size: 14pt; text-align: center; font-weight: bold } .unit { text-align: right }"
        f" table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: {style.padding}pt; vertical-align: {style.upright};"
        f" font-weight: normal }} th {{ text-align: {style.headings} }} .n {{ text-align: {style.numbers}; white-space: nowrap }}"
        f" .c {{ white-space: nowrap }} section {{ break-after: page }} .l {{ {'width: 7em; max-width: 7em' if style.names == 'narrow' else 'white-space: pre'} }}"
        f" thead {{ display: {'table-header-group' if style.repeated == 'yes' else 'table-row-group'} }} {_RULES[style.rules]}"
    )
    body = "".join(_section(grid, style) for grid in document.grids)
    page = f"<html><head><meta charset='utf-8'><style>{css}</style></head><body><h1>{document.title}</h1>{body}</body></html>"
    path.write_text(page, "utf-8")


def _section(grid: Grid, style: Print) -> str:
    names = _names(grid)
    size = _fitting(grid, style, names) if style.fit == "yes" else float(style.size)
    rows: dict[int, list[str]] = {}
    for r, c, (text, down, across) in covered(grid.rows):
        tag = "th" if r < grid.headings else "td"
        kind = "n" if _is_amount(text) else "l" if c in names and tag == "td" else "c" if _is_code(text) else ""
        kind = "g" if r + down < grid.headings and across > 1 else kind
        shown = html.escape(text).replace("  ", "&emsp;")
        rows.setdefault(r, []).append(f"<{tag} class='{kind}' rowspan={down} colspan={across}>{shown}</{tag}>")
    lines = [f"<tr>{''.join(rows.get(r, []))}</tr>" for r in range(len(grid.rows))]
    head, below = "".join(lines[: grid.headings]), "".join(lines[grid.headings :])
    captions = "".join(f"<p class='unit'>{html.escape(c)}</p>" for c in grid.captions)
    notes = "".join(f"<p>{html.escape(n)}</p>" for n in grid.notes)
    title = "<br>".join(html.escape(line) for line in grid.title.split("\n"))
    return f"<section><p class='title'>{title}</p>{captions}<table style='font-size: {size:.2f}pt'><thead>{head}</thead><tbody>{below}</tbody></table>{notes}</section>"


def _fitting(grid: Grid, style: Print, names: set[int]) -> float:
    """The size of type, that of the style at most, in which the columns that do not wrap fit on the paper."""
    room = {"landscape": 842, "portrait": 595}[style.paper] - 80.0 - len(grid.rows[0]) * 2 * float(style.padding)
    body = grid.rows[grid.headings :]
    widths = [
        14 if c in names and style.names == "narrow" else max((_length(row[c][0]) for row in body), default=0)
        for c in range(len(grid.rows[0]))
    ]
    return min(float(style.size), room / sum(0.58 * max(width, 3) for width in widths))


# --- sheets -----------------------------------------------------------------------------------------------


def _write_xlsx(document: Document, style: Print, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title, cover["A1"] = "封面", document.title
    for number, grid in enumerate(document.grids, start=1):
        sheet = book.create_sheet(f"{number}")
        width, names, size = len(grid.rows[0]), _names(grid), float(style.size)
        sheet.append([grid.title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
        sheet["A1"].alignment, sheet["A1"].font = Alignment("center"), Font(size=14)
        for caption in grid.captions:
            sheet.append([*[""] * (width - 1), caption])
            sheet.cell(sheet.max_row, width).alignment = Alignment("right")
        start = sheet.max_row
        for r, c, (text, down, across) in covered(grid.rows):
            heading = r < grid.headings
            cell = sheet.cell(start + r + 1, c + 1, text)
            cell.font = Font(size=size)
            cell.number_format = "@"
            across_ = style.headings if heading else style.numbers if _is_amount(text) else "left"
            cell.alignment = Alignment(
                across_,
                {"middle": "center"}.get(style.upright, style.upright),
                wrap_text=heading or (c in names and style.names == "narrow"),
            )
            if down > 1 or across > 1:
                sheet.merge_cells(
                    start_row=start + r + 1, start_column=c + 1, end_row=start + r + down, end_column=c + across
                )
        _lay_out(sheet, style, grid, names)
        for r in range(len(grid.rows)):
            sheet.row_dimensions[start + r + 1].height = _depth(sheet, grid, r) * size * 1.45 + 2
        under = _under_groups(grid)
        for r in range(len(grid.rows)):
            for c in range(width):
                _draw(sheet.cell(start + r + 1, c + 1), style, (r, c), grid, under)
        if style.repeated == "yes":
            sheet.print_title_rows = f"{start + 1}:{start + grid.headings}"
        for note in grid.notes:
            sheet.cell(sheet.max_row + 1, 1, note)
    book.save(path)


def _depth(sheet: Any, grid: Grid, row: int) -> int:
    """How many lines the headings of a row take that stand in it alone."""
    from openpyxl.utils import get_column_letter

    widths = [sheet.column_dimensions[get_column_letter(c + 1)].width for c in range(len(grid.rows[0]))]
    alone = [
        (text, sum(widths[c : c + across]))
        for r, c, (text, down, across) in covered(grid.rows)
        if r == row and down == 1
    ]
    return max((-(-_length(text) // max(int(width) - 1, 1)) for text, width in alone if text), default=1)


def _under_groups(grid: Grid) -> set[tuple[int, int]]:
    """The places at the bottom of headings that stand over others."""
    return {
        (r + down - 1, k)
        for r, c, (_, down, across) in covered(grid.rows)
        if across > 1 and r + down < grid.headings
        for k in range(c, c + across)
    }


def _draw(cell: Any, style: Print, place: tuple[int, int], grid: Grid, under: set[tuple[int, int]]) -> None:
    from openpyxl.styles import Border, PatternFill, Side

    row = place[0]
    rule, dots = Side("thin"), Side("dotted")
    heading, last = row < grid.headings, row == len(grid.rows) - 1
    if style.rules == "rows":
        cell.border = Border(bottom=rule, top=rule)
    elif style.rules in ("three", "grouped"):
        ends = last or row == grid.headings - 1 or (style.rules == "grouped" and place in under)
        cell.border = Border(top=rule if row == 0 else None, bottom=rule if ends else None)
    elif style.rules in ("dotted", "thin"):
        side = dots if style.rules == "dotted" else Side("hair")
        cell.border = Border(side, side, side, side)
    elif style.rules == "head" and heading:
        cell.border = Border(rule, rule, rule, rule)
    if (style.rules == "zebra" and not heading and row % 2) or (style.rules == "shaded" and heading):
        cell.fill = PatternFill("solid", "DDE6F0")


def _lay_out(sheet: Any, style: Print, grid: Grid, names: set[int]) -> None:
    from openpyxl.utils import get_column_letter

    for c in range(len(grid.rows[0])):
        longest = max((_length(row[c][0]) for row in grid.rows[grid.headings :]), default=4)
        wide = 14 if c in names and style.names == "narrow" else longest
        leaf = min(
            (_length(row[c][0]) for row in grid.rows[: grid.headings] if row[c][0] and row[c][2] == 1), default=4
        )
        sheet.column_dimensions[get_column_letter(c + 1)].width = (
            max(wide, min(leaf, 10), 5) + 1 + float(style.padding) / 2
        )
    sheet.page_setup.orientation, sheet.page_setup.paperSize = style.paper, 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _length(text: str) -> int:
    return sum(2 if ord(ch) > 0x2000 else 1 for ch in text)


# --- texts ------------------------------------------------------------------------------------------------


def write_shaded_form(title: str, name: str, rows: Sequence[Sequence[tuple[str, int, int]]], path: Path) -> Path:
    """A Word file with one table of cells (text, rows, columns) in tall rows; those down to 合计 are shaded thrice."""
    from docx import Document as Word
    from docx import oxml
    from docx.oxml.ns import qn
    from docx.shared import Pt

    element: Any = getattr(oxml, "OxmlElement")  # noqa: B009 - its type is partly unknown
    word: Any = Word()
    for line in (title, name, "公开02表", "金额单位：万元"):
        word.add_paragraph(line)
    table = word.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid"
    last = next(r for r, row in enumerate(rows) if any(text == "合计" for text, _, _ in row))
    for r, c, (text, down, across) in covered(rows):
        cell = table.cell(r, c).merge(table.cell(r + down - 1, c + across - 1))
        cell.text = text
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(14)
        if r <= last:
            runs = (run._r.get_or_add_rPr() for run in paragraph.runs)
            for part in (cell._tc.get_or_add_tcPr(), paragraph._p.get_or_add_pPr(), *runs):
                shade = element("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), "C0C0C0")
                part.append(shade)
    word.save(str(path))
    return path


def _write_docx(document: Document, style: Print, path: Path) -> None:
    from docx import Document as Word
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

    word: Any = Word()
    part = word.sections[0]
    part.page_width, part.page_height = sorted((part.page_width, part.page_height), reverse=style.paper == "landscape")
    part.orientation = WD_ORIENT.LANDSCAPE if style.paper == "landscape" else WD_ORIENT.PORTRAIT
    part.left_margin = part.right_margin = 500_000
    word.add_paragraph(document.title).add_run().add_break(WD_BREAK.PAGE)
    for grid in document.grids:
        for text, where in (
            (grid.title, WD_ALIGN_PARAGRAPH.CENTER),
            *((c, WD_ALIGN_PARAGRAPH.RIGHT) for c in grid.captions),
        ):
            word.add_paragraph(text).alignment = where
        _word_table(word, grid, style, part.page_width - 1_000_000)
        for note in grid.notes:
            word.add_paragraph(note)
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.save(str(path))


def _word_table(word: Any, grid: Grid, style: Print, room: int) -> None:
    from docx import oxml
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as UPRIGHT
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml.ns import qn
    from docx.shared import Pt

    element: Any = getattr(oxml, "OxmlElement")  # noqa: B009 - its type is partly unknown
    table = word.add_table(len(grid.rows), len(grid.rows[0]))
    table.autofit = False
    names = _names(grid)
    shares = _shares(grid, names, style)
    upright = {"middle": UPRIGHT.CENTER, "top": UPRIGHT.TOP, "bottom": UPRIGHT.BOTTOM}[style.upright]
    where = {"right": ALIGN.RIGHT, "center": ALIGN.CENTER, "left": ALIGN.LEFT}
    for c, share in enumerate(shares):
        for cell in table.columns[c].cells:
            cell.width = int(room * share)
    for r, c, (text, down, across) in covered(grid.rows):
        cell = table.cell(r, c)
        if down > 1 or across > 1:
            cell = cell.merge(table.cell(r + down - 1, c + across - 1))
        cell.text, cell.vertical_alignment = text, upright
        paragraph = cell.paragraphs[0]
        heading = r < grid.headings
        paragraph.alignment = where[style.headings if heading else style.numbers if _is_amount(text) else "left"]
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(float(style.padding) / 2)
        for run in paragraph.runs:
            run.font.size = Pt(float(style.size))
    under = _under_groups(grid)
    for r, row in enumerate(table.rows):
        if style.repeated == "yes" and r < grid.headings:
            row._tr.get_or_add_trPr().append(element("w:tblHeader"))
        at = 0
        for tc in row._tr.tc_lst:
            _word_rules(tc.get_or_add_tcPr(), style, (r, at), grid, under, element, qn)
            at += tc.grid_span


def _shares(grid: Grid, names: set[int], style: Print) -> list[float]:
    widths: list[float] = []
    for c in range(len(grid.rows[0])):
        longest = max((_length(row[c][0]) for row in grid.rows[grid.headings :]), default=4)
        widths.append(max(6, 14 if c in names and style.names == "narrow" else min(longest + 2, 30)))
    return [width / sum(widths) for width in widths]


def _word_rules(
    properties: Any,
    style: Print,
    place: tuple[int, int],
    grid: Grid,
    under: set[tuple[int, int]],
    element: Any,
    qn: Any,
) -> None:
    row = place[0]
    heading, last = row < grid.headings, row == len(grid.rows) - 1
    sides: tuple[str, ...] = ()
    kind = "single"
    if style.rules == "rows":
        sides = ("top", "bottom")
    elif style.rules in ("three", "grouped"):
        ends = last or row == grid.headings - 1 or (style.rules == "grouped" and place in under)
        sides = (*(["top"] if row == 0 else []), *(["bottom"] if ends else []))
    elif style.rules in ("dotted", "thin") or (style.rules == "head" and heading):
        sides, kind = ("top", "left", "bottom", "right"), "dotted" if style.rules == "dotted" else "single"
    if sides:
        borders = element("w:tcBorders")
        for side in sides:
            border = element(f"w:{side}")
            border.set(qn("w:val"), kind)
            border.set(qn("w:sz"), "4")
            borders.append(border)
        properties.append(borders)
    if (style.rules == "zebra" and not heading and row % 2) or (style.rules == "shaded" and heading):
        shade = element("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "DDE6F0")
        properties.append(shade)


SUFFIXES = {"chromium": ".html", "calc": ".xlsx", "writer": ".docx"}
WRITERS = {"chromium": _write_html, "calc": _write_xlsx, "writer": _write_docx}
