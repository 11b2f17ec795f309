"""A conversion as an inspector turns its pages: texts by part, tables by id, names by code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from ..classification import fold_name
from ..model import Conversion, Disclosure, Fact, PrintedTable, TextBlock
from .rules import Slip

_WIDTH = str.maketrans("０１２３４５６７８９％（）．－＋〔〕“”„‟＂", '0123456789%().-+[]"""""')
_MARKS = {",": "，", ":": "：", ";": "；"}
_MONEY = re.compile(r"(?<![\d.])(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|百万元|千元|万元|元|万|%)")
_NUMBER_BEFORE = re.compile(
    r"^(?:第[一二三四五六七八九十]+(?:部分|[章节条])|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.．])"
)
#: Levels of self-government: a body without any of them in its name belongs to the centre.
_LOCAL = re.compile("[省市县区州旗镇乡]|街道|自治")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """``text`` with digits, brackets and quotation marks of one width, and Chinese punctuation between words."""
    folded = text.translate(_WIDTH)
    if not any(mark in folded for mark in _MARKS):
        return folded
    return "".join(_MARKS[c] if c in _MARKS and not _in_number(folded, i) else c for i, c in enumerate(folded))


def _in_number(text: str, position: int) -> bool:
    return text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit()


def bare(text: str) -> str:
    """A heading without its number."""
    return _NUMBER_BEFORE.sub("", fold(text)).strip("。：: ")


def slip_in(
    text: TextBlock,
    zh: str,
    en: str,
    expected: str = "",
    found: str = "",
    unit: str = "",
    *,
    label: str | None = None,
    observation_ids: tuple[str, ...] = (),
) -> Slip:
    """A breach of a rule in a text, called by the section that it stands in where it has no ``label``."""
    label = bare(text.section) if label is None else label
    ids = observation_ids
    return Slip(zh, en, text.cell, label=label, expected=expected, found=found, unit=unit, observation_ids=ids)


#: The division of the central government's own bodies.
_CENTRE = "100000"


#: Tables whose rows with a code are named after projects.
_OF_PROJECTS = frozenset({"project-expenditure", "transfer-payments"})


class Document:
    """Views of one conversion; each is made when it is first asked for."""

    def __init__(self, conversion: Conversion) -> None:
        self.conversion = conversion
        self.disclosure: Disclosure = conversion.disclosure

    @property
    def year(self) -> int:
        return self.disclosure.year

    @property
    def own_phase(self) -> str:
        """The phase of the amounts that the document is for."""
        return "executed" if self.disclosure.kind == "final" else "approved"

    @cached_property
    def is_local(self) -> bool:
        """Whether the rules for local governments (财预〔2016〕143号) apply: not to bodies of the centre."""
        named = self.disclosure.unit_name + self.disclosure.department_name
        return self.disclosure.region not in ("", "000000", _CENTRE) or bool(_LOCAL.search(named))

    @cached_property
    def is_born_digital(self) -> bool:
        """Whether the characters are the publisher's own, and not what an OCR run made of a picture."""
        return all(t.cell.reader not in ("text", "ocr", "scan") for t in self.conversion.texts)

    # --- texts ---

    def texts(self, *parts: str) -> list[TextBlock]:
        """Headings and paragraphs of the parts named."""
        return [t for t in self.conversion.texts if t.part in parts]

    @cached_property
    def explanation(self) -> list[TextBlock]:
        return self.texts("explanation")

    @cached_property
    def paragraphs(self) -> list[TextBlock]:
        """The paragraphs of the explanation."""
        return [t for t in self.explanation if t.role == "paragraph"]

    @cached_property
    def sections(self) -> dict[tuple[str, ...], list[TextBlock]]:
        """The paragraphs of the explanation by the headings above them."""
        grouped: dict[tuple[str, ...], list[TextBlock]] = defaultdict(list)
        for text in self.paragraphs:
            grouped[text.path].append(text)
        return dict(grouped)

    @cached_property
    def under_title(self) -> list[tuple[PrintedTable, TextBlock]]:
        """Each note or caption of a table with the table whose title stands last before it."""
        titles = {fold_name(t.title): t for t in self.conversion.tables if t.title}
        found: list[tuple[PrintedTable, TextBlock]] = []
        table: PrintedTable | None = None
        for text in self.texts(""):
            title = fold_name(text.text)
            if title in titles:
                table = titles[title]
            elif text.role == "heading":
                table = None
            elif table and text.role == "paragraph":
                found.append((table, text))
        return found

    # --- tables and amounts ---

    @cached_property
    def tables(self) -> dict[str, list[PrintedTable]]:
        grouped: dict[str, list[PrintedTable]] = defaultdict(list)
        for table in self.conversion.tables:
            grouped[table.table].append(table)
        return dict(grouped)

    @cached_property
    def unknown_tables(self) -> list[PrintedTable]:
        return [t for t in self.conversion.tables if not t.form]

    @cached_property
    def facts(self) -> dict[str, list[Fact]]:
        """The observations of each printed table."""
        grouped: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.conversion.facts:
            grouped[fact.table].append(fact)
        return dict(grouped)

    @cached_property
    def printed(self) -> list[Fact]:
        """The observations of tables: what the text alone says is left out."""
        return [f for f in self.conversion.facts if f.table != "narrative" and f.status != "derived"]

    @cached_property
    def labels(self) -> dict[str, dict[str, Fact]]:
        """For each subject code its printed names, each with the first amount beside it; a project's name is none."""
        named: dict[str, dict[str, Fact]] = defaultdict(dict)
        for fact in self.printed:
            code = fact.function_code or fact.economic_code
            if code and fact.label and not fact.project_code and fact.table not in _OF_PROJECTS:
                named[code].setdefault(fold_name(fact.label), fact)
        return dict(named)

    def total(self, table: str) -> Fact | None:
        """The grand total of a table, all funds, origins and categories together."""
        found = [
            f
            for f in self.facts.get(table, ())
            if f.line == "total" and f.category == "all" and f.origin == "all" and f.flow == "expenditure"
        ]
        return found[0] if found else None


def sums(text: str) -> Iterator[tuple[str, str, int]]:
    """The numbers of a folded text that have a unit: digits without commas, unit, place."""
    for match in _MONEY.finditer(text):
        yield match["number"].replace(",", ""), match["unit"], match.start()


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbours in rising whole numbers."""
    if not places:
        return []
    breaks = [i for i, (a, b) in enumerate(pairwise(places), 1) if b != a + 1]
    return [(places[a], places[b - 1]) for a, b in zip([0, *breaks], [*breaks, len(places)], strict=True)]
