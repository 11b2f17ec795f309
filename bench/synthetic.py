"""Disclosures of units that do not exist, as many as wanted: the structure of the examples, amounts that add up.

Every amount of an example is multiplied by one whole number a document, so that each equation and each rate of it
holds as before. With ``--planted``, that share of the documents has one amount of a table raised; ``planted.csv``
names the place. Equal arguments give equal bytes.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import arguments

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
sys.path.insert(0, str(EXAMPLES))

from typeset import __main__ as examples  # noqa: E402
from typeset import content  # noqa: E402

#: Amounts as the examples print them: with two decimals (an OCR run may have put blanks in), grouped, or before 万元.
_AMOUNT = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:, ?\d{3})+(?:\. ?\d{1,2})?|\d+\. ?\d{2})(?![\d%％]|\.\d|个百分)|(?<![\d.,])\d+(?= ?万元)"
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?= ?年)")
_CITIES = ("武汉市", "黄石市", "十堰市", "宜昌市", "襄阳市", "鄂州市", "荆门市", "孝感市", "荆州市", "黄冈市")
_DISTRICTS = ("黄浦区", "徐汇区", "长宁区", "静安区", "普陀区", "虹口区", "杨浦区", "闵行区", "宝山区", "嘉定区")


@dataclass(frozen=True)
class Original:
    """An example to invent from: where its text is, its year, and the names to replace, in order."""

    text: str
    year: int
    names: Callable[[int], Sequence[tuple[str, str]]]


def _center(number: int) -> Sequence[tuple[str, str]]:
    city, code = _CITIES[number % len(_CITIES)], f"{100 + number % 800}"
    return (
        ("武汉市信息中心(武汉市大数据中心)", f"{city}第{number:05}信息中心"),
        ("武汉市政务服务和大数据管理局(武汉市公共资源交易监督管理局)", f"{city}数据管理局"),
        ("157003", f"{code}{number % 1000:03}"),
        ("武汉市", city),
    )


def _bureau(number: int) -> Sequence[tuple[str, str]]:
    return (("普陀区财政局", f"{_DISTRICTS[number % len(_DISTRICTS)]}第{number:05}事务局"),)


ORIGINALS = {
    "budget": Original("wuhan-2024/disclosure.txt", 2024, _center),
    "district-budget": Original("putuo-finance-2025-budget/content.txt", 2025, _bureau),
    "district-final": Original("putuo-finance-2024-final/content.txt", 2024, _bureau),
}
_YEARS = range(2020, 2026)


@dataclass(frozen=True)
class Planted:
    """An amount that was raised: the line of the text (from 1), what stood there and what stands there now."""

    document: str
    line: int
    was: str
    now: str


def write_documents(
    folder: Path, count: int, formats: Sequence[str] = ("txt",), planted: float = 0.0, seed: int = 0, jobs: int = 1
) -> list[Planted]:
    """Write ``count`` documents below ``folder``, a format after the other in turn; returns what was planted.

    ``jobs`` processes share the work: setting type costs more than reading.
    """
    write = partial(_write_document, folder, formats, planted, seed)
    if jobs == 1:
        return [error for error in map(write, range(count)) if error]
    with ProcessPoolExecutor(jobs) as pool:
        return [error for error in pool.map(write, range(count), chunksize=16) if error]


def _write_document(folder: Path, formats: Sequence[str], planted: float, seed: int, number: int) -> Planted | None:
    suffix = formats[number % len(formats)]
    dice = random.Random(f"{seed}/{number}")
    name = "budget" if suffix == "txt" else dice.choice(sorted(ORIGINALS))
    path = folder / f"{number // 1000:03}" / f"{number:06}-{name}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    text, error = _invent(ORIGINALS[name], number, dice), None
    if dice.random() < planted:
        text, error = _plant(text, path.name, dice)
    _write(text, name, path)
    return error


def _invent(original: Original, number: int, dice: random.Random) -> str:
    text = (EXAMPLES / original.text).read_text("utf-8")
    for old, new in original.names(number // len(_YEARS)):
        text = text.replace(old, new)
    shift = _YEARS[number % len(_YEARS)] - original.year
    text = _YEAR.sub(lambda m: str(int(m[0]) + shift), text)
    factor = dice.randrange(2, 30)
    return _AMOUNT.sub(lambda m: _times(m[0], factor), text)


def _times(printed: str, factor: int) -> str:
    """The amount times ``factor``, printed as it was: blanks, separators and decimals."""
    digits = re.sub(r"[, ]", "", printed)
    places = len(digits.partition(".")[2])
    value = int(digits.replace(".", "")) * factor
    whole, part = divmod(value, 10**places)
    comma = ", " if ", " in printed else "," if "," in printed or "." in printed else ""
    point = ". " if ". " in printed else "."
    shown = f"{whole:,}".replace(",", comma)
    return f"{shown}{point}{part:0{places}}" if places else shown


def _plant(text: str, document: str, dice: random.Random) -> tuple[str, Planted]:
    places = [m for m in _AMOUNT.finditer(text) if _in_table(text, m.start()) and int(re.sub(r"\D", "", m[0]))]
    place = dice.choice(places)
    digits = re.sub(r"\D", "", place[0])
    now = place[0].replace(place[0][0], str(int(digits[0]) % 9 + 1), 1)
    error = Planted(document, text.count("\n", 0, place.start()) + 1, place[0], now)
    return text[: place.start()] + now + text[place.end() :], error


def _in_table(text: str, position: int) -> bool:
    return "\t" in text[text.rfind("\n", 0, position) + 1 : text.find("\n", position)]


def _write(text: str, name: str, path: Path) -> None:
    if path.suffix == ".txt":
        path.write_text(text, "utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "content.txt"
        copy.write_text(text, "utf-8")
        blocks = content.undamaged(copy, {}) if name == "budget" else content.read(copy)
    examples.WRITERS[path.suffix](blocks, path)


def _rows(errors: Sequence[Planted]) -> Iterator[tuple[str, ...]]:
    yield "document", "line", "was", "now"
    yield from ((e.document, str(e.line), e.was, e.now) for e in errors)


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("folder", type=Path, help="where they are written")
    parser.add_argument("count", type=int, help="how many")
    parser.add_argument("--formats", default="txt", help="kinds of file, in turn")
    parser.add_argument("--planted", type=float, default=0.0, help="the share with a raised amount")
    parser.add_argument("--seed", type=int, default=0, help="of the dice")
    given = parser.parse_args()
    errors = write_documents(given.folder, given.count, given.formats.split(","), given.planted, given.seed)
    with (given.folder / "planted.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(_rows(errors))
    print(f"{given.count} documents in {given.folder}, {len(errors)} with a planted error")


if __name__ == "__main__":
    main()
