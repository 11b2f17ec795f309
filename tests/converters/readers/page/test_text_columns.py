"""Text in two columns: the change of one figure must not stand behind another. All figures are invented."""

from __future__ import annotations

import pytest

LEFT = [
    "一、收入决算情况说明",
    "全年收入合计三百二十万元，比上年增加了",
    "二十万元，增长百分之六点六七。",
    "二、支出决算情况说明，见右栏，全年支出",
]
RIGHT = ["合计三百一十万元，比上年减少十万元。", "其中：基本支出二百万元，项目支出一", "百一十万元，都比上年少。"]
TOLD = [
    "一、收入决算情况说明",
    "全年收入合计三百二十万元，比上年增加了二十万元，增长百分之六点六七。",
    "二、支出决算情况说明，见右栏，全年支出合计三百一十万元，比上年减少十万元。"
    "其中：基本支出二百万元，项目支出一百一十万元，都比上年少。",
]


@pytest.mark.parametrize("lower", [0, 7], ids=["level", "on lines of its own"])
def test_the_left_column_is_read_before_the_right_one(pdf, blocks, lower: int):
    def page(sheet):
        sheet.text(200, 80, "第三部分 决算情况说明")
        for k, text in enumerate(LEFT):
            sheet.text(60, 120 + 18 * k, text)
        for k, text in enumerate(RIGHT):
            sheet.text(310, 120 + lower + 18 * k, text)
        sheet.text(60, 300, "本说明由单位财务部门负责解释，以上各数均以报表为准，详见各张决算报表及附注的有关内容。")

    told, tables = blocks(pdf(page))
    assert tables == []
    assert told[0] == "第三部分 决算情况说明"
    assert told[1:-1] == TOLD


def test_captions_with_what_stands_on_their_right_are_no_columns(pdf, blocks):
    rows = [
        ("编制部门：某市教育局", "金额单位：人民币万元"),
        ("公开日期：二月二十日", "联系部门：财务处，一楼"),
        ("附件：一份", "共三页"),
    ]

    def page(sheet):
        for k, (left, right) in enumerate(rows):
            sheet.text(60, 120 + 18 * k, left)
            sheet.text(310, 120 + 18 * k, right)

    assert blocks(pdf(page))[0] == [text for row in rows for text in row]
