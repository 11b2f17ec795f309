"""Which documents to convert: a file, a folder of files, or a ``sources.toml`` that an operator keeps."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .identity import NO_HINTS, Hints
from .readers import READERS

_FIELDS = {"publisher", "region", "year", "kind", "licence", "url", "retrieved", "path"}
#: What is said of the publication and not of the document: nothing is converted again when it changes.
_PUBLICATION = {"openness", "owner_org"}


class SourceError(Exception):
    """A source cannot be used; the message says which, where and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to convert, with what the operator says of it."""

    path: Path
    hints: Hints = NO_HINTS
    publication: Mapping[str, str] = field(default_factory=dict[str, str])


def collect_sources(given: Iterable[Path]) -> list[Source]:
    """The documents behind the sources given, each once, in the order of their paths.

    Raises:
        SourceError: a source does not exist, a folder holds nothing that can be read, or a ``sources.toml`` is faulty.
    """
    collected: dict[Path, Source] = {}
    for path in given:
        for source in _expand(path):
            collected.setdefault(source.path.resolve(), source)
    return [collected[key] for key in sorted(collected)]


def _expand(path: Path) -> list[Source]:
    if path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS and not _hidden(p, path)
        )
        if not found:
            raise SourceError(f"{path}: 文件夹里没有可以读的文件 / no readable file in this folder")
        return [Source(p) for p in found]
    if not path.exists():
        raise SourceError(f"{path}: 文件不存在 / there is no such file")
    return _listed(path) if path.suffix == ".toml" else [Source(path)]


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~")) for part in path.relative_to(root).parts)


def _listed(path: Path) -> list[Source]:
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("document", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: 不是有效的 TOML: {error} / not valid TOML") from error
    if not entries:
        raise SourceError(f"{path}: 没有 [[document]] 条目 / no [[document]] entry")
    return [_source(path, number, entry) for number, entry in enumerate(entries, start=1)]


def _source(listing: Path, number: int, entry: dict[str, Any]) -> Source:
    unknown = sorted(set(entry) - _FIELDS - _PUBLICATION)
    if unknown or "path" not in entry:
        problem = f"不认识的字段 {', '.join(unknown)}" if unknown else "缺少 path"
        raise SourceError(f"{listing}: 第 {number} 个 [[document]] {problem} / faulty entry {number}")
    document = listing.parent / str(entry["path"])
    if not document.exists():
        raise SourceError(f"{listing}: 第 {number} 个 [[document]] 的文件不存在: {document} / file not found")
    hints = {k: v for k, v in entry.items() if k in _FIELDS and k != "path"}
    if "year" in hints and hints["year"] is not None:
        hints["year"] = int(hints["year"])
    return Source(document, Hints(**hints), {k: str(entry[k]) for k in sorted(_PUBLICATION & set(entry))})
