"""The example that `make run` uses says the real figures, in our own sentences, about nobody."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
GOLDEN = HERE / "wuhan-information-center-2024"
EXAMPLE = (REPO / "examples" / "wuhan-2024" / "disclosure.txt").read_text("utf-8")
MONEY = re.compile(r"\d{1,3}(?:, ?\d{3})+\. ?\d\d(?!\d)|\d+\. ?\d\d(?!\d)")


def real_document() -> str:
    path = REPO.parent / "shared" / "disclosures" / "wuhan-information-center-2024" / "disclosure.txt"
    if not path.exists():
        pytest.skip("the document is not beside the checkout")
    return path.read_text("utf-8")


def golden_rows(file: str) -> list[dict[str, str]]:
    with (GOLDEN / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def money_tables(text: str) -> str:
    """The text from the first money table to the last."""
    start = re.search(r"^收支总表$", text, re.M)
    end = re.search(r"^部门整体支出绩效目标申报表$", text, re.M)
    assert start and end
    return text[start.start() : end.start()]


def test_the_money_tables_print_the_golden_amounts_but_for_one_that_is_lost() -> None:
    performance = {"overall-performance", "project-performance"}
    golden = [Decimal(r["amount"]) for r in golden_rows("observations.csv") if r["table"] not in performance]
    forced = [
        Decimal(r["forced_amount"])
        for r in golden_rows("lost.csv")
        if r["table"] not in performance and r["line"] != "function-221"
    ]
    printed = [Decimal(re.sub(r"[ ,]", "", text)) * 10_000 for text in MONEY.findall(money_tables(EXAMPLE))]
    assert Counter(printed) == Counter(golden + forced)


def test_the_lost_amount_is_blank_where_noughts_are_printed() -> None:
    lines = money_tables(EXAMPLE).split("\n")
    (row,) = [line.split("\t") for line in lines if "\t十七、住房保障支出" in line]
    assert row[-1] == ""
    assert sum(line.endswith("\t0.00") and "、" in line for line in lines) >= 20


def test_the_targets_are_the_golden_ones() -> None:
    undone = re.sub(r"(?<=\d)↑", "个", re.sub(r"[ ]", "", EXAMPLE).replace("≪", "≤"))
    lines = Counter(line for line in undone.split("\n") if "指标\t" in line)
    reworded = [r for r in golden_rows("targets.csv") if not r["note"] and r["level3"] != "便民服务"]
    for row in reworded:
        values = (row["this_year"],) if row["horizon"] == "long-term" else _years(row)
        cells = "\t".join((row["level1"], row["level2"], row["level3"], *values, row["basis"]))
        assert any(line.endswith(cells) for line in lines), cells


def _years(row: dict[str, str]) -> tuple[str, str, str]:
    return row["year_before_last"], row["last_year"], row["this_year"]


@pytest.mark.parametrize(
    "damage", ["3, 842. 35", "≪2小时", "≥336↑", "42010023157T 000000105", "\n\n2080505\t", "\n\n30209\t"]
)
def test_the_damages_that_the_readme_promises_are_there(damage: str) -> None:
    assert damage in EXAMPLE


def test_no_person_of_the_real_document_is_in_the_examples() -> None:
    text = real_document()
    names = re.findall(r"(?:项目负责人|填报人)[\s\t]+([一-鿿]{2,4})(?=[\s\t])", text)
    numbers = re.findall(r"(?<!\d)(?:1\d{10}|8\d{7})(?!\d)", text)
    assert names and numbers
    plain = {".txt", ".md", ".toml", ".html", ".py"}
    everything = "\n".join(p.read_text("utf-8") for p in sorted((REPO / "examples").rglob("*")) if p.suffix in plain)
    assert not [index for index, value in enumerate(names + numbers) if value in everything]


def test_no_sentence_of_the_real_document_is_in_the_example() -> None:
    sentences = {s for s in _sentences(real_document()) if len(re.findall(r"[一-鿿]", s)) >= 12}
    assert len(sentences) > 60
    assert sentences & _sentences(EXAMPLE) == set()


def _sentences(text: str) -> set[str]:
    """Sentences of the parts in prose, without white space; a heading or a cell has no full stop."""
    prose = [re.sub(r"\s", "", line) for line in re.split(r"[\n\t]", text)]
    return {s for line in prose for s in re.findall(r"[^。;]+[。;]", line) if not re.match(r"\([一二三]\)", s)}
