"""What changed between two readings, and the version that follows."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yusuan.catalogue.versions import (
    PLACE,
    Version,
    changes,
    compare_builds,
    next_version,
    read_versions,
    record_versions,
    version_key,
)

ROW = dict.fromkeys(PLACE, "x") | {"observation_id": "a", "amount": "1"}
rows = st.lists(
    st.builds(
        lambda label, amount: ROW | {"label": label, "amount": str(amount)},
        st.sampled_from("甲乙丙"),
        st.integers(0, 9),
    ),
    max_size=6,
)


def test_a_corrected_amount_is_a_patch() -> None:
    changed = changes("p", [ROW], [ROW | {"amount": "2", "observation_id": "b"}])
    assert [(c.kind, c.amount_before, c.amount_after) for c in changed] == [("correct", "1", "2")]
    assert next_version("1.2.3", changed) == "1.2.4"


def test_a_new_amount_is_a_minor_version_and_a_taken_back_one_a_major() -> None:
    added = changes("p", [], [ROW])
    taken = changes("p", [ROW], [])
    assert next_version("1.2.3", added) == "1.3.0"
    assert next_version("1.2.3", [*added, *taken]) == "2.0.0"


def test_the_second_amount_of_one_place_is_its_own() -> None:
    twice = [ROW, ROW | {"amount": "5"}]
    assert [c.kind for c in changes("p", twice, twice[:1])] == ["retract"]


def test_a_proof_more_is_no_change_of_an_amount() -> None:
    assert changes("p", [ROW | {"confirmations": "0"}], [ROW | {"confirmations": "3"}]) == []


@settings(deadline=None)
@given(rows, rows)
def test_the_changes_lead_from_one_to_the_other(one: list[dict[str, str]], other: list[dict[str, str]]) -> None:
    changed = changes("p", one, other)
    growth = sum(c.kind == "append" for c in changed) - sum(c.kind == "retract" for c in changed)
    assert growth == len(other) - len(one)
    assert changes("p", one, one) == []
    mirrored = {"append": "retract", "retract": "append", "correct": "correct"}
    back = [(mirrored[c.kind], c.amount_after, c.amount_before) for c in changes("p", other, one)]
    assert [(c.kind, c.amount_before, c.amount_after) for c in changed] == back


def test_builds_are_compared_by_the_names_of_their_packages(example_build: Path, tmp_path: Path) -> None:
    shutil.copytree(example_build / "packages", tmp_path / "packages")
    assert compare_builds(example_build, tmp_path) == {}
    package = tmp_path / "packages" / "420100-157003-2024-budget"
    file = package / "data/observations.csv"
    with file.open(encoding="utf-8", newline="") as source:
        table = list(csv.DictReader(source))
    table[3]["amount"] = "99999999"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, table[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    compared = compare_builds(example_build, tmp_path)
    assert list(compared) == [package.name]
    assert [c.kind for c in compared[package.name]] == ["correct"]


@pytest.mark.parametrize("unknown", ["", "v2", "1.2"])
def test_a_version_that_is_none_of_ours_begins_anew(unknown: str) -> None:
    assert next_version(unknown, []) == "1.0.0"


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(["1.0.10", "1.0.9", "2.0.0", "draft"], key=version_key) == ["draft", "1.0.9", "1.0.10", "2.0.0"]


def test_what_was_published_is_remembered_beside_the_build(tmp_path: Path) -> None:
    assert read_versions(tmp_path) == {}
    second = Version("1.0.1", {"1.0.0": "https://data.example.org/dataset/x/resource/y/download"})
    assert record_versions(tmp_path, {"a": Version()})
    assert record_versions(tmp_path, {"b": second})
    assert not record_versions(tmp_path, {"b": second})
    assert read_versions(tmp_path) == {"a": Version(), "b": second}
