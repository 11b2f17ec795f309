"""What a PDF page paints, object by object and in order, with what keeps an object from being seen.

The parser's own interpreter paints what a viewer does not: text outside a clipping path, forms outside their box,
layers that are switched off. It leaves out what a viewer does paint: the appearance of annotations, in which people
fill in forms and write over a number. ISO 32000-1, 8.5.4, 8.10, 8.11 and 12.5.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

if TYPE_CHECKING:
    from pdfplumber.page import Page

    from .glyphs import Box

    Annotation = tuple[PDFStream, Box]

#: Why a character is not seen: it is set in a mode that paints nothing, or it is clipped, or on a layer that is off.
UNPAINTED, OUTSIDE = "unpainted", "outside"
#: The text of a glyph of which the font does not say what it is.
UNKNOWN = "\ufffd"
#: Text rendering modes that paint nothing (ISO 32000-1, table 106).
_MODES = (3, 7)
_EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))
#: Annotations that are printed and say something; bits 2 and 6 of their flags hide them.
_ANNOTATIONS = ("FreeText", "Widget", "Square", "Stamp")
_HIDDEN = 0b100010
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def paint(page: Page) -> None:
    """Parse a page with an :class:`_Interpreter`, which the page itself would not use."""
    device = _Painter(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    interpreter = _Interpreter(page.pdf.rsrcmgr, device)
    interpreter.off = _layers_off(page.pdf.doc.catalog)
    interpreter.annotations = tuple(_appearances(page.page_obj.annots))
    interpreter.process_page(page.page_obj)
    device.tell_holes()
    page._layout = device.get_result()  # pyright: ignore[reportPrivateUsage] - where the page keeps its own


class _Painter(PDFPageAggregatorWithMarkedContent):
    """Notes with each object when it is painted (as ``mcid``), and with a character why it is not seen (``tag``).

    The characters of a string are numbered one after the other, those of two strings are not.
    """

    order = 0
    unpainted = False
    clip = _EVERYWHERE
    is_off = False
    is_clear = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._blanks: dict[tuple[int, str], dict[int, list[Any]]] = {}  # font and blank → glyph → where it is set
        self._in_numbers: set[tuple[tuple[int, str], int]] = set()
        self._after_figure: tuple[tuple[int, str], int] | None = None
        self._last = ""

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Hook for a string, whose characters share its rendering mode; one that is clipped in part is read whole."""
        self.unpainted = textstate.render in _MODES or self.is_clear
        self.order += 1  # between two strings one number is left out
        start = len(self.cur_item)
        super().render_string(textstate, seq, ncs, graphicstate)
        self.unpainted = False
        made = cast("list[Any]", self.cur_item._objs[start:])  # pyright: ignore[reportPrivateUsage] - as its base class
        if self.is_off or not any(_is_inside(item.bbox, self.clip) for item in made):
            for item in made:
                item.tag = OUTSIDE

    def render_char(self, *args: Any, **options: Any) -> float:
        """Hook for a character, of which blanks are noted, and those within a number as such."""
        advance = float(cast("Any", super()).render_char(*args, **options))
        font, cid = args[1], args[5]
        made = cast("Any", self.cur_item._objs[-1])  # pyright: ignore[reportPrivateUsage] - as its base class
        text = made.get_text()
        if text.isspace():
            key = id(font), text
            self._blanks.setdefault(key, {}).setdefault(cid, []).append(made)
            self._after_figure = (key, cid) if self._last.isdigit() else None
        elif self._after_figure and text.isdigit():
            self._in_numbers.add(self._after_figure)
        self._last = text
        return advance

    def tell_holes(self) -> None:
        """Where a font says of several glyphs that they are the same blank, one within numbers may be a digit."""
        for key, glyphs in self._blanks.items():
            for cid, made in glyphs.items() if len(glyphs) > 1 else ():
                for item in made if (key, cid) in self._in_numbers else ():
                    item._text = UNKNOWN

    def paint_path(self, *args: Any, **options: Any) -> None:
        """Hook for rules and areas: none on a layer that is off, none that is clipped."""
        self._paint(cast("Any", super()).paint_path, *args, **options)

    def render_image(self, *args: Any, **options: Any) -> None:
        """Hook for pictures, as for rules."""
        self._paint(cast("Any", super()).render_image, *args, **options)

    def _paint(self, paint_one: Any, *args: Any, **options: Any) -> None:
        if self.is_off or self.is_clear:
            return
        start = len(self.cur_item)
        paint_one(*args, **options)
        made = cast("list[Any]", self.cur_item._objs)  # pyright: ignore[reportPrivateUsage] - as its base class
        made[start:] = [item for item in made[start:] if _meets(item.bbox, self.clip)]

    def tag_cur_item(self) -> None:
        """Hook for every object that has just been made."""
        if self.cur_item._objs:  # pyright: ignore[reportPrivateUsage] - as its base class does
            made = cast("Any", self.cur_item._objs[-1])  # pyright: ignore[reportPrivateUsage]
            self.order += 1
            made.mcid, made.tag = self.order, UNPAINTED if self.unpainted else None

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Hook for marked content: its numbers are not wanted here."""

    def end_tag(self) -> None:
        """Hook for the end of marked content."""


class _Interpreter(PDFPageInterpreter):
    """Tells its painter where the page is clipped and which content is on a layer that is off."""

    device: _Painter
    off: frozenset[int] = frozenset()
    annotations: tuple[Annotation, ...] = ()

    def __init__(self, rsrcmgr: Any, device: Any) -> None:
        super().__init__(rsrcmgr, device)
        self._clip = _EVERYWHERE
        self._is_clear = False
        self._saved: list[tuple[Box, bool]] = []
        self._clipping: list[Any] | None = None
        self._within_off = False
        self._marked: list[bool] = []  # whether each content begun and not ended is off

    def subinterp(self) -> _Interpreter:
        """Hook for the interpreter of a form, which is clipped and hidden as what draws it is."""
        made = cast("_Interpreter", super().subinterp())
        made.off, made._clip, made._is_clear = self.off, self._clip, self._is_clear
        made._within_off = self.device.is_off
        return made

    def render_contents(self, resources: Any, streams: Any, ctm: Any = _IDENTITY) -> None:
        """Hook for the content of the page or a form; the annotations of a page are painted over it."""
        super().render_contents(resources, streams, ctm)
        self.init_state(ctm)
        self._clip_to(_EVERYWHERE if self.annotations else self._clip)
        for form, rect in self.annotations:
            self._annotate(form, rect)

    def _annotate(self, form: PDFStream, rect: Box) -> None:
        matrix = _numbers(form.get("Matrix"), _IDENTITY)
        box = apply_matrix_rect(matrix, _numbers(form.get("BBox"), rect))
        if not box[2] > box[0] or not box[3] > box[1]:
            return
        scale = (rect[2] - rect[0]) / (box[2] - box[0]), (rect[3] - rect[1]) / (box[3] - box[1])
        to_rect = (scale[0], 0, 0, scale[1], rect[0] - box[0] * scale[0], rect[1] - box[1] * scale[1])
        placed = mult_matrix(mult_matrix(matrix, to_rect), self.ctm)
        self.subinterp().render_contents(resolve1(form.get("Resources")) or {}, [form], placed)

    # --- clipping -----------------------------------------------------------------------------------------

    def do_q(self) -> None:
        """Operator q: a clip lasts until the state before is restored."""
        super().do_q()
        self._saved.append((self._clip, self._is_clear))

    def do_Q(self) -> None:  # noqa: N802 - the operator's name
        """Operator Q."""
        super().do_Q()
        if self._saved:
            clip, self.device.is_clear = self._saved.pop()
            self._is_clear = self.device.is_clear
            self._clip_to(clip)

    def do_gs(self, name: Any) -> None:
        """Operator gs: a state in which what is filled cannot be seen at all."""
        states = cast("dict[str, Any]", resolve1(self.resources.get("ExtGState")) or {})
        state = cast("dict[str, Any]", resolve1(states.get(_name(name))) or {})
        if "ca" in state:
            self._is_clear = self.device.is_clear = resolve1(state["ca"]) == 0

    def do_W(self) -> None:  # noqa: N802
        """Operator W: the path begun is one to clip by, if the next operator ends it."""
        self._clipping = self.curpath

    def do_W_a(self) -> None:  # noqa: N802
        """Operator W*."""
        self._clipping = self.curpath

    def do_n(self) -> None:
        """Operator n, which ends a path to clip by."""
        points = [apply_matrix_pt(self.ctm, at) for part in self.curpath for at in _points(part)]
        if self._clipping is self.curpath and points:
            xs, ys = zip(*points, strict=True)
            self._clip_to(_both(self._clip, (min(xs), min(ys), max(xs), max(ys))))
        super().do_n()

    def _clip_to(self, clip: Box) -> None:
        self._clip = self.device.clip = clip

    # --- layers and forms ---------------------------------------------------------------------------------

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        """Operator BDC: content that is of a layer says so by a name in the resources."""
        named = cast("dict[str, Any]", resolve1(self.resources.get("Properties")) or {})
        group = named.get(_name(props)) if isinstance(props, PSLiteral) else None
        self._begin(_name(tag) == "OC" and _is_off(group, self.off))

    def do_BMC(self, tag: Any) -> None:  # noqa: N802
        """Operator BMC: content that is marked and of no layer."""
        self._begin(False)

    def do_EMC(self) -> None:  # noqa: N802
        """Operator EMC: the end of the content marked last."""
        if self._marked:
            self._marked.pop()
        self.device.is_off = self._within_off or any(self._marked)

    def _begin(self, is_off: bool) -> None:
        self._marked.append(is_off)
        self.device.is_off = self._within_off or any(self._marked)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Operator Do: a form is clipped to its box."""
        drawn = resolve1(cast("Any", self).xobjmap.get(_name(xobjid_arg)))
        if not isinstance(drawn, PDFStream):
            return
        clip, was_off, was_clear = self._clip, self.device.is_off, self.device.is_clear
        self.device.is_off = was_off or _is_off(drawn.get("OC"), self.off)
        if _name(drawn.get("Subtype")) == "Form" and (box := _numbers(drawn.get("BBox"), ())):
            placed = mult_matrix(_numbers(drawn.get("Matrix"), _IDENTITY), self.ctm)
            self._clip_to(_both(clip, apply_matrix_rect(placed, box)))
        super().do_Do(xobjid_arg)
        self._clip_to(clip)
        self.device.is_off, self.device.is_clear = was_off, was_clear


def _layers_off(catalog: dict[str, Any]) -> frozenset[int]:
    """The object numbers of the layers that are off when the file is opened."""
    properties = cast("dict[str, Any]", resolve1(catalog.get("OCProperties")) or {})
    state = cast("dict[str, Any]", resolve1(properties.get("D")) or {})
    off = set(_references(state.get("OFF")))
    if _name(state.get("BaseState")) == "OFF":
        off |= set(_references(properties.get("OCGs"))) - set(_references(state.get("ON")))
    return frozenset(off)


def _is_off(group: Any, off: frozenset[int]) -> bool:
    """Whether a layer, or what depends on several layers, is not seen."""
    if not off or group is None:
        return False
    if isinstance(group, PDFObjRef) and group.objid in off:
        return True
    said = resolve1(group)
    depends = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    layers = [number in off for number in _references(depends.get("OCGs"))]
    policy = _name(depends.get("P")) or "AnyOn"
    seen = {"AllOn": not any(layers), "AnyOff": any(layers), "AllOff": all(layers)}.get(policy, not all(layers))
    return bool(layers) and not seen


def _references(value: Any) -> list[int]:
    """The object numbers of a list of references, or of one."""
    items = [value] if isinstance(value, PDFObjRef) and not isinstance(resolve1(value), list) else resolve1(value)
    return [item.objid for item in cast("list[Any]", items or []) if isinstance(item, PDFObjRef)]


def _appearances(annotations: Any) -> Iterator[Annotation]:
    """How the annotations of a page look that say something and are printed, with the place of each."""
    for reference in cast("Iterable[Any]", resolve1(annotations) or ()):
        found = resolve1(reference)
        annotation = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        is_clear = resolve1(annotation.get("CA", 1)) != 1
        if _name(annotation.get("Subtype")) not in _ANNOTATIONS or is_clear:
            continue
        normal = resolve1(cast("dict[str, Any]", resolve1(annotation.get("AP")) or {}).get("N"))
        if isinstance(normal, dict):
            normal = resolve1(cast("dict[str, Any]", normal).get(_name(annotation.get("AS"))))
        rect = _numbers(annotation.get("Rect"), ())
        if isinstance(normal, PDFStream) and rect and not int(resolve1(annotation.get("F", 0))) & _HIDDEN:
            yield normal, (min(rect[::2]), min(rect[1::2]), max(rect[::2]), max(rect[1::2]))


def _name(value: Any) -> str:
    resolved = resolve1(value)
    return str(resolved.name) if isinstance(resolved, PSLiteral) else ""


def _numbers(value: Any, without: Any) -> Any:
    """The numbers of an array; ``without`` where there is none."""
    found = [resolve1(item) for item in cast("list[Any]", resolve1(value) or [])]
    return tuple(found) if len(found) in (4, 6) and all(isinstance(n, int | float) for n in found) else without


def _points(part: Any) -> Iterator[tuple[float, float]]:
    """The points of a part of a path: an operator and its numbers."""
    return zip(part[1::2], part[2::2], strict=False)


def _both(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _is_inside(box: Box, clip: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]


def _meets(box: Box, clip: Box) -> bool:
    return box[0] <= clip[2] and box[2] >= clip[0] and box[1] <= clip[3] and box[3] >= clip[1]
