"""Tables that print no title: known by what only one table prints and by their own sums, or held back, never guessed."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import layouts
import provinces
import pytest
from more_province_forms import MORE_PROVINCES
from province_forms import PROVINCES
from test_unseen_layouts import Key, observations
from yusuan.converters.disclosure import convert

#: Provinces whose tables say much about themselves in their headings.
TELLING = ("shandong", "guangxi", "sichuan")


def read_untitled(name: str, kept: int | None = None) -> tuple[set[Key], set[Key]]:
    """What a province's document prints without titles, but for the one of the table number ``kept``."""
    document = provinces.make(name, 9)
    document.grids[:] = [g if k == kept else replace(g, title="") for k, g in enumerate(document.grids)]
    with tempfile.TemporaryDirectory() as folder:
        found = observations(convert(layouts.write({"medium": "html", "pages": "one"}, document, Path(folder))))
    return observations(document), found


@pytest.mark.parametrize("number, name", list(enumerate([*PROVINCES, *MORE_PROVINCES])))
def test_a_table_without_a_title_never_goes_on_with_the_one_above_nor_is_taken_for_another(
    number: int, name: str
) -> None:
    printed, found = read_untitled(name, kept=2 + number % 2)
    assert found - printed == set()


@pytest.mark.parametrize("name", TELLING)
def test_tables_that_say_what_they_are_need_no_title(name: str) -> None:
    printed, found = read_untitled(name, kept=1)
    assert len({key[0] for key in printed & found}) >= 3
    assert len(printed & found) >= 0.4 * len(printed)


def web_page(folder: Path, rows: list[list[str]]) -> Path:
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    path = folder / "budget.html"
    path.write_text(
        "<html><head><meta charset='utf-8'></head><body><p>某市图书馆2024年单位预算</p><p>支出总表</p><p>单位：万元</p>"
        "<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>"
        "<tr><td>207</td><td>文化旅游体育与传媒支出</td><td>5.00</td></tr></table>"
        f"<p>单位：万元</p><table>{cells}</table></body></html>",
        "utf-8",
    )
    return path


EXPENDITURE = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出", "对附属单位补助支出"],
    ["207", "文化旅游体育与传媒支出", "5.00", "3.00", "2.00", "", ""],
    ["20701", "文化和旅游", "5.00", "3.00", "2.00", "", ""],
]


def test_a_sum_that_fails_leaves_a_table_without_a_title_unknown(tmp_path: Path) -> None:
    kept = convert(web_page(tmp_path, EXPENDITURE))
    broken = convert(web_page(tmp_path, [*EXPENDITURE[:2], ["20701", "文化和旅游", "6.00", "3.00", "2.00", "", ""]]))
    assert [t.table for t in kept.tables] == ["expenditure-summary", "expenditure-summary"]
    assert [t.table for t in broken.tables] == ["expenditure-summary", "other-1"]


def test_what_was_assumed_is_said(tmp_path: Path) -> None:
    table = convert(web_page(tmp_path, EXPENDITURE)).tables[1]
    assert any("没有题目" in assumed for assumed in table.assumed)
