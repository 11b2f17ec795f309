"""Projects that a list prints by name alone, as most do, are told among the largest as those with codes are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from yusuan import document
from yusuan.datapackage.model import identify
from yusuan.queries.run import ask
from yusuan.queries.store import build_store, open_store
from yusuan.settings import DEFAULT_BASE

from . import invented


def test_the_largest_projects_are_told_without_codes(tmp_path: Path) -> None:
    answers: list[list[tuple[str, str]]] = []
    for name in ("coded", "named"):
        conversion = next(c for c in invented.conversions() if any(f.project_code for f in c.facts))
        if name == "named":
            facts = (replace(f, project_code="", line="project") if f.project_code else f for f in conversion.facts)
            conversion = replace(conversion, facts=tuple(identify(facts)), projects=(), targets=())
        package = tmp_path / name / conversion.disclosure.name
        document.write(conversion, package, DEFAULT_BASE)
        build_store([package], tmp_path / name / "store", DEFAULT_BASE)
        answer = ask(
            "largest-projects", {"year": str(conversion.disclosure.year)}, open_store(tmp_path / name / "store")
        )
        answers.append([(row["label"], row["amount"]) for row in answer.values()])
    assert answers[0]
    assert answers[0] == answers[1]
