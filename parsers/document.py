"""What every reader yields and every extractor reads: a document as blocks in reading order.

A `Document` knows no format. A reader of a format (see `parsers.readers`) turns a file into blocks; `application_form` and
`delegation_letter` see only these. The conventions that hold in every document:

- text is clean (`parsers.text.clean`): NFC, no soft hyphens, no-break spaces are spaces; "\\n" is a line break;
- a tick box, however the format makes it, stands in the text as ``☐`` or ``☒`` where it stands on the page;
- what was entered into a form control (content control, form field, AcroForm widget) is a span marked `Mark.FILLED`;
  a control that still shows its placeholder is empty text;
- hidden and deleted text, footnotes, comments, running headers and footers, and page numbers are left out;
- a merged cell stands once, at its first place, with its spans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from parsers.signatures import Signature


@dataclass(frozen=True, slots=True)
class Box:
    """A region of a page, in fractions of the page's width and height, origin top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in its document.

    `page` counts from 1 and is None where the format has no pages; `box` is None where the format has no layout;
    `path` is an address a person can follow where there is neither ("table 2, row 3, cell 1", "paragraph 14").
    """

    page: int | None = None
    box: Box | None = None
    path: str = ""


class Mark(StrEnum):
    """How a span differs from the text around it."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    HIGHLIGHT = "highlight"
    STRIKE = "strike"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with the same marks."""

    text: str
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item or heading; in laid-out formats a visual line where paragraphs cannot be told.

    `heading` is true for a heading style or for text that is set larger or bolder than the body around it;
    `list_item` for an item of a list, whose marker is not part of the text; `number` is the marker that the format counts for
    it ("1.", "b)"), empty for bullets;
    `continues` where a laid-out line goes on with the sentence of the line before it.
    """

    spans: tuple[Span, ...]
    place: Place = Place()
    heading: bool = False
    list_item: bool = False
    continues: bool = False
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `row` and `column` count from 0 in the table's grid."""

    blocks: tuple[Block, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))


@dataclass(frozen=True, slots=True)
class Table:
    """A table, ruled or told by its columns; each row holds the cells that begin in it."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place = Place()


Block = Paragraph | Table


class Origin(StrEnum):
    """Where a document's text comes from."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read.

    `ink` is true where a scan shows a drawn signature; `signatures` are those in the file itself (PAdES);
    `partial` says what was left out because of a limit, and is empty where all was read. `letterhead` is what stands in the
    margins (header, then footer) of the first page, where the format keeps them apart from the text: a letter may have its
    institution, date and number only there. It is no part of `blocks` or `text`.
    """

    blocks: tuple[Block, ...]
    origin: Origin = Origin.TEXT
    pages: int | None = None
    ink: bool = False
    signatures: tuple[Signature, ...] = field(default=())
    partial: str = ""
    letterhead: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """All text, a paragraph a line, cells in reading order."""
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those in tables (and tables in cells) included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)
