"""yusuan: Chinese government budget disclosures (预决算公开) as proven open data.

``yusuan.open(folder)`` opens what ``yusuan build`` wrote; see :mod:`yusuan.collection`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .collection import Collection

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(folder: str | Path) -> Collection:
    """The build in ``folder``: its observations as Arrow, polars or pandas, questions, comparisons, provenance.

    Raises:
        yusuan.queries.question.QueryError: it holds no build.
    """
    from .collection import Collection

    return Collection(folder)
