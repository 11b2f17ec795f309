"""What a portal is to hold of one package: the words that a person finds, the files, and ids that stay.

Everything here is computed from the package and its downloads alone; the portal is not asked.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..datapackage.classification import functional
from ..datapackage.package import read_descriptor
from .exports import Export, Table, stage
from .openness import ACCESS_RIGHTS, OPEN, licence_of

KINDS = {"budget": ("预算", "budget"), "final": ("决算", "final accounts")}
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
YEARLY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
FINANCE = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
SHA256_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
#: Extras and resource fields by which we know our own again.
PACKAGE_KEY, BASE_KEY, PATH_KEY, LOADED_KEY = "yusuan_package", "yusuan_base", "yusuan_path", "datastore_fingerprint"
WORDS_KEY = "yusuan_keywords"
_TAG = re.compile(r"[^\w\-. ]+")
_MIME = {
    ".csv": "text/csv", ".html": "text/html", ".json": "application/json", ".jsonl": "application/jsonl",
    ".nt": "application/n-triples", ".ttl": "text/turtle", ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".zip": "application/zip",
    ".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain", ".xls": "application/vnd.ms-excel", ".md": "text/markdown",
}  # fmt: skip
#: Downloads that are no tables: name in Chinese and English, what it is for.
_TITLES: dict[str, tuple[str, str, str]] = {
    "report.html": ("核对报告", "Validation report", "每一项核对、疑点和修复，供人阅读。"),
    "report.json": ("核对报告(JSON)", "Validation report, JSON", "同一份核对报告，供程序读取。"),
    "rdf/data.nt": ("关联数据(N-Triples)", "Linked data, N-Triples", "RDF Data Cube 观测与概念。"),
    "rdf/provenance.nt": ("出处(N-Triples)", "Provenance, N-Triples", "每个数印在原件的哪一格 (PROV)。"),
    "data.ttl": ("关联数据(Turtle)", "Linked data, Turtle", "与 N-Triples 相同的数据，便于阅读。"),
    "tables.xlsx": ("全部表格(Excel)", "All tables, Excel", "一个工作簿，各列有类型，第一张表是说明。"),
    "tables-excel-csv.zip": (
        "全部表格(Excel 可直接打开的 CSV)",
        "All tables, CSV for Excel",
        "编码保持文本。",
    ),
    "tables-parquet.zip": (
        "全部表格(Parquet)",
        "All tables, Parquet",
        "金额为精确小数。",
    ),
    "observations.jsonl": ("数值(JSON Lines)", "Observations, JSON Lines", "一行一个数，金额为文本以免失真。"),
    "tables.sqlite": ("全部表格(SQLite)", "All tables, SQLite", "一个数据库文件，columns 表解释各列。"),
    "package.zip": ("完整数据包", "The whole data package", "Frictionless 数据包：表、RDF、报告和 datapackage.json。"),
    "CHANGES.json": ("变更清单(JSON)", "List of changes, JSON", "各版本新增、撤回、更正了哪些数。"),
    "CHANGES.md": ("变更说明", "List of changes", "各版本新增、撤回、更正了哪些数，供人阅读。"),
}


@dataclass(frozen=True, slots=True)
class Publication:
    """What the operator says of one document's publication, from ``sources.toml``."""

    openness: str = ""
    owner_org: str = ""
    source: str = ""  # path of the document itself
    held: str = ""  # why it waits for a person


@dataclass(frozen=True, slots=True)
class Resource:
    """One file at the portal."""

    id: str
    path: str
    export: Export
    fields: Mapping[str, str]
    table: Table | None = None  # where it is also loaded into the DataStore


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset as it should stand at the portal. ``fields`` and ``extras`` are the ones that are ours."""

    id: str
    name: str
    base: str
    package: Path
    organisation: Organisation
    groups: Mapping[str, str]  # name → title
    fields: Mapping[str, str]
    extras: Mapping[str, str]
    keywords: tuple[str, ...]
    resources: tuple[Resource, ...]
    openness: str = OPEN
    held: str = ""
    personal: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


def stable_id(base: str, *parts: str) -> str:
    """A UUID that the same parts give on every run and machine: what makes a repeated create harmless."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, base + "/".join(parts)))


def describe(package: Path, staged: Path, base: str, publication: Publication) -> Dataset:
    """The dataset of ``package``; its downloads are made in ``staged``. Raises PackageError, OSError."""
    descriptor = read_descriptor(package)
    disclosure: Mapping[str, Any] = descriptor["disclosure"]
    name = package.name.lower()
    downloads = stage(package, staged)
    exports = [*downloads.exports, *_original(descriptor, publication)]
    found = {t.path: t for t in downloads.tables}
    resources = tuple(resource(base, name, e, found.get(e.path), str(disclosure["source"])) for e in exports)
    classes = _classes(downloads.functions, int(disclosure["year"]))
    return Dataset(
        id=stable_id(base, "dataset", name),
        name=name,
        base=base,
        package=package,
        organisation=organisation(disclosure, publication.owner_org),
        groups={f"function-{code}": title for code, title in classes.items()},
        fields=dict(_fields(disclosure)),
        extras=dict(_extras(disclosure, base, name, publication.openness)),
        keywords=tuple(keywords(disclosure, classes.values())),
        resources=resources,
        openness=publication.openness,
        held=publication.held,
        personal=downloads.personal,
    )


# --- words ------------------------------------------------------------------------------------------------


def title_of(disclosure: Mapping[str, Any]) -> str:
    """``武汉市信息中心 2024 年单位预算``: spaces part what CKAN's search would take for one word."""
    scope = {"unit": "单位", "department": "部门", "government": "政府"}[str(disclosure["scope"])]
    return f"{disclosure['unit_name']} {disclosure['year']} 年{scope}{KINDS[str(disclosure['kind'])][0]}"


def _fields(disclosure: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    licence = licence_of(str(disclosure["licence"]))
    yield "title", title_of(disclosure)
    yield "notes", _notes(disclosure)
    yield "license_id", licence.ckan_id
    yield "url", str(disclosure["url"])
    yield "author", str(disclosure["publisher"] or disclosure["unit_name"])


def _notes(disclosure: Mapping[str, Any]) -> str:
    unit, year = disclosure["unit_name"], disclosure["year"]
    zh, en = KINDS[str(disclosure["kind"])]
    return (
        f"**{unit}** 公开的 {year} 年{zh}：收支总表、功能分类和经济分类支出、“三公”经费、项目与绩效目标，"
        "转换为可以直接使用的表格。每个数都指回它印在原件的哪一格，并注明是否由文件自身的勾稽关系证实；"
        "金额一律为元，编码一律为文本。原件与表格之间的疑点见核对报告。\n\n"
        f"*{en.capitalize()} of {unit} for {year}*: revenue and expenditure by function and by economic category, "
        "official hospitality, vehicles and travel, projects and performance targets, as tables ready to use. Every "
        "amount leads back to the cell that it was printed in and says whether the document's own accounting proves "
        "it. Amounts are in yuan, codes are text."
    )


def _extras(disclosure: Mapping[str, Any], base: str, name: str, openness: str) -> Iterator[tuple[str, str]]:
    year, licence = disclosure["year"], licence_of(str(disclosure["licence"]))
    zh, _ = KINDS[str(disclosure["kind"])]
    yield "identifier", name
    yield "uri", f"{base}disclosure/{name}"
    yield "in_series", f"{base}series/{name.rsplit('-', 2)[0]}"
    yield "temporal_start", f"{year}-01-01"
    yield "temporal_end", f"{year}-12-31"
    yield "language", json.dumps([LANGUAGE])
    yield "frequency", YEARLY
    yield "theme", json.dumps([FINANCE])
    yield "access_rights", ACCESS_RIGHTS.get(openness, "")
    yield "publisher_name", str(disclosure["publisher"] or disclosure["unit_name"])
    if disclosure["region"]:
        yield "spatial_uri", f"{base}code/region-{disclosure['region']}"
    if licence.iri:
        yield "license_url", licence.iri
    # Wuhan's core metadata for open public data, DB4201/T 677.1, under names that CKAN can search by.
    yield "data_domain", "财税金融"
    yield "subject_category", "财政预决算"
    yield "industry_category", "国家机构"
    yield "update_cycle", "每年"
    yield "openness_type", openness
    yield "source_department", str(disclosure["department_name"] or disclosure["publisher"] or disclosure["unit_name"])
    yield "unit_code", str(disclosure["unit_code"])
    yield "fiscal_year", str(year)
    yield "document_kind", zh
    yield "source_sha256", str(disclosure["sha256"])
    yield PACKAGE_KEY, name
    yield BASE_KEY, base


def keywords(disclosure: Mapping[str, Any], classes: Iterable[str]) -> Iterator[str]:
    """Words to be found by. CKAN takes a text without spaces for one word, so that names are also given in parts."""
    zh, en = KINDS[str(disclosure["kind"])]
    seen: set[str] = set()
    words = [*_parts(str(disclosure["unit_name"])), *_parts(str(disclosure["department_name"])), zh]
    words += [f"{disclosure['year']}年", f"{disclosure['year']}年{zh}", "预决算公开", en, *classes]
    for word in words:
        tag = " ".join(_TAG.sub(" ", word).split())[:100]
        if len(tag) > 1 and tag not in seen:
            seen.add(tag)
            yield tag


def _parts(name: str) -> Iterator[str]:
    """武汉市信息中心(武汉市大数据中心) → both names, then both without the place that they begin with."""
    for part in re.split(r"[()（）]", name):
        yield part
        if match := re.match(r"\w{2,6}?(?:省|市|自治区|自治州|地区|区|县)(?=\w{4})", part):
            yield part[match.end() :]


def organisation(disclosure: Mapping[str, Any], owner_org: str) -> Organisation:
    """The organisation that holds the dataset: the one that the operator names, else the department."""
    title = str(disclosure["department_name"] or disclosure["publisher"] or disclosure["unit_name"])
    if owner_org:
        return Organisation(owner_org, owner_org)
    code = str(disclosure["department_code"]) or sha256(title.encode()).hexdigest()[:8]
    return Organisation(f"budget-{disclosure['region'] or '000000'}-{code}".lower(), title)


def _classes(codes: Sequence[str], year: int) -> dict[str, str]:
    """Functional classes (类): code → name in the edition of the year; codes that it does not know are left out."""
    names = {c.code: c.name for c in functional(year).concepts if c.level == 1}
    return {code: names[code] for code in codes if code in names}


# --- files ------------------------------------------------------------------------------------------------


def _original(descriptor: Mapping[str, Any], publication: Publication) -> list[Export]:
    """The document itself, where its licence allows that and the converter met no personal data in it."""
    file = Path(publication.source) if publication.source else None
    allowed = licence_of(str(descriptor["disclosure"]["licence"])).copies and not descriptor["redactions"]
    if not allowed or file is None or not file.is_file():
        return []
    digest = sha256(file.read_bytes()).hexdigest()
    if digest != descriptor["disclosure"]["sha256"]:
        return []  # not the document that the package was made from any more
    return [Export(f"original{file.suffix.lower()}", file, file.stat().st_size, digest)]


def resource(base: str, name: str, export: Export, table: Table | None = None, source: str = "") -> Resource:
    """One file of the dataset ``name`` as a portal is to show it."""
    zh, en, about = _labels(export.path, table, source)
    suffix = Path(export.path).suffix
    fields = {
        "name": f"{zh} {en}",
        "description": about,
        "format": {".nt": "N-Triples", ".ttl": "Turtle", ".jsonl": "JSONL"}.get(suffix, suffix[1:].upper()),
        "mimetype": _MIME.get(suffix, "application/octet-stream"),
        "hash": export.sha256,
        "hash_algorithm": SHA256_ALGORITHM,
        PATH_KEY: export.path,
    }
    if table:
        fields[LOADED_KEY] = fingerprint(table, export.sha256)
    return Resource(stable_id(base, "resource", name, export.path), export.path, export, fields, table)


def _labels(path: str, table: Table | None, source: str) -> tuple[str, str, str]:
    if table:
        return table.title, table.name, f"{len(table.columns)} 列，各列的名称和说明见数据字典。"
    if path in _TITLES:
        return _TITLES[path]
    if path.startswith("versions/"):
        return f"旧版本 {Path(path).stem}", f"Version {Path(path).stem}", "这一版本的完整数据包，原样保留。"
    if path.startswith("original"):
        return "原件", "Original document", f"单位公开的原文件 {source}，未作改动。"
    return path, path, ""


def fingerprint(table: Table, digest: str) -> str:
    """What the DataStore holds when it is loaded: the rows, and the dictionary that explains them."""
    dictionary = [[c.name, c.type, c.title, c.description] for c in table.columns]
    return sha256((digest + json.dumps(dictionary, ensure_ascii=False)).encode()).hexdigest()[:32]


def upload_name(resource_path: str, name: str) -> str:
    """The file name that a download carries: CKAN keeps only ASCII of it."""
    return f"{name}-{resource_path.replace('/', '-')}"
