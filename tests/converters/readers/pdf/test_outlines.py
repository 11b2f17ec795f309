"""Amounts that are drawn as shapes are no text: what is missing is told."""

from __future__ import annotations

import pytest

XS, YS = [50, 200, 300], [100, 120, 140, 160, 180]
NAMES = ["科目名称", "教育支出", "卫生健康支出", "合计"]


def shape(sheet, x, y):
    """A glyph of a triangle, which any program might draw."""
    path = sheet.canvas.beginPath()
    path.moveTo(x, sheet.height - y)
    path.lineTo(x + 5, sheet.height - y)
    path.lineTo(x + 2, sheet.height - y + 7)
    path.close()
    sheet.canvas.drawPath(path, stroke=0, fill=1)


@pytest.mark.parametrize("told", [True, False], ids=["amounts are drawn", "a sign beside each amount"])
def test_cells_whose_text_is_drawn_are_told(pdf, blocks, told):
    def page(sheet):
        sheet.grid(XS, YS, [[name, "" if told else "1,234.56"] for name in NAMES])
        for y in YS[1:]:
            for k in range(4):
                shape(sheet, 210 + 6 * k, y - 4)

    said = [text for text in blocks(pdf(page))[0] if "画成了图形" in text]
    assert len(said) == told and all("4格" in text for text in said)
