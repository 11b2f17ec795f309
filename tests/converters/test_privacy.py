"""Personal data: what is covered, what must never be touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.privacy import REDACTED, redact, scan
from yusuan.converters.privacy.shapes import is_identity
from yusuan.converters.readers import text
from yusuan.converters.table import Block, Cell, Paragraph, Table
from yusuan.datapackage.model import Origin

Read = Callable[[str], list[Block]]


def told(blocks: list[Block]) -> str:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += ["|".join(c.text for c in row) for row in block.rows]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("printed", "covered"),
    [
        ("项目负责人|张三|联系电话|13800000000", "项目负责人|[redacted]|联系电话|[redacted]"),
        ("项目负责人||张三||联系电话||82200000|", "项目负责人||[redacted]||联系电话||[redacted]|"),
        ("填报人||张三 联系电话 82200000|||", "填报人||[redacted] 联系电话 [redacted]|||"),
        ("联系人:张 三|电 话:027-82200000", "联系人:[redacted]|电 话:[redacted]"),
        ("负 责 人|欧阳三四|", "负 责 人|[redacted]|"),
        ("单位负责人：李四；联系方式：(0712)6330000转801", "单位负责人：[redacted]；联系方式：[redacted]"),
        ("手机|138 0000 0000|", "手机|[redacted]|"),
        ("联系电话|8220|0000||", "联系电话|[redacted]|[redacted]||"),  # cut by a false border
        ("|身份证号|420102199003070011|", "|身份证号|[redacted]|"),
    ],
)
def test_a_labelled_value_is_covered(read: Read, printed: str, covered: str) -> None:
    blocks, _ = redact(read(printed + "\n"))
    assert told(blocks) == covered


def test_shapes_are_covered_without_a_label(read: Read) -> None:
    identity = next(
        f"42010219900307{n:03d}{c}"
        for n in range(1000)
        for c in "0123456789X"
        if is_identity(f"42010219900307{n:03d}{c}")
    )
    blocks, counts = redact(read(f"可拨13800000000，或写信给 zhang.san@example.org，证件 {identity}。\n"))
    assert told(blocks) == f"可拨{REDACTED}，或写信给 {REDACTED}，证件 {REDACTED}。"
    assert counts == {"email": 1, "identity": 1, "mobile": 1}


def test_a_name_learned_from_a_label_is_covered_everywhere(read: Read) -> None:
    blocks, counts = redact(read("王小明同志负责验收。\n项目负责人|王小明|\n"))
    assert "王小明" not in told(blocks)
    assert counts == {"name": 2}


def test_a_short_name_spelt_like_a_word_of_the_field_is_covered_at_its_label_only(read: Read) -> None:
    blocks, _ = redact(read("项目负责人|公安|\n公安支出 12.50 万元。\n"))
    assert told(blocks) == "项目负责人|[redacted]|\n公安支出 12.50 万元。"


@pytest.mark.parametrize(
    "printed",
    [
        "项目名称|项目单位负责人|项目预算金额（万元）|绩效目标",  # headings beside each other
        "项目负责人|主任|",
        "主要负责人要加强履职，分管负责人要经常研究。",
        "单位负责人签字：|年 月 日|",
        "邮政编码|430012|",
        "2010350|事业运行|8525300.00|13,800,000.00",
        "42010023157T000000105|平台运维|13800000000.00",
        "总计 138000000005.12 元",
        "咨询电话费 1.50 万元",
    ],
)
def test_what_is_no_personal_data_stays(read: Read, printed: str) -> None:
    blocks, counts = redact(read(printed + "\n"))
    assert (told(blocks), counts) == (printed, {})


@given(
    amounts=st.lists(st.decimals(min_value=0, max_value=10**10, places=2), min_size=1, max_size=6),
    code=st.sampled_from(["2010350", "201", "42010023157T000000105", "420100221570220000106", "157003"]),
    spaced=st.booleans(),
)
def test_amounts_and_codes_are_never_touched(amounts: list[object], code: str, spaced: bool) -> None:
    printed = [f"{a:,.2f}" if not spaced else f"{a:,.2f}".replace(",", ", ").replace(".", ". ") for a in amounts]
    cells = tuple(Cell(t, Origin("made")) for t in (code, "事业运行", *printed))
    blocks, counts = redact([Table((cells,), Origin("made"))])
    assert told(blocks) == "|".join(c.text for c in cells)
    assert not counts


@given(st.text(max_size=80))
def test_any_text_is_scanned_without_harm(printed: str) -> None:
    scan(printed)


def test_origins_stay(read: Read) -> None:
    before = read("项目负责人|张三|联系电话|13800000000\n")
    after, _ = redact(before)
    assert isinstance(before[0], Table)
    assert isinstance(after[0], Table)
    assert [c.origin for c in before[0].rows[0]] == [c.origin for c in after[0].rows[0]]


def test_what_goes_out_can_be_scanned() -> None:
    assert scan("电话：82200000，张三") == ["telephone"]
    assert scan("amount,8525300\n2010350,事业运行") == []


def test_nothing_personal_of_the_real_document_is_left(wuhan: Path) -> None:
    source = wuhan.read_text("utf-8")
    values = set(re.findall(r"(?:项目负责人|填报人)[\t ]+([\u4e00-\u9fff]{2,4})(?=[\t ])", source))
    values |= set(re.findall(r"联系电话[\t ]+(\d{7,11})", source))
    assert len(values) >= 5
    blocks, counts = redact(text.read(wuhan))
    left = told(blocks)
    assert not [v for v in values if v in left]
    assert counts["name"] >= 6
