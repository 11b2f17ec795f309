"""Tables and columns that earlier drawings of whole disclosures showed to be missing: read, proven, mistakes told."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import layouts
import pytest
from drawn import Drawing
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

GENERAL = "fund=general-public-budget"
DRAWINGS: dict[str, Drawing] = {}


def draw(name: str, title: str, year: int, phase: str = "approved") -> Drawing:
    DRAWINGS[name] = Drawing(title, year, phase)
    return DRAWINGS[name]


def spent(d: Drawing, amount: str, code: str = "207", name: str = "文化旅游体育与传媒支出") -> None:
    """The table that tells the title's year and stage."""
    d.table("支出总表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
            [("line=total", ["合计", "<", amount, "", amount]), (f"function={code}", [code, name, amount, "", amount])],
            [None, None, "", "category=basic", "category=project"], "expenditure-summary", "")  # fmt: skip


def of_lines_of_columns(d: Drawing, table: str, means: str, keep: str = "") -> None:
    """Forget what totals and projects were noted to mean in columns that are lines of their own."""
    value = means.partition("=")[2]
    noted = {t for t in d.document.truth if t[0] == table and t[6] in ("total", "project") and value in t[7:10]}
    d.document.truth.difference_update(t for t in noted if not keep or t[10] != int(keep) * 10_000)


# fmt: off
# what government purchases: codes of functions and of the list beside the things, six funds
d = draw("services by code", "某市文化馆2024年部门预算", 2024)
spent(d, "300.00")
d.table("政府购买服务支出预算表",[["单位","科目编码","科目名称","项目名称","购买服务目录代码（三级目录）","购买服务内容","购买方式","金额","<","<","<","<","<"],["^","^","^","^","^","^","^","合计","一般公共预算","政府性基金","国有资本经营预算","财政专户管理资金","单位资金"]],[
 ("line=total",["合计","","","","","","","90.00","70.00","20.00","","",""]),
 ("line=purchased-service function=2070109",["某市文化馆","2070109","群众文化","送戏下乡","A0701","演出服务","政府采购","70.00","50.00","20.00","","",""]),
 ("line=purchased-service function=2070109",["某市文化馆","2070109","群众文化","场馆安保","B0601","保安服务","直接购买","20.00","20.00","","","",""]),
],[None]*7+["",GENERAL,"fund=government-fund","fund=state-capital","fund=fiscal-special-account","fund=unit-funds"],"service-purchase","")
# what a fund had, got, spent and has left, each in a word
d = draw("account of a fund", "某县自然资源局2024年部门决算", 2024, "executed")
spent(d, "90.00", "212", "城乡社区支出")
d.table("政府性基金收支决算表",[["科目编码","科目名称","上年结余","收入","支出","结余"]],[
 ("function=21208",["21208","国有土地使用权出让收入安排的支出","10.00","100.00","90.00","20.00"]),
 ("function=2120899",["2120899","其他国有土地使用权出让收入安排的支出","10.00","100.00","90.00","20.00"]),
 ("line=total",["合计","<","10.00","100.00","90.00","20.00"]),
],[None,None,"flow=balance origin=carried-over","flow=revenue origin=current-year","","flow=balance category=carried-to-next-year"],"government-fund","fund=government-fund")
# units above their things, three levels of the list, two funds in columns
d = draw("services by unit", "某市交通运输局2021年部门预算", 2021)
spent(d, "900.00", "214", "交通运输支出")
d.table("部门政府购买服务支出预算表",[["单位名称","购买服务项目","购买服务目录","<","<","承接主体类别","合计","财政拨款收入","其他收入"],["^","^","一级目录","二级目录","三级目录","^","^","^","^"]],[
 ("line=total",["合计","","","","","","44.00","40.00","4.00"]),
 ("line=purchased-service",["某市交通运输局本级","公路绿化管护","公共服务","公共设施管理","绿化管护","企业","24.00","20.00","4.00"]),
 ("line=purchased-service",["某市公路事业发展中心","桥梁检测","技术性服务","检测","桥梁检测","企业","20.00","20.00",""]),
],[None]*6+["","fund=fiscal-appropriation","fund=other-income"],"service-purchase","")
# codes of units, this year's appropriation by fund, what was carried over
d = draw("services of this year", "某县农业技术推广中心2024年单位预算", 2024)
spent(d, "300.00", "213", "农林水支出")
d.table("政府购买服务项目支出表",[["单位编码","单位名称","政府购买服务项目名称","政府购买服务指导性目录","总计","本年财政拨款收入","<","<","财政专户管理资金收入","单位资金","上年结转结余"],["^","^","^","^","^","小计","一般公共预算","政府性基金预算","^","^","^"]],[
 ("line=total",["","合计","","","36.00","30.00","30.00","","","","6.00"]),
 ("line=purchased-service",["306004","某县农业技术推广中心","病虫害统防统治","A1504 农业绿色发展和可持续发展服务","24.00","24.00","24.00","","","",""]),
 ("line=purchased-service",["306004","某县农业技术推广中心","农产品检测","A1505 农产品质量安全服务","12.00","6.00","6.00","","","","6.00"]),
],[None]*4+["","fund=fiscal-appropriation origin=current-year",f"{GENERAL} origin=current-year","fund=government-fund origin=current-year","fund=fiscal-special-account","fund=unit-funds","origin=carried-over"],"service-purchase","")
# money of one's own level of government, announced by the one above, left from last year; a unit without its code
d = draw("levels of government", "某省水利科学研究院2024年单位预算", 2024)
d.table("部门收入总表",[["单位代码","单位名称（科目）","合计","上年结转","一般公共预算拨款收入"]],[
 ("line=total",["","合计","300.00","30.00","270.00"]),
 (None,["","某省水利科学研究院","300.00","30.00","270.00"]),
 ("",["334903","某省水利科学研究院","300.00","30.00","270.00"]),
],[None,None,"","origin=carried-over",f"{GENERAL} origin=current-year"],"revenue-summary","flow=revenue")
OWN, ADVANCE, LEFT = "line=own-level-appropriation origin=current-year", "line=advance-transfer-appropriation origin=current-year", "origin=carried-over"
d.table("财政拨款支出预算表（部门经济分类科目）",[
 ["项目","<","<","总计","省级当年财政拨款安排","<","<","<","中央提前通知专项转移支付等","<","上年结转安排","<"],
 ["科目编码","<","单位名称（科目）","^","合计","一般公共预算拨款","<","<","合计","一般公共预算拨款","合计","一般公共预算拨款"],
 ["类","款","^","^","^","小计","基本支出","项目支出","^","^","^","^"]],[
 (None,["","","合计","300.00","250.00","250.00","180.00","70.00","20.00","20.00","30.00","30.00"]),
 (None,["301","","工资福利支出","180.00","180.00","180.00","180.00","","","","",""]),
 (None,["301","01","基本工资","180.00","180.00","180.00","180.00","","","","",""]),
 (None,["302","","商品和服务支出","120.00","70.00","70.00","","70.00","20.00","20.00","30.00","30.00"]),
 (None,["302","27","委托业务费","120.00","70.00","70.00","","70.00","20.00","20.00","30.00","30.00"]),
],[None]*12,"expenditure-by-economic","")
for code, amounts in {"": "300 250 180 70 20 30", "301": "180 180 180", "30101": "180 180 180", "302": "120 70 - 70 20 30", "30227": "120 70 - 70 20 30"}.items():
    total, own, basic, project, advance, left = (*amounts.split(), "-", "-", "-")[:6]
    line, own_line = f"economic={code}" if code else "line=total", f"{OWN} economic={code}" if code else OWN
    for fund in ("fund=fiscal-appropriation", GENERAL):
        d.means("expenditure-by-economic", (f"{own_line} {fund}", own), (f"{ADVANCE} economic={code} {fund}" if code else f"{ADVANCE} {fund}", advance), (f"{line} {fund} {LEFT}", left))
    d.means("expenditure-by-economic", (f"{line} fund=fiscal-appropriation", total), (f"{own_line} {GENERAL} category=basic", basic), (f"{own_line} {GENERAL} category=project", project))
d.table("一般公共预算项目支出预算表",[["科目编码","<","<","单位代码","单位名称（科目）","金额"],["类","款","项","^","^","^"]],[
 ("line=total",["","","","","合计","165.00"]),
 ("",["","","","","某省水利科学研究院","165.00"]),
 ("function=2130304",["","","","","水利行业业务管理","165.00"]),
 ("line=project function=2130304",["213","03","04","334903","水文监测运行维护","80.00"]),
 ("line=project function=2130304",["213","03","04","334903","科研设备购置","85.00"]),
],[None]*5+[""],"project-expenditure",f"category=project {GENERAL}")
# what a department hands down: funds, and the places that get it, which are no dimension
d = draw("transfers", "某市农业农村局2024年部门预算", 2024)
spent(d, "40.00", "213", "农林水支出")
d.table("市对下转移支付预算表",[["单位名称（项目）","资金来源","<","<","<","地区","<","<"],["^","合计","一般公共预算","政府性基金预算","国有资本经营预算","甲县","乙县","丙县"]],[
 ("line=total",["合计","900.00","800.00","100.00","","400.00","300.00","200.00"]),
 ("",["某市农业农村局","900.00","800.00","100.00","","400.00","300.00","200.00"]),
 ("line=project",["高标准农田建设","600.00","600.00","","","300.00","200.00","100.00"]),
 ("line=project",["耕地地力保护","300.00","200.00","100.00","","100.00","100.00","100.00"]),
],[None,"",GENERAL,"fund=government-fund","fund=state-capital",None,None,None],"transfer-payments","category=project")
d = draw("transfers by code", "某县民政局2023年部门预算", 2023)
spent(d, "300.00", "208", "社会保障和就业支出")
d.table("县对下转移支付项目表",[["科目编码","科目名称","项目名称","金额"]],[
 ("line=total",["","合计","","90.00"]),
 ("line=project function=2081001",["2081001","儿童福利","孤儿基本生活费","60.00"]),
 ("line=project function=2082102",["2082102","农村特困人员救助供养支出","特困供养","30.00"]),
],[None,None,None,""],"transfer-payments","category=project")
# sources of the general budget, kinds of projects
d = draw("sources", "湖南某县疾病预防控制中心2023年单位预算", 2023)
spent(d, "165.00", "210", "卫生健康支出")
d.table("项目支出明细表",[["单位代码","项目名称","总计","一般公共预算","<","政府性基金","财政专户","上年结转"],["^","^","^","经费拨款","非税收入","^","^","^"]],[
 ("line=total",["","合计","165.00","100.00","20.00","","","45.00"]),
 ("",["306","湖南某县卫生健康局","165.00","100.00","20.00","","","45.00"]),
 ("",["306004","湖南某县疾病预防控制中心","165.00","100.00","20.00","","","45.00"]),
 ("line=project",["","疾病监测","131.00","66.00","20.00","","","45.00"]),
 ("line=project",["","疫苗冷链","34.00","34.00","","","",""]),
],[None,None,"",f"{GENERAL} origin=current-year line=treasury-appropriation",f"{GENERAL} origin=current-year line=non-tax-appropriation","fund=government-fund","fund=fiscal-special-account","origin=carried-over"],"project-expenditure","category=project")
of_lines_of_columns(d, "project-expenditure", GENERAL)
d.means("project-expenditure", *((f"{GENERAL} category=project origin=current-year line={line}-appropriation", amount) for line, amounts in (("treasury", ("100.00", "66.00", "34.00")), ("non-tax", ("20.00",))) for amount in amounts))
d.table("一般公共预算拨款--经费拨款预算表（按部门预算经济分类）",[["功能科目","<","<","单位名称（科目）","总计","基本支出","项目支出"],["类","款","项","^","^","^","^"]],[
 ("line=treasury-appropriation",["","","","合计","150.00","50.00","100.00"]),
 ("line=treasury-appropriation function=210",["210","","","卫生健康支出","150.00","50.00","100.00"]),
 ("line=treasury-appropriation function=21004",["210","04","","公共卫生","150.00","50.00","100.00"]),
 ("line=treasury-appropriation function=2100401",["210","04","01","疾病预防控制机构","150.00","50.00","100.00"]),
],[None]*4+["","category=basic","category=project"],"general-budget-by-function",GENERAL)
d.table("部门支出总体情况表",[["科目编码","科目名称","合计","基本支出","项目支出","<","<"],["^","^","^","^","小计","一般性项目","专项资金"]],[
 ("line=total",["","合计","165.00","","165.00","65.00","100.00"]),
 ("function=210",["210","卫生健康支出","165.00","","165.00","65.00","100.00"]),
],[None,None,"","category=basic","category=project","category=project line=ordinary-projects","category=project line=special-fund-projects"],"expenditure-summary","")
of_lines_of_columns(d, "expenditure-summary", "category=project", keep="165")
d.means("expenditure-summary", ("category=project line=ordinary-projects", "65.00"), ("category=project line=special-fund-projects", "100.00"))
# kinds of non-tax revenue of the general budget, with and without their subtotal
d = draw("kinds of non-tax revenue", "河南某县自然资源局2024年部门预算", 2024)
KINDS = [f"{GENERAL} line={line}" for line in ("treasury-appropriation", "non-tax-10304", "non-tax-10307")]
d.table("部门支出总体情况表",[["科目编码","科目名称","总计","一般公共预算","<","<","<","政府性基金"],["^","^","^","小计","其中：财政拨款","行政事业性收费","国有资源（资产）有偿使用收入","^"]],[
 (None,["合计","<","310.00","290.00","200.00","55.00","35.00","20.00"]),
 ("function=205",["205","教育支出","90.00","70.00","40.00","20.00","10.00","20.00"]),
 ("function=220",["220","自然资源海洋气象等支出","220.00","220.00","160.00","35.00","25.00",""]),
],[None,None,"",GENERAL,*KINDS,"fund=government-fund"],"expenditure-summary","")
d.means("expenditure-summary", ("line=total", "310.00"), (f"line=total {GENERAL}", "290.00"), *zip(KINDS, ("200.00", "55.00", "35.00"), strict=True), ("line=total fund=government-fund", "20.00"))
d.table("一般公共预算支出情况表",[["科目编码","科目名称","合计","经费拨款","纳入预算管理的非税收入","<","<"],["^","^","^","^","小计","行政事业性收费收入","罚没收入"]],[
 (None,["合计","<","290.00","200.00","90.00","55.00","35.00"]),
 ("function=220",["220","自然资源海洋气象等支出","290.00","200.00","90.00","55.00","35.00"]),
],[None,None,"","line=treasury-appropriation","line=non-tax-appropriation","line=non-tax-10304","line=non-tax-10305"],"general-budget-by-function",GENERAL)
d.means("general-budget-by-function", (f"line=total {GENERAL}", "290.00"), *((f"{GENERAL} line={line}", amount) for line, amount in (("treasury-appropriation", "200.00"), ("non-tax-appropriation", "90.00"), ("non-tax-10304", "55.00"), ("non-tax-10305", "35.00"))))
# words of a column that stand over the kinds of money; three public expenses of each unit, a row a year; goods by code
d = draw("kinds of money", "某市组织人事局2025年部门预算", 2025)
spent(d, "100.00", "201", "一般公共服务支出")
d.table("项目支出预算表",[["项目编码","项目名称","项目类别","资金性质","<","<","合计"],["^","^","^","一般公共预算","政府性基金预算","单位资金","^"]],[
 ("line=total",["","合计","","90.00","","10.00","100.00"]),
 ("line=project",["","人才工作","特定目标类","60.00","","","60.00"]),
 ("line=project",["","干部教育培训","特定目标类","30.00","","10.00","40.00"]),
],[None]*3+[GENERAL,"fund=government-fund","fund=unit-funds",""],"project-expenditure","category=project")
d.table("“三公”经费财政拨款预算情况表",[["单位名称","年度","“三公”经费财政拨款预算总额","因公出国（境）费用","公务接待费","公务用车购置和运行维护费","<","<"],["^","^","^","^","^","小计","公务用车购置费","公务用车运行维护费"]],[
 ("year=2024",["某市组织人事局本级","2024年","17.00","0.00","5.00","12.00","3.00","9.00"]),
 ("",["某市组织人事局本级","2025年","12.00","0.00","4.00","8.00","0.00","8.00"]),
 ("year=2024",["某市人才服务中心","2024年","2.50","0.00","0.50","2.00","0.00","2.00"]),
 ("",["某市人才服务中心","2025年","2.40","0.00","0.40","2.00","0.00","2.00"]),
],[None,None]+["line="+line for line in ("total","foreign-travel","reception","vehicle","vehicle-purchase","vehicle-operation")],"three-public","fund=fiscal-appropriation")
d.table("政府采购项目支出预算表",[["单位名称","采购品目编码","采购品目名称","总计","财政预算拨款","<","单位资金"],["^","^","^","^","一般公共预算拨款","政府性基金预算拨款","^"]],[
 ("line=total",["合计","","","66.00","60.00","","6.00"]),
 ("line=procurement-item",["某市组织人事局","A02010105","台式计算机","26.00","20.00","","6.00"]),
 ("line=procurement-item",["某市人才服务中心","C21040000","物业管理服务","40.00","40.00","",""]),
],[None]*3+["",GENERAL,"fund=government-fund","fund=unit-funds"],"procurement")
# this year's money and what was carried over, by fund each: 小计 of one is not the whole (it was, once)
d = draw("two groups of funds", "某市水务局2024年部门预算", 2024)
spent(d, "120.00", "213", "农林水支出")
d.table("项目支出表",[["项目单位","项目名称","本年支出","<","<","上年结转","<","<"],["^","^","一般公共预算","政府性基金预算","小计","一般公共预算","政府性基金预算","小计"]],[
 ("line=total",["合计","","80.00","20.00","100.00","15.00","5.00","20.00"]),
 ("line=project",["某市水务局","河道整治","50.00","20.00","70.00","10.00","5.00","15.00"]),
 ("line=project",["某市水文站","水质监测","30.00","","30.00","5.00","","5.00"]),
],[None,None,f"{GENERAL} origin=current-year","fund=government-fund origin=current-year","origin=current-year",f"{GENERAL} origin=carried-over","fund=government-fund origin=carried-over","origin=carried-over"],"project-expenditure","category=project")
# the names of codes alone, below 科目名称: revenue too
d = draw("revenue by name", "某县民政局2022年度部门决算", 2022, "executed")
spent(d, "130.00", "208", "社会保障和就业支出")
d.table("收入决算表",[["项目","本年收入合计","财政拨款收入","事业收入","其他收入"],["科目名称"]+["^"]*4,["栏次","1","2","3","4"]],[
 ("line=total",["合计","130.00","121.00","","9.00"]),
 ("line=function-208",["社会保障和就业支出","130.00","121.00","","9.00"]),
 ("line=function-20802",["　民政管理事务","90.00","85.00","","5.00"]),
 ("line=function-2080201",["　　行政运行","60.00","60.00","",""]),
 ("line=function-2080299",["　　其他民政管理事务支出","30.00","25.00","","5.00"]),
 ("line=function-20810",["　社会福利","40.00","36.00","","4.00"]),
 ("line=function-2081004",["　　殡葬","40.00","36.00","","4.00"]),
],[None,"","fund=fiscal-appropriation","fund=business-income","fund=other-income"],"revenue-summary","flow=revenue origin=current-year")
# a statement set anew on the last page, where only 总计 stands on the right (it was revenue, once)
d = draw("the last page of a statement", "某县统计局2022年度部门决算", 2022, "executed")
spent(d, "70.00", "201", "一般公共服务支出")
SPENT_OF = ("fund=fiscal-appropriation", GENERAL, "fund=government-fund")
def page(rows: list[list[str]]) -> None:
    d.table("财政拨款收入支出决算总表",[["收入","<","<","支出"]+["<"]*4,["项目","行次","决算数","项目（按功能分类）","行次","合计","一般公共预算财政拨款","政府性基金预算财政拨款"]],[("",row) for row in rows],[None]*8,"",captions=("公开04表","金额单位：万元"))
page([["一、一般公共预算财政拨款","1","65.00","一、一般公共服务支出","7","70.00","70.00",""],["本年收入合计","2","65.00","本年支出合计","8","70.00","70.00",""],["年初财政拨款结转和结余","3","9.00","年末财政拨款结转和结余","9","4.00","4.00",""],["一般公共预算财政拨款","4","9.00","","10","","",""]])
page([["政府性基金预算财政拨款","5","","","11","","",""],["总计","6","74.00","总计","12","74.00","74.00",""]])
d.means("appropriation-summary",(f"{GENERAL} flow=revenue line=general-public-budget-appropriation origin=current-year","65.00"),("fund=fiscal-appropriation flow=revenue line=current-year-revenue origin=current-year","65.00"),("fund=fiscal-appropriation flow=balance line=carried-over origin=carried-over","9.00"),(f"{GENERAL} flow=balance line=general-public-budget-appropriation origin=carried-over","9.00"),("fund=fiscal-appropriation flow=revenue line=total","74.00"))
for amount, means in (("70.00","line=function-201"),("70.00","line=current-year-expenditure"),("4.00","line=carried-to-next-year flow=balance category=carried-to-next-year"),("74.00","line=total")):
    d.means("appropriation-summary",*((f"{fund} {means}", amount) for fund in SPENT_OF[:2]))
# Shanghai: “三公” beside what its agencies need to run, budget and outturn of each in turn
d = draw("outturn beside agencies", "上海市嘉定区绿化局2021年度部门决算", 2021, "executed")
spent(d, "900.00", "212", "城乡社区支出")
BOTH_OF = [f"{phase}line={line}" for line in ("total", "foreign-travel", "vehicle", "vehicle-purchase", "vehicle-operation", "reception") for phase in ("phase=approved ", "")]
d.table("2021年度一般公共预算财政拨款“三公”经费及机关运行经费支出决算表",[["“三公”经费"]+["<"]*11+["机关运行经费"],["合计","<","因公出国（境）费","<","公务用车购置及运行费"]+["<"]*5+["公务接待费","<","^"],["^"]*4+["小计","<","购置费","<","运行费","<","^","^","^"],["年初预算数","决算数"]*6+["决算数"]],[
 ("",["30.00","25.00","10.00","9.00","14.00","12.00","","","14.00","12.00","6.00","4.00","85.00"]),
],[*BOTH_OF,"line=agency-operating"],"three-public",GENERAL)
# final accounts: money, counts of cars and of visits beside each other in one form
d = draw("how an agency is run", "某县水利局2023年度部门决算", 2023, "executed")
d.table("收入支出决算总表",[["收入","<","支出","<"],["项目","金额","项目","金额"]],[("",["一、财政拨款收入","500.00","一、农林水支出","500.00"]),("",["总计","500.00","总计","500.00"])],[None]*4,"",captions=("金额单位：万元",))
d.means("budget-summary",("flow=revenue line=fiscal-appropriation fund=fiscal-appropriation origin=current-year","500.00"),("line=function-213","500.00"),("flow=revenue line=total","500.00"),("line=total","500.00"))
d.table("机构运行信息表",[["项  目","行次","预算数","决算数","项  目","行次","统计数"],["栏  次","","1","2","栏  次","","3"]],[
 (None,["一、“三公”经费支出","1","—","—","四、机关运行经费","21","85.00"]),
 (None,["（一）支出合计","2","18.00","15.50","（一）行政单位","22","70.00"]),
 (None,["1．因公出国（境）费","3","","","（二）参照公务员法管理事业单位","23","15.00"]),
 (None,["2．公务用车购置及运行维护费","4","12.00","11.50","五、国有资产占用情况","24","—"]),
 (None,["（1）公务用车购置费","5","","","（一）车辆数合计（辆）","25","3"]),
 (None,["（2）公务用车运行维护费","6","12.00","11.50","1．主要负责人用车","26","1"]),
 (None,["3．公务接待费","7","6.00","4.00","2．机要通信用车","27","2"]),
 (None,["（1）国内接待费","8","—","3.00","（二）单价50万元（含）以上的通用设备（台，套）","28","1"]),
 (None,["其中：外事接待费","9","—","1.20","（三）单价100万元（含）以上专用设备（台，套）","29",""]),
 (None,["（2）国（境）外接待费","10","—","1.00","六、政府采购支出信息","30","—"]),
 (None,["（二）相关统计数","11","—","—","（一）政府采购支出合计","31","60.00"]),
 (None,["1．因公出国（境）团组数（个）","12","—","","1．政府采购货物支出","32","20.00"]),
 (None,["2．因公出国（境）人次数（人）","13","—","","2．政府采购工程支出","33",""]),
 (None,["3．公务用车购置数（辆）","14","—","","3．政府采购服务支出","34","40.00"]),
 (None,["4．公务用车保有量（辆）","15","—","3","（二）政府采购授予中小企业合同金额","35","55.00"]),
 (None,["5．国内公务接待批次（个）","16","—","25","其中：授予小微企业合同金额","36","35.00"]),
 (None,["6．国内公务接待人次（人）","17","—","210","","",""]),
 (None,["二、会议费","18","—","2.50","","",""]),
 (None,["三、培训费","19","—","1.80","","",""]),
],[None]*7,"",captions=("金额单位：万元",))
PAID = "fund=fiscal-appropriation"
for line, planned, spent_on in (("total", "18.00", "15.50"), ("vehicle", "12.00", "11.50"), ("vehicle-operation", "12.00", "11.50"), ("reception", "6.00", "4.00"),
        ("reception-domestic", "-", "3.00"), ("reception-foreign-affairs", "-", "1.20"), ("reception-abroad", "-", "1.00"), ("meeting", "-", "2.50"), ("training", "-", "1.80")):
    d.means("three-public", (f"line={line} {PAID} phase=approved", planned), (f"line={line} {PAID}", spent_on))
d.means("three-public", *((f"line={line} {GENERAL}", amount) for line, amount in (("agency-operating", "85.00"), ("administrative-unit", "70.00"), ("civil-service-managed-institution", "15.00"))))
d.means("three-public", *((f"line=procurement{line}", amount) for line, amount in (("", "60.00"), ("-goods", "20.00"), ("-services", "40.00"), ("-small-and-medium", "55.00"), ("-micro", "35.00"))))
# fmt: on


def conversion_of(drawing: Drawing, medium: str = "html") -> Conversion:
    with tempfile.TemporaryDirectory() as folder:
        return convert(layouts.write({"medium": medium, "pages": "one"}, drawing.document, Path(folder)))


@pytest.mark.parametrize("medium", ["html", "xlsx", "pdf"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_each_amount_is_read_as_it_was_meant_and_proven(name: str, medium: str) -> None:
    conversion = conversion_of(DRAWINGS[name], medium)
    found, printed = observations(conversion), observations(DRAWINGS[name].document)
    assert found - printed == set()
    assert printed - found == set()
    proven = prove(conversion)
    assert not [f for f in proven.findings if f.severity == "error"]


#: In each document a cell of an amount that is changed, and what the finding has to name.
PLANTED = [
    ("services by code", "20.00", "21.50"),
    ("services by unit", "24.00", "25.00"),
    ("services of this year", "12.00", "13.00"),
    ("levels of government", "85.00", "86.00"),
    ("levels of government", "70.00", "71.00"),
    ("sources", "66.00", "67.00"),
    ("sources", "65.00", "66.00"),
    ("sources", "45.00", "46.00"),
    ("kinds of non-tax revenue", "55.00", "56.00"),
    ("kinds of non-tax revenue", "25.00", "27.00"),
    ("kinds of money", "30.00", "31.00"),
    ("two groups of funds", "70.00", "71.00"),
    ("kinds of money", "17.00", "18.00"),
    ("kinds of money", "26.00", "27.00"),
    ("how an agency is run", "20.00", "21.00"),
    ("how an agency is run", "15.00", "16.00"),
    ("how an agency is run", "3.00", "3.50"),
    ("how an agency is run", "35.00", "65.00"),
]


@pytest.mark.parametrize(("name", "printed", "planted"), PLANTED)
def test_a_planted_mistake_is_told(name: str, printed: str, planted: str) -> None:
    """The last print of an amount is changed; a finding names the changed amount."""
    drawing = DRAWINGS[name]
    grids = drawing.document.grids
    at, row, column = next(
        (g, r, c)
        for g, grid in reversed([*enumerate(grids)])
        for r, cells in reversed([*enumerate(grid.rows)])
        for c, cell in reversed([*enumerate(cells)])
        if cell[0] == printed
    )
    cells = [list(line) for line in grids[at].rows]
    cells[row][column] = (planted, *cells[row][column][1:])
    changed = replace(drawing.document, grids=[*grids])
    changed.grids[at] = replace(grids[at], rows=tuple(map(tuple, cells)))
    with tempfile.TemporaryDirectory() as folder:
        proven = prove(convert(layouts.write({"medium": "html", "pages": "one"}, changed, Path(folder))))
    value = planted.rstrip("0").rstrip(".")
    errors = [f for f in proven.findings if f.severity == "error"]
    assert [f for f in errors if value in f.found or value in f.message], [f.message for f in errors]


def test_an_appropriation_may_be_called_a_subsidy() -> None:
    d = Drawing("某市文化馆2024年单位预算", 2024)
    d.table("收支总表", [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]],
            [("", ["一、财政拨款（补助）收入", "300.00", "一、文化旅游体育与传媒支出", "320.00"]),
             ("", ["二、事业收入", "20.00", "", ""]),
             ("", ["本年收入合计", "320.00", "本年支出合计", "320.00"])],
            [None] * 4)  # fmt: skip
    proven = prove(conversion_of(d))
    found = {f.line: (int(f.amount), f.fund) for f in proven.facts if f.flow == "revenue"}
    assert found["fiscal-appropriation"] == (3_000_000, "fiscal-appropriation")
    assert all(f.confirmations for f in proven.facts)


@pytest.mark.parametrize(("kind", "phase"), [("预算", "approved"), ("决算", "executed")])
def test_what_is_purchased_is_of_the_stage_of_its_document(kind: str, phase: str) -> None:
    """采购金额 was the budget's once, in final accounts too."""
    d = Drawing(f"某市文化馆2024年单位{kind}", 2024)
    d.table(f"支出{kind}表", [["科目编码", "科目名称", "合计"]],
            [("", ["207", "文化旅游体育与传媒支出", "300.00"]), ("", ["", "合计", "300.00"])], [None] * 3)  # fmt: skip
    d.table("政府采购情况表", [["采购项目", "采购品目", "采购金额"]],
            [("", ["办公设备", "台式计算机", "26.00"]), ("", ["合计", "", "26.00"])], [None] * 3)  # fmt: skip
    found = {f.phase for f in conversion_of(d).facts if f.table == "procurement"}
    assert found == {phase}


def test_a_revenue_that_no_list_knows_makes_no_sum_wrong() -> None:
    d = Drawing("某市文化馆2024年单位预算", 2024)
    revenue = (
        ("一、财政拨款收入", "300.00"),
        ("二、捐赠收入", "5.00"),
        ("三、赔偿收入", "2.00"),
        ("本年收入合计", "307.00"),
    )
    d.table("收支总表", [["收入", "<"], ["项目", "预算数"]], [("", list(row)) for row in revenue], [None] * 2)
    proven = prove(conversion_of(d))
    assert [f.check for f in proven.findings] == ["unknown-row"]


def test_tables_of_2018_that_say_by_what_they_are_divided() -> None:
    """Shaanxi: …（按功能科目分）; Hunan: four blocks headed 按功能科目, 按部门预算经济分类, 按政府预算经济分类."""
    d = Drawing("某县某镇人民政府2018年部门综合预算", 2018)
    general, year = f"{GENERAL} origin=current-year", "2018年部门综合预算一般公共预算"
    d.table("2018年部门综合预算收支总表", [["收入", "<", "支出", "<", "<", "<", "<", "<"], ["项目", "预算数", "按功能科目", "预算数", "按部门预算经济分类", "预算数", "按政府预算经济分类", "预算数"]],
            [(None, ["一般公共预算拨款", "90.00", "一般公共服务支出", "90.00", "工资福利支出", "60.00", "机关工资福利支出", "60.00"]),
             (None, ["", "", "", "", "资本性支出", "30.00", "机关资本性支出（一）", "30.00"]),
             (None, ["收入总计", "90.00", "支出总计", "90.00", "支出总计", "90.00", "支出总计", "90.00"])], [None] * 8)  # fmt: skip
    d.means("budget-summary", (f"flow=revenue line=general-public-budget-appropriation {general}", "90.00"), ("flow=revenue line=total", "90.00"),
            ("line=function-201", "90.00"), ("line=total", "90.00"),
            ("line=economic-301", "60.00"), ("line=economic-310", "30.00"), ("line=economic-501", "60.00"), ("line=economic-503", "30.00"))  # fmt: skip
    d.table("2018年部门综合预算收入总表", [["单位编码", "单位名称", "部门预算", "<"], ["^", "^", "合计", "一般公共预算拨款"]],
            [("line=total", ["", "合计", "90.00", "90.00"])], [None, None, "", GENERAL], "revenue-summary", "flow=revenue")  # fmt: skip
    uses = ["合计", "人员经费支出", "公用经费支出", "专项业务经费支出"]
    means = ["", "category=personnel", "category=operating", "category=project"]
    d.table(f"表5 {year}支出明细表（按功能科目分）", [["功能科目编码", "功能科目名称", *uses]],
            [("line=total", ["", "合计", "90.00", "60.00", "", "30.00"]), ("function=201", ["201", "一般公共服务支出", "90.00", "60.00", "", "30.00"])],
            [None, None, *means], "general-budget-by-function", GENERAL)  # fmt: skip
    heads = ["部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "政府经济科目名称"]
    rows = [("line=total", ["", "合计", "", "", "90.00", "60.00", "", "30.00"]), ("economic=301", ["301", "工资福利支出", "501", "机关工资福利支出", "60.00", "60.00", "", ""]),
            ("economic=310", ["310", "资本性支出", "503", "机关资本性支出（一）", "30.00", "", "", "30.00"])]  # fmt: skip
    d.table(
        f"表6 {year}支出明细表（按支出经济分类科目分）",
        [[*heads, *uses]],
        rows,
        [None] * 4 + means,
        "expenditure-by-economic",
        GENERAL,
    )
    d.table(f"表8 {year}基本支出明细表（按支出经济分类科目分）", [[*heads, *uses[:3]]],
            [("line=total", ["", "合计", "", "", "60.00", "60.00", ""]), ("economic=301", ["301", "工资福利支出", "501", "机关工资福利支出", "60.00", "60.00", ""])],
            [None] * 4 + ["category=basic", *means[1:3]], "basic-expenditure-by-economic", GENERAL)  # fmt: skip
    conversion = conversion_of(d)
    assert observations(conversion) == observations(d.document)
    assert not [f for f in prove(conversion).findings if f.severity == "error"]


ENGLISH = ["Code", "Subject", "Total", "Basic expenditure", "Project expenditure"]
UYGHUR = ["نومۇرى", "نامى", "جەمئىي", "ئاساسىي چىقىم", "تۈر چىقىمى"]
CHINESE = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


@pytest.mark.parametrize("translation", [ENGLISH, UYGHUR])
@pytest.mark.parametrize("place", ["row", "behind", "before"])
def test_headings_names_and_titles_may_be_translated(translation: list[str], place: str) -> None:
    """A heading with its translation was unknown, and so was a title; in scripts other than Latin a row below them."""

    def both(chinese: str, other: str) -> str:
        return {"behind": f"{chinese} {other}", "before": f"{other}\n{chinese}"}.get(place, chinese)

    headings = [[both(*pair) for pair in zip(CHINESE, translation, strict=True)]]
    d = Drawing("某大学2024年部门预算", 2024)
    d.table(both("支出总表", "Expenditure Budget"), [*headings, translation] if place == "row" else headings,
            [("function=205", ["205", both("教育支出", "Education"), "100.00", "60.00", "40.00"]),
             ("function=20502", ["20502", both("普通教育", translation[1]), "100.00", "60.00", "40.00"]),
             ("line=total", [both("合计", translation[2]), "", "100.00", "60.00", "40.00"])],
            [None, None, "", "category=basic", "category=project"], "expenditure-summary", "")  # fmt: skip
    conversion = conversion_of(d)
    assert observations(conversion) == observations(d.document)


def test_how_often_and_how_many_is_no_money() -> None:
    d = Drawing("某市图书馆2024年单位预算", 2024)
    d.table("一般公共预算“三公”经费支出表", [["项目", "金额", "批次（个）", "人次（人）"]],
            [("line=total", ["合计", "4.00", "", ""]), ("line=foreign-travel", ["因公出国（境）费", "2.00", "1", "3"]),
             ("line=reception", ["公务接待费", "2.00", "20", "180"])], [None, "", None, None], "three-public", GENERAL)  # fmt: skip
    conversion = conversion_of(d)
    assert observations(conversion) == observations(d.document)
    assert "unknown-heading" not in {f.check for f in conversion.findings}
