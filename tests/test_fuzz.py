"""Damaged documents, by number: refused in a line or converted, and nothing proven that the whole document has not.

``YUSUAN_FUZZ`` is how many cases are tried; ``bench/fuzz.py`` does the same for an hour and more kinds of files.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
sys.path.insert(0, str(REPO / "bench"))

import fuzz  # noqa: E402  (found by the line above)

CASES = int(os.environ.get("YUSUAN_FUZZ", "5"))
KINDS = (".txt", ".xlsx", ".docx", ".html")


def test_damage_is_the_same_each_time_and_never_none() -> None:
    for kind in KINDS:
        path = REPO / "examples" / "wuhan-2024" / f"disclosure{kind}"
        one, other = (fuzz.damaged(path.read_bytes(), kind, fuzz.random.Random("1/1")) for _ in range(2))
        assert one == other


@pytest.mark.parametrize("kind", KINDS[: max(1, CASES)])
def test_a_damaged_document_is_refused_or_proves_nothing_new(kind: str, tmp_path: Path) -> None:
    known = fuzz.undamaged([REPO / "examples" / "wuhan-2024" / f"disclosure{kind}"])
    cases = list(fuzz.run(known, first=0, cases=-(-CASES // len(KINDS)), seed=1, keep=tmp_path))
    assert cases
    assert not [f"{c.number} {c.damage}: {c.outcome} {c.wrong}" for c in cases if c.wrong]


def test_a_proven_amount_that_is_new_is_told() -> None:

    from yusuan.converters.sources import Source
    from yusuan.document import understand

    conversion = understand(Source(REPO / "examples" / "wuhan-2024" / "disclosure.txt"))
    proven = max(f.amount for f in conversion.facts if f.confirmations)
    others = frozenset(f.amount for f in conversion.facts) - {proven}
    assert any(str(proven) in told for told in fuzz._unknown(conversion, others))
    shifted = frozenset(amount.scaleb(-4) for amount in fuzz.amounts_of(conversion))
    assert not list(fuzz._unknown(conversion, shifted)), "all in another unit is what the document then says"


def test_the_rounding_of_many_zeros_does_not_prove_a_misread_one(tmp_path: Path) -> None:
    from yusuan.converters.sources import Source
    from yusuan.document import understand

    whole = (REPO / "examples" / "wuhan-2024" / "disclosure.html").read_text("utf-8")
    row = "<td>物业管理费</td><td>2.75</td><td>0.00</td><td>2.75</td>"
    assert whole.count(row) == 1
    (tmp_path / "disclosure.html").write_text(whole.replace(row, row.replace("0.00", "0.06")), "utf-8")
    facts = understand(Source(tmp_path / "disclosure.html")).facts
    assert [f.confirmations for f in facts if f.label == "物业管理费" and f.amount == 600] in ([], [0])
