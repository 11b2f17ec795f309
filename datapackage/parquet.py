"""Every observation of every package as Parquet, one folder a year, for those who ask with DuckDB or pandas.

A file holds the observations of one year and of a run of packages of one region, in the order of their names. Where a
package has changed only the files of its years and its run are written anew, the others are taken over by links: work
and memory follow from what has changed and from the length of a run, whatever the number of packages.
"""

from __future__ import annotations

import json
import os
import shutil
from array import array
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from heapq import merge
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from .files import recover, replacing_folder
from .package import DESCRIPTOR, PackageError, read_rows
from .records import columns
from .remembered import state_of

#: What the files were made of. Readers of Parquet folders pass over names that begin so.
INPUTS = "_inputs.json"
_FORM = 2
#: One in so many packages begins a run.
_RUN = 256
#: Rows that are written as one row group, and that are given their types together.
_GROUP, _BATCH = 65_536, 4_096
_INTEGERS = frozenset({"fiscal_year", "confirmations"})
_PLAIN = frozenset({"observation_id", "reported"})  # nearly every value differs: a dictionary would only cost
_DIGITS, _PLACES = 20, 2

#: Some rows of one package and one year, as text: (package, year, table).
Piece = tuple[str, int, Any]
#: The region of packages, and what tells a run of them from the others there; empty for the first.
Run = tuple[str, str]
#: One file: the year of its observations, and whose they are.
Part = tuple[int, Run]


def write_observations(packages: Iterable[Path], folder: Path, *, kept: Collection[str] = ()) -> tuple[str, ...]:
    """Write ``folder/fiscal_year=<year>/part-<region>[-<run>].parquet`` from the observations of the packages, in one
    swap.

    ``amount`` is decimal(20, 2), in all files wider where one amount needs it; ``package`` names the package. The bytes
    are the same whether there was something before or not. No packages give an empty folder. Packages named in ``kept``
    stay as the folder has them, and out of it where it has none. The names of those that are in it are returned.

    Raises:
        PackageError: a package cannot be read.
        OSError: the folder cannot be written.
    """
    # A killed run may have put the new files in their place, and not taken the old ones away: then none are written.
    recover(folder)
    named = {package.name: package for package in packages}
    known = _read_inputs(folder)
    before = {name: entry["state"] for name, entry in (known or {}).items()}
    states = {
        name: before[name] if name in kept else _state(named[name])
        for name in sorted(named)
        if name not in kept or name in before
    }
    if known is not None and before == states:
        return tuple(states)
    try:
        _write(named, states, known or {}, folder, _schema(_DIGITS, _PLACES))
    except _TooWideError:
        # All is read again, and what was kept is nowhere but in the files.
        named = {name: package for name, package in named.items() if name not in kept}
        states = {name: state for name, state in states.items() if name not in kept}
        try:
            _write(named, states, {}, folder, _schema(*_precision(named.values())))
        except _TooWideError as error:
            raise PackageError(folder, f"有金额不是数: {error}", "an amount is no number") from error
    return tuple(states)


class _TooWideError(Exception):
    """An amount needs more digits than the files have, or is none."""


def _write(
    named: Mapping[str, Path], states: Mapping[str, str], known: Mapping[str, Any], folder: Path, kind: Any
) -> None:
    """The files of the packages whose state is not the ``known`` one, and links to all other files."""
    changed = {name for name in {*states, *known} if known.get(name, {}).get("state") != states.get(name)}
    years = {name: known[name]["years"] if name not in changed else _years(named[name]) for name in states}
    before = _parts({name: entry["years"] for name, entry in known.items()})
    now = _parts(years)
    stale = [part for part in now if now[part] != before.get(part) or now[part] & changed]
    with replacing_folder(folder) as making:
        for part in sorted(set(now) - {*stale}):
            _link(folder / _path(part), making / _path(part))
        for run, parts in groupby(sorted(stale, key=lambda part: (part[1], part[0])), key=lambda part: part[1]):
            wanted = {part[0]: now[part] for part in parts}
            names = set[str]().union(*wanted.values())
            new = _new_pieces([named[name] for name in sorted(names & changed)])
            olds = [
                _old_pieces(folder, part, changed, wanted[part[0]])
                for part, its in before.items()
                if part[1][0] == run[0] and its & wanted.get(part[0], set()) - changed
            ]
            _write_run(making, run, merge(new, *olds, key=lambda piece: piece[:2]), kind)
        inputs = {name: {"state": state, "years": years[name]} for name, state in states.items()}
        text = json.dumps({"form": _FORM, "packages": inputs}, indent=1, sort_keys=True)
        # Amounts that are wider than usual are looked for in all packages, each time.
        if kind == _schema(_DIGITS, _PLACES):
            (making / INPUTS).write_text(text + "\n", "utf-8")


def _parts(years: Mapping[str, Iterable[int]]) -> dict[Part, set[str]]:
    """The files, and the packages that have rows there, of packages with these years."""
    found: defaultdict[Part, set[str]] = defaultdict(set)
    for name, run in _runs(years).items():
        for year in years[name]:
            found[year, run].add(name)
    return found


def _runs(names: Iterable[str]) -> dict[str, Run]:
    """The run of each package. Whether one begins a run is said by its own name, as in :func:`.remembered.runs`."""
    found: dict[str, Run] = {}
    for region, of_region in groupby(sorted(names, key=lambda name: (_region(name), name)), key=_region):
        run = ""
        for name in of_region:
            digest = sha256(name.encode()).hexdigest()
            run = digest[:8] if int(digest, 16) % _RUN == 0 else run
            found[name] = region, run
    return found


def _path(part: Part) -> Path:
    year, (region, run) = part
    return Path(f"fiscal_year={year}") / f"part-{region}{f'-{run}' if run else ''}.parquet"


def _region(package: str) -> str:
    return package.partition("-")[0]


def _link(old: Path, new: Path) -> None:
    new.parent.mkdir(exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


# --- what there is ----------------------------------------------------------------------------------------


def _state(package: Path) -> str:
    """The hash of the descriptor, which has the hash of each file. Raises PackageError."""
    try:
        return state_of(package)
    except OSError as error:
        raise PackageError(package / DESCRIPTOR, f"无法读取: {error.strerror}", "cannot be read") from error


def _read_inputs(folder: Path) -> dict[str, Any] | None:
    """State and years of each package that the files hold; None where that cannot be told."""
    try:
        inputs = json.loads((folder / INPUTS).read_text("utf-8"))
        packages = inputs["packages"] if inputs["form"] == _FORM else None
        parts = _parts({name: entry["years"] for name, entry in packages.items()}) if packages else ()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return packages if all((folder / _path(part)).is_file() for part in parts) else None


def _old_pieces(folder: Path, part: Part, changed: set[str], wanted: set[str]) -> Iterator[Piece]:
    """The rows that a file of before has of wanted packages which have not changed, parted between those that have."""
    path = folder / _path(part)
    compute = _pyarrow("pyarrow.compute")
    file = _pyarrow("pyarrow.parquet").ParquetFile(path)
    names = sorted(changed)
    for number in range(file.num_row_groups):
        rows = _texts(file.read_row_group(number))
        start = 0
        ends = compute.run_end_encode(rows["package"].combine_chunks())
        runs = zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True)
        for (_, is_taken), together in groupby(
            runs, lambda run: (bisect(names, run[0]), run[0] in wanted and run[0] not in changed)
        ):
            (first, end), *more = together
            end = more[-1][1] if more else end
            if is_taken:
                yield first, part[0], rows.slice(start, end - start)
            start = end


# --- what is new ------------------------------------------------------------------------------------------


def _new_pieces(packages: Iterable[Path]) -> Iterator[Piece]:
    for package in packages:
        rows = _read(package)
        compute = _pyarrow("pyarrow.compute")
        for year in sorted(compute.unique(rows["fiscal_year"]), key=str):
            of_year = rows.filter(compute.equal(rows["fiscal_year"], year)).drop_columns("fiscal_year")
            yield package.name, int(year.as_py()), of_year


def _years(package: Path) -> list[int]:
    years = _pyarrow("pyarrow.compute").unique(_read(package, ("fiscal_year",))["fiscal_year"])
    return sorted(map(int, years.to_pylist()))


def _read(package: Path, names: Sequence[str] = ()) -> Any:
    """The observations of a package, all as text, with its name; of all columns, or of those of these names."""
    pa, csv = _pyarrow("pyarrow"), _pyarrow("pyarrow.csv")
    names = names or columns("observations")
    path = package / "data" / "observations.csv"
    try:
        rows = csv.read_csv(
            path,
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, include_columns=names
            ),
        )
    except (pa.ArrowInvalid, OSError):
        rows = None
    if rows is None or tuple(rows.column_names) != tuple(names):
        list(read_rows(package, "observations"))  # says what is wrong, and in which row
        raise PackageError(path, "读不了", "cannot be read")
    return rows.add_column(0, "package", _repeated(package.name, rows.num_rows))


def _repeated(text: str, number: int) -> Any:
    """A column of one text. Given a list, Arrow would load pandas, where that is installed, to see if it is its own."""
    pa, data = _pyarrow("pyarrow"), text.encode()
    ends = array("i", range(0, len(data) * (number + 1), len(data)))
    return pa.StringArray.from_buffers(number, pa.py_buffer(ends.tobytes()), pa.py_buffer(data * number))


def _precision(packages: Iterable[Path]) -> tuple[int, int]:
    """Digits and decimal places that hold every amount."""
    whole, places = _DIGITS - _PLACES, _PLACES
    for package in packages:
        for row in read_rows(package, "observations"):
            before, _, after = row["amount"].lstrip("-").partition(".")
            whole, places = max(whole, len(before)), max(places, len(after))
    return whole + places, places


# --- the files --------------------------------------------------------------------------------------------


def _write_run(folder: Path, run: Run, pieces: Iterable[Piece], kind: Any) -> None:
    """The files of a run from pieces in the order of packages; a row group of each year is held at a time."""
    pa = _pyarrow("pyarrow")
    held: defaultdict[int, list[Any]] = defaultdict(list)
    writers: dict[int, Any] = {}
    with ExitStack() as stack:

        def put(year: int, rows: Any) -> None:
            if year not in writers:
                path = folder / _path((year, run))
                path.parent.mkdir(exist_ok=True)
                writer = _pyarrow("pyarrow.parquet").ParquetWriter(path, kind, compression="zstd")
                writers[year] = stack.enter_context(writer)
            # One text has one number in a row group, given where it is first met, however the rows were parted.
            writers[year].write_table(rows.unify_dictionaries().combine_chunks(), row_group_size=_GROUP)

        for year, rows in _batches(pieces):
            held[year].append(_typed(rows, kind))
            while sum(batch.num_rows for batch in held[year]) >= _GROUP:
                together = _texts(pa.concat_tables(held[year]))
                put(year, _typed(together.slice(0, _GROUP), kind))
                held[year] = [_typed(together.slice(_GROUP), kind)]
        for year in sorted(held):
            rows = pa.concat_tables(held[year])
            if rows.num_rows:
                put(year, rows)


def _batches(pieces: Iterable[Piece]) -> Iterator[tuple[int, Any]]:
    """The rows of each year, those of some packages together: a small table takes more room than what is in it."""
    concatenated, waiting = _pyarrow("pyarrow").concat_tables, defaultdict[int, list[Any]](list)
    for _, year, rows in pieces:
        waiting[year].append(rows)
        if sum(piece.num_rows for piece in waiting[year]) >= _BATCH:
            yield year, concatenated(waiting.pop(year))
    for year, rows in waiting.items():
        yield year, concatenated(rows)


def _typed(rows: Any, kind: Any) -> Any:
    """Rows as text, as what the columns of the files are: a text that many have is held once."""
    pa = _pyarrow("pyarrow")
    arrays: list[Any] = []
    for field in kind:
        column = rows[field.name].combine_chunks()
        if pa.types.is_dictionary(field.type):
            arrays.append(column.dictionary_encode())
            continue
        try:
            arrays.append(column.cast(field.type))
        except pa.ArrowInvalid as error:
            raise _TooWideError(str(error)) from error
    return pa.table(arrays, schema=kind)


def _schema(digits: int, places: int) -> Any:
    pa = _pyarrow("pyarrow")

    def kind(name: str) -> Any:
        if name == "amount":
            return pa.decimal128(digits, places) if digits <= 38 else pa.decimal256(digits, places)
        if name in _INTEGERS:
            return pa.int32()
        return pa.string() if name in _PLAIN else pa.dictionary(pa.int32(), pa.string())

    return pa.schema([(name, kind(name)) for name in ("package", *columns("observations")) if name != "fiscal_year"])


def _texts(rows: Any) -> Any:
    """Typed rows as text."""
    pa = _pyarrow("pyarrow")
    return rows.cast(pa.schema([(name, pa.string()) for name in rows.column_names]))


def _pyarrow(module: str) -> Any:
    """Imported when it is needed: the command line starts without it. It has no types."""
    return import_module(module)
