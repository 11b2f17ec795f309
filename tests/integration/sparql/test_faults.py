"""What goes wrong at a server: a clear error, never a wrong or short table."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from yusuan.queries.endpoint import Endpoint, EndpointError
from yusuan.queries.graphs import NamedGraph
from yusuan.queries.load import load_graphs
from yusuan.queries.question import parse_question
from yusuan.queries.run import ask

from . import faulty, servers

SELECT = parse_question("SELECT ?s WHERE { ?s ?p ?o }", "-")
CONSTRUCT = parse_question("CONSTRUCT WHERE { ?s ?p ?o }", "-")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faulty.status(400), "看不懂"),
        (faulty.status(401), "登录"),
        (faulty.status(403), "不允许"),
        (faulty.status(404), "没有这个地址"),
        (faulty.status(429), "请求太多"),
        (faulty.status(500), "出错"),
        (faulty.status(502), "502"),
        (faulty.status(503, Retry_After="3600"), "暂时不能服务"),
        (faulty.html, "网页"),
        (faulty.html_called_json, "网页"),
        (faulty.malformed, "不完整或格式不对"),
        (faulty.no_results, "不完整或格式不对"),
        (faulty.stray_column, "不完整或格式不对"),
        (faulty.cut, "中途断开"),
        (faulty.cut_chunked, "中途断开"),
        (faulty.cut_without_length, "不完整"),
        (faulty.partial, "部分结果"),
        (faulty.row_limit, "最多给 200 行"),
        (faulty.silent, "没有答完"),
        (faulty.dripping, "没有答完"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_fault_is_told_and_nothing_is_answered(fault: faulty.Fault, told: str) -> None:
    with faulty.faulty(fault) as server, pytest.raises(EndpointError) as caught:
        ask(SELECT, {}, Endpoint(server.url, timeout_s=2))
    assert told in caught.value.message
    assert caught.value.message_en


def test_triples_without_an_announced_length_are_not_believed() -> None:
    with faulty.faulty(faulty.triples_without_length) as server, pytest.raises(EndpointError) as caught:
        ask(CONSTRUCT, {}, Endpoint(server.url, timeout_s=2))
    assert "长度" in caught.value.message


@pytest.mark.parametrize("fault", [faulty.busy_once, faulty.hang_up_once])
def test_what_passes_is_asked_again(fault: faulty.Fault) -> None:
    with faulty.faulty(fault) as server:
        assert len(ask(SELECT, {}, Endpoint(server.url, timeout_s=10)).rows) == 200
        assert server.asked == 2


@pytest.mark.parametrize("fault", [faulty.status(400), faulty.status(401), faulty.status(500), faulty.html])
def test_what_does_not_pass_is_not_asked_again(fault: faulty.Fault) -> None:
    with faulty.faulty(fault) as server:
        with pytest.raises(EndpointError):
            ask(SELECT, {}, Endpoint(server.url, timeout_s=5))
        assert server.asked == 1


def test_a_slow_server_takes_no_longer_than_the_time_given() -> None:
    with faulty.faulty(faulty.dripping) as server:
        begun = time.monotonic()
        with pytest.raises(EndpointError):
            ask(SELECT, {}, Endpoint(server.url, timeout_s=1))
        assert time.monotonic() - begun < 5


@pytest.mark.service
@pytest.mark.xdist_group("sparql")
class TestRealServers:
    def test_a_server_that_is_down(self, tmp_path: Path) -> None:
        with servers.fuseki(tmp_path, heap="256m") as server:
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait(10)
            with pytest.raises(EndpointError) as caught:
                ask(SELECT, {}, Endpoint(server.sparql, timeout_s=3))
        assert "连接不上" in caught.value.message

    def test_virtuoso_that_stops_early_gives_no_sum(self, loaded: dict[str, Endpoint]) -> None:
        """With ``timeout`` Virtuoso answers 200 with a wrong partial number and says so only in a header."""
        endpoint = loaded["virtuoso"]
        hard = parse_question("SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z }", "-")
        with pytest.raises(EndpointError):
            ask(hard, {}, Endpoint(f"{endpoint.url}?timeout=1000", 120))

    def test_virtuoso_that_cuts_at_a_number_of_rows(self, tmp_path: Path) -> None:
        many = parse_question("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", "-")
        with servers.virtuoso(tmp_path, most_rows=100, buffers=2000) as server, pytest.raises(EndpointError) as caught:
            ask(many, {}, Endpoint(server.sparql, 120))
        assert "最多给 100 行" in caught.value.message

    def test_fuseki_that_runs_out_of_time(self, tmp_path: Path) -> None:
        """It has begun to answer by then, and cuts what it sends: 200, and half of a JSON document."""
        hard = parse_question("SELECT ?a ?b ?c WHERE { GRAPH ?g { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } }", "-")
        lines = tuple(f'<urn:a> <urn:says> "{n:04d}" .\n' for n in range(2000))
        with servers.fuseki(tmp_path, heap="256m", timeout_ms=5000) as server:
            endpoint = Endpoint(server.sparql, 120, server.user, server.password)
            graph = NamedGraph("urn:g", lines_held=lines, prefix="urn:")
            assert [each.outcome for each in load_graphs([graph], endpoint, "urn:")] == ["loaded"]
            with pytest.raises(EndpointError):
                ask(hard, {}, endpoint)

    def test_a_syntax_error_is_told_in_the_words_of_the_server(self, loaded: dict[str, Endpoint]) -> None:
        for endpoint in loaded.values():
            with pytest.raises(EndpointError) as caught:
                ask(parse_question("SELECT ?s WHERE { ?s ?p }", "-"), {}, endpoint)
            assert "HTTP 400" in caught.value.message

    def test_a_server_without_documents_is_no_empty_answer(self, fuseki_empty: Endpoint) -> None:
        with pytest.raises(EndpointError) as caught:
            ask("documents", {}, fuseki_empty)
        assert "yusuan load" in caught.value.message
