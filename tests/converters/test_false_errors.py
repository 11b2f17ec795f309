"""Correct documents whose customs were told as errors once, or whose rows and columns were not known: 其中, 小计, 1."""

from __future__ import annotations

import tempfile
from pathlib import Path

import layouts
import pytest
from drawn import Drawing
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

GENERAL, FISC = "fund=general-public-budget", "fund=fiscal-appropriation"
REV = "flow=revenue origin=current-year"
DRAWINGS: dict[str, Drawing] = {}


def draw(name: str, title: str, year: int, phase: str = "approved") -> Drawing:
    DRAWINGS[name] = Drawing(title, year, phase)
    return DRAWINGS[name]


def spent(d: Drawing, amount: str, code: str, name: str, basic: str = "", project: str | None = None) -> None:
    """The table that tells the title's year and stage."""
    project = amount if project is None else project
    d.table("支出总表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
            [("line=total", ["合计", "<", amount, basic, project]), (f"function={code}", [code, name, amount, basic, project])],
            [None, None, "", "category=basic", "category=project"], "expenditure-summary", "")  # fmt: skip


# fmt: off
d = draw("jiangsu twice","江苏某市文化馆2023年单位预算",2023)
d.table("收支总表",[["收入","<","支出","<","<","<"],["项目","预算数","功能分类","预算数","支出用途","预算数"]],[
 ("",["一、一般公共预算资金","300.00","一、文化旅游体育与传媒支出","330.00","一、基本支出","230.00"]),
 ("",["1.一般公共预算资金","290.00","","","二、项目支出","100.00"]),
 ("",["2.专项收入","10.00","","","三、单位预留机动经费",""]),
 ("",["二、政府性基金","","","","",""]),
 ("",["三、财政专户管理资金","20.00","","","",""]),
 ("",["四、其他资金","10.00","","","",""]),
 ("",["其中：事业收入","4.00","","","",""]),
 ("",["其他收入","6.00","","","",""]),
 ("",["当年收入小计","330.00","当年支出小计","330.00","",""]),
 ("",["收入合计","330.00","支出合计","330.00","支出合计","330.00"])],[None]*6,"")
d.means("budget-summary",(f"{REV} {GENERAL} line=general-public-budget-appropriation","300.00"),(f"{REV} fund=fiscal-special-account line=fiscal-special-account","20.00"),(f"{REV} fund=unit-funds line=unit-funds","10.00"),(f"{REV} fund=business-income line=business-income","4.00"),(f"{REV} fund=other-income line=other-income","6.00"),(f"{REV} line=current-year-revenue","330.00"),("flow=revenue line=total","330.00"),("line=function-207","330.00"),("line=current-year-expenditure","330.00"),("line=total","330.00"),("line=basic category=basic","230.00"),("line=project category=project","100.00"))
d = draw("guangdong twice","广东某市文化馆2024年部门预算",2024)
d.table("部门收支总表",[["收入","<","支出","<"],["项目","预算数","项目","预算数"]],[
 ("",["一、一般公共预算资金","300.00","一、文化旅游体育与传媒支出","340.00"]),
 ("",["其中：一般公共预算资金","300.00","",""]),
 ("",["二、财政专户管理资金","20.00","",""]),
 ("",["三、其他资金","20.00","",""]),
 ("",["（一）事业收入","12.00","",""]),
 ("",["（二）其他收入","8.00","",""]),
 ("",["本年收入合计","340.00","本年支出合计","340.00"]),
 ("",["收入总计","340.00","支出总计","340.00"])],[None]*4,"")
d.means("budget-summary",(f"{REV} {GENERAL} line=general-public-budget-appropriation","300.00"),(f"{REV} fund=fiscal-special-account line=fiscal-special-account","20.00"),(f"{REV} fund=unit-funds line=unit-funds","20.00"),(f"{REV} fund=business-income line=business-income","12.00"),(f"{REV} fund=other-income line=other-income","8.00"),(f"{REV} line=current-year-revenue","340.00"),("flow=revenue line=total","340.00"),("line=function-207","340.00"),("line=current-year-expenditure","340.00"),("line=total","340.00"))
d.table("部门收入总表",[["单位名称","合计","一般公共预算资金","财政专户管理资金","其他资金"]],[
 ("",["广东某市文化馆","340.00","300.00","20.00","20.00"]),("line=total",["合计","340.00","300.00","20.00","20.00"])],[None,"",GENERAL,"fund=fiscal-special-account","fund=unit-funds"],"revenue-summary","flow=revenue")
d.table("部门支出总表",[["科目编码","科目名称","合计","一般公共预算资金","财政专户管理资金","其他资金"]],[
 ("function=207",["207","文化旅游体育与传媒支出","340.00","300.00","20.00","20.00"]),("line=total",["合计","","340.00","300.00","20.00","20.00"])],[None,None,"",GENERAL,"fund=fiscal-special-account","fund=unit-funds"],"expenditure-summary","")
d = draw("guizhou carry columns","贵州某县统计局2022年度部门决算",2022,"executed")
d.table("一般公共预算财政拨款收入支出决算表",[["项目","<","年初结转和结余","<","<","本年收入","<","<","本年支出","<","<","年末结转和结余","<","<"],["功能分类科目编码","科目名称","合计","基本支出结转","项目支出结转和结余","合计","基本支出","项目支出","合计","基本支出","项目支出","合计","基本支出结转","项目支出结转和结余"]],[
 ("line=total",["合计","<","30.00","10.00","20.00","100.00","80.00","20.00","110.00","85.00","25.00","20.00","5.00","15.00"]),
 ("function=201",["201","一般公共服务支出","30.00","10.00","20.00","100.00","80.00","20.00","110.00","85.00","25.00","20.00","5.00","15.00"]),
 ("function=20105",["20105","统计信息事务","30.00","10.00","20.00","100.00","80.00","20.00","110.00","85.00","25.00","20.00","5.00","15.00"]),
 ("function=2010501",["2010501","行政运行","10.00","10.00","","80.00","80.00","","85.00","85.00","","5.00","5.00",""]),
 ("function=2010505",["2010505","专项统计业务","20.00","","20.00","20.00","","20.00","25.00","","25.00","15.00","","15.00"])],
 [None,None,"flow=balance origin=carried-over","flow=balance origin=carried-over category=basic","flow=balance origin=carried-over category=project","flow=revenue origin=current-year","flow=revenue origin=current-year category=basic","flow=revenue origin=current-year category=project","","category=basic","category=project","flow=balance category=carried-to-next-year","flow=balance category=basic","flow=balance category=project"],"general-budget-by-function",GENERAL)
d = draw("some of which","某市民政局2024年部门预算",2024)
spent(d,"500.00","208","社会保障和就业支出","400.00","100.00")
d.table("一般公共预算基本支出表",[["科目编码","科目名称","合计"]],[
 ("line=total",["合计","<","400.00"]),
 ("economic=301",["301","工资福利支出","300.00"]),
 ("economic=30101",["30101","其中：基本工资","120.00"]),
 ("economic=30102",["30102","津贴补贴","90.00"]),
 ("economic=302",["302","商品和服务支出","100.00"]),
 ("economic=30201",["30201","其中：办公费","20.00"]),
 ("economic=30228",["30228","工会经费","5.00"])],[None,None,""],"basic-expenditure-by-economic",f"{GENERAL} category=basic")
d = draw("some functions of which","某县卫生健康局2024年部门预算",2024)
d.table("一般公共预算支出表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[
 ("line=total",["合计","<","500.00","400.00","100.00"]),
 ("function=210",["210","卫生健康支出","500.00","400.00","100.00"]),
 ("function=21001",["21001","其中：卫生健康管理事务","300.00","250.00","50.00"]),
 ("function=21011",["21011","行政事业单位医疗","50.00","50.00",""])],[None,None,"","category=basic","category=project"],"general-budget-by-function",GENERAL)
d = draw("code col headed 项目","某市文化馆2022年度部门决算",2022,"executed")
d.table("收入决算表",[["项目","<","本年收入合计","财政拨款收入","上级补助收入","事业收入","经营收入","附属单位上缴收入","其他收入"]],[
 ("line=total",["","合计","130.00","121.00","","","","","9.00"]),
 ("function=207",["207","文化旅游体育与传媒支出","130.00","121.00","","","","","9.00"]),
 ("function=20701",["20701","文化和旅游","130.00","121.00","","","","","9.00"]),
 ("function=2070109",["2070109","群众文化","130.00","121.00","","","","","9.00"])],
 [None,None,"",FISC,"fund=superior-subsidy","fund=business-income","fund=operating-income","fund=subordinate-remittance","fund=other-income"],"revenue-summary","flow=revenue origin=current-year")
d = draw("code col headed 项目 apart","某市文化馆2021年度部门决算",2021,"executed")
d.table("收入决算表",[["项目","科目名称","本年收入合计","财政拨款收入","其他收入"]],[
 ("line=total",["","合计","130.00","121.00","9.00"]),
 ("function=207",["207","文化旅游体育与传媒支出","130.00","121.00","9.00"]),
 ("function=20701",["20701","文化和旅游","130.00","121.00","9.00"]),
 ("function=2070109",["2070109","群众文化","130.00","121.00","9.00"])],
 [None,None,"",FISC,"fund=other-income"],"revenue-summary","flow=revenue origin=current-year")
d = draw("three public and related","四川某县水利局2023年度部门决算",2023,"executed")
spent(d,"500.00","213","农林水支出")
d.table("“三公”经费及相关信息统计表",[["项目","预算数","决算数","项目","统计数"]],[
 (None,["一、“三公”经费支出","18.00","15.50","四、机关运行经费","85.00"]),
 (None,["（一）支出合计","18.00","15.50","（一）行政单位","85.00"]),
 (None,["1.因公出国（境）费","","","五、国有资产占用情况","—"]),
 (None,["2.公务用车购置及运行维护费","12.00","11.50","（一）车辆数合计（辆）","3"]),
 (None,["（1）公务用车购置费","","","",""]),
 (None,["（2）公务用车运行维护费","12.00","11.50","",""]),
 (None,["3.公务接待费","6.00","4.00","",""]),
 (None,["（二）相关统计数","—","—","",""]),
 (None,["1.因公出国（境）团组数（个）","—","","",""]),
 (None,["5.国内公务接待批次（个）","—","25","",""]),
 (None,["6.国内公务接待人次（人）","—","210","",""]),
 (None,["二、会议费","—","2.50","",""]),
 (None,["三、培训费","—","1.80","",""])],[None]*5,"",captions=("金额单位：万元",))
for line, p, s in (("total","18.00","15.50"),("vehicle","12.00","11.50"),("vehicle-operation","12.00","11.50"),("reception","6.00","4.00"),("meeting","-","2.50"),("training","-","1.80")):
    d.means("three-public",(f"line={line} {FISC} phase=approved",p),(f"line={line} {FISC}",s))
d.means("three-public",*((f"line={line} {GENERAL}",a) for line, a in (("agency-operating","85.00"),("administrative-unit","85.00"))))
d = draw("two levels of projects","广东某区民政局2024年部门预算",2024)
spent(d,"300.00","208","社会保障和就业支出")
d.table("项目支出预算表",[["一级项目名称","二级项目名称","合计","一般公共预算","政府性基金预算"]],[
 ("line=total",["合计","","300.00","250.00","50.00"]),
 (None,["养老服务","","180.00","180.00",""]),
 ("line=project",["养老服务","居家养老补贴","100.00","100.00",""]),
 ("line=project",["养老服务","机构养老补贴","80.00","80.00",""]),
 (None,["福利彩票公益金","","120.00","70.00","50.00"]),
 ("line=project",["福利彩票公益金","社区福利","70.00","70.00",""]),
 ("line=project",["福利彩票公益金","儿童福利","50.00","","50.00"])],[None,None,"",GENERAL,"fund=government-fund"],"project-expenditure","category=project")
d = draw("two levels in one column","广东某县民政局2024年部门预算",2024)
spent(d,"300.00","208","社会保障和就业支出")
d.table("项目支出预算表",[["项目名称","合计","一般公共预算","政府性基金预算"]],[
 ("line=total",["合计","300.00","250.00","50.00"]),
 (None,["一、养老服务","180.00","180.00",""]),
 ("line=project",["1.居家养老补贴","100.00","100.00",""]),
 ("line=project",["2.机构养老补贴","80.00","80.00",""]),
 (None,["二、福利彩票公益金","120.00","70.00","50.00"]),
 ("line=project",["1.社区福利","70.00","70.00",""]),
 ("line=project",["2.儿童福利","50.00","","50.00"])],[None,"",GENERAL,"fund=government-fund"],"project-expenditure","category=project")
d = draw("purchase subtotals","某县公安局2024年部门预算",2024)
spent(d,"300.00","204","公共安全支出")
d.table("政府采购预算表",[["采购类别","采购项目名称","数量","金额"]],[
 ("line=procurement-item",["货物","警用装备","10","30.00"]),
 ("line=procurement-item",["货物","台式计算机","12","6.00"]),
 (None,["小计","","","36.00"]),
 ("line=procurement-item",["服务","物业管理","1","20.00"]),
 (None,["小计","","","20.00"]),
 ("line=total",["合计","","","56.00"])],[None,None,None,""],"procurement","")
d = draw("title repeated","某县民政局2022年度部门决算",2022,"executed")
spent(d,"130.00","208","社会保障和就业支出","120.00","10.00")
REPEATED = ([
 ("line=total",["合计","130.00","121.00","","9.00"]),
 ("line=function-208",["社会保障和就业支出","130.00","121.00","","9.00"]),
 ("line=function-20802",["　民政管理事务","90.00","85.00","","5.00"])],[
 ("line=function-2080201",["　　行政运行","60.00","60.00","",""]),
 ("line=function-2080299",["　　其他民政管理事务支出","30.00","25.00","","5.00"]),
 ("line=function-20810",["　社会福利","40.00","36.00","","4.00"]),
 ("line=function-2081004",["　　殡葬","40.00","36.00","","4.00"])])
for rows in REPEATED:
  d.table("收入决算表",[["项目","本年收入合计","财政拨款收入","事业收入","其他收入"],["科目名称"]+["^"]*4,["栏次","1","2","3","4"]],rows,[None,"",FISC,"fund=business-income","fund=other-income"],"revenue-summary","flow=revenue origin=current-year")
d = draw("yunnan procurement","云南某州教育局2023年部门预算",2023)
spent(d,"500.00","205","教育支出")
d.table("部门政府采购预算表",[["预算项目","采购项目","采购品目","计量单位","数量","面向中小企业预留资金","政府采购预算金额","<","<","<"],["^","^","^","^","^","^","小计","一般公共预算","政府性基金","单位自筹"]],[
 ("line=procurement-item",["公用经费","办公设备","A02010105 台式计算机","台","10","","5.00","5.00","",""]),("line=procurement-item",["公用经费","复印纸","A05040101 复印纸","箱","20","","1.00","1.00","",""]),("line=total",["合计","","","","","","6.00","6.00","",""])],[None]*6+["",GENERAL,"fund=government-fund",None],"procurement","")
# fmt: on


def conversion_of(drawing: Drawing, medium: str = "html") -> Conversion:
    with tempfile.TemporaryDirectory() as folder:
        return convert(layouts.write({"medium": medium, "pages": "one"}, drawing.document, Path(folder)))


def errors_of(drawing: Drawing) -> list[str]:
    return [f.check for f in prove(conversion_of(drawing)).findings if f.severity == "error"]


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_is_customary_is_read_as_it_was_meant_and_no_error(name: str) -> None:
    conversion = conversion_of(DRAWINGS[name])
    assert observations(conversion) == observations(DRAWINGS[name].document)
    assert not [f for f in prove(conversion).findings if f.severity == "error"]


@pytest.mark.parametrize("name", ["some of which", "some functions of which"])
def test_what_a_plain_text_prints_some_of_is_no_error_either(name: str) -> None:
    conversion = conversion_of(DRAWINGS[name], "text")
    assert observations(conversion) == observations(DRAWINGS[name].document)
    assert not [f for f in prove(conversion).findings if f.severity == "error"]


def of_items(*rows: tuple[str, str, str], total: str) -> Drawing:
    """Basic expenditure by economic class, as the one table of a document."""
    d = Drawing("某市民政局2024年部门预算", 2024)
    printed = [("", ["合计", "<", total]), *(("", list(row)) for row in rows)]
    return d.table("一般公共预算基本支出表", [["科目编码", "科目名称", "合计"]], printed, [None] * 3)


def test_parts_that_are_more_than_their_whole_are_an_error_though_only_some_are_printed() -> None:
    d = of_items(("301", "工资福利支出", "30.00"), ("30101", "其中：基本工资", "20.00"), ("30102", "津贴补贴", "15.00"), total="30.00")  # fmt: skip
    assert errors_of(d) == ["economic-tree"]


def test_a_table_that_prints_all_parts_below_one_of_which_prints_them_below_others() -> None:
    rows = [("301", "工资福利支出", "30.00"), ("30101", "其中：基本工资", "20.00"), ("30102", "津贴补贴", "10.00")]
    rows += [("302", "商品和服务支出", "9.00"), ("30201", "其中：办公费", "5.00"), ("30228", "工会经费", "2.00")]
    assert errors_of(of_items(*rows, total="39.00")) == ["economic-tree"]


@pytest.mark.parametrize("subtotal", ["37.00", "35.00"])
def test_rows_below_a_subtotal_that_is_none_are_held_back(subtotal: str) -> None:
    d = Drawing("某县公安局2024年部门预算", 2024)
    spent(d, "300.00", "204", "公共安全支出")
    d.table("政府采购预算表", [["采购项目名称", "金额"]],
            [("", ["警用装备", "30.00"]), ("", ["台式计算机", "6.00"]), ("", ["小计", subtotal]), ("", ["合计", "36.00"])],
            [None] * 2)  # fmt: skip
    read = {f.line for f in conversion_of(d).facts if f.table == "procurement"}
    assert "procurement-item" not in read


def test_an_amount_with_a_unit_of_its_own_is_told_where_the_table_says_another() -> None:
    d = Drawing("某市救助站2023年单位预算", 2023)
    d.table("支出总表", [["科目编码", "科目名称", "合计"]], [("", ["208", "社会保障和就业支出", "500.00万元"])], [None] * 3,
            captions=("单位：元",))  # fmt: skip
    conversion = conversion_of(d)
    assert not conversion.facts
    assert [f.check for f in conversion.findings] == ["money-unit-contradiction"]


def test_tables_that_print_a_total_each_under_one_title_are_no_parts_of_one() -> None:
    d = Drawing("某县民政局2022年度部门决算", 2022, "executed")
    for name, amount in (("社会保障和就业支出", "90.00"), ("住房保障支出", "7.00")):
        d.table("收入决算表", [["项目", "本年收入合计"]], [("", ["合计", amount]), ("", [name, amount])], [None] * 2)
    assert len(conversion_of(d).tables) == 2


@pytest.mark.parametrize("shown", ["########", "1.6E+02"])
def test_numbers_too_wide_for_their_columns_are_told_and_make_no_empty_table(shown: str) -> None:
    d = Drawing("某县民政局2023年部门预算", 2023)
    d.table("一般公共预算支出表", [["科目编码", "科目名称", "合计"]],
            [("", ["合计", "<", shown]), ("", ["208", "社会保障和就业支出", shown])], [None] * 3)  # fmt: skip
    conversion = conversion_of(d)
    assert [table.empty for table in conversion.tables] == [False]
    assert {f.check for f in conversion.findings} == {"unread-amount"}


def test_a_table_without_a_title_beside_another_is_none_of_it() -> None:
    d = Drawing("某县供销社2024年部门预算", 2024)
    d.table("支出总表",
            [["科目编码", "科目名称", "合计", "", "单位编码", "单位名称", "合计", "财政拨款收入"]],
            [("", ["216", "商业服务业等支出", "100.00", "", "506", "某县供销社", "100.00", "90.00"]),
             ("", ["合计", "<", "100.00", "", "合计", "<", "100.00", "90.00"])], [None] * 8)  # fmt: skip
    conversion = conversion_of(d)
    assert {(f.function_code, f.line, f.fund) for f in conversion.facts} == {("", "total", "all"), ("216", "", "all")}
    assert [f.check for f in conversion.findings] == ["columns-undecided"]


def test_rows_that_share_their_cells_are_held_back_whole() -> None:
    """Two units in one row, a number for each one below the other: the number that stands alone is of one of them."""
    d = Drawing("某县财政局2024年部门预算", 2024)
    d.table("收入总表", [["单位名称", "合计", "一般公共预算", "事业收入"]],
            [("", ["某县财政局\n某县财政学校", "60\n40", "60\n20", "20"]), ("", ["合计", "100", "80", "20"])], [None] * 4)  # fmt: skip
    assert {f.line for f in conversion_of(d).facts} == {"total"}


def test_the_first_row_below_the_headings_that_holds_two_is_told() -> None:
    """It is no heading of the column: what is printed there is told, whatever stands above it."""
    d = Drawing("某县财政局2024年部门预算", 2024)
    d.table(
        "项目支出表",
        [["项目名称", "金额"]],
        [("", ["设备购置\n平台运维", "60\n40"]), ("", ["合计", "100"])],
        [None] * 2,
    )
    conversion = conversion_of(d)
    assert [(f.check, f.found) for f in conversion.findings] == [("unread-amount", "60 40")]


@pytest.mark.parametrize("below", ["100.00", "130.00"])
def test_a_total_above_and_below_its_rows_is_one_if_both_are_alike(below: str) -> None:
    """Both were added once, and the summary told as half of them."""
    d = Drawing("某县供销社2024年部门预算", 2024)
    d.table("收支总表", [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]],
            [("", ["一、一般公共预算拨款收入", "100.00", "一、商业服务业等支出", "100.00"]),
             ("", ["收入总计", "100.00", "支出总计", "100.00"])], [None] * 4)  # fmt: skip
    d.table("支出总表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
            [("", ["合计", "<", "100.00", "90.00", "10.00"]), ("", ["216", "商业服务业等支出", "100.00", "90.00", "10.00"]),
             ("", ["合计", "<", below, "90.00", "10.00"])], [None] * 5)  # fmt: skip
    assert bool(errors_of(d)) is (below == "130.00")


def test_zeros_beside_blank_names_on_a_second_page_are_told_once_as_padding() -> None:
    d = Drawing("某县供销社2023年度部门决算", 2023, "executed")
    rows = [
        ("二、外交支出", "0.00"),
        ("三、国防支出", "0.00"),
        ("四、商业服务业等支出", "5.00"),
        ("本年支出合计", "5.00"),
    ]
    heads = [["收入", "<", "支出", "<"], ["项目", "金额", "项目", "金额"]]
    first = ["一、一般公共预算财政拨款收入", "5.00", "一、一般公共服务支出", "0.00"]
    d.table("收入支出决算总表", heads, [("", first)], [None] * 4)
    d.table("", heads, [("", ["", "0.00", *row]) for row in rows], [None] * 4, captions=())
    assert {f.check for f in conversion_of(d).findings if f.severity != "info"} <= {"table-missing"}


@pytest.mark.parametrize(
    "below", [("注：本表反映收支情况。", "填报人：某某"), ("填表说明：", "（1）金额保留两位小数；", "（2）没有的填0。")]
)
def test_remarks_below_the_only_row_of_a_table_are_no_names_of_its_first_column(below: tuple[str, ...]) -> None:
    """Nothing of it was read once: the column of the total was taken for one of names."""
    d = Drawing("某县供销社2024年部门预算", 2024)
    d.table("“三公”经费支出表", [["合计", "因公出国（境）费", "公务用车运行费", "公务接待费"]],
            [("", ["9.00", "0.00", "6.00", "3.00"]), *[("", [text, "<", "<", "<"]) for text in below]], [None] * 4)  # fmt: skip
    assert {f.reported for f in conversion_of(d).facts} == {"9.00", "0.00", "6.00", "3.00"}


SECRET_NOTES = {
    "": "error", "注：本表反映公安支出情况。": "error", "注：涉密内设机构不予公开。": "error",
    "注：按照保密规定，涉密事项不公开，故部分科目合计数大于所列明细之和。": "warning",
    "涉密支出明细按国家保密规定不予公开。": "warning",
}  # fmt: skip


@pytest.mark.parametrize("note", SECRET_NOTES)
def test_totals_above_rows_of_which_secret_ones_are_not_published_are_not_checkable(note: str) -> None:
    d = police("4,600.00")
    d.table("收支总表", [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]],
            [("", ["一、一般公共预算拨款收入", "4,600.00", "一、公共安全支出", "4,600.00"])], [None] * 4, notes=(note,))  # fmt: skip
    found = [f for f in prove(conversion_of(d)).findings if f.check in ("function-tree", "secrets-withheld")]
    assert {(f.severity, f.outcome) for f in found} == {
        (SECRET_NOTES[note], "failed" if SECRET_NOTES[note] == "error" else "not-checkable")
    }


def test_totals_below_their_rows_are_wrong_whatever_is_secret() -> None:
    d = police("3,400.00")
    d.table("收支总表", [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]],
            [("", ["一、一般公共预算拨款收入", "3,400.00", "一、公共安全支出", "3,400.00"])], [None] * 4,
            notes=("涉密支出明细不公开。",))  # fmt: skip
    assert "error" in {f.severity for f in prove(conversion_of(d)).findings if f.check == "function-tree"}


def police(total: str) -> Drawing:
    """Rows that come to 4,000.00 below ``total``."""
    d = Drawing("某县公安局2024年部门预算", 2024)
    return d.table("一般公共预算支出表", [["科目编码", "科目名称", "合计"]], [
        ("", ["204", "公共安全支出", total]), ("", ["20402", "公安", total]), ("", ["2040201", "行政运行", "3,200.00"]),
        ("", ["2040219", "信息化建设", "800.00"]), ("", ["合计", "<", total]),
    ], [None] * 3)  # fmt: skip


def test_lines_without_amounts_that_a_second_page_begins_with_are_no_headings() -> None:
    """结转下年 names a column elsewhere: the totals below it were held back."""
    d = Drawing("某县供销社2024年部门预算", 2024)
    d.table("收支总表", [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]],
            [("", ["一、一般公共预算拨款收入", "5.00", "一、商业服务业等支出", "5.00"]),
             ("", ["本年收入合计", "5.00", "本年支出合计", "5.00"])], [None] * 4)  # fmt: skip
    d.table("", [["上年结转结余", "", "结转下年", ""]], [("", ["收入总计", "5.00", "支出总计", "5.00"])],
            [None] * 4, captions=())  # fmt: skip
    totals = {(f.flow, f.reported) for f in conversion_of(d).facts if f.line == "total"}
    assert totals == {("revenue", "5.00"), ("expenditure", "5.00")}


def test_a_heading_that_a_page_break_cut_is_one() -> None:
    """Its column was held back."""
    d = Drawing("某县供销社2024年部门预算", 2024)
    d.table("“三公”经费支出表", [["合计", "因公出国", "公务用车购置及运行费", "<", "<", "公务接待费"]], [], [None] * 6)
    d.table("", [["", "（境）费", "小计", "公务用车购置费", "公务用车运行费", ""]],
            [("", ["9.00", "1.00", "5.00", "0.00", "5.00", "3.00"])], [None] * 6, captions=())  # fmt: skip
    found = {(f.line, f.reported) for f in conversion_of(d).facts}
    assert ("foreign-travel", "1.00") in found
    assert len(found) == 6


def test_groups_of_headings_above_a_page_break_are_of_the_columns_below_it() -> None:
    """What both years print alike was published twice, as of one."""
    d = Drawing("某县供销社2024年部门预算", 2024)
    d.table("“三公”经费支出表", [["2023年预算数", "<", "<", "2024年预算数", "<", "<"]], [], [None] * 6)
    d.table("", [["合计", "公务用车运行费", "公务接待费"] * 2], [("", ["9.00", "6.00", "3.00", "8.00", "5.00", "3.00"])],
            [None] * 6, captions=())  # fmt: skip
    found = {(f.fiscal_year, f.line, f.reported) for f in conversion_of(d).facts}
    assert found == {
        (2023, "total", "9.00"), (2023, "vehicle-operation", "6.00"), (2023, "reception", "3.00"),
        (2024, "total", "8.00"), (2024, "vehicle-operation", "5.00"), (2024, "reception", "3.00"),
    }  # fmt: skip
