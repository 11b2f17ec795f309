"""What stands after a label: in its cell, in the next one, or broken over several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ...datapackage.frozen import frozen
from ..amounts import is_nothing
from ..codes import undo_spaces
from .rows import Kind, Mark, Row
from .shapes import LABELLED_IDENTITY, TELEPHONE, shapes
from .vocabulary import HAN, has_surname, is_exempt, is_strictly_name, is_word, without_roles, words

_DIGITS_ONLY = re.compile(r"^[\d \-–—()]+$")
_SPACED_NAME = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ \t]+[{HAN}]{{1,2}}){{1,2}}(?![{HAN}])")
_TOKEN = re.compile(r"[^\s、,，;；/|()。.:：\"“”'\[\]【】]+")
#: A cell that is longer holds prose, in which a label is a word like any other.
_LONGEST_LABEL_CELL = 30
_LONGEST_VALUE = 12
_IDLE = " \t:：_,，;；\"'()（）"


@dataclass(frozen=True, slots=True)
class _Announced:
    """What a label says that comes next, and whether it was a label beyond doubt."""

    kind: str
    sure: bool
    cell: bool  # it is a cell of its own


@frozen()
class _Piece:
    """The text between two labels of one cell; ``label`` is the one that it follows, if any."""

    start: int
    end: int
    label: _Announced | None


def mark_labelled(rows: Sequence[Row]) -> None:
    """Mark what stands after the labels of names, telephones and identity numbers."""
    _Reader(rows).read()


@dataclass
class _Reader:
    """Goes along the rows and marks what stands after a label; a label waits over blank cells."""

    rows: Sequence[Row]
    waiting: _Announced | None = None
    parts: list[tuple[list[Mark], int, int, str]] = field(default_factory=list[tuple[list[Mark], int, int, str]])

    def read(self) -> None:
        """Mark the values in all rows."""
        for row in self.rows:
            if row.table >= 0:
                self._forget()
            if self.waiting is None and next(_labels(row.together), None) is None:
                continue  # as nearly all
            for text, marks in row.printed:
                for piece in _pieces(text, row.table >= 0):
                    if piece.label:
                        self._forget()
                        self.waiting = piece.label
                    self._take(text, piece, marks)

    def _forget(self) -> None:
        self.waiting = None
        self.parts.clear()

    def _take(self, text: str, piece: _Piece, marks: list[Mark]) -> None:
        if self.waiting is None:
            return
        value = text[piece.start : piece.end]
        if not value.strip(_IDLE) or is_nothing(value):
            return
        if self._is_part(value.strip()):
            self.parts.append((marks, piece.start, piece.end, value.strip()))
            self._join_parts()
            return
        found = _values(self.waiting, value)
        marks.extend(replace(m, start=m.start + piece.start, end=m.end + piece.start) for m in found)
        self._forget()

    def _is_part(self, value: str) -> bool:
        """Whether the value can be one part of a name or number that is broken over cells."""
        assert self.waiting is not None
        if self.waiting.kind == "name":
            longest = 2 if self.parts else 1
            return bool(re.fullmatch(rf"[{HAN}]{{1,{longest}}}", value)) and not is_word(value)
        if self.waiting.kind != "telephone" or TELEPHONE.fullmatch(value) or not _DIGITS_ONLY.match(value):
            return False
        return _count_digits(value) in (range(1, 11) if self.parts else range(2, 11))

    def _join_parts(self) -> None:
        assert self.waiting is not None
        whole = "".join(part for *_, part in self.parts)
        if self.waiting.kind == "name":
            kind: Kind = "name"
            done = len(whole) >= 3
            personal = has_surname(whole) if len(whole) > 1 else self.waiting.sure
        else:
            digits = re.sub(r"\D", "", whole)
            kind = "mobile" if digits[0] == "1" else "telephone"
            fewest, most = (11, 11) if digits[0] == "1" else (10, 12) if digits[0] == "0" else (7, 8)
            done, personal = len(digits) >= most, fewest <= len(digits) <= most
        if personal:
            self._mark_parts(kind)
        if done:
            self._forget()

    def _mark_parts(self, kind: Kind) -> None:
        for number, (marks, start, end, _) in enumerate(self.parts):
            if not any(m.start == start for m in marks):
                marks.append(Mark(start, end, kind, continues=number > 0))


def _count_digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _labels(text: str) -> Iterator[re.Match[str]]:
    known = words()
    return known.label.finditer(text) if known.is_ascii or not text.isascii() else iter(())


def _pieces(text: str, in_table: bool) -> Iterator[_Piece]:
    """The stretches of ``text`` before, between and after its labels."""
    start, label = 0, None
    for match in _labels(text):
        announced = _announced(text, match, in_table)
        if announced is None:
            continue
        yield _Piece(start, match.start(), label)
        start, label = match.end(), announced
    yield _Piece(start, len(text), label)


def _announced(text: str, match: re.Match[str], in_table: bool) -> _Announced | None:
    """What the label announces; None where it is a word of a sentence."""
    known = words()
    label = undo_spaces(match[0])
    rest = text[match.end() :]
    colon = bool(re.match(r"\s*(?:[(（][^)）]{0,8}[)）])?\s*[:：]", rest))
    short = len(text.strip()) <= _LONGEST_LABEL_CELL
    before = text[: match.start()].strip()
    is_cell = in_table and not rest.strip(" \t:：*") and len(before) <= 4
    sure = colon or (is_cell and (label not in known.weak or not before))
    if label in known.weak and not sure:
        return None
    if not sure and known.kinds[label] == "name" and not short and not rest.startswith((" ", "\t")):
        return None
    return _Announced(known.kinds[label], sure, is_cell)


def _values(announced: _Announced, value: str) -> Iterator[Mark]:
    """The personal data in the text beside a label of its kind."""
    yield from shapes(value)
    if announced.kind == "name":
        yield from _names(value, sure=announced.sure, longest=_LONGEST_VALUE if announced.cell else 0)
    elif announced.kind == "telephone":
        yield from (Mark(*m.span(), "telephone") for m in TELEPHONE.finditer(value))
        yield from _names(value, sure=False)
    elif announced.kind == "identity":
        yield from (Mark(*m.span(), "identity") for m in LABELLED_IDENTITY.finditer(value))


def _names(value: str, *, sure: bool, longest: int = 0) -> Iterator[Mark]:
    """The names in a value; where the label is sure, also what no name looks like, up to ``longest`` characters."""
    spaced = [m for m in _SPACED_NAME.finditer(value) if is_strictly_name(m[0])]
    yield from (Mark(*m.span(), "name") for m in spaced)
    for token in _TOKEN.finditer(value):
        if any(m.start() <= token.start() < m.end() for m in spaced):
            continue
        for start, core in _cores(token):
            accepted = len(core) > 1 and not is_exempt(core) if sure else is_strictly_name(core)
            if accepted and (_is_name_like(core) or len(value.strip()) <= longest):
                yield Mark(start, start + len(core), "name")
        if not sure:
            return


def _cores(token: re.Match[str]) -> Iterator[tuple[int, str]]:
    """The token without digits fused to it and without titles of an office."""
    for part in re.finditer(rf"[{HAN}·•A-Za-z]+", token[0]):
        core = without_roles(part[0])
        yield token.start() + part.start() + part[0].find(core), core


def _is_name_like(core: str) -> bool:
    return bool(re.fullmatch(rf"[{HAN}]{{2,4}}|[{HAN}]+(?:[·•][{HAN}]+)+", core))
