"""``python -m typeset [FOLDER]``, run in ``examples/``: typeset every example into FOLDER (default: where they are).

Needs the developers' packages and the font of :mod:`typeset.pages`. Equal content gives equal bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from . import content, pages, scan, sheets, web, word
from .content import Block

EXAMPLES = Path(__file__).resolve().parents[1]
#: What the text of the Wuhan budget lost, and its accounting gives back.
LOST = {"十七、住房保障支出": "118.69"}
WRITERS: dict[str, Callable[[Sequence[Block], Path], None]] = {
    ".pdf": pages.write,
    ".docx": word.write,
    ".xlsx": sheets.write,
    ".html": web.write,
}
#: Folder of an example → the formats it is set in.
DOCUMENTS = {
    "wuhan-2024": (".pdf", ".docx", ".xlsx", ".html"),
    "putuo-finance-2024-final": (".pdf",),
    "putuo-finance-2025-budget": (".pdf",),
}
SCANNED = "putuo-office-2025-scan"
SCANNER = scan.Scanner(dpi=200, skew=0.7, paper=236, noise=3.0, stamp=True, quality=35)


def blocks_of(name: str) -> list[Block]:
    """What the example in the folder ``name`` says."""
    if name == "wuhan-2024":
        return content.undamaged(EXAMPLES / name / "disclosure.txt", LOST)
    return content.read(EXAMPLES / name / "content.txt")


def typeset(out: Path) -> list[Path]:
    """Write every example below ``out``; returns the files."""
    written: list[Path] = []
    for name, suffixes in DOCUMENTS.items():
        (out / name).mkdir(parents=True, exist_ok=True)
        for suffix in suffixes:
            written.append(out / name / f"disclosure{suffix}")
            WRITERS[suffix](blocks_of(name), written[-1])
    (out / SCANNED).mkdir(parents=True, exist_ok=True)
    written.append(out / SCANNED / "disclosure.pdf")
    with TemporaryDirectory() as folder:
        clean = Path(folder) / "clean.pdf"
        pages.write(blocks_of(SCANNED), clean)
        scan.write(clean, written[-1], SCANNER)
    return written


if __name__ == "__main__":
    for path in typeset(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES):
        print(path)
