"""Builds small enough to be published often: cut from the example's package, one package a unit and year."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from yusuan.datapackage.model import Conversion, identify
from yusuan.datapackage.package import read_package, write_package
from yusuan.ontology.rdf import write_rdf

#: An invented base, so that what other tests publish is not taken for what the build has lost.
BASE = "https://data.example.org/budget/"
ROWS = 12
EXAMPLE = "420100-157003-2024-budget"


def small(example: Path, code: str, name: str, year: int = 2024, rows: int = ROWS) -> Conversion:
    """Some rows of the example, half of them with a functional code, under another unit and year."""
    whole = read_package(example / "packages" / EXAMPLE)
    chosen = [*whole.facts[: rows // 2], *[f for f in whole.facts[rows:] if f.function_code][: rows // 2]]
    facts = identify(replace(f, unit_code=code, unit_name=name) for f in chosen)
    claims = tuple(replace(c, observation_id="", outcome="not-checkable") for c in whole.claims[:3])
    disclosure = replace(whole.disclosure, unit_code=code, unit_name=name, year=year, licence="CC-BY-4.0")
    return replace(
        whole, disclosure=disclosure, facts=tuple(facts), claims=claims, findings=(), repairs=(),
        checks=whole.checks[:5], projects=(), targets=whole.targets[:4], glossary=(), tables=(), units=(),
    )  # fmt: skip


def write_build(
    out: Path, conversions: list[Conversion], base: str = BASE, told: Mapping[str, str] | None = None
) -> Path:
    """The folder of a build that holds these packages."""
    documents = {}
    for conversion in conversions:
        name = conversion.disclosure.name
        write_package(conversion, out / "packages" / name, also=lambda folder, c=conversion: write_rdf(c, folder, base))
        publication = {"openness": "无条件开放", **(told or {})}
        documents[f"{name}.txt"] = {"outcome": "built", "package": name, "publication": publication}
    (out / "build.json").write_text(json.dumps({"base": base, "documents": documents}), "utf-8")
    return out


def with_amount(conversion: Conversion, number: int, amount: int) -> Conversion:
    """One amount read otherwise."""
    facts = list(conversion.facts)
    facts[number] = replace(facts[number], amount=Decimal(amount), reported=str(amount))
    return replace(conversion, facts=tuple(identify(facts)))
