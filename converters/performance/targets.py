"""Indicator tables → performance targets.

A form is a run of lines: goals, headings and indicator rows, cut by page breaks anywhere. The reader walks
them once, keeps the goal, the headings and the levels of merged cells, and reads each row by
:mod:`.indicators`; :mod:`.settling` then weighs all rows of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from ...datapackage.frozen import changed
from ...datapackage.model import Finding, Origin, PerformanceTarget
from ..forms.headings import is_counted
from .borders import Line, close, join
from .headings import Columns, Horizon, begins_indicator_table, is_heading, is_total_of_scores, resolve
from .indicators import (
    EVALUATED,
    Row,
    begins_with_level1,
    belongs,
    by_column,
    from_ends,
    level1_of,
    level2_of,
    printed,
    without_heading,
)
from .measures import Measure, is_sign, looks_numeric, measure
from .scope import Scope
from .settling import ReadRow, settle
from .vocabulary import best, key, likeness, meanings, same_brackets, unbracketed, vocabulary

_GOAL = re.compile(r"^(?P<name>[^\d:]{2,12}?目标)\s*(?P<number>\d{0,2})\s*:\s*(?P<text>.*)$", re.S)
_NO_COLUMNS = Columns({}, ("value",), ())


@dataclass(slots=True)
class _Reader:
    """What earlier lines say of the next one."""

    scope: Scope
    horizon: Horizon = "annual"
    goal: str = ""
    goal_is_open: bool = False  # the goal's text may follow in a paragraph
    headings: list[Line] = field(default_factory=list[Line])
    columns: tuple[Columns, ...] = (_NO_COLUMNS,)  # one, or those of each horizon side by side
    in_table: bool = False
    levels: dict[Horizon | None, tuple[str, str]] = field(default_factory=dict[Horizon | None, tuple[str, str]])
    project: str = ""
    rows: list[ReadRow] = field(default_factory=list["ReadRow"])
    findings: list[Finding] = field(default_factory=list[Finding])
    budgets: dict[str, list[Budget]] = field(default_factory=dict[str, "list[Budget]"])
    leftover: list[tuple[Line, str]] = field(default_factory=list[tuple[Line, str]])  # texts fused into headings


@dataclass(frozen=True, slots=True)
class Budget:
    """What a list of projects prints in its column of money, beside a project's name."""

    printed: str
    cell: Origin


def read_targets(
    lines: Iterable[Line], scope: Scope
) -> tuple[list[PerformanceTarget], list[Finding], dict[str, Budget]]:
    """The targets that the lines of one form print, what of them is damaged, lost or doubtful, and budgets by project.

    A project has a budget here where a column of its list prints one, and no other for the same name.
    """
    reader = _Reader(scope, goal=scope.goals.get("annual", ""))
    for line in lines:
        _read_line(reader, line)
    targets, findings = settle(reader.rows, scope)
    budgets = {name: found[0] for name, found in reader.budgets.items() if len({b.printed for b in found}) == 1}
    return targets, [*reader.findings, *findings, *_unaccounted(reader)], budgets


def _read_line(reader: _Reader, line: Line) -> None:
    if not line.pieces:
        return
    if horizon := section(line):
        _enter(reader, horizon, reader.scope.goals.get(horizon, ""), is_open=False)
    elif goal := goal_of(line):
        _read_goal(reader, line, goal)
    elif reader.goal_is_open and not line.ruled:
        reader.goal += close(line.text)
    elif (begins_indicator_table(line) or (not reader.in_table and is_heading(line))) and not begins_with_level1(line):
        _add_heading(reader, line)
    elif reader.in_table or reader.headings:
        _read_row(reader, line)


def _read_goal(reader: _Reader, line: Line, goal: Goal) -> None:
    """A goal behind its label, or the label alone of the goal whose indicators are headed in the same row."""
    if begins_indicator_table(line):
        _enter(reader, goal.horizon, goal.label, is_open=False)
        _add_heading(reader, line)
        return
    _enter(reader, goal.horizon, goal.label + goal.text, is_open=not goal.text)
    reader.findings.extend(_doubt_goal(reader.scope, line, goal))


def _enter(reader: _Reader, horizon: Horizon, goal: str, *, is_open: bool) -> None:
    reader.horizon, reader.goal, reader.goal_is_open = horizon, goal, is_open
    reader.headings, reader.columns, reader.in_table = [], (_NO_COLUMNS,), False
    reader.levels = {}


def _add_heading(reader: _Reader, line: Line) -> None:
    if reader.in_table:
        reader.headings = []
    reader.in_table, reader.goal_is_open = False, False
    reader.headings.append(line)
    reader.leftover.extend((line, text) for text in _fused(line))


def _fused(line: Line) -> Iterator[str]:
    """The texts that stand behind a heading word in one field: the first row, read into its headings."""
    for _, text in line.pieces:
        terms = _columns_by_length()
        term = next(term for term in terms if text.startswith(term)) if text.startswith(terms) else ""
        rest = text[len(term) :].strip()
        if term.endswith("级指标") and key(rest):
            yield rest


@cache
def _columns_by_length() -> tuple[str, ...]:
    return tuple(sorted((term for _, term in meanings("columns")), key=len, reverse=True))


def _read_row(reader: _Reader, line: Line) -> None:
    if not reader.in_table:
        if not begins_with_level1(line) and _continues_headings(reader, line):
            reader.headings.append(line)
            return
        reader.columns = _resolve(reader)
        line = without_heading(line, reader.headings)
    texts = [text.strip() for _, text in line.pieces]
    if all(map(str.isdigit, texts)) and is_counted(texts):
        return  # counts the columns
    sides = [(columns, _row(line, columns)) for columns in reader.columns]
    found = [(columns, row) for columns, row in sides if row]
    if not found or any(row is None and any(map(line.field, columns.own)) for columns, row in sides):
        _note_unread(reader, line)
    for columns, row in found:
        reader.in_table = True
        _take(reader, row, line, columns)


def _row(line: Line, columns: Columns) -> Row | None:
    return by_column(line, columns) or (None if columns.own else from_ends(line, columns))


def _resolve(reader: _Reader) -> tuple[Columns, ...]:
    return resolve(reader.headings, reader.scope.disclosure.year, reader.scope.sides)


def _unaccounted(reader: _Reader) -> Iterator[Finding]:
    """Texts fused into heading rows that no indicator row accounts for: a row may be lost there."""
    known = {key(text) for one in reader.rows for text in (one.target.level1, one.target.level2, one.target.level3)}
    for line, text in reader.leftover:
        if key(text) not in known:
            yield reader.scope.finding("performance-unread-row", line, found=text)


def _continues_headings(reader: _Reader, line: Line) -> bool:
    """A row under headings without an indicator: their second or third line. An exact grid's first row has a name."""
    columns = _resolve(reader)[0]
    if line.exact and columns.complete and by_column(line, columns) is not None:
        return is_heading(line)
    if (place := columns.get("level1")) is not None and level1_of(line.field(place)):
        return False  # 产出指标 stands in its own column: the first row of a list of projects
    return line.ruled and all(len(text) <= 40 for _, text in line.pieces)


def _note_unread(reader: _Reader, line: Line) -> None:
    texts = [text for _, text in line.pieces]
    if is_total_of_scores(line) and reader.columns[0].get("score") is not None:
        return
    if not line.ruled or (len(texts) == 1 and not looks_numeric(texts[0])):
        reader.in_table = reader.in_table and line.ruled
    elif begins_with_level1(line) or (reader.in_table and len(texts) >= 3):
        reader.findings.append(reader.scope.finding("performance-unread-row", line, found=" | ".join(texts)))


def _take(reader: _Reader, row: Row, line: Line, columns: Columns) -> None:
    """The row as a target, with the levels of merged cells carried down."""
    notes: list[str] = []
    above1, above2 = reader.levels.get(columns.horizon, ("", ""))
    level1, level2 = row.level1 or above1, row.level2
    if not row.level1 and level1:
        notes.append("level1 carried down")
    if not level2 and level1 == above1 and above2:
        level2 = above2
        notes.append("level2 carried down")
    _enter_project(reader, close(row.extra.get("project", "")), close(row.extra.get("goal", "")))
    if reader.project and (printed_budget := row.extra.get("budget", "")):
        cell = line.cells[columns.index["budget"]].origin
        reader.budgets.setdefault(reader.project, []).append(Budget(printed_budget, cell))
    reader.levels[columns.horizon] = level1, level2
    target = _target(reader, changed(row, level1=level1, level2=level2), line, notes)
    if columns.horizon and columns.horizon != reader.horizon:
        target = changed(target, horizon=columns.horizon, goal=reader.scope.goals.get(columns.horizon, ""))
    reader.rows.append(ReadRow(target, row, line))
    reader.findings.extend(_doubt_levels(reader.scope, level1, level2, row, line))


def _enter_project(reader: _Reader, project: str, goal: str) -> None:
    """Where columns print project and goal: the goal of a merged cell holds until the next project."""
    if project and project != reader.project:
        reader.project, reader.goal = project, ""
    reader.goal = goal or reader.goal


def _target(reader: _Reader, row: Row, line: Line, notes: Sequence[str]) -> PerformanceTarget:
    values = printed(row.values)
    now = values.get("this_year", values.get("value", ""))
    taken = _with_columns(now, row.extra)
    cell = line.cells[min(row.value_index, len(line.cells) - 1)].origin
    return PerformanceTarget(
        document_id=reader.scope.disclosure.document_id,
        table=reader.scope.table,
        project_code="",
        project_name=reader.scope.project or reader.project,
        goal=reader.goal,
        level1=row.level1,
        level2=row.level2,
        level3=row.names[0] if row.names else "",
        operator=taken.operator,
        target=taken.number,
        target_unit=taken.unit,
        basis=row.basis,
        horizon=reader.horizon,
        year_before_last=values.get("year_before_last", ""),
        last_year=values.get("last_year", ""),
        this_year=taken.printed,
        cell=changed(cell, note="; ".join(notes)),
        fiscal_year=reader.scope.disclosure.year,
        **{meaning: close(row.extra.get(meaning, "")) for meaning in EVALUATED},
    )


def _with_columns(value: str, extra: dict[str, str]) -> Measure:
    """The value with the operator and unit that columns of their own print."""
    sign, unit = _sign(extra), close(extra.get("unit", ""))
    taken = measure(value)
    if sign in vocabulary()["in_words"] and not taken.numeric:
        return taken
    if taken.unit or not taken.numeric:
        return taken
    if not is_sign(sign):
        return Measure(f"{sign} {value}{unit}", "", f"{value}{unit}", "")  # which way it is meant, nothing says
    prefix = "" if value.startswith(sign) else sign
    whole = measure(f"{prefix}{value}{unit}")
    if whole.numeric:
        return whole
    bare = measure(f"{prefix}{value}")
    return Measure(f"{bare.printed}{unit}", bare.operator, bare.number, unit)


def _sign(extra: Mapping[str, str]) -> str:
    """The sign that a column of signs prints, or one of directions (指标方向性): ≥, 小于等于."""
    none = vocabulary()["no_signs"]
    printed = (close(extra.get(meaning, "")) for meaning in ("sign", "direction"))
    return next((sign for sign in printed if sign and sign not in none), "")


# --- goals and sections


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as a line prints it: ``label`` ends with its colon."""

    horizon: Horizon
    label: str
    text: str
    pieces: int
    gap: bool  # a blank field stands between two pieces


def section(line: Line) -> Horizon | None:
    """The horizon of the indicator table that the line is the title of, else None."""
    return _section(line.text)


@lru_cache(maxsize=4096)
def _section(text: str) -> Horizon | None:
    if len(key(text)) > 14 or not key(text).endswith("表"):
        return None
    match = best(text, _section_titles())
    return _horizon(match.meaning) if match.score >= 0.8 else None


@cache
def _section_titles() -> tuple[tuple[str, str], ...]:
    return tuple((horizon, term) for horizon, term in meanings("horizons") if term.endswith("表"))


def goal_of(line: Line) -> Goal | None:
    """The goal that the line prints behind a label such as 年度目标 2:, else None."""
    if not line.pieces:
        return None
    (first, text), *rest = line.pieces
    match = _GOAL.match(same_brackets(text))
    if match is None:
        return None
    name = best(match["name"], meanings("horizons"))
    if name.score < 0.85:
        return None
    label = f"{close(match['name'])}{match['number']}:"
    pieces = [match["text"], *(piece for _, piece in rest)]
    texts = [_unlabelled(piece, label) for piece in pieces if piece.strip()]
    indexes = [first, *(i for i, _ in rest)]
    gap = not line.exact and any(right - left > 1 for left, right in pairwise(indexes))
    return Goal(_horizon(name.meaning), label, join(texts), len(texts), gap)


def _unlabelled(text: str, label: str) -> str:
    match = _GOAL.match(same_brackets(text))
    return match["text"] if match and f"{close(match['name'])}{match['number']}:" == label else text


def _horizon(meaning: str) -> Horizon:
    return "long-term" if meaning == "long-term" else "annual"


def _doubt_goal(scope: Scope, line: Line, goal: Goal) -> Iterator[Finding]:
    if goal.pieces > 1 or goal.gap:
        yield scope.finding("performance-goal-cut", line, label=goal.label, found=goal.text)


def _doubt_levels(scope: Scope, level1: str, level2: str, row: Row, line: Line) -> Iterator[Finding]:
    name = row.names[0] if row.names else ""
    if not name:
        found = " | ".join(value for value in printed(row.values).values() if value)
        yield scope.finding("performance-lost-name", line, label=level1, found=found)
    if not level2:
        yield scope.finding("performance-lost-level", line, label=name or level1, level="二", number="2")
    elif not level1:
        yield scope.finding("performance-lost-level", line, label=name or level2, level="一", number="1")
    elif not belongs(level1, level2_of(level2)):
        yield scope.finding(
            "performance-nonstandard-level", line, label=name, found=level2, level1=level1, level2=level2
        )


def goal_headings(line: Line) -> dict[int, Horizon]:
    """Column → horizon of a row that heads the goals of both horizons side by side; nothing for any other row."""
    found: dict[int, Horizon] = {i: horizon for i, text in line.pieces if (horizon := horizon_of(unbracketed(text)))}
    if len(found) == 3:
        found.pop(min(found))  # 总体目标, the label of the row
    is_pair = len(found) == len(set(found.values())) == 2
    return found if is_pair and set(found) == {i for i, _ in line.pieces[-2:]} else {}


def sides_above(lines: Sequence[Line]) -> tuple[Horizon, ...]:
    """The horizons that the last row to head both side by side has, from left to right."""
    headed = [found for line in lines if (found := goal_headings(line))]
    return tuple(headed[-1][column] for column in sorted(headed[-1])) if headed else ()


def horizon_of(text: str) -> Horizon | None:
    """The horizon whose goal label ``text`` prints, else None."""
    match = best(text, meanings("horizons"))
    return _horizon(match.meaning) if match.score >= 0.85 and likeness(text, match.term) >= 0.85 else None
