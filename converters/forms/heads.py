"""What a row of an exact grid stands for: a code, a line, a unit, a project, or nothing that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..amounts import is_nothing, parse_amount
from ..codes import parse_code, split_code, undo_spaces
from ..titles import is_unit_name
from .block import Head, Part, Row, State, label_and_unit, printed_in, text_of
from .code_heads import coded, named_above, named_only
from .form import Form, Means, fold_label
from .lines import line_head
from .named import SOURCES, Named
from .naming import ANYWHERE
from .project_heads import reader_of_projects
from .reading import ClassCode
from .unit_columns import TOTALS
from .words import understand

#: The digits of a functional class.
_CLASS = 3
#: The codes that may stand beside the name of one thing of a list, and what the columns of their names are called.
_BESIDE_ITEMS = ("unit", "function", "economic", "project")
_OF_PAYERS = re.compile("科目|功能分类|经济分类|单位|部门")
#: The headings of names of things that are bought.
_OF_THINGS = re.compile("项目名称$|(?:采购|购买|服务)(?:项目|内容|品目)")


def read_head(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """What the head of ``row`` in ``part`` says; None where it says nothing that is known for certain."""
    beside = _beside(row, part)
    if not part.head:
        is_whole = form.shape == "listing" and form.rows == "whole"
        if not is_whole or (not beside or is_unit_name(beside)):
            return Head({}) if is_whole else None
        return line_head(form, beside, part.side, class_code, state)
    if beside and all(is_nothing(row[n.index].text) for n in part.head if n.index < len(row)):
        return line_head(form, beside, part.side, class_code, state)  # 合计 in the column of types or numbers
    if of_projects := reader_of_projects(form, part):
        return of_projects(form, row, part, class_code, state)
    kinds = {n.kind == "unit" for n in part.head if n.role == "code"}
    read = _of_unit if len(kinds) > 1 else _by_code_or_name
    return _coded_item(form, row, part) or read(form, row, part, class_code, state)


def _by_code_or_name(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row that its code tells, or what its label is the name of."""
    label, unit = label_and_unit(row, part)
    code = printed_in(row, part, "code")
    head = (
        _class_head(form, label, class_code)
        or coded(form, part, code, label, unit)
        or line_head(form, label or undo_spaces(code), part.side, class_code, state)
        or named_only(form, part, label, state)
        or named_above(form, row, part, label, state)
        or (None if unit else _unit_only(form, row, part, label))
        or _time_only(form, row, part, state)
        or _item(form, row, part)
    )
    if head and _is_named_as_unit(head, state):
        return Head({}, head.code, "unit", label, "", head.code)  # 207 某市文化局
    return replace(head, unit=unit) if head and unit and not head.unit else head


def _is_named_as_unit(head: Head, state: State) -> bool:
    """Whether a code that may be a functional class stands beside the name of a unit, which no class has."""
    is_class = head.kind == "function" and len(head.code) == _CLASS and "function" in state.names
    known = state.names["function"].below(ANYWHERE, fold_label(head.label)) if is_class else ()
    return is_class and head.code not in known and is_unit_name(head.label)


def _beside(row: Row, part: Part) -> str:
    """The one text that stands left of the amounts in a column that is no head; "" without, or with several."""
    texts = [undo_spaces(row[n.index].text) for n in part.beside if n.index < len(row)]
    words = [t for t in texts if not is_nothing(t) and parse_amount(t) is None]
    return words[0] if len(words) == 1 else ""


def _unit_only(form: Form, row: Row, part: Part, label: str) -> Head | None:
    """The head of a row that prints nothing but the name of the unit that the whole of it is of."""
    are_units = [n.role == "label" and n.kind == "unit" for n in part.head]
    # a table of functional codes that has no column of them may print a row for each unit in their place
    names_thing = form.item and text_of(row, [n for n in part.head if _OF_THINGS.search(n.heading)])
    of_units = any(are_units) if form.rows == "unit" else form.rows == "function" and bool(are_units) and all(are_units)
    is_whole = form.rows == "whole" and not names_thing  # 新建乡镇卫生院 is bought
    is_of_unit = form.shape == "listing" and (is_whole or of_units) and is_unit_name(label)
    # where each column is a line, as those of “三公”, that line is what the amount is called
    return Head({}, unit=label, label="" if "line" in form.base else label) if is_of_unit else None


def _item(form: Form, row: Row, part: Part) -> Head | None:
    """The head of a row that names one thing of a list, by its own name and the unit's beside it."""
    labels = [(n, undo_spaces(row[n.index].text)) for n in part.head if n.role == "label" and n.index < len(row)]
    own = [(n, text) for n, text in labels if n.kind != "unit" and not is_nothing(text)]
    name = " ".join(text for _, text in [e for e in own if _names_items(e[0])] or own)
    unit = "".join(text for n, text in labels if n.kind == "unit")
    if not form.item or not name or (unit and not is_unit_name(unit)):
        return None
    if money := _of_money(name):
        return Head({"line": "total", **money}, label=name, unit=unit)
    return Head({"line": form.item}, label=name, unit=unit, by_name=True)


def _of_money(name: str) -> Means:
    """What the name of a row says that is no thing of a list but what pays for all of them: 一般公共预算, 上年结转."""
    word = understand(fold_label(name))
    is_money = word is not None and word.role == "amount" and word.means.keys() & {"fund", "origin"}
    return {d: v for d, v in word.means.items() if d in ("fund", "origin")} if word and is_money else {}


def money_beside(form: Form, row: Row, part: Part) -> Means | None:
    """What pays for a project, where a column of words says so of each (资金来源) and no column of amounts does.

    None where no column does, nothing where it is not known what the words say.
    """
    sources = [n for n in (*part.head, *part.beside) if SOURCES.fullmatch(n.heading)]
    told = any("fund" in n.means for n in part.amounts)
    if form.rows != "project" or form.base.get("fund") != "all" or told or not sources:
        return None
    return _of_money(text_of(row, sources))


def _coded_item(form: Form, row: Row, part: Part) -> Head | None:
    """The head of a row that names one thing of a list beside the codes of what it is paid for: unit, function."""
    columns = [n for n in part.head if n.role == "code"]
    codes = {kind: code for kind in _BESIDE_ITEMS if (code := _code_of(row, columns, kind))}
    labels = [n for n in part.head if n.role == "label"]
    name = " ".join(t for n in labels if _names_items(n) and not is_nothing(t := text_of(row, [n])))
    if not form.item or not codes or not name or name in TOTALS:
        return None
    unit = text_of(row, [n for n in part.head if n.role == "unit" or (n.role == "label" and n.kind == "unit")])
    return Head({"line": form.item}, label=name, unit=unit, unit_code=codes.pop("unit", ""), codes=codes)


def _code_of(row: Row, columns: Sequence[Named], kind: str) -> str:
    """The code of one kind that a row prints; 科目 are functional unless the heading says otherwise."""
    own = [n for n in columns if n.kind == kind or (n.kind == "subject" and kind == "function")]
    return parse_code(text_of(row, own), kind) or ""


def _names_items(column: Named) -> bool:
    """Whether a column of names is of the things listed, and not of the units or classes that pay for them."""
    return column.kind == "" and not _OF_PAYERS.search(column.heading)


def _time_only(form: Form, row: Row, part: Part, state: State) -> Head | None:
    """The head of a row of the amounts of one year or stage: 2023年预算数 above 2024年预算数, 预算数 above 决算数."""
    if form.rows != "whole" or form.shape != "listing":
        return None
    labels = [n for n in part.head if n.role in ("label", "unit")]
    of_unit = [n for n in labels if n.kind == "unit" or n.role == "unit"]
    word = understand(text_of(row, [n for n in labels if n not in of_unit]))
    if word is None or word.role not in ("amount", "neutral") or not word.means.keys() <= {"phase"}:
        return None
    if not word.year and not word.means:
        return None
    state.unit_name = text_of(row, of_unit) or state.unit_name
    is_named = not of_unit or is_unit_name(state.unit_name)
    return Head(word.means, year=word.year, unit=state.unit_name) if is_named else None


def _class_head(form: Form, label: str, class_code: ClassCode) -> Head | None:
    """The head of a line of a statement that prints a class with its code (205 教育支出): the same line as without."""
    glued = split_code(label, "function") if form.shape == "statement" else None
    if glued is None or class_code("functional", fold_label(glued[1])) != glued[0]:
        return None
    line = next((line for line in form.lines if line.code_list == "functional"), None)
    return Head({**line.means, "line": line.of_class(glued[0])}, label=label) if line else None


def _of_unit(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row that prints its unit's code beside another code; a blank one goes on with the unit above."""
    unit_text = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind == "unit")
    code_text = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind != "unit")
    labels = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label"]
    unit_names = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label" and n.kind == "unit"]
    names = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label" and n.kind != "unit"]
    if undo_spaces(unit_text) == undo_spaces(code_text) != "":
        return coded(form, part, code_text, "".join(names or labels), "", skip="unit")  # its own code, printed again
    if code := parse_code(unit_text, "unit"):
        state.unit_code, state.unit_name = code, "".join(unit_names) or state.unit_name * (code == state.unit_code)
    elif not is_nothing(unit_text):
        return line_head(form, undo_spaces(unit_text), part.side, class_code, state)
    if is_nothing(code_text):
        name = "".join(names)
        if code and not name:
            return Head({}, code, "unit", "".join(unit_names), "", code)
        line = line_head(form, name or "".join(labels), part.side, class_code, state)
        # A unit's own row prints its name where the others print that of their code.
        own = code or ("" if line else state.ahead.unit)
        return (
            line
            or named_above(form, row, part, name, state)
            or (Head({}, own, "unit", name, "", own) if own and is_unit_name(name) else None)
        )
    head = coded(form, part, code_text, "".join(names), "", skip="unit")
    return replace(head, unit=state.unit_name, unit_code=state.unit_code) if head and state.unit_code else None
