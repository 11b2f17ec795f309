"""What a build meets in a year of nights: a clock that jumps, a folder nobody may write, and no growth in any round.

A round is a corrected amount: built, sent to another place, asked and compared, and built again for nothing.

``YUSUAN_ENDURANCE`` is how many rounds there are; a thousand take half an hour.
"""

from __future__ import annotations

import gc
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
import pytest
from yusuan.building import job
from yusuan.commands import asking
from yusuan.console import Console
from yusuan.settings import DEFAULT_BASE, Settings

sys.path.insert(0, str(Path(__file__).parent))

from test_job import EXAMPLE, error_line, tree, yusuan

ROUNDS = int(os.environ.get("YUSUAN_ENDURANCE", "5"))
#: The half in which caches that have a limit fill, and what allocators and the pools of libraries may keep after it.
FIRST, MEGABYTES, THREADS = ROUNDS // 2, 30, 4
#: Two tables and a sentence: with more a round is longer and shows no more.
DISCLOSURE = """某市档案信息中心 2024 年单位预算

支出总表

单位: 某市档案信息中心 单位: 万元

科目编码	科目名称	合计	基本支出	项目支出
	合计	{total}.00	{basic}.00	200.00
201	一般公共服务支出	{total}.00	{basic}.00	200.00
20103	政府办公厅(室)及相关机构事务	{total}.00	{basic}.00	200.00
2010350	事业运行	{total}.00	{basic}.00	200.00

一般公共预算支出表(分功能科目)

单位: 某市档案信息中心 单位: 万元

科目编码	科目名称	合计	基本支出	项目支出
	合计	{total}.00	{basic}.00	200.00
201	一般公共服务支出	{total}.00	{basic}.00	200.00
20103	政府办公厅(室)及相关机构事务	{total}.00	{basic}.00	200.00
2010350	事业运行	{total}.00	{basic}.00	200.00

单位预算情况说明

2024年支出预算{total}.00万元，其中：基本支出{basic}.00万元，项目支出200.00万元。
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "disclosure.txt"
    path.parent.mkdir()
    shutil.copy(EXAMPLE, path)
    return path


def build(source: Path, out: Path, address: str = "") -> job.BuildResult:
    return job.build([source.parent], out, DEFAULT_BASE, Console(quiet=True), jobs=1, observations=address)


def ask(out: Path, address: str, amount: int) -> None:
    """A question of the store, and the same comparison of the folder and of where the observations were sent to."""
    assert asking.answer("documents", [], "csv", Settings(store=str(out)), io.StringIO())
    code = {"function": "2010350"}
    here, there = (asking.comparison(code, "", "csv", Settings(store=place)) for place in (str(out), address))
    assert here == there and f"{amount}0000" in str(here)


@dataclass(frozen=True)
class Held:
    """What this process and its output hold."""

    megabytes: float
    descriptors: int
    threads: int
    processes: int
    temporary: int
    files: int


def held(out: Path, temporary: Path) -> Held:
    gc.collect()
    process = psutil.Process()
    return Held(
        process.memory_info().rss / 1e6,
        process.num_fds(),
        process.num_threads(),
        len(process.children(recursive=True)),
        len(list(temporary.iterdir())),
        # The store is Oxigraph's to lay out.
        len([p for p in (*out.rglob("*"), *out.with_name("away").rglob("*")) if "store" not in p.parts]),
    )


def rounds(source: Path, folder: Path) -> tuple[Held, Held]:
    """What is held after half of the rounds, and after all: the document changes in each, and is asked for twice."""
    out, temporary, address = folder / "out", folder / "temporary", f"file://{folder}/away"
    temporary.mkdir()
    tempfile.tempdir = str(temporary)
    seen: list[Held] = []
    for number in range(ROUNDS):
        basic, total = 500 + number, 700 + number
        source.write_text(DISCLOSURE.format(basic=basic, total=total), "utf-8")
        result = build(source, out, address)
        assert [o.outcome for o in result.outcomes] == ["converted"] and result.exit_code == 0
        ask(out, address, total)
        assert [o.outcome for o in build(source, out).outcomes] == ["unchanged"]
        if number + 1 in (FIRST, ROUNDS):
            seen.append(held(out, temporary))
    return seen[0], seen[1]


def test_builds_in_a_loop_leave_nothing_behind(source: Path, tmp_path: Path) -> None:
    """In a process of its own, which holds nothing of other tests."""
    command = [sys.executable, "-W", "error", __file__, str(source), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    before, after = (Held(**one) for one in json.loads(run.stdout))
    print(f"{FIRST} rounds: {before}\n{ROUNDS} rounds: {after}")
    assert after.megabytes < before.megabytes + MEGABYTES
    assert after.descriptors <= before.descriptors
    assert after.processes <= before.processes
    assert after.threads <= before.threads + THREADS
    assert (after.temporary, after.files) == (0, before.files)


def test_a_clock_that_jumps_changes_no_byte(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(source, tmp_path / "steady")
    dice = random.Random(1)
    monkeypatch.setattr(time, "time", lambda: dice.choice((0.0, 1e9, 2e9, 4e9)))
    monkeypatch.setattr(time, "time_ns", lambda: dice.choice((0, 10**18, 4 * 10**18)))
    build(source, tmp_path / "jumping")
    assert tree(tmp_path / "jumping") == tree(tmp_path / "steady")


def test_a_folder_that_is_read_only_is_told_and_stays_as_it_was(source: Path, tmp_path: Path) -> None:
    """A tmpfs with a build in it, made read-only: an administrator of the machine is kept out too."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        f'mount -t tmpfs tmpfs "{disk}" && cp -r "{tmp_path}/built/." "{disk}" && mount -o remount,ro "{disk}" && '
        f'"$@"; code=$?; diff -r "{tmp_path}/built" "{disk}" >&2; exit $code'
    )
    build(source, tmp_path / "built")
    source.write_text(source.read_text("utf-8") + "\n备注: 补充。\n", "utf-8")
    run = yusuan(
        "build", source, "--out", disk, within=["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    )
    assert run.returncode == 4
    assert "不能写入输出目录" in error_line(run)
    assert "Only in" not in run.stderr and "differ" not in run.stderr


if __name__ == "__main__":
    print(json.dumps([asdict(one) for one in rounds(Path(sys.argv[1]), Path(sys.argv[2]))]))
