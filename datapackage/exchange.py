"""A report in the forms that other programs take: SARIF 2.1.0 for code-review tools, JUnit XML for build servers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
#: Characters that XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sarif(report: Row, uri: str, version: str) -> Row:
    """The findings of ``report`` (of :func:`report.build_report`) as a SARIF log of one run over the file at ``uri``.

    Messages are Chinese with the English text in the rule; a finding that could not be decided is of kind ``open``.
    """
    findings: list[Row] = report["findings"]["list"]
    rules = {f["check"]: _rule(f) for f in findings}
    order = list(rules)
    document = report["document"]
    files = [(str(name), str(digest)) for name, digest in document.get("files") or [(uri, document["sha256"])]]
    names = [name for name, _ in files]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "yusuan", "version": version, "rules": list(rules.values())}},
                "language": "zh-CN",
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": name}, "hashes": {"sha-256": digest}} for name, digest in files],
                "invocations": [{"executionSuccessful": True}],
                "results": [_result(f, order.index(f["check"]), names) for f in findings],
                "properties": {"checks": report["checks"]["by_outcome"], "amounts": report["amounts"]["by_status"]},
            }
        ],
    }


def _rule(finding: Row) -> Row:
    return {
        "id": finding["check"],
        "shortDescription": {"text": finding["title"]},
        "fullDescription": {"text": f"{finding['title']} / {finding['title_en']}"},
        "help": {"text": finding["basis"] or finding["title_en"]},
    }


def _result(finding: Row, rule: int, names: list[str]) -> Row:
    decided = finding["outcome"] == "failed"
    index = names.index(finding["file"]) if finding["file"] in names else 0
    physical: Row = {"artifactLocation": {"uri": names[index], "index": index}}
    if finding["line"]:
        physical["region"] = {"startLine": finding["line"]}
    named = "/".join(part for part in (finding["table"], finding["label"]) if part)
    location: Row = {"physicalLocation": physical}
    if named:
        location["logicalLocations"] = [{"fullyQualifiedName": named, "kind": "element"}]
    result: Row = {
        "ruleId": finding["check"],
        "ruleIndex": rule,
        "kind": "fail" if decided else "open",
        # SARIF 3.27.10: a result that is no failure has no level.
        "level": _LEVELS[finding["severity"]] if decided else "none",
        "message": {"text": _message(finding)},
        "locations": [location],
        "partialFingerprints": {"yusuanFinding/v1": finding["finding_id"]},
        "properties": {
            k: finding[k] for k in ("cause", "page", "expected", "found", "difference", "unit") if finding[k]
        },
    }
    return result


def _message(finding: Row) -> str:
    place = f"（第 {finding['page']} 页）" if finding["page"] else ""
    return f"{finding['message']}{place}"


def junit(report: Row, checks: Iterable[Row]) -> str:
    """The ledger of a document as JUnit XML: a suite for each group, a case for each check and table.

    ``checks`` are rows of the ledger (check, group, table, outcome, message). A check that does not apply or could not
    be made is skipped; one that failed with errors is a failure, with only notes it passes and says so.
    """
    rows = list(checks)
    told: dict[str, list[Row]] = {}
    for finding in report["findings"]["list"]:
        told.setdefault(finding["check"], []).append(finding)
    root = ET.Element("testsuites", name=_clean(report["document"]["name"]))
    groups = dict.fromkeys(row["group"] for row in rows)
    for group in groups:
        _suite(root, group, [row for row in rows if row["group"] == group], told)
    others = [f for check, found in told.items() if check not in {row["check"] for row in rows} for f in found]
    if others:
        _suite(root, "document", [_as_check(f) for f in others], told)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _as_check(finding: Row) -> Row:
    """A finding without a line in the ledger, as one."""
    return {
        "check": finding["check"], "table": finding["table"], "outcome": finding["outcome"],
        "message": finding["message"],
    }  # fmt: skip


def _suite(root: ET.Element, group: str, rows: list[Row], told: dict[str, list[Row]]) -> None:
    failures = sum(_fails(row, told) for row in rows)
    skipped = sum(row["outcome"] in ("not-applicable", "not-checkable") for row in rows)
    counts = {"tests": len(rows), "failures": failures, "errors": 0, "skipped": skipped}
    suite = ET.SubElement(root, "testsuite", {"name": group, **{k: str(v) for k, v in counts.items()}})
    for row in rows:
        name = " ".join(part for part in (row["check"], row["table"], row["message"]) if part)
        case = ET.SubElement(suite, "testcase", classname=f"yusuan.{group}", name=_clean(name))
        if _fails(row, told):
            texts = [f["message"] for f in told.get(row["check"], ())] or [row["message"]]
            failure = ET.SubElement(case, "failure", message=_clean(row["message"]), type=row["check"])
            failure.text = _clean("\n".join(texts))
        elif row["outcome"] != "passed" and row["outcome"] != "failed":
            ET.SubElement(case, "skipped", message=_clean(f"{row['outcome']}: {row['message']}"))


def _fails(row: Row, told: dict[str, list[Row]]) -> bool:
    """Whether a failed check is more than a note."""
    severities = {f["severity"] for f in told.get(row["check"], ()) if f["outcome"] == "failed"}
    return row["outcome"] == "failed" and severities != {"info"}


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
