"""Questions and comparisons as the command line asks them: where they go, and how the answers are laid out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from .outcomes import CommandError
from .queries.question import QueryError, Question, find_question, load_questions, parse_question
from .queries.run import Endpoint, EndpointError, ask, lay_out
from .settings import DEFAULT_BASE, Settings

LAYOUTS = ("table", "csv", "json", "ttl")
_YEARS = re.compile(r"^\s*(20\d\d)\s*\.\.\s*(20\d\d)\s*$")


def list_questions() -> tuple[list[dict[str, Any]], str]:
    """The question library for machines and as text."""
    questions = load_questions()
    rows = [{"name": q.name, "zh": q.zh, "en": q.en, "parameters": [p.name for p in q.parameters]} for q in questions]
    lines = [f"{q.name:<28} {q.zh}\n{'':<28} {q.en}{_parameters(q)}" for q in questions]
    return rows, "\n".join(lines)


def _parameters(question: Question) -> str:
    named = ", ".join(f"{p.name}{'' if p.required else '?'}={p.example}" for p in question.parameters)
    return f"\n{'':<28} -p {named}" if named else ""


def answer(name: str, given: Sequence[str], layout: str, settings: Settings, standard_input: TextIO) -> str:
    """The laid-out answer to a question by name, file or, for ``-``, from standard input.

    Raises:
        CommandError: the question or a parameter is faulty (usage), or the endpoint failed (remote).
    """
    if layout not in LAYOUTS:
        raise CommandError("usage", f"不认识的格式 {layout}，可用 {', '.join(LAYOUTS)} / unknown format")
    try:
        question = parse_question(standard_input.read(), "-") if name == "-" else find_question(name)
        source, base = _source(settings)
        return lay_out(ask(question, _bindings(given), source, base=base), layout)
    except EndpointError as error:
        raise CommandError("remote", str(error)) from error
    except QueryError as error:
        raise CommandError("usage", str(error)) from error


def comparison(subject: Mapping[str, str | None], years: str, layout: str, settings: Settings) -> str:
    """Two or more years of a subject side by side, with what makes them comparable or not.

    Raises:
        CommandError: the subject, the years or the layout is faulty, or there is no store.
    """
    from .queries.compare import compare
    from .queries.compare import lay_out as lay_out_comparison

    try:
        source, base = _source(settings)
        chosen = {name: value for name, value in subject.items() if value is not None}
        return lay_out_comparison(compare(source, years=_years(years), base=base, **chosen), layout)
    except QueryError as error:
        raise CommandError("usage", str(error)) from error


def _source(settings: Settings) -> tuple[Any, str]:
    """The endpoint or store that is asked, and the base IRI that its graph was built under."""
    if settings.endpoint:
        return Endpoint(settings.endpoint, settings.timeout_s), settings.base
    from .queries.store import StoreError, open_store

    folder = Path(settings.store or settings.out)
    place = folder / "store" if (folder / "store").is_dir() else folder
    try:
        return open_store(place), _base_of(place.parent, settings.base)
    except StoreError as error:
        raise CommandError("usage", str(error)) from error


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
        return tuple(range(int(span[1]), int(span[2]) + 1))
    parts = [p for p in re.split(r"[,，\s]+", text.strip()) if p]
    if not all(re.fullmatch(r"20\d\d", p) for p in parts):
        raise CommandError("usage", f"years 要写成 2023,2024 或 2022..2024，而不是 {text} / write years as 2023,2024")
    return tuple(int(p) for p in parts)
