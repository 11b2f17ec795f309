"""What a user knows beside the documents: price indices by year, numbers of people by unit and year."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from .comparability import Figure
from .question import QueryError

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measures:
    """``deflators``: year → price index, on any base; ``people``: unit and year → number of people."""

    deflators: Mapping[int, Decimal] = field(default_factory=dict[int, Decimal])
    people: Mapping[tuple[str, int], Decimal] = field(default_factory=dict[tuple[str, int], Decimal])

    def of(self, figure: Figure) -> Figure:
        """``figure`` in prices of the last year of the indices, and per head, as far as both are known."""
        index, heads = self.deflators.get(figure.year), self.people.get((figure.unit, figure.year))
        base = self.deflators[max(self.deflators)] if self.deflators else None
        return replace(
            figure,
            real=rounded(figure.amount * base / index) if base and index else None,
            per_head=rounded(figure.amount / heads) if heads else None,
        )


def rounded(value: Decimal) -> Decimal:
    """``value`` to two places, half up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def read_deflators(path: Path) -> dict[int, Decimal]:
    """The price indices of a CSV with the columns ``year`` and ``index``.

    Raises:
        QueryError: the file cannot be read, or a row is no year with a positive number.
    """
    return {int(year): number for (year,), number in _numbers(path, ("year",), "index").items()}


def read_people(path: Path) -> dict[tuple[str, int], Decimal]:
    """The numbers of people of a CSV with the columns ``unit``, ``year`` and ``people``.

    Raises:
        QueryError: the file cannot be read, or a row has no positive number.
    """
    return {(unit, int(year)): number for (unit, year), number in _numbers(path, ("unit", "year"), "people").items()}


def _numbers(path: Path, keys: tuple[str, ...], value: str) -> dict[tuple[str, ...], Decimal]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QueryError(f"{path} 读不了: {error}", "the table cannot be read") from error
    found: dict[tuple[str, ...], Decimal] = {}
    for number, row in enumerate(rows, 2):
        try:
            key, amount = tuple(row[name].strip() for name in keys), Decimal(row[value].strip())
            if not (key[-1].isdigit() and amount.is_finite() and amount > 0) or key in found:
                raise ValueError(str(row))
        except (KeyError, ValueError, InvalidOperation, AttributeError) as error:
            raise QueryError(
                f"{path} 第 {number} 行: 需要 {'、'.join((*keys, value))}，年份为四位，数为正，不重复",
                f"row {number}: {', '.join((*keys, value))}, a year and a positive number, each once",
            ) from error
        found[key] = amount
    return found
