"""Layouts that the converter was not built for: each amount is found as it was meant, or held back, never wrong."""

from __future__ import annotations

import random
import tempfile
from decimal import Decimal
from pathlib import Path

import layouts
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import NoDisclosureError, UnreadableError
from yusuan.datapackage.model import Conversion

Key = tuple[object, ...]
#: The media in which a table's own grid is kept; a text keeps only the order of its fields.
GRIDS = ("html", "xlsx", "docx", "pdf")


def read(layout: dict[str, str], seed: int) -> tuple[set[Key], set[Key]]:
    """What the document of ``seed`` prints in ``layout``, and what the converter says it does."""
    document = layouts.make(layout, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = layouts.write(layout, document, Path(folder))
        try:
            return observations(document), observations(convert(path))
        except (NoDisclosureError, UnreadableError):
            return observations(document), set()


def observations(source: layouts.Document | Conversion) -> set[Key]:
    """The amounts of tables with their full meaning: as an invented document prints them, or as they were read."""
    if isinstance(source, layouts.Document):
        return {(*key[:-1], _plain(key[-1])) for key in source.truth}
    return {
        (
            f.table, f.fiscal_year, f.phase, f.flow, f.function_code, f.economic_code, f.line, f.fund, f.origin,
            f.category, _plain(f.amount),
        )
        for f in source.facts
        if f.table != "narrative"
    }  # fmt: skip


def _plain(amount: Decimal) -> Decimal:
    return amount.normalize()


def layout_of(**fixed: str) -> st.SearchStrategy[dict[str, str]]:
    choices = {k: st.just(fixed[k]) if k in fixed else st.sampled_from(v) for k, v in layouts.CHOICES.items()}
    return st.fixed_dictionaries(choices)


SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.parametrize("medium", [*GRIDS, "text"])
@SLOW
@given(data=st.data())
def test_no_amount_gets_another_meaning(medium: str, data: st.DataObject) -> None:
    layout = data.draw(layout_of(medium=medium))
    printed, found = read(layout, data.draw(st.integers(0, 10**6)))
    assert found - printed == set()


@pytest.mark.parametrize("medium", GRIDS)
def test_nearly_all_is_found_where_the_grid_is_kept(medium: str) -> None:
    dice = random.Random(2024)
    drawn = [{k: dice.choice(v) for k, v in layouts.CHOICES.items()} | {"medium": medium} for _ in range(8)]
    results = [read(layout, seed) for seed, layout in enumerate(drawn)]
    assert sum(len(p & f) for p, f in results) >= 0.95 * sum(len(p) for p, _ in results)


def test_a_column_of_the_year_before_is_of_that_year() -> None:
    plain = {k: v[0] for k, v in layouts.CHOICES.items()} | {"medium": "html", "years": "two"}
    printed, found = read(plain, 1)
    assert {key[1] for key in found if key[0] == "expenditure-summary"} == {2023, 2024}
    assert found == printed
