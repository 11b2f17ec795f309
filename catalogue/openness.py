"""What may go out: only what is open without conditions, under a licence that is told, without personal data.

The openness types are those of China's public data: 无条件开放, 有条件开放, 不予开放 (DB4201/T 677.1, core metadata of
Wuhan's open public data). ``dct:accessRights`` uses the access right list of the EU Publications Office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OPEN = "无条件开放"
_RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
#: Openness type → access right.
ACCESS_RIGHTS: dict[str, str] = {
    OPEN: f"{_RIGHTS}PUBLIC",
    "有条件开放": f"{_RIGHTS}RESTRICTED",
    "不予开放": f"{_RIGHTS}NON_PUBLIC",
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: CKAN's id for it, its IRI, its name, and whether the document itself may be passed on."""

    ckan_id: str
    iri: str
    title: str
    copies: bool


_CC = "https://creativecommons.org/"
LICENCES: dict[str, Licence] = {
    "CC-BY-4.0": Licence("cc-by", f"{_CC}licenses/by/4.0/", "知识共享 署名 4.0", True),
    "CC-BY-SA-4.0": Licence("cc-by-sa", f"{_CC}licenses/by-sa/4.0/", "知识共享 署名-相同方式共享 4.0", True),
    "CC0-1.0": Licence("cc-zero", f"{_CC}publicdomain/zero/1.0/", "知识共享 CC0 1.0", True),
    "ODC-BY-1.0": Licence("odc-by", "https://opendatacommons.org/licenses/by/1-0/", "ODC-BY 1.0", True),
    "ODbL-1.0": Licence("odc-odbl", "https://opendatacommons.org/licenses/odbl/1-0/", "ODbL 1.0", True),
    "PDDL-1.0": Licence("odc-pddl", "https://opendatacommons.org/licenses/pddl/1-0/", "ODC-PDDL 1.0", True),
}
UNKNOWN = Licence("notspecified", "", "未注明", False)


def licence_of(text: str) -> Licence:
    """The licence that ``text`` names by its SPDX id or IRI; any other is kept in words and passes nothing on."""
    for spdx, licence in LICENCES.items():
        if text.strip().lower() in (spdx.lower(), licence.iri, licence.iri.rstrip("/"), licence.ckan_id):
            return licence
    return UNKNOWN if not text.strip() else Licence("other-closed", text if "://" in text else "", text, False)


def refusal(openness: str, allowed: Iterable[str] = (OPEN,)) -> str:
    """Why a document of this openness type may not go out, "" where it may."""
    if openness in tuple(allowed):
        return ""
    if not openness:
        return f'没有注明开放类型，请在 sources.toml 写 openness = "{OPEN}" / openness is not stated'
    return f"开放类型是 {openness}，不是 {OPEN} / its openness type does not allow it"
