"""What is made of all packages together: observations, catalogue, reports and store, renewed where one has changed."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..console import Console
from ..datapackage import files, remembered
from ..machine import cores
from ..ontology.forms import USUAL
from ..outcomes import CommandError
from . import fingerprints
from .books import JOURNAL, REPLACED, Outcome, all_depend_on, read_books, read_done, read_replaced, write_books
from .crew import beside
from .output_folder import REMOVED

#: Where RDF waits that the store has not been told to forget.
RETIRED = ".retired"
#: Packages from which on the store is made in a process of its own.
BESIDE = 6
#: Processors that loading it keeps busy.
_LOADING = 2
#: Seconds between two looks whether its process is still there.
_PATIENCE = 0.5
#: What failed and what was replaced, by source, each with the message of it.
_Aside = tuple[Mapping[str, str], Mapping[str, str]]


def finish(
    out: Path,
    base: str,
    outcomes: Sequence[Outcome],
    told: Mapping[str, Mapping[str, str]],
    console: Console,
    identities: Path | None = None,
    shards: str = "",
) -> None:
    """Renew observations, catalogue and store where a package has changed, then close the books.

    ``told`` is what the operator says of the publication of each source; it is kept for ``plan`` and ``publish``;
    ``identities`` is a folder of the operator's own.

    Raises:
        CommandError: what was done is no longer there.
    """
    done, replaced = read_done(out), read_replaced(out)
    if any(o.source not in {*done, *replaced} for o in outcomes if o.outcome != "failed"):
        raise CommandError("partial", f"{out}: {REMOVED}")
    packages = packages_of(done, out)
    issues = [out / REPLACED / name for name in sorted({str(entry["kept"]) for entry in replaced.values()})]
    remembered.recall_states([*packages, *issues], out)
    # Nobody else writes here: no descriptor need be looked at again and again.
    with remembered.settled([*packages, *issues]):
        state = _state([*packages, *issues], base, shards)
        books = read_books(out)
        failed = {
            o.source: {"outcome": "failed", "sha256": o.sha256, "message": o.message}
            for o in outcomes
            if o.outcome == "failed"
        }
        messages = {name: entry["message"] for name, entry in failed.items()}
        earlier = {name: entry["message"] for name, entry in replaced.items()}
        if books.get("state") != state or not _all_there(out):
            console.detail("汇总观测、目录和存储 / renewing observations, catalogue and store")
            openness = {str(e["package"]): told.get(n, {}).get("openness", "") for n, e in done.items()}
            with _storing(packages, out, base, shards):
                _reduce(packages, issues, (messages, earlier), openness, out, base, identities)
        elif failed != {n: e for n, e in books.get("documents", {}).items() if e.get("outcome") == "failed"}:
            _report(packages, (messages, earlier), out)
        write_books(out, base, state, done, failed, replaced, told)
    remembered.note_states([*packages, *issues], out)
    (out / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(out / RETIRED, ignore_errors=True)


@contextmanager
def _storing(packages: Sequence[Path], out: Path, base: str, shards: str) -> Generator[None]:
    """Make the store while the body runs: in a process of its own, where that is worth starting one."""
    work = (packages, out / "store", base, out / RETIRED, shards)
    try:
        if len(packages) < BESIDE:
            yield
            _store({}, None, *work)
            return
        is_first = cores() == _LOADING and not (out / "store").exists()
        here, there = multiprocessing.Pipe(duplex=False)
        with here, there, beside(_store, remembered.STATES, there, *work) as ended:
            # Loading keeps two processors busy and merging one. With a third at work from the beginning the merging
            # would come later, and a processor have nothing to do meanwhile. A store that is there is amended by one.
            while is_first and not (ended() or here.poll(_PATIENCE)):
                continue
            yield
    finally:
        files.recover(out / "store")


def _store(states: Mapping[str, remembered.State], merging: Connection | None, *work: Any) -> None:
    """Make the store, in a process that is told what is known of the packages, and tells when it begins to merge."""
    from ..queries.shards import build_stores

    def tell() -> None:
        if merging:
            merging.send(True)

    remembered.STATES.update(states)
    build_stores(*work, merging=tell)


def _reduce(
    packages: Sequence[Path],
    issues: Sequence[Path],
    aside: _Aside,
    openness: Mapping[str, str],
    out: Path,
    base: str,
    identities: Path | None,
) -> None:
    """All that is made of all packages, but for the store. ``issues`` are packages whose place others took."""
    from ..catalogue.dcat import write_catalogue
    from ..catalogue.schema_org import write_descriptions
    from ..catalogue.void import write_void
    from ..datapackage.accounting.across import write_across
    from ..datapackage.parquet import write_observations

    write_across(packages, out, issues)
    _report(packages, aside, out)
    write_observations(packages, out / "observations")
    write_catalogue(packages, out, base, openness)
    write_descriptions(packages, out, base)
    write_void(packages, out, base)
    _write_executables(out, base, identities)


def _write_executables(out: Path, base: str, identities: Path | None) -> None:
    """Identities and questions as RDF, which follow from the program and an operator's identities, from no package."""

    def of_identities() -> str:
        from ..ontology.identities import executables

        return executables(base, identities)

    def of_questions() -> str:
        from ..queries.listing import executables

        return executables(base)

    kept = remembered.Remembered(out, "executables", Path(__file__).parent)
    state = f"{fingerprints.of_program()} {all_depend_on(base, identities, USUAL)}"
    for name, work in (("identities", of_identities), ("questions", of_questions)):
        files.write_bytes(out / f"{name}.ttl", kept.text(name, state, work))


def _report(packages: Sequence[Path], aside: _Aside, out: Path) -> None:
    from ..datapackage.build_report import write_build_report

    failed, replaced = aside
    write_build_report(packages, failed, out, replaced)


def packages_of(done: Mapping[str, Mapping[str, Any]], out: Path) -> list[Path]:
    """The folders of the packages that the books name, in order."""
    return [out / "packages" / name for name in sorted({str(entry["package"]) for entry in done.values()})]


def _all_there(out: Path) -> bool:
    made = ("observations", "catalogue.ttl", "catalogue.jsonld", "catalogue", "across.csv", "identities.ttl")
    return all(
        (out / name).exists() for name in (*made, "questions.ttl", "store", "report.json", "report.html", "void.ttl")
    )


def _state(packages: Sequence[Path], base: str, shards: str) -> str:
    digest = sha256(f"{base} {fingerprints.of_program()}{f' {shards}' if shards else ''}".encode())
    for package in packages:
        digest.update(f"{package.name} {remembered.state_of(package)}\n".encode())
    return digest.hexdigest()
