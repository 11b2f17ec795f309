"""Which documents to convert: a file, a folder of files, or a ``sources.toml`` that an operator keeps."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, cast

from .identity import NO_HINTS, Hints
from .readers import READERS
from .readers.signatures import has_tables
from .readers.web.files import companions
from .source_fields import FIELDS, hints_of, text

#: What is said of the publication and not of the document: nothing is converted again when it changes.
_PUBLICATION = {"openness", "owner_org"}


class SourceError(Exception):
    """A source cannot be used; the message says which, where and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to convert, with what the operator says of it. ``more`` are its files after the first."""

    path: Path
    hints: Hints = NO_HINTS
    publication: Mapping[str, str] = field(default_factory=dict[str, str])
    more: tuple[Path, ...] = ()
    replaces: Path | None = None  # the document whose place it takes

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the document consists of, in their order."""
        return (self.path, *self.more)


def of_files(files: Sequence[Path], hints: Hints) -> Source:
    """The document that several files are together.

    Raises:
        SourceError: two of them have one name, by which a place could not be told.
    """
    names = [path.name for path in files]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise SourceError(f"{twice}: 一份文档里有两个同名的文件，请改名 / two files of one document have this name")
    return Source(files[0], hints, more=tuple(files[1:]))


def collect_sources(given: Iterable[Path]) -> list[Source]:
    """The documents behind the sources given, each once, in the order of their paths.

    Raises:
        SourceError: a source does not exist, a folder holds nothing that can be read, or a ``sources.toml`` is faulty.
    """
    collected: dict[Path, Source] = {}
    real_folder = cache(Path.resolve)  # where thousands of files are in it is found out once
    for path in given:
        for source in _expand(path):
            key = _real(source.path, real_folder)
            if key not in collected or (source.more and not collected[key].more):
                collected[key] = source
    # A file that is part of a document is no document by itself, also where a folder that was given holds it.
    parts = {_real(path, real_folder) for source in collected.values() for path in (*source.more, *_shown_by(source))}
    return [collected[key] for key in sorted(collected) if key not in parts or collected[key].more]


def _real(path: Path, real_folder: Callable[[Path], Path]) -> Path:
    """Where a path leads to; itself where links lead in a circle, which is told when it is to be read."""
    try:
        if path.name == ".." or _is_so(path.is_symlink):
            return path.resolve()
        return real_folder(path.parent) / path.name
    except (OSError, RuntimeError):
        return path.absolute()


def _shown_by(source: Source) -> Iterator[Path]:
    """The pictures and sheets beside the web pages of a source that they show."""
    for path in (file for file in source.files if _is_so(file.is_file)):
        with suppress(OSError):  # told when the page itself is read
            # Pages that show each other are two documents.
            yield from (file for file in companions(path) if path not in companions(file))


def _expand(path: Path) -> list[Source]:
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        raise SourceError(f"{path}: 读不了 ({error.strerror}) / cannot be read") from error
    if is_folder:
        return [Source(p) for p in _readable(path)]
    if not is_there:
        raise SourceError(f"{path}: 文件不存在 / there is no such file")
    return _listed(path) if path.suffix == ".toml" else [Source(path)]


def _readable(folder: Path) -> list[Path]:
    """The documents in a folder; with them what is none and would go missing unsaid, were it not tried and told: a
    folder that may not be opened, a link that leads nowhere.
    """
    is_output = cache(_is_output)  # a folder is looked at once for all that is in it
    found = sorted(
        p
        for p in _below(folder)
        if (p.suffix.lower() in READERS or _is_so(p.is_dir)) and not _hidden(p, folder) and not _is_readme(p)
        if not any(map(is_output, takewhile(lambda around: around != folder.parent, p.parents)))
    )
    if not found:
        raise SourceError(f"{folder}: 文件夹里没有可以读的文件 / no readable file in this folder")
    return found


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder, through links too; each folder once, and one that cannot be opened as itself."""
    seen: set[tuple[int, int]] = set()
    waiting, linked = [folder], list[Path]()  # what is named by its own path comes before what a link leads to
    while waiting or linked:
        here = (waiting or linked).pop()
        try:
            state = here.stat()
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
            with os.scandir(here) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            yield here
            continue
        for entry in inside:
            path = here / entry.name
            if _is_so(path.is_dir):
                (linked if entry.is_symlink() else waiting).append(path)
            else:
                yield path


def _is_so(asked: Callable[[], bool]) -> bool:
    """What a path answers; no where nobody may look."""
    try:
        return asked()
    except OSError:
        return False


def _is_output(folder: Path) -> bool:
    """Whether a folder is a data package or the output of a build, which are made of documents and are none."""
    return any(_is_so((folder / name).is_file) for name in ("datapackage.json", "build.json"))


def _is_readme(path: Path) -> bool:
    """Whether a Markdown file has no table: it tells of the folder, as a README does."""
    if path.suffix.lower() not in (".md", ".markdown") or not _is_so(path.is_file):
        return False
    return _is_so(lambda: not has_tables(path.read_bytes()))


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~")) for part in path.relative_to(root).parts)


def _listed(path: Path) -> list[Source]:
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("document", [])
    except OSError as error:
        raise SourceError(f"{path}: 读不了 ({error.strerror}) / cannot be read") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: 不是有效的 TOML: {error} / not valid TOML") from error
    if not entries:
        raise SourceError(f"{path}: 没有 [[document]] 条目 / no [[document]] entry")
    return [_source(path, number, entry) for number, entry in enumerate(entries, start=1)]


def _source(listing: Path, number: int, entry: dict[str, Any]) -> Source:
    unknown = sorted(set(entry) - set(FIELDS) - _PUBLICATION - {"path", "replaces"})
    if unknown or "path" not in entry:
        problem = f"不认识的字段 {', '.join(unknown)}" if unknown else "缺少 path"
        raise SourceError(f"{listing}: 第 {number} 个 [[document]] {problem} / faulty entry {number}")
    files = _files(listing, number, entry["path"])
    try:
        hints = hints_of(entry)
        publication = {k: text(k, entry[k]) for k in sorted(_PUBLICATION & set(entry))}
        replaces = listing.parent / text("replaces", entry["replaces"]) if entry.get("replaces") else None
    except ValueError as error:
        raise SourceError(f"{listing}: 第 {number} 个 [[document]] entry {number}: {error}") from error
    return replace(of_files(files, hints), publication=publication, replaces=replaces)


def _files(listing: Path, number: int, named: Any) -> list[Path]:
    """The files of an entry: ``path`` names one, several in a list, or a folder that holds them."""
    names: list[Any] = cast("list[Any]", named) if isinstance(named, list) else [named]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise SourceError(f"{listing}: 第 {number} 个 [[document]] 的 path 要写文件名或一列文件名 / faulty path")
    files: list[Path] = []
    for document in (listing.parent / name for name in names):
        # One that is missing is told when its turn comes, and the others of the night are done.
        files += _readable(document) if document.is_dir() else [document]
    return files
