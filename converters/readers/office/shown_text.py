"""What of a Word paragraph a reader sees: not what is deleted, struck out or hidden, nor white type on white paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..characters import raised
from ..look import Look
from . import looks
from .ooxml import Element, attribute, local

#: Elements whose text is not on the page, or is read as blocks of its own.
_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "txbxContent", "pPr", "rPr", "object", "footnoteReference"}
)
_PRINTED = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


@dataclass(slots=True)
class ShownText:
    """The texts of one document; ``unseen`` counts the runs that it prints and nobody can read."""

    styles: Mapping[str, Look]
    unseen: int = 0

    def of(self, paragraph: Element, ground: str) -> str:
        """The text of a paragraph as a reader sees it on a ground of that colour."""
        return self._text(paragraph, looks.of_paragraph(paragraph, self.styles, ground))

    def _text(self, item: Element, around: Look) -> str:
        pieces: list[str] = []
        for inner in item:
            name = local(inner.tag)
            if name in _SKIPPED or is_prompt(inner):
                continue
            if name == "t":
                pieces.append(inner.text or "")
            elif name in _PRINTED:
                pieces.append(_PRINTED[name] if attribute(inner, "type") != "page" else "")
            elif name == "sym":
                pieces.append("\ufffd")  # a glyph of a symbol font, which stands for no character
            elif name == "r":
                pieces.append(self._run(inner, around))
            else:
                pieces.append(self._text(inner, around))
        return "".join(pieces)

    def _run(self, run: Element, around: Look) -> str:
        look = looks.of_run(run, self.styles, around)
        if look.hidden:
            return ""
        text = self._text(run, around)
        if text.strip() and look.is_unseen:
            self.unseen += 1
            return ""
        return raised(text) if look.raised else text


def is_prompt(item: Element) -> bool:
    """Whether an element is a content control that nobody filled in: what it shows is its prompt."""
    holders = (inner for inner in item if local(inner.tag) == "sdtPr") if local(item.tag) == "sdt" else ()
    return any(local(p.tag) == "showingPlcHdr" and looks.is_on(p) for h in holders for p in h)


def count_struck(body: Element) -> int:
    """How many runs with text are struck out: their author took them back."""
    return sum(
        _is_struck(run) and any(local(item.tag) == "t" and (item.text or "").strip() for item in run)
        for run in body.iter()
        if local(run.tag) == "r"
    )


def _is_struck(run: Element) -> bool:
    properties = (p for holder in run if local(holder.tag) == "rPr" for p in holder)
    return any(local(p.tag) in looks.STRUCK and looks.is_on(p) for p in properties)
