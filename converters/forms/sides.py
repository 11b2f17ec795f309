"""The blocks that stand side by side in a grid, and the side of a statement that each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ..amounts import is_nothing
from .block import Part, Row
from .form import Form, fold_label
from .lines import lines_of
from .named import Named
from .naming import CodesBelow
from .reading import ClassCode


def blocks_of(named: Sequence[Named]) -> list[Part]:
    """The blocks side by side: each begins where a head stands right of amounts."""
    parts: list[Part] = []
    head: list[Named] = []
    amounts: list[Named] = []
    beside: list[Named] = []
    for column in named:
        if column.role in ("code", "label", "unit"):
            if amounts:
                parts.append(Part(tuple(head), tuple(amounts), beside=tuple(beside)))
                head, amounts, beside = [], [], []
            head.append(column)
        elif column.role == "amount":
            amounts.append(column)
        elif not amounts:
            beside.append(column)
    return [*parts, Part(tuple(head), tuple(amounts), beside=tuple(beside))] if amounts else parts


def sides_before(before: Sequence[Part], parts: Sequence[Part]) -> list[str]:
    """The side of each block on the page before; "" where that has other blocks."""
    same = [len(p.head) for p in before] == [len(p.head) for p in parts]
    return [p.side for p in before] if same else [""] * len(parts)


def codes_of(part: Part, data: Sequence[Row], class_code: ClassCode, below: Mapping[str, CodesBelow]) -> ClassCode:
    """The codes of the classes that a block's labels name: of departments or of governments, as its own labels tell."""
    labels = {fold_label(row[n.index].text) for row in data for n in part.head if n.index < len(row)}
    lists = [below.get(of, _no_code) for of in ("economic", "economic-government")]
    named = [{label for label in labels if known("", label)} for known in lists]
    told = [known for known, own, other in zip(lists, named, reversed(named), strict=True) if own - other]
    if len(told) != 1:
        return class_code
    return lambda code_list, name: next(
        iter(told[0]("", name) if code_list == "economic" else ()), class_code(code_list, name)
    )


def _no_code(_parent: str, _name: str) -> tuple[str, ...]:
    return ()


def sided(form: Form, part: Part, class_code: ClassCode, before: str, *, data: Sequence[Row]) -> Part:
    """The block with the side that most of its labels name, so that a plain 总计 is told apart by its place.

    ``before`` is its side on the page before, which stands where the labels of a page do not tell.
    """
    labels = [row[n.index].text for row in data for n in part.head if n.role == "label" and n.index < len(row)]
    known = [{line.side for line, _ in lines_of(form, text, class_code)} - {""} for text in labels]
    counted = {side: [side in sides for sides in known] for side in form.sides if side}
    best = max(counted.values(), key=sum, default=list[bool]())
    likely = [side for side, told in counted.items() if sum(told) == sum(best) > 0]
    if before in likely:
        return replace(part, side=before)
    if form.shape == "listing" and len(likely) > 1:
        return replace(part, side=_side_of_headings(part) or before)
    # Sides that the same labels speak for print the same lines; the first stands for both.
    same = bool(likely) and all(counted[side] == counted[likely[0]] for side in likely)
    if same and {"revenue", "expenditure"} <= {*likely}:  # 总计 alone is of either: the headings tell, or nothing does
        return replace(part, side=_side_of_headings(part) or part.side or before)
    return replace(part, side=likely[0] if same else part.side or before)


def _side_of_headings(part: Part) -> str:
    """The side that the headings of a block name: 收入 or 支出, "" where they name both or neither."""
    headings = "".join(n.heading for n in (*part.head, *part.amounts))
    named = [side for side, word in (("revenue", "收入"), ("expenditure", "支出")) if word in headings]
    return named[0] if len(named) == 1 else ""


def labels_below(part: Part, data: Sequence[Row]) -> list[str]:
    """For each row, the label of the block that is printed next below it; "" below the last."""
    below: list[str] = []
    label = ""
    for row in reversed(data):
        below.append(label)
        label = "".join(row[n.index].text for n in part.head if n.role == "label" and n.index < len(row)) or label
    return below[::-1]


def amount_beside_its_line(form: Form, row: Row, parts: Sequence[Part], class_code: ClassCode) -> Row:
    """The row with the name of a line, printed across blocks (公用经费合计 over five columns), in its amount's block.

    The block that the name begins in prints no amount, and the next one no name: the amount is the line's.
    """
    for left, right in pairwise(parts):
        names = [row[n.index] for n in left.head if n.index < len(row) and not is_nothing(row[n.index].text)]
        label = next((n.index for n in right.head if n.role == "label"), len(row))
        amounts = (n for p in (left, right) for n in p.amounts)
        told = [n for n in amounts if n.index < len(row) and not is_nothing(row[n.index].text)]
        is_alone = all(is_nothing(row[n.index].text) for n in right.head if n.index < len(row))
        if len(names) == 1 and is_alone and told and label < len(row) and all(n in right.amounts for n in told):
            (name,) = names
            if lines_of(form, name.text, class_code):
                moved = {label: replace(row[label], text=name.text)}
                row = tuple(replace(c, text="") if c is name else moved.get(k, c) for k, c in enumerate(row))
    return row
