"""The project of the tables that a figure of the text is called after: 社区服务项目年度预算安排65.00万元."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ...datapackage.classification import fold_name
from ...datapackage.model import Fact
from .vocabulary import vocabulary

#: A shorter name may be a word of the sentence.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Named:
    """The amount of a project, and whether the text says that it is what the budget of the year has for it."""

    fact: Fact
    is_budget: bool


def project_named(name: str, facts: Iterable[Fact]) -> Named | None:
    """The one project of a list of projects that ``name`` is called after; None where it is none, or several."""
    match = _budget_of_project().fullmatch(name)
    wanted = {fold_name(text) for text in (name, match["name"] if match else "", match["whole"] if match else "")}
    found = [f for f in facts if _is_of_project(f) and fold_name(f.label) in wanted]
    is_known = len(found) == 1 and len(fold_name(found[0].label)) >= _SHORTEST
    return Named(found[0], bool(match and match["budget"])) if is_known else None


def _is_of_project(fact: Fact) -> bool:
    """Whether an amount is all that a row of a list of projects has."""
    is_row = fact.line == "project" or bool(fact.project_code)
    return fact.table == "project-expenditure" and is_row and (fact.fund, fact.origin) == ("all", "all")


@cache
def _budget_of_project() -> re.Pattern[str]:
    return re.compile(vocabulary()["budget_of_project"])
