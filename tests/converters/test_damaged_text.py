"""Damage of an OCR run done to the example's text: no amount goes wrong, hardly one gets lost."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

#: Draws of these kinds tell nothing of the text reader: the digits that they leave are numbers of their own.
ACCOUNTING = ("digit misread", "point lost", "amount lost", "six and digits misread")


def bench() -> ModuleType:
    name = "bench_damaged_text"
    if name not in sys.modules:
        path = Path(__file__).parents[2] / "bench" / "damaged_text.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="module")
def truth() -> Counter[object]:
    return bench().meanings(bench().convert(bench().EXAMPLE.read_text("utf-8")).facts)


@pytest.mark.parametrize("kind", [k for k in bench().DAMAGES if k not in ACCOUNTING])
def test_no_amount_goes_wrong(kind: str, truth: Counter[object]) -> None:
    tally = bench().measure(kind, 2, truth)
    assert (tally.failed, tally.confirmed, tally.unproven) == (0, [], [])
    assert tally.found >= 0.9 * tally.expected
