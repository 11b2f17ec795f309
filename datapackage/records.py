"""Values of the model as rows of text and back, in the columns that ``schemas/*.json`` lay down."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from .indented import Lasting
from .model import (
    Check,
    Claim,
    Conversion,
    Fact,
    Finding,
    GlossaryTerm,
    Origin,
    PerformanceTarget,
    PrintedTable,
    Project,
    Repair,
    Unit,
    content_id,
    format_decimal,
)

_FOLDER = Path(__file__).parent / "schemas"


@dataclass(frozen=True, slots=True)
class Resource:
    """One CSV of a package: which part of a conversion it holds, and which column is which attribute."""

    name: str
    part: str
    record: type
    numbered: bool = False  # the first column is an id that a repeated row counts on from
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> attribute, where they differ


_CONFIDENCE = {"reading_confidence": "cell.confidence"}

RESOURCES: tuple[Resource, ...] = (
    Resource("observations", "facts", Fact),
    Resource("provenance", "facts", Fact, attributes={"line": "cell.line", **_CONFIDENCE}),
    Resource("claims", "claims", Claim, numbered=True, attributes={"text_line": "cell.line", **_CONFIDENCE}),
    Resource("findings", "findings", Finding, numbered=True),
    Resource("checks", "checks", Check),
    Resource("repairs", "repairs", Repair, numbered=True),
    Resource("projects", "projects", Project, attributes=_CONFIDENCE),
    Resource("performance_targets", "targets", PerformanceTarget, numbered=True, attributes=_CONFIDENCE),
    Resource("units", "units", Unit, attributes=_CONFIDENCE),
    Resource("glossary", "glossary", GlossaryTerm, attributes=_CONFIDENCE),
    Resource("tables", "tables", PrintedTable),
)
RESOURCE: dict[str, Resource] = {r.name: r for r in RESOURCES}


@cache
def schema(resource: str) -> Lasting:
    """The Table Schema of a resource.

    Raises:
        FileNotFoundError: there is no resource of that name.
    """
    return Lasting(json.loads((_FOLDER / f"{resource}.json").read_text("utf-8")))


@cache
def columns(resource: str) -> tuple[str, ...]:
    """The columns of a resource in their order."""
    return tuple(column["name"] for column in schema(resource)["fields"])


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: str  # the type that the Table Schema gives it
    owner: str  # "cell" for what stands in the Origin of a value
    attribute: str

    @property
    def path(self) -> str:
        return f"{self.owner}.{self.attribute}" if self.owner else self.attribute

    def get(self, value: Any) -> Any:
        """What the column shows of ``value``."""
        return attrgetter(self.path)(value)


@cache
def _layout(resource: str) -> tuple[_Column, ...]:
    """The columns of a resource, each with the attribute that it shows."""
    record, renamed = RESOURCE[resource].record, RESOURCE[resource].attributes
    layout: list[_Column] = []
    for column in schema(resource)["fields"]:
        name = column["name"]
        of_origin = not hasattr(record, name) and name in _hints(Origin)
        path = renamed.get(name, f"cell.{name}" if of_origin else name)
        owner, _, attribute = path.rpartition(".")
        layout.append(_Column(name, column["type"], owner, attribute))
    return tuple(layout)


def encode(resource: Resource, value: Any, extra: Mapping[str, Any] | None = None) -> list[str]:
    """One row: the attributes of ``value``, and of ``extra`` what the model does not hold."""
    if extra:
        layout = _layout(resource.name)
        return [_as_text(extra[c.name] if c.name in extra else c.get(value), c.kind) for c in layout]
    kinds, get = _getter(resource.name)
    return [
        found if type(found) is str else "" if found is None else _as_text(found, kind)
        for found, kind in zip(get(value), kinds, strict=True)
    ]


@cache
def _getter(resource: str) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The types of the columns of a resource, and a function that gives what they show of a value."""
    layout = _layout(resource)
    return tuple(c.kind for c in layout), attrgetter(*(c.path for c in layout))


def ordered(resource: Resource, values: Sequence[Any]) -> list[tuple[list[str], Any]]:
    """Row and value of each, by the natural key: every column but an id, which comes last."""
    before, sorted_before = _ordered.get(resource.name, ((), []))
    if before is values:
        return sorted_before
    rows = [(encode(resource, value), value) for value in values]
    first = 1 if columns(resource.name)[0].endswith("_id") and resource.name != "provenance" else 0
    in_order = sorted(rows, key=lambda pair: (pair[0][first:], pair[0][0]))
    _ordered[resource.name] = values, in_order
    return in_order


#: The values of each resource that were last put in order, and that: a package is written from the same twice.
_ordered: dict[str, tuple[Sequence[Any], list[tuple[list[str], Any]]]] = {}


def encode_all(resource: Resource, conversion: Conversion) -> Iterator[list[str]]:
    """All rows of a resource in their order, with ids that are unique."""
    rows = (row for row, _ in ordered(resource, getattr(conversion, resource.part)))
    return _number(rows) if resource.numbered else rows


def _number(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Rows whose ids are unique: what is said twice in the same words counts on from the first."""
    seen: dict[str, int] = {}
    for row in rows:
        ordinal = seen[row[0]] = seen.get(row[0], -1) + 1
        yield row if ordinal == 0 else [content_id(row[0], ordinal), *row[1:]]


def decode(resource: Resource, row: Mapping[str, str], extra: Mapping[str, Any] | None = None) -> Any:
    """The value that a row holds; ``extra`` gives attributes that stand elsewhere.

    Raises:
        ValueError: a text cannot be read as what its column holds; the message names the column.
        KeyError: a column is missing.
    """
    own: dict[str, Any] = dict(extra or {})
    cell: dict[str, Any] = {}
    known = _hints(resource.record)
    for column in _layout(resource.name):
        if column.owner:
            cell[column.attribute] = _as_value(row[column.name], column, _hints(Origin)[column.attribute])
        elif column.attribute in known and column.attribute not in own:
            own[column.attribute] = _as_value(row[column.name], column, known[column.attribute])
    if cell:
        own["cell"] = Origin(**cell)
    return resource.record(**own)


def decode_origin(row: Mapping[str, str]) -> Origin:
    """Where an observation was printed, from its row of ``provenance``. Raises ValueError as :func:`decode` does."""
    hints = _hints(Origin)
    cells = [c for c in _layout("provenance") if c.owner]
    return Origin(**{c.attribute: _as_value(row[c.name], c, hints[c.attribute]) for c in cells})


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _as_text(value: Any, kind: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format_decimal(value)
        case tuple():
            items = cast("tuple[Any, ...]", value)
            return _as_json(items) if kind == "array" else " ".join(str(item) for item in items)
        case _:
            return str(value)


def _as_json(items: Sequence[Any]) -> str:
    return json.dumps(items, ensure_ascii=False, default=format_decimal) if items else ""


def _as_value(text: str, column: _Column, annotation: Any) -> Any:
    try:
        if get_origin(annotation) is Literal:
            return {known: known for known in get_args(annotation)}[text]
        return tuple(text.split()) if column.kind == "list" else _READ[annotation](text)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise ValueError(f"{column.name}: {text!r}") from error


def _optional(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text else None


def _box(text: str) -> tuple[float, ...]:
    x0, top, x1, bottom = (float(number) for number in text.split())
    return (x0, top, x1, bottom)


def _items(*reads: Callable[[Any], Any]) -> Callable[[str], tuple[tuple[Any, ...], ...]]:
    def read(text: str) -> tuple[tuple[Any, ...], ...]:
        rows: list[list[Any]] = json.loads(text) if text else []
        return tuple(tuple(one(item) for one, item in zip(reads, row, strict=True)) for row in rows)

    return read


def _decimal_or_none(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


#: How the text of a column becomes a value of the model, by the type that the model gives it.
_READ: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: {"true": True, "false": False}.__getitem__,
    Decimal: Decimal,
    int | None: _optional(int),
    Decimal | None: _optional(Decimal),
    tuple[str, ...]: lambda text: tuple(json.loads(text)) if text else (),
    tuple[float, float, float, float] | None: _optional(_box),
    tuple[tuple[int, Decimal], ...]: _items(int, Decimal),
    tuple[tuple[str, Decimal], ...]: _items(str, Decimal),
    tuple[tuple[str, str, Decimal | None], ...]: _items(str, str, _decimal_or_none),
}
