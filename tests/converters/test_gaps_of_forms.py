"""Tables and columns that earlier drawings of whole disclosures showed to be missing: read, proven, mistakes told."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

sys.path.insert(0, str(Path(__file__).parent))
import layouts
from drawn import Drawing
from test_unseen_layouts import observations
from yusuan.converters.disclosure import convert

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


# fmt: off
# what government purchases: codes of functions and of the list beside the things, six funds
d = draw("services by code", "某市文化馆2024年部门预算", 2024)
spent(d, "300.00")
d.table("政府购买服务支出预算表",[["单位","科目编码","科目名称","项目名称","购买服务目录代码（三级目录）","购买服务内容","购买方式","金额","<","<","<","<","<"],["^","^","^","^","^","^","^","合计","一般公共预算","政府性基金","国有资本经营预算","财政专户管理资金","单位资金"]],[
 ("line=total",["合计","","","","","","","90.00","70.00","20.00","","",""]),
 ("line=purchased-service function=2070109",["某市文化馆","2070109","群众文化","送戏下乡","A0701","演出服务","政府采购","70.00","50.00","20.00","","",""]),
 ("line=purchased-service function=2070109",["某市文化馆","2070109","群众文化","场馆安保","B0601","保安服务","直接购买","20.00","20.00","","","",""]),
],[None]*7+["",GENERAL,"fund=government-fund","fund=state-capital","fund=fiscal-special-account","fund=unit-funds"],"service-purchase","")
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
