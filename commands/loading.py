"""Remote SPARQL stores that an unattended run keeps up to date: which ones, and what became of each.

``sources.toml`` names them beside the documents; a password never stands there, only the name of the variable of the
environment or of the file that holds it.
"""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ..catalogue.portal import PortalError, check_address
from ..console import Console
from ..outcomes import CommandError


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """One ``[[store]]`` of ``sources.toml``."""

    endpoint: str
    graph_store: str = ""  # where it is not known from the kind of server
    user: str = ""
    password_env: str = "YUSUAN_ENDPOINT_PASSWORD"
    password_file: str = ""
    prune: bool = False  # remove graphs of documents that the build no longer has

    def password(self, environment: Mapping[str, str]) -> str:
        """The password from its file, else from the environment. Raises OSError."""
        if self.password_file:
            return Path(self.password_file).read_text("utf-8").strip()
        return environment.get(self.password_env, "")


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What became of one store; ``trouble`` is empty where it holds what it should."""

    endpoint: str
    graphs: Mapping[str, int] = field(default_factory=dict[str, int])  # outcome → how many
    trouble: str = ""


def read_stores(sources: Iterable[Path]) -> tuple[RemoteStore, ...]:
    """The stores of all ``sources.toml`` among ``sources``, each address once. Raises CommandError."""
    found: dict[str, RemoteStore] = {}
    for path in (p for p in sources if p.suffix == ".toml" and p.is_file()):
        try:
            entries: Any = tomllib.loads(path.read_text("utf-8")).get("store", [])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError("usage", f"{path}: 不是有效的 TOML: {error} / not valid TOML") from error
        for number, entry in enumerate(entries, 1):
            store = _store(path, number, entry)
            found.setdefault(store.endpoint, store)
    return tuple(found.values())


def _store(path: Path, number: int, entry: Mapping[str, Any]) -> RemoteStore:
    kinds = {f.name: bool if f.name == "prune" else str for f in fields(RemoteStore)}
    unknown = sorted(set(entry) - set(kinds))
    wrong = sorted(name for name, value in entry.items() if name in kinds and not isinstance(value, kinds[name]))
    if unknown or wrong or not entry.get("endpoint"):
        problem = f"不认识的字段 {', '.join(unknown)}" if unknown else f"{', '.join(wrong) or 'endpoint'} 没有写对"
        raise CommandError("usage", f"{path}: 第 {number} 个 [[store]] {problem} / faulty store {number}")
    told = dict(entry)
    if told.get("password_file"):
        told["password_file"] = str(path.parent / told["password_file"])
    return RemoteStore(**told)


def load_stores(
    stores: Iterable[RemoteStore],
    packages: Sequence[Path],
    base: str,
    console: Console,
    *,
    timeout_s: float,
    whole: bool,
    allow_http: bool = False,
) -> list[LoadOutcome]:
    """Bring every store to the graphs of ``packages``; one that fails does not stop the others.

    ``whole`` says that these are all documents that there are: only then is anything pruned. A graph of a document
    that is held back stays as it was, and where no document may go nothing is touched.
    """
    if not packages:
        return []
    outcomes: list[LoadOutcome] = []
    for store in stores:
        try:
            check_address(store.endpoint, allow_http=allow_http, with_token=bool(store.user))
        except PortalError as error:
            outcomes.append(LoadOutcome(store.endpoint, trouble=str(error)))
            continue
        outcomes.append(_load(store, packages, base, console, timeout_s=timeout_s, whole=whole))
    return outcomes


def _load(
    store: RemoteStore, packages: Sequence[Path], base: str, console: Console, *, timeout_s: float, whole: bool
) -> LoadOutcome:
    from ..ontology.ntriples import RdfError
    from ..queries.endpoint import Endpoint, EndpointError
    from ..queries.graphs import named_graphs
    from ..queries.load import load_graphs

    counts: Counter[str] = Counter()
    try:
        endpoint = Endpoint(store.endpoint, timeout_s, store.user, store.password(os.environ))
        graphs = named_graphs(packages, base)
        with console.progress(len(graphs)) as step:
            for each in load_graphs(
                graphs, endpoint, base, graph_store=store.graph_store, prune=store.prune and whole, leave=True
            ):
                counts[each.outcome] += 1
                step(f"{each.outcome}  {each.graph}")
    except (EndpointError, RdfError, OSError) as error:
        return LoadOutcome(store.endpoint, dict(sorted(counts.items())), f"{store.endpoint}: {error}")
    return LoadOutcome(store.endpoint, dict(sorted(counts.items())))
