"""What strangers send: every attempt ends in words and a status, and shows, runs and reaches nothing."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from starlette.testclient import TestClient
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits
from yusuan.datapackage.model import identify

from ...queries import invented

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}</title></textarea>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site over one document whose labels, names and sentences are all out to run."""
    from yusuan import document
    from yusuan.queries.store import build_store
    from yusuan.settings import DEFAULT_BASE

    given = invented.conversions()[0]
    disclosure = replace(given.disclosure, title=HOSTILE, unit_name="单位" + HOSTILE, url="javascript:alert(3)")
    planted = replace(
        given,
        disclosure=disclosure,
        facts=tuple(identify(replace(f, label=f.label + HOSTILE, unit_name="单位" + HOSTILE) for f in given.facts)),
        claims=tuple(replace(c, sentence=c.sentence + HOSTILE, label=HOSTILE, observation_id="") for c in given.claims),
        findings=tuple(replace(f, message=HOSTILE, message_en=HOSTILE, observation_ids=()) for f in given.findings),
        projects=tuple(replace(p, name=p.name + HOSTILE) for p in given.projects),
        glossary=tuple(replace(g, term=HOSTILE, definition=HOSTILE) for g in given.glossary),
        repairs=(),
    )
    out = tmp_path_factory.mktemp("hostile") / "out"
    package = out / "packages" / disclosure.name
    document.write(planted, package, DEFAULT_BASE)
    build_store([package], out / "store", DEFAULT_BASE)
    (out / "build.json").write_text(
        f'{{"base": "{DEFAULT_BASE}", "state": "1", "documents": {{"x.pdf": {{"package": "{disclosure.name}"}}}}}}',
        "utf-8",
    )
    with TestClient(create_app(out, Limits(workers=1), Rate(0)), follow_redirects=False) as client:
        yield client


def test_no_text_of_a_document_becomes_part_of_a_page(hostile: TestClient) -> None:
    first = hostile.get("/").text
    package = re.findall(r"/disclosures/([0-9a-z-]+)\"", first)[0]
    observation = hostile.get("/api/observations", params={"limit": 1}).json()["observations"][0]["observation_id"]
    project = hostile.get("/projects").text
    pages = [
        "/", "/units", "/units/901001", "/disclosures", f"/disclosures/{package}", "/findings", "/codes", "/projects",
        "/codes/2080201", "/downloads", "/compare?unit=901001", "/search?q=script", f"/where/{observation}", "/about",
        "/sparql/editor?run=1&query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D", f"/files/{package}/report.html",
        *re.findall(r'href="(/projects/[^"]+)"', project)[:2], *(f"{p}?lang=en" for p in ("/", "/findings")),
    ]  # fmt: skip
    for address in pages:
        page = hostile.get(address)
        assert page.status_code == 200, address
        assert _running(page.text) == [], address
        assert "49</title>" not in page.text


class _Running(HTMLParser):
    """Collects what would run in a page: scripts of its own, handlers, addresses that are code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._in_script = tag == "script"
        self.found += [f"{tag} {name}" for name in said if name.startswith("on") or name == "style"]
        self.found += [
            f"{tag} {v}" for k, v in attrs if k in ("href", "src", "action") and (v or "").startswith("javascript")
        ]
        if tag == "img" and not (said.get("src") or "").startswith(("/pictures/", "data:image/")):
            self.found.append("img")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.found.append(data)


def _running(html: str) -> list[str]:
    parser = _Running()
    parser.feed(re.sub(r"<style>.*?</style>", "", html, flags=re.S))
    return parser.found


@pytest.mark.parametrize(
    "address",
    [
        "/search?q={}", "/compare?unit={}", "/compare?function=2010350&years={}", "/findings?check={}&unit_key={}",
        "/sparql/editor?query={}", "/sparql/editor?query={}&run=1", "/units/{}", "/codes/{}", "/where/{}", "/{}",
        "/about/unit/{}", "/?lang={}&money={}", "/panels/unit/{}.csv?key=157003", "/units?sort={}&page={}",
    ],
)  # fmt: skip
def test_what_is_typed_never_becomes_part_of_a_page(site: TestClient, address: str) -> None:
    from urllib.parse import quote

    page = site.get(address.replace("{}", quote(HOSTILE, safe="")), headers={"accept": "text/html"})
    assert page.status_code in (200, 303, 400, 404)
    assert _running(page.text) == []


@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", "'; COPY observations TO '/tmp/stolen'; --", "x\\' UNION SELECT 1", "%00", "1) OR (1=1"]
)
def test_no_value_reaches_into_a_query_of_ours(site: TestClient, value: str, tmp_path: Path) -> None:
    total = site.get("/api/observations").json()["total"]
    assert site.get("/api/observations", params={"unit_code": value}).json()["total"] == 0
    for address in ("/search?q=", "/units/", "/codes/", "/projects/", "/where/", "/findings?check="):
        assert site.get(address + value).status_code in (200, 303, 404)
    assert site.get("/api/questions/function-over-years", params={"code": value}).status_code == 400
    assert site.get("/api/observations").json()["total"] == total
    assert not Path("/tmp/stolen").exists()


@pytest.mark.parametrize("value", ["a%0d%0aSet-Cookie:%20x=1", "//evil.example/x", "\\\\evil.example"])
@pytest.mark.parametrize("address", ["/unit/{}", "/{}/x", "/about/observation/{}", "/units/{}", "/panels/unit/{}.csv"])
def test_no_header_is_written_by_a_stranger(site: TestClient, address: str, value: str) -> None:
    answer = site.get(address.replace("{}", value), headers={"accept": "text/turtle"})
    assert "set-cookie" not in answer.headers
    target = answer.headers.get("location", "/")
    assert re.match(r"/(?![/\\])", target), target


@pytest.mark.parametrize(
    "path",
    [
        "/files/{p}/../../../build.json", "/files/{p}/%2e%2e/%2e%2e/build.json", "/files/{p}/..%5c..%5cbuild.json",
        "/files/{p}//etc/passwd", "/files/{p}/%00", "/files/../store/CURRENT", "/static/../app.py",
        "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/downloads/store", "/downloads/%2e%2e%2fx", "/files/x/%ff%fe",
    ],
)  # fmt: skip
def test_no_file_is_served_that_is_not_of_a_package(site: TestClient, path: str) -> None:
    answer = site.get(path.replace("{p}", "420100-157003-2024-budget"))
    if answer.status_code == 303:  # read as an identifier of a thing that is not there
        assert answer.headers["location"].startswith("/about/")
        answer = site.get(answer.headers["location"])
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "create_app" not in answer.text


# --- reaching out -----------------------------------------------------------------------------------------


class _Trap(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        _Trap.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<urn:a> <urn:b> <urn:c> .\n")

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None: ...


def test_no_query_reaches_another_server(site: TestClient) -> None:
    trap = HTTPServer(("127.0.0.1", 0), _Trap)
    thread = threading.Thread(target=trap.serve_forever, daemon=True)
    thread.start()
    here = f"http://127.0.0.1:{trap.server_port}/x"
    for query in (
        f"SELECT * {{ SERVICE <{here}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{here}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{here}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE <{here}> {{ ?s ?p ?o }} }} }} }}",
        f"SELECT * {{ \\u0053ERVICE <{here}> {{ ?s ?p ?o }} }}",
        f"LOAD <{here}>",
        f"LOAD SILENT <{here}> INTO GRAPH <urn:g>",
        f"SELECT * FROM <{here}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{here}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"DESCRIBE <{here}>",
        f"CONSTRUCT {{ ?s ?p ?o }} FROM <{here}> {{ ?s ?p ?o }}",
        f"SELECT * {{ ?s ?p ?o }} # \nLOAD <{here}>",
    ):
        for answer in (
            site.post("/sparql", data={"query": query}),
            site.get("/sparql", params={"query": query, "default-graph-uri": here, "named-graph-uri": here}),
            site.get("/sparql/editor", params={"query": query, "run": "1"}),
        ):
            assert answer.status_code in (200, 400)
    trap.shutdown()
    trap.server_close()
    assert _Trap.asked == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"update=" + b"DROP%20ALL", "application/x-www-form-urlencoded"),
        (b"DROP ALL", "application/sparql-update"),
        (b"\xff\xfe\x00", "application/sparql-query"),
        (b"query=%ff%fe", "application/x-www-form-urlencoded"),
        (b"query=" + b"a" * 400_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(500)), "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"", ""),
    ],
)
def test_a_body_that_is_no_query_is_refused_in_words(site: TestClient, content: bytes, kind: str) -> None:
    answer = site.post("/sparql", content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 413, 415)
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "accept",
    [";;;", ",,,,", "*", "text/html;q=nan", "text/html;q=-1", "a/b;q=" + "9" * 400, "*/*;q=0", "x" * 8000, "é/ö", "text/html" + ",a/b" * 900],
)  # fmt: skip
def test_a_header_that_makes_no_sense_harms_nobody(site: TestClient, accept: str) -> None:
    for address in ("/unit/420100-157003", "/sparql?query=ASK%7B%7D", "/.well-known/void", "/catalogue", "/api"):
        answer = site.get(address, headers={"accept": accept.encode()})
        assert answer.status_code in (200, 303, 406)


def test_methods_that_write_are_not_there(site: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        for address in ("/", "/sparql", "/api/observations", "/files/420100-157003-2024-budget/datapackage.json"):
            assert site.request(method, address).status_code == 405


# --- over a real connection -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def port(example_build: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "yusuan.cli", "serve", str(example_build), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = next(m for line in server.stderr if (m := re.search(r"127\.0\.0\.1:(\d+)", line)))
        yield int(found.group(1))
        server.terminate()
        server.wait(30)


def _said(port: int, sent: bytes, seconds: float) -> bytes:
    """What the server says to bytes on a connection of their own, until it closes it or the time is over."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(sent)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except TimeoutError:
            pass
        return answer


def test_a_client_that_never_ends_its_request_is_let_go(port: int) -> None:
    waiting = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    for connection in waiting:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    started = time.monotonic()
    assert b"200 OK" in _said(port, b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 20)
    for connection in waiting:
        connection.settimeout(40)
        closed = connection.recv(1000)
        assert closed == b"" or b"408" in closed
        connection.close()
    assert time.monotonic() - started < 40


def test_bytes_that_are_no_request_get_an_answer_or_nothing(port: int) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nzz\r\n",
    ):
        answer = _said(port, sent, 20)
        assert answer == b"" or re.match(rb"HTTP/1\.1 (200|400|404|413|414|415|431)", answer), answer[:80]
    assert b"200 OK" in _said(port, b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 20)


def test_a_page_kept_for_one_host_is_not_given_to_another(example_build: Path) -> None:
    with TestClient(create_app(example_build, Limits(workers=1), Rate(0))) as client:
        forged = client.get("/downloads", headers={"host": "evil.example"})
        honest = client.get("/downloads")
    assert "evil.example" in forged.text
    assert "evil.example" not in honest.text
