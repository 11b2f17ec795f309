"""Every bench tells what it measures and what it can be told."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
SCRIPTS = sorted(path.name for path in BENCH.glob("*.py") if "__main__" in path.read_text("utf-8"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_bench_explains_itself_and_its_arguments(script: str) -> None:
    run = subprocess.run(
        [sys.executable, str(BENCH / script), "--help"], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"usage: {script}")
    said = ast.get_docstring(ast.parse((BENCH / script).read_text("utf-8")))
    assert said
    assert said in run.stdout


def test_no_bench_has_the_name_of_what_the_tests_share_as_either_imports_the_other() -> None:
    shared = {path.name for path in (BENCH.parent / "tests" / "converters").glob("*.py")}
    assert sorted(shared & {path.name for path in BENCH.glob("*.py")}) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_argument_of_a_bench_says_what_it_is(script: str) -> None:
    tree = ast.parse((BENCH / script).read_text("utf-8"))
    silent = [
        ast.unparse(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") == "add_argument"
        and "help" not in {word.arg for word in call.keywords}
    ]
    assert silent == []
