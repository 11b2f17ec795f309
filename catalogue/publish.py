"""Bring a portal to what a build holds: survey it, then change one dataset after the other, each in safe steps.

A new dataset is a private draft until its files are there and read back, its tables are loaded and described. An
existing one is changed by one ``package_revise`` that the portal takes only if nobody changed it since it was read.
Every step may be repeated: ids are computed, rows have keys, and a mark that tables are loaded is set last. A run that
was killed therefore goes on where the portal stands; the journal only tells people that there was one.
"""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from . import datastore
from .dataset import (
    BASE_KEY,
    LOADED_KEY,
    PACKAGE_KEY,
    PATH_KEY,
    Dataset,
    Organisation,
    Publication,
    Resource,
    describe,
    resource,
    upload_name,
)
from .exports import Export
from .openness import OPEN, refusal
from .plan import (
    Change,
    DatasetPlan,
    Plan,
    ResourcePlan,
    behind,
    compare,
    extras_of,
    extras_with_words,
    groups_for,
    tags_for,
)
from .portal import Portal, PortalError, Upload
from .versions import FIRST, ChangedObservation, changes, next_version, read_observations

FOLDER = ".publish"
_TRIES = 5
_BYTES_AT_ONCE = 64 << 20
_OBSERVATIONS, _PACKAGE = "data/observations.csv", "package.zip"


class ConflictError(Exception):
    """Somebody else changed the dataset since the plan was made."""


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be published: the folder of a build, its base IRI, and what the operator says of each package."""

    folder: Path
    base: str
    publications: Mapping[str, Publication]  # by package name

    def packages(self) -> list[Path]:
        return sorted(self.folder / "packages" / name for name in self.publications)

    def describe(self, package: Path) -> Dataset:
        """The dataset of one package, its downloads made where they are not. Raises PackageError, OSError."""
        staged = self.folder / FOLDER / "staged" / package.name
        staged.parent.mkdir(parents=True, exist_ok=True)
        return describe(package, staged, self.base, self.publications[package.name])


@dataclass(frozen=True, slots=True)
class Options:
    """How to publish. ``prune`` names what may be taken away, ``*`` being all; more than ``prune_limit`` is refused."""

    allowed: tuple[str, ...] = (OPEN,)
    prune: tuple[str, ...] = ()
    prune_limit: int = 10
    groups: bool = True

    def may_prune(self, name: str) -> bool:
        return "*" in self.prune or name in self.prune


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dataset."""

    name: str
    outcome: Literal["created", "updated", "unchanged", "removed", "refused", "failed", "not-tried"]
    message: str = ""
    trouble: str = ""


@dataclass
class Survey:
    """A portal as it was read, and the plan that follows."""

    plan: Plan
    organisations: dict[str, Organisation] = field(default_factory=dict[str, Organisation])


# --- reading ----------------------------------------------------------------------------------------------


def survey(build: Build, portal: Portal, options: Options, step: Callable[[str], None] = lambda _: None) -> Survey:
    """Read the portal and compute what publishing would change. Nothing is changed.

    Raises:
        PortalError: the portal cannot be read.
        PackageError, OSError: the build cannot be read, or the downloads cannot be made.
    """
    found = _seen(build.base, portal)
    known_groups = set(portal.read("group_list")) if options.groups else set[str]()
    known_organisations = set(portal.read("organization_list"))
    plans: list[DatasetPlan] = []
    organisations: dict[str, Organisation] = {}
    groups: dict[str, str] = {}
    for package in build.packages():
        wanted = _only(build.describe(package), options)
        plan = _plan_one(wanted, found.get(wanted.name), portal, build, options)
        plans.append(plan)
        if plan.pending:
            organisations[wanted.organisation.name] = wanted.organisation
            groups |= wanted.groups
        step(wanted.name)
    plans += behind([p.name.lower() for p in build.packages()], build.base, found.values())
    plans = [_pruned(p, options) for p in plans]
    new_organisations = tuple(sorted(set(organisations) - known_organisations))
    new_groups = tuple(sorted(set(groups) - known_groups))
    titles = {n: organisations[n].title for n in new_organisations} | {n: groups[n] for n in new_groups}
    return Survey(Plan(portal.url, new_organisations, new_groups, tuple(plans), titles), organisations)


def _seen(base: str, portal: Portal) -> dict[str, dict[str, Any]]:
    """Our datasets by package, whatever they are named now, as far as the index of the portal knows them."""
    escaped = base.replace("\\", "\\\\").replace('"', '\\"')
    return {extras_of(d).get(PACKAGE_KEY, ""): d for d in portal.search(f'extras_{BASE_KEY}:"{escaped}"')}


def _find(wanted: Dataset, portal: Portal) -> dict[str, Any] | None:
    """The dataset by our name, else by our id: somebody may have given it another name."""
    return portal.show(wanted.name) or portal.show(wanted.id)


def _only(wanted: Dataset, options: Options) -> Dataset:
    return wanted if options.groups else replace(wanted, groups={})


def _plan_one(
    wanted: Dataset, seen: dict[str, Any] | None, portal: Portal, build: Build, options: Options
) -> DatasetPlan:
    reason = wanted.held or refusal(wanted.openness, options.allowed)
    if not reason and wanted.personal:
        places = "; ".join(f"{path} ({', '.join(kinds)})" for path, kinds in wanted.personal.items())
        reason = f"外发内容里疑有个人信息: {places} / personal data in what would go out"
    if reason:
        return DatasetPlan(wanted.name, wanted.fields["title"], "refused", reason=reason)
    seen = seen or _find(wanted, portal)  # the index may not know it yet
    return compare(settle(wanted, seen, portal, build), seen, prune=options.may_prune(wanted.name))


def _pruned(plan: DatasetPlan, options: Options) -> DatasetPlan:
    return replace(plan, action="remove") if plan.action == "left-behind" and options.may_prune(plan.name) else plan


# --- versions ---------------------------------------------------------------------------------------------


def settle(wanted: Dataset, seen: Mapping[str, Any] | None, portal: Portal, build: Build) -> Dataset:
    """``wanted`` with its version, and where amounts changed with the list of changes and the version before.

    Raises:
        PortalError: what is at the portal cannot be read back.
        OSError: it cannot be kept here.
    """
    there = {str(r.get(PATH_KEY)): r for r in (seen or {}).get("resources", ())}
    now = next(r.export for r in wanted.resources if r.path == _OBSERVATIONS)
    before, version = there.get(_OBSERVATIONS), str((seen or {}).get("version") or FIRST)
    if before is None or before.get("hash") == now.sha256:
        return replace(wanted, fields={**wanted.fields, "version": version})
    folder = build.folder / FOLDER / "versions" / wanted.name
    folder.mkdir(parents=True, exist_ok=True)
    old = _fetched(portal, before, folder / "observations.csv")
    changed = changes(wanted.name, read_observations(old), read_observations(now.file))
    if not changed:  # other words or proofs, the same amounts
        return replace(wanted, fields={**wanted.fields, "version": version})
    after = next_version(version, changed)
    made = [resource(wanted.base, wanted.name, e) for e in _history(portal, there, folder, version, after, changed)]
    return replace(wanted, fields={**wanted.fields, "version": after}, resources=(*wanted.resources, *made))


def _history(
    portal: Portal,
    there: Mapping[str, Mapping[str, Any]],
    folder: Path,
    version: str,
    after: str,
    changed: Sequence[ChangedObservation],
) -> Iterator[Export]:
    entries: list[dict[str, Any]] = []
    if "CHANGES.json" in there:
        entries = json.loads(_fetched(portal, there["CHANGES.json"], folder / "before.json").read_text("utf-8"))
    entries = [{"version": after, "changes": [c.as_json() for c in changed]}, *entries]
    (folder / "CHANGES.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "CHANGES.md").write_text("".join(_chapter(entry) for entry in entries), "utf-8")
    yield _export("CHANGES.json", folder / "CHANGES.json")
    yield _export("CHANGES.md", folder / "CHANGES.md")
    if _PACKAGE in there and f"versions/{version}.zip" not in there:
        yield _export(f"versions/{version}.zip", _fetched(portal, there[_PACKAGE], folder / f"{version}.zip"))


def _chapter(entry: Mapping[str, Any]) -> str:
    lines = [ChangedObservation(**change).as_text() for change in entry["changes"]]
    return f"## {entry['version']}\n\n" + "".join(f"- {line}\n" for line in lines) + "\n"


def _export(path: str, file: Path) -> Export:
    from ..datapackage.package import file_hash

    return Export(path, file, file.stat().st_size, file_hash(file))


def _fetched(portal: Portal, seen: Mapping[str, Any], file: Path) -> Path:
    """The bytes of a resource as the portal holds them, in ``file``."""
    from ..datapackage.package import file_hash

    if not (file.exists() and file_hash(file) == seen.get("hash")):
        portal.download(_address(portal, seen), file)
    return file


def _address(portal: Portal, seen: Mapping[str, Any]) -> str:
    """Where a resource is downloaded: the portal's own address of it, under the one that we speak to."""
    path = urlsplit(str(seen["url"])).path
    return portal.url + path[path.index("/dataset/") :] if "/dataset/" in path else str(seen["url"])


# --- writing ----------------------------------------------------------------------------------------------


def publish(
    build: Build, portal: Portal, found: Survey, options: Options, step: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Apply a plan. One dataset that fails does not stop the others; a portal that is gone stops the rest.

    Raises:
        PortalError: more would be removed than allowed, or an organisation or group cannot be made.
    """
    removals = [d for d in found.plan.datasets if d.action == "remove"]
    if len(removals) > options.prune_limit:
        message = (
            f"要删除 {len(removals)} 个数据集，超过上限 {options.prune_limit}；确认后用 --prune-limit 放宽"
            f" / {len(removals)} removals are more than the limit of {options.prune_limit}"
        )
        raise PortalError("refused", message)
    with _journal(build, portal) as journal:
        _make_organisations(portal, found)
        outcomes: list[Outcome] = []
        gone = False
        for plan in found.plan.datasets:
            outcome = (
                Outcome(plan.name, "not-tried")
                if gone and plan.pending
                else _one(build, portal, plan, options, journal)
            )
            gone = gone or outcome.trouble in ("unreachable", "full")
            outcomes.append(outcome)
            step(outcome)
    return outcomes


def _make_organisations(portal: Portal, found: Survey) -> None:
    made = [("organization", n) for n in found.plan.organisations] + [("group", n) for n in found.plan.groups]
    for kind, name in made:

        def there(kind: str = kind, name: str = name) -> Any:
            try:
                return portal.read(f"{kind}_show", id=name)
            except PortalError as error:
                if error.trouble == "missing":
                    return None
                raise

        try:
            portal.write(f"{kind}_create", {"name": name, "title": found.plan.titles[name]}, done=there)
        except PortalError as error:
            if error.trouble != "invalid" or there() is None:  # another publisher made it meanwhile
                raise


def _one(build: Build, portal: Portal, plan: DatasetPlan, options: Options, journal: Journal) -> Outcome:
    if not plan.pending:
        outcome: Literal["refused", "unchanged"] = "refused" if plan.action == "refused" else "unchanged"
        return Outcome(plan.name, outcome, plan.reason)
    journal.add(plan.name, "begun")
    try:
        if plan.action == "remove":
            portal.write("package_delete", {"id": plan.name})
            journal.add(plan.name, "done")
            return Outcome(plan.name, "removed")
        wanted = _only(build.describe(build.folder / "packages" / _folder_of(build, plan.name)), options)
        _bring(wanted, plan, build, portal, options)
    except ConflictError:
        message = f"{plan.name}: 计划之后门户上有别的改动，没有动它，请重新 plan / changed by others since the plan"
        return Outcome(plan.name, "failed", message, "conflict")
    except PortalError as error:
        return Outcome(plan.name, "failed", f"{plan.name}: {error}", error.trouble)
    except OSError as error:
        return Outcome(
            plan.name, "failed", f"{plan.name}: {error.filename}: {error.strerror} / cannot be read", "local"
        )
    journal.add(plan.name, "done")
    return Outcome(plan.name, "created" if plan.action == "create" else "updated")


def _folder_of(build: Build, name: str) -> str:
    return next(p for p in build.publications if p.lower() == name)


def _bring(wanted: Dataset, planned: DatasetPlan, build: Build, portal: Portal, options: Options) -> None:
    """Take one dataset to what is wanted, reading it again whenever the portal says that it changed meanwhile."""
    for _ in range(_TRIES):
        seen = _find(wanted, portal)
        settled = settle(wanted, seen, portal, build)
        plan = compare(settled, seen, prune=options.may_prune(wanted.name))
        if plan.action == "unchanged":
            return
        if plan.action == "refused" or not _within(plan, planned):
            raise ConflictError
        try:
            _steps(settled, plan, seen, portal)
            return
        except PortalError as error:
            if error.trouble != "invalid" or not _is_conflict(error):
                raise
    raise ConflictError


def _within(now: DatasetPlan, planned: DatasetPlan) -> bool:
    """Whether all that is left to do was planned: what somebody did meanwhile is at most a part of it."""
    if planned.action == "create":
        return True  # a draft of this run, of one that was killed, or of another publisher of the same package
    if not _subset(now.changes, planned.changes):
        return False
    known = {r.path: r for r in planned.resources}
    return all(r.path in known and _subset(r.changes, known[r.path].changes) for r in now.resources)


def _subset(now: Iterable[Change], planned: Iterable[Change]) -> bool:
    return set(now) <= set(planned)


def _is_conflict(error: PortalError) -> bool:
    """A match that failed, or a name or id that is taken: somebody else was there between reading and writing."""
    return bool({"match", "id", "name", "update"} & set(error.details)) or "already" in str(error.details)


def _steps(wanted: Dataset, plan: DatasetPlan, seen: dict[str, Any] | None, portal: Portal) -> None:
    new = seen is None
    if seen is None:
        seen = _create_draft(wanted, portal)
        plan = compare(wanted, seen)
    seen = _revise(wanted, plan, seen, portal)
    _verify(plan, seen, wanted, portal)
    loads = [r for r in plan.resources if r.load]
    by_path = {r.path: r for r in wanted.resources}
    for entry in loads:
        table = by_path[entry.path].table
        assert table is not None
        datastore.load(portal, entry.id, table, new=new)
    if any(r.action == "create" for r in loads) or (loads and seen.get("state") != "active"):
        _add_views(str(seen["id"]), portal)
    if loads or seen.get("state") != "active":
        _finish(wanted, loads, seen, portal)


def _create_draft(wanted: Dataset, portal: Portal) -> dict[str, Any]:
    data = {
        "id": wanted.id, "name": wanted.name, "state": "draft", "private": True,
        "owner_org": wanted.organisation.name, **_metadata(wanted, {}),
    }  # fmt: skip
    try:
        return portal.write("package_create", data, done=lambda: _find(wanted, portal))
    except PortalError as error:
        if error.trouble != "invalid" or set(error.details) != {"id"} or _find(wanted, portal) is not None:
            raise
    # Only an administrator of the portal may choose ids; the name is then what the dataset is known by.
    return portal.write("package_create", {**data, "id": ""}, done=lambda: _find(wanted, portal))


def _metadata(wanted: Dataset, seen: Mapping[str, Any]) -> dict[str, Any]:
    extras = {**extras_of(seen), **extras_with_words(wanted)}
    return {
        **wanted.fields,
        "owner_org": wanted.organisation.name,
        "tags": [{"name": name} for name in tags_for(wanted, seen)],
        "groups": [{"name": name} for name in groups_for(wanted, seen)],
        "extras": [{"key": key, "value": value} for key, value in sorted(extras.items())],
    }


def _revise(wanted: Dataset, plan: DatasetPlan, seen: dict[str, Any], portal: Portal) -> dict[str, Any]:
    """All metadata and files in one change; in more where the files together are too large for one request."""
    touched = [r for r in plan.resources if r.action in ("create", "update")]
    removed = [r.id for r in plan.resources if r.action == "remove"]
    if not (touched or removed or plan.changes):
        return seen
    update, filters = _metadata(wanted, seen), ["-tags__*", "-groups__*", "-extras__*"]
    filters += [f"-resources__{id_}" for id_ in removed]
    by_path = {r.path: r for r in wanted.resources}
    for batch in _batches(touched, by_path) or [[]]:
        form = {"match": _match(seen), "update": json.dumps(update, ensure_ascii=False), "filter": json.dumps(filters)}
        form |= _resource_fields(batch, by_path)
        uploads = [_upload(by_path[r.path], r, wanted.name) for r in batch if r.upload]
        seen = portal.send("package_revise", form, uploads)["package"]
        update, filters = {}, []
    return seen


def _match(seen: Mapping[str, Any]) -> str:
    """The portal is to change the dataset only as it was last seen."""
    return json.dumps({"id": seen["id"], "metadata_modified": seen["metadata_modified"]})


def _resource_fields(batch: Sequence[ResourcePlan], by_path: Mapping[str, Resource]) -> dict[str, str]:
    """New resources are added, others changed by their id. The mark of loaded tables is set only when they are."""
    new: list[dict[str, str]] = []
    form: dict[str, str] = {}
    for entry in batch:
        fields = {k: v for k, v in by_path[entry.path].fields.items() if k != LOADED_KEY}
        if entry.action == "create":
            new.append({"id": entry.id, **fields})
        else:
            form[f"update__resources__{entry.id}"] = json.dumps(fields, ensure_ascii=False)
    if new:
        form["update__resources__extend"] = json.dumps(new, ensure_ascii=False)
    return form


def _upload(wanted: Resource, entry: ResourcePlan, name: str) -> Upload:
    field_name = f"update__resources__{entry.id}__upload"
    return Upload(field_name, wanted.export.file, upload_name(entry.path, name), wanted.fields["mimetype"])


def _batches(touched: Sequence[ResourcePlan], by_path: Mapping[str, Resource]) -> list[list[ResourcePlan]]:
    batches: list[list[ResourcePlan]] = []
    size = _BYTES_AT_ONCE
    for entry in touched:
        length = by_path[entry.path].export.bytes if entry.upload else 0
        if not batches or size + length > _BYTES_AT_ONCE:
            batches.append([])
            size = 0
        batches[-1].append(entry)
        size += length
    return batches


def _verify(plan: DatasetPlan, seen: Mapping[str, Any], wanted: Dataset, portal: Portal) -> None:
    """Read back what was sent: the portal's bytes are the build's, or the dataset stays as it is."""
    there = {str(r["id"]): r for r in seen["resources"]}
    by_path = {r.path: r for r in wanted.resources}
    for entry in plan.resources:
        if not entry.upload:
            continue
        if portal.download_sha256(_address(portal, there[entry.id])) != by_path[entry.path].export.sha256:
            message = f"{entry.path}: 门户读回的内容与发送的不同，重跑会再传 / what came back is not what was sent"
            portal.write("resource_patch", {"id": entry.id, "hash": ""})
            raise PortalError("broken", message)


def _finish(wanted: Dataset, loads: Sequence[ResourcePlan], seen: Mapping[str, Any], portal: Portal) -> None:
    """Mark the tables that are loaded, and show a draft to everybody, in one change."""
    by_path = {r.path: r for r in wanted.resources}
    fresh = portal.show(str(seen["id"])) or seen  # loading a table touches its dataset
    data: dict[str, Any] = {"match": json.loads(_match(fresh)), "update": {"state": "active", "private": False}}
    for entry in loads:
        data[f"update__resources__{entry.id}"] = {LOADED_KEY: by_path[entry.path].fields[LOADED_KEY]}
    portal.write("package_revise", data)


def _add_views(dataset_id: str, portal: Portal) -> None:
    """The views that the portal shows of tables, a chart among them where it can draw one; none is made twice."""
    package = portal.show(dataset_id)
    request = {"package": package, "create_datastore_views": True}
    portal.write("package_create_default_resource_views", request)


# --- the books --------------------------------------------------------------------------------------------


@dataclass
class Journal:
    """A line for each dataset that is begun and done; what a killed run leaves tells the next one so."""

    file: Path

    def add(self, name: str, what: Literal["begun", "done"]) -> None:
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"dataset": name, "what": what}) + "\n")

    def unfinished(self) -> list[str]:
        """Datasets that were begun and not done, in the order of names."""
        state: dict[str, str] = {}
        for line in self.file.read_text("utf-8").splitlines() if self.file.exists() else ():
            try:
                entry = json.loads(line)
            except ValueError:  # cut short by a kill
                continue
            state[entry["dataset"]] = entry["what"]
        return sorted(name for name, what in state.items() if what == "begun")


def journal_of(build: Build, portal_url: str) -> Journal:
    place = re.sub(r"[^A-Za-z0-9.-]+", "-", portal_url.split("://", 1)[-1]).strip("-")
    return Journal(build.folder / FOLDER / f"{place}.journal")


@contextmanager
def _journal(build: Build, portal: Portal) -> Generator[Journal]:
    """The journal, held by one publisher of this folder at a time; gone when everything is done."""
    journal = journal_of(build, portal.url)
    journal.file.parent.mkdir(parents=True, exist_ok=True)
    with journal.file.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{build.folder}: 另一个 publish 正在发布这个目录，等它结束再跑 / another publish is at work here"
            raise PortalError("refused", message) from error
        yield journal
        if not journal.unfinished():
            journal.file.unlink(missing_ok=True)
