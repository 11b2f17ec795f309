"""What is installed with the project: pinned, under licences that anyone can accept, silent on the network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REPO = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
#: Licences under which software may be given to anyone; all others, and none at all, are looked at by a person.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|MPL|Mozilla|Zlib|Unlicense|0BSD|LGPL|Lesser|CC0|"
    r"Public Domain|W3C|Artistic",
    re.I,
)
NEVER = re.compile(r"AGPL|Affero|SSPL|Commons Clause", re.I)


def wanted(*extras: str) -> Iterator[Requirement]:
    """What ``pyproject.toml`` asks for, with these extras and those that they name."""
    listed = [*PROJECT["dependencies"]]
    for extra in extras:
        listed += PROJECT["optional-dependencies"][extra]
    for requirement in map(Requirement, listed):
        if requirement.name == "yusuan":
            yield from wanted(*requirement.extras)
        else:
            yield requirement


def locked(name: str) -> dict[str, list[Version]]:
    pins: dict[str, list[Version]] = {}
    for line in (REPO / "requirements" / name).read_text("utf-8").splitlines():
        if found := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            pins.setdefault(canonicalize_name(found[1]), []).append(Version(found[2]))
    return pins


@pytest.mark.parametrize(("name", "extras"), [("run.lock", ("ocr",)), ("test.lock", ("dev",))])
def test_the_lock_file_pins_all_that_is_asked_for(name: str, extras: tuple[str, ...]) -> None:
    """Run ``make lock`` where this fails."""
    pins = locked(name)
    for requirement in wanted(*extras):
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in {name}"
        assert all(v in requirement.specifier for v in versions), f"{requirement} and {name} differ"


def test_every_pin_has_hashes_and_no_host() -> None:
    for name in ("run.lock", "test.lock"):
        text = (REPO / "requirements" / name).read_text("utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries)
        assert "://" not in text


def test_every_dependency_of_the_package_has_an_upper_bound() -> None:
    """A wheel in an environment of another's making must not meet a library that did not exist when it was made."""
    for requirement in map(Requirement, PROJECT["dependencies"]):
        assert {">=", "<"} <= {s.operator for s in requirement.specifier}, requirement


def installed(*extras: str) -> dict[str, metadata.Distribution]:
    """Everything that an installation with these extras brings, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(r.name, frozenset(r.extras)) for r in wanted(*extras)]
    while waiting:
        name, of_extras = waiting.pop()
        if canonicalize_name(name) in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        found[canonicalize_name(name)] = distribution
        for requirement in map(Requirement, distribution.requires or ()):
            environments = [{**default_environment(), "extra": extra} for extra in (*of_extras, "")]
            if requirement.marker is None or any(requirement.marker.evaluate(e) for e in environments):
                waiting.append((requirement.name, frozenset(requirement.extras)))
    return found


def licence(distribution: metadata.Distribution) -> str:
    about = distribution.metadata
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License")]
    return " ".join([about.get("License-Expression") or "", (about.get("License") or "")[:200], *classifiers])


def test_the_installation_is_free_of_licences_that_bind_a_service() -> None:
    found = installed("ocr", "charts", "frames", "cluster")
    assert len(found) > 60
    assert {name for name, d in found.items() if NEVER.search(licence(d))} == set()
    assert {name: licence(d) for name, d in found.items() if not FREE.search(licence(d))} == {}


def test_the_bill_of_materials_names_all_that_is_installed(tmp_path: Path) -> None:
    bill = tmp_path / "sbom.json"
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--output-file", str(bill)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    named = {canonicalize_name(c["name"]) for c in json.loads(bill.read_text("utf-8"))["components"]}
    assert set(installed("ocr")) <= named


NO_NETWORK = """
import socket
def refused(self, address, *rest):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        raise RuntimeError(f"reached for the network: {address}")
    return connect(self, address, *rest)
connect = socket.socket.connect
socket.socket.connect = socket.socket.connect_ex = refused
def asked(host, *rest, **more):
    raise RuntimeError(f"asked for the address of {host}")
socket.getaddrinfo = asked
"""


def test_nothing_reaches_for_the_network(tmp_path: Path) -> None:
    """Neither the build, in any of its processes, nor a question."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    yusuan = str(Path(sys.executable).with_name("yusuan"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [yusuan, *words], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
        )

    probe = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    tried = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=False)
    assert "asked for the address" in tried.stderr or "reached for the network" in tried.stderr
    example = REPO / "examples" / "wuhan-2024" / "disclosure.pdf"
    assert (built := run("build", str(example), "--out", "out")).returncode == 0, built.stderr
    assert (asked := run("query", "documents", "--store", "out")).returncode == 0, asked.stderr
    assert "武汉" in asked.stdout
