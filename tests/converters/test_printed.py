"""Tables without a full grid of rules, printed by real programs: read as they were meant, or held back, never wrong."""

from __future__ import annotations

import os
import random
from pathlib import Path

import layouts
import printed
import provinces
import pytest
from more_province_forms import MORE_PROVINCES
from province_forms import PROVINCES
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert

#: How many documents each program prints.
DOCUMENTS = int(os.environ.get("YUSUAN_PRINTED_DOCUMENTS", "1"))
NAMES = [*PROVINCES, *MORE_PROVINCES]


def invented(seed: int) -> layouts.Document:
    """A document in the forms of a province, or in a layout drawn at random."""
    dice = random.Random(seed)
    if seed % 4 == 3:
        return layouts.make({name: dice.choice(values) for name, values in layouts.CHOICES.items()}, seed)
    return provinces.make(dice.choice(NAMES), seed)


@pytest.mark.parametrize("producer", printed.CHOICES["producer"])
def test_no_amount_gets_another_meaning(producer: str, tmp_path: Path) -> None:
    documents = [invented(seed) for seed in range(500, 500 + DOCUMENTS)]
    styles = [printed.drawn(seed, {"producer": producer}) for seed in range(500, 500 + DOCUMENTS)]
    for document, style, path in zip(
        documents, styles, printed.write(list(zip(documents, styles, strict=True)), tmp_path), strict=True
    ):
        assert observations(convert(path)) - observations(document) == set(), style


def test_what_offices_print_without_rules_is_mostly_found(tmp_path: Path) -> None:
    style = printed.Print("calc", "none")
    documents = [provinces.make(name, 6) for name in ("jilin", "guizhou")]
    paths = printed.write([(document, style) for document in documents], tmp_path)
    wanted, found = ([observations(item) for item in items] for items in (documents, map(convert, paths)))
    assert all(f <= w for f, w in zip(found, wanted, strict=True))
    assert sum(map(len, found)) >= 0.85 * sum(map(len, wanted))
