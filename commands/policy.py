"""What may be published without a person: an operator's ``policy.toml``, and what it makes of a package."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from ..datapackage.classification import terms
from ..datapackage.package import read_rows
from ..outcomes import CommandError

_SEVERITIES = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be published without a person. ``policy.toml`` sets any of these."""

    #: Findings of at least this severity hold a document; "none" holds none.
    hold_severity: str = "error"
    #: Only findings of these causes count: what the publisher got wrong is published as it is, and said so.
    hold_causes: tuple[str, ...] = ("reading", "unknown")
    #: Unproven share of the amounts, in per cent, above which a document is held: below 0, any document.
    hold_unproven_percent: float = 100.0
    #: Change of a document's largest total since it was last accepted, in per cent, that needs a person's yes.
    hold_change_percent: float = 30.0


def read_policy(file: Path | None) -> Policy:
    """The policy in a TOML file, or the one that holds where there is none. Raises CommandError."""
    if file is None:
        return Policy()
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise CommandError("usage", f"{file}: 没有这个策略文件 / there is no such policy") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandError("usage", f"{file}: 读不了策略: {error} / the policy cannot be read") from error
    unknown = sorted(set(told) - {f.name for f in fields(Policy)})
    if unknown:
        raise CommandError("usage", f"{file}: 不认识的设置 {', '.join(unknown)} / unknown setting")
    try:
        return Policy(**{name: _read(name, value) for name, value in told.items()})
    except ValueError as error:
        raise CommandError("usage", f"{file}: {error}") from error


def _read(name: str, value: Any) -> Any:
    """A setting as the policy keeps it. Raises ValueError: a slip must not let through what should be held."""
    if name == "hold_severity":
        return _one_of(name, value, (*_SEVERITIES, "none"))
    if name == "hold_causes":
        if not isinstance(value, list):
            raise ValueError(f'{name} 要写成一列，如 ["reading"] / {name} has to be a list')
        return tuple(_one_of(name, cause, tuple(terms("cause"))) for cause in cast("list[Any]", value))
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise ValueError(f"{name} 要写数，不是 {value!r} / {name} has to be a number")
    return float(value)


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"{name} 不能是 {value!r}，只有 / unknown value, one of: {', '.join(known)}")
    return value


def reason_to_hold(package: Path, policy: Policy, accepted: Mapping[str, str]) -> str:
    """Why a package must not go out without a person, "" where nothing speaks against it. Raises PackageError."""
    if findings := [f for f in read_rows(package, "findings") if _counts(f, policy)]:
        first = findings[0]
        return f"{len(findings)} 处疑点，如 {first['check']}: {first['message']} / findings to look at"
    rows = list(read_rows(package, "observations"))
    unproven = 100 * sum(row["confirmations"] == "0" for row in rows) / max(len(rows), 1)
    if unproven > policy.hold_unproven_percent:
        return f"{unproven:.0f}% 的数没有证实 / of the amounts are unproven"
    before, now = Decimal(accepted.get(package.name, "0")), largest_total(rows)
    if before and abs(now - before) * 100 > Decimal(str(policy.hold_change_percent)) * before:
        return f"总额从 {before} 变为 {now} 元，超过 {policy.hold_change_percent}% / the total changed by more"
    return ""


def _counts(finding: Mapping[str, str], policy: Policy) -> bool:
    if policy.hold_severity == "none" or finding["cause"] not in policy.hold_causes:
        return False
    return _SEVERITIES.index(finding["severity"]) >= _SEVERITIES.index(policy.hold_severity)


def largest_total(rows: Iterable[Mapping[str, str]]) -> Decimal:
    """The largest total in yuan: what a slip of the reading would change most."""
    return max((Decimal(r["amount"]) for r in rows if r["line"] == "total"), default=Decimal(0))
