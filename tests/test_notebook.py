"""The notebook of the examples runs from top to bottom on the examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_the_notebook_runs(repo: Path, example_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, cell by cell: a kernel of its own would add only seconds."""
    monkeypatch.setenv("YUSUAN_OUT", str(example_build))
    notebook = json.loads((repo / "examples" / "notebook" / "wuhan-2024.ipynb").read_text("utf-8"))
    names: dict[str, object] = {}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert cells
    for cell in cells:
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert names["totals"]
