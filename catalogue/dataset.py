"""What a portal is to hold of one package: the words that a person finds, the files, and ids that stay.

Everything here is computed from the package and its downloads alone; the portal is not asked.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..datapackage.classification import functional
from ..datapackage.package import file_hash, read_descriptor
from ..datapackage.units import counted
from ..settings import DEFAULT_BASE
from .exports import Export, stage
from .labels import format_of, label_of, mimetype_of
from .openness import ACCESS_RIGHTS, OPEN, licence_of
from .personal import personal_data, personal_words
from .tables import Table

KINDS = {"budget": ("预算", "budget"), "final": ("决算", "final accounts")}
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
YEARLY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
FINANCE = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
SHA256_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
#: Extras and resource fields by which we know our own again.
PACKAGE_KEY, BASE_KEY, PATH_KEY, LOADED_KEY = "yusuan_package", "yusuan_base", "yusuan_path", "datastore_fingerprint"
WORDS_KEY = "yusuan_keywords"
_TAG = re.compile(r"[^\w\-. ]+")


@dataclass(frozen=True, slots=True)
class Publication:
    """What the operator says of one document's publication, from ``sources.toml``."""

    openness: str = ""
    owner_org: str = ""
    source: str = ""  # path of the document itself, the first of its files
    held: str = ""  # why it waits for a person
    more: tuple[str, ...] = ()  # paths of its other files


@dataclass(frozen=True, slots=True)
class Resource:
    """One file at the portal, or a link where it has no ``export``."""

    id: str
    path: str
    export: Export | None
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
    problems: tuple[str, ...] = ()  # what is wrong with the package


def stable_id(base: str, *parts: str) -> str:
    """A UUID that the same parts give on every run and machine: what makes a repeated create harmless."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, base + "/".join(parts)))


def describe(package: Path, staged: Path, base: str, publication: Publication) -> Dataset:
    """The dataset of ``package``; its downloads are made in ``staged``. Raises PackageError, OSError."""
    descriptor = read_descriptor(package)
    disclosure: Mapping[str, Any] = descriptor["disclosure"]
    name = package.name.lower()
    downloads = stage(package, staged)
    exports = [*downloads.exports, *originals(descriptor, publication, staged)]
    found = {t.path: t for t in downloads.tables}
    resources = [
        resource(base, name, e, found.get(e.path), downloads.rows.get(e.path), str(disclosure["source"]))
        for e in exports
    ]
    classes = _classes(downloads.functions, int(disclosure["year"]))
    report = _report(package)
    wanted = Dataset(
        id=stable_id(base, "dataset", name),
        name=name,
        base=base,
        package=package,
        organisation=organisation(disclosure, publication.owner_org),
        groups={f"function-{code}": title for code, title in classes.items()},
        fields=dict(_fields(disclosure, report)),
        extras=dict(_extras(disclosure, report, base, name, publication.openness)),
        keywords=tuple(keywords(disclosure, classes.values())),
        resources=(*resources, *links(disclosure, base, name)),
        openness=publication.openness,
        held=publication.held,
        personal=downloads.personal,
        problems=downloads.problems,
    )
    told = [*wanted.fields.values(), *wanted.extras.values(), *wanted.keywords, wanted.organisation.title]
    kinds = personal_words(told)
    return replace(wanted, personal={**wanted.personal, "metadata": kinds}) if kinds else wanted


# --- words ------------------------------------------------------------------------------------------------


def title_of(disclosure: Mapping[str, Any]) -> str:
    """``武汉市信息中心 2024 年单位预算``: spaces part what CKAN's search would take for one word."""
    scope = {"unit": "单位", "department": "部门", "government": "政府"}[str(disclosure["scope"])]
    return f"{disclosure['unit_name']} {disclosure['year']} 年{scope}{KINDS[str(disclosure['kind'])][0]}"


def _report(package: Path) -> dict[str, int]:
    """How many amounts, checks and findings the package's own report counts; nothing where it has none."""
    try:
        told = json.loads((package / "report.json").read_text("utf-8"))
        amounts, checks, findings = told["amounts"], told["checks"], told["findings"]["by_severity"]
        return {
            "amounts": amounts["total"],
            "amounts_proven": amounts["proven"],
            "amounts_unproven": amounts["unproven"],
            "checks": checks["total"],
            **{f"checks_{k.replace('-', '_')}": n for k, n in checks["by_outcome"].items()},
            **{f"findings_{k}": n for k, n in findings.items()},
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _fields(disclosure: Mapping[str, Any], report: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    licence = licence_of(str(disclosure["licence"]))
    yield "title", title_of(disclosure)
    yield "notes", _notes(disclosure, report)
    yield "license_id", licence.ckan_id
    yield "url", str(disclosure["url"])
    yield "author", str(disclosure["publisher"] or disclosure["unit_name"])


def _notes(disclosure: Mapping[str, Any], report: Mapping[str, int]) -> str:
    unit, year = disclosure["unit_name"], disclosure["year"]
    zh, en = KINDS[str(disclosure["kind"])]
    counted, counted_en = _counted(report)
    return (
        f"**{unit}** 公开的 {year} 年{zh}：收支总表、功能分类和经济分类支出、“三公”经费、项目与绩效目标，"
        f"转换为可以直接使用的表格。每个数都指回它印在原件的哪一格。{counted}金额一律为元，编码一律为文本。\n\n"
        "想直接看数，打开“全部表格(Excel)”；想知道数可不可信，看“核对报告”；想编程使用，取“数值”或“完整数据包”。\n\n"
        f"*{en.capitalize()} of {unit} for {year}*: revenue and expenditure by function and by economic category, "
        "official hospitality, vehicles and travel, projects and performance targets, as tables ready to use. Every "
        f"amount leads back to the cell that it was printed in. {counted_en}Amounts are in yuan, codes are text."
    )


def _counted(report: Mapping[str, int]) -> tuple[str, str]:
    """What was proven and what was found, in Chinese and in English."""
    if not report:
        return "", ""
    held, left = report["amounts_proven"], report["amounts_unproven"]
    errors, warnings = report.get("findings_error", 0), report.get("findings_warning", 0)
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    return (
        f"共 {report['amounts']} 个金额，{held} 个由文件自身的勾稽关系证实，{left} 个未证实；"
        f"做了 {report['checks']} 项核对，{report.get('checks_failed', 0)} 项不符，"
        f"列出错误 {errors} 处、警告 {warnings} 处。",
        f"Of {report['amounts']} amounts the document's own accounting proves {held}; {left} are unproven. Of "
        f"{report['checks']} checks {report.get('checks_failed', 0)} failed: {found}. ",
    )


def _extras(
    disclosure: Mapping[str, Any], report: Mapping[str, int], base: str, name: str, openness: str
) -> Iterator[tuple[str, str]]:
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
    yield from ((key, str(count)) for key, count in report.items())
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


def originals(descriptor: Mapping[str, Any], publication: Publication, staged: Path) -> list[Export]:
    """The document itself, where its licence allows that and neither look met personal data in any file of it."""
    files = [Path(each) for each in (publication.source, *publication.more) if each]
    allowed = licence_of(str(descriptor["disclosure"]["licence"])).copies and not descriptor["redactions"]
    if not allowed or not files or not all(file.is_file() for file in files):
        return []
    digests = [file_hash(file) for file in files]
    told = [digest for _, digest in descriptor["disclosure"].get("files", ())]
    if digests != (told or [descriptor["disclosure"]["sha256"]]):
        return []  # not the document that the package was made from any more
    if any(_seen_personal(file, digest, staged) for file, digest in zip(files, digests, strict=True)):
        return []
    return [
        Export(f"original{f'-{number}' if told else ''}{file.suffix.lower()}", file, file.stat().st_size, digest)
        for number, (file, digest) in enumerate(zip(files, digests, strict=True), start=1)
    ]


def _seen_personal(file: Path, digest: str, staged: Path) -> list[str]:
    """The second look into an original, remembered beside its downloads."""
    kept = staged / f"original-{digest[:16]}.json"
    try:
        return list(json.loads(kept.read_text("utf-8")))
    except (OSError, ValueError):
        kinds = personal_data(file)
    kept.write_text(json.dumps(kinds), "utf-8")
    return kinds


def resource(
    base: str, name: str, export: Export, table: Table | None = None, rows: int | None = None, source: str = ""
) -> Resource:
    """One file of the dataset ``name`` as a portal is to show it."""
    label = label_of(export.path, rows, source)
    fields = {
        "name": label.name,
        "description": label.description,
        "format": format_of(export.path),
        "mimetype": mimetype_of(export.path),
        "hash": export.sha256,
        "hash_algorithm": SHA256_ALGORITHM,
        PATH_KEY: export.path,
    }
    if table:
        # As ckanext-validation names it: the rows were checked against their Table Schema when the files were made.
        fields |= {"validation_status": "success", LOADED_KEY: fingerprint(table, export.sha256)}
    return Resource(stable_id(base, "resource", name, export.path), export.path, export, fields, table)


def links(disclosure: Mapping[str, Any], base: str, name: str) -> Iterator[Resource]:
    """Where readers go on: pages and endpoint of the site at ``base``; none for identifiers that no site serves."""
    if base == DEFAULT_BASE:
        return
    unit = str(disclosure["unit_code"] or disclosure["unit_name"])
    for path, address, shown in (
        ("links/disclosure", f"{base}disclosures/{quote(name)}", "HTML"),
        ("links/unit", f"{base}units/{quote(unit)}", "HTML"),
        ("links/sparql", f"{base}sparql", "SPARQL"),
    ):
        label = label_of(path)
        fields = {
            "name": label.name,
            "description": label.description,
            "format": shown,
            "url": address,
            PATH_KEY: path,
        }
        yield Resource(stable_id(base, "resource", name, path), path, None, fields)


def fingerprint(table: Table, digest: str) -> str:
    """What the DataStore holds when it is loaded: the rows, and the dictionary that explains them."""
    dictionary = [[c.name, c.type, c.title, c.description] for c in table.columns]
    return sha256((digest + json.dumps(dictionary, ensure_ascii=False)).encode()).hexdigest()[:32]


def upload_name(resource_path: str, name: str) -> str:
    """The file name that a download carries: CKAN keeps only ASCII of it."""
    return f"{name}-{resource_path.replace('/', '-')}"
