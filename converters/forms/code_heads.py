"""What the code of a row stands for, or the name of a code that it prints alone."""

from __future__ import annotations

import re

from ..amounts import is_nothing
from ..codes import parse_code, split_code, undo_spaces
from ..titles import is_unit_name
from .block import Head, Part, Row, State
from .form import Form, fold_label
from .naming import code_above

#: What codes a form's rows can have where the heading does not say.
_KINDS: dict[str, tuple[str, ...]] = {"project": ("project", "unit"), "whole": ()}
_OF_SUBJECTS = "科目"
#: Another name of a unit, behind its own.
_IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]$")
_BY_NAME = "没有编码的类、款按名称和下面各行的编码认定"
#: Codes that may be glued to their name. A project's name may begin with three digits that are no unit's.
_GLUED: dict[str, tuple[str, ...]] = {"project": ("project",), "whole": ()}


def codes_in(form: Form, row: Row, part: Part) -> tuple[str, str]:
    """The functional or economic code of a row, and the unit's beside it; "" for each that it does not print."""
    own, unit = (
        "".join(
            row[n.index].text
            for n in part.head
            if n.role == "code" and (n.kind == "unit") == of_unit and n.index < len(row)
        )
        for of_unit in (False, True)
    )
    kinds = ["function"] if form.rows == "project" else kinds_of_code(form, part, skip="unit")
    kinds = [kind for kind in kinds if kind in ("function", "economic")]
    return next((code for kind in kinds if (code := parse_code(own, kind))), ""), parse_code(unit, "unit") or ""


def coded(form: Form, part: Part, code_text: str, label: str, unit: str, *, skip: str = "") -> Head | None:
    for kind in kinds_of_code(form, part, skip):
        # A list of projects may have its units among them. A number beside a project is no unit's: 420100001.
        if kind == "unit" and form.rows == "project" and label and (unit or not _may_be_unit(part, kind, label)):
            continue
        if code := parse_code(code_text, kind):
            return Head({}, code, kind, label, unit)
        glued = (
            split_code(code_text or label, kind) if not (code_text and label) and _may_glue(form, part, kind) else None
        )
        if glued and _may_be_unit(part, kind, glued[1]):
            return Head({}, glued[0], kind, undo_spaces(glued[1]), unit)
    return None


def _may_be_unit(part: Part, kind: str, name: str) -> bool:
    """Whether a name behind a code can be a unit's: 201一般公共服务支出 is none's where no heading says units."""
    return kind != "unit" or any(n.kind == "unit" for n in part.head) or is_unit_name(_IN_BRACKETS.sub("", name))


def _may_glue(form: Form, part: Part, kind: str) -> bool:
    return kind in _GLUED.get(form.rows, (kind,)) or any(n.kind == kind for n in part.head)


def kinds_of_code(form: Form, part: Part, skip: str) -> tuple[str, ...]:
    """The kinds of code that a block's rows can have: what the heading says, else what the form says.

    科目 are never units, so a table of units that prints 科目编码 is one of functional or economic codes.
    """
    named = [n for n in part.head if n.kind and n.kind != skip]
    kinds = {n.kind for n in named}
    # a code in one cell with a name beside a column of units is none of theirs
    told = {n.kind for n in named if n.role == "code"} or kinds - {"unit"} or kinds
    told = told - {"subject"} or told  # 功能分类科目编码 beside 款 and 项
    if len(told) == 1 and told != {"subject"}:
        return _KINDS.get(kind := told.pop(), (kind,))
    if told == {"subject"} and form.rows != "function":
        return ("economic", "function") if form.rows == "economic" else ("function", "economic")
    if form.rows == "unit" and not told and any(_OF_SUBJECTS in n.heading for n in part.head):
        return ("function",)
    return _KINDS.get(form.rows, (form.rows,))


def named_only(form: Form, part: Part, label: str, state: State) -> Head | None:
    """The head of a row that prints the name of a code, in a table without a column of codes."""
    of_units = any(n.kind == "unit" for n in part.head)
    kind = "function" if form.rows == "unit" and not of_units else form.rows  # 科目名称 in 收入决算表
    if kind not in state.names or not label or any(n.role == "code" for n in part.head):
        return None
    code = state.names[kind].code(fold_label(label))
    return Head({"line": f"{kind}-{code}"}, label=label) if code else None


def named_above(form: Form, row: Row, part: Part, label: str, state: State) -> Head | None:
    """The head of a row that prints the name of a class alone, above rows that print the codes of its items."""
    kinds = (
        {"function"}
        if form.rows == "project"
        else set(kinds_of_code(form, part, skip="unit")) & {"function", "economic"}
    )
    if not label or not state.ahead.code or any(not is_nothing(t) for t in _code_texts(row, part)):
        return None
    found = {
        (kind.removesuffix("-government"), code)
        for kind, names in state.names.items()
        if kind.removesuffix("-government") in kinds
        and (code := code_above(names.below, fold_label(label), state.ahead.code, or_own=form.rows == "project"))
    }
    if len(found) != 1:
        return None
    if _BY_NAME not in state.assumed:
        state.assumed.append(_BY_NAME)
    ((kind, code),) = found
    return Head({}, code, kind, label, "", state.ahead.unit)


def _code_texts(row: Row, part: Part) -> list[str]:
    return [row[n.index].text for n in part.head if n.role == "code" and n.index < len(row)]
