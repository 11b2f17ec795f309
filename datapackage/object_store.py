"""The observations of a build at an address: an object store, or any other place that fsspec knows.

A file is never written over: its name holds the hash of its content, and ``_manifest.json``, which is put there last,
in one step, says which files are the observations now. Readers that go by it see the build of before or this one.
What a broken publication has sent already is not sent again, and files that are not in the manifest go at the end.
"""

from __future__ import annotations

import errno
import io
import json
import re
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from .files import write_bytes
from .package import PackageError, file_hash, read_descriptor

MANIFEST = "_manifest.json"
_FORM = 1
#: Columns of the table of documents: what a comparison has to know of each package.
DOCUMENTS = ("package", "document_year", "kind", "scope", "department")
_SAID = ("year", "kind", "scope", "department_code")
_OURS = re.compile(
    r"fiscal_year=-?\d+/part-(?P<region>[^-]*)(-[0-9a-f]{8})?-[0-9a-f]{16}\.parquet|_documents-[0-9a-f]{16}\.parquet"
)
#: What S3 servers that do not know the checksums of AWS need in the environment.
_OF_OTHER_MAKERS = "AWS_REQUEST_CHECKSUM_CALCULATION=when_required"
#: Files that are sent at the same time.
_AT_ONCE = 64


class AddressError(Exception):
    """An address cannot be used; ``fault`` is ``usage`` where whoever gave it can mend that, else ``remote``."""

    def __init__(self, address: str, zh: str, en: str, fault: str = "remote") -> None:
        super().__init__(f"{address}: {zh} / {en}")
        self.zh, self.en, self.fault = f"{address}: {zh}", en, fault


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a publication did: files sent, left as they were and removed, and bytes sent; or why it failed."""

    address: str
    sent: int = 0
    unchanged: int = 0
    removed: int = 0
    sent_bytes: int = 0
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "error" or value}

    def as_text(self) -> str:
        if self.error:
            return f"  观测没有送到 {self.error}；本地输出完整，再跑一次会接着送 · run again to send the observations"
        return (
            f"观测 observations  {self.address}：送出 {self.sent}，未变 {self.unchanged}，删去 {self.removed}"
            f" · sent {self.sent}, unchanged {self.unchanged}, removed {self.removed}"
        )


def is_address(text: object) -> bool:
    """Whether a text names a place by a URL, and not by the path of a folder."""
    return "://" in str(text)


@dataclass(frozen=True)
class Place:
    """An address that is open: ``root`` is its path there, as ``files`` (of fsspec) writes it."""

    address: str
    files: Any
    root: str

    @property
    def is_local(self) -> bool:
        return "file" in self.files.protocol

    def path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def manifest(self) -> dict[str, Any] | None:
        """What says which files are the observations; None where there is none yet. Raises AddressError."""
        with telling(self.address):
            try:
                text = self.files.cat_file(self.path(MANIFEST))
            except FileNotFoundError:
                return None
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if not isinstance(said, dict) or cast("dict[str, Any]", said).get("form") != _FORM:
            raise AddressError(self.address, f"{MANIFEST} 不是本程序这一版写的", "another program's manifest")
        return cast("dict[str, Any]", said)

    def sizes(self) -> dict[str, int]:
        """All that is there: name below the address -> bytes. Raises AddressError."""
        self.files.invalidate_cache()
        with telling(self.address):
            try:
                found = self.files.find(self.root, detail=True)
            except FileNotFoundError:
                return {}
        start = len(self.root) + 1
        return {name[start:]: int(entry["size"]) for name, entry in found.items()}


def open_place(address: str) -> Place:
    """The place at an address like ``s3://bucket/prefix``; nothing is asked there yet.

    Raises:
        AddressError: the address is none, or what opens such addresses is not installed.
    """
    try:
        fsspec = import_module("fsspec")
        local = address.startswith(("file://", "local://"))
        files, root = fsspec.core.url_to_fs(address, **({"auto_mkdir": True} if local else {}))
    except ImportError as error:
        zh, en = f"需要先安装 yusuan[objects]（{error}）", "install yusuan[objects], or what its kind of address needs"
        raise AddressError(address, zh, en, "usage") from error
    except ValueError as error:
        raise AddressError(address, f"不认识这样的地址（{error}）", "no such kind of address", "usage") from error
    if not root.strip("/"):
        raise AddressError(address, "地址里没有桶或文件夹", "the address names no bucket or folder", "usage")
    return Place(address, files, root.rstrip("/"))


@contextmanager
def telling(address: str) -> Generator[None]:
    """Tell in a line what a store answered. What the libraries of stores raise has no class in common.

    Raises:
        AddressError: whatever went wrong in the body.
    """
    try:
        yield
    except AddressError:
        raise
    except FileNotFoundError as error:
        zh = f"没有这个桶或文件（{_first_line(error)}），请先建好"
        raise AddressError(address, zh, "no such bucket or file; make the bucket first") from error
    except PermissionError as error:
        raise AddressError(
            address, f"没有权限（{_first_line(error)}）", "the key is wrong, or may not do this"
        ) from error
    except Exception as error:
        if getattr(error, "errno", None) == errno.ENOSYS:  # as an S3 server of another maker says of checksums
            zh = f"这个服务不懂其中一个请求，请设 {_OF_OTHER_MAKERS}（{_first_line(error)}）"
            raise AddressError(address, zh, "the server does not know a header; set that variable") from error
        if "Credentials" in type(error).__name__:
            zh = "没有凭证，例如 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 或 ~/.aws/credentials"
            raise AddressError(address, zh, "no credentials, say in AWS_ACCESS_KEY_ID and ~/.aws") from error
        zh = f"连接失败或中断（{type(error).__name__}: {_first_line(error)}）"
        raise AddressError(address, zh, "the store did not answer, or broke off") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


# --- writing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Contents:
    """What is to be at an address: local files by the names they get, the table of documents, and the base."""

    files: Mapping[str, Path]
    packages: Sequence[Path]
    base: str

    @cached_property
    def documents(self) -> bytes:
        return _documents(self.packages)

    @cached_property
    def sizes(self) -> dict[str, int]:
        sizes = {name: path.stat().st_size for name, path in self.files.items()}
        return {**sizes, self.documents_name: len(self.documents)}

    @cached_property
    def documents_name(self) -> str:
        return f"_documents-{sha256(self.documents).hexdigest()[:16]}.parquet"

    @property
    def manifest(self) -> dict[str, Any]:
        observations = sorted(self.files)
        return {"form": _FORM, "base": self.base, "documents": self.documents_name, "observations": observations}


def deposit(
    observations: Path, packages: Sequence[Path], place: Place, base: str, *, before: Collection[str] = ()
) -> Deposit:
    """Make ``place`` hold the Parquet files in the folder ``observations``, which are of ``packages``.

    ``before`` names packages that this build has sent there earlier: their regions are no other build's.

    Raises:
        AddressError: it cannot be written; what was there before is there still, and counts.
        PackageError, OSError: a package or a file of the build cannot be read.
    """
    there, said = place.sizes(), place.manifest()
    contents = _Contents(_named(observations), packages, base)
    _check_whose(place, there, said, _regions(contents.files) | {name.partition("-")[0] for name in before})
    missing = [name for name, size in contents.sizes.items() if there.get(name) != size]
    with telling(place.address):
        _send(place, contents, missing)
    arrived = place.sizes() if missing else there
    if lost := [name for name, size in contents.sizes.items() if arrived.get(name) != size]:
        raise AddressError(place.address, f"{lost[0]} 没有送完整", "a file did not arrive whole")
    with telling(place.address):
        if said != contents.manifest:
            _put(place, MANIFEST, (json.dumps(contents.manifest, indent=1, sort_keys=True) + "\n").encode())
        old = sorted(name for name in there if _OURS.fullmatch(name) and name not in contents.sizes)
        for name in old:
            place.files.rm_file(place.path(name))
    sent = sum(contents.sizes[name] for name in missing)
    return Deposit(place.address, len(missing), len(contents.sizes) - len(missing), len(old), sent)


def _named(observations: Path) -> dict[str, Path]:
    """The files of a build by names that hold what is in them."""
    return {
        f"{path.parent.name}/{path.stem}-{file_hash(path)[:16]}.parquet": path
        for path in sorted(observations.glob("*/*.parquet"))
    }


def _check_whose(place: Place, there: Mapping[str, int], said: Mapping[str, Any] | None, have: set[str]) -> None:
    """What others have put there is neither mixed with ours nor removed. Raises AddressError."""
    strange = sorted(name for name in there if name.endswith(".parquet") and not _OURS.fullmatch(name))
    if strange:
        zh = f"那里有不是本程序写的 Parquet（{strange[0]}），请换一个前缀"
        raise AddressError(place.address, zh, "other Parquet files are there; give a prefix of its own", "usage")
    had = _regions(said["observations"] if said else ())
    if had and not had & have:
        zh = f"那里是别的地区的观测（{'、'.join(sorted(had)[:3])}），每个 build 请用自己的前缀"
        raise AddressError(place.address, zh, "another build's observations are there; give each its own", "usage")


def _regions(names: Any) -> set[str]:
    return {found["region"] for name in names if (found := _OURS.fullmatch(name)) and found["region"] is not None}


def _send(place: Place, contents: _Contents, names: Sequence[str]) -> None:
    if contents.documents_name in names:
        _put(place, contents.documents_name, contents.documents)
    files = [name for name in names if name in contents.files]
    for start in range(0, len(files), _AT_ONCE):
        some = files[start : start + _AT_ONCE]
        if place.is_local:
            for name in some:
                _put(place, name, contents.files[name].read_bytes())
        else:
            place.files.put([str(contents.files[n]) for n in some], [place.path(n) for n in some])


def _put(place: Place, name: str, data: bytes) -> None:
    """A small object in one step. A store of objects shows none before it is whole; a disk does."""
    if not place.is_local:
        place.files.pipe_file(place.path(name), data)
        return
    path = Path(place.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, data)


def _documents(packages: Sequence[Path]) -> bytes:
    """The table of documents as Parquet. Raises PackageError."""
    pa, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    rows = [(package.name, *map(str, said_of(package))) for package in packages]
    columns = list(zip(*rows, strict=True)) or [()] * len(DOCUMENTS)
    table = pa.table([pa.array(list(column), pa.string()) for column in columns], names=list(DOCUMENTS))
    made = io.BytesIO()
    parquet.write_table(table, made, compression="zstd")
    return made.getvalue()


def said_of(package: Path) -> tuple[Any, ...]:
    """What the descriptor of a package says of its document, in the order of :data:`DOCUMENTS`. Raises PackageError."""
    try:
        said = read_descriptor(package)["disclosure"]
        return tuple(said[name] for name in _SAID)
    except (KeyError, TypeError) as error:
        raise PackageError(package, "公开文档的说明不完整", "the descriptor of the package is incomplete") from error
