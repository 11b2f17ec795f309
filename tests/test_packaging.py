"""What is installed: only the package ``yusuan``, with all the data it needs, and a command that works from anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
sys.path[:0] = [str(REPO / "bench"), str(REPO / "tests")]

import fuzz  # noqa: E402  (both found by the line above)
from test_supply import NO_NETWORK  # noqa: E402

DATA = {".yaml", ".csv", ".json", ".ttl", ".rq", ".html"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out, source = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("source") / "yusuan"
    shutil.copytree(REPO, source, ignore=shutil.ignore_patterns(".*", "build", "out", "*.egg-info", "__pycache__"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_nothing_with_a_generic_name_lands_in_site_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"yusuan"}


def test_forms_code_lists_schemas_vocabulary_and_questions_travel(wheel: Path) -> None:
    inside = {name.removeprefix("yusuan/") for name in zipfile.ZipFile(wheel).namelist()}
    folders = ("building", "commands", "converters", "datapackage", "ontology", "catalogue", "queries")
    needed = {
        p.relative_to(REPO).as_posix() for f in folders for p in (REPO / f).rglob("*") if p.suffix in DATA | {".py"}
    }
    assert needed - inside == set()


def test_an_environment_is_made_with_the_quicker_interpreter(tmp_path: Path) -> None:
    """Programs that stand for interpreters: one that is too old or slow (its check fails), and one that passes it."""
    slow, quick = tmp_path / "slow", tmp_path / "quick"
    for stand_in, code in ((slow, 1), (quick, 0)):
        stand_in.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
        stand_in.chmod(0o755)

    def chosen(*candidates: Path) -> str:
        command = ["sh", str(REPO / "requirements" / "interpreter"), *map(str, candidates)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert chosen(slow, quick) == str(quick)
    assert chosen(tmp_path / "missing", slow) == str(tmp_path / "missing")
    assert chosen(Path("/bin/sh"), quick) == str(quick)


def alone(site: Path) -> str:
    """The beginning of a program that has the package unpacked at ``site``, and not the checkout."""
    return (
        f"import sys; sys.path.insert(0, {str(site)!r});"
        "sys.meta_path[:] = [f for f in sys.meta_path if '__editable__' not in getattr(f, '__module__', '')];"
        "import yusuan, yusuan.cli; assert 'site' in yusuan.__file__, yusuan.__file__"
    )


def test_the_wheel_alone_reads_every_kind_without_a_network(wheel: Path, tmp_path: Path) -> None:
    for name in ("site", "kinds"):
        (tmp_path / name).mkdir()
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "site" / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    files = sorted(fuzz.sources([REPO / "examples" / "wuhan-2024", fuzz.other_kinds(tmp_path / "kinds")]))
    program = (
        f"{alone(tmp_path / 'site')}\n"
        "from pathlib import Path; from yusuan.converters.sources import Source\n"
        "from yusuan.document import understand\n"
        "for name in sys.argv[1:]: print(Path(name).suffix, len(understand(Source(Path(name))).facts) > 50)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, files)], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
    )  # fmt: skip
    kinds = (".txt", ".pdf", ".xlsx", ".docx", ".html", ".csv", ".mht", ".ofd", ".zip")
    assert run.returncode == 0, run.stderr
    assert sorted(run.stdout.splitlines()) == sorted(f"{kind} True" for kind in kinds)


def test_the_wheel_alone_does_the_job(wheel: Path, tmp_path: Path) -> None:
    """Unpacked far from the checkout, with only the libraries of this environment."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    example = REPO / "examples" / "wuhan-2024" / "disclosure.txt"
    program = f"{alone(tmp_path / 'site')}; yusuan.cli.main()"
    command = [sys.executable, "-c", program, "build", str(example), "--out", str(tmp_path / "out")]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out" / "build.json").exists()


def test_the_command_starts_without_its_heavy_libraries() -> None:
    program = (
        "import sys; sys.argv = ['yusuan', '--help']; from yusuan import cli\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "heavy = {'pyarrow', 'rdflib', 'frictionless', 'pyoxigraph', 'pdfplumber', 'rich', 'yaml'} & set(sys.modules)\n"
        "sys.exit(f'imported for --help: {heavy}' if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
