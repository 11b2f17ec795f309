"""Web page: headings, paragraphs and tables with spans, as a content management system writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from .content import Block, Caption, Grid, Line

_TAGS = {"title": "h1", "part": "h2", "heading": "h3", "number": 'p style="text-align:right"', "text": "p"}


def write(blocks: Sequence[Block], path: Path) -> None:
    """Write ``blocks`` as an UTF-8 page."""
    title = next((b.text for b in blocks if isinstance(b, Line)), "")
    head = f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    body = "\n".join(part for block in blocks for part in _parts(block))
    path.write_text(f"{head}\n<body>\n{body}\n</body>\n</html>\n", "utf-8")


def _parts(block: Block) -> Iterator[str]:
    if isinstance(block, Grid):
        yield '<table border="1">'
        for number in range(block.rows):
            yield "<tr>" + "".join(_cells(block, number)) + "</tr>"
        yield "</table>"
    elif isinstance(block, Caption):
        if block.left:
            yield f"<p>{escape(block.left)}</p>"
        yield f'<p style="text-align:right">{escape(block.right)}</p>'
    else:
        tag = _TAGS[block.kind]
        yield f"<{tag}>{escape(block.text)}</{tag.split()[0]}>"


def _cells(grid: Grid, number: int) -> Iterator[str]:
    for cell in grid.cells:
        if cell.row == number:
            spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (
                cell.colspan > 1
            )
            yield f"<td{spans}>{escape(cell.text)}</td>"
