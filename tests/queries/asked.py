"""What each question is asked of the examples and of the invented documents."""

from __future__ import annotations

from yusuan.queries.question import Question, Value

_FAMILY = "42010022101T000000001"
_INVENTED: dict[str, Value] = {
    "unit": "901001", "unit_name": "示例市民政局本级", "code": "2080201", "project": _FAMILY, "department": "901", "function": "2080201", "word": "救助",
}  # fmt: skip
#: Where the invented documents have something else to tell.
_OTHERWISE: dict[str, dict[str, Value]] = {
    "budget-against-executed": {"year": 2022},
    "change-and-claim": {"year": 2023},
    "checks": {"year": 2023, "outcome": "not-checkable"},
    "code-meanings": {"code": "30311"},
    "economic-over-years": {"code": "30101"},
    "figures-to-compare": {"function": "2080201"},
    "findings": {"severity": "warning"},
    "function-parts": {"code": "208", "year": 2023},
    "large-changes": {"least": 5},
    "printed-units": {"cell": "https://w3id.org/yusuan/cell/{observation}"},
    "observation": {"observation": "https://w3id.org/yusuan/observation/{observation}"},
    "reclassified": {"code": "2080299"},
    "three-public-budget-against-executed": {"year": 2023},
    "total-budget-against-executed": {"year": 2023},
    "totals-of-year": {"year": 2022},
}


def of_examples(question: Question) -> dict[str, Value]:
    """The example values of the question itself."""
    return {name: value for name, value in question.examples.items() if value != ""}


def of_invented(question: Question, observation: str) -> dict[str, Value]:
    """Values that the invented documents have an answer for; ``observation`` is the id of one of theirs."""
    values = {name: _INVENTED.get(name, value) for name, value in of_examples(question).items()}
    values |= _OTHERWISE.get(question.name, {})
    return {n: v.format(observation=observation) if isinstance(v, str) else v for n, v in values.items()}
