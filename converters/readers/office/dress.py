"""How a cell of a workbook looks, and what a rule changes of it."""

from __future__ import annotations

from collections.abc import Iterable

from ....datapackage.frozen import frozen
from ..colours import WHITE, Light, blends
from .formats import Value, shown


@frozen()
class Dress:
    """How a cell looks: ``text`` and ``ground`` None where it is not known."""

    text: Light | None
    ground: Light | None = WHITE
    struck: bool = False
    number_format: str = ""
    shows_value: bool = True

    @property
    def is_unseen(self) -> bool:
        """Whether nobody can read what stands in the cell."""
        return not self.shows_value or (self.text is not None and self.ground is not None
                                        and blends(self.text, self.ground))  # fmt: skip

    def seen(self, value: Value) -> tuple[str, bool]:
        """What a reader sees of a value in a cell of that look, and whether it is struck out."""
        return ("", False) if self.is_unseen else (shown(value, self.number_format), self.struck)


@frozen()
class Change:
    """What a rule says of a cell for which it holds, None where it says nothing."""

    text: Light | None = None
    ground: Light | None = None
    any_ground: bool = False  # a scale of colours
    struck: bool | None = None
    number_format: str | None = None
    hides_value: bool = False


def dressed(base: Dress, said: Iterable[Change]) -> Dress:
    """The look of a cell of which these changes are said: of two that speak of the same thing the first counts."""
    changes = list(said)
    grounds = ((c.ground, c.any_ground) for c in changes if c.ground is not None or c.any_ground)
    ground, _ = next(grounds, (base.ground, False))
    return Dress(
        next((c.text for c in changes if c.text is not None), base.text),
        ground,
        next((c.struck for c in changes if c.struck is not None), base.struck),
        next((c.number_format for c in changes if c.number_format is not None), base.number_format),
        base.shows_value and not any(c.hides_value for c in changes),
    )
