"""A real browser over a real server: Debian's Chromium, driven by Playwright, that reaches nothing but the site."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from yusuan.catalogue.site import editor

CHROMIUM = Path("/usr/bin/chromium")
#: Names resolve to nothing; what is left is this machine itself.
FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
AXE = editor.Part(
    "axe-core@4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ("axe.min.js",),
    "axe-core",
)


@pytest.fixture(scope="session")
def address(example_build: Path) -> Iterator[str]:
    """Where ``yusuan serve`` answers, over the examples."""
    if editor.installed() is None:
        editor.fetch()
    command = [sys.executable, "-m", "yusuan.cli", "serve", str(example_build), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = None
        for line in server.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        assert found, "the server did not start"
        yield found.group()
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium here: tests/install-system installs it")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, which looks for what keeps people out."""
    folder = editor.installed(AXE) or editor.fetch(AXE)
    return (folder / "axe.min.js").read_text("utf-8")


@dataclass(slots=True)
class Visit:
    """A page in a window, what it asked for, and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens windows of a width, with or without scripts; at the end nothing may have been asked of anyone else."""
    opened: list[tuple[BrowserContext, Visit]] = []

    def open_window(width: int = 1280, *, scripts: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN", base_url=address
        )
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on("console", lambda message: _note(seen, message))
        opened.append((context, seen))
        return seen

    yield open_window
    for context, seen in opened:
        context.close()
        outside = [url for url in seen.requests if not url.startswith((address + "/", "data:", "blob:"))]
        assert outside == []
        assert seen.errors == []


def _note(seen: Visit, message: Any) -> None:
    if message.type == "error":
        seen.errors.append(message.text)
