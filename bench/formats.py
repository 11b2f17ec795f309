"""Readers: time and memory of each format, beside pdfplumber's own ``extract_tables`` on the same PDFs in the same run.

Without files: the typeset examples, a PDF of 500 pages made of them, and the published documents where they are beside
the checkout. Each reading is a process of its own; times are user + system CPU seconds, which a busy machine does not
change, the median of three runs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import arguments

REPO = Path(__file__).resolve().parents[1]
RUNS = 3
PAGES = 500
START = "import sys, pathlib; path = pathlib.Path(sys.argv[1]); "
#: What each process does with the document; the first two only load what the others need.
PROGRAMS = {
    "load pdfplumber": "import pdfplumber",
    "load ours": (
        "import pdfplumber, importlib\nfrom yusuan.converters import readers\n"
        "importlib.import_module('.' + readers.MODULES['pdf'], readers.__name__)"
    ),
    "ours": "from yusuan.converters import readers\nfor block in readers.read(path): pass",
    "pdfplumber": (
        "import pdfplumber\n"
        "with pdfplumber.open(path) as pdf:\n"
        "  for page in pdf.pages: page.extract_tables(); page.close()"
    ),
}


@dataclass(frozen=True)
class Cost:
    """CPU seconds and peak memory of a process."""

    seconds: float
    megabytes: float


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=Path, nargs="*", help="files; without, those told above")
    given: list[Path] = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder:
        documents = given or [*examples(), long_document(Path(folder)), *published()]
        start = {reader: cost(f"load {reader}", documents[0]).seconds for reader in ("ours", "pdfplumber")}
        print(f"Loading takes {start['ours']:.2f} s, {start['pdfplumber']:.2f} s of it pdfplumber, and is taken off.\n")
        print("| document | MB | pages | CPU s | pages/s | peak MB | pdfplumber CPU s | peak MB | times its CPU |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for document in documents:
            print(row(document, start), flush=True)


def row(document: Path, start: dict[str, float]) -> str:
    ours = cost("ours", document)
    size, count = document.stat().st_size / 1e6, pages(document)
    seconds = max(ours.seconds - start["ours"], 0.005)
    speed = f"{count / seconds:.0f}" if count else ""
    cells = [name(document), f"{size:.2f}", str(count or ""), f"{seconds:.2f}", speed, f"{ours.megabytes:.0f}"]
    if count:
        theirs = cost("pdfplumber", document)
        peer = max(theirs.seconds - start["pdfplumber"], 0.005)
        cells += [f"{peer:.2f}", f"{theirs.megabytes:.0f}", f"{seconds / peer:.2f}"]
    else:
        cells += ["", "", ""]
    return f"| {' | '.join(cells)} |"


def cost(program: str, document: Path) -> Cost:
    """The median cost of running a program over a document."""
    costs = [once(program, document) for _ in range(RUNS if document.stat().st_size < 2e6 else 1)]
    return Cost(statistics.median(c.seconds for c in costs), max(c.megabytes for c in costs))


def once(program: str, document: Path) -> Cost:
    command = [sys.executable, "-c", START + "\n" + PROGRAMS[program], str(document)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{program} failed on {document}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def pages(document: Path) -> int:
    """The number of pages of a PDF; 0 for what has none."""
    if document.suffix != ".pdf":
        return 0
    import pypdfium2

    with pypdfium2.PdfDocument(str(document)) as pdf:
        return len(pdf)


def name(document: Path) -> str:
    return f"{document.parent.name}{document.suffix}" if document.stem == "disclosure" else document.name


def examples() -> list[Path]:
    """The typeset examples; the scan is measured by ``bench/scans.py``."""
    folder = REPO / "examples"
    return [p for p in sorted(folder.glob("*/disclosure.*")) if "scan" not in p.parent.name]


def published() -> list[Path]:
    folder = REPO.parent / "shared" / "disclosures"
    return [p for p in sorted(folder.glob("*/*")) if p.suffix in (".pdf", ".xls", ".html", ".doc")]


def long_document(folder: Path) -> Path:
    """The final account, over and over, as a PDF of 500 pages."""
    import pypdfium2

    path = folder / f"{PAGES}-pages.pdf"
    with pypdfium2.PdfDocument.new() as whole:
        with pypdfium2.PdfDocument(str(REPO / "examples" / "putuo-finance-2024-final" / "disclosure.pdf")) as part:
            while len(whole) < PAGES:
                whole.import_pages(part, list(range(min(len(part), PAGES - len(whole)))))
        whole.save(str(path))
    return path


if __name__ == "__main__":
    main()
