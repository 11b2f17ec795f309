"""What people see while a command runs: everything but the result goes to standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Step = Callable[[str], None]
#: What would break a line, command a terminal, or be no text at all.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """``text`` in a line that a terminal only shows: file names may hold any byte."""
    if text.isprintable():
        return text
    return "".join(
        c.encode("unicode_escape").decode("ascii") if unicodedata.category(c) in _UNPRINTABLE else c for c in text
    )


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Console:
    """How to speak: ``as_json`` keeps standard output for the result, ``quiet`` keeps still but for errors."""

    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool = True

    def result(self, value: Any, text: str) -> None:
        """The result of the command: ``value`` as JSON, or ``text`` for people."""
        print(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) if self.as_json else text)

    def say(self, text: str) -> None:
        """A line about the work."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def detail(self, text: str) -> None:
        """A line that only ``-v`` asks for."""
        if self.verbose and not self.quiet:
            print(text, file=sys.stderr)

    def error(self, text: str) -> None:
        """One line: which file, where, and what to do."""
        mark = "\x1b[31m错误\x1b[0m" if self.color and sys.stderr.isatty() else "错误"
        print(f"{mark} {printable(' '.join(text.split()))}", file=sys.stderr)

    @contextmanager
    def progress(self, total: int) -> Generator[Step]:
        """Count documents: a bar with rate and time left on a terminal, a line a document elsewhere."""
        if self.quiet:
            yield lambda _: None
        elif sys.stderr.isatty() and total > 1:
            with _bar(total, color=self.color) as step:
                yield step
        else:
            done = iter(range(1, total + 1))
            yield lambda text: print(f"[{next(done)}/{total}] {printable(text)}", file=sys.stderr)


@contextmanager
def _bar(total: int, *, color: bool) -> Generator[Step]:
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=RichConsole(stderr=True, no_color=not color), transient=True) as progress:
        task = progress.add_task("", total=total, rate="")

        def step(text: str) -> None:
            speed = progress.tasks[0].speed
            progress.update(task, advance=1, description=printable(text), rate=f"{speed:.1f}/s" if speed else "")

        yield step
