"""CSV on the Web: what the CSV files of a package hold, as ``csv-metadata.json`` beside them.

Source: W3C, Metadata Vocabulary for Tabular Data (2015). The keys and types are those of the Table Schema.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from .indented import Lasting, indented
from .model import Disclosure
from .records import RESOURCES, schema

#: Where validators look for the metadata of the files of a folder.
NAME = "csv-metadata.json"
_DATATYPES = {"string": "string", "integer": "integer", "number": "decimal", "boolean": "boolean", "array": "string"}


def write_csvw(folder: Path, disclosure: Disclosure) -> None:
    """Put the metadata of all tidy resources beside them. Raises OSError."""
    text = indented(table_group(disclosure)) + "\n"
    (folder / "data" / NAME).write_text(text, "utf-8", newline="\n")


def table_group(disclosure: Disclosure) -> dict[str, Any]:
    """The tidy resources as a group of tables whose keys point at each other."""
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": disclosure.title,
        "dc:source": disclosure.url or disclosure.source,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "doubleQuote": True},
        "tables": [_table(resource.name) for resource in RESOURCES],
    }
    if disclosure.licence.startswith(("http://", "https://")):
        described["dc:license"] = {"@id": disclosure.licence}
    return described


@cache
def _table(resource: str) -> Lasting:
    table_schema = schema(resource)
    keys = table_schema.get("primaryKey", [])
    table: dict[str, Any] = {
        "url": f"{resource}.csv",
        "dc:title": table_schema["title"],
        "dc:description": {"@value": table_schema["description"], "@language": "en"},
        "tableSchema": {"columns": [_column(field) for field in table_schema["fields"]]},
    }
    if keys:
        table["tableSchema"]["primaryKey"] = keys
    # A foreign key of CSVW may not be empty, one of a Table Schema may: a claim need not repeat an amount of a table.
    required = {f["name"] for f in table_schema["fields"] if f.get("constraints", {}).get("required")}
    foreign = [
        {
            "columnReference": key["fields"],
            "reference": {
                "resource": f"{key['reference']['resource'].replace('-', '_')}.csv",
                "columnReference": key["reference"]["fields"],
            },
        }
        for key in table_schema.get("foreignKeys", [])
        if required.issuperset(key["fields"])
    ]
    if foreign:
        table["tableSchema"]["foreignKeys"] = foreign
    return Lasting(table)


def _column(field: dict[str, Any]) -> dict[str, Any]:
    constraints = field.get("constraints", {})
    datatype: dict[str, Any] = {"base": _DATATYPES.get(field["type"], "string")}
    if "pattern" in constraints and datatype["base"] == "string":
        datatype["format"] = constraints["pattern"]
    for name, own in (("minimum", "minimum"), ("maximum", "maximum")):
        if name in constraints:
            datatype[own] = constraints[name]
    if field["type"] == "boolean":
        datatype["format"] = "true|false"
    return {
        "name": field["name"],
        "titles": field["name"],
        "dc:title": field.get("title", field["name"]),
        "dc:description": {"@value": field.get("description", ""), "@language": "en"},
        "datatype": datatype,
        "required": bool(constraints.get("required", False)),
    }
