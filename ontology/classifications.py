"""The classifications as linked data: one list for each edition year, with XKOS levels, correspondences and alignments.

Concepts are keyed by edition and code, because codes are reused (30311). Rows of confidence A, B and L are published;
one that rests on recollection appears only where it stands above one of those, and is marked as unverified.
Correspondences between editions, and to COFOG 1999 and GFSM 2014, are resources with relation and confidence.
Source: XKOS, an SKOS extension for representing statistical classifications (DDI Alliance, 2019).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..datapackage.classification import VERIFIED, CodeList, economic, editions, functional, load, regions, revenue
from ..datapackage.model import content_id
from ..settings import DEFAULT_BASE
from .concepts import BROADER, CONCEPT, CONCEPT_SCHEME, IN_SCHEME, NOTATION, PREF_LABEL, SKOS, TOP_CONCEPT_OF
from .identifiers import Identifiers
from .ntriples import RDF, A, block, boolean, en, integer, plain, quoted, write_blocks, year, zh
from .resources import DCTERMS
from .terms import terms

XKOS = "http://rdf-vocabulary.ddialliance.org/xkos#"
_FILES = {"function": "functional", "economic": "economic_dept", "revenue": "revenue"}
_LEVEL_NAMES = {1: ("类", "class"), 2: ("款", "group"), 3: ("项", "item")}
#: What happened to a code between two editions, from the words of ``changes.csv``.
_CHANGES = {"add": "added", "rename": "renamed", "move": "moved", "retire": "retired", "restructure": "restructured"}


def write_classifications(folder: Path, base: str = DEFAULT_BASE) -> list[Path]:
    """Write a file for each edition, one for the divisions and one for what corresponds; the paths of all.

    Raises:
        OSError: the folder cannot be written.
    """
    ids = Identifiers(base)
    folder.mkdir(parents=True, exist_ok=True)
    parts = {f"edition-{edition}.nt": edition_blocks(edition, ids) for edition in editions()}
    parts |= {"regions.nt": region_blocks(ids), "correspondences.nt": correspondence_blocks(ids)}
    for name, blocks in parts.items():
        write_blocks(folder / name, sorted({line for each in blocks for line in each.splitlines(keepends=True)}))
    return [folder / name for name in parts]


def edition_blocks(edition: int, ids: Identifiers) -> Iterator[str]:
    """The functional, economic and revenue lists of one edition."""
    lists = {
        "function": [functional(edition)],
        "economic": [economic(edition), economic(edition, "government")],
        "revenue": [revenue(edition)],
    }
    for scheme, sources in lists.items():
        depth = 3 if scheme != "economic" else 2
        members: dict[int, list[str]] = {}
        for source in sources:
            for code in _published(source):
                members.setdefault(source.level(code) or 0, []).append(ids.edition_code(scheme, edition, code))
                yield _concept(scheme, edition, code, source, ids)
        yield _scheme(scheme, edition, depth, ids)
        yield from _levels(scheme, edition, depth, members, ids)


def _published(source: CodeList) -> list[str]:
    """The codes that are verified, and those that stand above one."""
    kept: set[str] = set()
    for code in source:
        above: str | None = code if source.verified(code) else None
        while above and above not in kept:
            kept.add(above)
            above = source.parent(above)
    return sorted(kept)


def _concept(scheme: str, edition: int, code: str, source: CodeList, ids: Identifiers) -> str:
    own, parent, found = ids.scheme(f"{scheme}-{edition:04d}"), source.parent(code), source.get(code)
    return block(
        ids.edition_code(scheme, edition, code),
        (A, CONCEPT),
        (NOTATION, quoted(code)),
        *((PREF_LABEL if found else f"<{SKOS}altLabel>", zh(name)) for name in source.names(code)),
        (IN_SCHEME, own),
        (IN_SCHEME, ids.scheme(scheme)),
        (BROADER, ids.edition_code(scheme, edition, parent) if parent else None),
        (TOP_CONCEPT_OF, own if not parent else None),
        (ids.term("level"), integer(source.level(code))),
        (ids.term("inCodeList"), boolean(True)),
        (ids.term("verified"), boolean(source.verified(code))),
        (ids.term("confidence"), plain(found.confidence if found else "")),
        (f"<{DCTERMS}source>", plain(found.source if found else "")),
    )


def _scheme(scheme: str, edition: int, depth: int, ids: Identifiers) -> str:
    name = terms("scheme")[scheme]
    return block(
        ids.scheme(f"{scheme}-{edition:04d}"),
        (A, CONCEPT_SCHEME),
        (A, ids.term("Classification")),
        (NOTATION, quoted(f"{scheme}-{edition:04d}")),
        (PREF_LABEL, zh(f"{name.zh}（{edition}年）")),
        (PREF_LABEL, en(f"{name.en} ({edition})")),
        (ids.term("edition"), year(edition)),
        (ids.term("verified"), boolean(edition in editions())),
        (f"<{XKOS}numberOfLevels>", integer(depth)),
        (f"<{XKOS}levels>", ids.thing("levels", f"{scheme}-{edition:04d}-1")),
    )


def _levels(scheme: str, edition: int, depth: int, members: dict[int, list[str]], ids: Identifiers) -> Iterator[str]:
    """The levels, and the list of them: its nodes have IRIs, as nothing of ours is blank."""
    for number in range(1, depth + 1):
        name_zh, name_en = _LEVEL_NAMES[number]
        key = f"{scheme}-{edition:04d}-{number}"
        following = ids.thing("levels", f"{scheme}-{edition:04d}-{number + 1}") if number < depth else f"<{RDF}nil>"
        yield block(ids.thing("levels", key), (f"<{RDF}first>", ids.thing("level", key)), (f"<{RDF}rest>", following))
        yield block(
            ids.thing("level", key),
            (A, f"<{XKOS}ClassificationLevel>"),
            (f"<{XKOS}depth>", integer(number)),
            (PREF_LABEL, zh(name_zh)),
            (PREF_LABEL, en(name_en)),
            *((f"<{SKOS}member>", member) for member in members.get(number, ())),
        )


def region_blocks(ids: Identifiers) -> Iterator[str]:
    """The administrative divisions."""
    listed = regions()
    for code in listed:
        parent = listed.parent(code)
        yield block(
            ids.code("region", code),
            (A, CONCEPT),
            (NOTATION, quoted(code)),
            (PREF_LABEL, zh(listed.name(code) or "")),
            (IN_SCHEME, ids.scheme("region")),
            (BROADER, ids.code("region", parent) if parent else None),
            (ids.term("inCodeList"), boolean(True)),
        )


# --- what corresponds -------------------------------------------------------------------------------------


def correspondence_blocks(ids: Identifiers) -> Iterator[str]:
    """What became of codes between editions, department to government codes, and alignments to COFOG and GFSM."""
    yield from _changes(ids)
    yield from _crosswalk(ids)
    latest = editions()[-2]
    for row in load("cofog_map"):
        yield from _alignment("function", latest, row["code"], "cofog-1999", row["cofog_code"], row, ids)
    for row in load("gfsm_map"):
        scheme = "revenue" if row["scheme"] == "revenue" else "economic"
        yield from _alignment(scheme, latest, row["code"], "gfsm-2014", row["gfsm_code"], row, ids)


def _changes(ids: Identifiers) -> Iterator[str]:
    """Changes that a document or a notice shows; of those computed against the table of about 2009 no year is known."""
    for row in load("changes"):
        change = _CHANGES.get(row["change"])
        if not change or row["confidence"] not in VERIFIED or not row["year_to"]:
            continue
        before, after = int(row["year_from"]) - 1, int(row["year_to"])
        scheme = _scheme_of(row["code"])
        if change == "added" and _existed(scheme, row["code"], before):
            change = "reused"
        old = None if change == "added" else ids.edition_code(scheme, before, row["code"])
        new = None if change in ("retired", "moved") else ids.edition_code(scheme, after, row["code"])
        names = " → ".join(name for name in (row["old_name"], row["new_name"]) if name)
        yield _association(
            f"{scheme}-{before}-{after}",
            old,
            new,
            change,
            row["confidence"],
            row["notice"] or row["source"],
            names,
            ids,
        )
        yield _correspondence(f"{scheme}-{before}-{after}", (f"{scheme}-{before}", f"{scheme}-{after}"), ids)


def _scheme_of(code: str) -> str:
    return {"1": "revenue", "2": "function"}.get(code[0], "economic")


def _existed(scheme: str, code: str, edition: int) -> bool:
    """Whether the code stood for something else in an earlier edition."""
    rows = [row for row in load(_FILES[scheme]) if row["code"] == code]
    return any(row["valid_to"] and int(row["valid_to"]) <= edition for row in rows)


def _crosswalk(ids: Identifiers) -> Iterator[str]:
    latest = editions()[-2]
    for row in load("econ_crosswalk"):
        for kind in ("administrative", "institution"):
            target = row[f"government_code_{kind}"]
            if target:
                pair = (ids.edition_code("economic", latest, row["department_code"]),
                        ids.edition_code("economic", latest, target))  # fmt: skip
                name = f"economic-department-government-{kind}"
                yield _association(name, *pair, kind, row["confidence"], "econ_crosswalk", "", ids)
                yield _correspondence(name, (f"economic-{latest}", f"economic-{latest}"), ids)


def _alignment(
    scheme: str, edition: int, code: str, other: str, target: str, row: dict[str, str], ids: Identifiers
) -> Iterator[str]:
    if not target or row["relation"] == "none":
        return
    concept = ids.code(other, target)
    yield block(concept, (A, CONCEPT), (NOTATION, quoted(target)), (IN_SCHEME, ids.scheme(other)))
    yield block(ids.scheme(other), (A, CONCEPT_SCHEME), (PREF_LABEL, en(other.upper().replace("-", " "))))
    name = f"{scheme}-{edition}-{other}"
    source = ids.edition_code(scheme, edition, code)
    yield _association(name, source, concept, row["relation"], row["confidence"], "reasoned", "", ids)
    yield _correspondence(name, (f"{scheme}-{edition}", other), ids)


def _association(
    name: str,
    old: str | None,
    new: str | None,
    relation: str,
    confidence: str,
    source: str,
    note: str,
    ids: Identifiers,
) -> str:
    return block(
        ids.thing("association", content_id(name, old, new, relation)),
        (A, f"<{XKOS}ConceptAssociation>"),
        (f"<{XKOS}sourceConcept>", old),
        (f"<{XKOS}targetConcept>", new),
        (ids.term("relation"), quoted(relation)),
        (ids.term("confidence"), quoted(confidence)),
        (ids.term("verified"), boolean(confidence in VERIFIED)),
        (ids.term("ofCorrespondence"), ids.thing("correspondence", name)),
        (f"<{DCTERMS}source>", plain(source)),
        (f"<{SKOS}note>", zh(note)),
    )


def _correspondence(name: str, schemes: tuple[str, str], ids: Identifiers) -> str:
    return block(
        ids.thing("correspondence", name),
        (A, f"<{XKOS}Correspondence>"),
        (NOTATION, quoted(name)),
        *((f"<{XKOS}compares>", ids.scheme(scheme)) for scheme in schemes),
    )
