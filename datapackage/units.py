"""Figures and their units as people read them: 3,263,800 元, 33.35 %, 326.38 × 10,000 yuan."""

from __future__ import annotations

from decimal import Decimal

#: Units of money in English.
UNIT_EN = {
    "元": "yuan",
    "千元": "1,000 yuan",
    "万元": "10,000 yuan",
    "百万元": "million yuan",
    "亿元": "100 million yuan",
}
_READ = {"CNY": "元", "percent": "%"}


def unit_after(unit: str) -> str:
    """What stands behind an amount in an English sentence: yuan, × 10,000 yuan."""
    name = UNIT_EN.get(unit, unit)
    return f"× {name}" if name[:1].isdigit() else name


def in_english(amount: str, unit: str) -> str:
    """An amount with its unit in an English sentence."""
    return f"{amount} {unit_after(unit)}".rstrip()


def money(amount: str, unit: str) -> tuple[str, str]:
    """An amount with its unit, Chinese and English."""
    return f"{amount} {unit}", in_english(amount, unit)


def unit_named(unit: str) -> str:
    """The unit of a finding or a claim as it is read; one that is printed as it stands."""
    return _READ.get(unit, unit)


def as_read(value: str, unit: str) -> str:
    """A number of money or per cent with its thousands set apart; a year, a code or a count as it stands."""
    return grouped_if_number(value) if unit else value


def with_unit(value: str, unit: str) -> str:
    """A figure and behind it its unit, where it has one."""
    return " ".join(part for part in (as_read(value, unit), unit_named(unit)) if part)


def grouped_if_number(text: str) -> str:
    """A number with its thousands set apart; any other text as it is."""
    try:
        return f"{Decimal(text):,f}"
    except ArithmeticError:
        return text


def counted(count: int, one: str) -> str:
    """A count with what is counted, in English: 1 amount, 1,204 amounts."""
    return f"{count:,} {one}{'s' * (count != 1)}"
