"""How the SPARQL editor is fetched on a machine that has Python only."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from yusuan.catalogue.site import editor


def test_without_npm_on_the_machine_that_of_the_extra_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = subprocess.run([*editor._npm(), "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\d+\.\d+\.\d+", told.stdout.strip())


def test_without_any_npm_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(editor, "find_spec", lambda name: None)
    with pytest.raises(editor.FetchError, match="npm"):
        editor.fetch()
