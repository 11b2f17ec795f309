"""A build and a portal side by side: everything is read, nothing is changed, and a plan comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..datapackage.package import PackageError
from .dataset import BASE_KEY, PACKAGE_KEY, PATH_KEY, Dataset, Organisation, Publication, describe
from .history import settle
from .journal import FOLDER, journal_of
from .openness import OPEN, refusal
from .plan import VERSIONS, DatasetPlan, Plan, behind, compare, extras_of
from .portal import Portal
from .versions import version_key


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be published: the folder of a build, its base IRI, and what the operator says of each package."""

    folder: Path
    base: str
    publications: Mapping[str, Publication]  # by package name

    @property
    def versions(self) -> Path:
        """Where earlier versions that were read back are kept."""
        return self.folder / FOLDER / "versions"

    def packages(self) -> list[Path]:
        return sorted(self.folder / "packages" / name for name in self.publications)

    def describe(self, package: Path, *, groups: bool) -> Dataset:
        """The dataset of one package, its downloads made where they are not. Raises PackageError, OSError."""
        staged = self.folder / FOLDER / "staged" / package.name
        staged.parent.mkdir(parents=True, exist_ok=True)
        wanted = describe(package, staged, self.base, self.publications[package.name])
        return wanted if groups else replace(wanted, groups={})


@dataclass(frozen=True, slots=True)
class Options:
    """How to publish. ``prune`` names what may be taken away, ``*`` being all; more than ``prune_limit`` is refused."""

    allowed: tuple[str, ...] = (OPEN,)
    prune: tuple[str, ...] = ()
    prune_limit: int = 10
    groups: bool = True

    def may_prune(self, name: str) -> bool:
        return "*" in self.prune or name in self.prune


@dataclass
class Survey:
    """A portal as it was read, and the plan that follows."""

    plan: Plan
    organisations: dict[str, Organisation] = field(default_factory=dict[str, Organisation])


def survey(build: Build, portal: Portal, options: Options, step: Callable[[str], None] = lambda _: None) -> Survey:
    """Read the portal and compute what publishing would change. Nothing is changed.

    Raises:
        PortalError: the portal cannot be read.
        OSError: what is read back cannot be kept.
    """
    interrupted = {*journal_of(build.folder, portal.url).unfinished()}
    ours = _seen(build.base, portal)
    found = {n: d for n, d in ours.items() if d["state"] == "active" and n not in interrupted}
    known_groups = set(portal.read("group_list")) if options.groups else set[str]()
    known_organisations = set(portal.read("organization_list"))
    plans: list[DatasetPlan] = []
    organisations: dict[str, Organisation] = {}
    groups: dict[str, str] = {}
    for package in build.packages():
        try:
            wanted = build.describe(package, groups=options.groups)
        except (PackageError, OSError) as error:  # one that cannot be read does not stop the others
            plans.append(DatasetPlan(package.name.lower(), package.name, "refused", reason=str(error)))
            continue
        plan = _plan_one(wanted, found.get(wanted.name), portal, build, options)
        plans.append(plan)
        if plan.pending:
            organisations[wanted.organisation.name] = wanted.organisation
            groups |= wanted.groups
        step(wanted.name)
    plans += behind([p.name.lower() for p in build.packages()], build.base, ours.values())
    plans = [_pruned(p, options) for p in plans]
    new_organisations = tuple(sorted(set(organisations) - known_organisations))
    new_groups = tuple(sorted(set(groups) - known_groups))
    titles = {n: organisations[n].title for n in new_organisations} | {n: groups[n] for n in new_groups}
    return Survey(Plan(portal.url, new_organisations, new_groups, tuple(plans), titles), organisations)


def _seen(base: str, portal: Portal) -> dict[str, dict[str, Any]]:
    """Our datasets by package, whatever they are named now, as far as the index of the portal knows them."""
    escaped = base.replace("\\", "\\\\").replace('"', '\\"')
    return {extras_of(d).get(PACKAGE_KEY, ""): d for d in portal.search(f'extras_{BASE_KEY}:"{escaped}"')}


def find(wanted: Dataset, portal: Portal) -> dict[str, Any] | None:
    """The dataset by our name, else by our id: somebody may have given it another name."""
    return portal.show(wanted.name) or portal.show(wanted.id)


def _plan_one(
    wanted: Dataset, seen: dict[str, Any] | None, portal: Portal, build: Build, options: Options
) -> DatasetPlan:
    if reason := wanted.held or refusal(wanted.openness, options.allowed) or _unfit(wanted):
        return DatasetPlan(wanted.name, wanted.fields["title"], "refused", reason=reason)
    # The index may not know it yet, or know more than there is: what a killed portal had begun to write.
    seen = seen or find(wanted, portal)
    settled = settle(wanted, seen, portal, build.versions)
    if reason := _unfit(settled):
        return DatasetPlan(wanted.name, wanted.fields["title"], "refused", reason=reason)
    plan = compare(settled, seen, prune=options.may_prune(wanted.name))
    return replace(plan, version=settled.fields["version"], earlier=_earlier(settled, seen, portal))


def _earlier(settled: Dataset, seen: Mapping[str, Any] | None, portal: Portal) -> dict[str, str]:
    """Where the portal keeps the packages of earlier versions, or will when the plan is carried out."""
    if seen is None:
        return {}
    ids = {r.path: r.id for r in settled.resources} | {str(r.get(PATH_KEY)): str(r["id"]) for r in seen["resources"]}
    kept = {Path(path).stem: id_ for path, id_ in ids.items() if path.startswith(VERSIONS)}
    return {
        version: f"{portal.url}/dataset/{seen['id']}/resource/{kept[version]}/download"
        for version in sorted(kept, key=version_key)
    }


def _unfit(wanted: Dataset) -> str:
    """Why the files themselves must not go out, "" where nothing speaks against it."""
    if wanted.problems:
        return f"数据包不合格: {wanted.problems[0]} / the package is not valid; run yusuan validate"
    if wanted.personal:
        places = "; ".join(f"{path} ({', '.join(kinds)})" for path, kinds in wanted.personal.items())
        return f"外发内容里疑有个人信息: {places} / personal data in what would go out"
    return ""


def _pruned(plan: DatasetPlan, options: Options) -> DatasetPlan:
    return replace(plan, action="remove") if plan.action == "left-behind" and options.may_prune(plan.name) else plan
