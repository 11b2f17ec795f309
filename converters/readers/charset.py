"""Bytes as text: the charsets in which web pages and exports of programs are kept, declared rightly or not."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: GB18030 holds all of GB2312 and GBK, and pages that declare the smaller use the larger.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "hz-gb-2312": "gb18030", "big5": "big5hkscs"}


def decode(data: bytes, told: str = "") -> str:
    """``data`` as text: by its byte order mark, its own declaration or what is ``told`` if that holds, else by trial.

    UTF-8 and GB18030 are tried.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = _DECLARED.search(data[:4096])
    names = [(declared[1] or declared[2]).decode("ascii").lower()] if declared else []
    names += [told] if told else []
    for name in (*(_LARGER.get(n, n) for n in names), "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    # A few broken bytes, as from a page cut in the middle of a character, do not make it another charset.
    best = min(("gb18030", "utf-8"), key=lambda name: data.decode(name, errors="replace").count("\ufffd"))
    return data.decode(best, errors="replace")
