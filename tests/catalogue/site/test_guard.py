"""What stands before every answer: the limit for each address, the counts, the log."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate, RateLimit
from yusuan.catalogue.site.pool import Limits


def test_an_address_that_asks_too_fast_is_told_when_to_come_back() -> None:
    now = 100.0
    app = RateLimit(Starlette(), Rate(per_minute=60, burst=10), lambda: now)
    client = TestClient(app)
    statuses = [client.get("/x").status_code for _ in range(12)]
    assert statuses == [404] * 10 + [429] * 2
    refused = client.get("/x")
    assert refused.headers["retry-after"] == "1"
    assert "请求太快" in refused.json()["error"]
    now += 3
    assert [client.get("/x").status_code for _ in range(4)] == [404] * 3 + [429]


def test_a_query_counts_five_times_and_other_addresses_are_not_held_up() -> None:
    app = RateLimit(Starlette(), Rate(per_minute=60, burst=10), lambda: 100.0)
    one, other = TestClient(app, client=("10.0.0.1", 1)), TestClient(app, client=("10.0.0.2", 1))
    assert [one.get("/sparql").status_code for _ in range(3)] == [404, 404, 429]
    assert other.get("/sparql").status_code == 404


def test_addresses_are_not_remembered_without_end() -> None:
    app = RateLimit(Starlette(), Rate(per_minute=60, burst=2), lambda: 100.0)
    app._MOST = 5
    for n in range(20):
        TestClient(app, client=(f"10.0.0.{n}", 1)).get("/")
    assert len(app._buckets) <= 5


def test_the_counts_are_told_and_strangers_cannot_fill_them(example_build: Path) -> None:
    with TestClient(create_app(example_build, Limits(workers=1), Rate(0))) as client:
        for n in range(3):
            client.get(f"/made-up-{n}/x")
        client.get("/units")
        client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        told = client.get("/metrics").text
    assert 'yusuan_requests_total{kind="units",status="200"} 1' in told
    assert "made-up" not in told
    assert re.search(r'yusuan_queries_total\{outcome="answer"\} \d', told)
    assert "yusuan_documents 4" in told


def test_the_log_has_neither_addresses_nor_queries(example_build: Path) -> None:
    lines: list[str] = []
    with TestClient(create_app(example_build, Limits(workers=1), Rate(0), lines.append)) as client:
        client.get("/search", params={"q": "张三"})
        client.get("/units/%0Aforged")
    assert len(lines) == 2
    assert "testclient" not in "".join(lines)
    assert "张三" not in "".join(lines)
    assert all("\n" not in line for line in lines)
    assert " GET /search 200 " in lines[0]


def test_what_is_kept_by_a_proxy_changes_with_the_build(example_build: Path) -> None:
    with TestClient(create_app(example_build, Limits(workers=1), Rate(0))) as client:
        for address in ("/", "/api/questions", "/api/observations?limit=2", "/api/openapi.json"):
            first = client.get(address)
            assert "max-age" in first.headers["cache-control"], address
            assert client.get(address, headers={"if-none-match": first.headers["etag"]}).status_code == 304
            assert client.get(address, headers={"if-none-match": f'W/{first.headers["etag"]}, "x"'}).status_code == 304
            assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
        assert client.get("/health").headers["cache-control"] == "no-store"
