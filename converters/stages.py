"""The stage of the budget that a title speaks of: as it was approved, or as it was adjusted during the year."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ..datapackage.model import Disclosure
from .codes import undo_spaces

#: What is said of an adjustment: nothing; the budget before it; the one after it; one of the two, or what was changed.
Stage = Literal["", "initial", "adjusted", "adjustment"]

_ADJUSTED = re.compile(
    r"(?<!前)调整(?:以)?后|调整(?:的)?(?:后的)?(?:部门|单位|年度|收支)?预算(?!前|案|方案|事项|工作)|预算[(（]调整(?:以?后)?[)）]"
    r"|[(（]调整(?:以?后)?(?:预算)?[)）]"
)
_ADJUSTMENT = re.compile(
    r"调整前后|预算(?:[收支]{1,2})?调整|(?:收入|支出|收支)(?:总体)?调整(?=情况|总?表)|调整预?算?(?:方案|情况|事项)"
)
_BEFORE = re.compile("调整(?:以)?前(?!后)")


@lru_cache(maxsize=4096)
def stage_of(text: str) -> Stage:
    """What a title or a heading says of an adjustment."""
    bare = undo_spaces(text)
    if _BEFORE.search(bare):
        return "initial"
    if _ADJUSTED.search(bare):
        return "adjusted"
    return "adjustment" if _ADJUSTMENT.search(bare) else ""


def stage_of_document(disclosure: Disclosure) -> Stage:
    """What the title of a budget says of an adjustment; nothing of final accounts, which come after it."""
    return stage_of(disclosure.title) if disclosure.kind == "budget" else ""


def phase_of(disclosure: Disclosure) -> str:
    """The phase of an amount of the document's own year beside which none is named; "" where its title tells of two."""
    if disclosure.kind == "final":
        return "executed"
    return {"adjusted": "revised", "adjustment": ""}.get(stage_of_document(disclosure), "approved")
