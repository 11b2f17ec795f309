"""What a row of an exact grid stands for: a code, a line, a unit, a project, or nothing that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...datapackage.frozen import frozen
from ..amounts import is_nothing, parse_amount
from ..codes import is_damaged_code, parse_code, split_code, undo_spaces
from ..table import Cell
from ..titles import is_unit_name
from .form import Form, Line, Means, fold, fold_label, is_below, is_numbered_heading, is_part, same_meaning
from .named import Named
from .naming import ANYWHERE, Ahead, Names, code_above
from .reading import ClassCode
from .unit_columns import TOTALS, is_of_units
from .words import understand

#: What codes a form's rows can have where the heading does not say.
_KINDS: dict[str, tuple[str, ...]] = {"project": ("project", "unit"), "whole": ()}
_BY_NAME = "没有编码的类、款按名称和下面各行的编码认定"
#: Codes that may be glued to their name. A project's name may begin with three digits that are no unit's.
_GLUED: dict[str, tuple[str, ...]] = {"project": ("project",), "whole": ()}

#: Units print their code in rows of their own and projects none; units stand below what they have the money for.
APART, BELOW = "apart", "below"
#: A column of projects below the units that have the money for them.
_OF_PROJECTS_AND_UNITS = re.compile("支出项目类别[(（]资金使用单位")
#: The codes that may stand beside the name of one thing of a list, and what the columns of their names are called.
_BESIDE_ITEMS = ("unit", "function", "economic", "project")
_OF_PAYERS = re.compile("科目|功能分类|经济分类|单位|部门")
#: What is open below a heading that is not known: what stands there is no part of the heading before it, and, where
#: the words are of what was left of other years, no revenue either.
_UNKNOWN, _UNKNOWN_BALANCE = "?", "?balance"
_BALANCE = re.compile("结转|结余|历年|滚存|年初|以前年度")
#: Below the sum of the year's revenue stands only what was carried over.
_YEAR_CLOSED = "current-year-revenue"

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a grid: the columns that name its rows, and the amounts that belong to them."""

    head: tuple[Named, ...]
    amounts: tuple[Named, ...]
    side: str = ""  # the side of a statement that its labels belong to
    beside: tuple[Named, ...] = ()  # left of the amounts, and not understood or of no use


@dataclass(slots=True)
class Lines:
    """What the lines of one block have said for those below."""

    opened: dict[str, str] = field(default_factory=dict[str, str])  # the heading that is open on each side
    read: set[str] = field(default_factory=set[str])
    heading: tuple[str, Means | None] = ("", None)  # the last of the upper level (一、), and what it says


@dataclass(slots=True)
class State:
    """What the rows above have said for those below: the lines of the block, the unit."""

    lines: Lines = field(default_factory=Lines)
    unit_code: str = ""
    unit_name: str = ""
    assumed: list[str] = field(default_factory=list[str])
    units: str = ""  # how those of a list of projects stand in it: APART, BELOW
    is_of_nobody: bool = False  # whether the row leaves its unit blank below one that names one
    unit_above: str = ""  # the unit that a row of its own names above its projects
    padded: bool = False  # whether rows of zeros without a name were told of
    read_without_name: bool = False
    names: Mapping[str, Names] = field(default_factory=dict[str, Names])
    ahead: Ahead = field(default_factory=Ahead)  # of the row that is read
    next_label: str = ""  # the label below the row that is read, as printed

    def nameless(self, part: Part, row: Row) -> bool:
        """Whether a row without a name is a second one: only one such row can be the whole unit's."""
        prints = any(n.index < len(row) and not is_nothing(row[n.index].text) for n in part.amounts)
        again, self.read_without_name = prints and self.read_without_name, self.read_without_name or prints
        return again


@frozen()
class Head:
    """What a row of a block stands for."""

    means: Mapping[str, str]
    code: str = ""
    kind: str = ""
    label: str = ""
    unit: str = ""
    unit_code: str = ""
    codes: Mapping[str, str] = field(default_factory=dict[str, str])  # printed beside the row's own, by kind
    year: str = ""  # that the row names, absolute or relative to the document's
    by_name: bool = False  # only a name tells that it is of a project: it may be a subtotal


def read_head(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """What the head of ``row`` in ``part`` says; None where it says nothing that is known for certain."""
    beside = _beside(row, part)
    if not part.head:
        is_whole = form.shape == "listing" and form.rows == "whole"
        if not is_whole or (not beside or is_unit_name(beside)):
            return Head({}) if is_whole else None
        return _line_head(form, beside, part.side, class_code, state)
    if beside and all(is_nothing(row[n.index].text) for n in part.head if n.index < len(row)):
        return _line_head(form, beside, part.side, class_code, state)  # 合计 in the column of types or numbers
    if of_projects := _reader_of_projects(form, part):
        return of_projects(form, row, part, class_code, state)
    kinds = {n.kind == "unit" for n in part.head if n.role == "code"}
    read = _of_unit if len(kinds) > 1 else _by_code_or_name
    return _coded_item(form, row, part) or read(form, row, part, class_code, state)


def _by_code_or_name(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row that its code tells, or what its label is the name of."""
    label, unit = _label_and_unit(row, part)
    code = printed_in(row, part, "code")
    head = (
        _class_head(form, label, class_code)
        or _coded(form, part, code, label, unit)
        or _line_head(form, label or undo_spaces(code), part.side, class_code, state)
        or _named_only(form, part, label, state)
        or _named_above(form, row, part, label, state)
        or _unit_only(form, part, label)
        or _year_only(form, row, part, state)
        or _item(form, row, part)
    )
    return replace(head, unit=unit) if head and unit and not head.unit else head


def _label_and_unit(row: Row, part: Part) -> tuple[str, str]:
    """The label of a row, and the name of the unit where it stands in a column of its own beside labels or codes."""
    units = [n for n in part.head if is_of_units(n)]
    label = _of(row, [n for n in part.head if n.role == "label" and n not in units])
    code = _of(row, [n for n in part.head if n.role == "code" and n.kind != "unit"])
    unit = _of(row, units)
    if (label or code) and is_unit_name(unit):
        return label, unit
    return printed_in(row, part, "label"), printed_in(row, part, "unit")


def _reader_of_projects(form: Form, part: Part) -> Callable[[Form, Row, Part, ClassCode, State], Head | None] | None:
    """What reads the rows of a block that lists projects, by names of their own or under functional codes."""
    if form.rows in ("project", "economic") and any(_names_projects(n.heading) for n in part.head):
        return _of_project
    return _of_project_by_function if form.rows == "project" and _is_by_function(part) else None


def _names_projects(heading: str) -> bool:
    """Whether a heading is that of names of projects: 项目名称, 专项（项目）名称. 单位（项目）名称 is of units too."""
    if _OF_PROJECTS_AND_UNITS.search(heading):
        return True
    return re.sub(r"[()（）]", "", heading).endswith(("项目名称", "专项名称")) and "单位" not in heading


def _beside(row: Row, part: Part) -> str:
    """The one text that stands left of the amounts in a column that is no head; "" without, or with several."""
    texts = [undo_spaces(row[n.index].text) for n in part.beside if n.index < len(row)]
    words = [t for t in texts if not is_nothing(t) and parse_amount(t) is None]
    return words[0] if len(words) == 1 else ""


def _unit_only(form: Form, part: Part, label: str) -> Head | None:
    """The head of a row that prints nothing but the name of the unit that the whole of it is of."""
    of_units = form.rows == "unit" and any(n.role == "label" and n.kind == "unit" for n in part.head)
    is_of_unit = form.shape == "listing" and (form.rows == "whole" or of_units) and is_unit_name(label)
    # where each column is a line, as those of “三公”, that line is what the amount is called
    return Head({}, unit=label, label="" if "line" in form.base else label) if is_of_unit else None


def _item(form: Form, row: Row, part: Part) -> Head | None:
    """The head of a row that names one thing of a list, by its own name and the unit's beside it."""
    labels = [(n, undo_spaces(row[n.index].text)) for n in part.head if n.role == "label" and n.index < len(row)]
    name = " ".join(text for n, text in labels if n.kind != "unit" and not is_nothing(text))
    unit = "".join(text for n, text in labels if n.kind == "unit")
    if not form.item or not name or (unit and not is_unit_name(unit)):
        return None
    return Head({"line": form.item}, label=name, unit=unit, by_name=True)


def _coded_item(form: Form, row: Row, part: Part) -> Head | None:
    """The head of a row that names one thing of a list beside the codes of what it is paid for: unit, function."""
    columns = [n for n in part.head if n.role == "code"]
    codes = {kind: code for kind in _BESIDE_ITEMS if (code := _code_of(row, columns, kind))}
    labels = [n for n in part.head if n.role == "label"]
    name = " ".join(t for n in labels if _names_items(n) and not is_nothing(t := _of(row, [n])))
    if not form.item or not codes or not name or name in TOTALS:
        return None
    unit = _of(row, [n for n in part.head if n.role == "unit" or (n.role == "label" and n.kind == "unit")])
    return Head({"line": form.item}, label=name, unit=unit, unit_code=codes.pop("unit", ""), codes=codes)


def _code_of(row: Row, columns: Sequence[Named], kind: str) -> str:
    """The code of one kind that a row prints; 科目 are functional unless the heading says otherwise."""
    own = [n for n in columns if n.kind == kind or (n.kind == "subject" and kind == "function")]
    return parse_code(_of(row, own), kind) or ""


def _names_items(column: Named) -> bool:
    """Whether a column of names is of the things listed, and not of the units or classes that pay for them."""
    return column.kind == "" and not _OF_PAYERS.search(column.heading)


def _year_only(form: Form, row: Row, part: Part, state: State) -> Head | None:
    """The head of a row of the amounts of one year: 2023年预算数 above 2024年预算数, the unit beside."""
    if form.rows != "whole" or form.shape != "listing":
        return None
    labels = [n for n in part.head if n.role in ("label", "unit")]
    of_unit = [n for n in labels if n.kind == "unit" or n.role == "unit"]
    word = understand(_of(row, [n for n in labels if n not in of_unit]))
    if word is None or not word.year or word.role not in ("amount", "neutral") or not word.means.keys() <= {"phase"}:
        return None
    state.unit_name = _of(row, of_unit) or state.unit_name
    is_named = not of_unit or is_unit_name(state.unit_name)
    return Head(word.means, year=word.year, unit=state.unit_name) if is_named else None


def _class_head(form: Form, label: str, class_code: ClassCode) -> Head | None:
    """The head of a line of a statement that prints a class with its code (205 教育支出): the same line as without."""
    glued = split_code(label, "function") if form.shape == "statement" else None
    if glued is None or class_code("functional", fold_label(glued[1])) != glued[0]:
        return None
    line = next((line for line in form.lines if line.code_list == "functional"), None)
    return Head({**line.means, "line": line.of_class(glued[0])}, label=label) if line else None


def _of_project(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row of projects: its code, else its name where a unit or a code beside tells it from a subtotal."""
    labels = [n for n in part.head if n.role == "label" and not n.kind]
    own = [n for n in labels if _names_projects(n.heading)]
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
    line = _line_head(form, text, part.side, class_code, state) or _named_only(form, part, text, state)
    own_code = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind in ("", "project"))
    known = line or _coded(form, part, own_code, label, unit)
    if not known and is_damaged_code(own_code):
        return None  # not a project without a code: which one it is cannot be said
    if known or not label:
        return known or _of_subject(row, part, own, codes) or _of_unit_alone(unit, codes, state)
    if not codes and any(_OF_PROJECTS_AND_UNITS.search(n.heading) for n in own) and is_unit_name(label):
        return None if state.units == BELOW else _of_unit_alone(label, codes, state)
    unit_code = codes.pop("unit", "")
    if state.units == APART and unit_code and not codes and is_unit_name(label):
        return Head({}, unit_code, "unit", label, "", unit_code)
    is_told = bool(unit or unit_code or codes)
    unit = unit or state.unit_above
    return Head({"line": "project"}, "", "", label, unit, unit_code, codes, by_name=not is_told)


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
    names = [(bool(_of(row, codes)), _of(row, labels)) for row in data]
    return any(coded and is_unit_name(name) for coded, name in names) and any(
        name and not coded and not is_unit_name(name) and name not in TOTALS for coded, name in names
    )


def _stand_below(part: Part, data: Sequence[Row]) -> bool:
    """Whether units stand below what they have the money for: the first name is no unit's, or a unit's comes again."""
    own = [n for n in part.head if _OF_PROJECTS_AND_UNITS.search(n.heading)]
    names = [name for row in data if (name := _of(row, own)) and name not in TOTALS]
    units = [name for name in names if is_unit_name(name)]
    return bool(units) and (names[0] not in units or len(set(units)) < len(units))


def _of(row: Row, columns: Sequence[Named]) -> str:
    return "".join(undo_spaces(row[n.index].text) for n in columns if n.index < len(row))


def _code_kind(form: Form, column: Named) -> str:
    """What a column of codes is of, in a list of projects: its own codes where no heading says, 科目 by function."""
    return "function" if column.kind == "subject" and form.rows == "project" else column.kind or "project"


def _is_by_function(part: Part) -> bool:
    """Whether a block prints functional codes, and none of projects."""
    kinds = {n.kind for n in part.head if n.role == "code"}
    return bool(kinds & {"function", "subject"}) and not kinds & {"", "project"}


def _of_project_by_function(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row of a list of projects by function: the name of its code, or that of a project of the code."""
    label, _ = _label_and_unit(row, part)
    label = label or printed_in(row, part, "unit")
    code, unit = codes_in(form, row, part)
    # 合计 over the columns of codes and names begins in the first
    if line := _line_head(form, label or printed_in(row, part, "code"), part.side, class_code, state):
        return line
    if not code:
        unit = unit or state.ahead.unit
        own = Head({}, unit, "unit", label, "", unit) if unit and is_unit_name(label) else None
        return own or _named_above(form, row, part, label, state)
    if code in state.names["function"].below(ANYWHERE, fold_label(label)) or not label:
        return Head({}, code, "function", label, "", unit)
    return Head({"line": "project"}, "", "", label, "", unit, {"function": code})


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


def _named_only(form: Form, part: Part, label: str, state: State) -> Head | None:
    """The head of a row that prints the name of a code, in a table without a column of codes."""
    of_units = any(n.kind == "unit" for n in part.head)
    kind = "function" if form.rows == "unit" and not of_units else form.rows  # 科目名称 in 收入决算表
    if kind not in state.names or not label or any(n.role == "code" for n in part.head):
        return None
    code = state.names[kind].code(fold_label(label))
    return Head({"line": f"{kind}-{code}"}, label=label) if code else None


def _named_above(form: Form, row: Row, part: Part, label: str, state: State) -> Head | None:
    """The head of a row that prints the name of a class alone, above rows that print the codes of its items."""
    kinds = {"function"} if form.rows == "project" else set(_kinds(form, part, skip="unit")) & {"function", "economic"}
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
    kinds = ["function"] if form.rows == "project" else _kinds(form, part, skip="unit")
    kinds = [kind for kind in kinds if kind in ("function", "economic")]
    return next((code for kind in kinds if (code := parse_code(own, kind))), ""), parse_code(unit, "unit") or ""


def _of_unit(form: Form, row: Row, part: Part, class_code: ClassCode, state: State) -> Head | None:
    """The head of a row that prints its unit's code beside another code; a blank one goes on with the unit above."""
    unit_text = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind == "unit")
    code_text = "".join(row[n.index].text for n in part.head if n.role == "code" and n.kind != "unit")
    labels = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label"]
    unit_names = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label" and n.kind == "unit"]
    names = [undo_spaces(row[n.index].text) for n in part.head if n.role == "label" and n.kind != "unit"]
    if undo_spaces(unit_text) == undo_spaces(code_text) != "":
        return _coded(form, part, code_text, "".join(names or labels), "", skip="unit")  # its own code, printed again
    if code := parse_code(unit_text, "unit"):
        state.unit_code, state.unit_name = code, "".join(unit_names) or state.unit_name * (code == state.unit_code)
    elif not is_nothing(unit_text):
        return _line_head(form, undo_spaces(unit_text), part.side, class_code, state)
    if is_nothing(code_text):
        name = "".join(names)
        if code and not name:
            return Head({}, code, "unit", "".join(unit_names), "", code)
        line = _line_head(form, name or "".join(labels), part.side, class_code, state)
        # A unit's own row prints its name where the others print that of their code.
        own = code or ("" if line else state.ahead.unit)
        return (
            line
            or _named_above(form, row, part, name, state)
            or (Head({}, own, "unit", name, "", own) if own and is_unit_name(name) else None)
        )
    head = _coded(form, part, code_text, "".join(names), "", skip="unit")
    return replace(head, unit=state.unit_name, unit_code=state.unit_code) if head and state.unit_code else None


def printed_in(row: Row, part: Part, role: str) -> str:
    """The text of the head's columns of one role, joined."""
    text = "".join(row[n.index].text for n in part.head if n.role == role and n.index < len(row))
    return text if role == "code" else undo_spaces(text)


def _coded(form: Form, part: Part, code_text: str, label: str, unit: str, *, skip: str = "") -> Head | None:
    for kind in _kinds(form, part, skip):
        if code := parse_code(code_text, kind):
            return Head({}, code, kind, label, unit)
        glued = (
            split_code(code_text or label, kind) if not (code_text and label) and _may_glue(form, part, kind) else None
        )
        if glued:
            return Head({}, glued[0], kind, undo_spaces(glued[1]), unit)
    return None


def _may_glue(form: Form, part: Part, kind: str) -> bool:
    return kind in _GLUED.get(form.rows, (kind,)) or any(n.kind == kind for n in part.head)


def _kinds(form: Form, part: Part, skip: str = "") -> tuple[str, ...]:
    """The kinds of code that a block's rows can have: what the heading says, else what the form says.

    科目 are never units, so a table of units that prints 科目编码 is one of functional or economic codes.
    """
    told = {n.kind for n in part.head if n.kind and n.kind != skip and n.role == "code"} or {
        n.kind for n in part.head if n.kind and n.kind != skip
    }
    if len(told) == 1 and told != {"subject"}:
        return _KINDS.get(kind := told.pop(), (kind,))
    if told == {"subject"} and form.rows != "function":
        return ("economic", "function") if form.rows == "economic" else ("function", "economic")
    return _KINDS.get(form.rows, (form.rows,))


def _line_head(form: Form, label: str, side: str, class_code: ClassCode, state: State) -> Head | None:
    opened = state.lines.opened
    fitting = [
        (line, code)
        for line, code in lines_of(form, label, class_code)
        if is_under(line, label, opened)
        and (not side or line.side in ("", side))
        and _is_above(line, label, state.next_label)
    ]
    fitting = [(line, code) for line, code in fitting if line.side == side] or fitting
    fitting = [(line, code) for line, code in fitting if line.above or line.over] or fitting
    fitting = parts_or_own(fitting, label, state.lines.read)
    if not fitting or not all(same_meaning(f, fitting[0]) for f in fitting):
        if above := opened_unknown(form, label):
            opened.update(dict.fromkeys(form.sides, above))
        return None
    line, code = fitting[0]
    heading, said = state.lines.heading
    if said == line.means and is_below(label, heading) and fold_label(label) == fold_label(heading):
        return None  # 1.一般公共预算资金 below 一、一般公共预算资金: a part, of which nothing tells more
    if is_numbered_heading(label):
        state.lines.heading = label, line.means
    state.lines.read.add(line.means.get("line", ""))
    if line.opens:
        opened[line.side] = line.opens
    means = {**line.means, "line": line.of_class(code)} if code else line.means
    return Head(means, label=label)


def parts_or_own(
    fitting: Sequence[tuple[Line, str]], label: str, lines_read: Collection[str]
) -> list[tuple[Line, str]]:
    """The candidates that are parts of the line that is open, or else those that are lines of their own.

    A label is of a part where it is numbered as one, where its own line was read above, and below the sum of the year.
    """
    parts = [(line, code) for line, code in fitting if line.under not in ("", "none")]
    own = [f for f in fitting if f not in parts]
    is_read = _YEAR_CLOSED in lines_read or any(line.means.get("line") in lines_read for line, _ in own)
    return (parts if is_part(label) or is_read else own) or list(fitting)


def opened_unknown(form: Form, label: str) -> str:
    """What a heading of a statement (二、…) that is not known opens; "" where ``label`` is no heading."""
    if form.shape != "statement" or not is_numbered_heading(label):
        return ""
    return _UNKNOWN_BALANCE if _BALANCE.search(label) else _UNKNOWN


def is_under(line: Line, label: str, opened: Mapping[str, str]) -> bool:
    """Whether ``line`` may stand here: below the heading that is open, or below none where it is no numbered part."""
    if line.under == "none" and is_part(label):
        return False
    above = opened.get(line.side, "none")
    if above in (_UNKNOWN, _UNKNOWN_BALANCE) and is_numbered_heading(label):
        above = "none"
    if above == _UNKNOWN_BALANCE and is_part(label):
        return False
    return not line.under or above == line.under


def _is_above(line: Line, label: str, next_label: str) -> bool:
    """Whether the label of the next row is one that ``line`` must stand above; any will do for most lines."""
    below = {fold(next_label), fold_label(next_label)}
    if line.over and not is_below(next_label, label):
        return False
    return not (line.above or line.over) or not below.isdisjoint(map(fold, (*line.above, *line.over)))


def lines_of(form: Form, text: str, class_code: ClassCode) -> list[tuple[Line, str]]:
    """The lines of the form that ``text`` can be, each with the class whose name it is."""
    folded = fold_label(text)
    found: list[tuple[Line, str]] = []
    for line in form.lines if folded in form.labels else form.classes:
        if folded in line.folded:
            found.append((line, ""))
        elif line.code_list and (code := class_code(line.code_list, folded)):
            found.append((line, code))
    return found
