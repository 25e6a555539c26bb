"""The blocks of one part of an OpenDocument text (its body, a header, a frame): paragraphs, lists and tables, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from parsers.document import Block, Cell, Mark, Place, Table
from parsers.readers.budget import Budget
from parsers.readers.headings import LookCounter, UsualLook
from parsers.readers.odf_forms import Shown
from parsers.readers.odf_names import attribute, count, name, qualified
from parsers.readers.odf_numbering import OUTSIDE, Item, Numbering
from parsers.readers.odf_styles import Look, Styles
from parsers.readers.odf_text import TextReader
from parsers.readers.places import Places
from parsers.readers.spans import paragraph
from parsers.readers.tabbed import Tabbed, mark, tables

_PARAGRAPHS = ("text:p", "text:h")
_ROW_GROUPS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
# Generated from headings, or shown elsewhere than where they stand.
_NOT_TEXT = (
    "text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index", "text:user-index",
    "text:alphabetical-index", "text:bibliography", "text:tracked-changes", "office:forms", "office:annotation", "svg:title",
    "svg:desc", "text:note", "draw:control",
)  # fmt: skip
_HIDDEN_ROWS = ("collapse", "filter")
_MOST_COLUMNS = 64
_LOOKED_AT = 5000


def usual_look(body: etree._Element, styles: Styles) -> UsualLook:
    """The look of most of the body's text, told by its first few thousand paragraphs and spans."""
    counter = LookCounter()
    looks: dict[etree._Element, Look] = {}
    texts = body.iter(qualified("text:p"), qualified("text:h"), qualified("text:span"))
    for element in islice(texts, _LOOKED_AT):
        style = attribute(element, "text:style-name")
        if name(element) in _PARAGRAPHS:
            look = styles.paragraph(style)
        else:
            around = next((looks[a] for a in element.iterancestors() if a in looks), Look())
            look = styles.text(style, around)
        looks[element] = look
        length = len(element.text or "") + sum(len(child.tail or "") for child in element)
        counter.add(length, look.size, bold=Mark.BOLD in look.marks)
    return counter.usual


@dataclass(slots=True)
class Story:
    """Reads one part of a document; `where` names it for `Place.path`, empty for the body."""

    styles: Styles
    numbering: Numbering
    usual: UsualLook
    budget: Budget
    controls: Mapping[str, Shown]
    where: str = ""
    _text: TextReader = field(init=False)

    def __post_init__(self) -> None:
        self._text = TextReader(self.styles, self.controls)

    def read(self, root: Iterable[etree._Element]) -> tuple[Block, ...]:
        """All blocks among the elements of the part and in them."""
        return tuple(self._blocks(root, Places(self.where)))

    def _blocks(self, elements: Iterable[etree._Element], places: Places, item: Item = OUTSIDE) -> Iterator[Block]:
        """`item` is the list item whose first paragraph is still to come."""
        yield from tables(self._items(elements, places, item), places)

    def _items(self, elements: Iterable[etree._Element], places: Places, item: Item) -> Iterator[Block | Tabbed]:
        for element in elements:
            if self.budget.spent:
                break
            kind = name(element)
            if kind in _PARAGRAPHS:
                yield from self._paragraph(element, places, item)
                item = OUTSIDE
            elif kind == "table:table":
                table = self._table(element, places.next("table"))
                if table.rows:
                    yield table
            elif kind == "text:list":
                yield from self._list(element, places, OUTSIDE)
            elif kind not in _NOT_TEXT and attribute(element, "text:display") != "none":
                yield from self._blocks(element, places, item)

    def _list(self, element: etree._Element, places: Places, around: Item) -> Iterator[Block]:
        if not around.level:
            self.numbering.begin(element)
        inner = around.within(element)
        for child in element:
            if name(child) != "text:list-item":
                yield from self._blocks(child, places)
                continue
            item = inner.starting(child)
            for part in child:
                if name(part) == "text:list":
                    yield from self._list(part, places, inner)
                else:
                    yield from self._blocks((part,), places, item)
                    item = OUTSIDE

    def _paragraph(self, element: etree._Element, places: Places, item: Item) -> Iterator[Block | Tabbed]:
        taken = self._text.read(element)
        length = sum(len(span.text) for span in taken.spans)
        heading = name(element) == "text:h" or self.styles.is_heading(attribute(element, "text:style-name"))
        if length and self.budget.takes_text(length):
            found = paragraph(
                taken.spans,
                Place(path=places.paragraph()),
                heading=heading or self.usual.differs(taken.spans, taken.size),
                list_item=bool(item.level) and not heading,
                number=self.numbering.next(item) if item.level else "",
            )
            yield mark(found, taken.cells)
        for frame in taken.frames:
            yield from self._blocks(frame, Places(places.next("text box")))

    def _table(self, element: etree._Element, where: str) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in _rows(element):
            for _ in range(count(row, "table:number-rows-repeated")):
                if not self.budget.takes_row(len(rows)):
                    return Table(tuple(rows), Place(path=where))
                rows.append(tuple(self._cells(row, len(rows), where)))
        return Table(tuple(rows), Place(path=where))

    def _cells(self, row: etree._Element, index: int, where: str) -> Iterator[Cell]:
        column = number = 0
        for element in row:
            kind = name(element)
            if kind not in ("table:table-cell", "table:covered-table-cell"):
                continue
            for _ in range(min(count(element, "table:number-columns-repeated"), _MOST_COLUMNS)):
                number += 1
                if kind == "table:table-cell" and self.budget.takes_cell():
                    place = Place(path=f"{where}, row {index + 1}, cell {number}")
                    yield Cell(
                        tuple(self._blocks(element, Places(place.path))),
                        index,
                        column,
                        count(element, "table:number-rows-spanned"),
                        count(element, "table:number-columns-spanned"),
                        place,
                    )
                column += 1


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        kind = name(element)
        if kind == "table:table-row" and attribute(element, "table:visibility") not in _HIDDEN_ROWS:
            yield element
        elif kind in _ROW_GROUPS:
            yield from _rows(element)
