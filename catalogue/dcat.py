"""The catalogue of a build in DCAT 3: a dataset for each package, a series for each unit, every file a distribution.

Source: W3C DCAT 3 (2024-08-22), DCAT-AP 3. The same triples are written as Turtle and as JSON-LD; both are formatted
from one sorted list, so that equal packages give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..datapackage.files import write_text
from ..datapackage.package import read_descriptor

PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
_KINDS = {"budget": "预算", "final": "决算"}


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """An object: an IRI, or a literal with its language or datatype."""

    value: str
    language: str = ""
    datatype: str = ""
    is_iri: bool = False


Triple = tuple[str, str, Term]


def write_catalogue(packages: Iterable[Path], folder: Path, base: str) -> None:
    """Write ``catalogue.ttl`` and ``catalogue.jsonld`` of ``packages`` into ``folder``. Raises OSError."""
    triples = sorted(set(catalogue_triples(list(packages), base)))
    write_text(folder / "catalogue.ttl", _turtle(triples))
    write_text(folder / "catalogue.jsonld", _json_ld(triples))


def catalogue_triples(packages: Sequence[Path], base: str) -> Iterator[Triple]:
    """The triples of the catalogue; files are named by IRIs under ``base`` that a site serves."""
    catalogue = f"{base}catalogue"
    yield from _typed(catalogue, "dcat:Catalog")
    yield catalogue, "dct:title", Term("中国政府预决算公开数据目录", "zh")
    yield catalogue, "dct:title", Term("Catalogue of Chinese government budget disclosures", "en")
    yield catalogue, "dct:description", Term("由 yusuan 从单位公开的预决算文件转换，每个数都指回它印在的单元格。", "zh")
    yield catalogue, "dct:language", _iri(_LANGUAGE)
    yield catalogue, "dct:publisher", _iri(f"{base}agent/yusuan")
    yield from _typed(f"{base}agent/yusuan", "foaf:Agent")
    yield f"{base}agent/yusuan", "foaf:name", Term("yusuan")
    for package in sorted(packages):
        yield from _dataset(package, read_descriptor(package), base, catalogue)


def _dataset(package: Path, descriptor: Mapping[str, Any], base: str, catalogue: str) -> Iterator[Triple]:
    disclosure: Mapping[str, Any] = descriptor["disclosure"]
    dataset = f"{base}disclosure/{quote(package.name)}"
    series = f"{base}series/{quote(package.name.rsplit('-', 2)[0])}"
    kind = _KINDS[str(disclosure["kind"])]
    title = f"{disclosure['unit_name']}{disclosure['year']}年{kind}"
    yield catalogue, "dcat:dataset", _iri(dataset)
    yield from _typed(dataset, "dcat:Dataset")
    yield dataset, "dct:identifier", Term(package.name)
    yield dataset, "dct:title", Term(title, "zh")
    yield (
        dataset,
        "dct:description",
        Term(f"{title}的各表、文字说明、绩效目标和核对结果，源文件 {disclosure['source']}。", "zh"),
    )
    yield dataset, "dct:language", _iri(_LANGUAGE)
    yield dataset, "dcat:keyword", Term(kind, "zh")
    yield dataset, "dcat:keyword", Term("预决算公开", "zh")
    yield dataset, "dcat:inSeries", _iri(series)
    yield from _series(series, str(disclosure["unit_name"]), catalogue)
    yield from _temporal(dataset, int(disclosure["year"]))
    yield from _publisher(dataset, disclosure, base)
    if disclosure["region"]:
        yield dataset, "dct:spatial", _iri(f"{base}code/region-{disclosure['region']}")
    if disclosure["licence"]:
        yield dataset, "dct:license", _licence(str(disclosure["licence"]), base)
    if disclosure["url"]:
        yield dataset, "dcat:landingPage", _iri(str(disclosure["url"]))
    for resource in descriptor["resources"]:
        yield from _distribution(dataset, package.name, resource, base)


def _series(series: str, unit: str, catalogue: str) -> Iterator[Triple]:
    yield catalogue, "dcat:dataset", _iri(series)
    yield from _typed(series, "dcat:DatasetSeries")
    yield series, "dct:title", Term(f"{unit}历年预决算", "zh")
    yield series, "dct:description", Term(f"{unit}历年公开的预算和决算。", "zh")


def _temporal(dataset: str, year: int) -> Iterator[Triple]:
    period = f"{dataset}#period"
    yield dataset, "dct:temporal", _iri(period)
    yield from _typed(period, "dct:PeriodOfTime")
    yield period, "dcat:startDate", Term(f"{year}-01-01", datatype="xsd:date")
    yield period, "dcat:endDate", Term(f"{year}-12-31", datatype="xsd:date")


def _publisher(dataset: str, disclosure: Mapping[str, Any], base: str) -> Iterator[Triple]:
    name = str(disclosure["publisher"] or disclosure["unit_name"])
    key = disclosure["unit_code"] or quote(name)
    agent = f"{base}agent/{disclosure['region'] or '000000'}-{key}"
    yield dataset, "dct:publisher", _iri(agent)
    yield from _typed(agent, "foaf:Agent")
    yield agent, "foaf:name", Term(name, "zh")


def _licence(licence: str, base: str) -> Term:
    return _iri(licence if licence.startswith(("http://", "https://")) else f"{base}licence/{quote(licence)}")


def _distribution(dataset: str, name: str, resource: Mapping[str, Any], base: str) -> Iterator[Triple]:
    path = str(resource["path"])
    distribution, address = f"{dataset}#{quote(path, safe='')}", f"{base}packages/{quote(name)}/{quote(path)}"
    yield dataset, "dcat:distribution", _iri(distribution)
    yield from _typed(distribution, "dcat:Distribution")
    yield distribution, "dct:title", Term(str(resource.get("title") or path), "zh")
    yield distribution, "dcat:accessURL", _iri(address)
    yield distribution, "dcat:downloadURL", _iri(address)
    if "mediatype" in resource:
        yield distribution, "dcat:mediaType", _iri(_MEDIA_TYPES + str(resource["mediatype"]))
    if "bytes" in resource:
        yield distribution, "dcat:byteSize", Term(str(resource["bytes"]), datatype="xsd:nonNegativeInteger")
    if "hash" in resource:
        checksum = f"{distribution}-checksum"
        yield distribution, "spdx:checksum", _iri(checksum)
        yield from _typed(checksum, "spdx:Checksum")
        yield checksum, "spdx:algorithm", _iri(_SHA256)
        yield (
            checksum,
            "spdx:checksumValue",
            Term(str(resource["hash"]).removeprefix("sha256:"), datatype="xsd:hexBinary"),
        )


def _typed(subject: str, kind: str) -> Iterator[Triple]:
    yield subject, "rdf:type", _iri(_expand(kind))


def _iri(value: str) -> Term:
    return Term(value, is_iri=True)


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


# --- writing ----------------------------------------------------------------------------------------------


def _turtle(triples: Sequence[Triple]) -> str:
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]
    for subject, pairs in _grouped(triples).items():
        written = [f"  {predicate} {_turtle_term(term)}" for predicate, terms in pairs.items() for term in terms]
        lines += ["", f"<{subject}>", " ;\n".join(written) + " ."]
    return "\n".join(lines) + "\n"


def _turtle_term(term: Term) -> str:
    if term.is_iri:
        return f"<{term.value}>"
    escaped = json.dumps(term.value, ensure_ascii=False)
    return escaped + (f"@{term.language}" if term.language else f"^^{term.datatype}" if term.datatype else "")


def _json_ld(triples: Sequence[Triple]) -> str:
    graph: list[dict[str, Any]] = []
    for subject, pairs in _grouped(triples).items():
        node: dict[str, Any] = {"@id": subject}
        for predicate, terms in pairs.items():
            if predicate == "rdf:type":
                node["@type"] = [term.value for term in terms]
            else:
                node[predicate] = [_json_term(term) for term in terms]
        graph.append(node)
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if term.is_iri:
        return {"@id": term.value}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype} if term.datatype else {"@value": term.value}


def _grouped(triples: Sequence[Triple]) -> dict[str, dict[str, list[Term]]]:
    grouped: dict[str, dict[str, list[Term]]] = {}
    for subject, predicate, term in triples:
        grouped.setdefault(subject, {}).setdefault(predicate, []).append(term)
    return grouped
