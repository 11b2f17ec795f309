"""Office files without the time they were made: equal content, equal bytes."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(data: bytes) -> bytes:
    """The archive with the same parts, all dated 1980, and documents dated 2024-01-01."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            entry = ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            after.writestr(entry, _TIMES.sub(rb"\g<1>2024-01-01T00:00:00Z", before.read(part)))
    return out.getvalue()
