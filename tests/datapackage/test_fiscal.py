"""The columns of the observations carry the types of the Fiscal Data Package's budget taxonomy."""

from __future__ import annotations

from yusuan.datapackage.records import schema

#: Of https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json: what a fiscal package needs at least, and ours.
NEEDED = {"value", "date:fiscal-year", "direction", "phase:id", "administrative-classification:generic:code"}


def test_amounts_and_their_dimensions_have_their_types() -> None:
    types = {field["name"]: field["columnType"] for field in schema("observations")["fields"] if "columnType" in field}
    assert set(types.values()) >= NEEDED
    assert types["function_code"] == "functional-classification:generic:code"
    assert types["economic_code"] == "economic-classification:generic:code"
    assert len(set(types.values())) == len(types), "a type names one column"
