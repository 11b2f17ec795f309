"""``yusuan check`` as a clerk or a build server runs it, the day before publication."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml
from sarif_pydantic import Sarif
from yusuan.commands.checking import CheckResult, check
from yusuan.outcomes import CommandError

YUSUAN = Path(sys.executable).with_name("yusuan")
EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-2024" / "disclosure.txt"


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(YUSUAN), "check", *(str(a) for a in args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def checked() -> CheckResult:
    return check(EXAMPLE)


def test_errors_end_in_three_and_a_line_that_says_so() -> None:
    result = run(EXAMPLE)
    assert result.returncode == 3
    assert "2,776.35 ≠ 2,726.74" in result.stdout
    assert "处错误" in result.stdout.splitlines()[-1]
    assert "\x1b[" not in result.stdout
    assert result.stderr == ""


def test_the_worst_comes_first_and_notes_wait_for_v(checked: CheckResult) -> None:
    lines = checked.told("text").splitlines()
    first = next(line for line in lines if line.startswith(("✗", "!", "·")))
    assert first.startswith("✗ 错误")
    assert not any(line.startswith("·") for line in lines)
    assert any(line.startswith("·") for line in checked.told("text", verbose=True).splitlines())


def test_colour_only_where_it_is_asked_for(checked: CheckResult) -> None:
    assert "\x1b[31m✗ 错误\x1b[0m" in checked.told("text", color=True)


def test_json_is_the_report(checked: CheckResult) -> None:
    report = json.loads(run(EXAMPLE, "--json").stdout)
    assert report == json.loads(checked.told("json"))
    assert report["findings"]["by_severity"]["error"] >= 1


def test_sarif_and_junit_are_read_by_their_own_libraries(checked: CheckResult, tmp_path: Path) -> None:
    Sarif.model_validate(json.loads(checked.told("sarif")))
    (tmp_path / "junit.xml").write_text(checked.told("junit"), "utf-8")
    suites = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    assert suites.failures >= 1
    assert suites.tests > 100


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("nowhere.pdf",), 2, "文件不存在"),
        ((EXAMPLE, "--format", "html"), 2, "text, json, sarif, junit"),
    ],
)
def test_a_mistake_of_the_caller_is_one_line(args: tuple[str | Path, ...], code: int, told: str) -> None:
    result = run(*args)
    assert result.returncode == code
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_what_is_no_disclosure_is_invalid(tmp_path: Path) -> None:
    path = tmp_path / "menu.txt"
    path.write_text("今日菜单\n白菜\n", "utf-8")
    with pytest.raises(CommandError) as raised:
        check(path)
    assert raised.value.exit_code == 3
