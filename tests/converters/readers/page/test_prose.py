"""What stands above and below the text of a page and is none of it. All names are invented."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("printed_on", ["2024/2/5 14:33", "2/5/24, 2:33 PM", "2024年2月5日 14:33"])
def test_what_a_browser_prints_around_a_page_is_no_text_of_it(pdf, blocks, printed_on: str):
    """Between the two halves of a table that goes on over a page it would be the title of the second."""

    def page(sheet):
        sheet.text(24, 20, printed_on)
        sheet.text(280, 20, "某县某中心2024年单位预算")
        sheet.text(60, 120, "一、收支预算总体情况")
        sheet.text(24, 825, "https://www.example.gov.cn/zwgk/t20240205_123.html")
        sheet.text(540, 825, "3/12")

    assert blocks(pdf(page))[0] == ["某县某中心2024年单位预算", "一、收支预算总体情况"]


def test_an_address_within_the_text_stays(pdf, blocks):
    def page(sheet):
        sheet.text(60, 120, "公开网址：")
        sheet.text(60, 400, "https://www.example.gov.cn/zwgk/t20240205_123.html")

    assert "example.gov.cn" in "".join(blocks(pdf(page))[0])


def test_the_title_of_a_table_is_no_end_of_the_sentences_above_it(pdf, blocks):
    """On a page whose text is as wide as its one full line, a title below that would go on with it."""

    def page(sheet):
        sheet.text(40, 60, "住房公积金136.10万元，主要用于按规定的比例为在职人员缴纳的住房公积金等。")
        sheet.text(40, 76, "购房补贴148.80万元，主要用于按规定的标准向机关人员每月发放的购房补贴等。")
        sheet.text(40, 92, "2025年单位财务收支预算总表")

    assert blocks(pdf(page))[0][-1] == "2025年单位财务收支预算总表"


@pytest.mark.parametrize(("rest", "is_joined"), [(190, True), (290, False)])
def test_what_of_a_heading_did_not_fit_stands_in_the_middle_below_it(pdf, blocks, rest: float, is_joined: bool):
    """A heading as wide as the text that says 决算情况说 says nothing: what follows was no 情况说明."""

    def page(sheet):
        sheet.text(40, 60, "某某市发展改革和科学技术信息化委员会二〇二五年度部门决算情况说")
        sheet.text(rest, 76, "明")
        sheet.text(
            40,
            120,
            "二〇二五年度收入决算为人民币肆仟贰佰伍拾捌万叁仟玖佰元整其中",
        )
        sheet.text(40, 136, "财政拨款肆仟壹佰伍拾肆万元。")

    texts = blocks(pdf(page))[0]
    assert ("某某市发展改革和科学技术信息化委员会二〇二五年度部门决算情况说明" in texts) == is_joined


def test_a_running_head_parts_no_sentence(pdf, blocks):
    """The head of the second page would stand in the middle of it, and be taken for its beginning."""
    first = "2024年度一般公共预算财政拨款基本支出2869.42万元，其中人员经费1476.00万元，公用经"

    def one(sheet):
        sheet.text(200, 30, "某市某局2024年度部门决算")
        sheet.text(40, 700, "六、一般公共预算财政拨款基本支出决算情况说明")
        sheet.text(40, 716, first, 13)

    def other(sheet):
        sheet.text(200, 30, "某市某局2024年度部门决算")
        sheet.text(40, 60, "费1393.42万元。", 13)
        sheet.text(40, 90, "七、其他重要事项情况说明", 13)

    found = [text for page in blocks(pdf(one, other)) for text in page]
    assert f"{first}费1393.42万元。" in found
