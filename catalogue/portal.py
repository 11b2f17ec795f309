"""A CKAN portal over its Action API: limits on every wait, patience with what passes, uploads that are streamed.

What CKAN's actions and errors mean is ckanapi's knowledge; how long to wait and when to try again is ours.
Source: CKAN 2.11 and 2.12 API guide; RFC 9110 (Retry-After); RFC 6585 (429).
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from .. import __version__

Trouble = Literal["unreachable", "refused", "missing", "invalid", "too-large", "full", "broken"]
#: Answers that may be different a moment later. 507 (no space) and 501 will not be.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_TRIES = 6
_LONGEST_WAIT_S = 120.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PAGE = 1000


class PortalError(Exception):
    """The portal did not do what was asked; the message says what, where and what to do."""

    def __init__(self, trouble: Trouble, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble
        self.details: Mapping[str, Any] = details or {}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send in a form: the field, the name that it is given, its type."""

    field: str
    file: Path
    name: str
    mimetype: str


@dataclass
class Portal:
    """A portal at ``url``. ``requests`` counts what was sent, by method and action."""

    url: str
    token: str = ""
    timeout_s: float = 60
    sleep: Callable[[float], None] = time.sleep
    requests: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        import requests

        self.url = self.url.rstrip("/")
        self._session = requests.Session()
        if urlsplit(self.url).hostname in _LOOPBACK:
            self._session.trust_env = False  # no proxy stands between a machine and itself

        def sign(request: Any) -> Any:  # set here, or a ~/.netrc would take the token's place
            if self.token:
                request.headers["Authorization"] = self.token
            return request

        self._session.auth = sign
        self._session.headers["User-Agent"] = f"yusuan/{__version__}"

    # --- reading ---

    def read(self, action: str, **parameters: Any) -> Any:
        """The result of an action that changes nothing, asked by GET. Raises PortalError."""
        return self._call("GET", action, parameters=parameters)

    def show(self, name_or_id: str) -> dict[str, Any] | None:
        """A dataset, or None where there is none that this token may see. Raises PortalError."""
        try:
            return cast("dict[str, Any]", self.read("package_show", id=name_or_id))
        except PortalError as error:
            if error.trouble == "missing":
                return None
            raise

    def search(self, query: str) -> Iterator[dict[str, Any]]:
        """Every dataset that matches a Solr filter, drafts and private ones too. Raises PortalError."""
        start = 0
        while True:
            found = self.read(
                "package_search", fq=query, rows=_PAGE, start=start, sort="name asc",
                include_private="true", include_drafts="true",
            )  # fmt: skip
            yield from found["results"]
            start += len(found["results"])
            if not found["results"] or start >= found["count"]:
                return

    def download_sha256(self, url: str) -> str:
        """The SHA-256 of what the portal gives back for ``url``, read in pieces. Raises PortalError."""

        def ask() -> Any:
            return self._session.get(url, timeout=(10, self.timeout_s), stream=True)

        def digest(answer: Any) -> str:
            summed = sha256()
            for piece in answer.iter_content(1 << 20):
                summed.update(piece)
            return summed.hexdigest()

        return cast("str", self._patiently("GET download", ask, digest))

    def download(self, url: str, file: Path) -> None:
        """Write what the portal gives for ``url`` to ``file``, in pieces. Raises PortalError, OSError."""

        def ask() -> Any:
            return self._session.get(url, timeout=(10, self.timeout_s), stream=True)

        def save(answer: Any) -> None:
            with file.open("wb") as target:
                for piece in answer.iter_content(1 << 20):
                    target.write(piece)

        self._patiently("GET download", ask, save)

    def address(self, resource: Mapping[str, Any]) -> str:
        """Where a resource is downloaded: the portal's own address of it, under the one that we speak to."""
        path = urlsplit(str(resource["url"])).path
        return self.url + path[path.index("/dataset/") :] if "/dataset/" in path else str(resource["url"])

    # --- writing ---

    def write(self, action: str, data: Mapping[str, Any], *, done: Callable[[], Any] | None = None) -> Any:
        """The result of an action that changes something.

        ``done`` is asked before the action is sent once more: what it returns, if anything, is the result of a
        first try whose answer was lost. Raises PortalError.
        """
        return self._call("POST", action, data=data, done=done)

    def send(self, action: str, form: Mapping[str, str], uploads: Sequence[Upload]) -> Any:
        """The result of an action with files, which are read while they are sent. Raises PortalError, OSError."""
        return self._call("POST", action, form=form, uploads=uploads)

    # --- the wire ---

    def _call(
        self,
        method: str,
        action: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        uploads: Sequence[Upload] = (),
        done: Callable[[], Any] | None = None,
    ) -> Any:
        address = f"{self.url}/api/3/action/{action}"

        def ask() -> Any:
            common: dict[str, Any] = {"timeout": (10, self.timeout_s), "allow_redirects": False}
            if method == "GET":
                return self._session.get(address, params=parameters, **common)
            if form is None:
                return self._session.post(address, json=data, **common)
            with _Form(form, uploads) as body:
                headers = {"Content-Type": body.content_type}
                return self._session.post(address, data=body, headers=headers, **common)

        return self._patiently(f"{method} {action}", ask, lambda answer: _result(address, answer), done)

    def _patiently(
        self, what: str, ask: Callable[[], Any], use: Callable[[Any], Any], done: Callable[[], Any] | None = None
    ) -> Any:
        import requests

        for attempt in range(1, _TRIES + 1):
            self.requests[what] = self.requests.get(what, 0) + 1
            try:
                answer = ask()
                if answer.status_code not in _PASSING or attempt == _TRIES:
                    _refuse_bad(what, answer)
                    return use(answer)
                wait = _asked_to_wait(answer)
                answer.close()
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
                if attempt == _TRIES:
                    message = (
                        f"{self.url}: 连不上或中途断开，检查网址和网络后重跑 / cannot be reached ({_short(error)})"
                    )
                    raise PortalError("unreachable", message) from error
                wait = None
            except requests.RequestException as error:
                raise PortalError("unreachable", f"{self.url}: {_short(error)} / the request failed") from error
            self.sleep(min(_backoff(attempt) if wait is None else wait, _LONGEST_WAIT_S))
            if done is not None and (settled := done()) is not None:
                return settled
        raise AssertionError("unreachable: the last try returns or raises")


def _backoff(attempt: int) -> float:
    """0.5, 1, 2 … seconds, up to half as much again so that two publishers do not keep step."""
    return min(0.5 * 2 ** (attempt - 1), 30) * (1 + random.random() / 2)


def _asked_to_wait(answer: Any) -> float | None:
    """Seconds from a Retry-After header, in either of its forms."""
    told = str(answer.headers.get("Retry-After", "")).strip()
    if told.isdigit():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _refuse_bad(what: str, answer: Any) -> None:
    """Raise for an answer that no repeat would better and that carries no error of CKAN's own."""
    status = answer.status_code
    if status == 413:
        raise PortalError(
            "too-large", f"{what}: 门户拒收这么大的文件 (413)，请管理员放宽上限 / the file is too large for the portal"
        )
    if status == 507:
        raise PortalError("full", f"{what}: 门户的磁盘已满 (507)，请管理员腾出空间后重跑 / the portal's disk is full")
    if 300 <= status < 400:
        place = answer.headers.get("Location", "?")
        raise PortalError(
            "broken", f"{what}: 门户转到 {place}，请直接写那个网址 / the portal redirects; give that address"
        )


def _result(address: str, answer: Any) -> Any:
    errors: Any = import_module("ckanapi.errors")
    common: Any = import_module("ckanapi.common")  # it has no types

    try:
        return common.reverse_apicontroller_action(address, answer.status_code, answer.text)
    except errors.NotFound as error:
        raise PortalError("missing", f"{address}: 没有找到 / not found ({error})") from error
    except errors.NotAuthorized as error:
        message = f"{address}: 令牌没有这个权限，请换令牌或请管理员授权 / the token may not do this ({error})"
        raise PortalError("refused", message) from error
    except errors.ValidationError as error:
        details = {k: v for k, v in error.error_dict.items() if k != "__type"}
        raise PortalError("invalid", f"{address}: 门户不接受: {details} / not accepted", details) from error
    except (errors.CKANAPIError, errors.ServerIncompatibleError) as error:
        status = answer.status_code
        what = "这可能不是 CKAN / the answer is not CKAN's"
        if status >= 500:
            what = "门户内部出错，请管理员查它的日志和磁盘 / the portal failed; see its log and its disk"
        message = f"{address}: 门户回答 HTTP {status}，{what}"
        trouble: Trouble = "refused" if status in (401, 403) else "broken"
        raise PortalError(trouble, message) from error


class _Form:
    """A multipart body that reads its files as it is sent. Opened anew for each try."""

    def __init__(self, form: Mapping[str, str], uploads: Sequence[Upload]) -> None:
        self._form, self._uploads, self._open = form, uploads, list[Any]()

    def __enter__(self) -> Any:
        from requests_toolbelt import MultipartEncoder

        fields: dict[str, Any] = dict(self._form)
        for upload in self._uploads:
            self._open.append(upload.file.open("rb"))
            fields[upload.field] = (upload.name, self._open[-1], upload.mimetype)
        return MultipartEncoder(fields)

    def __exit__(self, *_: object) -> None:
        for file in self._open:
            file.close()


def _short(error: BaseException) -> str:
    """The system's own words where there are any, without the request around them."""
    said = re.search(r"\[Errno -?\d+\] ([^'\")>]+)", str(error))
    return said[1] if said else " ".join(f"{type(error).__name__}: {error}".split())[:160]


# --- the token --------------------------------------------------------------------------------------------


def check_address(url: str, *, allow_http: bool, with_token: bool) -> None:
    """Refuse to send a token where others could read it. Raises PortalError.

    Over plain http a token may go only to this machine itself, unless the operator says otherwise.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PortalError("broken", f"{url}: 不是门户网址 / not the address of a portal")
    if parts.username or parts.password:
        raise PortalError("broken", "网址里不要写用户名和密码 / no user name or password in the address")
    if with_token and parts.scheme == "http" and parts.hostname not in _LOOPBACK and not allow_http:
        raise PortalError(
            "refused",
            f"{url}: 不用 https 会泄露令牌；内网确实需要时加 --allow-http / a token over plain http is refused",
        )


def find_token(url: str, environment: Mapping[str, str]) -> str:
    """The token from ``YUSUAN_CKAN_TOKEN``, the file that ``YUSUAN_CKAN_TOKEN_FILE`` names, or the keyring.

    Raises:
        PortalError: the file cannot be read.
    """
    if token := environment.get("YUSUAN_CKAN_TOKEN", "").strip():
        return token
    if named := environment.get("YUSUAN_CKAN_TOKEN_FILE", ""):
        try:
            return Path(named).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise PortalError("refused", f"{named}: 读不了令牌文件 / the token file cannot be read") from error
    return _from_keyring(url)


def _from_keyring(url: str) -> str:
    """Where the keyring library is installed: service ``yusuan``, user name the portal's address."""
    try:
        keyring: Any = import_module("keyring")
        return str(keyring.get_password("yusuan", url) or "")
    except Exception:  # no library, no desktop, locked: there is no token there
        return ""
