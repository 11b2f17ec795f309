"""What the style of a web page says of its texts: hidden, struck out, in which colour, on which ground, how small.

Of style sheets only rules for a kind of element, a class or both are known; what others say of a class is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..colours import light
from ..look import BEHIND_PARAGRAPHS, UNKNOWN, Look
from ..red_type import names_red
from . import hiding

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
#: Comments, and rules that hold on some media alone.
_LEFT_OUT = re.compile(r"/\*.*?\*/|<!--|-->|@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.DOTALL)
#: What a rule is for: a kind of element, a class, or both.
_SIMPLE = re.compile(r"([a-z][\w-]*)?(?:\.([\w-]+))?", re.IGNORECASE)
_CLASS = re.compile(r"[.#]([\w-]+)")
_LENGTH = re.compile(r"(\d*\.?\d+)(px|pt)")
_POINTS = {"px": 0.75, "pt": 1.0}
_INHERITED = frozenset({"inherit", "unset", "currentcolor"})
_AT_RIGHT = frozenset({"right", "end", "-webkit-right"})
_STRUCK = frozenset({"s", "strike", "del"})
#: Holds the kind of an element that was made one of a table, by which style sheets know it.
KIND = "data-kind-in-style"

_KEPT = frozenset({"pre", "pre-wrap", "break-spaces"})

Style = Mapping[str, str]  # property → value
Rules = Mapping[tuple[str, str], Style]  # element and class, either may be empty


@dataclass(frozen=True, slots=True)
class Styles:
    """The style sheets of one page."""

    rules: Rules
    #: Classes and identifiers that rules of another kind give a ground to, and what else these say of them.
    grounded: frozenset[str]
    toggled: frozenset[tuple[str, str]]
    lacks_some: bool

    def is_hidden(self, element: Any) -> bool:
        """Whether an element is not shown at all."""
        if element.get("hidden") is not None:
            return True
        own, inline = self.of(element), _declared(element.get("style", "")).keys()
        reasons = hiding.reasons(_kind(element), own)
        names = _names(element)
        return self._is_indented_away(element, own) or any(
            reason & inline or not any((name, said) in self.toggled for name in names for said in reason)
            for reason in reasons
        )

    def _is_indented_away(self, element: Any, own: Style) -> bool:
        """Whether the text of an element begins far off the page, in lines of which none is set at the right."""
        if not hiding.is_away(own.get("text-indent", "")) or element.find(".//br") is not None:
            return False
        around = [self.of(e) for e in element.iterancestors()]
        within = [self.of(e) for e in element.iterdescendants() if isinstance(e.tag, str)]
        is_plain = not any("text-indent" in said for said in within)
        at_right = any(said.get("text-align", "") in _AT_RIGHT for said in (own, *around, *within))
        return is_plain and not at_right and hiding.indents_away(element.tag, own, element.text_content())

    def is_removed(self, element: Any) -> bool:
        """Whether an element that is not shown leaves its place to what follows it: what is only unseen keeps it."""
        is_out = element.get("hidden") is not None or hiding.leaves_its_place(self.of(element))
        return is_out and self.is_hidden(element)

    def is_struck(self, element: Any) -> bool:
        """Whether the text of an element is struck out: its author took it back."""
        own = self.of(element)
        return element.tag in _STRUCK or any("line-through" in v for k, v in own.items() if k.startswith("text-dec"))

    def is_raised(self, element: Any) -> bool:
        """Whether the text of an element stands above the line, as the mark of a note does."""
        return element.tag == "sup" or self.of(element).get("vertical-align") == "super"

    def keeps_blanks(self, element: Any) -> bool:
        """Whether the blanks and line breaks of the text of an element are shown as they are."""
        return self.of(element).get("white-space", "pre" if element.tag == "pre" else "") in _KEPT

    def look(self, element: Any, around: Look) -> Look:
        """The look of the text of an element in text that looks like ``around``."""
        own = self.of(element)
        if not own and not element.get("class") and not element.get("id"):
            return around
        colour = "" if own.get("text-shadow", "none") != "none" else own.get("color", "")  # its shadow may be seen
        return Look(None, colour, _points(own.get("font-size", "")), self._ground(element, own)).over(around)

    def is_red(self, cell: Any) -> bool:
        """Whether figures of a cell are printed in red."""
        return any(names_red(self._colour(element)) for element in _with_figures(cell))

    def of(self, element: Any) -> Style:
        """What is said of an element itself, by its attributes and by the rules for it, the nearer over the other."""
        tag, classes = _kind(element), (element.get("class") or "").split()
        said: dict[str, str] = {}
        if tag == "font" and (colour := element.get("color")):
            said["color"] = colour
        if ground := element.get("bgcolor"):
            said["background-color"] = ground
        if align := element.get("align"):
            said["text-align"] = align.lower()
        if element.get("background"):
            said["background-image"] = UNKNOWN
        if self.rules:
            for place in ((tag, ""), *(("", name) for name in classes), *((tag, name) for name in classes)):
                said.update(self.rules.get(place, {}))
        if style := element.get("style"):
            said.update(_declared(style))
        return said

    def _colour(self, element: Any) -> str:
        """The colour of the nearest element around a text that says one."""
        for around in (element, *element.iterancestors()):
            if colour := self.of(around).get("color"):
                return colour
        return ""

    def _ground(self, element: Any, own: Style) -> str:
        """The colour that an element puts behind its text, empty where it puts none."""
        if "background-image" in own:
            return UNKNOWN
        if (ground := own.get("background-color", "")) and ground not in ("transparent", "none"):
            return ground if light(ground) is not None else UNKNOWN
        names = _names(element)
        if self.grounded.intersection(names) or (self.lacks_some and not all(map(self._knows, names))):
            return UNKNOWN if element.tag in hiding.OF_TABLES else BEHIND_PARAGRAPHS
        return ""

    def _knows(self, name: str) -> bool:
        return any(own == name for _, own in self.rules)


NO_STYLES = Styles({}, frozenset(), frozenset(), lacks_some=False)


def of_page(root: Any, linked: Iterable[str] = (), *, lacks_some: bool = False) -> Styles:
    """The styles of a page, of the sheets that it links and those in it; later ones hold over earlier ones.

    ``lacks_some`` says that a sheet that the page links is not at hand.
    """
    rules: dict[tuple[str, str], dict[str, str]] = {}
    grounded: set[str] = set()
    toggled: set[tuple[str, str]] = set()
    for sheet in (*linked, *(own.text or "" for own in root.iter("style"))):
        for selectors, block in _RULE.findall(_LEFT_OUT.sub(" ", sheet)):
            said = _declared(block)
            for selector in (part.strip() for part in selectors.split(",")):
                if (match := _SIMPLE.fullmatch(selector)) and match[0]:
                    rules.setdefault(((match[1] or "").lower(), match[2] or ""), {}).update(said)
                else:
                    names = _CLASS.findall(selector)
                    grounded.update(names if any(name.startswith("background") for name in said) else ())
                    toggled.update((name, part) for name in names for part in said)
    return Styles(rules, frozenset(grounded), frozenset(toggled), lacks_some)


@lru_cache(maxsize=4096)
def _declared(block: str) -> Style:
    """The properties of a style: of a background its colour, and whether there is a picture."""
    return dict(_declarations(block))


def _declarations(block: str) -> Iterator[tuple[str, str]]:
    for part in block.split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip().lower(), value.partition("!")[0].strip().lower()
        if not colon or not value or value in _INHERITED:
            continue
        if name == "background-image" and value == "none":
            continue
        if name == "background":
            if "url(" in value or "gradient(" in value:
                yield "background-image", UNKNOWN
            elif colour := next((word for word in _words(value) if light(word) is not None), ""):
                yield "background-color", colour
            elif value not in ("none", "transparent", "0", "0 0"):
                yield "background-color", UNKNOWN
        else:
            yield name, value


def _words(value: str) -> list[str]:
    return re.findall(r"rgba?\([^)]*\)|\S+", value)


def _kind(element: Any) -> str:
    return (element.get(KIND) or str(element.tag)).lower()


def _names(element: Any) -> list[str]:
    """The classes and the identifier of an element."""
    return [*(element.get("class") or "").split(), *([element.get("id")] if element.get("id") else [])]


def _points(size: str) -> float | None:
    """The size of type where it is said by itself, not as a share of another."""
    if match := _LENGTH.fullmatch(size):
        return float(match[1]) * _POINTS[match[2]]
    return 0.0 if hiding.NOUGHT.fullmatch(size) else None


def _with_figures(cell: Any) -> Iterator[Any]:
    """The elements in a cell that print figures themselves."""
    for element in cell.iter():
        if not isinstance(element.tag, str):
            continue
        texts = [element.text, element.get("value"), *(inner.tail for inner in element)]
        if any(character.isdigit() for text in texts for character in text or ""):
            yield element
