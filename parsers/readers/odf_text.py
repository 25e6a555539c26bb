"""The text of one OpenDocument paragraph: spans, fields, controls, and the frames bound to it (ODF 1.3 part 3, 6 and 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.document import Mark, Span
from parsers.readers import ticks
from parsers.readers.odf_forms import Shown, content_control, drop_down, field_mark
from parsers.readers.odf_names import attribute, flag, name
from parsers.readers.odf_styles import Look, Styles
from parsers.readers.spans import SpanBuilder

# Left out with all that is in them: notes, comments, page numbers, prompts to click on, and the phonetic half of ruby.
_NOT_TEXT = (
    "text:note", "office:annotation", "text:page-number", "text:page-count", "text:page-continuation", "text:placeholder",
    "text:ruby-text", "text:tracked-changes", "text:toc-mark", "text:note-ref", "field:param", "loext:list-item",
)  # fmt: skip
_FRAMES = ("draw:frame", "draw:custom-shape", "draw:g", "draw:rect", "draw:text-box", "draw:ellipse")
_FILLED = frozenset({Mark.FILLED})


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """What a paragraph shows.

    `cells` are its parts between tabs, `size` is that of its smallest letters in points,
    `frames` are drawings bound to it.
    """

    spans: tuple[Span, ...]
    cells: tuple[tuple[Span, ...], ...]
    size: float
    frames: tuple[etree._Element, ...]


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs one after another; a text form field (FORMTEXT) may stay open between them."""

    styles: Styles
    controls: Mapping[str, Shown]
    _builder: SpanBuilder = field(default_factory=SpanBuilder)
    _frames: list[etree._Element] = field(default_factory=list)
    _size: float | None = None
    _open_fields: list[bool] = field(default_factory=list)

    def read(self, element: etree._Element) -> ParagraphText:
        """The text of a text:p or text:h."""
        self._builder, self._frames, self._size = SpanBuilder(), [], None
        self._inline(element, self.styles.paragraph(attribute(element, "text:style-name")), filled=False)
        return ParagraphText(self._builder.spans, self._builder.cells, self._size or 0, tuple(self._frames))

    def _inline(self, element: etree._Element, look: Look, *, filled: bool) -> None:
        self._add(element.text, look, filled=filled)
        for child in element:
            self._child(child, look, filled=filled)
            self._add(child.tail, look, filled=filled)

    def _child(self, element: etree._Element, look: Look, *, filled: bool) -> None:
        kind = name(element)
        if kind == "text:s":
            self._add(" ", look, filled=filled)  # however many it stands for: a run of white space is one space
        elif kind == "text:tab":
            self._add("\t", look, filled=filled)
        elif kind == "text:line-break":
            self._add("\n", look, filled=filled)
        elif kind == "text:span":
            self._inline(element, self.styles.text(attribute(element, "text:style-name"), look), filled=filled)
        elif kind == "text:a":
            inner = self.styles.text(attribute(element, "text:style-name"), look)
            self._inline(element, inner.marked(Mark.UNDERLINE, on=False), filled=filled)
        elif kind in _FRAMES:
            self._frames.append(element)
        elif kind == "draw:control":
            self._control(self.controls.get(attribute(element, "draw:control"), Shown()), look)
        elif kind not in _NOT_TEXT and not _is_hidden(element, kind):
            self._field(element, kind, look, filled=filled)

    def _field(self, element: etree._Element, kind: str, look: Look, *, filled: bool) -> None:
        if kind == "loext:content-control":
            shown = content_control(element)
            if shown is None:
                self._inline(element, look, filled=True)
            else:
                self._control(shown, look)
        elif kind == "field:fieldmark":
            self._control(field_mark(element), look)
        elif kind == "field:fieldmark-start":
            self._open_fields.append(attribute(element, "field:type").endswith("FORMTEXT"))
        elif kind == "field:fieldmark-end" and self._open_fields:
            self._open_fields.pop()
        elif kind == "text:drop-down":
            self._add(drop_down(element), look, filled=True)
        else:
            self._inline(element, look, filled=filled or kind == "text:text-input")

    def _control(self, shown: Shown, look: Look) -> None:
        self._add(shown.tick, look, filled=True)
        self._add(shown.entered, look, filled=True)
        if shown.label:
            self._add(f" {shown.label}", look, filled=False)

    def _add(self, text: str | None, look: Look, *, filled: bool) -> None:
        if not text or look.hidden:
            return
        if any(map(str.isalnum, text)):
            self._size = min(look.size, self._size or look.size)
        entered = filled or any(self._open_fields)
        self._builder.add(ticks.of_symbols(text, look.font), look.marks | _FILLED if entered else look.marks)


def _is_hidden(element: etree._Element, kind: str) -> bool:
    """Fields whose text is shown only under a condition say whether it is."""
    if kind == "text:hidden-text":
        return attribute(element, "text:is-hidden", "true") == "true"
    return kind == "text:hidden-paragraph" or flag(element, "text:is-hidden")
