"""Two real servers that hold the invented documents, loaded as a user would load them."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from yusuan.queries.endpoint import Endpoint
from yusuan.queries.graphs import named_graphs
from yusuan.queries.load import load_graphs, packages_of
from yusuan.settings import DEFAULT_BASE

from . import servers

#: A loaded machine with two slow cores takes seconds to plan what it answers in milliseconds.
PATIENCE_S = 120


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Generator[Endpoint]:
    if lacking := servers.missing():
        pytest.skip(f"not installed: {lacking}; see tests/install-system")
    with servers.fuseki(tmp_path_factory.mktemp("fuseki")) as server:
        yield Endpoint(server.sparql, PATIENCE_S, server.user, server.password)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Generator[Endpoint]:
    if lacking := servers.missing():
        pytest.skip(f"not installed: {lacking}; see tests/install-system")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield Endpoint(server.sparql, PATIENCE_S, server.user, server.password)


@pytest.fixture(scope="session")
def loaded(invented_build: Path, fuseki: Endpoint, virtuoso: Endpoint) -> dict[str, Endpoint]:
    """Both servers with the graphs of the invented documents."""
    graphs = named_graphs(packages_of(invented_build), DEFAULT_BASE)
    found = {"fuseki": fuseki, "virtuoso": virtuoso}
    for endpoint in found.values():
        assert {each.outcome for each in load_graphs(graphs, endpoint, DEFAULT_BASE)} == {"loaded"}
    return found


@pytest.fixture
def fuseki_empty(tmp_path: Path) -> Generator[Endpoint]:
    with servers.fuseki(tmp_path / "empty", heap="256m") as server:
        yield Endpoint(server.sparql, PATIENCE_S, server.user, server.password)
