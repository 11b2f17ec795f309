"""A portal that is published to night after night: nothing grows here, and it holds the last night's figures.

A round is a corrected amount: the plan, the publication, and one more that writes nothing.

``YUSUAN_ENDURANCE`` is how many rounds there are.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from yusuan.commands import publishing
from yusuan.console import Console
from yusuan.datapackage.model import Conversion

from .builds import small, with_amount, write_build
from .portals import client, purge
from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]
NAME = "420100-900031-2024-budget"
ROUNDS = int(os.environ.get("YUSUAN_ENDURANCE", "5"))
#: The half in which caches that have a limit fill, and what allocators may keep after it.
FIRST, MEGABYTES = ROUNDS // 2, 30


@pytest.fixture
def conversion(example_build: Path, ckan_2_12: Ckan) -> Iterator[Conversion]:
    yield small(example_build, "900031", "武汉市档案馆")
    purge(ckan_2_12, NAME)


def held(out: Path, temporary: Path) -> tuple[float, dict[str, int]]:
    """Megabytes of this process, and how many of what else it holds."""
    gc.collect()
    process = psutil.Process()
    counted = {
        "descriptors": process.num_fds(),
        "processes": len(process.children(recursive=True)),
        "temporary files": len(list(temporary.iterdir())),
        "files": len([p for p in out.rglob("*") if p.is_file() and "versions" not in p.parts]),
    }
    return process.memory_info().rss / 1e6, counted


def test_nights_of_publishing_leave_nothing_behind(
    ckan_2_12: Ckan, conversion: Conversion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("YUSUAN_CKAN_TOKEN", ckan_2_12.token)
    quiet, seen = Console(quiet=True), list[tuple[float, dict[str, int]]]()
    for night in range(ROUNDS):
        out = write_build(tmp_path / "out", [with_amount(conversion, 0, 10_000 + night)])
        asked = publishing.Request(out, ckan_2_12.url, allow_http=True)
        assert publishing.plan(asked, quiet).exit_code == 6
        assert publishing.publish(asked, quiet).exit_code == 0
        writes = len(ckan_2_12.writes())
        again = publishing.publish(asked, quiet)
        assert [o.outcome for o in again.outcomes] == ["unchanged"]
        assert len(ckan_2_12.writes()) == writes
        if night + 1 in (FIRST, ROUNDS):
            seen.append(held(out, temporary))
    (before, counted), (after, counted_after) = seen
    assert after < before + MEGABYTES
    assert all(counted_after[what] <= counted[what] for what in counted)
    assert counted_after["temporary files"] == 0
    assert len(list((out / ".publish" / "versions" / NAME).glob("*.zip"))) == ROUNDS - 1  # earlier versions
    shown = client(ckan_2_12).show(NAME)
    assert shown is not None
    print(
        f"{FIRST} to {ROUNDS} rounds: {before:.0f} to {after:.0f} MB, {counted} to {counted_after}, version {shown['version']}"
    )
