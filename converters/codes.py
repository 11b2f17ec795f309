"""Printed codes: their shapes, and what OCR and line breaks do to them.

Shapes are the field's (functional 3/5/7 digits starting with 2, economic 3/5 digits starting with 3 or 5,
units in steps of three digits, project codes of 20 or 21 characters); whether a code exists is a question
for the code lists and asked elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

_SHAPES: dict[str, re.Pattern[str]] = {
    "function": re.compile(r"2\d{2}(?:\d{2}(?:\d{2})?)?"),
    "economic": re.compile(r"[35]\d{2}(?:\d{2})?"),
    "unit": re.compile(r"\d{3}(?:\d{3}){0,3}"),
    "project": re.compile(r"\d{6}\d{2}(?:[0-9A-Z]\d{2})?[0-9A-Z]{1}[0-9A-Z]{9,12}"),
}
#: From how many digits and capitals on a text can only have been a code.
_LONG_CODE = 15
#: What a code of a column of its own may stand in; (205) is an amount below nought.
_BRACKETS = frozenset({"[]", "【】", "〔〕"})
_GLUED = re.compile(
    r"^\s*[\[【(]?(?P<code>[\d\s]+?)\s*[\])】]?\s*[-—–_:：.、|]*\s*(?P<name>[^\d\s\-—–_:：.,，、|\])】].*)$", re.S
)


def undo_spaces(text: str) -> str:
    """``text`` as printed, without white space of any kind."""
    return "".join(text.split())


def parse_code(text: str, kind: str) -> str | None:
    """The code of ``kind`` (function, economic, unit, project) that ``text`` prints, bare or in brackets, or None."""
    code = unicodedata.normalize("NFKC", undo_spaces(text))
    code = code[1:-1] if code[:1] + code[-1:] in _BRACKETS else code
    return code if _SHAPES[kind].fullmatch(code) else None


def is_damaged_code(text: str) -> bool:
    """Whether ``text`` was a project code of which something was misread: long enough for one, and none."""
    code = unicodedata.normalize("NFKC", undo_spaces(text))
    return len(re.findall("[0-9A-Z]", code)) >= _LONG_CODE and not _SHAPES["project"].fullmatch(code)


def split_code(text: str, kind: str) -> tuple[str, str] | None:
    """Code and name where both are printed in one cell (``2010350 事业运行``), or None."""
    match = _GLUED.match(unicodedata.normalize("NFKC", text))
    if not match:
        return None
    code = parse_code(match["code"], kind)
    return (code, match["name"].strip()) if code else None


def looks_like_code(text: str, kind: str) -> bool:
    """Whether ``text`` could be a code of ``kind`` or the first part of a broken one."""
    code = unicodedata.normalize("NFKC", undo_spaces(text))
    return (
        bool(code)
        and code.isascii()
        and code.isalnum()
        and code[0].isdigit()
        and len(code) <= 21
        and (kind == "project" or code.isdigit())
    )
