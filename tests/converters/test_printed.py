"""Tables without a full grid of rules, printed by real programs: read as they were meant, or held back, never wrong."""

from __future__ import annotations

import os
import random
from pathlib import Path

import layouts
import printed
import provinces
import pytest
from more_province_forms import MORE_PROVINCES
from province_forms import PROVINCES
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert

#: How many documents each program prints.
DOCUMENTS = int(os.environ.get("YUSUAN_PRINTED_DOCUMENTS", "1"))
NAMES = [*PROVINCES, *MORE_PROVINCES]


def invented(seed: int) -> layouts.Document:
    """A document in the forms of a province, or in a layout drawn at random."""
    dice = random.Random(seed)
    if seed % 4 == 3:
        return layouts.make({name: dice.choice(values) for name, values in layouts.CHOICES.items()}, seed)
    return provinces.make(dice.choice(NAMES), seed)


@pytest.mark.parametrize("producer", printed.CHOICES["producer"])
def test_no_amount_gets_another_meaning_and_most_are_found(producer: str, tmp_path: Path) -> None:
    documents = [invented(seed) for seed in range(500, 500 + DOCUMENTS)]
    styles = [printed.drawn(seed, {"producer": producer}) for seed in range(500, 500 + DOCUMENTS)]
    paths = printed.write(list(zip(documents, styles, strict=True)), tmp_path)
    wanted, found = ([observations(item) for item in items] for items in (documents, map(convert, paths)))
    for truth, read, style in zip(wanted, found, styles, strict=True):
        assert read - truth == set(), style
    assert sum(map(len, found)) >= 0.95 * sum(map(len, wanted))


def test_what_offices_print_without_rules_is_mostly_found(tmp_path: Path) -> None:
    style = printed.Print("calc", "none")
    documents = [provinces.make(name, 6) for name in ("jilin", "guizhou")]
    paths = printed.write([(document, style) for document in documents], tmp_path)
    wanted, found = ([observations(item) for item in items] for items in (documents, map(convert, paths)))
    assert all(f <= w for f, w in zip(found, wanted, strict=True))
    assert sum(map(len, found)) >= 0.85 * sum(map(len, wanted))


def test_rows_of_a_shaded_national_form_are_read_on_each_page(tmp_path: Path) -> None:
    """Word shades cell, paragraph and text; codes stand in one cell below 类, 款, 项. Only the first page was read."""
    rows = [
        ("201", "一般公共服务支出", 30), ("20104", "发展与改革事务", 30), ("2010401", "行政运行", 20),
        ("2010402", "一般行政管理事务", 10), ("205", "教育支出", 12), ("20508", "进修及培训", 12),
        ("2050803", "培训支出", 12), ("208", "社会保障和就业支出", 9), ("20805", "行政事业单位养老支出", 9),
        ("2080501", "行政单位离退休", 4), ("2080505", "机关事业单位基本养老保险缴费支出", 5), ("221", "住房保障支出", 7),
        ("22102", "住房改革支出", 7), ("2210201", "住房公积金", 7),
    ]  # fmt: skip
    headings = [
        [("项目", 1, 4), ("", 0, 0), ("", 0, 0), ("", 0, 0), ("本年收入合计", 2, 1), ("财政拨款收入", 2, 1), ("其他收入", 2, 1)],
        [("支出功能分类科目编码", 1, 3), ("", 0, 0), ("", 0, 0), ("科目名称", 1, 1), *[("", 0, 0)] * 3],
        [("类", 2, 1), ("款", 2, 1), ("项", 2, 1), ("栏次", 1, 1), ("1", 1, 1), ("2", 1, 1), ("3", 1, 1)],
        [*[("", 0, 0)] * 3, ("合计", 1, 1), ("58.00", 1, 1), ("58.00", 1, 1), ("0.00", 1, 1)],
    ]  # fmt: skip
    data = [
        [(code, 1, 3), ("", 0, 0), ("", 0, 0), (name, 1, 1), *((f"{n}.00", 1, 1) for n in (amount, amount, 0))]
        for code, name, amount in rows
    ]
    source = printed.write_shaded_form(
        "某市某局2023年度部门决算", "收入决算表", [*headings, *data], tmp_path / "form.docx"
    )
    printed.convert_to_pdf([source], tmp_path)
    conversion = convert(source.with_suffix(".pdf"))
    codes = {(f.function_code or f.line, f.fund): f.amount / 10_000 for f in conversion.facts if f.amount}
    assert codes == {
        (code, fund): amount
        for code, _, amount in [*rows, ("total", "", 58)]
        for fund in ("all", "fiscal-appropriation")
    }
    assert [f for f in conversion.findings if f.severity == "error"] == []
