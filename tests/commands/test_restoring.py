"""``yusuan restore``: the RDF alone is enough to have every table and file of a package again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from yusuan import document
from yusuan.commands.restoring import restore
from yusuan.ontology.forms import CUBE_LINK, Forms
from yusuan.outcomes import CommandError

from ..ontology.conftest import conversion

BASE = "https://budget.example.org/id/"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    document.write(conversion(), tmp_path / "package", BASE, forms=Forms(json_ld=True, cube_link=True))
    return tmp_path / "package"


@pytest.mark.parametrize("suffix", [".nt", ".ttl", ".jsonld"])
def test_every_byte_of_the_package_comes_back(package: Path, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "graphs").mkdir()
    for name in ("data", "provenance"):
        shutil.copy(package / "rdf" / f"{name}{suffix}", tmp_path / "graphs")
    if suffix == ".jsonld":
        shutil.copy(package / "rdf" / CUBE_LINK, tmp_path / "graphs")
    else:
        document.write(conversion(), package, BASE)  # as it is where nobody asks for further forms
    place = restore(tmp_path / "graphs", tmp_path / "restored")
    assert place.name == conversion().disclosure.name
    files = sorted(p.relative_to(package) for p in package.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(place) for p in place.rglob("*") if p.is_file())
    assert [f for f in files if (package / f).read_bytes() != (place / f).read_bytes()] == []


def test_what_is_no_graph_of_a_package_is_told_in_a_line(package: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这个文件夹"):
        restore(tmp_path / "nothing", tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"empty: .* / there is no data\.nt, .*the folder of one package"):
        restore(tmp_path / "empty", tmp_path)
    with pytest.raises(CommandError, match=r"/proc/out: .* / the output folder cannot be written"):
        restore(package, Path("/proc/out"))
    (package / "rdf" / "provenance.nt").write_text("")
    with pytest.raises(CommandError, match="没有单元格") as refused:
        restore(package, tmp_path / "restored")
    assert refused.value.exit_code == 3
    assert not (tmp_path / "restored").exists()


def test_the_command_prints_where_the_package_is(package: Path, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "yusuan"), "restore", str(package), "--out", str(tmp_path / "again")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == str(tmp_path / "again" / conversion().disclosure.name)
