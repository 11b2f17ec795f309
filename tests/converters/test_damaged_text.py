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
        sys.path.append(str(path.parent))  # the bench's own imports
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


def test_a_number_that_cannot_be_read_is_no_blank() -> None:
    """Sums wait for it, and where they leave it one value it is told with what was read there."""
    text = bench().EXAMPLE.read_text("utf-8")
    printed = "一、一般公共预算拨款收入\t2,910.06"
    assert printed in text
    proven = bench().convert(text.replace(printed, printed.replace(".06", " 06"), 1))
    (told,) = (f for f in proven.findings if f.check == "repaired" and f.found == "2,910 06")
    (fact,) = (f for f in proven.facts if f.observation_id in told.observation_ids)
    assert (fact.table, fact.amount, fact.status) == ("budget-summary", 29_100_600, "repaired")
