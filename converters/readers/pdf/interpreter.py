"""A PDF page as a viewer runs through it: clipped, layers that are off left out, annotations painted over it.

The parser's own interpreter paints what a viewer does not: text outside a clipping path, forms outside their box,
layers that are switched off; and not what a viewer does: annotations, and forms in the colour and way of setting text
of what draws them. ISO 32000-1, 8.5.4, 8.10, 8.11 and 12.5.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword, PSLiteral, keyword_name
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from . import content, fonts
from .annotations import Annotation, appearances
from .inks import Inks, inks_of
from .layers import is_off, layers_off
from .objects import EVERYWHERE, IDENTITY, both, dictionary_of, name_of, numbers_of
from .painting import Opacity, Painter, objects_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

    from ..page.glyphs import Box

#: How the parser spells the signs of operators in the names of what does them.
_SPELT = str.maketrans({"*": "_a", "'": "_q", '"': "_w"})


def paint(page: Page) -> None:
    """Parse a page with an :class:`Interpreter`, which the page itself would not use, and list what is on it."""
    device = Painter(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    interpreter = Interpreter(page.pdf.rsrcmgr, device)
    interpreter.off = layers_off(page.pdf.doc.catalog)
    interpreter.annotations = tuple(appearances(page.page_obj.annots))
    interpreter.process_page(page.page_obj)
    device.tell_unknown()
    device.tell_whole()
    page._layout = device.get_result()  # pyright: ignore[reportPrivateUsage] - where the page keeps its own
    page._objects = objects_of(page)  # pyright: ignore[reportPrivateUsage]


class Interpreter(PDFPageInterpreter):
    """Tells its painter where the page is clipped and which content is on a layer that is off."""

    device: Painter
    off: frozenset[int] = frozenset()
    annotations: tuple[Annotation, ...] = ()

    def __init__(self, rsrcmgr: Any, device: Any) -> None:
        super().__init__(rsrcmgr, device)
        self._clip = EVERYWHERE
        self._opacity = Opacity()
        self._saved: list[tuple[Box, Opacity]] = []
        self._clipping: list[Any] | None = None
        self._within_off = False
        self._marked: list[bool] = []  # whether each content begun and not ended is off
        self._drawn_by: Any = None  # the state of what draws this form, which is that of a form too

    def subinterp(self) -> Interpreter:
        """Hook for the interpreter of a form, which is clipped and hidden as what draws it is."""
        made = cast("Interpreter", super().subinterp())
        made.off, made._clip, made._opacity = self.off, self._clip, self._opacity
        made._within_off = self.device.is_off
        made._drawn_by = self.get_current_state()
        return made

    def init_state(self, ctm: Any) -> None:
        """Hook for the state in which a page or form begins."""
        super().init_state(ctm)
        if self._drawn_by is not None:
            _, self.textstate, self.graphicstate = self._drawn_by

    def init_resources(self, resources: Any) -> None:
        """Hook for the fonts and colours that a page or form has."""
        super().init_resources(resources)
        own = dictionary_of(resources)
        for name, spec in dictionary_of(own.get("Font")).items():
            fonts.correct(self.fontmap[name], dictionary_of(spec))
        for name, described in dictionary_of(own.get("ColorSpace")).items():
            if inks := inks_of(described):
                self.csmap[name] = inks

    def render_contents(self, resources: Any, streams: Any, ctm: Any = IDENTITY) -> None:
        """Hook for the content of the page or a form; the annotations of a page are painted over it."""
        super().render_contents(resources, streams, ctm)
        self.init_state(ctm)
        self._clip_to(EVERYWHERE if self.annotations else self._clip)
        for form, rect in self.annotations:
            self._annotate(form, rect)

    def execute(self, streams: Any) -> None:
        """Hook for the operators of the content; what is not plain the parser reads."""
        own = [stream_value(stream) for stream in streams]
        try:
            if any(s.objid is None or s.objid in self.parent_stream_ids for s in own):
                raise content.OddError
            told = content.operands_and_operators(s.get_data() for s in own)
        except content.OddError:
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(s.objid for s in own if s.objid is not None)
        for value in told:
            if isinstance(value, PSKeyword):
                self._operate(value)
            else:
                self.argstack.append(value)

    def _operate(self, operator: PSKeyword) -> None:
        """Do what an operator says, if it is one and has its operands."""
        method, count = _method_of(operator)
        if method is None:
            return
        operands = self.pop(count)
        if len(operands) == count:
            method(self, *operands)

    def _annotate(self, form: PDFStream, rect: Box) -> None:
        matrix = numbers_of(form.get("Matrix"), IDENTITY)
        box = apply_matrix_rect(matrix, numbers_of(form.get("BBox"), rect))
        if not box[2] > box[0] or not box[3] > box[1]:
            return
        scale = (rect[2] - rect[0]) / (box[2] - box[0]), (rect[3] - rect[1]) / (box[3] - box[1])
        to_rect = (scale[0], 0, 0, scale[1], rect[0] - box[0] * scale[0], rect[1] - box[1] * scale[1])
        placed = mult_matrix(mult_matrix(matrix, to_rect), self.ctm)
        self.subinterp().render_contents(resolve1(form.get("Resources")) or {}, [form], placed)

    # --- colours ------------------------------------------------------------------------------------------

    def do_cs(self, name: Any) -> None:
        """Operator cs: a space of colours begins with its black."""
        super().do_cs(name)
        self.graphicstate.ncolor = 0

    def do_CS(self, name: Any) -> None:  # noqa: N802
        """Operator CS: the same for what is stroked."""
        super().do_CS(name)
        self.graphicstate.scolor = 0

    def do_scn(self) -> None:
        """Operator scn (and sc): a colour."""
        space = self.graphicstate.ncs
        if isinstance(space, Inks):
            self.graphicstate.ncolor = cast("Any", space.light(self.pop(space.ncomponents)))
        else:
            super().do_scn()

    def do_SCN(self) -> None:  # noqa: N802
        """Operator SCN (and SC): the same for what is stroked."""
        space = self.graphicstate.scs
        if isinstance(space, Inks):
            self.graphicstate.scolor = cast("Any", space.light(self.pop(space.ncomponents)))
        else:
            super().do_SCN()

    def do_sh(self, name: Any) -> None:
        """Operator sh: colours that run into each other, over all that is not clipped."""
        self.device.paint_shading()

    # --- clipping -----------------------------------------------------------------------------------------

    def do_q(self) -> None:
        """Operator q: a clip lasts until the state before is restored."""
        super().do_q()
        self._saved.append((self._clip, self._opacity))

    def do_Q(self) -> None:  # noqa: N802 - the operator's name
        """Operator Q."""
        super().do_Q()
        if self._saved:
            clip, opacity = self._saved.pop()
            self._clip_to(clip)
            self._show_through(opacity)

    def do_gs(self, name: Any) -> None:
        """Operator gs: a state in which what is filled lets what is below shine through, or cannot be seen at all."""
        states = dictionary_of(self.resources.get("ExtGState"))
        self._show_through(self._opacity.after(dictionary_of(states.get(name_of(name)))))

    def _show_through(self, opacity: Opacity) -> None:
        self._opacity = self.device.opacity = opacity

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
            self._clip_to(both(self._clip, (min(xs), min(ys), max(xs), max(ys))))
        super().do_n()

    def _clip_to(self, clip: Box) -> None:
        self._clip = self.device.clip = clip

    # --- layers and forms ---------------------------------------------------------------------------------

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        """Operator BDC: content that is of a layer says so by a name in the resources."""
        named = cast("dict[str, Any]", resolve1(self.resources.get("Properties")) or {})
        group = named.get(name_of(props)) if isinstance(props, PSLiteral) else None
        self._begin(name_of(tag) == "OC" and is_off(group, self.off))

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
        drawn = resolve1(cast("Any", self).xobjmap.get(name_of(xobjid_arg)))
        if not isinstance(drawn, PDFStream):
            return
        clip, was_off, opacity = self._clip, self.device.is_off, self._opacity
        self.device.is_off = was_off or is_off(drawn.get("OC"), self.off)
        if name_of(drawn.get("Subtype")) == "Form" and (box := numbers_of(drawn.get("BBox"), ())):
            placed = mult_matrix(numbers_of(drawn.get("Matrix"), IDENTITY), self.ctm)
            self._clip_to(both(clip, apply_matrix_rect(placed, box)))
        super().do_Do(xobjid_arg)
        self._clip_to(clip)
        self._show_through(opacity)
        self.device.is_off = was_off


@lru_cache(maxsize=1024)
def _method_of(operator: PSKeyword) -> tuple[Callable[..., Any] | None, int]:
    """What does an operator, as the parser names it, and how many operands it takes; None for one that nobody knows."""
    method = getattr(Interpreter, f"do_{keyword_name(operator).translate(_SPELT)}", None)
    return method, method.__code__.co_argcount - 1 if method else 0


def _points(part: Any) -> Iterator[tuple[float, float]]:
    """The points of a part of a path: an operator and its numbers."""
    return zip(part[1::2], part[2::2], strict=False)
