"""The report of a whole build: sums, a line for each document, what matters most."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from yusuan.datapackage.accounting.across import Tally
from yusuan.datapackage.build_page import render
from yusuan.datapackage.build_report import summarise, write_build_report
from yusuan.datapackage.model import Conversion
from yusuan.datapackage.package import write_package
from yusuan.datapackage.report import build_report

from .conversions import small


def named(code: str, severity: str = "error") -> Conversion:
    given = small()
    finding = replace(given.findings[0], severity=severity)  # pyright: ignore[reportArgumentType]
    return replace(given, disclosure=replace(given.disclosure, unit_code=code), findings=(finding,))


def test_amounts_checks_and_findings_are_added_up() -> None:
    report = summarise([build_report(named("1")), build_report(named("2", "warning"))], {})
    assert report["amounts"] == {"total": 6, "proven": 4, "unproven": 2, "repaired": 2}
    assert report["checks"]["by_outcome"]["failed"] == 2
    assert report["findings"]["by_severity"] == {"error": 1, "warning": 1, "info": 0}
    assert report["findings"]["by_check"][0]["failed"] == 2
    lines = [json.loads(line) for line in report["documents"].lines]
    assert [line["package"] for line in lines] == ["420100-1-2024-budget", "420100-2-2024-budget"]


def test_errors_stand_before_warnings_whatever_the_document() -> None:
    report = summarise([build_report(named("1", "warning")), build_report(named("2"))], {})
    assert [f["severity"] for f in report["findings"]["foremost"]] == ["error", "warning"]


def test_the_page_leads_to_the_reports_of_the_documents_and_names_what_failed() -> None:
    html = render(summarise([build_report(named("1"))], {"/in/scan.pdf": "读不了 / cannot be read"}))
    finding = named("1").findings[0].finding_id
    assert f'href="packages/420100-1-2024-budget/report.html#f-{finding}"' in html
    assert "1 份文档，1 份有错误。" in html
    assert "scan.pdf" in html
    assert "读不了" in html


def test_what_documents_say_of_each_other_stands_in_the_report() -> None:
    both = {"package": "a", "other_package": "b", "table": "budget-summary", "fiscal_year": "2024", "label": "合计"}
    passed = {"check": "prior-year-agrees", "outcome": "passed", "amount": "1", "other_amount": "1", "difference": "0"}
    differs = {**passed, "outcome": "failed", "other_amount": "10000", "difference": "-9999"}
    counts = Counter({(c["check"], c["outcome"]): 1 for c in (passed, differs)})
    report = summarise([build_report(named("1"))], {}, Tally(counts, [{**both, **differs}]))
    assert [(k["passed"], k["failed"]) for k in report["across"]["by_check"]] == [(1, 1)]
    html = render(report)
    assert "今年文件中的上年数 = 上年自己的公开文件" in html
    assert "文档之间有 1 处对不上。" in html
    assert "-9,999" in html
    assert "没有可以互相比较的文档。" in render(summarise([build_report(named("1"))], {}))


def test_a_build_without_a_document_has_a_report_too() -> None:
    assert "0 份文档" in render(summarise([], {}))


def test_the_same_packages_give_the_same_bytes(tmp_path: Path) -> None:
    packages: list[Path] = []
    for code in ("1", "2"):
        package = tmp_path / code
        write_package(named(code), package)
        packages.append(package)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_build_report(packages, {}, tmp_path / name)
    for file in ("report.json", "report.html"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert len(json.loads((tmp_path / "a" / "report.json").read_text("utf-8"))["documents"]) == 2
