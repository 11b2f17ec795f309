"""The administrative division that a name begins with."""

from __future__ import annotations

import pytest
from yusuan.converters.divisions import city_of_zone, contains, divide


@pytest.mark.parametrize(
    ("name", "code", "rest"),
    [
        ("上海市普陀区财政局", "310107", "财政局"),
        ("中共上海市普陀区委社会工作部", "310107", "委社会工作部"),
        ("上海市财政局", "310000", "财政局"),
        ("政协厦门市委员会办公厅", "350200", "委员会办公厅"),
        ("中国人民政治协商会议宁波市委员会", "330200", "委员会"),
        ("武汉市信息中心", "420100", "信息中心"),
        ("湖北省武汉市江岸区教育局", "420102", "教育局"),
        ("重庆市北碚区教育委员会", "500109", "教育委员会"),
        ("廊坊市三河市财政局", "131082", "财政局"),
        ("西南大学", "", "西南大学"),
        ("红河州财政局", "532500", "财政局"),
        ("黔西南州兴义市审计局", "522301", "审计局"),
        ("海西州交通运输局", "632800", "交通运输局"),
        ("海南省财政厅", "460000", "财政厅"),
        ("海南州财政局", "632500", "财政局"),
        ("大理市财政局", "532901", "财政局"),
        ("伊犁州财政局", "654000", "财政局"),
        ("内蒙古赤峰市松山区教育局", "150404", "教育局"),
        ("西藏大学", "", "西藏大学"),
        ("新疆生产建设兵团教育局", "", "新疆生产建设兵团教育局"),
        ("普陀区财政局", "", "普陀区财政局"),  # in 上海 and in 舟山
    ],
)
def test_the_division_of_a_name(name: str, code: str, rest: str) -> None:
    assert divide(name) == (code, rest)


def test_a_province_contains_its_counties_and_not_those_of_another() -> None:
    assert contains("310000", "310107") and contains("420100", "420102") and contains("420100", "420100")
    assert not contains("420100", "420200") and not contains("310107", "310000")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("武汉东湖新技术开发区管理委员会", "420100"),
        ("长春新区教育局", "220100"),
        ("昆山高新区财政局", "320583"),
        ("河西新区管委会", ""),  # what a district is called says nothing of a zone
        ("吉林高新区财政局", ""),  # a province and a city
        ("武汉大学", ""),
    ],
)
def test_a_development_zone_lies_in_the_city_that_it_is_called_by(name: str, code: str) -> None:
    assert city_of_zone(name) == code
