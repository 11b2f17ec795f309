"""Checks many generated disclosures one after the other: time for each, memory, and what was planted in some of them.

The documents are those of ``bench/synthetic.py``: units that do not exist, amounts that add up, one amount raised in a
share of them. Each is read, proven and inspected as ``yusuan check`` does it, in one process, which must need no more
time for the last than for the first and no more memory. Prints tables in Markdown; times are CPU seconds.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import arguments
from synthetic import write_documents
from yusuan.converters.sources import Source
from yusuan.document import understand

GROUPS = ("within-table", "between-tables")


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("--documents", type=int, default=1000, help="how many are generated")
    parser.add_argument("--formats", default="txt,xlsx,pdf", help="kinds of file, in turn")
    parser.add_argument("--planted", type=float, default=0.1, help="the share with a raised amount")
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        formats = given.formats.split(",")
        planted = write_documents(Path(folder), given.documents, formats, given.planted, given.seed, jobs=2)
        wrong = {Path(p.document).name for p in planted}
        paths = sorted(p for p in Path(folder).rglob("*") if p.is_file() and p.suffix[1:] in formats)
        print(
            "| documents checked | CPU s | per document | slowest of these | peak memory, MB |\n"
            "|---:|---:|---:|---:|---:|"
        )
        steps = {len(paths) * k // 4 for k in (1, 2, 3, 4)}
        spent: list[float] = []
        failed: list[tuple[str, bool, int]] = []
        before = 0
        for number, path in enumerate(paths, 1):
            started = time.process_time()
            conversion = understand(Source(path))
            spent.append(time.process_time() - started)
            sums = sum(c.outcome == "failed" and c.group in GROUPS for c in conversion.checks)
            failed.append((path.name.partition("-")[2], path.name in wrong, sums))
            if number in steps:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                part = spent[before:]
                print(
                    f"| {number} | {sum(spent):.1f} | {sum(part) / len(part):.3f} | {max(part):.2f} | {peak:.0f} |",
                    flush=True,
                )
                before = number
        print_failures(failed)


def print_failures(failed: list[tuple[str, bool, int]]) -> None:
    """How many documents fail more sums than most others made from the same example, which has mistakes of its own."""
    usual = {name: Counter(n for other, _, n in failed if other == name).most_common(1)[0][0] for name, _, _ in failed}
    print("\n| documents | more sums fail than in its example | as many | fewer |\n|---|---:|---:|---:|")
    for told, is_planted in (("one amount raised", True), ("as generated", False)):
        off = [n - usual[name] for name, planted, n in failed if planted == is_planted]
        print(f"| {told} | {sum(d > 0 for d in off)} | {off.count(0)} | {sum(d < 0 for d in off)} |")


if __name__ == "__main__":
    main()
