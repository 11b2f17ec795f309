"""``yusuan check``: one document before it is published, with what is wrong on a terminal or for a build server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..converters.errors import ConversionError
from ..converters.forms.own import FormError
from ..converters.forms.words import load_vocabulary
from ..converters.identity import NO_HINTS, Hints
from ..converters.sources import SourceError, of_files
from ..datapackage.exchange import junit, sarif
from ..datapackage.model import Conversion
from ..datapackage.report import build_report
from ..datapackage.units import as_read, counted, with_unit
from ..outcomes import EXIT, CommandError, require_files

FORMATS = ("text", "json", "sarif", "junit")
_COLOURS = {"error": "31", "warning": "33", "info": "2", "passed": "32"}
_MARKS = {"error": "✗ 错误", "warning": "! 警告", "info": "· 提示"}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A document as it was found: its report, and how to tell it."""

    path: Path  # the first of its files
    conversion: Conversion
    report: dict[str, Any]

    @property
    def exit_code(self) -> int:
        """3 where a check failed with an error; a warning or a note stops no publication."""
        return EXIT["invalid"] if self._failed("error") else EXIT["done"]

    def _failed(self, severity: str) -> int:
        return sum(f["severity"] == severity and f["outcome"] == "failed" for f in self.report["findings"]["list"])

    def told(self, form: str, *, color: bool = False, verbose: bool = False) -> str:
        """The result as ``text``, ``json``, ``sarif`` or ``junit``."""
        match form:
            case "json":
                return _as_json(self.report)
            case "sarif":
                return _as_json(sarif(self.report, self.path.name, __version__))
            case "junit":
                return junit(self.report, [asdict(c) for c in self.conversion.checks]).rstrip("\n")
            case _:
                return "\n".join(self._lines(color=color, verbose=verbose))

    def _lines(self, *, color: bool, verbose: bool) -> Iterator[str]:
        document, findings = self.report["document"], self.report["findings"]["list"]
        yield _painted(document["title"] or document["source"], "1", color=color)
        yield _summary(self.report)
        titles = {t["table"]: t["title"] for t in self.report["tables"] if t["title"]}
        shown = [f for f in findings if verbose or f["severity"] != "info"]
        for finding in shown:
            yield ""
            yield from _finding(finding, titles.get(finding["table"], ""), color=color)
        hidden = len(findings) - len(shown)
        if hidden:
            yield f"\n另有 {hidden} 条提示，-v 显示 / {counted(hidden, 'note')} more, shown with -v"
        yield ""
        yield self._verdict(color=color)

    def _verdict(self, *, color: bool) -> str:
        errors, warnings = self._failed("error"), self._failed("warning")
        undecided = sum(f["outcome"] == "not-checkable" for f in self.report["findings"]["list"])
        zh = f"{warnings} 处警告" + (f"，{undecided} 处无法核对，请人工看一看" if undecided else "")
        en = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        en += f", {undecided} to look at by eye" if undecided else ""
        if errors:
            text = f"✗ {errors} 处错误，{zh}；请改正后再公布 / {en}"
            return _painted(text, _COLOURS["error"], color=color)
        text = f"✓ 没有错误，{zh} / {en}"
        return _painted(text, _COLOURS["warning" if warnings else "passed"], color=color)


def check(path: Path, hints: Hints | None = None, more: Sequence[Path] = ()) -> CheckResult:
    """The document at ``path``, read, proven and inspected; ``more`` are its other files. Nothing is written.

    Raises:
        CommandError: there is no such file, it cannot be read, or it is no disclosure.
    """
    from ..document import understand

    require_files((path, *more))
    try:
        load_vocabulary()
        conversion = understand(of_files([path, *more], hints or NO_HINTS))
    except (SourceError, FormError) as error:
        raise CommandError("usage", str(error)) from error
    except ConversionError as error:
        raise CommandError("invalid", f"{error.path if more else path}: {error.zh} / {error.en}") from error
    return CheckResult(path, conversion, build_report(conversion))


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _summary(report: dict[str, Any]) -> str:
    outcomes, amounts = report["checks"]["by_outcome"], report["amounts"]
    passed, failed, open_ = (outcomes[name] for name in ("passed", "failed", "not-checkable"))
    total, proven, unproven = (amounts[name] for name in ("total", "proven", "unproven"))
    applied = passed + failed + open_
    return (
        f"核对 {applied:,} 项：相符 {passed:,}，不符 {failed:,}，无法核对 {open_:,}；"
        f"金额 {total:,} 个，有印证 {proven:,}，没有印证 {unproven:,}\n"
        f"{applied:,} checks: {passed:,} passed, {failed:,} failed, {open_:,} not checkable; "
        f"{proven:,} of {total:,} amounts proven"
    )


def _finding(finding: dict[str, Any], title: str, *, color: bool) -> Iterator[str]:
    """Two or three lines: what and where, then in English; ``title`` is the printed one of its table."""
    mark = _painted(_MARKS[finding["severity"]], _COLOURS[finding["severity"]], color=color)
    undecided = "（无法核对）" if finding["outcome"] == "not-checkable" else ""
    yield f"{mark}{undecided} {_where(finding)}{finding['message']}"
    if title and finding["found"] and finding["expected"] and finding["difference"]:
        # Only a page or a line tells where to look, and a Word file or a workbook has none.
        unit = finding["unit"]
        printed, expected = as_read(finding["found"], unit), with_unit(finding["expected"], unit)
        yield f"       《{title}》{finding['label']}：印 {printed}，相符应为 {expected}"
    yield f"       {_painted(finding['message_en'], '2', color=color)}"


def _where(finding: dict[str, Any]) -> str:
    page = f"第 {finding['page']} 页" if finding["page"] else ""
    line = f"第 {finding['line']} 行" if finding["line"] and not finding["page"] else ""
    place = " ".join(part for part in (finding["file"], page or line) if part)
    return f"{place} " if place else ""


def _painted(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
