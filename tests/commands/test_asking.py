"""What people type when they ask: years in the ways that they are written."""

from __future__ import annotations

import pytest
from yusuan.catalogue.site.pages import comparison
from yusuan.commands import asking
from yusuan.outcomes import CommandError


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("", ()),
        ("2024", (2024,)),
        ("2023,2024", (2023, 2024)),
        ("2023，2025", (2023, 2025)),
        ("2022..2024", (2022, 2023, 2024)),
        ("2022-2024", (2022, 2023, 2024)),
        ("2022—2024", (2022, 2023, 2024)),
        ("2024..2022", (2022, 2023, 2024)),  # no years at all would mean every year
    ],
)
def test_years_as_they_are_typed_at_the_shell_and_on_the_site(typed: str, years: tuple[int, ...]) -> None:
    assert asking._years(typed) == years
    assert comparison._years(typed) == years


@pytest.mark.parametrize("typed", ["abc", "24", "2024;2025", "2022..", "2022..2023..2024"])
def test_what_is_no_year_is_told(typed: str) -> None:
    with pytest.raises(CommandError, match="write years as"):
        asking._years(typed)
