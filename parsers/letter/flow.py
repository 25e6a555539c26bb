"""A letter as lines in reading order, each with its place, and joined to running text where sentences go over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.document import Block, Document, Paragraph, Place
from parsers.text import clean

_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)](?!\d)|[-–—•·*▪●◦‣►■§o](?=\s)|[-–—•·▪●◦‣►■](?=\w)|[a-h]\))\s*")
_LONG_LINE = 45


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a letter; `row` numbers the table row it stands in (None outside tables), `cell` the cell in it."""

    text: str
    place: Place
    heading: bool = False
    listed: bool = False
    row: int | None = None
    cell: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that make one paragraph, list item or table cell; `text` is in one line, `first` and `last` number the lines."""

    text: str
    first: int
    last: int
    listed: bool = False
    row: int | None = None
    cell: int | None = None
    heading: bool = False


def lines_of(document: Document) -> tuple[Line, ...]:
    """The lines of a document, empty ones left out."""
    rows = iter(range(1_000_000))
    return tuple(_lines(document.blocks, rows))


def _lines(
    blocks: Sequence[Block], rows: Iterator[int], row: int | None = None, cell: int | None = None
) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for number, text in enumerate(clean(block.text).split("\n")):
                if text.strip():
                    listed = (block.list_item and number == 0) or bool(_LIST_MARK.match(text))
                    yield Line(
                        text.strip(), block.place, block.heading, listed, row, cell, block.continues and number == 0
                    )
        else:
            for cells in block.rows:
                number = next(rows)
                for inner in cells:
                    place_in = row is None
                    yield from _lines(
                        inner.blocks, rows, number if place_in else row, inner.column if place_in else cell
                    )


def passages_of(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """The lines joined to passages: a line goes on with the one before it where that had no end and was full."""
    passages: list[Passage] = []
    for number, line in enumerate(lines):
        if passages and _goes_on(lines[number - 1], line):
            before = passages[-1]
            passages[-1] = Passage(
                _joined(before.text, line.text),
                before.first,
                number,
                before.listed,
                before.row,
                before.cell,
                before.heading,
            )
        else:
            text = _LIST_MARK.sub("", line.text) if line.listed else line.text
            passages.append(Passage(text, number, number, line.listed, line.row, line.cell, line.heading))
    return tuple(passages)


def _goes_on(before: Line, line: Line) -> bool:
    if line.listed or (before.row, before.cell) != (line.row, line.cell):
        return False
    if line.continues:
        return True
    if before.heading != line.heading or re.search(r"[.:;!?]$", before.text):
        return False
    return len(before.text) >= _LONG_LINE and before.place.page == line.place.page and not before.text.isupper()


def _joined(before: str, line: str) -> str:
    if re.search(r"[^\W\d_]{2}-$", before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"
