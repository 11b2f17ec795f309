"""What all tests share: the repository, the real documents where they are, small documents made in place."""

from __future__ import annotations

import fcntl
import gc
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from yusuan.converters.readers import text
from yusuan.converters.table import Block, Table

REPO = Path(__file__).resolve().parents[1]
Read = Callable[[str], list[Block]]
Grid = Callable[[str], Table]

# Compiled modules are kept: else each of the hundreds of processes that the tests start compiles the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """In CI a test that needs a real server must run: skipping it is failing it."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("service"):
        report.outcome = "failed"
        report.longrepr = f"a service test was skipped in CI: {report.longrepr}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what is made once for their module go to one process, so that it is made once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None and _shares_with_its_module(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares_with_its_module(item: pytest.Item) -> bool:
    defined = item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ()
    return any(fixture[-1].scope == "module" for fixture in defined)


def pytest_collection_finish() -> None:
    """The thousands of tests are never looked through for garbage again, and what one makes is nearly all gone before."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session")
def repo() -> Path:
    return REPO


@pytest.fixture(scope="session")
def disclosures() -> Path:
    """The folder of real documents; tests that need it are skipped where it is absent."""
    folder = REPO.parent / "shared" / "disclosures"
    if not folder.is_dir():
        pytest.skip("the real documents are not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def wuhan(disclosures: Path) -> Path:
    return disclosures / "wuhan-information-center-2024" / "disclosure.txt"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Blocks of a text in which ``|`` stands for a tab, as an OCR run would have written it."""

    def blocks(content: str) -> list[Block]:
        path = tmp_path / "document.txt"
        path.write_text(content.replace("|", "\t"), "utf-8")
        return list(text.read(path))

    return blocks


@pytest.fixture
def grid(read: Read) -> Grid:
    """The one grid of a text in which ``|`` stands for a tab."""

    def table(content: str) -> Table:
        (found,) = [block for block in read(content.strip("\n")) if isinstance(block, Table)]
        return found

    return table


def made_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """The folder ``name`` that ``make`` fills, made by the first process of a test run that asks for it."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def example_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own examples, built once for all tests that only read the result."""
    from yusuan.building import job
    from yusuan.console import Console
    from yusuan.settings import DEFAULT_BASE

    def build(out: Path) -> None:
        result = job.build([REPO / "examples" / "sources.toml"], out, DEFAULT_BASE, Console(quiet=True))
        assert result.exit_code == 0, result.as_text()

    return made_once("examples", tmp_path_factory, build)


@pytest.fixture(scope="session")
def invented_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine invented documents over five years, built once; see tests/queries/invented.py."""
    from .queries import invented

    return made_once("invented", tmp_path_factory, invented.build)


@pytest.fixture(scope="session")
def invented_observation() -> str:
    """The id of the first amount of 行政运行 in the invented budget of 901001 for 2022."""
    from .queries import invented

    facts = invented.conversions()[0].facts
    return next(f.observation_id for f in facts if f.function_code == "2080201" and f.category == "all")
