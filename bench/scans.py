"""Scans: amounts found, held back, repaired and wrong, by resolution and damage, before and after the accounting.

The scanned example is set anew without damage, then scanned at 150, 200 and 300 dots per inch: clean, askew, stamped,
on grey paper, lying the wrong way round, in black and white, two pages on a sheet, photographed at an angle. "Right"
and "wrong" are held against the observations of the typeset PDF. Wrong with a confirmation would be silently wrong.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import arguments
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion, Fact

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
sys.path.insert(0, str(EXAMPLES))

from typeset import __main__ as examples  # noqa: E402
from typeset import pages, scan  # noqa: E402

DAMAGES = {
    "clean": {},
    "askew 1.5°": {"skew": 1.5},
    "stamped": {"stamp": True},
    "grey paper": {"paper": 205, "noise": 9.0},
    "all of it": {"skew": -1.1, "stamp": True, "paper": 215, "noise": 8.0},
    "sideways": {"turned": 90},
    "upside down, askew": {"turned": 180, "skew": 0.8},
    "black and white": {"is_black_and_white": True, "skew": 0.4},
    "two on a sheet": {"is_spread": True},
    "photographed": {"is_photographed": True},
}


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("dpi", type=int, nargs="*", default=[150, 200, 300], help="resolutions")
    resolutions: list[int] = parser.parse_args().dpi
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "typeset.pdf"
        pages.write(examples.blocks_of(examples.SCANNED), clean)
        truth = tally(convert(clean).facts)
        count = sum(truth.values())
        print(f"{count} observations of the typeset PDF.\n")
        print(
            "| dpi | scan | right | share | wrong before | wrong after | wrong and confirmed | held back |"
            " repaired | right and confirmed | CPU s a page |"
        )
        print("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
        for dpi in resolutions:
            for name, damage in DAMAGES.items():
                path = Path(folder) / f"{dpi}.pdf"
                scan.write(clean, path, replace(scan.Scanner(dpi=dpi, quality=60), **damage))
                print(row(dpi, name, path, truth), flush=True)


def row(dpi: int, name: str, path: Path, truth: Counter[object]) -> str:
    started = time.process_time()
    before = convert(path)
    seconds = children_and_own(started)
    after: Conversion = prove(before)
    right = sum((tally(after.facts) & truth).values())
    confirmed = [f for f in after.facts if f.confirmations]
    cells = [
        dpi, name, right, f"{right / sum(truth.values()):.1%}", wrong(before.facts, truth), wrong(after.facts, truth),
        wrong(confirmed, truth), sum(truth.values()) - right, sum(f.status == "repaired" for f in after.facts),
        sum((tally(confirmed) & truth).values()), f"{seconds:.1f}",
    ]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def children_and_own(started: float) -> float:
    """CPU seconds a page. The reader works in a process of its own, whose time counts once it has ended."""
    import resource

    from yusuan.converters import isolation

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    isolation._Worker.dismiss()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (child + time.process_time() - started) / 5


def tally(facts: Iterable[Fact]) -> Counter[object]:
    """What each observation says, without where it was printed and how."""
    return Counter(
        (
            f.table,
            f.fiscal_year,
            f.phase,
            f.flow,
            f.function_code,
            f.economic_code,
            f.line,
            f.fund,
            f.category,
            f.amount,
        )
        for f in facts
    )


def wrong(facts: Iterable[Fact], truth: Counter[object]) -> int:
    return sum((tally(facts) - truth).values())


if __name__ == "__main__":
    main()
