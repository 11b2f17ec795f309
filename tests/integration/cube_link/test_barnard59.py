"""Zazuko's own tools take our cubes: ``barnard59 cube check-metadata`` and ``check-observations``.

The profile is ours, restated (``tests/ontology/cube_link``), because theirs is only on the web; what applies it is theirs.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF
from yusuan.ontology.forms import CUBE_LINK, Forms
from yusuan.ontology.rdf import write_rdf

from ...ontology.conftest import conversion

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("barnard59")]
CUBE = rdflib.Namespace("https://cube.link/")
PACKAGE = Path(__file__).with_name("package.json")
PROFILE = Path(__file__).parents[2] / "ontology" / "cube_link" / "profile.ttl"


@pytest.fixture(scope="module")
def barnard59() -> Path:
    """The program, installed once from the registry of npm in the versions that are pinned."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "yusuan-tests"
    folder = cache / f"barnard59-{sha256(PACKAGE.read_bytes()).hexdigest()[:12]}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".barnard59.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".made").exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(PACKAGE, folder)
            install = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(install, cwd=folder, check=True, timeout=900)
            (folder / ".made").touch()
    return folder


@pytest.fixture(scope="module")
def cubes(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    folder = tmp_path_factory.mktemp("cube")
    write_rdf(conversion(), folder, forms=Forms(cube_link=True))
    return rdflib.Graph().parse(folder / "rdf" / CUBE_LINK)


def _one(cubes: rdflib.Graph, ending: str) -> rdflib.Graph:
    """One cube with all that belongs to it, as ``fetch-cube`` would get it from a server."""
    (start,) = (cube for cube in cubes.subjects(RDF.type, CUBE.Cube) if str(cube).endswith(ending))
    others = set(cubes.subjects(RDF.type, CUBE.Cube)) - {start}
    found, todo = rdflib.Graph(), [start]
    while todo:
        subject = todo.pop()
        if (subject, None, None) not in found and subject not in others:
            for triple in cubes.triples((subject, None, None)):
                found.add(triple)
                todo.append(triple[2])
    return found


def _check(barnard59: Path, graph: rdflib.Graph, *command: str) -> str:
    """What the program says of ``graph``: a report in N-Triples, empty where all is well."""
    run = subprocess.run(
        [str(barnard59 / "node_modules" / ".bin" / "barnard59"), "cube", *command],
        input=graph.serialize(format="nt"), capture_output=True, text=True, cwd=barnard59, check=False, timeout=120,
    )  # fmt: skip
    return "" if run.returncode == 0 and "ValidationResult" not in run.stdout else run.stdout + run.stderr


def test_the_metadata_of_all_cubes_pass(barnard59: Path, cubes: rdflib.Graph) -> None:
    assert _check(barnard59, cubes, "check-metadata", "--profile", str(PROFILE)) == ""


def test_the_observations_of_a_cube_keep_its_constraint(barnard59: Path, cubes: rdflib.Graph, tmp_path: Path) -> None:
    cube = _one(cubes, "-project-expenditure")
    cube.serialize(tmp_path / "cube.ttl")
    assert len(set(cube.subjects(RDF.type, CUBE.Observation))) > 1
    assert _check(barnard59, cube, "check-observations", "--constraint", str(tmp_path / "cube.ttl")) == ""


def test_a_planted_fault_is_found_by_it(barnard59: Path, cubes: rdflib.Graph, tmp_path: Path) -> None:
    cube = _one(cubes, "-three-public")
    cube.serialize(tmp_path / "cube.ttl")
    (observation, *_) = cube.subjects(RDF.type, CUBE.Observation)
    cube.remove((observation, rdflib.URIRef("https://w3id.org/yusuan/def/amount"), None))
    report = _check(barnard59, cube, "check-observations", "--constraint", str(tmp_path / "cube.ttl"))
    assert "https://w3id.org/yusuan/def/amount" in report
