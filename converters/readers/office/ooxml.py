"""What .docx and .xlsx have in common: parts of an archive, parsed without entities, and their relationships."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Protocol
from zipfile import ZipFile

from ...errors import UnreadableError
from ..limits import BROKEN_ZIP


class Element(Protocol):
    """An element of lxml, as far as the readers use it."""

    tag: object
    text: str | None
    attrib: Mapping[str, str]

    def __iter__(self) -> Iterator[Element]: ...
    def iter(self) -> Iterator[Element]: ...


def local(tag: object) -> str:
    """The name of an element without its namespace, which differs between strict and transitional files."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str, default: str = "") -> str:
    """The value of the attribute called ``name``, whatever its namespace."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return str(value)
    return default


def parse(path: Path, archive: ZipFile, part: str) -> Element | None:
    """The root element of ``part``, ``None`` where the archive has no such part.

    Raises:
        UnreadableError: the part is damaged.
    """
    etree: Any = import_module("lxml.etree")  # costs every command that reads no office file
    if part not in archive.NameToInfo:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        with archive.open(part) as stream:
            return etree.parse(stream, parser).getroot()
    except (etree.XMLSyntaxError, *BROKEN_ZIP) as error:
        raise UnreadableError(path, "文件损坏或不完整", "the file is damaged or truncated") from error


def walk(path: Path, stream: IO[bytes], tags: frozenset[str]) -> Iterator[Element]:
    """Every finished element of one of ``tags``, one at a time, so that a large sheet never stands in memory.

    Raises:
        UnreadableError: the part is damaged.
    """
    etree: Any = import_module("lxml.etree")
    try:
        for _, element in etree.iterparse(
            stream, events=("end",), resolve_entities=False, no_network=True, huge_tree=True
        ):
            name = local(element.tag)
            if name in tags:
                yield element
            if name in tags or name in ("c", "row"):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, *BROKEN_ZIP) as error:
        raise UnreadableError(path, "文件损坏或不完整", "the file is damaged or truncated") from error


def relationships(path: Path, archive: ZipFile, part: str) -> dict[str, str]:
    """Relationship id → part of the archive, for what ``part`` refers to."""
    folder, name = posixpath.split(part)
    root = parse(path, archive, posixpath.join(folder, "_rels", name + ".rels"))
    if root is None:
        return {}
    return {
        attribute(item, "Id"): posixpath.normpath(posixpath.join(folder, attribute(item, "Target"))).lstrip("/")
        if not attribute(item, "Target").startswith("/")
        else attribute(item, "Target").lstrip("/")
        for item in root
        if attribute(item, "TargetMode") != "External"
    }
