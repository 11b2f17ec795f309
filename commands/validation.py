"""``yusuan validate``: every package of a build, or one, with what is wrong in one form and a clear exit code.

Table Schema and files, keys, the accounting, shapes of the RDF and constraints of the cube; packages in parallel.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ..console import Console
from ..datapackage.model import Conversion
from ..datapackage.package import PackageError, read_package
from ..datapackage.validate import Problem, validate_package
from ..ontology.validate import validate_rdf
from ..outcomes import EXIT, CommandError


@dataclass(frozen=True, slots=True)
class Verdict:
    """One package: its problems, and what its own ledger says of the document's accounting."""

    package: str
    problems: tuple[Problem, ...]
    checks: dict[str, int]
    findings: dict[str, int]


@dataclass(frozen=True, slots=True)
class ValidationResult:
    verdicts: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """Invalid data are our files' faults; what the publisher got wrong is a finding inside a valid package."""
        return EXIT["invalid"] if any(v.problems for v in self.verdicts) else EXIT["done"]

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(v) for v in self.verdicts]

    def as_text(self) -> str:
        return "\n".join(line for verdict in self.verdicts for line in _lines(verdict))


def validate(folder: Path, console: Console) -> ValidationResult:
    """Validate the package in ``folder``, or all packages of the build in it.

    Raises:
        CommandError: there is no package.
    """
    packages = _packages(folder)
    verdicts: list[Verdict] = []
    with console.progress(len(packages)) as step:
        for verdict in _verdicts(packages):
            verdicts.append(verdict)
            step(f"{'✗' if verdict.problems else '✓'} {verdict.package}")
    return ValidationResult(tuple(verdicts))


def _verdicts(packages: Sequence[Path]) -> Iterator[Verdict]:
    """The verdict on each package in order; with several, as many at a time as there are processors."""
    workers = min(len(packages), len(os.sched_getaffinity(0)))
    if workers < 2:
        yield from map(judge, packages)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(judge, packages)


def judge(package: Path) -> Verdict:
    """All that is wrong with one package."""
    problems = list(validate_package(package))
    try:
        conversion = read_package(package)
    except PackageError:
        pass  # told above
    else:
        problems += [*accounting_problems(conversion), *validate_rdf(package, conversion)]
    return Verdict(package.name, tuple(problems), *_ledger(package))


def accounting_problems(conversion: Conversion) -> Iterator[Problem]:
    """Equations that do not hold over the amounts of the package although its ledger does not say so."""
    from ..datapackage.accounting.proof import HELD_BACK, prove

    told = {(c.check, c.table) for c in conversion.checks if c.outcome == "failed"}
    held_back = tuple(f for f in conversion.findings if f.check in HELD_BACK)
    bare = replace(conversion, checks=(), findings=held_back, repairs=())
    for check, table in sorted({(c.check, c.table) for c in prove(bare).checks if c.outcome == "failed"} - told):
        zh, en = f"{table} 的等式 {check} 不成立", f"the equation {check} of {table} does not hold"
        yield Problem("data/observations.csv", "accounting", f"{zh}，账上却没有记", f"{en}, and the ledger is silent")


def _packages(folder: Path) -> list[Path]:
    if (folder / "datapackage.json").exists():
        return [folder]
    found = sorted(p.parent for p in (folder / "packages").glob("*/datapackage.json"))
    if not found:
        raise CommandError(
            "usage", f"{folder}: 没有数据包，先运行 yusuan build / no package here, run yusuan build first"
        )
    return found


def _ledger(package: Path) -> tuple[dict[str, int], dict[str, int]]:
    try:
        report = json.loads((package / "report.json").read_text("utf-8"))
        return dict(report["checks"]["by_outcome"]), dict(report["findings"]["by_severity"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}  # the report is among the files whose hashes are checked, so this is told already


def _lines(verdict: Verdict) -> list[str]:
    state = f"✗ {len(verdict.problems)} 处不合格 problems" if verdict.problems else "✓ 合格 valid"
    checks, findings = Counter(verdict.checks), Counter(verdict.findings)
    # Whose mistakes they are is said: the document's own do not make its package a bad one.
    told = (
        f"文档核对 {sum(checks.values())} 项：相符 {checks['passed']}，不符 {checks['failed']}，"
        f"无法核对 {checks['not-checkable']}，不适用 {checks['not-applicable']}；"
        f"文档疑点：错误 {findings['error']}，警告 {findings['warning']}，提示 {findings['info']}"
    )
    told_en = (
        f"checks of the document: {checks['passed']} passed, {checks['failed']} failed, {checks['not-checkable']} not "
        f"checkable, {checks['not-applicable']} not applicable; its findings: {findings['error']} errors, "
        f"{findings['warning']} warnings, {findings['info']} notes"
    )
    return [
        f"{verdict.package}  {state}",
        f"  {told}",
        f"  {told_en}",
        *(f"  {problem}" for problem in verdict.problems),
    ]
