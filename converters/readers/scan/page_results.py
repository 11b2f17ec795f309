"""What OCR read of the pages of a document, kept until the document is done, so that a killed run goes on.

The file of a page is named by the document's hash and by the version of everything that reads it. It holds what is
printed, persons included, so that only its owner may read it, and it is gone when the document has been read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Any

from ..page.glyphs import Box
from ..page.upright import Turn, View
from .recognition import Word

_MADE_BY = ("numpy", "onnxruntime", "opencv-python-headless", "pypdfium2", "rapidocr")
_OURS = (
    "crossing.py",
    "fitting.py",
    "leftover.py",
    "ocr.py",
    "pen.py",
    "perspective.py",
    "picture.py",
    "recognition.py",
    "red_ink.py",
    "resolution.py",
    "scanned_rules.py",
    "separators.py",
    "show_through.py",
    "strokes.py",
    "../page/upright.py",
)


def cache_folder() -> Path:
    """``$YUSUAN_CACHE``, else the user's cache folder."""
    home = os.environ.get("YUSUAN_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "yusuan" / "pages"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page: how it was set upright, and in points then: cells of tables, rules and words."""

    turn: Turn
    tables: tuple[tuple[Box, ...], ...]
    rules: tuple[tuple[float, float, float], ...]
    words: tuple[Word, ...]


class PageResults:
    """The pages of the document at ``path`` that have been read."""

    def __init__(self, path: Path) -> None:
        self._folder = cache_folder() / f"{sha256(path.read_bytes()).hexdigest()[:32]}-{_program()}"

    def of(self, name: str, read: Callable[[], Reading]) -> Reading:
        """The reading of the page ``name``: as kept, else by ``read`` and kept. No cache is no harm."""
        file = self._folder / f"{name}.json"
        try:
            return _from_json(json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, LookupError, TypeError):
            reading = read()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            staged = file.with_suffix(f".{os.getpid()}")
            staged.write_text(json.dumps(_as_json(reading), ensure_ascii=False), "utf-8")
            staged.chmod(0o600)
            staged.replace(file)
        except OSError:
            pass
        return reading

    def clear(self) -> None:
        """Remove what is kept of this document."""
        rmtree(self._folder, ignore_errors=True)


@cache
def _program() -> str:
    digest = sha256(" ".join(version(name) for name in _MADE_BY).encode())
    for name in _OURS:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:12]


def _as_json(reading: Reading) -> dict[str, Any]:
    words = [[word.text, word.box, word.confidence, word.is_red] for word in reading.words]
    view = reading.turn.seen
    at = reading.turn
    turn = [at.quarters, at.askew, at.size, view and [view.rows, view.size], at.enlarged]
    return {"turn": turn, "tables": reading.tables, "rules": reading.rules, "words": words}


def _from_json(data: dict[str, Any]) -> Reading:
    quarters, askew, (width, height), seen, enlarged = data["turn"]
    view = View(tuple((row[0], row[1], row[2]) for row in seen[0]), (seen[1][0], seen[1][1])) if seen else None
    return Reading(
        turn=Turn(quarters, askew, (width, height), view, enlarged),
        tables=tuple(tuple(_box(cell) for cell in cells) for cells in data["tables"]),
        rules=tuple((rule[0], rule[1], rule[2]) for rule in data["rules"]),
        words=tuple(Word(text, _box(box), confidence, is_red) for text, box, confidence, is_red in data["words"]),
    )


def _box(values: list[float]) -> tuple[float, float, float, float]:
    return values[0], values[1], values[2], values[3]
