"""All in a document that is no amount: itself, its units, projects, targets, terms and printed tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..datapackage.model import (
    Conversion,
    Disclosure,
    content_id,
)
from .concepts import ALT_LABEL, NOTATION, PREF_LABEL
from .identifiers import Identifiers
from .ntriples import RDFS, A, Block, block, date, en, plain, quoted, web_iri, year, zh
from .observations import slices_of
from .structures import QB, structure
from .terms import label, terms

DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
CURRENCY = "<http://publications.europa.eu/resource/authority/currency/CNY>"
TITLE = f"<{DCTERMS}title>"


def document_block(disclosure: Disclosure, redactions: Mapping[str, int], ids: Identifiers) -> Block:
    """The document: what it is, of whom, for which year, where it came from, and how much was covered in it."""
    d = disclosure
    return block(
        ids.document(d.document_id),
        (A, ids.term("Disclosure")),
        (TITLE, zh(d.title)),
        (f"<{DCTERMS}identifier>", quoted(d.document_id)),
        (f"<{DCTERMS}source>", plain(d.source)),
        (f"<{DCTERMS}publisher>", publisher_iri(d, ids)),
        (f"<{DCTERMS}license>", web_iri(d.licence)),
        (f"<{FOAF}page>", web_iri(d.url)),
        (ids.term("licence"), plain(d.licence)),
        (ids.term("url"), plain(d.url)),
        (ids.term("retrieved"), date(d.retrieved) or plain(d.retrieved)),
        (ids.term("sha256"), plain(d.sha256)),
        (ids.term("packageName"), quoted(d.name)),
        (ids.term("year"), year(d.year)),
        (ids.term("kind"), ids.code("kind", d.kind)),
        (ids.term("scope"), ids.code("scope", d.scope)),
        (ids.term("unit"), ids.unit(d.region, d.unit_code, d.unit_name)),
        (ids.term("department"), _department(d, ids)),
        (ids.term("region"), ids.code("region", d.region) if d.region else None),
        (ids.term("unitCode"), plain(d.unit_code)),
        (ids.term("unitName"), zh(d.unit_name)),
        (ids.term("departmentCode"), plain(d.department_code)),
        (ids.term("departmentName"), zh(d.department_name)),
        (ids.term("publisherName"), zh(d.publisher)),
        *((ids.term("filePart"), quoted(f"{n} {sha} {name}")) for n, (name, sha) in enumerate(d.files, start=1)),
        *((ids.term("redacted"), quoted(f"{kind} {count}")) for kind, count in redactions.items()),
    )


def agent_blocks(disclosure: Disclosure, ids: Identifiers) -> Iterator[Block]:
    """The publisher, where it is named and is not the unit itself."""
    iri = publisher_iri(disclosure, ids)
    if iri != ids.unit(disclosure.region, disclosure.unit_code, disclosure.unit_name):
        yield block(iri, (A, f"<{FOAF}Agent>"), (f"<{FOAF}name>", zh(disclosure.publisher)))


def dataset_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """A cube for each kind of table that the document speaks of."""
    tables = {f.table for f in conversion.facts} | {t.table for t in conversion.tables}
    tables |= {t.table for t in conversion.targets}
    tables |= {each for record in (*conversion.findings, *conversion.checks) for each in tables_of(record.table)}
    slices = slices_of(conversion.disclosure, conversion.facts, ids)
    return (dataset_block(table, ids, slices.get(table, ())) for table in sorted(tables - {""}))


def tables_of(table: str) -> tuple[str, ...]:
    """The tables that a finding or check names: none, one, or those that a check spans (``A = B``, ``A,B``)."""
    return tuple(table.replace(" = ", ",").split(",")) if table else ()


def dataset_block(table: str, ids: Identifiers, slices: Iterable[str] = ()) -> Block:
    """One cube: all amounts of one kind of table, of whatever document."""
    return block(
        ids.dataset(table),
        (A, f"<{QB}DataSet>"),
        (NOTATION, quoted(table)),
        (TITLE, zh(label("table", table))),
        (TITLE, en(label("table", table, "en"))),
        (f"<{RDFS}label>", zh(label("table", table))),
        (f"<{RDFS}label>", en(label("table", table, "en"))),
        (f"<{QB}structure>", ids.thing("structure", structure(table))),
        *((f"<{QB}slice>", each) for each in slices),
        (ids.term("currency"), CURRENCY),
    )


# --- units ------------------------------------------------------------------------------------------------


def unit_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """The units and departments that the document names; the first name found is the preferred one."""
    d = conversion.disclosure
    names, codes = _unit_names(conversion, ids)
    parents = _parents(conversion, ids)
    departments = {ids.unit(d.region, u.unit_code, u.unit_name) for u in conversion.units if u.role == "department"}
    departments |= {*parents.values()}
    departments |= {own for own in (_department(d, ids),) if own}  # of its own document it is no unit's parent
    for iri, found in names.items():
        yield _unit_block(iri, codes[iri], found, parents.get(iri), iri in departments, ids)
    yield none_block("unit", f"<{ORG}Organization>", ids)


def preferred_names(conversion: Conversion, ids: Identifiers) -> dict[str, str]:
    """The name that stands for each unit, by IRI."""
    names, _ = _unit_names(conversion, ids)
    return {iri: next((name for name in found if name), "") for iri, found in names.items()}


def _unit_names(conversion: Conversion, ids: Identifiers) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Names, the preferred one first, and code of each unit by IRI."""
    names: dict[str, list[str]] = {}
    codes: dict[str, str] = {}
    for code, name in _named_units(conversion):
        iri = ids.unit(conversion.disclosure.region, code, name)
        codes.setdefault(iri, code)
        names.setdefault(iri, []).append(name)
    return names, codes


def none_block(kind: str, of_class: str, ids: Identifiers) -> Block:
    """What stands for "none" where a row has no unit or project, so that every dimension has a value."""
    term = terms(kind)[""]
    return block(
        f"<{ids.base}{kind}/none>",
        (A, of_class),
        (NOTATION, quoted("")),
        (PREF_LABEL, zh(term.zh)),
        (PREF_LABEL, en(term.en)),
    )


def _named_units(conversion: Conversion) -> Iterator[tuple[str, str]]:
    d = conversion.disclosure
    yield from ((u.unit_code, u.unit_name) for u in conversion.units if u.unit_code or u.unit_name)
    yield from ((c, n) for c, n in ((d.unit_code, d.unit_name), (d.department_code, d.department_name)) if c or n)
    yield from ((u.parent_code, "") for u in conversion.units if u.parent_code)
    yield from sorted({(f.unit_code, f.unit_name) for f in conversion.facts if f.unit_code or f.unit_name})


def _unit_block(
    iri: str, code: str, names: list[str], parent: str | None, is_department: bool, ids: Identifiers
) -> Block:
    preferred = next((name for name in names if name), "")
    return block(
        iri,
        (A, f"<{ORG}OrganizationalUnit>"),
        (A, ids.term("BudgetUnit")),
        (A, ids.term("Department") if is_department else None),
        (NOTATION, quoted(code)),
        (PREF_LABEL, zh(preferred)),
        *((ALT_LABEL, zh(name)) for name in names if name != preferred),
        (f"<{ORG}unitOf>", parent),
    )


def _parents(conversion: Conversion, ids: Identifiers) -> dict[str, str]:
    d = conversion.disclosure
    parents = {
        ids.unit(d.region, u.unit_code, u.unit_name): ids.unit(d.region, u.parent_code, "")
        for u in conversion.units
        if u.parent_code
    }
    own, department = ids.unit(d.region, d.unit_code, d.unit_name), _department(d, ids)
    if department:
        parents.setdefault(own, department)
    return {unit: parent for unit, parent in parents.items() if unit != parent}


def _department(d: Disclosure, ids: Identifiers) -> str | None:
    if not (d.department_code or d.department_name):
        return None
    return ids.unit(d.region, d.department_code, d.department_name)


def publisher_iri(d: Disclosure, ids: Identifiers) -> str:
    """Who publishes the document: the unit itself, unless another is named."""
    if not d.publisher or d.publisher == d.unit_name:
        return ids.unit(d.region, d.unit_code, d.unit_name)
    return ids.thing("agent", f"h{content_id(d.publisher)}")
