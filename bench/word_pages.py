"""Word documents printed as PDF in other settings, and what is read of each PDF against the document itself.

Writer prints the document as it is and with one thing set otherwise: larger or smaller type, narrow or wide margins,
no shading, no space between lines, rows kept whole. What changes is where pages and cells cut headings, rows and
numbers. Wrong is a fact of a table that the document has not; its pictures of tables count as missing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import arguments
import docx
from docx.oxml.ns import qn
from docx.shared import Cm
from habits import Score, read, score
from yusuan.converters.disclosure import convert
from yusuan.converters.readers.office import conversion
from yusuan.datapackage.accounting.proof import prove

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "converters"))
import printed

Setting = Callable[[Any], None]
_SMALLEST = 8  # half points


def _scaled(scale: float) -> Setting:
    def change(word: Any) -> None:
        for size in word.element.body.iter(qn("w:sz"), qn("w:szCs")):
            size.set(qn("w:val"), str(max(_SMALLEST, round(int(size.get(qn("w:val"))) * scale))))

    return change


def _margins(centimetres: float) -> Setting:
    def change(word: Any) -> None:
        for section in word.sections:
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(centimetres)

    return change


def _without(*tags: str) -> Setting:
    def change(word: Any) -> None:
        for element in list(word.element.body.iter(*map(qn, tags))):
            element.getparent().remove(element)

    return change


def _rows_whole(word: Any) -> None:
    for row in (row for table in word.tables for row in table.rows):
        row._tr.get_or_add_trPr().append(docx.oxml.OxmlElement("w:cantSplit"))


SETTINGS: dict[str, tuple[Setting, ...]] = {
    "as it is": (),
    "type × 0.8": (_scaled(0.8),),
    "type × 1.1, rows whole": (_scaled(1.1), _rows_whole),
    "type × 1.25": (_scaled(1.25),),
    "margins 1 cm": (_margins(1),),
    "margins 3.2 cm": (_margins(3.2),),
    "no shading": (_without("w:shd"),),
    "no spacing, no heights": (_without("w:spacing", "w:trHeight"),),
}


def measure(document: Path, folder: Path) -> Iterator[tuple[str, Score]]:
    """Each setting, and the score of its PDF."""
    original = prove(convert(document))
    source = document if document.suffix == ".docx" else conversion.convert(document, folder)
    for number, (name, changes) in enumerate(SETTINGS.items()):
        word: Any = docx.Document(str(source))
        for change in changes:
            change(word)
        changed = folder / f"{number}.docx"
        word.save(str(changed))
        printed.convert_to_pdf([changed], folder)
        yield name, score(original, read(changed.with_suffix(".pdf")), name)


def _print(documents: Sequence[Path]) -> None:
    for document in documents:
        with tempfile.TemporaryDirectory() as folder:
            for name, found in measure(document, Path(folder)):
                share = f"{found.found / max(1, found.facts):.1%}"
                print(
                    f"| {document.name} | {name} | {found.facts} | {share} | {found.wrong} | {found.errors} |",
                    flush=True,
                )


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=Path, nargs="+", help="Word files")
    given = parser.parse_args()
    print("| 文档 · document | 印法 · setting | 事实 · facts | 取到 · found | 错 · wrong | 误报 · false |")
    print("|---|---|---:|---:|---:|---:|")
    _print(given.documents)


if __name__ == "__main__":
    main()
