"""Rules of conditional formatting in old workbooks: the same judgement as of new ones."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlrd
import xlwt
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers.office import xls, xlsx
from yusuan.converters.readers.office.biff_conditions import read_rules
from yusuan.converters.readers.office.dress import Change

WHITE_TYPE = Font(color="FFFFFFFF")
GREEN = "FF00FF00"
ROWS = [
    ["项目", "预算数", "上年", "备注"],
    ["甲", 1, 2, "不公开"],
    ["乙", 9, 3, None],
    ["丙", 5.25, 3, "公开"],
    ["丁", -4, 0, None],
]
RULES: dict[str, tuple[str, Rule]] = {
    "below a bound": ("B2:B5", CellIsRule(operator="lessThan", formula=["5"], font=WHITE_TYPE)),
    "between": ("B2:C5", CellIsRule(operator="between", formula=["2", "5.25"], font=WHITE_TYPE)),
    "not between": ("B2:C5", CellIsRule(operator="notBetween", formula=["-4", "3"], font=WHITE_TYPE)),
    "in the colour of its ground": (
        "B2:C5",
        FormulaRule(["$B2=1"], font=Font(color=GREEN), fill=PatternFill("solid", bgColor=GREEN)),
    ),
    "on a dark ground": ("B2:C5", FormulaRule(["$B2=9"], font=WHITE_TYPE, fill=PatternFill("solid", bgColor="FF000080"))),
    "struck out": ("B2:C5", CellIsRule(operator="equal", formula=["$C$3"], font=Font(strike=True))),
    "by a word beside it": ("B2:C5", FormulaRule(['$D2="不公开"'], font=WHITE_TYPE)),
    "by a cell above and left of it": ("C3:C5", FormulaRule(["B2=1"], font=WHITE_TYPE)),
    "where nothing stands beside it": ("B2:C5", FormulaRule(["ISBLANK($D2)"], font=WHITE_TYPE)),
    "not settled": ("B2:B5", FormulaRule(["VLOOKUP(B2,Z:Z,1,0)=3"], font=WHITE_TYPE)),
    "always": ("B2:B3 C4", FormulaRule(["TRUE"], font=WHITE_TYPE)),
}  # fmt: skip


def seen(reader: Any, path: Path) -> tuple[list[list[str]], list[str]]:
    (table,) = reader.read(path)
    return [[cell.text for cell in row] for row in table.rows], reader.left_out(path)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_an_old_workbook_hides_by_rules_what_a_new_one_hides(tmp_path: Path) -> None:
    for number, (area, rule) in enumerate(RULES.values()):
        workbook = openpyxl.Workbook()
        sheet: Any = workbook.active
        for row in ROWS:
            sheet.append(row)
        sheet.conditional_formatting.add(area, rule)
        workbook.save(tmp_path / f"{number}.xlsx")
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xls",
    ]
    files = [str(tmp_path / f"{number}.xlsx") for number in range(len(RULES))]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=120)
    plain = seen(xlsx, tmp_path / "0.xlsx")[0]
    for number, name in enumerate(RULES):
        new, old = seen(xlsx, tmp_path / f"{number}.xlsx"), seen(xls, tmp_path / f"{number}.xls")
        assert new == old, name
        assert bool(new[1]) == (name != "on a dark ground"), name
        assert number == 0 or new[0] != plain, name


def records(*parts: tuple[int, bytes]) -> bytes:
    """A sheet of those records between its beginning and its end."""
    whole = ((0x0809, b"\0" * 16), *parts, (0x000A, b""))
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in whole)


def book_of(stream: bytes) -> Any:
    return SimpleNamespace(
        biff_version=80, mem=stream, _sh_abs_posn=[0], colour_map={9: (255, 255, 255), 8: (0, 0, 0)}, format_map={},
        logfile=io.StringIO(),
    )  # fmt: skip


AREA = struct.pack("<4H", 1, 4, 1, 1)  # rows 2 to 5 of column B
GROUP = struct.pack("<HH", 1, 7 << 1) + AREA + struct.pack("<H", 1) + AREA
HEADER = b"\0" * 12
ONE = b"\x1e" + struct.pack("<H", 1)  # the token of the number 1
TYPE = b"\0" * 68 + struct.pack("<i8xi4xi26x", 0, 9, 0x80)  # white, nothing said of striking out
WHITE_LOOK = struct.pack("<IH", 1 << 26 | 1 << 16 | 1 << 18, 0) + TYPE
RULE = struct.pack("<BBHH", 1, 6, len(ONE), 0)  # below a number


def future(kind: int, look: bytes, shown: bytes = b"") -> bytes:
    sized = struct.pack("<I", len(look)) + look if look else b"\0" * 6
    formula = ONE if kind < 3 else b""
    head = HEADER + struct.pack("<BBHH", kind, 6 if kind == 1 else 0, len(formula), 0)
    return head + sized + formula + struct.pack("<HBHHB16x", 0, 2, 4, 0, 16) + shown


def test_rules_since_excel_2007_say_their_place_and_whether_they_are_the_last() -> None:
    added = HEADER + struct.pack("<IHHBBHBB", 0, 7, 0, 6, 0, 3, 0, 0)
    (rule,) = read_rules(book_of(records((0x01B0, GROUP), (0x01B1, RULE + WHITE_LOOK + ONE))), 0)
    assert (rule.areas, rule.operator, rule.formulas) == (((2, 2, 5, 2),), "lessThan", ("1.0",))
    assert (rule.priority, rule.is_last, rule.change) == (1, True, Change(text=(1.0, 1.0, 1.0)))
    old = (0x01B0, GROUP), (0x01B1, RULE + WHITE_LOOK + ONE), (0x087B, added)
    (rule,) = read_rules(book_of(records(*old)), 0)
    assert (rule.priority, rule.is_last) == (3, False)
    asks_for_errors = HEADER + struct.pack("<IHHBBHBB", 0, 7, 0, 0, 0x0B, 3, 0, 0)
    (rule,) = read_rules(book_of(records(*old[:2], (0x087B, asks_for_errors))), 0)
    assert rule.kind == "containsErrors"


@pytest.mark.parametrize(
    ("look", "change"),
    [
        # LibreOffice drops a format of numbers on its way to an old workbook; Excel writes its own or one that it counts
        (struct.pack("<IHH", 1 << 25, 1, 8) + b"\3\0\0;;;", Change(number_format=";;;")),
        (struct.pack("<IHBB", 1 << 25, 0, 0, 2), Change(number_format="0.00")),
        (struct.pack("<IHBB", 1 << 25 | 1 << 19, 0, 0, 2), Change()),
        (struct.pack("<IHQQI", 0b111 << 27, 0, 0, 0, 1 << 10 | 9 << 23), Change(ground=(1.0, 1.0, 1.0))),
        (struct.pack("<IHI", 1 << 29 | 1 << 16, 0, 9 << 23), Change(ground=(1.0, 1.0, 1.0))),
        (struct.pack("<IHI", 1 << 29 | 1 << 16 | 1 << 18, 0, 9 << 23), Change()),
        (struct.pack("<IHI", 1 << 29, 0, 4 << 10 | 9 << 23), Change(any_ground=True)),
    ],
)
def test_the_looks_that_a_record_tells(look: bytes, change: Change) -> None:
    book = book_of(records((0x01B0, GROUP), (0x01B1, RULE + look + ONE)))
    book.format_map[2] = SimpleNamespace(format_str="0.00")
    (rule,) = read_rules(book, 0)
    assert (rule.change, rule.formulas) == (change, ("1.0",))


@pytest.mark.parametrize(
    ("kind", "look", "shown", "change"),
    [
        (1, WHITE_LOOK, b"", Change(text=(1.0, 1.0, 1.0))),
        (2, b"", b"", Change()),
        (3, b"", b"", Change(any_ground=True)),
        (4, b"", b"\0\0\0\2", Change()),
        (4, b"", b"\0\0\0\0", Change(hides_value=True)),
        (6, b"", b"\0\0\0\3\0\1", Change(hides_value=True)),
        (6, b"", b"\0\0\0\3\0\0", Change()),
    ],
)
def test_rules_that_only_excel_2007_has(kind: int, look: bytes, shown: bytes, change: Change) -> None:
    chart = ((0x0809, b"\0" * 16), (0x01B0, GROUP), (0x01B1, RULE + WHITE_LOOK + ONE), (0x000A, b""))
    group = (0x0879, HEADER + GROUP)
    (rule,) = read_rules(book_of(records(*chart, group, (0x087A, future(kind, look, shown)))), 0)
    assert (rule.areas, rule.change, rule.priority, rule.is_last) == (((2, 2, 5, 2),), change, 4, True)


def test_a_new_rule_within_an_old_group_is_of_its_cells() -> None:
    follows = HEADER + struct.pack("<IH", 1, 7)
    (rule,) = read_rules(book_of(records((0x01B0, GROUP), (0x087B, follows), (0x087A, future(3, b"")))), 0)
    assert rule.areas == ((2, 2, 5, 2),)


def test_a_formula_that_cannot_be_told_leaves_the_rule_open_and_a_record_cut_short_is_told(tmp_path: Path) -> None:
    strange = b"\x18\0\0"
    look = RULE + WHITE_LOOK + strange
    (rule,) = read_rules(book_of(records((0x01B0, GROUP), (0x01B1, look))), 0)
    assert rule.formulas == ("",)
    assert rule.holds(2, 2, {(2, 2): 0}) is None
    workbook = xlwt.Workbook()
    workbook.add_sheet("表").write(0, 0, 1)
    path = tmp_path / "公开.xls"
    workbook.save(path)
    content = path.read_bytes()
    # The record of the sheet's margins is taken for one of a group that ends too early.
    assert content.count(struct.pack("<HH", 0x0026, 8)) == 1
    path.write_bytes(content.replace(struct.pack("<HH", 0x0026, 8), struct.pack("<HH", 0x01B1, 8)))
    assert xlrd.open_workbook(path).nsheets == 1
    with pytest.raises(UnreadableError):
        list(xls.read(path))
