"""What has to be known of SPARQL as text: its tokens, how a value is written, what kind of query stands there.

Values are written as escaped terms into places that the tokens mark, so no value can become structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMERIC = frozenset(
    XSD + name for name in ("decimal", "integer", "double", "float", "nonNegativeInteger", "int", "long")
)

#: Numbers that engines write in several ways without changing them.
EXACT = NUMERIC - {XSD + "double", XSD + "float"}

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
QUERY_FORMS: tuple[QueryForm, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATE_WORDS = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])

_TOKEN = re.compile(
    r'''
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|\'\'\'(?:\'{0,2}(?:[^'\\]|\\.))*\'\'\'
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<comment>\#[^\n\r]*)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-]|\.(?=[\w:.%\\-]))*)
  | (?P<word>[A-Za-z]\w*)
  | (?P<space>\s+)
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\\\([uU])|\\.")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: ``kind`` is a group of the grammar, ``start`` and ``end`` its place in the text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term as every engine gives it back. ``datatype`` is "" for plain and language-tagged literals."""

    kind: Literal["iri", "literal", "blank"]
    value: str
    datatype: str = ""
    language: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind == "literal" and self.datatype in NUMERIC


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` from first to last; together they are the whole text."""
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "other", match.group(), match.start(), match.end())


def meaningful(text: str) -> list[Token]:
    """The tokens without white space and comments."""
    return [token for token in tokens(text) if token.kind not in ("space", "comment")]


def query_form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; the update's first word; or "" where neither stands after the prologue."""
    skip = 0
    for token in meaningful(text):
        word = token.text.upper()
        if skip:
            skip -= 1
        elif token.kind == "word" and word in ("PREFIX", "BASE"):
            skip = 2 if word == "PREFIX" else 1
        else:
            return word if token.kind == "word" and (word in QUERY_FORMS or word in UPDATE_WORDS) else ""
    return ""


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of ``offset``, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def render(term: Term) -> str:
    """``term`` as SPARQL text on one line."""
    if term.kind == "iri":
        return f"<{term.value}>"
    quoted = f'"{_escape(term.value)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^<{term.datatype}>" if term.datatype else quoted


def _escape(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return readable_by_sparql(escaped)


def readable_by_sparql(escaped: str) -> str:
    """Escaped text as every engine reads it.

    Some resolve ``\\uXXXX`` before they read strings; an escaped backslash must not form one with the u after it.
    """
    return _ESCAPED.sub(lambda m: f"\\\\\\u{ord(m[1]):04X}" if m[1] else m[0], escaped)


def rebase(text: str, old: str, new: str) -> str:
    """``text`` with every IRI that starts with ``old`` starting with ``new``; strings and comments stay."""
    if old == new:
        return text
    return "".join(
        f"<{new}{token.text[len(old) + 1 :]}" if token.kind == "iri" and token.text[1:].startswith(old) else token.text
        for token in tokens(text)
    )


def is_wide(text: str) -> bool:
    """Whether a query says nothing of more than one of its statements, or of what a path leads over.

    Two statements of which subject, predicate and object are all open multiply everything by everything, and so do
    paths over whatever predicate. Such a query may be quick on little data; on much it seldom is.
    """
    kept = meaningful(text)
    open_ones = {
        tuple(token.text for token in kept[at + 1 : at + 4])
        for at, token in enumerate(kept[:-4])
        if token.text in ("{", ".", "}")
        and all(each.kind == "variable" for each in kept[at + 1 : at + 4])
        and kept[at + 4].kind != "variable"
        and not _in_head(kept, at)
    }
    negated = any(a.text == "!" and b.kind in ("iri", "name") for a, b in pairwise(kept))
    repeated = any(a.text == ")" and b.text in ("*", "+") and a.end == b.start for a, b in pairwise(kept))
    return len(open_ones) > 1 or (negated and repeated)


def _in_head(kept: list[Token], at: int) -> bool:
    """Whether a brace opens what a CONSTRUCT makes, which is written and not looked for."""
    return at > 0 and kept[at].text == "{" and kept[at - 1].text.upper() == "CONSTRUCT"


def outline(text: str) -> tuple[str, ...]:
    """A query without its IRIs and texts: what queries have in common that ask the same of other things."""
    return tuple("" if token.kind in ("iri", "string") else token.text for token in meaningful(text))


def lateral_optionals(text: str) -> str:
    """``text`` with each ``OPTIONAL { }`` as ``LATERAL { OPTIONAL { } }``, which Oxigraph answers row by row.

    Without it Oxigraph reads all that could match an optional part before it looks at the rows there are. The answer is
    the same where every optional part shares with its surroundings only what these have bound (a well-designed pattern:
    Pérez, Arenas, Gutierrez, Semantics and Complexity of SPARQL, 2009).
    """
    pieces: list[str] = []
    done, kept = 0, meaningful(text)
    ends: list[bool] = []  # for each open brace, whether it is that of an optional part
    for at, token in enumerate(kept):
        if token.kind == "word" and token.text.upper() == "OPTIONAL":
            pieces += [text[done : token.start], "LATERAL { "]
            done = token.start
        elif token.text == "{":
            ends.append(at > 0 and kept[at - 1].text.upper() == "OPTIONAL")
        elif token.text == "}" and ends and ends.pop():
            pieces += [text[done : token.end], " }"]
            done = token.end
    return "".join([*pieces, text[done:]])


def replace_values(text: str, written: dict[str, str]) -> tuple[str, set[str]]:
    """``text`` with the rows of each ``VALUES ?name { }`` replaced by ``written[name]``, and the names that were found.

    An empty string takes the block away: a value that is not given does not restrict.
    """
    found: set[str] = set()
    pieces: list[str] = []
    done = 0
    kept = meaningful(text)
    for at in range(len(kept) - 2):
        word, variable, brace = kept[at : at + 3]
        name = variable.text[1:]
        if word.text.upper() != "VALUES" or variable.kind != "variable" or brace.text != "{" or name not in written:
            continue
        end = next((token for token in kept[at + 3 :] if token.text == "}"), None)
        if end is None:
            break
        found.add(name)
        block = f"VALUES ?{name} {{ {written[name]} }}" if written[name] else ""
        pieces += [text[done : word.start], block]
        done = end.end
    return "".join([*pieces, text[done:]]), found
