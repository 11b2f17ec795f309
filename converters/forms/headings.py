"""From the rows of headings above an exact grid to named columns.

A column means what the headings over it say, joined from top to bottom. One heading that is not understood,
or two that contradict each other or the table, and the column stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...datapackage.accounting.lines import is_of_column
from ...datapackage.frozen import changed
from ..amounts import is_nothing, is_too_wide, parse_amount
from ..codes import parse_code, split_code, undo_spaces
from ..table import Cell
from . import origins
from .economics import Economic, economic_columns, of_basic
from .form import Column, Form, fold, fold_label, in_chinese
from .named import SOURCES, Named
from .naming import CodesBelow
from .words import GROUP, PART, SHARE, SUM, Word, merge, narrows, understand

Row = tuple[Cell, ...]

#: A counter of a scan may be uncertain: 3?
_NUMBER = re.compile(r"^(?:[\d\s.,=+\-*/()（）－＋＝…—]*|\d{1,2}\?)$")
#: How a row says that it counts its columns.
COUNTS = "栏次"
#: Column counters in letters: 栏次 甲 乙, A B C, ** .
_COUNTER = re.compile(r"^(?:栏次|栏目|[甲乙丙丁戊]|[A-Z]{1,2}|\*+|[①-⑳])$")
#: How kinds of expenditure are spelt out that stand beside each other.
_KINDS_IN_FULL = {"基本": "基本支出", "项目": "项目支出", "人员": "人员经费", "公用": "公用经费"}
_BASIC, _PROJECT = frozenset({"基本", "基本支出"}), frozenset({"项目", "项目支出"})
#: Headings that over amounts say nothing of which of those the group above them has.
_PARTS_UNTOLD = frozenset({"项目", "其中"})
#: What a unit has beside appropriations; beside columns of its kinds (事业收入, 单位资金) it is what these leave.
_LEFT = frozenset({"其他资金", "其他资金收入"})
#: 调整预算 may be what the budget was adjusted to, or what was changed.
_AFTER_ADJUSTMENT, _ADJUSTMENT = re.compile("调整(?:以)?后"), re.compile("调整(?!(?:以)?[前后])")
_UNIT_OF_MONEY = re.compile(r"[(（](?:金额)?(?:单位[:：])?(?:人民币)?(百万元|千元|万元|亿元|元)[)）]")
#: The levels of the codes below a heading, in its own cell: 科目编码 类 款 项.
_STEPS = re.compile(r"(?<=编码)[(（]?类[、/]?款[、/]?项[)）]?$")
_MOSTLY = 0.5
#: What goods are counted in.
_MEASURES = frozenset(
    [
        "台",
        "套",
        "个",
        "辆",
        "件",
        "项",
        "批",
        "部",
        "组",
        "人",
        "次",
        "年",
        "月",
        "张",
        "只",
        "把",
        "间",
        "座",
        "处",
        "米",
        "平方米",
        "㎡",
        "公里",
        "吨",
        "元",
        "万元",
        "人次",
        "台套",
        "批次",
    ]
)


def name_columns(
    form: Form,
    headings: Sequence[Row],
    data: Sequence[Row],
    width: int,
    below: Mapping[str, CodesBelow] | None,
) -> list[Named]:
    """What each of the ``width`` columns is, from the headings above it and the kind of text below.

    ``below`` finds the codes of names, for columns that are headed with economic classes.
    """
    paths = [_uncut(form, path) for path in _paths(headings, width)]
    units = _units(headings, width)
    under = [[row[k].text for row in data if k < len(row)] for k in range(width)]
    amounts = [path if _holds_amounts(texts) else () for path, texts in zip(paths, under, strict=True)]
    paths = [in_full or path for in_full, path in zip(_in_full(amounts), paths, strict=True)]
    amounts = [path if amount else () for path, amount in zip(paths, amounts, strict=True)]
    classes = economic_columns(form, amounts, below or {})
    named = _beside_own_kinds(
        [
            _of_class(form, k, paths[k], classes[k]) if k in classes else _named(form, k, paths[k], under[k])
            for k in range(width)
        ],
        paths,
    )
    named = origins.of_one_group(_of_departments(_without_sources(form, named), data), paths)
    named = origins.as_flows(form, origins.beside_carried(named, paths), data, paths)
    named = origins.of_this_year(form, origins.beside_total(form, named, data, paths), data)
    named = origins.of_own_level(named, paths, data)
    named = of_basic(form, _of_parts(form, named, paths))
    named = _beside(form, _beside_its_sum(_changes_of_budgets(named)), paths)
    return [changed(_of_one_end(n), unit=units[n.index]) for n in named]


def _beside_own_kinds(named: Sequence[Named], paths: Sequence[tuple[str, ...]]) -> list[Named]:
    """The columns, 其他资金 as other income where kinds of what the unit has itself stand beside it."""
    left = {n.index for n in named if n.means.get("fund") == "unit-funds" and fold(paths[n.index][-1]) in _LEFT}
    own = [n for n in named if n.index not in left and narrows("unit-funds", n.means.get("fund", ""))]
    told = {(n.means.get("origin"), n.year) for n in own if n.role == "amount"}
    return [
        replace(n, means={**n.means, "fund": "other-income"})
        if n.index in left and (n.means.get("origin"), n.year) in told
        else n
        for n in named
    ]


def _without_sources(form: Form, named: Sequence[Named]) -> list[Named]:
    """The columns, one of words that say what pays for a class (资金来源) no part of the name beside it."""
    is_beside = any(n.role in ("code", "label") and not SOURCES.fullmatch(n.heading) for n in named)
    if not is_beside or form.rows == "project":
        return list(named)
    return [replace(n, role="ignore") if n.role == "label" and SOURCES.fullmatch(n.heading) else n for n in named]


def _of_one_end(column: Named) -> Named:
    """The column, unknown where it is of what the year began with and of what it ends with: one is another's."""
    told = column.means.get("origin"), column.means.get("category")
    return replace(column, role="unknown") if told == ("carried-over", "carried-to-next-year") else column


def _in_full(amounts: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The headings over columns of amounts, kinds of expenditure spelt out where they are side by side: 基本, 项目.

    项目 alone may be a group, or the heading of names.
    """
    return [tuple(_kind_in_full(amounts, path, depth) for depth in range(len(path))) for path in amounts]


def _kind_in_full(amounts: Sequence[tuple[str, ...]], path: tuple[str, ...], depth: int) -> str:
    text, above = fold(path[depth]), path[:depth]
    beside = {fold(other[depth]) for other in amounts if len(other) > depth and other[:depth] == above}
    of_basic = bool(above) and fold(above[-1]) in _BASIC
    is_told = {"基本": beside & _PROJECT, "项目": beside & _BASIC, "人员": of_basic, "公用": of_basic}.get(text)
    return _KINDS_IN_FULL[text] if is_told else path[depth]


def _holds_amounts(texts: Sequence[str]) -> bool:
    filled = [t for t in texts if not is_nothing(t)]
    return all(parse_amount(t) is not None for t in filled)


def _of_class(form: Form, index: int, path: tuple[str, ...], economic: Economic) -> Named:
    """A column of an economic class, of the kind that the headings above it name."""
    words = [understand(text, form.groups) for text in economic.others]
    known = [word for word in words if word and word.role in ("amount", "neutral")]
    means = _joined(form, [*known, Word("amount", {"line": f"economic-{economic.code}"})])
    heading = "·".join(path)
    if len(known) < len(words) or means is None:
        return Named(index, "unknown", {}, heading)
    years = {word.year for word in known if word.year}
    return Named(index, "amount", means, heading, year=next(iter(years)) if len(years) == 1 else "")


def _of_parts(form: Form, named: Sequence[Named], paths: Sequence[tuple[str, ...]]) -> list[Named]:
    """The columns, those of a part of a group's sum told from a fund of their own: 事业收入, 其中：教育收费."""
    for part in form.parts:
        groups = set(map(fold, part.group))
        if any(n.role == "amount" and part.beside.items() <= n.means.items() for n in named):
            named = [
                replace(n, means={**n.means, **part.means})
                if part.of.items() <= n.means.items() and _is_part_of(paths[n.index], groups)
                else n
                for n in named
            ]
    return list(named)


def _beside_its_sum(named: Sequence[Named]) -> list[Named]:
    """The columns, a share of a sum known where that sum has a column: 事业收入·小计 beside 事业收入·科研收入."""
    sums = [_without_line(n) for n in named if n.role == "amount" and "line" not in n.means]
    return [
        replace(n, role="unknown") if n.role == "amount" and n.kind == SHARE and _without_line(n) not in sums else n
        for n in named
    ]


def _changes_of_budgets(named: Sequence[Named]) -> list[Named]:
    """The columns, 调整预算 known as what was changed where 调整后预算 of the same stands beside it."""
    after = [(n.means, n.year) for n in named if n.role == "amount" and _AFTER_ADJUSTMENT.search(n.heading)]
    return [
        changed(n, role="ignore")
        if n.role == "amount" and _ADJUSTMENT.search(n.heading) and (n.means, n.year) in after
        else n
        for n in named
    ]


def _without_line(column: Named) -> tuple[str, dict[str, str]]:
    return column.year, {d: v for d, v in column.means.items() if d != "line"}


def _is_part_of(path: tuple[str, ...], groups: set[str]) -> bool:
    """Whether a heading below one of ``groups`` says that it is a part of it."""
    return bool(groups & set(map(fold, path[:-1]))) and path[-1].startswith("其中")


def _beside(form: Form, named: Sequence[Named], paths: Sequence[tuple[str, ...]]) -> list[Named]:
    """The columns, a group's sum told from the table's where both are printed: 合计, “三公”经费·小计, 会议费."""
    groups = {fold(heading): means for heading, means in form.beside.items()}
    own = [next((groups[fold(text)] for text in path if fold(text) in groups), None) for path in paths]
    plain = [n.role == "amount" and n.means.get("line", "total") == "total" for n in named]
    whole = {
        (n.means.get("phase"), n.year) for n, is_sum in zip(named, plain, strict=True) if is_sum and not own[n.index]
    }
    return [
        replace(n, means={**n.means, **means})
        if is_sum and (means := own[n.index]) and (n.means.get("phase"), n.year) in whole
        else n
        for n, is_sum in zip(named, plain, strict=True)
    ]


def _of_departments(named: Sequence[Named], data: Sequence[Row]) -> list[Named]:
    """The columns without those of 政府预算经济分类, where codes of 部门预算经济分类 stand beside them.

    Not where that classification has amounts of its own: it is a block beside the other, whatever heads its amounts.
    """
    amounts = [n.index for n in named if n.role == "amount"]
    heads = [n for n in named if n.role in ("code", "label")]
    before = {_of_government(n) for n in heads if amounts and n.index < amounts[0]}
    between = {_of_government(n) for n in heads if amounts and amounts[0] < n.index < amounts[-1]}
    if between - before or any(n.role == "amount" and _of_government(n) for n in named):
        return list(named)
    if not any(_has_own_codes(n, data) for n in heads if not _of_government(n)):
        return list(named)
    return [replace(n, role="ignore") if _of_government(n) else n for n in named]


def _of_government(column: Named) -> bool:
    return "政府" in column.heading and "经济" in column.heading


def _has_own_codes(column: Named, data: Sequence[Row]) -> bool:
    """Whether a head column prints codes: alone, or each glued to its name."""
    texts = [row[column.index].text for row in data if column.index < len(row)]
    return column.role == "code" or any(split_code(text, "economic") for text in texts)


def is_counted(texts: Sequence[str]) -> bool:
    """Whether the numbers of a row only count its columns: 1 2 3 ..., in ascending order from the beginning.

    Those of a row that says so (栏次) do, however they were read.
    """
    numbers = [parse_amount(t) for t in texts]
    values = [int(v) for v in numbers if v is not None and v == v.to_integral_value() and 0 < v <= 60]
    known = [v for v in numbers if v is not None]
    plain = not any("." in t or "," in t for t in texts if parse_amount(t) is not None)
    if plain and known and any(undo_spaces(t) == COUNTS for t in texts):
        return True
    return (
        plain and len(values) == len(known) > 0 and values == sorted(set(values)) and values[0] <= 2 and len(texts) > 1
    )


def clean(text: str) -> str:
    """A heading without the unit of money in brackets and the levels of codes; empty where it only counts columns."""
    bare = _STEPS.sub("", _UNIT_OF_MONEY.sub("", undo_spaces(in_chinese(text))))
    return "" if _NUMBER.match(bare) or _COUNTER.match(bare) else bare


def _paths(headings: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """The heading texts over each column from top to bottom, spans followed, each once."""
    above: list[list[str]] = [[] for _ in range(width)]
    for row in headings:
        for k, cell in enumerate(row):
            text = clean(cell.text)
            for covered in range(k, min(k + cell.colspan, width)):
                if text and text not in above[covered]:
                    above[covered].append(text)
    return [tuple(texts) for texts in above]


def cut_in_two(form: Form, rows: Sequence[Row]) -> Iterator[str]:
    """The headings whose two parts stand one below the other in rows of a grid, put together."""
    for upper, lower in pairwise(rows):
        for above, below in zip(upper, lower, strict=False):
            path = _uncut(form, (clean(above.text), clean(below.text)))
            if all((above.text.strip(), below.text.strip())) and len(path) == 1:
                yield path[0]


def _uncut(form: Form, path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings over a column, the last two as one where a page break cut it in two: 因公出国, （境）费."""
    if len(path) < 2 or understand(path[-1], form.groups) or not understand(whole := path[-2] + path[-1], form.groups):
        return path
    return (*path[:-2], whole)


def _units(headings: Sequence[Row], width: int) -> list[str]:
    """The unit of money that the lowest heading over each column names, "" without."""
    units = [""] * width
    for row in headings:
        for k, cell in enumerate(row):
            match = _UNIT_OF_MONEY.search(undo_spaces(cell.text))
            for covered in range(k, min(k + cell.colspan, width)) if match else ():
                units[covered] = match[1] if match else ""
    return units


def _named(form: Form, index: int, path: tuple[str, ...], below: Sequence[str]) -> Named:
    heading = "·".join(path)
    own = _own_column(form, path)
    if own is not None:
        return Named(index, own.role, own.means, path[-1])
    if not path and _is_serial(below):
        return Named(index, "serial", {}, heading)  # 行次 whose heading was left out
    parts = [_of_part(above, text) for above, text in zip(("", *path), path, strict=False)]
    words = [part or understand(text, form.groups) for part, text in zip(parts, path, strict=True)]
    # the list says all of a part: 基本支出结转 below 年末结转和结余 is of basic expenditure
    words = [replace(w, means={}) if w and part else w for w, part in zip(words, [*parts[1:], None], strict=False)]
    words = [replace(w, role="neutral") if w and w.role == "text" else w for w in words[:-1]] + words[-1:]
    if any(word and word.role in ("ignore", "text") for word in words):
        return Named(index, "ignore", {}, heading)
    if any(word is None for word in words) and _are_lines(form, below):
        return Named(index, "label", {}, heading)
    is_untold = len(path) > 1 and fold(path[-1]) in _PARTS_UNTOLD and any(below) and _holds_amounts(below)
    if not words or any(word is None for word in words) or _lacks_its_part([w for w in words if w]) or is_untold:
        return Named(index, "unknown", {}, heading)
    return _by_words(form, index, heading, _without_sums([w for w in words if w]), below)


def _without_sums(words: Sequence[Word]) -> list[Word]:
    """The words over a column, a sum of unlike parts saying nothing where a part is named below it."""
    return [
        replace(w, means={}, kind="") if w.kind == SUM and any(below.means for below in words[k + 1 :]) else w
        for k, w in enumerate(words)
    ]


def _lacks_its_part(words: Sequence[Word]) -> bool:
    """Whether a heading over a column is only known over its parts, and none of them is named below it."""
    return any(w.kind == GROUP and not any(below.means for below in words[k + 1 :]) for k, w in enumerate(words))


def _of_part(above: str, text: str) -> Word | None:
    """What a heading says right below the one that it is a part of (一般公共预算, 其中：财政拨款); None for others."""
    word = understand(above + text) if above else None
    if word is None or word.kind not in (PART, SHARE):
        return None
    return replace(word, kind=SHARE if word.kind == SHARE else "")


def _are_lines(form: Form, texts: Sequence[str]) -> bool:
    """Whether a column under an unknown heading prints nothing but the names of lines of the form."""
    known = {fold(label) for line in form.lines for label in line.labels}
    filled = [t for t in texts if not is_nothing(t)]
    return bool(filled) and all(fold_label(t) in known for t in filled)


def _is_serial(texts: Sequence[str]) -> bool:
    """Whether the numbers of a column only count its rows, one by one."""
    printed = [t.strip() for t in texts if not is_nothing(t)]
    if len(printed) < 2 or not all(t.isdigit() and len(t) < 4 for t in printed):
        return False
    return [int(t) for t in printed] == list(range(int(printed[0]), int(printed[0]) + len(printed)))


def _by_words(form: Form, index: int, heading: str, words: Sequence[Word], below: Sequence[str]) -> Named:
    kinds = [w.kind for w in reversed(words) if w.kind]
    kind = next((k for k in kinds if k != "subject"), kinds[0] if kinds else "")  # 功能分类科目 above 科目编码
    special = [w.role for w in words if w.role not in ("neutral", "amount")]
    filled = [t for t in below if not is_nothing(t)]
    if special and kind == "unit" and filled and all(undo_spaces(t) in _MEASURES for t in filled):
        return Named(index, "ignore", {}, heading)  # 单位 over 台, 套 is no budget unit
    if special:  # 采购类别 over 货物类, 工程类: no names stand below it
        is_misled = special[-1] == "label" and bool(filled) and all(map(_is_money, filled))
        if special[-1] == "code" and not kind:
            kind = _kind_of_codes(form, "", filled) or ""
        return Named(index, "unknown" if is_misled else special[-1], {}, heading, "" if is_misled else kind)
    leaf = words[-1]
    if leaf.role == "neutral" and (of := _kind_of_codes(form, kind, filled)) is not None:
        return Named(index, "code", {}, heading, of)
    words_below = [t for t in filled if parse_amount(t) is None and not is_too_wide(t)]
    if not leaf.means and len(words_below) > _MOSTLY * len(filled):
        return Named(index, "label", {}, heading, kind)  # 项目 over names is a head, 项目 over amounts a group
    years = {w.year for w in words if w.year}
    means = _joined(form, words)
    if form.shape == "statement" and is_of_column((means or {}).get("line", "")):
        means = None  # the rows are lines themselves
    if means is None or len(years) > 1 or not any(w.role == "amount" for w in words):
        return Named(index, "unknown", {}, heading)
    return Named(index, "amount", means, heading, kind, next(iter(years), ""))


def _is_money(text: str) -> bool:
    return "." in text and parse_amount(text) is not None


def _joined(form: Form, words: Iterable[Word]) -> dict[str, str] | None:
    """The meaning of a path of headings; None where they contradict each other, or what the whole table is of."""
    means: dict[str, str] = {}
    for word in words:
        merged = merge(means, word.means)
        if merged is None:
            return None
        means = merged
    base = {d: v for d, v in form.base.items() if d in ("fund", "category")}
    return None if merge(base, {d: v for d, v in means.items() if d in base}) is None else means


def _kind_of_codes(form: Form, kind: str, texts: Sequence[str]) -> str | None:
    """The kind of codes below a heading that names none, "" where it is the form's own; None for other texts."""
    if _are_codes(texts, kind or form.rows):
        return kind
    # 收入决算表 of one unit lists functions, 支出总表 may list units
    other = {"unit": "function", "function": "unit"}.get(form.rows, "")
    return other if other and _are_codes(texts, other) else None


def _are_codes(texts: Sequence[str], rows: str) -> bool:
    """Whether texts are codes, beside words: no number among them is anything else."""
    codes = [_is_code(t, rows) for t in texts]
    return any(codes) and all(is_code or parse_amount(t) is None for t, is_code in zip(texts, codes, strict=True))


def _is_code(text: str, rows: str) -> bool:
    kinds = {"subject": ("function", "economic"), "whole": ()}.get(rows, (rows,))
    return any(parse_code(text, kind) for kind in kinds)


def _own_column(form: Form, path: tuple[str, ...]) -> Column | None:
    """The form's own column for a path: by its lowest heading, and by its group where several share that."""
    if not path:
        return None
    leaf, upper = fold(path[-1]), {fold(t) for t in path[:-1]}
    found = [c for c in form.columns if c.role == "amount" and any(fold(h) == leaf for h in c.headings)]
    grouped = [c for c in found if any(fold(g) in upper for g in c.group)]
    if len(grouped) == 1 and not upper - {fold(g) for g in grouped[0].group} - _plain(upper, form):
        return grouped[0]
    loose = [c for c in found if not c.group]
    if len(found) == 1 and loose and not upper - _plain(upper, form):
        return found[0]
    return None


def _plain(texts: Iterable[str], form: Form) -> set[str]:
    """Those of the folded texts that name no meaning of their own."""
    words = {text: understand(text, form.groups) for text in texts}
    return {t for t, w in words.items() if w and w.role in ("neutral", "amount") and not (w.means or w.year)}
