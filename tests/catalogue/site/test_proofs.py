"""What a cell's page lists is what proved the figure: no proven amount without its equations, and each sum is right."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

from starlette.testclient import TestClient
from yusuan.catalogue.site.proofs import proofs


def test_every_proven_amount_lists_at_least_as_many_equations_as_it_says(example_build: Path) -> None:
    for package in sorted((example_build / "packages").iterdir()):
        with (package / "data" / "observations.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            holding = [p for p in proofs(package, "", row["observation_id"]) if p.holds]
            assert len(holding) >= int(row["confirmations"]), row["observation_id"]


def test_the_terms_that_are_listed_add_up(example_build: Path) -> None:
    package = example_build / "packages" / "420100-157003-2024-budget"
    with (package / "data" / "observations.csv").open(encoding="utf-8", newline="") as lines:
        ids = [row["observation_id"] for row in csv.DictReader(lines)]
    listed = [p for key in ids for p in proofs(package, "", key)]
    assert len(listed) > 1000
    for proof in listed:
        total = sum((-p.amount if p.sign == "−" else p.amount for p in proof.parts), Decimal(0))
        off = abs(total - proof.total.amount)
        assert off <= 200 if proof.holds else off > 0  # half a digit of 万元 for each term
        assert proof.relation == ("≠" if not proof.holds else "≈" if off else "=")


def test_what_holds_only_by_rounding_is_not_shown_as_equal(site: TestClient, example_build: Path) -> None:
    package = example_build / "packages" / "310107-dbcb79faf-2024-final"  # its tables in yuan, its text in 万元
    with (package / "data" / "observations.csv").open(encoding="utf-8", newline="") as lines:
        ids = [row["observation_id"] for row in csv.DictReader(lines)]
    rounded = next(key for key in ids if any(p.relation == "≈" for p in proofs(package, "", key)[:12]))
    assert re.search(r"</(?:a|b)> ≈ .*按印出的位数四舍五入后相等", site.get(f"/where/{rounded}").text)


def test_a_cell_shows_its_equations_with_links_to_their_terms(site: TestClient) -> None:
    rows = site.get(
        "/api/observations", params={"function_code": "2010350", "table": "expenditure-summary", "unit_code": "157003"}
    ).json()["observations"]
    page = site.get(f"/where/{rows[0]['observation_id']}").text
    assert 'class="proofs"' in page
    assert "<b>852.53</b>" in page
