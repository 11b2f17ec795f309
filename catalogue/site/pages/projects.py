"""Projects: all of them, and one with its money and targets."""

from __future__ import annotations

from ..panels import of_project, project_named, yearly
from ..shelf import Shelf
from ..words import Reader
from .rows import Arguments, Context, paged


def projects(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All projects, the largest first."""
    return paged(shelf.whole("projects"), asked)


def project(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One project: its descriptions, money and targets in every document that names it."""
    which = project_named(shelf, asked)
    described = shelf.rows("project", **which)
    if not described:
        return None
    money_rows = shelf.rows("project-money", **which)
    return {
        "code": which["code"],
        "described": described,
        "newest": next(iter(yearly(money_rows)), None),
        "money_rows": money_rows,
        "targets": shelf.rows("project-targets", **which),
        "picture": next(iter(of_project(shelf, reader, asked)), None),
        "panel_key": {name: asked[name] for name in ("key", "unit", "name") if asked.get(name)},
    }
