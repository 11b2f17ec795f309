"""Questions and comparisons as the command line asks them: where they go, and how the answers are laid out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ..console import Console
from ..datapackage.files import write_bytes
from ..outcomes import CommandError
from ..queries.behind import with_observations
from ..queries.question import QueryError, Question, find_question, load_questions, parse_question
from ..queries.run import Endpoint, EndpointError, ask, lay_out
from ..settings import DEFAULT_BASE, Settings

if TYPE_CHECKING:
    from ..queries.graphs import NamedGraph

LAYOUTS = ("table", "csv", "json", "parquet", "ttl")
_YEARS = re.compile(r"^\s*(20\d\d)\s*(?:\.\.|[-–—])\s*(20\d\d)\s*$")


def list_questions() -> tuple[list[dict[str, Any]], str]:
    """The question library for machines and as text."""
    questions = load_questions()
    rows = [{"name": q.name, "zh": q.zh, "en": q.en, "parameters": [p.name for p in q.parameters]} for q in questions]
    lines = [f"{q.name:<28} {q.zh}\n{'':<28} {q.en}{_parameters(q)}" for q in questions]
    return rows, "\n".join(lines)


def executables(settings: Settings) -> str:
    """The question library as Turtle that SPARQL editors load."""
    from ..queries.listing import executables as listed

    return listed(settings.base)


def _parameters(question: Question) -> str:
    named = ", ".join(f"{p.name}{'' if p.required else '?'}={p.example}" for p in question.parameters)
    return f"\n{'':<28} -p {named}" if named else ""


def answer(
    name: str,
    given: Sequence[str],
    layout: str,
    settings: Settings,
    standard_input: TextIO,
    *,
    with_sources: bool = False,
) -> str | bytes:
    """The laid-out answer to a question by name, file or, for ``-``, from standard input.

    Raises:
        CommandError: the question or a parameter is faulty (usage), or the endpoint failed (remote).
    """
    if layout not in LAYOUTS:
        raise CommandError("usage", f"不认识的格式 {layout}，可用 {', '.join(LAYOUTS)} / unknown format")
    try:
        question = parse_question(standard_input.read(), "-") if name == "-" else find_question(name)
        question = with_observations(question) if with_sources else question
        source, base = _source(settings)
        return lay_out(ask(question, _bindings(given), source, base=base), layout)
    except EndpointError as error:
        raise CommandError("remote", str(error)) from error
    except QueryError as error:
        raise CommandError("usage", str(error)) from error


def deliver(told: str | bytes, output: str | None) -> None:
    """Put a result into ``output``, whole or not at all, or on standard output.

    Raises:
        CommandError: the file cannot be written, or bytes would go to a terminal.
    """
    data = told if isinstance(told, bytes) else told.encode()
    if output is None:
        if isinstance(told, bytes) and sys.stdout.isatty():
            raise CommandError("usage", "这种格式请用 --output 写入文件 / write this format into a file with --output")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        write_bytes(Path(output), data)
    except OSError as error:
        raise CommandError("usage", f"{output}: 写不了 ({error.strerror}) / cannot be written") from error


@dataclass(frozen=True, slots=True)
class Beside:
    """Tables of the user's own that a comparison may use: files of price indices, people, correspondences."""

    deflators: str | None = None
    people: str | None = None
    correspondences: str | None = None


def comparison(
    subject: Mapping[str, str | None], years: str, layout: str, settings: Settings, beside: Beside | None = None
) -> str | bytes:
    """Years, phases and units of a subject side by side, with what makes them comparable or not.

    Raises:
        CommandError: the subject, years, a table or the layout is faulty, there is no store, or the endpoint failed.
    """
    from ..queries.compare import compare
    from ..queries.comparison_layouts import lay_out as lay_out_comparison

    own = beside or Beside()
    try:
        source, base = _figures(settings)
        chosen: dict[str, Any] = {name: value for name, value in subject.items() if value is not None}
        if "unit" in chosen:
            chosen["unit"] = [code for code in re.split(r"[,，\s]+", chosen["unit"]) if code]
        found = compare(source, years=_years(years), base=base, **chosen, **_beside(own))
        return lay_out_comparison(found, layout)
    except EndpointError as error:
        raise CommandError("remote", str(error)) from error
    except QueryError as error:
        raise CommandError("usage", str(error)) from error


def _beside(own: Beside) -> dict[str, Any]:
    from ..queries.correspondences import read_correspondences
    from ..queries.measures import Measures, read_deflators, read_people

    return {
        "measures": Measures(
            read_deflators(Path(own.deflators)) if own.deflators else {},
            read_people(Path(own.people)) if own.people else {},
        ),
        "correspondences": read_correspondences(Path(own.correspondences)) if own.correspondences else (),
    }


def where(observation: str, settings: Settings, picture: str | None) -> tuple[dict[str, Any], str]:
    """Where an observation was printed, for machines and as text; writes the picture of its page, for a PDF.

    Raises:
        CommandError: there is no such observation or build (usage), or the picture cannot be written.
    """
    from ..collection import Collection
    from ..queries.where import tell

    _check_folder(settings.store)
    store = Path(settings.store or settings.out)
    try:
        collection = Collection(store.parent if store.name == "store" else store)
        place = collection.where(observation)
        lines, png = collection.lines(place), collection.picture(place)
    except (QueryError, ValueError) as error:
        raise CommandError("usage", str(error)) from error
    text = tell(place) + "".join(f"{number:>6}  {a}{f'【{b}】' if b else ''}{c}\n" for number, a, b, c in lines)
    said: dict[str, Any] = {**asdict(place), "amount": str(place.amount), "confidence": str(place.confidence or "")}
    if png is not None:
        target = picture or f"{place.observation}.png"
        deliver(png, target)
        said["picture"] = target
        text += f"图片　　 {target}\n"
    elif collection.source_of(place) is None:
        text += f"原文件 {place.source} 不在了，画不出位置 / the source file is gone, its place cannot be shown\n"
    return said, text.rstrip("\n")


def load(folder: Path, settings: Settings, console: Console, *, prune: bool) -> tuple[dict[str, Any], str]:
    """Put the graphs of a build into the server of the settings; what became of each, for machines and as text.

    Raises:
        CommandError: there is no build or no endpoint (usage), or the server failed (remote).
    """
    from ..queries.load import Loaded, load_graphs

    if not settings.endpoint:
        raise CommandError("usage", "请用 --endpoint 给出服务地址 / name the server with --endpoint")
    base = _base_of(folder, settings.base)
    done: list[Loaded] = []
    try:
        graphs = _graphs(folder, base)
        loading = load_graphs(graphs, _endpoint(settings), base, graph_store=settings.graph_store, prune=prune)
        with console.progress(len(graphs)) as step:
            for each in loading:
                step(f"{each.outcome}  {each.graph}")
                done.append(each)
    except EndpointError as error:
        raise CommandError("remote", str(error)) from error
    except OSError as error:
        raise CommandError("usage", f"{error.filename or folder}: 读不了 ({error}) / cannot be read") from error
    counts = {name: sum(each.outcome == name for each in done) for name in ("loaded", "unchanged", "removed")}
    triples = sum(each.triples for each in done)
    text = (
        f"{len(done)} 个图：装入 {counts['loaded']}，未变 {counts['unchanged']}，删去 {counts['removed']}；"
        f"共 {triples} 条三元组"
        f" · loaded {counts['loaded']}, unchanged {counts['unchanged']}, removed {counts['removed']}, {triples} triples"
    )
    return {"endpoint": settings.endpoint, "graphs": [asdict(each) for each in done]}, text


def write_graphs(folder: Path, path: Path, settings: Settings, *, apart: bool = False) -> tuple[dict[str, Any], str]:
    """Write the graphs of a build for the bulk loader of a server: one N-Quads file, or ``apart``, each into a file.

    Raises:
        CommandError: there is no build, or the file or folder cannot be written.
    """
    from ..queries.graphs import write_nquads, write_ntriples

    graphs = _graphs(folder, _base_of(folder, settings.base))
    try:
        quads = write_ntriples(graphs, path) if apart else write_nquads(graphs, path)
    except OSError as error:
        place = error.filename or path
        raise CommandError("usage", f"{place}: 读写不了 ({error.strerror}) / cannot be read or written") from error
    told = {"folder" if apart else "file": str(path), "graphs": len(graphs), "quads": quads}
    return told, f"{path}: {len(graphs)} 个图，{quads} 条 / {len(graphs)} graphs, {quads} quads"


def _graphs(folder: Path, base: str) -> list[NamedGraph]:
    from ..ontology.ntriples import RdfError
    from ..queries.graphs import named_graphs
    from ..queries.load import packages_of

    try:
        return named_graphs(packages_of(folder), base)
    except (OSError, RdfError) as error:
        where = getattr(error, "filename", None) or folder
        raise CommandError("usage", f"{where}: 不是完整的 build 输出 ({error}) / not the whole of a build") from error


def _endpoint(settings: Settings) -> Endpoint:
    return Endpoint(settings.endpoint, settings.timeout_s, settings.endpoint_user, settings.endpoint_password)


def _source(settings: Settings) -> tuple[Any, str]:
    """The endpoint or store that is asked, and the base IRI that its graph was built under."""
    if settings.endpoint:
        return _endpoint(settings), settings.base
    from ..queries.shards import Shards, open_stores
    from ..queries.store import StoreError

    _check_folder(settings.store)
    folder = Path(settings.store or settings.out)
    place = folder / "store" if (folder / "store").is_dir() else folder
    try:
        found = open_stores(place)
        return found, found.base if isinstance(found, Shards) else _base_of(place.parent, settings.base)
    except StoreError as error:
        raise CommandError("usage", str(error)) from error


def _figures(settings: Settings) -> tuple[Any, str]:
    """What a comparison asks: the Parquet files of a build where there are any, else as :func:`_source`."""
    folder = Path(settings.store or settings.out)
    from ..datapackage.object_store import is_address
    from ..queries.cube import Cube

    if is_address(settings.store) and not settings.endpoint:
        cube = Cube(settings.store)
        return cube.answers(), cube.base
    if settings.endpoint or not _is_build(folder):
        return _source(settings)
    return Cube(folder).answers(), _base_of(folder, settings.base)


def _check_folder(store: str) -> None:
    """Only a comparison can be answered from observations at an address. Raises CommandError."""
    from ..datapackage.object_store import is_address

    if is_address(store):
        raise CommandError(
            "usage", f"{store}: 那里只有观测，只能 compare，这里要 build 的输出目录 / observations only: compare them"
        )


def _is_build(folder: Path) -> bool:
    """Whether a folder holds a finished build with its observations as Parquet."""
    from ..queries.cube import has_observations

    return (folder / "build.json").is_file() and has_observations(folder)


def _base_of(build: Path, otherwise: str) -> str:
    try:
        return str(json.loads((build / "build.json").read_text("utf-8"))["base"])
    except (OSError, ValueError, KeyError):
        return otherwise or DEFAULT_BASE


def _bindings(given: Sequence[str]) -> dict[str, str]:
    bindings: dict[str, str] = {}
    for entry in given:
        name, separator, value = entry.partition("=")
        if not separator or not name:
            raise CommandError("usage", f"参数要写成 name=value，而不是 {entry} / write parameters as name=value")
        bindings[name] = value
    return bindings


def _years(text: str) -> tuple[int, ...]:
    if span := _YEARS.match(text):
        first, last = sorted(map(int, span.groups()))
        return tuple(range(first, last + 1))
    parts = [p for p in re.split(r"[,，\s]+", text.strip()) if p]
    if not all(re.fullmatch(r"20\d\d", p) for p in parts):
        raise CommandError("usage", f"years 要写成 2023,2024 或 2022..2024，而不是 {text} / write years as 2023,2024")
    return tuple(int(p) for p in parts)
