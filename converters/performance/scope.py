"""Where the reader of a performance form stands, and the findings it makes there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ...datapackage.model import Disclosure, Finding, Origin, format_decimal, grouped
from .borders import Line
from .headings import Horizon
from .vocabulary import vocabulary

OVERALL = "overall-performance"
PROJECT = "project-performance"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a form is of: its table, and the project, "" for the whole unit."""

    disclosure: Disclosure
    table: str
    project: str = ""
    goals: dict[str, str] = field(default_factory=dict[str, str])  # horizon → goal, where printed apart
    sides: tuple[Horizon, ...] = ()  # horizons that stand side by side above the indicators, from left to right

    def finding(self, check: str, at: Line | Origin | None = None, *, label: str = "", **said: Any) -> Finding:
        """The finding of ``check`` at a line or cell. ``said`` fills the message, and ``found`` and ``expected``."""
        text: dict[str, str] = vocabulary()["findings"][check]
        words = {"label": label, "project": self.project, "year": self.disclosure.year, **said}
        origin = at.cells[0].origin if isinstance(at, Line) else at
        return Finding(
            document_id=self.disclosure.document_id,
            check=check,
            severity=text.get("severity", "warning"),  # type: ignore[arg-type]
            outcome=text.get("outcome", "not-checkable"),  # type: ignore[arg-type]
            cause=said.get("cause", text.get("cause", "reading")),
            message=text["zh"].format_map(words),
            message_en=text["en"].format_map(words),
            table=self.table,
            label=label,
            expected=said.get("expected", ""),
            found=said.get("found", ""),
            file=origin.file if origin else "",
            page=origin.page if origin else None,
            line=origin.line if origin else None,
        )

    def contradiction(
        self, check: str, at: Line | Origin, *, label: str, expected: Decimal, found: Decimal, **said: Any
    ) -> Finding:
        """The finding that one amount in yuan should be another by the form's own arithmetic."""
        finding = self.finding(check, at, label=label, expected=grouped(expected), found=grouped(found), **said)
        plain = {"expected": expected, "found": found, "difference": found - expected}
        return replace(finding, **{name: format_decimal(value) for name, value in plain.items()}, unit="CNY")
