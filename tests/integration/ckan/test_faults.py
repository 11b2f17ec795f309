"""Faults, each done for real: after them the portal holds what a clean publish leaves, field for field."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from yusuan.catalogue.journal import journal_of
from yusuan.catalogue.portal import Portal, PortalError
from yusuan.catalogue.publish import Outcome, publish
from yusuan.catalogue.survey import Options, survey
from yusuan.catalogue.views import drop_double_views
from yusuan.commands.publishing import Request, read_build

from .builds import small, with_amount, write_build
from .portals import client, contents, purge, yusuan
from .proxies import Fate, proxy
from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]
NAME = "420100-910001-2024-budget"
#: How often our process is killed: more with YUSUAN_TEST_KILLS=20.
KILLS = int(os.environ.get("YUSUAN_TEST_KILLS", "4"))
#: At which requests the network dies for good: at every one with YUSUAN_TEST_CUTS=all.
CUTS = os.environ.get("YUSUAN_TEST_CUTS", "4 12 30")


@pytest.fixture(scope="module")
def portal(request: pytest.FixtureRequest) -> Ckan:
    """Most faults are between us and any portal: one version is enough; YUSUAN_TEST_FAULTS=2.11 takes the other."""
    version = os.environ.get("YUSUAN_TEST_FAULTS", "2.12")
    return request.getfixturevalue("ckan_" + version.replace(".", "_"))


@pytest.fixture(scope="module")
def build(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("faults"), [small(example_build, "910001", "武汉市统计局")])


@pytest.fixture(scope="module")
def clean(portal: Ckan, build: Path) -> Iterator[dict[str, Any]]:
    """What a publish without any fault leaves."""
    done = yusuan("publish", str(build), "--to", portal.url, token=portal.token)
    assert done.returncode == 0, done.stderr
    yield contents(portal, NAME)
    purge(portal, NAME)


@pytest.fixture
def emptied(portal: Ckan, clean: dict[str, Any]) -> dict[str, Any]:
    purge(portal, NAME)
    return clean


def run(build: Path, url: str, token: str) -> list[Outcome]:
    """Publish without waiting between tries."""
    api = Portal(url, token, sleep=lambda _: None)
    loaded = read_build(Request(build, url))
    return publish(loaded, api, survey(loaded, api, Options()), Options())


def now(portal: Ckan) -> dict[str, Any]:
    return contents(portal, NAME)


def start(build: Path, portal: Ckan) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("yusuan")), "publish", str(build), "--to", portal.url, "--quiet"]
    environment = {**os.environ, "YUSUAN_CKAN_TOKEN": portal.token}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("fate", ["lost", "answer-lost"])
def test_every_request_in_turn_is_lost_once(portal: Ckan, build: Path, emptied: dict[str, Any], fate: Fate) -> None:
    tried: set[str] = set()

    def once(number: int, request: str) -> Fate:
        key = f"{request} {sum(1 for s in through.seen[: number - 1] if s == request) // 2}"
        first = key not in tried
        tried.add(key)
        return fate if first else "pass"

    with proxy(portal.url, once) as through:
        outcomes = run(build, through.url, portal.token)
    assert [o.outcome for o in outcomes] == ["created"]
    assert len(through.seen) >= 2 * len(tried) - 2
    assert now(portal) == emptied


def test_a_network_that_dies_at_a_request_is_gone_on_from_there(
    portal: Ckan, build: Path, emptied: dict[str, Any]
) -> None:
    with proxy(portal.url, lambda _, __: "pass") as through:
        run(build, through.url, portal.token)
    every = range(1, len(through.seen) + 1)
    for last in every if CUTS == "all" else [int(n) for n in CUTS.split()]:
        purge(portal, NAME)
        fate: Fate = "lost" if last % 2 else "answer-lost"
        dies = partial(_dies, last, fate)
        with proxy(portal.url, dies) as through:
            try:
                outcomes = run(build, through.url, portal.token)
            except PortalError as error:
                assert error.trouble == "unreachable", last  # while the portal was read
            else:
                assert "failed" in [o.outcome for o in outcomes], last
        run(build, portal.url, portal.token)
        assert now(portal) == emptied, last


def _dies(last: int, fate: Fate, number: int, _: str) -> Fate:
    return "pass" if number < last else fate if number == last else "lost"


def test_busy_answers_are_waited_for_as_long_as_the_portal_asks(
    portal: Ckan, build: Path, emptied: dict[str, Any]
) -> None:
    waits: list[float] = []
    answers: dict[int, Fate] = {3: (429, {"Retry-After": "7"}), 6: (503, {"Retry-After": "3"}), 9: (502, {})}
    with proxy(portal.url, lambda number, _: answers.get(number, "pass")) as through:
        api = Portal(through.url, portal.token, sleep=waits.append)
        loaded = read_build(Request(build, through.url))
        outcomes = publish(loaded, api, survey(loaded, api, Options()), Options())
    assert [o.outcome for o in outcomes] == ["created"]
    assert waits[:2] == [7, 3]
    assert 0.5 <= waits[2] <= 0.75
    assert now(portal) == emptied


@pytest.mark.parametrize(("status", "word"), [(413, "413"), (507, "507")])
def test_a_file_that_does_not_fit_is_told_and_leaves_a_draft(
    portal: Ckan, build: Path, emptied: dict[str, Any], status: int, word: str
) -> None:
    def refuse(_: int, request: str) -> Fate:
        return (status, {}) if request == "POST /api/3/action/package_revise" else "pass"

    with proxy(portal.url, refuse) as through:
        done = yusuan("publish", str(build), "--to", through.url, token=portal.token)
    assert done.returncode in (4, 5)
    assert word in done.stdout
    seen = client(portal).show(NAME)
    assert seen is not None
    assert (seen["state"], seen["private"]) == ("draft", True)
    assert run(build, portal.url, portal.token)
    assert now(portal) == emptied


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A file system of its own in the place of ``folder``, as small as it is told to be."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a disk that is small enough to fill")
def test_a_disk_that_is_really_full(portal: Ckan, build: Path, emptied: dict[str, Any]) -> None:
    with small_disk(portal.folder / "storage" / "resources", 300):
        (outcome,) = run(build, portal.url, portal.token)
        assert (outcome.outcome, outcome.trouble) == ("failed", "broken")
        assert "磁盘" in outcome.message
    assert [o.outcome for o in run(build, portal.url, portal.token)] == ["updated"]
    assert now(portal) == emptied


def test_a_portal_that_is_killed_during_an_upload(portal: Ckan, build: Path, emptied: dict[str, Any]) -> None:
    def kill_at_upload(_: int, request: str) -> Fate:
        if request == "POST /api/3/action/package_revise" and portal.process and portal.process.handle.poll() is None:
            threading.Timer(0.15, portal.kill).start()
        return "pass"

    with proxy(portal.url, kill_at_upload) as through, pytest.raises(PortalError) as stopped:
        for outcome in run(build, through.url, portal.token):
            raise PortalError("unreachable", outcome.message)
    assert stopped.value.trouble == "unreachable"
    portal.start()
    run(build, portal.url, portal.token)
    assert now(portal) == emptied


def test_our_own_process_is_killed_at_random_moments(portal: Ckan, build: Path, emptied: dict[str, Any]) -> None:
    moments = random.Random(157003)
    for _ in range(KILLS):
        process = start(build, portal)
        try:
            process.wait(moments.uniform(0.4, 3.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        else:
            purge(portal, NAME)  # it was done: begin anew
    done = yusuan("publish", str(build), "--to", portal.url, token=portal.token)
    assert done.returncode == 0, done.stdout + done.stderr
    assert now(portal) == emptied
    assert journal_of(build, portal.url).unfinished() == []


def test_two_publishers_at_once_lose_and_double_nothing(
    portal: Ckan, build: Path, emptied: dict[str, Any], tmp_path: Path, example_build: Path
) -> None:
    twin = write_build(tmp_path, [small(example_build, "910001", "武汉市统计局")])
    processes = [start(build, portal), start(twin, portal)]
    codes = [p.wait(240) for p in processes]
    assert set(codes) <= {0, 4}, codes
    assert 0 in codes
    yusuan("publish", str(build), "--to", portal.url, token=portal.token)
    assert now(portal) == emptied
    names = client(portal).read("package_list")
    assert [n for n in names if n.startswith("420100-91")] == [NAME]


def test_two_publishers_that_draw_at_the_same_moment_leave_one_view_of_each(
    portal: Ckan, build: Path, emptied: dict[str, Any], tmp_path: Path, example_build: Path
) -> None:
    twin = write_build(tmp_path, [small(example_build, "910001", "武汉市统计局")])
    both = threading.Barrier(2)

    def together(_: int, request: str) -> Fate:
        if request.endswith("package_create_default_resource_views"):
            with suppress(threading.BrokenBarrierError):
                both.wait(30)  # on a busy machine they may not meet; the next test needs no luck
        return "pass"

    with proxy(portal.url, together) as through, ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda folder: run(folder, through.url, portal.token), (build, twin)))
    assert all(len(kinds) == len(set(kinds)) for kinds in views_of(portal).values())
    assert now(portal) == emptied


def test_views_that_were_made_twice_become_one_each(portal: Ckan, build: Path, clean: dict[str, Any]) -> None:
    run(build, portal.url, portal.token)
    api, before = client(portal), views_of(portal)
    resource = now(portal)["resources"]["data/observations.csv"]["id"]
    for view in api.read("resource_view_list", id=resource):
        said = ("resource_id", "title", "description", "view_type", "image_url")
        api.write("resource_view_create", {k: v for k, v in view.items() if k in said})
    assert len(views_of(portal)["data/observations.csv"]) == 4
    seen = api.show(NAME)
    assert seen is not None
    drop_double_views(seen, api)
    assert views_of(portal) == before


def views_of(portal: Ckan) -> dict[str, list[str]]:
    api = client(portal)
    seen = api.show(NAME)
    assert seen is not None
    return {
        r["yusuan_path"]: sorted(v["view_type"] for v in api.read("resource_view_list", id=r["id"]))
        for r in seen["resources"]
    }


def test_a_second_publisher_of_the_same_folder_leaves(portal: Ckan, build: Path, emptied: dict[str, Any]) -> None:
    first = start(build, portal)
    journal = journal_of(build, portal.url)
    end = time.monotonic() + 60
    while not journal.unfinished() and time.monotonic() < end and first.poll() is None:
        time.sleep(0.05)
    second = yusuan("publish", str(build), "--to", portal.url, token=portal.token)
    assert first.wait(240) == 0
    assert second.returncode == 5
    assert "另一个 publish" in second.stderr
    assert now(portal) == emptied


def test_a_change_by_another_between_plan_and_write_is_not_overwritten(
    portal: Ckan, build: Path, clean: dict[str, Any], example_build: Path, tmp_path: Path
) -> None:
    run(build, portal.url, portal.token)
    changed = with_amount(small(example_build, "910001", "武汉市统计局"), 0, 4242)
    loaded = read_build(Request(write_build(tmp_path, [changed]), portal.url))
    api = client(portal)
    found = survey(loaded, api, Options())
    api.write("package_patch", {"id": NAME, "notes": "计划之后改的"})
    outcomes = {o.name: o for o in publish(loaded, api, found, Options())}
    assert outcomes[NAME].trouble == "conflict"
    seen = client(portal).show(NAME)
    assert seen is not None
    assert seen["notes"] == "计划之后改的"
    run(build, portal.url, portal.token)
    assert now(portal) == clean


def test_a_portal_that_is_none_and_one_that_is_not_there(build: Path) -> None:
    gone = yusuan("plan", str(build), "--to", "http://127.0.0.1:9", token="t", YUSUAN_TIMEOUT_S="2")
    assert gone.returncode == 5
    assert len(gone.stderr.strip().splitlines()) == 1
