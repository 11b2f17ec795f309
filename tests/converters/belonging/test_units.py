"""A document with the tables of a department and of its units: each amount is its unit's, or nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

BUREAU, OFFICE, SHELTER, HOME = "某市民政局", "某市民政局（本级）", "某市救助管理站", "某市儿童福利院"
#: 民政管理事务, 行政单位医疗 of each; the bureau's are those of all.
SPENT = {BUREAU: (900, 90), OFFICE: (500, 50), SHELTER: (300, 30), HOME: (100, 10)}


def tables(of: str, before: str = "") -> str:
    """Two tables of ``of``, whose name is not printed in them, with ``before`` ahead of their titles."""
    civil, health = SPENT[of]
    rows = [("", "合计", civil + health), ("208", "社会保障和就业支出", civil), ("210", "卫生健康支出", health)]
    body = "".join(f"<tr><td>{code}<td>{name}<td>{amount}.00" for code, name, amount in rows)
    grid = f"<p>单位：万元</p><table><tr><td>科目编码<td>科目名称<td>合计{body}</table>"
    return f"<p>{before}支出总表</p>{grid}<p>{before}一般公共预算支出表</p>{grid}"


def converted(folder: Path, *body: str, title: str = f"{BUREAU}2024年部门预算") -> Conversion:
    path = folder / "budget.html"
    path.write_text(f"<h1>{title}</h1>{''.join(body)}", "utf-8")
    return convert(path)


def totals(conversion: Conversion) -> set[tuple[str, str]]:
    return {(f.unit_name, f.reported) for f in conversion.facts if f.line == "total" and f.table != "narrative"}


@pytest.mark.parametrize(
    "heading",
    [
        "第{n}部分 {name}2024年单位预算表",
        "{name}2024年单位预算",
        "（{n}）{name}",
        "{n}、{name}",
        "{name}2024年度单位预算公开",
        "{name}</p><p>2024年单位预算",
        "{name}</p><p>2024年度</p><p>单位预算公开",
    ],
)
def test_the_headings_above_tables_tell_whose_they_are(tmp_path: Path, heading: str) -> None:
    names = [OFFICE, SHELTER, HOME]
    body = [f"<p>{heading.format(n=n, name=name)}</p>{tables(name)}" for n, name in zip("二三四", names, strict=True)]
    assert totals(converted(tmp_path, tables(BUREAU), *body)) == {
        (BUREAU, "990.00"), (OFFICE, "550.00"), (SHELTER, "330.00"), (HOME, "110.00"),
    }  # fmt: skip


def test_a_name_in_the_title_of_a_table_tells_whose_it_is(tmp_path: Path) -> None:
    body = [tables(name, f"{name}2024年") for name in (OFFICE, SHELTER, HOME)]
    assert {(name, f"{sum(SPENT[name])}.00") for name in (SHELTER, HOME, OFFICE)} | {(BUREAU, "990.00")} == totals(
        converted(tmp_path, tables(BUREAU, f"{BUREAU}2024年"), *body)
    )


def test_the_own_office_is_named_without_the_bureau(tmp_path: Path) -> None:
    found = totals(converted(tmp_path, tables(BUREAU), f"<p>二、局本级</p>{tables(OFFICE)}"))
    assert found == {(BUREAU, "990.00"), (f"{BUREAU}本级", "550.00")}


def test_tables_of_which_nothing_tells_whose_they_are_are_held_back(tmp_path: Path) -> None:
    """They were all the department's once: a unit's total under the name of its bureau."""
    prose = "<p>该单位是公益一类事业单位，主要职责是为服务对象提供基本生活保障和照料服务，承担相关事务性工作。</p>"
    conversion = converted(tmp_path, tables(BUREAU), prose, tables(SHELTER), prose, tables(HOME))
    assert not totals(conversion)
    assert {f.check for f in conversion.findings} >= {"owner-unknown"}


def test_names_in_a_list_are_no_headings(tmp_path: Path) -> None:
    names = "".join(f"<p>{n}、{name}</p>" for n, name in zip("一二三", (OFFICE, SHELTER, HOME), strict=True))
    found = totals(
        converted(tmp_path, f"<p>部门预算单位构成</p>{names}", tables(BUREAU), f"<p>二、{HOME}</p>", tables(HOME))
    )
    assert found == {(BUREAU, "990.00"), (HOME, "110.00")}


def test_entries_of_a_table_of_contents_give_nobody_the_tables_of_another(tmp_path: Path) -> None:
    """The last entry stands above the department's tables, as if it were their heading."""
    contents = "".join(f"<p>{name}2024年单位预算</p><p>一、支出总表</p>" for name in (SHELTER, HOME))
    body = [f"<p>{name}2024年单位预算</p>{tables(name)}" for name in (SHELTER, HOME)]
    found = totals(converted(tmp_path, contents, tables(BUREAU), *body))
    assert (SHELTER, "330.00") in found
    assert not {(name, "990.00") for name in (SHELTER, HOME)} & found


def test_the_titles_of_other_disclosures_on_a_page_change_nothing(tmp_path: Path) -> None:
    links = f"<p>某市教育局2024年部门预算</p><p>{HOME}2024年单位预算</p>"
    assert totals(converted(tmp_path, links, tables(BUREAU))) == {(BUREAU, "990.00")}


def test_a_table_that_is_printed_twice_alike_is_told_apart_from_nothing(tmp_path: Path) -> None:
    conversion = converted(tmp_path, tables(BUREAU), "<p>附件</p>", tables(BUREAU))
    assert totals(conversion) == {(BUREAU, "990.00")}
    assert "owner-unknown" not in {f.check for f in conversion.findings}


def test_a_short_form_of_the_own_name_in_a_title_is_no_other_unit(tmp_path: Path) -> None:
    conversion = converted(tmp_path, tables(BUREAU, "某市规资局2024年"), title="某市规划和自然资源局2024年部门预算")
    assert totals(conversion) == {("某市规划和自然资源局", "990.00")}


def text(of: str) -> str:
    """What ``of`` writes of its budget: one sentence below each heading, and the change since last year."""
    total = sum(SPENT[of])
    return (
        f"<p>一、{of}2024年收支预算情况说明</p><p>2024年支出总预算{total}.00万元，比上年预算增加10.00万元，主要是人员增加。</p>"
        f"<p>二、一般公共预算支出情况说明</p><p>2024年一般公共预算支出{total}.00万元，主要用于以下方面：社会保障和就业支出"
        f"{SPENT[of][0]}.00万元；卫生健康支出{SPENT[of][1]}.00万元。没有政府性基金预算安排的支出。</p>"
    )


@pytest.mark.parametrize("heading", ["{name}2024年单位预算", "第{n}部分 {name}"])
@pytest.mark.parametrize("text_first", [True, False])
def test_the_text_of_a_unit_is_held_against_its_own_tables(tmp_path: Path, heading: str, *, text_first: bool) -> None:
    """Its sentences were held against the tables of the department, and its last year was the department's."""
    heading = "第{n}部分 {name}2024年单位预算" if text_first else heading
    body = [tables(BUREAU), text(BUREAU)]
    for n, name in zip("二三", (SHELTER, HOME), strict=True):
        parts = (text(name), tables(name)) if text_first else (tables(name), text(name))
        body += [f"<p>{heading.format(n=n, name=name)}</p>", *parts]
    conversion = converted(tmp_path, *body)
    assert {c.outcome for c in conversion.claims if c.measure == "amount"} == {"agrees"}
    assert len(conversion.claims) >= 3 * 5
    last_year = {(f.unit_name, f.amount) for f in conversion.facts if f.table == "narrative" and f.fiscal_year == 2023}
    assert last_year == {(BUREAU, 9_800_000), (SHELTER, 3_200_000), (HOME, 1_000_000)}


@pytest.mark.parametrize("number", ["三", "四"])
def test_a_number_that_goes_on_behind_the_tables_of_units_is_the_departments_again(number: str, tmp_path: Path) -> None:
    """The text of the department was held against the tables of the last unit."""
    total = sum(SPENT[BUREAU])
    body = [f"<p>{name}2024年单位预算报表</p>{tables(name)}" for name in (SHELTER, HOME)]
    said = f"<p>{number}、2024年部门预算情况说明</p><p>2024年支出总预算{total}.00万元，比上年预算增加10.00万元。</p>"
    conversion = converted(tmp_path, "<p>二、部门预算报表（汇总）</p>", tables(BUREAU), *body, said)
    assert {c.outcome for c in conversion.claims if c.measure == "amount"} == {"agrees"}
    assert totals(conversion) == {(name, f"{sum(SPENT[name])}.00") for name in (BUREAU, SHELTER, HOME)}


def behind_its_tables(of: str, caption: str = "") -> str:
    """The tables of ``of`` and below them its text under a title of its own, which the next unit's tables follow."""
    own = tables(of).replace(
        "<p>单位：万元</p>", f"<p>{caption}</p><p>单位：万元</p>" if caption else "<p>单位：万元</p>"
    )
    return f"{own}<p>{of}2024年预算情况说明</p><p>一、收支预算</p><p>按规定编制。</p>"


def test_captions_tell_whose_tables_are_that_stand_below_the_text_of_another(tmp_path: Path) -> None:
    """Each unit's tables were those of the unit before it: its text's title is the last above them."""
    units = [behind_its_tables(name, f"部门/单位：{name}") for name in (BUREAU, OFFICE, SHELTER, HOME)]
    conversion = converted(tmp_path, *units)
    assert totals(conversion) == {
        (BUREAU, "990.00"), (OFFICE, "550.00"), (SHELTER, "330.00"), (HOME, "110.00"),
    }  # fmt: skip
    assert not [c for c in conversion.claims if c.outcome == "disagrees"]


def test_a_caption_of_the_department_comes_before_the_heading_above(tmp_path: Path) -> None:
    units = [behind_its_tables(name, f"单位名称：{name}") for name in (SHELTER, HOME, BUREAU)]
    assert totals(converted(tmp_path, *units)) == {(BUREAU, "990.00"), (SHELTER, "330.00"), (HOME, "110.00")}


def test_the_title_of_a_text_behind_the_tables_does_not_tell_whose_the_next_are(tmp_path: Path) -> None:
    assert not totals(converted(tmp_path, *map(behind_its_tables, (BUREAU, OFFICE, SHELTER, HOME))))


def test_the_code_before_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    body = [f"<p>30200{n}-{name}</p>{tables(name)}" for n, name in enumerate((OFFICE, SHELTER, HOME), 1)]
    conversion = converted(tmp_path, "<p>302-某市民政局</p>", tables(BUREAU), *body)
    assert {(f.unit_code, f.unit_name) for f in conversion.facts if f.unit_name != BUREAU} == {
        ("302001", OFFICE), ("302002", SHELTER), ("302003", HOME),
    }  # fmt: skip


LIST = f"<p>纳入2024年部门预算编制范围的单位：</p><p>1.{OFFICE}</p><p>2.{SHELTER}</p><p>3.{HOME}</p>"


def test_a_sentence_above_the_tables_names_a_unit_of_the_list(tmp_path: Path) -> None:
    body = [
        f"<p>以下是{name}的预算表。</p>{tables(name).replace('<p>一般', f'<p>以下是{name}的预算表。</p><p>一般')}"
        for name in (SHELTER, HOME)
    ]
    wanted = {(SHELTER, "330.00"), (HOME, "110.00")}
    assert totals(converted(tmp_path, LIST, *body)) == wanted
    assert not totals(converted(tmp_path, *body)), "a name that the document does not list settles nothing"
    noted = [part.replace("以下是", "注：不含") for part in body]
    assert not totals(converted(tmp_path, LIST, *noted)), "a note of the table before"


def test_the_name_of_a_sheet_is_that_of_a_unit_of_the_list(tmp_path: Path) -> None:
    book = Workbook()
    names = book.active
    assert names is not None
    names.title = "单位名单"
    for row in (["2024年部门预算单位名单"], ["序号", "单位名称"], [1, SHELTER], [2, HOME]):
        names.append(row)
    for name in (SHELTER, HOME):
        civil, health = SPENT[name]
        sheet = book.create_sheet(f"{name}支出")
        rows = [("208", "社会保障和就业支出", civil), ("210", "卫生健康支出", health), ("", "合计", civil + health)]
        for row in (["支出总表"], ["单位：万元"], ["科目编码", "科目名称", "合计"], *rows):
            sheet.append(list(row))
    path = tmp_path / f"{BUREAU}2024年部门预算.xlsx"
    book.save(path)
    conversion = convert(path)
    assert totals(conversion) == {(SHELTER, "330"), (HOME, "110")}
    notes = {f.cell.note for f in conversion.facts if f.unit_name == HOME}
    assert notes == {f"属于哪个单位取自工作表名“{HOME}支出”"}


def test_the_name_of_a_file_is_that_of_a_unit_of_the_list(tmp_path: Path) -> None:
    texts = {"说明": f"<h1>{BUREAU}2024年部门预算</h1>{LIST}", **{n: tables(n) for n in (SHELTER, HOME)}}
    files = [tmp_path / f"{name}.html" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(f"<meta charset=utf-8>{text}", "utf-8")
    conversion = convert(files)
    assert totals(conversion) == {(SHELTER, "330.00"), (HOME, "110.00")}
    assert not conversion.findings, "tables of two units are not one table that two files print otherwise"
    assert {f.cell.note for f in conversion.facts if f.unit_name == HOME} == {f"属于哪个单位取自文件名“{HOME}”"}
    unnamed = [file.rename(tmp_path / f"{number}.html") for number, file in enumerate(files)]
    assert not totals(convert(unnamed)), "nothing else tells whose the tables are"


@pytest.mark.parametrize("captioned", ["某市民政局本级", "某市民政局（本级）", "某市民政局"])
def test_an_own_office_is_one_unit_with_and_without_brackets(tmp_path: Path, captioned: str) -> None:
    """Its tables were another unit's once, so that no sentence could be held against them."""
    body = tables(OFFICE).replace("<p>单位：万元</p>", f"<p>单位：{captioned}</p><p>金额单位：万元</p>")
    text = "<p>第三部分 2024年单位预算情况说明</p><p>一、支出预算情况说明</p><p>2024年支出预算550万元。</p>"
    found = converted(tmp_path, body, text, title=f"{OFFICE}2024年单位预算")
    assert {name for name, _ in totals(found)} == {OFFICE}
    assert [c.outcome for c in found.claims] == ["agrees"]
