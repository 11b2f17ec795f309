"""An operator's own forms and headings, read on top of the project's.

A slip in them must not pass unseen: a misspelt word would leave a column out, or give its amounts a meaning that
nothing knows. So each key and each value is one that the project has, or the file is refused, with the place.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from ...datapackage.classification import terms

#: Names a folder of an operator's own forms and headings, read on top of the project's.
OWN_FOLDER = "YUSUAN_FORMS"
_HERE = Path(__file__).parent
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: What a form of one's own may add, and what a column and a line of it may say.
_ADDS = ("id", "titles", "columns", "lines", "groups")
_OF_COLUMN = ("id", "role", "headings", "group", "means")
_OF_LINE = ("labels", "means", "side", "opens", "under", "code_list", "above", "over", "before")
_COLUMN_ROLES = ("code", "label", "unit", "amount")
_DIMENSIONS = ("phase", "flow", "line", "fund", "origin", "category")


class FormError(Exception):
    """A form or a list of headings cannot be used; the message says which file, where in it, and why."""


def own_folder() -> Path | None:
    """The operator's own folder of forms, where one is set.

    Raises:
        FormError: it is set and is no folder.
    """
    name = os.environ.get(OWN_FOLDER, "")
    if name and not Path(name).is_dir():
        raise FormError(f"{OWN_FOLDER}: 没有这个文件夹 {name} / there is no such folder")
    return Path(name) if name else None


def own_forms() -> Iterator[dict[str, Any]]:
    """What the operator's own forms add, each a mapping with the ``id`` of a form of the project.

    Raises:
        FormError: a form cannot be read, or says what the project does not know.
    """
    folder = own_folder()
    for path in sorted(folder.glob("*.yaml")) if folder else ():
        data = _parsed(path)
        try:
            _check_form(data)
        except ValueError as error:
            raise FormError(f"{path}: {error}") from error
        yield data


def own_headings() -> Iterator[dict[str, str]]:
    """The lines of the operator's own ``headings.csv``.

    Raises:
        FormError: it has other columns, or a line says what the project does not know.
    """
    folder = own_folder()
    path = folder / "headings.csv" if folder else None
    if path is None or not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            _known("栏目 column", rows.fieldnames or (), _columns_of_headings())
            for needed in ("heading", "role"):
                if needed not in (rows.fieldnames or ()):
                    raise ValueError(f"缺少栏目 {needed} / this column is missing")
            for row in rows:
                try:
                    _check_row(row)
                except ValueError as error:
                    raise ValueError(f"第 {rows.line_num} 行 line {rows.line_num}: {error}") from error
                yield row
    except UnicodeDecodeError as error:
        raise FormError(f"{path}: 不是 UTF-8，请另存为 UTF-8 的 CSV / is not UTF-8; save it as CSV in UTF-8") from error
    except (OSError, ValueError, csv.Error) as error:
        raise FormError(f"{path}: {error}") from error


def _parsed(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text("utf-8"), _LOADER)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormError(f"{path}: 第 {at} 行 line {at}: 不是 YAML / is no YAML: {error.problem}") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise FormError(f"{path}: 读不了 / cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise FormError(f"{path}: 第一行应是 id: 表名 / it has to begin with id:")
    return cast("dict[str, Any]", data)


def _check_form(data: Mapping[str, Any]) -> None:
    _known("键 key", data, _ADDS)
    _known("id", [str(data.get("id", ""))], sorted(_of_project()["id"]))
    _texts("titles", data.get("titles", ()))
    for place, column in _entries(data, "columns"):
        _known(f"{place}的键 key", column, _OF_COLUMN)
        _known(f"{place} role", [column.get("role", "amount")], _COLUMN_ROLES)
        _texts(f"{place} headings", column.get("headings"))
        _check_means(place, column.get("means", {}))
    for place, line in _entries(data, "lines"):
        _known(f"{place}的键 key", line, _OF_LINE)
        _texts(f"{place} labels", line.get("labels", () if "code_list" in line else None))
        _check_means(place, line.get("means"))
    for heading, means in data.get("groups", {}).items():
        _check_means(f"groups {heading}", means)


def _check_row(row: Mapping[str, str | None]) -> None:
    if None in row:
        raise ValueError("栏数比表头多 / more columns than the first line names")
    _known("role", [row["role"]], sorted(_of_project()["role"]))
    _known("kind", [row.get("kind") or ""], sorted(_of_project()["kind"]))
    _check_means("", {d: row[d] for d in _DIMENSIONS if row.get(d)})


def _check_means(place: str, means: Any) -> None:
    if not isinstance(means, dict):
        raise ValueError(f"{place} 要有 means，写成 {{line: total}} 这样 / needs means, like {{line: total}}")
    said = cast("dict[str, Any]", means)
    _known(f"{place} means", said, _DIMENSIONS)
    for dimension, value in said.items():
        known = _of_project()["line"] if dimension == "line" else terms(dimension)
        _known(f"{place} {dimension}".strip(), [value], sorted(known))


def _entries(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    entries: list[Any] = data.get(name) or []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise ValueError(f"{name} 第 {number} 条应写成 {{…: …}} / entry {number} has to be a mapping")
        yield f"{name} 第 {number} 条 entry {number}", cast("dict[str, Any]", entry)


def _texts(place: str, value: Any) -> None:
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in cast("list[Any]", value)):
        raise ValueError(f"{place} 应是一列文字，如 [某表] / has to be a list of texts, like [某表]")


def _known(what: str, said: Collection[Any], known: Collection[str]) -> None:
    unknown = [value for value in said if value not in known]
    if unknown:
        raise ValueError(f"{what}: 没有 {unknown[0]!r}，只有 / not known, one of: {', '.join(filter(None, known))}")


@cache
def _of_project() -> dict[str, frozenset[str]]:
    """The ids of forms, the lines, roles and kinds of headings that the project's own forms and headings use."""
    forms = [yaml.load(path.read_text("utf-8"), _LOADER) for path in sorted(_HERE.glob("*.yaml"))]
    with (_HERE / "headings.csv").open(encoding="utf-8", newline="") as rows:
        words = list(csv.DictReader(rows))
    means = [entry.get("means", {}) for form in forms for part in ("columns", "lines") for entry in form.get(part, ())]
    means += [form["base"] for form in forms]
    return {
        "id": frozenset(form["id"] for form in forms),
        "line": frozenset(said["line"] for said in [*means, *words] if said.get("line")),
        "role": frozenset(word["role"] for word in words),
        "kind": frozenset(word["kind"] or "" for word in words),
    }


@cache
def _columns_of_headings() -> tuple[str, ...]:
    with (_HERE / "headings.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(next(csv.reader(rows)))
