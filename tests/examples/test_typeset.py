"""The examples that are typeset: set anew they are the same, they say the same in every format, and their figures are real."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from yusuan import document
from yusuan.converters.readers import read
from yusuan.converters.sources import Source, collect_sources
from yusuan.converters.table import Block, Table
from yusuan.datapackage.model import Conversion, Origin

REPO = Path(__file__).resolve().parents[2]
EXAMPLES = REPO / "examples"
FORMATS = [source.path.name for source in collect_sources([EXAMPLES / "formats.toml"])]
TYPESET = sorted(p.relative_to(EXAMPLES).as_posix() for p in EXAMPLES.glob("*/disclosure.*") if p.suffix != ".txt")
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})*\.\d\d|\d+\.\d+")


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders into which the examples were typeset one after the other."""
    folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for folder in folders:
        subprocess.run([sys.executable, "-m", "typeset", str(folder)], cwd=EXAMPLES, check=True, capture_output=True)
    return folders


@pytest.mark.parametrize("name", TYPESET)
def test_typesetting_twice_gives_the_same_bytes(anew, name: str) -> None:
    assert (anew[0] / name).read_bytes() == (anew[1] / name).read_bytes()


@pytest.mark.parametrize("name", [name for name in TYPESET if "scan" not in name])
def test_an_example_is_what_the_typesetter_makes(anew, name: str) -> None:
    assert texts(EXAMPLES / name) == texts(anew[0] / name)


def texts(path: Path) -> list[object]:
    def plain(block: Block) -> object:
        return [[c.text for c in row] for row in block.rows] if isinstance(block, Table) else block.text

    return [plain(block) for block in read(path)]


# --- one budget in five formats


@pytest.fixture(scope="module")
def budgets() -> dict[str, Conversion]:
    return {name: document.understand(Source(EXAMPLES / "wuhan-2024" / name)) for name in ("disclosure.txt", *FORMATS)}


def bare(conversion: Conversion) -> Counter[object]:
    """The observations without what tells one file, or one place of it, from another."""
    nowhere = Origin("")
    return Counter(
        replace(fact, document_id="", observation_id="", cell=nowhere, reported="", status="reported", confirmations=0)
        for fact in conversion.facts
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_observations(budgets, name: str) -> None:
    assert bare(budgets[name]) == bare(budgets["disclosure.txt"])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_prints_and_proves_the_same(budgets, name: str) -> None:
    """The text is left out, where one amount is lost and numbers hold blanks."""

    def printed(conversion: Conversion) -> Counter[object]:
        return Counter(
            (f.table, f.label, f.reported, f.reported_unit, f.status, f.confirmations) for f in conversion.facts
        )

    assert printed(budgets[name]) == printed(budgets["disclosure.pdf"])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_targets_claims_and_projects(budgets, name: str) -> None:
    def told(conversion: Conversion) -> list[object]:
        targets = [
            (t.project_code, t.goal, t.horizon, t.level1, t.level2, t.level3, t.this_year) for t in conversion.targets
        ]
        claims = [(c.section, c.label, c.fiscal_year, c.measure, c.value, c.outcome) for c in conversion.claims]
        projects = [(p.project_code, p.name, p.total_budget, p.funding, p.purchases) for p in conversion.projects]
        return [
            sorted(map(repr, part))
            for part in (targets, claims, projects, conversion.units and [len(conversion.units)])
        ]

    assert told(budgets[name]) == told(budgets["disclosure.pdf"])
    assert budgets[name].redactions == budgets["disclosure.txt"].redactions


# --- real figures

PUBLISHED = {
    "putuo-finance-2024-final": "sh-putuo-czj-2024-final/czj-2024-final.pdf",
    "putuo-finance-2025-budget": "sh-putuo-czj-2025-dept-budget/czj-2025-dept.pdf",
    "putuo-office-2025-scan": "sh-zfb-2025-unit-budget/zfb-2025-unit.pdf",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_amount_is_printed_in_the_published_document(disclosures: Path, name: str) -> None:
    published = " ".join(str(text) for text in texts(disclosures / PUBLISHED[name]))
    real = {number.replace(",", "") for number in AMOUNT.findall(published)}
    ours = {number.replace(",", "") for number in AMOUNT.findall((EXAMPLES / name / "content.txt").read_text("utf-8"))}
    assert ours - real - {"0.00"} == set()
