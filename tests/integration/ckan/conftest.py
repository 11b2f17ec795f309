"""Real portals: each version of CKAN is started once for all tests, and ended after them."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from . import installation
from .servers import Backing, Ckan


@pytest.fixture(scope="session")
def backing() -> Generator[Backing]:
    # Not pytest's own folder: the user that PostgreSQL runs as may not enter it.
    started = Backing(Path(tempfile.mkdtemp(prefix="yusuan-ckan-")))
    try:
        started.start(installation.VERSIONS)
        yield started
    finally:
        started.stop()


@contextmanager
def running(version: str, backing: Backing) -> Iterator[Ckan]:
    portal = Ckan(version, backing, backing.folder / f"ckan-{version}")
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


@pytest.fixture(scope="session")
def ckan_2_12(backing: Backing) -> Generator[Ckan]:
    with running("2.12.0", backing) as portal:
        yield portal


@pytest.fixture(scope="session")
def ckan_2_11(backing: Backing) -> Generator[Ckan]:
    with running("2.11.6", backing) as portal:
        yield portal


@pytest.fixture(scope="session", params=["2.12", "2.11"])
def portal(request: pytest.FixtureRequest) -> Ckan:
    """Each version in turn."""
    return request.getfixturevalue("ckan_" + request.param.replace(".", "_"))
