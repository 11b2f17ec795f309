"""Characters that stand for another character, put back: radicals, compatibility forms, full-width digits.

Chromium and Word write 见 as the radical ⻅ where a font shares the glyph, so that 见 is no longer found.
Only characters that *stand for the same character* are folded; 贰, ① and 〇 say something of their own and stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: CJK Radicals Supplement → unified ideograph (Unicode, Equivalent_Unified_Ideograph). NFKC folds only two of
#: them. U+2E80 has no equivalent and stays.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示"
    "⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
#: Blocks whose compatibility form is the character itself: Kangxi radicals, compatibility ideographs and their
#: supplement, ligatures of Latin letters, full-width digits and letters.
_COMPATIBLE = (
    (0x2F00, 0x2FD5),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
    (0xFB00, 0xFB06),
    (0xFF10, 0xFF19),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
    (0xFF05, 0xFF05),  # ％
)
#: White space of all widths counts as one kind; what has no width was never printed.
_SPACES = (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_UNPRINTED = (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
#: A full-width point between digits is a decimal point; elsewhere it numbers a heading and stays.
_FULL_WIDTH_POINT = re.compile(r"(?<=\d)．(?=\d)")


def _folds() -> Iterator[tuple[int, str]]:
    for radical, ideograph in zip(_RADICALS[::2], _RADICALS[1::2], strict=True):
        yield ord(radical), ideograph
    for first, last in _COMPATIBLE:
        for code in range(first, last + 1):
            yield code, unicodedata.normalize("NFKC", chr(code))
    for code in _SPACES:
        yield code, " "
    for code in _UNPRINTED:
        yield code, ""


_FOLD: dict[int, str] = dict(_folds())
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """``text`` that is printed above the line: the mark of a note behind 12.00 is no digit of it."""
    return text.translate(_RAISED)


def fold(text: str) -> str:
    """``text`` with every character that only stands for another one replaced by it; the rest untouched."""
    folded = text.translate(_FOLD) if not text.isascii() else text
    return _FULL_WIDTH_POINT.sub(".", folded) if "．" in folded else folded


#: Codes of Word's fields, which a page or program shows that does not know them; a page number follows leaders.
_PAGE_OF_ENTRY = re.compile(r"\s*PAGEREF\s+_Toc\d+(?:\s*\\[a-z])*", re.IGNORECASE)
_FIELD = re.compile(r'\s*(?:HYPERLINK\s+(?:\\[a-z]\s*)?"?_Toc\d+"?|TOC(?:\s*\\[a-z](?:\s*"[^"]*")?)+)', re.IGNORECASE)


def tidy(text: str) -> str:
    """``text`` folded, each run of blanks one blank, no blanks at the ends of lines; lines are kept."""
    if "\\" in text or "_Toc" in text:
        text = _FIELD.sub("", _PAGE_OF_ENTRY.sub("......", text))
    lines = (" ".join(line.split()) for line in fold(text).splitlines())
    return "\n".join(line for line in lines if line)
