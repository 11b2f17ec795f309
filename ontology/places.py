"""Where texts were printed: the cells of amounts, and the places of all else, in the words of PROV-O."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from ..datapackage.classification import economic, fold_name, functional
from ..datapackage.model import Conversion, Disclosure, Fact, Origin
from .identifiers import Identifiers
from .ntriples import A, Block, Statement, block, block_of, decimal, integer, plain, quoted, zh
from .observations import Amount
from .resources import preferred_names

OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
SKOS_NOTE = "<http://www.w3.org/2004/02/skos/core#note>"
DERIVED = f"<{PROV}wasDerivedFrom>"
#: What a table prints before a name to number it: 一、 （一） 1. but not the 一 of 一般公共服务支出.
_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.．、])")


def cell_blocks(conversion: Conversion, amounts: Iterable[Amount], ids: Identifiers) -> Iterator[Block]:
    """The cell of each observation, in the order in which these come."""
    always = (ids.term("Cell"), ids.document(conversion.disclosure.document_id))
    places = ("printed", "printedUnit", "printedUnitName", *_PLACE)
    predicates = (A, f"<{OA}hasSource>", *map(ids.term, places))
    in_order = sorted((f"{predicate} ", place) for place, predicate in enumerate(predicates))
    reader, names, region = usual_reader(conversion), preferred_names(conversion, ids), conversion.disclosure.region
    for _, fact, _ in amounts:
        code, name, cell = fact.unit_code, fact.unit_name, fact.cell
        other_name = f"{quoted(name)}@zh" if code and name != names.get(ids.unit(region, code, name)) else None
        values = (*always, plain(fact.reported), plain(fact.reported_unit), other_name, *_place(cell, reader))
        said = [predicate + value for predicate, n in in_order if (value := values[n]) is not None]
        yield block_of(ids.thing("cell", fact.observation_id), said)


def link_blocks(disclosure: Disclosure, amounts: Iterable[Amount], ids: Identifiers) -> Iterator[Block]:
    """From each observation to its cell, in the order in which these come.

    Where the document words a code otherwise than the list does, a note says so.
    """
    wording, derived_figure = _wording(disclosure.year), f"{A} {ids.term('DerivedFigure')}"
    for observation, fact, _ in amounts:
        note = wording(fact)
        said = [derived_figure] if fact.status == "derived" else []
        said += [f"{SKOS_NOTE} {note}"] if note else []
        yield block_of(observation, [*said, f"{DERIVED} {ids.thing('cell', fact.observation_id)}"])


def _wording(edition: int) -> Callable[[Fact], str | None]:
    lists = (functional(edition), economic(edition))

    @lru_cache(maxsize=4096)
    def note(function: str, code: str, label: str) -> str | None:
        listed = lists[0].name(function) if function else lists[1].name(code)
        if not listed or fold_name(_NUMBERING.sub("", label)) == fold_name(listed):
            return None
        return zh(f"文档写作“{label}”，{edition}年代码表作“{listed}”")

    return lambda f: note(f.function_code, f.economic_code, f.label) if f.function_code or f.economic_code else None


_PLACE = (
    "reader", "page", "tableOnPage", "rowAndColumn", "lineNumber", "characters", "bbox", "readingConfidence",
    "textBeforeRepair", "note", "file",
)  # fmt: skip


def usual_reader(conversion: Conversion) -> str:
    """The reader that read most of what the document prints: stated of the document, and not of each place again."""
    counts = Counter(fact.cell.reader for fact in conversion.facts)
    for records in (
        conversion.claims, conversion.targets, conversion.projects, conversion.units, conversion.glossary
    ):  # fmt: skip
        counts.update(record.cell.reader for record in records)
    return max(sorted(counts), key=counts.__getitem__, default="")


def reading_block(conversion: Conversion, ids: Identifiers) -> Block:
    """What holds of all places of the document that do not say otherwise."""
    document = ids.document(conversion.disclosure.document_id)
    return block(document, (ids.term("reader"), plain(usual_reader(conversion))))


def _place(cell: Origin, reader: str) -> tuple[str | None, ...]:
    """The objects of :data:`_PLACE`; None for what is not known, or goes without saying.

    Its reader is the document's usual one, ``reader``, and the reading certain, unless it says otherwise.
    """
    return (
        None if cell.reader == reader else quoted(cell.reader),
        integer(cell.page),
        integer(cell.table_on_page),
        _row_and_column(cell.row, cell.column),
        integer(cell.line),
        _characters(cell.char_start, cell.char_end),
        quoted(" ".join(str(v) for v in cell.bbox)) if cell.bbox else None,
        None if cell.confidence == 1 else _share(cell.confidence),
        plain(cell.text_before_repair),
        plain(cell.note),
        plain(cell.file),
    )


def origin(cell: Origin, reader: str, ids: Identifiers) -> list[Statement]:
    """Where a text was printed, and how it was read: where it differs from the usual, ``reader`` and certain."""
    return [(ids.term(name), value) for name, value in zip(_PLACE, _place(cell, reader), strict=True)]


def _row_and_column(row: int | None, column: int | None) -> str | None:
    """Row and column of a table as RFC 7111 writes them, from 1; None where neither is known."""
    if row is not None and column is not None:
        return f'"cell={row},{column}"'
    return f'"row={row}"' if row is not None else f'"col={column}"' if column is not None else None


def _characters(start: int | None, end: int | None) -> str | None:
    """Where a text begins and ends in that of the whole document, as RFC 5147 writes it, from 0; None where unknown."""
    if start is None and end is None:
        return None
    return f'"char={"" if start is None else start},{"" if end is None else end}"'


@lru_cache(maxsize=1024)
def _share(confidence: float) -> str | None:
    return decimal(Decimal(str(confidence)))
