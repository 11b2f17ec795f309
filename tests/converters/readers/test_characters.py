"""Only characters that stand for the same character are folded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.readers.characters import fold, tidy
from yusuan.converters.readers.office.numbering import chinese


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⻅附⻚⻋辆⻓期⻔户", "见附页车辆长期门户"),
        ("⼀般公共预算⽀出", "一般公共预算支出"),
        ("２０２４年１．５０％", "2024年1.50%"),
        ("一．基本情况", "一．基本情况"),
        ("４．２０２５年", "4.2025年"),
        ("金\u00a0额\u3000\u200b1", "金 额 1"),
        ("不更樂", "不更樂"),
        ("①贰佰〇二㎡（一）", "①贰佰〇二㎡（一）"),
    ],
)
def test_fold(printed, meant):
    assert fold(printed) == meant


def test_every_radical_has_its_character():
    radicals = [chr(c) for c in (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6)) if unicodedata.name(chr(c), "")]
    assert len(radicals) == 114 + 214
    assert [r for r in radicals if "RADICAL" in unicodedata.name(fold(r), "")] == []


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="0123456789,.-+()%"))
def test_plain_numbers_are_never_touched(text):
    assert fold(text) == text


def test_tidy_keeps_lines_and_drops_needless_blanks():
    assert tidy("  基本 \u3000 支出\n\n 项目 支出 ") == "基本 支出\n项目 支出"


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百〇五"),
        (110, "一百一十"),
    ],
)
def test_list_numbers_in_chinese(number, numeral):
    assert chinese(number) == numeral


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (r"二、收入决算情况说明 PAGEREF _Toc21777 \h 4", "二、收入决算情况说明...... 4"),
        (r'HYPERLINK \l "_Toc21777" 一、收支总表', "一、收支总表"),
        (r'TOC \o "1-3" \h \z \u 目录', "目录"),
        (r"路径 C:\表", r"路径 C:\表"),
    ],
)
def test_codes_of_fields_are_no_text(shown: str, text: str) -> None:
    assert tidy(shown) == text
