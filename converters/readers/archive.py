"""Zip archives in which a unit published the files of one disclosure: unpacked aside and read one after the other.

Each block names its file. One that cannot be read stops the document, as what it lacks would be missed by nobody.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from ...datapackage.model import Origin
from ..errors import UnreadableError
from ..table import NOT_READ, NOT_SHOWN, Block, Paragraph, named
from . import limits
from .charset import decode
from .web.files import companions

READER = "zip"
#: Files of one disclosure, with the pictures of its pages: none has more.
_MOST = 1_000
#: What programs leave in archives of their own accord.
_LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")
_UTF_8 = 0x800


def read(path: Path) -> Iterator[Block]:
    """The blocks of the files in the archive, in the order of their names; those that no reader knows are told.

    Raises:
        UnreadableError: damaged, encrypted, a zip bomb, without a file that can be read, or with one that cannot.
    """
    from . import READERS, left_out, read

    with tempfile.TemporaryDirectory(prefix="yusuan-") as folder, limits.open_zip(path) as archive:
        files = _unpacked(path, archive, Path(folder))
        shown = {beside for file in files.values() for beside in companions(file)}
        own = {name: file for name, file in files.items() if file not in shown}
        known = {name: file for name, file in own.items() if file.suffix.lower() in READERS and file.suffix != ".zip"}
        if not known:
            raise UnreadableError(path, "压缩包里没有能读的文件", "no file in the archive can be read")
        for name, file in sorted(known.items()):
            try:
                for block in read(file):
                    yield named(block, name)
                for line in left_out(file):
                    yield Paragraph(line, Origin(READER, note=NOT_SHOWN, file=name))
            except UnreadableError as error:
                zh, en = f"压缩包里的“{name}”：{error.zh}", f"{name!r} in the archive: {error.en}"
                raise UnreadableError(path, zh, en) from error
        for name in sorted(own.keys() - known.keys()):
            line = f"压缩包里的“{name}”不是能读的文件 / {name!r} in the archive is no file that can be read"
            yield Paragraph(line, Origin(READER, note=NOT_READ, file=name))


def _unpacked(path: Path, archive: ZipFile, folder: Path) -> dict[str, Path]:
    """The files of the archive below ``folder``, by their names in it."""
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_litter(member)]
    if len(members) > _MOST:
        raise UnreadableError(path, "压缩包里文件过多", "there are too many files in the archive")
    files: dict[str, Path] = {}
    for member in members:
        name = _name(member)
        target = folder / name
        if name in files:
            raise UnreadableError(path, f"压缩包里有两个“{name}”", f"there are two {name!r} in the archive")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as packed, target.open("xb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except limits.BROKEN_ZIP as error:
            raise UnreadableError(
                path, f"压缩包里的“{name[:60]}”解不开", f"{name[:60]!r} in the archive cannot be unpacked"
            ) from error
        files[name] = target
    return files


def _is_litter(member: ZipInfo) -> bool:
    """Whether a member is none of the unit's files; a link is none, as it leads elsewhere."""
    parts = PurePosixPath(_name(member)).parts
    linked = stat.S_ISLNK(member.external_attr >> 16)
    return linked or any(part in _LITTER or part.startswith((".", "~$")) for part in parts)


def _name(member: ZipInfo) -> str:
    """The name of a member within the archive; programs write Chinese in GBK and do not say so."""
    name = member.filename
    if not member.flag_bits & _UTF_8:
        try:
            name = decode(member.orig_filename.encode("cp437"))
        except UnicodeEncodeError:
            name = member.filename
    plain = "".join(c for c in name.replace("\\", "/") if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    parts = [part for part in plain.split("/") if part.strip(" .")]
    return "/".join(parts) or "_"
