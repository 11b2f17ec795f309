"""Time and memory of the proof: one document, and many of them, which must be linear and flat.

Each real document and example is converted once; then its proof is timed alone, and a thousand proofs are done one
after the other. Prints tables in Markdown; times are CPU seconds of this process.
"""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path

import arguments
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import ConversionError
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

REPO = Path(__file__).resolve().parents[1]
RUNS = 5


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("--documents", type=int, default=1000, help="proofs done one after the other")
    count: int = parser.parse_args().documents
    conversions = _conversions()
    print(f"| document | amounts | sums | proof, CPU s (median of {RUNS}) |\n|---|---:|---:|---:|")
    for name, conversion in conversions.items():
        proven = prove(conversion)
        spent = statistics.median(_seconds(conversion) for _ in range(RUNS))
        sums = sum(c.outcome in ("passed", "failed") for c in proven.checks)
        print(f"| {name} | {len(conversion.facts)} | {sums} | {spent:.3f} |")
    print("\n| documents proven | CPU s | per document | peak memory, MB |\n|---:|---:|---:|---:|")
    done, spent, every = 0, 0.0, list(conversions.values())
    for step in (count // 10, count // 4, count // 2, count):
        while done < step:
            spent += _seconds(every[done % len(every)])
            done += 1
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {done} | {spent:.1f} | {spent / done:.3f} | {peak:.0f} |")


def _conversions() -> dict[str, Conversion]:
    folders = [REPO / "examples", REPO.parent / "shared" / "disclosures"]
    found: dict[str, Conversion] = {}
    for path in (p for folder in folders for p in sorted(folder.glob("*/*")) if p.suffix in (".pdf", ".txt", ".doc")):
        try:
            found[path.parent.name] = convert(path)
        except ConversionError:
            continue
    return found


def _seconds(conversion: Conversion) -> float:
    started = time.process_time()
    prove(conversion)
    return time.process_time() - started


if __name__ == "__main__":
    main()
