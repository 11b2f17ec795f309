"""The information model: what a disclosure says, as frozen values in the words of 预决算公开.

Every other folder speaks in these values. Amounts are ``Decimal`` yuan, codes are text as printed with
their spaces undone, an empty string means that the document prints none. Nothing here reads or writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any, Literal

from .frozen import changed, frozen, members

Kind = Literal["budget", "final"]
Severity = Literal["error", "warning", "info"]
Cause = Literal["publisher", "reading", "unknown"]
Outcome = Literal["passed", "failed", "not-applicable", "not-checkable"]

#: Yuan in one unit of money as printed.
YUAN_IN: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

#: The canonical table ids, in the order in which documents print them.
TABLE_IDS: tuple[str, ...] = (
    "budget-summary",
    "revenue-summary",
    "expenditure-summary",
    "appropriation-summary",
    "appropriation-by-function",
    "appropriation-basic-by-economic",
    "expenditure-by-economic",
    "general-budget-by-function",
    "general-budget-by-unit",
    "basic-expenditure-by-economic",
    "three-public",
    "government-fund",
    "state-capital",
    "project-expenditure",
    "overall-performance",
    "project-performance",
    "agency-operating",
    "procurement",
    "service-purchase",
    "transfer-payments",
    "unit-list",
    "narrative",
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One published document: what it is, of whom, for which year."""

    document_id: str  # first 16 hex digits of the file's SHA-256
    sha256: str  # of the file; where there are several, of their SHA-256, a line each
    source: str  # file name as given, without folders; where there are several, their names
    title: str
    region: str  # six-digit division code, "" when unknown
    unit_code: str
    unit_name: str
    department_code: str
    department_name: str
    year: int
    kind: Kind
    scope: Literal["unit", "department", "government"]
    publisher: str = ""
    licence: str = ""
    url: str = ""
    retrieved: str = ""  # ISO date, from the operator's sources.toml
    files: tuple[tuple[str, str], ...] = ()  # name and SHA-256 of each, where the document is several files

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Disclosure:
        """The disclosure that a descriptor describes. Raises TypeError, ValueError where something lacks."""
        known: dict[str, Any] = dict(said)
        known["files"] = tuple((str(name), str(digest)) for name, digest in said.get("files", ()))
        return cls(**known)

    @property
    def name(self) -> str:
        """The package name ``<region>-<unit code or slug>-<year>-<budget|final>``."""
        # A department's document covers its units' and must not take the place of the document of its own office.
        # A government publishes many tables a year, each a document of its own: its title tells them apart.
        named = self.title if self.scope == "government" else self.unit_name or self.title
        slug = {"unit": "u", "department": "d", "government": "g"}[self.scope]
        slug += sha256(named.encode()).hexdigest()[:8]
        unit = self.unit_code or slug
        return f"{self.region or '000000'}-{unit}-{self.year}-{self.kind}"


#: How the note of a cell begins that goes on with a row whose columns at the left are printed apart.
GOES_ON = "goes on from"


@frozen()
class Origin:
    """Where a text was printed. Rows, columns, pages and lines count from 1; characters from 0."""

    reader: str
    page: int | None = None
    table_on_page: int | None = None
    row: int | None = None
    column: int | None = None
    bbox: tuple[float, float, float, float] | None = None  # x0, top, x1, bottom in points
    line: int | None = None
    char_start: int | None = None  # offset into the decoded text of the whole file
    char_end: int | None = None
    confidence: float = 1.0
    text_before_repair: str = ""
    note: str = ""  # what was assumed or how a figure was derived
    file: str = ""  # which of its files, where the document is several

    @property
    def printed_row(self) -> tuple[str, int | None, int | None, int | None, int | None]:
        """Its row: file, page, table, line, row; that of the columns at the left where a table prints them apart."""
        if match := _GOES_ON.search(self.note) if self.note else None:
            page, table, row = (int(number) or None for number in match.groups())
            return self.file, page, table, None, row
        return self.file, self.page, self.table_on_page, self.line, self.row

    def going_on(self) -> str:
        """The note of a cell that goes on with the row of this one, in a part of the table that is printed apart."""
        return f"{GOES_ON} page {self.page or 0} table {self.table_on_page or 0} row {self.row or 0}"


_GOES_ON = re.compile(rf"{GOES_ON} page (\d+) table (\d+) row (\d+)")


#: The note of an amount whose column is the one in which the sums of its table hold, and not where it was printed.
PLACED_BY_SUMS = "文本没有留下空栏，所在的栏由加总关系定出"
#: Behind a number that a pen has touched: whoever did may have taken it back, so that no sum gives it again.
WRITTEN_OVER = "〔笔迹〕"


@frozen()
class Fact:
    """One observation: an amount in yuan with all its dimensions, and the cell it came from."""

    document_id: str
    table: str
    unit_code: str
    unit_name: str
    fiscal_year: int
    phase: str  # approved | revised | executed
    flow: str  # revenue | expenditure | balance
    function_code: str
    economic_code: str
    project_code: str
    line: str
    label: str
    fund: str
    origin: str  # all | current-year | carried-over
    category: str
    amount: Decimal
    reported: str
    reported_unit: str
    cell: Origin
    status: Literal["reported", "repaired", "derived"] = "reported"
    confirmations: int = 0
    observation_id: str = ""
    print_of_table: int = 0  # which of the tables of one kind, or of the sentences, that the document prints, from 0

    @property
    def resolution(self) -> Decimal:
        """Yuan of one unit in the last printed digit: 852.53 万元 is exact to 100 yuan."""
        return _resolution(self.reported, self.reported_unit)


@lru_cache(maxsize=65_536)
def _resolution(reported: str, unit: str) -> Decimal:
    digits = reported.rpartition(".")[2] if "." in reported else ""
    places = sum(c.isdigit() for c in digits)
    return YUAN_IN[unit].scaleb(-places)


@dataclass(frozen=True, slots=True)
class LostCell:
    """A printed place whose amount was not read. ``place`` has every dimension; its amount (0) means nothing."""

    place: Fact

    def filled(self, amount: Decimal, reported: str) -> Fact:
        """The repaired observation, once ``amount`` (yuan) is proven; ``reported`` is how it would be printed."""
        return replace(self.place, amount=amount, reported=reported, status="repaired")


#: The fields that make an observation what it is, in the order of ``observations.csv``.
CONTENT_FIELDS: tuple[str, ...] = (
    "document_id", "table", "unit_code", "unit_name", "fiscal_year", "phase", "flow", "function_code",
    "economic_code", "project_code", "line", "label", "fund", "origin", "category", "amount", "reported",
    "reported_unit", "status",
)  # fmt: skip

OBSERVATION_FIELDS: tuple[str, ...] = ("observation_id", *CONTENT_FIELDS, "confirmations")


_content = attrgetter(*CONTENT_FIELDS)


def format_decimal(value: Decimal) -> str:
    """``value`` in plain digits, without exponent or needless zeros: 8525300, 0.5, -3."""
    return _without_needless_zeros(format(value, "f"))


def grouped(value: Decimal) -> str:
    """``value`` for people, in plain digits with its thousands set apart: 8,525,300, 0.5, -3."""
    return _without_needless_zeros(format(value, ",f"))


def _without_needless_zeros(text: str) -> str:
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def content_id(*parts: object) -> str:
    """16 hex digits that name content: equal parts give equal ids on every run and machine."""
    printed = [p if type(p) is str else format_decimal(p) if isinstance(p, Decimal) else str(p) for p in parts]
    return sha256("\x1f".join(printed).encode()).hexdigest()[:16]


_content_id = lru_cache(maxsize=8192)(content_id)  # what was identified is identified again when it is proven


def identify(facts: Iterable[Fact]) -> list[Fact]:
    """The facts with their ``observation_id``; the second print of an equal row counts on from the first."""
    seen: dict[str, int] = {}
    identified: list[Fact] = []
    for fact in facts:
        content = _content_id(*_content(fact))
        ordinal = seen[content] = seen.get(content, -1) + 1
        key = content if ordinal == 0 else content_id(content, ordinal)
        identified.append(fact if fact.observation_id == key else changed(fact, observation_id=key))
    return identified


@frozen()
class Claim:
    """What a sentence of the text says of an amount. ``value`` is signed and in yuan, or in per cent."""

    document_id: str
    section: str  # the heading the sentence stands under
    label: str
    function_code: str
    economic_code: str
    line: str
    fiscal_year: int
    measure: Literal["amount", "prior-year", "change", "change-percent", "share-percent", "absence"]
    value: Decimal
    unit: str  # CNY | percent, or the unit as printed where it is neither
    sentence: str
    cell: Origin
    observation_id: str = ""
    outcome: Literal["agrees", "disagrees", "not-checkable"] = "not-checkable"

    @property
    def claim_id(self) -> str:
        return content_id(
            self.document_id, self.section, self.label, self.line, self.fiscal_year, self.measure, self.value,
            self.unit, self.cell.char_start, self.cell.page,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A value yielded by a check: what is wrong or could not be decided, where, and what it rests on."""

    document_id: str
    check: str
    severity: Severity
    outcome: Literal["failed", "not-checkable"]
    cause: Cause
    message: str
    message_en: str
    table: str = ""
    label: str = ""
    expected: str = ""
    found: str = ""
    difference: str = ""
    unit: str = ""
    page: int | None = None
    line: int | None = None
    observation_ids: tuple[str, ...] = ()
    file: str = ""  # which of its files, where the document is several

    @property
    def finding_id(self) -> str:
        own = [value for name, value in members(self).items() if name != "file"]
        return content_id(*own, *([self.file] if self.file else []))


@frozen()
class Check:
    """One line of the ledger: a check that was applied to a document, and how it ended."""

    check: str
    group: str
    table: str
    outcome: Outcome
    terms: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A proven correction of a misread or lost cell; ``proof`` names the identities that force it."""

    observation_id: str
    kind: str  # lost-cell | misread-digit | moved-point | shifted-column | fused-cells
    text_before: str
    text_after: str
    proof: str
    cells_changed: int

    @property
    def repair_id(self) -> str:
        return content_id(self.observation_id, self.kind, self.text_after, self.proof)


@dataclass(frozen=True, slots=True)
class Project:
    """A project as one place of the document describes it, linked to its code where that is certain."""

    document_id: str
    project_code: str  # the code of the project table; "" when no link is certain
    form_code: str  # the number printed on the project's own form
    name: str
    name_in_table: str
    department: str
    executing_unit: str
    attribute: str  # 项目属性
    kind: str  # 支出项目类别
    start_year: int | None
    end_year: int | None
    total_budget: Decimal | None
    current_budget: Decimal | None
    earlier_budgets: tuple[tuple[int, Decimal], ...]
    funding: tuple[tuple[str, Decimal], ...]  # source as printed, yuan
    purchases: tuple[tuple[str, str, Decimal | None], ...]  # item, quantity, yuan
    basis: str  # 立项依据
    plan: str  # 实施方案
    match: str  # how the code was found: code, name, amount, or why not
    cell: Origin


@frozen()
class PerformanceTarget:
    """One target value of one indicator (三级指标)."""

    document_id: str
    table: str  # overall-performance | project-performance
    project_code: str
    project_name: str  # "" for the whole unit
    goal: str  # the goal the indicator belongs to, as printed
    level1: str
    level2: str
    level3: str
    operator: str  # >= <= = > < or "" for a target in words
    target: str
    target_unit: str
    basis: str
    horizon: Literal["long-term", "annual"]
    year_before_last: str
    last_year: str
    this_year: str  # the value as printed, digits and signs undone
    cell: Origin
    fiscal_year: int  # that the target is for: of a self-evaluation behind a budget the year before
    # What a self-evaluation (绩效自评) adds, as printed: what was reached, the points there are, those given, and why.
    actual: str = ""
    weight: str = ""
    score: str = ""
    deviation: str = ""

    @property
    def target_id(self) -> str:
        return content_id(
            self.document_id, self.table, self.project_name, self.goal, self.horizon, self.level1, self.level2,
            self.level3, self.this_year, self.cell.line, self.cell.page, self.cell.row,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit or department that the document names."""

    document_id: str
    unit_code: str
    unit_name: str
    parent_code: str
    role: Literal["department", "unit"]
    cell: Origin


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term that the document defines, with the document's own definition."""

    document_id: str
    term: str
    definition: str
    function_code: str
    cell: Origin


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it stands on paper, and what was understood of it."""

    table: str  # canonical id, or other-<n>
    title: str
    money_unit: str
    first_line: int | None
    page: int | None
    rows: tuple[tuple[str, ...], ...]
    form: str  # id of the form that matched, "" when none
    confidence: float
    assumed: tuple[str, ...]  # what the recogniser took for granted
    empty: bool
    statement: str  # the statement of absence, "" when none is printed
    file: str = ""  # which of its files, where the document is several


@frozen()
class TextBlock:
    """A whole heading or paragraph between the tables, white space undone, personal data covered."""

    part: Literal["explanation", "glossary", "contents", ""]
    path: tuple[str, ...]  # the headings above it, the part first
    role: Literal["heading", "paragraph"]
    text: str
    cell: Origin

    @property
    def section(self) -> str:
        """The nearest heading above."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """All that one document says: what converters hand on, and what a package holds."""

    disclosure: Disclosure
    facts: tuple[Fact, ...] = ()
    lost: tuple[LostCell, ...] = ()
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    repairs: tuple[Repair, ...] = ()
    projects: tuple[Project, ...] = ()
    targets: tuple[PerformanceTarget, ...] = ()
    units: tuple[Unit, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    texts: tuple[TextBlock, ...] = ()  # in reading order; not part of a package
    redactions: dict[str, int] = field(default_factory=dict[str, int])  # kind -> count
