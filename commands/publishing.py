"""``plan``, ``publish`` and ``diff`` as the command line asks them: a build, a portal, and how it ended."""

from __future__ import annotations

import html
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..catalogue.dataset import Publication
from ..catalogue.dcat import write_catalogue
from ..catalogue.journal import journal_of
from ..catalogue.plan import Plan
from ..catalogue.portal import Portal, PortalError, check_address, find_token
from ..catalogue.publish import Outcome
from ..catalogue.publish import publish as apply_plan
from ..catalogue.schema_org import write_descriptions
from ..catalogue.survey import Build, Options, Survey, survey
from ..catalogue.versions import ChangedObservation, Version, compare_builds, record_versions
from ..console import Console
from ..datapackage.files import write_text
from ..datapackage.package import PackageError
from ..outcomes import EXIT, CommandError

_OUTCOMES = {
    "created": "新建 created", "updated": "更新 updated", "unchanged": "不变 unchanged", "removed": "删除 removed",
    "left-behind": "留下 left behind", "refused": "拒绝 refused",
    "failed": "失败 failed", "not-tried": "未做 not tried",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of ``plan`` and ``publish`` alike."""

    folder: Path
    url: str
    owner_org: str = ""
    openness: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    prune_limit: int = 10
    groups: bool = True
    allow_http: bool = False
    timeout_s: int = 60
    held: Mapping[str, str] = field(default_factory=dict[str, str])  # packages that wait for a person, and why


@dataclass(frozen=True, slots=True)
class PlanResult:
    plan: Plan

    @property
    def exit_code(self) -> int:
        return EXIT["pending"] if self.plan.pending else EXIT["done"]


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What publishing did, dataset by dataset."""

    portal: str
    outcomes: tuple[Outcome, ...]
    requests: Mapping[str, int]
    away: str = ""  # why the portal could not be read; nothing was done there then

    @property
    def exit_code(self) -> int:
        if self.away:
            return EXIT["remote"]
        bad = [o for o in self.outcomes if o.outcome in ("failed", "refused", "not-tried")]
        if not bad:
            return EXIT["done"]
        remote = any(o.trouble in ("unreachable", "refused", "full", "broken") for o in bad)
        nothing_done = not any(
            o.outcome in ("created", "updated", "removed", "unchanged", "left-behind") for o in self.outcomes
        )
        return EXIT["remote"] if remote and nothing_done else EXIT["partial"]

    def as_json(self) -> dict[str, Any]:
        rows = [{"dataset": o.name, "outcome": o.outcome, "message": o.message} for o in self.outcomes]
        return {"portal": self.portal, "datasets": rows, "requests": dict(sorted(self.requests.items()))}

    def as_text(self) -> str:
        tally = Counter(o.outcome for o in self.outcomes)
        lines = [f"门户 portal  {self.portal}"]
        lines += [f"  {_OUTCOMES[o.outcome]}  {o.name}  {o.message}".rstrip() for o in self.outcomes if o.message]
        lines.append("，".join(f"{_OUTCOMES[k]} {tally[k]}" for k in _OUTCOMES if tally[k]) or "没有数据集 no datasets")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class DiffResult:
    """Changed observations between two builds, by package."""

    changed: Mapping[str, Sequence[ChangedObservation]]

    @property
    def exit_code(self) -> int:
        return EXIT["done"]

    def as_json(self) -> dict[str, Any]:
        return {name: [c.as_json() for c in changes] for name, changes in self.changed.items()}

    def as_text(self) -> str:
        lines: list[str] = []
        for name, changes in self.changed.items():
            tally = Counter(c.kind for c in changes)
            head = f"新增 append {tally['append']}，撤回 retract {tally['retract']}，更正 correct {tally['correct']}"
            lines += [f"{name}: {head}", *(f"  {c.as_text()}" for c in changes)]
        return "\n".join(lines) or "两次构建的数值相同 / no amount differs"


def plan(request: Request, console: Console) -> PlanResult:
    """Read the portal and say what publishing would change.

    Raises:
        CommandError: the build cannot be used (usage), or the portal cannot be read (remote).
    """
    found, _, _ = _survey(request, console)
    return PlanResult(found.plan)


def publish(request: Request, console: Console, saved: Path | None = None) -> PublishResult:
    """Apply a plan: the one that follows now, which must be the saved one where one is given.

    Raises:
        CommandError: as :func:`plan`; the portal has moved on since the plan was saved (pending).
    """
    found, build, portal = _survey(request, console)
    if saved is not None:
        _require_same(found.plan, saved)
    if unfinished := journal_of(build.folder, portal.url).unfinished():
        console.say(f"接着做上次中断的 {len(unfinished)} 个数据集 / going on with what was interrupted")
    try:
        with console.progress(len(found.plan.datasets)) as step:
            outcomes = apply_plan(build, portal, found, _options(request), lambda o: step(_line(o)))
    except PortalError as error:
        raise CommandError("remote", str(error)) from error
    _tell_versions(build, found.plan, outcomes)
    return PublishResult(portal.url, tuple(outcomes), portal.requests)


def _tell_versions(build: Build, plan: Plan, outcomes: Sequence[Outcome]) -> None:
    """Let the catalogue of the build say which versions the portal now has."""
    there = {o.name for o in outcomes if o.outcome in ("created", "updated", "unchanged")}
    folders = {name.lower(): name for name in build.publications}
    found = {folders[d.name]: Version(d.version, d.earlier) for d in plan.datasets if d.name in there & set(folders)}
    if record_versions(build.folder, found):
        openness = {name: told.openness for name, told in build.publications.items()}
        write_catalogue(build.packages(), build.folder, build.base, openness)
        write_descriptions(build.packages(), build.folder, build.base)


def diff(one: Path, other: Path) -> DiffResult:
    """Changed observations between two builds or packages. Raises CommandError."""
    for folder in (one, other):
        if not (folder / "packages").is_dir() and not (folder / "datapackage.json").exists():
            raise CommandError(
                "usage", f"{folder}: 不是 build 的输出目录，也不是数据包 / neither a build nor a package"
            )
    try:
        return DiffResult(compare_builds(one, other))
    except PackageError as error:
        raise CommandError("invalid", str(error)) from error


def _survey(request: Request, console: Console) -> tuple[Survey, Build, Portal]:
    build, portal = read_build(request), _portal(request)
    try:
        with console.progress(len(build.publications)) as step:
            found = survey(build, portal, _options(request), lambda name: step(f"已比较 compared  {name}"))
    except PortalError as error:
        raise CommandError("remote", str(error)) from error
    except PackageError as error:
        raise CommandError("invalid", str(error)) from error
    return found, build, portal


def _portal(request: Request) -> Portal:
    try:
        token = find_token(request.url, os.environ)
        check_address(request.url, allow_http=request.allow_http, with_token=bool(token))
    except PortalError as error:
        raise CommandError("usage" if error.trouble == "broken" else "remote", str(error)) from error
    return Portal(request.url, token, request.timeout_s)


def allowed_openness(more: tuple[str, ...]) -> tuple[str, ...]:
    """The openness types that may leave: 无条件开放, and what the operator names besides."""
    from ..catalogue.openness import OPEN

    return (OPEN, *more)


def _options(request: Request) -> Options:
    return Options(allowed_openness(request.openness), request.prune, request.prune_limit, request.groups)


def read_build(request: Request) -> Build:
    """What is published of a build, from its books. Raises CommandError."""
    try:
        books = json.loads((request.folder / "build.json").read_text("utf-8"))
        documents = [(name, e) for name, e in books["documents"].items() if e["outcome"] == "built"]
        base = str(books["base"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{request.folder}: 不是 build 的输出目录，先跑 yusuan build / not the folder of a build"
        raise CommandError("usage", message) from error
    told = {str(e["package"]): _publication(name, e, request) for name, e in documents}
    return Build(request.folder, base, told)


def _publication(source: str, entry: Mapping[str, Any], request: Request) -> Publication:
    told: Mapping[str, str] = entry.get("publication", {})
    owner_org = request.owner_org or told.get("owner_org", "")
    held, files = request.held.get(str(entry["package"]), ""), entry.get("files", [source])
    return Publication(told.get("openness", ""), owner_org, files[0], held, tuple(files[1:]))


def _require_same(now: Plan, saved: Path) -> None:
    try:
        before = json.loads(saved.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError("usage", f"{saved}: 不是保存的计划 / not a saved plan") from error
    if before != json.loads(json.dumps(now.as_json())):
        message = f"{saved}: 门户或构建在计划之后有了变化，请重新 plan / portal or build have moved on since this plan"
        raise CommandError("pending", message)


def _line(outcome: Outcome) -> str:
    return f"{_OUTCOMES[outcome.outcome]}  {outcome.message or outcome.name}"


def save_plan(result: PlanResult, file: Path) -> None:
    """Keep a plan: as a page for people where the name ends in .html, else as JSON for ``publish --plan``."""
    if file.suffix == ".html":
        write_text(file, _page(result.plan))
    else:
        write_text(file, json.dumps(result.plan.as_json(), ensure_ascii=False, indent=1) + "\n")


def _page(plan: Plan) -> str:
    sections: list[str] = []
    for dataset in plan.datasets:
        rows = "".join(
            f"<tr><td>{html.escape(place)}</td><td>{html.escape(before)}</td><td>{html.escape(after)}</td></tr>"
            for place, before, after in _rows(dataset)
        )
        head = html.escape(f"{dataset.action} · {dataset.name} · {dataset.title} {dataset.reason}")
        head_row = "<tr><th>项 Field</th><th>现在 Now</th><th>之后 Then</th></tr>"
        sections.append(f"<details><summary>{head}</summary><table>{head_row}{rows}</table></details>")
    made = "".join(
        f"<li>{html.escape(n)} {html.escape(plan.titles.get(n, ''))}</li>" for n in (*plan.organisations, *plan.groups)
    )
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>发布计划 Plan</title><style>'
        "body{font:14px/1.6 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
        "td,th{border-bottom:1px solid #dcd8cf;padding:4px 8px;text-align:left;vertical-align:top;"
        "overflow-wrap:anywhere}summary{cursor:pointer}</style>"
        f"<h1>发布计划 Plan</h1><p>{html.escape(plan.portal)}</p><ul>{made}</ul>{''.join(sections)}</html>\n"
    )


def _rows(dataset: Any) -> list[tuple[str, str, str]]:
    rows = [(c.field, c.before, c.after) for c in dataset.changes]
    for resource in dataset.resources:
        if resource.action != "unchanged":
            rows.append((resource.path, "", resource.action))
            rows += [(f"{resource.path} {c.field}", c.before, c.after) for c in resource.changes]
    return rows
