"""What a portal holds, so that two portals, or one before and after, can be compared."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from yusuan.catalogue.dataset import LOADED_KEY, PATH_KEY
from yusuan.catalogue.plan import extras_of, groups_of, tags_of
from yusuan.catalogue.portal import Portal

from .servers import Ckan

#: What CKAN itself notes about the when and by whom.
_PASSING = {
    "metadata_modified",
    "metadata_created",
    "creator_user_id",
    "last_modified",
    "created",
    "revision_timestamp",
    "validation_timestamp",
}


def client(portal: Ckan, url: str = "") -> Portal:
    return Portal(url or portal.url, portal.token)


def contents(portal: Ckan, name: str) -> dict[str, Any]:
    """A dataset field for field, its files by their bytes and its tables by their rows and dictionary."""
    api = client(portal)
    seen = api.show(name)
    assert seen is not None, name
    fields = {k: v for k, v in seen.items() if isinstance(v, str | bool | int) and k not in _PASSING}
    resources = {r[PATH_KEY]: _resource(api, r) for r in seen["resources"] if r.get(PATH_KEY)}
    return {
        **fields, "extras": extras_of(seen), "tags": sorted(tags_of(seen)), "groups": sorted(groups_of(seen)),
        "organisation": seen["organization"]["name"], "resources": resources,
    }  # fmt: skip


def _resource(api: Portal, seen: Mapping[str, Any]) -> dict[str, Any]:
    fields = {k: v for k, v in seen.items() if k not in (*_PASSING, "position")}
    if seen["url_type"] != "upload":
        return {**fields, "bytes": "", "table": None}
    del fields["url"]
    answer = api._session.get(seen["url"], timeout=60)
    table: Any = None
    if seen.get(LOADED_KEY):
        found = api.read("datastore_search", resource_id=seen["id"], limit=32000)
        described = [f for f in found["fields"] if f["id"] != "_id"]
        rows = sorted(str(sorted((k, v) for k, v in r.items() if k != "_id")) for r in found["records"])
        table = (described, rows)
    return {**fields, "bytes": sha256(answer.content).hexdigest(), "table": table}


def yusuan(*arguments: str, token: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator runs it."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("YUSUAN_")}
    env = {**clean, "YUSUAN_CKAN_TOKEN": token, **environment}
    command = [str(Path(sys.executable).with_name("yusuan")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=300)


def purge(portal: Ckan, *names: str) -> None:
    api = client(portal)
    for name in names:
        if api.show(name) is not None:
            api.write("dataset_purge", {"id": name})
