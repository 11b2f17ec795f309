"""The stage of the budget that a table is of, as its title, the headings above it and its columns tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion


def listing(title: str, *headings: str, amounts: tuple[str, ...] = ("300.00",), above: str = "") -> str:
    head = "".join(f"<td>{h}" for h in ("科目编码", "科目名称", *headings))
    cells = "".join(f"<td>{a}" for a in amounts)
    rows = f"<tr>{head}<tr><td>205<td>教育支出{cells}<tr><td><td>合计{cells}"
    return f"{above}<p>{title}</p><p>单位：万元</p><table>{rows}</table>"


def converted(folder: Path, *tables: str, title: str = "某市教育局2024年部门预算", name: str = "a.html") -> Conversion:
    path = folder / name
    path.write_text(f"<meta charset=utf-8><p>{title}</p>{''.join(tables)}", "utf-8")
    return convert(path)


def phases(conversion: Conversion) -> set[tuple[str, int]]:
    return {(f.phase, int(f.amount / 10_000)) for f in conversion.facts}


@pytest.mark.parametrize(
    "title",
    ["2024年支出总表（调整后）", "调整后支出总表", "部门支出总表（调整）", "2024年支出总表（调整预算）", "部门调整预算支出总表", "支出预算调整后总表"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["合计", "预算数", "2024年预算数"])
def test_a_table_of_the_adjusted_budget_is_of_that_stage(tmp_path: Path, title: str, heading: str) -> None:
    conversion = converted(tmp_path, listing(title, heading))
    assert phases(conversion) == {("revised", 300)}
    assert not conversion.findings


def test_columns_speak_for_themselves(tmp_path: Path) -> None:
    headings = ("年初预算数", "调整数", "调整后预算数")
    for title in ("支出预算调整表", "支出总表（调整后）"):
        conversion = converted(tmp_path, listing(title, *headings, amounts=("280.00", "20.00", "300.00")))
        assert phases(conversion) == {("approved", 280), ("revised", 300)}
    conversion = converted(tmp_path, listing("支出总表（调整后）", "年初预算数"))
    assert phases(conversion) == {("approved", 300)}


def test_a_table_of_an_adjustment_that_does_not_say_which_of_its_sides_it_prints_is_held_back(tmp_path: Path) -> None:
    conversion = converted(tmp_path, listing("支出总表", "合计"), listing("一般公共预算支出预算调整表", "合计"))
    assert {f.table for f in conversion.facts} == {"expenditure-summary"}
    assert [f.check for f in conversion.findings] == ["stage-unknown"]
    conversion = converted(tmp_path, listing("支出总表", "合计"), listing("预算调整前后支出总表", "预算数"))
    assert phases(conversion) == {("approved", 300)}


def test_the_heading_above_the_tables_tells(tmp_path: Path) -> None:
    before, after = (f"<p>第{n}部分 {part}部门预算表</p>" for n, part in (("一", "调整前"), ("二", "调整后")))
    conversion = converted(
        tmp_path,
        listing("支出总表", "合计", amounts=("280.00",), above=before),
        listing("支出总表", "合计", above=after),
    )
    assert phases(conversion) == {("approved", 280), ("revised", 300)}
    text = "<p>八、预算调整情况说明</p><p>无。</p>"
    assert phases(converted(tmp_path, listing("支出总表", "合计", above=text))) == {("approved", 300)}


@pytest.mark.parametrize(
    "title",
    ["某市教育局2024年部门预算（调整后）", "某市教育局2024年调整预算公开", "某市教育局2024年调整后部门预算",
     "某市教育局2024年部门预算</p><p>（调整后）"],
)  # fmt: skip
def test_a_disclosure_of_the_adjusted_budget(tmp_path: Path, title: str) -> None:
    text = "<p>第二部分 情况说明</p><p>一、支出情况</p><p>2024年支出总计300.00万元。</p><p>二、机关运行经费</p><p>2024年机关运行经费预算20.00万元，比上年增加1.00万元。</p>"
    conversion = converted(tmp_path, listing("支出总表", "合计"), text, title=title)
    assert (conversion.disclosure.unit_name, conversion.disclosure.year) == ("某市教育局", 2024)
    assert phases(conversion) == {("revised", 300), ("revised", 20)}
    assert [c.outcome for c in conversion.claims if c.value == 3_000_000] == ["agrees"]


def test_a_disclosure_of_an_adjustment_publishes_what_says_its_stage_itself(tmp_path: Path) -> None:
    title = "某市教育局2024年部门预算调整公开"
    text = "<p>第二部分 情况说明</p><p>一、机关运行经费</p><p>2024年机关运行经费预算20.00万元，比上年增加1.00万元。</p>"
    conversion = converted(tmp_path, listing("支出总表", "合计"), text, title=title)
    assert (conversion.disclosure.unit_name, conversion.disclosure.year) == ("某市教育局", 2024)
    assert not conversion.facts
    assert [f.check for f in conversion.findings] == ["stage-unknown"]
    headings, amounts = ("年初预算数", "追加数", "调整后预算数"), ("280.00", "20.00", "300.00")
    for name in ("支出总表", "支出预算调整表", "支出调整总表"):
        conversion = converted(tmp_path, listing(name, *headings, amounts=amounts), text, title=title)
        assert phases(conversion) == {("approved", 280), ("revised", 300)}
        assert not conversion.findings


def test_the_name_of_a_file_may_tell_of_the_adjustment(tmp_path: Path) -> None:
    table = listing("支出总表", "年初预算数", "调整数", "调整后预算数", amounts=("280.00", "20.00", "300.00"))
    conversion = converted(tmp_path, table, title="", name="某市教育局2024年部门预算调整.html")
    assert phases(conversion) == {("approved", 280), ("revised", 300)}
    assert [f.check for f in conversion.findings] == ["identity-from-file-name"]


def test_an_adjusted_budget_beside_the_one_after_its_adjustment_is_what_was_changed(tmp_path: Path) -> None:
    headings = ("年初预算", "调整预算", "调整后预算")
    conversion = converted(tmp_path, listing("支出总表", *headings, amounts=("280.00", "20.00", "300.00")))
    assert phases(conversion) == {("approved", 280), ("revised", 300)}
    conversion = converted(tmp_path, listing("支出总表", *headings[:2], amounts=("280.00", "300.00")))
    assert phases(conversion) == {("approved", 280), ("revised", 300)}


@pytest.mark.parametrize("change", ["调整数", "追加数", "本次调整", "调整预算"])
def test_a_change_of_the_budget_that_does_not_follow_is_told(tmp_path: Path, change: str) -> None:
    rows = [
        "205|教育支出|280.00|21.00|300.00",
        "20501|教育管理事务|100.00|5.00|105.00",
        "20502|普通教育|180.00|15.00|195.00",
    ]
    cells = "".join(f"<tr><td>{row.replace('|', '<td>')}" for row in rows)
    head = f"<tr><td>科目编码<td>科目名称<td>年初预算数<td>{change}<td>调整后预算数"
    table = f"<p>支出总表</p><p>单位：万元</p><table>{head}{cells}</table>"
    conversion = converted(tmp_path, table)
    assert [(f.check, f.found) for f in conversion.findings] == [("table-change", "21.00")]


def test_a_table_of_final_accounts_after_an_adjustment_says_that_it_is_of_those(tmp_path: Path) -> None:
    final = "某市教育局2024年部门决算"
    conversion = converted(
        tmp_path, listing("支出决算表", "合计"), listing("一般公共预算支出表（调整后）", "合计"), title=final
    )
    assert phases(conversion) == {("executed", 300)}
    assert [f.check for f in conversion.findings] == ["stage-unknown"]


def test_all_of_the_year_is_the_approved_budget_where_nothing_was_adjusted(tmp_path: Path) -> None:
    assert phases(converted(tmp_path, listing("支出总表", "2024年全年预算数"))) == {("approved", 300)}
    both = listing("支出总表", "2023年全年预算数", "2024年预算数", amounts=("280.00", "300.00"))
    assert phases(converted(tmp_path, both)) == {("revised", 280), ("approved", 300)}
    both = listing("支出总表", "年初预算数", "全年预算数", amounts=("280.00", "300.00"))
    assert phases(converted(tmp_path, both)) == {("approved", 280), ("revised", 300)}


@pytest.mark.parametrize(
    "title",
    ["2024年一季度部门支出总表", "2024年部门预算执行支出总表", "2024-2026年支出总表", "2024年部门追加支出总表", "2024年1-6月部门支出总表"],
)  # fmt: skip
def test_a_table_of_a_part_of_the_year_or_of_several_is_not_the_years_budget(tmp_path: Path, title: str) -> None:
    conversion = converted(tmp_path, listing("一般公共预算支出表", "合计"), listing(title, "合计"))
    assert {f.table for f in conversion.facts} == {"general-budget-by-function"}
    assert [f.check for f in conversion.findings] == ["unknown-table"]


@pytest.mark.parametrize(("title", "phase"), [("部门预算", "approved"), ("部门决算", "executed")])
@pytest.mark.parametrize("headings", [("2023年", "2024年"), ("上年数", "本年数"), ("2023年度", "2024年度")])
def test_a_year_without_a_stage_is_certain_for_the_documents_own_alone(
    tmp_path: Path, title: str, phase: str, headings: tuple[str, str]
) -> None:
    """Last year's may be its budget or its execution."""
    columns = (*headings, "增减%")
    table = listing("一般公共预算支出表", *columns, amounts=("280.00", "300.00", "7.14"))
    conversion = converted(tmp_path, table, title=f"某市教育局2024年{title}")
    assert phases(conversion) == {(phase, 300)}
    assert [f.check for f in conversion.findings] == ["year-or-phase-unknown"]


def test_in_a_text_too(tmp_path: Path) -> None:
    rows = "".join(
        f"{c}\t{n}\t280.00\t300.00\t7.14\n" for c, n in (("205", "教育支出"), ("20501", "教育管理事务"), ("", "合计"))
    )
    head = "某市教育局2024年部门预算\n\n一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t2023年\t2024年\t增减%\n"
    (tmp_path / "a.txt").write_text(head + rows, "utf-8")
    assert phases(convert(tmp_path / "a.txt")) == {("approved", 300)}
