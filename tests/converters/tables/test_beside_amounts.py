"""What stands beside an amount in its cell: 12.00万元, ¥ 12.00, 12.00①."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("205", "教育支出", "1,200.00万元", "900.00万元", "300.00万元"),
    ("", "合计", "1,200.00万元", "900.00万元", "300.00万元"),
)


def converted(folder: Path, *rows: tuple[str, ...], caption: str = "") -> Conversion:
    path = folder / "a.html"
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    page = f"<p>清溪县测试局2024年部门预算</p><p>支出总表</p>{caption}<table>{cells}</table>"
    path.write_text(f"<meta charset=utf-8>{page}", "utf-8")
    return convert(path)


def found(conversion: Conversion) -> set[tuple[str, str, str, str, str]]:
    return {(f.function_code, f.category, str(f.amount), f.reported, f.reported_unit) for f in conversion.facts}


def test_the_unit_behind_an_amount_is_its_own(tmp_path: Path) -> None:
    conversion = converted(tmp_path, *ROWS)
    assert ("205", "basic", "9000000.00", "900.00", "万元") in found(conversion)
    assert len(conversion.facts) == 6
    assert conversion.tables[0].rows[1][2] == "1,200.00万元", "printed tables are kept as they are"


def test_an_amount_beside_them_without_a_unit_is_held_back_unless_sums_join_it(tmp_path: Path) -> None:
    alone = [(*row[:3], row[3].removesuffix("万元"), row[4].replace("300", "3")) for row in ROWS]
    conversion = converted(tmp_path, *alone)
    assert {f.category for f in conversion.facts} == {"all", "project"}
    assert "money-unit-unknown" in {f.check for f in conversion.findings}


@pytest.mark.parametrize("caption", ["<p>单位：元</p>", "<p>单位：千元</p>"])
def test_a_caption_that_says_otherwise_holds_all_back(tmp_path: Path, caption: str) -> None:
    conversion = converted(tmp_path, *ROWS, caption=caption)
    assert not conversion.facts
    assert "money-unit-contradiction" in {f.check for f in conversion.findings}


def test_units_of_two_columns_are_each_their_own(tmp_path: Path) -> None:
    yuan = [(*row[:4], row[4].replace("300.00万元", "3,000,000.00元")) for row in ROWS]
    conversion = converted(tmp_path, *yuan, caption="<p>单位：万元</p>")
    assert ("205", "project", "3000000.00", "3,000,000.00", "元") not in found(conversion)
    assert {f.category for f in conversion.facts} == {"all", "basic"}


def test_a_sign_of_money_before_an_amount_is_none_of_it(tmp_path: Path) -> None:
    signed = [[f"￥ {text.removesuffix('万元')}" if "万元" in text else text for text in row] for row in ROWS]
    assert len(converted(tmp_path, *map(tuple, signed), caption="<p>单位：万元</p>").facts) == 6
    assert not converted(tmp_path, *map(tuple, signed)).facts, "¥ is no unit"


@pytest.mark.parametrize(
    "mark", ["①", "*", "<sup>1</sup>", "<span style='vertical-align:super'>12</span>", "万元<sup>2</sup>"]
)
def test_the_mark_of_a_note_behind_an_amount_is_none_of_it(tmp_path: Path, mark: str) -> None:
    marked = [[text.replace("万元", mark) for text in row] for row in ROWS]
    conversion = converted(tmp_path, *map(tuple, marked), caption="<p>单位：万元</p>")
    assert {(code, category, amount) for code, category, amount, *_ in found(conversion)} == {
        (code, category, amount)
        for code in ("205", "")
        for category, amount in (("all", "12000000.00"), ("basic", "9000000.00"), ("project", "3000000.00"))
    }


@pytest.mark.parametrize(("unit", "printed"), [("万", "900.00"), ("亿", "900.00")])
def test_a_unit_may_be_said_in_one_word(unit: str, printed: str, tmp_path: Path) -> None:
    """The table was told as empty once."""
    conversion = converted(tmp_path, *[tuple(text.replace("万元", unit) for text in row) for row in ROWS])
    yuan = {"万": "9000000.00", "亿": "90000000000.00"}[unit]
    assert ("205", "basic", yuan, printed, f"{unit}元") in found(conversion)


@pytest.mark.parametrize("behind", ["圆", "万元整", " CNY"])
def test_a_table_whose_amounts_stand_before_other_words_is_not_told_as_empty(behind: str, tmp_path: Path) -> None:
    rows = [tuple(text.replace("万元", behind) for text in row) for row in ROWS]
    conversion = converted(tmp_path, *rows, caption="<p>单位：万元</p>")
    assert not conversion.facts
    assert [table.empty for table in conversion.tables] == [False]
    assert {f.check for f in conversion.findings} == {"unread-amount"}


PARTED = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("205", "教育支出", "1 234 567.89", "1 000 000.00", "234 567.89"),
    ("", "合计", "1 234 567.89", "1 000 000.00", "234 567.89"),
)


def _spelt(rows: tuple[tuple[str, ...], ...], mark: str) -> list[tuple[str, ...]]:
    return [tuple(text.replace(" ", mark) for text in row) for row in rows]


@pytest.mark.parametrize("mark", [" ", "\u00a0", "\u2009", "'"])
def test_thousands_are_parted_by_what_parts_all_of_them(tmp_path: Path, mark: str) -> None:
    conversion = converted(tmp_path, *_spelt(PARTED, mark), caption="<p>单位：元</p>")
    amounts = {(f.function_code, f.category): str(f.amount) for f in conversion.facts}
    assert amounts["205", "all"] == "1234567.89"
    assert len(conversion.facts) == 6
    assert not [f for f in conversion.findings if f.check == "unread-amount"]


@pytest.mark.parametrize("other", ["5 1234.00", "1234567.89", "1,234,567.89", "12.00 345.00"])
def test_a_blank_in_a_number_parts_two_where_others_are_printed_otherwise(tmp_path: Path, other: str) -> None:
    rows = [*PARTED, ("206", "科学技术支出", other, "1 000 000.00", "234 567.89")]
    conversion = converted(tmp_path, *rows, caption="<p>单位：元</p>")
    assert not {f.amount for f in conversion.facts if f.function_code == "205"}
    assert "unread-amount" in {f.check for f in conversion.findings}
