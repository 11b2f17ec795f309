"""Whose document it is: from its own print, held against what the operator says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.completion import complete
from yusuan.converters.errors import NoDisclosureError
from yusuan.converters.forms.reading import Amount, Interpretation
from yusuan.converters.identity import Hints, identify
from yusuan.converters.identity_findings import contradictions, from_file_name, without_name
from yusuan.converters.table import Paragraph
from yusuan.datapackage.model import Disclosure, Origin


def identified(*lines: str, hints: Hints | None = None) -> Disclosure:
    told = hints or Hints()
    blocks = [Paragraph(line, Origin("made")) for line in lines]
    return complete(identify(Path("made.txt"), "0" * 64, blocks, told), {}, [], told)


def test_a_district_is_found_in_the_name() -> None:
    assert identified("上海市普陀区财政局2024年度部门决算").region == "310107"
    assert identified("中共上海市普陀区委社会工作部2024年度部门决算").region == "310107"


def test_titles_of_other_documents_above_its_own_are_not_taken_for_it() -> None:
    page = (
        "相关信息", "某某县财政局2022年部门决算", "2022年部门决算 1,234.00", "某某县财政局2023年部门预算",
        "2023年部门预算表", "2023年部门预算安排情况", "2023年收入预算1750万元", "2023年支出预算1750万元，比2022年预算增加10万元",
    )  # fmt: skip
    told = identified(*page)
    assert (told.unit_name, told.year, told.kind) == ("某某县财政局", 2023, "budget")


def test_a_name_over_two_lines_is_the_one_that_the_document_prints_in_one() -> None:
    """The committee's department was 社会工作部 of nobody once."""
    cover = ("中共上海市长宁区委", "社会工作部2024年度", "部门决算", "目录")
    parts = ("第一部分 中共上海市长宁区委社会工作部概况", "第二部分 中共上海市长宁区委社会工作部2024年度部门决算表")
    assert identified(*cover, *parts).unit_name == "中共上海市长宁区委社会工作部"
    assert identified("上海市长宁区政务公开", *cover[1:]).unit_name == "社会工作部"


def test_a_year_that_a_copied_text_has_below_its_line_is_that_of_the_title() -> None:
    told = identified("某某县财政局", "年度部门决算", "2024", "目录")
    assert (told.unit_name, told.year, told.kind) == ("某某县财政局", 2024, "final")


def test_a_title_over_two_lines_is_one() -> None:
    assert identified("某某县财政局", "2023年部门预算").unit_name == "某某县财政局"
    told = identified(
        "2022年部门决算 1,234.00", "某某县财政局2023年部门预算", "2023年部门预算", "2023年部门预算", "2023年部门预算"
    )
    assert told.unit_name == "某某县财政局"


@pytest.mark.parametrize(
    "line",
    ["1.财政拨款收入：指中央财政当年通过部门预算拨付的资金。", "西南某某大学是教育部直属的重点大学。"],
)
def test_a_unit_of_a_central_ministry_is_the_centres(line: str) -> None:
    assert identified("西南某某大学2021年度部门预算", line).region == "100000"


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("某某县水务局", ""),
        ("某某区石桥镇人民政府", ""),
        ("某某市第二中学", ""),
        ("某某县气象局", "100000"),
        ("某某市地震局", "100000"),
    ],
)
def test_a_local_unit_that_copies_the_glossary_of_the_centre_is_not_its(name: str, region: str) -> None:
    line = "一、财政拨款收入：指中央财政当年拨付的资金。"
    assert identified(f"{name}2021年度部门决算", line).region == region


def test_an_organ_of_the_centre_is_known_by_its_name() -> None:
    assert identified("国家统计局2024年部门预算").region == "100000"
    assert identified("中华人民共和国天津海关2023年度部门决算").region == "100000"


@pytest.mark.parametrize(
    "title",
    ["关于公开天津市红桥区财政局2025年部门预算的说明", "天津市红桥区财政局关于公布2025年部门预算的公告"],
)
def test_that_it_is_published_is_no_part_of_the_name(title: str) -> None:
    told = identified(title)
    assert (told.unit_name, told.region, told.year) == ("天津市红桥区财政局", "120106", 2025)


def test_a_departments_own_office_may_stand_behind_the_kind() -> None:
    told = identified("共青团广州市天河区委员会2023年部门预算（本级）")
    assert (told.unit_name, told.region) == ("共青团广州市天河区委员会（本级）", "440106")


def test_a_unit_without_any_place_has_no_region() -> None:
    assert identified("某某中心2024年单位预算", "区委宣传部直属的事业单位。").region == ""


def test_the_operator_fills_what_the_document_does_not_print() -> None:
    told = identified("某某中心2024年单位预算", hints=Hints(region="420100"))
    assert told.region == "420100"
    assert identified("湖北省某某厅2024年部门预算", hints=Hints(region="420100")).region == "420100"
    assert identified("武汉市某某局2024年部门预算", hints=Hints(region="420000")).region == "420100"


def test_the_department_of_a_departments_document_is_its_own() -> None:
    assert identified("武汉市某某局2024年部门预算").department_name == "武汉市某某局"
    assert identified("武汉市某某中心2024年单位预算").department_name == ""


def test_a_title_may_say_in_brackets_that_it_is_a_departments() -> None:
    told = identified("2021年度某市交通运输局（部门）预算公开")
    assert (told.unit_name, told.scope) == ("某市交通运输局", "department")
    assert identified("2024年度某市教育局（本级）预算公开").unit_name == "某市教育局（本级）"


def test_what_the_operator_says_otherwise_is_a_finding() -> None:
    hints = Hints(publisher="宜昌市水利和湖泊局", region="420500", year=2023, kind="final")
    told = identified("武汉市信息中心2024年单位预算", hints=hints)
    assert (told.year, told.kind, told.region) == (2024, "budget", "420100")
    found = contradictions(told, hints)
    assert [f.label for f in found] == ["year", "kind", "region", "publisher"]
    assert {f.check for f in found} == {"identity-contradicted"}
    assert (found[0].expected, found[0].found) == ("2023", "2024")


def test_what_the_operator_says_alike_is_none() -> None:
    hints = Hints(publisher="武汉市信息中心（武汉市大数据中心）", region="420000", year=2024, kind="预算")
    assert contradictions(identified("武汉市信息中心2024年单位预算", hints=hints), hints) == []
    assert contradictions(replace(identified("武汉市信息中心2024年单位预算"), region=""), Hints(region="420100")) == []


SHEET = [Paragraph(line, Origin("made")) for line in ("预算01表 收支总表", "部门名称：某市森林防火中心", "单位：元")]


@pytest.mark.parametrize(
    "name",
    [
        "2024年某市森林防火中心单位预算.xlsx",
        "附件1：某市森林防火中心2024年度单位预算公开表.xls",
        "03-某市森林防火中心2024年单位预算.et",
    ],
)
def test_a_workbook_may_bear_its_title_as_its_name_only(name: str) -> None:
    told = identify(Path(name), "0" * 64, SHEET)
    assert (told.unit_name, told.year, told.kind, told.scope) == ("某市森林防火中心", 2024, "budget", "unit")
    assert [f.check for f in from_file_name(told, SHEET, Hints())] == ["identity-from-file-name"]


def test_what_is_printed_and_what_the_operator_says_come_before_the_name_of_the_file() -> None:
    printed = [Paragraph("某市森林防火中心2023年单位预算", Origin("made")), *SHEET]
    path = Path("2024年某市森林防火中心单位预算.xlsx")
    told = identify(path, "0" * 64, printed)
    assert (told.year, from_file_name(told, printed, Hints())) == (2023, [])
    hints = Hints(year=2022, kind="final")
    told = identify(path, "0" * 64, SHEET, hints)
    assert (told.year, told.kind, from_file_name(told, SHEET, hints)) == (2022, "final", [])


def test_a_name_that_is_no_title_makes_no_disclosure() -> None:
    with pytest.raises(NoDisclosureError):
        identify(Path("2024年工作总结.xlsx"), "0" * 64, SHEET)


CAPTIONS = (
    "收入支出决算总表",
    "公开01表",
    "部门：某市博物馆",
    "2023年度",
    "金额单位：万元",
    "一般公共预算财政拨款支出决算表",
)


@pytest.mark.parametrize(
    "captions", [CAPTIONS, ("支出决算表（公开03表）", "编制单位：[101001]某市博物馆 2023年度 单位：元")]
)
def test_the_captions_of_the_tables_tell_where_no_title_does(captions: tuple[str, ...]) -> None:
    told = identified(*captions)
    assert (told.unit_name, told.year, told.kind) == ("某市博物馆", 2023, "final")
    assert identified("部门：某市博物馆 2024年度", "收支预算总表").kind == "budget"


def test_titles_of_tables_that_begin_with_one_name_tell_whose_they_are() -> None:
    of_file = Path("2024年预算公开表.xlsx")
    for names, told in (
        (("某市水务局",) * 2, "某市水务局"),
        (("某市水务局", "某市水文站"), ""),
        (("某市本级",) * 2, ""),
    ):
        titles = [f"{name}2024年{table}" for name, table in zip(names, ("收支总表", "支出总表"), strict=True)]
        assert identify(of_file, "0" * 64, [Paragraph(t, Origin("made")) for t in titles]).unit_name == told


def test_captions_that_name_two_years_or_no_kind_tell_nothing() -> None:
    for captions in ((*CAPTIONS, "2022年度"), ("收支总表", "2023年度", "部门：某市博物馆")):
        with pytest.raises(NoDisclosureError):
            identified(*captions)


@pytest.mark.parametrize(
    ("name", "of_projects", "region"),
    [
        ("武汉市江夏区水务局", "420100", "420115"),
        ("武汉市水务局", "420115", "420115"),
        ("武汉市水务局", "440100", "420100"),
    ],
)
def test_the_codes_of_projects_may_narrow_the_place_that_the_name_says_but_not_change_it(
    name: str, of_projects: str, region: str
) -> None:
    told = identified(f"{name}2024年部门预算")
    project = Amount({}, Decimal(1), "1.00", Origin("made"), of_projects + "24036T000000101", "project")
    assert complete(told, {}, [Interpretation((project,))]).region == region


@pytest.mark.parametrize(
    "caption",
    [
        "部门编码及名称：[128]某某县某某中心",
        "预算代码：128  部门名称：某某县某某中心",
        "部门名称：某某县某某中心（128001）",
        "部门（单位）：128001-某某县某某中心",
    ],
)
def test_the_code_that_a_caption_prints_beside_a_name_is_no_part_of_it(caption: str) -> None:
    """How budgets of several provinces caption their tables, below a title that names nobody."""
    assert identified("2024年部门预算公开", "支出总表", caption, "单位：万元").unit_name == "某某县某某中心"


def test_what_a_caption_says_behind_the_name_is_no_part_of_it() -> None:
    """The unit was 某某中心填报日期： once."""
    caption = "单位名称：某某县某某中心　　填报日期：2024年3月10日　　总分：97.05"
    assert identified("某某县某某中心2023年度单位决算", caption).unit_name == "某某县某某中心"


OF_THE_BUREAU = [
    ("某区2023年度区级部门决算", "部门：某区绿化局", "收入支出决算总表"),
    ("某区2023年度区级部门决算", "某区绿化局", "目录"),
    ("某区2023年度区级部门决算", "预算主管部门：某区绿化局", "收入支出决算总表"),
    ("某市本级2023年部门决算", "单位：某区绿化局", "收入支出决算总表"),
    ("某县县直部门2023年部门决算", "某区绿化局", "目录"),
    ("2023年度某省省直部门决算", "某区绿化局", "目录"),
    ("2023年某县乡镇部门决算公开", "部门：某区绿化局", "收入支出决算总表"),
    ("某市2023年市级预算单位决算公开", "单位：某区绿化局", "收入支出决算总表"),
    ("某市人民政府", "2023年部门决算公开", "部门：某区绿化局", "收入支出决算总表"),
    ("某市预决算公开统一平台", "2023年部门决算公开", "部门：某区绿化局", "收入支出决算总表"),
    ("某市政府门户网站", "某区绿化局2023年部门决算", "收入支出决算总表"),
    ("某区人民政府办公室", "某区绿化局2023年部门决算", "收入支出决算总表"),
    ("编制日期：2024年8月", "2023年部门决算", "部门：某区绿化局", "收入支出决算总表"),
    ("发布机构：某市财政局", "索引号：0001", "某区绿化局2023年部门决算", "收入支出决算总表"),
    ("表一", "2023年部门决算", "部门：某区绿化局", "收入支出决算总表"),
    ("2022年决算公开", "某区绿化局2023年部门决算", "收入支出决算总表"),
    ("某省财政厅关于批复2023年部门决算的通知", "某区绿化局2023年部门决算", "收入支出决算总表"),
]


@pytest.mark.parametrize("lines", OF_THE_BUREAU)
def test_a_place_a_portal_or_a_label_is_nobodys_name(lines: tuple[str, ...]) -> None:
    """The unit was 某区, 某市人民政府, 表一, 批复, 索引号：0001某区绿化局 once."""
    told = identified(*lines)
    assert (told.unit_name, told.year, told.kind) == ("某区绿化局", 2023, "final")


@pytest.mark.parametrize("title", ["某区2024年区级单位预算", "某区园林管理所2024年单位预算"])
def test_the_department_on_the_cover_of_a_unit_is_not_the_unit(title: str) -> None:
    """The unit was 某区绿化局 once."""
    told = identified(title, "预算主管部门：某区绿化局", "预算单位：某区园林管理所", "收支总表")
    assert told.unit_name == "某区园林管理所"


def test_where_only_a_place_is_named_nobody_is() -> None:
    told = identified("上海市嘉定区2023年度区级部门决算", "收入支出决算总表")
    assert (told.unit_name, told.region) == ("", "310114")
    assert [f.check for f in without_name(told)] == ["unit-unknown"]
    assert without_name(identified("某区绿化局2023年部门决算")) == []


@pytest.mark.parametrize(
    "name",
    ["某县石桥镇", "某区某社区", "某山自然保护区", "某市民政局本级", "民盟某市委", "某市第二中学", "某县供销社联合社"],
)
def test_bodies_whose_names_end_like_places_are_units(name: str) -> None:
    assert identified(f"{name}2024年部门预算").unit_name == name


def test_a_name_may_begin_in_the_line_of_its_place() -> None:
    assert identified("某县", "水务局2024年部门预算").unit_name == "某县水务局"
