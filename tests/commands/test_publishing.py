"""Publication: what is wrong with the request itself is told as that, before anything is asked of a portal."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.commands.publishing import Request, plan
from yusuan.console import Console
from yusuan.outcomes import EXIT, CommandError


@pytest.mark.parametrize("url", ["foo", "ftp://portal.example.org", "http://张三:secret@portal.example.org"])
def test_an_address_that_is_none_is_a_faulty_request_and_no_portal_that_is_away(example_build: Path, url: str) -> None:
    with pytest.raises(CommandError) as caught:
        plan(Request(example_build, url), Console(quiet=True))
    assert caught.value.exit_code == EXIT["usage"]


def test_a_portal_that_is_away_is_told_as_that(example_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yusuan.catalogue.portal._backoff", lambda _: 0)
    with pytest.raises(CommandError) as caught:
        plan(Request(example_build, "http://127.0.0.1:9"), Console(quiet=True))
    assert caught.value.exit_code == EXIT["remote"]
