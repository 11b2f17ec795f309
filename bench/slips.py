"""Slips of a publisher that are no wrong amount, planted one at a time, and whether the rules of inspection find them.

Without documents: the examples and the real documents beside the checkout. Each is converted and proven once; a slip
changes its texts, codes, tables or targets: a placeholder left in, a year of comparison that is not the year before, a
purpose copied from another item, a target over 100 %. A slip is found when a rule that names it yields a finding that
was not there before. Documents that have no place for a kind of slip are passed over. Prints a table in Markdown.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import arguments
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import ConversionError
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.inspection.inspection import inspect
from yusuan.datapackage.model import Conversion, TextBlock

REPO = Path(__file__).resolve().parents[1]
Slip = Callable[[Conversion, random.Random], Conversion | None]


def main() -> None:
    parser = arguments.of_documents(__doc__)
    parser.add_argument("--slips", type=int, default=300, help="how many are planted")
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    given = parser.parse_args()
    every = given.documents or [d for d in arguments.documents() if d.suffix != ".txt"]
    subjects = [c for d in every if (c := _subject(d)) is not None]
    before = [_told(c) for c in subjects]
    dice, started = random.Random(given.seed), time.process_time()
    planted, found, other = Counter[str](), Counter[str](), Counter[str]()
    for number in range(given.slips):
        kind = list(SLIPS)[number % len(SLIPS)]
        slip, rules = SLIPS[kind]
        for k in dice.sample(range(len(subjects)), len(subjects)):
            changed = slip(subjects[k], dice)
            if changed is not None:
                new = _told(changed) - before[k]
                planted[kind] += 1
                found[kind] += any(check in rules for check, *_ in new)
                other[kind] += bool(new) and not any(check in rules for check, *_ in new)
                break
    print(f"{planted.total()} slips in {len(subjects)} documents, {time.process_time() - started:.0f} s CPU\n")
    print(
        "| slip | planted | found by its rule | told by another | not found | found |\n|---|---:|---:|---:|---:|---:|"
    )
    for kind in [*SLIPS, "all"]:
        n, yes, no = (c.total() if kind == "all" else c[kind] for c in (planted, found, other))
        if n:
            print(f"| {kind} | {n} | {yes} | {no} | {n - yes - no} | {(yes + no) / n:.1%} |")


def _subject(path: Path) -> Conversion | None:
    try:
        conversion = prove(convert(path))
    except ConversionError:
        return None
    return replace(conversion, findings=(), checks=()) if any(f.amount for f in conversion.facts) else None


def _told(conversion: Conversion) -> set[tuple[str, ...]]:
    failed = (f for f in inspect(conversion).findings if f.outcome == "failed")
    return {(f.check, f.message) for f in failed}


# --- slips of the text --------------------------------------------------------------------------------------


def _in_text(pattern: str, wrong: Callable[[re.Match[str]], str], role: str = "paragraph") -> Slip:
    """A slip that puts something else for one place of the explanation that matches."""

    def slip(conversion: Conversion, dice: random.Random) -> Conversion | None:
        places = [
            (k, m)
            for k, t in enumerate(conversion.texts)
            if t.part == "explanation" and t.role == role
            for m in re.finditer(pattern, t.text)
        ]
        if not places:
            return None
        k, match = dice.choice(places)
        text = conversion.texts[k].text
        return _with_text(conversion, k, text[: match.start()] + wrong(match) + text[match.end() :])

    return slip


def _with_text(conversion: Conversion, k: int, text: str) -> Conversion:
    texts = list(conversion.texts)
    texts[k] = replace(texts[k], text=text)
    return replace(conversion, texts=tuple(texts))


def _wrong_year(conversion: Conversion, dice: random.Random) -> Conversion | None:
    year = conversion.disclosure.year
    return _in_text(f"(?<=[比较与]){year - 1}(?=年)", lambda _: str(year - 2))(conversion, dice)


def _purpose_copied(conversion: Conversion, dice: random.Random) -> Conversion | None:
    pattern = re.compile("主要用于[：:]?([^。；]{8,})")
    places = [k for k, t in enumerate(conversion.texts) if "（项）" in t.text and len(pattern.findall(t.text)) == 1]
    pairs = [(a, b) for a, b in pairwise(places) if _purpose(pattern, conversion.texts[a])]
    pairs = [
        (a, b) for a, b in pairs if _purpose(pattern, conversion.texts[a]) != _purpose(pattern, conversion.texts[b])
    ]
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    text = conversion.texts[b].text
    return _with_text(
        conversion, b, text.replace(_purpose(pattern, conversion.texts[b]), _purpose(pattern, conversion.texts[a]))
    )


def _purpose(pattern: re.Pattern[str], text: TextBlock) -> str:
    return pattern.findall(text.text)[0]


def _paragraph_twice(conversion: Conversion, dice: random.Random) -> Conversion | None:
    long = [k for k, t in enumerate(conversion.texts) if t.part == "explanation" and len(t.text) > 60]
    if not long:
        return None
    k = dice.choice(long)
    again = replace(conversion.texts[k])
    return replace(conversion, texts=(*conversion.texts[: k + 1], again, *conversion.texts[k + 1 :]))


# --- slips of codes, tables and targets ---------------------------------------------------------------------


def _codes(conversion: Conversion, digits: int) -> list[str]:
    return sorted({f.function_code for f in conversion.facts if len(f.function_code) == digits})


def _code_cut(conversion: Conversion, dice: random.Random) -> Conversion | None:
    codes = _codes(conversion, 7)
    return _coded(conversion, c := dice.choice(codes), function_code=c[:-1]) if codes else None


def _name_exchanged(conversion: Conversion, dice: random.Random) -> Conversion | None:
    codes = _codes(conversion, 7)
    labels = {f.function_code: f.label for f in conversion.facts if f.function_code}
    wanted = [(a, b) for a in codes for b in codes if labels[a] != labels[b]]
    return _coded(conversion, (pair := dice.choice(wanted))[0], label=labels[pair[1]]) if wanted else None


def _coded(conversion: Conversion, code: str, **changes: str) -> Conversion:
    """The document with the rows of one functional code of one table changed."""
    table = next(f.table for f in conversion.facts if f.function_code == code)
    facts = (replace(f, **changes) if (f.function_code, f.table) == (code, table) else f for f in conversion.facts)  # pyright: ignore[reportArgumentType]
    return replace(conversion, facts=tuple(facts))


def _parent_left_out(conversion: Conversion, dice: random.Random) -> Conversion | None:
    table = "general-budget-by-function"
    codes = [
        c for c in _codes(conversion, 5) if any(f.table == table and f.function_code == c for f in conversion.facts)
    ]
    if len(codes) < 2:
        return None
    gone = dice.choice(codes)
    return replace(conversion, facts=tuple(f for f in conversion.facts if (f.table, f.function_code) != (table, gone)))


def _table_left_out(conversion: Conversion, dice: random.Random) -> Conversion | None:
    tables = [t for t in ("revenue-summary", "expenditure-summary", "three-public", "government-fund")
              if any(p.table == t for p in conversion.tables)]  # fmt: skip
    if not tables:
        return None
    gone = dice.choice(tables)
    return replace(
        conversion,
        tables=tuple(t for t in conversion.tables if t.table != gone),
        facts=tuple(f for f in conversion.facts if f.table != gone),
    )


def _title_of_last_year(conversion: Conversion, dice: random.Random) -> Conversion | None:
    year = str(conversion.disclosure.year)
    titled = [k for k, t in enumerate(conversion.tables) if year in t.title]
    if not titled:
        return None
    k = dice.choice(titled)
    tables = list(conversion.tables)
    tables[k] = replace(tables[k], title=tables[k].title.replace(year, str(int(year) - 1)))
    return replace(conversion, tables=tuple(tables))


def _target_over_100(conversion: Conversion, dice: random.Random) -> Conversion | None:
    rates = [k for k, t in enumerate(conversion.targets) if t.target_unit == "%" and re.search("率$|满意度", t.level3)]
    rates = [k for k in rates if not re.search("增|超|完成率", conversion.targets[k].level3)]
    return _with_target(conversion, dice.choice(rates), target="150", this_year="≥150%") if rates else None


def _target_turned_about(conversion: Conversion, dice: random.Random) -> Conversion | None:
    merits = [k for k, t in enumerate(conversion.targets) if t.operator == ">=" and t.level3.endswith("满意度")]
    return _with_target(conversion, dice.choice(merits), operator="<=") if merits else None


def _with_target(conversion: Conversion, k: int, **changes: str) -> Conversion:
    targets = list(conversion.targets)
    targets[k] = replace(targets[k], **changes)  # pyright: ignore[reportArgumentType]
    return replace(conversion, targets=tuple(targets))


SLIPS: dict[str, tuple[Slip, Sequence[str]]] = {
    "placeholder left in": (_in_text(r"\d[\d,.]*(?=万元)", lambda _: "XX"), ("placeholder",)),
    "alternative not chosen": (_in_text("增加|减少", lambda _: "增加（减少）"), ("template-alternative",)),
    "instruction left in": (_in_text("。$", lambda _: "。（请根据实际情况填写）"), ("template-instruction",)),
    "wrong year of comparison": (_wrong_year, ("comparison-year",)),
    "purpose copied": (_purpose_copied, ("purpose-copied",)),
    "paragraph twice": (_paragraph_twice, ("paragraph-twice",)),
    "bracket lost": (_in_text("）", lambda _: ""), ("brackets-unbalanced",)),
    "quotation mark lost": (_in_text("”", lambda _: ""), ("quotes-unbalanced",)),
    "percent sign lost": (
        _in_text(r"(?<=[增长降]\d\d\.\d\d)%|(?<=[增长降]\d\.\d\d)%", lambda _: ""),
        ("percent-sign-missing",),
    ),
    "mark doubled": (_in_text("，", lambda _: "，，"), ("doubled-punctuation",)),
    "date that is none": (_in_text(r"\d{1,2}月\d{1,2}日", lambda _: "2月30日"), ("impossible-date", "assets-date")),
    "share over 100 %": (_in_text(r"(?<=占)(\d[\d.]*)%", lambda m: f"1{m[1].zfill(5)}%"), ("percent-over-100",)),
    "reason left out": (
        _in_text("，?主要(?:原因)?是[^。；]+(?=[。；])", lambda _: ""),
        ("change-unexplained", "reason-missing"),
    ),
    "number of a section": (_in_text("^[二三四五]、", lambda _: "八、", "heading"), ("numbering-slip",)),
    "code cut": (_code_cut, ("code-malformed", "code-not-in-classification", "name-with-two-codes")),
    "name of another code": (_name_exchanged, ("name-against-code", "code-with-two-names", "name-with-two-codes")),
    "parent left out": (_parent_left_out, ("code-without-parent", "function-detail")),
    "table left out": (_table_left_out, ("table-missing",)),
    "title of last year": (_title_of_last_year, ("title-year",)),
    "target over 100 %": (_target_over_100, ("target-percent-over-100", "target-with-two-values")),
    "target turned about": (_target_turned_about, ("target-direction", "target-with-two-values")),
}


if __name__ == "__main__":
    main()
