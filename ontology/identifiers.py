"""The identifiers of all things we publish: flat IRIs of codes and hashes, never of labels.

Each function returns an IRI in angle brackets, ready for a line of N-Triples.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import TypeVar

from ..datapackage.model import Disclosure, content_id
from ..settings import DEFAULT_BASE
from .ntriples import RdfError, segment

#: From here on a project code is the national one, which begins with the division and is used once in the country.
_NATIONAL_CODE_LENGTH = 15
_BASE = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+[/#]")

T = TypeVar("T")


class Identifiers:
    """IRIs under one base. Raises RdfError where the base, or a part of an IRI, cannot stand in one."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not _BASE.fullmatch(base):
            raise RdfError(f"base 必须是以 / 或 # 结尾的网址: {base!r} / base must be an IRI that ends with / or #")
        self.base = base

    def term(self, name: str) -> str:
        """A class or property of the vocabulary ``yb:``."""
        return f"<{self.base}def/{name}>"

    def thing(self, kind: str, key: str) -> str:
        """A resource that is named by one code or hash."""
        return f"<{self.base}{kind}/{segment(key)}>"

    def observation(self, observation_id: str) -> str:
        return self.thing("observation", observation_id)

    def dataset(self, table: str) -> str:
        return self.thing("dataset", table)

    def document(self, document_id: str) -> str:
        return self.thing("document", document_id)

    def scheme(self, name: str) -> str:
        return self.thing("scheme", name)

    def code(self, scheme: str, notation: str) -> str:
        """A concept of a list that has no editions; "none" where ``notation`` is empty."""
        return f"<{self.base}code/{scheme}-{segment(notation) if notation else 'none'}>"

    def edition_code(self, scheme: str, edition: int, notation: str) -> str:
        """A concept of a classification, keyed by edition year because codes are reused."""
        return f"<{self.base}code/{scheme}-{edition:04d}-{segment(notation)}>" if notation else self.code(scheme, "")

    def unit(self, region: str, code: str, name: str) -> str:
        """A budget unit: by region and code, or by region and the hash of its name where it prints no code."""
        if not code and not name:
            return f"<{self.base}unit/none>"
        return f"<{self.base}unit/{unit_key(region, code, name)}>"

    def project(self, disclosure: Disclosure, code: str, name: str = "") -> str:
        """A project by its code. Without one it is the document's own: equal names may be other projects."""
        if code:
            return f"<{self.base}project/{project_key(disclosure, code)}>"
        if name:
            return f"<{self.base}project/h{content_id(disclosure.document_id, name)}>"
        return f"<{self.base}project/none>"


def numbered(values: Iterable[T], key: Callable[[T], str]) -> Iterator[tuple[str, T]]:
    """Each value with a key of its own: what is said twice in the same words counts on from the first."""
    seen: dict[str, int] = {}
    for value in values:
        own = key(value)
        ordinal = seen[own] = seen.get(own, -1) + 1
        yield (content_id(own, ordinal) if ordinal else own), value


def unit_key(region: str, code: str, name: str) -> str:
    """What names a unit within the country."""
    own = segment(code) if code else "h" + sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{segment(region) if region else '000000'}-{own}"


def project_key(disclosure: Disclosure, code: str) -> str:
    """What names a project: the national code as it is, a short code of the unit's own together with the unit."""
    if len(code) >= _NATIONAL_CODE_LENGTH:
        return segment(code)
    return f"{unit_key(disclosure.region, disclosure.unit_code, disclosure.unit_name)}-{segment(code)}"
