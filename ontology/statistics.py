"""What the graphs of a package hold, counted subject by subject: as they are written, or from their files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .ntriples import A, Block, block_of

_TYPE = f"{A} "


class Statistics:
    """Of things of the kinds ``own``, which no other package speaks of, their number; of all else every statement.

    ``triples`` has the number of statements of each graph.
    """

    def __init__(self, base: str, own: Iterable[str]) -> None:
        self.triples = Counter[str]()
        self._others = set[Block]()
        self._own = tuple(f"<{base}{kind}/" for kind in sorted(own))
        self._subjects = set[str]()
        self._shapes = Counter[tuple[str, ...]]()
        self._first: dict[tuple[str, ...], str] = {}

    def add(self, graph: str, blocks: Sequence[Block], predicates: Sequence[tuple[str, ...]]) -> None:
        """Count subjects of ``graph``: the sorted lines of each, and their predicates (a type with its class)."""
        self.triples[graph] += sum(map(len, predicates))
        own, shapes, first, subjects = self._own, self._shapes, self._first, list[str]()
        for block, said in zip(blocks, predicates, strict=True):
            if not block.startswith(own):
                self._others.add(block)
                continue
            subject = block.subject
            subjects.append(subject)
            shapes[said] += 1
            if subject < first.setdefault(said, subject):
                first[said] = subject
        self._subjects.update(subjects)

    def own(self) -> dict[str, object]:
        """The number of statements and subjects of one document's own, by property and class, and the first of each."""
        properties, classes, examples = Counter[str](), Counter[str](), dict[str, str]()
        # In the data and in the provenance of a package it is the same statement.
        of_own = {(block.subject, said) for block in self._others for said in self._parted(block)[1]}
        properties.update(said[: said.index(" ")] for _, said in of_own)
        for predicates, number in self._shapes.items():
            first = self._first[predicates]
            for predicate in predicates:
                properties[predicate.partition(" ")[0]] += number
                if predicate.startswith(_TYPE):
                    name = predicate.removeprefix(_TYPE)
                    classes[name] += number
                    examples[name] = min(first, examples.get(name, first))
        return {
            "triples": properties.total(),
            "subjects": len(self._subjects),
            "properties": dict(sorted(properties.items())),
            "classes": dict(sorted(classes.items())),
            "examples": dict(sorted(examples.items())),
        }

    def shared(self) -> list[Block]:
        """What other packages may have too, sorted, each block once."""
        return sorted({self._parted(block)[0] for block in self._others})

    def _parted(self, block: Block) -> tuple[Block, Sequence[str]]:
        """What others may say of a subject, and what of things of this document alone: an observation of a slice."""
        shared: list[str] = []
        own: list[str] = []
        for said in block.said:
            (own if said.startswith(self._own, said.index(" ") + 1) else shared).append(said)
        return (block_of(block.subject, shared), own) if shared else (block, ())


def predicates_of(block: Block) -> tuple[str, ...]:
    """The predicates of what is said of one subject, a type with its class."""
    return tuple(text if text.startswith(_TYPE) else text[: text.index(" ")] for text in block.said)
