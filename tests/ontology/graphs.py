"""What the tests of the ontology share: strict parsing by two libraries, and planting of faults in text."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import rdflib

YB = "https://w3id.org/yusuan/def/"


def strict(path: Path) -> set[str]:
    """The triples of an N-Triples file as pyoxigraph reads them, strictly."""
    return {f"{quad.triple} ." for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES)}


def graph(*paths: Path) -> rdflib.Graph:
    """The merged graph of files, as rdflib reads them."""
    merged = rdflib.Graph()
    for path in paths:
        merged.parse(path, format="nt" if path.suffix == ".nt" else "turtle")
    return merged


def iris(path: Path) -> set[str]:
    """Every IRI of an N-Triples file."""
    found: set[str] = set()
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
        found |= {term.value for term in quad.triple if isinstance(term, ox.NamedNode)}
    return found
