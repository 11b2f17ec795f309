"""Personal data, taken out of the text right after the reader, before anything else sees it.

A name is known by the label beside it, a telephone by its label, its area code or the shape of a mobile number,
an identity number by its checksum, an e-mail by its sign. Amounts, codes, years and postcodes have other shapes
or other neighbours and stay. :func:`scan` looks once more at what goes out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from ..datapackage.frozen import frozen
from .amounts import is_nothing, parse_amount
from .codes import parse_code, undo_spaces
from .table import Block, Cell, Paragraph

REDACTED = "[redacted]"
Kind = Literal["name", "telephone", "mobile", "identity", "email"]
KINDS: tuple[Kind, ...] = ("name", "telephone", "mobile", "identity", "email")

#: Full-width forms that a print may have; one character for one, so that offsets stay.
_FOLD = str.maketrans({0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " ", 0xA0: " "})
_FOLDED = re.compile("[\uff01-\uff5e\u3000\xa0]")
_HAN = "\u3400-\u9fff"
_GAP = r"[ \t\-–—]{0,2}"
_ALONE, _NO_MORE = r"(?<![0-9A-Za-z.,])", r"(?![0-9A-Za-z]|[.,]\d)"
_MOBILE = re.compile(rf"{_ALONE}(?:\+?86[ -]?)?1[3-9]\d(?:{_GAP}\d){{8}}{_NO_MORE}(?!\s*[百千万亿]*元)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}[ ]?(?:19|20)\d\d[ ]?\d{4}[ ]?\d{3}[\dXx](?![0-9A-Za-z])")
#: Beside a label the check character may be misread, and the old number has none.
_LABELLED_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{14}(?:\d{2}[\dXx])?(?![0-9A-Za-z])")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]*[ ]?@[ ]?[A-Za-z0-9][A-Za-z0-9\-]*(?:[ ]?\.[ ]?[A-Za-z]{2,8}){1,3}")
_AREA_CODE = re.compile(
    rf"{_ALONE}(?:\(0\d{{2,3}}\)[ -]?|0\d{{2,3}}[-–—])[2-9]\d{{2,3}}[ -]?\d{{4}}"
    rf"(?:[ ]?(?:-|转|分机)[ ]?\d{{1,6}})?{_NO_MORE}"
)
#: What each of them has, and most texts have not.
_ANYTHING = re.compile(r"@|\d(?:\D{0,4}\d){8}")
_TELEPHONE = re.compile(
    rf"{_ALONE}(?:\(?0\d{{2,3}}\)?[ \-–—]*)?(?:[2-9]\d{{2,3}}[ -]?\d{{4}}|[48]00[ -]?\d{{3}}[ -]?\d{{4}})"
    rf"(?:[ ]?(?:-|–|—|转|分机)[ ]?\d{{1,6}})?{_NO_MORE}"
)
#: The separators of our formats between a label and the value in the next field.
_AFTER_LABEL = re.compile(r"(?:[\s:,;\"'|=\[\]{}>]|\\[nt]){1,12}")
_HAN_WORD = re.compile(rf"[{_HAN}]+")
_DIGITS_ONLY = re.compile(r"^[\d \-–—()]+$")
_SPACED_NAME = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[ \t]+[{_HAN}]{{1,2}}){{1,2}}(?![{_HAN}])")
_TOKEN = re.compile(r"[^\s、,，;；/|()。.:：\"“”'\[\]【】]+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: A cell that is longer holds prose, in which a label is a word like any other.
_LONGEST_LABEL_CELL = 30
_LONGEST_VALUE = 12
#: Between the texts of a row that is searched at once: in no pattern, and no space.
_APART = "\0"
_IDLE = " \t:：_,，;；\"'()（）"


@frozen()
class Mark:
    """A piece of one text that is personal."""

    start: int
    end: int
    kind: Kind
    continues: bool = False  # the rest of what another cell begins; not counted again


@frozen()
class _Row:
    """The texts of one row of a table, or of one paragraph."""

    texts: tuple[str, ...]
    table: int  # -1 outside of tables
    marks: tuple[list[Mark], ...]
    printed: tuple[tuple[str, list[Mark]], ...]  # the texts that are not empty, each with its marks
    together: str  # all of them, to be searched at once for what few hold


def redact(blocks: Iterable[Block]) -> tuple[list[Block], dict[str, int]]:
    """The blocks with ``[redacted]`` in place of personal data, and how many of each kind were replaced.

    Origins stay as they are: they point into the source.
    """
    kept = list(blocks)
    rows = list(_rows(kept))
    _Reader(rows).read()
    _read_columns(rows)
    _mark_shapes(rows)
    _mark_learned(rows)
    settled = [[_merged(marks) if marks else [] for marks in row.marks] for row in rows]
    counts = Counter(m.kind for row in settled for marks in row for m in marks if not m.continues)
    rest = iter(settled)
    return [_rebuilt(block, rest) for block in kept], {kind: counts[kind] for kind in KINDS if counts[kind]}


def scan(text: str, known: Iterable[str] = ()) -> list[Kind]:
    """The kinds of personal data in an outgoing text: by their shape, names and telephones by the label before them.

    ``known`` are digits that the caller knows to be amounts or codes.
    """
    folded, amounts = text.translate(_FOLD), frozenset(known)
    found: set[str] = {m.kind for m in _shapes(folded) if folded[m.start : m.end] not in amounts}
    for match in _words().label.finditer(folded):
        kind, value = _words().kinds[undo_spaces(match[0])], _AFTER_LABEL.match(folded, match.end())
        if value and (
            (kind == "telephone" and _TELEPHONE.match(folded, value.end()))
            or (kind == "name" and _is_named(folded, match, value.end()))
        ):
            found.add(kind)
    return [kind for kind in KINDS if kind in found]


# --- vocabulary -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: dict[str, str]  # label → kind
    label: re.Pattern[str]
    is_ascii: bool  # whether some label is, so that a text of ASCII alone can hold one
    weak: frozenset[str]
    role: re.Pattern[str]
    units: tuple[str, ...]
    nothing: frozenset[str]
    words: frozenset[str]
    surnames: frozenset[str]
    compound: tuple[str, ...]


@cache
def _words() -> _Words:
    text = Path(__file__).with_name("privacy.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    kinds = {str(label): kind for kind, labels in data["labels"].items() for label in labels}
    longest = sorted(kinds, key=lambda label: (-len(label), label))
    first = "".join(sorted({label[0] for label in longest}))
    spaced = "|".join(r"\s?".join(label) for label in longest)
    roles = "|".join(sorted(data["roles"], key=lambda role: (-len(role), role)))
    return _Words(
        kinds=kinds,
        label=re.compile(f"(?=[{first}])(?:{spaced})"),
        is_ascii=any(label.isascii() for label in kinds),
        weak=frozenset(data["weak"]),
        role=re.compile(rf"^(?:{roles})|(?:{roles})$"),
        units=tuple(data["units"]),
        nothing=frozenset(data["nothing"]),
        words=frozenset(data["words"]),
        surnames=frozenset(undo_spaces(data["surnames"])),
        compound=tuple(data["compound"]),
    )


def _has_surname(name: str) -> bool:
    words = _words()
    if len(name) == 4 or (len(name) > 2 and name.startswith(words.compound)):
        return name.startswith(words.compound)
    return name[0] in words.surnames


def _is_exempt(core: str) -> bool:
    """Whether a value beside a label is a word, a unit, a date, a number and not a person."""
    words = _words()
    return (
        not core
        or core in words.nothing
        or core in words.kinds
        or (core.endswith(words.units) and (len(core) > 3 or core[0] not in words.surnames))
        or not re.search(rf"[{_HAN}A-Za-z]", core)
        or bool(re.search(r"\d", core))
    )


def _is_word(text: str) -> bool:
    return text in _words().words | _words().nothing or not _without_roles(text)


def _strictly_name(text: str) -> bool:
    """Whether ``text`` is a name by its own look: a surname and a given name, and no other word."""
    core = _without_roles(undo_spaces(text))
    if not re.fullmatch(rf"[{_HAN}]{{2,4}}", core) or _is_word(core) or _is_exempt(core):
        return False
    return _has_surname(core)


def _without_roles(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, _words().role.sub("", text)
    return text


# --- labelled values --------------------------------------------------------------------------------------


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


@dataclass
class _Reader:
    """Goes along the rows and marks what stands after a label; a label waits over blank cells."""

    rows: Sequence[_Row]
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
            return bool(re.fullmatch(rf"[{_HAN}]{{1,{longest}}}", value)) and not _is_word(value)
        if self.waiting.kind != "telephone" or _TELEPHONE.fullmatch(value) or not _DIGITS_ONLY.match(value):
            return False
        return _count_digits(value) in (range(1, 11) if self.parts else range(2, 11))

    def _join_parts(self) -> None:
        assert self.waiting is not None
        whole = "".join(part for *_, part in self.parts)
        if self.waiting.kind == "name":
            kind: Kind = "name"
            done = len(whole) >= 3
            personal = _has_surname(whole) if len(whole) > 1 else self.waiting.sure
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
    words = _words()
    return words.label.finditer(text) if words.is_ascii or not text.isascii() else iter(())


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
    words = _words()
    label = undo_spaces(match[0])
    rest = text[match.end() :]
    colon = bool(re.match(r"\s*(?:[(（][^)）]{0,8}[)）])?\s*[:：]", rest))
    short = len(text.strip()) <= _LONGEST_LABEL_CELL
    before = text[: match.start()].strip()
    is_cell = in_table and not rest.strip(" \t:：*") and len(before) <= 4
    sure = colon or (is_cell and (label not in words.weak or not before))
    if label in words.weak and not sure:
        return None
    if not sure and words.kinds[label] == "name" and not short and not rest.startswith((" ", "\t")):
        return None
    return _Announced(words.kinds[label], sure, is_cell)


def _values(announced: _Announced, value: str) -> Iterator[Mark]:
    """The personal data in the text beside a label of its kind."""
    yield from _shapes(value)
    if announced.kind == "name":
        yield from _names(value, sure=announced.sure, longest=_LONGEST_VALUE if announced.cell else 0)
    elif announced.kind == "telephone":
        yield from (Mark(*m.span(), "telephone") for m in _TELEPHONE.finditer(value))
        yield from _names(value, sure=False)
    elif announced.kind == "identity":
        yield from (Mark(*m.span(), "identity") for m in _LABELLED_IDENTITY.finditer(value))


def _names(value: str, *, sure: bool, longest: int = 0) -> Iterator[Mark]:
    """The names in a value; where the label is sure, also what no name looks like, up to ``longest`` characters."""
    spaced = [m for m in _SPACED_NAME.finditer(value) if _strictly_name(m[0])]
    yield from (Mark(*m.span(), "name") for m in spaced)
    for token in _TOKEN.finditer(value):
        if any(m.start() <= token.start() < m.end() for m in spaced):
            continue
        for start, core in _cores(token):
            accepted = len(core) > 1 and not _is_exempt(core) if sure else _strictly_name(core)
            if accepted and (_is_name_like(core) or len(value.strip()) <= longest):
                yield Mark(start, start + len(core), "name")
        if not sure:
            return


def _cores(token: re.Match[str]) -> Iterator[tuple[int, str]]:
    """The token without digits fused to it and without titles of an office."""
    for part in re.finditer(rf"[{_HAN}·•A-Za-z]+", token[0]):
        core = _without_roles(part[0])
        yield token.start() + part.start() + part[0].find(core), core


def _is_name_like(core: str) -> bool:
    return bool(re.fullmatch(rf"[{_HAN}]{{2,4}}|[{_HAN}]+(?:[·•][{_HAN}]+)+", core))


def _is_named(text: str, label: re.Match[str], at: int) -> bool:
    """Whether a name follows a label over separators, in a text of any format."""
    name = _HAN_WORD.match(text, at)
    weak = undo_spaces(label[0]) in _words().weak and text[label.end()] != ":"
    return bool(name) and not weak and _strictly_name(name[0])


# --- columns ----------------------------------------------------------------------------------------------


def _read_columns(rows: Sequence[_Row]) -> None:
    """Mark what stands below a label that is the head of a column, and has no value beside it."""
    for number, row in enumerate(rows):
        if row.table < 0:
            continue
        for column, text in enumerate(row.texts):
            kind = _words().kinds.get(undo_spaces(text).strip(":：")) if text else None
            if kind and not _has_value_beside(row, column):
                below = [r for r in rows[number + 1 :] if r.table == row.table and column < len(r.texts)]
                _read_down(below, column, kind)


def _has_value_beside(row: _Row, column: int) -> bool:
    for text, marks in zip(row.texts[column + 1 :], row.marks[column + 1 :], strict=True):
        if not is_nothing(text.strip()):
            return bool(marks)
    return False


def _read_down(below: Sequence[_Row], column: int, kind: str) -> None:
    for row in below:
        text = row.texts[column]
        if is_nothing(text.strip()):
            continue
        found = list(_shapes(text))
        if kind == "name" and _strictly_name(text):
            found.append(_whole(text, "name"))
        elif kind == "telephone" and _TELEPHONE.fullmatch(text.strip()):
            found.append(_whole(text, "telephone"))
        elif kind == "identity" and _LABELLED_IDENTITY.fullmatch(text.strip()):
            found.append(_whole(text, "identity"))
        if not found:
            return
        row.marks[column].extend(found)


def _whole(text: str, kind: Kind) -> Mark:
    start = len(text) - len(text.lstrip())
    return Mark(start, len(text.rstrip()), kind)


# --- shapes -----------------------------------------------------------------------------------------------


def _shapes(text: str) -> Iterator[Mark]:
    """What is personal wherever it stands: identity and mobile numbers, e-mail, a number with its area code."""
    if not _may_be_personal(text):
        return
    yield from (Mark(*m.span(), "identity") for m in _IDENTITY.finditer(text) if is_identity(undo_spaces(m[0])))
    yield from (Mark(*m.span(), "mobile") for m in _MOBILE.finditer(text) if _is_mobile(text, m))
    yield from (Mark(*m.span(), "email") for m in _EMAIL.finditer(text))
    yield from (Mark(*m.span(), "telephone") for m in _AREA_CODE.finditer(text))


def _may_be_personal(text: str) -> bool:
    return (len(text) >= 9 or "@" in text) and _ANYTHING.search(text) is not None


def is_identity(number: str) -> bool:
    """Whether eighteen characters are an identity number: a possible birthday and the right check character."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", number):
        return False
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(int(c) * w for c, w in zip(number, _WEIGHTS, strict=False))
    return 1 <= month <= 12 and 1 <= day <= 31 and "10X98765432"[total % 11] == number[17].upper()


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    """Whether eleven digits are one number: no part of a longer code, no row of years, no grouped amount."""
    groups = re.split(r"\D+", match[0].removeprefix("+"))
    groups = [g for g in groups if g and g != "86"]
    if len(groups) > 4 or (len(groups) > 1 and len(groups[0]) < 3):
        return False
    if len(groups) > 2 and all(re.fullmatch(r"(?:19|20)\d\d", g) for g in groups[1:]):
        return False
    return not _in_code(text, match)


def _in_code(text: str, match: re.Match[str]) -> bool:
    run = re.compile(r"[0-9A-Za-z]+(?: [0-9A-Za-z]+)*")
    around = next((r for r in run.finditer(text) if r.start() <= match.start() and match.end() <= r.end()), None)
    return around is not None and around.group() != match[0] and parse_code(around.group(), "project") is not None


def _mark_shapes(rows: Sequence[_Row]) -> None:
    for row in rows:
        for text, marks in row.printed:
            if _may_be_personal(text) and not _is_amount_in_row(row, text):
                marks.extend(_shapes(text))


def _is_amount_in_row(row: _Row, text: str) -> bool:
    """Whether eleven bare digits stand in a row of amounts, as where a whole government's yuan are printed."""
    if row.table < 0 or not text.strip().isdigit():
        return False
    others = [t for t in row.texts if t is not text and parse_amount(t) is not None]
    return any("." in t or "," in t or len(t.strip()) > 7 for t in others)


# --- learned ----------------------------------------------------------------------------------------------


def _mark_learned(rows: Sequence[_Row]) -> None:
    """Mark the names and numbers that labels gave away where they stand again without one."""
    names: set[str] = set()
    numbers: set[str] = set()
    for row in rows:
        for text, marks in zip(row.texts, row.marks, strict=True):
            if not marks:
                continue
            found = [(m.kind, undo_spaces(text[m.start : m.end])) for m in marks]
            names |= {t for kind, t in found if kind == "name" and (_strictly_name(t) or len(t) > 4)}
            numbers |= {t for kind, t in found if kind == "telephone" and t.isdigit()}
    #: What a text must hold, to be searched at all; the pattern; its kind.
    patterns: list[tuple[str, re.Pattern[str], Kind]] = [
        *((name[0], _again(name), "name") for name in sorted(names)),
        *((number, re.compile(_ALONE + number + _NO_MORE), "telephone") for number in sorted(numbers)),
    ]
    any_of_them = re.compile("|".join(re.escape(held) for held in dict.fromkeys(held for held, *_ in patterns)))
    for row in rows if patterns else ():
        if not any_of_them.search(row.together):
            continue
        for text, marks in row.printed:
            near = [p for p in patterns if p[0] in text] if any_of_them.search(text) else []
            if near and not _is_amount_in_row(row, text):
                marks.extend(Mark(*m.span(1 if k == "name" else 0), k) for _, p, k in near for m in p.finditer(text))


def _again(name: str) -> re.Pattern[str]:
    """The name where it stands alone, or between a label or a title and the next word."""
    spaced = r"\s?".join(re.escape(c) for c in name)
    titles = _words().role.pattern.partition("|(?:")[2].removesuffix(")$")
    labels = "|".join(sorted((k for k, kind in _words().kinds.items() if kind == "name"), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![{_HAN}])|(?<=人)|(?<=员)|(?<=长)|(?<=主任)|(?<=书记))({spaced})(?=[^{_HAN}]|$|{titles}|{labels}|签)"
    )


# --- replacing --------------------------------------------------------------------------------------------


def _rows(blocks: Sequence[Block]) -> Iterator[_Row]:
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield _row((block.text,), -1)
        else:
            yield from (_row([c.text for c in row], number) for row in block.rows)


def _row(texts: Sequence[str], table: int) -> _Row:
    together = _APART.join(texts)
    folded = tuple(texts)
    if _FOLDED.search(together):
        folded, together = tuple([t.translate(_FOLD) for t in texts]), together.translate(_FOLD)
    marks: tuple[list[Mark], ...] = tuple([[] for _ in texts])
    printed = tuple([pair for pair in zip(folded, marks, strict=True) if pair[0]])
    return _Row(folded, table, marks, printed, together)


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order, those that overlap as one of the first one's kind."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, KINDS.index(m.kind))):
        if merged and mark.start < merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(mark.end, merged[-1].end))
        else:
            merged.append(mark)
    return merged


def _rebuilt(block: Block, settled: Iterator[list[list[Mark]]]) -> Block:
    if isinstance(block, Paragraph):
        (marks,) = next(settled)
        return replace(block, text=_spliced(block.text, marks)) if marks else block
    rows = tuple(_rebuilt_row(row, next(settled)) for row in block.rows)
    return replace(block, rows=rows)


def _rebuilt_row(row: tuple[Cell, ...], marks: Sequence[Sequence[Mark]]) -> tuple[Cell, ...]:
    if not any(marks):
        return row
    cells = zip(row, marks, strict=True)
    return tuple(replace(cell, text=_spliced(cell.text, found)) if found else cell for cell, found in cells)


def _spliced(text: str, marks: Iterable[Mark]) -> str:
    pieces: list[str] = []
    end = 0
    for mark in marks:
        pieces += [text[end : mark.start], REDACTED]
        end = mark.end
    return "".join([*pieces, text[end:]])
