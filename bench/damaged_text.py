"""What OCR does to a text, done on purpose: how many amounts of the example survive it, and whether one goes wrong.

Each draw damages the money tables of the example in one way, at places drawn by a fixed seed, and converts and proves
the result. An amount is found when it comes out with its full meaning; held back when it is missing; wrong when an
amount comes out that the undamaged text does not print there. Prints a table in Markdown, and each wrong amount.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import arguments
from yusuan.converters.sources import Source
from yusuan.datapackage.model import Conversion, Fact
from yusuan.document import understand

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "wuhan-2024" / "disclosure.txt"
_NUMBER = re.compile(r"^\d[\d, ]*\.\s*\d\d$")
_CODE = re.compile(r"^\d{3,7}$")

Lines = list[str]
Damage = Callable[[Lines, random.Random], Lines]
Meaning = tuple[object, ...]


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("draws", nargs="?", type=int, default=20, help="how often each kind is drawn")
    parser.add_argument("--kind", choices=sorted(DAMAGES), help="one kind of damage alone")
    options = parser.parse_args()
    truth = meanings(convert(EXAMPLE.read_text("utf-8")).facts)
    print(
        "| damage | draws | found | held back | wrong, confirmed | wrong, unproven | failed |\n"
        "|---|--:|--:|--:|--:|--:|--:|"
    )
    for kind in [options.kind] if options.kind else DAMAGES:
        print(measure(kind, options.draws, truth).row(kind), flush=True)


@dataclass(slots=True)
class Tally:
    draws: int = 0
    expected: int = 0
    found: int = 0
    failed: int = 0
    confirmed: list[tuple[int, Fact]] = field(default_factory=list)
    unproven: list[tuple[int, Fact]] = field(default_factory=list)

    def row(self, kind: str) -> str:
        for seed, fact in self.confirmed + self.unproven:
            place = f"{fact.table} {fact.function_code or fact.economic_code or fact.line} {fact.fund} {fact.category}"
            print(f"  {kind} seed {seed}: {place} = {fact.amount} ({fact.status}, {fact.reported!r})", file=sys.stderr)
        share = self.found / max(self.expected, 1)
        held = self.expected - self.found
        return (
            f"| {kind} | {self.draws} | {share:.2%} | {held} of {self.expected} | {len(self.confirmed)} | "
            f"{len(self.unproven)} | {self.failed} |"
        )


def measure(kind: str, draws: int, truth: Counter[Meaning]) -> Tally:
    """How the example comes out after ``draws`` damages of one kind."""
    tally = Tally(draws=draws)
    for seed in range(draws):
        text = damaged(EXAMPLE.read_text("utf-8"), kind, seed)
        try:
            facts = convert(text).facts
        except Exception as error:
            print(f"  {kind} seed {seed}: {type(error).__name__}: {error}", file=sys.stderr)
            tally.failed += 1
            continue
        seen = meanings(facts)
        tally.expected += truth.total()
        tally.found += (truth & seen).total()
        surplus = seen - truth
        for fact in facts:
            if surplus[meaning(fact)] > 0:
                surplus[meaning(fact)] -= 1
                (tally.confirmed if fact.confirmations else tally.unproven).append((seed, fact))
    return tally


def damaged(text: str, kind: str, seed: int) -> str:
    """The text with its money tables damaged; everything from the performance tables on stays as it is."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.count("\t") > 1)
    end = next(i for i, line in enumerate(lines) if "绩效目标申报表" in line and i > start)
    body = DAMAGES[kind](lines[start:end], random.Random(f"{kind} {seed}"))
    return "\n".join([*lines[:start], *body, *lines[end:]]) + "\n"


def convert(text: str) -> Conversion:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "disclosure.txt"
        path.write_text(text, "utf-8")
        return understand(Source(path))


def meaning(fact: Fact) -> Meaning:
    return (
        fact.table, fact.unit_code, fact.fiscal_year, fact.phase, fact.flow, fact.function_code, fact.economic_code,
        fact.project_code, fact.line, fact.fund, fact.origin, fact.category, fact.amount,
    )  # fmt: skip


def meanings(facts: Iterable[Fact]) -> Counter[Meaning]:
    return Counter(
        meaning(f) for f in facts if f.table not in ("narrative", "overall-performance", "project-performance")
    )


# --- damages ----------------------------------------------------------------------------------------------


def _rows(lines: Lines) -> list[int]:
    """Where the rows with amounts are."""
    return [i for i, line in enumerate(lines) if any(_NUMBER.match(f) for f in line.split("\t"))]


def _each_row(change: Callable[[list[str], random.Random], list[str] | list[list[str]]], share: float = 0.05) -> Damage:
    """A damage of single rows, done to ``share`` of them."""

    def damage(lines: Lines, draw: random.Random) -> Lines:
        chosen = {i for i in _rows(lines) if draw.random() < share}
        out: Lines = []
        for i, line in enumerate(lines):
            out += _joined(change(line.split("\t"), draw)) if i in chosen else [line]
        return out

    return damage


def _joined(rows: list[str] | list[list[str]]) -> Lines:
    if rows and isinstance(rows[0], list):
        return ["\t".join(row) for row in rows]
    return ["\t".join(str(f) for f in rows)]


def _in_one_number(change: Callable[[str, random.Random], str]) -> Callable[[list[str], random.Random], list[str]]:
    def damage(row: list[str], draw: random.Random) -> list[str]:
        places = [k for k, f in enumerate(row) if _NUMBER.match(f)]
        k = draw.choice(places)
        return [*row[:k], change(row[k], draw), *row[k + 1 :]]

    return damage


def _spaces(number: str, draw: random.Random) -> str:
    return re.sub(r"([,.])", r"\1 ", number)


def _no_comma(number: str, draw: random.Random) -> str:
    return number.replace(",", "")


def _comma_as_point(number: str, draw: random.Random) -> str:
    return number.replace(",", ".")


def _point_as_comma(number: str, draw: random.Random) -> str:
    return number.replace(".", ",")


def _no_point(number: str, draw: random.Random) -> str:
    return number.replace(".", "")


def _misread_digit(number: str, draw: random.Random) -> str:
    places = [k for k, c in enumerate(number) if c.isdigit()]
    k = draw.choice(places)
    alike = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "8", "7": "1", "8": "3", "9": "4"}
    return number[:k] + alike[number[k]] + number[k + 1 :]


def _lost(number: str, draw: random.Random) -> str:
    return ""


def _cut_and_read_twice(row: list[str], draw: random.Random) -> list[str]:
    """A false border through a number: its last glyph is read on both sides."""
    places = [k for k, f in enumerate(row) if _NUMBER.match(f)]
    k = draw.choice(places)
    return [*row[: k + 1], row[k][-1], *row[k + 1 :]]


def _broken_code(row: list[str], draw: random.Random) -> list[list[str]]:
    if not _CODE.match(row[0]) or len(row[0]) < 5:
        return [row]
    return [[row[0][:-2], *row[1:]], [row[0][-2:], *[""] * (len(row) - 1)]]


def _code_before_its_row(row: list[str], draw: random.Random) -> list[list[str]]:
    """The first digits of a code on a line of their own, the rest with the amounts."""
    if not _CODE.match(row[0]) or len(row[0]) < 5:
        return [row]
    return [[row[0][:-2], *[""] * (len(row) - 1)], [row[0][-2:], *row[1:]]]


def _spaced_code(row: list[str], draw: random.Random) -> list[str]:
    return [row[0][:3] + " " + row[0][3:], *row[1:]] if _CODE.match(row[0]) and len(row[0]) > 3 else row


def _twice(row: list[str], draw: random.Random) -> list[list[str]]:
    return [row, row]


def _surplus(row: list[str], draw: random.Random) -> list[str]:
    k = draw.randrange(1, len(row) + 1)
    return [*row[:k], "", *row[k:]]


def _shifted(row: list[str], draw: random.Random) -> list[str]:
    """The amounts of a row stand one column to the left of where they belong, over a blank cell."""
    first = next(k for k, f in enumerate(row) if _NUMBER.match(f))
    blanks = [k for k in range(first, len(row)) if not row[k].strip()]
    k = blanks[0] if blanks else first
    return [*row[:k], *row[k + 1 :], ""] if blanks else [*row[:first], "", *row[first:]]


def _fused_rows(lines: Lines, draw: random.Random) -> Lines:
    """Two neighbouring coded rows in one line, each pair of fields in one field."""
    out = list(lines)
    rows = [i for i in _rows(lines)[:-1] if _CODE.match(lines[i].split("\t")[0])]
    for i in sorted(draw.sample(rows, 4), reverse=True):
        a, b = out[i].split("\t"), out[i + 1].split("\t") if i + 1 < len(out) else []
        if len(a) == len(b) and _CODE.match(b[0]):
            out[i : i + 2] = ["\t".join(f"{x} {y}".strip() for x, y in zip(a, b, strict=True))]
    return out


def _page_breaks(lines: Lines, draw: random.Random) -> Lines:
    """An empty line in the middle of three tables."""
    out = list(lines)
    for i in sorted(draw.sample(_rows(lines), 3), reverse=True):
        out.insert(i, "")
    return out


def _reversed_after_break(lines: Lines, draw: random.Random) -> Lines:
    """After a page break the rest of a table comes in reverse order."""
    out = list(lines)
    i = draw.choice(_rows(lines))
    end = next((k for k in range(i, len(out)) if "\t" not in out[k]), len(out))
    out[i:end] = ["", *reversed(out[i:end])]
    return out


def _narrower_after_break(lines: Lines, draw: random.Random) -> Lines:
    """After a page break the continued table has lost its empty last fields."""
    out = list(lines)
    i = draw.choice(_rows(lines))
    end = next((k for k in range(i, len(out)) if "\t" not in out[k]), len(out))
    out[i:end] = ["", *(line.rstrip("\t") for line in out[i:end])]
    return out


def _cut_headings(lines: Lines, draw: random.Random) -> Lines:
    """A glyph of a heading is lost, or goes over the border into the next field."""
    rows = set(_rows(lines))
    out: Lines = []
    for i, line in enumerate(lines):
        fields = line.split("\t")
        heads = [k for k, f in enumerate(fields) if len(f) > 3]
        if i not in rows and "\t" in line and heads and draw.random() < 0.5:
            k = draw.choice(heads)
            if k + 1 < len(fields) and draw.random() < 0.5:
                fields[k + 1] = fields[k][-1] + fields[k + 1]
            fields[k] = fields[k][:-1]
        out.append("\t".join(fields))
    return out


def _cut_label(row: list[str], draw: random.Random) -> list[str]:
    """The words of a row lose their last glyph, or it goes over the border into the next field."""
    words = [k for k, f in enumerate(row) if len(f) > 2 and not _NUMBER.match(f) and not f.strip().isdigit()]
    if not words:
        return row
    k = draw.choice(words)
    over = k + 1 < len(row) and draw.random() < 0.5
    rest = [row[k][-1] + row[k + 1], *row[k + 2 :]] if over else row[k + 1 :]
    return [*row[:k], row[k][:-1], *rest]


def _noise(lines: Lines, draw: random.Random) -> Lines:
    """Marks of other scripts between the rows and behind words."""
    marks = ["ि", "ᄂ", "٬", "Ж", "ღ"]
    out: Lines = []
    for line in lines:
        fields = line.split("\t")
        if draw.random() < 0.05:
            words = [k for k, f in enumerate(fields) if f and not _NUMBER.match(f) and not _CODE.match(f)]
            if words:
                k = draw.choice(words)
                fields[k] += draw.choice(marks)
        out.append("\t".join(fields))
    return out


#: What an OCR run does to one document, in this order.
_TOGETHER = (
    "spaces in numbers", "comma read as point", "code over two lines", "surplus empty field", "number cut by a border",
    "page breaks",
)  # fmt: skip


def _together(lines: Lines, draw: random.Random) -> Lines:
    for kind in _TOGETHER:
        lines = DAMAGES[kind](lines, draw)
    return lines


DAMAGES: dict[str, Damage] = {
    "spaces in numbers": _each_row(_in_one_number(_spaces), 0.3),
    "thousands comma lost": _each_row(_in_one_number(_no_comma), 0.3),
    "comma read as point": _each_row(_in_one_number(_comma_as_point), 0.3),
    "point read as comma": _each_row(_in_one_number(_point_as_comma), 0.3),
    "point lost": _each_row(_in_one_number(_no_point)),
    "digit misread": _each_row(_in_one_number(_misread_digit)),
    "amount lost": _each_row(_in_one_number(_lost)),
    "number cut by a border": _each_row(_cut_and_read_twice),
    "code over two lines": _each_row(_broken_code, 0.2),
    "code begun a line before": _each_row(_code_before_its_row, 0.2),
    "space in code": _each_row(_spaced_code, 0.3),
    "row printed twice": _each_row(_twice),
    "surplus empty field": _each_row(_surplus, 0.2),
    "values shifted": _each_row(_shifted),
    "rows fused": _fused_rows,
    "page breaks": _page_breaks,
    "reversed after a break": _reversed_after_break,
    "narrower after a break": _narrower_after_break,
    "headings cut": _cut_headings,
    "labels cut": _each_row(_cut_label, 0.2),
    "noise of other scripts": _noise,
    "six of these together": _together,
    "six and digits misread": lambda lines, draw: DAMAGES["digit misread"](_together(lines, draw), draw),
}


if __name__ == "__main__":
    main()
