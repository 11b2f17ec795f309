"""The catalogue of a build in DCAT 3: a dataset for each package, a series for each unit, every file a distribution.

Source: W3C DCAT 3 (2024-08-22); DCAT-AP 3.0.0, whose controlled vocabularies are those of the EU Publications Office.
Titles are in Chinese and English: a harvester that makes names of titles drops Chinese, and the English one begins with
the identifier, so that two datasets never get one name. The same triples are written as Turtle and as JSON-LD; both
are formatted from sorted triples, those that packages share first, so that equal packages give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..datapackage.package import read_descriptor
from ..datapackage.remembered import Remembered, of_runs, state_of
from ..datapackage.spliced import Spliced, Text
from .openness import ACCESS_RIGHTS, licence_of
from .triples import (
    JSON_LD_CLOSING,
    JSON_LD_OPENING,
    PREFIXES,
    TURTLE_OPENING,
    Term,
    Triple,
    by_subject,
    in_list,
    json_node,
    line_of,
    triple_of,
    turtle,
)  # fmt: skip
from .versions import Version, read_versions
from .void import VOID

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
_KINDS = {"budget": ("预算", "Budget"), "final": ("决算", "Final accounts")}
_EU = "http://publications.europa.eu/resource/authority/"
_YEARLY, _FINANCE = f"{_EU}frequency/ANNUAL", f"{_EU}data-theme/GOVE"
_FILE_TYPES = {
    "csv": "CSV",
    "html": "HTML",
    "json": "JSON",
    "jsonld": "JSON_LD",
    "nt": "RDF_N_TRIPLES",
    "ttl": "RDF_TURTLE",
}
_SPARQL = "https://www.w3.org/TR/sparql11-protocol/"
_OPENAPI = "https://spec.openapis.org/oas/v3.1.0"
#: Things of other vocabularies that we point to, and what DCAT-AP wants said of them.
_TYPES: dict[str, str] = {
    _LANGUAGE: "dct:LinguisticSystem",
    _YEARLY: "dct:Frequency",
    _FINANCE: "skos:Concept",
    _SPARQL: "dct:Standard",
    _OPENAPI: "dct:Standard",
}


Said = Mapping[str, str]  # package name → openness type


def write_catalogue(packages: Iterable[Path], folder: Path, base: str, openness: Said | None = None) -> None:
    """Write ``catalogue.ttl`` and ``catalogue.jsonld`` of ``packages`` into ``folder``. Raises OSError.

    Versions are those that were last published from the folder; what never was published is the first.
    """
    ordered, told, program = sorted(packages), _Told(base, openness or {}, read_versions(folder)), Path(__file__).parent
    kinds = ("catalogue", "catalogue-runs", *(f"catalogue-{kind}" for kind in _TEXTS))
    single, together, *waiting = (Remembered(folder, kind, program, base) for kind in kinds)
    files = [Spliced(folder / f"catalogue.{ending}", program, base) for ending in _TEXTS.values()]

    def shared_of(package: Path) -> list[str]:
        # The texts are worked out with it, and wait for their place in the files: no more than a package's are held.
        part, state = told.part(package), told.state(package)
        for kind, remembered, file in zip(_TEXTS, waiting, files, strict=True):
            if not file.has(package.name, state):
                remembered.text(package.name, state, lambda k=kind: part[k])
        return part["shared"]

    runs = list(of_runs(ordered, single, together, shared_of, _of_run, told.state))
    frame = sorted({line_of(triple) for triple in _frame([package.name for package in ordered], base)})
    lines = [line for line, _ in groupby(merge(frame, *runs))]
    heads = (
        chain([TURTLE_OPENING], map(turtle, by_subject(map(triple_of, lines)))),
        chain([JSON_LD_OPENING], in_list(map(json_node, by_subject(map(triple_of, lines))))),
    )
    for kind, remembered, file, head, tail in zip(_TEXTS, waiting, files, heads, ("", JSON_LD_CLOSING), strict=True):
        file.write(head, (told.text(package, kind, remembered) for package in ordered), tail)
        remembered.forget_all()


@dataclass(frozen=True, slots=True)
class _Told:
    """What the catalogue is told of packages beside what they hold."""

    base: str
    openness: Said
    versions: Mapping[str, Version]

    def state(self, package: Path) -> str:
        """What all that the catalogue says of a package depends on."""
        return f"{state_of(package)} {self._openness(package)} {self._version(package)}"

    def part(self, package: Path) -> _Part:
        return _part(package, self.base, self._openness(package), self._version(package))

    def text(self, package: Path, kind: str, waiting: Remembered) -> Text:
        state = self.state(package)
        return Text(package.name, state, lambda: waiting.text(package.name, state, lambda: self.part(package)[kind]))

    def _openness(self, package: Path) -> str:
        return self.openness.get(package.name, "")

    def _version(self, package: Path) -> Version:
        return self.versions.get(package.name, Version())


#: Of one package: its own things in the texts of these names, for files that end so; and the triples of things that
#: others may ``share``.
_TEXTS = {"turtle": "ttl", "nodes": "jsonld"}
_Part = Mapping[str, Any]


def _part(package: Path, base: str, openness: str, version: Version) -> _Part:
    own: list[Triple] = []
    shared: list[Triple] = []
    dataset, files = _dataset_iri(base, package.name), f"{base}packages/{quote(package.name)}/"
    for triple in sorted(set(_of_package(package, base, openness, version))):
        is_own = triple[0] == dataset or triple[0].startswith((f"{dataset}#", files))
        (own if is_own else shared).append(triple)
    things = list(by_subject(own))
    return {
        "turtle": "".join(map(turtle, things)),
        "nodes": "".join(f",\n{json_node(thing)}" for thing in things),
        "shared": [line_of(triple) for triple in shared],
    }


def _of_run(parts: Iterable[tuple[str, list[str]]]) -> list[str]:
    """The lines of what packages share with others, each once."""
    return sorted({line for _, lines in parts for line in lines})


def _frame(names: Sequence[str], base: str) -> Iterator[Triple]:
    """The catalogue itself, its series and its services."""
    catalogue = _catalogue_iri(base)
    yield from _typed(catalogue, "dcat:Catalog")
    yield from _worded(
        catalogue, "dct:title", "中国政府预决算公开数据目录", "Catalogue of Chinese government budget disclosures"
    )
    yield from _worded(
        catalogue,
        "dct:description",
        "由 yusuan 从单位公开的预决算文件转换，每个数都指回它印在的单元格。",
        "Converted by yusuan from what budget units publish; every number leads back to the cell it was printed in.",
    )
    yield from _pointed(catalogue, "dct:language", _LANGUAGE)
    yield catalogue, "foaf:homepage", _iri(base)
    yield catalogue, "rdfs:seeAlso", _iri(f"{base}{VOID}")
    yield from _typed(base, "foaf:Document")
    yield from _pointed(catalogue, "dcat:themeTaxonomy", f"{_EU}data-theme", "skos:ConceptScheme")
    yield f"{_EU}data-theme", "dct:title", Term("Data theme", "en")
    yield _FINANCE, "skos:prefLabel", Term("Government and public sector", "en")
    yield catalogue, "dct:publisher", _iri(f"{base}agent/yusuan")
    yield from _typed(f"{base}agent/yusuan", "foaf:Agent")
    yield f"{base}agent/yusuan", "foaf:name", Term("yusuan")
    yield from _series_in_order(names, base)
    yield from _services([_dataset_iri(base, name) for name in names], base, catalogue)


def _of_package(package: Path, base: str, openness: str, version: Version) -> Iterator[Triple]:
    """The dataset of a package; files are named by IRIs under ``base`` that a site serves."""
    descriptor = read_descriptor(package)
    yield from _dataset(package, descriptor, base, _catalogue_iri(base), openness)
    yield from _versions(_dataset_iri(base, package.name), version, str(descriptor["disclosure"]["licence"]), base)


def _catalogue_iri(base: str) -> str:
    return f"{base}catalogue"


def _dataset_iri(base: str, name: str) -> str:
    return f"{base}disclosure/{quote(name)}"


def _series_iri(base: str, name: str) -> str:
    return f"{base}series/{quote(name.rsplit('-', 2)[0])}"


def _dataset(
    package: Path, descriptor: Mapping[str, Any], base: str, catalogue: str, openness: str
) -> Iterator[Triple]:
    disclosure: Mapping[str, Any] = descriptor["disclosure"]
    dataset, series = _dataset_iri(base, package.name), _series_iri(base, package.name)
    zh, en = _KINDS[str(disclosure["kind"])]
    unit, year = str(disclosure["unit_name"]), int(disclosure["year"])
    yield catalogue, "dcat:dataset", _iri(dataset)
    yield from _typed(dataset, "dcat:Dataset")
    yield dataset, "dct:identifier", Term(package.name)
    yield from _worded(dataset, "dct:title", f"{unit}{year}年{zh}", f"{package.name}: {en} {year} of {unit}")
    yield from _worded(
        dataset,
        "dct:description",
        f"{unit}{year}年{zh}的各表、文字说明、绩效目标和核对结果，源文件 {disclosure['source']}。",
        f"{en} {year} of {unit}: tables, statements of the text, performance targets and what was checked.",
    )
    yield from _pointed(dataset, "dct:language", _LANGUAGE)
    yield from _pointed(dataset, "dcat:theme", _FINANCE)
    yield from ((dataset, "dcat:keyword", Term(word, "zh")) for word in (zh, "预决算公开", unit, f"{year}年"))
    if right := ACCESS_RIGHTS.get(openness):
        yield from _pointed(dataset, "dct:accessRights", right, "dct:RightsStatement")
    yield dataset, "dcat:inSeries", _iri(series)
    yield from _series(series, disclosure, base, catalogue)
    yield from _temporal(dataset, year)
    yield from _publisher(dataset, disclosure, base)
    if disclosure["region"]:
        yield from _pointed(dataset, "dct:spatial", f"{base}code/region-{disclosure['region']}", "dct:Location")
    if disclosure["url"]:
        yield from _pointed(dataset, "dcat:landingPage", str(disclosure["url"]), "foaf:Document")
    for resource in descriptor["resources"]:
        yield from _distribution(dataset, package.name, resource, str(disclosure["licence"]), base)


def _series(series: str, disclosure: Mapping[str, Any], base: str, catalogue: str) -> Iterator[Triple]:
    unit = str(disclosure["unit_name"])
    yield catalogue, "dcat:dataset", _iri(series)
    yield from _typed(series, "dcat:DatasetSeries")
    yield from _worded(series, "dct:title", f"{unit}历年预决算", f"Budgets and final accounts of {unit}")
    yield from _worded(
        series, "dct:description", f"{unit}历年公开的预算和决算。", f"What {unit} has published over the years."
    )
    yield from _pointed(series, "dct:accrualPeriodicity", _YEARLY)
    yield from _publisher(series, disclosure, base)


def _series_in_order(names: Sequence[str], base: str) -> Iterator[Triple]:
    """First, last and the one before, by year and then budget before final accounts."""
    series: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda n: n.rsplit("-", 2)[1:]):
        series.setdefault(_series_iri(base, name), []).append(_dataset_iri(base, name))
    for iri, members in series.items():
        yield iri, "dcat:first", _iri(members[0])
        yield iri, "dcat:last", _iri(members[-1])
        yield from ((later, "dcat:prev", _iri(earlier)) for earlier, later in pairwise(members))


def _versions(dataset: str, version: Version, licence: str, base: str) -> Iterator[Triple]:
    """The version, and the package of each earlier one as a download: harvesters take a dataset for another one."""
    yield dataset, "dcat:version", Term(version.version)
    for earlier, address in version.earlier.items():
        distribution = f"{dataset}#version-{earlier}"
        yield from _pointed(dataset, "dcat:distribution", distribution, "dcat:Distribution")
        yield from _worded(
            distribution, "dct:title", f"旧版本 {earlier} 的完整数据包", f"Whole package of version {earlier}"
        )
        yield distribution, "dcat:accessURL", _iri(address)
        yield distribution, "dcat:downloadURL", _iri(address)
        yield from _typed(address, "rdfs:Resource")
        yield from _pointed(distribution, "dcat:mediaType", f"{_MEDIA_TYPES}application/zip", "dct:MediaType")
        if licence:
            yield from _licence(distribution, licence, base)


def _services(datasets: Sequence[str], base: str, catalogue: str) -> Iterator[Triple]:
    """What answers questions about every dataset: the SPARQL endpoint and the interface for programs."""
    for name, zh, en, address, standard, description in (
        ("sparql", "SPARQL 查询", "SPARQL queries", "sparql", _SPARQL, ".well-known/void"),
        ("api", "数据接口", "Data API (JSON)", "api/observations", _OPENAPI, "api/openapi.json"),
    ):
        service = f"{base}service/{name}"
        yield catalogue, "dcat:service", _iri(service)
        yield from _typed(service, "dcat:DataService")
        yield from _worded(service, "dct:title", zh, en)
        yield from _pointed(service, "dcat:endpointURL", f"{base}{address}", "rdfs:Resource")
        yield from _pointed(service, "dcat:endpointDescription", f"{base}{description}", "rdfs:Resource")
        yield from _pointed(service, "dct:conformsTo", standard)
        yield from ((service, "dcat:servesDataset", _iri(dataset)) for dataset in datasets)


def _temporal(dataset: str, year: int) -> Iterator[Triple]:
    period = f"{dataset}#period"
    yield from _pointed(dataset, "dct:temporal", period, "dct:PeriodOfTime")
    yield period, "dcat:startDate", Term(f"{year}-01-01", datatype="xsd:date")
    yield period, "dcat:endDate", Term(f"{year}-12-31", datatype="xsd:date")


def _publisher(subject: str, disclosure: Mapping[str, Any], base: str) -> Iterator[Triple]:
    name = str(disclosure["publisher"] or disclosure["unit_name"])
    key = disclosure["unit_code"] or quote(name)
    agent = f"{base}agent/{disclosure['region'] or '000000'}-{key}"
    yield from _pointed(subject, "dct:publisher", agent, "foaf:Agent")
    yield agent, "foaf:name", Term(name, "zh")


def _licence(subject: str, licence: str, base: str) -> Iterator[Triple]:
    known = licence_of(licence)
    iri = known.iri or f"{base}licence/{quote(licence)}"
    yield from _pointed(subject, "dct:license", iri, "dct:LicenseDocument")
    yield iri, "dct:title", Term(known.title, "zh")


def _distribution(dataset: str, name: str, resource: Mapping[str, Any], licence: str, base: str) -> Iterator[Triple]:
    path = str(resource["path"])
    distribution, address = f"{dataset}#{quote(path, safe='')}", f"{base}packages/{quote(name)}/{quote(path)}"
    yield from _pointed(dataset, "dcat:distribution", distribution, "dcat:Distribution")
    yield distribution, "dct:title", Term(str(resource.get("title") or path), "zh")
    yield distribution, "dcat:accessURL", _iri(address)
    yield distribution, "dcat:downloadURL", _iri(address)
    yield from _typed(address, "rdfs:Resource")
    if licence:
        yield from _licence(distribution, licence, base)
    if file_type := _FILE_TYPES.get(path.rpartition(".")[2]):
        yield from _pointed(distribution, "dct:format", f"{_EU}file-type/{file_type}", "dct:MediaTypeOrExtent")
    if "mediatype" in resource:
        yield from _pointed(distribution, "dcat:mediaType", f"{_MEDIA_TYPES}{resource['mediatype']}", "dct:MediaType")
    if "bytes" in resource:
        yield distribution, "dcat:byteSize", Term(str(resource["bytes"]), datatype="xsd:nonNegativeInteger")
    if "hash" in resource:
        yield from _checksum(distribution, str(resource["hash"]).removeprefix("sha256:"))


def _checksum(distribution: str, value: str) -> Iterator[Triple]:
    checksum = f"{distribution}-checksum"
    yield from _pointed(distribution, "spdx:checksum", checksum, "spdx:Checksum")
    yield from _pointed(checksum, "spdx:algorithm", _SHA256, "spdx:ChecksumAlgorithm")
    yield checksum, "spdx:checksumValue", Term(value, datatype="xsd:hexBinary")


def _worded(subject: str, predicate: str, zh: str, en: str) -> Iterator[Triple]:
    yield subject, predicate, Term(zh, "zh")
    yield subject, predicate, Term(en, "en")


def _pointed(subject: str, predicate: str, iri: str, kind: str = "") -> Iterator[Triple]:
    """A triple to a thing, and what that thing is."""
    yield subject, predicate, _iri(iri)
    yield from _typed(iri, kind or _TYPES[iri])


def _typed(subject: str, kind: str) -> Iterator[Triple]:
    yield subject, "rdf:type", _iri(_expand(kind))


def _iri(value: str) -> Term:
    return Term(value, is_iri=True)


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
