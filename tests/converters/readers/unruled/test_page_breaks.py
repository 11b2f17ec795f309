"""Tables without rules over a page break: headings printed again, numbers and signs that end on the next page."""

from __future__ import annotations

from collections.abc import Sequence

from yusuan.converters.forms.cut_rows import cut_rows_joined
from yusuan.converters.forms.doubts import cut_row
from yusuan.converters.readers.unruled.heading import Columns, Heading
from yusuan.converters.readers.unruled.page_breaks import Layout, begun, signs_of
from yusuan.converters.readers.unruled.pieces import Piece
from yusuan.converters.table import CUT_ROW, REST_OF_ROW, Cell, Table
from yusuan.datapackage.model import Origin

INTERVALS = ((0.0, 40.0), (100.0, 140.0), (200.0, 240.0))


def line(y: float, *texts: str) -> tuple[Piece, ...]:
    """Texts at the left of their columns, none where a text is empty."""
    return tuple(Piece(t, 100.0 * k, 100.0 * k + 30, y, 9.0) for k, t in enumerate(texts) if t)


def layout(**more: dict[int, str]) -> Layout:
    head = line(10.0, "名称", "合计", "基本")
    named = Columns(list(INTERVALS), [Heading([piece]) for piece in head])
    return Layout(INTERVALS, (head, line(22.0, "", "", "支出")), named, **more)


def test_headings_again_may_lack_what_was_cut_off_their_end() -> None:
    whole = [line(50.0, "名称", "合计", "基本"), line(62.0, "", "", "支出"), line(80.0, "教育", "5.00", "5.00")]
    for block, count in ((whole, 2), ([whole[0], whole[2]], 1)):
        columns, lines = layout().again(block) or (None, 0)
        assert lines == count
        assert columns is not None
        assert [leaf.first for leaf in columns.leaves if leaf] == [50.0] * 3


def test_other_headings_are_not_the_same_again() -> None:
    other = [line(50.0, "名称", "合计", "项目"), line(80.0, "教育", "5.00", "5.00")]
    deeper = [line(50.0, "名称", "合计", "基本"), line(62.0, "", "人员", "公用"), line(80.0, "教育", "5.00", "5.00")]
    assert layout().again(other) is None
    assert layout().again(deeper) is None


def test_the_lines_that_complete_all_numbers_are_the_rest_of_a_row() -> None:
    cut = layout(begun={1: "47,00", 2: "7."})
    body = [line(10.0, "公积", "5.8", "50"), line(22.0, "金", "7"), line(40.0, "合计", "1.00", "1.00")]
    assert cut.rest_of(body) == 2
    assert cut.rest_of([line(10.0, "", "5.", "50")]) == 0
    assert layout().rest_of(body) == 0


def test_numbers_are_begun_where_some_surely_go_on() -> None:
    def row(*texts: str) -> dict[int, list[Piece]]:
        return {k: [piece] for k, piece in enumerate(line(10.0, *texts))}

    assert begun([row("教育", "1,005.00", "2.50"), row("住房", "47,00", "7.")]) == {1: "47,00", 2: "7."}
    assert begun([row("教育", "1,005.00", "2.50"), row("人数", "12", "7")]) == {}


def test_a_dash_alone_on_its_line_is_the_sign_of_the_number_below() -> None:
    def placed(*lines: Sequence[Piece]) -> list[tuple[int, Piece]]:
        return [(round(p.x0 / 100), p) for own in lines for p in own]

    assert signs_of(placed(line(10.0, "", "-"), line(21.0, "教育", "5.00", "6.00")), 0.0) == {0}
    assert signs_of(placed(line(10.0, "住房", "-", "1.00"), line(21.0, "教育", "5.00", "6.00")), 0.0) == set()
    assert signs_of(placed(line(10.0, "住房", "-", "1.00"), line(21.0, "", "5,000.")), 11.0) == {1}
    assert signs_of(placed(line(10.0, "住房", "-", "1.00"), line(21.8, "", "5,000.")), 11.0) is None


def _grid(page: int, note: str, *texts: str) -> Table:
    first = tuple(Cell(t, Origin("pdf", page=page)) for t in ("教育", "1.00", "2.00"))
    row = tuple(Cell(t, Origin("pdf", page=page, note=f"column by position; {note}")) for t in texts)
    return Table((first, row) if note == CUT_ROW else (row, first), Origin("pdf", page=page))


def test_a_cut_row_takes_its_rest_or_is_no_row() -> None:
    above, below = _grid(1, CUT_ROW, "住房", "47,00", "-"), _grid(2, REST_OF_ROW, "公积金", "5.87", "1.50")
    joined, lost = cut_rows_joined([above, below], lambda _: False)
    assert [c.text for c in joined[0].rows[-1]] == ["住房公积金", "47,005.87", "-1.50"]
    assert [len(table.rows) for table in joined] == [2, 1]
    assert not lost
    alone, lost = cut_rows_joined([above, _grid(2, REST_OF_ROW, "公积金", "5.8", "1.50")], lambda _: False)
    assert [len(table.rows) for table in alone] == [1, 1]
    assert [cut_row(row).found for row in lost] == ["住房 | 47,00 | -", "公积金 | 5.8 | 1.50"]
