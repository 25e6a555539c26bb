"""Shows blocks as short text, so that a test can say in one line what it expects."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.document import Block, Cell, Paragraph, Span, Table


def shown(blocks: Iterable[Block]) -> list[object]:
    """Paragraphs as text, tables as lists of rows of cells."""
    return [b.text if isinstance(b, Paragraph) else [[_cell(cell) for cell in row] for row in b.rows] for b in blocks]


def _cell(cell: Cell) -> object:
    """A cell's text, or its blocks where there is a table among them; with its row and column span where it has some."""
    nested = any(isinstance(block, Table) for block in cell.blocks)
    inside = shown(cell.blocks) if nested else cell.text
    return inside if cell.row_span == cell.column_span == 1 else (inside, cell.row_span, cell.column_span)


def marked(spans: Iterable[Span]) -> list[tuple[str, set[str]]]:
    """Spans as (text, names of marks)."""
    return [(span.text, {mark.value for mark in span.marks}) for span in spans]
