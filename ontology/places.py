"""Where texts were printed: cells and their selectors, in the words of PROV-O and of the Web Annotation model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ..datapackage.classification import economic, fold_name, functional
from ..datapackage.model import Conversion, Disclosure, Fact, Origin
from .identifiers import Identifiers
from .ntriples import RDF, XSD, A, Statement, block, decimal, integer, plain, quoted, zh
from .resources import DCTERMS, preferred_names

OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
SKOS_NOTE = "<http://www.w3.org/2004/02/skos/core#note>"
DERIVED = f"<{PROV}wasDerivedFrom>"
#: What a table prints before a name to number it: 一、 （一） 1. but not the 一 of 一般公共服务支出.
_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])")
_PDF_FRAGMENTS = "<http://tools.ietf.org/rfc/rfc3778>"


def cell_blocks(conversion: Conversion, pairs: Iterable[tuple[str, Fact]], ids: Identifiers) -> Iterator[str]:
    """The cell of each observation, in the order in which these come."""
    document, reader = ids.document(conversion.disclosure.document_id), usual_reader(conversion)
    names = preferred_names(conversion, ids)
    region = conversion.disclosure.region
    templates: dict[tuple[bool, ...], str] = {}
    for _, fact in pairs:
        code, name, cell = fact.unit_code, fact.unit_name, fact.cell
        other_name = f"{quoted(name)}@zh" if code and name != names.get(ids.unit(region, code, name)) else None
        page = "" if cell.page is not None else None
        text = "" if cell.char_start is not None and cell.char_end is not None else None
        values = (plain(fact.reported), plain(fact.reported_unit), other_name, *_place(cell, reader, True), page, text)
        # The cells of a document lack the same things, so that a handful of templates writes them all.
        has = tuple([value is not None for value in values])
        if has not in templates:
            templates[has] = _cell_template(has, document, ids)
        yield templates[has].format(fact.observation_id, *values)


def link_blocks(disclosure: Disclosure, pairs: Iterable[tuple[str, Fact]], ids: Identifiers) -> Iterator[str]:
    """From each observation to its cell, in the order in which these come.

    Where the document words a code otherwise than the list does, a note says so.
    """
    wording, derived_figure = _wording(disclosure.year), ids.term("DerivedFigure")
    for observation, fact in pairs:
        note = wording(fact)
        noted = f"{observation} {SKOS_NOTE} {note} .\n" if note else ""
        typed = f"{observation} {A} {derived_figure} .\n" if fact.status == "derived" else ""
        linked = f"{observation} {DERIVED} {ids.thing('cell', fact.observation_id)} .\n"
        yield f"{typed}{noted}{linked}"


def _wording(edition: int) -> Callable[[Fact], str | None]:
    lists = (functional(edition), economic(edition))

    @lru_cache(maxsize=4096)
    def note(function: str, code: str, label: str) -> str | None:
        listed = lists[0].name(function) if function else lists[1].name(code)
        if not listed or fold_name(_NUMBERING.sub("", label)) == fold_name(listed):
            return None
        return zh(f"文档写作“{label}”，{edition}年代码表作“{listed}”")

    return lambda f: note(f.function_code, f.economic_code, f.label) if f.function_code or f.economic_code else None


def selector_blocks(pairs: Iterable[tuple[str, Fact]], ids: Identifiers) -> Iterator[str]:
    """The selectors of the cells, one for the page and one for the characters, in the order of their IRIs."""
    for _, fact in pairs:
        yield from selectors_of(fact.observation_id, fact.cell, ids)


def selectors_of(key: str, cell: Origin, ids: Identifiers) -> Iterator[str]:
    """How a program finds the place in the file: PDF fragment for a page, offsets for a text."""
    if cell.page is not None:
        yield block(
            ids.thing("selector", f"{key}-page"),
            (A, f"<{OA}FragmentSelector>"),
            (f"<{DCTERMS}conformsTo>", _PDF_FRAGMENTS),
            (f"<{RDF}value>", quoted(_fragment(cell))),
        )
    if cell.char_start is not None and cell.char_end is not None:
        yield block(
            ids.thing("selector", f"{key}-text"),
            (A, f"<{OA}TextPositionSelector>"),
            (f"<{OA}start>", f'"{cell.char_start}"^^<{XSD}nonNegativeInteger>'),
            (f"<{OA}end>", f'"{cell.char_end}"^^<{XSD}nonNegativeInteger>'),
        )


def selected(key: str, cell: Origin, document: str, ids: Identifiers) -> list[Statement]:
    """The statements that make something the part of ``document`` that its selectors select."""
    statements: list[Statement] = [(f"<{OA}hasSource>", document)]
    if cell.page is not None:
        statements.append((f"<{OA}hasSelector>", ids.thing("selector", f"{key}-page")))
    if cell.char_start is not None and cell.char_end is not None:
        statements.append((f"<{OA}hasSelector>", ids.thing("selector", f"{key}-text")))
    return statements


def _fragment(cell: Origin) -> str:
    """``page=3&viewrect=left,top,width,height`` in points, as viewers of PDF take it."""
    if not cell.bbox:
        return f"page={cell.page}"
    x0, top, x1, bottom = cell.bbox
    return f"page={cell.page}&viewrect={x0:g},{top:g},{x1 - x0:g},{bottom - top:g}"


def _cell_template(has: Sequence[bool], document: str, ids: Identifiers) -> str:
    """The lines of a cell that has what ``has`` says; ``{0}`` is its id, which is its observation's too."""
    statements: list[Statement] = [(A, ids.term("Cell")), (f"<{OA}hasSource>", document)]
    names = ("printed", "printedUnit", "printedUnitName", *_PLACE)
    statements += [(ids.term(name), f"{{{n}}}") for n, name in enumerate(names, start=1) if has[n - 1]]
    on_page, in_text = has[-2:]
    for there, suffix in ((on_page, "page"), (in_text, "text")):
        statements.append((f"<{OA}hasSelector>", f"<{ids.base}selector/{{0}}-{suffix}>" if there else None))
    return block(f"<{ids.base}cell/{{0}}>", *statements)


_PLACE = (
    "reader", "page", "tableOnPage", "row", "column", "lineNumber", "charStart", "charEnd", "bbox",
    "readingConfidence", "textBeforeRepair", "note", "file",
)  # fmt: skip


def usual_reader(conversion: Conversion) -> str:
    """The reader that read most of what the document prints: stated of the document, and not of each place again."""
    counts = Counter(fact.cell.reader for fact in conversion.facts)
    for records in (
        conversion.claims, conversion.targets, conversion.projects, conversion.units, conversion.glossary
    ):  # fmt: skip
        counts.update(record.cell.reader for record in records)
    return max(sorted(counts), key=counts.__getitem__, default="")


def reading_block(conversion: Conversion, ids: Identifiers) -> str:
    """What holds of all places of the document that do not say otherwise."""
    document = ids.document(conversion.disclosure.document_id)
    return block(document, (ids.term("reader"), plain(usual_reader(conversion))))


def _place(cell: Origin, reader: str, selected: bool) -> tuple[str | None, ...]:
    """The objects of :data:`_PLACE`; None for what is not known, or goes without saying.

    Its reader is the document's usual one, ``reader``, the reading certain, and characters are those of the selector
    of what has one (``selected``), unless it says otherwise.
    """
    at_characters = cell.char_start is not None and cell.char_end is not None
    start, end = (None, None) if selected and at_characters else (cell.char_start, cell.char_end)
    return (
        None if cell.reader == reader else quoted(cell.reader),
        integer(cell.page),
        integer(cell.table_on_page),
        integer(cell.row),
        integer(cell.column),
        integer(cell.line),
        integer(start),
        integer(end),
        quoted(" ".join(str(v) for v in cell.bbox)) if cell.bbox else None,
        None if cell.confidence == 1 else _share(cell.confidence),
        plain(cell.text_before_repair),
        plain(cell.note),
        plain(cell.file),
    )


def origin(cell: Origin, reader: str, ids: Identifiers, selected: bool = False) -> list[Statement]:
    """Where a text was printed, and how it was read: where it differs from the usual, ``reader`` and certain.

    The characters of what is ``selected`` are said by its selector.
    """
    return [(ids.term(name), value) for name, value in zip(_PLACE, _place(cell, reader, selected), strict=True)]


@lru_cache(maxsize=1024)
def _share(confidence: float) -> str | None:
    return decimal(Decimal(str(confidence)))
