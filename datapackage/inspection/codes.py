"""Codes and names of tables: valid in the edition of the year, one name for one code, numbered as they should be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ..classification import CodeList, core_name, economic, edition_exists, editions, fold_name, functional, load
from ..model import Fact
from .document import Document
from .rules import Slip


def codes_known(document: Document) -> Iterator[Slip | None]:
    """Codes that the edition of the year does not hold. Our lists are not complete, so this only asks."""
    for code, fact, edition in _coded(document):
        if _malformed(code) or _retired(code, document.year, edition):
            continue
        yield None if code in edition else _asks(code, fact)


def _asks(code: str, fact: Fact) -> Slip:
    zh, en = f"{code} {fact.label}，可能是列表不全", f"{code} {fact.label}; the list may be incomplete"
    return _slip(fact, zh, en, found=code, cause="unknown", outcome="not-checkable")


def editions_known(document: Document) -> Iterator[Slip | None]:
    """Codes are looked up in the edition of the document's year; one later than any that is known may have others."""
    if any(True for _ in _coded(document)):
        latest = editions()[-1]
        zh, en = f"{document.year} 年，所知最晚的是 {latest} 年", f"{document.year}, the latest known is {latest}"
        slip = Slip(zh, en, found=str(document.year), expected=f"<= {latest}", cause="unknown", outcome="not-checkable")
        yield None if edition_exists(document.year) else slip


def units_described(document: Document) -> Iterator[Slip | None]:
    """Whoever has an amount, or stands above a unit, is named somewhere in the document."""
    d, conversion = document.disclosure, document.conversion
    named = {d.unit_code: d.unit_name, d.department_code: d.department_name}
    named |= {u.unit_code: u.unit_name for u in conversion.units if u.unit_name}
    named |= {f.unit_code: f.unit_name for f in conversion.facts if f.unit_name}
    used = {u.parent_code: u.cell for u in conversion.units} | {f.unit_code: f.cell for f in conversion.facts}
    for code, cell in sorted(used.items()):
        if code:
            slip = Slip(code, code, cell=cell, table="unit-list", found=code, cause="unknown", outcome="not-checkable")
            yield None if named.get(code) else slip


def codes_in_force(document: Document) -> Iterator[Slip | None]:
    """Codes that another edition holds under a sure name, and that of the year does not."""
    for code, fact, edition in _coded(document):
        ended = _retired(code, document.year, edition)
        yield (
            _slip(fact, f"{code} {fact.label}（用到 {ended} 年）", f"{code} until {ended}", found=code)
            if ended
            else None
        )


def _retired(code: str, year: int, edition: CodeList) -> str:
    """The last year of a code that a sure row ended before ``year``; "" where none says so."""
    if code in edition:
        return ""
    source = {"functional": "functional", "economic-government": "economic_gov"}.get(edition.scheme, "economic_dept")
    rows = [r for r in load(source) if r["code"] == code and r["confidence"] in "ABL" and r["valid_to"]]
    return max((r["valid_to"] for r in rows if int(r["valid_to"]) < year), default="")


def codes_well_formed(document: Document) -> Iterator[Slip | None]:
    """A 类 has three digits, a 款 five, a 项 seven."""
    for code, fact, _ in _coded(document):
        zh, en = f"{code} {fact.label}", f"{code} {fact.label}"
        yield _slip(fact, zh, en, found=code) if _malformed(code) else None


def _malformed(code: str) -> bool:
    return len(code) not in (3, 5, 7)


def names_of_codes(document: Document) -> Iterator[Slip | None]:
    """The printed name against the names that the code has in the edition of the year."""
    for code, fact, edition in _coded(document):
        names = edition.sure_names(code)
        if not names:
            continue
        printed = core_name(fact.label)
        if any(printed == core_name(name) or _cut(printed, core_name(name), document) for name in names):
            yield None
            continue
        owner = edition.code(fact.label, level=edition.level(code))
        whole = next((name for name in names if is_beginning(fact.label, name)), "")
        told = f"，“{fact.label}”的编码是 {owner}" if owner else NOT_WHOLE[0] if whole else ""
        yield _slip(
            fact,
            f"{code} 是“{whole or names[0]}”，印的是“{fact.label}”{told}",
            f"{code} is {whole or names[0]!r}, printed {fact.label!r}{NOT_WHOLE[1] if whole and not owner else ''}",
            expected=whole or names[0],
            found=fact.label,
            severity="error" if owner else "info" if whole else "warning",
        )


#: So many characters are the beginning of a name, and half of a shorter one.
_BEGUN = 4


def _cut(printed: str, name: str, document: Document) -> bool:
    """Whether a reader of pictures may have lost a part of the name."""
    return not document.is_born_digital and len(printed) > 1 and (printed in name or likeness(printed, name) > 0.7)


#: What is said of a name of which a cell shows the beginning alone: it was cut, nobody took it for another.
NOT_WHOLE = "，名称没有印全", ", which is cut"


def is_beginning(printed: str, name: str) -> bool:
    """Whether a name is printed without its end, as where its cell had no room."""
    begun, whole = fold_name(printed), fold_name(name)
    return len(begun) >= min(_BEGUN, len(whole) / 2) and begun != whole and whole.startswith(begun)


def likeness(one: str, other: str) -> float:
    """How like two names are, from 0 to 1."""
    from rapidfuzz.fuzz import ratio

    return ratio(one, other) / 100


def one_name_per_code(document: Document) -> Iterator[Slip | None]:
    """The printed names of one code, over all tables."""
    for code, names in sorted(document.labels.items()):
        cores = {core_name(name): fact for name, fact in names.items()}
        first, *rest = cores.items()
        others = [f for core, f in rest if not _cut(core, first[0], document) and not _cut(first[0], core, document)]
        if not others:
            yield None
            continue
        labels = [f.label for f in (first[1], *others)]
        whole, edition = max(labels, key=len), _editions(document.year)[_list_of(first[1])]
        is_cut = all(n == whole or (is_beginning(n, whole) and not edition.code(n)) for n in labels)
        said, (zh, en) = "、".join(f"“{label}”" for label in labels), NOT_WHOLE if is_cut else ("", "")
        yield _slip(
            others[0], f"{code}：{said}{zh}", f"{code}: {said}{en}", expected=labels[0], found=labels[1],
            severity="info" if is_cut else None,
        )  # fmt: skip


def one_code_per_name(document: Document) -> Iterator[Slip | None]:
    """Codes below one parent that bear one name."""
    below: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for code, names in document.labels.items():
        parent = code[:-2] if len(code) > 3 else ""
        for name, fact in names.items():
            below[parent or _list_of(fact), name][code] = fact
    for (_, name), codes in sorted(below.items()):
        if len(codes) == 1:
            yield None
            continue
        said = "、".join(codes)
        yield _slip(list(codes.values())[1], f"“{name}”：{said}", f"{name!r}: {said}", found=said)


def sub_items_numbered(document: Document) -> Iterator[Slip | None]:
    """Sub-items of an economic class that run 01, 02, 03 ... while their names belong to other codes."""
    edition = economic(document.year)
    by_class: dict[str, list[tuple[str, Fact]]] = defaultdict(list)
    for code, names in sorted(document.labels.items()):
        fact = next(iter(names.values()))
        if fact.economic_code and len(code) == 5:
            by_class[code[:3]].append((code, fact))
    for owner, rows in by_class.items():
        numbers = [int(code[3:]) for code, _ in rows]
        wrong = [f for c, f in rows if (known := edition.code(f.label, under=owner)) and known != c]
        in_a_row = all(b == a + 1 for a, b in pairwise(numbers)) and numbers[0] == 1
        if in_a_row and len(wrong) >= 3:
            said = "、".join(f"{f.economic_code} {f.label}" for f in wrong[:4])
            yield _slip(wrong[0], said, said, found=wrong[0].economic_code)
        else:
            yield None


def parents_printed(document: Document) -> Iterator[Slip | None]:
    """Where a table prints the rows of 款 and 类, each 项 has its own above it."""
    for table, facts in document.facts.items():
        for attribute in ("function_code", "economic_code"):
            codes = {getattr(f, attribute): f for f in facts if getattr(f, attribute) and f.table != "narrative"}
            levels = Counter(map(len, codes))
            if not levels[3] or (levels[7] and not levels[5]) or document.conversion.lost:
                continue
            for code, fact in codes.items():
                # Before 2018 a class was printed with two zeros (30400).
                if len(code) > 3 and not _malformed(code) and not code.endswith("00"):
                    said = f"{table}：{code} {fact.label} 的上级 {code[:-2]}"
                    found = code[:-2] in codes or f"{code[:-2]}00" in codes
                    yield None if found else _slip(fact, said, said, found=code)


def items_printed(document: Document) -> Iterator[Slip | None]:
    """A table that prints 项 has those below each 款, where another table of the same year prints some.

    Not in a table of which rows or columns were not read.
    """
    unread = {f.table for f in document.conversion.findings if f.outcome == "not-checkable"}
    codes = {
        table: {f.function_code: f for f in facts if f.function_code and f.amount and f.fiscal_year == document.year}
        for table, facts in document.facts.items()
    }
    everywhere = {c[:5]: c for by_code in codes.values() for c in by_code if len(c) == 7}
    for table, by_code in sorted(codes.items()):
        below = {code[:5] for code in by_code if len(code) == 7}
        if not below or table in unread or table == "narrative" or document.conversion.lost:
            continue
        for code, fact in by_code.items():
            if len(code) == 5 and code in everywhere:
                zh = f"{table}：{code} {fact.label} 下面没有项，别的表里有 {everywhere[code]}"
                en = f"{table}: no item below {code} {fact.label}; another table prints {everywhere[code]}"
                yield None if code in below else _slip(fact, zh, en, expected=everywhere[code], found=code)


#: The dimensions that tell the columns of a table from one another.
_COLUMN = ("unit_code", "unit_name", "flow", "fund", "origin", "category", "phase", "line", "fiscal_year")


def rows_distinct(document: Document) -> Iterator[Slip | None]:
    """One code, one row: the same column of a table twice for a code is a row printed twice."""
    for table, facts in document.facts.items():
        if table == "project-expenditure":
            continue  # a row for each project, several of one code
        seen: dict[tuple[str, ...], Fact] = {}
        for fact in facts:
            code = fact.function_code or fact.economic_code
            if not code or fact.project_code or fact.table == "narrative":
                continue
            key = (code, *(str(getattr(fact, name)) for name in ("print_of_table", *_COLUMN)))
            first = seen.setdefault(key, fact)
            if first is fact or _row(first) == _row(fact):
                yield None
            else:
                yield _slip(fact, f"{code} {fact.label}", f"{code} {fact.label}", found=code)


def _row(fact: Fact) -> tuple[str | int | None, ...]:
    """Where the row of an amount stands: rows of a text are told apart by their lines."""
    return fact.cell.printed_row


def project_codes_alike(document: Document) -> Iterator[Slip | None]:
    """Project codes of one table have one shape; one that has another is a slip of the keyboard."""
    codes = {f.project_code: f for f in document.facts.get("project-expenditure", ()) if f.project_code}
    shapes = Counter(map(_shape, codes))
    if len(codes) < 3:
        return
    usual, count = shapes.most_common(1)[0]
    for code, fact in codes.items():
        if _shape(code) == usual or count * 2 <= len(codes):
            yield None
            continue
        like = next(c for c in codes if _shape(c) == usual)
        zh, en = f"{code}，其他项目如 {like}", f"{code}, others are like {like}"
        yield _slip(fact, zh, en, found=code, expected=usual)


def _shape(code: str) -> str:
    """Runs of digits by their length, letters as they are."""
    return re.sub(r"\d+", lambda run: str(len(run[0])) + "d", code)


# --- shared -----------------------------------------------------------------------------------------------


#: The first edition that our lists were seen in use for: functional since 2017, economic since the reform of 2018.
_SEEN_SINCE = {True: 2017, False: 2018}


def _coded(document: Document) -> Iterator[tuple[str, Fact, CodeList]]:
    """Each code of a table once for each name, with its classification."""
    year = document.year
    lists = _editions(year)
    for code, names in sorted(document.labels.items()):
        for fact in names.values():
            if year >= _SEEN_SINCE[bool(fact.function_code)]:
                yield code, fact, lists[_list_of(fact)]


def _editions(year: int) -> dict[str, CodeList]:
    return {"function": functional(year), "department": economic(year), "government": economic(year, "government")}


def _list_of(fact: Fact) -> str:
    """Which classification a fact's code is of: economic codes of governments begin with 5, those of departments 3."""
    return "function" if fact.function_code else "government" if fact.economic_code[:1] == "5" else "department"


def _slip(fact: Fact, zh: str, en: str, **more: object) -> Slip:
    return Slip(zh, en, fact.cell, fact.table, fact.label, observation_ids=(fact.observation_id,), **more)  # pyright: ignore[reportArgumentType]
