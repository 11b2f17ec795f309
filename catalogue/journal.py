"""The journal of a publisher: what was begun and done at one portal, and that one publisher at a time is at work.

The portal itself says where to go on; the journal tells people that a run was interrupted.
"""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .portal import PortalError

#: What publishing keeps in the folder of a build.
FOLDER = ".publish"


@dataclass
class Journal:
    """A line for each dataset that is begun and done; what a killed run leaves tells the next one so."""

    file: Path

    def add(self, name: str, what: Literal["begun", "done"]) -> None:
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"dataset": name, "what": what}) + "\n")

    def unfinished(self) -> list[str]:
        """Datasets that were begun and not done, in the order of names."""
        state: dict[str, str] = {}
        for line in self.file.read_text("utf-8").splitlines() if self.file.exists() else ():
            try:
                entry = json.loads(line)
            except ValueError:  # cut short by a kill
                continue
            state[entry["dataset"]] = entry["what"]
        return sorted(name for name, what in state.items() if what == "begun")


def journal_of(build: Path, portal_url: str) -> Journal:
    """The journal of the build in folder ``build`` for one portal."""
    place = re.sub(r"[^A-Za-z0-9.-]+", "-", portal_url.split("://", 1)[-1]).strip("-")
    return Journal(build / FOLDER / f"{place}.journal")


@contextmanager
def held_journal(build: Path, portal_url: str) -> Generator[Journal]:
    """The journal, held by one publisher of this folder at a time; gone when everything is done.

    Raises:
        PortalError: another publisher is at work in the folder.
    """
    journal = journal_of(build, portal_url)
    journal.file.parent.mkdir(parents=True, exist_ok=True)
    with journal.file.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{build}: 另一个 publish 正在发布这个目录，等它结束再跑 / another publish is at work here"
            raise PortalError("refused", message) from error
        yield journal
        if not journal.unfinished():
            journal.file.unlink(missing_ok=True)
