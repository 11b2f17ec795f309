"""The terms a document explains, with the codes of those that name a subject."""

from __future__ import annotations

from yusuan.converters.narrative.glossary import read_glossary
from yusuan.converters.narrative.outline import outline
from yusuan.converters.table import Paragraph
from yusuan.datapackage.model import Disclosure, GlossaryTerm, Origin

DISCLOSURE = Disclosure("d" * 16, "", "", "", "420100", "157003", "某某中心", "157", "某某局", 2024, "budget", "unit")


def terms(*texts: str) -> list[GlossaryTerm]:
    blocks = [Paragraph(t, Origin("text", line=i)) for i, t in enumerate(("第四部分 名词解释", *texts), start=1)]
    return read_glossary(outline(blocks), DISCLOSURE, [])


def test_a_term_stands_before_the_colon_without_its_number() -> None:
    (term,) = terms("(三) 基本支出: 指为保障机构运转而发生的支出。")
    assert (term.term, term.definition) == ("基本支出", "指为保障机构运转而发生的支出。")
    assert term.cell.line == 2


def test_a_term_that_is_a_chain_of_subjects_has_their_code() -> None:
    (term,) = terms("1. 住房保障支出(类)住房改革支出(款)住房公积金(项)：反映单位缴纳的住房公积金。")
    assert term.function_code == "2210201"


def test_a_chain_that_the_classification_does_not_have_has_no_code() -> None:
    (term,) = terms("1. 住房保障支出(类)海底住房支出(款)潜艇补贴(项)：反映没有的支出。")
    assert term.function_code == ""


def test_remarks_and_sentences_are_no_terms() -> None:
    assert terms("备注：金额四舍五入。", "以上名词供参考。") == []
