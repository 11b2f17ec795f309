"""Each dataset as schema.org and Croissant say it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib
from yusuan.datapackage.package import read_descriptor, read_rows

NAME = "420100-157003-2024-budget"
SDO = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def croissant(example_build: Path) -> dict[str, Any]:
    return json.loads((example_build / "catalogue" / f"{NAME}.croissant.json").read_text("utf-8"))


def test_schema_org_names_every_file_with_its_checksum(example_build: Path) -> None:
    said = json.loads((example_build / "catalogue" / f"{NAME}.schema-org.jsonld").read_text("utf-8"))
    resources = read_descriptor(example_build / "packages" / NAME)["resources"]
    assert [d["sha256"] for d in said["distribution"]] == [r["hash"].removeprefix("sha256:") for r in resources]
    assert said["temporalCoverage"] == "2024-01-01/2024-12-31"


def test_croissant_is_json_ld_whose_fields_point_to_columns_of_its_files(croissant: dict[str, Any]) -> None:
    graph = rdflib.Graph().parse(data=json.dumps(croissant), format="json-ld")
    assert (None, rdflib.RDF.type, SDO.Dataset) in graph
    files = {f["@id"] for f in croissant["distribution"]}
    fields = [field for records in croissant["recordSet"] for field in records["field"]]
    assert {f["source"]["fileObject"]["@id"] for f in fields} <= files
    assert len({f["@id"] for f in fields}) == len(fields)


def test_croissant_keys_are_fields(croissant: dict[str, Any]) -> None:
    for records in croissant["recordSet"]:
        assert {k["@id"] for k in records.get("key", [])} <= {f["@id"] for f in records["field"]}


def test_the_reader_of_mlcommons_takes_it_and_reads_the_rows(example_build: Path, croissant: dict[str, Any]) -> None:
    """``mlcroissant`` is the reference validator and reader of the format; every other word of it is an error."""
    mlcroissant = pytest.importorskip("mlcroissant")
    files = {f["@id"]: f["contentUrl"].partition(f"/{NAME}/")[2] for f in croissant["distribution"]}
    mapping = {key: example_build / "packages" / NAME / path for key, path in files.items()}
    dataset = mlcroissant.Dataset(jsonld=croissant, mapping=mapping)
    assert not dataset.metadata.ctx.issues.errors
    rows = list(dataset.records("observations-records"))
    wanted = [Decimal(row["amount"]) for row in read_rows(example_build / "packages" / NAME, "observations")]
    assert [Decimal(str(row["observations-records/amount"])) for row in rows] == wanted
