"""Is a package what it says it is: Frictionless, its hashes, its ids, and what its rows say of each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast

from .keys import broken_keys
from .model import Conversion, format_decimal, identify
from .package import DESCRIPTOR, PackageError, file_hash, read_descriptor, read_package, read_rows
from .records import RESOURCES, columns, encode_all, schema
from .report import build_report


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a package. Rows count from 1, the header being the first."""

    file: str  # path within the package
    check: str
    message: str
    message_en: str
    row: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}" + (f" 第 {self.row} 行" if self.row else "") + (f" {self.field}" if self.field else "")
        return f"{place}: {self.message} / {self.message_en}"


def validate_package(folder: Path) -> Iterator[Problem]:
    """Every problem of the package in ``folder``; none means that it is whole and as it was written."""
    try:
        descriptor = read_descriptor(folder)
    except PackageError as error:
        yield Problem(DESCRIPTOR, "readable", error.zh, error.en)
        return
    suspect: set[str] = set()
    found = (*_check_files(folder, descriptor), *_check_frictionless(folder, descriptor), *_check_keys(folder))
    for problem in found:
        suspect.add(problem.file)
        yield problem
    try:
        conversion = read_package(folder)
    except PackageError as error:
        file = error.file.relative_to(folder).as_posix()
        if file not in suspect:
            yield Problem(file, "readable", error.zh, error.en)
        return
    yield from _check_ids(conversion)
    yield from _check_rows(folder, conversion)
    yield from _check_references(conversion)
    yield from _check_report(folder, conversion)


def _check_files(folder: Path, descriptor: dict[str, Any]) -> Iterator[Problem]:
    """Every listed file is there with its bytes and hash; every resource is listed, with our schema."""
    listed = {str(r.get("path")): r for r in _resources(descriptor)}
    for path, resource in listed.items():
        yield from _check_file(folder, path, resource)
    for name in (r.name for r in RESOURCES):
        resource = listed.get(f"data/{name}.csv")
        if resource is None:
            yield Problem(DESCRIPTOR, "resource-listed", f"没有列出 data/{name}.csv", f"data/{name}.csv is not listed")
        elif resource.get("schema") != schema(name):
            yield Problem(DESCRIPTOR, "schema", f"{name} 的定义被改动", f"the schema of {name} is not ours")
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    for path in sorted(present - set(listed) - {DESCRIPTOR}):
        yield Problem(path, "file-listed", "数据包没有列出这个文件", "the package does not list this file")


def _check_file(folder: Path, path: str, resource: dict[str, Any]) -> Iterator[Problem]:
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        yield Problem(DESCRIPTOR, "path", f"路径 {path!r} 在数据包之外", f"path {path!r} leaves the package")
    elif not file.is_file():
        yield Problem(path, "file-present", "缺少文件", "the file is missing")
    elif file.stat().st_size != resource.get("bytes"):
        size, said = file.stat().st_size, resource.get("bytes")
        yield Problem(path, "bytes", f"文件有 {size} 字节,应为 {said}", f"{size} bytes, {said} were written")
    elif f"sha256:{file_hash(file)}" != resource.get("hash"):
        yield Problem(path, "hash", "内容在写出后被改动", "the content is not what was written")


def _resources(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return []
    return [cast("dict[str, Any]", r) for r in cast("list[Any]", resources) if isinstance(r, dict)]


#: What Frictionless calls a problem, in Chinese; ``{cell}`` and ``{note}`` are its own.
_FRICTIONLESS = {
    "blank-row": "空行",
    "constraint-error": "“{cell}”不合规定: {note}",
    "encoding-error": "不是 UTF-8",
    "extra-cell": "多出单元格",
    "foreign-key": "指向的数值不存在",
    "missing-cell": "缺少单元格",
    "primary-key": "标识重复或缺失",
    "source-error": "文件是空的或已损坏",
    "type-error": "“{cell}”的类型不对: {note}",
    "extra-label": "表头与定义不符",
    "incorrect-label": "表头与定义不符",
    "missing-label": "表头与定义不符",
}
#: Found by :func:`_check_file` already.
_KNOWN = frozenset({"hash-count", "byte-count", "scheme-error"})


def _check_frictionless(folder: Path, descriptor: dict[str, Any]) -> Iterator[Problem]:
    """What Frictionless finds, one problem for each row and kind."""
    from frictionless import FrictionlessException, Package

    try:
        report = Package.from_descriptor(_without_keys(descriptor), basepath=str(folder)).validate()
    except FrictionlessException as error:
        reasons = [e.note or e.message for e in (error.reasons or [error.error])]
        for reason in reasons:
            yield Problem(DESCRIPTOR, "descriptor", f"不合 Data Package 规范: {reason}", reason)
        return
    for error in report.errors:
        yield Problem(DESCRIPTOR, error.type, f"不合 Data Package 规范: {error.note}", error.message)
    for task in report.tasks:
        seen: set[tuple[str, object]] = set()
        for error in task.errors:
            found = error.to_descriptor()
            key = (error.type, found.get("rowNumber"))
            if error.type not in _KNOWN and (error.type == "constraint-error" or key not in seen):
                seen.add(key)
                yield _problem(task.place or task.name, found)


def _without_keys(descriptor: dict[str, Any]) -> dict[str, Any]:
    """The descriptor without what :func:`_check_keys` looks at: Frictionless would hold all keys in memory."""
    kept = json.loads(json.dumps(descriptor))
    for resource in _resources(kept):
        described = resource.get("schema")
        if isinstance(described, dict):
            for name in ("primaryKey", "uniqueKeys", "foreignKeys"):
                cast("dict[str, Any]", described).pop(name, None)
    return kept


_KEYS = {
    "primary-key": ("标识重复或缺失", "the id is missing or used before"),
    "unique-key": ("内容与前面的一行重复", "repeats an earlier row"),
    "foreign-key": ("指向的行不存在", "points at nothing"),
}


def _check_keys(folder: Path) -> Iterator[Problem]:
    """Keys, in DuckDB; a file that is no CSV is told by Frictionless."""
    import duckdb

    try:
        for key in broken_keys(folder):
            zh, en = _KEYS[key.kind]
            said = ", ".join(key.values) + (f" → {key.points_at}" if key.points_at else "")
            field = " ".join(key.fields)
            yield Problem(f"data/{key.resource}.csv", key.kind, f"{zh}: {said}", f"{en}: {said}", key.row, field)
    except duckdb.Error:
        return


def _problem(file: str, found: dict[str, Any]) -> Problem:
    zh = _FRICTIONLESS.get(found["type"], "不合 Frictionless 规范: {note}")
    return Problem(
        file=file,
        check=found["type"],
        message=zh.format(cell=found.get("cell", ""), note=found.get("note", "")),
        message_en=found["message"],
        row=found.get("rowNumber"),
        field=found.get("fieldName", ""),
    )


def _check_ids(conversion: Conversion) -> Iterator[Problem]:
    """An observation id is the hash of its row: an edited row no longer has its own."""
    ids = {f.observation_id for f in identify(replace(f, observation_id="") for f in conversion.facts)}
    for row, fact in enumerate(conversion.facts, 2):
        if fact.observation_id not in ids:
            file, zh = "data/observations.csv", "标识与本行内容不符"
            yield Problem(file, "content-id", zh, "the id is not that of the row's content", row, "observation_id")
        if fact.document_id != conversion.disclosure.document_id:
            file, zh = "data/observations.csv", "属于另一份文档"
            yield Problem(file, "document", zh, "belongs to another document", row, "document_id")


def _check_rows(folder: Path, conversion: Conversion) -> Iterator[Problem]:
    """Rows are written in one way only: in order, with their ids, each number in its shortest form."""
    for resource in (r for r in RESOURCES if r.name != "tables"):
        written = (list(row.values()) for row in read_rows(folder, resource.name))
        for number, (row, expected) in enumerate(zip_longest(written, encode_all(resource, conversion)), 2):
            if row != expected:
                pairs = zip(columns(resource.name), row or [], expected or [], strict=False)
                field = next((name for name, one, other in pairs if one != other), "")
                file, zh = f"data/{resource.name}.csv", "不是规定的写法或次序"
                yield Problem(file, "canonical", zh, "not the canonical form or order", number, field)
                break


def _check_references(conversion: Conversion) -> Iterator[Problem]:
    """Lists of ids are beyond foreign keys."""
    ids = {f.observation_id for f in conversion.facts}
    for row, finding in enumerate(conversion.findings, 2):
        for missing in sorted(set(finding.observation_ids) - ids):
            zh, en = f"指向的数值 {missing} 不存在", f"observation {missing} does not exist"
            yield Problem("data/findings.csv", "reference", zh, en, row, "observation_ids")


def _check_report(folder: Path, conversion: Conversion) -> Iterator[Problem]:
    """``report.json`` counts what the package holds."""
    expected = json.loads(json.dumps(build_report(conversion), default=format_decimal))
    try:
        said = json.loads((folder / "report.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        yield Problem("report.json", "readable", f"无法读取: {error}", "cannot be read")
        return
    if said != expected:
        yield Problem("report.json", "report", "与数据包的内容不符", "does not agree with the content of the package")
