"""``yusuan validate`` over a whole package: what is broken is named, in one form, with exit code 3."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from yusuan import document
from yusuan.commands.validation import accounting_problems, validate
from yusuan.console import Console
from yusuan.datapackage.keys import broken_keys
from yusuan.datapackage.model import Conversion, identify
from yusuan.ontology.ntriples import RdfError
from yusuan.ontology.rdf import write_rdf
from yusuan.settings import DEFAULT_BASE

from .conftest import conversion, disclosure, fact

AMOUNT = "<https://w3id.org/yusuan/def/amount>"
UNIT = "<https://w3id.org/yusuan/def/unit>"


def _sound() -> Conversion:
    """The conversion made by hand, without what no accounting can pass."""
    whole = conversion()
    kept = tuple(f for f in whole.facts if f.line != "new-line" and f.table != "project-expenditure")
    return replace(whole, facts=kept, checks=(), repairs=())


@pytest.fixture
def package(tmp_path: Path) -> Path:
    document.write(_sound(), tmp_path / "p", DEFAULT_BASE)
    return tmp_path / "p"


def _edit(package: Path, name: str, edit: Callable[[str], str]) -> None:
    """Change a file and hide it, as the descriptor would then say."""
    path = package / name
    before = path.read_text("utf-8")
    after = edit(before)
    assert after != before
    path.write_text(after, "utf-8", newline="")
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        if resource["path"] == name:
            data = path.read_bytes()
            resource |= {"bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}
    (package / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")


def _found(package: Path) -> dict[str, str]:
    result = validate(package, Console(quiet=True))
    assert result.exit_code == (3 if result.verdicts[0].problems else 0)
    return {problem.check: str(problem) for problem in result.verdicts[0].problems}


def _lines(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    return lambda text: "".join(sorted(change(text.splitlines(keepends=True))))


def test_a_package_as_it_was_written_is_valid(package: Path) -> None:
    assert _found(package) == {}


def test_an_amount_changed_in_the_rdf_alone_no_longer_agrees_with_the_csv(package: Path) -> None:
    _edit(package, "rdf/data.nt", lambda text: text.replace('"1234500"', '"1234501"', 1))
    assert set(_found(package)) == {"rdf-agrees"}


def test_an_amount_taken_out_breaks_content_shape_and_constraint(package: Path) -> None:
    def without(lines: list[str]) -> list[str]:
        first = next(line for line in lines if AMOUNT in line)
        return [line for line in lines if line != first]

    _edit(package, "rdf/data.nt", _lines(without))
    found = _found(package)
    assert set(found) == {"rdf-agrees", "shape", "ic-14"}
    assert "缺少度量" in found["ic-14"] and "恰好有一个以元计的十进制金额" in found["shape"]


def test_a_duplicate_observation_is_told_with_both(package: Path) -> None:
    """One observation is copied under another name, its occurrence too."""

    def copied(lines: list[str]) -> list[str]:
        subject = next(line for line in lines if AMOUNT in line).split(" ", 1)[0]
        twin = f"{subject[:-9]}00000000>"
        return lines + [line.replace(subject, twin, 1) for line in lines if line.startswith(subject)]

    _edit(package, "rdf/data.nt", _lines(copied))
    assert "维度值全部相同" in _found(package)["ic-12"]


def test_a_dangling_unit_is_told(package: Path) -> None:
    _edit(package, "rdf/data.nt", _lines(lambda lines: [
        line.replace("/unit/420100-901002>", "/unit/420100-999999>") if f" {UNIT} " in line and "observation/" in line
        else line for line in lines]))  # fmt: skip
    assert "单位没有说明" in _found(package)["shape"] and "420100-999999" in _found(package)["shape"]


def test_a_code_outside_its_list_is_told(package: Path) -> None:
    def strange(text: str) -> str:
        return "".join(
            sorted(text.replace("/code/fund-general-public-budget> .", "/code/fund-gold> .").splitlines(True))
        )

    _edit(package, "rdf/data.nt", strange)
    found = _found(package)
    assert "fund-gold" in found["ic-19"] and "资金性质应恰好有一个" in found["shape"]


def test_broken_syntax_is_told_with_its_line(package: Path) -> None:
    _edit(package, "rdf/data.nt", lambda text: text.replace(" .\n", "\n", 1))
    assert "rdf/data.nt 第 2 行" in _found(package)["rdf-syntax"]


def test_statements_out_of_order_or_twice_are_told(package: Path) -> None:
    _edit(package, "rdf/data.nt", lambda text: text + text.splitlines(keepends=True)[-1])
    assert set(_found(package)) == {"rdf-order"}


def test_a_lost_graph_is_told(package: Path) -> None:
    (package / "rdf" / "provenance.nt").unlink()
    assert "file-present" in _found(package)


def test_keys_are_checked_row_by_row(package: Path) -> None:
    rows = (package / "data" / "observations.csv").read_text("utf-8").splitlines(keepends=True)
    (package / "data" / "observations.csv").write_text("".join([*rows, rows[1]]), "utf-8", newline="")
    (key,) = broken_keys(package)
    assert (key.resource, key.kind) == ("observations", "primary-key") and key.row == sum(
        1 for _ in csv.reader([*rows, rows[1]])
    )
    gone = rows[1].split(",", 1)[0]
    (package / "data" / "observations.csv").write_text("".join([rows[0], *rows[2:]]), "utf-8", newline="")
    dangling = [key for key in broken_keys(package) if key.kind == "foreign-key"]
    assert {key.values for key in dangling} == {(gone,)}
    assert "provenance" in {key.resource for key in dangling}


def test_an_equation_that_fails_in_silence_is_told() -> None:
    total = {"table": "three-public", "function_code": "", "fund": "general-public-budget"}
    parts = [
        fact(**total, line="total", label="合计", amount=Decimal(30000), reported="3.00"),
        fact(**total, line="vehicle", label="公务用车购置及运行费", amount=Decimal(10000), reported="1.00"),
        fact(**total, line="reception", label="公务接待费", amount=Decimal(10000), reported="1.00"),
        fact(**total, line="foreign-travel", label="因公出国（境）费", amount=Decimal(0), reported="0.00"),
    ]
    silent = replace(
        conversion(observed=[]), facts=tuple(identify(parts)), claims=(), findings=(), repairs=(), checks=()
    )
    assert [problem.check for problem in accounting_problems(silent)] == ["accounting"]


def test_packages_of_a_build_are_judged_in_parallel_and_in_order(tmp_path: Path) -> None:
    for year in (2023, 2024):
        made = replace(_sound(), disclosure=disclosure(year=year))
        document.write(made, tmp_path / "packages" / made.disclosure.name, DEFAULT_BASE)
    result = validate(tmp_path, Console(quiet=True))
    assert [v.package for v in result.verdicts] == ["420100-901002-2023-budget", "420100-901002-2024-budget"]
    assert result.exit_code == 0


def test_an_edition_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    early = replace(conversion(), disclosure=disclosure(year=2005))
    with pytest.raises(RdfError, match="2005 年没有政府收支分类科目"):
        write_rdf(early, tmp_path)
