"""Tables without a grid as export systems set them: read as they were meant, or held back, never wrong."""

from __future__ import annotations

import os
from pathlib import Path

import exported
import pytest
from test_printed import invented
from test_unseen_layouts import Key, observations
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import NoDisclosureError, UnreadableError

#: How many ways to set pages are thrown by dice.
SETTINGS = int(os.environ.get("YUSUAN_EXPORTED_DOCUMENTS", "3"))


def read(seed: int, setting: exported.Setting, folder: Path, sign: str = "") -> tuple[set[Key], set[Key]]:
    """What a document prints, and what the converter says it does."""
    document = invented(seed)
    document = exported.negated(document, sign) if sign else document
    path = exported.write(document, folder / "exported.pdf", setting)
    try:
        return observations(document), observations(convert(path))
    except (NoDisclosureError, UnreadableError):
        return observations(document), set()


@pytest.mark.parametrize("seed", range(SETTINGS))
def test_no_amount_gets_another_meaning(seed: int, tmp_path: Path) -> None:
    setting = exported.drawn(seed)
    truth, found = read(seed, setting, tmp_path)
    assert found - truth == set(), setting


@pytest.mark.parametrize("rules", ["all", "none"])
@pytest.mark.parametrize("pages", ["long", "short"])
def test_two_tables_on_a_sheet_are_two(rules: str, pages: str, tmp_path: Path) -> None:
    truth, found = read(7008, exported.Setting(rules=rules, pages=pages, sheet="two beside"), tmp_path)
    assert found - truth == set()
    if (rules, pages) != ("none", "short"):  # without rules nothing tells what goes on beside a table
        assert found == truth


def test_running_heads_and_page_numbers_close_to_tables_are_no_part_of_them(tmp_path: Path) -> None:
    truth, found = read(7001, exported.Setting(around="both", pages="short"), tmp_path)
    assert found == truth


@pytest.mark.parametrize("sign", ["（1）", "-1", "－1", "△1", "▲1"])
def test_amounts_below_nought_are_read_by_their_sign(sign: str, tmp_path: Path) -> None:
    truth, found = read(7002, exported.Setting(), tmp_path, sign)
    assert found == truth


@pytest.mark.parametrize("rules", ["none", "all"])
@pytest.mark.parametrize("sign", ["−1", "—1"], ids=["no glyph of the font", "dash"])
def test_amounts_whose_sign_is_not_certain_are_held_back(sign: str, rules: str, tmp_path: Path) -> None:
    assert read(7002, exported.Setting(rules=rules), tmp_path, sign)[1] == set()


def test_words_with_room_between_their_letters_are_words(tmp_path: Path) -> None:
    truth, found = read(60539, exported.Setting(text="spaced", pitch="dense"), tmp_path)
    assert found == truth


def test_steps_of_a_code_right_below_their_heading_are_no_line_of_it(tmp_path: Path) -> None:
    setting = exported.Setting(rules="three", gap="stretched", pitch="dense")
    truth, found = read(60528, setting, tmp_path)
    table = {key for key in truth if key[0] == "expenditure-summary"}
    assert table and table <= found <= truth
