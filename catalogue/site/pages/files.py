"""The files of a build and of each package, and what their descriptors say of them."""

from __future__ import annotations

import json
from pathlib import Path

from ...labels import label_of
from ..shelf import Document, Row, Shelf
from ..words import Reader
from .rows import Arguments, Context, paged


def downloads(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Files for each kind of user: the whole build, and each document's package."""
    shown = paged(list(shelf.documents), asked)
    return {
        **shown,
        "files": {d.package: files_of(shelf, d, reader) for d in shown["rows"][:20]},
        "whole": [
            {"path": name, "bytes": path.stat().st_size}
            for name in whole_files(shelf)
            if (path := shelf.folder / name).is_file()
        ],
        "described": {d.package: described(shelf, d) for d in shown["rows"]},
    }


def files_of(shelf: Shelf, document: Document, reader: Reader) -> list[Row]:
    """The files of a package with title, size and checksum, as its descriptor lists them."""
    folder = shelf.folder / "packages" / document.package
    listed: list[Row] = [
        {
            "path": str(r["path"]),
            "title": str(r.get("title", "")) or _title(str(r["path"]), reader),
            "hash": str(r.get("hash", "")),
            "bytes": r.get("bytes"),
        }
        for r in _descriptor(shelf, document)["resources"]
        if isinstance(r.get("path"), str)
    ]
    known = {r["path"] for r in listed}
    others = [folder / name for name in ("datapackage.json", "report.html", "report.json") if name not in known]
    return listed + [
        {"path": p.name, "title": _title(p.name, reader), "hash": "", "bytes": p.stat().st_size}
        for p in others
        if p.exists()
    ]


def _title(path: str, reader: Reader) -> str:
    label = label_of(path)
    return reader.t(label.zh, label.en)


def whole_files(shelf: Shelf) -> list[str]:
    """The files of the build as a whole that may be downloaded, as paths within it."""
    parquet = sorted(p.relative_to(shelf.folder).as_posix() for p in (shelf.folder / "observations").rglob("*.parquet"))
    fixed = ("catalogue.ttl", "catalogue.jsonld", "identities.ttl", "questions.ttl", "across.csv", "build.json")
    return [*fixed, *parquet]


def file_of(shelf: Shelf, package: str, path: str) -> Path | None:
    """A file of a package; None where there is none, or the path leads out of the package."""
    if not path or "\0" in path or shelf.document(package) is None:
        return None
    folder = (shelf.folder / "packages" / package).resolve()
    wanted = (folder / path).resolve()
    return wanted if wanted.is_relative_to(folder) and wanted.is_file() else None


def described(shelf: Shelf, document: Document) -> Row:
    """What the descriptor says of a package as a whole: version, source file and its checksum, what was covered."""
    found = _descriptor(shelf, document)
    own = found.get("disclosure", {})
    covered = found.get("redactions", {})
    return {
        "version": str(found.get("version", "")),
        "source": str(own.get("source", "")),
        "sha256": str(own.get("sha256", "")),
        "covered": sum(int(n) for n in covered.values()),
    }


def _descriptor(shelf: Shelf, document: Document) -> Row:
    return json.loads((shelf.folder / "packages" / document.package / "datapackage.json").read_text("utf-8"))
