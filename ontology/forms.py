"""The files of a package's graphs: those that are always written, and the forms that are written where asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DATA = "data.nt"
PROVENANCE = "provenance.nt"
CUBE_LINK = "cube-link.ttl"
#: The two graphs as N-Triples and Turtle, which every package has.
FILES = tuple(f"{name}{suffix}" for name in ("data", "provenance") for suffix in (".nt", ".ttl"))
JSON_LD = ("data.jsonld", "provenance.jsonld")


@dataclass(frozen=True, slots=True)
class Forms:
    """Further forms: the same graphs as JSON-LD, the amounts once more as cube-link has them."""

    json_ld: bool = False
    cube_link: bool = False

    @classmethod
    def of(cls, rdf: Path) -> Forms:
        """Those that are in a folder of graphs."""
        return cls(any((rdf / name).is_file() for name in JSON_LD), (rdf / CUBE_LINK).is_file())

    @property
    def files(self) -> tuple[str, ...]:
        """All files that a package has with these forms."""
        return (*(JSON_LD if self.json_ld else ()), *((CUBE_LINK,) if self.cube_link else ()), *FILES)

    def __str__(self) -> str:
        """Their names, each after a space."""
        return f"{' json-ld' if self.json_ld else ''}{' cube-link' if self.cube_link else ''}"


#: What a package has where nobody asks for more.
USUAL = Forms()
