"""Whole documents as scans, held against what is read of their text layer: tables, sentences, cover, findings.

FILE is a PDF with a text layer. Its pages are scanned askew by a fax in black and white with specks, photographed at
an angle, scanned askew in grey at 150 dots per inch and at 100, with black dots for its greys, and with the next page
shining through. Wrong is an amount or a claim that the document does not make; wrong and confirmed would be silently
wrong. Claims are compared by what a sentence says, not by the row that it is held against, which may be held back.
Errors are those that the scan is told to have and the document not.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import arguments
import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
from scanned_forms import seconds
from typeset import scan
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

SCANS = {
    "fax": scan.Scanner(dpi=200, skew=0.5, noise=28.0, is_black_and_white=True, quality=90),
    "photograph": scan.Scanner(dpi=200, noise=5.0, is_photographed=True, quality=70),
    "grey": scan.Scanner(dpi=150, skew=-0.6, paper=245, noise=5.0, quality=60),
    "coarse": scan.Scanner(dpi=100, skew=0.4, paper=250, quality=60),
    "dotted": scan.Scanner(dpi=200, skew=0.4, paper=235, is_dotted=True, quality=90),
    "back": scan.Scanner(dpi=200, skew=-0.6, paper=240, noise=5.0, quality=60, has_back=True),
}
AMOUNT = (
    "table", "unit_code", "fiscal_year", "phase", "flow", "function_code", "economic_code", "line", "fund", "origin",
    "project_code", "category", "amount",
)  # fmt: skip
CLAIM = ("label", "fiscal_year", "measure", "value", "unit")
COVER = ("unit_name", "department_name", "year", "kind", "unit_code")
COLUMNS = (
    "document", "scan", "pages", "amounts", "right", "wrong before", "wrong", "wrong and confirmed", "claims",
    "claims right", "claims wrong", "cover", "errors", "CPU s a page",
)  # fmt: skip


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("file", nargs="+", type=Path, help="PDFs with a text layer")
    parser.add_argument("--scans", default=",".join(SCANS), help="kinds of scan")
    given = parser.parse_args()
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---|---|" + "---:|" * (len(COLUMNS) - 2))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YUSUAN_CACHE"] = folder  # else no page of an earlier run would be read again
        for file in given.file:
            truth = prove(convert(file))
            for name in given.scans.split(","):
                print("| " + " | ".join(map(str, row(file, name, truth, Path(folder)))) + " |", flush=True)


def row(file: Path, name: str, truth: Conversion, folder: Path) -> tuple[object, ...]:
    path = folder / f"{file.stem}.{name}.pdf"
    scan.write(file, path, SCANS[name])
    started, count = seconds(), len(pypdfium2.PdfDocument(str(path)))
    before = convert(path)
    used = (seconds() - started) / count
    after = prove(before)
    amounts, read = tally(truth.facts, AMOUNT), tally(after.facts, AMOUNT)
    claims, told = tally(truth.claims, CLAIM), tally(after.claims, CLAIM)
    confirmed = tally((f for f in after.facts if f.confirmations), AMOUNT)
    is_same = all(getattr(after.disclosure, field) == getattr(truth.disclosure, field) for field in COVER)
    return (
        file.stem, name, count, amounts.total(), (read & amounts).total(),
        (tally(before.facts, AMOUNT) - amounts).total(), (read - amounts).total(), (confirmed - amounts).total(),
        claims.total(), (told & claims).total(), (told - claims).total(),
        "same" if is_same else "OTHER", (errors(after) - errors(truth)).total(), f"{used:.1f}",
    )  # fmt: skip


def tally(found: Iterable[object], fields: tuple[str, ...]) -> Counter[tuple[object, ...]]:
    """What each says, without where it is printed."""
    return Counter(tuple(getattr(one, field) for field in fields) for one in found)


def errors(conversion: Conversion) -> Counter[tuple[object, ...]]:
    return tally((f for f in conversion.findings if f.severity == "error"), ("check", "outcome"))


if __name__ == "__main__":
    main()
