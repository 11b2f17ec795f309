"""``yusuan run`` keeps a remote store up to date with what may go out, and with nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from yusuan.queries.endpoint import Endpoint, ask_endpoint

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("sparql")]
BASE = "https://data.example.org/budget/"
DOCUMENT = Path(__file__).parents[3] / "examples" / "wuhan-2024" / "disclosure.txt"
GRAPH = f"{BASE}graph/420100-157003-2024-budget"
#: The vocabulary, what is shared, the slices of the department and of the unit, the package and its provenance.
GRAPHS = 6


@dataclass
class Operator:
    """A folder of an operator's: sources, policy, output, and the command."""

    folder: Path
    store: Endpoint

    def run(self, *, policy: str = 'hold_severity = "none"', openness: str = "无条件开放", **store: Any) -> Any:
        told = {"endpoint": self.store.url, "user": self.store.user, "password_env": "THE_PASSWORD", **store}
        lines = "\n".join(f"{k} = {json.dumps(v)}" for k, v in told.items())
        document = f'[[document]]\nopenness = "{openness}"\npath = "{DOCUMENT}"\n'
        (self.folder / "sources.toml").write_text(f"{document}[[store]]\n{lines}\n", "utf-8")
        (self.folder / "policy.toml").write_text(policy, "utf-8")
        command = [str(Path(sys.executable).with_name("yusuan")), "run", str(self.folder / "sources.toml"), "--json"]
        command += ["--out", str(self.folder / "out"), "--policy", str(self.folder / "policy.toml"), "--base", BASE]
        environment = {**os.environ, "THE_PASSWORD": self.store.password}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)
        assert self.store.password not in done.stdout + done.stderr
        summary = json.loads(done.stdout) if done.stdout else {}
        assert summary.get("exit_code", done.returncode) == done.returncode
        return summary | {"returned": done.returncode, "said": done.stderr}

    def holds(self) -> bool:
        text = f"ASK {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
        return bool(ask_endpoint(text, "ASK", self.store).truth)


@pytest.fixture
def operator(tmp_path: Path, fuseki_empty: Endpoint) -> Operator:
    return Operator(tmp_path, fuseki_empty)


def test_a_night_loads_the_store_and_the_next_one_leaves_it(operator: Operator) -> None:
    first = operator.run()
    assert (first["returned"], first["stores"]) == (0, {operator.store.url: {"loaded": GRAPHS}}), first
    assert operator.holds()
    metrics = (operator.folder / "out/run/metrics.prom").read_text("utf-8")
    assert f'yusuan_run_graphs{{store="{operator.store.url}",outcome="loaded"}} {GRAPHS}' in metrics
    second = operator.run()
    assert second["stores"] == {operator.store.url: {"unchanged": GRAPHS}}
    held = operator.run(policy="hold_unproven_percent = -1.0", prune=True)
    assert held["returned"] == 4
    assert operator.holds()  # what is held back today was let through before


def test_what_is_held_or_not_open_is_not_loaded(operator: Operator) -> None:
    assert operator.run(policy="hold_unproven_percent = -1.0")["returned"] == 4
    assert not operator.holds()
    operator.run(openness="有条件开放")
    assert not operator.holds()


def test_a_store_that_fails_is_named_and_told_by_the_exit_code(operator: Operator) -> None:
    wrong = operator.run(user="nobody")
    assert wrong["returned"] == 5
    assert operator.store.url in wrong["troubles"][0]
    gone = operator.run(endpoint="http://127.0.0.1:9/sparql", graph_store="http://127.0.0.1:9/data")
    assert gone["returned"] == 5
    assert "Traceback" not in gone["said"]
