"""Forms met one by one: notes inside tables, years in rows, codes side by side, units of money in odd places."""

from __future__ import annotations

import tempfile
from pathlib import Path

import layouts
import pytest
from drawn import Drawing
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert

GENERAL = "fund=general-public-budget"
CARRIED_ON = "category=carried-to-next-year flow=balance"
DRAWINGS: dict[str, Drawing] = {}


def draw(name: str, title: str, year: int, phase: str = "approved") -> Drawing:
    DRAWINGS[name] = Drawing(title, year, phase)
    return DRAWINGS[name]


# fmt: off
# 1 notes and unit inside tables
d = draw("notes inside", "某县水利局2024年部门预算", 2024)
d.table("一般公共预算支出表",[["编制单位：某县水利局","<","<","单位：万元","<"],["科目编码","科目名称","合计","基本支出","项目支出"]],[
 ("function=213",["213","农林水支出","1,520.30","820.30","700.00"]),
 ("function=21303",["21303","水利","1,520.30","820.30","700.00"]),
 ("function=2130301",["2130301","行政运行","820.30","820.30",""]),
 ("function=2130305",["2130305","水利工程建设","700.00","","700.00"]),
 ("line=total",["合计","<","1,520.30","820.30","700.00"]),
 (None,["注：1.本表反映本年度一般公共预算支出情况。2.因四舍五入，部分数据合计尾数可能有差异0.01。","<","<","<","<"]),
 (None,["填表人：张三","<","审核人：张三","<","2024年1月20日"]),
],[None,None,"","category=basic","category=project"],"general-budget-by-function",GENERAL,captions=())
d.table("收支总表",[["收入","<","支出","<"],["项目","金额（万元）","项目","金额（万元）"]],[
 ("",["一、一般公共预算拨款收入","1,520.30","一、农林水支出","1,520.30"]),
],[None,"line=general-public-budget-appropriation fund=general-public-budget origin=current-year flow=revenue",None,"line=function-213"],"budget-summary","",captions=())
# Guangzhou: 行政经费 beside “三公” is held back, projects are given by economic class
d = draw("administrative expenses", "广州市荔江区城市管理局2024年部门预算", 2024)
d.table("表7 一般公共预算项目支出情况表（按支出经济分类科目）",[["部门预算支出经济分类科目","2024年预算"]],[
 ("line=total",["合计","100.00"]),
 ("economic=302",["[302]商品和服务支出","80.00"]),
 ("economic=30227",["[30227]委托业务费","80.00"]),
 ("economic=310",["[310]资本性支出","20.00"]),
 ("economic=31002",["[31002]办公设备购置","20.00"]),
],[None,""],"expenditure-by-economic",f"{GENERAL} category=project")
d.table("表8 一般公共预算安排的行政经费及“三公”经费预算表",[["项目","2023年预算","2024年预算"]],[
 (None,["行政经费","300.00","290.00"]),
 ("line=total",["“三公”经费","30.00","25.00"]),
 ("line=foreign-travel",["其中：（一）因公出国（境）支出","0.00","0.00"]),
 ("line=vehicle",["（二）公务用车购置及运行维护支出","20.00","16.00"]),
 ("line=vehicle-purchase",["1.公务用车购置","0.00","0.00"]),
 ("line=vehicle-operation",["2.公务用车运行维护费","20.00","16.00"]),
 ("line=reception",["（三）公务接待费支出","10.00","9.00"]),
],[None,"year=2023",""],"three-public",GENERAL)
# 2 three years with comparisons
d = draw("years", "某省林业局2023年度部门预算", 2023)
d.table("表5  2023年一般公共预算支出预算表",[["科目编码","科目名称","2022年","<","2023年预算数","<","<","比2022年预算增减","<"],["^","^","预算数","执行数","小计","基本支出","项目支出","金额","%"]],[
 ("function=213",["213","农林水支出","900.00","910.50","1,000.00","600.00","400.00","100.00","11.11"]),
 ("function=21302",["21302","林业和草原","900.00","910.50","1,000.00","600.00","400.00","100.00","11.11"]),
 ("function=2130201",["2130201","行政运行","580.00","581.00","600.00","600.00","","20.00","3.45"]),
 ("function=2130205",["2130205","森林资源培育","320.00","329.50","400.00","","400.00","80.00","25.00"]),
 ("line=total",["","合计","900.00","910.50","1,000.00","600.00","400.00","100.00","11.11"]),
],[None,None,"year=2022","year=2022 phase=executed","","category=basic","category=project",None,None],"general-budget-by-function",GENERAL)
d.table("表8 一般公共预算“三公”经费支出表",[["年度","“三公”经费合计","因公出国（境）费","公务用车购置及运行费","<","<","公务接待费"],["^","^","^","小计","购置费","运行费","^"]],[
 ("year=2022",["2022年预算数","20.00","0.00","15.00","0.00","15.00","5.00"]),
 ("",["2023年预算数","18.00","0.00","14.00","0.00","14.00","4.00"]),
 (None,["增减变化","-2.00","0.00","-1.00","0.00","-1.00","-1.00"]),
],[None,"line=total","line=foreign-travel","line=vehicle","line=vehicle-purchase","line=vehicle-operation","line=reception"],"three-public",GENERAL)
# 3 function and economic side by side
d = draw("side by side", "某市统计局2024年部门预算", 2024)
d.table("一般公共预算支出情况表",[["功能分类科目","<","<","经济分类科目","<","<"],["科目编码","科目名称","金额","科目编码","科目名称","金额"]],[
 ("",["201","一般公共服务支出","300.00","301","工资福利支出","200.00"]),
 ("",["20105","统计信息事务","300.00","30101","基本工资","120.00"]),
 ("",["2010501","行政运行","260.00","30102","津贴补贴","80.00"]),
 ("",["2010507","专项普查活动","40.00","302","商品和服务支出","100.00"]),
],[None]*6,"",GENERAL)
d.means("general-budget-by-function",
    *((f"{GENERAL} function={code}", amount) for code, amount in (("201", "300.00"), ("20105", "300.00"), ("2010501", "260.00"), ("2010507", "40.00"))),
    *((f"{GENERAL} economic={code}", amount) for code, amount in (("301", "200.00"), ("30101", "120.00"), ("30102", "80.00"), ("302", "100.00"))))
# 4 negative, parentheses, dashes
d = draw("signs", "某区司法局2024年部门预算", 2024)
d.table("部门支出总表",[["科目代码","科目名称","总计","基本支出","项目支出"]],[
 ("function=204",["204","公共安全支出","96.50","100.00","（3.50）"]),
 ("function=20406",["20406","司法","96.50","100.00","-3.50"]),
 ("function=2040601",["2040601","行政运行","100.00","100.00","—"]),
 ("function=2040699",["2040699","其他司法支出","-3.50","/","－3.50"]),
 ("line=total",["","总计","96.50","100.00","△3.50"]),
],[None,None,"","category=basic","category=project"],"expenditure-summary","")
# 5 unit of money in odd places
d = draw("unit odd", "某市体育局2024年度部门预算公开", 2024)
d.table("2024年支出总表（单位：元）",[["科目编码","科目名称","合计","基本支出","项目支出"]],[
 ("function=207",["207","文化旅游体育与传媒支出","3,000,000","2,000,000","1,000,000"]),
 ("function=20703",["20703","体育","3,000,000","2,000,000","1,000,000"]),
 ("function=2070301",["2070301","行政运行","2,000,000","2,000,000","0"]),
 ("function=2070305",["2070305","体育竞赛","1,000,000","0","1,000,000"]),
],[None,None,"","category=basic","category=project"],"expenditure-summary","",unit="元",captions=())
d.table("一般公共预算“三公”经费支出表",[["项目","预算数（万元）"]],[
 ("line=total",["合计","12.50"]),("line=foreign-travel",["1.因公出国（境）费","0"]),("line=reception",["2.公务接待费","2.50"]),("line=vehicle",["3.公务用车购置及运行维护费","10.00"]),
 ("line=vehicle-purchase",["其中：公务用车购置费","0"]),("line=vehicle-operation",["公务用车运行维护费","10.00"]),
],[None,""],"three-public",GENERAL,captions=())
d.table("政府性基金预算支出表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[
 ("function=229",["229","其他支出","260.00","","260.00"]),
 ("function=22960",["22960","彩票公益金安排的支出","260.00","","260.00"]),
 ("function=2296003",["2296003","用于体育事业的彩票公益金支出","260.00","","260.00"]),
],[None,None,"","category=basic","category=project"],"government-fund","fund=government-fund",captions=(),notes=("金额单位：人民币万元",))
# 6 assets, debt, funds of others: nothing of them may become an observation
d = draw("other tables", "某市卫生健康委员会2024年部门预算", 2024)
d.table("国有资产占用情况表",[["项目","数量","价值（万元）"]],[(None,["资产总额","","52,345.67"]),(None,["一、房屋（平方米）","12,000","8,800.00"]),(None,["二、车辆（台、辆）","16","320.00"]),(None,["三、单价50万元以上通用设备","5","400.00"])],[None,None,None])
d.table("新增资产配置表",[["资产名称","数量","单价","金额","资金来源","<"],["^","^","^","^","一般公共预算","其他资金"]],[(None,["合计","","","33.00","30.00","3.00"]),(None,["台式计算机","50","0.50","25.00","22.00","3.00"]),(None,["打印机","10","0.80","8.00","8.00",""])],[None]*6)
d.table("政府购买服务支出表",[["购买服务项目","购买服务目录","金额"]],[("line=total",["合计","","45.00"]),("line=purchased-service",["法律顾问服务","B0101","15.00"]),("line=purchased-service",["信息系统运维","B1002","30.00"])],[None,None,""],"service-purchase","")
d.table("债务支出预算表",[["科目编码","科目名称","合计","一般债","专项债"]],[(None,["232","债务付息支出","10.00","10.00",""]),(None,["23203","地方政府一般债务付息支出","10.00","10.00",""])],[None]*5)
d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=210",["210","卫生健康支出","500.00","300.00","200.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","")
d.table("财政专户管理资金支出表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=210",["210","卫生健康支出","66.00","30.00","36.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","fund=fiscal-special-account")
d.table("社会保险基金预算支出表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[(None,["209","社会保险基金支出","77.00","","77.00"])],[None]*5)
d.table("政府采购预算表",[["单位名称","采购项目","采购品目","采购数量","计量单位","金额","资金来源","<"],["^","^","^","^","^","^","一般公共预算","其他资金"]],[
 ("line=total",["合计","","","","","88.00","80.00","8.00"]),
 ("line=procurement-item",["某市卫生健康委员会本级","办公设备购置","A02010105 台式计算机","50","台","25.00","20.00","5.00"]),
 ("line=procurement-item",["某市卫生健康委员会本级","物业管理服务","C21040000 物业管理服务","1","项","63.00","60.00","3.00"]),
],[None,None,None,None,None,"","fund=general-public-budget","fund=unit-funds"],"procurement","")

# final accounts, old style 2018
d = draw("final2018", "某市粮食局2018年度部门决算", 2018, "executed")
d.table("收入支出决算总表",[["收入","<","<","支出","<","<"],["项目","行次","金额","项目","行次","金额"],["栏次","","1","栏次","","2"]],[
 ("",["一、财政拨款收入","1","912.30","一、一般公共服务支出","29","700.10"]),
 ("",["二、上级补助收入","2","","二、外交支出","30",""]),
 ("",["三、事业收入","3","","八、社会保障和就业支出","36","120.00"]),
 ("",["本年收入合计","24","912.30","本年支出合计","52","820.10"]),
 ("",["用事业基金弥补收支差额","25","","结余分配","53",""]),
 ("",["年初结转和结余","26","30.00","年末结转和结余","54","122.20"]),
 ("",["总计","28","942.30","总计","57","942.30"]),
],[None]*6,"",captions=("公开01表","公开部门：某市粮食局","金额单位：万元"))
d.means("budget-summary", *[("flow=revenue line=fiscal-appropriation fund=fiscal-appropriation origin=current-year","912.30"),("flow=revenue line=current-year-revenue origin=current-year","912.30"),("flow=balance line=carried-over origin=carried-over","30.00"),("flow=revenue line=total","942.30"),("line=function-201","700.10"),("line=function-208","120.00"),("line=current-year-expenditure","820.10"),("flow=balance line=carried-to-next-year category=carried-to-next-year","122.20"),("line=total","942.30")])
d.table("一般公共预算财政拨款支出决算表",[["项目","<","<","<","本年支出","<","<"],["功能分类科目编码","<","<","科目名称","小计","基本支出","项目支出"],["类","款","项","栏次","1","2","3"]],[
 ("line=total",["","","","合计","820.10","700.10","120.00"]),
 ("function=201",["201","","","一般公共服务支出","700.10","700.10",""]),
 ("function=20199",["201","99","","其他一般公共服务支出","700.10","700.10",""]),
 ("function=2019999",["201","99","99","其他一般公共服务支出","700.10","700.10",""]),
 ("function=208",["208","","","社会保障和就业支出","120.00","","120.00"]),
],[None,None,None,None,"","category=basic","category=project"],"general-budget-by-function",GENERAL,captions=("公开05表","单位：万元"))
d.table("一般公共预算财政拨款基本支出决算表",[["人员经费","<","<","公用经费","<","<","<","<","<"],["科目编码","科目名称","金额","科目编码","科目名称","金额","科目编码","科目名称","金额"]],[
 ("",["301","工资福利支出","500.00","302","商品和服务支出","150.10","310","资本性支出","20.00"]),
 ("",["30101","基本工资","300.00","30201","办公费","100.10","31002","办公设备购置","20.00"]),
 ("",["30102","津贴补贴","200.00","30207","邮电费","50.00","","",""]),
 ("",["303","对个人和家庭的补助","30.00","","","","","",""]),
 ("",["人员经费合计","<","530.00","公用经费合计","<","<","<","<","170.10"]),
],[None]*9,"",captions=("公开06表","单位：万元"))
d.means("basic-expenditure-by-economic", *[(f"{GENERAL} category={c} economic={e}",a) for e,c,a in [("301","personnel","500.00"),("30101","personnel","300.00"),("30102","personnel","200.00"),("303","personnel","30.00"),("302","operating","150.10"),("30201","operating","100.10"),("30207","operating","50.00"),("310","operating","20.00"),("31002","operating","20.00")]]+[(f"{GENERAL} category=personnel line=total","530.00"),(f"{GENERAL} category=operating line=total","170.10")])
d.table("一般公共预算财政拨款“三公”经费支出决算表",[["2018年度预算数","<","<","<","<","<","2018年度决算数","<","<","<","<","<"],["合计","因公出国（境）费","公务用车购置及运行费","<","<","公务接待费"]*2,["^","^","小计","公务用车购置费","公务用车运行费","^"]*2,[str(i) for i in range(1,13)]],[
 ("",["12.00","","8.00","","8.00","4.00","9.80","","7.50","","7.50","2.30"]),
],["phase=approved line="+x for x in ("total","foreign-travel","vehicle","vehicle-purchase","vehicle-operation","reception")]+["line="+x for x in ("total","foreign-travel","vehicle","vehicle-purchase","vehicle-operation","reception")],"three-public",GENERAL,captions=("公开07表","单位：万元"),notes=("注：2018年度预算数为“三公”经费年初预算数，决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。",))
d.table("政府性基金预算财政拨款收入支出决算表",[["项目","<","年初结转和结余","本年收入","本年支出","<","<","年末结转和结余"],["功能分类科目编码","科目名称","^","^","小计","基本支出","项目支出","^"]],[
 ("line=total",["","合计","5.00","60.00","58.00","","58.00","7.00"]),
 ("function=212",["212","城乡社区支出","5.00","60.00","58.00","","58.00","7.00"]),
],[None,None,"flow=balance origin=carried-over","flow=revenue origin=current-year","","category=basic","category=project",CARRIED_ON],"government-fund","fund=government-fund",captions=("公开08表","单位：万元"))
# final accounts 2022: 项目收入支出 etc with budget, revised, executed
d = draw("final2022", "2022年度某市商务局部门决算公开", 2022, "executed")
d.table("财政拨款收入支出决算总表",[["收入","<","<","支出","<","<","<","<","<"],["项目","行次","金额","项目","行次","合计","一般公共预算财政拨款","政府性基金预算财政拨款","国有资本经营预算财政拨款"],["栏次","","1","栏次","","2","3","4","5"]],[
 ("",["一、一般公共预算财政拨款","1","500.00","一、一般公共服务支出","33","430.00","430.00","",""]),
 ("",["二、政府性基金预算财政拨款","2","60.00","二、城乡社区支出","34","58.00","","58.00",""]),
 ("",["三、国有资本经营预算财政拨款","3","","三、商业服务业等支出","35","60.00","60.00","",""]),
 ("",["本年收入合计","27","560.00","本年支出合计","59","548.00","490.00","58.00",""]),
 ("",["年初财政拨款结转和结余","28","20.00","年末财政拨款结转和结余","60","32.00","25.00","7.00",""]),
 ("",["一、一般公共预算财政拨款","29","15.00","","61","","","",""]),
 ("",["二、政府性基金预算财政拨款","30","5.00","","62","","","",""]),
 ("",["总计","32","580.00","总计","64","580.00","515.00","65.00",""]),
],[None]*9,"",captions=("公开04表","金额单位：万元"))
ALL_OF_IT = "fund=fiscal-appropriation"
FUNDS = ("fiscal-appropriation", "general-public-budget", "government-fund")
USED = {
    "line=function-201": ("430.00", "430.00", ""), "line=function-212": ("58.00", "", "58.00"), "line=function-216": ("60.00", "60.00", ""),
    "line=current-year-expenditure": ("548.00", "490.00", "58.00"), "line=total": ("580.00", "515.00", "65.00"),
    f"line=carried-to-next-year {CARRIED_ON}": ("32.00", "25.00", "7.00"),
}
d.means("appropriation-summary",
    (f"flow=revenue line=general-public-budget-appropriation origin=current-year {GENERAL}", "500.00"),
    ("flow=revenue line=government-fund-appropriation origin=current-year fund=government-fund", "60.00"),
    (f"flow=revenue line=current-year-revenue origin=current-year {ALL_OF_IT}", "560.00"),
    (f"flow=balance line=carried-over origin=carried-over {ALL_OF_IT}", "20.00"),
    (f"flow=balance line=general-public-budget-appropriation origin=carried-over {GENERAL}", "15.00"),
    ("flow=balance line=government-fund-appropriation origin=carried-over fund=government-fund", "5.00"),
    (f"flow=revenue line=total {ALL_OF_IT}", "580.00"),
    *((f"{line} fund={fund}", amount) for line, amounts in USED.items() for fund, amount in zip(FUNDS, amounts, strict=True)))
d.table("支出决算表",[["科目代码","科目名称","年初预算数","全年预算数","决算数","<","<"],["^","^","^","^","小计","基本支出","项目支出"]],[
 ("function=201",["201","一般公共服务支出","420.00","435.00","430.00","400.00","30.00"]),
 ("function=20113",["20113","商贸事务","420.00","435.00","430.00","400.00","30.00"]),
 ("function=2011301",["2011301","行政运行","400.00","405.00","400.00","400.00",""]),
 ("function=2011308",["2011308","招商引资","20.00","30.00","30.00","","30.00"]),
],[None,None,"phase=approved","phase=revised","","category=basic","category=project"],"expenditure-summary","",captions=("公开03表","金额单位：万元"))
# departments: several units in one document
d = draw("units", "某市交通运输局2024年部门预算", 2024)
d.table("部门支出总表",[["单位编码","单位名称","科目编码","科目名称","总计","基本支出","项目支出"]],[
 ("line=total",["","","","合计","900.00","600.00","300.00"]),
 ("",["310","某市交通运输局","","","900.00","600.00","300.00"]),
 ("",["310001","某市交通运输局本级","","","700.00","450.00","250.00"]),
 ("function=214",["310001","某市交通运输局本级","214","交通运输支出","700.00","450.00","250.00"]),
 ("function=2140101",["310001","某市交通运输局本级","2140101","行政运行","700.00","450.00","250.00"]),
 ("",["310002","某市公路管理中心","","","200.00","150.00","50.00"]),
 ("function=214",["310002","某市公路管理中心","214","交通运输支出","200.00","150.00","50.00"]),
 ("function=2140106",["310002","某市公路管理中心","2140106","公路养护","200.00","150.00","50.00"]),
],[None,None,None,None,"","category=basic","category=project"],"expenditure-summary","")
d.table("部门项目支出表",[["单位名称","项目名称","项目类别","功能分类科目","<","总计","一般公共预算拨款","政府性基金","财政专户","其他资金"],["^","^","^","科目编码","科目名称","^","^","^","^","^"]],[
 ("line=total",["","合计","","","","300.00","280.00","","","20.00"]),
 ("line=project function=2140101",["某市交通运输局本级","治超信息化","其他运转类","2140101","行政运行","250.00","240.00","","","10.00"]),
 ("line=project function=2140106",["某市公路管理中心","公路养护工程","特定目标类","2140106","公路养护","50.00","40.00","","","10.00"]),
],[None,None,None,None,None,"",GENERAL,"fund=government-fund","fund=fiscal-special-account","fund=unit-funds"],"project-expenditure","category=project")
d.table("部门基本支出表",[["单位名称","科目编码","科目名称","合计","人员经费","公用经费"]],[(None,["","","合计","600.00","500.00","100.00"]),(None,["某市交通运输局本级","301","工资福利支出","450.00","450.00",""])],[None]*6)
# economic: 部门 and 政府 each with own amounts side by side
d = draw("two economic", "某市审计局2024年部门预算", 2024)
d.table("一般公共预算基本支出表",[["部门预算支出经济分类","<","<","政府预算支出经济分类","<","<"],["科目编码","科目名称","金额","科目编码","科目名称","金额"]],[
 ("",["301","工资福利支出","380.00","501","机关工资福利支出","370.00"]),
 ("",["30101","基本工资","200.00","50101","工资奖金津补贴","360.00"]),
 ("",["30102","津贴补贴","180.00","50199","其他工资福利支出","10.00"]),
 ("",["302","商品和服务支出","60.00","502","机关商品和服务支出","70.00"]),
 ("",["","合计","440.00","","合计","440.00"]),
],[None]*6,"")
d.means("basic-expenditure-by-economic", *[(f"{GENERAL} category=basic economic={e}",a) for e,a in (("301","380.00"),("30101","200.00"),("30102","180.00"),("302","60.00"),("501","370.00"),("50101","360.00"),("50199","10.00"),("502","70.00"))]+[(f"{GENERAL} category=basic line=total","440.00")])
d.table("支出总表（按政府预算经济分类）",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("economic=501",["501","机关工资福利支出","370.00","370.00",""]),("economic=502",["502","机关商品和服务支出","170.00","70.00","100.00"])],[None,None,"","category=basic","category=project"],"expenditure-by-economic")
d.table("支出分类汇总表（按部门预算经济分类）",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("economic=301",["301","工资福利支出","370.00","370.00",""]),("economic=302",["302","商品和服务支出","170.00","70.00","100.00"])],[None,None,"","category=basic","category=project"],"expenditure-by-economic")
# revenue variants
d = draw("revenue", "某市民政局2024年部门预算", 2024)
R="flow=revenue"
d.table("收入总表",[["科目编码","科目名称","合计","财政拨款收入","<","<","<","上级补助收入","事业收入","<","经营收入","附属单位上缴收入","其他收入","使用非财政拨款结余","上年结转"],["^","^","^","小计","一般公共预算","政府性基金","国有资本","^","小计","其中：教育收费","^","^","^","^","^"]],[
 ("function=208",["208","社会保障和就业支出","1,060.00","900.00","800.00","100.00","","","120.00","20.00","","","10.00","5.00","25.00"]),
 ("function=20802",["20802","民政管理事务","1,060.00","900.00","800.00","100.00","","","120.00","20.00","","","10.00","5.00","25.00"]),
 ("line=total",["","合计","1,060.00","900.00","800.00","100.00","","","120.00","20.00","","","10.00","5.00","25.00"]),
],[None,None,"","fund=fiscal-appropriation origin=current-year",GENERAL+" origin=current-year","fund=government-fund origin=current-year","fund=state-capital origin=current-year","fund=superior-subsidy origin=current-year","fund=business-income origin=current-year",None,"fund=operating-income origin=current-year","fund=subordinate-remittance origin=current-year","fund=other-income origin=current-year",None,"origin=carried-over"],"revenue-summary",R)
d.means("revenue-summary",*((f"{R} {m}{f}",a) for m,a in (("line=non-appropriation-surplus-used","5.00"),("line=education-fees fund=fiscal-special-account origin=current-year","20.00")) for f in (" function=208"," function=20802","")))

# the funds of this year, and once more below what was carried over; nothing is known below a heading that is not
CARRIED="flow=balance origin=carried-over"
def summary(name: str, left: list[list[str]], *known: tuple[str, str]) -> None:
    d = draw(name, "某县水利局2024年部门预算", 2024)
    right = [["一、社会保障和就业支出","60.00"],["二、卫生健康支出","40.00"],["三、农林水支出","930.00"]]
    d.table("部门收支总表",[["收入","<","支出","<"],["项目","预算数","项目","预算数"]],
     [(None,[*row,*(right[k] if k < len(right) else ["",""])]) for k, row in enumerate(left)]+[(None,["收入总计","1,030.00","支出总计","1,030.00"])],[None]*4)
    d.means("budget-summary",*known,*((f"line=function-{c}",a) for c,a in (("208","60.00"),("210","40.00"),("213","930.00"))),
     (f"{R} line=total","1,030.00"),("line=total","1,030.00"),(f"{R} origin=current-year {GENERAL} line=general-public-budget-appropriation","900.00"),
     (f"{R} origin=current-year fund=business-income line=business-income","50.00"),(f"{R} origin=current-year line=current-year-revenue","950.00"))
OF_BEFORE = [(f"{CARRIED} line=carried-over","80.00"),(f"{CARRIED} {GENERAL} line=general-public-budget-appropriation","70.00"),(f"{CARRIED} fund=unit-funds line=unit-funds","10.00")]
summary("carried over by fund",[["一、一般公共预算拨款收入","900.00"],["二、事业收入","50.00"],["本年收入合计","950.00"],["三、上年结转（结余）","80.00"],["（一）一般公共预算拨款","70.00"],["（二）单位资金","10.00"]],*OF_BEFORE)
summary("carried over without numbers",[["一般公共预算","900.00"],["事业收入","50.00"],["本年收入合计","950.00"],["上年结转","80.00"],["　　一般公共预算","70.00"],["　　单位资金","10.00"]],*OF_BEFORE)
summary("unknown heading",[["一、本年收入","950.00"],["（一）一般公共预算拨款","900.00"],["（二）事业收入","50.00"],["二、历年滚存","80.00"],["（一）一般公共预算拨款","70.00"],["（二）其他收入","10.00"]])
# the three beside meetings and trainings; an item that is called like its subdivision, by name alone
d = draw("three beside meetings", "中共某市委政法委员会2023年部门预算", 2023)
d.table("一般公共预算“三公”经费、会议费、培训费支出情况表",[["单位名称","合计","“三公”经费","<","<","<","<","会议费","培训费"],["^","^","小计","因公出国（境）费","公务接待费","公务用车购置及运行费","<","^","^"],["^","^","^","^","^","公务用车购置费","公务用车运行费","^","^"]],[
 ("",["合计","10.30","8.50","","1.00","","7.50","1.20","0.60"])],[None,*(f"line={x}" for x in ("total","three-public","foreign-travel","reception","vehicle-purchase","vehicle-operation","meeting","training"))],"three-public",GENERAL)
d.table("部门支出总体情况表",[["功能分类科目名称","支出合计","基本支出","项目支出"]],[
 (f"line={m}",[n,a,b,c]) for m,n,a,b,c in (("total","合计","62.00","52.00","10.00"),("function-208","社会保障和就业支出","62.00","52.00","10.00"),("function-20805","　行政事业单位养老支出","50.00","50.00",""),("function-2080505","　　机关事业单位基本养老保险缴费支出","50.00","50.00",""),("function-20899","　其他社会保障和就业支出","12.00","2.00","10.00"),("function-2089999","　　其他社会保障和就业支出","12.00","2.00","10.00"))],[None,"","category=basic","category=project"],"expenditure-summary","")

# classes and units that print their name alone, above rows with codes; a fund beside all that was carried over
d = draw("names above codes", "某省水利科学研究院2024年单位预算", 2024)
d.table("财政拨款收支预算总表",[["收入","<","支出","<","<","<"],["项目","2024年预算数","项目","合计","一般公共预算","上年财政拨款资金结转"]],[
 (None,["一、本年收入","90.00","一、本年支出","100.00","90.00","10.00"]),(None,["    一般公共预算拨款收入","90.00","    农林水支出","60.00","50.00","10.00"]),(None,["一、上年结转","10.00","    住房保障支出","40.00","40.00",""]),(None,["    一般公共预算拨款收入","10.00","二、结转下年","","",""]),(None,["收入总计","100.00","支出总计","100.00","90.00","10.00"])],[None]*6)
APPROPRIATED="fund=fiscal-appropriation"
d.means("appropriation-summary",(f"{APPROPRIATED} flow=revenue line=current-year-revenue origin=current-year","90.00"),(f"{GENERAL} flow=revenue line=general-public-budget-appropriation origin=current-year","90.00"),
 (f"{APPROPRIATED} flow=balance line=carried-over origin=carried-over","10.00"),(f"{GENERAL} flow=balance line=general-public-budget-appropriation origin=carried-over","10.00"),(f"{APPROPRIATED} flow=revenue line=total","100.00"),
 *[(f"{means} line={line}",a) for line,amounts in (("current-year-expenditure",("100.00","90.00","10.00")),("function-213",("60.00","50.00","10.00")),("function-221",("40.00","40.00","")),("total",("100.00","90.00","10.00"))) for means,a in zip((APPROPRIATED,GENERAL+" origin=current-year",APPROPRIATED+" origin=carried-over"),amounts,strict=True) if a])
ROWS=[["","","","","合    计"],["","","","","某省水利科学研究院"],["","","","","农林水支出"],["","","","","  水利"],["213","03","16","334903","    农村水利"],["","","","","住房保障支出"],["","","","","  住房改革支出"],["221","02","01","334903","    住房公积金"]]
SIXTY,FORTY=["60.00","50.00","10.00"],["40.00","40.00",""]
d.table("一般公共预算支出预算表",[["项目","<","<","<","<","合计","当年财政拨款安排","上年结转安排"],["科目编码","<","<","单位代码","单位名称（科目）","^","^","^"],["类","款","项","^","^","^","^","^"]],[
 (m,[*r,*a]) for m,r,a in zip(["line=total","","function=213","function=21303","function=2130316","function=221","function=22102","function=2210201"],ROWS,[["100.00","90.00","10.00"]]*2+[SIXTY]*3+[FORTY]*3,strict=True)],[None]*5+["","origin=current-year","origin=carried-over"],"general-budget-by-function",GENERAL)
d.table("财政拨款支出预算表（部门经济分类科目）",[["科目编码","<","单位代码","单位名称（科目）","总计","基本支出","项目支出"],["类","款","^","^","^","^","^"]],[
 ("line=total",["","","","合    计","100.00","70.00","30.00"]),("economic=301",["","","","  工资福利支出","70.00","70.00",""]),("economic=30101",["301","01","334903","    基本工资","70.00","70.00",""]),
 ("economic=302",["","","","  商品和服务支出","30.00","","30.00"]),("economic=30227",["302","27","334903","    委托业务费","30.00","","30.00"])],[None]*4+["","category=basic","category=project"],"expenditure-by-economic",APPROPRIATED)

# economic classes in columns, the same expenditure four times side by side
d = draw("economic columns", "某市机关事务局2024年部门预算", 2024)
d.table("收支总表",[["收入","<","支出","<","<","<","<","<"],["项目","本年预算","项目（按功能分类）","本年预算","项目（按部门预算经济分类）","本年预算","项目（按政府预算经济分类）","本年预算"]],[
 (None,["一、一般公共预算拨款收入","700.00","（一）一般公共服务支出","640.00","一、基本支出","600.00","一、机关工资福利支出","500.00"]),
 (None,["  经费拨款","690.00","（二）外交支出","","  工资福利支出","500.00","二、机关商品和服务支出","180.00"]),
 (None,["  纳入一般公共预算管理的非税收入拨款","10.00","（八）社会保障和就业支出","60.00","  商品和服务支出","80.00","三、机关资本性支出（一）",""]),
 (None,["二、政府性基金预算拨款收入","","","","  对个人和家庭的补助","20.00","九、对个人和家庭的补助","20.00"]),
 (None,["","","","","二、项目支出","100.00","",""]),
 (None,["","","","","  商品和服务支出","100.00","",""]),
 (None,["本年收入合计","700.00","本年支出合计","700.00","本年支出合计","700.00","本年支出合计","700.00"]),
 (None,["收入总计","700.00","支出总计","700.00","支出总计","700.00","支出总计","700.00"]),
],[None]*8)
CURRENT = "flow=revenue origin=current-year"
d.means("budget-summary",
 (f"{CURRENT} {GENERAL} line=general-public-budget-appropriation","700.00"),(f"{CURRENT} {GENERAL} line=treasury-appropriation","690.00"),(f"{CURRENT} {GENERAL} line=non-tax-appropriation","10.00"),
 (f"{CURRENT} line=current-year-revenue","700.00"),("flow=revenue line=total","700.00"),
 ("line=function-201","640.00"),("line=function-208","60.00"),("line=basic category=basic","600.00"),("line=project category=project","100.00"),
 ("line=economic-301 category=basic","500.00"),("line=economic-302 category=basic","80.00"),("line=economic-303 category=basic","20.00"),("line=economic-302 category=project","100.00"),
 ("line=economic-501","500.00"),("line=economic-502","180.00"),("line=economic-509","20.00"),
 ("line=current-year-expenditure","700.00"),("line=total","700.00"))
d.table("支出预算分类汇总表（按部门预算经济分类）",[["功能科目","<","<","单位代码","单位名称（功能分类科目）","总计","基本支出","<","<","<","项目支出","<"],["类","款","项","^","^","^","合计","工资福利支出","商品和服务支出","对个人和家庭的补助","合计","商品和服务支出"]],[
 (None,["","","","","合计","700.00","600.00","500.00","80.00","20.00","100.00","100.00"]),
 ("function=201",["201","","","201","一般公共服务支出","640.00","540.00","440.00","80.00","20.00","100.00","100.00"]),
 ("function=2010301",["201","03","01","2010301","行政运行","540.00","540.00","440.00","80.00","20.00","",""]),
 ("function=2010302",["201","03","02","2010302","一般行政管理事务","100.00","","","","","100.00","100.00"]),
 ("function=208",["208","","","208","社会保障和就业支出","60.00","60.00","60.00","","","",""]),
],[None]*5+["","category=basic",*(f"category=basic line=economic-{e}" for e in (301,302,303)),"category=project","category=project line=economic-302"],"expenditure-summary","")
d.means("expenditure-summary",("line=total","700.00"),("line=total category=basic","600.00"),("line=total category=project","100.00"),
 ("line=economic-301 category=basic","500.00"),("line=economic-302 category=basic","80.00"),("line=economic-303 category=basic","20.00"),("line=economic-302 category=project","100.00"))
d.table("一般公共预算基本支出表—人员经费（工资福利支出）（按部门预算经济分类）",[["科目编码","<","<","科目名称","总计","工资奖金津补贴","<","<","<","住房公积金"],["类","款","项","^","^","小计","基本工资","津贴补贴","奖金","^"]],[
 (None,["","","","合计","500.00","440.00","200.00","150.00","90.00","60.00"]),
 ("function=2010301",["201","03","01","行政运行","440.00","440.00","200.00","150.00","90.00",""]),
 ("function=2080505",["208","05","05","机关事业单位基本养老保险缴费支出","60.00","","","","","60.00"]),
],[None]*4+[f"line=economic-{e}" for e in (301,50101,30101,30102,30103,30113)],"basic-expenditure-by-economic",f"{GENERAL} category=basic")
d.means("basic-expenditure-by-economic",*((f"{GENERAL} category=basic line=economic-{e}",a) for e,a in ((301,"500.00"),(50101,"440.00"),(30101,"200.00"),(30102,"150.00"),(30103,"90.00"),(30113,"60.00"))))
# 工资福利支出 over items of governments' 501, and as an item of 505
d.table("一般公共预算基本支出表—人员经费（工资福利支出）（按政府预算经济分类）",[["科目编码","科目名称","总计","工资福利支出","<","<","对事业单位经常性补助","<"],["^","^","^","合计","工资奖金津补贴","社会保障缴费","合计","工资福利支出"]],[
 ("function=2010301",["2010301","行政运行","440.00","430.00","430.00","","10.00","10.00"]),
 ("function=2080505",["2080505","机关事业单位基本养老保险缴费支出","60.00","60.00","","60.00","",""]),
],[None,None]+[f"line=economic-{e}" for e in (301,501,50101,50102,505,50501)],"basic-expenditure-by-economic",f"{GENERAL} category=basic")
# projects with own funds beside their parts, and their names beside those of two classifications
d = draw("projects of a county", "某县农业农村局2025年部门预算", 2025)
d.table("部门项目支出预算表（其他运转类、特定目标类项目）",[["项目分类","项目代码","项目名称","项目单位","功能科目编码","功能科目名称","经济科目编码","经济科目名称","合计","本年拨款","<","<","单位资金","<","<"],["^","^","^","^","^","^","^","^","^","小计","一般公共预算","政府性基金预算","小计","事业收入","其他收入"],[str(k) for k in range(1,16)]],[
 ("function=2130108 economic=30226",["313 事业发展类","530126251100003456790","村级动物防疫补助","某县农业农村局","2130108","病虫害控制","30226","劳务费","70.00","40.00","40.00","","30.00","","30.00"]),
 ("function=2130108 economic=30227",["313 事业发展类","530126251100003456790","村级动物防疫补助","某县农业农村局","2130108","病虫害控制","30227","委托业务费","10.00","10.00","10.00","","","",""]),
 ("line=total",["合  计","","","","","","","","80.00","50.00","50.00","","30.00","","30.00"]),
],[None]*8+["","origin=current-year",f"{GENERAL} origin=current-year","fund=government-fund origin=current-year","fund=unit-funds","fund=business-income","fund=other-income"],"project-expenditure","category=project")
d.table("部门基本支出预算表（人员类、运转类公用经费项目）",[["单位名称","项目代码","项目名称","功能科目编码","功能科目名称","部门经济科目编码","部门经济科目名称","资金来源","<","<"],["^","^","^","^","^","^","^","总计","一般公共预算资金","<"],["^","^","^","^","^","^","^","^","全年数","已提前安排"]],[
 ("function=2130101 economic=30101",["某县农业农村局","530126210000000012001","行政人员支出工资","2130101","行政运行","30101","基本工资","180.00","180.00",""]),
 ("function=2130101 economic=30201",["某县农业农村局","530126210000000012002","一般公用经费","2130101","行政运行","30201","办公费","20.00","20.00",""]),
 ("line=total",["合计","","","","","","","200.00","200.00",""]),
],[None]*7+[GENERAL,GENERAL,None],"basic-expenditure-by-economic","category=basic")
d.table("部门对下转移支付预算表",[["单位名称（项目）","合计","一般公共预算"]],[(None,["合计","",""])],[None]*3)
d.table("上级转移支付补助项目支出预算表",[["项目名称","功能科目编码","合计"]],[(None,["合计","",""])],[None]*3)

# final accounts of 2014 to 2018: what a fund had, took in, spent and kept, each in several columns
d = draw("flows", "某市档案局2016年度部门决算", 2016, "executed")
d.table("一般公共预算财政拨款支出决算表",[["项目","<","年初结转和结余","<","<","本年收入","<","<","本年支出","<","<","<","<","年末结转和结余"],["科目编码","科目名称","合计","基本支出结转","项目支出结转和结余","合计","基本支出","项目支出","合计","基本支出","<","<","项目支出","合计"],["^","^","^","^","^","^","^","^","^","小计","人员经费","日常公用经费","^","^"]],[
 ("line=total",["合计","<","12.00","","12.00","690.00","520.00","170.00","692.00","520.00","450.00","70.00","172.00","10.00"]),
 ("function=201",["201","一般公共服务支出","12.00","","12.00","690.00","520.00","170.00","692.00","520.00","450.00","70.00","172.00","10.00"]),
 ("function=2012601",["2012601","行政运行","","","","520.00","520.00","","520.00","520.00","450.00","70.00","",""]),
 ("function=2012604",["2012604","档案馆","12.00","","12.00","170.00","","170.00","172.00","","","","172.00","10.00"]),
],[None,None,*(f"flow=balance origin=carried-over{c}" for c in ("", " category=basic", " category=project")),*(f"flow=revenue origin=current-year{c}" for c in ("", " category=basic", " category=project")),"","category=basic","category=personnel","category=operating","category=project","flow=balance category=carried-to-next-year"],"general-budget-by-function",GENERAL)
# projects of one fund, each functional code above its projects
d = draw("projects of a fund", "某县水利局2021年度部门决算", 2021, "executed")
d.table("一般公共预算财政拨款项目支出决算表",[["项目","<","<","<","<","金额"],["支出功能分类科目编码","<","<","科目名称","项目名称","^"],["类","款","项","^","^","^"]],[
 ("line=total",["合计","<","<","<","<","352.00"]),
 ("function=213",["213","","","农林水支出","","352.00"]),
 ("function=21303",["213","03","","水利","","352.00"]),
 ("function=2130305",["213","03","05","水利工程建设","","300.00"]),
 ("function=2130305 line=project",["213","03","05","水利工程建设","河道治理","300.00"]),
 ("function=2130314",["213","03","14","防汛","","52.00"]),
 ("function=2130314 line=project",["213","03","14","防汛","防汛物资","52.00"]),
],[None]*5+[""],"project-expenditure",f"{GENERAL} category=project")
# budget, revised budget and outturn of revenue, of classes and of kinds of expenditure side by side
d = draw("three phases", "某县水利局2022年度部门决算", 2022, "executed")
d.table("收入支出决算总表",[["收入","<","<","<","<","支出","<","<","<","<","<","<","<","<","<"],["项目","行次","年初预算数","全年预算数","决算数","项目(按功能分类)","行次","年初预算数","全年预算数","决算数","项目(按支出性质和经济分类)","行次","年初预算数","全年预算数","决算数"]],[
 (None,["一、一般公共预算财政拨款收入","1","90.00","101.00","101.00","一、一般公共服务支出","9","90.00","101.00","99.00","一、基本支出","17","70.00","72.00","72.00"]),
 (None,["","2","","","","二、外交支出","10","","","","二、项目支出","18","20.00","29.00","27.00"]),
 (None,["本年收入合计","3","90.00","101.00","101.00","本年支出合计","<","<","<","<","<","19","90.00","101.00","99.00"]),
],[None]*15)
PHASES = ("phase=approved", "phase=revised", "")
d.means("budget-summary",*((f"{means} {phase}",amount) for means, amounts in (
 (f"flow=revenue origin=current-year {GENERAL} line=general-public-budget-appropriation",("90.00","101.00","101.00")),
 ("line=function-201",("90.00","101.00","99.00")),("line=basic category=basic",("70.00","72.00","72.00")),("line=project category=project",("20.00","29.00","27.00")),
 ("flow=revenue origin=current-year line=current-year-revenue",("90.00","101.00","101.00")),("line=current-year-expenditure",("90.00","101.00","99.00")),
) for phase, amount in zip(PHASES, amounts, strict=True)))

# budgets: classes with their codes, a plain 小计 above what is carried on, an appropriation with its carried-over part
d = draw("subtotals of a year", "某县畜牧局2023年部门预算", 2023)
d.table("部门收支总体情况表",[["收入","<","支出","<"],["项目","预算数","功能分类","预算数"]],[
 (None,["财政拨款（补助）","928.00","201 一般公共服务支出","950.00"]),
 (None,["上级补助收入","","210 卫生健康支出","28.00"]),
 (None,["小    计","928.00","小    计","978.00"]),
 (None,["上年结转","50.00","结转下年",""]),
 (None,["收入总计","978.00","支出总计","978.00"]),
],[None]*4)
d.means("budget-summary",("flow=revenue origin=current-year fund=fiscal-appropriation line=fiscal-appropriation","928.00"),("flow=revenue origin=current-year line=current-year-revenue","928.00"),
 ("flow=balance origin=carried-over line=carried-over","50.00"),("flow=revenue line=total","978.00"),("line=function-201","950.00"),("line=function-210","28.00"),("line=current-year-expenditure","978.00"),("line=total","978.00"))
d.table("财政拨款收支总体情况表",[["收入","<","支出","<"],["项目","预算数","项目","预算数"]],[
 (None,["一、一般公共预算拨款","978.00","一、一般公共服务支出","950.00"]),
 (None,["    其中：上年结转","50.00","二、卫生健康支出","28.00"]),
 (None,["二、政府性基金预算拨款","","",""]),
 (None,["收入合计","978.00","支出合计","978.00"]),
],[None]*4)
ALLOTTED = "fund=fiscal-appropriation"
d.means("appropriation-summary",(f"flow=revenue {GENERAL} line=general-public-budget-appropriation","978.00"),(f"flow=balance origin=carried-over {GENERAL} line=carried-over","50.00"),(f"flow=revenue {ALLOTTED} line=total","978.00"),
 (f"{ALLOTTED} line=function-201","950.00"),(f"{ALLOTTED} line=function-210","28.00"),(f"{ALLOTTED} line=total","978.00"))
# budgets: each part of a code in the row that it begins
d = draw("codes step by step", "某市交通运输局2021年部门预算", 2021)
d.table("部门支出总体情况表（按功能科目）",[["科目编码","<","<","科目名称","合计","基本支出","项目支出"],["类","款","项","^","^","^","^"]],[
 ("line=total",["","","","合计","950.00","700.00","250.00"]),
 ("function=214",["214","","","交通运输支出","900.00","650.00","250.00"]),
 ("function=21401",["","01","","  公路水路运输","900.00","650.00","250.00"]),
 ("function=2140101",["","","01","    行政运行","650.00","650.00",""]),
 ("function=2140106",["","","06","    公路养护","250.00","","250.00"]),
 ("function=221",["221","","","住房保障支出","50.00","50.00",""]),
 ("function=22102",["","02","","  住房改革支出","50.00","50.00",""]),
 ("function=2210201",["","","01","    住房公积金","50.00","50.00",""]),
],[None]*4+["","category=basic","category=project"],"expenditure-summary","")
d.table("一般公共预算基本支出表（按经济分类科目）",[["经济科目编码","<","经济科目名称","合计","人员经费","公用经费"],["类","款","^","^","^","^"]],[
 ("economic=301",["301","","工资福利支出","600.00","600.00",""]),
 ("economic=30101",["","01","基本工资","550.00","550.00",""]),
 ("economic=30113",["","13","住房公积金","50.00","50.00",""]),
 ("economic=302",["302","","商品和服务支出","100.00","","100.00"]),
 ("economic=30201",["","01","办公费","100.00","","100.00"]),
 ("line=total",["","","合计","700.00","600.00","100.00"]),
],[None]*3+["","category=personnel","category=operating"],"basic-expenditure-by-economic",f"{GENERAL} category=basic")
# budgets: units above their projects and above what they buy; things bought known by their names, proven by their sum
d.table("部门项目支出预算表",[["单位名称","项目名称","合计","财政拨款收入","<","上年结转"],["^","^","^","一般公共预算","政府性基金","^"]],[
 ("line=total",["合计","","250.00","200.00","","50.00"]),
 ("",["某市交通运输局本级","","150.00","100.00","","50.00"]),
 ("line=project",["","公路养护巡查","100.00","100.00","",""]),
 ("line=project",["","运输执法装备","50.00","","","50.00"]),
 ("",["某市公路事业发展中心","","100.00","100.00","",""]),
 ("line=project",["","桥梁检测","100.00","100.00","",""]),
],[None,None,"",f"{GENERAL} origin=current-year","fund=government-fund origin=current-year","origin=carried-over"],"project-expenditure","category=project")
d.table("部门政府采购支出预算表",[["单位名称","采购项目","采购目录","采购数量","计量单位","合计","财政拨款收入"]],[
 ("line=total",["合计","","","","","36.00","36.00"]),
 ("",["某市交通运输局本级","","","","","30.00","30.00"]),
 ("line=procurement-item",["","执法装备","A023201 执法装备","10","套","30.00","30.00"]),
 ("",["某市公路事业发展中心","","","","","6.00","6.00"]),
 ("line=procurement-item",["","台式计算机","A02010104 台式计算机","12","台","6.00","6.00"]),
],[None]*5+["","fund=fiscal-appropriation"],"procurement","")
# budgets: units with codes and projects without, in one column of names; kinds of things bought in columns
d = draw("units apart", "某县疾病预防控制中心2023年单位预算", 2023)
d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=210",["210","卫生健康支出","165.00","","165.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","")
d.table("项目支出明细表",[["单位代码","项目名称","总计","上年结转"]],[
 ("line=total",["","合计","165.00","45.00"]),
 ("",["306004","某县疾病预防控制中心","165.00","45.00"]),
 ("line=project",["","疾病监测","131.00","45.00"]),
 ("line=project",["","疫苗冷链","34.00",""]),
],[None,None,"","origin=carried-over"],"project-expenditure","category=project")
d.table("政府采购预算表",[["采购品目","<","总计","货物","工程","服务"],["品目编码","品目名称","^","^","^","^"]],[
 (None,["","合计","36.00","6.00","","30.00"]),
 (None,["A02010105","台式计算机","6.00","6.00","",""]),
 (None,["C21040000","物业管理服务","30.00","","","30.00"]),
],[None]*6)
d.means("procurement",("line=total","36.00"),("line=procurement-goods","6.00"),("line=procurement-services","30.00"),("line=procurement-item","6.00"),("line=procurement-item","30.00"))

# budgets: one column of units and, below each, of its projects
d = draw("projects below units", "2023年某市第三中学部门预算", 2023)
d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=205",["205","教育支出","150.00","","150.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","")
d.table("项目支出情况表",[["支出项目类别（资金使用单位）","总计","财政拨款","<","财政专户拨款","其他资金","绩效目标"],["^","^","合计","一般公共预算","^","^","^"]],[
 ("line=total",["合计","150.00","120.00","120.00","20.00","10.00",""]),
 ("",["  某市第三中学","150.00","120.00","120.00","20.00","10.00",""]),
 ("line=project",["    校园安保服务","90.00","90.00","90.00","","","保障校园安全"]),
 ("line=project",["    教学设备维护","60.00","30.00","30.00","20.00","10.00","维护教学设备"]),
],[None,"","fund=fiscal-appropriation",GENERAL,"fund=fiscal-special-account","fund=unit-funds",None],"project-expenditure","category=project")

# a page break that cut the upper headings off: 小计 and 一般公共预算 below do not say of what
d = draw("upper headings cut off", "某省第九强制隔离戒毒所2021年单位预算", 2021)
d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=204",["204","公共安全支出","165.00","","165.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","")
d.table("收入总表",[["科目编码","科目名称","","","小计","一般公共预算",""]],[
 (None,["合计","","165.00","45.00","100.00","100.00","20.00"]),
 (None,["204","公共安全支出","165.00","45.00","100.00","100.00","20.00"]),
 (None,["20408","强制隔离戒毒","165.00","45.00","100.00","100.00","20.00"]),
],[None]*7)
# a column of one's own right of a table, without a heading, takes nothing from the table
d = draw("a column beside the table", "某省第十强制隔离戒毒所2021年单位预算", 2021)
d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出",""]],[
 ("function=204",["204","公共安全支出","165.00","65.00","100.00","0.39"]),
 ("function=20408",["20408","强制隔离戒毒","165.00","65.00","100.00","1,165.00"]),
],[None,None,"","category=basic","category=project",None],"expenditure-summary","")
# 本年安排 beside 上年结转 below one fund: of this year, or the project would seem to have no more than that of the fund
for name, own in (("arranged", "本年安排"), ("in short", "本年"), ("of the budget", "当年预算")):
    d = draw(f"this year of a fund, {name}", "某市住房公积金管理中心2024年部门预算", 2024)
    d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=212",["212","城乡社区支出","128.00","","128.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","")
    d.table("项目支出情况表",[["单位名称","项目名称","合计","一般公共预算","<","单位资金"],["^","^","^",own,"上年结转","^"]],[
     ("line=total",["合计","<","128.00","115.00","8.00","5.00"]),
     ("line=project",["某市住房公积金管理中心","系统运维","96.00","88.00","8.00",""]),
     ("line=project",["某市住房公积金管理中心","物业管理","32.00","27.00","","5.00"]),
    ],[None,None,"",f"{GENERAL} origin=current-year",f"{GENERAL} origin=carried-over","fund=unit-funds"],"project-expenditure","category=project")
d = draw("names behind their codes", "某市住房公积金管理中心2024年部门预算", 2024)
d.table("一般公共预算基本支出情况表",[["部门经济分类科目编码及名称","合计","人员经费","公用经费"]],[
 ("line=total",["合计","30.00","25.00","5.00"]),
 ("economic=301",["301-工资福利支出","25.00","25.00",""]),
 ("economic=30101",["30101-基本工资","25.00","25.00",""]),
 ("economic=302",["302-商品和服务支出","5.00","","5.00"]),
 ("economic=30201",["30201-办公费","5.00","","5.00"]),
],[None,"category=basic","category=personnel","category=operating"],"basic-expenditure-by-economic",GENERAL)

# projects without a code below the functional code that they are of, in one column of names: the class is no project
for name, codes, row in (
    ("units beside", [["科目编码","<","<","单位代码","单位名称（项目）"],["类","款","项","^","^"]], lambda c, u, n: [c[:3],c[3:5],c[5:],u,n]),
    ("codes in one column", [["科目编码","项目名称"]], lambda c, u, n: [c,n]),
):
    d = draw(f"classes above projects, {name}", "某省工人疗养院2026年单位预算", 2026)
    d.table("支出总表",[["科目编码","科目名称","合计","基本支出","项目支出"]],[("function=201",["201","一般公共服务支出","360.00","","360.00"])],[None,None,"","category=basic","category=project"],"expenditure-summary","")
    d.table("一般公共预算项目支出预算表",[[*codes[0],"金额"],*([*more,"^"] for more in codes[1:])],[
     ("line=total",[*row("","","合  计"),"360.00"]),
     ("function=2012950",[*row("2012950","","事业运行"),"360.00"]),
     ("line=project",[*row("","152007","疗养楼设施设备更新"),"300.00"]),
     ("line=project",[*row("","152007","劳模疗休养补助"),"60.00"]),
    ],[None]*len(codes[0])+[""],"project-expenditure",f"category=project {GENERAL}")

# fmt: on


@pytest.mark.parametrize("medium", ["html", "pdf"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_each_amount_is_read_as_it_was_meant(name: str, medium: str) -> None:
    document = DRAWINGS[name].document
    with tempfile.TemporaryDirectory() as folder:
        found = observations(convert(layouts.write({"medium": medium, "pages": "one"}, document, Path(folder))))
    printed = observations(document)
    assert found - printed == set()
    assert len(printed & found) >= 0.95 * len(printed)


# fmt: off
PERFORMANCE: dict[str, tuple[list[list[str]], list[tuple[str, ...]]]] = {
    "项目支出绩效目标表": ([
        ["项目名称", "养老服务补贴", "<", "主管部门", "某市民政局", "<"],
        ["项目资金（万元）", "年度资金总额", "<", "100.00", "<", "<"],
        ["", "其中：财政拨款", "<", "80.00", "<", "<"],
        ["", "其他资金", "<", "20.00", "<", "<"],
        ["年度总体目标", "为老人提供养老服务补贴，全年发放不少于1200人次。", "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "<", "指标值"],
        ["", "产出指标", "数量指标", "补贴发放人次", "<", "≥1200人次"],
        ["", "产出指标", "成本指标", "人均补贴标准", "<", "800元"],
        ["", "满意度指标", "服务对象满意度指标", "受益老人满意度", "<", "≥95%"],
    ], [("补贴发放人次", ">=", "1200", "人次"), ("人均补贴标准", "=", "800", "元"), ("受益老人满意度", ">=", "95", "%")]),
    "部门整体支出绩效目标表": ([
        ["部门名称", "某市民政局", "<", "<", "<", "<"],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<", "<"],
        ["", "", "", "总额", "财政拨款", "其他资金"],
        ["", "社会救助", "保障困难群众基本生活", "300.00", "300.00", "0.00"],
        ["", "金额合计", "<", "300.00", "300.00", "0.00"],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "<"],
        ["", "产出指标", "数量指标", "救助人次", "≥5000人次", "<"],
    ], [("救助人次", ">=", "5000", "人次")]),
    "项目绩效目标表": ([
        ["单位名称", "项目名称", "预算金额（万元）", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "计量单位"],
        ["某市民政局本级", "养老服务补贴", "100.00", "发放补贴", "产出指标", "数量指标", "发放人次", "≥1200", "人次"],
        ["", "", "", "", "满意度指标", "满意度", "老人满意度", "≥95", "%"],
        ["某市民政局本级", "社会救助", "150.00", "救助困难群众", "产出指标", "数量指标", "救助人次", "≥5000", "人次"],
    ], [("发放人次", ">=", "1200", "人次"), ("老人满意度", ">=", "95", "%"), ("救助人次", ">=", "5000", "人次")]),
    "养老服务补贴项目绩效自评表": ([
        ["项目名称", "养老服务补贴", "<", "<", "<", "<", "<", "<"],
        ["预算执行情况（万元）（20分）", "<", "", "预算数（A）", "执行数（B）", "<", "执行率（B/A）", "得分（20分*执行率）"],
        ["", "<", "年度财政资金总额", "120.00", "110.40", "<", "92.00%", "18.40"],
        ["年度目标1（80分）", "一级指标", "二级指标", "三级指标", "<", "年初目标值（A）", "实际完成值（B）", "得分"],
        ["", "产出指标（50分）", "数量指标", "补贴发放人次", "<", "≥1200人次", "1,256人次", "50"],
        ["", "满意度指标（30分）", "服务对象满意度指标", "老年人满意度", "<", "≥90%", "93%", "30"],
        ["总分", "<", "<", "<", "<", "<", "<", "98.40"],
    ], [("补贴发放人次", ">=", "1200", "人次"), ("老年人满意度", ">=", "90", "%")]),
    "项目绩效目标自评表": ([
        ["项目名称", "<", "养老服务补贴", "<", "<", "<"],
        ["预算执行情况（万元）", "<", "预算数：", "120.00", "执行数：", "110.40"],
        ["", "<", "其中：财政拨款", "120.00", "其中：财政拨款", "110.40"],
        ["绩效指标完成情况", "一级指标", "二级指标", "三级指标", "预期指标值（包含数字及文字描述）", "实际完成指标值（包含数字及文字描述）"],
        ["", "项目完成指标", "数量指标", "补贴发放人次", "≥1200人次", "1256人次"],
        ["", "满意度指标", "满意度指标", "老年人满意度", "≥90%", "93%"],
    ], [("补贴发放人次", ">=", "1200", "人次"), ("老年人满意度", ">=", "90", "%")]),
    "项目支出绩效自评表": ([
        ["项目名称", "养老服务补贴", "<", "<", "<", "<", "<", "<", "<"],
        ["绩效指标", "<", "<", "年度指标值", "<", "<", "实际完成值", "分值", "得分"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "", "", ""],
        ["产出指标", "数量指标", "补贴发放人次", "≥", "1200", "人次", "1256", "60.00", "60.00"],
        ["满意度指标", "服务对象满意度指标", "老年人满意度", "≥", "90", "%", "93", "40.00", "40.00"],
        ["总分", "<", "<", "<", "<", "<", "<", "100.00", "100.00"],
    ], [("补贴发放人次", ">=", "1200", "人次"), ("老年人满意度", ">=", "90", "%")]),
    "部门预算项目绩效自评汇总表": ([
        ["序号", "项目名称", "预算数（万元）", "执行数（万元）", "自评得分", "一级指标", "二级指标", "三级指标", "指标值", "完成值"],
        ["1", "养老服务补贴", "120.00", "110.40", "98.4", "产出指标", "数量指标", "补贴发放人次", "≥1200人次", "1256人次"],
        ["2", "社会救助", "80.00", "80.00", "100", "产出指标", "数量指标", "救助人次", "≥5000人次", "5210人次"],
    ], [("补贴发放人次", ">=", "1200", "人次"), ("救助人次", ">=", "5000", "人次")]),
}
# fmt: on


@pytest.mark.parametrize("title", PERFORMANCE)
def test_targets_are_read_from_the_forms_of_other_provinces(title: str) -> None:
    rows, wanted = PERFORMANCE[title]
    drawing = Drawing("某市民政局2024年部门预算", 2024)
    headings = [["科目编码", "科目名称", "合计"]]
    drawing.table("支出总表", headings, [("", ["208", "社会保障和就业支出", "500.00"])], [None] * 3)
    said = f"{title}（2023年度）" if "自评" in title else title  # a budget evaluates a year before
    drawing.table(said, rows[:1], [(None, row) for row in rows[1:]], [None] * len(rows[0]))
    with tempfile.TemporaryDirectory() as folder:
        layout = {"medium": "html", "pages": "one"}
        conversion = convert(layouts.write(layout, drawing.document, Path(folder)))
    assert sorted((t.level3, t.operator, t.target, t.target_unit) for t in conversion.targets) == sorted(wanted)
    # What a form says of money is the project's or is held back; it never joins the tables of the budget.
    assert {f.table for f in conversion.facts} <= {"expenditure-summary", "project-performance"}


def test_captions_that_share_a_cell_of_the_grid_are_no_headings() -> None:
    """Word files often hold number, unit and money in one merged row above the headings."""
    from yusuan.converters.readers.grid import is_caption

    assert is_caption("公开01表    部门：某县水利局    金额单位：万元")
    assert is_caption("财决公开02表\n编制单位：某县水利局")
    assert not is_caption("公开01表 合计")
