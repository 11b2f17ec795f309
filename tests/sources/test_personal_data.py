"""No personal value of a real document leaves by any door: files, store, standard output, errors, answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

YUSUAN = Path(sys.executable).with_name("yusuan")


@pytest.fixture(scope="module")
def personal(wuhan: Path) -> set[str]:
    """Names and numbers beside their labels, taken from the document at run time; they stand in no test."""
    text = wuhan.read_text("utf-8")
    values = set(re.findall(r"(?:项目负责人|填报人)[\t ]+([\u4e00-\u9fff]{2,4})(?=[\t ])", text))
    values |= set(re.findall(r"(?<!\d)(?:1[3-9]\d{9}|[2-8]\d{7})(?!\d)(?=[\t\n ])", text))
    values |= {v.replace(" ", "") for v in re.findall(r"联系电话[\t ]+([\d -]{7,14})", text)}
    assert len(values) >= 8
    return values


@pytest.fixture(scope="module")
def run(wuhan: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The document built with everything told, and all that the commands said."""
    out = tmp_path_factory.mktemp("personal") / "out"
    said: list[str] = []
    for command in (
        ["build", str(wuhan), "--out", str(out), "-v"],
        ["validate", str(out), "-v"],
        ["query", "findings", "--store", str(out), "--format", "csv"],
        ["query", "project-targets", "--store", str(out), "--format", "csv"],
    ):
        done = subprocess.run([str(YUSUAN), *command], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 3), done.stderr
        said += [done.stdout, done.stderr]
    return out, "\n".join(said)


def test_no_file_holds_a_personal_value(run: tuple[Path, str], personal: set[str]) -> None:
    out, _ = run
    needles = [(index, value.encode()) for index, value in enumerate(sorted(personal))]
    files = [p for p in out.rglob("*") if p.is_file()]
    assert len(files) > 30
    found = [(str(p.relative_to(out)), i) for p in files for i, needle in needles if _holds(p.read_bytes(), needle)]
    assert found == []


def _holds(content: bytes, needle: bytes) -> bool:
    """Whether the value stands there on its own: digits inside a longer number (a hash) are none of it."""
    if not needle.isdigit():
        return needle in content
    return re.search(rb"(?<![0-9a-fA-F.])" + needle + rb"(?![0-9a-fA-F])", content) is not None


def test_nothing_that_a_command_says_holds_a_personal_value(run: tuple[Path, str], personal: set[str]) -> None:
    _, said = run
    assert [i for i, value in enumerate(sorted(personal)) if value in said] == []


def test_the_report_counts_what_was_redacted_by_kind(run: tuple[Path, str]) -> None:
    import json

    (report,) = run[0].glob("packages/*/report.json")
    counts = json.loads(report.read_text("utf-8"))["redactions"]
    assert counts["name"] >= 6
    assert counts["telephone"] >= 1
