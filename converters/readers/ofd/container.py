"""The parts of an OFD file: its documents, their pages in order, templates, annotations and what these draw with."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from ...errors import UnreadableError
from ..limits import BROKEN_ZIP
from ..office.ooxml import Element, attribute, local, parse

ROOT = "OFD.xml"
#: Millimetres of a page whose size is told nowhere: A4.
_A4 = (0.0, 0.0, 210.0, 297.0)
#: Millimetres.
_FARTHEST = 1e6
_KINDS = frozenset({"Font", "MultiMedia", "DrawParam", "CompositeGraphicUnit"})

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that objects of a page draw with, and the folder from which its file is named."""

    element: Element
    folder: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size in millimetres, what it draws in the order of painting, and with what."""

    box: Box  # left, top, width, height
    layers: tuple[Element, ...]
    resources: dict[str, Resource]

    @property
    def size(self) -> tuple[float, float]:
        return self.box[2], self.box[3]


@dataclass(slots=True)
class _Document:
    folder: str
    box: Box
    resources: dict[str, Resource]
    templates: dict[str, str] = field(default_factory=dict[str, str])
    annotations: dict[str, str] = field(default_factory=dict[str, str])


class Container:
    """The archive at ``path``, whose parts name each other from their own folder or from the root."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        self.path, self._archive = path, archive
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in archive.namelist()}

    def pages(self) -> Iterator[Page]:
        """The pages of all documents in the file.

        Raises:
            UnreadableError: a part is damaged or missing.
        """
        for body in inner(self._root(ROOT), "DocBody"):
            place = next((item.text or "" for item in inner(body, "DocRoot")), "")
            root, folder = self._opened("", place)
            document = self._document(root, folder)
            for pages in inner(root, "Pages"):
                for page in inner(pages, "Page"):
                    yield self._page(document, attribute(page, "ID"), attribute(page, "BaseLoc"))

    def data(self, folder: str, place: str) -> bytes:
        """The bytes of a part, none where there is no such part or it is damaged."""
        name = self._named(folder, place)
        try:
            return self._archive.read(name) if name else b""
        except BROKEN_ZIP:
            return b""

    def _document(self, root: Element, folder: str) -> _Document:
        document = _Document(folder, _A4, {})
        for common in inner(root, "CommonData"):
            document.box = _box_of(common, "PageArea", _A4)
            for kind in ("PublicRes", "DocumentRes"):
                for place in inner(common, kind):
                    document.resources |= self._resources(folder, place.text or "")
            for template in inner(common, "TemplatePage"):
                document.templates[attribute(template, "ID")] = attribute(template, "BaseLoc")
        for place in inner(root, "Annotations"):
            listing, beside = self._opened(folder, place.text or "")
            for page in inner(listing, "Page"):
                file = next((item.text or "" for item in inner(page, "FileLoc")), "")
                document.annotations[attribute(page, "PageID")] = posixpath.join("/", beside, file.strip())
        return document

    def _page(self, document: _Document, name: str, place: str) -> Page:
        root, folder = self._opened(document.folder, place)
        resources = dict(document.resources)
        for own in inner(root, "PageRes"):
            resources |= self._resources(folder, own.text or "", document.folder)
        before: list[Element] = []
        after: list[Element] = []
        for used in inner(root, "Template"):
            template = document.templates.get(attribute(used, "TemplateID"), "")
            drawn, beside = self._opened(document.folder, template)
            for own in inner(drawn, "PageRes"):
                resources |= self._resources(beside, own.text or "", document.folder)
            target = after if attribute(used, "ZOrder") == "Foreground" else before
            target += _layers(drawn)
        if name in document.annotations:
            listing, _ = self._opened("", document.annotations[name])
            after += (
                appearance
                for annotation in inner(listing, "Annot")
                if attribute(annotation, "Visible", "true") != "false"
                for appearance in inner(annotation, "Appearance")
            )
        return Page(_box_of(root, "Area", document.box), (*before, *_layers(root), *after), resources)

    def _resources(self, folder: str, place: str, other: str = "") -> dict[str, Resource]:
        root, beside = self._opened(folder if self._named(folder, place) else other, place)
        base = posixpath.join(beside, attribute(root, "BaseLoc"))
        return {
            attribute(item, "ID"): Resource(item, base)
            for group in root
            for item in group
            if local(item.tag) in _KINDS and attribute(item, "ID")
        }

    def _opened(self, folder: str, place: str) -> tuple[Element, str]:
        """The root of a part and the folder that it stands in."""
        name = self._named(folder, place)
        if not name:
            zh, en = f"OFD 缺少部分“{place[:60]}”", f"the OFD lacks its part {place[:60]!r}"
            raise UnreadableError(self.path, f"{zh}，请重新下载", f"{en}; download it again")
        return self._root(name), posixpath.dirname(name)

    def _root(self, name: str) -> Element:
        root = parse(self.path, self._archive, name)
        if root is None:
            raise UnreadableError(self.path, "不是 OFD 文件", "this is not an OFD file")
        return root

    def _named(self, folder: str, place: str) -> str:
        """The name in the archive of what ``place`` means in ``folder``; a path that begins with / is the root's."""
        place = place.strip().replace("\\", "/")
        whole = place if place.startswith("/") else posixpath.join(folder, place)
        return self._names.get(posixpath.normpath(whole).lstrip("/").casefold(), "") if place else ""


def inner(element: Element, name: str) -> Iterator[Element]:
    """The elements right below ``element``, and below lists of them, that are called ``name``."""
    for item in element:
        if local(item.tag) == name:
            yield item


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; what is none, or no length on any paper, counts as 0."""
    found: list[float] = []
    for part in (text or "").split():
        try:
            value = float(part)
        except ValueError:
            value = 0.0
        found.append(value if abs(value) < _FARTHEST else 0.0)
    return found


def _layers(root: Element) -> list[Element]:
    layers = [layer for content in inner(root, "Content") for layer in inner(content, "Layer")]
    order = {"Background": 0, "Foreground": 2}
    return sorted(layers, key=lambda layer: order.get(attribute(layer, "Type"), 1))


def _box_of(element: Element, name: str, default: Box) -> Box:
    for area in inner(element, name):
        for box in inner(area, "PhysicalBox"):
            values = numbers(box.text)
            if len(values) == 4 and min(values[2:]) > 0:
                return values[0], values[1], values[2], values[3]
    return default
