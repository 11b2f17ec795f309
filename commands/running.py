"""``yusuan run``: everything that a night does, under a policy, with one summary that people and machines can read.

Build what changed → validate → hold back what the policy stops → plan and publish the rest → load the remote stores →
send the observations of what may go out.
Nobody is asked anything: what needs a person is held, named, and told by the exit code.
"""

from __future__ import annotations

import fcntl
import html
import json
import time
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..building import job
from ..catalogue.openness import refusal
from ..console import Console
from ..datapackage.files import write_text
from ..datapackage.object_store import Deposit, Place
from ..datapackage.package import read_rows
from ..datapackage.parquet import write_observations
from ..ontology.forms import USUAL, Forms
from ..outcomes import EXIT, CommandError
from . import loading, publishing, validation
from .policy import Policy, largest_total, reason_to_hold

FOLDER = "run"
ACCEPTED = "accepted.json"
SENT = "sent.json"  # by address, the packages whose observations may be there
_SUMMARIES = ("summary.txt", "summary.json", "summary.html", "metrics.prom")
_SENT = ("sent", "unchanged", "removed", "not-open")
_WAIT_STEP_S = 0.2


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a run is told. Without a portal nothing is published; ``accept`` names what a person has said yes to."""

    sources: tuple[Path, ...]
    out: Path
    base: str
    policy: Policy = field(default_factory=Policy)
    portal: str = ""
    accept: tuple[str, ...] = ()
    wait_s: float = 0
    allow_http: bool = False
    groups: bool = True
    timeout_s: int = 60
    openness: tuple[str, ...] = ()  # what may leave besides what is open without conditions
    shards: str = ""  # what the store is parted by
    forms: Forms = USUAL  # of the graphs of packages, besides those that each has
    observations: str = ""  # the address that the observations of what may go out are sent to


@dataclass(frozen=True, slots=True)
class Summary:
    """One run: what became of each document and dataset, how long it took, and how it ended."""

    started: str
    seconds: float
    documents: Mapping[str, int]
    failures: tuple[str, ...]
    invalid: tuple[str, ...]
    held: Mapping[str, str]  # package → why
    datasets: Mapping[str, int]
    troubles: tuple[str, ...]
    findings: Mapping[str, int]
    requests: int
    stores: Mapping[str, Mapping[str, int]]  # endpoint → outcome of its graphs → how many
    observations: Mapping[str, Any]  # what was sent to which address; empty where there is none
    exit_code: int
    broken_off: str = ""  # why the run did not come to its end; empty where it did

    @property
    def observation_files(self) -> dict[str, int]:
        """Files at the address of the observations by outcome, and packages that are not open and were not sent."""
        return {name: n for name, n in self.observations.items() if name in _SENT}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def as_text(self) -> str:
        lines = [
            f"{self.started}  {self.seconds:.1f} s  退出码 exit {self.exit_code}",
            f"文件 documents: {_counted(self.documents)}",
            f"疑点 findings: {_counted(self.findings)}",
            f"数据集 datasets: {_counted(self.datasets)}；请求 requests {self.requests}",
            *(f"存储 store {endpoint}: {_counted(graphs)}" for endpoint, graphs in self.stores.items()),
        ]
        if self.observations:
            lines.append(f"观测 observations {self.observations['address']}: {_counted(self.observation_files)}")
        if self.broken_off:
            lines.append(f"  没有做完 broken off  {self.broken_off}")
        lines += [f"  失败 failed  {text}" for text in self.failures]
        lines += [f"  不合格 invalid  {text}" for text in self.invalid]
        lines += [f"  待人确认 held  {name}: {why}" for name, why in self.held.items()]
        return "\n".join([*lines, *(f"  远端 remote  {text}" for text in self.troubles)])


def _counted(counts: Mapping[str, int]) -> str:
    return "，".join(f"{name} {n}" for name, n in counts.items()) or "0"


def run(request: RunRequest, console: Console) -> Summary:
    """One unattended run into ``request.out``; its summary stands in ``run/`` there as text, JSON, page and metrics.

    A portal, a store or an address that cannot be reached is told in the summary, and the rest is done. A run that
    does not come to its end leaves a summary as well: nobody takes that of the night before for tonight's.

    Raises:
        CommandError: another run is at work there, or the sources or the folder cannot be used.
    """
    started = time.time()
    stores = loading.read_stores(request.sources)
    request.out.mkdir(parents=True, exist_ok=True)
    place = job.open_address(request.observations)
    with _only_one(request.out, request.wait_s):
        try:
            summary = _night(request, stores, place, started, console)
        except Exception as error:
            _tell_broken_off(request.out / FOLDER, started, error)
            if isinstance(error, CommandError) and error.exit_code == EXIT["partial"]:
                raise CommandError("internal", str(error)) from error  # 4 says that the rest was done
            raise
        _write(summary, request.out / FOLDER)
    return summary


def _night(
    request: RunRequest,
    stores: Sequence[loading.RemoteStore],
    place: Place | None,
    started: float,
    console: Console,
) -> Summary:
    built = job.build(request.sources, request.out, request.base, console, shards=request.shards, forms=request.forms)
    verdicts = validation.validate(request.out, console)
    held = _held(request, verdicts)
    published = _publish(request, held, console) if request.portal else None
    loaded = _load(request, stores, held, console) if stores else []
    sent = _send(request, place, held, console) if place else {}
    _accept(request, set(held))
    return _summary(started, built, verdicts, held, published, loaded, sent)


# --- the policy -------------------------------------------------------------------------------------------


def _held(request: RunRequest, verdicts: validation.ValidationResult) -> dict[str, str]:
    """Packages that wait for a person, and why."""
    accepted = _remembered(request.out, ACCEPTED)
    held: dict[str, str] = {}
    for verdict in verdicts.verdicts:
        package = request.out / "packages" / verdict.package
        if verdict.problems:
            held[verdict.package] = f"数据包不合格: {verdict.problems[0]} / the package is not valid"
        elif verdict.package not in request.accept and (why := reason_to_hold(package, request.policy, accepted)):
            held[verdict.package] = why
    return held


def _remembered(out: Path, name: str) -> dict[str, Any]:
    """What an earlier run noted in a file of its folder."""
    try:
        return dict(json.loads((out / FOLDER / name).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _remember(out: Path, name: str, noted: Mapping[str, Any]) -> None:
    (out / FOLDER).mkdir(exist_ok=True)
    write_text(out / FOLDER / name, json.dumps(noted, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def _accept(request: RunRequest, held: set[str]) -> None:
    """Remember the totals of what was let through, to compare the next reading with."""
    accepted = _remembered(request.out, ACCEPTED)
    for package in sorted((request.out / "packages").iterdir()):
        if package.name not in held and (package / "datapackage.json").exists():
            accepted[package.name] = str(largest_total(read_rows(package, "observations")))
    _remember(request.out, ACCEPTED, accepted)


# --- publishing -------------------------------------------------------------------------------------------


def _publish(request: RunRequest, held: Mapping[str, str], console: Console) -> publishing.PublishResult:
    asked = publishing.Request(
        request.out, request.portal, openness=request.openness, held=held, allow_http=request.allow_http,
        groups=request.groups, timeout_s=request.timeout_s,
    )  # fmt: skip
    try:
        return publishing.publish(asked, console)
    except CommandError as error:
        if error.exit_code != EXIT["remote"]:
            raise
        return publishing.PublishResult(request.portal, (), {}, away=str(error))


def _load(
    request: RunRequest, stores: Iterable[loading.RemoteStore], held: Mapping[str, str], console: Console
) -> list[loading.LoadOutcome]:
    """Bring the stores up to date with what may go out: a public endpoint is as open as a portal."""
    open_to_all, all_packages = _open_packages(request, held)
    packages = [package for package in open_to_all if package.name not in held]
    return loading.load_stores(
        stores, packages, request.base, console,
        timeout_s=request.timeout_s, whole=len(packages) == all_packages, allow_http=request.allow_http,
    )  # fmt: skip


def _open_packages(request: RunRequest, held: Mapping[str, str]) -> tuple[list[Path], int]:
    """The packages that are as open as they have to be, held or not, and how many there are of any kind."""
    build = publishing.read_build(publishing.Request(request.out, "", openness=request.openness, held=held))
    allowed = publishing.allowed_openness(request.openness)
    names = sorted(name for name, told in build.publications.items() if not refusal(told.openness, allowed))
    return [request.out / "packages" / name for name in names], len(build.publications)


def _send(request: RunRequest, place: Place, held: Mapping[str, str], console: Console) -> dict[str, Any]:
    """Bring the address up to date with what may go out; of what is held, the observations of before stay there."""
    packages, all_packages = _open_packages(request, held)
    told = {"not-open": all_packages - len(packages)}
    folder = request.out / FOLDER / "observations"
    before = _remembered(request.out, SENT).get(place.address, [])
    names = write_observations(packages, folder, kept=held)
    if not before and not names:
        return Deposit(place.address).as_json() | told  # it has never held anything of this build
    _remember(request.out, SENT, {place.address: sorted({*before, *names})})
    going = [package for package in packages if package.name in names]
    sent = job.send(folder, going, place, request.base, console, before)
    if not sent.error:
        _remember(request.out, SENT, {place.address: names})
    return sent.as_json() | told


# --- the summary ------------------------------------------------------------------------------------------


def _summary(
    started: float,
    built: job.BuildResult,
    verdicts: validation.ValidationResult,
    held: Mapping[str, str],
    published: publishing.PublishResult | None,
    loaded: Iterable[loading.LoadOutcome],
    sent: Mapping[str, Any],
) -> Summary:
    findings: Counter[str] = Counter()
    for verdict in verdicts.verdicts:
        findings.update(verdict.findings)
    outcomes = published.outcomes if published else ()
    troubles = [published.away] if published and published.away else []
    troubles += [o.message for o in outcomes if o.outcome in ("failed", "not-tried") and o.message]
    waiting = set(held.values())
    troubles += [f"{o.name}: {o.message}" for o in outcomes if o.outcome == "refused" and o.message not in waiting]
    troubles += [o.trouble for o in loaded if o.trouble]
    codes = [built.exit_code, verdicts.exit_code, EXIT["partial"] if held else 0]
    codes += [published.exit_code] if published else []
    codes += [EXIT["remote"] for o in loaded if o.trouble]
    if "error" in sent:
        troubles.append(sent["error"])
        codes.append(EXIT["remote"])
    return Summary(
        started=_told(started),
        seconds=round(time.time() - started, 1),
        documents=dict(sorted(Counter(o.outcome for o in built.outcomes).items())),
        failures=tuple(o.message for o in built.outcomes if o.outcome == "failed"),
        invalid=tuple(f"{v.package}: {p}" for v in verdicts.verdicts for p in v.problems),
        held=dict(held),
        datasets=dict(sorted(Counter(o.outcome for o in outcomes).items())),
        troubles=tuple(troubles),
        findings=dict(sorted(findings.items())),
        requests=sum(published.requests.values()) if published else 0,
        stores={o.endpoint: o.graphs for o in loaded},
        observations=sent,
        exit_code=_worst(codes),
    )


def _tell_broken_off(folder: Path, started: float, error: Exception) -> None:
    """The summary of a run that ends before its end. Where nothing can be written any more, none is left."""
    code = error.exit_code if isinstance(error, CommandError) else EXIT["internal"]
    summary = Summary(
        _told(started), round(time.time() - started, 1), documents={}, failures=(), invalid=(), held={}, datasets={},
        troubles=(), findings={}, requests=0, stores={}, observations={},
        exit_code=EXIT["internal"] if code == EXIT["partial"] else code,
        broken_off=str(error) if isinstance(error, CommandError) else f"{type(error).__name__}: {error}",
    )  # fmt: skip
    with suppress(OSError):
        for name in _SUMMARIES:
            (folder / name).unlink(missing_ok=True)  # a full disk has room for the new ones then
        _write(summary, folder)


def _told(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(moment))


def _worst(codes: Iterable[int]) -> int:
    """The code that a person has to see first: internal, remote, invalid, then partial."""
    given = set(codes)
    order = ("internal", "remote", "invalid", "partial", "pending")
    return next((EXIT[name] for name in order if EXIT[name] in given), EXIT["done"])


def _write(summary: Summary, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    as_json = json.dumps(summary.as_json(), ensure_ascii=False, indent=1) + "\n"
    texts = (summary.as_text() + "\n", as_json, _page(summary), metrics(summary))
    for name, text in zip(_SUMMARIES, texts, strict=True):
        write_text(folder / name, text)


def metrics(summary: Summary) -> str:
    """The run in the text format of Prometheus, for the node exporter's textfile collector."""
    values: list[tuple[str, str, str, float]] = [
        ("yusuan_run_duration_seconds", "Seconds that the last run took", "", summary.seconds),
        ("yusuan_run_exit_code", "Exit code of the last run", "", summary.exit_code),
        ("yusuan_run_held_packages", "Packages that wait for a person", "", len(summary.held)),
        ("yusuan_run_portal_requests", "Requests sent to the portal", "", summary.requests),
        ("yusuan_run_timestamp_seconds", "When the last run ended", "", _ended(summary)),
    ]
    for name, help_text, label, counts in (
        ("yusuan_run_documents", "Documents by outcome", "outcome", summary.documents),
        ("yusuan_run_datasets", "Datasets by outcome", "outcome", summary.datasets),
        ("yusuan_run_findings", "Findings by severity", "severity", summary.findings),
        (
            "yusuan_run_observation_files",
            "Files of observations at their address by outcome",
            "outcome",
            summary.observation_files,
        ),
    ):
        values += [(name, help_text, f'{{{label}="{key}"}}', count) for key, count in counts.items()]
    values += [
        ("yusuan_run_graphs", "Graphs of remote stores by outcome", f'{{store="{store}",outcome="{key}"}}', count)
        for store, graphs in summary.stores.items()
        for key, count in graphs.items()
    ]
    lines: list[str] = []
    for name, help_text, labels, value in values:
        if f"# TYPE {name} gauge" not in lines:
            lines += [f"# HELP {name} {help_text}", f"# TYPE {name} gauge"]
        lines.append(f"{name}{labels} {value:.15g}")
    return "\n".join(lines) + "\n"


def _ended(summary: Summary) -> float:
    return time.mktime(time.strptime(summary.started[:19], "%Y-%m-%dT%H:%M:%S")) + summary.seconds


def _page(summary: Summary) -> str:
    body = html.escape(summary.as_text())
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>yusuan run</title>'
        "<style>body{font:14px/1.6 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
        f"pre{{white-space:pre-wrap;font:inherit}}</style><h1>运行摘要 Run</h1><pre>{body}</pre></html>\n"
    )


@contextmanager
def _only_one(out: Path, wait_s: float) -> Generator[None]:
    """One run at a time in a folder: a second one waits as long as it is told to, then leaves."""
    end = time.monotonic() + wait_s
    with (out / ".run.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    message = f"{out}: 另一个 run 正在进行，用 --wait 等它 / another run is at work here"
                    raise CommandError("partial", message) from error
            time.sleep(_WAIT_STEP_S)
        yield
