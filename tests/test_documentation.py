"""What the documentation tells people to type is typed here."""

from __future__ import annotations

import ast
import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from yusuan.catalogue.site.words import checks
from yusuan.datapackage.model import TABLE_IDS

REPO = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def documented(page: str) -> list[str]:
    """The commands of ours in the shell blocks of a page, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (REPO / page).read_text("utf-8"), re.S | re.M)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(".venv/bin/yusuan")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, example_build: Path) -> Path:
    """A folder as a newcomer has it after ``make run``: the examples and what was built of them."""
    place = tmp_path_factory.mktemp("newcomer")
    shutil.copytree(REPO / "examples", place / "examples")
    shutil.copytree(example_build, place / "out")
    return place


@pytest.mark.parametrize("command", documented("README.md"))
def test_a_command_of_the_readme_works(folder: Path, command: str) -> None:
    program, *arguments = shlex.split(command)
    run = subprocess.run(
        [str(BIN / Path(program).name), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


def test_the_calculations_of_the_page_on_the_output_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    blocks = re.findall(r"^```python\n(.*?)^```", (REPO / "docs" / "output.md").read_text("utf-8"), re.S | re.M)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)
    assert len(names["largest"]) == 10
    assert names["by_year"].num_rows
    assert names["place"] and names["answer"].rows and names["compared"].figures
    assert len({(row[0], row[1], row[2]) for row in names["largest"]}) == 10
    assert set(names["total"]["amount"]) == {Decimal(38423500)}


def test_every_command_is_named_in_the_readme() -> None:
    from yusuan.cli import app

    named = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    readme = (REPO / "README.md").read_text("utf-8")
    assert [name for name in sorted(named) if f"yusuan {name}" not in readme] == []


def test_links_lead_somewhere() -> None:
    pages = [REPO / "README.md", *(REPO / "docs").rglob("*.md"), REPO / "examples" / "README.md"]
    broken = [
        f"{page.relative_to(REPO)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def heading_anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_to_a_section_find_its_heading() -> None:
    pages = [REPO / "README.md", *(REPO / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(REPO)}: {target}#{anchor}"
        for page in pages
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", page.read_text("utf-8"))
        if not target.endswith(".html") and anchor not in heading_anchors(page.parent / target if target else page)
    ]
    assert broken == []


def test_the_measurements_name_every_bench_and_no_other() -> None:
    page = (REPO / "docs" / "measurements.md").read_text("utf-8")
    there = {path.name for path in (REPO / "bench").glob("*.py")}
    scripts = {name for name in there if "__main__" in (REPO / "bench" / name).read_text("utf-8")}
    assert sorted(scripts - set(re.findall(r"`(\w+\.py)`", page))) == []
    pages = [REPO / "docs" / "measurements.md", *(REPO / "docs" / "measurements").glob("*.md")]
    named = {name for path in pages for name in re.findall(r"bench/([a-z_]+\.py)", path.read_text("utf-8"))}
    assert sorted(named - there) == []


def kinds_of_findings() -> set[str]:
    """The kinds of finding that the readers name in their code or in the words of performance forms."""
    performance = yaml.safe_load((REPO / "converters" / "performance" / "performance.yaml").read_text("utf-8"))
    told = set(performance["findings"])
    for path in [*(REPO / "converters").rglob("*.py"), *(REPO / "datapackage" / "accounting").rglob("*.py")]:
        for call in (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)):
            name = ast.unparse(call.func).rpartition(".")[2].lower()
            if name.endswith(("finding", "doubt", "reason", "of_file")):
                given = [*call.args, *(word.value for word in call.keywords if word.arg == "check")]
                texts = [a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                told |= {text for text in texts if re.fullmatch("[a-z]+(-[a-z]+)+", text)}
    return told - {"not-checkable"}


def test_every_kind_of_finding_has_a_name_in_both_languages() -> None:
    told = kinds_of_findings()
    assert {"unread-amount", "table-left-over", "hidden-left-out", "place-unproven"} <= told
    assert sorted(told - set(checks())) == []
    assert all(zh and en and zh != kind for kind, (zh, en) in checks().items())


def test_the_map_of_the_code_names_every_package_and_nothing_that_is_not_there() -> None:
    page = (REPO / "docs" / "code.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_*]+)*(?:/|\.py|\.yaml)?)`", page))
    paths = {name.rstrip("/") for name in named if "/" in name}
    assert sorted(p for p in paths if not list(REPO.glob(p))) == []
    packages = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {p.removeprefix("yusuan.").replace(".", "/") for p in packages} - {"yusuan"}
    assert sorted(f for f in folders if not any(path == f or path.startswith(f + "/") for path in paths | named)) == []


def test_the_page_on_output_names_every_table_resource_and_column_of_observations() -> None:
    page = (REPO / "docs" / "output.md").read_text("utf-8")
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in (REPO / "datapackage/schemas").glob("*.json")}
    columns = [field["name"] for field in schemas["observations"]["fields"]]
    assert [name for name in (*TABLE_IDS, *sorted(schemas), *columns) if f"`{name}`" not in page] == []


def test_the_page_on_output_names_every_line() -> None:
    page = (REPO / "docs" / "output.md").read_text("utf-8")
    with (REPO / "ontology" / "terms.csv").open(encoding="utf-8", newline="") as rows:
        lines = [row["notation"] for row in csv.DictReader(rows) if row["scheme"] == "line" and row["notation"]]
    assert len(lines) > 80
    assert [line for line in lines if f"`{line}`" not in page] == []


def test_the_readme_counts_identities_and_rules_as_they_are() -> None:
    said = re.search(
        r"(\d+) 个会计等式、(\d+) 条审核规则 · (\d+) identities, (\d+) rules", (REPO / "README.md").read_text("utf-8")
    )
    assert said
    identities = yaml.safe_load((REPO / "datapackage/accounting/identities.yaml").read_text("utf-8"))
    rules = yaml.safe_load((REPO / "datapackage/inspection/rules.yaml").read_text("utf-8"))["rules"]
    assert [int(number) for number in said.groups()] == [len(identities), len(rules)] * 2
