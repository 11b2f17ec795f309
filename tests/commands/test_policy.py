"""An operator's policy: what it says is kept, and a slip is told, as it could let through what should be held."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.commands.policy import Policy, read_policy
from yusuan.outcomes import EXIT, CommandError


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "policy.toml"
    file.write_text(text, "utf-8")
    return file


def test_what_a_policy_says_is_kept_and_the_rest_is_as_without_one(tmp_path: Path) -> None:
    told = 'hold_severity = "warning"\nhold_causes = ["reading"]\nhold_change_percent = 5\n'
    assert read_policy(written(tmp_path, told)) == Policy("warning", ("reading",), hold_change_percent=5.0)
    assert read_policy(None) == Policy() == read_policy(written(tmp_path, ""))


def test_a_share_below_nought_is_one_that_any_document_is_above(tmp_path: Path) -> None:
    assert read_policy(written(tmp_path, "hold_unproven_percent = -1.0")).hold_unproven_percent == -1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('hold_severty = "warning"', "hold_severty"),
        ('hold_severity = "loud"', "'loud'"),
        ("hold_severity = 3", "one of: info, warning, error, none"),
        ('hold_causes = ["reder"]', "one of: publisher, reading, unknown"),
        ('hold_causes = "reading"', "has to be a list"),
        ('hold_unproven_percent = "many"', "hold_unproven_percent has to be a number"),
        ("hold_unproven_percent = nan", "hold_unproven_percent has to be a number"),
        ("hold_change_percent = true", "hold_change_percent has to be a number"),
        ("hold_severity = ", "cannot be read"),
    ],
)
def test_a_slip_in_a_policy_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        read_policy(written(tmp_path, text))
    assert told in str(refused.value)
    assert refused.value.exit_code == EXIT["usage"]


def test_a_policy_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such policy"):
        read_policy(tmp_path / "policy.toml")
