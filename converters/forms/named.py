"""A printed column and what it is taken for."""

from __future__ import annotations

from collections.abc import Mapping

from ...datapackage.frozen import frozen


@frozen()
class Named:
    """A printed column, with its role and what its amounts mean; role "unknown" keeps it out."""

    index: int
    role: str
    means: Mapping[str, str]
    heading: str
    kind: str = ""
    year: str = ""  # that its heading names, absolute or relative to the document's
    unit: str = ""  # of money, where the heading itself names one
    owner: str = ""  # the unit whose money it is, where the heading names it
