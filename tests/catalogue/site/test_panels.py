"""Pictures say what the documents print: parts add up to a printed whole, every figure leads to its cell."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from yusuan.catalogue.site.layout import Box
from yusuan.catalogue.site.panels import of_code, of_document, of_unit
from yusuan.catalogue.site.panels.flows import adding_up
from yusuan.catalogue.site.panels.panel import CODES, Panel, plain
from yusuan.catalogue.site.panels.years import code_years_panel
from yusuan.catalogue.site.pictures import Mark, bars, lines, tile_texts, waterfall
from yusuan.catalogue.site.shelf import Shelf, open_shelf
from yusuan.catalogue.site.words import Reader

WUHAN, PUTUO = "157003", "上海市普陀区财政局"


@pytest.fixture(scope="module")
def shelf(example_build: Path) -> Shelf:
    return open_shelf(example_build)


def panels(shelf: Shelf, key: str, language: str = "zh") -> dict[str, Panel]:
    return {p.name: p for p in of_unit(shelf, Reader(language), {"key": key})}


def test_each_kind_of_picture_is_made_of_the_examples(shelf: Shelf) -> None:
    assert set(panels(shelf, WUHAN)) >= {"structure", "kinds", "years"}
    assert set(panels(shelf, PUTUO)) == {"flows", "structure", "kinds", "years", "three-public", "change"}
    assert [p.name for p in of_code(shelf, Reader(), {"key": "2010350"})] == ["years", "units"]


def test_a_function_is_shown_with_all_that_is_spent_on_it_never_with_a_part(shelf: Shelf) -> None:
    printed = shelf.rows("code", code="2010350", tables=CODES)
    assert {(r["unit_name"], r["fiscal_year"]): r["amount"] for r in printed if r["fund"] == "all"} == {
        ("上海市普陀区人民政府办公室", 2025): Decimal("3807295.58"),
        ("武汉市信息中心(武汉市大数据中心)", 2024): Decimal(8525300),
    }
    codes = [row["code"] for row in shelf.whole("codes") if row["code"].startswith("2")]
    kinds = {(r["category"], r["origin"]) for code in codes for r in shelf.rows("code", code=code, tables=CODES)}
    assert kinds == {("all", "all")}


def test_an_economic_item_of_basic_expenditure_is_shown_where_no_table_has_more(shelf: Shelf) -> None:
    assert {r["table"] for r in shelf.rows("code", code="30101", tables=CODES)} == {"basic-expenditure-by-economic"}


def test_sources_and_uses_are_both_the_printed_total(shelf: Shelf) -> None:
    rows = panels(shelf, PUTUO)["flows"].rows
    sides: dict[str, Decimal] = {}
    for (side, _), row in rows:
        sides[side] = sides.get(side, Decimal(0)) + row["amount"]
    assert sides == {"来源": Decimal("31214205.80"), "用途": Decimal("31214205.80")}


def test_what_does_not_add_up_is_not_drawn() -> None:
    rows: list[dict[str, Any]] = [{"amount": Decimal(n)} for n in (60, 40, 100)]
    assert adding_up(rows[:2], Decimal(100)) == rows[:2]
    assert adding_up(rows, Decimal(100)) == rows[:2]  # one of them sums up the others
    assert adding_up(rows, Decimal(99)) == []


def test_no_rate_is_said_of_a_figure_that_the_document_disputes(shelf: Shelf) -> None:
    years = panels(shelf, WUHAN)["years"]
    assert years.title == "历年支出总计"
    assert "空心点" in years.note
    assert years.draw(720).count('class="hollow"') >= 1


def test_an_outturn_beside_a_budget_is_said_to_be_no_change(shelf: Shelf) -> None:
    change = panels(shelf, PUTUO)["change"]
    assert "相差" in change.title
    assert "口径不同" in change.note
    first, last = change.draw(720), [row["amount"] for _, row in change.rows]
    assert "2024 年决算数" in first
    assert sum(last) > 0


@pytest.mark.parametrize("key", [WUHAN, PUTUO])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_mark_leads_to_a_cell_and_is_told_to_who_cannot_see_it(shelf: Shelf, key: str, language: str) -> None:
    known = {r["observation_id"] for r in shelf.select("SELECT observation_id FROM observations")}
    for panel in panels(shelf, key, language).values():
        for width in (panel.wide, 340):
            svg = panel.draw(width)
            cells = re.findall(r'<a href="/where/([0-9a-f]{16})', svg)
            assert cells
            assert set(cells) <= known
            assert "<desc>" in svg
            assert "style=" not in svg
            assert svg.count("<title>") == len(cells)


@pytest.mark.parametrize("width", [340, 720])
def test_no_text_of_a_picture_covers_another_or_leaves_it(shelf: Shelf, width: int) -> None:
    for package in (d for d in shelf.documents):
        for panel in of_document(shelf, Reader(), package):
            svg = panel.draw(width)
            boxes = [_box(*found) for found in re.findall(r"<text ([^>]*)>(.*?)</text>", svg)]
            for box in boxes:
                assert box[0] >= -1, (panel.name, box)
                assert box[2] <= width + 1, (panel.name, box)
            overlaps = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if _touch(a, b)]
            assert overlaps == [], panel.name


def _box(attributes: str, content: str) -> tuple[float, float, float, float, str]:
    """Left, top, right, bottom of a text as it is set: characters one em or half an em wide, 13 px high."""
    said = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
    text = re.sub(r"<[^>]+>", "", content)
    long = sum(13.0 if ord(c) > 0x2E80 else 7.3 for c in text)
    x, y = float(said["x"]), float(said["y"])
    left = x - long if said.get("text-anchor") == "end" else x - long / 2 if said.get("text-anchor") == "middle" else x
    return left, y - 11, left + long, y + 2, text


def _touch(a: tuple[float, float, float, float, str], b: tuple[float, float, float, float, str]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def test_a_tile_too_small_for_its_name_says_nothing_and_none_is_longer_than_its_tile() -> None:
    mark = Mark("其他政府办公厅(室)及相关机构事务支出", Decimal(1), "2,392.11")
    assert list(tile_texts(mark, Box(0, 0, 20, 200))) == []
    assert list(tile_texts(mark, Box(0, 0, 200, 12))) == []
    name, figure = tile_texts(mark, Box(0, 0, 120, 60))
    assert "…" in name
    assert "2,392.11" in figure


def test_a_waterfall_ends_where_it_says() -> None:
    start, end = Mark("2023", Decimal(100), "100"), Mark("2024", Decimal(90), "90")
    changes = [Mark("甲", Decimal(20), "+20"), Mark("乙", Decimal(-30), "−30")]
    svg = waterfall("", start, changes, end, 720)
    rects = [tuple(map(float, r)) for r in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)]
    (first, plus, minus, last) = rects
    assert plus[0] == pytest.approx(first[0] + first[1], abs=0.2)
    assert minus[0] + minus[1] == pytest.approx(plus[0] + plus[1], abs=0.2)
    assert last[0] + last[1] == pytest.approx(minus[0], abs=0.2)


def test_nothing_to_draw_draws_nothing() -> None:
    assert bars("", [], 720) == ""
    assert bars("", [Mark("零", Decimal(0), "0")], 720) == ""
    assert lines("", [("一年", [])], 720) == ""


def test_labels_lose_their_numbering_only() -> None:
    assert plain("一、一般公共服务支出") == "一般公共服务支出"
    assert plain("1.一般公共预算资金") == "一般公共预算资金"
    assert plain("2024年结余") == "2024年结余"


def test_the_figures_of_a_picture_as_csv(site: TestClient) -> None:
    answer = site.get("/panels/unit/flows.csv", params={"key": PUTUO})
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert sum(Decimal(r["amount"]) for r in rows if r["来源或用途"] == "用途") == Decimal("31214205.80")
    assert all(
        site.get(r["observation"].replace("https://w3id.org/yusuan/observation/", "/where/")).status_code == 200
        for r in rows
    )
    assert site.get("/panels/unit/nothing.csv", params={"key": WUHAN}).status_code == 404
    assert site.get("/panels/unit/flows.csv").status_code == 404


def test_of_many_units_only_the_largest_are_drawn_and_the_rest_is_said() -> None:
    rows = [
        {
            "unit_name": f"单位{n:02d}", "fiscal_year": year, "phase": "approved", "amount": Decimal(1000 * n + year),
            "fund": "all", "package": f"p{n}", "observation_id": f"{n:08x}{year:08x}", "confirmations": 2,
            "status": "reported", "disputed": False,
        }
        for n in range(50)
        for year in (2023, 2024)
    ]  # fmt: skip
    panel = code_years_panel(Reader("zh", "元", ""), "2010350", rows)
    assert panel is not None
    assert "另有 44 条" in panel.note
    assert {words[0] for words, _ in panel.rows} == {f"单位{n}" for n in range(44, 50)}
    drawn = panel.draw(720)
    assert drawn.count("<circle") == 12
    assert drawn.count('class="figure halo"') == 6
