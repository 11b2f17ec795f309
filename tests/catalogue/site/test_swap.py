"""A new build takes the place of the old one while people read: nobody's request fails, and soon all see the new one."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path

from starlette.testclient import TestClient
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits

QUERY = "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/yusuan/def/amount> ?o }"


def test_a_build_is_swapped_under_load_without_a_failed_request(example_build: Path, tmp_path: Path) -> None:
    served, other = tmp_path / "out", tmp_path / "other"
    shutil.copytree(example_build, served)
    shutil.copytree(example_build, other)
    books = json.loads((other / "build.json").read_text("utf-8"))
    gone = next(name for name, entry in books["documents"].items() if "scan" in name and "package" in entry)
    del books["documents"][gone]
    books["state"] = "another"
    stop = threading.Event()
    outcomes: list[int] = []

    with TestClient(create_app(served, Limits(workers=1, wait_seconds=30), Rate(0))) as client:

        def read(address: str, parameters: dict[str, str] | None = None) -> None:
            while not stop.is_set():
                outcomes.append(client.get(address, params=parameters).status_code)

        readers = [
            threading.Thread(target=read, args=given)
            for given in (("/",), ("/units/157003",), ("/sparql", {"query": QUERY}))
        ]
        for reader in readers:
            reader.start()
        for round_ in range(2):
            _put(books if round_ == 0 else json.loads((example_build / "build.json").read_text("utf-8")), served)
            _wait_for(client, 3 if round_ == 0 else 4)
        stop.set()
        for reader in readers:
            reader.join()

    assert set(outcomes) == {200}
    assert len(outcomes) > 10


def _put(books: object, folder: Path) -> None:
    """A build's last step: its book, whole, in place of the one before."""
    making = folder / ".build.json.new"
    making.write_text(json.dumps(books, ensure_ascii=False), "utf-8")
    making.replace(folder / "build.json")


def _wait_for(client: TestClient, documents: int) -> None:
    deadline = time.monotonic() + 120
    while client.get("/health").text.split()[1] != str(documents):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_build_that_cannot_be_read_leaves_the_old_one_in_place(example_build: Path, tmp_path: Path) -> None:
    served = tmp_path / "out"
    shutil.copytree(example_build, served)
    with TestClient(create_app(served, Limits(workers=1), Rate(0))) as client:
        (served / "build.json").write_text("{", "utf-8")
        client.get("/")
        client.app.state.site.shelves.wait()  # pyright: ignore
        assert client.get("/units/157003").status_code == 200
        assert client.get("/health").text.split()[1] == "4"


def test_a_build_without_documents_has_pages_that_say_so(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text('{"base": "https://w3id.org/yusuan/", "state": "empty", "documents": {}}')
    with TestClient(create_app(tmp_path, Limits(workers=1), Rate(0))) as client:
        for address in (
            "/",
            "/units",
            "/codes",
            "/projects",
            "/findings",
            "/compare?function=201",
            "/search?q=1",
            "/about",
        ):
            assert client.get(address).status_code == 200, address
        assert client.get("/units/157003").status_code == 404


def test_a_page_that_fails_says_so_in_words(example_build: Path, tmp_path: Path) -> None:
    """A package whose files are taken away while the site runs: the fault is told, and the next page is served."""
    out = tmp_path / "out"
    shutil.copytree(example_build, out)
    package = "420100-157003-2024-budget"
    with TestClient(create_app(out, Limits(workers=1), Rate(0)), raise_server_exceptions=False) as client:
        shutil.rmtree(out / "packages" / package)
        failed = client.get(f"/disclosures/{package}")
        assert (failed.status_code, failed.headers["cache-control"]) == (500, "no-store")
        assert "网站出错了" in failed.text
        assert "Traceback" not in failed.text
        assert client.get("/units").status_code == 200
