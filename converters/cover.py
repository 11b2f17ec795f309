"""What the title of a disclosure prints: whose it is, of which year and kind, however publishers word and set it.

Where no title stands, the captions of all tables may say the same, or the name of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from .codes import undo_spaces
from .titles import is_of_many, is_published_in, is_unit_name

_KIND = (
    r"(?:调整以?后?的?)?(?P<open>[(（](?=(?:部门|单位)(?:预算|决算)?[)）]))?(?P<scope>部门|单位)?(?(open)[)）]?)(?:[(（](?:部门|单位)[)）])?(?:[及和与](?:所属|下属|直属)(?:预算)?单位)?"
    r"(?:的)?(?:调整以?后?的?)?(?:综合|整体|收支|财政|财务|[“\"]?三公[”\"]?经费)?(?P<kind>预算|决算)(?(open)[)）]?)"
)
_WORDS = (
    r"(?:信息|情况|公开|公示|公告|公布|通告|说明|解读|分析|安排|编报|报告|草案|报表|附表|附件|表格|套表|表|文本|文件|材料|资料|内容|定稿"
    r"|终稿|目录|汇编本?|合订本|编制|批复|[及和与、]20\d\d年?[-—–－~～至到]20\d\d年?(?:部门|单位)?(?:中期)?(?:财政|预算|收支|支出|项目)*规划|及?[“\"]?三公[”\"]?经费(?:预算|决算)?|更正|通知|的|及|和|、|[(（]调整以?后?[)）]|[及和与、](?:所属|下属|直属)(?:预算)?单位(?:预算|决算))*"
)
_AFTER = rf"{_WORDS}(?:[(（][^()（）]{{2,16}}[)）])?$"
#: A year, not the last of a medium-term plan's: 2024年度, 2024部门预算.
_OF_YEAR = r"(?<![-—–~～至到\d])(?P<year>20\d\d)(?:年度?|(?=部门|单位))"
#: A township's office may print the government's beside its own: 2024年政府预算和部门预算.
_OF_BOTH = r"(?:(?:政府|财政)(?:预算|决算)[及和与、])?"
#: 2023年度区级部门决算, 2025年市级预算单位预算: whose level it is.
_LEVEL = "(?:省级|市级|区级|县级|州级|本级|省直|市直|区直|县直|州直)?(?:预算(?=单位))?"
_TITLE = re.compile(rf"^(?:#+)?(?P<name>.*?){_OF_YEAR}{_LEVEL}{_OF_BOTH}{_KIND}{_AFTER}")
#: The year may stand before the name: 2024年度某市教育局部门预算公开.
_YEAR_FIRST = re.compile(rf"^(?:#+)?{_OF_YEAR}(?P<name>.{{3,40}}?){_KIND}{_AFTER}")
#: Or behind all: 某市教育局部门预算公开（2024年）. Or the name does: 2024年部门预算公开——某市教育局, or before a date.
_YEAR_LAST = re.compile(rf"^(?:#+)?(?P<name>.{{3,40}}?){_KIND}{_WORDS}[(（]{_OF_YEAR}[)）]{_WORDS}$")
_NAME_LAST = re.compile(
    rf"^(?:#+)?{_OF_YEAR}{_KIND}{_WORDS}(?P<dash>[-—–:： ]+)?(?P<name>[^-—–:： ]{{3,40}}?)"
    r"(?(dash)|20\d\d年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月.{0,4})$"
)
#: … or behind a blank: 2024年部门预算公开 某市教育局.
_BEFORE_BLANK = re.compile(
    rf"\s*(?P<title>\S{{4}}\s*年度?\s*(?:部门|单位)?\s*(?:预算|决算){_WORDS})\s+(?P<name>\S{{4,40}})\s*$"
)
#: … or in brackets, which may say of what the document is as well: （含所属单位）.
_IN_BRACKETS = re.compile(r"[(（](?P<name>(?!含|包括|所属|下属|汇总|合并)[^()（）]{4,30}(?<!单位|部门|本级))[)）]$")
#: A title as letters have it: 某市教育局关于公布2024年度部门决算的公告, 关于某市教育局2024年部门预算公开的说明.
_ANNEX = re.compile(r"(?:附件|附表|附(?=\d))(?:\d{1,2}|[一二三四五六七八九十]{1,2})?(?:[-—]\d+)?[:：.、]?")
_FRAMED = re.compile(
    r"^(?:#+)?(?P<sender>[^，。；：]{3,40}?)?关于(?:(?P<order>批复|下达|印发|转发)|重新公开|补充公开|公开|公布|公示|发布|公告|更正|修订)?(?P<rest>.*)$"
)
#: 第三部分某市水务局2025年部门预算情况说明: the part is no part of the name.
_PART_NUMBER = re.compile(r"^第[一二三四五六七八九十\d]+(?:部分|篇|章|节)[:：、\s]*")
#: 某市水务局2025年部门预算（本级）: behind the kind, and still of the name.
_OWN_LEVEL = re.compile(r"[(（](?:机关|局|委|厅|部|院|办|会)?(?:本级|机关)[)）]$")
#: 某市教育局（汇总）2024年部门预算: of the department with its units, and no part of its name.
_SUMMED_UP = re.compile(r"[(（](?:部门)?(?:汇总|合并|含(?:所属|下属|直属)[^()（）]{0,6}单位)[)）]$")
#: 2024年度部门决算和2025年部门预算公开: two disclosures in one; the one named first is the document's.
_TWO_KINDS = re.compile(
    r"(?P<first>20\d\d年度?(?:部门|单位)?(?P<kind>预算|决算))(?:信息|情况|公开)*[及和与、](?:20\d\d年度?)?(?:部门|单位)?(?!(?P=kind))(?:预算|决算)"
)
#: What a cover may print in a line of its own: the year, the kind, or both name and kind without the year.
_YEAR_LINE = re.compile(r"^[(（]?(?P<year>20\d\d(?:年度?)?)[)）]?$")
_BARE_YEAR = re.compile(r"^20\d\d$")
_LOST_YEAR = re.compile(r"(?<![\d本上每全各])年(?=度?(?:部门|单位)?(?:预算|决算))")
_KIND_LINE = re.compile(rf"^(?:年度?)?(?P<kind>(?:部门|单位)(?:预算|决算){_WORDS})$")
_NAMED_KIND = re.compile(rf"^(?P<name>\D{{4,40}}?)(?P<kind>(?:部门|单位)(?:预算|决算){_WORDS})$")
#: Below a title: that it is of the budget after its adjustment, or before.
_STAGE_LINE = re.compile(r"^[(（]?(?:(?:预算)?调整以?[前后](?:预算)?|调整预算|预算调整)[)）]?$")
#: 某局2024年部门预算调整公开: before the adjustment, after it, or the change, nothing says.
_ADJUSTMENT = re.compile(r"20\d\d年度?(?:省级|市级|区级|县级|本级)?(?:部门|单位)?(?:收支)?预算调整[^，。；：:]{0,12}$")
_ADJUSTED = re.compile("调整(?:的|方案)?")
#: Captions above a table: the year by itself, or behind the unit's name.
_CAPTION_YEAR = re.compile(r"^(20\d\d)年度?$|(?:部门|单位)(?:名称)?[:：].{2,40}?(20\d\d)年度?(?!\d)")
_CAPTION_NAME = re.compile(
    r"^(?:(?:预算|部门|单位)?[代编]码[:：]\d{3,12})?(?:编制|编报|填报|申报|公开|填表|报送|预算)?(?:部门|单位)(?:[/／]单位|[(（]单位[)）])?"
    r"(?:[代编]码[及和与])?(?:名称)?[:：](?:[\[【(（]?\d{3,12}[\]】)）]?[-—_]*)?"
    r"(?P<name>[^:：\d]{4,40}?)(?:[\[【(（]\d{3,12}[\]】)）])?(?:[(（][盖签公]章[)）]|20\d\d年.*|(?:(?:金额)?单位|(?:填报|填表|申报|编制)?(?:日期|时间))[:：].*)?$"
)
_TABLE_OF_KIND = re.compile(r"(?:预算|决算)(?:[^，。；：]{0,20})表(?:[(（][^()（）]{1,12}[)）])?$")
_NAMED_TABLE = re.compile(
    r"^(?:(?:附件|附表|表)[一二三四五六七八九十\d]{1,3}[-—.、:：]?)?(?P<name>[^:：，。；\d]{4,40}?)20\d\d年度?[^，。；：]{2,40}表(?:[(（][^()（）]{1,12}[)）])?$"
)
_LONGEST_CAPTION, _LONGEST_NAME = 60, 40
#: So many characters tell that two names begin with the same place.
_BEGINNING = 2
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT_YEAR = re.compile(r"[二2][〇○零0Oo][一二三四五六七八九〇○零\dOo]{2}(?=年)")
#: What a line holds that is no first half of a title: it is one itself, has an amount, ends a sentence, heads a part.
_NO_BEGINNING = re.compile(
    r"预算|决算|单位[:：]|\d\.\d|[，。；：:]$|^第[一二三四五六七八九十\d]+(?:部分|篇|章|节)|^[一二三四五六七八九十]+、|(?:目录|概况)$"
    r"|^[-—–]*\d{1,3}[-—–]*$"  # the number of a page
)
#: What only sentences hold: 内设八个科室、六个管理部。 names no unit.
_SENTENCE = re.compile("[，。；]")
#: When a document was made, which a cover may print between its title and the name.
_NUMERALS = "一二三四五六七八九十"
_DATE_LINE = re.compile(rf"20\d\d年(?:\d{{1,2}}|[{_NUMERALS}]{{1,2}})月(?:(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})日)?$")
#: 来源：某市财政局, 公开部门：某市教育局: no line that is a name and nothing else.
_LABELLED = re.compile("[:：]")
#: Where a web page tells that its reader is, and what its menus offer: no part of a title.
_NAVIGATION = re.compile(r"[>＞»›|｜]|首页|位置[:：]|(?:公开|公告|公示|专栏|动态|导航|登录|要闻)$")
_SPOKEN_OF = re.compile(r"(20\d\d)年(?:度)?[^，。；\d]{0,12}?(预算|决算)")
_FAR_MORE = 2
#: How many lines tell that a name begins in the line above it.
_FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Titled:
    """What a title prints."""

    name: str
    year: int | None
    scope: str
    kind: str
    text: str


def title_among(texts: Sequence[str], every: Sequence[str]) -> Titled | None:
    """The title among the first ``texts``: the first, unless the whole document speaks far more of another's year.

    A web page may print the titles of other documents above its own.
    """
    found = list(_titles(texts))
    if len(found) < 2:
        return found[0] if found else None
    # 2024年预算公开 in a menu, of nobody and no department, beside a title that says both.
    found = [t for t in found if t.scope or t.name] or found
    spoken = Counter((int(m[1]), m[2]) for text in every for m in _SPOKEN_OF.finditer(text))
    best = max(found, key=lambda t: spoken[t.year or 0, t.kind])
    first = found[0]
    chosen = best if spoken[best.year or 0, best.kind] > _FAR_MORE * spoken[first.year or 0, first.kind] else first
    names = {t.name for t in found if t.name and (t.year, t.kind) == (chosen.year, chosen.kind)}
    return replace(chosen, name=names.pop()) if not chosen.name and len(names) == 1 else chosen


def _titles(texts: Sequence[str]) -> Iterator[Titled]:
    """What may be a title, over one line, or two."""
    texts = _with_years(texts)
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        candidates = ((text, 1),) if _is_apart(text, following) else ((text, 1), (text + following, 2))
        for candidate, lines in (*candidates, (_cover(texts[index : index + 3]), 3)):
            bare = _unframed(candidate)
            match = _TITLE.match(bare) or _of_unit(bare)
            if match:
                # A title over two lines may print the publisher above the year, or below all of it.
                name, scope = _without_scope(match["name"])
                name = "" if is_of_many(name) or is_published_in(name) else name
                above = texts[index - 1] if index and not name else ""
                above = above if _is_name_above(above) else ""
                below = "" if name or is_unit_name(above) else _in_brackets(bare) or _name_below(texts[index + lines :])
                above = "" if below else above
                if not name:
                    name, scope = _without_scope(below or above)
                own_level = _OWN_LEVEL.search(bare)
                name += own_level[0] if own_level and name else ""
                stage = following if candidate == text and _STAGE_LINE.match(following) else ""
                yield Titled(
                    name, int(match["year"]), match["scope"] or scope, match["kind"], above + candidate + stage
                )
                break


def _with_years(texts: Sequence[str]) -> list[str]:
    """The lines, with the year before the 年度 that lost it to the next line: digits set lower than the words."""
    pairs = zip_longest(texts, texts[1:], fillvalue="")
    return [_LOST_YEAR.sub(f"{below}年", text, count=1) if _BARE_YEAR.match(below) else text for text, below in pairs]


def _is_apart(text: str, following: str) -> bool:
    """Whether a line is no first half of the title below it: it is none, or the title begins with the place again."""
    is_whole = following[:_BEGINNING] == text[:_BEGINNING] and bool(_TITLE.match(following))
    return _is_none_of_it(text) or is_whole or is_published_in(text)


def _is_name_above(text: str) -> bool:
    """Whether the line above a title that names nobody can be the name."""
    return not (_is_none_of_it(text) or is_of_many(text) or is_published_in(text))


def _is_none_of_it(text: str) -> bool:
    """Whether a line is no part of the title below it: a sentence, a heading, another title, a menu."""
    return any(pattern.search(text) for pattern in (_NO_BEGINNING, _SENTENCE, _NAVIGATION))


def _in_brackets(title: str) -> str:
    """The name of a unit that a title has in brackets behind all, "" where those say something else."""
    match = _IN_BRACKETS.search(title)
    return match["name"] if match and is_unit_name(match["name"]) else ""


def _name_below(lines: Sequence[str]) -> str:
    """The name of a unit in the next line, or below a date; it may be in brackets. "" where there is none."""
    below = [line for line in lines[:2] if not _DATE_LINE.match(line)][:1]
    names = [_in_brackets(line) if line.startswith(("(", "（")) else line for line in below]
    return next((name for name in names if name and _is_own_line(name)), "")


def _unframed(text: str) -> str:
    """A title without the words of a letter around it: whose it is, then the year and the kind."""
    number = _ANNEX.match(text)
    text = _TWO_KINDS.sub(r"\g<first>", text[number.end() :] if number else text)
    match = _FRAMED.match(text)
    if match is None:
        return text
    sender = "" if match["order"] else match["sender"] or ""
    return sender + match["rest"] if match["rest"].startswith("20") else match["rest"]


def _cover(lines: Sequence[str]) -> str:
    """The title of a cover that prints year, name and kind in lines of their own, in whatever order; "" for others."""
    years = [m["year"] for line in lines if (m := _YEAR_LINE.match(line))]
    kinds = [m["kind"] for line in lines if (m := _KIND_LINE.match(line))]
    names = [line for line in lines if _is_own_line(line)]
    if len(years) == len(kinds) == len(names) == 1:
        return names[0] + _with_its_word(years[0]) + kinds[0]
    named = [m for line in lines[:2] if (m := _NAMED_KIND.match(line)) and is_unit_name(m["name"])]
    beside = [m["year"] for line in lines[:2] if (m := _YEAR_LINE.match(line))]
    if len(named) != 1 or len(beside) != 1:
        return ""
    return named[0]["name"] + _with_its_word(beside[0]) + named[0]["kind"]


def _with_its_word(year: str) -> str:
    """A year with the word that stands behind it, which may be in another line: 2024年度."""
    return f"{year}年度" if year.isdigit() else year


def _of_unit(text: str) -> re.Match[str] | None:
    """A title in another order than name, year, kind, where what stands for the name is one of a unit."""
    matches = (pattern.match(text) for pattern in (_YEAR_FIRST, _YEAR_LAST, _NAME_LAST))
    return next((m for m in matches if m and (is_unit_name(m["name"]) or is_of_many(m["name"]))), None)


def _is_own_line(text: str) -> bool:
    """Whether a line is the name of a unit and nothing else."""
    return (
        is_unit_name(text)
        and not _LABELLED.search(text)
        and len(text) <= _LONGEST_NAME
        and not (_NO_BEGINNING.search(text) or _NAVIGATION.search(text))
    )


def _without_scope(name: str) -> tuple[str, str]:
    """The name without a menu's path before it, and the 部门 or 单位 that a title may print behind it."""
    name = _PART_NUMBER.sub("", re.split("[>＞»›|｜]", name)[-1]).rstrip(":：，,—–-_")
    name = _SUMMED_UP.sub("", name)
    scope = name[-2:]
    return (name[:-2], scope) if scope in ("部门", "单位") and is_unit_name(name[:-2]) else (name, "")


def as_line(text: str) -> str:
    """``text`` as titles are told from it: without blanks, but for the one before a name, its year in digits."""
    match = _BEFORE_BLANK.match(text)
    parts = (match["title"], match["name"]) if match and is_unit_name(match["name"]) else (text,)
    return " ".join(_spelt_out(undo_spaces(part)) for part in parts)


def _spelt_out(text: str) -> str:
    """``text`` with a year in digits: 二〇二四年 and 2O24年 are 2024年."""
    return _SPELT_YEAR.sub(lambda m: m[0].translate(_DIGITS).replace("O", "0").replace("o", "0"), text)


def title_of_adjustment(texts: Sequence[str]) -> Titled | None:
    """The title of a disclosure of an adjustment among ``texts``: a budget's but for the words that tell of it."""
    for index, text in enumerate(texts):
        if _ADJUSTMENT.search(text) and not _NAVIGATION.search(text[:-2]):
            plain = [_ADJUSTED.sub("", text), *texts[index + 1 : index + 2]]
            return next((replace(found, text=text) for found in _titles(plain)), None)
    return None


def title_of_captions(every: Sequence[str]) -> Titled | None:
    """What the captions of all tables say alike, where no title stands: 支出决算表, 部门：某市博物馆, 2023年度.

    None where they name two years, or no table says whether it is of a budget or of final accounts.
    """
    captions = [text for text in every if len(text) <= _LONGEST_CAPTION]
    years = {int(m[1] or m[2]) for text in captions if (m := _CAPTION_YEAR.search(text))}
    kinds = ["决算" if "决算" in m[0] else "预算" for text in captions if (m := _TABLE_OF_KIND.search(text))]
    if len(years) != 1 or not kinds:
        return None
    # Final accounts print 一般公共预算 in their titles too, budgets never 决算.
    return Titled(name_of_captions(every), years.pop(), "", max(kinds), "")


def name_over_lines(name: str, texts: Sequence[str], every: Sequence[str]) -> str:
    """The name with its beginning from the line above the one that it stands in, where the document has both in one.

    The one that most lines of the document hold, as 第一部分 某市某委某部概况; the name itself where none does.
    """
    whole = Counter(
        {
            one: sum(one in text for text in every)
            for above, text in pairwise(texts)
            if name and text.startswith(name) and is_unit_name(one := above + name)
        }
    )
    best = whole.most_common(1)
    return best[0][0] if best and best[0][1] >= _FEWEST_LINES else name


def name_of_captions(every: Sequence[str]) -> str:
    """The one name that the captions of all tables say alike, "" where they say several or none."""
    captions = [text for text in every if len(text) <= _LONGEST_CAPTION]
    names = {m["name"] for text in captions if (m := _CAPTION_NAME.match(text)) and is_unit_name(m["name"])}
    return names.pop() if len(names) == 1 else ""


def name_of_table_titles(every: Sequence[str]) -> str:
    """The one name that titles of two tables or more begin with (某市水务局2024年支出总表), "" without one."""
    titles = [m["name"] for text in every if len(text) <= _LONGEST_CAPTION and (m := _NAMED_TABLE.match(text))]
    names = {name for name in titles if is_unit_name(name) and not is_of_many(name)}
    return names.pop() if len(names) == 1 and len(titles) > 1 else ""


def title_of_file_name(stem: str) -> Titled | None:
    """The title that a file bears as its name: workbooks often print the year nowhere else."""
    return next(_titles([as_line(re.sub(r"^(?:附件\d*|\d{1,3})[:：、.．\s_-]+", "", stem))]), None)
