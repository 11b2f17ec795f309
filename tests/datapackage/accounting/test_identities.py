"""Identities as data: an operator's own, and what is wrong with a record is told in one line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.building import job
from yusuan.console import Console
from yusuan.datapackage.accounting.identities import IdentityError, load_identities
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion, Disclosure, Fact, Origin, identify
from yusuan.outcomes import CommandError

OWN = """
- id: our-town-welfare
  zh: 本地要求：福利费等于工会经费
  en: by a rule of our town, welfare equals trade union funds
  group: own
  basis: 某局2024年通知
  tables: [basic-expenditure-by-economic]
  left: {economic_code: "30229"}
  right: [{economic_code: "30228"}]
"""


def conversion(welfare: str, union: str) -> Conversion:
    disclosure = Disclosure(
        "d" * 16, "d" * 64, "made.pdf", "甲中心2024年单位预算", "420100", "1", "甲中心", "", "", 2024, "budget", "unit"
    )
    facts = [
        Fact(
            "d" * 16, "basic-expenditure-by-economic", "1", "甲中心", 2024, "approved", "expenditure", "", code, "",
            "", "", "all", "all", "operating", Decimal(amount) * 10000, amount, "万元", Origin("pdf", page=1),
        )
        for code, amount in (("30229", welfare), ("30228", union))
    ]  # fmt: skip
    return Conversion(disclosure, tuple(identify(facts)))


def test_an_operator_adds_an_identity_as_data(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    kept = prove(conversion("5.00", "5.00"), identities=tmp_path)
    assert {c.outcome for c in kept.checks if c.check == "our-town-welfare"} == {"passed"}
    assert {f.confirmations for f in kept.facts} == {1}
    broken = prove(conversion("5.00", "4.00"), identities=tmp_path)
    (found,) = [f for f in broken.findings if f.check == "our-town-welfare"]
    assert (found.difference, found.cause) == ("1", "publisher")


def test_without_the_folder_it_is_not_asked() -> None:
    assert not [c for c in prove(conversion("5.00", "4.00")).checks if c.check == "our-town-welfare"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OWN.replace("economic_code", "economy"), "没有这样的维度"),
        (OWN.replace("  zh: 本地要求：福利费等于工会经费\n", ""), "缺少 ['zh']"),
        (OWN.replace("  group: own", "  group: own\n  colour: red"), "不认识 ['colour']"),
        (OWN.replace("our-town-welfare", "balance"), "这个标识已经有了"),
        (OWN.replace("  tables: [basic-expenditure-by-economic]\n", ""), "没有说是哪张表"),
        ("id: [", "不是 YAML"),
        ("just text", "应是一列等式"),
        (OWN.replace('  left: {economic_code: "30229"}\n', ""), "没有等号两边"),
        (OWN + "  tree: colour\n  steps: [3, 5]\n", "tree 应是"),
        (OWN + "  tree: economic_code\n", "两级以上的 steps"),
        (OWN + "  tree: economic_code\n  steps: [5, 3]\n", "由小到大"),
        (OWN + "  tree: economic_code\n  steps: 3\n", "steps 应是一列"),
        (OWN.replace("[basic-expenditure-by-economic]", "basic-expenditure-by-economic"), "tables 应是一列"),
        (OWN + "  relation: ≥\n", "relation 应是"),
        (OWN.replace('{economic_code: "30229"}', "30229"), "应是各维度"),
        ("- just text", "应是一条等式的各项"),
    ],
)
def test_a_record_that_is_not_understood_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    with pytest.raises(IdentityError, match=r"own\.yaml") as error:
        load_identities(tmp_path)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_build_with_a_wrong_identity_does_not_begin(tmp_path: Path, repo: Path) -> None:
    (tmp_path / "own.yaml").write_text("- id: x", "utf-8")
    with pytest.raises(CommandError, match="缺少"):
        job.build(
            [repo / "examples"], tmp_path / "out", "https://w3id.org/yusuan/", Console(quiet=True), identities=tmp_path
        )
    with pytest.raises(CommandError, match="没有这个等式文件夹"):
        job.build(
            [repo / "examples"],
            tmp_path / "out",
            "https://w3id.org/yusuan/",
            Console(quiet=True),
            identities=tmp_path / "none",
        )


def test_every_identity_says_what_it_is_in_two_languages() -> None:
    for identity in load_identities():
        assert identity.zh.isascii() is False
        assert identity.en.translate(dict.fromkeys(map(ord, "“”−"))).isascii()
    assert len({i.id for i in load_identities()}) == len(load_identities())


def test_each_identity_of_the_project_says_what_makes_it_so() -> None:
    assert [i.id for i in load_identities() if len(i.basis) < 6] == []
