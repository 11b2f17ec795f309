"""What a row of a list of projects stands for: a project, the unit or the code that its money is of, a subtotal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from ..codes import is_damaged_code, parse_code, undo_spaces
from ..titles import is_unit_name
from .block import Head, Part, Row, State, label_and_unit, printed_in, text_of
from .code_heads import coded, codes_in, named_above, named_only
from .form import Form, fold_label
from .lines import line_head
from .named import Named
from .naming import ANYWHERE, Names
from .reading import ClassCode
from .unit_columns import TOTALS

#: Units print their code in rows of their own and projects none; units stand below what they have the money for.
APART, BELOW = "apart", "below"
#: A column of projects below the units that have the money for them.
_OF_PROJECTS_AND_UNITS = re.compile(
    "支出项目类别[(（]资金使用单位|单位(?:名称)?(?:[(（]项目(?:名称)?[)）]|[/、及]项目(?:名称)?)$|项目(?:[(（]单位[)）](?:名称)?|[/、]单位)$"
)
#: What ends a heading of names of projects.
_PROJECTS = ("项目名称", "专项名称", "二级项目", "三级项目")
#: What ends a heading of names of what has projects below it.
_FIRST_LEVEL = ("一级项目", "一级项目名称")


def _of_project(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row of projects: its code, else its name where a unit or a code beside tells it from a subtotal."""
    labels = [n for n in part.head if n.role == "label" and not n.kind]
    own = [n for n in labels if _names_projects(n.heading)]
    own = [n for n in own if not n.heading.endswith(_FIRST_LEVEL)] or own
    label = "".join(undo_spaces(row[n.index].text) for n in own or labels)
    unit = _text(row, part, "unit", "") or _text(row, part, "label", "unit")
    codes: dict[str, str] = {}
    for kind in ("project", "function", "economic", "unit"):
        columns = [n for n in part.head if n.role == "code" and _code_kind(form, n) == kind]
        code = parse_code("".join(row[n.index].text for n in columns), kind)
        codes |= {kind: code} if code else {}
    own_kind = "economic" if form.rows == "economic" and "economic" in codes else "project"
    if code := codes.pop(own_kind, ""):
        return Head({}, code, own_kind, label, unit, codes.pop("unit", ""), codes)
    text = label or undo_spaces("".join(row[n.index].text for n in part.head))
    line = line_head(form, text, part.side, class_code, state) or named_only(form, part, text, state)
    own_code = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind in ("", "project"))
    known = line or coded(form, part, own_code, label, unit)
    if not known and is_damaged_code(own_code):
        return None  # not a project without a code: which one it is cannot be said
    if known or not label:
        told = known or _of_subject(row, part, own, codes) or _of_unit_alone(unit, codes, state)
        return told or _of_first_level(row, labels, codes)
    if not codes and any(_OF_PROJECTS_AND_UNITS.search(n.heading) for n in own) and is_unit_name(label):
        return None if state.units == BELOW else _of_unit_alone(label, codes, state)
    unit_code = codes.pop("unit", "")
    is_unit = state.units == APART and not codes and is_unit_name(label)
    code, kind = (codes.get("function"), "function") if state.is_class else (is_unit and unit_code, "unit")
    if code:
        return Head({}, code, kind, label, "" if is_unit else unit, unit_code)
    is_told = bool(unit or unit_code or codes)
    unit = unit or state.unit_above
    return Head({"line": "project"}, "", "", label, unit, unit_code, codes, by_name=not is_told)


def _of_first_level(row: Row, labels: Sequence[Named], codes: Mapping[str, str]) -> Head | None:
    """The head of a row of a 一级项目 alone, which has those of the 二级项目 below it, or is a project itself."""
    name = text_of(row, [n for n in labels if n.heading.endswith(_FIRST_LEVEL)])
    return Head({"line": "project"}, label=name, by_name=True) if name and not codes else None


def _of_unit_alone(unit: str, codes: Mapping[str, str], state: State) -> Head | None:
    """The head of a row above the projects of a unit, which prints its name and nothing else."""
    if codes or not is_unit_name(unit):
        return None
    state.unit_above = unit
    return Head({}, label=unit, unit=unit)


def how_units_stand(form: Form, part: Part, data: Sequence[Row]) -> str:
    """How units stand among what they have the money for: APART, BELOW, or "" where the rows do not tell."""
    return APART if _stand_apart(form, part, data) else BELOW if _stand_below(part, data) else ""


def _stand_apart(form: Form, part: Part, data: Sequence[Row]) -> bool:
    """Whether a list of projects has names without a code below units with theirs, in one column of names."""
    codes = [n for n in part.head if n.role == "code" and n.kind == "unit"]
    labels = [n for n in part.head if n.role == "label" and n.kind != "unit"]
    if form.rows != "project" or not codes:
        return False
    names = [(bool(text_of(row, codes)), text_of(row, labels)) for row in data]
    return any(coded and is_unit_name(name) for coded, name in names) and any(
        name and not coded and not is_unit_name(name) and name not in TOTALS for coded, name in names
    )


def _stand_below(part: Part, data: Sequence[Row]) -> bool:
    """Whether units stand below what they have the money for: the first name is no unit's, or a unit's comes again."""
    own = [n for n in part.head if _OF_PROJECTS_AND_UNITS.search(n.heading)]
    names = [name for row in data if (name := text_of(row, own)) and name not in TOTALS]
    units = [name for name in names if is_unit_name(name)]
    return bool(units) and (names[0] not in units or len(set(units)) < len(units))


def rows_of_classes(form: Form, part: Part, data: Sequence[Row], names: Names | None) -> set[int]:
    """The rows of a list of projects that are of a functional code, by its name, with projects without one below it."""
    own = [n for n in part.head if n.role == "label" and _names_projects(n.heading)]
    codes = [n for n in part.head if n.role == "code" and _code_kind(form, n) == "function"]
    if form.rows != "project" or names is None or not own or not codes:
        return set()
    found: set[int] = set()
    for r, (row, below) in enumerate(pairwise(data)):
        code = parse_code(text_of(row, codes), "function")
        is_alone = all(row[n.index].rowspan == 1 for n in codes)
        is_below = bool(name := text_of(below, own)) and not text_of(below, codes) and name not in TOTALS
        if code and is_alone and is_below and code in names.below(ANYWHERE, fold_label(text_of(row, own))):
            found.add(r)
    return found


def _code_kind(form: Form, column: Named) -> str:
    """What a column of codes is of, in a list of projects: its own codes where no heading says, 科目 by function."""
    return "function" if column.kind == "subject" and form.rows == "project" else column.kind or "project"


def _of_subject(row: Row, part: Part, own: Sequence[Named], codes: Mapping[str, str]) -> Head | None:
    """The head of a row of a functional code above its projects, whose names stand right of it.

    A name left of the codes that is blank can be that of the project above, which goes on.
    """
    function = codes.get("function", "")
    places = [n.index for n in part.head if n.role == "code" and n.kind in ("function", "subject")]
    if not function or len(codes) > 1 or not own or max(places) > min(n.index for n in own):
        return None
    names = [n for n in part.head if n.role == "label" and n not in own and n.kind != "unit"]
    return Head({}, function, "function", "".join(undo_spaces(row[n.index].text) for n in names))


def _text(row: Row, part: Part, role: str, kind: str) -> str:
    return "".join(undo_spaces(row[n.index].text) for n in part.head if n.role == role and (not kind or n.kind == kind))


def _names_projects(heading: str) -> bool:
    """Whether a heading is that of names of projects: 项目名称, 专项（项目）名称. 单位（项目）名称 is of units too."""
    if _OF_PROJECTS_AND_UNITS.search(heading):
        return True
    return re.sub(r"[()（）]", "", heading).endswith(_PROJECTS) and "单位" not in heading


def reader_of_projects(form: Form, part: Part) -> Callable[[Form, Row, Part, ClassCode, State], Head | None] | None:
    """What reads the rows of a block that lists projects, by names of their own or under functional codes."""
    if form.rows in ("project", "economic") and any(_names_projects(n.heading) for n in part.head):
        return _of_project
    return _of_project_by_function if form.rows == "project" and _is_by_function(part) else None


def _is_by_function(part: Part) -> bool:
    """Whether a block prints functional codes, and none of projects."""
    kinds = {n.kind for n in part.head if n.role == "code"}
    return bool(kinds & {"function", "subject"}) and not kinds & {"", "project"}


def _of_project_by_function(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row of a list of projects by function: the name of its code, or that of a project of the code."""
    label, _ = label_and_unit(row, part)
    label = label or printed_in(row, part, "unit")
    code, unit = codes_in(form, row, part)
    # 合计 over the columns of codes and names begins in the first
    if line := line_head(form, label or printed_in(row, part, "code"), part.side, class_code, state):
        return line
    if not code:
        unit = unit or state.ahead.unit
        own = Head({}, unit, "unit", label, "", unit) if unit and is_unit_name(label) else None
        return own or named_above(form, row, part, label, state)
    if code in state.names["function"].below(ANYWHERE, fold_label(label)) or not label:
        return Head({}, code, "function", label, "", unit)
    return Head({"line": "project"}, "", "", label, "", unit, {"function": code})
