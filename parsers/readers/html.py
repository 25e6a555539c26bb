"""Reads HTML: a saved web page or form, or a mail's body. Nothing in it is fetched or run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bs4 import BeautifulSoup, Tag, UnusualUsageWarning
from bs4.element import NavigableString, PreformattedString

from parsers.charsets import decode
from parsers.document import Block, Cell, Document, Mark, Paragraph, Place, Table, paragraphs
from parsers.limits import MEGABYTE, Limits
from parsers.readers.budget import Budget
from parsers.readers.headings import LookCounter, UsualLook
from parsers.readers.html_looks import Look, control, is_list_marker, is_shown, look, style_of
from parsers.readers.numbering import letters, roman
from parsers.readers.places import Places
from parsers.readers.spans import SpanBuilder, paragraph

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "main",
     "menu", "nav", "p", "pre", "section", "summary", "caption", "tr", "td", "th"),
)  # fmt: skip
_LISTS = ("ul", "ol", "menu", "dir")
_LARGEST = 4 * MEGABYTE
_MOST_TAGS = 100_000
_DEEPEST = 100
_WIDEST_SPAN = 100
_FILLED = frozenset({Mark.FILLED})


def read(content: bytes, limits: Limits) -> Document:
    """The document in the bytes of an HTML file."""
    declared = _DECLARED.search(content[:4096])
    charset = (declared[1] or declared[2]).decode("ascii") if declared else None
    return from_html(decode(content, charset), limits)


def to_text(html: str) -> str:
    """The text that a reader of the page sees, a paragraph a line."""
    return from_html(html, Limits()).text


def from_html(html: str, limits: Limits) -> Document:
    """The document in the markup of a page."""
    budget = Budget(limits)
    read = _within_limits(html)
    if len(read) < len(html):
        budget.leave_out(f"markup after the first {len(read)} characters")
    with warnings.catch_warnings():
        # What is unusual for a page (XHTML, text that looks like an address) is nothing that a sender could mend.
        warnings.simplefilter("ignore", UnusualUsageWarning)
        soup = BeautifulSoup(read, "lxml")
    blocks = _Walk(budget, Places()).read(soup)
    return Document(tuple(_with_headings(blocks, _usual_look(blocks))), partial=budget.partial)


def _within_limits(html: str) -> str:
    """As much markup as is parsed in a few seconds; Beautiful Soup takes 60 microseconds and a kilobyte for a tag."""
    beyond = next(islice(re.finditer("<", html), _MOST_TAGS, None), None)
    end = len(html) if beyond is None else beyond.start()
    return html[: min(end, _LARGEST)]


class _Walk:
    """One walk through a page, or through a cell of one of its tables."""

    def __init__(self, budget: Budget, places: Places, depth: int = 0) -> None:
        self._budget = budget
        self._places = places
        self._depth = depth
        self._blocks: list[Block] = []
        self._builder = SpanBuilder()
        self._item: str | None = None
        self._counts: dict[int, int] = {}

    def read(self, element: Tag, around: Look = Look()) -> tuple[Block, ...]:  # noqa: B008  # it is frozen
        self._children(element, around)
        self._end_paragraph(around)
        return tuple(self._blocks)

    def _children(self, element: Tag, around: Look) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            # Whoever nests deeper than any page does still has the words read, without their looks.
            self._builder.add(element.get_text(" "), around.marks)
        else:
            for child in element.children:
                if isinstance(child, Tag):
                    self._element(child, around)
                elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                    self._text(str(child), around)
        self._depth -= 1

    def _text(self, text: str, around: Look) -> None:
        self._builder.add(text if around.preformatted else " ".join(re.split(r"[ \t\r\n\f]+", text)), around.marks)

    def _element(self, element: Tag, around: Look) -> None:
        style = style_of(element)
        if not is_shown(element, style):
            return
        entered = control(element)
        if entered is not None:
            self._builder.add(entered, around.marks | _FILLED)
            self._builder.add(" ")
        elif element.name == "br":
            self._builder.add("\n", around.marks)
        elif element.name == "table":
            self._end_paragraph(around)
            self._table(element, around)
        elif element.name == "li" or element.name in _LISTS:
            self._list(element, around, style)
        elif is_list_marker(style):
            marker = element.get_text().strip()
            self._item = marker if any(map(str.isalnum, marker)) and len(marker) > 1 else ""
        elif element.name in _BLOCKS:
            self._end_paragraph(around)
            inner = look(element, style, around, inline=False)
            self._children(element, inner)
            self._end_paragraph(inner)
        else:
            self._children(element, look(element, style, around, inline=element.name != "a"))

    def _list(self, element: Tag, around: Look, style: str) -> None:
        self._end_paragraph(around)
        if element.name == "li":
            self._item = self._number(element)
        inner = look(element, style, around, inline=False)
        self._children(element, inner)
        self._end_paragraph(inner)
        self._item = None

    def _number(self, item: Tag) -> str:
        """The number of an item of an ordered list."""
        holder = item.parent
        if holder is None or holder.name != "ol":
            return ""
        count = self._counts.get(id(holder), _whole(holder, "start") - 1) + 1
        self._counts[id(holder)] = count = _whole(item, "value", count)
        kind = str(holder.get("type") or "1")
        written = {"a": letters, "i": roman}.get(kind.lower(), str)(count)
        return f"{written.upper() if kind.isupper() else written}."

    def _end_paragraph(self, around: Look) -> None:
        spans = self._builder.spans
        self._builder = SpanBuilder()
        length = sum(len(span.text) for span in spans)
        if not length or not self._budget.takes_text(length):
            return
        found = paragraph(
            spans,
            Place(path=self._places.paragraph()),
            heading=around.heading,
            list_item=self._item is not None,
            number=self._item or "",
        )
        self._item = None
        self._blocks.append(found)

    def _table(self, element: Tag, around: Look) -> None:
        where = self._places.next("table")
        rows: list[tuple[Cell, ...]] = []
        taken: dict[tuple[int, int], bool] = {}
        for row in _rows(element):
            if not self._budget.takes_row(len(rows)):
                break
            rows.append(tuple(self._cells(row, len(rows), where, taken, around)))
        if [len(row) for row in rows] == [1]:
            self._blocks.extend(rows[0][0].blocks)  # a table of one cell is a frame
        elif rows:
            self._blocks.append(Table(tuple(rows), Place(path=where)))

    def _cells(
        self, row: Tag, index: int, where: str, taken: dict[tuple[int, int], bool], around: Look
    ) -> Iterator[Cell]:
        """The cells of a row; `taken` are the fields of the grid that cells of rows above reach into."""
        column = 0
        for number, cell in enumerate(_children(row, "td", "th"), start=1):
            while taken.get((index, column)):
                column += 1
            row_span, column_span = (min(max(1, _whole(cell, name)), _WIDEST_SPAN) for name in ("rowspan", "colspan"))
            for below in range(1, row_span):
                for beside in range(column_span):
                    taken[index + below, column + beside] = True
            place = Place(path=f"{where}, row {index + 1}, cell {number}")
            inner = look(cell, style_of(cell), replace(around, heading=False), inline=False)
            if cell.name == "th":
                inner = replace(inner, marks=inner.marks | {Mark.BOLD})
            blocks = _Walk(self._budget, Places(place.path), self._depth + 3).read(cell, inner)
            yield Cell(blocks, index, column, row_span, column_span, place)
            column += column_span


def _children(element: Tag, *names: str) -> Iterator[Tag]:
    for child in element.children:
        if isinstance(child, Tag) and child.name in names and is_shown(child, style_of(child)):
            yield child


def _rows(table: Tag) -> Iterator[Tag]:
    for child in _children(table, "tr", "thead", "tbody", "tfoot"):
        if child.name == "tr":
            yield child
        else:
            yield from _children(child, "tr")


def _whole(element: Tag, attribute: str, default: int = 1) -> int:
    """An attribute that is a whole number."""
    given = str(element.get(attribute) or "")
    return int(given) if given.isdecimal() and len(given) < 10 else default


def _usual_look(blocks: tuple[Block, ...]) -> UsualLook:
    counter = LookCounter()
    for block in paragraphs(blocks):
        for span in block.spans:
            counter.add(len(span.text), 0, bold=Mark.BOLD in span.marks)
    return counter.usual


def _with_headings(blocks: tuple[Block, ...], usual: UsualLook) -> Iterator[Block]:
    """The blocks with those paragraphs as headings that are set as such."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, heading=block.heading or usual.differs(block.spans, 0))
        else:
            rows = [[replace(c, blocks=tuple(_with_headings(c.blocks, usual))) for c in row] for row in block.rows]
            yield replace(block, rows=tuple(map(tuple, rows)))
