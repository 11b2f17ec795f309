"""The terms that a document explains (名词解释), with its own definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...datapackage.model import Disclosure, Fact, GlossaryTerm
from .classes import Classes
from .meanings import Meanings
from .names import chains
from .outline import Outline
from .passages import Passage
from .vocabulary import fold

_TERM = re.compile(
    r"^(?P<number>(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])*)(?P<term>[^：。；]{1,90})：(?P<rest>.+)$",
    re.S,
)
_REMARK = re.compile(r"^(?:备?注|说明|附)")


def read_glossary(outline: Outline, disclosure: Disclosure, facts: Iterable[Fact]) -> list[GlossaryTerm]:
    """The terms in printed order; ``function_code`` where a term is a 类/款/项 chain that is known."""
    classes = Meanings(disclosure, facts).classes
    terms: list[GlossaryTerm] = []
    for section in outline.glossary:
        for passage in section.passages:
            term = _term(passage, disclosure, classes)
            if term:
                terms.append(term)
    return terms


def _term(passage: Passage, disclosure: Disclosure, classes: Classes) -> GlossaryTerm | None:
    match = _TERM.match(fold(passage.text))
    if not match or _REMARK.match(match["term"]):
        return None
    start, end = match.span("term")
    chain = next(iter(chains(match["term"])), None)
    code, _ = classes.resolve(chain) if chain else ("", "")
    return GlossaryTerm(
        disclosure.document_id,
        passage.text[start:end].strip(),
        passage.text[match.start("rest") :].strip(),
        code,
        passage.origin(start, end),
    )
