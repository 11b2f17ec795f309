"""Every observation of every package as Parquet, one folder a year, for those who ask with DuckDB or pandas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from .files import replacing_folder
from .package import read_rows
from .records import columns

#: Rows held for one year before they are written as a row group.
_GROUP = 65_536
_INTEGERS = frozenset({"fiscal_year", "confirmations"})
_PLAIN = frozenset({"observation_id", "reported"})  # nearly every value differs: a dictionary would only cost
_DIGITS, _PLACES = 20, 2

Row = dict[str, Any]


def write_observations(packages: Iterable[Path], folder: Path) -> None:
    """Write ``folder/fiscal_year=<year>/part-0.parquet`` from the observations of the packages, in one swap.

    ``amount`` is decimal(20, 2), in all files wider where one amount needs it; ``package`` names the package. The rows
    stand in the order of the packages' names. No packages, or none with observations, give an empty folder.

    Raises:
        PackageError: a package cannot be read.
        OSError: the folder cannot be written.
    """
    ordered = sorted(packages, key=lambda package: package.name)
    kind = _schema(*_precision(ordered))
    with replacing_folder(folder) as making, ExitStack() as stack:
        writers: dict[int, Any] = {}
        for year, rows in _groups(ordered):
            if year not in writers:
                writers[year] = stack.enter_context(_writer(making, year, kind))
            writers[year].write_table(_table(rows, kind))


def _precision(packages: Iterable[Path]) -> tuple[int, int]:
    """Digits and decimal places that hold every amount."""
    whole, places = _DIGITS - _PLACES, _PLACES
    for package in packages:
        for row in read_rows(package, "observations"):
            before, _, after = row["amount"].lstrip("-").partition(".")
            whole, places = max(whole, len(before)), max(places, len(after))
    return whole + places, places


def _groups(packages: Iterable[Path]) -> Iterator[tuple[int, list[Row]]]:
    held: defaultdict[int, list[Row]] = defaultdict(list)
    for package in packages:
        for text in read_rows(package, "observations"):
            row = _typed(package.name, text)
            rows = held[row["fiscal_year"]]
            rows.append(row)
            if len(rows) == _GROUP:
                yield row["fiscal_year"], held.pop(row["fiscal_year"])
    yield from sorted(held.items())


def _typed(package: str, text: dict[str, str]) -> Row:
    row: Row = {name: int(value) if name in _INTEGERS else value for name, value in text.items()}
    return row | {"package": package, "amount": Decimal(text["amount"])}


def _schema(digits: int, places: int) -> Any:
    pa = _pyarrow("pyarrow")

    def kind(name: str) -> Any:
        if name == "amount":
            return pa.decimal128(digits, places) if digits <= 38 else pa.decimal256(digits, places)
        if name in _INTEGERS:
            return pa.int32()
        return pa.string() if name in _PLAIN else pa.dictionary(pa.int32(), pa.string())

    return pa.schema([(name, kind(name)) for name in ("package", *columns("observations")) if name != "fiscal_year"])


def _writer(folder: Path, year: int, kind: Any) -> Any:
    path = folder / f"fiscal_year={year}" / "part-0.parquet"
    path.parent.mkdir()
    return _pyarrow("pyarrow.parquet").ParquetWriter(path, kind, compression="zstd")


def _pyarrow(module: str) -> Any:
    """Imported when it is needed: the command line starts without it. It has no types."""
    return import_module(module)


def _table(rows: list[Row], kind: Any) -> Any:
    pa = _pyarrow("pyarrow")

    return pa.Table.from_pylist([{name: row[name] for name in kind.names} for row in rows], schema=kind)
