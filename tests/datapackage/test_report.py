"""The report: counts for machines, a page that is understood in a minute."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from yusuan.datapackage.model import Conversion, identify
from yusuan.datapackage.report import build_report, write_report
from yusuan.datapackage.report_page import SHOWN, render
from yusuan.datapackage.units import unit_after

from .conversions import fact, small

_VOID = {"meta", "br"}


class _Page(HTMLParser):
    """Text of a page; fails on a tag that is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.linked += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def test_the_report_counts_what_the_conversion_holds() -> None:
    report = build_report(small())
    assert report["amounts"]["total"] == 3
    assert (report["amounts"]["proven"], report["amounts"]["unproven"]) == (2, 1)
    assert report["amounts"]["by_status"] == {"reported": 2, "repaired": 1, "derived": 0}
    assert report["checks"]["by_outcome"] == {"passed": 1, "failed": 1, "not-applicable": 0, "not-checkable": 0}
    assert report["findings"]["by_cause"] == {"publisher": 1, "reading": 0, "unknown": 0}
    assert report["redactions"] == {"name": 3, "telephone": 2}
    assert [t["assumed"] for t in report["tables"]] == [["第二列是合计"], []]


def test_unproven_amounts_are_named_the_greatest_first() -> None:
    facts = identify([fact("小", "1"), fact("大", "-900"), fact("证", "5", confirmations=1)])
    report = build_report(Conversion(small().disclosure, facts=tuple(facts)))
    assert [(u["label"], u["amount"]) for u in report["unproven"]] == [("大", "-9000000"), ("小", "10000")]


def test_the_page_says_first_whether_anything_is_wrong() -> None:
    text = "".join(_read(render(build_report(small()))).text)
    assert "文档自身有 1 处对不上，请发布单位核实。3 个金额中 2 个由等式印证，1 个没有印证。" in text
    assert "Contradictions of the document itself: 1." in text
    assert text.index("文档自身有") < text.index("疑点") < text.index("已遮盖的个人信息")


def test_what_is_missing_or_doubtful_is_not_called_a_contradiction() -> None:
    doubtful = replace(small(), findings=tuple(replace(f, severity="warning") for f in small().findings))
    page = render(build_report(doubtful))
    assert "文档有 1 处缺漏或存疑，请发布单位核实。" in page
    assert "对不上" not in page


def test_a_document_without_a_finding_is_said_to_agree() -> None:
    calm = replace(small(), findings=())
    assert "做过的核对没有发现不符。" in render(build_report(calm))
    assert "没有做任何核对。" in render(build_report(Conversion(small().disclosure)))


def test_text_of_the_document_is_never_markup() -> None:
    evil = '<script>alert("x")</script>$title'
    finding = replace(small().findings[0], message=evil, label=evil, found=evil)
    given = small()
    html = render(
        build_report(
            replace(
                given,
                disclosure=replace(given.disclosure, title=evil, source=evil, unit_name=evil, publisher=evil),
                findings=(finding,),
                repairs=(replace(given.repairs[0], text_before=evil, proof=evil),),
                tables=tuple(replace(t, title=evil, assumed=(evil,), statement=evil) for t in given.tables),
                checks=(replace(given.checks[0], group=evil),),
                redactions={evil: 1},
            )
        )
    )
    assert "<script" not in html
    assert "$title" in "".join(_read(html).text)


def test_the_page_needs_nothing_but_itself() -> None:
    html = render(build_report(small()))
    assert all(link.startswith("#") for link in _read(html).linked)
    assert not re.search(r"https?:|url\(|@import", html)


def test_amounts_have_their_thousands_set_apart_and_the_unit_above() -> None:
    html = render(build_report(small()))
    assert '<td class="n">776,000</td>' in html
    assert "金额(元)" in html
    assert "<b>" not in html.replace('<b class="', "")


def test_a_long_list_is_cut_and_says_so() -> None:
    facts = identify(fact(f"项目{n}", str(n)) for n in range(SHOWN + 7))
    html = render(build_report(Conversion(small().disclosure, facts=tuple(facts))))
    assert "其余 7 项见 report.json" in html


def test_the_same_conversion_gives_the_same_bytes(tmp_path: Path) -> None:
    given = small()
    for name, conversion in (("a", given), ("b", replace(given, facts=given.facts[::-1]))):
        (tmp_path / name).mkdir()
        write_report(conversion, tmp_path / name)
    for file in ("report.json", "report.html"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert json.loads((tmp_path / "a" / "report.json").read_text("utf-8"))["document"]["year"] == 2024


def test_an_identity_of_an_operator_is_told_in_its_own_words() -> None:
    finding = replace(
        small().findings[0],
        check="our-own-rule",
        message="培训费 = 各处室之和，但印出的数不相等：3 = 1 + 1（万元），相差 1 万元",
        message_en="training = the sum of the offices, but the printed figures differ by 1 × 10,000 yuan: 3 = 1 + 1",
    )
    (told,) = build_report(replace(small(), findings=(finding,)))["findings"]["list"]
    assert (told["title"], told["title_en"]) == ("培训费 = 各处室之和", "training = the sum of the offices")


def test_years_and_codes_are_no_sums_of_money() -> None:
    code = replace(small().findings[0], expected="2024", found="420100221570220000106", unit="")
    html = render(build_report(replace(small(), findings=(code,))))
    assert ">2024<" in html
    assert ">420100221570220000106<" in html
    money = replace(code, found="1234567.8", unit="万元")
    assert ">1,234,567.8<" in render(build_report(replace(small(), findings=(money,))))


def test_a_quotation_is_not_said_twice() -> None:
    quoted = replace(small().findings[0], message="“水费”", message_en="“水费”")
    assert render(build_report(replace(small(), findings=(quoted,)))).count("<p>“水费”</p>") == 1
    assert '<p class="en" lang="en">“水费”</p>' not in render(build_report(replace(small(), findings=(quoted,))))


@pytest.mark.parametrize(
    ("unit", "after"), [("元", "yuan"), ("万元", "× 10,000 yuan"), ("百万元", "million yuan"), ("", "")]
)
def test_what_stands_behind_an_amount_in_english(unit: str, after: str) -> None:
    assert unit_after(unit) == after
