"""The main job: documents in, packages, observations, store and catalogue out, resumable at any moment.

Each document is converted, proven and written as one package that appears whole or not at all. A journal
remembers what is done, so that a killed run goes on where it was and a second run converts nothing.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..console import Console, printable
from ..converters.checksums import checksum, contents
from ..converters.forms.own import FormError
from ..converters.forms.words import load_vocabulary
from ..converters.sources import Source, SourceError, collect_sources
from ..datapackage import files
from ..datapackage.model import Disclosure
from ..datapackage.object_store import AddressError, Deposit, Place, deposit, open_place
from ..datapackage.package import DESCRIPTOR, file_hash, read_descriptor, read_rows
from ..document import Prepared, Task
from ..machine import address_space, for_many_threads
from ..ontology.forms import USUAL, Forms
from ..outcomes import EXIT, CommandError
from .books import REPLACED, Journal, Outcome, all_depend_on, key_of, read_done, read_replaced
from .crew import choose
from .finishing import BESIDE, RETIRED, finish, packages_of
from .known_files import KnownFiles
from .output_folder import is_text, only_one, writing
from .succession import Issue, Later, later_of

_STAGING = ".packages"
#: Bytes of addresses that a build takes: ten times its memory, most of it for stacks of threads.
_ADDRESSES = 3 << 30


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did, document by document."""

    folder: str
    outcomes: tuple[Outcome, ...]
    deposit: Deposit | None = None  # what became of the observations, where they are sent to an address too

    @property
    def exit_code(self) -> int:
        if self.deposit and self.deposit.error:
            return EXIT["remote"]
        failed = [o for o in self.outcomes if o.outcome == "failed"]
        if not failed:
            return EXIT["done"]
        if len(failed) < len(self.outcomes):
            return EXIT["partial"]
        return EXIT["internal"] if any(o.internal for o in failed) else EXIT["invalid"]

    def as_json(self) -> dict[str, Any]:
        sent = {"observations": self.deposit.as_json()} if self.deposit else {}
        return {"folder": self.folder, "documents": [_public(o) for o in self.outcomes], **sent}

    def as_text(self, *, quiet: bool = False) -> str:
        """A summary that names every document that failed, and why."""
        tally = Counter(o.outcome for o in self.outcomes)
        lines = [
            f"{len(self.outcomes)} 份文件：转换 {tally['converted']}，未变 {tally['unchanged']}，失败 {tally['failed']}"
            f" · converted {tally['converted']}, unchanged {tally['unchanged']}, failed {tally['failed']}",
        ]
        if tally["replaced"]:
            lines[0] += f"；已被取代 replaced {tally['replaced']}"
        firsts: dict[str, Outcome] = {}
        again = [o for o in self.outcomes if o.is_there and firsts.setdefault(o.package, o) is not o]
        if not quiet:
            lines += [f"  {o.package}: {_counted(o.counts)}" for o in firsts.values() if o.counts]
        lines += [f"  同一份 the same  {printable(f'{o.source} = {firsts[o.package].source}')}" for o in again]
        lines += [f"  取代 replaced  {printable(o.message)}" for o in self.outcomes if o.outcome == "replaced"]
        lines += [f"  失败 failed  {printable(o.message)}" for o in self.outcomes if o.outcome == "failed"]
        lines += [self.deposit.as_text()] if self.deposit else []
        return "\n".join([*lines, f"输出 output  {self.folder}"])


def build(
    paths: Sequence[Path],
    out: Path,
    base: str,
    console: Console,
    *,
    force: bool = False,
    identities: Path | None = None,
    jobs: int = 0,
    scheduler: str = "",
    shards: str = "",
    observations: str = "",
    forms: Forms = USUAL,
) -> BuildResult:
    """Convert what is new or changed among ``paths`` into ``out``, then renew what is made of all packages.

    ``identities`` is a folder of an operator's own identities, checked beside the project's. ``jobs`` processes do the
    documents (0: one a core), or the Dask cluster at ``scheduler``; the output is the same, byte for byte.
    ``shards`` says what the store is parted by (``queries.shards.WAYS``). The Parquet files are sent to the address
    ``observations`` too, where there is one; what went wrong there is told in the result. Packages have
    their graphs in ``forms`` too.

    Raises:
        CommandError: a source, an identity, the scheduler, the address or the output folder cannot be used, another
            build is at work there, or the disk is full.
    """
    try:
        load_vocabulary()
        sources = collect_sources(paths)
    except (SourceError, FormError) as error:
        raise CommandError("usage", str(error)) from error
    _check_machine()
    for_many_threads()
    _check_identities(identities)
    _check_shards(shards)
    place = open_address(observations)
    with writing(out), only_one(out):
        done = {} if force else read_done(out)
        replaced = {} if force else read_replaced(out)
        known = KnownFiles(out, fresh=force)
        entries = _entries(
            sources, out, base, done, replaced, identities, forms=forms, flush=bool(scheduler), sha256_of=known.sha256
        )
        known.note()
        tasks = [entry.task for entry in entries if entry.task]
        outcomes: dict[str, Outcome] = {}
        replaces = {s.path.resolve(): s.replaces.resolve() for s in sources if s.replaces}
        taken = {
            e["package"]: Outcome(name, e["sha256"], e["key"], "unchanged", e["package"]) for name, e in done.items()
        }
        with (
            closing(Journal(out)) as journal,
            _staging(out),
            closing(
                choose(len(tasks), jobs, scheduler, console, store_beside=len(entries) >= BESIDE)(tasks)
            ) as prepared,
            console.progress(len(sources)) as step,
        ):
            for entry in entries:
                for outcome in [entry.known] if entry.known else _put(entry, next(prepared), out, taken, replaces):
                    outcomes[outcome.source] = outcome
                    if outcome.outcome != "failed":
                        journal.add(outcome)
                    if outcome.package:
                        taken[outcome.package] = outcome
                step(_line(entry.known or outcomes[entry.name]))
        publications = {str(s.path): s.publication for s in sources}
        finish(out, base, [*outcomes.values()], publications, console, identities, shards)
        sent = send(out / "observations", packages_of(read_done(out), out), place, base, console) if place else None
    return BuildResult(str(out), tuple(outcomes.values()), sent)


def open_address(address: str) -> Place | None:
    """The place at an address; none without one. Raises CommandError, before any work is done for nothing."""
    try:
        return open_place(address) if address else None
    except AddressError as error:
        raise CommandError(error.fault, str(error)) from error


def send(
    observations: Path,
    packages: Sequence[Path],
    place: Place,
    base: str,
    console: Console,
    before: Collection[str] = (),
) -> Deposit:
    """Send a folder of observations, which are of ``packages``; what went wrong is told in what is returned.

    ``before`` names packages that were sent earlier.

    A build is complete without it.
    """
    console.detail(f"送出观测 / sending observations to {place.address}")
    try:
        return deposit(observations, packages, place, base, before=before)
    except AddressError as error:
        return Deposit(place.address, error=str(error))


def _check_machine() -> None:
    """Tell before any work is done that libraries would find no room for their threads, and break off."""
    given = address_space()
    if 0 < given < _ADDRESSES:
        zh = f"ulimit -v 只给 {given >> 20} MB 地址空间，至少要 {_ADDRESSES >> 20} MB；限内存请用 MemoryMax"
        raise CommandError("usage", f"{zh} / too low a limit of addresses; limit memory by cgroups instead")


def _check_shards(shards: str) -> None:
    from ..queries.shards import WAYS

    if shards not in WAYS:
        known = "、".join(way for way in WAYS if way)
        raise CommandError("usage", f"shards 只能是 {known}，而不是 {shards} / the store is parted by one of these")


def _check_identities(folder: Path | None) -> None:
    """Tell before any work is done that an operator's identity is not understood."""
    from ..datapackage.accounting.identities import IdentityError, load_identities

    if folder is None:
        return
    if not folder.is_dir():
        raise CommandError("usage", f"{folder}: 没有这个等式文件夹 / there is no such folder of identities")
    try:
        load_identities(folder)
    except (IdentityError, OSError, UnicodeDecodeError) as error:
        raise CommandError("usage", str(error)) from error


# --- the documents ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """A source: what is known of it already, or the task of converting it."""

    name: str
    sha256: str = ""
    key: str = ""
    known: Outcome | None = None
    task: Task | None = None
    files: tuple[str, ...] = ()


def _entries(
    sources: Sequence[Source],
    out: Path,
    base: str,
    done: Mapping[str, Mapping[str, Any]],
    replaced: Mapping[str, Mapping[str, Any]],
    identities: Path | None,
    *,
    forms: Forms,
    flush: bool,
    sha256_of: Callable[[Path], str] = file_hash,
) -> list[_Entry]:
    same_file = {entry["sha256"]: entry for entry in done.values()}
    made_by = all_depend_on(base, identities, forms)
    entries: list[_Entry] = []
    for number, source in enumerate(sources):
        name = str(source.path)
        if not is_text(name):
            message = f"{printable(name)}: 文件名不是 UTF-8，请改名 / the name is not UTF-8; rename the file"
            entries.append(_Entry(name, known=Outcome(printable(name), "", "", "failed", message=message)))
            continue
        try:
            digest, several = checksum(source.files, sha256_of)
            files = tuple(str(path) for _, path in contents(source.files)) if several else ()
        except OSError as error:
            is_gone = isinstance(error, FileNotFoundError)
            told = "文件不存在 / there is no such file" if is_gone else f"读不了 ({error.strerror}) / cannot be read"
            message = f"{error.filename or name}: {told}"
            entries.append(_Entry(name, known=Outcome(name, "", "", "failed", message=message)))
            continue
        key = key_of(digest, source, made_by)
        # The same bytes under another path are a document moved, or named by another way to it.
        before = done.get(name) or same_file.get(digest)
        former = replaced.get(name)
        if former and former["key"] == key:
            told = {k: former[k] for k in ("message", "by", "kept")}
            entries.append(_Entry(name, digest, key, known=Outcome(name, digest, key, "replaced", **told)))
        elif before and before["key"] == key:
            outcome = Outcome(name, digest, key, "unchanged", before["package"], files=files)
            entries.append(_Entry(name, digest, key, known=outcome))
        else:
            task = Task(source, out, out / _STAGING / str(number), base, identities, forms, flush, digest)
            entries.append(_Entry(name, digest, key, task=task, files=files))
    return entries


def _put(
    entry: _Entry,
    prepared: Prepared,
    out: Path,
    taken: Mapping[str, Outcome],
    replaces: Mapping[Path, Path],
) -> list[Outcome]:
    """Put a package that is ready into its place; not where another document has it that it does not replace.

    What became of that other one is told as well where its place was taken.
    """
    name, digest, key = entry.name, entry.sha256, entry.key
    if not prepared.package:
        return [Outcome(name, digest, key, "failed", message=prepared.message, internal=prepared.internal)]
    assert entry.task
    package, folder = prepared.package, out / "packages" / prepared.package
    there = taken.get(package)
    former: list[Outcome] = []
    if there and there.sha256 != digest and there.source != name and Path(there.source).exists():
        earlier, ours = _issue(there.source, folder), _issue(name, entry.task.folder)
        later = later_of(earlier, ours, replaces)
        if later is None or later.lacking:
            return [Outcome(name, digest, key, "failed", message=_undecided(name, there.source, later))]
        kept = out / REPLACED / f"{package}-{(earlier if later.is_second else ours).disclosure.document_id}"
        if not later.is_second:
            files.put_in_place(entry.task.folder, kept, flush=not entry.task.flush)
            return [_replaced(Outcome(name, digest, key, "replaced"), there.source, kept, later)]
        copy = entry.task.folder.with_name(kept.name)
        shutil.copytree(folder, copy)
        files.put_in_place(copy, kept, flush=True)
        former = [_replaced(there, name, kept, later)]
    # Processes of this machine go on with the next document while this one waits for the disk; another machine's
    # files only it can flush.
    files.put_in_place(entry.task.folder, folder, flush=not entry.task.flush)
    _retire(entry.task.folder, out / RETIRED / package)
    made = Outcome(name, digest, key, "converted", package, counts=prepared.counts, files=entry.files)
    return [*former, made]


def _replaced(gone: Outcome, by: str, kept: Path, later: Later) -> Outcome:
    where = f"{REPLACED}/{kept.name}"
    message = (
        f"{gone.source}: 已由 {by} 取代（{later.zh}），不再计入，留在 {where} / "
        f"{by} took its place ({later.en}); kept in {where}"
    )
    return Outcome(gone.source, gone.sha256, gone.key, "replaced", message=message, by=by, kept=kept.name)


def _undecided(name: str, other: str, later: Later | None) -> str:
    zh, en = "看不出哪一份是更正后的", "nothing tells which is the corrected one"
    if later:
        zh = f"更正的一份没有全部的表（缺 {'、'.join(later.lacking)}），其余的表仍以另一份为准"
        en = f"the corrected one lacks {', '.join(later.lacking)}, of which the other holds"
    return (
        f"{name}: 与 {other} 是同一单位同一年的同种公开，{zh}，只保留先前的一份；"
        '请在 sources.toml 里写 replaces = "被取代的文件"，或移走一份 / '
        f"same unit, year and kind as {other}, which is kept: {en}; "
        'say which it replaces by replaces = "FILE" in sources.toml, or move one away'
    )


def _issue(path: str, package: Path) -> Issue:
    tables = {row["table"] for row in read_rows(package, "observations")} - {"narrative"}
    return Issue(path, Disclosure.of(read_descriptor(package)["disclosure"]), frozenset(tables))


def _retire(former: Path, folder: Path) -> None:
    """Keep what the store was made of, until it has been made of the new package: the first that was replaced."""
    if folder.exists() or not former.exists():
        return
    folder.mkdir(parents=True)
    for name in ("rdf", DESCRIPTOR):
        if (former / name).exists():
            (former / name).rename(folder / name)


@contextmanager
def _staging(out: Path) -> Generator[None]:
    """Where packages wait for their place; what a killed run left there goes."""
    folder = out / _STAGING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _public(outcome: Outcome) -> dict[str, Any]:
    return {k: v for k, v in asdict(outcome).items() if k not in ("key", "internal") and v not in ("", None, ())}


def _counted(counts: Mapping[str, int]) -> str:
    names = {
        "observations": "观测",
        "unproven": "未证实",
        "repaired": "修复",
        "derived": "推算",
        "claims": "文中说法",
        "targets": "绩效目标",
        "findings": "疑点",
        "redacted": "隐去个人信息",
    }
    return "，".join(f"{names[k]} {v}" for k, v in counts.items())


def _line(outcome: Outcome) -> str:
    words = {
        "converted": "已转换 converted", "unchanged": "未变 unchanged", "failed": "失败 failed",
        "replaced": "已被取代 replaced",
    }  # fmt: skip
    return f"{words[outcome.outcome]}  {outcome.message or outcome.source}"
