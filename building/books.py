"""The books of an output folder: what was built of what, and the journal of a run that is not done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

from .. import __version__
from ..converters.identity import Hints
from ..converters.sources import Source
from ..datapackage import files
from ..ontology.forms import Forms
from . import fingerprints

BOOKS, JOURNAL = "build.json", ".build.journal"
#: Where the packages are kept whose place a corrected one took.
REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. ``key`` names everything that its package was made from."""

    source: str
    sha256: str
    key: str
    outcome: Literal["converted", "unchanged", "failed", "replaced"]
    package: str = ""
    message: str = ""
    counts: Mapping[str, int] | None = None
    internal: bool = False
    files: tuple[str, ...] = ()  # all of its files, where it is several
    by: str = ""  # the source that took its place
    kept: str = ""  # and where its package is kept, within REPLACED

    @property
    def is_there(self) -> bool:
        """Whether its package is one of the build's."""
        return self.outcome in ("converted", "unchanged")


class Journal:
    """A line for each document that is done, on disk before the next one is begun."""

    def __init__(self, out: Path) -> None:
        self._file = (out / JOURNAL).open("a", encoding="utf-8")

    def add(self, outcome: Outcome) -> None:
        """Enter a document that is done."""
        entry: dict[str, Any] = {
            "source": outcome.source, "sha256": outcome.sha256, "key": outcome.key, "package": outcome.package,
        }  # fmt: skip
        entry |= {"files": outcome.files} if outcome.files else {}
        entry |= {"by": outcome.by, "kept": outcome.kept, "message": outcome.message} if outcome.kept else {}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def read_done(out: Path) -> dict[str, dict[str, Any]]:
    """What is built, by source: the books, and what a killed run had entered in its journal."""
    packages = out / "packages"
    files.recover_all(packages)
    built = {name: _built(entry) for name, entry in _entered(out).items() if "kept" not in entry}
    return {name: e for name, e in built.items() if (packages / e["package"] / "datapackage.json").exists()}


def read_replaced(out: Path) -> dict[str, dict[str, Any]]:
    """What another document of the same unit, year and kind took the place of, by source, where that one is there."""
    return {
        name: {k: entry[k] for k in _OF_REPLACED}
        for name, entry in _entered(out).items()
        if "kept" in entry and Path(entry["by"]).exists()
        if (out / REPLACED / entry["kept"] / "datapackage.json").exists()
    }


def _entered(out: Path) -> dict[str, dict[str, Any]]:
    """The documents that were done: those of the books, and what a killed run had entered in its journal."""
    documents: dict[str, dict[str, Any]] = read_books(out).get("documents", {})
    entries = {name: e for name, e in documents.items() if e.get("outcome") in ("built", "replaced")}
    if (out / JOURNAL).exists():
        for line in (out / JOURNAL).read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
                _built(entry)
                entries[entry["source"]] = entry
            except (ValueError, KeyError):
                break  # the line that the kill cut short; what follows cannot be
    return entries


#: What the books keep of a document that another took the place of.
_OF_REPLACED = ("sha256", "key", "by", "kept", "message")


def _built(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the books keep of a package. Raises KeyError."""
    return {k: entry[k] for k in ("sha256", "key", "package")} | ({"files": entry["files"]} if "files" in entry else {})


def read_books(out: Path) -> dict[str, Any]:
    """The books of the last build, as they were closed; none where there was none."""
    try:
        books = json.loads((out / BOOKS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", books) if isinstance(books, dict) else {}


def key_of(digest: str, source: Source, made_by: str) -> str:
    """What names everything that the package of a source is made from."""
    # What it replaces is told again where the operator says otherwise.
    replaces = f" {source.replaces}" if source.replaces else ""
    return sha256(f"{digest} {_told(source.hints)}{replaces} {made_by}".encode()).hexdigest()


def all_depend_on(base: str, identities: Path | None, forms: Forms) -> str:
    """What all packages of a build depend on beside their documents."""
    own = [p.read_text("utf-8") for p in sorted(identities.glob("*.yaml"))] if identities else []
    return f"{base} {fingerprints.of_packages()} {own}{forms}"


@lru_cache(maxsize=16)
def _told(hints: Hints) -> str:
    return json.dumps(asdict(hints), ensure_ascii=False, sort_keys=True)


def write_books(
    out: Path,
    base: str,
    state: str,
    done: Mapping[str, Mapping[str, Any]],
    failed: Mapping[str, Mapping[str, Any]],
    replaced: Mapping[str, Mapping[str, Any]],
    told: Mapping[str, Mapping[str, str]],
) -> None:
    """Close the books: what is built, failed or replaced, and what the operator says of each source's publication."""
    said: dict[str, Mapping[str, str]] = {
        name: entry.get("publication", {}) for name, entry in read_books(out).get("documents", {}).items()
    }
    said.update(told)
    built = {name: _book(entry, said.get(name, {})) for name, entry in done.items() if name not in failed}
    text = {
        "version": __version__,
        "base": base,
        "state": state,
        "documents": dict(sorted({**built, **failed, **{n: _of_replaced(e) for n, e in replaced.items()}}.items())),
    }
    content = json.dumps(text, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if not (out / BOOKS).exists() or (out / BOOKS).read_text("utf-8") != content:
        files.write_text(out / BOOKS, content)


def _of_replaced(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"outcome": "replaced", **entry}


def _book(entry: Mapping[str, Any], publication: Mapping[str, str]) -> dict[str, Any]:
    return {"outcome": "built", **entry, **({"publication": dict(publication)} if publication else {})}
