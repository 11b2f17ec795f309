"""Columns that are headed with economic classes and items: 工资福利支出, 基本工资, 办公费, one beside the other.

Departments and governments have classifications of their own that share names (住房公积金, 其他支出). Which of the two
a table means is told by the headings that only one of them has; a name that several codes bear says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .form import Form, fold
from .named import Named
from .naming import ANYWHERE, CodesBelow
from .words import understand

_LISTS = ("economic", "economic-government")
#: From so many columns on that only the classification names, it names those too that have another meaning elsewhere.
_SEVERAL = 3
_CLASS = 3


def of_basic(form: Form, named: Sequence[Named]) -> list[Named]:
    """The columns, those of economic classes as of basic expenditure where they stand beside one of all projects.

    工资福利支出, 商品和服务支出 and 项目支出 make up the total: what projects are spent on is not in the first two.
    Beside a column of basic expenditure those are of it that stand right behind it, before that of projects.
    """
    kinds = {n.means.get("category") for n in named if n.role == "amount"}
    projects = [n for n in named if n.role == "amount" and n.means.get("category") == "project"]
    beside = any(not _is_of_class(n) and not n.heading.startswith("其中") for n in projects)
    if form.base.get("category") != "all" or not beside or kinds & {"personnel", "operating"}:
        return list(named)
    own = _behind_basic(named) if "basic" in kinds else [n for n in named if _is_of_class(n)]
    return [
        replace(n, means={**n.means, "category": "basic"}) if n in own and "category" not in n.means else n
        for n in named
    ]


def _behind_basic(named: Sequence[Named]) -> list[Named]:
    """The columns of classes between one of basic expenditure and the next one of projects."""
    places = [k for k, n in enumerate(named) if n.role == "amount" and not _is_of_class(n)]
    runs = (named[a + 1 : b] for a, b in pairwise(places) if [_kind(named[k]) for k in (a, b)] == ["basic", "project"])
    return [n for run in runs for n in run if _is_of_class(n)]


def _kind(column: Named) -> str:
    return column.means.get("category", "")


def _is_of_class(column: Named) -> bool:
    return column.role == "amount" and column.means.get("line", "").startswith("economic-")


@dataclass(frozen=True, slots=True)
class Economic:
    """What a path of headings says: a code, and the headings that say something beside it."""

    code: str
    heading: str
    others: tuple[str, ...]


def economic_columns(
    form: Form, paths: Sequence[tuple[str, ...]], below: Mapping[str, CodesBelow]
) -> dict[int, Economic]:
    """The columns whose headings name one economic code, by their index; none in a form of lines of its own."""
    if form.base.get("flow") != "expenditure" or any("line" in column.means for column in form.columns):
        return {}
    leaves = {k: leaf for k, path in enumerate(paths) if (leaf := _leaf(form, path, below))}
    of_classes = {k for k, leaf in leaves.items() if _is_class(below, leaf)}
    known = {k for k, leaf in leaves.items() if understand(leaf, form.groups)}
    if len(leaves) - len(known) < _SEVERAL:
        leaves = {k: leaf for k, leaf in leaves.items() if k not in known}
    votes = {of: sum(bool(_codes(below, of, leaf)) for leaf in leaves.values() if _told(below, leaf)) for of in _LISTS}
    lists: Sequence[str] = sorted(_LISTS, key=lambda of: -votes[of]) if len(set(votes.values())) > 1 else ()
    if not lists and len(of_classes) >= _SEVERAL:
        # 工资福利支出, 商品和服务支出, 资本性支出: classes of departments, and items of governments below others
        lists, leaves = _LISTS, {k: leaf for k, leaf in leaves.items() if k in of_classes}
    found = {k: _economic(paths[k], leaf, below, lists) for k, leaf in leaves.items()}
    known_columns = {k: economic for k, economic in found.items() if economic}
    return {
        k: own
        for k, economic in known_columns.items()
        if (own := _above_its_items(k, economic, paths, known_columns, below))
    }


def _above_its_items(
    index: int,
    economic: Economic,
    paths: Sequence[tuple[str, ...]],
    columns: Mapping[int, Economic],
    below: Mapping[str, CodesBelow],
) -> Economic | None:
    """A column of a sum as what the columns under its heading are items of; None where they are not of one class."""
    leaf = paths[index].index(economic.heading)
    if leaf == len(paths[index]) - 1:
        return economic
    group = paths[index][: leaf + 1]
    items = {c.code for k, c in columns.items() if k != index and paths[k][: leaf + 1] == group}
    if all(item.startswith(economic.code) for item in items):
        return economic
    if _told(below, economic.heading) and not any(item[0] == economic.code[0] for item in items):
        return economic  # 工资奖金津补贴 of governments over the items of departments
    # Headings leave out 机关 before a class of the government's own organs: 工资福利支出 over items of 501.
    own = {code for of in _LISTS for code in _codes(below, of, f"机关{economic.heading}") if len(code) == _CLASS}
    return replace(economic, code=own.pop()) if own == {item[:_CLASS] for item in items} else None


def _codes(below: Mapping[str, CodesBelow], of: str, heading: str) -> tuple[str, ...]:
    return below[of](ANYWHERE, fold(heading)) if of in below else ()


def _is_class(below: Mapping[str, CodesBelow], heading: str) -> bool:
    """Whether departments have the name for a class and for nothing else; 其他支出 is the item of one too."""
    return [len(code) for code in _codes(below, _LISTS[0], heading)] == [_CLASS]


def _told(below: Mapping[str, CodesBelow], heading: str) -> bool:
    """Whether a heading is the name of a code in one of the classifications only."""
    return sum(bool(_codes(below, of, heading)) for of in _LISTS) == 1


def _leaf(form: Form, path: tuple[str, ...], below: Mapping[str, CodesBelow]) -> str:
    """The lowest heading that names a code, where those below it only say that it is a sum; "" without."""
    for heading in reversed(path):
        if any(_codes(below, of, heading) for of in _LISTS):
            return heading
        word = understand(heading, form.groups)
        if word is None or word.role != "amount" or word.means:
            return ""
    return ""


def _economic(
    path: tuple[str, ...], leaf: str, below: Mapping[str, CodesBelow], lists: Sequence[str]
) -> Economic | None:
    of = next((o for o in lists or _LISTS if _codes(below, o, leaf)), "")
    if not lists and not _told(below, leaf):
        return None
    above = [heading for heading in path[: path.index(leaf)] if any(_codes(below, o, heading) for o in _LISTS)]
    codes = _codes(below, of, leaf)
    within = {code[:_CLASS] for heading in above for code in _codes(below, of, heading)}
    if within & {code[:_CLASS] for code in codes}:
        codes = tuple(code for code in codes if code[:_CLASS] in within)
    classes = [code for code in codes if len(code) == _CLASS and code not in within]
    if len(codes) > 1 and len(classes) == 1 and not above:
        codes = tuple(classes)  # 其他支出 is a class and its only item
    others = tuple(h for h in path if h != leaf and h not in above)
    return Economic(codes[0], leaf, others) if len(codes) == 1 else None
