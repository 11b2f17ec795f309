"""One site over the examples, for all tests of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits


@pytest.fixture(scope="session")
def site(example_build: Path) -> Iterator[TestClient]:
    app = create_app(example_build, Limits(seconds=10, workers=1), Rate(0))
    with TestClient(app, follow_redirects=False, raise_server_exceptions=True) as client:
        yield client
