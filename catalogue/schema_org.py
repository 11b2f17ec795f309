"""Each dataset for search engines and machine learning: schema.org Dataset and Croissant 1.0 in JSON-LD.

Sources: schema.org Dataset (V28); MLCommons Croissant Format Specification 1.0. Both are computed from the package's
descriptor alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..datapackage.package import read_descriptor
from ..datapackage.remembered import Remembered, of_runs, state_of
from ..ontology.ntriples import writing
from .openness import licence_of
from .versions import FIRST, Version, read_versions

FOLDER = "catalogue"
_KINDS = {"budget": "预算", "final": "决算"}
_TYPES = {"number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean"}
_CROISSANT = "http://mlcommons.org/croissant/"
_CONTEXT: dict[str, Any] = {
    "@language": "zh", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": _CROISSANT,
    "rai": f"{_CROISSANT}RAI/", "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate", "separator": "cr:separator",
    "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip


def write_descriptions(packages: Sequence[Path], folder: Path, base: str) -> None:
    """``catalogue/<package>.schema-org.jsonld`` and ``.croissant.json`` in ``folder``. Raises OSError, PackageError."""
    (folder / FOLDER).mkdir(exist_ok=True)
    versions = read_versions(folder)
    single, together = (
        Remembered(folder, kind, Path(__file__).parent, base) for kind in ("descriptions", "description-runs")
    )

    def version(package: Path) -> str:
        return versions.get(package.name, Version()).version

    def write(package: Path) -> dict[str, int]:
        return _write(package, folder, base, version(package))

    ordered = sorted(packages)
    runs = of_runs(ordered, single, together, write, dict, lambda package: f"{state_of(package)} {version(package)}")
    wanted = {name: sizes for run in runs for name, sizes in run.items()}
    with os.scandir(folder / FOLDER) as entries:
        found = {entry.name: entry.stat().st_size for entry in entries}
    for package in ordered:
        if any(found.get(name) != size for name, size in wanted[package.name].items()):
            write(package)
    for stale in found.keys() - {name for sizes in wanted.values() for name in sizes}:
        (folder / FOLDER / stale).unlink()


def _write(package: Path, folder: Path, base: str, version: str) -> dict[str, int]:
    """Write the descriptions of a package; returns the names of the files, and their sizes.

    They are not flushed one by one, which takes longer than all else about them: a later run finds by the size what the
    disk did not get, and makes it again.
    """
    descriptor = read_descriptor(package)
    described = {
        f"{package.name}.schema-org.jsonld": schema_org(package.name, descriptor, base, version),
        f"{package.name}.croissant.json": croissant(package.name, descriptor, base, version),
    }
    sizes = dict[str, int]()
    for name, value in described.items():
        text = f"{json.dumps(value, ensure_ascii=False)}\n".encode()
        with writing(folder / FOLDER / name) as file:
            sizes[name] = file.write(text)
    return sizes


def schema_org(name: str, descriptor: Mapping[str, Any], base: str, version: str) -> dict[str, Any]:
    """The dataset as schema.org says it."""
    downloads = [_download(name, resource, base) for resource in descriptor["resources"]]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **_common(name, descriptor, base, version),
        "distribution": downloads,
    }


def _common(name: str, descriptor: Mapping[str, Any], base: str, version: str) -> dict[str, Any]:
    disclosure: Mapping[str, Any] = descriptor["disclosure"]
    year, kind, licence = disclosure["year"], _KINDS[str(disclosure["kind"])], licence_of(str(disclosure["licence"]))
    described = {
        "@id": f"{base}disclosure/{quote(name)}",
        "name": f"{disclosure['unit_name']} {year} 年{kind}",
        "description": f"{disclosure['unit_name']}公开的 {year} 年{kind}，转换为表格；每个数都指回它印在原件的哪一格。",
        "identifier": name,
        "version": version,
        "url": f"{base}disclosure/{quote(name)}",
        "inLanguage": "zh",
        "isAccessibleForFree": True,
        "keywords": [kind, "预决算公开", str(disclosure["unit_name"]), f"{year}年"],
        "temporalCoverage": f"{year}-01-01/{year}-12-31",
        "license": licence.iri or str(disclosure["licence"]),
        "creator": {"@type": "GovernmentOrganization", "name": disclosure["publisher"] or disclosure["unit_name"]},
        "sameAs": disclosure["url"],
    }
    return {key: value for key, value in described.items() if value != ""}


def _download(name: str, resource: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": str(resource.get("title") or resource["path"]),
        "contentUrl": f"{base}packages/{quote(name)}/{quote(str(resource['path']))}",
        "encodingFormat": resource["mediatype"],
        "contentSize": f"{resource['bytes']} B",
        "sha256": str(resource["hash"]).removeprefix("sha256:"),
    }


def croissant(name: str, descriptor: Mapping[str, Any], base: str, version: str = FIRST) -> dict[str, Any]:
    """The dataset as Croissant says it: files with checksums, and a record set for each tidy table."""
    tables = [
        r for r in descriptor["resources"] if str(r["path"]).startswith("data/") and r.get("schema", {}).get("name")
    ]
    common = _common(name, descriptor, base, version)
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        **common,
        "creator": {"@type": "Organization", "name": common["creator"]["name"]},  # Croissant knows no other kind
        "citeAs": f"{common['creator']['name']}. {common['name']}. {version}. {common['url']}",
        "conformsTo": f"{_CROISSANT}1.0",
        "distribution": [_file(name, resource, base) for resource in tables],
        "recordSet": [_records(resource) for resource in tables],
    }


def _file(name: str, resource: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {**_download(name, resource, base), "@type": "cr:FileObject", "@id": resource["name"]}


def _records(resource: Mapping[str, Any]) -> dict[str, Any]:
    set_id, schema = f"{resource['name']}-records", resource["schema"]
    records: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": set_id,
        "name": set_id,
        "description": str(resource["title"]),
    }
    if key := schema.get("primaryKey"):
        records["key"] = [{"@id": f"{set_id}/{column}"} for column in key]
    return {**records, "field": list(_columns(set_id, resource))}


def _columns(set_id: str, resource: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for column in resource["schema"]["fields"]:
        yield {
            "@type": "cr:Field",
            "@id": f"{set_id}/{column['name']}",
            "name": column["name"],
            "description": f"{column.get('title', '')} {column.get('description', '')}".strip(),
            "dataType": _TYPES.get(column["type"], "sc:Text"),
            "source": {"fileObject": {"@id": resource["name"]}, "extract": {"column": column["name"]}},
        }
