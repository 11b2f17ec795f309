"""Whose a printed table is: the unit that its captions or its title name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..forms.form import fold
from ..titles import OF_ITSELF, is_unit_name, name_behind, normalise, unnumbered, without_number
from .numbering import NUMERALS
from .run import Run
from .unit_names import is_level_of, is_same_unit, is_short_for_own, own_names, unit_key

#: Where the unit of money begins that stands behind a name.
_MONEY = "(?:(?:金额)?单位[:：]|[(（](?:人民币)?[百千万亿]*元[)）])"
_OWNER = re.compile(
    r"^(?:(?:财决|财预|预算|决算)?(?:公开|附表?|表)\d{1,2}表?)?(?:(?:预算|部门|单位)?[代编]码[:：]\d{3,12})?(?:编制|填报|公开|预算|填表|报送)?(?P<label>部门|单位)(?:[(（]单位[)）]|[/／]单位)?"
    r"(?:[代编]码[及和与])?(?:名称)?[:：][\[【(（]?(?P<code>\d{3,12})?[\]】)）]?[-—_]*"
    r"(?P<name>[^:：\d][^:：]{2,40}?)(?:[\[【(（]?(?P<behind>\d{6,12}|(?<=[\[【(（])\d{3,5})[\]】)）]?)?"
    rf"(?:(?:20\d\d年|(?:财决|财预|预算|决算)?(?:公开|附表?|表)\d{{1,2}}|{_MONEY}).*)?$"
)
#: [128]某中心, 128001-某中心, 某中心[128001]: a caption without a label is told by the code beside the name.
_CODE_AND_NAME = tuple(
    re.compile(rf"^{pattern}(?:{_MONEY}.*)?$")
    for pattern in (
        r"[\[【(（](?P<code>\d{3}|\d{6,12})[\]】)）][-—_]*(?P<name>[^:：\d][^:：]{2,40}?)",
        r"(?P<code>\d{6,12})[-—_]+(?P<name>[^:：\d][^:：]{2,40}?)",
        r"(?P<name>[^:：\d][^:：]{2,40}?)[\[【(（](?P<code>\d{3}|\d{6,12})[\]】)）]",
    )
)
#: 某馆2024年单位预算: the title of a unit's own document.
_OF_UNIT = re.compile("单位(?:预算|决算)")
SHORTEST_NAME = 4
#: 市级部门, 所属单位: some units, none by name.
NOBODY = re.compile(r"(?:部门|单位)(?:[(（][^()（）]*[)）])?$")
#: 第三部分：某中心, 附件2：某中心2024年单位预算, 二级预算单位一：某中心: what a part is, before whose it is.
LABEL = re.compile(
    rf"^(?:第[{NUMERALS}十]+(?:部分|篇|章)|附[件表]?(?:\d+|[{NUMERALS}十]+)?"
    rf"|(?:[一二三]级(?:预算)?|下属|所属)单位(?:\d+|[{NUMERALS}十]+)?|单位(?:\d+|[{NUMERALS}十]+))[:：]"
)
#: No line that is a name and nothing else.
SAYS_MORE = re.compile("[:：，。；]")


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit other than the document's that a table says it is of."""

    name: str
    code: str = ""


#: Whose a table is that stands in a part of its own, which does not name its unit.
UNTOLD = Owner("")


def stand_apart(runs: Iterable[Run], disclosure: Disclosure) -> bool:
    """Whether captions name a department's units, its own office among them where that is what they name beside it."""
    names = {undo_spaces(owner.name) for owner in map(captioned, runs) if owner}
    is_department = disclosure.scope == "department" or any(
        is_level_of(name, own) for name in names for own in names - {name}
    )
    return is_department and len({fold(name) for name in names}) > 1


def departments_above(runs: Iterable[Run], disclosure: Disclosure) -> frozenset[str]:
    """The names, folded, that captions in a unit's own document call its department, where none names the unit.

    部门：[101]某局 above all tables of 某馆2024年单位预算 says whose the unit is, not whose the money.
    """
    if not _OF_UNIT.search(disclosure.title) or disclosure.scope != "unit":
        return frozenset()
    called = [(owner, label) for run in runs if (found := _captioned(run)) for owner, label in [found]]
    names = {fold(owner.name) for owner, _ in called}
    is_above = len(names) == 1 and all(label == "部门" for _, label in called)
    return frozenset(names) if is_above else frozenset()


def owner_of(run: Run, disclosure: Disclosure, *, apart: bool) -> Owner | None:
    """The unit that the captions or the title of a table name, where it is not the document's.

    ``apart``: the document has tables of the department and of its units, so that 某局本级 is one of these.
    """
    owner = captioned(run)
    if owner is None:
        owner = titled(run)
        return None if owner is None or is_short_for_own(owner.name, disclosure) else other(owner, disclosure)
    return other(owner, disclosure, apart=apart)


def other(owner: Owner, disclosure: Disclosure, *, apart: bool = True) -> Owner | None:
    """``owner`` where it is another unit than the document's; 某局本级 is one where tables stand ``apart``."""
    if not is_same_unit(owner.name, disclosure):
        return owner
    if unit_key(owner.name) == unit_key(disclosure.unit_name):
        return None
    # 某局本级 beside 某局 and its schools is a unit among them; where nobody else is named it is the document's own.
    return owner if apart and any(is_level_of(owner.name, own) for own in own_names(disclosure)) else None


def captioned(run: Run) -> Owner | None:
    """The unit that the captions of a table name."""
    found = _captioned(run)
    return found[0] if found else None


def _captioned(run: Run) -> tuple[Owner, str] | None:
    """The unit that the captions of a table name, and what they call it: 单位 rather than 部门, "" for a bare name."""
    texts = [n.text for n in run.notes] + [c.text for t in run.tables for row in t.rows[:3] for c in row]
    matches = [m for t in texts if (m := _OWNER.match(undo_spaces(t))) and is_unit_name(m["name"])]
    for match in sorted(matches, key=lambda m: m["label"] == "部门"):
        return Owner(match["name"], match["code"] or match["behind"] or ""), match["label"]
    above = [undo_spaces(n.text) for n in run.notes[: run.above]]
    for match in (pattern.match(text) for text in above for pattern in _CODE_AND_NAME):
        if match and is_unit_name(match["name"]):
            return Owner(match["name"], match["code"]), ""
    return None


def titled(run: Run) -> Owner | None:
    """The unit whose name stands before the title of a table that a form knows, or behind it: 某中心2024年支出总表."""
    if name := name_behind(run.title)[1]:
        return Owner(name)
    title = unnumbered(without_number(LABEL.sub("", undo_spaces(run.title))))
    known = {normalise(t) for form in run.forms for t in form.titles}
    for end in range(SHORTEST_NAME, len(title) - 1):
        name, rest = title[:end], title[end:]
        if is_unit_name(name) and not SAYS_MORE.search(name) and not NOBODY.search(name) and normalise(rest) in known:
            level = re.match(rf"(?=[(（]){OF_ITSELF.pattern}", rest)
            return Owner(name + (level[0] if level else ""))
    return None
