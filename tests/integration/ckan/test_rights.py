"""What a token may do, on each version: nothing of it is guessed, and a refusal is one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .builds import BASE, small, write_build
from .portals import client, purge, yusuan
from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]
NAME, EXAMPLE = "420100-920001-2024-budget", "420100-157003-2024-budget"


@pytest.fixture(scope="module")
def build(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("rights"), [small(example_build, "920001", "武汉市图书馆")])


def test_a_token_without_rights_and_an_organisation_that_is_not_its_own(portal: Ckan, build: Path) -> None:
    api = client(portal)
    name = f"clerk-{portal.version.replace('.', '-')}"
    api.write("user_create", {"name": name, "email": f"{name}@localhost.localdomain", "password": "only-for-tests"})
    token = api.write("api_token_create", {"user": name, "name": "t"})["token"]
    purge(portal, NAME)
    done = yusuan("publish", str(build), "--to", portal.url, "--no-groups", token=token)
    assert done.returncode == 5
    assert "权限" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    foreign = f"other-{name}"
    api.write("organization_create", {"name": foreign, "title": "别的机构"})
    done = yusuan("publish", str(build), "--to", portal.url, "--no-groups", "--owner-org", foreign, token=token)
    assert done.returncode == 5
    assert client(portal).show(NAME) is None
    own = f"own-{name}"
    api.write(
        "organization_create", {"name": own, "title": "自己的机构", "users": [{"name": name, "capacity": "editor"}]}
    )
    done = yusuan("publish", str(build), "--to", portal.url, "--no-groups", "--owner-org", own, "--json", token=token)
    assert done.returncode == 0, done.stdout
    assert {d["outcome"] for d in json.loads(done.stdout)["datasets"]} == {"created"}
    purge(portal, NAME)


def test_a_plan_needs_no_token_and_publishing_without_one_is_one_line(portal: Ckan, build: Path) -> None:
    plan = yusuan("plan", str(build), "--to", portal.url)
    assert plan.returncode == 6, plan.stderr
    assert f"新建 create  {NAME}" in plan.stdout
    writes = len(portal.writes())
    done = yusuan("publish", str(build), "--to", portal.url)
    assert done.returncode == 5
    assert len(done.stderr.strip().splitlines()) <= 2
    assert client(portal).show(NAME) is None
    assert len(portal.writes()) - writes <= 1


def test_a_run_publishes_what_the_policy_lets_through(portal: Ckan, tmp_path: Path) -> None:
    document = Path(__file__).parents[3] / "examples" / "wuhan-2024" / "disclosure.txt"
    sources = tmp_path / "sources.toml"
    sources.write_text(f'[[document]]\nopenness = "无条件开放"\npath = "{document}"\n', "utf-8")
    policy = tmp_path / "policy.toml"
    policy.write_text('hold_severity = "none"\n')
    asked = ["run", str(sources), "--out", str(tmp_path / "out"), "--base", BASE, "--to", portal.url, "--json"]
    done = yusuan(*asked, "--policy", str(policy), token=portal.token)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["datasets"] == {"created": 1}
    policy.write_text('hold_unproven_percent = -1.0\nhold_severity = "none"\n')
    writes = len(portal.writes())
    held = yusuan(*asked, "--policy", str(policy), token=portal.token)
    assert held.returncode == 4
    assert list(json.loads(held.stdout)["held"]) == [EXAMPLE]
    assert portal.writes()[writes:] == []
    seen = client(portal).show(EXAMPLE)
    assert seen is not None
    assert seen["state"] == "active"
    purge(portal, EXAMPLE)
