"""A conversion as RDF: the data graph and, apart from it, the graph of provenance, both as sorted N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..datapackage.model import Conversion
from ..settings import DEFAULT_BASE
from . import provenance
from .concepts import concept_blocks, scheme_blocks
from .identifiers import Identifiers
from .ntriples import write_blocks
from .observations import in_order, observation_blocks, slice_blocks
from .performance import (
    project_blocks,
    purchase_blocks,
    statement_block,
    table_block,
    target_block,
    term_block,
    term_scheme_block,
)
from .resources import agent_blocks, dataset_blocks, document_block, unit_blocks

DATA = "data.nt"
PROVENANCE = "provenance.nt"

#: Blocks of a graph by the first piece of their IRIs. Those listed here come sorted and are never held in memory.
Parts = Mapping[str, Iterable[str]]
_STREAMED = frozenset({"observation", "slice", "cell"})


def write_rdf(conversion: Conversion, folder: Path, base: str = DEFAULT_BASE) -> None:
    """Write ``folder/rdf/data.nt`` and ``folder/rdf/provenance.nt``, each whole or not at all.

    Raises:
        RdfError: an identifier, a code or a text cannot be published; the message names it.
        OSError: the folder cannot be written.
    """
    ids = Identifiers(base)
    rdf = folder / "rdf"
    rdf.mkdir(parents=True, exist_ok=True)
    write_blocks(rdf / DATA, data_triples(conversion, ids))
    write_blocks(rdf / PROVENANCE, provenance_triples(conversion, ids))


def data_triples(conversion: Conversion, ids: Identifiers) -> Iterator[str]:
    """The data graph as sorted lines, some at a time: amounts, and all that is needed to read them."""
    d = conversion.disclosure
    pairs = in_order(conversion.facts, ids)
    return _in_order(
        {
            "agent": agent_blocks(d, ids),
            "code": concept_blocks(conversion, ids),
            "dataset": dataset_blocks(conversion, ids),
            "document": [document_block(d, ids)],
            "observation": observation_blocks(d, pairs, ids),
            "project": project_blocks(conversion, ids),
            "purchase": (each for p in conversion.projects for each in purchase_blocks(p, ids)),
            "scheme": (*scheme_blocks(conversion, ids), *([term_scheme_block(d, ids)] if conversion.glossary else [])),
            "slice": slice_blocks(d, pairs, ids),
            "statement": (statement_block(d, p, ids) for p in conversion.projects),
            "table": (table_block(d, t, ids) for t in conversion.tables),
            "target": (target_block(d, t, ids) for t in conversion.targets),
            "term": (term_block(d, g, ids) for g in conversion.glossary),
            "unit": unit_blocks(conversion, ids),
        }
    )


def provenance_triples(conversion: Conversion, ids: Identifiers) -> Iterator[str]:
    """The graph of provenance as sorted lines, some at a time."""
    d = conversion.disclosure
    pairs = in_order(conversion.facts, ids)
    activity = [*provenance.activity_blocks(d, ids)]
    return _in_order(
        {
            "cell": provenance.cell_blocks(conversion, pairs, ids),
            "check": (provenance.check_block(d, c, ids) for c in conversion.checks),
            "claim": (provenance.claim_block(d, c, ids) for c in conversion.claims),
            "conversion": [activity[1]],
            "finding": (provenance.finding_block(f, ids) for f in conversion.findings),
            "graph": [activity[0]],
            "observation": provenance.link_blocks(pairs, ids),
            "repair": (provenance.repair_block(r, ids) for r in conversion.repairs),
            "software": [activity[2]],
            "statement": provenance.statement_places(conversion, ids),
            "target": provenance.target_places(conversion, ids),
        }
    )


def _in_order(parts: Parts) -> Iterator[str]:
    """All blocks in the order of their lines, without repeats."""
    for kind in sorted(parts, key=lambda name: f"{name}/"):
        if kind in _STREAMED:
            yield from parts[kind]
        else:
            yield from sorted({line for lines in parts[kind] for line in lines.splitlines(keepends=True)})
