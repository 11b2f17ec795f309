"""Concepts: codes with their names, lists and places in the hierarchy, as far as a document uses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..datapackage.classification import (
    FIRST_EDITION,
    CodeList,
    economic,
    edition_exists,
    editions,
    functional,
    regions,
)
from ..datapackage.model import Conversion, Fact
from .identifiers import Identifiers
from .ntriples import A, Block, RdfError, Statement, block, boolean, en, integer, quoted, year, zh
from .terms import Term, terms

SKOS = "http://www.w3.org/2004/02/skos/core#"
CONCEPT = f"<{SKOS}Concept>"
CONCEPT_SCHEME = f"<{SKOS}ConceptScheme>"
NOTATION, PREF_LABEL, ALT_LABEL, IN_SCHEME, BROADER, TOP_CONCEPT_OF, EXACT_MATCH, RELATED, DEFINITION = (
    f"<{SKOS}{name}>"
    for name in (
        "notation prefLabel altLabel inScheme broader topConceptOf exactMatch related definition".split()  # noqa: SIM905
    )
)

#: Length of a code → its level (类, 款, 项), where no list tells.
_LEVELS = {"function": {3: 1, 5: 2, 7: 3}, "economic": {3: 1, 5: 2}}
_CLASS_LINE = "function-"
#: The table that is by the codes of a list.
_TABLES = {"function": "general-budget-by-function", "economic": "basic-expenditure-by-economic"}
#: Lists whose concepts are a class of the vocabulary.
_CLASSES = {"fund": "Fund", "phase": "Phase"}


def concept_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """The concepts that a document uses, each with its name, its list and all that is above it.

    Raises:
        RdfError: a closed list of the contract does not have a code that is used.
    """
    facts, edition = conversion.facts, conversion.disclosure.year
    if edition < FIRST_EDITION:
        raise RdfError(
            f"{edition} 年没有政府收支分类科目，最早是 {FIRST_EDITION} 年 / there is no edition of {edition}"
        )
    for scheme, codes in _closed(conversion).items():
        for code in sorted(codes):
            yield term_block(ids, _known(scheme, code))
    called = {c.line: c.label for c in conversion.claims} | _printed(facts, "line")
    for line in sorted({f.line for f in facts} | {c.line for c in conversion.claims if c.line}):
        yield _line(ids, edition, line, called.get(line, ""))
    for scheme, others in (("function", _also_functions(conversion)), ("economic", _also_economic(conversion))):
        printed = _printed(facts, f"{scheme}_code")
        yield from _classified(ids, scheme, edition, printed, others, _in_its_table(facts, scheme, ids))
    for scheme in ("function", "economic"):
        yield term_block(ids, terms(scheme)[""])
    if conversion.disclosure.region:
        yield from _region_chain(ids, conversion.disclosure.region)


def scheme_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """The lists that the concepts of :func:`concept_blocks` belong to."""
    edition = conversion.disclosure.year
    for term in terms("scheme").values():
        yield scheme_block(ids, term)
    for scheme in ("function", "economic"):
        yield block(
            ids.scheme(f"{scheme}-{edition:04d}"),
            (A, CONCEPT_SCHEME),
            (A, ids.term("Classification")),
            (NOTATION, quoted(f"{scheme}-{edition:04d}")),
            (PREF_LABEL, zh(f"{terms('scheme')[scheme].zh}（{edition}年）")),
            (PREF_LABEL, en(f"{terms('scheme')[scheme].en} ({edition})")),
            (ids.term("edition"), year(edition)),
            (ids.term("verified"), boolean(edition in editions())),
        )


def scheme_block(ids: Identifiers, term: Term) -> Block:
    """One list of ours."""
    return block(
        ids.scheme(term.notation),
        (A, CONCEPT_SCHEME),
        (NOTATION, quoted(term.notation)),
        (PREF_LABEL, zh(term.zh)),
        (PREF_LABEL, en(term.en)),
    )


def term_block(ids: Identifiers, term: Term) -> Block:
    """One concept of a list of ours."""
    scheme = ids.scheme(term.scheme)
    return block(
        ids.code(term.scheme, term.notation),
        (A, CONCEPT),
        (A, ids.term(_CLASSES[term.scheme]) if term.scheme in _CLASSES else None),
        (NOTATION, quoted(term.notation)),
        (PREF_LABEL, zh(term.zh)),
        (PREF_LABEL, en(term.en)),
        (IN_SCHEME, scheme),
        (TOP_CONCEPT_OF, scheme),
        (EXACT_MATCH, f"<{term.match}>" if term.match else None),
        (ids.term("inCodeList"), boolean(True)),
    )


def line_iri(ids: Identifiers, edition: int, line: str) -> str:
    """The concept of a line. One that names a functional class is keyed by edition, as the class itself is."""
    class_code = line.removeprefix(_CLASS_LINE)
    if class_code != line and class_code:
        return ids.edition_code("line-function", edition, class_code)
    return ids.code("line", line)


def _closed(conversion: Conversion) -> dict[str, set[str]]:
    """Which codes of the closed lists are used, by list."""
    facts, disclosure = conversion.facts, conversion.disclosure
    claims, findings = conversion.claims, conversion.findings
    return {
        "phase": {f.phase for f in facts},
        "flow": {f.flow for f in facts},
        "fund": {f.fund for f in facts},
        "origin": {f.origin for f in facts},
        "category": {f.category for f in facts},
        "status": {f.status for f in facts},
        "kind": {disclosure.kind},
        "scope": {disclosure.scope},
        "severity": {f.severity for f in findings},
        "outcome": {r.outcome for rows in (claims, findings, conversion.checks) for r in rows},
        "cause": {f.cause for f in findings},
        "measure": {c.measure for c in claims},
        "horizon": {t.horizon for t in conversion.targets},
    }


def _known(scheme: str, code: str) -> Term:
    term = terms(scheme).get(code)
    if term is None or not code:
        name = terms("scheme")[scheme]
        raise RdfError(f"{name.zh}中没有 {code!r} / the list {scheme!r} has no such code")
    return term


def _line(ids: Identifiers, edition: int, line: str, printed: str) -> Block:
    term = terms("line").get(line)
    if term:
        return term_block(ids, term)
    class_code = line.removeprefix(_CLASS_LINE)
    named = functional(edition).name(class_code) if class_code != line else None
    return block(
        line_iri(ids, edition, line),
        (A, CONCEPT),
        (NOTATION, quoted(line)),
        (PREF_LABEL, zh(named or printed)),
        (IN_SCHEME, ids.scheme("line")),
        (EXACT_MATCH, ids.edition_code("function", edition, class_code) if named else None),
        (ids.term("inCodeList"), boolean(named is not None)),
    )


def _printed(facts: Sequence[Fact], field: str) -> dict[str, str]:
    """The label most often printed beside each code; of equally frequent ones the first in order."""
    counts: dict[str, Counter[str]] = {}
    for fact in facts:
        code = getattr(fact, field)
        if code:
            counts.setdefault(code, Counter())[fact.label] += 1
    return {code: min(c, key=lambda label: (-c[label], label)) for code, c in counts.items()}


def _in_its_table(facts: Sequence[Fact], scheme: str, ids: Identifiers) -> dict[str, list[Statement]]:
    """What the table that is by this list says of each code: its names there, and the amounts of it as a whole.

    Who asks for a code's names or for what all units spend on it has them without reading every amount of the code.
    """
    found: dict[str, list[Statement]] = {}
    for fact in facts:
        code = getattr(fact, f"{scheme}_code")
        if code and fact.table == _TABLES[scheme]:
            said = found.setdefault(code, [])
            said.append((ids.term("printedName"), zh(fact.label)))
            if fact.category == "all":
                said.append((ids.term("headline"), ids.observation(fact.observation_id)))
    return found


def _also_functions(conversion: Conversion) -> set[str]:
    """Functional codes that claims, terms and lines name, beside those of the observations."""
    codes = {c.function_code for c in conversion.claims} | {g.function_code for g in conversion.glossary}
    edition = functional(conversion.disclosure.year)
    lines = {f.line for f in conversion.facts} | {c.line for c in conversion.claims}
    classes = {line.removeprefix(_CLASS_LINE) for line in lines if line.startswith(_CLASS_LINE)}
    return (codes | {code for code in classes if edition.name(code)}) - {""}


def _also_economic(conversion: Conversion) -> set[str]:
    return {c.economic_code for c in conversion.claims} - {""}


def _classified(
    ids: Identifiers,
    scheme: str,
    edition: int,
    printed: Mapping[str, str],
    others: Iterable[str],
    said: Mapping[str, Sequence[Statement]],
) -> Iterator[Block]:
    lists = [functional(edition)] if scheme == "function" else [economic(edition), economic(edition, "government")]
    todo, done = sorted({*printed, *others}), set[str]()
    while todo:
        code = todo.pop()
        if code in done:
            continue
        done.add(code)
        listed = next((each for each in lists if code in each), None)
        parent = _parent(scheme, code, listed)
        if parent:
            todo.append(parent)
        yield _concept(ids, scheme, edition, code, listed, parent, printed.get(code, ""), said.get(code, ()))


def _concept(
    ids: Identifiers,
    scheme: str,
    edition: int,
    code: str,
    listed: CodeList | None,
    parent: str,
    printed: str,
    said: Iterable[Statement],
) -> Block:
    level = (listed.level(code) if listed else None) or _LEVELS[scheme].get(len(code))
    own = ids.scheme(f"{scheme}-{edition:04d}")
    return block(
        ids.edition_code(scheme, edition, code),
        (A, CONCEPT),
        (NOTATION, quoted(code)),
        (PREF_LABEL, zh((listed.name(code) if listed else None) or printed)),
        (IN_SCHEME, own),
        (IN_SCHEME, ids.scheme(scheme)),
        (BROADER, ids.edition_code(scheme, edition, parent) if parent else None),
        (TOP_CONCEPT_OF, own if level == 1 else None),
        (ids.term("level"), integer(level)),
        (ids.term("inCodeList"), boolean(listed is not None)),
        (ids.term("verified"), boolean(edition_exists(edition) and listed is not None and listed.verified(code))),
        *said,
    )


def _parent(scheme: str, code: str, listed: CodeList | None) -> str:
    """The code above: as the list says, or the longest shorter form of a code that no list has."""
    if listed:
        return listed.parent(code) or ""
    shorter = [length for length in _LEVELS[scheme] if length < len(code)]
    return code[: max(shorter)] if shorter and len(code) in _LEVELS[scheme] else ""


def _region_chain(ids: Identifiers, region: str) -> Iterator[Block]:
    code: str | None = region
    while code:
        name, parent = regions().name(code), regions().parent(code)
        yield block(
            ids.code("region", code),
            (A, CONCEPT),
            (NOTATION, quoted(code)),
            (PREF_LABEL, zh(name or "")),
            (IN_SCHEME, ids.scheme("region")),
            (BROADER, ids.code("region", parent) if parent else None),
            (ids.term("inCodeList"), boolean(name is not None)),
        )
        code = parent
