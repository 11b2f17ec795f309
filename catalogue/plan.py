"""What publishing would change, found before anything is changed: wanted against seen, field by field.

Everything here is computed from values; the portal is read before and written after.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Literal

from .dataset import BASE_KEY, LOADED_KEY, PACKAGE_KEY, PATH_KEY, WORDS_KEY, Dataset, Resource

Action = Literal["create", "update", "unchanged", "refused", "remove", "left-behind"]
#: Where packages of earlier versions are kept, and all paths that stay although the package does not hold them.
VERSIONS = "versions/"
KEPT_PATHS = (VERSIONS, "CHANGES.")
_NAMES: dict[str, str] = {
    "create": "新建 create",
    "update": "更新 update",
    "unchanged": "不变 unchanged",
    "refused": "拒绝 refused",
    "remove": "删除 remove",
    "left-behind": "留下 left behind",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what stands there, and what will."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ResourcePlan:
    path: str
    id: str
    action: Action
    changes: tuple[Change, ...] = ()
    upload: bool = False  # other bytes
    load: bool = False  # other rows in the DataStore


@dataclass(frozen=True, slots=True)
class DatasetPlan:
    name: str
    title: str
    action: Action
    changes: tuple[Change, ...] = ()
    resources: tuple[ResourcePlan, ...] = ()
    reason: str = ""
    seen: str = ""  # names the state at the portal that this plan was made from
    finish: bool = False  # a draft that a run left behind
    version: str = ""  # that it will have
    earlier: Mapping[str, str] = field(default_factory=dict[str, str])  # version → where its package is kept

    @property
    def pending(self) -> bool:
        return self.action in ("create", "update", "remove")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would change at one portal, in the order of names."""

    portal: str
    organisations: tuple[str, ...] = ()  # to be made
    groups: tuple[str, ...] = ()  # to be made
    datasets: tuple[DatasetPlan, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def pending(self) -> bool:
        return bool(self.organisations or self.groups or any(d.pending for d in self.datasets))

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "pending": self.pending}

    def as_text(self) -> str:
        lines = [f"门户 portal  {self.portal}"]
        lines += [f"  新建机构 create organisation  {n}  {self.titles.get(n, '')}" for n in self.organisations]
        lines += [f"  新建群组 create group  {n}  {self.titles.get(n, '')}" for n in self.groups]
        for dataset in self.datasets:
            lines += _dataset_lines(dataset)
        count = {name: sum(d.action == name for d in self.datasets) for name in _NAMES}
        lines.append("，".join(f"{_NAMES[name]} {n}" for name, n in count.items() if n) or "没有数据集 no datasets")
        return "\n".join(lines)


def _dataset_lines(dataset: DatasetPlan) -> Iterator[str]:
    if dataset.action == "unchanged":
        return
    yield f"  {_NAMES[dataset.action]}  {dataset.name}  {dataset.title}" + (
        f"  {dataset.reason}" if dataset.reason else ""
    )
    yield from (f"      {c.field}: {_cut(c.before)} → {_cut(c.after)}" for c in dataset.changes)
    for resource in dataset.resources:
        if resource.action != "unchanged":
            yield f"      {_NAMES[resource.action]}  {resource.path}"
            yield from (f"          {c.field}: {_cut(c.before)} → {_cut(c.after)}" for c in resource.changes)


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return (one_line if len(one_line) <= 60 else one_line[:57] + "…") or "(空 empty)"


# --- the difference ---------------------------------------------------------------------------------------


def compare(wanted: Dataset, seen: Mapping[str, Any] | None, *, prune: bool = False) -> DatasetPlan:
    """The plan of one dataset, ``seen`` being what ``package_show`` gives, or None where there is none."""
    title = wanted.fields["title"]
    if seen is None:
        made = tuple(_resource(r, None) for r in wanted.resources)
        return DatasetPlan(wanted.name, title, "create", _all_new(wanted), made)
    owner = extras_of(seen).get(PACKAGE_KEY, "")
    if owner != wanted.name:
        reason = "门户上有同名而不是我们发布的数据集，不去动它 / the name is taken by a dataset that is not ours"
        return DatasetPlan(wanted.name, title, "refused", reason=reason, seen=state_of(seen))
    changes, resources = tuple(_field_changes(wanted, seen)), tuple(_resources(wanted, seen, prune=prune))
    draft = seen.get("state") != "active"
    changed = bool(changes) or draft or any(r.action not in ("unchanged", "left-behind") for r in resources)
    action: Action = "update" if changed else "unchanged"
    return DatasetPlan(wanted.name, title, action, changes, resources, "", state_of(seen), draft)


def _all_new(wanted: Dataset) -> tuple[Change, ...]:
    return tuple(Change(name, "", value) for name, value in {**wanted.fields, **wanted.extras}.items() if value)


def _field_changes(wanted: Dataset, seen: Mapping[str, Any]) -> Iterator[Change]:
    for name, value in wanted.fields.items():
        if str(seen.get(name) or "") != value:
            yield Change(name, str(seen.get(name) or ""), value)
    there = extras_of(seen)
    for key, value in extras_with_words(wanted).items():
        if there.get(key, "") != value:
            yield Change(f"extras.{key}", there.get(key, ""), value)
    organisation: Mapping[str, Any] = seen.get("organization") or {}
    if organisation.get("name") != wanted.organisation.name:
        yield Change("owner_org", str(organisation.get("name") or ""), wanted.organisation.name)
    yield from _list_change("tags", tags_of(seen), tags_for(wanted, seen))
    yield from _list_change("groups", groups_of(seen), groups_for(wanted, seen))
    if seen.get("private") and seen.get("state") == "active":
        yield Change("private", "True", "False")


def _list_change(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    if sorted(before) != sorted(after):
        yield Change(name, ", ".join(sorted(before)), ", ".join(sorted(after)))


def _resources(wanted: Dataset, seen: Mapping[str, Any], *, prune: bool) -> Iterator[ResourcePlan]:
    there = {str(r.get(PATH_KEY)): r for r in seen["resources"] if r.get(PATH_KEY)}
    for resource in wanted.resources:
        yield _resource(resource, there.pop(resource.path, None))
    for path, found in sorted(there.items()):
        if not path.startswith(KEPT_PATHS):
            yield ResourcePlan(path, str(found["id"]), "remove" if prune else "left-behind")


def _resource(wanted: Resource, seen: Mapping[str, Any] | None) -> ResourcePlan:
    if seen is None:
        return ResourcePlan(wanted.path, wanted.id, "create", (), wanted.export is not None, wanted.table is not None)
    changes = tuple(
        Change(name, str(seen.get(name) or ""), value)
        for name, value in wanted.fields.items()
        if str(seen.get(name) or "") != value
    )
    named = {c.field for c in changes}
    return ResourcePlan(
        wanted.path,
        str(seen["id"]),
        "update" if changes else "unchanged",
        changes,
        upload=wanted.export is not None and ("hash" in named or not seen.get("url")),
        load=LOADED_KEY in named,
    )


def behind(packages: Iterable[str], base: str, seen: Iterable[Mapping[str, Any]]) -> Iterator[DatasetPlan]:
    """Our datasets at the portal that the build no longer holds."""
    wanted = set(packages)
    for dataset in sorted(seen, key=lambda d: str(d["name"])):
        ours = extras_of(dataset)
        if ours.get(BASE_KEY) == base and ours.get(PACKAGE_KEY, "") not in wanted:
            yield DatasetPlan(str(dataset["name"]), str(dataset["title"]), "left-behind", seen=state_of(dataset))


# --- reading what a portal says ---------------------------------------------------------------------------


def extras_of(seen: Mapping[str, Any]) -> dict[str, str]:
    return {str(e["key"]): str(e["value"]) for e in seen.get("extras") or ()}


def tags_of(seen: Mapping[str, Any]) -> list[str]:
    return [str(t["name"]) for t in seen.get("tags") or ()]


def groups_of(seen: Mapping[str, Any]) -> list[str]:
    return [str(g["name"]) for g in seen.get("groups") or ()]


def extras_with_words(wanted: Dataset) -> dict[str, str]:
    """Our extras, and among them the keywords that are ours, so that a later run knows them from others'."""
    return {**{k: v for k, v in wanted.extras.items() if v}, WORDS_KEY: json.dumps(wanted.keywords, ensure_ascii=False)}


def tags_for(wanted: Dataset, seen: Mapping[str, Any]) -> list[str]:
    """Our keywords, and those that somebody else has put there."""
    try:
        ours = set(json.loads(extras_of(seen).get(WORDS_KEY, "[]")))
    except ValueError:
        ours = set[str]()
    return sorted({*wanted.keywords, *(set(tags_of(seen)) - ours)})


def groups_for(wanted: Dataset, seen: Mapping[str, Any]) -> list[str]:
    """The functional classes, and the groups that somebody else has put the dataset into."""
    return sorted({*wanted.groups, *(g for g in groups_of(seen) if not g.startswith("function-"))})


def state_of(seen: Mapping[str, Any]) -> str:
    """A name for what a dataset holds, whoever wrote it; equal as long as nothing changes."""
    parts = {
        k: v for k, v in seen.items() if k not in ("metadata_modified", "tracking_summary", "relationships_as_object")
    }
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]
