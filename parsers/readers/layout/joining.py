"""What a page break cut: tables, rows and sentences put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Block, Cell, Paragraph, Table
from parsers.text import fold

# Edges of columns this near, in fractions of the page's width, are the same edge.
_SAME_EDGE = 0.012
_SHIFTED = 0.04  # by how much a scanned page may lie farther left or right than the one before it
_REST_OF_HINT = re.compile(r"[^()]{5,}\)")
_SENTENCE_END = re.compile(r"[.!?:;…][”\"»’)]*$")


def join_pages(pages: Sequence[Sequence[Block]]) -> tuple[Block, ...]:
    """The blocks of all pages; a table that goes on over a page break is one table."""
    blocks: list[Block] = []
    for page in pages:
        rest = list(page)
        if blocks and rest:
            last, first = blocks[-1], rest[0]
            if isinstance(last, Table) and isinstance(first, Table) and _same_columns(last, first):
                blocks[-1] = _joined(last, first)
                rest = rest[1:]
            elif isinstance(last, Paragraph) and isinstance(first, Paragraph):
                rest[0] = replace(first, continues=first.continues or _goes_on(last, first))
        blocks.extend(rest)
    return tuple(blocks)


def _goes_on(last: Paragraph, first: Paragraph) -> bool:
    if last.heading or first.heading or first.list_item or not last.text or not first.text:
        return False
    return not _SENTENCE_END.search(last.text) and not first.text[0].isupper() and first.text[0] not in "☐☒"


def _edges(row: Sequence[Cell]) -> list[float]:
    return [cell.place.box.left for cell in row if cell.place.box is not None]


def _same_columns(last: Table, first: Table) -> bool:
    """Whether the row before the break and the row after it have their cells at the same places."""
    above, below = _edges(last.rows[-1]), _edges(first.rows[0])
    if not above or len(above) != len(below) or abs(above[0] - below[0]) > _SHIFTED:
        return False
    shift = above[0] - below[0]
    return all(abs(a - b - shift) <= _SAME_EDGE for a, b in zip(above, below, strict=True))


def _joined(last: Table, first: Table) -> Table:
    columns = {round(cell.place.box.left, 2): cell.column for row in last.rows for cell in row if cell.place.box}
    rows = list(first.rows)
    while rows and len(rows) > 1 and _text(rows[0]) == _text(last.rows[0]) != "":
        rows = rows[1:]
    above = list(last.rows)
    if rows and _is_cut(above[-1], rows[0]):
        above[-1] = _mended(above[-1], rows[0])
        rows = rows[1:]
    offset = 1 + max(cell.row for row in above for cell in row)
    base = rows[0][0].row if rows else 0
    moved = [
        tuple(replace(cell, row=cell.row - base + offset, column=_column(cell, columns)) for cell in row)
        for row in rows
    ]
    return Table((*above, *moved), last.place)


def _column(cell: Cell, columns: dict[float, int]) -> int:
    if cell.place.box is None or not columns:
        return cell.column
    left = cell.place.box.left
    return columns[min(columns, key=lambda edge: abs(edge - left))]


def _text(row: Sequence[Cell]) -> str:
    return " | ".join(fold(cell.text) for cell in row)


def _is_cut(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether `below` is the rest of the row `above`: its first cell is empty or goes on, and not many others are filled."""
    if len(below) == len(above) == 2 and _label_goes_on(above[0].text.strip(), below[0].text.strip(), below[1].text):
        return True
    empty = [not cell.text.strip() for cell in below]
    if not empty[0] or all(empty) or len(below) != len(above):
        return False
    return len(below) == 2 or sum(empty) * 2 >= len(below)


def _label_goes_on(above: str, below: str, answer: str) -> bool:
    """Whether a label is cut: between its two languages or inside the second, before its hint or inside it."""
    if above.endswith("/") or below.startswith("(") or _REST_OF_HINT.fullmatch(below):
        return True
    return "/" in above and "/" not in below and below[:1].islower() and not answer.strip()


def _mended(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(replace(a, blocks=_together(a.blocks, b.blocks)) for a, b in zip(above, below, strict=True))


def _together(above: tuple[Block, ...], below: tuple[Block, ...]) -> tuple[Block, ...]:
    if above and below and isinstance(above[-1], Paragraph) and isinstance(below[0], Paragraph):
        first = below[0]
        return (*above, replace(first, continues=first.continues or _goes_on(above[-1], first)), *below[1:])
    return (*above, *below)
