"""The lines of a form that a label can be: below which heading, on which side, and what they open for those below."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from .block import Head, State
from .form import Form, Line, fold, fold_label, is_below, is_numbered_heading, is_part, same_meaning
from .reading import ClassCode

#: What is open below a heading that is not known: what stands there is no part of the heading before it, and, where
#: the words are of what was left of other years, no revenue either.
_UNKNOWN, _UNKNOWN_BALANCE = "?", "?balance"
_BALANCE = re.compile("结转|结余|历年|滚存|年初|以前年度")
#: What stands above a row of which a line may be a part: a row that is not known, or one and parts of it.
_ROW, _PARTS = "row", "parts"
_OF_BASIC = frozenset({"personnel", "operating"})
#: Below the sum of the year's revenue stands only what was carried over.
_YEAR_CLOSED = "current-year-revenue"


def line_head(form: Form, label: str, side: str, class_code: ClassCode, state: State) -> Head | None:
    """The line that a label is, below what the rows above have said; None where it is none for certain."""
    head = _line_head(form, label, side, class_code, state)
    if head is not None and _is_of_unknown(label, head, state):
        state.lines.unknown = _PARTS  # 其中：人员经费 below 医疗业务成本
        return None
    if label:
        state.lines.unknown = "" if head else state.lines.unknown or _ROW
    return head


def _is_of_unknown(label: str, head: Head, state: State) -> bool:
    """Whether a kind of expenditure is one of a row that is not known, and not of all that is spent."""
    category = head.means.get("category", "all")
    if label.startswith("其中"):
        return bool(state.lines.unknown) and category != "all"
    return state.lines.unknown == _PARTS and category in _OF_BASIC and not is_numbered_heading(label)


def _line_head(form: Form, label: str, side: str, class_code: ClassCode, state: State) -> Head | None:
    opened = state.lines.opened
    fitting = [
        (line, code)
        for line, code in lines_of(form, label, class_code)
        if is_under(line, label, opened)
        and (not side or line.side in ("", side))
        and _is_above(line, label, state.next_label)
        and state.lines.read.isdisjoint(line.before)
    ]
    fitting = [(line, code) for line, code in fitting if line.side == side] or fitting
    fitting = [(line, code) for line, code in fitting if line.above or line.over] or fitting
    fitting = parts_or_own(fitting, label, state.lines.read, state.lines.within)
    if not fitting or not all(same_meaning(f, fitting[0]) for f in fitting):
        if above := opened_unknown(form, label):
            opened.update(dict.fromkeys(form.sides, above))
        return None
    line, code = fitting[0]
    heading, said = state.lines.heading
    if said == line.means and is_below(label, heading) and fold_label(label) == fold_label(heading):
        return None  # 1.一般公共预算资金 below 一、一般公共预算资金: a part, of which nothing tells more
    close_above(line, label, opened, state.lines.within)
    if is_numbered_heading(label):
        state.lines.heading, state.lines.within = (label, line.means), line.opens
    state.lines.read.add(line.means.get("line", ""))
    if line.opens:
        opened[line.side] = line.opens
    means = {**line.means, "line": line.of_class(code)} if code else line.means
    return Head(means, label=label)


def parts_or_own(
    fitting: Sequence[tuple[Line, str]], label: str, lines_read: Collection[str], within: str
) -> list[tuple[Line, str]]:
    """The candidates that are parts of the line that is open, or else those that are lines of their own.

    A label is of a part where it is numbered as one, where its own line was read above, below the sum of the year, and
    where it has no number ``within`` what the last numbered heading (三、) opened.
    """
    parts = [(line, code) for line, code in fitting if line.under not in ("", "none")]
    own = [f for f in fitting if f not in parts]
    is_read = _YEAR_CLOSED in lines_read or any(line.means.get("line") in lines_read for line, _ in own)
    is_within = bool(within) and not is_numbered_heading(label) and any(line.under == within for line, _ in parts)
    return (parts if is_part(label) or is_read or is_within else own) or list(fitting)


def close_above(line: Line, label: str, opened: dict[str, str], within: str) -> None:
    """Below a numbered heading (二、本年收入) stand no parts of the numbered one before it, which opened ``within``.

    Nor do those of what was carried over stand below the year's revenue, where that has its line below them.
    """
    ends = bool(within) and is_numbered_heading(label) and opened.get(line.side) == within
    if not line.opens and (ends or line.means.get("line") == _YEAR_CLOSED):
        opened[line.side] = "none"


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
