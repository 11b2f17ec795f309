"""Names in the text: nearly those of the tables, of the right level, of an item that a table has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ..classification import core_name, economic, fold_name
from ..model import Fact, TextBlock
from .codes import NOT_WHOLE, is_beginning, likeness
from .document import Document, fold, slip_in
from .rules import Slip, load_rulebook


def items_of_text(document: Document) -> Iterator[tuple[TextBlock, str]]:
    """The 项 that the text names: X（类）Y（款）Z（项）, or “X-Y-Z”科目."""
    for text in document.texts("explanation", "glossary"):
        yield from ((text, name) for name in _items(fold(text.text)))


@lru_cache(maxsize=2048)  # several rules ask for them
def _items(folded: str) -> tuple[str, ...]:
    words = load_rulebook().words
    items = re.finditer(words["item"], folded)
    dashed = re.finditer(words["dashed"], folded)
    return (
        *(m["name"].strip('"、“”') for m in items if "(款)" in folded[max(0, m.start() - 3) : m.start()]),
        *(m["names"].rpartition("-")[2] for m in dashed if m["names"].count("-") == 2),
    )


def _table_names(document: Document) -> dict[str, Fact]:
    return {fold_name(f.label): f for f in document.printed if f.function_code and len(f.function_code) == 7}


def names_in_text(document: Document) -> Iterator[Slip | None]:
    """A 项 that the explanation names in nearly the words of the table."""
    known = _table_names(document)
    told: set[str] = set()
    for text, name in items_of_text(document):
        near = _nearest(name, known)
        if text.part != "explanation" or not known or not near or name in told:
            continue
        told.add(name)
        fact = known[near]
        is_cut = is_beginning(fact.label, name)
        zh, en = NOT_WHOLE if is_cut else ("", "")
        if fold_name(name) == near:
            yield None
            continue
        slip = slip_in(
            text, f"文中“{name}”，表中“{fact.label}”{zh}", f"text {name!r}, table {fact.label!r}{en}",
            label=name, expected=fact.label, found=name, observation_ids=(fact.observation_id,),
        )  # fmt: skip
        yield replace(slip, severity="info") if is_cut else slip


def levels_in_text(document: Document) -> Iterator[Slip | None]:
    """A sentence that gives the amounts of functional classes names each by its class, none by an item below one."""
    classes = {fold_name(f.label): f for f in document.printed if len(f.function_code) == 3}
    items = {fold_name(f.label): f for f in document.printed if len(f.function_code) == 5}
    pattern = re.compile(load_rulebook().words["named_amount"])
    for text in document.paragraphs:
        for sentence in fold(text.text).split("。"):
            names = [_last_known(m["name"], {**items, **classes}) for m in pattern.finditer(sentence)]
            named = {classes[n].function_code for n in names if n in classes}
            if len(named) < 2:
                continue
            below = [items[n] for n in names if n in items and n not in classes]
            wrong = [f for f in below if f.function_code[:3] not in named and _is_whole_class(document, f)]
            if not wrong:
                yield None
            for fact in wrong:
                of_class = next(f for f in document.printed if f.function_code == fact.function_code[:3])
                zh = f"“{fact.label}”是款，同列的都是类，应为“{of_class.label}”"
                en = f"{fact.label!r} is an item among classes, for {of_class.label!r}"
                yield slip_in(text, zh, en, label=fact.label, expected=of_class.label, found=fact.label)


def _last_known(words: str, known: Mapping[str, Fact]) -> str:
    """The printed name that the words before an amount end in; "" where they end in none."""
    wanted = fold_name(words)
    return max((name for name in known if wanted.endswith(name)), key=len, default="")


def _is_whole_class(document: Document, item: Fact) -> bool:
    """Whether the item is all there is of its class, so that the amount named is the class's own."""
    same = [
        f for f in document.printed if f.table == item.table and f.category == item.category and f.fund == item.fund
    ]
    return any(f.function_code == item.function_code[:3] and f.amount == item.amount for f in same)


def items_in_table(document: Document) -> Iterator[Slip | None]:
    """A 项 of the explanation that no table has, in no likeness."""
    yield from _absent(document, "explanation")


def glossary_items_in_table(document: Document) -> Iterator[Slip | None]:
    """A 项 of the glossary that no table has."""
    yield from _absent(document, "glossary")


def _absent(document: Document, part: str) -> Iterator[Slip | None]:
    known = _table_names(document)
    if not known:
        return
    for text, name in items_of_text(document):
        if text.part == part:
            told = f"“{name}”"
            yield None if _nearest(name, known) else slip_in(text, told, told, label=name, found=name)


def _nearest(name: str, known: dict[str, Fact]) -> str:
    """The printed name that is this one or nearly so; "" where none is."""
    wanted = fold_name(name)
    if wanted in known:
        return wanted
    best = max(known, key=lambda k: likeness(wanted, k), default="")
    return best if best and likeness(wanted, best) >= 0.85 else ""


def listed_items(document: Document) -> Iterator[Slip | None]:
    """An economic item that the text lists among what basic expenditure is made of has an amount in the table."""
    facts = [f for f in document.facts.get("basic-expenditure-by-economic", ()) if len(f.economic_code) == 5]
    spent = {core_name(f.label) for f in facts if f.amount}
    known = {core_name(c.name): c.name for c in economic(document.year).concepts if c.verified and c.level == 2}
    if len(spent) < _ENOUGH:
        return
    for text in document.paragraphs:
        for match in re.finditer(load_rulebook().words["listed"], fold(text.text)):
            for item in re.split("[、，]", match["items"]):
                name = core_name(item.removesuffix("等"))
                told = f"“{item}”"
                if name in known:
                    yield None if name in spent else slip_in(text, told, told, label=item, found=item)


#: A table of fewer items may be one that was not read whole.
_ENOUGH = 5


def unit_names(document: Document) -> Iterator[Slip | None]:
    """The unit's name where a character of it is missing or doubled. Another character may be another unit."""
    name = re.sub(r"\(.*", "", fold(document.disclosure.unit_name))
    if len(name) < 6:
        return
    slips = {name[:i] + name[i + 1 :] for i in range(3, len(name) - 1)}
    slips |= {name[: i + 1] + name[i:] for i in range(len(name))}
    slips -= {fold(u.unit_name) for u in document.conversion.units} | {name}
    wrong = re.compile("|".join(map(re.escape, sorted(slips))))
    for text in document.texts("explanation", "glossary", ""):
        found = wrong.search(fold(text.text).replace(name, "\n"))
        zh, en = (f"“{found[0]}”，应为“{name}”", f"{found[0]!r} for {name!r}") if found else ("", "")
        yield slip_in(text, zh, en, expected=name, found=found[0]) if found else None
