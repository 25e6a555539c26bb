"""A letter as lines in reading order, each with its place, and joined to running text where sentences go over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from parsers.document import Block, Document, Origin, Paragraph, Place
from parsers.letter.quotes import is_left_open, opening_at
from parsers.text import clean
from parsers.words.positions import names_signing_position

_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)](?!\d)|[-–—•·*▪●◦‣►■§o](?=\s)|[-–—•·▪●◦‣►■](?=\w)|[a-h]\))\s*")
_LABEL = re.compile(
    r"(?:kontakt|projekt|komand|dal[iī]bniek|contact|project|team|title|approv|sign|parakst|apstiprin|datum|date|sagatav|izpild|t[aā]lr|e-?past|prepared|pielikum)"
    r"\w*(?:\s\w+){0,4}:",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.:;!?][”\"»')]*$")
_ABBREVIATION = re.compile(r"\b(?:dr|prof|doc|sc|ing|mg|asoc|nr|no|g|st|med|phil|p|v)\.$", re.IGNORECASE)
_SHORTEST_FULL = 40
_SIGNATURE_WORDS = 8
_LONGEST_LINE = 5000
_LONGEST_PASSAGE = 3000
_LONGEST_QUOTATION = 400
# A line is full where the next word would not have fitted; lines of one paragraph differ in width.
_FULL = 0.85


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
    return tuple(_lines(document.blocks, count()))


def _lines(
    blocks: Sequence[Block], rows: Iterator[int], row: int | None = None, cell: int | None = None
) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for number, whole in enumerate(clean(block.text).split("\n")):
                text = whole[:_LONGEST_LINE]
                if text.strip():
                    listed = (block.list_item and number == 0) or bool(_LIST_MARK.match(text))
                    yield Line(
                        text.strip(), block.place, block.heading, listed, row, cell, block.continues and number == 0
                    )
        else:
            if row is None:
                next(rows)  # of two tables the rows are no neighbours
            for cells in block.rows:
                number = next(rows) if row is None else row
                for inner in cells:
                    yield from _lines(inner.blocks, rows, number, inner.column if row is None else cell)


def passages_of(lines: Sequence[Line], origin: Origin = Origin.TEXT) -> tuple[Passage, ...]:
    """The lines joined to passages: a line goes on with the one before it where that had no end and was full."""
    lengths = sorted((len(line.text) for line in lines if line.row is None), reverse=True) or [0]
    # OCR may read two blocks that stand side by side as one long line.
    width = lengths[min(2, len(lengths) - 1)] if origin is Origin.OCR else lengths[0]
    passages: list[Passage] = []
    for number, line in enumerate(lines):
        if passages and _goes_on(passages[-1].text, lines[number - 1], line, width):
            before = passages[-1]
            passages[-1] = replace(before, text=_joined(before.text, line.text), last=number)
        else:
            text = _LIST_MARK.sub("", line.text) if line.listed else line.text
            passages.append(Passage(text, number, number, line.listed, line.row, line.cell, line.heading))
    return tuple(passages)


def _goes_on(so_far: str, before: Line, line: Line, width: int) -> bool:
    """Whether `line` goes on with the sentence of the line before it, where the reader of the format has not said so."""
    if line.listed or (before.row, before.cell) != (line.row, line.cell) or len(so_far) > _LONGEST_PASSAGE:
        return False
    if line.continues:
        return True
    first_word = line.text.split(maxsplit=1)[0]
    full = len(before.text) >= _SHORTEST_FULL and len(before.text) + 1 + len(first_word) > _FULL * width
    if before.heading != line.heading or not full or before.text.isupper():
        return False
    if is_left_open(so_far[-_LONGEST_QUOTATION:]) or (before.text.endswith(":") and opening_at(line.text, 0)):
        return True
    if _LABEL.match(line.text) or (_ENDED.search(before.text) and not _ABBREVIATION.search(before.text)):
        return False
    if (
        re.search(r"[”\"»')]$", before.text)
        and names_signing_position(line.text)
        and len(line.text.split()) <= _SIGNATURE_WORDS
    ):
        return False
    return line.text[:1].islower() or bool(re.search(r"[\w,(„“.-]$", before.text))


def _joined(before: str, line: str) -> str:
    if re.search(r"[^\W\d_]{2}-$", before[-3:]) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"
