"""The performance part of a disclosure: targets, projects and their money.

    blocks → lines → forms → targets · funds · applications → links to the project table

Each step is a module; this one only leads from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ...datapackage.frozen import changed
from ...datapackage.model import YUAN_IN, Disclosure, Fact, Finding, Origin, PerformanceTarget, PrintedTable, Project
from ..amounts import parse_amount
from ..table import Block
from .applications import Form, forms, money_fact
from .borders import lines
from .execution import check_scores, read_execution, without_execution, years_of
from .linking import Link, Named, link
from .overall import read_funds, read_list
from .projects import Application, facts, goals_in_rows, read_application
from .scope import OVERALL, PROJECT, Scope
from .settling import compare_forms
from .targets import Budget, read_targets, sides_above

_PLACE = re.compile(r"^(.{2,6}?[省市区县州])")


@dataclass(frozen=True, slots=True)
class Performance:
    """What the performance part says, in printed order."""

    targets: tuple[PerformanceTarget, ...] = ()
    projects: tuple[Project, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    tables: tuple[PrintedTable, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """One form and what was read of it."""

    form: Form
    targets: tuple[PerformanceTarget, ...]
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    listed: tuple[tuple[Named, tuple[Fact, ...]], ...] = ()
    in_columns: tuple[tuple[Named, tuple[Fact, ...]], ...] = ()  # of a list of many projects in one table
    application: Application | None = None


def read_performance(
    blocks: Sequence[Block],
    disclosure: Disclosure,
    projects_in_table: Mapping[str, str],
    amounts_in_table: Mapping[str, Decimal],
) -> Performance:
    """The targets, projects and amounts of the performance forms among ``blocks``.

    ``projects_in_table`` is project code → name and ``amounts_in_table`` project code → yuan, both from the
    project table. Blocks before the first form's title are passed over. Amounts are in yuan.
    """
    read = [_read_form(form, disclosure) for form in _with_units(forms(lines(blocks)))]
    place = _place(disclosure)

    def links_of(named: Sequence[Named]) -> list[Link]:
        return link(named, projects_in_table, amounts_in_table, place=place)

    own = _Links(named := [_named(one) for one in read if one.application], links_of(named))
    listed = _Links(named := [named for one in read for named, _ in one.listed], links_of(named))
    columns = _Links(named := _named_in_columns(read), links_of(named))
    targets = tuple(_with_code(target, own, columns) for one in read for target in one.targets)
    findings = (
        *(finding for one in read for finding in one.findings),
        *(_unlinked(disclosure, ((PROJECT, own), (PROJECT, columns), (OVERALL, listed))) if projects_in_table else ()),
        *compare_forms(targets, disclosure),
    )
    described = {found.code for links in (own, columns) for found in links.links}
    projects = (
        *(_project(one.application, own, projects_in_table) for one in read if one.application),
        *(_bare_project(disclosure, one, found, projects_in_table, blocks) for one, found in columns),
        *(
            _bare_project(disclosure, Named(name, None), Link(code, "no form"), projects_in_table, blocks)
            for code, name in sorted(projects_in_table.items())
            if code not in described
        ),
    )
    facts = _facts(read, own, listed, columns)
    findings += tuple(_doubt_phase(facts, disclosure))
    return Performance(
        targets, projects, tuple(f for f in facts if f.phase), findings, tuple(_printed(one) for one in read)
    )


def _doubt_phase(facts: Iterable[Fact], disclosure: Disclosure) -> Iterator[Finding]:
    """A finding where forms in a disclosure of an adjustment do not say which side of it their money is of."""
    untold = [fact for fact in facts if not fact.phase]
    if untold:
        found = " | ".join(f"{fact.label} {fact.reported}" for fact in untold)
        yield Scope(disclosure, untold[0].table).finding("performance-phase-unknown", untold[0].cell, found=found)


@dataclass(frozen=True, slots=True)
class _Links:
    """Named projects of one kind of place, and the link of each."""

    named: Sequence[Named]
    links: Sequence[Link]

    def __iter__(self) -> Iterator[tuple[Named, Link]]:
        return zip(self.named, self.links, strict=True)

    def of(self, name: str) -> Link:
        """The link of a name; none where two projects of that name have different codes."""
        found = {link for named, link in self if named.name == name}
        return found.pop() if len(found) == 1 else Link("", "no certain match")


def _facts(read: Sequence[_Read], own: _Links, listed: _Links, columns: _Links) -> tuple[Fact, ...]:
    """All amounts in printed order, with the codes of the projects they are for."""
    coded: list[Fact] = []
    for one in read:
        name = one.application.name if one.application else ""
        code = own.of(name).code if name else ""
        coded.extend(_of_project(fact, code, name) for fact in one.facts)
        for named, facts_of_row in one.listed:
            coded.extend(changed(fact, project_code=listed.of(named.name).code) for fact in facts_of_row)
        for named, facts_of_row in one.in_columns:
            coded.extend(_of_project(fact, columns.of(named.name).code, named.name) for fact in facts_of_row)
    return tuple(coded)


def _of_project(fact: Fact, code: str, name: str) -> Fact:
    """The fact with its project's code; where there is none, its provenance tells the name."""
    if code or not name:
        return changed(fact, project_code=code)
    notes = filter(None, (fact.cell.note, f"项目“{name}”"))
    return changed(fact, cell=changed(fact.cell, note="; ".join(notes)))


def _named_in_columns(read: Sequence[_Read]) -> list[Named]:
    """The projects that only a column of an indicator table names, each once."""
    return list({named.name: named for one in read for named, _ in one.in_columns}.values())


def _with_code(target: PerformanceTarget, own: _Links, columns: _Links) -> PerformanceTarget:
    if not target.project_name:
        return target
    return changed(target, project_code=own.of(target.project_name).code or columns.of(target.project_name).code)


def _with_units(found: Sequence[Form]) -> Iterator[Form]:
    """The forms; one that prints no unit of money takes that of the form before it under the same title."""
    units: dict[tuple[str, str], str] = {}
    for form in found:
        unit = form.money_unit or units.get((form.table, form.title), "")
        units[form.table, form.title] = unit
        yield replace(form, money_unit=unit)


def _of_its_year(read: _Read, disclosure: Disclosure, *, is_evaluation: bool) -> _Read:
    """The form's targets as those of the year that it is of; none where that is not certain.

    Its amounts, those of a self-evaluation's own columns aside, are held back where it is of another year.
    """
    own, years = disclosure.year, years_of(read.form)
    is_past = is_evaluation and disclosure.kind == "budget"  # what a budget evaluates was done before
    year = next(iter(years)) if len(years) == 1 else None if years or is_past else own
    scope, label = Scope(disclosure, read.form.table), read.form.title
    at = read.form.lines[0]
    if year is None or (is_past and year >= own):
        told = scope.finding("performance-target-year-unknown", at, label=label, count=len(read.targets))
        return replace(read, targets=(), findings=(*read.findings, told) if read.targets else read.findings)
    targets = tuple(changed(target, fiscal_year=year) for target in read.targets)
    count = len(read.facts) + sum(len(facts) for _, facts in (*read.listed, *read.in_columns))
    if year == own or not count:
        return replace(read, targets=targets)
    return replace(
        read,
        targets=targets,
        facts=(),
        listed=tuple((named, ()) for named, _ in read.listed),
        in_columns=tuple((named, ()) for named, _ in read.in_columns),
        findings=(*read.findings, scope.finding("performance-other-year", at, label=label, count=count, of=year)),
    )


def _is_evaluation(form: Form, targets: Sequence[PerformanceTarget]) -> bool:
    return "评" in form.title or any(target.actual or target.score for target in targets)


def _read_form(form: Form, disclosure: Disclosure) -> _Read:
    execution = read_execution(form, disclosure)
    rest = without_execution(form, execution)
    goals = {"annual": execution.goal} if execution.goal else {}
    sides = sides_above(rest.lines[: rest.first_target_line])
    if form.table == OVERALL:
        money, doubts = read_funds(rest, disclosure)
        listed, list_doubts = read_list(rest, disclosure)
        scope = Scope(disclosure, OVERALL, goals=goals_in_rows(rest) | goals, sides=sides)
        targets, findings, _ = read_targets(rest.lines[rest.first_target_line :], scope)
        entries = tuple((one.named, one.facts) for one in listed)
        findings.extend(check_scores(form, execution, targets, disclosure))
        doubts = (*execution.findings, *doubts, *list_doubts, *findings)
        read = _Read(form, tuple(targets), doubts, tuple(money), entries)
        is_evaluation = bool(execution.facts) or _is_evaluation(form, targets)
        read = _of_its_year(read, disclosure, is_evaluation=is_evaluation)
        return replace(read, facts=(*execution.facts, *read.facts))
    application = read_application(rest, disclosure)
    scope = Scope(disclosure, PROJECT, application.name, application.goals | goals, sides)
    targets, findings, budgets = read_targets(rest.lines[rest.first_target_line :], scope)
    findings.extend(check_scores(form, execution, targets, disclosure))
    read = _Read(
        form,
        tuple(targets),
        (*execution.findings, *application.findings, *findings),
        tuple(facts(application)),
        application=application if application.name else None,
        in_columns=() if application.name else tuple(_budgeted(budgets, targets, scope, rest.money_unit)),
    )
    is_evaluation = bool(execution.facts) or _is_evaluation(form, targets)
    read = _of_its_year(read, disclosure, is_evaluation=is_evaluation)
    return replace(read, facts=(*execution.facts, *read.facts))


def _budgeted(
    budgets: Mapping[str, Budget], targets: Sequence[PerformanceTarget], scope: Scope, unit: str
) -> Iterator[tuple[Named, tuple[Fact, ...]]]:
    """The projects that a column of an indicator table names, each with the budget that another column prints."""
    for name in dict.fromkeys(t.project_name for t in targets if t.project_name):
        budget = budgets.get(name) if scope.disclosure.kind == "budget" else None
        value = parse_amount(budget.printed) if budget and unit in YUAN_IN else None
        if budget is None or value is None:
            yield Named(name, None), ()
            continue
        amount = value * YUAN_IN[unit]
        fact = money_fact(
            scope.disclosure, PROJECT, budget.cell, amount=amount, reported=budget.printed, money_unit=unit,
            line="current-budget", label=name, fund="all", origin="all",
        )  # fmt: skip
        yield Named(name, amount), (fact,)


def _named(one: _Read) -> Named:
    application = one.application
    assert application is not None
    return Named(application.name, application.budget)


def _place(disclosure: Disclosure) -> str:
    """The place name that begins the unit's name, "" where none does."""
    match = _PLACE.match(disclosure.unit_name or disclosure.department_name)
    return match[1] if match else ""


def _project(application: Application, links: _Links, table: Mapping[str, str]) -> Project:
    texts, money, found = application.texts, application.money, links.of(application.name)
    return Project(
        document_id=application.scope.disclosure.document_id,
        project_code=found.code,
        form_code=texts.get("form_code", ""),
        name=application.name,
        name_in_table=table.get(found.code, ""),
        department=texts.get("department", ""),
        executing_unit=texts.get("executing_unit", ""),
        attribute=texts.get("attribute", ""),
        kind=texts.get("kind", ""),
        start_year=application.year("start_year"),
        end_year=application.year("end_year"),
        total_budget=money.value("total-budget"),
        current_budget=application.budget,
        earlier_budgets=tuple((year, amount.value) for year, _, amount in money.earlier),
        funding=tuple((label, a.value) for line, (label, a) in money.lines.items() if not line.endswith("-budget")),
        purchases=tuple((item, quantity, a.value if a else None) for item, quantity, a in money.purchases),
        basis=texts.get("basis", ""),
        plan=texts.get("plan", ""),
        match=found.match,
        cell=application.cell,
    )


def _bare_project(
    disclosure: Disclosure, named: Named, found: Link, table: Mapping[str, str], blocks: Sequence[Block]
) -> Project:
    """A project that no form of its own describes."""
    reader = blocks[0].origin.reader if blocks else ""
    return Project(
        disclosure.document_id, found.code, form_code="", name=named.name, name_in_table=table.get(found.code, ""),
        department="", executing_unit="", attribute="", kind="", start_year=None, end_year=None, total_budget=None,
        current_budget=named.amount, earlier_budgets=(), funding=(), purchases=(), basis="", plan="", match=found.match,
        cell=Origin(reader, note="project table" if found.match == "no form" else "column of the indicator table"),
    )  # fmt: skip


def _unlinked(disclosure: Disclosure, places: Sequence[tuple[str, _Links]]) -> Iterator[Finding]:
    for table, links in places:
        for one, found in links:
            if not found.code:
                yield Scope(disclosure, table, one.name).finding("project-link", label=one.name)


def _printed(one: _Read) -> PrintedTable:
    form = one.form
    origin = form.lines[0].cells[0].origin
    return PrintedTable(
        table=form.table,
        title=form.title or (one.application.name if one.application else ""),
        money_unit=form.money_unit,
        first_line=origin.line,
        file=origin.file,
        page=origin.page,
        rows=tuple(tuple(cell.text for cell in line.cells) for line in form.lines if line.ruled),
        form=form.table,
        confidence=1.0,
        assumed=() if form.money_unit else ("no unit of money is printed",),
        empty=not (one.targets or one.facts or one.listed or one.application or one.findings),
        statement="",
    )
