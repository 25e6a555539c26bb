"""The blocks of one story of a Word document (its body, a header, a text box): paragraphs and tables, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice

from lxml import etree

from parsers.document import Block, Cell, Mark, Place, Table
from parsers.readers.budget import Budget
from parsers.readers.headings import LookCounter, UsualLook
from parsers.readers.places import Places
from parsers.readers.spans import paragraph
from parsers.readers.tabbed import Tabbed, mark, tables
from parsers.readers.word_fields import control
from parsers.readers.word_names import ALTERNATE, alternative, child, local, number, on, value, w
from parsers.readers.word_numbering import Numbering
from parsers.readers.word_styles import Styles
from parsers.readers.word_text import TextReader

_TRANSPARENT = ("ins", "moveTo", "customXml", "smartTag")
_LOOKED_AT = 5000


class Entry(Enum):
    """What the content controls around an element say of it: nothing, that it was entered into one, or that it is a prompt."""

    NONE = auto()
    FILLED = auto()
    BLANK = auto()


def usual_look(body: etree._Element, styles: Styles) -> UsualLook:
    """The look of most of the body's text, told by its first few thousand runs."""
    counter = LookCounter()
    holder, style = None, ""
    for run in islice(body.iter(w("r")), _LOOKED_AT):
        around = next(run.iterancestors(w("p")), None)
        if around is not holder:
            holder, style = around, styles.paragraph_style(child(around, "pPr"))
        look = styles.run(child(run, "rPr"), style)
        counter.add(sum(len(text.text or "") for text in run.findall(w("t"))), look.size, bold=Mark.BOLD in look.marks)
    return counter.usual


@dataclass(slots=True)
class _Draft:
    """A cell whose spans may still grow."""

    blocks: tuple[Block, ...]
    row: int
    column: int
    place: Place
    column_span: int = 1
    row_span: int = 1

    def cell(self) -> Cell:
        return Cell(self.blocks, self.row, self.column, self.row_span, self.column_span, self.place)


@dataclass(slots=True)
class Story:
    """Reads one story; `where` names it for `Place.path`, empty for the body."""

    styles: Styles
    numbering: Numbering
    usual: UsualLook
    budget: Budget
    where: str = ""
    _text: TextReader = field(init=False)

    def __post_init__(self) -> None:
        self._text = TextReader(self.styles)

    def read(self, root: etree._Element) -> tuple[Block, ...]:
        """All blocks under the root element of the story."""
        return tuple(self._blocks(root, self.where))

    def _blocks(self, container: etree._Element, where: str, entry: Entry = Entry.NONE) -> Iterator[Block]:
        places = Places(where)
        yield from tables(self._items(container, places, entry), places)

    def _items(self, container: etree._Element, places: Places, entry: Entry) -> Iterator[Block | Tabbed]:
        for element, inner in _members(container, ("p", "tbl"), entry):
            if self.budget.spent:
                break
            if local(element) == "tbl":
                table = self._table(element, places.next("table"), inner)
                if table.rows:
                    yield table
                continue
            if inner is not Entry.BLANK:
                self._text.paragraph(element, filled=inner is Entry.FILLED)
            if not _runs_on(element):
                yield from self._paragraph(child(element, "pPr"), places)
        yield from self._paragraph(None, places)

    def _paragraph(self, properties: etree._Element | None, places: Places) -> Iterator[Block | Tabbed]:
        taken = self._text.take()
        length = sum(len(span.text) for span in taken.spans)
        if length and self.budget.takes_text(length):
            position, heading = self.styles.list_position(properties), self.styles.is_heading(properties)
            found = paragraph(
                taken.spans,
                Place(path=places.paragraph()),
                heading=heading or self.usual.differs(taken.spans, taken.size),
                list_item=position is not None and not heading,
                number=self.numbering.next(*position) if position else "",
            )
            yield mark(found, taken.cells)
        for box in taken.boxes:
            yield from self._blocks(box, places.next("text box"))

    def _table(self, element: etree._Element, where: str, entry: Entry) -> Table:
        rows: list[list[_Draft]] = []
        growing: dict[int, _Draft] = {}
        for row, inner in _rows(element, entry):
            if not self.budget.takes_row(len(rows)):
                break
            rows.append(self._row(row, Place(path=f"{where}, row {len(rows) + 1}"), len(rows), growing, inner))
        return Table(tuple(tuple(draft.cell() for draft in row) for row in rows), Place(path=where))

    def _row(
        self, element: etree._Element, place: Place, row: int, growing: dict[int, _Draft], entry: Entry
    ) -> list[_Draft]:
        """The cells that begin in a row; one that goes on from the row above makes that cell grow (`growing`, by column)."""
        drafts: list[_Draft] = []
        column = number(element, "trPr/gridBefore", 0)
        for index, (cell, inner) in enumerate(_cells(element, entry), start=1):
            properties = child(cell, "tcPr")
            span = max(1, number(properties, "gridSpan", 1))
            merge = value(properties, "vMerge")
            if value(properties, "hMerge") in ("", "continue") and drafts:
                drafts[-1].column_span += span
            elif merge in ("", "continue") and column in growing:
                growing[column].row_span = row - growing[column].row + 1
            elif self.budget.takes_cell():
                where = f"{place.path}, cell {index}"
                blocks = tuple(self._blocks(cell, where, inner))
                drafts.append(_Draft(blocks, row, column, Place(path=where), span))
                growing.pop(column, None)
                if merge is not None:
                    growing[column] = drafts[-1]
            column += span
        return drafts


def _runs_on(element: etree._Element) -> bool:
    """Whether the mark at a paragraph's end was deleted, moved away, or is hidden, so that the next one goes on in it."""
    mark = child(element, "pPr/rPr")
    return mark is not None and (
        child(mark, "del") is not None or child(mark, "moveFrom") is not None or bool(on(mark, "vanish"))
    )


def _rows(table: etree._Element, entry: Entry) -> Iterator[tuple[etree._Element, Entry]]:
    for row, inner in _members(table, ("tr",), entry):
        if child(row, "trPr/del") is None and not on(row, "trPr/hidden"):
            yield row, inner


def _cells(row: etree._Element, entry: Entry) -> Iterator[tuple[etree._Element, Entry]]:
    for cell, inner in _members(row, ("tc",), entry):
        if child(cell, "tcPr/cellDel") is None:
            yield cell, inner


def _members(
    container: Iterable[etree._Element], names: tuple[str, ...], entry: Entry
) -> Iterator[tuple[etree._Element, Entry]]:
    """The elements of these names in a container, those in content controls and around tracked changes included."""
    for element in container:
        name = local(element)
        if name in names:
            yield element, entry
        elif name == "sdt":
            found = control(element)
            inner = Entry.BLANK if found.blank else Entry.FILLED if found.filled else entry
            yield from _members(found.content if found.content is not None else (), names, inner)
        elif name in _TRANSPARENT:
            yield from _members(element, names, entry)
        elif element.tag == ALTERNATE:
            yield from _members(alternative(element), names, entry)
