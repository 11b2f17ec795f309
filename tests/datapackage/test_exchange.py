"""Reports in the forms of other programs, read by those programs' own libraries."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from junitparser import JUnitXml
from sarif_pydantic import Sarif
from yusuan.datapackage.exchange import junit, sarif
from yusuan.datapackage.model import Check, Conversion
from yusuan.datapackage.report import build_report

from .conversions import small


def with_findings(**changes: Any) -> Conversion:
    given = small()
    return replace(given, findings=(replace(given.findings[0], **changes),))


def ledger(conversion: Conversion) -> str:
    return junit(build_report(conversion), [asdict(c) for c in conversion.checks])


def test_a_finding_is_a_result_of_its_rule_at_its_line() -> None:
    log = sarif(build_report(small()), "budget.txt", "1.0")
    read = Sarif.model_validate(log)
    run = read.runs[0]
    assert run.results is not None
    assert run.tool.driver.rules is not None
    result = run.results[0]
    assert result.rule_id == run.tool.driver.rules[result.rule_index or 0].id == "total-is-sum"
    location = log["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 12}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "expenditure-summary/合计"
    assert log["runs"][0]["artifacts"][0]["hashes"]["sha-256"] == small().disclosure.sha256


def test_what_could_not_be_decided_is_open_and_has_no_level() -> None:
    decided = sarif(build_report(with_findings(severity="info")), "a", "1")["runs"][0]["results"][0]
    undecided = sarif(build_report(with_findings(outcome="not-checkable")), "a", "1")["runs"][0]["results"][0]
    assert (decided["kind"], decided["level"]) == ("fail", "note")
    assert (undecided["kind"], undecided["level"]) == ("open", "none")


def test_the_ledger_is_suites_of_cases(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(ledger(small()), "utf-8")
    suites = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    assert (suites.tests, suites.failures, suites.skipped) == (2, 1, 0)


def test_a_failed_check_with_only_notes_is_no_failure() -> None:
    given = small()
    check = Check("total-is-sum", "within-table", "t", "failed", 2, "合计")
    noted = replace(given, checks=(check,), findings=(replace(given.findings[0], severity="info"),))
    assert "<failure" not in ledger(noted)
    assert "<failure" in ledger(replace(noted, findings=given.findings))


def test_what_does_not_apply_is_skipped() -> None:
    check = Check("x", "codes", "", "not-applicable", 0, "某规则")
    assert '<skipped message="not-applicable: 某规则"' in ledger(replace(small(), checks=(check,), findings=()))


def test_a_character_that_xml_cannot_hold_is_left_out() -> None:
    assert "\x00" not in ledger(with_findings(message="合计\x00与各项<不符>", check="别的"))
