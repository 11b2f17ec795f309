"""The unattended run: what the policy holds back, what the summary says, one at a time."""

from __future__ import annotations

import fcntl
import json
import re
from pathlib import Path

import pytest
from yusuan.commands import running
from yusuan.commands.policy import Policy, reason_to_hold
from yusuan.commands.running import RunRequest
from yusuan.console import Console
from yusuan.outcomes import CommandError
from yusuan.queries.cube import Cube
from yusuan.queries.question import QueryError

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-2024" / "disclosure.txt"
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


def test_observations_of_what_may_go_out_are_sent_and_those_of_what_is_held_stay_as_they_were(tmp_path: Path) -> None:
    """Held: sent by no run but the one that a person said yes to. Not open: withdrawn."""
    (tmp_path / "disclosure.txt").write_bytes(EXAMPLE.read_bytes())
    listing, out, address = tmp_path / "sources.toml", tmp_path / "out", f"file://{tmp_path}/away"

    def sent(policy: Policy, openness: str, accept: tuple[str, ...] = ()) -> tuple[dict[str, str], running.Summary]:
        listing.write_text(f'[[document]]\npath = "disclosure.txt"\nopenness = "{openness}"\n', "utf-8")
        request = RunRequest((listing,), out, BASE, policy, accept=accept, observations=address)
        summary = running.run(request, Console(quiet=True))
        try:
            with Cube(address) as cube:
                found = cube.arrow("SELECT observation_id, label FROM observations").to_pylist()
        except QueryError:  # there are none
            found = []
        return {row["observation_id"]: row["label"] for row in found}, summary

    strict = Policy(hold_severity="info", hold_causes=("reading", "unknown", "publisher"))
    held, summary = sent(strict, "无条件开放")
    assert (held, summary.exit_code, len(summary.held)) == ({}, 4, 1)
    (name,) = summary.held
    first, summary = sent(strict, "无条件开放", accept=(name,))
    assert len(first) > 500 and summary.exit_code == 0
    assert "观测 observations" in summary.as_text()
    assert 'yusuan_run_observation_files{outcome="sent"}' in running.metrics(summary)
    changed = (tmp_path / "disclosure.txt").read_text("utf-8") + "\n备注: 补充说明。\n"
    (tmp_path / "disclosure.txt").write_text(changed, "utf-8")
    assert sent(strict, "无条件开放")[0] == first
    second, _ = sent(OPEN, "无条件开放")
    assert len(second) == len(first) and not second.keys() & first.keys()
    assert sent(OPEN, "不予开放")[0] == {}


def test_an_address_that_cannot_be_reached_is_told_and_the_rest_is_done(ran: Path) -> None:
    (ran / "sources.toml").write_text(f'[[document]]\npath = "{EXAMPLE}"\nopenness = "无条件开放"\n', "utf-8")
    away = "file:///proc/nowhere"
    closed = running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN, observations=away), Console(quiet=True))
    assert closed.exit_code == 0 and "not-open 1" in closed.as_text(), "nothing may go there, which is told"
    listed = RunRequest((ran / "sources.toml",), ran, BASE, OPEN, observations=away)
    summary = running.run(listed, Console(quiet=True))
    assert summary.exit_code == 5
    assert any("/proc/nowhere" in trouble for trouble in summary.troubles)
    with pytest.raises(CommandError):
        running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN, observations="nothing://x/y"), Console(quiet=True))


def test_a_portal_that_is_away_is_told_and_the_rest_is_done(
    ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yusuan.catalogue.portal._backoff", lambda _: 0)
    listing, address = tmp_path / "sources.toml", tmp_path / "away"
    listing.write_text(f'[[document]]\npath = "{EXAMPLE}"\nopenness = "无条件开放"\n', "utf-8")
    request = RunRequest((listing,), ran, BASE, OPEN, portal="http://127.0.0.1:9", observations=f"file://{address}")
    summary = running.run(request, Console(quiet=True))
    assert (summary.exit_code, summary.datasets) == (5, {})
    assert list(address.rglob("*.parquet"))
    told = (ran / "run/summary.txt").read_text("utf-8")
    assert "远端 remote  http://127.0.0.1:9: 连不上" in told
    assert "yusuan_run_exit_code 5" in (ran / "run/metrics.prom").read_text("utf-8")


def test_a_run_that_does_not_come_to_its_end_leaves_no_summary_of_the_night_before(
    ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CommandError("partial", "磁盘已满")

    monkeypatch.setattr("yusuan.commands.running.job.build", full)
    with pytest.raises(CommandError, match="磁盘已满") as broken:
        running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN), Console(quiet=True))
    assert broken.value.exit_code == 1
    assert "没有做完 broken off  磁盘已满" in (ran / "run/summary.txt").read_text("utf-8")
    assert "yusuan_run_exit_code 1\n" in (ran / "run/metrics.prom").read_text("utf-8")
    monkeypatch.setattr("yusuan.commands.running.write_text", full_disk)
    with pytest.raises(CommandError):
        running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN), Console(quiet=True))
    assert not (ran / "run/summary.txt").exists()
    monkeypatch.undo()
    assert running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN), Console(quiet=True)).broken_off == ""


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_second_run_in_one_folder_leaves(ran: Path) -> None:
    with (ran / ".run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="另一个 run"):
            running.run(RunRequest((EXAMPLE,), ran, BASE, OPEN, wait_s=0.3), Console(quiet=True))
