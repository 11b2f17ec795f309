"""Files that a PDF carries with it (attachments, portfolios), and forms that are drawn by a program (XFA).

Neither stands on a page that is read, so both are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from ....datapackage.model import Origin
from ...table import NOT_READ, Paragraph

_XFA = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
#: So many are named, and so much of a name.
_MOST, _LONGEST = 10, 60


def told(path: Path, reader: str) -> Iterator[Paragraph]:
    """What is said of the files and forms in the PDF at ``path`` that are not read."""
    try:
        document: Any = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError:
        return  # what another parser makes of it has been told already
    with closing(document):
        count = document.count_attachments()
        for index in range(min(count, _MOST)):
            name = document.get_attachment(index).get_name()[:_LONGEST]
            yield _not_read(f"PDF 附带的文件“{name}” / the file {name!r} attached to the PDF", reader)
        if count > _MOST:
            yield _not_read(f"PDF 附带的另外{count - _MOST}个文件 / {count - _MOST} more attached files", reader)
        if document.get_formtype() in _XFA:
            yield _not_read("PDF 里的 XFA 动态表单 / a dynamic form (XFA) in the PDF", reader)


def _not_read(text: str, reader: str) -> Paragraph:
    return Paragraph(text, Origin(reader, note=NOT_READ))
