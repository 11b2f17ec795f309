"""The forms of the units of more provinces and of a ministry, met after those of :mod:`province_forms` and read without being built for."""

from __future__ import annotations

from province_forms import (
    ALL,
    APPROPRIATED_PROJECT,
    APPROPRIATION,
    APPROPRIATION_LINES,
    BASIC_PARTS,
    CAPITAL,
    CODE,
    ECONOMIC_PARTS,
    FINAL_LINES,
    FUND,
    GENERAL,
    GENERAL_BASIC,
    INCOME,
    INCOME_LINES,
    KINDS,
    PROJECT,
    SOURCES,
    THREE,
    THREE_CODES,
    USES,
)  # fmt: skip
from provinces import Province, Style, Table, lines, listing, one_row, projects, statement

# fmt: off
GENERAL_THREE = THREE.replace("fiscal-appropriation", "general-public-budget")
HEB_FUNDS = """
合计 ==
一般公共预算拨款 = fund=general-public-budget
基金预算拨款 = fund=government-fund
国有资本经营预算拨款 = fund=state-capital
财政专户核拨 = fund=fiscal-special-account
单位资金/事业收入 = fund=business-income
单位资金/经营收入 = fund=operating-income
单位资金/其他收入 = fund=other-income
"""
HEBEI = Province("某市教育局2024年部门预算信息公开", Style("万元", "", True, "某市教育局|单位：{unit}",counters="栏次"), (
    Table("部门预算收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算金额 =", "支出/项目 : n\n支出/预算金额 =", """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
四、财政专户管理资金收入 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
五、事业收入 = line=business-income fund=business-income origin=current-year
六、上级补助收入 = line=superior-subsidy fund=superior-subsidy origin=current-year
七、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("部门预算收入总表", listing("revenue-summary", "function", "flow=revenue " + ALL, "功能分类科目编码 : c\n功能分类科目名称 : n\n" + HEB_FUNDS.replace("合计 ==\n", "合计 ==\n上年结转 = origin=carried-over\n").replace("fund=", "origin=current-year fund="))),
    Table("部门预算支出总表", listing("expenditure-summary", "function", ALL, "功能分类科目编码 : c\n功能分类科目名称 : n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n经营支出 = category=business-operation\n上缴上级支出 = category=remitted-to-superior\n对附属单位补助支出 = category=subsidy-to-subordinate")),
    Table("部门预算财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, INCOME, "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算财政拨款 = fund=general-public-budget\n支出/政府性基金预算财政拨款 = fund=government-fund\n支出/国有资本经营预算财政拨款 = fund=state-capital", APPROPRIATION_LINES, "uses")),
    Table("部门预算一般公共预算财政拨款支出表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目编码 : c\n功能分类科目名称 : n\n" + KINDS)),
    Table("部门预算一般公共预算财政拨款基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "经济分类科目编码 : c\n经济分类科目名称 : n\n" + ECONOMIC_PARTS)),
    Table("部门预算政府基金预算财政拨款支出表", listing("government-fund", "function", FUND, "功能分类科目编码 : c\n功能分类科目名称 : n\n" + KINDS)),
    Table("部门预算国有资本经营预算财政拨款支出表", listing("state-capital", "function", CAPITAL, "功能分类科目编码 : c\n功能分类科目名称 : n\n" + KINDS)),
    Table("部门预算财政拨款“三公”经费支出表", lines("three-public", THREE, "项目 : n\n预算金额/小计 ==\n预算金额/一般公共预算拨款 = fund=general-public-budget\n预算金额/基金预算拨款 = fund=government-fund\n预算金额/国有资本经营预算拨款 = fund=state-capital", """
合计 =
  1、因公出国（境）费用 = line=foreign-travel
  2、公务用车购置及运维费 = line=vehicle
    其中：公务用车购置费 = line=vehicle-purchase
    公务用车运行维护费 = line=vehicle-operation
  3、公务接待费 = line=reception
""")),
    Table("部门政府采购预算", lines("procurement", "flow=expenditure " + ALL, "项目名称 : n\n总计 ==\n一般公共预算拨款 = fund=general-public-budget\n基金预算拨款 = fund=government-fund", "合计 = line=total\n  货物 = line=procurement-goods\n  服务 = line=procurement-services")),
))
CENTRAL = Province("某某部2024年部门预算", Style("万元", "", True, "部门公开表1|单位：{unit}"), (
    Table("部门收支总表", statement("budget-summary", ALL, "收　　　入/项　　目 : n\n收　　　入/预算数 =", "支　　　出/项　　目 : n\n支　　　出/预算数 =", """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
四、事业收入 = line=business-income fund=business-income origin=current-year
五、事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
六、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
使用非财政拨款结余 = line=non-appropriation-surplus-used
上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("部门收入总表", listing("revenue-summary", "function", "flow=revenue " + ALL, """科目/科目编码 : c
科目/科目名称 : n
合计 ==
上年结转 = origin=carried-over
一般公共预算拨款收入 = fund=general-public-budget origin=current-year
政府性基金预算拨款收入 = fund=government-fund origin=current-year
国有资本经营预算拨款收入 = fund=state-capital origin=current-year
事业收入/金额 = fund=business-income origin=current-year
事业单位经营收入 = fund=operating-income origin=current-year
上级补助收入 = fund=superior-subsidy origin=current-year
附属单位上缴收入 = fund=subordinate-remittance origin=current-year
其他收入 = fund=other-income origin=current-year
""")),
    Table("部门支出总表", listing("expenditure-summary", "function", ALL, "科目编码 : c\n科目名称 : n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n上缴上级支出 = category=remitted-to-superior\n事业单位经营支出 = category=business-operation\n对附属单位补助支出 = category=subsidy-to-subordinate")),
    Table("财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, INCOME, "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算 = fund=general-public-budget\n支出/政府性基金预算 = fund=government-fund\n支出/国有资本经营预算 = fund=state-capital", APPROPRIATION_LINES, "uses")),
    Table("一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目/科目编码 : c\n功能分类科目/科目名称 : n\n2023年执行数 = year=2023 phase=executed\n2024年预算数/小计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project\n2024年预算数比2023年执行数/增减额 ~\n2024年预算数比2023年执行数/增减% ~")),
    Table("一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "部门预算支出经济分类科目/科目编码 : c\n部门预算支出经济分类科目/科目名称 : n\n2024年基本支出/合计 ==\n2024年基本支出/人员经费 = category=personnel\n2024年基本支出/公用经费 = category=operating")),
    Table("政府性基金预算支出表", listing("government-fund", "function", FUND, "科目编码 : c\n科目名称 : n\n2024年政府性基金预算支出/合计 ==\n2024年政府性基金预算支出/基本支出 = category=basic\n2024年政府性基金预算支出/项目支出 = category=project")),
    Table("国有资本经营预算支出表", listing("state-capital", "function", CAPITAL, "科目编码 : c\n科目名称 : n\n2024年国有资本经营预算支出/合计 ==\n2024年国有资本经营预算支出/基本支出 = category=basic\n2024年国有资本经营预算支出/项目支出 = category=project")),
    Table("一般公共预算“三公”经费支出表", one_row("three-public", GENERAL_THREE, """
2023年预算数/合计 == year=2023 phase=approved
2023年预算数/因公出国(境)费 = line=foreign-travel year=2023 phase=approved
2023年预算数/公务用车购置及运行费/小计 == line=vehicle year=2023 phase=approved
2023年预算数/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase year=2023 phase=approved
2023年预算数/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation year=2023 phase=approved
2023年预算数/公务接待费 = line=reception year=2023 phase=approved
2024年预算数/合计 ==
2024年预算数/因公出国(境)费 = line=foreign-travel
2024年预算数/公务用车购置及运行费/小计 == line=vehicle
2024年预算数/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
2024年预算数/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
2024年预算数/公务接待费 = line=reception
""")),
))
XJ = "功能分类科目编码/类 : c1\n功能分类科目编码/款 : c2\n功能分类科目编码/项 : c3\n功能分类科目名称 : n\n"
XINJIANG = Province("某市教育局2024年部门预算公开", Style("万元", "", False, "编制部门：某市教育局|单位：{unit}",total="last"), (
    Table("表一：部门收支总体情况表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/功能分类 : n\n支出/预算数 =", """
一般公共预算 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
政府性基金预算 = line=government-fund-appropriation fund=government-fund origin=current-year
教育收费（财政专户） = line=fiscal-special-account fund=fiscal-special-account origin=current-year
事业收入 = line=business-income fund=business-income origin=current-year
事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
其他收入 = line=other-income fund=other-income origin=current-year
""" + "小计 = sum=year line=current-year-revenue origin=current-year\n单位上年结余（不包括国库集中支付额度结余） = line=carried-over flow=balance origin=carried-over\n收入总计 = sum=all line=total\n")),
    Table("表三：部门支出总体情况表", listing("expenditure-summary", "function", ALL, XJ + "支出预算/合计 ==\n支出预算/基本支出 = category=basic\n支出预算/项目支出 = category=project")),
    Table("表五：一般公共预算支出情况表", listing("general-budget-by-function", "function", GENERAL, XJ + "一般公共预算支出/小计 ==\n一般公共预算支出/基本支出 = category=basic\n一般公共预算支出/项目支出 = category=project")),
    Table("表六：一般公共预算基本支出情况表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "经济分类科目编码/类 : c1\n经济分类科目编码/款 : c2\n经济分类科目名称 : n\n一般公共预算基本支出/小计 ==\n一般公共预算基本支出/人员经费 = category=personnel\n一般公共预算基本支出/公用经费 = category=operating")),
    Table("表八：一般公共预算“三公”经费支出情况表", one_row("three-public", GENERAL_THREE, """
合计 ==
因公出国（境）费 = line=foreign-travel
公务用车购置及运行费/小计 == line=vehicle
公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
公务接待费 = line=reception
""")),
    Table("表九：政府性基金预算支出情况表", listing("government-fund", "function", FUND, XJ + "支出预算/合计 ==\n支出预算/基本支出 = category=basic\n支出预算/项目支出 = category=project")),
))
SHANXI_LINES = """
一、一般公共预算 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算 = line=state-capital-appropriation fund=state-capital origin=current-year
四、财政专户管理资金 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
五、单位资金 = line=unit-funds fund=unit-funds origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
"""
SHANXI = Province("某市教育局2024年度部门预算", Style("万元", "", True, "单位：{unit}"), (
    Table("表一\n2024年部门预算收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/2024年 =", "支出/项目 : n\n支出/2024年 =", SHANXI_LINES)),
    Table("表二\n2024年部门预算收入总表", listing("revenue-summary", "function", "flow=revenue " + ALL, "科目编码 : c\n科目名称 : n\n本年收入合计 == origin=current-year\n一般公共预算 = fund=general-public-budget origin=current-year\n政府性基金 = fund=government-fund origin=current-year\n国有资本经营预算 = fund=state-capital origin=current-year\n财政专户管理资金 = fund=fiscal-special-account origin=current-year\n单位资金 = fund=unit-funds origin=current-year")),
    Table("表三\n2024年部门预算支出总表", listing("expenditure-summary", "function", ALL, "项目/科目编码 : c\n项目/科目名称 : n\n2024年预算数/合计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project")),
    Table("表四\n2024年部门财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/金额 =", "支出/项目 : n\n支出/小计 ==\n支出/一般公共预算 = fund=general-public-budget\n支出/政府性基金预算 = fund=government-fund\n支出/国有资本经营预算 = fund=state-capital", """
一、一般公共预算 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算 = line=state-capital-appropriation fund=state-capital origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("表五\n2024年部门一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "项目/科目编码 : c\n项目/科目名称 : n\n2023年预算数/合计 == year=2023 phase=approved\n2023年预算数/基本支出 = category=basic year=2023 phase=approved\n2023年预算数/项目支出 = category=project year=2023 phase=approved\n2024年预算数/合计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project\n2024年预算数比2023年预算数增减%/合计 ~\n2024年预算数比2023年预算数增减%/基本支出 ~\n2024年预算数比2023年预算数增减%/项目支出 ~")),
    Table("表六\n2024年部门一般公共预算安排基本支出分经济科目表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "部门预算经济分类/科目编码 : c\n部门预算经济分类/科目名称 : n\n2024年预算数 =\n备注 : ")),
    Table("表七\n2024年部门一般公共预算“三公”经费支出情况统计表", lines("three-public", GENERAL_THREE, "项目 : n\n2023年预算数 = year=2023 phase=approved\n2024年预算数 =\n增减% ~\n备注 : ", """
合计 =
  1、因公出国（境）费 = line=foreign-travel
  2、公务接待费 = line=reception
  3、公务用车费 = line=vehicle
    （1）公务用车购置费 = line=vehicle-purchase
    （2）公务用车运行维护费 = line=vehicle-operation
""")),
    Table("表八\n2024年部门政府性基金预算支出表", listing("government-fund", "function", FUND, "科目编码 : c\n科目名称 : n\n政府性基金预算支出/合计 ==\n政府性基金预算支出/基本支出 = category=basic\n政府性基金预算支出/项目支出 = category=project")),
    Table("表十一\n机关运行经费预算财政拨款情况统计表", lines("agency-operating", "flow=expenditure " + GENERAL, "项目 : n\n2023年预算数 = year=2023 phase=approved\n2024年预算数 =", "合计 = line=total\n  行政单位 = line=administrative-unit\n  参照公务员法管理的事业单位 = line=civil-service-managed-institution")),
))
HUNAN = Province("某市教育局2024年部门预算公开", Style("万元", "", True, "部门公开表01|部门：某市教育局|单位：{unit}"), (
    Table("部门收入总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, """单位代码 : c
单位名称 : n
合计 ==
本年收入/小计 == origin=current-year
本年收入/一般公共预算拨款 = fund=general-public-budget origin=current-year
本年收入/政府性基金预算拨款 = fund=government-fund origin=current-year
本年收入/国有资本经营预算拨款 = fund=state-capital origin=current-year
本年收入/财政专户管理资金收入 = fund=fiscal-special-account origin=current-year
本年收入/上级补助收入 = fund=superior-subsidy origin=current-year
本年收入/事业收入 = fund=business-income origin=current-year
本年收入/事业单位经营收入 = fund=operating-income origin=current-year
本年收入/附属单位上缴收入 = fund=subordinate-remittance origin=current-year
本年收入/其他收入 = fund=other-income origin=current-year
上年结转结余 = origin=carried-over
""")),
    Table("部门支出总表", listing("expenditure-summary", "function", ALL, "科目编码 : c\n科目名称 : n\n总计 ==\n基本支出 = category=basic\n项目支出 = category=project\n事业单位经营支出 = category=business-operation\n上缴上级支出 = category=remitted-to-superior\n对附属单位补助支出 = category=subsidy-to-subordinate")),
    Table("一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "功能科目/科目编码 : c\n功能科目/科目名称 : n\n合计 ==\n基本支出/小计 == category=basic\n基本支出/工资福利支出 = category=basic line=economic-301\n基本支出/商品和服务支出 = category=basic line=economic-302\n基本支出/对个人和家庭的补助 = category=basic line=economic-303\n项目支出 = category=project")),
    Table("一般公共预算“三公”经费支出表", one_row("three-public", GENERAL_THREE, """
单位编码 : u
单位名称 : un
“三公”经费预算数（一般公共预算拨款）/合计 ==
“三公”经费预算数（一般公共预算拨款）/公务接待费 = line=reception
“三公”经费预算数（一般公共预算拨款）/公务用车购置及运行费/小计 == line=vehicle
“三公”经费预算数（一般公共预算拨款）/公务用车购置及运行费/其中：公务用车购置费 = line=vehicle-purchase
“三公”经费预算数（一般公共预算拨款）/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
“三公”经费预算数（一般公共预算拨款）/因公出国（境）费 = line=foreign-travel
""")),
    Table("政府性基金预算支出表", listing("government-fund", "function", FUND, "单位代码 : u\n科目编码 : c\n科目名称 : n\n本年政府性基金预算支出/合计 ==\n本年政府性基金预算支出/基本支出 = category=basic\n本年政府性基金预算支出/项目支出 = category=project")),
))
TIANJIN = Province("某市教育局2024年部门预算", Style("元", "", True, "单位：{unit}"), (
    Table("表1 部门收支总体表", statement("budget-summary", ALL, INCOME, "支出/项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("表2 部门收入总体表", listing("revenue-summary", "unit", "flow=revenue " + ALL, "部门（单位）代码 : c\n部门（单位）名称 : n\n" + SOURCES)),
    Table("表3 部门支出总体表", listing("expenditure-summary", "function", ALL, "科目编码 : c\n科目名称 : n\n" + USES)),
    Table("表4 财政拨款收支总体表", statement("appropriation-summary", APPROPRIATION, INCOME, "支出/项目 : n\n支出/预算数 =", APPROPRIATION_LINES, "uses")),
    Table("表5 一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, CODE + BASIC_PARTS)),
    Table("表6 一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "部门预算支出经济分类/科目编码 : c\n部门预算支出经济分类/科目名称 : n\n本年一般公共预算基本支出/合计 ==\n本年一般公共预算基本支出/人员经费 = category=personnel\n本年一般公共预算基本支出/公用经费 = category=operating")),
    Table("表7 一般公共预算“三公”经费支出表", one_row("three-public", GENERAL_THREE, """
“三公”经费合计 ==
因公出国（境）费 = line=foreign-travel
公务用车购置及运行费/小计 == line=vehicle
公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
公务接待费 = line=reception
""")),
    Table("表10 项目支出表", projects(PROJECT, "项目类型 : type\n项目名称 : n\n项目单位 : un\n" + APPROPRIATED_PROJECT)),
))
LIAONING = Province("2024年某市教育局部门预算和“三公”经费预算公开表", Style("万元", "", True, "单位：{unit}",total="first"), (
    Table("2024年度部门收支预算总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/本年预算 =", "支出/项目 : n\n支出/本年预算 =", """
一、财政拨款收入 = line=fiscal-appropriation fund=fiscal-appropriation origin=current-year
  （一）一般公共预算财政拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
  （二）政府性基金预算财政拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
  （三）国有资本经营预算财政拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
二、纳入专户管理的行政事业性收费等收入 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
三、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
四、上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("2024年度部门支出总体情况表", listing("expenditure-summary", "function", ALL, THREE_CODES + "科目名称 : n\n总计 ==\n基本支出/小计 == category=basic\n基本支出/工资福利支出 = category=basic line=economic-301\n基本支出/商品和服务支出 = category=basic line=economic-302\n基本支出/对个人和家庭补助支出 = category=basic line=economic-303\n项目支出/项目支出小计 = category=project")),
    Table("2024年度部门一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, THREE_CODES + "科目名称 : n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project")),
    Table("2024年度部门一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "科目编码/类 : c1\n科目编码/款 : c2\n科目名称 : n\n基本支出/合计 ==\n基本支出/人员经费 = category=personnel\n基本支出/公用经费 = category=operating")),
    Table("2024年度部门一般公共预算“三公”经费支出表", lines("three-public", GENERAL_THREE, "项目 : n\n2023年预算数 = year=2023 phase=approved\n2024年预算数 =\n增减额 ~\n增减率（%） ~", """
“三公”经费合计 =
  1.因公出国（境）费 = line=foreign-travel
  2.公务接待费 = line=reception
  3.公务用车购置及运行费 = line=vehicle
    其中：公务用车购置 = line=vehicle-purchase
    公务用车运行费 = line=vehicle-operation
""")),
))
SHENZHEN = Province("某市教育局2024年部门预算", Style("万元", "0.00", True, "金额单位：{unit}"), (
    Table("表1 部门收支预算总表", statement("budget-summary", ALL, "收入/项目（按资金来源） : n\n收入/2024年预算数 =", "支出/项目（按功能分类） : n\n支出/2024年预算数 =", """
一、财政预算拨款收入 = line=fiscal-appropriation fund=fiscal-appropriation origin=current-year
  （一）一般公共预算拨款 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
  （二）政府性基金预算拨款 = line=government-fund-appropriation fund=government-fund origin=current-year
  （三）国有资本经营预算拨款 = line=state-capital-appropriation fund=state-capital origin=current-year
二、财政专户拨款 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
三、事业收入 = line=business-income fund=business-income origin=current-year
四、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结余、结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("表2 部门收入预算总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, "单位编码 : c\n预算单位 : n\n收入总计 ==\n财政预算拨款/小计 == fund=fiscal-appropriation origin=current-year\n财政预算拨款/一般公共预算拨款 = fund=general-public-budget origin=current-year\n财政预算拨款/政府性基金预算拨款 = fund=government-fund origin=current-year\n财政预算拨款/国有资本经营预算拨款 = fund=state-capital origin=current-year\n财政专户拨款 = fund=fiscal-special-account origin=current-year\n事业收入 = fund=business-income origin=current-year\n其他收入 = fund=other-income origin=current-year\n上年结余、结转 = origin=carried-over")),
    Table("表3 部门支出预算总表", listing("expenditure-summary", "function", ALL, "功能分类科目编码 : c\n功能分类科目名称 : n\n支出总计 ==\n基本支出/小计 == category=basic\n基本支出/人员支出 = category=personnel\n基本支出/公用支出 = category=operating\n项目支出 = category=project")),
    Table("表6 一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目编码 : c\n功能分类科目名称 : n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project")),
    Table("表10 “三公”经费预算财政拨款情况表", lines("three-public", THREE, "项目 : n\n2023年预算数 = year=2023 phase=approved\n2024年预算数 =\n2024年比2023年增减 ~", """
“三公”经费合计 =
  因公出国（境）费用 = line=foreign-travel
  公务接待费 = line=reception
  公务用车购置和运行维护费 = line=vehicle
    其中：公务用车购置费 = line=vehicle-purchase
    公务用车运行维护费 = line=vehicle-operation
""")),
))
HAINAN = Province("某市教育局2024年部门预算", Style("万元", "", True, "部门：某市教育局|单位：{unit}"), (
    Table("部门收支总体情况表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("部门支出总体情况表", listing("expenditure-summary", "function", ALL, "功能科目 : c-n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n事业单位经营支出 = category=business-operation\n上缴上级支出 = category=remitted-to-superior\n对附属单位补助支出 = category=subsidy-to-subordinate")),
    Table("一般公共预算支出情况表", listing("general-budget-by-function", "function", GENERAL, "支出功能分类科目 : c-n\n2024年预算数/合计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project")),
    Table("一般公共预算基本支出情况表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "部门预算支出经济分类科目 : c-n\n政府预算支出经济分类科目 : g\n合计 ==\n人员经费 = category=personnel\n公用经费 = category=operating")),
    Table("一般公共预算“三公”经费支出情况表", one_row("three-public", GENERAL_THREE, """
部门（单位） : un
合计 ==
因公出国（境）费 = line=foreign-travel
公务用车购置及运行维护费/小计 == line=vehicle
公务用车购置及运行维护费/公务用车购置 = line=vehicle-purchase
公务用车购置及运行维护费/公务用车运行维护 = line=vehicle-operation
公务接待费 = line=reception
""")),
))
GANSU = Province("某市教育局2024年部门预算公开情况说明", Style("万元", "", True, "单位：{unit}"), (
    Table("部门预算收支总体情况表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", INCOME_LINES.replace("事业单位经营收入", "经营收入"))),
    Table("部门收入总体情况表", lines("revenue-summary", "flow=revenue " + ALL, "项目 : n\n预算数 =", """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、事业收入 = line=business-income fund=business-income origin=current-year
四、其他收入 = line=other-income fund=other-income origin=current-year
""")),
    Table("部门支出总体情况表", listing("expenditure-summary", "function", ALL, "功能分类科目 : [c]n\n支出合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n上缴上级支出 = category=remitted-to-superior\n经营支出 = category=business-operation\n对附属单位补助支出 = category=subsidy-to-subordinate")),
    Table("一般公共预算支出情况表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目/科目编码 : c\n功能分类科目/科目名称 : n\n2023年预算数 = year=2023 phase=approved\n2024年预算数/小计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project\n增减比例 ~")),
    Table("一般公共预算基本支出情况表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "经济分类科目/科目编码 : c\n经济分类科目/科目名称 : n\n一般公共预算基本支出/合计 ==\n一般公共预算基本支出/人员经费 = category=personnel\n一般公共预算基本支出/公用经费 = category=operating")),
    Table("一般公共预算“三公”经费、会议费、培训费支出情况表", one_row("three-public", GENERAL_THREE, """
单位名称 : un
“三公”经费/小计 ==
“三公”经费/因公出国（境）费 = line=foreign-travel
“三公”经费/公务接待费 = line=reception
“三公”经费/公务用车购置及运行费/小计 == line=vehicle
“三公”经费/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
“三公”经费/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
会议费 = line=meeting
培训费 = line=training
""")),
))
INNER_MONGOLIA = Province("某旗教育局2024年部门预算公开报告", Style("元", "", True, "单位：{unit}"), (
    Table("收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("收入总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, "部门（单位）代码 : c\n部门（单位）名称 : n\n" + SOURCES)),
    Table("支出总表", listing("expenditure-summary", "function", ALL, "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n科目名称 : n\n" + USES)),
    Table("财政拨款预算支出表", listing("appropriation-by-function", "function", APPROPRIATION, CODE + BASIC_PARTS)),
    Table("财政拨款基本支出预算表", listing("appropriation-basic-by-economic", "economic", "fund=fiscal-appropriation origin=all category=basic", "部门预算支出经济分类/科目编码 : c\n部门预算支出经济分类/科目名称 : n\n政府预算支出经济分类/科目编码 : g\n政府预算支出经济分类/科目名称 : gn\n财政拨款基本支出/合计 ==\n财政拨款基本支出/人员经费 = category=personnel\n财政拨款基本支出/公用经费 = category=operating")),
    Table("财政拨款“三公”经费支出预算表", one_row("three-public", THREE, """
2023年预算数/合计 == year=2023 phase=approved
2023年预算数/因公出国（境）费 = line=foreign-travel year=2023 phase=approved
2023年预算数/公务用车购置及运行费/小计 == line=vehicle year=2023 phase=approved
2023年预算数/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase year=2023 phase=approved
2023年预算数/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation year=2023 phase=approved
2023年预算数/公务接待费 = line=reception year=2023 phase=approved
2024年预算数/合计 ==
2024年预算数/因公出国（境）费 = line=foreign-travel
2024年预算数/公务用车购置及运行费/小计 == line=vehicle
2024年预算数/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
2024年预算数/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
2024年预算数/公务接待费 = line=reception
""")),
    Table("项目支出表", projects(PROJECT, "项目名称 : n\n项目单位 : un\n功能科目编码 : cc\n功能科目名称 : cn\n合计 ==\n财政拨款/一般公共预算 = fund=general-public-budget\n财政拨款/政府性基金预算 = fund=government-fund\n财政拨款/国有资本经营预算 = fund=state-capital\n财政专户管理资金 = fund=fiscal-special-account\n单位资金 = fund=unit-funds")),
))
ANHUI = Province("某市教育局2024年部门预算", Style("万元", "", True, "部门公开表01|部门名称：某市教育局|单位：{unit}",total="last"), (
    Table("某市教育局2024年收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("某市教育局2024年收入总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, "部门（单位）代码 : c\n部门（单位）名称 : n\n" + SOURCES)),
    Table("某市教育局2024年支出总表", listing("expenditure-summary", "function", ALL, "功能分类科目编码 : c\n功能分类科目名称 : n\n" + USES)),
    Table("某市教育局2024年财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算拨款 = fund=general-public-budget\n支出/政府性基金预算拨款 = fund=government-fund\n支出/国有资本经营预算拨款 = fund=state-capital", APPROPRIATION_LINES, "uses")),
    Table("某市教育局2024年一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目编码 : c\n功能分类科目名称 : n\n本年支出合计 ==\n基本支出/小计 == category=basic\n基本支出/人员经费 = category=personnel\n基本支出/公用经费 = category=operating\n项目支出 = category=project")),
    Table("某市教育局2024年一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "部门预算支出经济分类科目编码 : c\n部门预算支出经济分类科目名称 : n\n本年一般公共预算基本支出/合计 ==\n本年一般公共预算基本支出/人员经费 = category=personnel\n本年一般公共预算基本支出/公用经费 = category=operating")),
    Table("某市教育局2024年项目支出表", projects(PROJECT, "类型 : type\n项目名称 : n\n项目单位 : un\n" + APPROPRIATED_PROJECT)),
    Table("某市教育局2024年政府采购支出表", lines("procurement", "flow=expenditure " + ALL, "采购品目 : n\n合计 ==\n本年拨款/一般公共预算 = fund=general-public-budget origin=current-year\n本年拨款/政府性基金预算 = fund=government-fund origin=current-year\n财政专户管理资金 = fund=fiscal-special-account\n单位资金 = fund=unit-funds", "合计 = line=total\n  货物 = line=procurement-goods\n  工程 = line=procurement-works\n  服务 = line=procurement-services")),
))
JIANGXI = Province("某市教育局2024年部门预算", Style("万元", "", True, "填报单位:[101]某市教育局|单位：{unit}"), (
    Table("收支预算总表", statement("budget-summary", ALL, "收        入/项目 : n\n收        入/预算数 =", "支        出/项目(按支出功能科目类级) : n\n支        出/预算数 =", """
一、财政拨款收入 = line=fiscal-appropriation fund=fiscal-appropriation origin=current-year
  （一）一般公共预算收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
  （二）政府性基金预算收入 = line=government-fund-appropriation fund=government-fund origin=current-year
  （三）国有资本经营预算收入 = line=state-capital-appropriation fund=state-capital origin=current-year
二、教育收费资金收入 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
三、事业收入 = line=business-income fund=business-income origin=current-year
四、事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
五、附属单位上缴收入 = line=subordinate-remittance fund=subordinate-remittance origin=current-year
六、上级补助收入 = line=superior-subsidy fund=superior-subsidy origin=current-year
七、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
八、使用非财政拨款结余 = line=non-appropriation-surplus-used
九、上年结转（结余） = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("部门支出总表", listing("expenditure-summary", "function", ALL, "支出功能分类科目/科目编码 : c\n支出功能分类科目/科目名称 : n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n事业单位经营支出 = category=business-operation\n对附属单位补助支出 = category=subsidy-to-subordinate\n上缴上级支出 = category=remitted-to-superior")),
    Table("一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "支出功能分类科目/科目编码 : c\n支出功能分类科目/科目名称 : n\n2024年预算数/小计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project")),
    Table("一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "支出经济分类科目/科目编码 : c\n支出经济分类科目/科目名称 : n\n2024年基本支出/合计 ==\n2024年基本支出/人员经费 = category=personnel\n2024年基本支出/公用经费 = category=operating")),
    Table("一般公共预算'三公'经费支出表", one_row("three-public", GENERAL_THREE, """
单位编码 : u
单位名称 : un
2024年“三公”经费预算数/合计 ==
2024年“三公”经费预算数/因公出国(境)费 = line=foreign-travel
2024年“三公”经费预算数/公务接待费 = line=reception
2024年“三公”经费预算数/公务用车运行维护费 = line=vehicle-operation
2024年“三公”经费预算数/公务用车购置费 = line=vehicle-purchase
""")),
))
JILIN = Province("某市教育局2024年部门预算公开", Style("万元", "-", True, "单位：{unit}"), (
    Table("部门收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/2024年预算 =", "支出/项目 : n\n支出/2024年预算 =", INCOME_LINES)),
    Table("部门支出总表", listing("expenditure-summary", "function", ALL, "科目编码 : c\n单位（科目名称） : n\n合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n事业单位经营支出 = category=business-operation")),
    Table("一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目/科目编码 : c\n功能分类科目/科目名称 : n\n2024年预算/合计 ==\n2024年预算/基本支出/小计 == category=basic\n2024年预算/基本支出/人员经费 = category=personnel\n2024年预算/基本支出/公用经费 = category=operating\n2024年预算/项目支出 = category=project")),
    Table("一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, "部门经济分类科目/科目编码 : c\n部门经济分类科目/科目名称 : n\n2024年基本支出/合计 ==\n2024年基本支出/人员经费 = category=personnel\n2024年基本支出/公用经费 = category=operating")),
    Table("一般公共预算“三公”经费支出表", lines("three-public", GENERAL_THREE, "项目 : n\n2024年预算数 =", """
合计 =
  因公出国（境）费用 = line=foreign-travel
  公务接待费 = line=reception
  公务用车购置及运行费 = line=vehicle
    其中：公务用车运行维护费 = line=vehicle-operation
    公务用车购置费 = line=vehicle-purchase
""")),
))
DEPARTMENT_FINALS = Province("2024年度某市教育局部门决算公开", Style("元", "", True, "公开部门：某市教育局|单位：{unit}",kind="final"), (
    Table("收入支出决算总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/决算数 =", "支出/项目（按功能分类） : n\n支出/决算数 =", FINAL_LINES)),
    Table("收入决算表", listing("revenue-summary", "function", "flow=revenue " + ALL, "支出功能分类科目编码/类 : c1\n支出功能分类科目编码/款 : c2\n支出功能分类科目编码/项 : c3\n科目名称 : n\n本年收入合计 == origin=current-year\n财政拨款收入 = fund=fiscal-appropriation origin=current-year\n上级补助收入 = fund=superior-subsidy origin=current-year\n事业收入/小计 = fund=business-income origin=current-year\n经营收入 = fund=operating-income origin=current-year\n附属单位上缴收入 = fund=subordinate-remittance origin=current-year\n其他收入 = fund=other-income origin=current-year")),
    Table("支出决算表", listing("expenditure-summary", "function", ALL, "支出功能分类科目编码/类 : c1\n支出功能分类科目编码/款 : c2\n支出功能分类科目编码/项 : c3\n科目名称 : n\n本年支出合计 ==\n基本支出 = category=basic\n项目支出 = category=project\n上缴上级支出 = category=remitted-to-superior\n经营支出 = category=business-operation\n对附属单位补助支出 = category=subsidy-to-subordinate")),
    Table("一般公共预算财政拨款支出决算表", listing("general-budget-by-function", "function", GENERAL, "项目/支出功能分类科目编码 : c\n项目/科目名称 : n\n本年支出/小计 ==\n本年支出/基本支出 = category=basic\n本年支出/项目支出 = category=project")),
    Table("国有资本经营预算财政拨款收入支出决算表", listing("state-capital", "function", CAPITAL, "项目/支出功能分类科目编码 : c\n项目/科目名称 : n\n年初结转和结余 = flow=balance origin=carried-over\n本年收入 = flow=revenue origin=current-year\n本年支出/小计 ==\n本年支出/基本支出 = category=basic\n本年支出/项目支出 = category=project\n年末结转和结余 = flow=balance category=carried-to-next-year")),
    Table("财政拨款“三公”经费支出决算表", lines("three-public", THREE, "项目 : n\n行次 : s\n预算数 = phase=approved\n决算数 =", """
“三公”经费支出 =
  1．因公出国（境）费 = line=foreign-travel
  2．公务用车购置及运行维护费 = line=vehicle
    （1）公务用车购置费 = line=vehicle-purchase
    （2）公务用车运行维护费 = line=vehicle-operation
  3．公务接待费 = line=reception
""")),
))
MORE_PROVINCES = {
    "hebei": HEBEI,
    "central": CENTRAL,
    "xinjiang": XINJIANG,
    "shanxi": SHANXI,
    "hunan": HUNAN,
    "tianjin": TIANJIN,
    "liaoning": LIAONING,
    "shenzhen": SHENZHEN,
    "hainan": HAINAN,
    "gansu": GANSU,
    "inner mongolia": INNER_MONGOLIA,
    "anhui": ANHUI,
    "jiangxi": JIANGXI,
    "jilin": JILIN,
    "finals of a department": DEPARTMENT_FINALS,
}
