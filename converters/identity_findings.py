"""What is to be said of how a document was identified: by a file's name, by no name, against the operator's word."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from ..datapackage.model import Disclosure, Finding
from .cover import as_line, title_among, title_of_adjustment, title_of_captions
from .divisions import contains
from .forms.form import fold
from .identity import Hints, first_texts, kind_of
from .table import Block, Paragraph

#: Share of the shorter name's characters that the longer must have for both to name one body.
_ALIKE = 0.6


def from_file_name(disclosure: Disclosure, blocks: Sequence[Block], hints: Hints) -> list[Finding]:
    """A finding where year and kind stand in the file's name only: whoever renames it makes another document of it."""
    every = [as_line(b.text) for b in blocks if isinstance(b, Paragraph)]
    texts = first_texts(blocks)
    printed = title_among(texts, every) or title_of_adjustment(texts) or title_of_captions(every)
    if disclosure.scope == "government" or (hints.year and hints.kind) or printed:
        return []
    return [
        Finding(
            document_id=disclosure.document_id,
            check="identity-from-file-name",
            severity="info",
            outcome="not-checkable",
            cause="publisher",
            message=f"文中没有印年度和预算（决算）的标题，取自文件名“{disclosure.title}”",
            message_en="no title with a year is printed; year and kind are taken from the name of the file",
            found=disclosure.title,
        )
    ]


def without_name(disclosure: Disclosure) -> list[Finding]:
    """A finding where neither title, cover nor captions name the unit: a place alone is none."""
    if disclosure.unit_name:
        return []
    return [
        Finding(
            document_id=disclosure.document_id,
            check="unit-unknown",
            severity="warning",
            outcome="not-checkable",
            cause="publisher",
            message=f"标题“{disclosure.title}”、封面和表头都没有说是哪个单位；请在 sources.toml 里写 publisher",
            message_en="neither title, cover nor captions name the unit; give it as publisher in sources.toml",
            found=disclosure.title,
        )
    ]


def contradictions(disclosure: Disclosure, hints: Hints) -> list[Finding]:
    """What the operator says and the document says otherwise; the document's word is what was published."""
    pairs = (
        ("年度", "year", str(disclosure.year), str(hints.year or "")),
        ("种类", "kind", disclosure.kind, kind_of(hints.kind) if hints.kind else ""),
        ("行政区划", "region", disclosure.region, hints.region),
        ("发布单位", "publisher", disclosure.unit_name, hints.publisher),
    )
    return [
        _contradiction(disclosure, zh, field, own, told)
        for zh, field, own, told in pairs
        if own and told and not _compatible(field, own, told, disclosure)
    ]


def _compatible(field: str, own: str, told: str, disclosure: Disclosure) -> bool:
    if field == "region":
        return contains(own, told) or contains(told, own)
    if field == "publisher":
        names = [fold(n) for n in (own, disclosure.department_name) if n]
        return any(LCSseq.similarity(n, fold(told)) >= _ALIKE * min(len(n), len(fold(told))) for n in names)
    return own == told


def _contradiction(disclosure: Disclosure, zh: str, field: str, own: str, told: str) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check="identity-contradicted",
        severity="warning",
        outcome="failed",
        cause="unknown",
        message=f"来源清单说{zh}是“{told}”，文档自己印的是“{own}”，以文档为准",
        message_en=f"the list of sources says {field} {told!r}, the document itself {own!r}; the document's is used",
        label=field,
        expected=told,
        found=own,
    )
