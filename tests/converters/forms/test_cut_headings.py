"""Headings that an OCR run cut are made whole where one word of the field alone can be meant."""

from __future__ import annotations

import pytest
from yusuan.converters.forms.cut_headings import whole_headings
from yusuan.converters.forms.form import load_forms
from yusuan.converters.table import Cell
from yusuan.datapackage.model import Origin

FORMS = {form.id: form for form in load_forms()}


def whole(*texts: str, form: str = "expenditure-summary") -> list[str]:
    row = tuple(Cell(text, Origin("text", line=1, column=k + 1)) for k, text in enumerate(texts))
    (found,) = whole_headings(FORMS[form], [row])
    return [cell.text for cell in found]


def test_a_glyph_that_was_read_across_the_border_goes_back():
    assert whole("科目名", "称本年支出合计", "基本支出") == ["科目名称", "本年支出合计", "基本支出"]
    assert whole("科目名称基", "本支出", "项目支出") == ["科目名称", "基本支出", "项目支出"]


def test_a_field_that_holds_nothing_but_such_a_glyph_is_empty_then():
    assert whole("科目名", "称", "基本支", "出") == ["科目名称", "", "基本支出", ""]


@pytest.mark.parametrize(
    ("cut", "heading"),
    [
        ("本年支出合", "本年支出合计"),
        ("对附属单位补助支", "对附属单位补助支出"),
        ("功能分类科目编", "功能分类科目编码"),
        ("公务接待", "公务接待费"),
    ],
)
def test_a_lost_last_glyph_is_put_back_where_one_word_alone_has_it(cut: str, heading: str):
    assert whole(cut, form="three-public" if cut == "公务接待" else "expenditure-summary") == [heading]


def test_what_says_something_as_it_stands_is_left():
    printed = ["项目", "本年支出", "基本支出", "上年结转", "2024年", "栏次", "1"]
    assert whole(*printed) == printed


def test_what_can_have_been_two_things_and_what_no_word_explains_are_left():
    assert whole("事业单位", "甲类", "支", "无此表头") == ["事业单位", "甲类", "支", "无此表头"]
