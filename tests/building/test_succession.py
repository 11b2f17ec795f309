"""A disclosure that was corrected: the later issue holds where something tells which it is, and nothing is guessed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from yusuan.building import job
from yusuan.console import Console
from yusuan.datapackage.package import read_rows
from yusuan.settings import DEFAULT_BASE

TITLE = "某县水利局2024年部门预算"
TABLE = """<p>{}</p><p>单位：万元</p><table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>{}</td><td>300.00</td><td>{}</td></tr><tr><td>213</td><td>农林水支出</td><td>{}</td><td>300.00</td><td>{}</td></tr></table>"""
FIRST, SECOND = ("500.00", "200.00"), ("510.00", "210.00")


def issue(path: Path, title: str, amounts: tuple[str, str], *tables: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    grids = "".join(TABLE.format(t, *amounts, *amounts) for t in tables or ("支出总表",))
    path.write_text(f"<meta charset=utf-8><h1>{title}</h1>{grids}", "utf-8")
    return path


def build(folder: Path, out: Path) -> dict[str, str]:
    result = job.build([folder], out, DEFAULT_BASE, Console(quiet=True))
    return {Path(o.source).name: o.outcome for o in result.outcomes}


def totals(out: Path) -> set[str]:
    (package,) = (out / "packages").iterdir()
    return {row["amount"] for row in read_rows(package, "observations") if row["category"] == "all"}


@pytest.mark.parametrize(
    ("earlier", "later", "title"),
    [
        ("a.html", "b.html", f"{TITLE}（更正）"),
        ("b.html", "a.html", f"关于更正{TITLE}的说明"),
        ("b.html", "a.html", "某县水利局关于重新公开2024年部门预算的公告"),
        ("a.html", f"{TITLE}（修订版）.html", TITLE),
        ("20240206预算.html", "20240318预算.html", TITLE),
        ("预算2024-3-18.html", "预算2024-11-2.html", TITLE),
        ("20240206（更正）.html", "20240318.html", f"{TITLE}（更正）"),
    ],
)
def test_the_later_issue_holds_and_the_earlier_is_kept(tmp_path: Path, earlier: str, later: str, title: str) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    issue(folder / earlier, TITLE, FIRST)
    issue(folder / later, title, SECOND)
    assert build(folder, out) == {earlier: "replaced", later: "converted"}
    assert totals(out) == {"5100000"}
    (kept,) = (out / "replaced").iterdir()
    assert "5000000" in {row["amount"] for row in read_rows(kept, "observations")}
    with (out / "across.csv").open(encoding="utf-8", newline="") as lines:
        changed = {r["amount"]: r["other_amount"] for r in csv.DictReader(lines) if r["outcome"] == "failed"}
    assert changed == {"5100000": "5000000", "2100000": "2000000"}
    assert [*json.loads((out / "report.json").read_text("utf-8"))["replaced"]] == [str(folder / earlier)]
    assert build(folder, out) == {earlier: "replaced", later: "unchanged"}, "a second run changes nothing"


def test_a_correction_that_comes_a_night_later_takes_the_place_and_gives_it_back(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    issue(folder / "a.html", TITLE, FIRST)
    assert build(folder, out) == {"a.html": "converted"}
    correction = issue(folder / "b.html", f"{TITLE}（更正）", SECOND)
    assert build(folder, out) == {"a.html": "replaced", "b.html": "converted"}
    correction.unlink()
    assert build(folder, out) == {"a.html": "converted"}
    assert totals(out) == {"5000000"}


@pytest.mark.parametrize(
    ("one", "other", "title"),
    [
        ("a.html", "b.html", TITLE),
        ("20240318.html", "20240206.html", f"{TITLE}（更正）"),  # the day and the word contradict each other
        ("2024112.html", "2024113.html", TITLE),  # no day: 1-12 or 11-2
        ("a（更正前）.html", "b.html", TITLE),
    ],
)
def test_what_nothing_tells_for_certain_is_told_and_the_first_stays(
    tmp_path: Path, one: str, other: str, title: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    issue(folder / one, TITLE, FIRST)
    issue(folder / other, title, SECOND)
    assert sorted(build(folder, out).values()) == ["converted", "failed"]
    assert not (out / "replaced").exists()


def test_a_correction_of_some_tables_does_not_take_the_others_away(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    issue(folder / "a.html", TITLE, FIRST, "支出总表", "一般公共预算支出表")
    issue(folder / "b.html", f"{TITLE}（更正）", SECOND)
    result = job.build([folder], out, DEFAULT_BASE, Console(quiet=True))
    assert totals(out) == {"5000000"}
    (message,) = [o.message for o in result.outcomes if o.outcome == "failed"]
    assert "general-budget-by-function" in message


def test_what_the_operator_says_holds(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    issue(folder / "a.html", TITLE, FIRST)
    issue(folder / "b.html", TITLE, SECOND)
    listing = folder / "sources.toml"
    said = '[[document]]\npath = "a.html"\n{}[[document]]\npath = "b.html"\n{}'
    listing.write_text(said.format('replaces = "b.html"\n', ""), "utf-8")
    assert build(listing, out) == {"a.html": "converted", "b.html": "replaced"}
    listing.write_text(said.format("", 'replaces = "a.html"\n'), "utf-8")
    assert build(listing, out) == {"a.html": "replaced", "b.html": "converted"}
    assert totals(out) == {"5100000"}
