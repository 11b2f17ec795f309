"""What becomes of damaged documents: no crash, no hang, and no proven number that the undamaged one does not have.

Without files, the examples, the same in the kinds that none is kept in (OFD, web archive, CSV, zip), and the real
disclosures beside the checkout. Case *n* damages one of them, chosen in turn,
as its number and the seed say: bytes, the parts of a container, the streams of a PDF, lines, cells and digits. What a
case gave is told by its number, so that it can be done again (``--first N --cases 1``).
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
import signal
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import arguments
from yusuan.converters.errors import ConversionError
from yusuan.converters.sources import Source
from yusuan.datapackage.model import Conversion, Fact
from yusuan.document import understand

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "disclosures"
#: Processor seconds that understanding one document may take; the longest real ones take ten.
LIMIT_S = 120
KINDS = (".txt", ".pdf", ".xlsx", ".docx", ".html", ".xls", ".doc", ".md", ".csv", ".mht", ".ofd", ".zip")
_ZIPPED = (".xlsx", ".docx", ".ofd", ".zip")
_TEXTS = (".txt", ".html", ".md", ".csv", ".mht")
_NUMBER = re.compile(rb"\d+")

Damage = Callable[[bytes, random.Random], bytes]


# --- damage -----------------------------------------------------------------------------------------------


def flip(data: bytes, dice: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 4, 32))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(1, len(data))]


def lose(data: bytes, dice: random.Random) -> bytes:
    """A piece is missing."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.choice((1, 16, 1024)) :]


def repeat(data: bytes, dice: random.Random) -> bytes:
    """A piece stands twice."""
    start = dice.randrange(len(data))
    end = start + dice.choice((16, 1024, 65536))
    return data[:end] + data[start:end] + data[end:]


def digits(data: bytes, dice: random.Random) -> bytes:
    """Some numbers are others."""
    places = list(_NUMBER.finditer(data))
    changed = bytearray(data)
    for place in dice.sample(places, min(len(places), dice.choice((1, 3, 10)))):
        at = dice.randrange(place.start(), place.end())
        changed[at] = ord(str(dice.randrange(10)))
    return bytes(changed)


def lines(data: bytes, dice: random.Random) -> bytes:
    """A line is missing, stands twice, or has changed places with another."""
    kept = data.split(b"\n")
    one, other = dice.randrange(len(kept)), dice.randrange(len(kept))
    match dice.randrange(3):
        case 0:
            del kept[one]
        case 1:
            kept.insert(other, kept[one])
        case _:
            kept[one], kept[other] = kept[other], kept[one]
    return b"\n".join(kept)


def cells(data: bytes, dice: random.Random) -> bytes:
    """A border between two cells is missing, or there is one more."""
    places = [m.start() for m in re.finditer(rb"[\t>]", data)]
    if not places:
        return lines(data, dice)
    place = dice.choice(places)
    return (
        data[:place] + data[place + 1 :] if dice.randrange(2) else data[:place] + data[place : place + 1] + data[place:]
    )


ANYWHERE: tuple[Damage, ...] = (flip, cut, lose, repeat)
IN_TEXT: tuple[Damage, ...] = (digits, lines, cells, lose, repeat)


def damaged(data: bytes, suffix: str, dice: random.Random) -> tuple[str, bytes]:
    """What was done, and the bytes after it."""
    inside = dice.random() < 0.7
    if suffix in _ZIPPED and inside:
        return _in_member(data, dice)
    if suffix == ".pdf" and inside:
        return _in_stream(data, dice)
    damage = dice.choice(IN_TEXT if suffix in _TEXTS and inside else ANYWHERE)
    return damage.__name__, damage(data, dice)


def _in_member(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    damage = dice.choice(IN_TEXT)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        members = [(name, old.read(name)) for name in old.namelist()]
        texts = [name for name, content in members if content and name.endswith((".xml", ".txt"))]
        chosen = dice.choice(texts or [name for name, content in members if content])
        for name, content in members:
            new.writestr(zipfile.ZipInfo(name), damage(content, dice) if name == chosen else content)
    return f"{damage.__name__} in {chosen.rpartition('/')[2]}", made.getvalue()


def _in_stream(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    damage = dice.choice((digits, lines, lose, flip))
    places = list(re.finditer(rb"stream\r?\n", data))
    dice.shuffle(places)
    for place in places[:20]:
        end = data.find(b"endstream", place.end())
        try:
            content = zlib.decompress(data[place.end() : end])
        except zlib.error:
            continue
        packed = zlib.compress(damage(content, dice)) if content else b""
        # Readers find the end by its mark where the length is wrong; most lengths are kept by blanks.
        room = end - place.end()
        return f"{damage.__name__} in a stream", data[: place.end()] + packed.ljust(room, b"\n") + data[end:]
    return "flip", flip(data, dice)


# --- judgement --------------------------------------------------------------------------------------------


class HangError(BaseException):
    """Understanding a document has taken all the time it may."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise HangError in the body when it has had so many processor seconds."""

    def stop(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(frozen=True)
class Case:
    """One damaged document and what became of it; ``wrong`` says what must not be."""

    number: int
    source: str
    damage: str
    outcome: str
    wrong: str = ""
    seconds: float = 0.0


def judge(number: int, path: Path, amounts: frozenset[Decimal], seed: int, keep: Path | None = None) -> Case:
    """Damage ``path`` as ``number`` and ``seed`` say, and convert it; ``amounts`` are those of the undamaged one."""
    dice = random.Random(f"{seed}/{number}")
    damage, data = damaged(path.read_bytes(), path.suffix, dice)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        started = time.process_time()
        outcome, wrong = "converted", ""
        try:
            with limited(LIMIT_S):
                conversion = understand(Source(copy))
            wrong = "; ".join(_unknown(conversion, amounts))
        except ConversionError:
            outcome = "refused"
        except HangError:
            outcome, wrong = "hang", f"more than {LIMIT_S} s"
        except Exception as error:
            outcome, wrong = "crash", f"{type(error).__name__}: {error}"
    if wrong and keep:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{number:06}{path.suffix}").write_bytes(data)
    return Case(number, str(path.name), damage, outcome, wrong, time.process_time() - started)


def amounts_of(conversion: Conversion) -> frozenset[Decimal]:
    return frozenset(f.amount for f in conversion.facts)


def _unknown(conversion: Conversion, amounts: frozenset[Decimal]) -> Iterator[str]:
    """Proven amounts that the undamaged document does not have."""
    new = [f for f in conversion.facts if f.confirmations and f.amount and f.amount not in amounts]
    # Where the unit of a whole table was damaged all its amounts say so alike.
    if not all(_is_other_unit(f, amounts) for f in new):
        yield from (f"{f.table} {f.label} {f.amount} ({f.status}, {f.confirmations})" for f in new)


def _is_other_unit(fact: Fact, amounts: frozenset[Decimal]) -> bool:
    return any(fact.amount.scaleb(n) in amounts for n in (-8, -4, -3, 3, 4, 8))


# --- all --------------------------------------------------------------------------------------------------


def other_kinds(folder: Path) -> Path:
    """``folder`` with an example in each kind that none is kept in."""
    from openpyxl import load_workbook

    sys.path.insert(0, str(ROOT / "tests" / "converters" / "readers" / "ofd"))
    from paper import of_pdf  # type: ignore[import-not-found]  # found by the line above

    example = ROOT / "examples" / "wuhan-2024"
    of_pdf(ROOT / "examples" / "putuo-finance-2025-budget" / "disclosure.pdf", folder / "disclosure.ofd")
    with (
        closing(load_workbook(example / "disclosure.xlsx", read_only=True)) as book,
        (folder / "disclosure.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        for sheet in book:
            csv.writer(file).writerows(sheet.iter_rows(values_only=True))
    page = MIMEText((example / "disclosure.html").read_text("utf-8"), "html", "utf-8")
    archive = MIMEMultipart("related", boundary="----=_part", _subparts=[page])
    (folder / "disclosure.mht").write_bytes(archive.as_bytes())
    with zipfile.ZipFile(folder / "disclosure.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(example / "disclosure.txt", "disclosure.txt")
    return folder


def sources(folders: Sequence[Path]) -> list[Path]:
    """The documents in folders, and files themselves; no very large ones."""
    found = {p for f in folders for p in (f.rglob("*") if f.is_dir() else [f]) if p.suffix in KINDS}
    return sorted(p for p in found if p.stat().st_size < 4_000_000)


def undamaged(paths: Sequence[Path]) -> dict[Path, frozenset[Decimal]]:
    """The amounts of each document; those that are none are left out."""
    known: dict[Path, frozenset[Decimal]] = {}
    for path in paths:
        try:
            known[path] = amounts_of(understand(Source(path)))
        except ConversionError:
            continue
    return known


def run(
    known: Mapping[Path, frozenset[Decimal]], first: int, cases: int, seed: int, keep: Path | None
) -> Iterator[Case]:
    paths = list(known)
    for number in range(first, first + cases):
        path = paths[number % len(paths)]
        yield judge(number, path, known[path], seed, keep)


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument(
        "files", type=Path, nargs="*", help="files or folders; without, the examples and the real disclosures"
    )
    parser.add_argument("--cases", type=int, default=200, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--minutes", type=float, default=60, help="the time after which it ends")
    parser.add_argument("--seed", type=int, default=0, help="of the dice")
    parser.add_argument("--keep", type=Path, help="where the files of cases that are not right are kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        examples = sorted(ROOT.glob("examples/*/disclosure.*"))
        _try(given, sources(given.files or [*examples, REAL, other_kinds(Path(folder))]))


def _try(given: argparse.Namespace, paths: Sequence[Path]) -> None:
    """Do the cases and tell of them; exits with 1 where one is wrong."""
    known = undamaged(paths)
    end, tally, longest = time.monotonic() + given.minutes * 60, Counter[tuple[str, str]](), 0.0
    for case in run(known, given.first, given.cases, given.seed, given.keep):
        tally[Path(case.source).suffix, "wrong" if case.wrong else case.outcome] += 1
        longest = max(longest, case.seconds)
        if case.wrong:
            print(f"{case.number} {case.source} {case.damage}: {case.outcome} {case.wrong}", flush=True)
        if time.monotonic() > end:
            break
    print("\n| kind | converted | refused | wrong |\n|---|---:|---:|---:|")
    for kind in sorted({kind for kind, _ in tally}):
        print(f"| {kind} | " + " | ".join(str(tally[kind, o]) for o in ("converted", "refused", "wrong")) + " |")
    print(f"\n{tally.total()} cases, seed {given.seed}; at most {longest:.1f} processor seconds for one")
    sys.exit(any(o == "wrong" for _, o in tally))


if __name__ == "__main__":
    main()
