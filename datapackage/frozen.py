"""Values that nothing changes, and that are quick to make."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(*, eq: bool = True) -> Callable[[type[_Class]], type[_Class]]:
    """As ``dataclass(frozen=True, slots=True)``, for the values that a document has hundreds or thousands of.

    That none is changed is what the type checker holds, and the interpreter under ``python -X dev`` alone: a value that
    it guards takes eight times as long to make, which was an eighth of understanding a document.
    """

    def make(kind: type[_Class]) -> type[_Class]:
        return dataclass(slots=True, eq=eq, unsafe_hash=eq, frozen=sys.flags.dev_mode)(kind)

    return make
