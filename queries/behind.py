"""What stands behind an answer: for each amount that a question sums, the observations that went into it."""

from __future__ import annotations

import re
from dataclasses import replace

from ..settings import DEFAULT_BASE
from .question import Column, QueryError, Question

#: As the questions of the library write a sum under a condition.
_SUM = re.compile(r"\(SUM\(IF\(([^()]+), \?value, 0\)\) AS \?(\w+)\)")
_ID = f"STRAFTER(STR(?o), STR(<{DEFAULT_BASE}observation/>))"


def with_observations(question: Question) -> Question:
    """``question`` with a column of observation ids, parted by spaces, behind each amount that it sums.

    A question whose rows are single observations has their ids already and stays as it is.

    Raises:
        QueryError: the question counts or combines, and no single observations stand behind its cells.
    """
    if any(column.name == "observation" for column in question.returns):
        return question
    sums = _SUM.findall(question.text)
    if not sums:
        raise QueryError(
            f"问题 {question.name} 的各栏不是由一个个观测相加而来，附不上出处",
            "no single observations stand behind the cells of this question",
        )
    text = _SUM.sub(lambda m: m[0] + _listed(m[1], _column(m[2])), question.text)
    named = [_column(name) for _, name in sums]
    head, where, rest = text.partition(" WHERE {")
    text = head + "".join(f" ?{name}" for name in named) + where + rest
    titles = {c.name: c for c in question.returns}
    extra = tuple(_described(name, titles) for name in named)
    return replace(question, text=text, returns=(*question.returns, *extra))


def _column(summed: str) -> str:
    return f"{summed.removesuffix('_sum')}_observations"


def _listed(condition: str, name: str) -> str:
    return f' (GROUP_CONCAT(IF({condition}, {_ID}, ""); SEPARATOR=" ") AS ?{name})'


def _described(name: str, titles: dict[str, Column]) -> Column:
    of = titles.get(name.removesuffix("_observations"))
    zh, en = (of.zh, of.en) if of else (name, name)
    return Column(name, f"{zh}：观测", f"{en}: observations")
