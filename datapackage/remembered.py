"""What was worked out of a package, kept for as long as the package stays as it is.

The catalogue, the counts and the comparisons of a build are put together from a part for each package. Where one of
many packages has changed, the parts of the others are read and not worked out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from .package import DESCRIPTOR

FOLDER = ".parts"


class Remembered:
    """The parts of one kind in ``folder/.parts/<kind>``, one JSON file for each name.

    ``program`` is the folder of the modules that work them out, ``of`` what else they depend on beside the packages:
    parts that were worked out by another program or of something else are not used.
    """

    def __init__(self, folder: Path, kind: str, program: Path, of: str = "") -> None:
        self._folder = folder / FOLDER / kind
        self._folder.mkdir(parents=True, exist_ok=True)
        self._of = f"{_hash(program)} {of}"
        self._named: set[str] = set()

    def part(self, name: str, state: str, work: Callable[[], Any]) -> Any:
        """What ``work`` returns, a value that JSON can hold; worked out only where ``name`` was of another state."""
        path = self._folder / f"{name}.json"
        self._named.add(path.name)
        wanted = sha256(f"{self._of} {state}".encode()).hexdigest()
        try:
            kept = json.loads(path.read_bytes())
            if kept["state"] == wanted:
                return kept["part"]
        except (OSError, ValueError, KeyError, TypeError):
            pass  # none yet, or what a killed run had begun
        part = work()
        path.write_text(json.dumps({"state": wanted, "part": part}, ensure_ascii=False), "utf-8")
        return part

    def forget_others(self) -> None:
        """Delete the parts that nobody has asked for."""
        for path in self._folder.iterdir():
            if path.name not in self._named:
                path.unlink()


@cache
def _hash(program: Path) -> str:
    digest = sha256()
    for path in sorted(p for p in program.iterdir() if p.suffix in (".py", ".yaml", ".csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def state_of(package: Path) -> str:
    """What tells one state of a package from every other: its descriptor, which has the hash of each file.

    Raises:
        OSError: there is no descriptor.
    """
    return sha256((package / DESCRIPTOR).read_bytes()).hexdigest()
