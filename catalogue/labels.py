"""What a portal calls each file, in Chinese and English, what it is for, and of what kind it is."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """A name and one sentence, in Chinese and in English."""

    zh: str
    en: str
    about: str
    about_en: str

    @property
    def name(self) -> str:
        return f"{self.zh} {self.en}"

    @property
    def description(self) -> str:
        return f"{self.about}\n\n{self.about_en}"


_FORMATS = {".nt": "N-Triples", ".ttl": "Turtle", ".jsonl": "JSONL", ".parquet": "Parquet", ".md": "Markdown"}
_MIME = {
    ".csv": "text/csv", ".html": "text/html", ".json": "application/json", ".jsonl": "application/jsonl",
    ".nt": "application/n-triples", ".ttl": "text/turtle", ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".zip": "application/zip",
    ".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain", ".xls": "application/vnd.ms-excel", ".md": "text/markdown", ".svg": "image/svg+xml",
    ".parquet": "application/vnd.apache.parquet", ".ofd": "application/ofd", ".htm": "text/html",
    ".shtml": "text/html", ".mht": "multipart/related", ".mhtml": "multipart/related", ".markdown": "text/markdown",
    ".tsv": "text/tab-separated-values", ".doc": "application/msword",
}  # fmt: skip


@cache
def _labels() -> Mapping[str, Label]:
    with Path(__file__).with_name("labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["path"]: Label(row["zh"], row["en"], row["about"], row["about_en"]) for row in rows}


def label_of(path: str, rows: int | None = None, source: str = "") -> Label:
    """The label of a file; ``rows`` for a table, ``source`` the name of the original document."""
    name = Path(path).stem
    if path.startswith("versions/"):
        found = _labels()["versions"]
        return replace(found, zh=f"{found.zh} {name}", en=f"{found.en} {name}")
    if path.startswith("original"):
        found = _labels()["original"]
        return replace(found, about=f"{found.about}文件名 {source}。")
    found = _labels().get(path) or Label(Path(path).name, path, "", "")
    return found if rows is None else replace(found, about=f"{found.about}共 {rows} 行。")


@cache
def _notes() -> Mapping[str, str]:
    with Path(__file__).with_name("notes.csv").open(encoding="utf-8", newline="") as file:
        return {row["column"]: row["note"] for row in csv.DictReader(file)}


def note_of(table: str, field: Mapping[str, Any]) -> str:
    """What a column holds, in Chinese where there is more to say than its name, then in English."""
    return " · ".join(part for part in (_note(table, field), str(field.get("description", ""))) if part)


def meaning_of(table: str, field: Mapping[str, Any]) -> tuple[str, str]:
    """What a column holds, in Chinese (its name where there is no more to say) and in English."""
    title = str(field.get("title", ""))
    return _note(table, field) or title, str(field.get("description", "")) or title


def _note(table: str, field: Mapping[str, Any]) -> str:
    return _notes().get(f"{table}.{field['name']}") or _notes().get(str(field["name"]), "")


def format_of(path: str) -> str:
    suffix = Path(path).suffix
    return _FORMATS.get(suffix, suffix[1:].upper())


def mimetype_of(path: str) -> str:
    return _MIME.get(Path(path).suffix, "application/octet-stream")
