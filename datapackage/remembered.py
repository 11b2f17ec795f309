"""What was worked out of a package, kept for as long as the package stays as it is.

The catalogue, the counts and the comparisons of a build are put together from a part for each package. Where one of
many packages has changed, the parts of the others are read and not worked out again; where reading a thousand would
take long, what the packages of a run say together is kept too, and one part is read for them all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, cast

from .package import DESCRIPTOR

FOLDER = ".parts"
_STATES = "states.json"
_END = b"\0"


class Remembered:
    """The parts of one kind in ``folder/.parts/<kind>``, a file for each name: JSON, or a text as it is.

    ``program`` is the folder of the modules that work them out, ``of`` what else they depend on beside the packages:
    parts that were worked out by another program or of something else are not used.
    """

    def __init__(self, folder: Path, kind: str, program: Path, of: str = "") -> None:
        self._folder = folder / FOLDER / kind
        self._folder.mkdir(parents=True, exist_ok=True)
        self._of = f"{hash_of(program)} {of}"
        self._named: set[str] = set()

    def part(self, name: str, state: str, work: Callable[[], Any]) -> Any:
        """What ``work`` returns, a value that JSON can hold; worked out only where ``name`` was of another state."""
        path = self._folder / f"{name}.json"
        self._named.add(path.name)
        wanted = sha256(f"{self._of} {state}".encode()).hexdigest()
        try:
            kept = json.loads(path.read_bytes())
            if kept["state"] == wanted:
                return kept["part"]
        except (OSError, ValueError, KeyError, TypeError):
            pass  # none yet, or what a killed run had begun
        part = work()
        path.write_text(json.dumps({"state": wanted, "part": part}, ensure_ascii=False), "utf-8")
        return part

    def text(self, name: str, state: str, work: Callable[[], str]) -> bytes:
        """What ``work`` returns, which may be long, in UTF-8; as :meth:`part`, but kept and read as it is."""
        path = self._folder / f"{name}.txt"
        self._named.add(path.name)
        wanted = sha256(f"{self._of} {state}".encode()).hexdigest().encode() + b"\n"
        try:
            kept = path.read_bytes()
            # What a killed run had begun lacks its end.
            if kept.startswith(wanted) and kept.endswith(_END):
                return kept[len(wanted) : -len(_END)]
        except OSError:
            pass  # none yet
        text = work().encode()
        path.write_bytes(wanted + text + _END)
        return text

    def keep(self, name: str) -> None:
        """Do not forget the part of ``name``, which was not asked for this time."""
        self._named.update((f"{name}.json", f"{name}.txt"))

    def forget_all(self) -> None:
        """Delete all parts, which are kept elsewhere now."""
        self._named.clear()
        self.forget_others()

    def forget_others(self) -> None:
        """Delete the parts that nobody has asked for."""
        for path in self._folder.iterdir():
            if path.name not in self._named:
                path.unlink()


@cache
def hash_of(program: Path) -> str:
    """The hash of the modules, forms and lists in a folder, by which another program is known."""
    digest = sha256()
    for path in sorted(p for p in program.iterdir() if p.suffix in (".py", ".yaml", ".csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def runs(packages: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """``packages`` in their order, in runs of some √n of them, 256 at most.

    Whether a package begins a run is said by its own name, so that one more or one less changes no other run than the
    one it is in. Source: Muthitacharoen, Chen and Mazières, A Low-Bandwidth Network File System (2001), section 3.1.
    """
    mask = (1 << min(len(packages).bit_length() // 2, 8)) - 1
    run: list[Path] = []
    for package in packages:
        if run and not sha256(package.name.encode()).digest()[0] & mask:
            yield run
            run = []
        run.append(package)
    if run:
        yield run


def of_runs(
    packages: Sequence[Path],
    single: Remembered,
    together: Remembered,
    work: Callable[[Path], Any],
    combine: Callable[[Iterable[tuple[str, Any]]], Any],
    state: Callable[[Path], str] | None = None,
) -> Iterator[Any]:
    """What ``combine`` makes of the parts of each run, by name of package, which ``work`` works out of a package.

    Parts of packages are remembered as ``single``, those of runs as ``together``; what is of no package any more goes.
    ``state`` tells what a part depends on: :func:`state_of` a package where there is nothing else.
    """
    state = state or state_of
    for run in runs(packages):

        def combined(run: Sequence[Path] = run) -> Any:
            return combine((p.name, single.part(p.name, state(p), lambda p=p: work(p))) for p in run)

        yield together.part(run[0].name, " ".join(f"{p.name} {state(p)}" for p in run), combined)
        for package in run:
            single.keep(package.name)
    for remembered in (single, together):
        remembered.forget_others()


def state_of(package: Path) -> str:
    """What tells one state of a package from every other: its descriptor, which has the hash of each file.

    Raises:
        OSError: there is no descriptor.
    """
    if package in _SETTLED:
        return _SETTLED[package]
    descriptor = package / DESCRIPTOR
    found = descriptor.stat()
    file = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    known, state = STATES.get(str(descriptor), (None, ""))
    if known != file:
        with descriptor.open("rb") as content:
            state = file_digest(content, "sha256").hexdigest()
        STATES[str(descriptor)] = file, state
    return state


@contextmanager
def settled(packages: Iterable[Path]) -> Generator[None]:
    """While the body runs ``packages`` stay as they are, so that nobody need look again whether they do.

    Raises:
        OSError: one of them has no descriptor.
    """
    _SETTLED.update({package: state_of(package) for package in packages})
    try:
        yield
    finally:
        _SETTLED.clear()


#: By what a file is known to be the one that was hashed, and its hash.
State = tuple[tuple[int, int, int, int], str]
#: Hashed once for all that is made of a package, as long as its descriptor is the same file; another process that works
#: on the same packages may be told of it, and the next run is.
STATES: dict[str, State] = {}
_SETTLED: dict[Path, str] = {}


def recall_states(packages: Iterable[Path], folder: Path) -> None:
    """Take over what :func:`note_states` noted in ``folder``, so that no descriptor is read that is the same file."""
    try:
        noted: dict[str, Any] = json.loads((folder / FOLDER / _STATES).read_bytes())
        for package in packages:
            if package.name in noted:
                *file, state = noted[package.name]
                STATES.setdefault(str(package / DESCRIPTOR), (cast("Any", tuple(file)), str(state)))
    except (OSError, ValueError, TypeError, AttributeError):
        pass  # none yet, or what a killed run had begun: they are read


def note_states(packages: Iterable[Path], folder: Path) -> None:
    """Note what is known of ``packages`` in ``folder`` for the next run. Raises OSError."""
    named = {package.name: STATES.get(str(package / DESCRIPTOR)) for package in packages}
    text = json.dumps({name: (*known[0], known[1]) for name, known in named.items() if known})
    path = folder / FOLDER / _STATES
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
