"""The unattended run: what the policy holds back, what the summary says, one at a time."""

from __future__ import annotations

import fcntl
import json
import re
from pathlib import Path

import pytest
from yusuan import running
from yusuan.console import Console
from yusuan.outcomes import CommandError
from yusuan.running import Policy, RunRequest, read_policy, reason_to_hold

EXAMPLE = Path(__file__).parents[1] / "examples" / "wuhan-2024" / "disclosure.txt"
BASE = "https://data.example.org/budget/"
OPEN = Policy(hold_severity="none")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "out"
    summary = running.run(RunRequest((EXAMPLE,), out, BASE, OPEN), Console(quiet=True))
    assert summary.exit_code == 0, summary.as_text()
    return out


def test_the_summary_stands_in_every_form(ran: Path) -> None:
    said = json.loads((ran / "run/summary.json").read_text("utf-8"))
    assert (said["exit_code"], said["documents"]) == (0, {"converted": 1})
    assert "退出码 exit 0" in (ran / "run/summary.txt").read_text("utf-8")
    assert "<pre>" in (ran / "run/summary.html").read_text("utf-8")


def test_metrics_are_in_the_text_format_of_prometheus(ran: Path) -> None:
    lines = (ran / "run/metrics.prom").read_text("utf-8").splitlines()
    sample = re.compile(r'yusuan_run_\w+(\{\w+="[\w-]+"\})? [-0-9.e+]+')
    assert all(line.startswith(("# HELP ", "# TYPE ")) or sample.fullmatch(line) for line in lines)
    assert 'yusuan_run_documents{outcome="converted"} 1' in lines


def test_a_finding_holds_a_document_where_the_policy_says_so(ran: Path) -> None:
    (package,) = (ran / "packages").iterdir()
    assert reason_to_hold(package, OPEN, {}) == ""
    strict = Policy(hold_severity="info", hold_causes=("reading", "unknown", "publisher"))
    assert "findings to look at" in reason_to_hold(package, strict, {})


def test_a_total_that_moved_far_needs_a_yes(ran: Path) -> None:
    (package,) = (ran / "packages").iterdir()
    accepted = json.loads((ran / "run/accepted.json").read_text("utf-8"))
    assert reason_to_hold(package, OPEN, accepted) == ""
    half = {package.name: str(int(accepted[package.name].split(".")[0]) // 2)}
    assert "the total changed" in reason_to_hold(package, OPEN, half)
    (ran / "run/accepted.json").write_text(json.dumps(half))
    held = running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN), Console(quiet=True))
    assert (held.exit_code, list(held.held)) == (4, [package.name])
    said_yes = RunRequest((EXAMPLE,), ran, BASE, OPEN, accept=(package.name,))
    assert running.run(said_yes, Console(quiet=True)).exit_code == 0
    assert running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN), Console(quiet=True)).exit_code == 0


def test_a_second_run_in_one_folder_leaves(ran: Path) -> None:
    with (ran / ".run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="另一个 run"):
            running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN, wait_s=0.3), Console(quiet=True))


def test_a_policy_with_an_unknown_setting_is_told(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('hold_severity = "warning"\nhold_causes = ["reading"]\n')
    assert read_policy(file) == Policy("warning", ("reading",))
    file.write_text('hold_severty = "warning"\n')
    with pytest.raises(CommandError, match="hold_severty"):
        read_policy(file)
    file.write_text('hold_severity = "loud"\n')
    with pytest.raises(CommandError, match="loud"):
        read_policy(file)
