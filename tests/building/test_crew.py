"""The documents of a build, done by one process, several, or a cluster: the same bytes, whatever dies."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest
from yusuan.settings import DEFAULT_BASE

REPO = Path(__file__).parents[2]
YUSUAN = Path(sys.executable).with_name("yusuan")
sys.path[:0] = [str(REPO / "bench"), str(Path(__file__).parent)]

import synthetic  # noqa: E402  (both found by the line above)
from test_job import tree  # noqa: E402

#: The long form: ``YUSUAN_TEST_DOCUMENTS=200 YUSUAN_TEST_KILLS=50``.
DOCUMENTS = int(os.environ.get("YUSUAN_TEST_DOCUMENTS", "6"))
KILLS = int(os.environ.get("YUSUAN_TEST_KILLS", "3"))
#: Processor seconds after which a process of the pool has a document in hand.
_AT_WORK = 0.2


@pytest.fixture(scope="module")
def disclosures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disclosures")
    synthetic.write_documents(folder, DOCUMENTS)
    return folder


@pytest.fixture(scope="module")
def by_one(disclosures: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("by-one")
    assert build(disclosures, out, "--jobs", "1").returncode == 0
    return tree(out)


def command(disclosures: Path, out: Path, *options: str) -> list[str]:
    return [str(YUSUAN), "build", str(disclosures), "--out", str(out), "--json", *options]


def build(disclosures: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(disclosures, out, *options), capture_output=True, text=True, timeout=300 + 20 * DOCUMENTS, check=False
    )


def started(disclosures: Path, out: Path, *options: str) -> psutil.Popen:
    return psutil.Popen(command(disclosures, out, *options), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def workers(run: psutil.Process) -> list[psutil.Process]:
    """The processes of a build's pool that are at a document: what they are made of was loaded before they were."""
    return [p for p in run.children(recursive=True) if _is_at_work(p, run)]


def _is_at_work(process: psutil.Process, run: psutil.Process) -> bool:
    try:
        is_of_pool = "forkserver" in " ".join(process.cmdline()) and process.ppid() != run.pid
        return is_of_pool and sum(process.cpu_times()[:2]) > _AT_WORK
    except psutil.Error:
        return False


def wait_until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_several_processes_give_the_bytes_of_one(disclosures: Path, by_one: dict[str, str], tmp_path: Path) -> None:
    run = build(disclosures, tmp_path, "--jobs", "2")
    assert run.returncode == 0
    assert [Path(d["source"]).name for d in json.loads(run.stdout)["documents"]] == sorted(
        p.name for p in disclosures.rglob("*.txt")
    )
    assert tree(tmp_path) == by_one


def test_a_process_that_dies_costs_its_document_only(disclosures: Path, by_one: dict[str, str], tmp_path: Path) -> None:
    run = started(disclosures, tmp_path, "--jobs", "2")
    wait_until(lambda: workers(run))
    workers(run)[0].kill()
    said = json.loads(run.communicate(timeout=120)[0])["documents"]
    failed = [d for d in said if d["outcome"] == "failed"]
    assert run.returncode == 4
    assert len(failed) == 1
    assert "SIGKILL" in failed[0]["message"]
    assert build(disclosures, tmp_path, "--jobs", "2").returncode == 0
    assert tree(tmp_path) == by_one


@dataclass(frozen=True)
class Undisturbed:
    """A build that nobody killed: what it made, and for how long it was at work on each document and on all of them."""

    tree: dict[str, str]
    statements: dict[str, int]
    each: float
    together: float


def undisturbed(disclosures: Path, out: Path) -> Undisturbed:
    run = started(disclosures, out, "--jobs", "2")
    wait_until(lambda: (out / ".packages").exists() or run.poll() is not None)
    begun = time.monotonic()
    wait_until(lambda: not (out / ".packages").exists(), seconds=300 + 20 * DOCUMENTS)
    each, begun = (time.monotonic() - begun) / DOCUMENTS, time.monotonic()
    run.communicate()
    assert run.returncode == 0
    return Undisturbed(tree(out), statements(out), each, time.monotonic() - begun)


def statements(out: Path) -> dict[str, int]:
    """How many statements the store has of each property, and how many in each graph."""
    from pyoxigraph import Store

    counted = Store.read_only(str(out / "store")).query(
        "SELECT ?of (COUNT(*) AS ?n) { { ?s ?of ?o } UNION { GRAPH ?of { ?s ?p ?o } } } GROUP BY ?of"
    )
    return {row["of"].value: int(row["n"].value) for row in counted}  # type: ignore[union-attr]


def phase(out: Path, begun: float) -> str:
    """What a build that began at ``begun`` is at, by what it has made by now."""

    def is_made(name: str) -> bool:
        with suppress(FileNotFoundError):
            return (out / name).stat().st_mtime >= begun
        return False

    if (out / ".packages").exists():
        return "documents"
    if is_made("build.json") or is_made("store/inputs.json"):
        return "the last renaming"
    if list(out.glob(".store.*.tmp")):
        at_files = "what is made of all documents, beside the store"
        return "merging the store" if is_made("questions.ttl") else at_files if is_made("across.csv") else "the store"
    return "what is made of all documents" if is_made("across.csv") else "finding out what is done"


def killed(disclosures: Path, out: Path, moment: Callable[[psutil.Popen], None]) -> str:
    """Kill a build at a moment: what it was at, empty where it had ended by itself. Its processes end with it."""
    begun = time.time()
    run = started(disclosures, out, "--jobs", "2")
    moment(run)
    at, family = phase(out, begun), run.children(recursive=True) if run.is_running() else []
    with suppress(psutil.NoSuchProcess):  # it may have ended by itself
        run.send_signal(signal.SIGKILL)
    run.communicate()
    assert run.returncode in (0, -signal.SIGKILL)
    assert not psutil.wait_procs(family, timeout=20)[1]
    return at if run.returncode else ""


def test_a_killed_build_ends_its_processes_and_the_next_one_completes_it(disclosures: Path, tmp_path: Path) -> None:
    """Killed while it converts, while it makes what is made of all, and while it replaces one document by another.

    Where a build comes to its end before it is killed, it is compared, and a document changes.
    """
    draw, out, sources = random.Random(KILLS), tmp_path / "killed", tmp_path / "in"
    shutil.copytree(disclosures, sources)
    document = min(sources.rglob("*.txt"))
    texts = [document.read_text("utf-8") + more for more in ("", "\n备注: 补充说明一行。\n")]
    expected: list[Undisturbed] = []
    for text in texts:
        document.write_text(text, "utf-8")
        expected.append(undisturbed(sources, tmp_path / "undisturbed"))
    document.write_text(texts[0], "utf-8")
    seen, state = Counter[str](), 0

    def wait(run: psutil.Popen, packages: int, seconds: float) -> None:
        """Moments of the conversion are told by how many packages there are: no load on the machine moves them."""
        while run.poll() is None and len(list(out.glob("packages/[!.]*"))) < packages:
            time.sleep(0.05)
        with suppress(psutil.TimeoutExpired):
            run.wait(timeout=seconds)

    def compare_and_change() -> None:
        nonlocal state
        assert tree(out) == expected[state].tree
        assert statements(out) == expected[state].statements
        state = 1 - state
        document.write_text(texts[state], "utf-8")

    def kill(packages: int, seconds: float) -> bool:
        at = killed(sources, out, partial(wait, packages=packages, seconds=draw.uniform(0, seconds)))
        seen[at] += 1
        if not at:
            compare_and_change()
        return bool(at)

    def kill_the_store() -> bool:
        shutil.rmtree(out / "store", ignore_errors=True)  # made anew of all that there is
        return kill(DOCUMENTS, expected[0].together)

    def repeat(attempt: Callable[[], bool], kills: int) -> None:
        """Until so many attempts came before the end of a build; some builds are faster than the one that was timed."""
        attempts = 0
        while kills and (attempts := attempts + 1) <= 4 * KILLS:
            kills -= attempt()

    for number in sorted(draw.randrange(DOCUMENTS) for _ in range((KILLS + 1) // 2)):
        kill(number, expected[0].each)
    repeat(kill_the_store, KILLS // 4)
    assert build(sources, out).returncode == 0
    compare_and_change()
    repeat(lambda: kill(0, 2 + 1.2 * expected[1].together), KILLS - (KILLS + 1) // 2 - KILLS // 4)
    assert build(sources, out).returncode == 0
    assert tree(out) == expected[state].tree
    assert statements(out) == expected[state].statements
    assert {p.name for p in out.iterdir() if p.name.startswith(".")} == {".lock", ".parts"}
    print("\n".join(f"{count:4} {at or 'ended by itself'}" for at, count in sorted(seen.items())))
    assert seen["documents"]
    assert KILLS < 20 or seen.total() - seen[""] >= KILLS - 2


def test_what_is_done_beside_says_what_went_wrong_there(tmp_path: Path) -> None:
    from yusuan.building.crew import beside
    from yusuan.outcomes import CommandError
    from yusuan.queries.store import StoreError, build_store

    (tmp_path / "empty").mkdir()
    with (
        pytest.raises(StoreError, match=r"empty/rdf/data\.nt"),
        beside(build_store, [tmp_path / "empty"], tmp_path / "s"),
    ):
        pass
    with pytest.raises(CommandError, match="SIGABRT"), beside(os.abort):
        pass
    with pytest.raises(KeyError), beside(time.sleep, 60):  # what fails here ends it there
        raise KeyError


def test_the_store_tells_from_its_process_when_it_is_loaded(tmp_path: Path) -> None:
    """What is made of all packages begins then, where two processors are all there are."""
    from multiprocessing import Pipe

    from yusuan.building.crew import beside
    from yusuan.building.finishing import _store

    here, there = Pipe(duplex=False)
    with here, there, beside(_store, {}, there, [], tmp_path / "store", DEFAULT_BASE, None, "") as ended:
        assert here.poll(60)
        while not ended():
            time.sleep(0.05)
    assert (tmp_path / "store" / "inputs.json").is_file()


# --- a cluster --------------------------------------------------------------------------------------------


@pytest.fixture
def cluster() -> Iterator[str]:
    """A scheduler and two workers, each a process of its own, on ports of this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as running:
        yield running.scheduler_address


@pytest.mark.service
def test_a_cluster_gives_the_bytes_of_one_process_also_when_a_worker_dies(
    disclosures: Path, by_one: dict[str, str], cluster: str, tmp_path: Path
) -> None:
    from distributed import Client

    with Client(cluster) as client:
        processes = client.run(os.getpid)

        def at_work() -> list[str]:
            return [worker for worker, tasks in client.processing().items() if tasks]

        run = started(disclosures, tmp_path, "--scheduler", cluster)
        wait_until(at_work)
        psutil.Process(processes[at_work()[0]]).kill()
    said = json.loads(run.communicate(timeout=200)[0])["documents"]
    assert [d["outcome"] for d in said] == ["converted"] * DOCUMENTS
    assert tree(tmp_path) == by_one


def test_a_scheduler_that_is_not_there_is_told_in_a_line(disclosures: Path, tmp_path: Path) -> None:
    run = build(disclosures, tmp_path, "--scheduler", "tcp://127.0.0.1:9")
    assert run.returncode == 5
    assert run.stderr.splitlines()[-1].startswith("错误 tcp://127.0.0.1:9")
    assert "Traceback" not in run.stderr
