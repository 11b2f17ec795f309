"""Areas and lengths are as the amounts, and no label covers another."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yusuan.catalogue.site.layout import Box, Flow, columns, fitted, ribbons, spread, text_width, treemap

AMOUNTS = st.lists(st.decimals("0.01", "99999999.99", places=2), min_size=1, max_size=25)
WHOLE = Box(0, 0, 720, 300)


@given(AMOUNTS)
@settings(deadline=None, max_examples=120)
def test_the_tiles_of_a_tree_map_are_the_whole_and_each_is_as_its_amount(amounts: list[Decimal]) -> None:
    amounts = sorted(amounts, reverse=True)
    boxes = treemap(amounts, WHOLE)
    assert sum(b.area for b in boxes) == pytest.approx(WHOLE.area, rel=1e-9)
    for amount, box in zip(amounts, boxes, strict=True):
        assert box.area / WHOLE.area == pytest.approx(float(amount / sum(amounts)), rel=1e-6)


@given(AMOUNTS)
@settings(deadline=None, max_examples=60)
def test_no_tile_lies_on_another_or_outside(amounts: list[Decimal]) -> None:
    boxes = treemap(sorted(amounts, reverse=True), WHOLE)
    for box in boxes:
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= WHOLE.width + 1e-6
        assert box.y + box.height <= WHOLE.height + 1e-6
    for a, b in combinations(boxes, 2):
        wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        assert min(wide, high) <= 1e-6


def test_equal_amounts_make_tiles_that_are_nearly_square() -> None:
    for box in treemap([Decimal(1)] * 12, Box(0, 0, 400, 300)):
        assert 0.5 <= box.width / box.height <= 2


@given(AMOUNTS, AMOUNTS)
@settings(deadline=None, max_examples=60)
def test_nodes_of_all_columns_are_on_one_scale_and_apart(left: list[Decimal], right: list[Decimal]) -> None:
    amounts = [left, right]
    placed = columns(amounts, 600, 4)
    scales = {
        round(length / float(amount), 9)
        for column, of in zip(placed, amounts, strict=True)
        for (_, length), amount in zip(column, of, strict=True)
        if amount > 1
    }
    assert len(scales) <= 1 or max(scales) - min(scales) < 1e-6 * max(scales)
    for column in placed:
        for (top, length), (below, _) in pairwise(column):
            assert below - top - length == pytest.approx(4, abs=1e-6)


def test_the_ribbons_of_a_node_fill_it_without_gaps() -> None:
    amounts = [[Decimal(60), Decimal(40)], [Decimal(75), Decimal(25)]]
    flows = [[Flow(0, 0, Decimal(45)), Flow(0, 1, Decimal(15)), Flow(1, 0, Decimal(30)), Flow(1, 1, Decimal(10))]]
    placed = columns(amounts, 200, 10)
    found = ribbons(placed, amounts, flows)
    for side, (node_of, edge_of) in enumerate(
        ((lambda r: r.flow.source, lambda r: r.start), (lambda r: r.flow.target, lambda r: r.end))
    ):
        for node, (top, length) in enumerate(placed[side]):
            own = sorted((r for r in found if node_of(r) == node), key=edge_of)
            assert edge_of(own[0]) == pytest.approx(top)
            for a, b in pairwise(own):
                assert edge_of(b) == pytest.approx(edge_of(a) + a.thickness)
            assert sum(r.thickness for r in own) == pytest.approx(length)


@given(st.lists(st.floats(0, 400), min_size=1, max_size=20))
@settings(deadline=None)
def test_labels_stand_apart_in_order_and_within_the_picture(wanted: list[float]) -> None:
    places = spread(sorted(wanted), 18, 9, 391)
    assert all(b - a >= 18 - 1e-6 for a, b in pairwise(places))
    assert places[0] >= 9 - 1e-6
    assert places[-1] <= 391 + 1e-6 or len(wanted) * 18 > 382


def test_labels_that_have_room_stay_where_they_belong() -> None:
    assert spread([20, 100, 300], 18, 9, 391) == [20, 100, 300]


@given(st.text(alphabet="一般公共服务支出（类）A1 ", max_size=20), st.floats(10, 300))
def test_a_label_never_grows_beyond_its_room(text: str, room: float) -> None:
    cut = fitted(text, 13, room)
    assert text_width(cut, 13) <= room
    assert cut in (text, "") or cut.endswith("…")
