"""Headings and labels that an OCR run cut are made whole where one word of the field alone can be meant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from yusuan.converters.forms.cut_words import whole_codes, whole_headings, whole_labels, without_cut_codes
from yusuan.converters.forms.form import load_forms
from yusuan.converters.forms.reading import Amount, Interpretation
from yusuan.converters.table import Cell
from yusuan.datapackage.model import Origin

FORMS = {form.id: form for form in load_forms()}


NAMES = frozenset(["住房保障支出", "购房补贴", "医疗保障", "医疗保险"])


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(text, Origin("text", line=1, column=k + 1, char_start=0, char_end=len(text)))
        for k, text in enumerate(texts)
    )


def whole(*texts: str, form: str = "expenditure-summary") -> list[str]:
    (found,) = whole_headings(FORMS[form], [row(*texts)])
    return [cell.text for cell in found]


def labelled(*texts: str) -> list[str]:
    (found,) = whole_labels([row(*texts)], NAMES)
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


def test_a_glyph_of_a_label_before_a_number_goes_back_and_the_number_keeps_its_place():
    (found,) = whole_labels([row("2210203", "购房补", "贴1,471.38")], NAMES)
    assert [cell.text for cell in found] == ["2210203", "购房补贴", "1,471.38"]
    assert (found[2].origin.char_start, found[2].origin.char_end) == (1, 9)


def test_a_label_that_lost_its_last_glyph_is_a_name_but_for_it():
    assert labelled("十九、住房保障支", "50", "4200.48") == ["十九、住房保障支出", "50", "4200.48"]


def test_a_label_that_can_have_been_two_names_or_none_is_left():
    assert labelled("医疗保", "12.00") == ["医疗保", "12.00"]
    assert labelled("食堂修缮", "费12.00") == ["食堂修缮", "费12.00"]


def test_a_word_before_a_number_that_belongs_to_no_label_is_left():
    assert labelled("购房补贴", "负12.00") == ["购房补贴", "负12.00"]


CODE = "42010023157T00000010"


def test_a_digit_of_a_project_code_before_the_name_goes_back_where_the_other_codes_have_it():
    rows = [row(f"{CODE}{k}", "系统运行", "12.00") for k in range(3)]
    assert [[c.text for c in r] for r in whole_codes([*rows, row(CODE, "7网站维护", "3.00")])][-1] == [
        f"{CODE}7",
        "网站维护",
        "3.00",
    ]
    alone = [row(CODE, "7网站维护", "3.00")]
    assert whole_codes(alone) == alone
    year = [*rows, row(CODE, "2024年网站维护", "3.00")]
    assert whole_codes(year) == year


def test_amounts_of_a_project_whose_code_is_shorter_than_all_others_are_held_back():
    def amount(code: str) -> Amount:
        return Amount({}, Decimal(1), "1.00", Origin("text"), code=code, code_kind="project", label="网站维护")

    whole = [amount(f"{CODE}{k}") for k in range(3)]
    reading = without_cut_codes(Interpretation(amounts=(*whole, amount(CODE))))
    assert list(reading.amounts) == whole
    assert [d.found for d in reading.doubts] == [f"{CODE} | 1.00"]
    unlike = Interpretation(amounts=(whole[0], amount(CODE)))
    assert without_cut_codes(unlike) == unlike
