"""Bring a portal to what a build holds: one dataset after the other, each in safe steps.

A new dataset is a private draft until its files are there and read back, its tables are loaded and described. An
existing one is changed by one ``package_revise`` that the portal takes only if nobody changed it since it was read.
Every step may be repeated: ids are computed, rows have keys, and a mark that tables are loaded is set last. A run that
was killed therefore goes on where the portal stands; the journal only tells people that there was one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from ..datapackage.package import PackageError
from . import datastore
from .dataset import BASE_KEY, LOADED_KEY, PACKAGE_KEY, Dataset, Resource, upload_name
from .exports import CHART
from .history import settle
from .journal import Journal, held_journal
from .plan import Change, DatasetPlan, ResourcePlan, compare, extras_of, extras_with_words, groups_for, tags_for
from .portal import Portal, PortalError, Upload
from .survey import Build, Options, Survey, find
from .views import add_views, drop_double_views

_ABOUT = {
    "organization": "{0}及所属单位公开的预算和决算。 Budgets and final accounts published by {0} and its units.",
    "group": "在支出功能分类“{0}”(类)下有支出的预算和决算。 Disclosures that spend under this functional class.",
}
_TRIES = 5
_BYTES_AT_ONCE = 64 << 20


class ConflictError(Exception):
    """Somebody else changed the dataset since the plan was made."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dataset."""

    name: str
    outcome: Literal["created", "updated", "unchanged", "removed", "left-behind", "refused", "failed", "not-tried"]
    message: str = ""
    trouble: str = ""


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
    with held_journal(build.folder, portal.url) as journal:
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
    wanted = [("organization", n) for n in found.plan.organisations] + [("group", n) for n in found.plan.groups]
    for kind, name in wanted:

        def there(kind: str = kind, name: str = name) -> Any:
            try:
                return portal.read(f"{kind}_show", id=name)
            except PortalError as error:
                if error.trouble == "missing":
                    return None
                raise

        try:
            about = _ABOUT[kind].format(found.plan.titles[name])
            made = {"name": name, "title": found.plan.titles[name], "description": about}
            portal.write(f"{kind}_create", made, done=there)
        except PortalError as error:
            if error.trouble != "invalid" or there() is None:  # another publisher made it meanwhile
                raise


def _one(build: Build, portal: Portal, plan: DatasetPlan, options: Options, journal: Journal) -> Outcome:
    if plan.action in ("refused", "left-behind", "unchanged"):
        return Outcome(plan.name, plan.action, plan.reason)
    journal.add(plan.name, "begun")
    try:
        if plan.action == "remove":
            portal.write("package_delete", {"id": plan.name})
            journal.add(plan.name, "done")
            return Outcome(plan.name, "removed")
        wanted = build.describe(build.folder / "packages" / _folder_of(build, plan.name), groups=options.groups)
        _bring(wanted, plan, build, portal, options)
    except ConflictError:
        message = f"{plan.name}: 计划之后门户上有别的改动，没有动它，请重新 plan / changed by others since the plan"
        return Outcome(plan.name, "failed", message, "conflict")
    except PortalError as error:
        return Outcome(plan.name, "failed", f"{plan.name}: {error}", error.trouble)
    except (PackageError, OSError) as error:
        return Outcome(plan.name, "failed", f"{plan.name}: 读不了数据包: {error} / cannot be read", "local")
    journal.add(plan.name, "done")
    return Outcome(plan.name, "created" if plan.action == "create" else "updated")


def _folder_of(build: Build, name: str) -> str:
    return next(p for p in build.publications if p.lower() == name)


def _bring(wanted: Dataset, planned: DatasetPlan, build: Build, portal: Portal, options: Options) -> None:
    """Take one dataset to what is wanted, reading it again whenever the portal says that it changed meanwhile."""
    raced = False
    for _ in range(_TRIES):
        seen = find(wanted, portal)
        settled = settle(wanted, seen, portal, build.versions)
        plan = compare(settled, seen, prune=options.may_prune(wanted.name))
        if plan.action == "refused" or not _within(plan, planned):
            raise ConflictError
        try:
            if plan.action != "unchanged":
                _steps(settled, plan, seen, portal)
        except PortalError as error:
            if error.trouble != "invalid" or not _is_conflict(error):
                raise
            raced = True
            continue
        if raced and (there := find(wanted, portal)):
            drop_double_views(there, portal)
        return
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
    draft = seen.get("state") != "active"
    if loads or draft:
        seen = portal.show(str(seen["id"])) or seen  # loading a table touches its dataset
    if draft or any(r.action == "create" and (r.load or r.path == CHART) for r in plan.resources):
        add_views(seen, portal)
    if loads or draft:
        _finish(wanted, loads, seen, portal)


def _create_draft(wanted: Dataset, portal: Portal) -> dict[str, Any]:
    marks = [{"key": key, "value": wanted.extras[key]} for key in (PACKAGE_KEY, BASE_KEY)]
    data: dict[str, Any] = {
        "id": wanted.id, "name": wanted.name, "title": wanted.fields["title"], "state": "draft", "private": True,
        "owner_org": wanted.organisation.name, "extras": marks,
    }  # fmt: skip
    try:
        return portal.write("package_create", data, done=lambda: find(wanted, portal))
    except PortalError as error:
        if error.trouble != "invalid" or set(error.details) != {"id"} or find(wanted, portal) is not None:
            raise
    # Only an administrator of the portal may choose ids; the name is then what the dataset is known by.
    return portal.write("package_create", {**data, "id": ""}, done=lambda: find(wanted, portal))


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
    touched = [r for r in plan.resources if r.action in ("create", "update") and not _only_loads(r)]
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


def _only_loads(entry: ResourcePlan) -> bool:
    """Whether nothing but the mark of loaded rows is missing, which is set when they are."""
    return entry.action == "update" and {c.field for c in entry.changes} == {LOADED_KEY}


def _match(seen: Mapping[str, Any]) -> str:
    """The portal is to change the dataset only as it was last seen."""
    return json.dumps({"id": seen["id"], "metadata_modified": seen["metadata_modified"]})


def _resource_fields(batch: Sequence[ResourcePlan], by_path: Mapping[str, Resource]) -> dict[str, str]:
    """New resources are added, others changed by their id. The mark of loaded tables is set only when they are.

    A new table says at once that the DataStore has it: CKAN would else write and index the dataset again for each one.
    """
    new: list[dict[str, Any]] = []
    form: dict[str, str] = {}
    for entry in batch:
        fields: dict[str, Any] = {k: v for k, v in by_path[entry.path].fields.items() if k != LOADED_KEY}
        if "validation_status" in fields and (
            entry.upload or any(c.field == "validation_status" for c in entry.changes)
        ):
            fields["validation_timestamp"] = datetime.now(UTC).isoformat(timespec="seconds")
        if entry.action == "create":
            new.append({"id": entry.id, **fields, **({"datastore_active": True} if entry.load else {})})
        else:
            form[f"update__resources__{entry.id}"] = json.dumps(fields, ensure_ascii=False)
    if new:
        form["update__resources__extend"] = json.dumps(new, ensure_ascii=False)
    return form


def _upload(wanted: Resource, entry: ResourcePlan, name: str) -> Upload:
    assert wanted.export is not None
    field_name = f"update__resources__{entry.id}__upload"
    return Upload(field_name, wanted.export.file, upload_name(entry.path, name), wanted.fields["mimetype"])


def _batches(touched: Sequence[ResourcePlan], by_path: Mapping[str, Resource]) -> list[list[ResourcePlan]]:
    batches: list[list[ResourcePlan]] = []
    size = _BYTES_AT_ONCE
    for entry in touched:
        export = by_path[entry.path].export
        length = export.bytes if export and entry.upload else 0
        if not batches or size + length > _BYTES_AT_ONCE:
            batches.append([])
            size = 0
        batches[-1].append(entry)
        size += length
    return batches


def _verify(plan: DatasetPlan, seen: Mapping[str, Any], wanted: Dataset, portal: Portal) -> None:
    """Read back what was sent, of a draft everything: the portal's bytes are the build's, or the dataset stays."""
    there = {str(r["id"]): r for r in seen["resources"]}
    by_path = {r.path: r for r in wanted.resources}
    draft = seen.get("state") != "active"
    for entry in plan.resources:
        export = by_path[entry.path].export if entry.path in by_path and (entry.upload or draft) else None
        if export and portal.download_sha256(portal.address(there[entry.id])) != export.sha256:
            message = f"{entry.path}: 门户读回的内容与发送的不同，重跑会再传 / what came back is not what was sent"
            portal.write("resource_patch", {"id": entry.id, "hash": ""})
            raise PortalError("broken", message)


def _finish(wanted: Dataset, loads: Sequence[ResourcePlan], seen: Mapping[str, Any], portal: Portal) -> None:
    """Mark the tables that are loaded, and show a draft to everybody, in one change."""
    by_path = {r.path: r for r in wanted.resources}
    data: dict[str, Any] = {"match": json.loads(_match(seen)), "update": {"state": "active", "private": False}}
    for entry in loads:
        data[f"update__resources__{entry.id}"] = {LOADED_KEY: by_path[entry.path].fields[LOADED_KEY]}
    portal.write("package_revise", data)
