"""A store in shards: one for each region, or for each year of a region, each made, amended and swapped in by itself.

A folder of shards is also a folder of builds, one for each city say: whatever stores are in it are asked together. A
shard knows its region and years from the names of its packages.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..datapackage.files import recover, replacing_folder
from ..machine import cores
from ..settings import DEFAULT_BASE
from .answers import Answer, Row
from .contents import StoreError, nobody
from .store import build_store, is_store, open_store, read_inputs

if TYPE_CHECKING:
    from pyoxigraph import Store

#: What a store can be parted by: nothing, the region, or the region and the year of the document.
WAYS = ("", "region", "region-year")
_NAME = re.compile(r"(?P<region>[^-]+)-.*?-(?P<year>\d{4})-(?:budget|final)(?:-.*)?")


@dataclass(frozen=True)
class Shard:
    """A store of some of the documents. ``parts`` are the regions and years that it has documents of."""

    name: str
    store: Store
    base: str
    parts: frozenset[tuple[str, str]]

    @property
    def newest(self) -> str:
        return max((year for _, year in self.parts), default="")

    @cached_property
    def names(self) -> Mapping[tuple[str, str], str]:
        """The preferred names of units and projects, by kind and code."""
        found = cast("Iterable[Any]", self.store.query(_NAMES.replace(DEFAULT_BASE, self.base)))
        return {(row["kind"].value, row["code"].value): row["name"].value for row in found}


_NAMES = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?kind ?code ?name {{
  VALUES (?type ?kind) {{ (<{DEFAULT_BASE}def/BudgetUnit> "unit") (<{DEFAULT_BASE}def/Project> "project") }}
  ?thing a ?type ; skos:notation ?code ; skos:prefLabel ?name . FILTER(LANG(?name) = "zh" && ?code != "")
}} ORDER BY ?kind ?code ?name
"""
#: The column with a code, the column with the name that goes with it, and what kind of thing has them.
_NAMED = (("unit", "unit_name", "unit"), ("department", "department_name", "unit"), ("project", "name", "project"))


@dataclass(frozen=True)
class Shards:
    """Stores that are asked together, by name."""

    shards: tuple[Shard, ...]

    @property
    def base(self) -> str:
        """The IRI that all were built under."""
        return self.shards[0].base

    @property
    def is_split(self) -> bool:
        """Whether the documents of a region are in several shards."""
        regions = [region for shard in self.shards for region in {region for region, _ in shard.parts}]
        return len(regions) > len(set(regions))

    def renamed(self, shard: Shard, answer: Answer) -> Answer:
        """``answer`` with the names that the newest document gives, as a store that is in one piece has them."""
        if not self.is_split:
            return answer
        names = self._newest({region for region, _ in shard.parts})
        columns = answer.columns
        pairs = [(columns.index(c), columns.index(n), kind) for c, n, kind in _NAMED if {c, n} <= set(columns)]
        return replace(answer, rows=tuple(_renamed(row, pairs, shard.names, names) for row in answer.rows))

    def _newest(self, regions: set[str]) -> Mapping[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for shard in sorted(self.shards, key=lambda each: each.newest):
            if regions & {region for region, _ in shard.parts}:
                found.update(shard.names)
        return found


def _renamed(
    row: Row,
    pairs: Iterable[tuple[int, int, str]],
    here: Mapping[tuple[str, str], str],
    newest: Mapping[tuple[str, str], str],
) -> Row:
    """A name as printed is no preferred name, and stays."""
    cells = list(row)
    for code, name, kind in pairs:
        number, told = cells[code], cells[name]
        key = (kind, number.value if number else "")
        if told and told.language and here.get(key) == told.value:
            cells[name] = replace(told, value=newest.get(key, told.value))
    return tuple(cells)


# --- opening ----------------------------------------------------------------------------------------------


def open_stores(folder: Path) -> Store | Shards:
    """The store at ``folder`` or in the build there, or all stores of a folder of shards or of builds.

    Raises:
        StoreError: there is none, or one cannot be read.
    """
    for place in (folder, folder / "store"):
        if is_store(place):
            return open_store(place)
        if found := tuple(_shards(place)):
            _check_bases(found)
            return Shards(found)
    return open_store(folder)


def _check_bases(shards: Iterable[Shard]) -> None:
    """Stores under different IRIs are about different things. Raises StoreError."""
    bases = sorted({shard.base for shard in shards})
    if len(bases) > 1:
        raise StoreError(
            f"各分片的 base 不同: {'、'.join(bases)}，不能合起来问", "the shards were built under different base IRIs"
        )


def _shards(folder: Path) -> Iterator[Shard]:
    if not folder.is_dir():
        return
    for child in sorted(folder.iterdir()):
        place = next(
            (each for each in (child, child / "store") if not child.name.startswith(".") and is_store(each)), None
        )
        if place:
            inputs = read_inputs(place)
            parts = frozenset(part_of(name) for name in inputs.get("packages", {}))
            yield Shard(child.name, open_store(place), str(inputs.get("base", DEFAULT_BASE)), parts)


def part_of(package: str) -> tuple[str, str]:
    """The region and the year of a package, by its name; empty where it does not say."""
    found = _NAME.fullmatch(package)
    return (found["region"], found["year"]) if found else ("", "")


# --- making -----------------------------------------------------------------------------------------------


def build_stores(
    packages: Iterable[Path],
    folder: Path,
    base: str = DEFAULT_BASE,
    retired: Path | None = None,
    way: str = "",
    *,
    merging: Callable[[], object] = nobody,
) -> bool:
    """Make ``folder`` the store of ``packages``, or with a ``way`` the folder of its shards; False if it already is.

    ``merging`` is called as :func:`build_store` calls it; at once where there are shards.

    Raises:
        StoreError, RdfError, OSError: as :func:`build_store`.
    """
    if not way:
        return build_store(packages, folder, base, retired, merging=merging)
    merging()
    parted: dict[str, list[Path]] = {}
    for package in packages:
        parted.setdefault(_shard_name(package.name, way), []).append(package)
    if not folder.is_dir() or is_store(folder):
        with replacing_folder(folder) as making:
            _build_each(parted, making, base)
        return True
    for name in parted:
        recover(folder / name)
    changed = _build_each(parted, folder, base, retired)
    for left in [child for child in folder.iterdir() if child.name not in parted]:
        shutil.rmtree(left)
        changed = True
    return changed


def _build_each(parted: Mapping[str, Iterable[Path]], folder: Path, base: str, retired: Path | None = None) -> bool:
    """Make the shards by name, as many at once as there are processors; whether any was made anew."""
    together = max(1, min(cores(), len(parted)))
    with ThreadPoolExecutor(together) as pool:
        making = [
            pool.submit(build_store, part, folder / name, base, retired, together=together)
            for name, part in sorted(parted.items())
        ]
        try:
            return max((each.result() for each in making), default=False)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _shard_name(package: str, way: str) -> str:
    region, year = part_of(package)
    return "-".join(part for part in ((region, year) if way == "region-year" else (region,)) if part) or "other"
