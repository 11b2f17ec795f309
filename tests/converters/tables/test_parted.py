"""Tables printed in parts under titles of their own."""

from __future__ import annotations

from pathlib import Path

from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

TITLES = ("项目支出表（一）", "项目支出表（二）")
NAMES = ("合计", "图书购置", "馆舍维护")
LEFT = (("合计", "一般公共预算"), ("160.00", "130.00"), ("100.00", "80.00"), ("60.00", "50.00"))
RIGHT = (("财政专户管理资金", "单位资金"), ("14.00", "16.00"), ("12.00", "8.00"), ("2.00", "8.00"))


def table(title: str, *rows: tuple[str, ...], unit: str = "万元") -> str:
    cells = "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in rows)
    return f"<p>{title}</p><p>单位：{unit}</p><table>{cells}</table>"


def named(rows: tuple[tuple[str, ...], ...], names: tuple[str, ...] = NAMES) -> tuple[tuple[str, ...], ...]:
    return tuple((name, *row) for name, row in zip(("项目名称", *names), rows, strict=True))


def read(folder: Path, *tables: str) -> Conversion:
    path = folder / "a.html"
    path.write_text(f"<meta charset=utf-8><p>某市图书馆2024年部门预算</p>{''.join(tables)}", "utf-8")
    return prove(convert(path))


def amounts(conversion: Conversion) -> dict[tuple[str, str], int]:
    return {(f.label, f.fund): int(f.amount) // 10_000 for f in conversion.facts if f.table == "project-expenditure"}


def test_columns_printed_under_a_second_title_belong_to_the_rows_of_the_first(tmp_path: Path) -> None:
    found = read(tmp_path, table(TITLES[0], *named(LEFT)), table(TITLES[1], *named(RIGHT)))
    assert amounts(found) == {
        ("合计", "all"): 160, ("合计", "general-public-budget"): 130, ("合计", "fiscal-special-account"): 14,
        ("合计", "unit-funds"): 16, ("图书购置", "all"): 100, ("图书购置", "general-public-budget"): 80,
        ("图书购置", "fiscal-special-account"): 12, ("图书购置", "unit-funds"): 8, ("馆舍维护", "all"): 60,
        ("馆舍维护", "general-public-budget"): 50, ("馆舍维护", "fiscal-special-account"): 2, ("馆舍维护", "unit-funds"): 8,
    }  # fmt: skip
    assert all(fact.confirmations for fact in found.facts)
    assert not [f for f in found.findings if f.severity == "error"], "a row is one row over both parts"


def test_a_row_whose_parts_do_not_add_up_is_told(tmp_path: Path) -> None:
    wrong = (*RIGHT[:2], ("13.00", "8.00"), RIGHT[3])
    found = read(tmp_path, table(TITLES[0], *named(LEFT)), table(TITLES[1], *named(wrong)))
    assert any(f.severity == "error" and "图书购置" in f.label for f in found.findings)


def test_more_rows_under_a_second_title_belong_to_the_table_above(tmp_path: Path) -> None:
    rows = named(LEFT)
    found = read(tmp_path, table(TITLES[0], *rows[:3]), table(TITLES[1], rows[0], rows[3]))
    assert len(amounts(found)) == 6
    assert [c.outcome for c in found.checks if c.check == "project-tree"] == ["passed"] * 2


def test_parts_that_may_be_two_tables_are_held_back(tmp_path: Path) -> None:
    other = named(LEFT, ("合计", "少儿阅读", "古籍保护"))
    apart = named(RIGHT, ("合计", "少儿阅读", "古籍保护"))
    known = table("支出总表", ("科目编码", "科目名称", "合计"), ("207", "文化旅游体育与传媒支出", "160.00"))
    for second in (table(TITLES[1], *other), table(TITLES[1], *apart), table(TITLES[1], *named(RIGHT), unit="元")):
        found = read(tmp_path, known, table(TITLES[0], *named(LEFT)), second)
        assert not amounts(found)
        assert [f.check for f in found.findings].count("unknown-table") == 2
