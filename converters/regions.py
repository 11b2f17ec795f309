"""Which division a document is of: by its unit's name, by what it says of itself, by the codes of its projects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from ..datapackage.classification import regions
from .codes import undo_spaces
from .divisions import city_of_zone, contains, divide
from .forms.reading import Interpretation
from .table import Block, Paragraph

#: The centre itself, whose organs belong to no place.
CENTRE = "100000"


def narrower(own: str, told: str) -> str:
    """The first region; the other where there is none, or where that lies inside it: project codes and an operator may
    know more than the name says, but a district's projects may be coded as the city's, or as another's that pays.
    """
    return told if not own or (told and contains(own, told)) else own


def region_of_projects(readings: Sequence[Interpretation]) -> str:
    """The division that most project codes begin with."""
    codes = Counter(a.code[:6] for r in readings for a in r.amounts if a.code_kind == "project")
    ranked = sorted(codes, key=lambda code: (-codes[code], code))
    return next((code for code in ranked if regions().name(code)), "")


def region_of_name(name: str) -> str:
    """The division that a unit's name begins with, 100000 for an organ of the centre; "" when unclear."""
    return CENTRE if re.match(_centre()["organs"], name) else divide(name)[0] or city_of_zone(name)


def central(blocks: Sequence[Block], name: str) -> str:
    """100000 where the text says that the unit is the centre's: where its money comes from, or whose it is.

    The first is said in the glossaries of local units too, which copy it.
    """
    told = ("belonging",) if re.match(_centre()["local"], name) else ("funding", "belonging")
    patterns = [re.compile(_centre()[key]) for key in told]
    texts = (undo_spaces(b.text) for b in blocks if isinstance(b, Paragraph))
    return CENTRE if any(p.search(text) for text in texts for p in patterns) else ""


@cache
def _centre() -> dict[str, str]:
    data = yaml.safe_load(Path(__file__).with_name("central.yaml").read_text("utf-8"))
    return {key: re.sub(r"\s", "", value) for key, value in data.items()}
