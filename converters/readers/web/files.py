"""What a web page shows that stands in files of its own: pictures, style sheets, the sheets of a workbook.

They are found where a browser or an office program saved them: beside the page, or in the same web archive. Nothing is
ever fetched, and no file outside the folder of the page is opened.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .. import limits
from ..charset import decode
from ..signatures import is_page

#: The bytes of the file that a page calls by an address; none where there is no such file at hand.
Files = Callable[[str], bytes]

_CALLS = re.compile(
    r"""<(?:img|i?frame|link|x:WorksheetSource)\b[^>]*?\s(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
    re.IGNORECASE,
)
#: Points: a picture that a page shows smaller than this is none of a table.
_SMALL = 50
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:|//|\\\\", re.IGNORECASE)
_PAGES = (".htm", ".html")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_SHOWN = (*_PAGES, *_PICTURES, ".css")


def beside(page: Path) -> Files:
    """The files beside ``page``, in its own folder or below."""

    def found(address: str) -> bytes:
        file = _beside(page, address)
        return file.read_bytes() if file else b""

    return found


def companions(page: Path) -> tuple[Path, ...]:
    """The files beside a web page that it shows parts of, in the order in which it calls them; none of another file.

    Raises:
        OSError: a file cannot be opened.
    """
    if not is_page(page):
        return ()
    found: dict[Path, None] = {}
    _collect(page, page, found)
    return tuple(found)


def _collect(page: Path, caller: Path, found: dict[Path, None]) -> None:
    """What ``caller`` calls: the page, or one of its frames, whose addresses count from where it stands itself."""
    own = caller.parent.relative_to(page.parent).as_posix()
    for address in calls(decode(caller.read_bytes())):
        file = _beside(page, joined(own, address))
        if file and file != page and file not in found and len(found) < limits.MAX_PARTS:
            found[file] = None
            if file.suffix.lower() in _PAGES:
                _collect(page, file, found)


def calls(text: str) -> Iterator[str]:
    """The addresses of pictures, frames and style sheets in the source of a page."""
    for one, other, bare in _CALLS.findall(text):
        yield unescape(one or other or bare)


def joined(folder: str, address: str) -> str:
    """An address that a file in ``folder`` calls, as the page calls it."""
    return address if folder in ("", ".") or is_elsewhere(address) else f"{folder}/{address}"


def is_elsewhere(address: str) -> bool:
    """Whether an address leads to another machine, or from the root of one."""
    return bool(_SCHEME.match(address.strip())) or address.strip().startswith("/")


def is_picture(address: str) -> bool:
    """Whether an address names a picture."""
    return _name(address).lower().endswith(_PICTURES)


def may_be_a_table(image: Any) -> bool:
    """Whether a picture that is not at hand may be more than a logo, an icon, or a button that leads elsewhere."""
    address = (image.get("src") or "").strip()
    if not address or address.lower().startswith("data:"):
        return False
    sizes = [re.match(r"\s*(\d+)\s*(?:px|pt)?\s*$", image.get(side) or "") for side in ("width", "height")]
    if any(size and int(size[1]) < _SMALL for size in sizes):
        return False
    links = (link.get("href") or "" for link in image.iterancestors("a"))
    return all(is_picture(link) or not link.strip("# ") for link in links)


def _name(address: str) -> str:
    return unquote(re.split(r"[?#]", address.strip())[0]).replace("\\", "/")


def _beside(page: Path, address: str) -> Path | None:
    """The file that ``address`` names, if it lies beside the page: a link that leads out of its folder names none."""
    if is_elsewhere(address):
        return None
    name = _name(address)
    if not name.lower().endswith(_SHOWN) or "\0" in name:
        return None
    folder = page.parent.resolve()
    file = page.parent / name
    try:
        real = file.resolve()
        near = real.is_file() and real.is_relative_to(folder) and real.stat().st_size <= limits.MAX_FILE_BYTES
    except (OSError, RuntimeError):  # a name too long, links in a circle
        return None
    return page.parent / real.relative_to(folder) if near else None


def of_data_url(address: str) -> bytes:
    """The bytes of a picture in a data URL (RFC 2397) in base 64, none where ``address`` is another one."""
    kind, _, text = address.partition(",")
    if not re.match(r"data:image/[\w.+-]+;base64$", kind.strip(), re.IGNORECASE):
        return b""
    try:
        return base64.b64decode(unquote(text))
    except ValueError:
        return b""
