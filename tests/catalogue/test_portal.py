"""Where a token may be found and where it may go. What a portal does is tested on real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.catalogue.portal import PortalError, check_address, find_token


def test_the_token_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n")
    assert find_token("https://x", {"YUSUAN_CKAN_TOKEN": "from-env", "YUSUAN_CKAN_TOKEN_FILE": str(file)}) == "from-env"
    assert find_token("https://x", {"YUSUAN_CKAN_TOKEN_FILE": str(file)}) == "from-file"
    assert find_token("https://x", {}) == ""
    with pytest.raises(PortalError, match="读不了令牌文件"):
        find_token("https://x", {"YUSUAN_CKAN_TOKEN_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize("url", ["https://portal.example.org", "http://127.0.0.1:5000", "http://localhost"])
def test_a_token_goes_over_https_or_stays_on_this_machine(url: str) -> None:
    check_address(url, allow_http=False, with_token=True)


def test_a_token_over_plain_http_needs_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PortalError, match="https"):
        check_address("http://portal.example.org", allow_http=False, with_token=True)
    check_address("http://portal.example.org", allow_http=True, with_token=True)
    check_address("http://portal.example.org", allow_http=False, with_token=False)


@pytest.mark.parametrize("url", ["portal.example.org", "ftp://x", "https://name:word@portal.example.org"])
def test_what_is_no_address_of_a_portal_is_refused(url: str) -> None:
    with pytest.raises(PortalError):
        check_address(url, allow_http=True, with_token=False)
