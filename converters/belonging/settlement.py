"""Settle whose each table of a document is: its own keep their amounts, the others are held back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...datapackage.model import Disclosure, Finding
from ..table import Block
from ..tables.exhibits import Exhibit
from .budgets import without_budget
from .copies import once
from .disclosures import parts_of_others
from .governments import without_government
from .held_back import Part, held_back
from .left_over import left_over
from .titles_below import without_titles_below
from .units import tell_apart


@dataclass(frozen=True, slots=True)
class Settlement:
    """The tables of a document, each its own or held back, and the blocks that are not its own."""

    exhibits: Sequence[Exhibit]
    copies: Sequence[Finding]  # tables that are printed twice
    of_others: Mapping[int, Part] = field(default_factory=dict[int, Part])  # by the ``id`` of their blocks

    def own(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks that are the document's own."""
        return [block for block in blocks if id(block) not in self.of_others]


def settle(exhibits: Sequence[Exhibit], blocks: Sequence[Block], disclosure: Disclosure) -> Settlement:
    """Whose the tables of a document are; nothing that another has, or may have, keeps its amounts."""
    exhibits = without_government(exhibits, blocks, disclosure.unit_name)
    # What titles say of a budget bears out the headings, and is asked again of what these leave.
    of_others = _of_others(blocks, without_budget(exhibits, disclosure), disclosure)
    exhibits = [
        held_back(e, part.reason, part.heading) if (part := of_others.get(id(blocks[e.run.first]))) else e
        for e in exhibits
    ]
    exhibits = without_titles_below(without_budget(exhibits, disclosure), blocks)
    exhibits, copies = once(tell_apart(exhibits, blocks, disclosure), disclosure)
    return Settlement(exhibits, copies, of_others)


def _of_others(blocks: Sequence[Block], exhibits: Sequence[Exhibit], disclosure: Disclosure) -> dict[int, Part]:
    parts = (*left_over(blocks, exhibits, disclosure), *parts_of_others(blocks, exhibits, disclosure))
    return {id(blocks[k]): part for part in parts for k in part.blocks}
