"""What a PDF page paints, object by object and in order, with what keeps an object from being seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTLine, LTRect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from ....datapackage.frozen import frozen
from .clipped import SPOKEN_FOR, ClippedTexts
from .noted import NotedCharacters
from .objects import EVERYWHERE, array_of, both, dictionary_of, is_inside, meets, name_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Why a character is not seen: it is set in a mode that paints nothing, or on a layer that is off, or it is clipped.
UNPAINTED, OUTSIDE, CLIPPED = "unpainted", "outside", "clipped"
#: What is said of an area or picture that what is below shines through.
SHEER = "sheer"
#: What areas are called that are painted in colours that run into each other: no rule of a table is drawn so.
SHADING = "shading"
#: Opacity with which nothing is seen.
_CLEAR = 0.03
#: Text rendering modes that paint nothing (ISO 32000-1, table 106).
_MODES = (3, 7)
#: Text rendering modes that paint no more than outlines.
_OUTLINES = (1, 5)
#: Blend modes in which nothing shines through.
_COVERING = ("Normal", "Compatible")


class _Shading(LTRect):
    """An area in colours that run into each other."""


#: What pdfplumber calls the shapes of the parser.
_SHAPES: Mapping[type, str] = {LTCurve: "curve", LTLine: "line", LTRect: "rect", _Shading: SHADING}


@frozen()
class Opacity:
    """How what is painted lets what is below shine through (ISO 32000-1, 11.6.4): its share, its blending, a mask."""

    alpha: float = 1.0
    of_strokes: float = 1.0
    is_blended: bool = False
    is_masked: bool = False

    @property
    def is_clear(self) -> bool:
        return self.alpha <= _CLEAR

    @property
    def is_sheer(self) -> bool:
        return self.alpha != 1 or self.is_blended or self.is_masked

    def after(self, state: Mapping[str, Any]) -> Opacity:
        """The opacity once a graphics state is set, which may say nothing of it."""
        alpha, of_strokes = resolve1(state.get("ca")), resolve1(state.get("CA"))
        modes = [name_of(mode) for mode in array_of(state.get("BM")) or [state.get("BM")]]
        return Opacity(
            float(alpha) if isinstance(alpha, int | float) else self.alpha,
            float(of_strokes) if isinstance(of_strokes, int | float) else self.of_strokes,
            modes[0] not in _COVERING if "BM" in state else self.is_blended,
            bool(dictionary_of(state["SMask"])) if "SMask" in state else self.is_masked,
        )


class Painter(PDFPageAggregatorWithMarkedContent):
    """Notes with each object when it is painted (as ``mcid``), and with a character why it is not seen (``tag``).

    The characters of a string are numbered one after the other, those of two strings are not.
    """

    order = 0
    unpainted = False
    clip = EVERYWHERE
    is_off = False
    opacity = Opacity()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._noted = NotedCharacters()
        self._clipped = ClippedTexts()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Hook for a string, whose characters share its rendering mode; one that is clipped in part is read whole."""
        self.unpainted = textstate.render in _MODES or self.opacity.is_clear
        self.order += 1  # between two strings one number is left out
        start = len(self.cur_item)
        if textstate.render in _OUTLINES:
            graphicstate = graphicstate.copy()
            graphicstate.ncolor = graphicstate.scolor
        super().render_string(textstate, seq, ncs, graphicstate)
        self.unpainted = False
        made = cast("list[Any]", self.cur_item._objs[start:])  # pyright: ignore[reportPrivateUsage] - as its base class
        is_seen = any(is_inside(item.bbox, self.clip) for item in made)
        if not self.is_off and textstate.render not in _MODES:
            self._clipped.note(made, self.clip, is_seen=is_seen)
        if self.is_off or not is_seen:
            for item in made:
                item.tag = OUTSIDE if self.is_off else CLIPPED

    def render_char(
        self, matrix: Any, font: Any, fontsize: Any, scaling: Any, rise: Any, cid: int, ncs: Any, graphicstate: Any
    ) -> float:
        """Hook for a character, of which those are noted that numbers are made of."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        width, moved = font.char_width(cid), font.char_disp(cid)
        made: Any = LTChar(matrix, font, fontsize, scaling, rise, text, width, moved, ncs, graphicstate)
        self.cur_item.add(made)
        self.order += 1
        made.mcid, made.tag = self.order, UNPAINTED if self.unpainted else None
        if not self.unpainted:
            self._noted.note(font, cid, text, made)
        return made.adv

    def tell_unknown(self) -> None:
        """Have the characters be unknown that a font says of what it does not print."""
        self._noted.tell_unknown()

    def tell_whole(self) -> None:
        """Have what is seen of a text that is clipped say all of it."""
        self._clipped.tell_whole()

    def paint_path(self, *args: Any, **options: Any) -> None:
        """Hook for rules and areas: none on a layer that is off, none that is clipped.

        What is below several that are painted at once may show through between them, as through a ring.
        """
        start = len(self.cur_item)
        self._paint(cast("Any", super()).paint_path, *args, **options)
        made = cast("list[Any]", self.cur_item._objs[start:])  # pyright: ignore[reportPrivateUsage] - as its base class
        if len(made) > 1:
            for curve in (item for item in made if not isinstance(item, LTLine | LTRect)):
                curve.tag = SHEER

    def paint_shading(self) -> None:
        """Paint all within the clip in colours that run into each other."""
        x0, y0, x1, y1 = both(self.clip, self.cur_item.bbox)
        self._paint(self._add_shading, (x0, y0, max(x0, x1), max(y0, y1)))

    def _add_shading(self, box: Any) -> None:
        self.cur_item.add(_Shading(0, box, fill=True))
        self.tag_cur_item()

    def render_image(self, *args: Any, **options: Any) -> None:
        """Hook for pictures, as for rules."""
        self._paint(cast("Any", super()).render_image, *args, **options)

    def _paint(self, paint_one: Any, *args: Any, **options: Any) -> None:
        if self.is_off or self.opacity.is_clear:
            return
        start = len(self.cur_item)
        paint_one(*args, **options)
        made = cast("list[Any]", self.cur_item._objs)  # pyright: ignore[reportPrivateUsage] - as its base class
        made[start:] = [item for item in made[start:] if meets(item.bbox, self.clip)]
        for item in made[start:]:
            is_stroke = isinstance(item, LTCurve) and not item.fill
            if self.opacity.is_sheer or (is_stroke and self.opacity.of_strokes != 1):
                cast("Any", item).tag = SHEER

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


def objects_of(page: Page) -> dict[str, list[Any]]:
    """What is painted on a page, by kind and in order, as pdfplumber gives it.

    Of a character or a shape it has what is asked of one. Pdfplumber looks through all that each could be, which takes
    a fifth of the time of reading a page.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for item in _each(page.layout):
        if isinstance(item, LTChar):
            if cast("Any", item).tag == SPOKEN_FOR:
                continue
            found["char"].append(_character(item, page.height, page.mediabox))
        elif isinstance(item, LTCurve):
            shape = _shape(item, page)
            found[shape["object_type"]].append(shape)
        else:
            described = page.process_object(item)
            found[described["object_type"]].append(described)
    return dict(found)


def _each(items: Iterable[Any]) -> Iterator[Any]:
    """The objects of a page and of the figures on it."""
    for item in items:
        if isinstance(item, LTContainer):
            yield from _each(cast("Iterable[Any]", item))
        else:
            yield item


def _character(item: LTChar, height: float, paper: Any) -> dict[str, Any]:
    made = cast("Any", item)
    colour = made.graphicstate.ncolor
    return {
        "object_type": "char",
        "text": made.get_text(),
        "x0": made.x0 + paper[0],
        "x1": made.x1 + paper[0],
        "y0": made.y0,
        "top": (height - made.y1) + paper[1],
        "bottom": (height - made.y0) + paper[1],
        "width": made.width,
        "height": made.height,
        "size": made.size,
        "matrix": made.matrix,
        "upright": made.upright,
        "non_stroking_color": colour if isinstance(colour, tuple) else (colour,),
        "mcid": made.mcid,
        "tag": made.tag,
    }


def _shape(item: LTCurve, page: Page) -> dict[str, Any]:
    made = cast("Any", item)
    left, above, height = page.mediabox[0], page.mediabox[1], page.height
    top = (height - made.y1) + above
    return {
        "object_type": _SHAPES[type(item)],
        "x0": made.x0 + left,
        "x1": made.x1 + left,
        "y0": made.y0,
        "y1": made.y1,
        "top": top,
        "bottom": (height - made.y0) + above,
        "doctop": page.initial_doctop + top,
        "width": made.width,
        "height": made.height,
        "pts": [(left + x, above + height - y) for x, y in made.pts],
        "linewidth": made.linewidth,
        "stroke": made.stroke,
        "fill": made.fill,
        "stroking_color": made.stroking_color,
        "non_stroking_color": made.non_stroking_color,
        "mcid": made.mcid,
        "tag": made.tag,
    }
