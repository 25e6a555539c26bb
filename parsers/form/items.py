"""What a form is made of, as its stream is read: lines, tables, labels, and the ends of answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.document import Block, Cell, Mark, Paragraph, Place, Span, Table
from parsers.form.labels import Match, is_numbered

_CELL_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\s?[.)]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its marks; `strong` where it is a heading or wholly bold or underlined."""

    spans: tuple[Span, ...]
    place: Place
    strong: bool = False
    list_item: bool = False
    continues: bool = False
    in_cell: bool = False
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def italic(self) -> bool:
        return bool(self.spans) and all(Mark.ITALIC in s.marks for s in self.spans if s.text.strip())

    @property
    def unfilled(self) -> str:
        """The text before the first thing that was entered into a control."""
        text = ""
        for span in self.spans:
            if Mark.FILLED in span.marks:
                break
            text += span.text
        return text

    def after(self, start: int) -> Line:
        """The rest of the line from a place in its text on."""
        kept, at = [], 0
        for span in self.spans:
            text = span.text[max(0, start - at) :]
            if text:
                kept.append(Span(text, span.marks))
            at += len(span.text)
        return Line(tuple(kept), self.place, self.strong, self.list_item, in_cell=self.in_cell)

    def before(self, end: int) -> Line:
        """The line up to a place in its text."""
        kept, at = [], 0
        for span in self.spans:
            text = span.text[: max(0, end - at)]
            if text:
                kept.append(Span(text, span.marks))
            at += len(span.text)
        return replace(self, spans=tuple(kept))


@dataclass(frozen=True, slots=True)
class Style:
    """How a label is set; in one form all labels are mostly set alike."""

    cell: bool
    whole: bool
    strong: bool
    numbered: bool
    colon: bool
    list_item: bool

    def likeness(self, other: Style) -> int:
        return sum(getattr(self, name) == getattr(other, name) for name in Style.__slots__)


@dataclass(frozen=True, slots=True)
class Label:
    """A field's label, or what looks like one.

    `lines` are its own, `rest` what follows it in its line or cell; `sentence` where a verb joins it to that; `table` tells
    which table (by its id) it stands in as a cell, and is 0 outside of tables.
    """

    match: Match
    style: Style
    lines: tuple[Line, ...]
    rest: tuple[Line, ...] = ()
    sentence: bool = False
    table: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something set as a label that is none of the form's: what follows answers no field, unless its words tell which."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class End:
    """The end of an answer: a section's heading, a signature line; `of_table` where only a table goes on with it."""

    of_table: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A table that is headed as a team table."""

    table: Table


@dataclass(frozen=True, slots=True)
class Rows:
    """A table, or rows of one, inside an answer."""

    table: Table


Item = Line | Label | Unknown | End | Team | Rows


def lines_of(block: Paragraph, *, in_cell: bool = False) -> list[Line]:
    """The lines of a paragraph, which a line break parts."""
    pieces: list[list[Span]] = [[]]
    for span in block.spans:
        for index, text in enumerate(span.text.split("\n")):
            if index:
                pieces.append([])
            if text:
                pieces[-1].append(Span(text, span.marks))
    return [
        Line(
            tuple(spans),
            block.place,
            _is_strong(spans, block),
            block.list_item,
            block.continues and not index,
            in_cell,
            "" if index else block.number,
        )
        for index, spans in enumerate(pieces)
    ]


def _is_strong(spans: list[Span], block: Paragraph) -> bool:
    written = [span for span in spans if span.text.strip(" :.*\t")]
    return bool(written) and (block.heading or all(span.marks & {Mark.BOLD, Mark.UNDERLINE} for span in written))


def style_of(line: Line, *, whole: bool, cell: bool = False) -> Style:
    """How a label is set that is the whole line, or its beginning."""
    text = line.text.strip()
    colon = ":" in text[-2:] or (not whole and ":" in text)
    return Style(cell, whole, line.strong, bool(line.number) or is_numbered(text), colon, line.list_item)


def unnumbered(cell: Cell) -> Cell:
    """The cell with its text in paragraphs where a page shows the number before it in a column of its own."""
    return replace(cell, blocks=tuple(_unnumbered(block) for block in cell.blocks))


def _unnumbered(block: Block) -> Block:
    if isinstance(block, Paragraph) or len(block.rows) != 1 or len(block.rows[0]) != 2:
        return block
    number, text = (" ".join(cell.text.split()) for cell in block.rows[0])
    told = _CELL_NUMBER.match(number)
    if told is None or not text:
        return block
    spans = next((b.spans for b in block.rows[0][1].blocks if isinstance(b, Paragraph)), (Span(text),))
    # A line that goes on below the number was taken to the number's column.
    return Paragraph(
        (Span(f"{text} {number[told.end() :]}".strip(), spans[0].marks),), block.place, number=told[0].strip()
    )


def cell_lines(blocks: tuple[Block, ...]) -> list[Line]:
    """The lines of a cell's paragraphs; tables in it are left out."""
    return [line for block in blocks if isinstance(block, Paragraph) for line in lines_of(block, in_cell=True)]
