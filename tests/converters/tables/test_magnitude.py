"""Units of money held against each other: also where one table is of all funds and the other of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert

HEADS = ("科目编码", "科目名称", "合计")
ROWS = (("201", "一般公共服务支出", "2611.30"), ("208", "社会保障和就业支出", "417.20"), ("", "合计", "3028.50"))


def units(folder: Path, first: tuple[str, ...], caption: str) -> set[str]:
    """The units of money of what is published of 支出总表, in 万元, and of a table of one fund with ``caption``."""
    path = folder / "a.html"
    tables = (("支出总表", "万元", (first, *ROWS[1:])), ("一般公共预算支出表", caption, ROWS))
    body = "".join(
        f"<p>{title}</p><p>单位：{unit}</p><table>"
        + "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in (HEADS, *rows))
        + "</table>"
        for title, unit, rows in tables
    )
    path.write_text(f"<meta charset=utf-8><p>清溪县测试局2024年部门预算</p>{body}", "utf-8")
    return {fact.reported_unit for fact in convert(path).facts}


@pytest.mark.parametrize(("caption", "kept"), [("元", set[str]()), ("万元", {"万元"})])
def test_a_table_of_one_fund_and_one_of_all_cannot_be_a_power_of_ten_apart(
    caption: str, kept: set[str], tmp_path: Path
) -> None:
    """Both were published once, one of them ten thousand times too small, and nothing was told."""
    assert units(tmp_path, ROWS[0], caption) == kept


def test_two_amounts_alike_are_no_proof_of_it(tmp_path: Path) -> None:
    assert units(tmp_path, ("201", "一般公共服务支出", "3000.00"), "元") == {"元", "万元"}


@pytest.mark.parametrize("told", ["<p>{name}2024年单位预算</p>{title}", "{title}<p>部门（单位）：{name}</p>"])
def test_amounts_of_two_units_may_be_a_power_of_ten_apart(tmp_path: Path, told: str) -> None:
    """Of a book with twelve units the few amounts of one were held back by chance."""
    spent = {"清溪县测试局": "9.05", "清溪县第一中学": "0.08", "清溪县第二中学": "8.00", "清溪县第三中学": "0.97"}
    body = "".join(
        told.format(name=name, title="<p>“三公”经费支出表</p>")
        + "<p>单位：万元</p><table><tr><td>“三公”经费合计<td>因公出国（境）费<td>公务接待费"
        + f"<tr><td>{amount}<td>0.00<td>{amount}</table>"
        for name, amount in spent.items()
    )
    path = tmp_path / "a.html"
    path.write_text(f"<meta charset=utf-8><p>清溪县测试局2024年部门预算</p>{body}", "utf-8")
    totals = {(f.unit_name, f.reported) for f in convert(path).facts if f.line == "total"}
    assert totals == set(spent.items())


def test_the_whole_of_some_expenses_is_not_that_of_the_budget(tmp_path: Path) -> None:
    """A table of “三公” 经费 was held back where its total was just a hundredth of all expenditure."""
    three = "<tr><td>“三公”经费合计<td>因公出国（境）费<td>公务接待费<tr><td>30.29<td>0.00<td>30.29"
    body = "<table><tr><td>科目编码<td>科目名称<td>合计" + "".join(f"<tr><td>{c}<td>{n}<td>{a}" for c, n, a in ROWS)
    path = tmp_path / "a.html"
    path.write_text(
        f"<meta charset=utf-8><p>清溪县测试局2024年部门预算</p><p>一般公共预算支出表</p><p>单位：万元</p>{body}</table>"
        f"<p>一般公共预算“三公”经费支出表</p><p>单位：万元</p><table>{three}</table>",
        "utf-8",
    )
    assert {"three-public", "general-budget-by-function"} <= {fact.table for fact in convert(path).facts}


@pytest.mark.parametrize(("caption", "kept"), [("元", set[str]()), ("万元", {"revenue-summary", "budget-summary"})])
def test_the_revenue_of_the_year_is_the_total_of_the_table_of_revenue(
    tmp_path: Path, caption: str, kept: set[str]
) -> None:
    """Its own sums confirmed a table ten thousand times too small, which the summary alone contradicts."""
    summary = "<tr><td>收入<td><td>支出<td><tr><td>项目<td>决算数<td>项目<td>决算数" + "".join(
        f"<tr>{''.join(f'<td>{t}' for t in row)}"
        for row in (
            ("一、财政拨款收入", "3,021.25", "一、一般公共服务支出", "3,021.25"),
            ("本年收入合计", "3,021.25", "本年支出合计", "3,021.25"),
            ("年初结转和结余", "10.00", "年末结转和结余", "10.00"),
            ("总计", "3,031.25", "总计", "3,031.25"),
        )
    )
    own = "<tr><td>科目编码<td>科目名称<td>本年收入合计<td>财政拨款收入" + "".join(
        f"<tr><td>{code}<td>{name}<td>{amount}<td>{amount}"
        for code, name, amount in (
            ("", "合计", "3,021.25"),
            ("2010301", "行政运行", "3,000.00"),
            ("2010302", "其他", "21.25"),
        )
    )
    path = tmp_path / "a.html"
    path.write_text(
        "<meta charset=utf-8><p>清溪县测试局2024年度部门决算</p>"
        f"<p>收入支出决算总表</p><p>金额单位：万元</p><table>{summary}</table>"
        f"<p>收入决算表</p><p>金额单位：{caption}</p><table>{own}</table>",
        "utf-8",
    )
    assert {fact.table for fact in convert(path).facts} == kept


def test_a_table_that_prints_its_unit_in_a_heading_needs_no_other_to_bear_it_out(tmp_path: Path) -> None:
    """It was held back as one without a unit, unless its total was by chance that of another table."""
    path = tmp_path / "a.html"
    body = "".join(f"<tr><td>{c}<td>{n}<td>{a}" for c, n, a in ROWS)
    goods = "".join(f"<tr><td>{n}<td>{a}" for n, a in (("训练设备", "20.00"), ("办公家具", "10.00"), ("合计", "30.00")))
    path.write_text(
        "<meta charset=utf-8><p>清溪县测试局2024年部门预算</p><p>支出总表</p><p>单位：万元</p>"
        f"<table><tr><td>科目编码<td>科目名称<td>合计{body}</table>"
        f"<p>四、政府采购情况</p><p>2024年安排12.00万元。</p><table><tr><td>项目名称<td>金额（万元）{goods}</table>",
        "utf-8",
    )
    assert "procurement" in {fact.table for fact in convert(path).facts}
