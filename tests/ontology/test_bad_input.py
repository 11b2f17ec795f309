"""Bad input on the command line: each thing is found or refused and named, and nothing is merged in silence."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

YUSUAN = Path(sys.executable).with_name("yusuan")
EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-2024" / "disclosure.txt"
HOUSING = "2210201\t住房公积金\t77.64\t77.64\t77.64\t0.00\t0.00\n"
PENSION = "2080505\t机关事业单位基本养老保险缴费支出\t80.71\t80.71\t80.71\t0.00\t0.00\n"
HEALTH = "2101103\t公务员医疗补助\t91.23\t91.23\t91.23\t0.00\t0.00\n"
RETIRED = "2080502\t事业单位离退休\t193.37\t193.37\t193.37\t0.00\t0.00\n"
CODE = "https://w3id.org/yusuan/code"


def _yusuan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(YUSUAN), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def _build(folder: Path, edit: Callable[[str], str]) -> subprocess.CompletedProcess[str]:
    """Build the example as ``edit`` leaves it into ``folder``/out."""
    before = EXAMPLE.read_text("utf-8")
    after = edit(before)
    assert after != before
    (folder / "disclosure.txt").write_text(after, "utf-8")
    return _yusuan("build", folder / "disclosure.txt", "--out", folder / "out")


def _package(folder: Path) -> Path:
    (package,) = (folder / "out" / "packages").iterdir()
    return package


def _findings(folder: Path) -> dict[str, str]:
    """Check → all that it says."""
    said: dict[str, str] = {}
    with (_package(folder) / "data" / "findings.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            said[row["check"]] = said.get(row["check"], "") + row["label"] + row["message"] + row["message_en"]
    return said


# --- in a document ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a code that no list has, a code under a second name, and rows printed twice."""

    def edit(text: str) -> str:
        text = text.replace(PENSION, PENSION.replace("2080505", "2080577").replace("机关事业单位基本", "新设"))
        text = text.replace(HOUSING, HOUSING.replace("住房公积金", "住房补助金") + HEALTH)
        return text.replace(RETIRED, RETIRED * 2)

    folder = tmp_path_factory.mktemp("strange")
    assert _build(folder, edit).returncode == 0
    return folder


def test_an_unknown_code_is_a_finding_and_kept_as_printed(strange: Path) -> None:
    assert "2080577" in _findings(strange)["code-not-in-classification"]
    data = (_package(strange) / "rdf" / "data.nt").read_text("utf-8")
    assert f'<{CODE}/function-2024-2080577> <https://w3id.org/yusuan/def/inCodeList> "false"' in data


def test_two_labels_for_a_code_are_a_finding_that_has_both(strange: Path) -> None:
    told = _findings(strange)["code-with-two-names"]
    assert "2210201" in told and "住房公积金" in told and "住房补助金" in told
    data = (_package(strange) / "rdf" / "data.nt").read_text("utf-8")
    (name,) = [line for line in data.splitlines() if f"<{CODE}/function-2024-2210201>" in line and "prefLabel" in line]
    assert '"住房公积金"@zh' in name, "the concept has the name of the list"
    provenance = (_package(strange) / "rdf" / "provenance.nt").read_text("utf-8")
    assert "文档写作“住房补助金”" in provenance, "what the document prints is a note on its observation"


def test_a_row_printed_twice_is_a_finding_and_two_observations(strange: Path) -> None:
    assert "2101103" in _findings(strange)["code-printed-twice"]
    data = (_package(strange) / "rdf" / "data.nt").read_text("utf-8")
    assert 'def/occurrence> "2"' in data
    assert _yusuan("validate", strange / "out").returncode == 0


def test_a_row_that_repeats_the_one_before_it_is_taken_once_and_told(strange: Path) -> None:
    assert "与上一行完全相同" in _findings(strange)["row-printed-twice"]


def test_an_edition_later_than_any_known_is_a_finding_and_unverified(tmp_path: Path) -> None:
    run = _build(tmp_path, lambda text: text.replace("2024", "2041").replace("2023", "2040"))
    assert run.returncode == 0, run.stderr
    assert "2041" in _findings(tmp_path)["edition-unknown"]
    data = (_package(tmp_path) / "rdf" / "data.nt").read_text("utf-8").splitlines()
    verified = [line for line in data if "def/verified> " in line]
    assert verified and all('"false"' in line for line in verified)
    assert _yusuan("validate", tmp_path / "out").returncode == 0


def test_an_edition_before_the_first_is_refused_in_one_line(tmp_path: Path) -> None:
    run = _build(tmp_path, lambda text: text.replace("2024", "2005").replace("2023", "2004"))
    assert run.returncode == 3
    (line,) = [line for line in run.stdout.splitlines() if line.strip().startswith("失败 failed")]
    assert "2005 年没有政府收支分类科目" in line and "disclosure.txt" in line and "no edition of 2005" in line
    assert "Traceback" not in run.stdout + run.stderr


# --- in a package -----------------------------------------------------------------------------------------


@pytest.fixture
def package(example_build: Path, tmp_path: Path) -> Path:
    shutil.copytree(example_build / "packages" / "420100-157003-2024-budget", tmp_path / "package")
    return tmp_path / "package"


def _edit(package: Path, name: str, edit: Callable[[list[str]], list[str]]) -> str:
    """Change a file, hide the change in the descriptor, and give what ``validate`` says of it, which must fail."""
    path = package / name
    before = path.read_text("utf-8").splitlines(keepends=True)
    after = "".join(edit(before)).encode()
    assert after != path.read_bytes()
    path.write_bytes(after)
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        if resource["path"] == name:
            resource |= {"bytes": len(after), "hash": f"sha256:{sha256(after).hexdigest()}"}
    (package / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
    run = _yusuan("validate", package)
    assert run.returncode == 3
    return run.stdout


def test_a_duplicate_observation_in_the_csv_is_named(package: Path) -> None:
    told = _edit(package, "data/observations.csv", lambda lines: [*lines, lines[5]])
    row = sum(1 for _ in csv.reader((package / "data/observations.csv").read_text("utf-8").splitlines()))
    identity = (package / "data/observations.csv").read_text("utf-8").splitlines()[5][:16]
    assert f"第 {row} 行" in told and identity in told and "标识重复或缺失" in told


def test_a_dangling_unit_in_the_rdf_is_named(package: Path) -> None:
    def dangling(lines: list[str]) -> list[str]:
        unit = "<https://w3id.org/yusuan/unit/420100-157003>"
        return [line for line in lines if not line.startswith(unit)]

    told = _edit(package, "rdf/data.nt", dangling)
    assert "单位没有说明" in told and "420100-157003" in told


def test_a_second_name_for_a_code_in_the_rdf_is_named(package: Path) -> None:
    code, label = f"<{CODE}/function-2024-2010350>", "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    told = _edit(package, "rdf/data.nt", lambda lines: sorted([*lines, f'{code} {label} "另一个名称"@zh .\n']))
    assert "一个编码在一种语言里只能有一个名称" in told and "function-2024-2010350" in told


def test_a_code_outside_its_closed_list_is_named(package: Path) -> None:
    def strange(lines: list[str]) -> list[str]:
        (first, *_) = [
            n for n, line in enumerate(lines) if "/code/phase-approved> ." in line and "observation/" in line
        ]
        lines[first] = lines[first].replace("phase-approved", "phase-imagined")
        return lines

    told = _edit(package, "rdf/data.nt", strange)
    assert "phase-imagined" in told and "预算阶段应恰好有一个" in told
