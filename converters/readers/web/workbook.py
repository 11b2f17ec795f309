"""Workbooks that Excel or Calc saved as a web page: which page is which sheet, and which sheets its author hid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_OF_EXCEL = re.compile(r"<meta\b[^>]*\bcontent\s*=\s*[\"']?(?:Excel\.Sheet|Microsoft Excel)", re.IGNORECASE)
#: Calc and its forerunners set the type of all cells so.
_OF_CALC = re.compile(r"\bbody,div,table,thead,tbody,tfoot,tr,th,td,p\s*\{", re.IGNORECASE)
_WORKSHEET = re.compile(r"<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"<x:Name>(.*?)</x:Name>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"<x:WorksheetSource\b[^>]*?HRef\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HIDDEN = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
_FRAME = re.compile(r"""<frame\b[^>]*?\ssrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_TABS = re.compile(r"tabstrip\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Framed:
    """A page that another one shows in a frame: a sheet with its name, or any page without one."""

    address: str
    name: str = ""
    hidden: bool = False


def holds_sheets(text: str) -> bool:
    """Whether Excel or Calc wrote a page: its tables are sheets."""
    return is_of_excel(text) or _OF_CALC.search(text, 0, 8192) is not None


def is_of_excel(text: str) -> bool:
    """Whether Excel wrote a page, which holds one sheet or frames of several."""
    return _OF_EXCEL.search(text, 0, 8192) is not None


def is_hidden(text: str) -> bool:
    """Whether the page of a sheet says that it is hidden."""
    return is_of_excel(text) and _HIDDEN.search(text) is not None


def framed(text: str) -> list[Framed]:
    """The pages that a page consists of, in their order; none of one that stands for itself."""
    if sheets := list(_sheets(text)):
        return sheets
    if not re.search(r"<frameset\b", text, re.IGNORECASE):
        return []
    addresses = (unescape(address) for address in _FRAME.findall(text))
    return [Framed(address) for address in addresses if not _TABS.search(address)]


def _sheets(text: str) -> Iterator[Framed]:
    for entry in _WORKSHEET.findall(text):
        if source := _SOURCE.search(entry):
            name = _NAME.search(entry)
            yield Framed(
                unescape(source[1] or source[2]), unescape(name[1].strip()) if name else "", bool(_HIDDEN.search(entry))
            )


def own_name(text: str) -> str:
    """The name of the one sheet that a page of Excel holds itself."""
    entry = _WORKSHEET.search(text)
    name = _NAME.search(entry[1]) if entry else None
    return unescape(name[1].strip()) if name else ""
