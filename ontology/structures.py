"""The structures of the cubes as ``dsd/tables.ttl`` defines them: which kind of table has which components."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..settings import DEFAULT_BASE
from .ntriples import RdfError

QB = "http://purl.org/linked-data/cube#"
#: The structure of a table of no known kind, which has all components.
OTHER = "other"
_FOLDER = Path(__file__).parent / "dsd"
_STRUCTURE = f"{DEFAULT_BASE}structure/"


@cache
def structures() -> dict[str, tuple[str, ...]]:
    """Every structure with the names of its components, in the order of ``qb:order``.

    Raises:
        RdfError: a structure names a component that ``dsd/components.ttl`` lacks.
    """
    order = _orders()
    found: dict[str, list[str]] = {}
    for subject, predicate, value in _statements("tables.ttl"):
        if predicate == f"{QB}component":
            found.setdefault(subject.removeprefix(_STRUCTURE), []).append(value)
    unknown = {value for values in found.values() for value in values} - set(order)
    if unknown:
        raise RdfError(f"数据结构用了没有定义的组成项 {min(unknown)} / a structure has an undefined component")
    return {
        name: tuple(_component(value) for value in sorted(values, key=order.__getitem__))
        for name, values in found.items()
    }


def structure(table: str) -> str:
    """The name of the structure of a kind of table."""
    return table if table in structures() else OTHER


def has(table: str, component: str) -> bool:
    """Whether the cube of ``table`` has a component: ``has("three-public", "function")`` is false."""
    return component in structures()[structure(table)]


def _orders() -> dict[str, int]:
    return {s: int(o) for s, p, o in _statements("components.ttl") if p == f"{QB}order"}


def _component(iri: str) -> str:
    return iri.removeprefix(f"{_STRUCTURE}component-")


@cache
def _statements(file: str) -> list[tuple[str, str, str]]:
    import pyoxigraph as ox

    quads = ox.parse(path=str(_FOLDER / file), format=ox.RdfFormat.TURTLE)
    return [(str(q.subject)[1:-1], q.predicate.value, getattr(q.object, "value", "")) for q in quads]
