"""Every rule on a document that breaks it and on one that does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from yusuan.datapackage.inspection.inspection import LOOKS, inspect
from yusuan.datapackage.inspection.rules import load_rulebook
from yusuan.datapackage.model import Claim, Conversion, Finding

from .papers import CELL, amount, paper, project, table, target

RULES = load_rulebook().rules
NINE = (
    "budget-summary", "revenue-summary", "expenditure-summary", "appropriation-summary", "general-budget-by-function",
    "basic-expenditure-by-economic", "three-public", "government-fund", "state-capital",
)  # fmt: skip
RUNNING = ("2010350", "事业运行")
OFFICE, SPORT = ("20103", "政府办公厅（室）及相关机构事务"), ("20703", "体育")
THREE = "# 一、“三公”经费说明"


def found(rule: str, conversion: Conversion) -> list[Finding]:
    return [f for f in inspect(conversion).findings if f.check == rule]


def outcome(rule: str, conversion: Conversion) -> str:
    return next(c.outcome for c in inspect(conversion).checks if c.check == rule)


def coded(*pairs: tuple[str, str], table: str = "general-budget-by-function", **more: Any) -> list[Any]:
    """Amounts of functional codes with their names."""
    return [amount(name, "1", table, function_code=code, **more) for code, name in pairs]


def spent(*pairs: tuple[str, str]) -> list[Any]:
    """Amounts of economic codes with their names."""
    of = {"table": "basic-expenditure-by-economic", "function_code": ""}
    return [amount(name, "1", economic_code=code, **of) for code, name in pairs]


CLASSES = coded(("205", "教育支出"), ("206", "科学技术支出"), ("221", "住房保障支出"), ("22102", "住房改革支出"))


def _general(whole: str, basic: str) -> list[Any]:
    """The totals of general public budget expenditure: all of it, and the basic part."""
    of = {"line": "total", "function_code": ""}
    return [amount("合计", whole, **of), amount("合计", basic, category="basic", **of)]


def _basic(personnel: str, operating: str) -> list[Any]:
    """The totals of the table of basic expenditure by economic class."""
    of = {"table": "basic-expenditure-by-economic", "line": "total", "function_code": ""}
    return [
        amount("人员经费合计", personnel, category="personnel", **of),
        amount("公用经费合计", operating, category="operating", **of),
    ]


def _by_code(*yuan: str, **more: Any) -> list[Any]:
    """Amounts of two items, as many as are given."""
    codes = ("2050302", "中等职业教育"), ("2050305", "高等职业教育")
    return [amount(name, y, function_code=code, **more) for (code, name), y in zip(codes, yuan, strict=True)]


def _paid(function: str, economic: dict[str, str]) -> list[Any]:
    """Pensions by function, and rows of the table by economic class."""
    of = {"table": "basic-expenditure-by-economic", "function_code": "", "category": "basic"}
    rows = [amount(f"经济科目{code}", yuan, economic_code=code, **of) for code, yuan in economic.items()]
    return [amount("养老保险缴费", function, function_code="2080505", category="basic"), *rows]


def claimed(yuan: str, conversion: Conversion) -> Conversion:
    """The document with a sentence that states its first amount as ``yuan``."""
    fact = conversion.facts[0]
    claim = Claim(
        fact.document_id, "", fact.label, "", "", "", fact.fiscal_year, "amount", Decimal(yuan), "CNY", "", CELL,
        fact.observation_id, "disagrees",
    )  # fmt: skip
    return replace(conversion, claims=(claim,))


def repeated(yuan: str, wan: str) -> Conversion:
    """A table in 元 and a sentence that repeats its amount in 万元."""
    conversion = paper(facts=[amount("事业运行", yuan, reported=yuan, reported_unit="元")])
    told = claimed(str(Decimal(wan) * 10000), conversion)
    return replace(told, claims=(replace(told.claims[0], sentence=f"事业运行{wan}万元"),))


AWARDS = (
    "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额21.07万元；"
    "在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额{}万元。"
)
PROJECTS = [
    amount("甲", "1", "project-expenditure", function_code="", project_code="42010023157T000000105"),
    amount("乙", "2", "project-expenditure", function_code="", project_code="42010023157T000000106"),
    amount("丙", "5", "project-expenditure", function_code="", project_code="42010023157T000000107"),
]
ODD = amount("丁", "8", "project-expenditure", function_code="", project_code="420100221570220000106")
LIKE = replace(ODD, project_code="42010022157T000000106")
WHOLE = amount("合计", "100", "expenditure-summary", line="total", function_code="")

SIX = spent(
    ("30201", "办公费"), ("30202", "印刷费"), ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"), ("30211", "差旅费")
)  # fmt: skip
ASSUMED = ("表上没有印金额单位，按全文其他各表一致的“单位：万元”",)

#: Rule → what breaks it, what keeps it.
CASES: dict[str, tuple[Conversion, Conversion]] = {
    # --- codes and names ---
    "code-not-in-classification": (paper(facts=coded(("2019150", "某运行"))), paper(facts=coded(RUNNING))),
    "edition-unknown": (paper(facts=coded(RUNNING), year=2098), paper(facts=coded(RUNNING))),
    "code-retired": (
        paper(facts=coded(("2080504", "未归口管理的行政单位离退休"))),
        paper(facts=coded(RUNNING)),
    ),
    "code-malformed": (paper(facts=coded(("201035", "事业运行"))), paper(facts=coded(RUNNING))),
    "name-against-code": (paper(facts=coded(("2010350", "行政运行"))), paper(facts=coded(RUNNING))),
    "code-with-two-names": (paper(facts=coded(RUNNING, ("2010350", "机关服务"))), paper(facts=coded(RUNNING, RUNNING))),
    "name-with-two-codes": (
        paper(facts=coded(("2210201", "住房公积金"), ("2210203", "住房公积金"))),
        # 行政运行 is a name below many a 款.
        paper(facts=coded(("2010301", "行政运行"), ("2010601", "行政运行"))),
    ),
    "sub-items-renumbered": (
        paper(facts=spent(("30201", "办公费"), ("30202", "水费"), ("30203", "电费"), ("30204", "邮电费"))),
        paper(facts=spent(("30201", "办公费"), ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"))),
    ),
    "code-without-parent": (
        paper(facts=coded(("201", "一般公共服务支出"), ("20103", "政府办公厅（室）及相关机构事务"), ("2210201", "住房公积金"))),
        paper(facts=coded(("201", "一般公共服务支出"), ("20103", "政府办公厅（室）及相关机构事务"), RUNNING)),
    ),
    "item-rows-missing": (
        paper(facts=[*coded(OFFICE, RUNNING, SPORT), *coded(OFFICE, SPORT, ("2070301", "行政运行"), table="expenditure-summary")]),
        paper(facts=[*coded(OFFICE, RUNNING), *coded(OFFICE, RUNNING, table="expenditure-summary")]),
    ),
    "code-printed-twice": (
        paper(facts=[*coded(RUNNING, cell=replace(CELL, row=1)), *coded(RUNNING, cell=replace(CELL, row=2))]),
        paper(facts=[*coded(RUNNING), *coded(RUNNING, category="basic")]),
    ),
    "project-code-out-of-line": (paper(facts=[*PROJECTS, ODD]), paper(facts=[*PROJECTS, LIKE])),
    "name-differs-in-text": (
        paper("其他社会支出（类）养老支出（款）其它行政事业单位养老支出（项）3 万元。", facts=coded(("2080599", "其他行政事业单位养老支出"))),
        paper("社会支出（类）养老支出（款）其他行政事业单位养老支出（项）3 万元。", facts=coded(("2080599", "其他行政事业单位养老支出"))),
    ),
    "level-differs-in-text": (
        paper("教育支出1万元，科学技术支出1万元，住房改革支出1万元。", facts=CLASSES),
        paper("教育支出1万元，科学技术支出1万元，住房保障支出1万元（其中住房改革支出1万元）。", facts=CLASSES),
    ),
    "item-not-in-table": (
        paper("某支出（类）某事务（款）机关服务（项）3 万元。", facts=coded(RUNNING)),
        paper("“一般公共服务支出-某事务-事业运行”科目 3 万元。", facts=coded(RUNNING)),
    ),
    "glossary-item-not-in-table": (
        paper("! 某支出（类）某事务（款）行政单位离退休（项）：反映。", facts=coded(RUNNING)),
        paper("! 某支出（类）某事务（款）事业运行（项）：反映。", facts=coded(RUNNING)),
    ),
    "listed-item-without-amount": (
        paper("公用经费3万元，主要包括：办公费、印刷费、租赁费等。", facts=SIX),
        paper("公用经费3万元，主要包括：办公费、印刷费、水费、奖品等。", facts=SIX),
    ),
    "unit-name-differs": (
        paper("某市测中心2024年收入预算。", unit_name="某市测试中心"),
        paper("某市测试中心2024年收入预算。某市测绘中心不在此列。", unit_name="某市测试中心"),
    ),
    "unit-not-described": (
        paper(facts=coded(RUNNING, unit_code="901777", unit_name="")),
        paper(facts=coded(RUNNING)),
    ),
    # --- completeness ---
    "table-missing": (paper(tables=[table(t) for t in NINE[:-1]]), paper(tables=[table(t) for t in NINE])),
    "function-detail": (
        paper(facts=coded(("201", "一般公共服务支出")), tables=[table("general-budget-by-function")]),
        paper(facts=coded(RUNNING), tables=[table("general-budget-by-function")]),
    ),
    "economic-detail": (
        paper(facts=spent(("301", "工资福利支出")), tables=[table("basic-expenditure-by-economic")]),
        paper(facts=spent(("30101", "基本工资")), tables=[table("basic-expenditure-by-economic")]),
    ),
    "three-public-detail": (
        paper(tables=[table("three-public", rows=(("合计", "公务接待费"), ("1", "1")))]),
        paper(tables=[table("three-public", rows=(("合计", "因公\n出国\n（境）费", "公务用车购置及运行费", "公务接待\n费"),))]),
    ),
    "empty-table-unexplained": (
        paper("~ 基金表", "~ 单位：万元", tables=[table("government-fund", "基金表", empty=True)]),
        paper("~ 基金表", "~ 注：本单位没有政府性基金预算支出，本表为空表。", tables=[table("government-fund", "基金表", empty=True)]),
    ),
    "money-unit-missing": (
        paper(tables=[replace(table("revenue-summary"), assumed=ASSUMED)]),
        paper(tables=[table("revenue-summary"), replace(table("unit-list"), assumed=ASSUMED)]),
    ),
    "duties-missing": (paper("~ 概况", "收入预算。"), paper("~ 一、主要职责", "收入预算。")),
    "structure-missing": (paper("~ 概况", "收入预算。"), paper("~ 二、机构设置", "收入预算。")),
    "glossary-missing": (paper("收入预算。"), paper("收入预算。", "! 名词解释")),
    "three-public-explanation-missing": (paper("收入预算。"), paper("“三公”经费支出 1 万元。")),
    "three-public-change-unexplained": (
        paper(THREE, "“三公”经费支出预算 10 万元，其中公务接待费 10 万元。"),
        paper(THREE, "“三公”经费支出预算 10 万元，与 2023 年持平。"),
    ),
    "agency-operating-missing": (paper("收入预算。"), paper("机关运行经费 10 万元。")),
    "procurement-missing": (paper("收入预算。"), paper("政府采购预算 10 万元。")),
    "procurement-parts-missing": (
        paper("# （二）政府采购情况", "政府采购预算 10 万元。"),
        paper("# （二）政府采购情况", "政府采购预算 10 万元，其中：货物 10 万元。"),
    ),
    "state-assets-missing": (paper("收入预算。"), paper("国有资产占用情况：车辆 0 辆。")),
    "performance-missing": (paper("收入预算。"), paper("预算绩效管理情况：全部项目。")),
    "change-unexplained": (
        paper("# 一、收入", "收入预算 10 万元，比2023年预算增加 3 万元。"),
        paper("# 一、收入", "收入预算 10 万元，比2023年预算增加 3 万元。", "主要原因：人员增加。"),
    ),
    # --- wording ---
    "template-alternative": (paper("比上年增加（减少）3 万元。"), paper("比上年增加 3 万元，增长（或回升）明显。")),
    "placeholder": (paper("收入预算××万元。"), paper("机房 7×24 小时值守，电话 010-****，门牌 X2 号，网址 www.xx.gov.cn。")),
    "template-instruction": (paper("~ 无收支的，仍保留该表格式。"), paper("~ 请有关部门核实。")),
    "unrendered": (paper("~ #REF!"), paper("~ 编号 #12。")),
    "doubled-punctuation": (paper("收入，，支出。"), paper("收入，支出……")),
    "percent-sign-missing": (paper("比上年增加 3 万元，增长 4.82，主要是人员。"), paper("比上年增加 3 万元，增长 4.82%。")),
    "double-negative": (paper("比上年减少-3 万元。"), paper("2022-2023 年减少 3 万元。")),
    "direction-contradiction": (paper("比上年增加3万元，下降2%。"), paper("比上年增加3万元，增长2%；另减少1万元，下降5%。")),
    "reason-missing": (paper("增加 3 万元，主要原因是。"), paper("增加 3 万元，主要原因：", "1.人员增加。")),
    "level-but-changed": (
        paper("与2023年度相比持平。主要原因：项目减少支付。"),
        paper("与2023年度持平，主要原因是没有公务用车，不增加购置。"),
    ),
    "level-with-amount": (paper("与2023年预算一致0万元。"), paper("与2023年预算一致，为0万元。")),
    "word-slip": (paper("其它行政事业单位养老支出3万元。"), paper("其他行政事业单位养老支出3万元，公务用车购置及运行费0万元。")),
    "department-in-unit-document": (paper("本部门政府采购 3 万元。"), paper("本单位政府采购 3 万元，纳入部门预算管理。")),
    "unit-in-department-document": (
        paper("本单位政府采购 3 万元。", scope="department"),
        # a book has parts of units, each headed as its own
        paper(
            "本部门政府采购 3 万元，其中本单位（本级）1 万元。",
            "某市水文站2024年单位预算1万元另行公开。",
            "第二部分 某市水文站2024年单位预算",
            "本单位政府采购 1 万元。",
            scope="department",
        ),
    ),
    "purpose-copied": (
        paper(
            "卫生健康支出（类）医疗（款）事业单位医疗（项）。主要用于：事业单位医疗保险支出。",
            "住房保障支出（类）住房改革支出（款）住房公积金（项）。主要用于：事业单位医疗保险支出。",
        ),
        paper(
            "卫生健康支出（类）医疗（款）行政单位医疗（项）。主要用于：职工医疗保险支出。",
            "卫生健康支出（类）医疗（款）事业单位医疗（项）。主要用于：职工医疗保险支出。",
        ),
    ),
    "paragraph-twice": (
        paper("# 一、支出", *["7.社会保障和就业支出（类）养老支出（款）职业年金缴费支出（项）887.36万元。"] * 2),
        # A text box over a page break: the second print is not on paper.
        paper(
            "# 一、支出", "p3 7.社会保障和就业支出（类）养老支出（款）职业年金缴费支出（项）887.36万元。",
            "p4 7.社会保障和就业支出（类）养老支出（款）职业年金缴费支出（项）887.36万元。",
        ),
    ),
    "brackets-unbalanced": (paper("因公出国（境费 0 万元。"), paper("1）因公出国（境）费 0 万元，《办法》（试行）。")),
    "quotes-unbalanced": (paper("“三公经费 0 万元。"), paper("“三公”经费（含“公务用车”）0 万元。")),
    "note-of-another-table": (
        paper("~ 支出决算表", "~ 注：本表反映部门本年度取得的各项收入情况。", tables=[table("expenditure-summary", "支出决算表")]),
        paper("~ 支出决算表", "~ 注：本表反映部门本年度各项支出情况。", tables=[table("expenditure-summary", "支出决算表")]),
    ),
    "empty-note-on-filled-table": (
        paper("~ 基金表", "~ 注：无基金支出，故此表为空。", tables=[table("government-fund", "基金表")],
              facts=[amount("城乡社区", "3", "government-fund")]),
        paper("~ 基金表", "~ 注：无基金支出，本表为空表。", tables=[table("government-fund", "基金表", empty=True)]),
    ),
    "absence-against-table": (
        paper("2024年没有使用政府性基金预算拨款安排的支出，故此表为空。", facts=[amount("城乡社区", "3", "government-fund")]),
        paper("2024年没有使用政府性基金预算拨款安排的支出。", facts=[amount("城乡社区", "0", "government-fund")]),
    ),
    # --- comparisons ---
    "comparison-year": (paper("收入预算 3 万元，比2022年预算增加 1 万元。"), paper("收入 3 万元，比2023年预算增加 1 万元；按与2019年签订的合同执行。")),
    "comparison-base-mixed": (
        paper("收入比2023年预算执行数增加 3 万元；支出比2023年预算增加 2 万元。"),
        paper("收入比2023年预算增加 3 万元；支出比2023年预算增加 2 万元。"),
    ),
    "growth-from-zero": (paper("支出 3 万元，比上年增加3万元，增长100%。"), paper("支出 6 万元，比上年增加3万元，增长100%。")),
    "completion-of-zero": (
        paper("年初预算为0万元，支出决算为3万元，完成年初预算的95.89%。"),
        paper("年初预算为0万元，支出决算为0万元。"),
    ),
    "verdict-against-amounts": (
        paper("全年预算为52.00万元，支出决算为53.32万元，决算数小于全年预算数的主要原因：节约。", kind="final"),
        paper("年初预算为0万元，全年预算为52.00万元，支出决算为51.32万元，决算数小于全年预算数的主要原因：节约。", kind="final"),
    ),
    "rows-exchanged": (
        paper(facts=[*_by_code("71.25", "33.08"), *_by_code("33.08", "71.25", table="expenditure-summary")]),
        paper(facts=[*_by_code("71.25", "33.08"), *_by_code("33.08", "72.25", table="expenditure-summary")]),
    ),
    "payment-in-another-row": (
        paper(facts=_paid("60.31", {"30101": "60.31", "30108": "210.55"})),
        paper(facts=_paid("60.31", {"30101": "210.55", "30108": "61.00"})),
    ),
    "percent-over-100": (paper("基本支出 3 万元，占支出合计的 137.74%。"), paper("基本支出 3 万元，占 100.00%，增长 152.99%。")),
    "unit-slip": (claimed("100000000", paper(facts=coded(RUNNING))),
                  claimed("10000", paper(facts=coded(RUNNING)))),
    "impossible-magnitude": (
        paper(facts=[WHOLE, amount("合计", "100000", line="total", function_code="")]),
        paper(facts=[WHOLE, amount("合计", "99", line="total", function_code="")]),
    ),
    "vehicles-differ": (
        paper("国有资产车辆合计20辆。", tables=[table("three-public", rows=(("4.公务用车保有量（辆）", "────", "16"),))]),
        paper("国有资产车辆合计20辆，公务用车保有量为20辆。", tables=[table("three-public", rows=(("3.公务用车购置数（辆）", "────", "0"),))]),
    ),
    "staff-kinds": (
        paper("本部门编制数100人，其中：行政编制40人、事业编制55人。"),
        # a kind that is not listed may be among them: 编制100人，其中行政编制40人
        paper("本部门编制数100人，其中：行政编制40人、事业编制60人；实有人数90人。"),
    ),
    "vehicle-kinds": (
        paper("共有车辆12辆，其中：主要领导干部用车0辆、机要通信用车5辆、应急保障用车2辆、其他用车4辆。"),
        paper("共有车辆12辆，其中，机要通信用车5辆、应急保障用车3辆、其他用车4辆，其他用车主要是业务用车4辆。"),
    ),
    "vehicles-without-vehicle": (
        paper("共有车辆0辆。", facts=[amount("公务用车运行费", "32.20", "three-public", line="vehicle-operation")]),
        paper("共有车辆0辆。", facts=[amount("公务用车运行费", "0", "three-public", line="vehicle-operation")]),
    ),
    "negative-amount": (paper(facts=[amount("事业运行", "-3")]), paper(facts=[amount("事业运行", "3"), amount("结余", "-3", flow="balance")])),
    "basic-table-of-whole": (
        paper(facts=_general("8", "5") + _basic("6", "2")),
        paper(facts=_general("8", "5") + _basic("3", "2")),
    ),
    "share-in-table": (
        paper(tables=[table("overall-performance", rows=(("甲类", "1281.24", "33.34%"), ("乙类", "2561.11", "66.65%"), ("合计", "3842.35", "100%")))]),
        paper(tables=[table("overall-performance", rows=(("甲类", "1281.24", "33.35%"), ("乙类", "2561.11", "66.65%"), ("合计", "3842.35", "100%")))]),
    ),
    "procurement-sum": (
        paper("政府采购预算117.00万元，其中：政府采购货物预算17.00万元、政府采购工程预算0万元、政府采购服务预算110.00万元。"),
        paper("政府采购金额（以合同签订为准）为251.25万元，其中：货物采购金额4.79万元、工程采购金额0万元、服务采购金额246.47万元。"),
    ),
    "procurement-awards": (
        paper("# 政府采购", "政府采购金额为21.07万元，其中：货物采购金额21.07万元。", AWARDS.format("21.07")),
        paper("# 政府采购", "政府采购金额为25.07万元，其中：货物采购金额25.07万元。", AWARDS.format("4.00")),
    ),
    "separators-mixed": (
        paper(*("收入29,381.00万元。",) * 5, "商贸支出3136.40万元。"),
        paper(*("收入29,381.00万元。",) * 5, "商贸支出3,136.40万元，编号3136。"),
    ),
    "cut-not-rounded": (repeated("877080.00", "87.70"), repeated("877080.00", "87.71")),
    # --- structure ---
    "numbering-slip": (paper("# 一、收入", "收入。", "# 三、支出", "支出。"), paper("# 一、收入", "1.甲。", "2.乙。", "# 二、支出", "1.丙。")),
    "title-year": (
        paper(tables=[table("budget-summary", "2023年部门收支预算总表")]),
        paper("# 2024年预算比2023年预算增减情况说明", tables=[table("budget-summary", "2024年部门收支预算总表")]),
    ),
    "text-of-another-year": (
        paper("~ 2025年是全面实施规划的关键一年。", kind="final"),
        paper("~ 2024年是全面实施规划的关键一年。", kind="final"),
    ),
    "contents-entry-missing": (
        paper("@ 三、项目支出表……9", "p2 # 一、收入", "收入。"),
        paper("@ 一、部门收入支出总表……9", "p2 ~ 某单位收入支出总表", "收入。"),
    ),
    "section-empty": (
        paper("# 一、收入", "收入。", "# 二、支出", "# 三、其他", "其他。"),
        paper("# 一、收入", "收入。", "# 二、支出", "支出。"),
    ),
    "blank-page": (paper("收入。", "p3 支出。"), paper("收入。", "p2 支出。")),
    "impossible-date": (paper("2023年2月30日公布。"), paper("2024年2月29日公布。")),
    "assets-date": (paper("截至2022年12月31日，国有资产共计 3 万元。"), paper("截至2023年12月31日，国有资产共计 3 万元。")),
    "published-late": (
        paper("~ 批复日期：2024年1月10日", "~ 公开日期：2024年2月8日"),
        paper("~ 批复日期：2024年1月20日", "~ 公开日期：2024年2月8日"),
    ),
    # --- performance ---
    "target-with-two-values": (
        paper(targets=[target("正常访问率", ">=", "95"), target("正常访问率", ">=", "99")]),
        paper(targets=[target("正常访问率", ">=", "95"), target("正常访问率", ">=", "95", level2="时效指标")]),
    ),
    "target-percent-over-100": (
        paper(targets=[target("服务对象满意度", ">=", "195")]),
        paper(targets=[target("服务对象满意度", ">=", "95"), target("业务量增长率", ">=", "120")]),
    ),
    "target-direction": (
        paper(targets=[target("重大安全事故率", ">=", "1")]),
        paper(targets=[target("重大安全事故率", "<=", "1"), target("故障恢复率", ">=", "99")]),
    ),
    "target-without-value": (paper(targets=[target("培训完成率", "", "")]), paper(targets=[target("培训完成率", ">=", "90")])),
    "project-without-target": (
        paper(facts=PROJECTS[:2], targets=[target("及时率", ">=", "90", project_code=PROJECTS[0].project_code)]),
        paper(facts=PROJECTS[:1], targets=[target("及时率", ">=", "90", project_code=PROJECTS[0].project_code)]),
    ),
    "project-money-differs": (
        paper(facts=PROJECTS[:1], projects=[project(PROJECTS[0].project_code, "20000")]),
        paper(facts=PROJECTS[:1], projects=[project(PROJECTS[0].project_code, "10000")]),
    ),
}  # fmt: skip


def test_every_rule_has_its_examples() -> None:
    assert set(CASES) == set(RULES)
    assert len(RULES) > 60


def test_every_rule_has_one_way_to_look() -> None:
    sections = {needed.rule for needed in load_rulebook().sections}
    for rule in RULES.values():
        assert (rule.id in LOOKS) + (rule.id in sections) + (bool(rule.pattern) and rule.id not in LOOKS) == 1, rule.id
    assert set(LOOKS) <= set(RULES)


@pytest.mark.parametrize("rule", CASES)
def test_a_document_that_breaks_the_rule(rule: str) -> None:
    findings = found(rule, CASES[rule][0])
    assert findings
    for finding in findings:
        assert RULES[rule].zh in finding.message
        assert finding.message_en.startswith(RULES[rule].en)


@pytest.mark.parametrize("rule", CASES)
def test_a_document_that_keeps_the_rule(rule: str) -> None:
    assert not found(rule, CASES[rule][1])
    assert outcome(rule, CASES[rule][1]) == "passed"


def test_the_one_paragraph_without_a_reason_where_its_neighbours_give_theirs() -> None:
    given = "教育支出 5 万元，比 2023 年增加 1 万元，主要原因是人员增加。"
    without = "住房保障支出 5 万元，比 2023 年增加 1 万元。"
    heading = "# 一、支出情况"
    (slip,) = found(
        "change-unexplained",
        paper(heading, given, given.replace("教育", "科学"), without, given.replace("教育", "卫生")),
    )
    assert slip.line == 4
    assert not found("change-unexplained", paper(heading, given, without)), "two paragraphs show no custom"


def test_of_amounts_that_stay_the_same_the_one_without_a_reason_is_told() -> None:
    heading, given = "# 三、“三公”经费", "（一）因公出国（境）费0万元，与2023年预算持平，主要原因是没有安排。"
    whole, without = "“三公”经费3万元，与2023年预算持平。其中：", "（三）公务接待费3万元，与2023年预算持平。"
    second = given.replace("（一）因公出国（境）", "（二）公务用车")
    assert [s.line for s in found("change-unexplained", paper(heading, whole, given, second, without))] == [5]
    arranged = without.replace("持平。", "持平，由区里统筹安排。")
    assert not found("change-unexplained", paper(heading, whole, given, second, arranged))
    assert not found("change-unexplained", paper(heading, whole, given, without)), "two show no custom"


def test_a_reason_of_which_only_the_beginning_is_left_is_told() -> None:
    rest = "支出预算 9 万元。"
    assert found("reason-missing", paper("财政拨款收入支出减少的。", rest))
    assert not found("reason-missing", paper("财政拨款收入支出是减少的。", rest))


def test_a_particular_purpose_belongs_to_one_item() -> None:
    item = "科学技术支出（类）科技条件（款）{}（项）10万元，主要用于{}。"
    particular, running = "政策扶持资金拨付", "在职人员工资和日常公用开支"
    assert found("purpose-copied", paper(item.format("科技条件专项", particular), item.format("购房补贴", particular)))
    assert not found("purpose-copied", paper(item.format("科技条件专项", running), item.format("购房补贴", running)))


def test_the_year_of_the_units_in_scope_is_that_of_the_document() -> None:
    title = "纳入甲局{}年度部门预算编制范围的单位包括："
    assert found("title-year", paper(tables=[table("unit-list", title.format(2023))]))
    assert not found("title-year", paper(tables=[table("unit-list", title.format(2024))]))


def test_a_paragraph_that_runs_over_a_page_twice_is_told_once() -> None:
    text = "事业运行支出 XX 万元，主要用于单位日常运转所需的人员和办公经费，以及其他各项必要的开支。"
    assert len(found("placeholder", paper(text, f"p2 {text}"))) == 1


def test_the_rows_of_projects_are_no_rows_of_a_code() -> None:
    of = {"table": "project-expenditure", "function_code": "2010350"}
    papers = paper(facts=[amount("机房运行", "1", **of), amount("网站建设", "2", **of)])
    assert not {f.check for f in inspect(papers).findings} & {
        "code-printed-twice",
        "name-against-code",
        "code-with-two-names",
    }


def test_a_name_cut_in_its_cell_is_told_as_cut_and_not_as_another() -> None:
    """Its code says what it is, and nobody took the name for another."""
    whole, cut = "机关事业单位基本养老保险缴费支出", "机关事业单位基本养"
    (told,) = found("name-against-code", paper(facts=coded(("2080505", cut))))
    assert (told.severity, told.expected) == ("info", whole)
    assert "没有印全" in told.message
    (told,) = found("code-with-two-names", paper(facts=coded(("2080505", cut), ("2080505", whole))))
    assert (told.severity, "没有印全" in told.message) == ("info", True)
    of_two = coded(("2080299", "住房公积金"), ("2080299", "住房公积金管理"))
    (told,) = found("code-with-two-names", paper(facts=of_two))  # the shorter one is the name of a code
    assert told.severity == "warning"
    text = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）5.00万元。"
    (told,) = found("name-differs-in-text", paper(text, facts=coded(("2080505", whole[:-3]))))
    assert (told.severity, "没有印全" in told.message) == ("info", True)
    for name, severity in (("机关事业单位职业年金缴费支出", "error"), ("机关事业单位基本养老报险", "warning")):
        (told,) = found("name-against-code", paper(facts=coded(("2080505", name))))
        assert (told.severity, "没有印全" in told.message) == (severity, False)


@pytest.mark.parametrize(("kind", "told"), [("final", 0), ("budget", 1)])
def test_only_final_accounts_are_held_against_the_budget_of_their_own_year(kind: Any, told: int) -> None:
    text = "公务接待费1.50万元，比2024年年初预算数2.00万元减少0.50万元。"
    assert len(found("comparison-year", paper(text, kind=kind))) == told


def test_the_title_of_another_document_on_a_page_is_not_the_documents_own_words() -> None:
    assert found("department-in-unit-document", paper("# 首页 信息公开 2025年部门预算公开", "收入 3 万元。")) == []


# --- what a correct document of another province was told ---------------------------------------------------


def test_a_paragraph_that_leads_over_to_its_parts_leaves_the_reasons_to_them() -> None:
    whole = "收、支预算总计各增加45.20万元，增长6.03%。其中："
    assert not found("change-unexplained", paper("# 一、总体情况", whole))
    part = "（{}）收入{}万元，比上年增加3.00万元，主要原因是人员增加。"
    assert not found("change-unexplained", paper("# 一、总体情况", whole, *(part.format(n, n) for n in (1, 2, 3))))
    assert found("change-unexplained", paper("# 一、总体情况", whole.removesuffix("其中：")))


def test_a_part_of_its_own_tells_of_performance_and_a_mention_does_not() -> None:
    own = ("~ 第四部分 绩效评价情况", "~ 一、工作开展情况", "~ 本部门对项目支出实施评价，评价项目4个。")
    assert not found("performance-missing", paper("# 一、收入", "收入预算。", *own))
    assert found("performance-missing", paper("# 一、收入", "收入预算。", "~ 负责绩效管理等工作。"))


def test_printed_targets_of_projects_tell_of_performance() -> None:
    filled, empty = (table("project-performance", "项目支出绩效目标表", empty=e) for e in (False, True))
    assert not found("performance-missing", paper("# 一、收入", "收入预算。", tables=[filled]))
    assert found("performance-missing", paper("# 一、收入", "收入预算。", tables=[empty]))


def test_what_an_empty_table_would_mean_does_not_say_that_this_one_is_empty() -> None:
    note, facts = "~ 注：若为空表，则为该单位本年度无基金支出。", [amount("城乡社区", "3", "government-fund")]
    told = paper("~ 基金表", note, tables=[table("government-fund", "基金表")], facts=facts)
    assert not found("empty-note-on-filled-table", told)


def test_what_its_own_empty_table_says_there_is_none_of_needs_no_section() -> None:
    empty = table("agency-operating", "机关运行经费支出预算表", empty=True)
    note = "~ 注：本单位无机关运行经费支出预算，故本表无数据。"
    text = "# 一、收入"
    told = paper("~ 机关运行经费支出预算表", note, text, "收入预算。", tables=[empty])
    assert not found("agency-operating-missing", told)
    assert found("agency-operating-missing", paper("~ 机关运行经费支出预算表", text, "收入预算。", tables=[empty]))


def test_only_a_table_that_its_title_names_may_be_the_one_that_is_missed() -> None:
    printed = [table(t) for t in NINE[:-1]]
    money = {"rows": (("合计", "12.00"),), "form": ""}
    (slip,) = found("table-missing", paper(tables=[*printed, table("other-1", "国有资本经营预算安排表", **money)]))
    assert slip.outcome == "not-checkable"
    (slip,) = found("table-missing", paper(tables=[*printed, table("other-1", "政府购买服务表", **money)]))
    assert slip.outcome == "failed"


def test_an_entry_of_the_contents_may_number_a_table_otherwise_than_its_title() -> None:
    listed = paper("@ 表1.收支总表……9", "p2 ~ 一、收支总表", "收入。")
    assert not found("contents-entry-missing", listed)
