"""The difference between what is wanted and what is seen, computed from values alone."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from yusuan.catalogue import dataset
from yusuan.catalogue.dataset import PACKAGE_KEY, Dataset, Publication, describe, links, originals
from yusuan.catalogue.labels import mimetype_of
from yusuan.catalogue.plan import behind, compare, extras_with_words
from yusuan.settings import DEFAULT_BASE

BASE = "https://data.example.org/budget/"


@pytest.fixture(scope="module")
def wanted(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    package = example_build / "packages" / "420100-157003-2024-budget"
    return describe(package, tmp_path_factory.mktemp("staged") / "p", BASE, Publication("无条件开放"))


@pytest.fixture
def seen(wanted: Dataset) -> dict[str, Any]:
    """What a portal shows that holds exactly what is wanted."""
    return {
        **wanted.fields,
        "id": wanted.id,
        "name": wanted.name,
        "state": "active",
        "private": False,
        "organization": {"name": wanted.organisation.name},
        "tags": [{"name": word} for word in reversed(wanted.keywords)],
        "groups": [{"name": name} for name in wanted.groups],
        "extras": [{"key": k, "value": v} for k, v in extras_with_words(wanted).items()],
        "resources": [{"id": r.id, "url": "http://x/dataset/a", **r.fields} for r in reversed(wanted.resources)],
    }


def test_equal_is_unchanged_in_whatever_order(wanted: Dataset, seen: dict[str, Any]) -> None:
    plan = compare(wanted, seen)
    assert (plan.action, plan.changes) == ("unchanged", ())
    assert {r.action for r in plan.resources} == {"unchanged"}


def test_absent_is_created_with_every_file(wanted: Dataset) -> None:
    plan = compare(wanted, None)
    assert plan.action == "create"
    assert [r.path for r in plan.resources] == [r.path for r in wanted.resources]
    assert {r.path for r in plan.resources if not r.upload} == {"links/disclosure", "links/unit", "links/sparql"}


def test_links_lead_to_the_site_of_the_build_and_only_where_it_has_one(wanted: Dataset) -> None:
    urls = {r.path: r.fields["url"] for r in wanted.resources if r.export is None}
    assert urls == {
        "links/disclosure": f"{BASE}disclosures/420100-157003-2024-budget",
        "links/unit": f"{BASE}units/157003",
        "links/sparql": f"{BASE}sparql",
    }
    nowhere: dict[str, Any] = {"unit_code": "157003", "unit_name": "x"}
    assert list(links(nowhere, DEFAULT_BASE, "x")) == []


@pytest.mark.parametrize(
    ("name", "kind"), [("公开.csv", "text/csv"), ("公开.htm", "text/html"), ("公开.txt", "text/plain")]
)
def test_the_document_itself_goes_with_its_package_as_what_it_is(tmp_path: Path, name: str, kind: str) -> None:
    source = tmp_path / name
    source.write_bytes("科目,预算数\n教育支出,1.00\n".encode("gbk"))
    told = {"licence": "CC-BY-4.0", "sha256": sha256(source.read_bytes()).hexdigest()}
    sent = originals({"disclosure": told, "redactions": {}}, Publication(source=str(source)), tmp_path)
    assert [e.path for e in sent] == [f"original{source.suffix}"]
    assert dataset.resource(BASE, "a", sent[0], source=name).fields["mimetype"] == kind
    assert (mimetype_of("original.mht"), mimetype_of("original.ofd")) == ("multipart/related", "application/ofd")


def test_what_was_proven_is_said_in_both_languages_and_can_be_searched(wanted: Dataset) -> None:
    amounts, proven = wanted.extras["amounts"], wanted.extras["amounts_proven"]
    assert f"共 {amounts} 个金额，{proven} 个由文件自身的勾稽关系证实" in wanted.fields["notes"]
    assert f"Of {amounts} amounts the document's own accounting proves {proven}" in wanted.fields["notes"]


def test_tables_say_that_they_are_valid_as_ckanext_validation_says_it(wanted: Dataset) -> None:
    assert {r.fields.get("validation_status") for r in wanted.resources if r.table} == {"success"}


def test_a_changed_field_is_named_with_what_stood_there(wanted: Dataset, seen: dict[str, Any]) -> None:
    plan = compare(wanted, {**seen, "title": "旧标题"})
    assert [(c.field, c.before, c.after) for c in plan.changes] == [("title", "旧标题", wanted.fields["title"])]


def test_other_bytes_are_uploaded_and_other_rows_loaded(wanted: Dataset, seen: dict[str, Any]) -> None:
    for resource in seen["resources"]:
        if resource["yusuan_path"] in ("data/observations.csv", "report.html"):
            resource["hash"] = "0" * 64
    touched = {r.path: r for r in compare(wanted, seen).resources if r.action != "unchanged"}
    assert set(touched) == {"data/observations.csv", "report.html"}
    assert all(r.upload and not r.load for r in touched.values())  # the mark of loaded rows is another field
    del next(r for r in seen["resources"] if r["yusuan_path"] == "data/observations.csv")["datastore_fingerprint"]
    assert next(r for r in compare(wanted, seen).resources if r.path == "data/observations.csv").load


def test_resources_are_found_by_their_path_and_keep_the_id_they_have(wanted: Dataset, seen: dict[str, Any]) -> None:
    seen["resources"][0]["id"] = "an-id-of-the-portals-own"
    plan = compare(wanted, seen)
    assert plan.action == "unchanged"
    assert "an-id-of-the-portals-own" in {r.id for r in plan.resources}


def test_a_resource_that_is_no_longer_ours_to_send_stays_unless_pruned(wanted: Dataset, seen: dict[str, Any]) -> None:
    less = replace(wanted, resources=wanted.resources[1:])
    kept, pruned = compare(less, seen), compare(less, seen, prune=True)
    assert (kept.action, kept.resources[-1].action) == ("unchanged", "left-behind")
    assert (pruned.action, pruned.resources[-1].action) == ("update", "remove")


def test_what_others_added_is_neither_changed_nor_removed(wanted: Dataset, seen: dict[str, Any]) -> None:
    seen["tags"].append({"name": "馆员加的"})
    seen["extras"].append({"key": "note", "value": "x"})
    seen["groups"].append({"name": "city-topics"})
    seen["resources"].append({"id": "r", "name": "别人的"})
    assert compare(wanted, seen).action == "unchanged"


def test_a_keyword_that_was_ours_goes_when_we_no_longer_send_it(wanted: Dataset, seen: dict[str, Any]) -> None:
    plan = compare(replace(wanted, keywords=wanted.keywords[1:]), seen)
    assert {c.field for c in plan.changes} == {"tags", "extras.yusuan_keywords"}


def test_somebody_elses_dataset_of_that_name_is_refused(wanted: Dataset, seen: dict[str, Any]) -> None:
    seen["extras"] = [e for e in seen["extras"] if e["key"] != PACKAGE_KEY]
    assert compare(wanted, seen).action == "refused"


def test_a_draft_that_was_left_is_to_be_finished(wanted: Dataset, seen: dict[str, Any]) -> None:
    plan = compare(wanted, {**seen, "state": "draft"})
    assert (plan.action, plan.finish) == ("update", True)


def test_only_datasets_of_our_base_can_be_left_behind(wanted: Dataset, seen: dict[str, Any]) -> None:
    assert [d.name for d in behind([], BASE, [seen])] == [wanted.name]
    assert not list(behind([wanted.name], BASE, [seen]))
    assert not list(behind([], "https://other.example.org/", [seen]))
