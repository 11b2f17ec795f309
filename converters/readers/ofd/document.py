"""OFD files, read as the PDF that prints the same: all that holds for pages, rules and scans holds for them too."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ....datapackage.model import Origin
from ...errors import UnreadableError
from ...table import NOT_READ, Block, Paragraph
from .. import limits
from ..pdf import document
from .container import Container
from .drawing import Drawing
from .paper import Paper

READER = document.READER


def read(path: Path) -> Iterator[Block]:
    """The blocks of every page in reading order, with page and box of each cell in points, as of a PDF.

    Raises:
        UnreadableError: encrypted, damaged, a page is missing, without pages or of far too many.
    """
    with tempfile.TemporaryDirectory(prefix="yusuan-") as folder:
        copy = Path(folder) / "pages.pdf"
        unread = convert(path, copy)
        try:
            yield from document.read(copy)
        except UnreadableError as error:
            raise UnreadableError(path, error.zh, error.en) from error
    for page, what in unread:
        line = f"第{page}页的{what[0]}读不了 / page {page}: {what[1]} cannot be read"
        yield Paragraph(line, Origin(READER, page=page, note=NOT_READ))


def convert(path: Path, copy: Path) -> list[tuple[int, tuple[str, str]]]:
    """Write a PDF of the pages of ``path`` to ``copy``; the pages, with what of them could not be taken over.

    Raises:
        UnreadableError: as :func:`read`.
    """
    unread: list[tuple[int, tuple[str, str]]] = []
    with limits.open_zip(path) as archive:
        container, paper = Container(path, archive), Paper()
        pages = list(container.pages())
        if not pages:
            raise UnreadableError(path, "OFD 没有页面", "the OFD has no pages")
        if len(pages) > limits.MAX_PAGES:
            raise UnreadableError(path, f"页数过多（{len(pages)} 页）", f"too many pages ({len(pages)})")
        for number, page in enumerate(pages, start=1):
            drawing = Drawing(paper, container)
            paper.add_page(page.size, drawing.content(page))
            unread += ((number, what) for what in dict.fromkeys(drawing.unread))
    copy.write_bytes(paper.as_bytes())
    return unread
