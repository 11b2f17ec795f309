"""The year that the amounts of a table are of, and the stage of that year: told, or the amounts are held back.

The title of a table, the heading above it or the title of the document may say that the budget was adjusted. What
its columns say themselves holds; where they say nothing, it is the budget after the adjustment, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...datapackage.frozen import changed
from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..forms.form import fold
from ..forms.reading import Amount, Doubt, Interpretation
from ..stages import Stage, stage_of, stage_of_document
from ..table import Block, Paragraph
from ..titles import is_listed, is_title_like, year_of
from .numbering import level_of
from .run import Run

_FUND_NAMES = re.compile(r"公共预算|基金预算|经营预算|预算单位|预算拨款|预算财政拨款|预算资金|预算内")
#: What a heading says of the budget before it was adjusted, and of all of the year without an adjustment.
_INITIAL, _WHOLE_YEAR, _ADJUSTED = (re.compile(words) for words in ("年初|批复|调整前|原预算", "全年预算", "调整"))
_HEADING_ROWS = 4
#: A caption, no sentence of a note.
_LONGEST_CAPTION, _SENTENCE = 30, re.compile("[，。；：:]")
#: 2024年调整预算公开表: a title of a part of the document that bears no number.
_TITLE_OF_PART = re.compile(r"20\d\d年.*(?:预算|决算)[^，。；：:]{0,12}$")
#: A heading of the text explains tables, and is above none.
_OF_TEXT = re.compile("说明|情况|原因|分析")
_PART_LEVEL = 1
#: What stands above a table beside its title, and says of a year only that the table is of it: 2024年度　单位：万元.
_CAPTION = re.compile(r"单位[:：]?(?:人民币)?[百千万亿]*元|^[(（]?20\d\d年度?[)）]?$|(?:年度|日期|时间)[:：]")
_CAPTION_LENGTH, _CAPTION_ROWS, _CLAUSE = 60, 3, re.compile("[，。；]")
_YEAR_OF_CAPTION = re.compile(r"(20\d\d)年(?!\d)|年度[:：](20\d\d)")
_DATE = re.compile(r"(20\d\d)[年./-](\d{1,2})(?!\d)")
#: The month from which on what is put down may be next year's budget; final accounts are of a year that has ended.
_BUDGET_FROM = 7


def stages_above(blocks: Sequence[Block]) -> list[Stage]:
    """What the headings above each block say of an adjustment of the budget, the nearest that says anything."""
    above: list[tuple[int, Stage]] = []
    found: list[Stage] = []
    for block in blocks:
        level = _level(block.text) if isinstance(block, Paragraph) else None
        if level is not None and isinstance(block, Paragraph):
            above = [entry for entry in above if entry[0] < level]
            stage: Stage = "" if _OF_TEXT.search(block.text) else stage_of(block.text)
            above.append((level, stage))
        found.append(_first(said for _, said in reversed(above)))
    return found


def _first(stages: Iterable[Stage]) -> Stage:
    """The first that says anything, "" where none does."""
    for stage in stages:
        if stage:
            return stage
    return ""


def _level(text: str) -> int | None:
    """The level of a heading that tables may stand below; None for other lines."""
    level = None if is_listed(text) else level_of(text)
    if level != _PART_LEVEL and (is_title_like(text) or is_listed(text)):
        return None
    is_part = level is None and _TITLE_OF_PART.search(undo_spaces(text)) and len(text) <= 2 * _LONGEST_CAPTION
    return _PART_LEVEL if is_part else level


def certain(run: Run, reading: Interpretation, disclosure: Disclosure, above: Stage = "") -> Interpretation:
    """The reading without amounts of which it is not certain what year, or what stage of that year, they are of.

    ``above`` is what the headings above the table say of an adjustment.
    """
    of_title = year_of(run.title)
    of_title = _year_of_captions(run, disclosure) if of_title is None else of_title
    contrary = [a for a in reading.amounts if not a.year and of_title not in (None, disclosure.year)]
    reading = reading.without(contrary, _of_another_year(run, of_title or 0, disclosure.year, len(contrary)))
    if is_of_another_stage(run.title, disclosure):
        unstaged = [a for a in reading.amounts if not _is_told(a, reading, disclosure)]
        reading = reading.without(unstaged, _of_another_stage(run, len(unstaged)))
    reading = _staged(run, reading, disclosure, _own_stage(run) or above)
    uncertain = [a for a in reading.amounts if not _is_certain_year(a, disclosure)]
    return reading.without(uncertain, *(_year_unknown(run, a) for a in uncertain[:1]))


def _year_of_captions(run: Run, disclosure: Disclosure) -> int | None:
    """The year that the lines above a table name beside the unit of money, or when it was put down, if another."""
    rows = [undo_spaces("".join(c.text for c in row)) for table in run.tables[:1] for row in table.rows[:_CAPTION_ROWS]]
    texts = [*(undo_spaces(note.text) for note in run.notes[: run.above]), *rows]
    captions = [t for t in texts if len(t) <= _CAPTION_LENGTH and _CAPTION.search(t) and not _CLAUSE.search(t)]
    years = {int(m[1] or m[2]) for text in captions for m in _YEAR_OF_CAPTION.finditer(text)}
    if years:
        return None if disclosure.year in years else max(years)
    dates = [(int(m[1]), int(m[2])) for text in captions for m in _DATE.finditer(text)]
    if not dates:
        return None
    year, month = max(dates)
    last = year - 1 if disclosure.kind == "final" else year + (month >= _BUDGET_FROM)
    return last if last < disclosure.year else None


def is_of_another_stage(title: str, disclosure: Disclosure) -> bool:
    """Whether a title says 决算 in a budget, or nothing but 预算 in final accounts; 一般公共预算 is a fund."""
    words = _FUND_NAMES.sub("", undo_spaces(title))
    is_budget, is_final = "预算" in words, "决算" in words
    return is_final and not is_budget if disclosure.kind == "budget" else is_budget and not is_final


def fiscal_year(amount: Amount, disclosure: Disclosure) -> int:
    """The year that an amount is for: its heading's, else the document's."""
    if not amount.year:
        return disclosure.year
    return int(amount.year) if len(amount.year) == 4 else disclosure.year + int(amount.year)


def _is_told(amount: Amount, reading: Interpretation, disclosure: Disclosure) -> bool:
    """Whether stage and year of an amount in a table of another stage are told, by its heading or by what is beside.

    预算数 of a table of 决算 is of the year of those final accounts, not of the budget that they are printed with.
    """
    if amount.year or amount.means.get("phase") in (None, "executed"):
        return "phase" in amount.means
    return disclosure.kind == "final" and any(a.means.get("phase") == "executed" for a in reading.amounts)


def _is_certain_year(amount: Amount, disclosure: Disclosure) -> bool:
    year = fiscal_year(amount, disclosure)
    if disclosure.kind == "budget" and amount.means.get("phase") == "executed" and year == disclosure.year:
        return False  # a budget comes before its year: what was executed is of some year before
    return year == disclosure.year or (year < disclosure.year and "phase" in amount.means)


# --- adjustments ------------------------------------------------------------------------------------------


def _own_stage(run: Run) -> Stage:
    """What a table says of an adjustment: its title, the name of its sheet, or a caption."""
    captions = (n.text for n in run.notes if len(n.text) <= _LONGEST_CAPTION and not _SENTENCE.search(n.text))
    texts = (run.title, *(table.name for table in run.tables), *captions)
    return _first(stage_of(text) for text in texts)


def _staged(run: Run, reading: Interpretation, disclosure: Disclosure, stage: Stage) -> Interpretation:
    """The reading with the stage of this year's amounts that a table of an adjusted budget, or its document, tells."""
    now = [a for a in reading.amounts if fiscal_year(a, disclosure) == disclosure.year]
    if disclosure.kind == "final":
        is_told = stage in ("", "initial") or "决算" in run.title
        untold = [] if is_told else [a for a in now if "phase" not in a.means]
        return reading.without(untold, _adjustment_untold(run, len(untold)))
    stage = stage or stage_of_document(disclosure)
    phases = {a.means.get("phase", "") for a in now}
    headings = _headings(run)
    if stage == "initial" or not stage:
        is_whole_year = _says(headings, _WHOLE_YEAR) and not _says(headings, _ADJUSTED)
        given = {"revised": "approved"} if is_whole_year and phases == {"revised"} else {}
        return _given(reading, now, {"": "approved", **given} if stage else given)
    if "revised" in phases or (stage == "adjustment" and _says(headings, _INITIAL)):
        untold = [a for a in now if "phase" not in a.means]  # the columns speak for themselves
    elif stage == "adjustment":
        untold = [a for a in now if a.means.get("phase", "approved") == "approved"]
    else:
        return _given(reading, now, {"": "revised"} | ({} if _says(headings, _INITIAL) else {"approved": "revised"}))
    return reading.without(untold, _adjustment_untold(run, len(untold)))


def _given(reading: Interpretation, amounts: Iterable[Amount], phases: dict[str, str]) -> Interpretation:
    """The reading with another phase for those of ``amounts`` that have one of ``phases``, "" being none."""
    if not phases:
        return reading
    of = {id(a): phase for a in amounts if (phase := phases.get(a.means.get("phase", "")))}
    given = (changed(a, means={**a.means, "phase": of[id(a)]}) if id(a) in of else a for a in reading.amounts)
    return replace(reading, amounts=tuple(given))


def _headings(run: Run) -> list[str]:
    """The texts of the first rows, where headings stand."""
    return [fold(c.text) for table in run.tables[:1] for row in table.rows[:_HEADING_ROWS] for c in row if c.text]


def _says(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in texts)


def _adjustment_untold(run: Run, count: int) -> Doubt:
    return Doubt(
        "stage-unknown",
        f"“{run.title}”说的是预算调整，有 {count} 个数没有写明是调整前的、调整后的还是调整数，未发布",
        f"{run.title!r} is about an adjustment of the budget; {count} amounts do not say whether they are before it, "
        "after it or the change; held back",
        run.tables[0].origin,
        label=run.title,
    )


# --- doubts -----------------------------------------------------------------------------------------------


def _of_another_year(run: Run, of_title: int, year: int, count: int) -> Doubt:
    return Doubt(
        "table-of-another-year",
        f"表“{run.title}”上写的是 {of_title} 年，文档是 {year} 年的，{count} 个数的年份不能确定，未发布",
        f"the table {run.title!r} says {of_title}, the document is of {year}; amounts held back: {count}",
        run.tables[0].origin,
        label=run.title,
        found=str(of_title),
    )


def _of_another_stage(run: Run, count: int) -> Doubt:
    return Doubt(
        "table-of-another-stage",
        f"表名“{run.title}”与文档（预算或决算）不是一个阶段，{count} 个没有写明阶段的数未发布",
        f"the title {run.title!r} names another stage than the document; amounts held back: {count}",
        run.tables[0].origin,
        label=run.title,
    )


def _year_unknown(run: Run, amount: Amount) -> Doubt:
    which = f"别的年份（{amount.year}），但没有写明是预算数还是决算数"
    which_en = f"of another year ({amount.year}) and does not say of which stage"
    if amount.means.get("phase") == "executed":
        which = "决算数或执行数，但没有写明是哪一年的"
        which_en = "of what was executed in a year that is not told"
    return Doubt(
        "year-or-phase-unknown",
        f"“{run.title}”中有一栏是{which}，该栏未发布",
        f"a column of {run.title!r} is {which_en}; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )
