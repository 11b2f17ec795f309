"""Two examples printed in habits of other publishers, one at a time: none of their numbers is read as another."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

sys.path.append(str(Path(__file__).parents[2] / "bench"))
import habits
from printed_tables import each_text
from publishers import HABITS
from reprinted import MEDIA, Block, blocks_of, read

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = ("putuo-finance-2025-budget", "putuo-finance-2024-final")
#: Habits that take numbers away, or that leave some untold: what is not understood is held back.
PARTLY = {
    "lowest level alone", "highest level alone", "nought as blank", "blanks for separators", "titles without 表",
    "小计 for 合计", "金额 for 预算数", "headings in one row", "headings in one row, -", "headings in one row, lines",
    "names by indent alone", "six years earlier", "序号", "行次", "明细表", "headings unmerged", "（一）",
    "any 2", "any 3", "any 4", "any 6",
}  # fmt: skip
#: Rounded to a hundred yuan and printed in yuan, sums miss by a hundred: that is told.
ROUNDED = {"元, 2 decimals", "元, none"}


@cache
def example(name: str) -> tuple[Sequence[Block], Conversion]:
    document = EXAMPLES / name / "disclosure.pdf"
    return blocks_of(document), prove(convert(document))


@pytest.mark.parametrize("habit", HABITS)
def test_a_document_in_another_habit_says_the_same(habit: str, tmp_path: Path) -> None:
    write, suffix = MEDIA["web page"]
    for name in DOCUMENTS:
        blocks, original = example(name)
        if (made := habits.changed(blocks, habit, 0)) is None:
            continue
        score = habits.score(original, read(write(made, tmp_path / f"{name}{suffix}")), habit)
        assert score.wrong == 0
        assert score.errors == 0 or habit in ROUNDED
        assert score.found == score.facts or habit in PARTLY


def test_what_is_read_otherwise_counts_as_wrong(tmp_path: Path) -> None:
    blocks, original = example(DOCUMENTS[0])
    write, suffix = MEDIA["web page"]
    other = each_text(blocks, lambda text: text.replace("31,214,205.80", "31,214,205.90"))
    assert other
    score = habits.score(original, read(write(other, tmp_path / f"other{suffix}")), "as it is")
    assert score.wrong > 0
