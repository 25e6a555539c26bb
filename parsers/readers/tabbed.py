"""Tables that people make without one: paragraphs one below the other whose parts are held apart by tabs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parsers.document import Block, Cell, Paragraph, Place, Span, Table
from parsers.readers.places import Places
from parsers.readers.spans import paragraph

_FEWEST_CELLS = 3
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Tabbed:
    """A paragraph that may be a row: its parts between tabs."""

    paragraph: Paragraph
    cells: tuple[tuple[Span, ...], ...]


def mark(found: Paragraph, cells: tuple[tuple[Span, ...], ...]) -> Paragraph | Tabbed:
    """A paragraph, as a row that it may be where tabs part it into enough cells."""
    return Tabbed(found, cells) if len(cells) >= _FEWEST_CELLS else found


def tables(blocks: Iterable[Block | Tabbed], places: Places) -> Iterator[Block]:
    """The blocks, with rows of as many cells that follow each other as tables; a row that stands alone is a paragraph."""
    rows: list[Tabbed] = []
    for block in blocks:
        if rows and not (isinstance(block, Tabbed) and len(block.cells) == len(rows[0].cells)):
            yield from _joined(rows, places)
            rows = []
        if isinstance(block, Tabbed):
            rows.append(block)
        else:
            yield block
    yield from _joined(rows, places)


def _joined(rows: Sequence[Tabbed], places: Places) -> Iterator[Block]:
    if len(rows) < _FEWEST_ROWS:
        yield from (row.paragraph for row in rows)
        return
    where = places.next("table")
    yield Table(tuple(_row(row, index, where) for index, row in enumerate(rows)), Place(path=where))


def _row(row: Tabbed, index: int, where: str) -> tuple[Cell, ...]:
    places = [Place(path=f"{where}, row {index + 1}, cell {number}") for number in range(1, len(row.cells) + 1)]
    return tuple(
        Cell((paragraph(spans, place),), index, column, place=place)
        for column, (spans, place) in enumerate(zip(row.cells, places, strict=True))
    )
