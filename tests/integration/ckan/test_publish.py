"""Plan, publish, publish again: what a portal holds afterwards, and how little is written for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from yusuan.catalogue.dataset import LOADED_KEY, PATH_KEY
from yusuan.datapackage.model import Conversion

from .builds import BASE, small, with_amount, write_build
from .portals import client, contents, purge, yusuan
from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]
NAMES = ["420100-900001-2024-budget", "420100-900002-2024-budget", "420100-900001-2023-budget"]


@pytest.fixture(scope="module")
def conversions(example_build: Path) -> list[Conversion]:
    units = [("900001", "武汉市信息中心", 2024), ("900002", "武汉市档案馆", 2024), ("900001", "武汉市信息中心", 2023)]
    return [small(example_build, code, name, year) for code, name, year in units]


@pytest.fixture(scope="module")
def published(portal: Ckan, conversions: list[Conversion], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = write_build(tmp_path_factory.mktemp("build"), conversions)
    done = yusuan("publish", str(out), "--to", portal.url, "--json", token=portal.token)
    assert done.returncode == 0, done.stdout + done.stderr
    yield out
    purge(portal, *NAMES)


def test_the_plan_after_publishing_is_empty_and_a_second_run_writes_nothing(portal: Ckan, published: Path) -> None:
    before = {name: client(portal).show(name) for name in NAMES}
    writes = len(portal.writes())
    plan = yusuan("plan", str(published), "--to", portal.url, token=portal.token)
    assert plan.returncode == 0, plan.stdout
    assert "不变 unchanged 3" in plan.stdout
    again = yusuan("publish", str(published), "--to", portal.url, token=portal.token)
    assert again.returncode == 0, again.stderr
    assert portal.writes()[writes:] == []
    assert {name: client(portal).show(name) for name in NAMES} == before


def test_a_dataset_is_public_named_described_and_filed(portal: Ckan, published: Path) -> None:
    seen = contents(portal, NAMES[0])
    assert (seen["state"], seen["private"], seen["version"]) == ("active", False, "1.0.0")
    assert seen["title"] == "武汉市信息中心 2024 年单位预算"
    assert seen["license_id"] == "cc-by"
    assert {"信息中心", "武汉市信息中心", "预算", "2024年", "budget"} <= set(seen["tags"])
    assert seen["groups"]
    assert seen["organisation"].startswith("budget-420100-")
    assert seen["extras"]["temporal_start"] == "2024-01-01"
    assert seen["extras"]["access_rights"].endswith("PUBLIC")
    assert seen["extras"]["openness_type"] == "无条件开放"


def test_every_file_comes_back_as_it_was_sent(portal: Ckan, published: Path) -> None:
    resources = contents(portal, NAMES[0])["resources"]
    assert {p: r["bytes"] for p, r in resources.items()} == {p: r["hash"] or "" for p, r in resources.items()}
    formats = {r["format"] for r in resources.values()}
    assert {"CSV", "XLSX", "ZIP", "SQLITE", "JSONL", "Parquet", "N-Triples", "Turtle", "HTML", "JSON", "SVG"} <= formats


def test_people_are_led_on_to_the_site_and_its_endpoint(portal: Ckan, published: Path) -> None:
    resources = contents(portal, NAMES[0])["resources"]
    assert resources["links/unit"]["url"] == f"{BASE}units/900001"
    assert resources["links/disclosure"]["url"] == f"{BASE}disclosures/{NAMES[0]}"
    assert (resources["links/sparql"]["url"], resources["links/sparql"]["format"]) == (f"{BASE}sparql", "SPARQL")


def test_tables_carry_the_fields_of_ckanext_validation(portal: Ckan, published: Path) -> None:
    seen = client(portal).show(NAMES[0])
    assert seen is not None
    for resource in seen["resources"]:
        if resource.get(LOADED_KEY):
            assert resource["validation_status"] == "success"
            assert datetime.fromisoformat(resource["validation_timestamp"]) <= datetime.now(UTC)


def test_the_datastore_holds_the_rows_with_a_chinese_dictionary(portal: Ckan, published: Path) -> None:
    resource = contents(portal, NAMES[0])["resources"]["data/observations.csv"]
    fields, rows = resource["table"]
    by_id = {f["id"]: f for f in fields}
    assert by_id["amount"]["type"] == "numeric"
    assert by_id["amount"]["info"]["label"] == "金额(元)"
    assert by_id["function_code"]["type"] == "text"
    with (published / "packages" / NAMES[0] / "data/observations.csv").open(encoding="utf-8") as file:
        assert len(rows) == sum(1 for _ in csv.DictReader(file))
    assert all(len(name.encode()) <= 63 and name.isascii() for name in by_id)


def test_each_table_has_a_preview_and_the_amounts_a_chart(portal: Ckan, published: Path) -> None:
    api, resources = client(portal), contents(portal, NAMES[0])["resources"]
    views = {
        p: api.read("resource_view_list", id=r["id"]) for p, r in resources.items() if r["table"] or p == "chart.svg"
    }
    kinds = {path: [v["view_type"] for v in found] for path, found in views.items()}
    assert kinds.pop("chart.svg") == ["image_view"]
    assert kinds.pop("data/observations.csv") == ["datatables_view", "image_view"]
    assert set(map(tuple, kinds.values())) == {("datatables_view",)}
    picture = api._session.get(views["data/observations.csv"][1]["image_url"], timeout=60)
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert sha256(picture.content).hexdigest() == resources["chart.svg"]["hash"]


def test_chinese_keywords_find_it_where_the_plain_analyser_does_not(portal: Ckan, published: Path) -> None:
    """CKAN's schema splits at white space: 信息中心 is no word of 武汉市信息中心, but it is one of our keywords."""
    api = client(portal)
    for words in ("信息中心", "武汉市信息中心", "预决算公开"):
        found = api.read("package_search", q=words, rows=50)
        assert NAMES[0] in [d["name"] for d in found["results"]], words


def test_one_corrected_amount_changes_one_dataset_and_is_a_patch(
    portal: Ckan, published: Path, conversions: list[Conversion], tmp_path: Path
) -> None:
    before = {name: contents(portal, name) for name in NAMES}
    changed = [with_amount(conversions[0], 2, 123456), *conversions[1:]]
    out = write_build(tmp_path, changed)
    writes = len(portal.writes())
    plan = yusuan("plan", str(out), "--to", portal.url, "--json", token=portal.token)
    assert plan.returncode == 6
    touched = [d for d in json.loads(plan.stdout)["datasets"] if d["action"] == "update"]
    assert [d["name"] for d in touched] == [NAMES[0]]
    loaded = sorted(r["path"] for r in touched[0]["resources"] if r["load"])
    assert loaded == ["data/observations.csv", "data/provenance.csv"]  # an id is a hash of its row's content
    done = yusuan("publish", str(out), "--to", portal.url, token=portal.token)
    assert done.returncode == 0, done.stderr
    after = {name: contents(portal, name) for name in NAMES}
    assert {n: after[n] for n in NAMES[1:]} == {n: before[n] for n in NAMES[1:]}
    old, new = before[NAMES[0]], after[NAMES[0]]
    assert new["version"] == "1.0.1"
    assert {p: r["id"] for p, r in new["resources"].items() if p in old["resources"]} == {
        p: r["id"] for p, r in old["resources"].items()
    }
    same_bytes = {p for p in old["resources"] if old["resources"][p]["hash"] == new["resources"][p]["hash"]}
    assert all(old["resources"][p] == new["resources"][p] for p in same_bytes)
    assert {"data/claims.csv", "data/checks.csv"} <= same_bytes
    rows = [r for r in new["resources"]["data/observations.csv"]["table"][1] if "123456" in r]
    assert len(rows) == 1
    revises = [w for w in portal.writes()[writes:] if w.endswith("package_revise")]
    assert len(revises) == 2  # all files and fields in one, the mark of the loaded tables in the other
    assert new["resources"]["versions/1.0.0.zip"]["bytes"] == old["resources"]["package.zip"]["bytes"]
    assert "CHANGES.json" in new["resources"]
    back = yusuan("publish", str(published), "--to", portal.url, token=portal.token)
    assert back.returncode == 0, back.stderr
    assert contents(portal, NAMES[0])["version"] == "1.0.2"


def test_a_source_that_is_gone_is_left_behind_unless_prune_names_it(
    portal: Ckan, published: Path, conversions: list[Conversion], tmp_path: Path
) -> None:
    out = write_build(tmp_path, conversions[:2])
    plan = yusuan("plan", str(out), "--to", portal.url, token=portal.token)
    assert plan.returncode == 0
    assert f"留下 left behind  {NAMES[2]}" in plan.stdout
    assert yusuan("publish", str(out), "--to", portal.url, token=portal.token).returncode == 0
    assert contents(portal, NAMES[2])["state"] == "active"
    refused = yusuan("publish", str(out), "--to", portal.url, "--prune", "*", "--prune-limit", "0", token=portal.token)
    assert refused.returncode == 5
    assert contents(portal, NAMES[2])["state"] == "active"
    done = yusuan("publish", str(out), "--to", portal.url, "--prune", NAMES[2], token=portal.token)
    assert done.returncode == 0
    api = client(portal)
    assert NAMES[2] not in api.read("package_list")
    assert yusuan("publish", str(published), "--to", portal.url, token=portal.token).returncode == 0
    assert contents(portal, NAMES[2])["state"] == "active"


def test_what_others_put_there_stays(portal: Ckan, published: Path, conversions: list[Conversion]) -> None:
    api = client(portal)
    seen = api.show(NAMES[1])
    assert seen is not None
    tags = [{"name": t["name"]} for t in seen["tags"]] + [{"name": "馆员加的"}]
    extras = [*seen["extras"], {"key": "curator_note", "value": "已复核"}]
    api.write("package_patch", {"id": seen["id"], "tags": tags, "extras": extras, "notes": "改过"})
    note = {"package_id": seen["id"], "name": "馆员的说明", "url": "https://example.org/note"}
    api.write("resource_create", note)
    plan = yusuan("plan", str(published), "--to", portal.url, "--json", token=portal.token)
    (touched,) = [d for d in json.loads(plan.stdout)["datasets"] if d["action"] == "update"]
    assert [c["field"] for c in touched["changes"]] == ["notes"]
    assert yusuan("publish", str(published), "--to", portal.url, token=portal.token).returncode == 0
    after = api.show(NAMES[1])
    assert after is not None
    assert "馆员加的" in [t["name"] for t in after["tags"]]
    assert "curator_note" in [e["key"] for e in after["extras"]]
    assert "馆员的说明" in [r["name"] for r in after["resources"]]
    assert after["notes"] == seen["notes"]


def test_a_saved_plan_is_refused_when_the_portal_has_moved_on(
    portal: Ckan, published: Path, conversions: list[Conversion], tmp_path: Path
) -> None:
    out = write_build(tmp_path / "build", [with_amount(conversions[0], 1, 777), *conversions[1:]])
    saved, page = tmp_path / "plan.json", tmp_path / "plan.html"
    assert yusuan("plan", str(out), "--to", portal.url, "--save", str(saved), token=portal.token).returncode == 6
    assert yusuan("plan", str(out), "--to", portal.url, "--save", str(page), token=portal.token).returncode == 6
    assert NAMES[0] in page.read_text("utf-8")
    client(portal).write("package_patch", {"id": NAMES[0], "notes": "别人改的"})
    writes = len(portal.writes())
    late = yusuan("publish", str(out), "--to", portal.url, "--plan", str(saved), token=portal.token)
    assert late.returncode == 6, late.stderr
    assert portal.writes()[writes:] == []
    assert yusuan("publish", str(published), "--to", portal.url, token=portal.token).returncode == 0


def test_what_is_not_open_or_carries_personal_data_does_not_leave(
    portal: Ckan, example_build: Path, tmp_path: Path
) -> None:
    closed = write_build(
        tmp_path / "closed", [small(example_build, "900008", "武汉市某中心")], told={"openness": "有条件开放"}
    )
    writes = len(portal.writes())
    refused = yusuan("publish", str(closed), "--to", portal.url, token=portal.token)
    assert refused.returncode == 4
    assert "有条件开放" in refused.stdout
    person = small(example_build, "900009", "武汉市某所")
    claim = replace(person.claims[0], sentence="联系人：张三，电话 13800000000。")
    leaking = write_build(tmp_path / "leaking", [replace(person, claims=(claim,))])
    stopped = yusuan("publish", str(leaking), "--to", portal.url, token=portal.token)
    assert stopped.returncode == 4
    assert "13800000000" not in stopped.stdout + stopped.stderr
    assert portal.writes()[writes:] == []


def test_a_name_that_is_somebody_elses_is_not_touched(portal: Ckan, example_build: Path, tmp_path: Path) -> None:
    api = client(portal)
    org = api.read("organization_list")[0]
    name = "420100-900007-2024-budget"
    api.write("package_create", {"name": name, "title": "别人的", "owner_org": org})
    out = write_build(tmp_path, [small(example_build, "900007", "武汉市某院")])
    done = yusuan("publish", str(out), "--to", portal.url, token=portal.token)
    assert done.returncode == 4
    assert client(portal).show(name)["title"] == "别人的"  # type: ignore[index]
    purge(portal, name)


def test_no_token_reaches_a_log_or_the_command_line(portal: Ckan, published: Path) -> None:
    wrong = yusuan("publish", str(published), "--to", portal.url, "-v", token="s3cret-token")
    assert "s3cret-token" not in wrong.stdout + wrong.stderr
    plain = yusuan("plan", str(published), "--to", "http://portal.example.org", token="s3cret-token")
    assert plain.returncode == 5
    assert "https" in plain.stderr
    assert "s3cret-token" not in plain.stderr


def test_the_workbook_opens_with_typed_columns_and_codes_as_text(portal: Ckan, published: Path) -> None:
    import openpyxl

    api = client(portal)
    seen = api.show(NAMES[0])
    assert seen is not None
    (found,) = [r for r in seen["resources"] if r.get(PATH_KEY) == "tables.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(api._session.get(found["url"], timeout=60).content))
    assert book.sheetnames[0] == "说明 Read me"
    sheet = next(book[name] for name in book.sheetnames if name.endswith("observations"))
    heads = [c.value.split()[-1] for c in sheet[1]]
    first = dict(zip(heads, sheet[2], strict=True))
    assert first["amount"].data_type == "n"
    assert first["observation_id"].data_type == "s"
    assert LOADED_KEY not in found
