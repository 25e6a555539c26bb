"""The text of one Word paragraph: runs, fields, content controls, tracked changes (ECMA-376-1, 17.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.document import Mark, Span
from parsers.readers import ticks
from parsers.readers.spans import SpanBuilder
from parsers.readers.word_fields import Control, Field, control, legacy_value, symbol
from parsers.readers.word_names import ALTERNATE, MATH_TEXT, alternative, child, local, w
from parsers.readers.word_styles import RunLook, Styles

# Tracked changes: what was deleted or moved away is out, what was inserted or moved here is text like any other.
_GONE = ("del", "moveFrom")
_TRANSPARENT = ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo")
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FILLED = frozenset({Mark.FILLED})
_LINKED = frozenset({Mark.UNDERLINE})


@dataclass(frozen=True, slots=True)
class Around:
    """What the elements around a run say of it: entered into a control, or the words of a link."""

    filled: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """What a paragraph shows.

    `cells` are its parts between tabs, `size` is that of its smallest letters in half points,
    `boxes` are text boxes bound to it.
    """

    spans: tuple[Span, ...]
    cells: tuple[tuple[Span, ...], ...]
    size: int
    boxes: tuple[etree._Element, ...]


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs one after another; fields that span several stay open between them."""

    styles: Styles
    fields: list[Field] = field(default_factory=list)
    _builder: SpanBuilder = field(default_factory=SpanBuilder)
    _boxes: list[etree._Element] = field(default_factory=list)
    _smallest: int | None = None
    _style: str = ""

    def take(self) -> ParagraphText:
        """What was read since the last time."""
        taken = ParagraphText(self._builder.spans, self._builder.cells, self._smallest or 0, tuple(self._boxes))
        self._builder, self._boxes, self._smallest = SpanBuilder(), [], None
        return taken

    def paragraph(self, element: etree._Element, *, filled: bool) -> None:
        """Reads a w:p. Several may make one paragraph, where the mark between them was deleted."""
        self._style = self.styles.paragraph_style(child(element, "pPr"))
        self._inline(element, Around(filled=filled))
        for open_field in self.fields:
            self._release(open_field)
        # No instruction runs over the end of a paragraph: one that seems to was never closed.
        self.fields = [open_field for open_field in self.fields if open_field.in_result]

    def _inline(self, elements: Iterable[etree._Element], around: Around) -> None:
        for element in elements:
            name = local(element)
            if name == "r":
                self._run(element, around)
            elif name == "sdt":
                self._control(control(element), around)
            elif name == "hyperlink":
                self._inline(element, Around(around.filled, link=True))
            elif name == "fldSimple":
                self._simple_field(element, around)
            elif name in _TRANSPARENT:
                self._inline(element, around)
            elif element.tag == ALTERNATE:
                self._inline(alternative(element), around)
            elif not name:
                self._add("".join(t.text or "" for t in element.iter(MATH_TEXT)), RunLook(), around)

    def _control(self, found: Control, around: Around) -> None:
        if found.tick:
            self._builder.add(found.tick, _FILLED)
        elif not found.blank and found.content is not None:
            self._inline(found.content, Around(around.filled or found.filled, around.link))

    def _simple_field(self, element: etree._Element, around: Around) -> None:
        simple = Field(child(element, "fldData"), element.get(w("instr"), ""), in_result=True)
        self.fields.append(simple)
        self._inline(element, around)
        self.fields.remove(simple)

    def _run(self, run: etree._Element, around: Around) -> None:
        look = self.styles.run(child(run, "rPr"), self._style)
        for element in run:
            self._content(element, look, around)

    def _content(self, element: etree._Element, look: RunLook, around: Around) -> None:
        name = local(element)
        if name == "t":
            self._add(ticks.of_symbols(element.text or "", look.font), look, around)
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name], look, around)
        elif name == "sym":
            self._add(symbol(element), look, around)
        elif name == "fldChar":
            self._field(element, look)
        elif name == "instrText" and self.fields:
            self.fields[-1].instruction += element.text or ""
        elif name in ("drawing", "pict", "object") and not look.hidden:
            self._boxes.extend(text_boxes(element))
        elif name == "ruby":
            self._inline([r for base in element.findall(w("rubyBase")) for r in base], around)
        elif element.tag == ALTERNATE:
            for chosen in alternative(element):
                self._content(chosen, look, around)

    def _field(self, element: etree._Element, look: RunLook) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            opened = Field(child(element, "ffData"))
            self.fields.append(opened)
            if not look.hidden:
                self._builder.add(legacy_value(opened.form), look.marks | _FILLED)
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            closed = self.fields.pop()
            if not closed.showed_prompt:
                self._release(closed)

    def _release(self, held: Field) -> None:
        for text, marks in held.held:
            self._builder.add(text, marks)
        held.held.clear()

    def _add(self, text: str, look: RunLook, around: Around) -> None:
        entered = around.filled or any(open_field.form is not None for open_field in self.fields)
        if look.hidden or (look.placeholder and entered) or not all(f.shows_result for f in self.fields):
            return
        if any(map(str.isalnum, text)):
            self._smallest = min(look.size, self._smallest or look.size)
        marks = look.marks - _LINKED if around.link else look.marks
        marks = marks | _FILLED if entered else marks
        prompted = next((f for f in reversed(self.fields) if f.prompt), None)
        if prompted:
            prompted.held.append((text, marks))
        else:
            self._builder.add(text, marks)


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes (w:txbxContent) in a drawing, each once though it may stand there for old and for new programs."""
    if local(element) == "txbxContent":
        yield element
        return
    if _is_invisible(element):
        return
    for inner in alternative(element) if element.tag == ALTERNATE else element:
        yield from text_boxes(inner)


def _is_invisible(element: etree._Element) -> bool:
    properties = element.find("{*}docPr")
    style = element.get("style", "").replace(" ", "").lower()
    return (properties is not None and properties.get("hidden") in ("1", "true")) or "visibility:hidden" in style
