"""How type looks in Word files and on web pages, and whether a reader can see it."""

from __future__ import annotations

from ...datapackage.frozen import frozen
from .colours import WHITE, blends, is_transparent, light

#: A ground of which is not known what colour it has: a pattern, a picture, a shape.
UNKNOWN = "?"
#: The same of what may be behind paragraphs, and is not behind the tables among them.
BEHIND_PARAGRAPHS = "paragraphs?"
#: In points; who makes type so small does not mean it to be read.
_TINY = 2.0


@frozen()
class Look:
    """What is said of type; ``None`` and the empty text where nothing is."""

    hidden: bool | None = None
    colour: str = ""
    size: float | None = None  # in points
    ground: str = ""
    raised: bool | None = None  # above the line, as the mark of a note is

    def over(self, below: Look) -> Look:
        """What holds where this is said, and that below it."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            self.colour or below.colour,
            below.size if self.size is None else self.size,
            self.ground or below.ground,
            below.raised if self.raised is None else self.raised,
        )

    @property
    def is_unseen(self) -> bool:
        """Whether type that is printed cannot be read: tiny, or in the colour of its ground."""
        if is_tiny(self.size):
            return True
        if is_transparent(self.colour):
            return self.ground not in (UNKNOWN, BEHIND_PARAGRAPHS)  # a ground may be cut to the shape of its letters
        text = light(self.colour) if self.colour else None
        if text is None or self.ground in (UNKNOWN, BEHIND_PARAGRAPHS):
            return False
        return blends(text, light(self.ground) or WHITE)


NOTHING = Look()


def is_tiny(size: float | None) -> bool:
    """Whether type of a size in points, where one is said, is too small to be read."""
    return size is not None and size <= _TINY


def behind_a_table(ground: str) -> str:
    """The ground of a table that stands among paragraphs of that ground."""
    return "" if ground == BEHIND_PARAGRAPHS else ground
