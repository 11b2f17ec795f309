"""What makes two figures comparable or not: concept, scope, fund, unit of money, and which document said so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..datapackage.classification import CodeList, economic, fold_name, functional
from ..datapackage.model import YUAN_IN, grouped
from ..ontology.terms import label
from .correspondences import Correspondence, renaming


@dataclass(frozen=True, slots=True)
class Remark:
    """Why two figures can or cannot be set beside each other. ``kind`` names the reason for programs."""

    kind: str
    comparable: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure (yuan), with its change against the one before it and what that comparison is worth.

    ``real`` is in prices of the base year of the deflators; ``per_head`` is yuan a person; ``share`` is per cent of the
    total of the same table; ``contribution`` is the change in per cent of the total before.
    """

    unit: str
    unit_name: str
    year: int
    phase: str
    code: str
    label: str
    amount: Decimal
    fund: str
    table: str
    status: str
    confirmations: int
    document: str
    document_year: int
    document_kind: str
    scope: str
    department: str
    printed_unit: str
    observation: str
    change: Decimal | None = None
    percent: Decimal | None = None
    real: Decimal | None = None
    per_head: Decimal | None = None
    share: Decimal | None = None
    contribution: Decimal | None = None
    against: str = ""  # the observation that ``change`` is against
    remarks: tuple[Remark, ...] = ()

    @property
    def comparable(self) -> bool | None:
        """Whether all that is said allows the comparison; None where there is nothing to compare with."""
        return all(r.comparable for r in self.remarks) if self.against else None


def of_itself(figure: Figure) -> list[Remark]:
    """What a figure says of itself, whatever it is set beside."""
    said: list[Remark] = []
    if figure.status == "derived":
        zh = f"{figure.year} 年数由 {figure.document_year} 年文件的文字推算"
        said.append(Remark("derived", True, zh, f"derived from the text of the document of {figure.document_year}"))
    elif figure.status == "repaired":
        said.append(Remark("repaired", True, "误读的单元格，经等式证明更正", "a misread cell, put right by proof"))
    elif figure.confirmations == 0:
        said.append(Remark("unproven", True, "没有等式印证", "no equation bears it out"))
    return said


def vintage(figure: Figure, others: Iterable[Figure]) -> list[Remark]:
    """What other documents say of the same unit, year and phase."""
    said: list[Remark] = []
    for other in others:
        where = f"{other.document_year} 年{'决算' if other.document_kind == 'final' else '预算'}文件"
        where_en = f"the {other.document_kind} document of {other.document_year}"
        if _one_paper(figure, other):
            said.append(
                Remark("reissued", figure.amount == other.amount, "文件重新公开过", "the document was re-issued")
            )
        if figure.amount == other.amount:
            said.append(Remark("vintage", True, f"{where}给出同样的数", f"{where_en} says the same"))
        else:
            gap = grouped(other.amount - figure.amount)
            zh = f"{where}给出 {grouped(other.amount)} 元，差 {gap}；两数都列出"
            en = f"{where_en} says {grouped(other.amount)}, {gap} apart; both are shown"
            said.append(Remark("vintage", False, zh, en))
    return said


def _one_paper(a: Figure, b: Figure) -> bool:
    return (a.document_year, a.document_kind, a.scope) == (b.document_year, b.document_kind, b.scope)


def between(before: Figure, figure: Figure, kind: str, links: Sequence[Correspondence]) -> list[Remark]:
    """What stands between two figures of different years; ``kind`` says what is compared."""
    said = [_concept(before, figure, kind, links)]
    if before.fund != figure.fund:
        said.append(_differing("fund", "资金范围不同", "the funds differ", before.fund, figure.fund))
    if before.scope != figure.scope:
        said.append(_differing("scope", "口径不同", "the scope differs", before.scope, figure.scope))
    if before.department and figure.department and before.department != figure.department:
        zh = f"单位由部门 {before.department} 划到 {figure.department}"
        en = f"the unit moved from department {before.department} to {figure.department}"
        said.append(Remark("moved-unit", True, zh, en))
    if before.unit != figure.unit and not (before.unit and figure.unit):
        zh = f"有的文件没有印单位编码，按名称“{figure.unit_name}”认作同一单位"
        en = f"a document prints no code of the unit: taken for the same by its name {figure.unit_name!r}"
        said.append(Remark("unit-by-name", True, zh, en))
    if before.printed_unit != figure.printed_unit and before.printed_unit and figure.printed_unit:
        coarser = max(before.printed_unit, figure.printed_unit, key=lambda unit: YUAN_IN.get(unit, Decimal(0)))
        zh = f"金额单位不同，已换算：{before.printed_unit} 与 {figure.printed_unit}；{coarser}的较粗"
        en = f"printed in {before.printed_unit} and {figure.printed_unit}, converted; {coarser} is coarser"
        said.append(Remark("money-unit", True, zh, en))
    if figure.year - before.year > 1:
        zh = f"与 {before.year} 年比，中间年份没有数"
        said.append(Remark("gap", True, zh, f"against {before.year}, the years between are missing"))
    if before.amount == 0:
        said.append(Remark("from-zero", True, "上年为零，不计增长率", "growth from zero has no rate"))
    return said


def _differing(scheme: str, zh: str, en: str, one: str, other: str) -> Remark:
    """That two figures are of different funds or scopes, in the words of the code list."""
    said_zh = f"{zh}：{label(scheme, one)} 与 {label(scheme, other)}"
    return Remark(scheme, False, said_zh, f"{en}: {label(scheme, one, 'en')} and {label(scheme, other, 'en')}")


# --- concepts ---------------------------------------------------------------------------------------------


def _concept(before: Figure, figure: Figure, kind: str, links: Sequence[Correspondence]) -> Remark:
    """Whether both figures are of one thing: by correspondence, by what was printed, then by the code lists."""
    if before.code != figure.code:
        return _other_code(before, figure, links)
    if kind == "project":
        return _project(before, figure)
    if kind not in ("function", "economic"):
        return Remark("same", True, "同一对象", "the same subject")
    if split := _parted(before, figure, links):
        return split
    if fold_name(before.label) == fold_name(figure.label):
        return Remark("same", True, "同一科目", "the same concept")
    return _other_name(before, figure, kind)


def _other_code(before: Figure, figure: Figure, links: Sequence[Correspondence]) -> Remark:
    for link in links:
        if (link.from_code, link.to_code) == (before.code, figure.code):
            whole = link.relation in ("renamed", "moved") and link.share in (None, Decimal(1))
            return Remark(link.relation, whole, link.zh + _sureness(link), link.en)
    said = f"编码不同：{before.code} → {figure.code}，关系不明"
    return Remark("other-code", False, said, f"other codes: {before.code}, {figure.code}; how they relate is not known")


def _parted(before: Figure, figure: Figure, links: Sequence[Correspondence]) -> Remark | None:
    """A code that keeps its number and loses, or takes in, part of what was under it between the two years."""
    for link in links:
        stays = link.from_code == figure.code and link.to_code != figure.code and link.relation == "split"
        takes = link.to_code == figure.code and link.from_code != figure.code and link.relation == "merged"
        if (stays or takes) and before.year < link.year <= figure.year:
            return Remark(link.relation, False, link.zh + _sureness(link), link.en)
    return None


def _sureness(link: Correspondence) -> str:
    return f"（把握 {link.confidence}）" if link.confidence in ("C", "D") else ""


def _project(before: Figure, figure: Figure) -> Remark:
    if fold_name(before.label) == fold_name(figure.label):
        return Remark("same", True, "同一项目", "the same project")
    zh = f"同一编码，名称由“{before.label}”改为“{figure.label}”"
    return Remark("renamed", True, zh, "the same code under another name")


def _other_name(before: Figure, figure: Figure, kind: str) -> Remark:
    if year := renaming(figure.code, before.label, figure.label):
        zh = f"{year} 年改名：{before.label} → {figure.label}"
        return Remark("renamed", True, zh, f"renamed in {year}")
    lists = _list(kind, before), _list(kind, figure)
    names = [set(map(fold_name, known.names(f.code))) for known, f in zip(lists, (before, figure), strict=True)]
    printed = fold_name(before.label) in names[0] and fold_name(figure.label) in names[1]
    if printed and not names[0] & names[1]:
        zh = f"编码改作他用：{before.label} → {figure.label}"
        return Remark("reused", False, zh, "the code was reused for something else")
    zh = f"名称不同：{before.label} → {figure.label}，编码表没有记载，须核对"
    return Remark("other-name", False, zh, "the names differ, and no list says why; to be checked")


def _list(kind: str, figure: Figure) -> CodeList:
    return functional(figure.document_year) if kind == "function" else economic(figure.document_year)
