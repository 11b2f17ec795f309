"""What changed between two readings of a disclosure: amounts that were added, taken back or corrected.

Two observations are of the same thing when all their dimensions agree; the second of an equal place counts on.
Versions are semantic: a corrected amount is a patch, new amounts are a minor version, taken-back ones a major one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..datapackage.files import write_text
from ..datapackage.package import read_rows

Kind = Literal["append", "retract", "correct"]
FIRST = "1.0.0"
#: In the folder of a build: the version of each dataset that was published, and where earlier ones are kept.
RECORD = "versions.json"
#: What makes an observation the one it is: its dimensions, not its amount, its print or its proof.
PLACE: tuple[str, ...] = (
    "table", "unit_code", "unit_name", "fiscal_year", "phase", "flow", "function_code", "economic_code",
    "project_code", "line", "label", "fund", "origin", "category",
)  # fmt: skip
_SHOWN = ("table", "fiscal_year", "phase", "function_code", "economic_code", "label", "line")
_NAMES: dict[str, str] = {"append": "新增 append", "retract": "撤回 retract", "correct": "更正 correct"}
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedObservation:
    """One changed amount in yuan, with the ids before and after."""

    kind: Kind
    package: str
    place: Mapping[str, str]
    amount_before: str
    amount_after: str
    observation_before: str
    observation_after: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def as_text(self) -> str:
        shown = [self.place[name] for name in _SHOWN]
        place, before, after = " ".join(p for p in shown if p), self.amount_before or "—", self.amount_after or "—"
        return f"{_NAMES[self.kind]}  {place}: {before} → {after}"


def changes(
    package: str, before: Iterable[Mapping[str, str]], after: Iterable[Mapping[str, str]]
) -> list[ChangedObservation]:
    """The changed observations of one package, in the order of their places."""
    old, new = _by_place(before), _by_place(after)
    return [
        _change(package, key, old.get(key), new.get(key)) for key in sorted({*old, *new}) if _differs(old, new, key)
    ]


def _by_place(rows: Iterable[Mapping[str, str]]) -> dict[Key, Mapping[str, str]]:
    found: dict[Key, Mapping[str, str]] = {}
    counts: dict[Key, int] = {}
    for row in rows:
        place = tuple(row[name] for name in PLACE)
        counts[place] = counts.get(place, 0) + 1
        found[(*place, str(counts[place]))] = row
    return found


def _differs(old: Mapping[Key, Mapping[str, str]], new: Mapping[Key, Mapping[str, str]], key: Key) -> bool:
    return key not in old or key not in new or old[key]["amount"] != new[key]["amount"]


def _change(package: str, key: Key, old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> ChangedObservation:
    kind: Kind = "append" if old is None else "retract" if new is None else "correct"
    place = dict(zip(PLACE, key, strict=False))
    before, after = old or {}, new or {}
    return ChangedObservation(
        kind, package, place, before.get("amount", ""), after.get("amount", ""),
        before.get("observation_id", ""), after.get("observation_id", ""),
    )  # fmt: skip


def next_version(version: str, changed: Iterable[ChangedObservation]) -> str:
    """The version that comes after ``version`` with these changes; the first one where there is none."""
    kinds = {c.kind for c in changed}
    try:
        major, minor, patch = (int(part) for part in version.split("."))
    except ValueError:
        return FIRST
    if "retract" in kinds:
        return f"{major + 1}.0.0"
    if "append" in kinds:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def version_key(version: str) -> tuple[int, ...]:
    """What orders versions: 1.0.9 comes before 1.0.10; what is no version of ours comes first."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(p.isdigit() for p in parts) else ()


@dataclass(frozen=True, slots=True)
class Version:
    """The version that a dataset has, and where the packages of earlier ones are downloaded."""

    version: str = FIRST
    earlier: Mapping[str, str] = field(default_factory=dict[str, str])


def read_versions(folder: Path) -> dict[str, Version]:
    """The versions of a build by package, as they were last published; none where it never was."""
    try:
        told = json.loads((folder / RECORD).read_text("utf-8"))
        return {name: Version(**entry) for name, entry in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def record_versions(folder: Path, found: Mapping[str, Version]) -> bool:
    """Remember what was published; whether that is anything new. Raises OSError."""
    before = read_versions(folder)
    after = before | dict(found)
    if after == before:
        return False
    text = json.dumps({n: asdict(v) for n, v in sorted(after.items())}, ensure_ascii=False, indent=1)
    write_text(folder / RECORD, text + "\n")
    return True


def read_observations(file: Path) -> Iterator[dict[str, str]]:
    """The rows of an ``observations.csv`` that stands alone. Raises OSError."""
    with file.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def compare_builds(one: Path, other: Path) -> dict[str, list[ChangedObservation]]:
    """Changed observations by package between two builds, or between two packages. Raises PackageError."""
    old, new = _packages(one), _packages(other)
    compared: dict[str, list[ChangedObservation]] = {}
    for name in sorted({*old, *new}):
        before = read_rows(old[name], "observations") if name in old else ()
        after = read_rows(new[name], "observations") if name in new else ()
        if found := changes(name, before, after):
            compared[name] = found
    return compared


def _packages(folder: Path) -> dict[str, Path]:
    """Packages by name; one package alone goes by the name of its disclosure, whatever its folder is called."""
    from ..datapackage.package import DESCRIPTOR, read_descriptor

    if (folder / DESCRIPTOR).exists():
        return {str(read_descriptor(folder)["name"]): folder}
    return {p.parent.name: p.parent for p in sorted(folder.glob(f"packages/*/{DESCRIPTOR}"))}
