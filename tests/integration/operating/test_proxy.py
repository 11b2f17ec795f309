"""The files of docs/operating.md do what it says: nginx in front of the site at a sub-path, and the systemd units."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("proxy")]
DOCUMENTED = (Path(__file__).parents[3] / "docs" / "operating.md").read_text("utf-8")
SERVED = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENTED, re.S)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + 120
            while not answers(port):
                assert process.poll() is None, command
                assert time.monotonic() < end, command
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module")
def proxy(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx, with the documented block as it stands but for the port behind it and its own folder."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if nginx is None:
        pytest.skip("no nginx here: tests/install-system installs it")
    folder, front, behind = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    (told,) = blocks("nginx")
    cache, _, locations = told.partition("\n")
    assert SERVED in locations
    own = {name: f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")}
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.getuid() == 0 else ''} daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{ access_log off;\n"
        f"{' '.join(own.values())}\n{cache.replace('/var/cache/nginx', str(folder))}\n"
        f"server {{ listen 127.0.0.1:{front};\n{locations.replace(SERVED, f'http://127.0.0.1:{behind}')} }} }}\n"
    )
    serve = [sys.executable, "-m", "yusuan.cli", "serve", str(example_build), "--port", str(behind)]
    command = [nginx, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(folder / "nginx.conf")]
    with running([*serve, "--sub-path", "/budget"], behind), running(command, front):
        yield f"http://127.0.0.1:{front}/budget"


def asked(address: str, body: dict[str, str] | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
    data = urllib.parse.urlencode(body).encode() if body else None
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data, named), timeout=120) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()


def test_every_link_of_the_first_page_stays_below_the_sub_path_and_leads_somewhere(proxy: str) -> None:
    status, _, page = asked(f"{proxy}/")
    assert status == 200
    links = set(re.findall(r'(?:href|src)="(/[^"#]*)"', page))
    assert {link for link in links if not link.startswith("/budget/")} == set()
    host = proxy.removesuffix("/budget")
    broken = [link for link in sorted(links)[::4] if asked(host + link.replace("&amp;", "&"))[0] != 200]
    assert broken == []


def test_addresses_that_pages_print_are_those_of_the_proxy(proxy: str) -> None:
    assert f"{proxy}/sparql" in asked(f"{proxy}/downloads")[2]


def test_an_iri_leads_to_its_description_below_the_sub_path(proxy: str) -> None:
    status, headers, body = asked(f"{proxy}/unit/420100-157003", accept="text/turtle")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    assert "武汉市信息中心" in body


def test_what_the_proxy_keeps_is_kept_for_each_form_and_each_host(proxy: str) -> None:
    query = f"{proxy}/sparql?query=" + urllib.parse.quote("SELECT ?s { ?s ?p ?o } LIMIT 1")
    for _ in range(2):
        assert asked(query, accept="text/csv")[1]["content-type"].startswith("text/csv")
        assert "json" in asked(query, accept="application/sparql-results+json")[1]["content-type"]
    assert "evil.example" in asked(f"{proxy}/downloads?x=1", host="evil.example")[2]
    assert "evil.example" not in asked(f"{proxy}/downloads?x=1")[2]


def test_a_query_is_answered_and_a_body_too_large_is_not(proxy: str) -> None:
    status, _, body = asked(f"{proxy}/sparql", {"query": "ASK { ?s ?p ?o }"})
    assert (status, "true" in body) == (200, True)
    assert asked(f"{proxy}/sparql", {"query": "#" * 600_000})[0] == 413


def test_a_client_that_has_the_page_gets_no_body(proxy: str) -> None:
    _, headers, _ = asked(f"{proxy}/units")
    assert asked(f"{proxy}/units", if_none_match=headers["etag"])[0] == 304


def test_the_counts_are_closed_and_health_is_open(proxy: str) -> None:
    assert asked(f"{proxy}/metrics")[0] == 403
    assert asked(f"{proxy}/health")[2].startswith("ok 4")


def test_the_units_are_such_as_systemd_takes(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("no systemd here")
    units: list[str] = []
    for block in blocks("ini"):
        for name, text in re.findall(r"^# /etc/systemd/system/(\S+)\n(.*?)(?=^# /etc/|\Z)", block, re.S | re.M):
            (tmp_path / name).write_text(text.replace("/opt/yusuan/bin/yusuan", sys.executable))
            units.append(name)
    assert len(units) == 4
    done = subprocess.run(
        [verify, "verify", *(str(tmp_path / name) for name in units)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
