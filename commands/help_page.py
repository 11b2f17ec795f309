"""The page of help of a command: Chinese before English, wrapped by the columns that a terminal shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from ..console import width

_WIDEST = 100
#: How much of a line the names of options may take; a longer one has a line to itself.
_NAMES = 3 / 8
_HEADINGS = {"Arguments": "参数", "Options": "选项", "Commands": "命令"}
#: What the library itself says, and what stands for it.
_SAID = (
    (re.compile(r"Show this message and exit\."), "显示这段说明 / show this message"),
    (re.compile(r"\[default: "), "[默认 default: "),
    (re.compile(r"\brequired\]$"), "必填 required]"),
    (re.compile(r"<list\[str\]>"), "<str>"),
)
#: What is said of an option in brackets behind its meaning: its default, its limits.
_BEHIND = re.compile(r"\s*(\[[^\[\]]*\])$")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”"
#: What stays together on a line: a word, or a Chinese character with the punctuation around it, and the space behind.
_PIECE = re.compile(rf"[“（《]*(?:[^\s{_WIDE}]+|[{_WIDE}])[，。、；：）》”？]*\s*")


class HelpPage:
    """What writes the parts of a page, by the names that the library calls them."""

    def __init__(self) -> None:
        self.width = min(shutil.get_terminal_size().columns, _WIDEST)
        self._lines: list[str] = []
        self._indent = 0

    def getvalue(self) -> str:
        """The page."""
        return "\n".join(self._lines) + "\n"

    def write_usage(self, prog: str, args: str = "") -> None:
        """How the command is called."""
        self._put("", [*_wrapped(f"用法 Usage: {prog} {args}", self.width)], 0)

    def write_paragraph(self) -> None:
        """A blank line."""
        self._lines.append("")

    def write_text(self, text: str) -> None:
        """Paragraphs, each language of one on lines of its own."""
        for number, paragraph in enumerate(text.split("\n\n")):
            self._lines += [""] * bool(number)
            for said in " ".join(paragraph.split("\n")).split(" / "):
                self._put("", [*_wrapped(said, self.width - self._indent)], 0)

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and what they mean, side by side; two languages below each other where a line does not hold both."""
        said = [(_told(name), _told(meaning)) for name, meaning in rows]
        column = min(max(width(name) for name, _ in said), int(self.width * _NAMES)) + 2
        for name, meaning in said:
            self._put(name, _both(meaning, self.width - self._indent - column), column)

    def _put(self, name: str, lines: Sequence[str], column: int) -> None:
        """Lines at their column, the first beside a name that leaves room for it."""
        margin = " " * self._indent
        if column and width(name) > column - 2:
            self._lines.append(margin + name)
            name = ""
        for number, line in enumerate(lines):
            beside = name if not number else ""
            self._lines.append(margin + beside + " " * (column - width(beside)) + line)

    @contextmanager
    def section(self, name: str) -> Generator[None]:
        """A part with a heading."""
        self._lines += ["", f"{_HEADINGS.get(name, '')} {name}:".lstrip()]
        with self.indentation():
            yield

    @contextmanager
    def indentation(self) -> Generator[None]:
        """What is written within stands further in."""
        self._indent += 2
        yield
        self._indent -= 2


def _told(text: str) -> str:
    for words, instead in _SAID:
        text = words.sub(instead, text)
    return text


def _both(meaning: str, room: int) -> list[str]:
    """Chinese and English on one line, else each on its own."""
    if width(meaning) <= room:
        return [meaning]
    behind = _BEHIND.search(meaning)
    languages = meaning[: behind.start()].split(" / ") if behind else meaning.split(" / ")
    lines = [line for said in languages for line in _wrapped(said, room)]
    if behind and width(lines[-1]) + 2 + width(behind[1]) <= room:
        return [*lines[:-1], f"{lines[-1]}  {behind[1]}"]
    return [*lines, *([behind[1]] if behind else ())]


def _wrapped(text: str, room: int) -> Iterator[str]:
    line = ""
    for piece in _PIECE.findall(text):
        if line and width((line + piece).rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()
