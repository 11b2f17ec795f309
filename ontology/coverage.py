"""Every code list at a glance: how many rows, how far to trust them, which editions were seen, what is missing."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..datapackage.classification import VERIFIED, load
from .terms import label, schemes

_MISSING = Path(__file__).with_name("coverage.csv")
#: Which of our lists a file is, where it is one.
_SCHEMES = {"functional": "function", "economic_dept": "economic", "revenue": "revenue", "regions": "region"}
_HEAD = """\
# 代码表 · Code lists

由 `python -m yusuan.ontology.pages` 写出，测试核对。字母：A 见于 2020 年以后的文档或通知，
B 见于 2017 至 2019 年或软件数据，L 见于约 2009 年的表，C、D 出自记忆。A、B、L 有据可查；
C、D 只在是它们的上级时出现在分类里，标为 `yb:verified false`，对照表里的也这样标。
Written by `python -m yusuan.ontology.pages` and held to it by a test. A seen in a document since 2020 or a
notice, B in one of 2017 to 2019 or in software data, L in a table of about 2009, C and D recalled. A, B and L are
verified; C and D stand in the classifications only above one of them, as `yb:verified false`, and in the
correspondences marked so too.

| 代码表 list | 行 rows | A | B | L | C | D | 有据 verified | 见到的年度 years seen | 缺 missing |
|---|---:|---:|---:|---:|---:|---:|---:|---|---|
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One list. ``confidence`` counts the letters of its rows; years are those of documents in which a row was seen."""

    name: str
    rows: int
    confidence: dict[str, int]
    years: tuple[int, ...]
    missing: str
    missing_en: str

    @property
    def verified(self) -> int | None:
        """The rows that rest on something that can be shown; None where rows bear no letter."""
        return sum(n for letter, n in self.confidence.items() if letter in VERIFIED) if self.confidence else None


def coverage() -> list[Coverage]:
    """The classifications and correspondences, then the closed lists of our own."""
    with _MISSING.open(encoding="utf-8", newline="") as lines:
        told = list(csv.DictReader(lines))
    return [_of_file(row["list"], row["missing"], row["missing_en"]) for row in told] + list(_closed())


def _of_file(name: str, missing: str, missing_en: str) -> Coverage:
    rows = load(name)
    letters = Counter(row["confidence"] for row in rows if row.get("confidence"))
    years = {int(year) for row in rows for year in row.get("years", "").split()}
    return Coverage(name, len(rows), dict(sorted(letters.items())), tuple(sorted(years)), missing, missing_en)


def _closed() -> Iterator[Coverage]:
    for name, listed in schemes().items():
        if name in schemes()["scheme"] and name not in _SCHEMES.values():
            yield Coverage(name, len([code for code in listed if code]), {}, (), "", "")


def markdown() -> str:
    """The page ``docs/ontology/code-lists.md``."""
    return _HEAD + "".join(f"| {' | '.join(cells(each))} |\n" for each in coverage())


def cells(each: Coverage, language: str = "") -> list[str]:
    """One row of the table; what is missing in both languages where none is asked for."""
    letters = [f"{each.confidence.get(letter, 0):,}" if each.confidence else "" for letter in "ABLCD"]
    verified = "" if each.verified is None else f"{each.verified:,}"
    missing = {"zh": each.missing, "en": each.missing_en}.get(language, f"{each.missing} {each.missing_en}".strip())
    name = each.name if each.confidence or each.missing else f"{each.name} {label('scheme', each.name)}"
    return [name, f"{each.rows:,}", *letters, verified, " ".join(map(str, each.years)), missing]
