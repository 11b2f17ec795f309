"""The version of a dataset at a portal: what changed since the one that is there, and the one that stays beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..datapackage.package import file_hash
from .dataset import PATH_KEY, Dataset, resource
from .exports import Export
from .personal import personal_data
from .portal import Portal
from .versions import FIRST, ChangedObservation, changes, next_version, read_observations

_OBSERVATIONS, _PACKAGE = "data/observations.csv", "package.zip"


def settle(wanted: Dataset, seen: Mapping[str, Any] | None, portal: Portal, keep: Path) -> Dataset:
    """``wanted`` with its version, and where amounts changed with the list of changes and the version before.

    What is read back from the portal is kept in the folder ``keep``.

    Raises:
        PortalError: what is at the portal cannot be read back.
        OSError: it cannot be kept here.
    """
    there = {str(r.get(PATH_KEY)): r for r in (seen or {}).get("resources", ())}
    now = next(r.export for r in wanted.resources if r.export and r.path == _OBSERVATIONS)
    before, version = there.get(_OBSERVATIONS), str((seen or {}).get("version") or FIRST)
    if before is None or before.get("hash") == now.sha256:
        return replace(wanted, fields={**wanted.fields, "version": version})
    folder = keep / wanted.name
    folder.mkdir(parents=True, exist_ok=True)
    old = _fetched(portal, before, folder / "observations.csv")
    changed = changes(wanted.name, read_observations(old), read_observations(now.file))
    if not changed:  # other words or proofs, the same amounts
        return replace(wanted, fields={**wanted.fields, "version": version})
    after = next_version(version, changed)
    files = list(_history(portal, there, folder, version, after, changed))
    personal = {e.path: kinds for e in files if (kinds := personal_data(e.file))}
    made = [resource(wanted.base, wanted.name, e) for e in files]
    return replace(
        wanted,
        fields={**wanted.fields, "version": after},
        resources=(*wanted.resources, *made),
        personal={**wanted.personal, **personal},
    )


def _history(
    portal: Portal,
    there: Mapping[str, Mapping[str, Any]],
    folder: Path,
    version: str,
    after: str,
    changed: Sequence[ChangedObservation],
) -> Iterator[Export]:
    entries: list[dict[str, Any]] = []
    if "CHANGES.json" in there:
        entries = json.loads(_fetched(portal, there["CHANGES.json"], folder / "before.json").read_text("utf-8"))
    entries = [{"version": after, "changes": [c.as_json() for c in changed]}, *entries]
    (folder / "CHANGES.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "CHANGES.md").write_text("".join(_chapter(entry) for entry in entries), "utf-8")
    yield _export("CHANGES.json", folder / "CHANGES.json")
    yield _export("CHANGES.md", folder / "CHANGES.md")
    if _PACKAGE in there and f"versions/{version}.zip" not in there:
        yield _export(f"versions/{version}.zip", _fetched(portal, there[_PACKAGE], folder / f"{version}.zip"))


def _chapter(entry: Mapping[str, Any]) -> str:
    lines = [ChangedObservation(**change).as_text() for change in entry["changes"]]
    return f"## {entry['version']}\n\n" + "".join(f"- {line}\n" for line in lines) + "\n"


def _export(path: str, file: Path) -> Export:
    return Export(path, file, file.stat().st_size, file_hash(file))


def _fetched(portal: Portal, seen: Mapping[str, Any], file: Path) -> Path:
    """The bytes of a resource as the portal holds them, in ``file``."""
    if not (file.exists() and file_hash(file) == seen.get("hash")):
        portal.download(portal.address(seen), file)
    return file
