"""The forms of the units of many provinces, as tables of :mod:`provinces`: titles, headings and lines as they print them."""

from __future__ import annotations

from provinces import Province, Style, Table, lines, listing, one_row, projects, statement

# fmt: off
ALL = "fund=all origin=all category=all"
GENERAL = "fund=general-public-budget origin=all category=all"
GENERAL_BASIC = "fund=general-public-budget origin=all category=basic"
APPROPRIATION = "fund=fiscal-appropriation origin=all category=all"
THREE = "flow=expenditure fund=fiscal-appropriation origin=all category=all line=total"
FUND = "fund=government-fund origin=all category=all"
CAPITAL = "fund=state-capital origin=all category=all"

INCOME_LINES = """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
四、财政专户管理资金收入 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
五、事业收入 = line=business-income fund=business-income origin=current-year
六、上级补助收入 = line=superior-subsidy fund=superior-subsidy origin=current-year
七、附属单位上缴收入 = line=subordinate-remittance fund=subordinate-remittance origin=current-year
八、事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
九、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转结余 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
"""
APPROPRIATION_LINES = """
一、本年收入 = line=current-year-revenue origin=current-year
  （一）一般公共预算拨款 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
  （二）政府性基金预算拨款 = line=government-fund-appropriation fund=government-fund origin=current-year
  （三）国有资本经营预算拨款 = line=state-capital-appropriation fund=state-capital origin=current-year
二、上年结转 = line=carried-over flow=balance origin=carried-over
  （一）一般公共预算拨款 = line=general-public-budget-appropriation flow=balance fund=general-public-budget origin=carried-over
  （二）政府性基金预算拨款 = line=government-fund-appropriation flow=balance fund=government-fund origin=carried-over
  （三）国有资本经营预算拨款 = line=state-capital-appropriation flow=balance fund=state-capital origin=carried-over
收入总计 = sum=all line=total
"""
INCOME = "收入/项目 : n\n收入/预算数 ="
SPENT = "支出/项目 : n\n支出/预算数 ="
KINDS = """
合计 ==
基本支出 = category=basic
项目支出 = category=project
"""
BASIC_PARTS = """
合计 ==
基本支出/小计 == category=basic
基本支出/人员经费 = category=personnel
基本支出/公用经费 = category=operating
项目支出 = category=project
"""
ECONOMIC_PARTS = """
合计 == category=basic
人员经费 = category=personnel
公用经费 = category=operating
"""
USES = KINDS + """
事业单位经营支出 = category=business-operation
上缴上级支出 = category=remitted-to-superior
对附属单位补助支出 = category=subsidy-to-subordinate
"""
CODE = "科目编码 : c\n科目名称 : n\n"
THREE_CODES = "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n"
SOURCES = """
合计 ==
本年收入/小计 == origin=current-year
本年收入/一般公共预算 = fund=general-public-budget origin=current-year
本年收入/政府性基金预算 = fund=government-fund origin=current-year
本年收入/国有资本经营预算 = fund=state-capital origin=current-year
本年收入/财政专户管理资金 = fund=fiscal-special-account origin=current-year
本年收入/事业收入 = fund=business-income origin=current-year
本年收入/事业单位经营收入 = fund=operating-income origin=current-year
本年收入/上级补助收入 = fund=superior-subsidy origin=current-year
本年收入/附属单位上缴收入 = fund=subordinate-remittance origin=current-year
本年收入/其他收入 = fund=other-income origin=current-year
上年结转结余/小计 == origin=carried-over
上年结转结余/一般公共预算 = fund=general-public-budget origin=carried-over
上年结转结余/政府性基金预算 = fund=government-fund origin=carried-over
上年结转结余/国有资本经营预算 = fund=state-capital origin=carried-over
上年结转结余/财政专户管理资金 = fund=fiscal-special-account origin=carried-over
上年结转结余/单位资金 = fund=unit-funds origin=carried-over
"""
APPROPRIATED_PROJECT = """
合计 ==
本年拨款/一般公共预算 = fund=general-public-budget origin=current-year
本年拨款/政府性基金预算 = fund=government-fund origin=current-year
本年拨款/国有资本经营预算 = fund=state-capital origin=current-year
财政拨款结转结余/一般公共预算 = fund=general-public-budget origin=carried-over
财政拨款结转结余/政府性基金预算 = fund=government-fund origin=carried-over
财政拨款结转结余/国有资本经营预算 = fund=state-capital origin=carried-over
财政专户管理资金 = fund=fiscal-special-account
单位资金 = fund=unit-funds
"""
PROJECT = "flow=expenditure fund=all origin=all category=project"

BEIJING = Province("某市教育局2024年部门预算", Style("元", "", True, "预算01表|单位：{unit}"), (
    Table("收支总表", statement("budget-summary", ALL, INCOME, SPENT, INCOME_LINES)),
    Table("收入总表", listing("revenue-summary", "unit", "flow=revenue " + ALL,
          "部门（单位）代码 : c\n部门（单位）名称 : n\n" + SOURCES)),
    Table("支出总表", listing("expenditure-summary", "function", ALL, CODE + USES)),
    Table("项目支出表", projects(PROJECT, "类型 : type\n项目名称 : n\n项目单位 : un\n" + APPROPRIATED_PROJECT)),
    Table("政府采购预算明细表", lines("procurement", "flow=expenditure " + ALL, "采购类别 : n\n金额 =",
          "合计 = line=total\n  货物类 = line=procurement-goods\n  工程类 = line=procurement-works\n  服务类 = line=procurement-services")),
    Table("财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, INCOME, SPENT, APPROPRIATION_LINES, "uses")),
    Table("一般公共预算财政拨款支出表", listing("general-budget-by-function", "function", GENERAL,
          CODE + "本年一般公共预算财政拨款支出/合计 ==\n本年一般公共预算财政拨款支出/基本支出/小计 == category=basic\n"
          "本年一般公共预算财政拨款支出/基本支出/人员经费 = category=personnel\n"
          "本年一般公共预算财政拨款支出/基本支出/公用经费 = category=operating\n本年一般公共预算财政拨款支出/项目支出 = category=project")),
    Table("一般公共预算财政拨款基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "部门预算支出经济分类科目/科目编码 : c\n部门预算支出经济分类科目/科目名称 : n\n"
          "本年一般公共预算财政拨款基本支出/合计 ==\n本年一般公共预算财政拨款基本支出/人员经费 = category=personnel\n"
          "本年一般公共预算财政拨款基本支出/公用经费 = category=operating")),
    Table("财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表", lines("three-public", THREE,
          "项目 : n\n2023年预算数 = year=2023 phase=approved\n2024年预算数 =",
          "“三公”经费财政拨款预算总额\n  1.因公出国（境）费用 = line=foreign-travel\n  2.公务接待费 = line=reception\n"
          "  3.公务用车购置及运行维护费 = line=vehicle\n    （1）公务用车购置费 = line=vehicle-purchase\n"
          "    （2）公务用车运行维护费 = line=vehicle-operation")),
))

GUANGDONG_USES = """
一、基本支出 = line=basic category=basic
  工资福利支出 = line=economic-301 category=basic
  商品和服务支出 = line=economic-302 category=basic
  对个人和家庭的补助 = line=economic-303 category=basic
二、项目支出 = line=project category=project
三、事业单位经营支出 = line=business-operation category=business-operation
"""
GUANGDONG = Province("某市教育局2024年部门预算", Style("万元", "0.00", True), (
    Table("表1：收支总体情况表", statement("budget-summary", ALL, "收入/项目 : n\n收入/2024年预算 =", "支出/项目（按功能分类） : n\n支出/2024年预算 =", """
一、一般公共预算拨款 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款 = line=state-capital-appropriation fund=state-capital origin=current-year
四、财政专户拨款 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
五、其他资金 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
六、上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("表2：收入总体情况表", lines("revenue-summary", "flow=revenue " + ALL, "项目 : n\n2024年预算 =", """
一、预算拨款 = line=fiscal-appropriation fund=fiscal-appropriation origin=current-year
  一般公共预算拨款 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
  政府性基金预算拨款 = line=government-fund-appropriation fund=government-fund origin=current-year
二、财政专户拨款 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
三、其他资金 = line=other-income fund=other-income origin=current-year
""")),
    Table("表3：支出总体情况表", lines("expenditure-summary", "flow=expenditure " + ALL, "项目 : n\n2024年预算 =", GUANGDONG_USES)),
    Table("表4：财政拨款收支总体情况表", statement("appropriation-summary", APPROPRIATION,
          "收入/项目 : n\n收入/2024年预算 =", "支出/项目（按功能分类） : n\n支出/2024年预算 =", APPROPRIATION_LINES)),
    Table("表5：一般公共预算支出情况表（按功能分类科目）", listing("general-budget-by-function", "function", GENERAL,
          "功能科目名称 : [c]n\n2024年预算/合计 ==\n2024年预算/基本支出 = category=basic\n2024年预算/项目支出 = category=project")),
    Table("表6：一般公共预算基本支出情况表（按支出经济分类科目）", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "支出经济科目 : [c]n\n2024年预算 =")),
    Table("表8：财政拨款安排的行政经费及“三公”经费预算表", lines("three-public", THREE, "项目 : n\n2024年预算 =", """
“三公”经费 =
  其中：（一）因公出国（境）支出 = line=foreign-travel
  （二）公务用车购置及运行维护支出 = line=vehicle
    1.公务用车购置 = line=vehicle-purchase
    2.公务用车运行维护费 = line=vehicle-operation
  （三）公务接待费支出 = line=reception
""")),
    Table("表9：政府性基金预算支出情况表", listing("government-fund", "function", FUND,
          "功能科目名称 : [c]n\n2024年预算/合计 ==\n2024年预算/基本支出 = category=basic\n2024年预算/项目支出 = category=project")),
    Table("表10：国有资本经营预算支出情况表", listing("state-capital", "function", CAPITAL,
          "功能科目名称 : [c]n\n2024年预算/合计 ==\n2024年预算/基本支出 = category=basic\n2024年预算/项目支出 = category=project")),
    Table("表12：部门预算项目支出情况表", projects(PROJECT, "项目名称 : n\n项目单位 : un\n总计 ==\n财政拨款/一般公共预算 = fund=general-public-budget\n"
          "财政拨款/政府性基金预算 = fund=government-fund\n财政拨款/国有资本经营预算 = fund=state-capital\n财政专户拨款 = fund=fiscal-special-account\n其他资金 = fund=unit-funds")),
))

ZHEJIANG = Province("某市教育局2024年部门预算", Style("万元", "", False, "单位：{unit}", total="first", counters="numbers"), (
    Table("01表  部门收支预算总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目（按支出功能分类） : n\n支出/预算数 =", """
一、财政拨款收入 = line=fiscal-appropriation fund=fiscal-appropriation origin=current-year
  其中：一般公共预算 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
  政府性基金预算 = line=government-fund-appropriation fund=government-fund origin=current-year
  国有资本经营预算 = line=state-capital-appropriation fund=state-capital origin=current-year
二、财政专户管理资金收入 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
三、事业收入（不含专户资金） = line=business-income fund=business-income origin=current-year
四、事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
五、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("02表  部门收入预算总表", listing("revenue-summary", "function", "flow=revenue " + ALL, CODE + """
总计 ==
财政拨款/小计 == fund=fiscal-appropriation origin=current-year
财政拨款/一般公共预算 = fund=general-public-budget origin=current-year
财政拨款/政府性基金预算 = fund=government-fund origin=current-year
财政拨款/国有资本经营预算 = fund=state-capital origin=current-year
财政专户管理资金 = fund=fiscal-special-account origin=current-year
事业收入 = fund=business-income origin=current-year
事业单位经营收入 = fund=operating-income origin=current-year
其他收入 = fund=other-income origin=current-year
上年结转 = origin=carried-over
""")),
    Table("03表  部门支出预算总表", listing("expenditure-summary", "function", ALL, CODE + """
合计 ==
基本支出/小计 == category=basic
基本支出/人员支出 = category=personnel
基本支出/日常公用支出 = category=operating
项目支出 = category=project
事业单位经营支出 = category=business-operation
上缴上级支出 = category=remitted-to-superior
对附属单位补助支出 = category=subsidy-to-subordinate
""")),
    Table("04表  财政拨款收支预算总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/预算数 =",
          "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算 = fund=general-public-budget\n支出/政府性基金预算 = fund=government-fund\n支出/国有资本经营预算 = fund=state-capital",
          APPROPRIATION_LINES, "uses")),
    Table("05表  一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, CODE + BASIC_PARTS)),
    Table("06表  一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "部门预算支出经济分类科目编码 : c\n部门预算支出经济分类科目名称 : n\n一般公共预算基本支出/合计 ==\n"
          "一般公共预算基本支出/人员经费 = category=personnel\n一般公共预算基本支出/公用经费 = category=operating")),
    Table("07表  一般公共预算“三公”经费支出表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
单位 : un
合计 ==
因公出国（境）费 = line=foreign-travel
公务接待费 = line=reception
公务用车购置及运行维护费/小计 == line=vehicle
公务用车购置及运行维护费/公务用车购置费 = line=vehicle-purchase
公务用车购置及运行维护费/公务用车运行维护费 = line=vehicle-operation
""")),
    Table("08表  政府性基金预算支出表", listing("government-fund", "function", FUND, CODE + KINDS)),
    Table("09表  国有资本经营预算支出表", listing("state-capital", "function", CAPITAL, CODE + KINDS)),
))

SICHUAN_HEAD = "项目/科目编码/类 : c1\n项目/科目编码/款 : c2\n项目/科目编码/项 : c3\n项目/单位代码 : u\n项目/单位名称（科目） : n\n"
SICHUAN_HEAD_ECONOMIC = "项目/科目编码/类 : c1\n项目/科目编码/款 : c2\n项目/单位代码 : u\n项目/单位名称（科目） : n\n"
SICHUAN = Province("某市教育局2024年部门预算", Style("万元", "", True, "单位：{unit}"), (
    Table("表1\n部门收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/2024年预算数 =", "支出/项目 : n\n支出/2024年预算数 =", """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
四、事业收入 = line=business-income fund=business-income origin=current-year
五、事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
六、其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
七、用事业基金弥补收支差额 = line=non-appropriation-surplus-used
八、上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("表1-1\n部门收入总表", listing("revenue-summary", "function", "flow=revenue " + ALL, SICHUAN_HEAD + """
合计 ==
上年结转 = origin=carried-over
一般公共预算拨款收入 = fund=general-public-budget origin=current-year
政府性基金预算拨款收入 = fund=government-fund origin=current-year
国有资本经营预算拨款收入 = fund=state-capital origin=current-year
事业收入 = fund=business-income origin=current-year
事业单位经营收入 = fund=operating-income origin=current-year
其他收入 = fund=other-income origin=current-year
上级补助收入 = fund=superior-subsidy origin=current-year
附属单位上缴收入 = fund=subordinate-remittance origin=current-year
""", unit_rows=True)),
    Table("表1-2\n部门支出总表", listing("expenditure-summary", "function", ALL, SICHUAN_HEAD + KINDS + "上缴上级支出 = category=remitted-to-superior\n对附属单位补助支出 = category=subsidy-to-subordinate", unit_rows=True)),
    Table("表2\n财政拨款收支预算总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/2024年预算数 =",
          "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算 = fund=general-public-budget\n支出/政府性基金预算 = fund=government-fund\n支出/国有资本经营预算 = fund=state-capital",
          APPROPRIATION_LINES.replace("拨款 =", "拨款收入 ="), "uses")),
    Table("表3\n一般公共预算支出预算表", listing("general-budget-by-function", "function", GENERAL, SICHUAN_HEAD + KINDS, unit_rows=True)),
    Table("表3-1\n一般公共预算基本支出预算表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          SICHUAN_HEAD_ECONOMIC + "基本支出/合计 ==\n基本支出/人员经费 = category=personnel\n基本支出/公用经费 = category=operating", unit_rows=True)),
    Table("表3-3\n一般公共预算“三公”经费支出预算表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
单位编码 : u
单位名称（科目） : un
当年财政拨款预算安排/合计 == origin=current-year
当年财政拨款预算安排/因公出国（境）费用 = line=foreign-travel origin=current-year
当年财政拨款预算安排/公务用车购置及运行费/小计 == line=vehicle origin=current-year
当年财政拨款预算安排/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase origin=current-year
当年财政拨款预算安排/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation origin=current-year
当年财政拨款预算安排/公务接待费 = line=reception origin=current-year
""")),
    Table("表4\n政府性基金支出预算表", listing("government-fund", "function", FUND, SICHUAN_HEAD +
          "本年政府性基金预算支出/合计 ==\n本年政府性基金预算支出/基本支出 = category=basic\n本年政府性基金预算支出/项目支出 = category=project", unit_rows=True)),
    Table("表5\n国有资本经营预算支出预算表", listing("state-capital", "function", CAPITAL, SICHUAN_HEAD +
          "本年国有资本经营预算支出/合计 ==\n本年国有资本经营预算支出/基本支出 = category=basic\n本年国有资本经营预算支出/项目支出 = category=project", unit_rows=True)),
))

JIANGSU = Province("2024年度某市教育局部门预算公开", Style("万元", "", True, "公开01表|部门：某市教育局|单位：{unit}"), (
    Table("收支总表", statement("budget-summary", ALL, INCOME, SPENT, INCOME_LINES)),
    Table("收入总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, "单位代码 : c\n单位名称 : n\n" + SOURCES)),
    Table("支出总表", listing("expenditure-summary", "function", ALL, CODE + USES)),
    Table("财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, INCOME, SPENT, APPROPRIATION_LINES, "uses")),
    Table("财政拨款支出表（功能科目）", listing("appropriation-by-function", "function", APPROPRIATION, CODE + BASIC_PARTS)),
    Table("财政拨款基本支出表（经济科目）", listing("appropriation-basic-by-economic", "economic", "fund=fiscal-appropriation origin=all category=basic",
          "部门预算支出经济分类科目/科目编码 : c\n部门预算支出经济分类科目/科目名称 : n\n本年财政拨款基本支出/合计 ==\n"
          "本年财政拨款基本支出/人员经费 = category=personnel\n本年财政拨款基本支出/公用经费 = category=operating")),
    Table("一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, CODE + BASIC_PARTS)),
    Table("一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "部门预算支出经济分类科目/科目编码 : c\n部门预算支出经济分类科目/科目名称 : n\n本年一般公共预算基本支出/合计 ==\n"
          "本年一般公共预算基本支出/人员经费 = category=personnel\n本年一般公共预算基本支出/公用经费 = category=operating")),
    Table("一般公共预算“三公”经费、会议费、培训费支出表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
“三公”经费/合计 ==
“三公”经费/因公出国（境）费 = line=foreign-travel
“三公”经费/公务用车购置及运行费/小计 == line=vehicle
“三公”经费/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
“三公”经费/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
“三公”经费/公务接待费 = line=reception
会议费 = line=meeting
培训费 = line=training
""")),
    Table("政府性基金预算支出表", listing("government-fund", "function", FUND, CODE +
          "本年政府性基金预算支出/合计 ==\n本年政府性基金预算支出/基本支出 = category=basic\n本年政府性基金预算支出/项目支出 = category=project")),
    Table("国有资本经营预算支出表", listing("state-capital", "function", CAPITAL, CODE +
          "本年国有资本经营预算支出/合计 ==\n本年国有资本经营预算支出/基本支出 = category=basic\n本年国有资本经营预算支出/项目支出 = category=project")),
    Table("一般公共预算机关运行经费支出表", listing("agency-operating", "economic", GENERAL, CODE + "机关运行经费支出 =")),
))

SHANDONG = Province("某市教育局2024年部门预算", Style("万元", "0.00", True, "单位：{unit}", total="last"), (
    Table("表1 收支预算总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目（按功能分类） : n\n支出/预算数 =", INCOME_LINES)),
    Table("表2 收入预算总表", listing("revenue-summary", "function", "flow=revenue " + ALL, "科目编码 : c\n科目名称 : n\n" + SOURCES)),
    Table("表3 支出预算总表", listing("expenditure-summary", "function", ALL, "功能分类科目编码 : c\n功能分类科目名称 : n\n" + USES)),
    Table("表4 财政拨款收支预算总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/预算数 =",
          "支出/项目（按功能分类） : n\n支出/合计 ==\n支出/一般公共预算财政拨款 = fund=general-public-budget\n支出/政府性基金预算财政拨款 = fund=government-fund\n支出/国有资本经营预算财政拨款 = fund=state-capital", """
一、一般公共预算财政拨款 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算财政拨款 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算财政拨款 = line=state-capital-appropriation fund=state-capital origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("表5 一般公共预算支出预算表", listing("general-budget-by-function", "function", GENERAL, CODE +
          "2023年预算数 = year=2023 phase=approved\n2024年预算数/合计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project")),
    Table("表6 一般公共预算基本支出预算表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "部门预算支出经济分类科目/科目编码 : c\n部门预算支出经济分类科目/科目名称 : n\n"
          "政府预算支出经济分类科目/科目编码 : g\n政府预算支出经济分类科目/科目名称 : gn\n合计 ==\n人员经费 = category=personnel\n公用经费 = category=operating")),
    Table("表7 一般公共预算“三公”经费支出预算表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
2023年预算数/合计 == year=2023 phase=approved
2023年预算数/因公出国（境）费 = line=foreign-travel year=2023 phase=approved
2023年预算数/公务用车购置及运行维护费/小计 == line=vehicle year=2023 phase=approved
2023年预算数/公务用车购置及运行维护费/公务用车购置费 = line=vehicle-purchase year=2023 phase=approved
2023年预算数/公务用车购置及运行维护费/公务用车运行维护费 = line=vehicle-operation year=2023 phase=approved
2023年预算数/公务接待费 = line=reception year=2023 phase=approved
2024年预算数/合计 ==
2024年预算数/因公出国（境）费 = line=foreign-travel
2024年预算数/公务用车购置及运行维护费/小计 == line=vehicle
2024年预算数/公务用车购置及运行维护费/公务用车购置费 = line=vehicle-purchase
2024年预算数/公务用车购置及运行维护费/公务用车运行维护费 = line=vehicle-operation
2024年预算数/公务接待费 = line=reception
""")),
    Table("表8 政府性基金预算支出预算表", listing("government-fund", "function", FUND, CODE + KINDS)),
    Table("表10 政府采购预算表", lines("procurement", "flow=expenditure " + ALL,
          "采购项目 : n\n总计 ==\n一般公共预算 = fund=general-public-budget\n政府性基金预算 = fund=government-fund\n财政专户管理资金 = fund=fiscal-special-account\n单位资金 = fund=unit-funds",
          "合计 = line=total\n  货物 = line=procurement-goods\n  工程 = line=procurement-works\n  服务 = line=procurement-services")),
))

HENAN_HEAD = "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n单位代码 : u\n单位（科目名称） : n\n"
HENAN = Province("某市教育局2024年度部门预算", Style("万元", "", True, "预算01表|单位名称：某市教育局|单位：{unit}"), (
    Table("2024年部门收支总体情况表", statement("budget-summary", ALL, "收入/项目 : n\n收入/金额 =", "支出/项目 : n\n支出/金额 =", INCOME_LINES)),
    Table("2024年部门收入总体情况表", listing("revenue-summary", "function", "flow=revenue " + ALL, HENAN_HEAD + """
总计 ==
本年收入/合计 == origin=current-year
本年收入/一般公共预算 = fund=general-public-budget origin=current-year
本年收入/政府性基金 = fund=government-fund origin=current-year
本年收入/国有资本经营预算 = fund=state-capital origin=current-year
本年收入/专户资金 = fund=fiscal-special-account origin=current-year
本年收入/事业收入 = fund=business-income origin=current-year
本年收入/其他收入 = fund=other-income origin=current-year
上年结转结余/合计 == origin=carried-over
上年结转结余/一般公共预算 = fund=general-public-budget origin=carried-over
上年结转结余/政府性基金 = fund=government-fund origin=carried-over
""", unit_rows=True)),
    Table("2024年部门支出总体情况表", listing("expenditure-summary", "function", ALL, HENAN_HEAD + """
总计 ==
基本支出/小计 == category=basic
基本支出/工资福利支出 = category=basic line=economic-301
基本支出/对个人和家庭的补助 = category=basic line=economic-303
基本支出/商品和服务支出 = category=basic line=economic-302
项目支出 = category=project
""", unit_rows=True)),
    Table("2024年财政拨款收支总体情况表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/金额 =",
          "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算 = fund=general-public-budget\n支出/政府性基金预算 = fund=government-fund\n支出/国有资本经营预算 = fund=state-capital",
          APPROPRIATION_LINES, "uses")),
    Table("2024年一般公共预算支出情况表", listing("general-budget-by-function", "function", GENERAL, HENAN_HEAD + BASIC_PARTS, unit_rows=True)),
    Table("2024年一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "部门预算经济分类/科目编码/类 : c1\n部门预算经济分类/科目编码/款 : c2\n部门预算经济分类/科目名称 : n\n"
          "政府预算经济分类/科目编码 : g\n政府预算经济分类/科目名称 : gn\n合计 ==\n人员经费 = category=personnel\n公用经费 = category=operating")),
    Table("2024年一般公共预算“三公”经费支出情况表", lines("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"),
          "项目 : n\n2024年“三公”经费预算数 =", """
共计 =
  1、因公出国（境）费用 = line=foreign-travel
  2、公务接待费 = line=reception
  3、公务用车费 = line=vehicle
    其中：（1）公务用车运行维护费 = line=vehicle-operation
    （2）公务用车购置 = line=vehicle-purchase
""")),
    Table("2024年政府性基金预算支出情况表", listing("government-fund", "function", FUND, HENAN_HEAD + KINDS, unit_rows=True)),
    Table("2024年项目支出表", projects(PROJECT, "类型 : type\n项目名称 : n\n项目单位 : un\n" + APPROPRIATED_PROJECT)),
    Table("2024年机关运行经费", listing("agency-operating", "economic", GENERAL, "科目编码 : c\n科目名称 : n\n金额 =")),
))

GUANGXI = Province("某市教育局2024年部门预算", Style("万元", "", True, "预算公开01表|单位：{unit}", counters="numbers"), (
    Table("部门收支总体情况表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("部门收入总体情况表", listing("revenue-summary", "function", "flow=revenue " + ALL,
          "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n科目名称 : n\n" + SOURCES)),
    Table("部门支出总体情况表", listing("expenditure-summary", "function", ALL, "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n科目名称 : n\n" + USES)),
    Table("财政拨款收支总体情况表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", APPROPRIATION_LINES, "uses")),
    Table("一般公共预算支出情况表", listing("general-budget-by-function", "function", GENERAL, "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n科目名称 : n\n" + BASIC_PARTS)),
    Table("一般公共预算基本支出情况表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "经济分类科目/科目编码 : c\n经济分类科目/科目名称 : n\n一般公共预算基本支出/合计 ==\n一般公共预算基本支出/人员经费 = category=personnel\n一般公共预算基本支出/公用经费 = category=operating")),
    Table("一般公共预算“三公”经费支出情况表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
单位编码 : u
单位名称 : un
“三公”经费合计 ==
因公出国（境）费 = line=foreign-travel
公务用车购置及运行费/小计 == line=vehicle
公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
公务接待费 = line=reception
""")),
    Table("政府性基金预算支出情况表", listing("government-fund", "function", FUND, "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n科目名称 : n\n" + KINDS)),
    Table("国有资本经营预算支出情况表", listing("state-capital", "function", CAPITAL, "科目编码/类 : c1\n科目编码/款 : c2\n科目编码/项 : c3\n科目名称 : n\n" + KINDS)),
))

CHANGE = """
2023年预算数 = year=2023 phase=approved
2024年预算数/合计 ==
2024年预算数/基本支出 = category=basic
2024年预算数/项目支出 = category=project
"""
GUIZHOU = Province("某市教育局2024年部门预算", Style("万元", "", False, "单位：{unit}", counters=""), (
    Table("附件1-1 收支预算总表", statement("budget-summary", ALL, INCOME, "支出/项目（按功能分类） : n\n支出/预算数 =", INCOME_LINES)),
    Table("附件1-2 部门收入总表", listing("revenue-summary", "function", "flow=revenue " + ALL, "科目/科目编码 : c\n科目/科目名称 : n\n合计 ==\n上年结转 = origin=carried-over\n"
          "财政拨款收入/一般公共预算拨款收入 = fund=general-public-budget origin=current-year\n财政拨款收入/政府性基金预算拨款收入 = fund=government-fund origin=current-year\n"
          "财政拨款收入/国有资本经营预算拨款收入 = fund=state-capital origin=current-year\n事业收入 = fund=business-income origin=current-year\n经营收入 = fund=operating-income origin=current-year\n其他收入 = fund=other-income origin=current-year")),
    Table("附件1-3 部门支出总表", listing("expenditure-summary", "function", ALL, "科目/科目编码 : c\n科目/科目名称 : in\n" + USES)),
    Table("附件1-4 财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, INCOME,
          "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算财政拨款 = fund=general-public-budget\n支出/政府性基金预算财政拨款 = fund=government-fund\n支出/国有资本经营预算财政拨款 = fund=state-capital",
          APPROPRIATION_LINES, "uses")),
    Table("附件1-5 一般公共预算支出表", listing("general-budget-by-function", "function", GENERAL, "功能分类科目/科目编码 : c\n功能分类科目/科目名称 : n\n" + CHANGE)),
    Table("附件1-6 一般公共预算基本支出表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "经济分类科目/科目编码 : c\n经济分类科目/科目名称 : n\n2024年基本支出/合计 ==\n2024年基本支出/人员经费 = category=personnel\n2024年基本支出/公用经费 = category=operating")),
    Table("附件1-7 一般公共预算“三公”经费支出表", lines("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"),
          "项目 : n\n上年预算数 = year=2023 phase=approved\n本年预算数 =", """
合计 =
  因公出国（境）费用 = line=foreign-travel
  公务接待费 = line=reception
  公务用车购置及运行维护费 = line=vehicle
    其中：公务用车购置费 = line=vehicle-purchase
    公务用车运行维护费 = line=vehicle-operation
""")),
    Table("附件1-8 政府性基金预算支出表", listing("government-fund", "function", FUND, CODE +
          "本年政府性基金预算财政拨款支出/合计 ==\n本年政府性基金预算财政拨款支出/基本支出 = category=basic\n本年政府性基金预算财政拨款支出/项目支出 = category=project")),
    Table("附件1-9 国有资本经营预算支出表", listing("state-capital", "function", CAPITAL, CODE +
          "本年国有资本经营预算财政拨款支出/合计 ==\n本年国有资本经营预算财政拨款支出/基本支出 = category=basic\n本年国有资本经营预算财政拨款支出/项目支出 = category=project")),
))

YUNNAN_FUNDS = """
合计 ==
一般公共预算/小计 == fund=general-public-budget
一般公共预算/基本支出 = fund=general-public-budget category=basic
一般公共预算/项目支出 = fund=general-public-budget category=project
政府性基金预算 = fund=government-fund
国有资本经营预算 = fund=state-capital
财政专户管理的支出 = fund=fiscal-special-account
单位资金 = fund=unit-funds
"""
YUNNAN = Province("某市教育局2024年部门预算", Style("元", "", True, "预算01-1表|单位名称：某市教育局|单位：{unit}", total="last", counters="numbers"), (
    Table("财务收支预算总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/2024年预算数 =", "支出/项目（按功能分类） : n\n支出/2024年预算数 =", """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
四、财政专户管理资金收入 = line=fiscal-special-account fund=fiscal-special-account origin=current-year
五、单位资金 = line=unit-funds fund=unit-funds origin=current-year
  （一）事业收入 = line=business-income fund=business-income origin=current-year
  （二）事业单位经营收入 = line=operating-income fund=operating-income origin=current-year
  （三）上级补助收入 = line=superior-subsidy fund=superior-subsidy origin=current-year
  （四）附属单位上缴收入 = line=subordinate-remittance fund=subordinate-remittance origin=current-year
  （五）其他收入 = line=other-income fund=other-income origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转结余 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("部门收入预算表", listing("revenue-summary", "unit", "flow=revenue " + ALL, """
部门（单位）代码 : c
部门（单位）名称 : n
合计 ==
本年收入/小计 == origin=current-year
本年收入/一般公共预算 = fund=general-public-budget origin=current-year
本年收入/政府性基金预算 = fund=government-fund origin=current-year
本年收入/国有资本经营预算 = fund=state-capital origin=current-year
本年收入/财政专户管理资金 = fund=fiscal-special-account origin=current-year
本年收入/单位资金/小计 == fund=unit-funds origin=current-year
本年收入/单位资金/事业收入 = fund=business-income origin=current-year
本年收入/单位资金/事业单位经营收入 = fund=operating-income origin=current-year
本年收入/单位资金/上级补助收入 = fund=superior-subsidy origin=current-year
本年收入/单位资金/附属单位上缴收入 = fund=subordinate-remittance origin=current-year
本年收入/单位资金/其他收入 = fund=other-income origin=current-year
上年结转结余/小计 == origin=carried-over
上年结转结余/一般公共预算 = fund=general-public-budget origin=carried-over
上年结转结余/政府性基金预算 = fund=government-fund origin=carried-over
""")),
    Table("部门支出预算表", listing("expenditure-summary", "function", ALL, CODE + YUNNAN_FUNDS)),
    Table("财政拨款收支预算总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/预算数 =", "支出/项目（按功能分类） : n\n支出/预算数 =", APPROPRIATION_LINES, "uses")),
    Table("一般公共预算支出预算表（按功能科目分类）", listing("general-budget-by-function", "function", GENERAL,
          "部门预算支出功能分类科目/科目编码 : c\n部门预算支出功能分类科目/科目名称 : n\n" + BASIC_PARTS)),
    Table("一般公共预算“三公”经费支出预算表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
“三公”经费合计 ==
因公出国（境）费 = line=foreign-travel
公务用车购置及运行费/小计 == line=vehicle
公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
公务接待费 = line=reception
""")),
    Table("部门项目支出预算表（其他运转类、特定目标类项目）", projects(PROJECT, """
项目分类 : type
项目代码 : p
项目名称 : n
项目单位 : un
功能科目编码 : cc
功能科目名称 : cn
合计 ==
本年拨款/一般公共预算 = fund=general-public-budget origin=current-year
本年拨款/政府性基金预算 = fund=government-fund origin=current-year
本年拨款/国有资本经营预算 = fund=state-capital origin=current-year
财政专户管理资金 = fund=fiscal-special-account
单位资金 = fund=unit-funds
""")),
    Table("政府性基金预算支出预算表", listing("government-fund", "function", FUND, CODE +
          "本年政府性基金预算支出/合计 ==\n本年政府性基金预算支出/基本支出 = category=basic\n本年政府性基金预算支出/项目支出 = category=project")),
))

CHONGQING = Province("某市教育局2024年部门预算", Style("万元", "", True, "单位：{unit}"), (
    Table("表一\n财政拨款收支总表", statement("appropriation-summary", APPROPRIATION, "收入/项目 : n\n收入/预算数 =",
          "支出/项目 : n\n支出/合计 ==\n支出/一般公共预算财政拨款 = fund=general-public-budget\n支出/政府性基金预算财政拨款 = fund=government-fund\n支出/国有资本经营预算财政拨款 = fund=state-capital",
          APPROPRIATION_LINES, "uses")),
    Table("表二\n一般公共预算财政拨款支出预算表", listing("general-budget-by-function", "function", GENERAL,
          "功能分类科目/科目编码 : c\n功能分类科目/科目名称 : in\n2023年预算数 = year=2023 phase=approved\n2024年预算数/总计 ==\n2024年预算数/基本支出 = category=basic\n2024年预算数/项目支出 = category=project")),
    Table("表三\n一般公共预算财政拨款基本支出预算表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          "经济分类科目/科目编码 : c\n经济分类科目/科目名称 : in\n2024年基本支出/总计 ==\n2024年基本支出/人员经费 = category=personnel\n2024年基本支出/日常公用经费 = category=operating")),
    Table("表四\n一般公共预算“三公”经费支出表", one_row("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), """
2023年预算数/总计 == year=2023 phase=approved
2023年预算数/因公出国（境）费 = line=foreign-travel year=2023 phase=approved
2023年预算数/公务用车购置及运行费/小计 == line=vehicle year=2023 phase=approved
2023年预算数/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase year=2023 phase=approved
2023年预算数/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation year=2023 phase=approved
2023年预算数/公务接待费 = line=reception year=2023 phase=approved
2024年预算数/总计 ==
2024年预算数/因公出国（境）费 = line=foreign-travel
2024年预算数/公务用车购置及运行费/小计 == line=vehicle
2024年预算数/公务用车购置及运行费/公务用车购置费 = line=vehicle-purchase
2024年预算数/公务用车购置及运行费/公务用车运行费 = line=vehicle-operation
2024年预算数/公务接待费 = line=reception
""")),
    Table("表五\n政府性基金预算支出表", listing("government-fund", "function", FUND, CODE + "本年政府性基金预算财政拨款支出/总计 ==\n本年政府性基金预算财政拨款支出/基本支出 = category=basic\n本年政府性基金预算财政拨款支出/项目支出 = category=project")),
    Table("表六\n部门收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("表七\n部门收入总表", listing("revenue-summary", "function", "flow=revenue " + ALL, """
科目/科目编码 : c
科目/科目名称 : in
总计 ==
上年结转 = origin=carried-over
一般公共预算拨款收入 = fund=general-public-budget origin=current-year
政府性基金预算拨款收入 = fund=government-fund origin=current-year
国有资本经营预算拨款收入 = fund=state-capital origin=current-year
事业收入/非教育收费收入预算 = fund=business-income origin=current-year
事业收入/教育收费收入预算 = fund=fiscal-special-account origin=current-year
事业单位经营收入 = fund=operating-income origin=current-year
其他收入 = fund=other-income origin=current-year
""")),
    Table("表八\n部门支出总表", listing("expenditure-summary", "function", ALL, "科目编码 : c\n科目名称 : in\n" + USES.replace("合计 ==", "总计 =="))),
    Table("表九\n政府采购预算明细表", lines("procurement", "flow=expenditure " + ALL, """
项目 : n
总计 ==
一般公共预算拨款收入 = fund=general-public-budget
政府性基金预算拨款收入 = fund=government-fund
国有资本经营预算拨款收入 = fund=state-capital
事业收入 = fund=business-income
其他收入 = fund=other-income
""", "合计 = line=total\n  货物类 = line=procurement-goods\n  服务类 = line=procurement-services\n  工程类 = line=procurement-works")),
))

FUJIAN = Province("2024年度某市教育局部门预算", Style("万元", "0.00", False, "单位：{unit}", total="last"), (
    Table("附表1  收支预算总表", statement("budget-summary", ALL, "收入/收入项目 : n\n收入/预算数 =", "支出/支出项目 : n\n支出/预算数 =", INCOME_LINES)),
    Table("附表2  收入预算总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, """
单位编码 : c
单位名称 : n
总计 ==
一般公共预算拨款 = fund=general-public-budget origin=current-year
政府性基金预算拨款 = fund=government-fund origin=current-year
国有资本经营预算拨款 = fund=state-capital origin=current-year
财政专户管理资金 = fund=fiscal-special-account origin=current-year
事业收入 = fund=business-income origin=current-year
事业单位经营收入 = fund=operating-income origin=current-year
上级补助收入 = fund=superior-subsidy origin=current-year
附属单位上缴收入 = fund=subordinate-remittance origin=current-year
其他收入 = fund=other-income origin=current-year
上年结转结余 = origin=carried-over
""")),
    Table("附表3  支出预算总表", listing("expenditure-summary", "function", ALL, CODE + USES)),
    Table("附表4  财政拨款收支预算总表", statement("appropriation-summary", APPROPRIATION, "收入/收入项目 : n\n收入/预算数 =", "支出/支出项目 : n\n支出/预算数 =", """
一、一般公共预算拨款收入 = line=general-public-budget-appropriation fund=general-public-budget origin=current-year
二、政府性基金预算拨款收入 = line=government-fund-appropriation fund=government-fund origin=current-year
三、国有资本经营预算拨款收入 = line=state-capital-appropriation fund=state-capital origin=current-year
本年收入合计 = sum=year line=current-year-revenue origin=current-year
上年结转结余 = line=carried-over flow=balance origin=carried-over
收入总计 = sum=all line=total
""")),
    Table("附表5  一般公共预算拨款支出预算表", listing("general-budget-by-function", "function", GENERAL, CODE + KINDS)),
    Table("附表6  政府性基金预算拨款支出预算表", listing("government-fund", "function", FUND, CODE + KINDS)),
    Table("附表7  国有资本经营预算拨款支出预算表", listing("state-capital", "function", CAPITAL, CODE + KINDS)),
    Table("附表9  一般公共预算基本支出经济分类情况表", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC, CODE + ECONOMIC_PARTS)),
    Table("附表10  一般公共预算“三公”经费支出预算表", lines("three-public", THREE.replace("fiscal-appropriation", "general-public-budget"), "项目 : n\n预算数 =", """
合计 =
  1、因公出国（境）经费 = line=foreign-travel
  2、公务接待费 = line=reception
  3、公务用车购置及运行费 = line=vehicle
    其中：（1）公务用车运行费 = line=vehicle-operation
    （2）公务用车购置费 = line=vehicle-purchase
""")),
))

SHAANXI_ECONOMIC = "部门经济科目编码 : c\n部门经济科目名称 : n\n政府经济科目编码 : g\n政府经济科目名称 : gn\n"
SHAANXI = Province("某市教育局2024年部门综合预算", Style("万元", "", True, "单位：{unit}"), (
    Table("表1  2024年部门综合预算收支总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/预算数 =", "支出/支出功能分科目（按大类） : n\n支出/预算数 =", INCOME_LINES)),
    Table("表2  2024年部门综合预算收入总表", listing("revenue-summary", "unit", "flow=revenue " + ALL, """
单位编码 : c
单位名称 : n
总计 ==
一般公共预算拨款/小计 == fund=general-public-budget origin=current-year
一般公共预算拨款/其中：专项资金列入部门预算的项目 : x
政府性基金拨款 = fund=government-fund origin=current-year
国有资本经营预算收入 = fund=state-capital origin=current-year
事业收入 = fund=business-income origin=current-year
事业单位经营收入 = fund=operating-income origin=current-year
上级补助收入 = fund=superior-subsidy origin=current-year
附属单位上缴收入 = fund=subordinate-remittance origin=current-year
其他收入 = fund=other-income origin=current-year
上年结转 = origin=carried-over
""".replace("一般公共预算拨款/小计 ==", "一般公共预算拨款/小计 =").replace("一般公共预算拨款/其中：专项资金列入部门预算的项目 : x\n", ""))),
    Table("表5  2024年部门综合预算一般公共预算支出明细表（按支出功能分类科目）", listing("general-budget-by-function", "function", GENERAL,
          "功能科目编码 : c\n功能科目名称 : n\n合计 ==\n人员经费支出 = category=personnel\n公用经费支出 = category=operating\n专项业务经费支出 = category=project")),
    Table("表8  2024年部门综合预算一般公共预算基本支出明细表（按支出经济分类科目）", listing("basic-expenditure-by-economic", "economic", GENERAL_BASIC,
          SHAANXI_ECONOMIC + "合计 ==\n人员经费支出 = category=personnel\n公用经费支出 = category=operating")),
    Table("表14  2024年部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算表", one_row("three-public",
          THREE.replace("fiscal-appropriation", "general-public-budget"), """
单位编码 : u
单位名称 : un
2023年/合计 == year=2023 phase=approved
2023年/一般公共预算拨款安排的“三公”经费预算/小计 == year=2023 phase=approved line=three-public
2023年/一般公共预算拨款安排的“三公”经费预算/因公出国（境）费用 = year=2023 phase=approved line=foreign-travel
2023年/一般公共预算拨款安排的“三公”经费预算/公务接待费 = year=2023 phase=approved line=reception
2023年/一般公共预算拨款安排的“三公”经费预算/公务用车购置及运行维护费 = year=2023 phase=approved line=vehicle
2023年/会议费 = year=2023 phase=approved line=meeting
2023年/培训费 = year=2023 phase=approved line=training
2024年/合计 ==
2024年/一般公共预算拨款安排的“三公”经费预算/小计 == line=three-public
2024年/一般公共预算拨款安排的“三公”经费预算/因公出国（境）费用 = line=foreign-travel
2024年/一般公共预算拨款安排的“三公”经费预算/公务接待费 = line=reception
2024年/一般公共预算拨款安排的“三公”经费预算/公务用车购置及运行维护费 = line=vehicle
2024年/会议费 = line=meeting
2024年/培训费 = line=training
""")),
))

FINAL_LINES = INCOME_LINES.replace("一般公共预算拨款收入", "一般公共预算财政拨款收入").replace(
    "政府性基金预算拨款收入", "政府性基金预算财政拨款收入").replace("国有资本经营预算拨款收入", "国有资本经营预算财政拨款收入").replace(
    "上年结转结余", "年初结转和结余")  # fmt: skip
FINAL_HEAD = "项目/功能分类科目编码 : c\n项目/科目名称 : n\n"
FINALS = Province("某市教育局2024年度部门决算", Style("万元", "", True, "公开01表|部门：某市教育局|金额单位：{unit}", total="first", counters="栏次", kind="final"), (
    Table("收入支出决算总表", statement("budget-summary", ALL, "收入/项目 : n\n收入/金额 =", "支出/项目 : n\n支出/金额 =", FINAL_LINES)),
    Table("收入决算表", listing("revenue-summary", "function", "flow=revenue " + ALL, FINAL_HEAD + """
本年收入合计 == origin=current-year
财政拨款收入 = fund=fiscal-appropriation origin=current-year
上级补助收入 = fund=superior-subsidy origin=current-year
事业收入 = fund=business-income origin=current-year
经营收入 = fund=operating-income origin=current-year
附属单位上缴收入 = fund=subordinate-remittance origin=current-year
其他收入 = fund=other-income origin=current-year
""")),
    Table("支出决算表", listing("expenditure-summary", "function", ALL, FINAL_HEAD + """
本年支出合计 ==
基本支出 = category=basic
项目支出 = category=project
上缴上级支出 = category=remitted-to-superior
经营支出 = category=business-operation
对附属单位补助支出 = category=subsidy-to-subordinate
""")),
    Table("一般公共预算财政拨款支出决算表", listing("general-budget-by-function", "function", GENERAL, FINAL_HEAD +
          "本年支出/小计 ==\n本年支出/基本支出 = category=basic\n本年支出/项目支出 = category=project")),
    Table("财政拨款“三公”经费支出决算表", one_row("three-public", THREE, """
预算数/合计 == phase=approved
预算数/因公出国（境）费 = phase=approved line=foreign-travel
预算数/公务用车购置及运行维护费/小计 == phase=approved line=vehicle
预算数/公务用车购置及运行维护费/公务用车购置费 = phase=approved line=vehicle-purchase
预算数/公务用车购置及运行维护费/公务用车运行维护费 = phase=approved line=vehicle-operation
预算数/公务接待费 = phase=approved line=reception
决算数/合计 ==
决算数/因公出国（境）费 = line=foreign-travel
决算数/公务用车购置及运行维护费/小计 == line=vehicle
决算数/公务用车购置及运行维护费/公务用车购置费 = line=vehicle-purchase
决算数/公务用车购置及运行维护费/公务用车运行维护费 = line=vehicle-operation
决算数/公务接待费 = line=reception
""")),
    Table("政府性基金预算财政拨款收入支出决算表", listing("government-fund", "function", FUND, FINAL_HEAD + """
年初结转和结余 = flow=balance origin=carried-over
本年收入 = flow=revenue origin=current-year
本年支出/小计 ==
本年支出/基本支出 = category=basic
本年支出/项目支出 = category=project
年末结转和结余 = flow=balance category=carried-to-next-year
""")),
    Table("国有资本经营预算财政拨款支出决算表", listing("state-capital", "function", CAPITAL, FINAL_HEAD +
          "本年支出/合计 ==\n本年支出/基本支出 = category=basic\n本年支出/项目支出 = category=project")),
    Table("机构运行信息表", lines("three-public", "flow=expenditure fund=fiscal-appropriation", "项目 : n\n行次 : s\n统计数 =", "（一）支出合计 = line=total")),
))

# fmt: off
PROVINCES = {
    "beijing": BEIJING, "guangdong": GUANGDONG, "zhejiang": ZHEJIANG, "sichuan": SICHUAN, "jiangsu": JIANGSU,
    "shandong": SHANDONG, "henan": HENAN, "guangxi": GUANGXI, "guizhou": GUIZHOU, "yunnan": YUNNAN,
    "chongqing": CHONGQING, "fujian": FUJIAN, "shaanxi": SHAANXI, "finals": FINALS,
}  # fmt: skip
