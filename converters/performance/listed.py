"""Projects without a code: what their own form says they cost, against the list of projects that names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...datapackage.model import Disclosure, Fact, Finding, Project
from ..forms.form import fold

_LIST, _FORM = "project-expenditure", "project-performance"


def differing(projects: Sequence[Project], facts: Sequence[Fact], disclosure: Disclosure) -> Iterator[Finding]:
    """A finding for each project of a budget whose form and whose row in the list print other amounts.

    Projects with a code are the accounting's. A name that the list prints with several amounts tells nothing.
    """
    listed: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.table == _LIST and fact.line == "project" and fact.fund == fact.origin == "all":
            listed[fold(fact.label)].append(fact)
    for project in projects if disclosure.kind == "budget" else ():
        rows, form = listed.get(fold(project.name), []), _of_form(project, facts)
        if project.project_code or form is None or len({f.amount for f in rows}) != 1:
            continue
        if abs(rows[0].amount - form.amount) > max(rows[0].resolution, form.resolution):
            yield _finding(disclosure, project.name, rows[0], form)


def _of_form(project: Project, facts: Sequence[Fact]) -> Fact | None:
    """The amount of this year that the project's own form prints; None where two forms print it."""
    own = [f for f in facts if f.table == _FORM and f.line == "current-budget" and f.amount == project.current_budget]
    return own[0] if len(own) == 1 else None


def _finding(disclosure: Disclosure, name: str, row: Fact, form: Fact) -> Finding:
    printed = f"{row.reported}{row.reported_unit}", f"{form.reported}{form.reported_unit}"
    return Finding(
        document_id=disclosure.document_id,
        check="project-form-agrees",
        severity="warning",
        outcome="failed",
        cause="unknown",
        message=f"项目“{name}”在项目支出表里是 {printed[0]}{_page(row)}，"
        f"在它的绩效目标表里是 {printed[1]}{_page(form)}，请核实",
        message_en=f"project {name!r}: {row.reported} in the list of projects, {form.reported} in its performance form",
        table=_FORM,
        label=name,
        expected=row.reported,
        found=form.reported,
        difference=f"{(form.amount - row.amount).normalize():f}",
        unit="元",
        page=form.cell.page,
        line=form.cell.line,
        observation_ids=(row.observation_id, form.observation_id),
        file=form.cell.file,
    )


def _page(fact: Fact) -> str:
    return f"（第 {fact.cell.page} 页）" if fact.cell.page else ""
