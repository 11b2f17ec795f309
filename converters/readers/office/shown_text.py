"""What of a Word paragraph is printed: not what is deleted, struck out or hidden, be it by the style of its type."""

from __future__ import annotations

from collections.abc import Iterator

from .ooxml import Element, attribute, local

#: Elements whose text is not on the page, or is read as blocks of its own.
_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "txbxContent", "pPr", "rPr", "object", "footnoteReference"}
)
_STRUCK = frozenset({"strike", "dstrike"})
_NOT_VALID = _STRUCK | {"vanish"}
_PRINTED = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def hiding_styles(root: Element | None) -> frozenset[str]:
    """The styles of a Word file whose type is hidden or struck out, by their own word or that of the style below."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in root if root is not None else ():
        name = attribute(style, "styleId")
        if below := next((attribute(item, "val") for item in style if local(item.tag) == "basedOn"), ""):
            based[name] = below
        if (told := _told(style, _NOT_VALID)) is not None:
            own[name] = told
    return frozenset(name for name in {*own, *based} if own.get(_origin(name, own, based), False))


def _origin(name: str, own: dict[str, bool], based: dict[str, str]) -> str:
    """The style that tells for ``name``: itself, or the nearest one below it."""
    for _ in based:
        if name in own or name not in based:
            break
        name = based[name]
    return name


def shown_text(item: Element, hiding: frozenset[str], *, hidden: bool = False) -> str:
    """The text of an element as it is printed; ``hidden`` tells of runs that say nothing themselves."""
    if local(item.tag) == "p":
        hidden = _style(item, "pPr", "pStyle") in hiding
    pieces: list[str] = []
    for inner in item:
        name = local(inner.tag)
        if name in _SKIPPED or (name == "r" and _is_hidden(inner, hiding, around=hidden)) or is_prompt(inner):
            continue
        if name == "t":
            pieces.append(inner.text or "")
        elif name in _PRINTED:
            pieces.append(_PRINTED[name] if attribute(inner, "type") != "page" else "")
        elif name == "sym":
            pieces.append("\ufffd")  # a glyph of a symbol font, which stands for no character
        else:
            pieces.append(shown_text(inner, hiding, hidden=hidden))
    return "".join(pieces)


def is_prompt(item: Element) -> bool:
    """Whether an element is a content control that nobody filled in: what it shows is its prompt."""
    holders = (inner for inner in item if local(inner.tag) == "sdtPr") if local(item.tag) == "sdt" else ()
    return any(
        local(p.tag) == "showingPlcHdr" and attribute(p, "val", "1") not in ("0", "false") for h in holders for p in h
    )


def count_struck(body: Element) -> int:
    """How many runs with text are struck out: their author took them back."""
    runs = (item for item in body.iter() if local(item.tag) == "r" and _told(item, _STRUCK))
    return sum(any(local(item.tag) == "t" and (item.text or "").strip() for item in run) for run in runs)


def _is_hidden(run: Element, hiding: frozenset[str], *, around: bool) -> bool:
    told = _told(run, _NOT_VALID)
    if told is None:
        return (_style(run, "rPr", "rStyle") in hiding) or around
    return told


def _told(holder: Element, names: frozenset[str]) -> bool | None:
    """Whether one of these properties of type is on for a run or a style; None where it says nothing of them."""
    properties = next((item for item in holder if local(item.tag) == "rPr"), ())
    said = [attribute(p, "val", "1") not in ("0", "false") for p in properties if local(p.tag) in names]
    return any(said) if said else None


def _style(item: Element, holder: str, name: str) -> str:
    return next(_values(item, holder, name), "")


def _values(item: Element, holder: str, name: str) -> Iterator[str]:
    for inner in item:
        if local(inner.tag) == holder:
            yield from (attribute(p, "val") for p in inner if local(p.tag) == name)
