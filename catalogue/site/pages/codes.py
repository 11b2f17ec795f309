"""Codes of the classifications: all that are printed, and one over units and years."""

from __future__ import annotations

from collections.abc import Sequence

from ....datapackage.classification import load
from ..panels import of_code
from ..panels.panel import CODES
from ..shelf import Row, Shelf
from ..words import Reader, code_name
from .rows import Arguments, Context, paged


def codes(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Every code that the documents print, by class."""
    rows = [dict(row) for row in shelf.whole("codes")]
    newest = max((r["last_year"] for r in rows), default=0)
    for row in rows:
        row["name"] = code_name(row["code"], row["last_year"]) or row["label"]
    kinds = (
        ("function", [r for r in rows if r["code"].startswith("2")]),
        ("economic", [r for r in rows if r["code"].startswith(("3", "5"))]),
    )
    return {"kinds": [(kind, _classes(found, newest)) for kind, found in kinds if found]}


def _classes(rows: Sequence[Row], newest: int) -> list[tuple[str, str, list[Row]]]:
    """Code, name and rows of each class (类)."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["code"][:3], []).append(row)
    return [(code, code_name(code, newest) or of[0]["label"], of) for code, of in found.items()]


def code(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One functional or economic code over units and years."""
    wanted = asked["key"]
    rows = shelf.rows("code", code=wanted, tables=CODES)
    if not rows:
        return None
    newest = max(r["fiscal_year"] for r in rows)
    return {
        "code": wanted,
        "name": code_name(wanted, newest) or rows[-1]["label"],
        "names": sorted({r["label"] for r in rows if r["label"]}),
        **paged(
            sorted(rows, key=lambda r: (r["unit_name"], -r["fiscal_year"], r["phase"], r["fund"], r["package"])), asked
        ),
        "unit_keys": {d.unit_key for d in shelf.documents},
        "panels": {p.name: p for p in of_code(shelf, reader, asked)},
        "panels_of": ("code", wanted),
        "above": [(c, code_name(c, newest)) for c in (wanted[:3], wanted[:5]) if len(c) < len(wanted)],
        "children": shelf.rows("code-children", code=wanted),
        "editions": _editions(wanted),
        "changes": [c for c in load("changes") if c["code"] == wanted],
        "cofog": [c for c in load("cofog_map") if c["code"] == wanted]
        or [c for c in load("cofog_map") if c["code"] == wanted[:5]],
    }


def _editions(wanted: str) -> list[Row]:
    """What the classification calls a code, and in which editions that was seen."""
    name = "functional" if wanted.startswith("2") else "economic_gov" if wanted.startswith("5") else "economic_dept"
    return [dict(row) for row in load(name) if row["code"] == wanted]
