"""Lists of things with their number and price: what a row costs is recomputed, 数量 × 单价 = 金额.

Numbers and prices are no observations. In which unit a price is that names none is told by the arithmetic of the
list: the one that most of its rows keep. A list that keeps to no reading says nothing; a row that breaks the reading
of the others is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...datapackage.accounting.slots import SEEING_READERS
from ...datapackage.model import YUAN_IN, Check, Disclosure, Finding, format_decimal, grouped
from ..codes import undo_spaces
from ..forms.named import Named
from ..table import Cell
from .changes import Printed, line_of
from .exhibits import Exhibit, columns_of, data_rows

_NUMBER = re.compile(r"(?:^|·)(?:采购|购置|配置)?数量")
_PRICE = re.compile("单价")
#: So many rows have to keep a reading, and more than twice as many as break it.
_SEVERAL, _FAR_MORE = 2, 2

Product = tuple[Printed, Printed, Printed]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that prints number, price and amount, and what it is called."""

    label: str
    product: Product


def check_products(exhibits: Iterable[Exhibit], disclosure: Disclosure) -> tuple[list[Check], list[Finding]]:
    """A line of the ledger for each row that was recomputed, and a finding for each that does not follow."""
    checks: list[Check] = []
    findings: list[Finding] = []
    for exhibit in exhibits:
        if exhibit.form is None or any(t.origin.reader in SEEING_READERS or not t.exact for t in exhibit.run.tables):
            continue
        for row, scale, is_kept in _recomputed(exhibit, disclosure):
            sum_told, expected = _sum(row, scale)
            outcome = "passed" if is_kept else "failed"
            checks.append(Check("table-product", "comparison", exhibit.table, outcome, 3, f"{row.label}：{sum_told}"))
            findings += [] if is_kept else [_finding(row, sum_told, expected, exhibit, disclosure)]
    return checks, findings


def _recomputed(exhibit: Exhibit, disclosure: Disclosure) -> Iterator[tuple[_Row, Decimal, bool]]:
    """Each row against the reading that most keep, in yuan of the amount for one of number times price."""
    named = columns_of(exhibit, disclosure.year)
    numbers, prices = ([n for n in named if n.role == "ignore" and of.search(n.heading)] for of in (_NUMBER, _PRICE))
    amounts = [n for n in named if n.role == "amount" and n.means.get("fund", "all") == "all" and "line" not in n.means]
    if not (len(numbers) == len(prices) == len(amounts) == 1):
        return
    rows = list(_rows(exhibit, disclosure, named, (numbers[0], prices[0], amounts[0])))
    kept = {
        scale: {k for k, row in enumerate(rows) if _keeps(row.product, scale)} for scale in _scales(prices[0], exhibit)
    }
    scale, own = max(kept.items(), key=lambda item: len(item[1]))
    if len(own) >= _SEVERAL and len(own) > _FAR_MORE * (len(rows) - len(own)):
        yield from ((row, scale, k in own) for k, row in enumerate(rows))


def _rows(
    exhibit: Exhibit, disclosure: Disclosure, named: Sequence[Named], columns: tuple[Named, Named, Named]
) -> Iterator[_Row]:
    rows = data_rows(exhibit, disclosure.year)
    heads = [n.index for n in named if n.role in ("label", "unit")]
    lines = (line_of(rows, n.index) for n in columns)
    for row, number, price, amount in zip(rows, *lines, strict=True):
        if number and price and amount and number.value and price.value and amount.cell:
            names = [undo_spaces(row[k].text) for k in heads if k < len(row)]
            yield _Row(" ".join(filter(None, names)), (number, price, amount))


def _scales(price: Named, exhibit: Exhibit) -> list[Decimal]:
    """What one of the price's unit may be in that of the amounts: where it names its unit that, else any."""
    unit = Decimal(YUAN_IN.get(exhibit.money_unit, 1))
    units = [price.unit] if price.unit in YUAN_IN else ["元", "万元"]
    return [YUAN_IN[name] / unit for name in units]


def _keeps(product: Product, scale: Decimal) -> bool:
    """Whether the amount is number times price, as far as the three are printed."""
    number, price, amount = product
    slack = (number.value * price.digit * scale + amount.digit) / 2
    return abs(number.value * price.value * scale - amount.value) <= abs(slack)


def _sum(row: _Row, scale: Decimal) -> tuple[str, str]:
    number, price, _ = row.product
    expected = number.value * price.value * scale
    told = f"{grouped(number.value)} × {grouped(price.value)} = {grouped(expected)}"
    return told, format_decimal(expected)


def _finding(row: _Row, sum_told: str, expected: str, exhibit: Exhibit, disclosure: Disclosure) -> Finding:
    cell: Cell | None = row.product[2].cell
    found = undo_spaces(cell.text) if cell else ""
    return Finding(
        document_id=disclosure.document_id,
        check="table-product",
        severity="warning",
        outcome="failed",
        cause="publisher",
        message=f"“{row.label}”的金额不是数量乘单价（表中其他各行都是）：{sum_told}，印的是 {found}",
        message_en=f"{row.label!r}: number times price is {sum_told}, as in the other rows, printed {found}",
        table=exhibit.table,
        label=row.label,
        expected=expected,
        found=found,
        unit=exhibit.money_unit,
        page=cell.origin.page if cell else None,
        line=cell.origin.line if cell else None,
        file=cell.origin.file if cell else "",
    )
