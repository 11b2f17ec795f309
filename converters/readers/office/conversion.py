"""Formats that only an office program reads (.doc, .wps, .rtf, .et, OpenDocument): converted, then read.

LibreOffice runs without a screen, with a profile of its own that is thrown away, macros off, and a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from ...errors import UnreadableError
from ...table import Block
from .. import limits

READER = "office"
PROGRAMS = ("soffice", "libreoffice")
TIMEOUT_SECONDS = 180
_SHEETS = frozenset({".et", ".ods", ".xls", ".xlsx", ".ett"})
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


def read(path: Path) -> Iterator[Block]:
    """The blocks of the document, as the reader for .docx or .xlsx sees it after the conversion.

    Raises:
        UnreadableError: LibreOffice is not installed, takes too long, or cannot read the file.
    """
    with tempfile.TemporaryDirectory(prefix="yusuan-") as folder:
        copy = convert(path, Path(folder))
        yield from import_module(f".{copy.suffix[1:]}", __package__).read(copy)


def convert(path: Path, folder: Path) -> Path:
    """A copy of ``path`` as .docx or .xlsx inside ``folder``.

    Raises:
        UnreadableError: as :func:`read`.
    """
    limits.check_size(path)
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableError(
            path,
            "读取这种文件需要 LibreOffice：apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
            "needs LibreOffice: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
        )
    kind = _target(path)
    # A plain name of its own, as the given one may not suit a command line or hide its format.
    source = folder / f"source{path.suffix.lower()}"
    shutil.copyfile(path, source)
    _run(path, program, source, folder, kind)
    copy = folder / f"source.{kind}"
    if not copy.is_file() or copy == source:
        raise UnreadableError(path, "LibreOffice 无法读取此文件", "LibreOffice cannot read the file")
    return copy


def _target(path: Path) -> str:
    if path.suffix.lower() in _SHEETS:
        return "xlsx"
    with path.open("rb") as stream:
        head = stream.read(4096)
    return "xlsx" if b"Excel.Sheet" in head or b"opendocument.spreadsheet" in head else "docx"


def _run(path: Path, program: str, source: Path, folder: Path, kind: str) -> None:
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", _FILTERS[kind],
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=limits.environment(folder),
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT_SECONDS)
    except BaseException as error:
        # The program starts another one, which would go on by itself: the whole group has to go.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
        raise UnreadableError(
            path,
            f"LibreOffice 转换超过 {TIMEOUT_SECONDS} 秒，已停止",
            f"LibreOffice took longer than {TIMEOUT_SECONDS} s and was stopped",
        ) from error
