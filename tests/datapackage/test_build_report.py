"""The report of a whole build: sums, a line for each document, what matters most."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from yusuan.datapackage.accounting.across import Comparison
from yusuan.datapackage.build_report import write_build_report
from yusuan.datapackage.model import Conversion
from yusuan.datapackage.package import write_package

from .conversions import small


def named(code: str, severity: str = "error") -> Conversion:
    given = small()
    finding = replace(given.findings[0], severity=severity)  # pyright: ignore[reportArgumentType]
    return replace(given, disclosure=replace(given.disclosure, unit_code=code), findings=(finding,))


class Built(NamedTuple):
    """What is written of a build: for programs and for people."""

    report: dict[str, Any]
    html: str


def built(
    out: Path,
    conversions: Sequence[Conversion],
    failed: Mapping[str, str] | None = None,
    across: Sequence[Comparison] = (),
) -> Built:
    packages = [out / "packages" / conversion.disclosure.name for conversion in conversions]
    for package, conversion in zip(packages, conversions, strict=True):
        write_package(conversion, package)
    if across:
        lines = [[f.name for f in fields(Comparison)], *map(astuple, across)]
        (out / "across.csv").write_text("".join(",".join(map(str, line)) + "\n" for line in lines), "utf-8")
    write_build_report(packages, failed or {}, out)
    return Built(json.loads((out / "report.json").read_text("utf-8")), (out / "report.html").read_text("utf-8"))


def test_amounts_checks_and_findings_are_added_up(tmp_path: Path) -> None:
    report, _ = built(tmp_path, [named("1"), named("2", "warning")])
    assert report["amounts"] == {"total": 6, "proven": 4, "unproven": 2, "repaired": 2}
    assert report["checks"]["by_outcome"]["failed"] == 2
    assert report["findings"]["by_severity"] == {"error": 1, "warning": 1, "info": 0}
    assert report["findings"]["by_check"][0]["failed"] == 2
    assert [line["package"] for line in report["documents"]] == ["420100-1-2024-budget", "420100-2-2024-budget"]


def test_errors_stand_before_warnings_whatever_the_document(tmp_path: Path) -> None:
    report, _ = built(tmp_path, [named("1", "warning"), named("2")])
    assert [f["severity"] for f in report["findings"]["foremost"]] == ["error", "warning"]


def test_the_page_leads_to_the_reports_of_the_documents_and_names_what_failed(tmp_path: Path) -> None:
    _, html = built(tmp_path, [named("1")], {"/in/scan.pdf": "读不了 / cannot be read"})
    finding = named("1").findings[0].finding_id
    assert f'href="packages/420100-1-2024-budget/report.html#f-{finding}"' in html
    assert "1 份文档，1 份有错误。" in html
    assert "scan.pdf" in html
    assert "读不了" in html
    assert "没有可以互相比较的文档。" in html


def test_what_documents_say_of_each_other_stands_in_the_report(tmp_path: Path) -> None:
    passed = Comparison(
        "prior-year-agrees", "passed", "a", "", "b", "", "budget-summary", "合计", "2024", "1", "1", "0", "", ""
    )
    differs = replace(passed, outcome="failed", other_amount="10000", difference="-9999")
    report, html = built(tmp_path, [named("1")], across=[passed, differs])
    assert [(k["passed"], k["failed"]) for k in report["across"]["by_check"]] == [(1, 1)]
    assert "今年文件中的上年数 = 上年自己的公开文件" in html
    assert "文档之间有 1 处对不上。" in html
    assert "-9,999" in html


def test_a_build_without_a_document_has_a_report_too(tmp_path: Path) -> None:
    assert "0 份文档" in built(tmp_path, []).html


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
