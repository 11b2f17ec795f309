"""Settings: a flag wins over ``YUSUAN_*``, and that over ``yusuan.toml`` in the working folder."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

DEFAULT_BASE = "https://w3id.org/yusuan/"
FILE = "yusuan.toml"
#: What stands for yes and for no in the environment.
_SAID = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told. ``base`` is the IRI that every identifier of ours starts with."""

    base: str = DEFAULT_BASE
    out: str = "out"
    store: str = ""
    endpoint: str = ""
    portal: str = ""
    endpoint_user: str = ""
    endpoint_password: str = ""  # from YUSUAN_ENDPOINT_PASSWORD or yusuan.toml; a flag would show it to others
    graph_store: str = ""
    timeout_s: int = 60
    jobs: int = 0  # processes that convert documents; 0: one a core
    scheduler: str = ""  # of a Dask cluster that converts them instead
    shards: str = ""  # what the store is parted by: "" nothing, "region", "region-year"
    observations: str = ""  # an address (s3://bucket/prefix) that a build sends its Parquet files to as well
    json_ld: bool = False  # packages have their graphs as JSON-LD too
    cube_link: bool = False  # and their amounts as cube-link has them
    identities: str = ""  # a folder of an operator's own identities


def load_settings(flags: Mapping[str, Any]) -> Settings:
    """The settings in force. Flags that are None were not given.

    Raises:
        SettingsError: ``yusuan.toml`` cannot be read, names an unknown setting, or a value has the wrong type.
    """
    known: dict[str, type] = {f.name: type(cast("object", f.default)) for f in fields(Settings)}
    given: dict[str, Any] = _from_file(Path.cwd() / FILE, known)
    given |= {name: os.environ[f"YUSUAN_{name.upper()}"] for name in known if f"YUSUAN_{name.upper()}" in os.environ}
    given |= {name: value for name, value in flags.items() if value is not None}
    return Settings(**{name: _typed(name, value, known[name]) for name, value in given.items()})


def _from_file(path: Path, known: Mapping[str, type]) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path.name} 无法读取: {error} / cannot be read") from error
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise SettingsError(f"{path.name} 中有不认识的设置 {', '.join(unknown)} / unknown setting")
    return table


def _typed(name: str, value: Any, kind: type) -> Any:
    try:
        typed = _SAID[str(value).lower()] if kind is bool else kind(value)
    except (TypeError, ValueError, KeyError) as error:
        raise SettingsError(f"设置 {name} 的值 {value!r} 不对 / wrong value for this setting") from error
    if name == "base" and not (str(typed).startswith(("http://", "https://")) and str(typed).endswith(("/", "#"))):
        raise SettingsError(f"base 必须是以 / 或 # 结尾的网址: {typed} / base must be an IRI that ends with / or #")
    return typed
