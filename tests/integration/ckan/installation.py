"""What a real CKAN needs beside the system packages, installed once below ``.venv/services`` and kept.

System packages (PostgreSQL, Redis, a JDK, Maven, a C compiler) come from ``tests/install-system``.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
KEPT = Path(__file__).parents[3] / ".venv" / "services"
VERSIONS = ("2.12.0", "2.11.6")


def python_of(version: str) -> Path:
    """The interpreter of an environment that holds CKAN ``version``, made when it is not there."""
    pins = HERE / f"constraints-{version}.txt"
    wanted = [f"ckan[requirements]=={version}", "ckanext-dcat==2.4.4", "ckanext-harvest==1.6.3", *_HARVEST_TEST_NEEDS]
    with _made_once(f"ckan-{version}", pins) as making:
        if making:
            _run([sys.executable, "-m", "venv", str(making)])
            uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--python"]
            _run([*uv, str(making / "bin/python"), "--constraint", str(pins), *wanted])
    return KEPT / f"ckan-{version}" / "bin" / "python"


def solr() -> Path:
    """A folder with Solr's libraries in ``lib`` and the class that starts it in ``classes``."""
    sources = (HERE / "solr/pom.xml", HERE / "solr/Solr.java")
    with _made_once("solr", *sources) as making:
        if making:
            copy = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={making / 'lib'}"]
            _run(["mvn", "--quiet", "--batch-mode", "--file", str(sources[0]), *copy])
            _run(["javac", "-cp", f"{making}/lib/*", "-d", str(making / "classes"), str(sources[1])])
    return KEPT / "solr"


#: ``ckan harvester run-test`` imports CKAN's own test library.
_HARVEST_TEST_NEEDS = ("factory-boy", "pytest")


@contextmanager
def _made_once(name: str, *sources: Path) -> Generator[Path | None]:
    """The folder to fill, or None where one made from the same sources stands; half-made ones are made anew."""
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = KEPT / name
    mark = folder / (".made-" + hashlib.sha256(b"".join(p.read_bytes() for p in sources)).hexdigest()[:16])
    with (KEPT / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists():
            yield None
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
        mark.touch()


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-2000:]}")


if __name__ == "__main__":
    solr()
    for each in VERSIONS:
        python_of(each)
