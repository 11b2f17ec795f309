"""The embedded store: all packages in one Oxigraph folder, built beside its place and swapped in whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..datapackage.files import replacing_folder
from ..settings import DEFAULT_BASE
from .amendment import amend, changes_between
from .contents import StoreError, fill, made_of, nobody

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["INPUTS", "StoreError", "build_store", "is_store", "open_store", "read_inputs"]

INPUTS = "inputs.json"
_MARK = "CURRENT"  # the file by which RocksDB knows a database
_OPENINGS = 3  # a store may be swapped while its files are opened


def build_store(
    packages: Iterable[Path],
    folder: Path,
    base: str = DEFAULT_BASE,
    retired: Path | None = None,
    *,
    together: int = 1,
    merging: Callable[[], object] = nobody,
) -> bool:
    """Make ``folder`` the store of ``packages``; False where it already is, and nothing was written.

    An older store is amended where that is quicker. ``retired`` holds, by name of package, the descriptor and the RDF
    that the older store was made of. Who has the old store open keeps it until it closes it. ``together`` stores are
    being made at the same time. ``merging`` is called when one processor is enough for what is left.

    Raises:
        StoreError: a package has no RDF, its RDF is damaged, or two packages have one name.
        RdfError: ``base`` cannot be the start of an IRI.
        OSError: the folder cannot be written.
    """
    packages = list(packages)
    before = read_inputs(folder) if is_store(folder) else {}
    contents = made_of(packages, base, before)
    if before == contents.inputs:
        return False
    changes = changes_between(before, contents, retired) if retired else None
    with replacing_folder(folder) as making:
        if changes is None:
            fill(making, made_of(packages, base), together, merging)
        else:
            merging()
            amend(folder, making, changes, contents)
        (making / INPUTS).write_text(json.dumps(contents.inputs, indent=1, sort_keys=True) + "\n", "utf-8")
    return True


def open_store(folder: Path) -> Store:
    """The store at ``folder``, or in the folder ``store`` of a build, for reading; any number may read at once.

    Raises:
        StoreError: there is no store, or it cannot be read.
    """
    from pyoxigraph import Store

    place = next((each for each in (folder, folder / "store") if is_store(each)), None)
    if place is None:
        raise StoreError(
            f"{folder} 不是问答库，请先运行 yusuan build", f"{folder} is no store; run yusuan build to make one"
        )
    for attempt in range(1, _OPENINGS + 1):
        try:
            before = place.stat().st_ino
            store = Store.read_only(str(place))
            if place.stat().st_ino == before:
                return store
        except OSError as error:
            if attempt == _OPENINGS:
                raise StoreError(f"问答库 {place} 打不开: {error}", f"the store {place} cannot be opened") from error
    # A new store took this one's place while it was opened, file by file, and every time again.
    raise StoreError(f"问答库 {place} 正在更换，请重试", f"the store {place} is being replaced, try again")


def is_store(folder: Path) -> bool:
    """Whether a folder is a store."""
    return (folder / _MARK).is_file()


def read_inputs(folder: Path) -> dict[str, Any]:
    """What the store at ``folder`` was made of; empty where it does not say."""
    try:
        inputs = json.loads((folder / INPUTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", inputs) if isinstance(inputs, dict) else {}
