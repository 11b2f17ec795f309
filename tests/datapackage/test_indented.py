"""JSON for people to read, beside what the standard library writes."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.datapackage.indented import indented
from yusuan.datapackage.model import format_decimal

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(VALUES)
def test_it_is_what_the_standard_library_writes(value: object) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)


def test_amounts_are_text_where_it_is_said_how() -> None:
    assert json.loads(indented({"amounts": (Decimal("8525300.00"),)}, format_decimal)) == {"amounts": ["8525300"]}
    with pytest.raises(TypeError, match="Decimal"):
        indented(Decimal(1))
