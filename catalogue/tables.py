"""The tables of a package as its descriptor names them, for whoever writes or stores them in another form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..datapackage.package import read_rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its Table Schema describes it."""

    name: str
    type: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a package that has rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    package: Path

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"

    def rows(self) -> Iterator[dict[str, str]]:
        """Rows as text by column. Raises PackageError."""
        return read_rows(self.package, self.name)
