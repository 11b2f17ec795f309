"""A table of thousands of rows is held against the identities in time that grows with its rows, not with their square."""

from __future__ import annotations

from typing import Any

import pytest
from yusuan.datapackage.accounting.equations import terms

from .test_proof import document, fact


def test_matches_grow_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    matched = 0
    plain = terms._match_of

    def counted(*given: Any) -> dict[str, str] | None:
        nonlocal matched
        matched += 1
        return plain(*given)

    monkeypatch.setattr(terms, "_match_of", counted)
    taken: list[int] = []
    for rows in (100, 400):
        matched = 0
        categories = {"all": "3.00", "basic": "1.00", "project": "2.00"}.items()
        proven = document([
            fact("general-budget-by-function", amount, unit_code=f"{row:06}", function_code="2010101", category=category)
            for row in range(rows)
            for category, amount in categories
        ])  # fmt: skip
        assert all(each.confirmations for each in proven.facts)
        taken.append(matched)
    few, many = taken
    assert many < 5 * few
