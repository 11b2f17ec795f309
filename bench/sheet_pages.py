"""Documents as workbooks that Calc prints in other settings, and what is read of each PDF against the document.

Lines and tables are taken from each document as `reprinted.py` takes them and written as a workbook, one thing of its
pages set otherwise: paper, type, widths and heights, no fitting (columns go on over pages), page breaks, titles
printed again, rules, running heads; and saved as `.xls`, `.ods` and a web page. Amounts of nought are not counted.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import arguments
import openpyxl
from habits import Score, facts_of, wrong_facts
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from reprinted import MEANING, MEDIA, blocks_of, read
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

Setting = Callable[[Any], None]
_NOTHING = {"0", "0.00"}


def _cells(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row)


def _ruled(sheet: Any) -> Iterator[Any]:
    return (cell for cell in _cells(sheet) if cell.border.left.style)


def _type(size: float) -> Setting:
    def change(sheet: Any) -> None:
        for cell in _cells(sheet):
            cell.font = Font(size=size)

    return change


def _aligned(**how: Any) -> Setting:
    def change(sheet: Any) -> None:
        for cell in _ruled(sheet):
            cell.alignment = Alignment(vertical="center", **how)

    return change


def _columns(width: float) -> Setting:
    def change(sheet: Any) -> None:
        for column in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(column)].width = width

    return change


def _rows(height: float) -> Setting:
    def change(sheet: Any) -> None:
        for row in range(1, sheet.max_row + 1):
            sheet.row_dimensions[row].height = height

    return change


def _rules(style: str | None, *, rows_alone: bool = False) -> Setting:
    def change(sheet: Any) -> None:
        side = Side(style=style) if style else None
        for cell in list(_ruled(sheet)):
            cell.border = Border(top=side, bottom=side) if rows_alone else Border(side, side, side, side)

    return change


def _portrait(sheet: Any) -> None:
    sheet.page_setup.orientation = "portrait"


def _not_fitted(sheet: Any) -> None:
    sheet.sheet_properties.pageSetUpPr.fitToPage = False


def _across_first(sheet: Any) -> None:
    sheet.page_setup.pageOrder = "overThenDown"


def _broken(rows: int) -> Setting:
    def change(sheet: Any) -> None:
        for row in range(rows, sheet.max_row, rows):
            sheet.row_breaks.append(Break(id=row))

    return change


def _titles_again(sheet: Any) -> None:
    """All rows above the first that prints a number are printed on each page."""
    numbers = [cell.row for cell in _cells(sheet) if isinstance(cell.value, int | float)]
    if numbers and min(numbers) > 1:
        sheet.print_title_rows = f"1:{min(numbers) - 1}"


def _running_heads(sheet: Any) -> None:
    sheet.oddHeader.center.text, sheet.oddFooter.center.text = "部门预决算公开", "第 &P 页，共 &N 页"


def _grid_printed(sheet: Any) -> None:
    sheet.print_options.gridLines = True


#: What is set otherwise on each sheet with a table, and how the workbook is saved.
SETTINGS: dict[str, tuple[str, tuple[Setting, ...]]] = {
    "as it is": ("pdf", ()),
    "portrait": ("pdf", (_portrait,)),
    "type of 6": ("pdf", (_type(6),)),
    "type of 11": ("pdf", (_type(11),)),
    "narrow columns": ("pdf", (_columns(8),)),
    "narrow columns, no wrapping": ("pdf", (_columns(8), _aligned(wrap_text=False))),
    "shrunk to fit": ("pdf", (_columns(8), _aligned(shrink_to_fit=True))),
    "low rows": ("pdf", (_rows(13),)),
    "rows of two lines": ("pdf", (_rows(24),)),
    "centred": ("pdf", (_aligned(horizontal="center", wrap_text=True),)),
    "running heads": ("pdf", (_running_heads,)),
    "hair lines": ("pdf", (_rules("hair"),)),
    "rules between rows": ("pdf", (_rules("thin", rows_alone=True),)),
    "no rules": ("pdf", (_rules(None),)),
    "grid printed": ("pdf", (_rules(None), _grid_printed)),
    "not fitted": ("pdf", (_not_fitted,)),
    "not fitted, across first": ("pdf", (_not_fitted, _portrait, _across_first)),
    "broken every 9 rows": ("pdf", (_not_fitted, _broken(9))),
    "broken every 12 rows, titles again": ("pdf", (_not_fitted, _broken(12), _titles_again)),
    "fitted, broken every 5 rows, titles again": ("pdf", (_broken(5), _titles_again)),
    "xls": ("xls", ()),
    "ods": ("ods", ()),
    "web page by Calc": ("html", ()),
}


def measure(documents: Sequence[Path], folder: Path, names: Sequence[str]) -> Iterator[tuple[str, Score]]:
    """Each setting, and the score over all documents."""
    known = [(blocks_of(document), prove(convert(document))) for document in documents]
    write, _ = MEDIA["workbook"]
    for name in names:
        suffix, changes = SETTINGS[name]
        books = [write(blocks, folder / f"{number}.xlsx") for number, (blocks, _) in enumerate(known)]
        for book in books:
            _change(book, changes)
        _save_as(suffix, books, folder)
        scores = (
            score(original, read(book.with_suffix(f".{suffix}")))
            for book, (_, original) in zip(books, known, strict=True)
        )
        yield name, sum(scores, Score())


def _change(book: Path, changes: Sequence[Setting]) -> None:
    workbook: Any = openpyxl.load_workbook(book)
    for sheet in (sheet for sheet in workbook.worksheets if any(_ruled(sheet))):
        for change in changes:
            change(sheet)
    workbook.save(book)


def _save_as(suffix: str, books: Sequence[Path], folder: Path) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
         "--outdir", str(folder), *map(str, books)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip


def score(original: Conversion, again: Conversion | None) -> Score:
    """What is found again of a document, not counting amounts of nought."""
    wanted, got = (_counted(c) if c else Counter[tuple[str, ...]]() for c in (original, again))
    errors = _errors(again) - _errors(original) if again else Counter[str]()
    return Score(1, wanted.total(), (wanted & got).total(), len(wrong_facts(wanted, got)), errors.total())


def _counted(conversion: Conversion) -> Counter[tuple[str, ...]]:
    amount = MEANING.index("amount")
    return Counter({fact: n for fact, n in facts_of(conversion).items() if fact[amount] not in _NOTHING})


def _errors(conversion: Conversion) -> Counter[str]:
    return Counter(finding.check for finding in conversion.findings if finding.severity == "error")


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=Path, nargs="+", help="PDFs with full rules, Word files")
    parser.add_argument("--setting", choices=SETTINGS, action="append", help="these alone")
    given = parser.parse_args()
    print("| 印法 · setting | 事实 · facts | 取到 · found | 错 · wrong | 误报 · false |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, s in measure(given.documents, Path(folder), given.setting or list(SETTINGS)):
            print(f"| {name} | {s.facts} | {s.found / max(1, s.facts):.1%} | {s.wrong} | {s.errors} |", flush=True)


if __name__ == "__main__":
    main()
