"""The money of a project's form: earlier budgets, funding, costs and purchases.

An amount counts where its cell is whole and its label or heading certain, or where it equals the budget of the
year that the form prints elsewhere; every other one is held back with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from ...datapackage.model import YUAN_IN, Finding, Origin
from ..amounts import parse_amount
from .borders import Line, close, join
from .scope import Scope
from .vocabulary import best, key, meanings, named, vocabulary

#: What together make the total of the funding. 财政拨款, where printed, takes the place of the three before it.
PARTS = (
    "general-public-budget-appropriation", "government-fund-appropriation", "state-capital-appropriation",
    "fiscal-appropriation", "fiscal-special-account", "unit-funds",
)  # fmt: skip

_WRAPPED = re.compile(r"(?<=[\u3400-\u9fff])\n(?=[\u3400-\u9fff])")
_YEARS = re.compile(r"(20\d\d)\s*年[^\d;；,，。、]{0,8}?(?P<number>\d[\d.,\s\t]*)(?P<unit>万元|亿元|元)")
_WITH_UNIT = re.compile(r"^(?P<number>[\d.,，\s]+)(?P<unit>万元|亿元|元)$")
_HALF_GLYPH = re.compile(r"(?<=年)\s*\t[A-Za-z]\s+(?=\d)")
_ZERO = Decimal(0)
_ALIKE = 0.8

Piece = tuple[int, str]  # column index, text


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in yuan, as printed, and where."""

    value: Decimal
    reported: str
    unit: str
    cell: Origin


@dataclass(slots=True)
class Money:
    """The amounts of one project's form. ``lines`` is line id → label and amount."""

    scope: Scope
    unit: str
    lines: dict[str, tuple[str, Amount]] = field(default_factory=dict[str, tuple[str, Amount]])
    earlier: list[tuple[int, str, Amount]] = field(default_factory=list[tuple[int, str, Amount]])  # year, label
    costs: list[tuple[str, Amount]] = field(default_factory=list[tuple[str, Amount]])
    purchases: list[tuple[str, str, Amount | None]] = field(default_factory=list[tuple[str, str, Amount | None]])
    findings: list[Finding] = field(default_factory=list[Finding])

    def value(self, line: str) -> Decimal | None:
        """The yuan of a line, None where none is certain."""
        entry = self.lines.get(line)
        return entry[1].value if entry else None

    @property
    def parts(self) -> Decimal:
        """The sum of the sources in yuan, none counted twice; 0 where none is certain."""
        counted = PARTS[3:] if "fiscal-appropriation" in self.lines else PARTS
        return sum((self.value(part) or _ZERO for part in counted), _ZERO)

    def amount(self, line: Line, index: int, text: str) -> Amount | None:
        """The amount that a field prints, in the unit beside it or the form's; None where it prints none."""
        match = _WITH_UNIT.match(text.strip())
        number, unit = (match["number"], match["unit"]) if match else (text, self.unit)
        value = parse_amount(number)
        if value is None or unit not in YUAN_IN:
            return None
        return Amount(value * YUAN_IN[unit], line.cells[index].text, unit, line.cells[index].origin)

    def hold_back(self, line: Line, label: str, found: str) -> None:
        """Say that an amount is not published."""
        check = "project-amount-uncertain" if self.unit else "performance-no-money-unit"
        self.findings.append(self.scope.finding(check, line, label=label, found=found))

    def take_single(self, line: Line, meaning: str, label: str, values: Sequence[Piece]) -> None:
        """Take the one amount among ``values`` as ``meaning``; hold back a damaged number, or two."""
        if amount := self._single(line, label, values):
            self.lines.setdefault(meaning, (label, amount))

    def take_last_year(self, line: Line, label: str, values: Sequence[Piece]) -> None:
        """Take the one amount among ``values`` as the budget of the year before."""
        if amount := self._single(line, label, values):
            self.earlier.append((self.scope.disclosure.year - 1, label, amount))

    def _single(self, line: Line, label: str, values: Sequence[Piece]) -> Amount | None:
        amounts = [found for i, text in values if (found := self.amount(line, i, text))]
        damaged = [text for i, text in values if _is_number_like(text) and not self.amount(line, i, text)]
        if len(amounts) == 1 and not damaged:
            return amounts[0]
        if amounts or damaged:
            self.hold_back(line, label, _texts(values))
        return None


def has_digit(text: str) -> bool:
    """Whether a digit stands in ``text``."""
    return any(char.isdigit() for char in text)


def _is_number_like(text: str) -> bool:
    """Whether ``text`` must have been a number: it begins with a digit, or is digits for the most part."""
    return text[0].isdigit() or 2 * sum(char.isdigit() for char in text) >= len(text)


def _texts(pieces: Sequence[Piece]) -> str:
    return " | ".join(text for _, text in pieces)


# --- earlier budgets: a sentence such as 2022年658万元,2023年358万元


def read_earlier(money: Money, line: Line, values: Sequence[Piece]) -> None:
    """The budgets of the years that the sentence names. A number with a border inside is damaged."""
    text = _WRAPPED.sub("", _bordered([piece for _, piece in values]))
    matches = list(_YEARS.finditer(text))
    label = str(vocabulary()["project_labels"]["earlier_budgets"][0])
    for match in matches:
        year, number = int(match[1]), match["number"].strip()
        value = None if "\t" in number else parse_amount(number)
        if value is None:
            money.hold_back(line, f"{year}年预算", match[0].replace("\t", " | "))
            continue
        cell = next((line.cells[i] for i, piece in values if number in piece), line.cells[values[0][0]])
        money.earlier.append((year, label, Amount(value * YUAN_IN[match["unit"]], number, match["unit"], cell.origin)))
    if len(matches) < len(re.findall(r"20\d\d\s*年", text)):
        money.hold_back(line, "", text.replace("\t", " | "))


def _bordered(pieces: Sequence[str]) -> str:
    """The pieces with a tab at each border; a piece that the next one begins with was read twice and is dropped.

    Half of a glyph under a border is read as a Latin letter that stands apart from the number: 2023年 | F 358 万元.
    """
    following = [*pieces[1:], ""]
    kept = [piece for piece, after in zip(pieces, following, strict=True) if piece and not after.startswith(piece)]
    return _HALF_GLYPH.sub(" ", "\t".join(kept))


# --- funding


#: The money of all years of a project, which some forms print beside that of the year.
_ALL_YEARS = re.compile(r"(?:实施期|中期|中长期|规划期|周期)(?:内)?(?:资金)?(?:总额|合计)")
_ALL_THEN_ONE = re.compile(_ALL_YEARS.pattern + r".*年度资金总额")


def take_below_headings(money: Money, lines: Sequence[Line]) -> list[Line]:
    """The rows that print amounts alone, each below the heading of a source; two below each other say nothing."""
    bare = [line.exact and bool(line.pieces) and all(money.amount(line, *p) for p in line.pieces) for line in lines]
    taken: list[Line] = []
    for above, line, (is_bare_above, is_bare, is_bare_below) in zip(
        lines, lines[1:], zip(bare, bare[1:], [*bare[2:], False], strict=True), strict=False
    ):
        heads = {i: match for i, text in above.pieces if (match := named(text, _headings(), 1.0, exact=True)).score}
        if is_bare_above or not is_bare or is_bare_below or len({m.meaning for m in heads.values()}) != len(heads):
            continue
        if len(heads) > 1 and {i for i, _ in line.pieces} <= set(heads):
            for piece in line.pieces:
                money.take_single(line, heads[piece[0]].meaning, heads[piece[0]].term, [piece])
            taken.append(line)
    return taken


@cache
def _headings() -> tuple[tuple[str, str], ...]:
    budgets = ((m.replace("_", "-"), term) for m, term in meanings("project_labels") if m == "current_budget")
    return (*budgets, *_funding_terms())


def take_beside(money: Money, line: Line, values: Sequence[Piece]) -> Sequence[Piece]:
    """What an exact row prints up to its first amount; each source that stands behind that with its own is taken."""
    runs = _runs(values) if line.exact else []
    if len(runs) < 2 or any(words and not amounts for words, amounts in runs):
        return values
    first, *others = runs
    for words, amounts in others:
        match = named(join(text for _, text in words), _funding_terms(), _ALIKE, exact=True)
        if match.score:
            money.take_single(line, match.meaning, match.term, amounts)
        else:
            found = _texts((*words, *amounts))
            money.findings.append(money.scope.finding("performance-amount-unread", line, found=found))
    return [*first[0], *first[1]]


def _runs(values: Sequence[Piece]) -> list[tuple[list[Piece], list[Piece]]]:
    """The fields as (words, what has digits) in printed order."""
    runs: list[tuple[list[Piece], list[Piece]]] = []
    for piece in values:
        has_number = has_digit(piece[1])
        if not runs or (runs[-1][1] and not has_number):
            runs.append(([], []))
        runs[-1][has_number].append(piece)
    return runs


def _beside_all_years(lines: Sequence[Line]) -> bool | None:
    """Whether each row prints the money of all years and then that of the year; None where this is not certain."""
    totals = [line.text for line in lines if _ALL_YEARS.search(line.text)]
    return False if not totals else True if all(_ALL_THEN_ONE.search(text) for text in totals) else None


def _of_the_year(label: str, values: Sequence[Piece], beside: bool | None) -> Sequence[Piece]:
    """What a row prints behind its label for the year alone; nothing where it may be that of all years."""
    if beside is False:
        return values
    is_pair = beside and len(values) == 3 and key(values[1][1]) == key(label)
    return values[2:] if is_pair else ()


def read_funding(money: Money, lines: Sequence[Line], form: Sequence[Line]) -> None:
    """The sources and the total. An amount whose label is lost is the total if the arithmetic leaves nothing else.

    Beside the money of all years, which ``form`` may print, only that of the year is taken.
    """
    beside = _beside_all_years(form)
    unlabelled: list[tuple[Line, Amount]] = []
    unknown: list[Line] = []  # sources that nobody knows, below one that is known
    for line in lines:
        if not line.ruled:
            continue
        found = _funding_label(line)
        if found:
            meaning, label, end = found
            printed = [(i, text) for i, text in line.pieces if i > end]
            values = take_beside(money, line, printed) if beside is False else _of_the_year(label, printed, beside)
            if values:
                money.take_single(line, meaning, label, values)
            elif any(has_digit(text) for _, text in printed):
                money.hold_back(line, label, _texts(printed))
        elif line.exact and money.lines and _is_source(money, line):
            unknown.append(line)
        else:
            amounts = [money.amount(line, i, text) for i, text in line.pieces]
            unlabelled.extend((line, amount) for amount in amounts if amount and all(amounts))
    if unknown:
        found_there = "; ".join(_texts(line.pieces) for line in unknown)
        money.findings.append(money.scope.finding("performance-amount-unread", unknown[0], found=found_there))
    if len(unlabelled) == 1 and _is_total(money, unlabelled[0][1]):
        amount = unlabelled[0][1]
        note = "label lost; the sum of the sources and the budget of the year leave no other meaning"
        label = str(vocabulary()["funding"]["funding-total"]["labels"][0])
        money.lines["funding-total"] = (label, replace(amount, cell=replace(amount.cell, note=note)))
        return
    for line, amount in unlabelled:
        money.hold_back(line, "", amount.reported)


def _is_source(money: Money, line: Line) -> bool:
    """Whether a row prints one amount behind a name, as those of sources do: 中央补助, 省级资金."""
    (*names, (i, last)) = line.pieces or ((0, ""),)
    named = 0 < len(names) <= 2 and not any(has_digit(text) for _, text in names)
    return named and "." in last and money.amount(line, i, last) is not None


def _is_total(money: Money, amount: Amount) -> bool:
    return "funding-total" not in money.lines and money.value("current-budget") == amount.value == money.parts


def _funding_label(line: Line) -> tuple[str, str, int] | None:
    """(line id, label, index of its last field) of a funding row; side labels may stand before it."""
    texts = [(i, text) for i, text in line.pieces if not has_digit(text)]
    found: tuple[int, float, str, str, int] | None = None
    for start in range(len(texts)):
        for width in range(1, min(4, len(texts) - start) + 1):
            span = texts[start : start + width]
            match = named(join(piece for _, piece in span), _funding_terms(), _ALIKE, exact=line.exact)
            least = 1.0 if len(key(match.term)) <= 2 else _ALIKE
            # The longest label first: 财政拨款 may be what a border left of 一般公共预算财政拨款.
            if match.score >= least and (found is None or (len(match.term), match.score) > found[:2]):
                found = (len(match.term), match.score, match.meaning, match.term, span[-1][0])
    return found[2:] if found else None


@cache
def _funding_terms() -> tuple[tuple[str, str], ...]:
    return tuple((meaning, str(term)) for meaning, row in vocabulary()["funding"].items() for term in row["labels"])


# --- costs and purchases: lists with headings


def read_costs(money: Money, lines: Sequence[Line]) -> None:
    """The rows of 项目支出明细测算 that print an amount; the label is the activity, or else what it consists of."""
    columns: dict[str, int] = {}
    block = -1
    for line in lines:
        if found := _columns(line, "cost_columns"):
            columns, block = found, line.block
            continue
        here = columns if line.block == block or line.exact else {}
        amounts = [(i, amount) for i, text in line.pieces if (amount := money.amount(line, i, text))]
        words = [text for i, text in line.pieces if i not in {index for index, _ in amounts}]
        if not amounts or not words:
            continue
        label = close(line.field(here.get("activity", 0))) or close(words[0])
        if len(amounts) == 1 and _is_certain(money, amounts[0][1], amounts[0][0], here):
            money.costs.append((label, amounts[0][1]))
        else:
            money.hold_back(line, label, _texts(line.pieces))


def _is_certain(money: Money, amount: Amount, index: int, columns: dict[str, int]) -> bool:
    """An amount is certain under its heading, or where it equals the budget of the year."""
    return columns.get("amount") == index or money.value("current-budget") == amount.value


def _columns(line: Line, section: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for i, text in line.pieces:
        match = best(text, meanings(section))
        if match.score >= 0.85:
            columns.setdefault(match.meaning, i)
    return columns if len(columns) >= 2 else {}


def read_purchases(money: Money, lines: Sequence[Line]) -> None:
    """The rows of 项目采购: item, quantity, amount (None where it is not certain)."""
    columns: dict[str, int] = {}
    block = -1
    for line in lines:
        if found := _columns(line, "purchase_columns"):
            columns, block = found, line.block
        elif not any(best(text, meanings("purchase_columns")).score == 1.0 for _, text in line.pieces):
            purchase = _purchase(money, line, columns if line.block == block or line.exact else {})
            if purchase:
                money.purchases.append(purchase)
            if purchase and purchase[2] is None:
                money.hold_back(line, purchase[0], _texts(line.pieces))


def _purchase(money: Money, line: Line, columns: dict[str, int]) -> tuple[str, str, Amount | None] | None:
    """The row's item, quantity and amount; None where it prints no purchase."""
    fields = _apart(money, line)
    words = [text for _, text in fields if not text[0].isdigit()]
    numbers = [(i, text) for i, text in fields if text[0].isdigit()]
    if not words or not numbers:
        return None
    item = join(words)
    sure = [
        (i, text, amount)
        for i, text in numbers
        if (amount := money.amount(line, i, text)) and _is_certain(money, amount, i, columns)
    ]
    if len(sure) != 1:
        return item, "", None
    index, number, amount = sure[0]
    others = [text for i, text in numbers if (i, text) != (index, number)]
    if money.value("current-budget") == amount.value:
        # The end of a number under a border is read again: 471.5 | 5. Only the budget itself is witness enough.
        others = [text for text in others if not ("." in number and number.endswith(text) and index < numbers[-1][0])]
    if len(others) > 1:
        return item, "", None
    return item, close(others[0]) if others else "", replace(amount, reported=number)


def _apart(money: Money, line: Line) -> list[Piece]:
    """The fields, taken apart where the last number in one equals the budget of the year: ``1 575`` → 1, 575."""
    fields: list[Piece] = []
    for i, text in line.pieces:
        splits = [(text[: m.start()], text[m.end() :]) for m in re.finditer(r"\s+", text)]
        known = [
            (head, tail)
            for head, tail in splits
            if (last := money.amount(line, i, tail)) and last.value == money.value("current-budget")
        ]
        fields.extend([(i, part) for part in known[0]] if known and not money.amount(line, i, text) else [(i, text)])
    return fields
