"""Whether two names are one unit's: shortened, spelt out, misread; and 某局本级, which is of 某局 and not the whole."""

from __future__ import annotations

import re
from collections.abc import Collection

from rapidfuzz.distance import LCSseq

from ...datapackage.model import Disclosure
from ..forms.form import fold
from ..titles import OF_ITSELF

_LEVEL = re.compile(r"\(?(?:本级|机关|本部|汇总|部门|单位|合计)\)?")
_BRACKETED = re.compile(r"\((本级|机关|本部)\)$")
#: Share of the longer of two names that stands in the shorter in the same order: one name, misread.
_SAME_NAME = 0.9


def own_names(disclosure: Disclosure) -> list[str]:
    """The names that a document's own tables may bear: its unit's and its department's."""
    return [name for name in (disclosure.unit_name, disclosure.department_name) if name]


def unit_key(name: str) -> str:
    """A unit's name as it is compared: 某局（本级） is 某局本级."""
    return _BRACKETED.sub(r"\1", fold(name))


def is_level_of(name: str, own: str) -> bool:
    """Whether ``name`` is ``own`` with 本级 or the like behind it."""
    level = fold(name).removeprefix(fold(own))
    return level != fold(name) and OF_ITSELF.fullmatch(level) is not None


def is_own_level(name: str, disclosure: Disclosure, named: Collection[str]) -> bool:
    """Whether ``name`` is 某局本级 in a table that names 某局 or its units too: one of those of the department."""
    own = [o for o in own_names(disclosure) if is_level_of(name, o)]
    beside_units = disclosure.scope == "department" and any(n and not is_same_unit(n, disclosure) for n in named)
    return bool(own) and (beside_units or any(fold(n) == fold(o) for o in own for n in named))


def is_same_unit(name: str, disclosure: Disclosure) -> bool:
    """Whether ``name`` can be the name of the document's own unit or department, shortened or spelt out."""
    return any(_alike(unit_key(name), unit_key(own)) for own in own_names(disclosure))


def is_short_for_own(name: str, disclosure: Disclosure) -> bool:
    """Whether ``name`` is the document's unit with characters left out: 规资局 for 规划和自然资源局."""
    for own in map(fold, own_names(disclosure)):
        shorter, longer = sorted((fold(name), own), key=len)
        if shorter[-1:] == longer[-1:] and LCSseq.similarity(shorter, longer) == len(shorter):
            return True
    return not own_names(disclosure)


def _alike(a: str, b: str) -> bool:
    """Whether two folded names are one unit's: with or without the place before it and 本级 behind it, or misread.

    A name that goes on with more than that is a subordinate's: 某市财政局国库支付中心.
    """
    shorter, longer = sorted((a, b), key=len)
    if longer.endswith(shorter) or _LEVEL.fullmatch(longer.removeprefix(shorter)):
        return True
    return LCSseq.similarity(a, b) >= _SAME_NAME * len(longer)
