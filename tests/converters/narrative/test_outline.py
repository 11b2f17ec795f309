"""The text part: its sections, whole paragraphs, and where every character was printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.narrative.outline import Outline, outline, texts
from yusuan.converters.narrative.passages import whole
from yusuan.converters.readers import read
from yusuan.converters.table import Block, Cell, Paragraph, Table
from yusuan.datapackage.model import Origin


def paragraphs(*texts: str) -> list[Block]:
    """The paragraphs of a text file, one a line."""
    blocks: list[Block] = []
    offset = 0
    for number, text in enumerate(texts, start=1):
        blocks.append(Paragraph(text, Origin("text", line=number, char_start=offset, char_end=offset + len(text))))
        offset += len(text) + 1
    return blocks


def grid() -> Table:
    return Table(((Cell("合计", Origin("text")), Cell("1.00", Origin("text"))),), Origin("text"))


def headings(found: Outline) -> list[tuple[str, ...]]:
    return [section.path for section in found.sections]


def test_the_parts_of_the_table_of_contents_are_passed_over() -> None:
    found = outline(
        paragraphs(
            "目 录",
            "第三部分 某某局2024年部门预算情况说明",
            "- 一、收支预算总体安排情况",
            "第四部分 名词解释",
            "第三部分 某某局 2024 年部门预算情况说明",
            "一、收支预算总体安排情况",
            "2024年收支总预算100万元。",
            "第四部分 名词解释",
            "一、基本支出：指为保障机构运转而发生的支出。",
        )
    )
    assert headings(found) == [
        ("第三部分某某局2024年部门预算情况说明", "一、收支预算总体安排情况"),
        ("第四部分名词解释",),
    ]
    assert [s.kind for s in found.sections] == ["explanation", "glossary"]


def test_a_document_without_numbered_parts_is_known_by_the_titles() -> None:
    blocks = paragraphs(
        "目录", "一、名词解释", "二、单位预算编制说明", "三、单位预算表",
        "名词解释", "（一）事业收入：指事业单位取得的收入。",
        "2025年单位预算编制说明", "2025年收入预算10万元。",
        "2025年单位收支预算总表", "单位：元",
    )  # fmt: skip
    after = paragraphs("其他相关情况说明", "一、2025年“三公”经费预算情况说明", "2025年“三公”经费预算数为1万元。")
    found = outline([*blocks, grid(), *after])
    assert headings(found) == [
        ("名词解释",),
        ("2025年单位预算编制说明",),
        ("其他相关情况说明", "一、2025年“三公”经费预算情况说明"),
    ]


def test_a_section_ends_with_the_next_number_where_parts_are_only_numbered() -> None:
    found = outline(
        paragraphs(
            "三、部门预算情况说明 ........9", "四、名词解释 ........13", "三、部门预算情况说明", "（一）收支预算情况说明",
            "我校2021年收支总预算10万元。", "四、名词解释", "1.上年结转：指继续使用的资金。", "五、附件", "与预算无关。",
        )
    )  # fmt: skip
    assert headings(found) == [("三、部门预算情况说明", "（一）收支预算情况说明"), ("四、名词解释",)]


def test_headings_that_count_from_one_again_below_a_numbered_title_are_its_own() -> None:
    """The first of them ended the explanation once, and nothing in it was held against a table."""
    found = outline(
        paragraphs(
            "目录", "一、单位概况", "二、2024年单位预算情况说明", "三、名词解释",
            "一、单位概况", "主要职责是审判案件。", "二、2024年单位预算情况说明",
            "一、收支总体情况", "收入10万元。", "二、支出情况", "支出10万元。", "三、其他事项", "没有其他。",
            "三、名词解释", "一、基本支出：指为保障机构运转而发生的支出。", "三、结转：指继续使用的资金。", "四、附表", "与预算无关。",
        )
    )  # fmt: skip
    title = "二、2024年单位预算情况说明"
    assert headings(found)[:3] == [(title, "一、收支总体情况"), (title, "二、支出情况"), (title, "三、其他事项")]
    assert headings(found)[3:] == [("三、名词解释",)]
    assert len(found.sections[3].passages) == 2


def test_numbers_that_go_on_are_no_headings_below_a_title() -> None:
    lines = ("一、预算情况说明", "收入10万元。", "二、机构设置", "与预算无关。", "三、有关事项说明", "支出10万元。")
    assert headings(outline(paragraphs(*lines))) == [("一、预算情况说明",), ("三、有关事项说明",)]


def test_a_heading_on_two_lines_is_one() -> None:
    found = outline(paragraphs("第三部分 某某局2024年度部门决算情况", "说明", "一、收入情况", "本年收入1万元。"))
    assert headings(found) == [("第三部分某某局2024年度部门决算情况说明", "一、收入情况")]


def test_a_broken_paragraph_is_joined_and_a_list_item_is_not() -> None:
    found = outline(
        paragraphs(
            "第三部分 预算情况说明", "一、支出情况", "住房保障支出(类)住房改革支出", "(款)住房公积金(项) 77.64万", "元。",
            "- (一)工资福利支出 1087.87 万元，其中", "- (二)商品和服务支出169万元。",
        )
    )  # fmt: skip
    assert [p.text for p in found.sections[0].passages] == [
        "住房保障支出(类)住房改革支出(款)住房公积金(项)77.64万元。",
        "(一)工资福利支出1087.87万元，其中",
        "(二)商品和服务支出169万元。",
    ]


def test_a_number_of_a_joined_paragraph_leads_back_to_the_file() -> None:
    lines = ("第三部分 预算情况说明", "本年支出 1450.", "24 万元，主要用于", "办公。")
    passage = outline(paragraphs(*lines)).sections[0].passages[0]
    start = passage.text.index("主要")
    origin = passage.origin(start, start + 2)
    assert "\n".join(lines)[origin.char_start : origin.char_end] == "主要"
    assert origin.line == 3


def test_two_numbers_side_by_side_never_become_one() -> None:
    parts = [Paragraph("支出1", Origin("text", line=1)), Paragraph("93.37万元", Origin("text", line=2))]
    assert whole(parts).text == "支出1 93.37万元"


@given(st.lists(st.text("预算支出 0123456789.，。万元　", min_size=1, max_size=20), min_size=1, max_size=5))
def test_every_character_has_its_place(texts: list[str]) -> None:
    file = "\n".join(texts)
    passage = whole([b for b in paragraphs(*texts) if isinstance(b, Paragraph)])
    for character, (_, offset) in zip(passage.text, passage.places, strict=True):
        assert offset < 0 or file[offset] == character or character == " "


def test_a_document_without_text_has_no_sections() -> None:
    assert outline([grid()]).sections == ()


@pytest.mark.parametrize("kind", ["explanation", "glossary"])
def test_the_real_document_has_both_parts(wuhan: Path, kind: str) -> None:
    found = outline(list(read(wuhan)))
    assert getattr(found, kind)
    assert len({s.path[0] for s in getattr(found, kind)}) == 1, "nothing is taken for a part of its own"


def test_every_heading_and_paragraph_is_told_with_its_part_and_what_stands_above_it() -> None:
    found = texts(
        paragraphs(
            "某某局2024年部门预算",
            "目 录",
            "第一部分 某某局2024年部门预算情况说明",
            "第二部分 名词解释",
            "一、主要职责",
            "第一部分 某某局2024年部门预算情况说明",
            "一、收支预算",
            "（一）收入",
            "收入 100 万元，主要是",
            "财政拨款。",
            "二、其他",
            "没有其他。",
            "第二部分 名词解释",
            "1.基本支出：指支出。",
        )
    )
    told = [(t.part, t.role, t.section[:10], t.text) for t in found]
    assert told[0] == ("", "paragraph", "", "某某局2024年部门预算")
    assert ("contents", "paragraph", "", "第二部分名词解释") in told
    title = "第一部分某某局202"
    assert ("explanation", "heading", title, "一、收支预算") in told
    assert ("explanation", "paragraph", "（一）收入", "收入100万元，主要是财政拨款。") in told
    assert ("explanation", "paragraph", "二、其他", "没有其他。") in told
    assert told[-1] == ("glossary", "paragraph", "第二部分名词解释", "1.基本支出：指支出。")


def test_a_paragraph_that_a_text_box_repeats_over_a_page_break_is_told_once() -> None:
    title = Paragraph("2025年部门预算编制说明", Origin("pdf", page=7))
    again = "7.社会保障和就业支出（类）养老支出（款）职业年金缴费支出（项）887.36万元。"
    pages = [Paragraph(again, Origin("pdf", page=page)) for page in (7, 8, 10)]
    (section,) = outline([title, *pages]).sections
    assert [passage.origins[0].page for passage in section.passages] == [7, 10]


def test_a_title_of_a_part_does_not_go_on_with_the_first_numbered_heading() -> None:
    lines = ("第三部分 2023年度预算数据分析", "一、收支情况说明", "收支总预算为90.00万元。", "二、其他", "没有其他。")
    found = outline([Paragraph(line, Origin("text", line=n)) for n, line in enumerate(lines)])
    assert [s.path for s in found.explanation] == [
        ("第三部分2023年度预算数据分析", "一、收支情况说明"),
        ("第三部分2023年度预算数据分析", "二、其他"),
    ]


@pytest.mark.parametrize("title", ["第四部分 其他需要说明的情况", "第四部分 其他重要事项", "第五部分 需要说明的问题"])
def test_a_part_of_other_matters_explains_too(title: str) -> None:
    """Nothing in it was held against a table once: neither operating expenses nor purchases."""
    found = outline(paragraphs("第三部分 预算情况说明", "一、收入", "收入1万元。", title, "（一）采购", "采购1万元。"))
    assert [s.kind for s in found.sections] == ["explanation", "explanation"]


def test_a_glossary_without_a_number_behind_a_numbered_text_ends_it() -> None:
    """Its terms are numbered as the text is, and open no part."""
    found = outline(
        paragraphs(
            "一、收支预算总体情况说明", "2024年收入预算10万元。", "二、一般公共预算支出情况说明", "2024年支出9万元。",
            "名词解释", "一、事业收入：指事业单位取得的收入。", "二、上年结转：指继续使用的资金。",
        )
    )  # fmt: skip
    assert headings(found) == [("一、收支预算总体情况说明",), ("二、一般公共预算支出情况说明",), ("名词解释",)]
    assert [len(s.passages) for s in found.sections] == [1, 1, 2]


@pytest.mark.parametrize("mark", ["。", "："])
def test_a_paragraph_may_begin_with_its_heading(mark: str) -> None:
    """None of its amounts was held against a table once."""
    text = f"（一）收支预算总体情况{mark}2024年收入预算10万元。"
    found = outline(paragraphs("第三部分 预算情况说明", text, "（二）办公费：5万元。"))
    assert [(s.heading, [p.text for p in s.passages]) for s in found.explanation] == [
        ("（一）收支预算总体情况", ["2024年收入预算10万元。"]),
        ("第三部分预算情况说明", ["（二）办公费：5万元。"]),
    ]


def test_what_stands_behind_a_heading_in_its_paragraph_keeps_its_place() -> None:
    text = "一、收支总体情况。收入10万元。"
    lines = [Paragraph("第三部分 预算情况说明", Origin("text", line=1)),
             Paragraph(text, Origin("text", line=2, char_start=20, char_end=20 + len(text)))]  # fmt: skip
    (section,) = outline(lines).sections
    origin = section.passages[0].origin(2, 4)
    assert (origin.char_start, origin.char_end) == (20 + text.index("10"), 20 + text.index("10") + 2)


def test_a_numbered_sentence_beside_a_heading_is_not_below_it() -> None:
    found = outline(
        paragraphs(
            "第三部分 2018年部门预算情况说明",
            "（一）收支总体情况",
            "2018年收支总预算800.00万元。",
            "（二）“三公”经费预算40.00万元，比2017年减少5.00万元。",
            "（三）机关运行经费20.00万元。",
        )
    )
    assert [s.path[1:] for s in found.explanation] == [("（一）收支总体情况",), ()]
    assert [len(s.passages) for s in found.explanation] == [1, 2]


def test_a_list_below_a_heading_that_is_numbered_alike_stays_below_it() -> None:
    found = outline(
        paragraphs(
            "第三部分 2018年部门预算情况说明",
            "1.一般公共预算支出情况",
            "1.行政运行（项）支出10.00万元。",
            "2.事业运行（项）支出20.00万元。",
        )
    )
    assert [s.path[1:] for s in found.explanation] == [("1.一般公共预算支出情况",)]
