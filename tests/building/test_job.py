"""The main job as its users run it: from the command line, killed, repeated, on bad input, on a full disk."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from yusuan.building.output_folder import writing
from yusuan.outcomes import CommandError

YUSUAN = Path(sys.executable).with_name("yusuan")
EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-2024" / "disclosure.txt"


def yusuan(*args: str | Path, within: Sequence[str] = (), **options: object) -> subprocess.CompletedProcess[str]:
    command = [*within, str(YUSUAN), *(str(a) for a in args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload]


def tree(
    folder: Path, *, aside: tuple[str, ...] = ("store", ".lock", "states.json", "sources.json", ".places")
) -> dict[str, str]:
    """Path → hash of every file; aside the store, whose bytes are the engine's, and what is known of files by number."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not {p.relative_to(folder).parts[0], p.name, p.suffix} & set(aside)
    }


def only_package(out: Path) -> Path:
    (package,) = (out / "packages").iterdir()
    return package


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "disclosure.txt"
    path.parent.mkdir()
    shutil.copy(EXAMPLE, path)
    return path


def test_the_output_is_the_contract(example_build: Path) -> None:
    package = example_build / "packages" / "420100-157003-2024-budget"
    expected = {
        "datapackage.json", "report.json", "report.html", "data/observations.csv", "data/provenance.csv",
        "data/claims.csv", "data/findings.csv", "data/checks.csv", "data/repairs.csv", "data/projects.csv",
        "data/performance_targets.csv", "data/units.csv", "data/glossary.csv", "data/tables.csv",
        "rdf/data.nt", "rdf/data.ttl", "rdf/provenance.nt", "rdf/provenance.ttl",
    }  # fmt: skip
    assert expected <= set(tree(package, aside=()))
    assert {"catalogue.ttl", "catalogue.jsonld", "build.json"} <= set(tree(example_build))
    assert list((example_build / "observations").rglob("*.parquet"))
    assert (example_build / "store").is_dir()


def test_two_builds_give_identical_bytes(source: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    assert yusuan("build", source, "--out", first).returncode == 0
    assert yusuan("build", source, "--out", second).returncode == 0
    assert tree(first) == tree(second)


def test_further_forms_of_the_graphs_are_there_for_the_asking(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert yusuan("build", source, "--out", out, "--json-ld", "--cube-link").returncode == 0
    more = tree(only_package(out), aside=())
    assert "data.jsonld" in (out / "void.ttl").read_text("utf-8")
    asked = {**os.environ, "YUSUAN_JSON_LD": "yes", "YUSUAN_CUBE_LINK": "1"}
    again = yusuan("build", source, "--out", out, "--json", env=asked)
    assert [d["outcome"] for d in json.loads(again.stdout)["documents"]] == ["unchanged"]
    assert yusuan("build", source, "--out", out).returncode == 0
    less = tree(only_package(out), aside=())
    assert {*more} - {*less} == {"rdf/cube-link.ttl", "rdf/data.jsonld", "rdf/provenance.jsonld"}
    assert {name for name in less if less[name] != more[name]} == {"datapackage.json"}
    assert ".jsonld" not in (out / "void.ttl").read_text("utf-8")
    unclear = yusuan("build", source, "--out", out, env={**os.environ, "YUSUAN_JSON_LD": "perhaps"})
    assert unclear.returncode == 2 and "json_ld" in error_line(unclear)


def test_a_second_build_converts_nothing_and_says_so(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def written() -> dict[Path, int]:
        """When each file was; a source that had just been written is noted by the second build only."""
        aside = (".lock", "sources.json")
        return {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file() and p.name not in aside}

    yusuan("build", source, "--out", out)
    before = written()
    again = yusuan("build", source, "--out", out, "--json")
    assert [d["outcome"] for d in json.loads(again.stdout)["documents"]] == ["unchanged"]
    assert "未变" in again.stderr
    assert written() == before


def test_the_same_file_by_another_path_is_the_same_document(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    yusuan("build", source, "--out", out)
    moved = source.parent.rename(tmp_path / "moved") / source.name
    shutil.copy(moved, moved.with_name("copy.txt"))
    again = yusuan("build", moved.parent, "--out", out, "--json")
    assert [d["outcome"] for d in json.loads(again.stdout)["documents"]] == ["unchanged", "unchanged"]
    assert len(list((out / "packages").iterdir())) == 1
    told = yusuan("build", moved.parent, "--out", out, "--force").stdout
    assert told.count("观测") == 1
    assert f"同一份 the same  {moved} = {moved.with_name('copy.txt')}" in told


def test_a_changed_document_takes_the_place_of_the_old_one(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    yusuan("build", source, "--out", out)
    source.write_text(source.read_text("utf-8") + "\n备注: 以上为测试补充。\n", "utf-8")
    again = yusuan("build", source, "--out", out, "--json")
    assert [d["outcome"] for d in json.loads(again.stdout)["documents"]] == ["converted"]
    assert len(list((out / "packages").iterdir())) == 1


def test_a_killed_build_leaves_the_old_or_the_new_package_and_the_next_run_completes_it(
    source: Path, tmp_path: Path
) -> None:
    """SIGKILL at random moments of a build that replaces an older package."""
    changed = source.read_text("utf-8") + "\n备注: 以上为测试补充。\n"
    old_out, new_out, out = tmp_path / "old", tmp_path / "new", tmp_path / "out"
    started = time.monotonic()
    yusuan("build", source, "--out", old_out)
    whole_s = time.monotonic() - started
    old = tree(only_package(old_out), aside=())
    shutil.copytree(old_out, out)
    source.write_text(changed, "utf-8")
    yusuan("build", source, "--out", new_out)
    new = tree(only_package(new_out), aside=())
    assert old != new
    draw = random.Random(20241124)
    for _ in range(8):
        run = subprocess.Popen(
            [str(YUSUAN), "build", str(source), "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(draw.uniform(0.05, 1.0) * whole_s)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert tree(out / "packages" / "420100-157003-2024-budget", aside=()) in (old, new)
    assert yusuan("build", source, "--out", out).returncode == 0
    assert tree(out) == tree(new_out)
    assert not [p for p in (out / "packages").iterdir() if p.name.startswith(".")]


# --- bad input ------------------------------------------------------------------------------------------


def error_line(run: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (run.stderr + run.stdout).splitlines() if line.strip()]
    assert "Traceback" not in run.stderr
    return next(line for line in lines if line.startswith("错误") or "失败 failed" in line)


def test_a_missing_file(tmp_path: Path) -> None:
    run = yusuan("build", tmp_path / "没有.txt", "--out", tmp_path / "out")
    assert run.returncode == 2
    assert "没有.txt" in error_line(run)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "空的"),
        ("noise.txt", bytes(range(256)) * 40, "不是文本"),
        ("novel.txt", "从前有座山，山里有座庙。\n".encode(), "不像是预决算公开"),
        ("titled.txt", "某某局2024年部门预算\n\n一、概况\n\n没有表。\n".encode(), "没有找到任何预决算表"),
    ],
)
def test_a_document_that_is_none(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    run = yusuan("build", path, "--out", tmp_path / "out")
    assert run.returncode == 3
    assert name in error_line(run)
    assert told in error_line(run)


def test_a_bad_document_does_not_stop_the_good_ones(source: Path, tmp_path: Path) -> None:
    (source.parent / "empty.txt").write_bytes(b"")
    run = yusuan("build", source.parent, "--out", tmp_path / "out", "--json")
    assert run.returncode == 4
    assert sorted(d["outcome"] for d in json.loads(run.stdout)["documents"]) == ["converted", "failed"]
    assert only_package(tmp_path / "out").is_dir()


def test_a_document_that_is_missing_does_not_stop_the_others(source: Path, tmp_path: Path) -> None:
    listing = tmp_path / "sources.toml"
    listing.write_text(f'[[document]]\npath = "gone.pdf"\n[[document]]\npath = "in/{source.name}"\n', "utf-8")
    run = yusuan("build", listing, "--out", tmp_path / "out")
    assert run.returncode == 4
    assert "gone.pdf: 文件不存在" in run.stdout
    assert only_package(tmp_path / "out").exists()


def test_a_table_that_no_form_knows_is_kept_whole_with_a_finding(source: Path, tmp_path: Path) -> None:
    extra = "\n外星事务支出表\n\n单位: 万元\n\n星球\t金额\n火星\t12.50\n"
    text = source.read_text("utf-8")
    marker = "第三部分"
    at = text.rindex(marker)
    source.write_text(text[:at] + extra.lstrip() + "\n" + text[at:], "utf-8")
    out = tmp_path / "out"
    assert yusuan("build", source, "--out", out).returncode == 0
    package = only_package(out)
    assert "火星" in (package / "data" / "printed" / "other-1.csv").read_text("utf-8")
    assert "外星事务支出表" in (package / "data" / "findings.csv").read_text("utf-8")
    assert "火星" not in (package / "data" / "observations.csv").read_text("utf-8")


def test_a_folder_that_cannot_be_written(source: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    run = yusuan("build", source, "--out", blocked / "out")
    assert run.returncode == 4
    assert "不能写入" in error_line(run)


def tmpfs(folder: Path, size: str) -> list[str]:
    """A command prefix that runs the rest with a tmpfs of ``size`` at ``folder``, in a mount namespace of its own."""
    mount = f'mount -t tmpfs -o size={size} tmpfs "{folder}"'
    script = f'{mount} && "$@"; code=$?; ls -A "{folder}/packages" >&2; exit $code'
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]


@pytest.mark.parametrize("size", ["64k", "256k", "700k"])
def test_a_full_disk(source: Path, tmp_path: Path, size: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    run = yusuan("build", source, "--out", disk, within=tmpfs(disk, size))
    assert run.returncode == 4
    assert "磁盘已满" in error_line(run)
    left = [line for line in run.stderr.splitlines() if line.startswith(".")]
    assert not left, "nothing half-written stays"


def test_a_disk_that_is_full_for_the_store_is_told_alike(tmp_path: Path) -> None:
    """Oxigraph's errors have a text and no number."""
    with pytest.raises(CommandError, match="磁盘已满"), writing(tmp_path):
        raise OSError("IO error: No space left on device: While appending to file")


def test_two_builds_into_one_folder_at_once(source: Path, tmp_path: Path) -> None:
    import fcntl

    out = tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = yusuan("build", source, "--out", out)
    assert run.returncode == 4
    assert "另一个 build" in error_line(run)


# --- questions ------------------------------------------------------------------------------------------


def test_one_item_over_two_years_by_question_and_by_comparison(example_build: Path) -> None:
    asked = yusuan("query", "function-over-years", "-p", "code=2010350", "--store", example_build, "--json")
    rows = [row for row in json.loads(asked.stdout)["results"]["bindings"] if "unit" in row]
    amounts = {row["year"]["value"]: row["amount"]["value"] for row in rows if row["unit"]["value"] == "157003"}
    assert {year: float(amount) for year, amount in amounts.items()} == {"2023": 8457100, "2024": 8525300}
    compared = yusuan("compare", "--function", "2010350", "--years", "2023,2024", "--store", example_build)
    assert "8,457,100" in compared.stdout
    assert "8,525,300" in compared.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("query", "no-such-question"), "no-such-question"),
        (("query", "function-over-years"), "code"),
        (("query", "function-over-years", "-p", "code=abc"), "code"),
        (("query", "-"), ""),
        (("compare", "--function", "2010350", "--years", "zwei"), "years"),
    ],
)
def test_a_question_that_cannot_be_asked(example_build: Path, args: tuple[str, ...], told: str) -> None:
    run = yusuan(*args, "--store", example_build, input="SELECT ?x WHERE {")
    assert run.returncode == 2
    assert told in error_line(run)


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    run = yusuan("query", "documents", "--store", tmp_path)
    assert run.returncode == 2
    assert str(tmp_path) in error_line(run)


def test_help_names_every_command_and_doctor_finds_nothing_amiss() -> None:
    told = yusuan("--help").stdout
    assert all(name in told for name in ("build", "validate", "query", "compare", "doctor"))
    assert yusuan("doctor").returncode == 0


def test_settings_from_the_environment_and_a_faulty_settings_file(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "YUSUAN_OUT": str(out), "YUSUAN_BASE": "https://example.org/budget/"}
    assert yusuan("build", source, env=environment).returncode == 0
    data = (only_package(out) / "rdf" / "data.nt").read_text("utf-8")
    assert "https://w3id.org/yusuan/" not in data
    (tmp_path / "yusuan.toml").write_text("colour = 'red'\n")
    run = yusuan("build", source, cwd=tmp_path)
    assert run.returncode == 2
    assert "colour" in error_line(run)
