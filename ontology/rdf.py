"""A conversion as RDF: the data graph and, apart from it, the graph of provenance, both as sorted N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path

from ..datapackage.model import Conversion
from ..datapackage.package import canonical
from ..settings import DEFAULT_BASE
from . import places, provenance
from .concepts import concept_blocks, scheme_blocks
from .cube_link import write_cube_link
from .forms import DATA, PROVENANCE, USUAL, Forms
from .identifiers import Identifiers
from .ntriples import Block, merged
from .observations import Amount, amounts_of, observation_blocks, slice_blocks
from .performance import (
    cells_blocks,
    funding_blocks,
    project_blocks,
    purchase_blocks,
    statement_blocks,
    table_blocks,
    target_blocks,
    term_blocks,
    term_scheme_block,
)
from .resources import agent_blocks, dataset_blocks, document_block, unit_blocks
from .serialisations import write_graph
from .statistics import Statistics

#: Blocks of a graph by the first piece of their IRIs. Those listed here come sorted and are never held in memory.
Parts = Mapping[str, Iterable[Block]]
_STREAMED = frozenset({"observation", "slice", "cell"})


def write_rdf(
    conversion: Conversion,
    folder: Path,
    base: str = DEFAULT_BASE,
    statistics: Statistics | None = None,
    forms: Forms = USUAL,
) -> None:
    """Write the two graphs into ``folder/rdf``, as N-Triples and Turtle, and what ``forms`` asks for besides.

    Each file is there whole or not at all. What the graphs hold is counted in ``statistics``.

    Raises:
        RdfError: an identifier, a code or a text cannot be published; the message names it.
        OSError: the folder cannot be written.
    """
    ids = Identifiers(base)
    conversion = canonical(conversion)  # so that a package that is read back gives the same triples
    rdf = folder / "rdf"
    rdf.mkdir(parents=True, exist_ok=True)
    amounts, described = amounts_of(conversion.disclosure, conversion.facts, ids), _described(conversion, ids)
    write_graph(rdf / DATA, _data(conversion, amounts, described, ids), base, statistics, json_ld=forms.json_ld)
    write_graph(rdf / PROVENANCE, _provenance(conversion, amounts, ids), base, statistics, json_ld=forms.json_ld)
    if forms.cube_link:
        write_cube_link(conversion.disclosure, amounts, chain.from_iterable(described.values()), rdf, ids)


def _described(conversion: Conversion, ids: Identifiers) -> dict[str, list[Block]]:
    """What the amounts speak of, which each form of the graph names: codes, units, projects, the publisher."""
    return {
        "agent": [*agent_blocks(conversion.disclosure, ids)],
        "code": [*concept_blocks(conversion, ids)],
        "project": [*project_blocks(conversion, ids)],
        "unit": [*unit_blocks(conversion, ids)],
    }


def _data(conversion: Conversion, amounts: Sequence[Amount], described: Parts, ids: Identifiers) -> Iterator[Block]:
    """The data graph, subject by subject in the order of their lines: amounts, and all that is needed to read them."""
    d = conversion.disclosure
    return _in_order(
        {
            **described,
            "dataset": dataset_blocks(conversion, ids),
            "document": [document_block(d, conversion.redactions, ids)],
            "funding": funding_blocks(conversion, ids),
            "observation": observation_blocks(amounts, ids),
            "purchase": purchase_blocks(conversion, ids),
            "scheme": (*scheme_blocks(conversion, ids), *([term_scheme_block(d, ids)] if conversion.glossary else [])),
            "slice": slice_blocks(d, amounts, ids),
            "statement": statement_blocks(conversion, ids),
            "table": table_blocks(conversion, ids),
            "target": target_blocks(conversion, ids),
            "term": term_blocks(conversion, ids),
        }
    )


def _provenance(conversion: Conversion, amounts: Sequence[Amount], ids: Identifiers) -> Iterator[Block]:
    """The graph of provenance, subject by subject in the order of their lines."""
    d = conversion.disclosure
    activity = [*provenance.activity_blocks(d, ids)]
    return _in_order(
        {
            "cell": places.cell_blocks(conversion, amounts, ids),
            "check": provenance.check_blocks(conversion, ids),
            "claim": provenance.claim_blocks(conversion, ids),
            "conversion": [activity[1]],
            "document": [places.reading_block(conversion, ids)],
            "finding": provenance.finding_blocks(conversion, ids),
            "graph": [activity[0]],
            "listing": provenance.listing_blocks(conversion, ids),
            "observation": places.link_blocks(d, amounts, ids),
            "repair": provenance.repair_blocks(conversion, ids),
            "software": [activity[2]],
            "statement": provenance.statement_places(conversion, ids),
            "tally": provenance.tally_blocks(conversion, ids),
            "table": cells_blocks(conversion, ids),
            "target": provenance.target_places(conversion, ids),
            "term": provenance.term_places(conversion, ids),
        }
    )


def _in_order(parts: Parts) -> Iterator[Block]:
    """All statements in the order of their lines, without repeats, those of a subject together."""
    for kind in sorted(parts, key=lambda name: f"{name}/"):
        yield from parts[kind] if kind in _STREAMED else _merged(parts[kind])


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in order, those of one subject as one."""
    for _, same in groupby(sorted(filter(None, blocks)), key=lambda block: block.subject):
        yield merged([*same])
