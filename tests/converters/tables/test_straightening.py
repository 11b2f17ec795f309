"""Final accounts as an OCR run gives them: fields too many or too few, codes over two lines, amounts misread."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.sources import Source
from yusuan.datapackage.model import Conversion
from yusuan.document import understand

_ACCOUNT = """清溪县测试局2023年度单位决算
一、支出决算表
公开03表
部门：清溪县测试局 金额单位：万元
项目\t\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
功能分类科目编码\t科目名称\t\t\t\t\t\t
栏次\t\t1\t2\t3\t4\t5\t6
\t合计\t1,733.40\t1,283.20\t450.20\t\t\t
201\t一般公共服务支出\t1,414.70\t964.50\t450.20\t\t\t
20106\t财政事务\t1,414.70\t964.50\t450.20\t\t\t
2010601\t行政运行\t964.50\t964.50\t\t\t\t
2010602\t一般行政管理事务\t318.05\t\t318.05\t\t\t
2010699\t其他财政事务支出\t132.15\t\t132.15\t\t\t
208\t社会保障和就业支出\t186.30\t186.30\t\t\t\t
20805\t行政事业单位养老支出\t186.30\t186.30\t\t\t\t
2080505\t机关事业单位基本养老保险缴费支出\t121.40\t121.40\t\t\t\t
2080506\t机关事业单位职业年金缴费支出\t64.90\t64.90\t\t\t\t
221\t住房保障支出\t132.40\t132.40\t\t\t\t
22102\t住房改革支出\t132.40\t132.40\t\t\t\t
2210201\t住房公积金\t132.40\t132.40\t\t\t\t
"""


def read(folder: Path, text: str) -> Conversion:
    path = folder / "disclosure.txt"
    path.write_text(text, encoding="utf-8")
    return understand(Source(path))


def printed(conversion: Conversion) -> Counter[tuple[str, str, str, Decimal]]:
    """What each amount is of, and how much it is."""
    return Counter((f.function_code, f.line, f.category, f.amount) for f in conversion.facts)


def changed(old: str, new: str) -> str:
    assert old in _ACCOUNT
    return _ACCOUNT.replace(old, new)


_WHOLE = {
    "a blank before the name": changed("20106\t财政", "20106\t\t财政"),
    "a blank before the total": changed("事务\t1,414.70", "事务\t\t1,414.70"),
    "a blank before a part": changed("合计\t1,733.40\t", "合计\t1,733.40\t\t"),
    "a blank behind the last column": changed("964.50\t964.50\t\t\t\t", "964.50\t964.50\t\t\t\t\t"),
    "a blank that is missing": changed("318.05\t\t318.05\t\t\t", "318.05\t318.05\t\t\t"),
    "the last glyph of a number twice": changed("121.40\t121.40", "121.40\t0\t121.40"),
    "a code over two lines": changed(
        "2010602\t一般行政管理事务\t318.05\t\t318.05\t\t\t",
        "20106\t一般行政管理事务\t318.05\t\t318.05\t\t\t\n02\t\t\t\t\t\t\t",
    ),
    "a code begun a line before": changed("2010602\t一般", "20106\t\t\t\t\t\t\t\n02\t一般"),
    "a number with a blank for its comma": changed("财政事务\t1,414.70", "财政事务\t1 414.70"),
    "a number with a point for its comma": changed("合计\t1,733.40", "合计\t1.733.40"),
}


@pytest.mark.parametrize("text", _WHOLE.values(), ids=_WHOLE.keys())
def test_what_an_ocr_run_did_to_a_row_loses_no_amount(tmp_path: Path, text: str) -> None:
    assert printed(read(tmp_path, text)) == printed(read(tmp_path, _ACCOUNT))


def test_several_rows_with_a_field_too_many_are_told_together(tmp_path: Path) -> None:
    text = changed("201\t一般公共服务支出\t", "201\t一般公共服务支出\t\t").replace("20106\t财政", "20106\t\t财政")
    text = text.replace("221\t住房保障支出\t132.40\t", "221\t住房保障支出\t132.40\t\t")
    assert printed(read(tmp_path, text)) == printed(read(tmp_path, _ACCOUNT))


def test_a_digit_misread_leaves_the_rest_of_its_table(tmp_path: Path) -> None:
    conversion = read(tmp_path, changed("缴费支出\t64.90\t64.90", "缴费支出\t64.90\t64.98"))
    assert sum((printed(read(tmp_path, _ACCOUNT)) - printed(conversion)).values()) <= 1
    assert all(f.confirmations == 0 or f.amount != 649800 for f in conversion.facts)


def test_a_row_whose_amounts_moved_is_held_back(tmp_path: Path) -> None:
    conversion = read(tmp_path, changed("318.05\t\t318.05\t\t\t", "318.05\t318.05\t\t\t\t"))
    assert ("2010602", "", "basic", Decimal("3180500.00")) not in printed(conversion)
    truth = printed(read(tmp_path, _ACCOUNT))
    assert not printed(conversion) - truth
    assert sum((truth - printed(conversion)).values()) < 8


def test_a_field_too_many_that_no_sum_settles_is_held_back(tmp_path: Path) -> None:
    """An item of no table's sum may stand in either column: its row alone is not published."""
    text = changed("318.05\t\t318.05\t\t\t", "318.05\t\t\t318.05\t\t\t").replace("450.20", "", 1)
    assert not printed(read(tmp_path, text)) - printed(read(tmp_path, _ACCOUNT))
