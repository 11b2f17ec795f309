"""The portals that the other tests use are real, and of the versions that they say."""

from __future__ import annotations

import json
import urllib.request

import pytest

from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]


def test_a_real_ckan_answers_with_its_version_and_plugins(portal: Ckan) -> None:
    writes = portal.writes()
    with urllib.request.urlopen(f"{portal.url}/api/3/action/status_show", timeout=30) as answer:
        status = json.load(answer)["result"]
    assert status["ckan_version"] == portal.version
    assert {"datastore", "dcat", "harvest"} <= set(status["extensions"])
    assert portal.requests()[-1] == "GET /api/3/action/status_show"
    assert portal.writes() == writes
