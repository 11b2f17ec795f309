"""The same tables from many programs that make PDFs: what looks the same on paper is read the same."""

from __future__ import annotations

import os
import random
from pathlib import Path

import producers
import provinces
import pytest
from more_province_forms import MORE_PROVINCES
from province_forms import PROVINCES
from test_unseen_layouts import Key, observations
from yusuan.converters.disclosure import convert

#: How many programs are thrown by dice.
MAKERS = int(os.environ.get("YUSUAN_PDF_MAKERS", "4"))
NAMES = [*PROVINCES, *MORE_PROVINCES]
#: Fonts that do not say what their glyphs are: what they print is held back, or read by the extra for scans.
UNREADABLE = ("holes", "private")


def read(name: str, maker: producers.Maker, seed: int, folder: Path, rows: int = 26) -> tuple[set[Key], set[Key]]:
    """What a document prints, and what the converter says it does."""
    document = provinces.make(name, seed)
    path = producers.write(document, folder / "made.pdf", maker, seed=seed, rows=rows)
    return observations(document), observations(convert(path))


@pytest.mark.parametrize(
    "kind, value", [(k, v) for k, values in producers.CHOICES.items() for v in values if v not in UNREADABLE]
)
def test_every_way_of_making_a_pdf_is_read_alike(kind: str, value: str, tmp_path: Path) -> None:
    printed, found = read("jilin", producers.Maker(**{kind: value}), 5, tmp_path)
    assert found == printed


@pytest.mark.parametrize("seed", range(MAKERS))
def test_ways_of_making_a_pdf_together(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    maker = producers.drawn(seed, {"font": dice.choice(["named", "embedded"])})
    printed, found = read(dice.choice(NAMES), maker, seed, tmp_path, rows=dice.choice([26, 9]))
    assert found - printed == set()
    assert len(printed & found) >= 0.9 * len(printed)


def test_digits_that_a_font_calls_blanks_are_not_left_out_of_numbers(tmp_path: Path) -> None:
    printed, found = read("jilin", producers.Maker(font="holes"), 5, tmp_path)
    assert found - printed == set()
