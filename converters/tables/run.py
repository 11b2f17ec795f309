"""A printed table before it is read: what stands under one title."""

from __future__ import annotations

from dataclasses import dataclass

from ..forms.form import Form
from ..table import Paragraph, Table


@dataclass(frozen=True, slots=True)
class Run:
    """A printed table: its title, its grids in reading order, and the paragraphs that stand among them."""

    title: str
    forms: tuple[Form, ...]  # candidates by title; several forms may share one, none may know it
    tables: tuple[Table, ...]
    notes: tuple[Paragraph, ...]
    first: int  # position of the title among the blocks
    last: int
    above: int = 0  # how many of the notes stand above the first grid
