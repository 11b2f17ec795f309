"""Columns without rules, many without sums: an amount below one heading for certain is found, else held back."""

from __future__ import annotations

import os
from pathlib import Path

import loose_columns
import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import NoDisclosureError

#: How many documents are thrown.
DOCUMENTS = int(os.environ.get("YUSUAN_LOOSE_DOCUMENTS", "25"))
#: By title, the table that it is of and what its columns tell apart.
TABLES = {
    "一般公共预算支出表": ("general-budget-by-function", "category"),
    "支出总表": ("expenditure-summary", "category"),
    "政府采购预算表": ("procurement", "fund"),
    "一般公共预算“三公”经费支出表": ("three-public", "line"),
    "机关运行经费支出表": ("agency-operating", "category"),
}


def measured(seed: int, folder: Path, *, move: bool) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """What a document of up to five pages says, and what is read of it."""
    thrown = (loose_columns.make(f"{seed}-{k}", move=move) for k in range(5))
    pages = list({page.title: page for page in thrown}.values())
    truth = {(TABLES[page.title][0], *said) for page in pages for said in page.truth}
    try:
        facts = convert(loose_columns.write(pages, folder / "budget.pdf")).facts
    except NoDisclosureError:
        return truth, set()
    told = dict(TABLES.values())
    return truth, {
        (
            f.table,
            "" if told[f.table] == "line" else f.function_code or f.economic_code or f.line,
            told[f.table],
            getattr(f, told[f.table]),
            f.reported,
        )
        for f in facts
        if f.status == "reported"
    }


def test_columns_below_one_heading_are_found_without_sums(tmp_path: Path) -> None:
    read = [measured(seed, tmp_path, move=False) for seed in range(DOCUMENTS)]
    assert [(seed, found - truth) for seed, (truth, found) in enumerate(read) if found - truth] == []
    assert sum(len(truth & found) for truth, found in read) > 0.45 * sum(len(truth) for truth, _ in read)


@pytest.mark.parametrize("first", [100, 5026])
def test_an_amount_out_of_its_place_is_in_no_other_column(tmp_path: Path, first: int) -> None:
    for seed in range(first, first + DOCUMENTS):
        truth, found = measured(seed, tmp_path, move=True)
        assert found - truth == set(), seed


@pytest.mark.parametrize("seed", [4099, 4172])
def test_columns_that_only_add_up_are_not_taken_for_those_beside_them(tmp_path: Path, seed: int) -> None:
    truth, found = measured(seed, tmp_path, move=False)
    assert found <= truth
