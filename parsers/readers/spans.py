"""Builds paragraphs from the pieces of text in which a format has them, clean as `parsers.document` asks for."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from parsers.document import Mark, Paragraph, Place, Span
from parsers.readers import ticks
from parsers.text import printable

Marks = frozenset[Mark]
NO_MARKS: Marks = frozenset()

# What is one thing even where it lies over the edge of two pieces: white space, a letter with its accents, a typed tick box.
_ACROSS = re.compile(
    r"(?P<line_break>[^\S\n]*\n\s*)|(?P<space>[^\S\n]+)|(?P<accented>\w[\u0300-\u036f]+)|" + ticks.PATTERN.pattern
)
_BULLET = re.compile(r"[•●◦▪‣⁃∙·\uf0b7*–—-] +(?=[\w„“\"'(«☐☒])")


class SpanBuilder:
    """Collects the pieces of one paragraph; `spans` gives them merged, cleaned, and trimmed."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, Marks]] = []

    def add(self, text: str, marks: Marks = NO_MARKS) -> None:
        text = printable(text)
        if text:
            self._pieces.append((text, marks))

    def __bool__(self) -> bool:
        return any(not text.isspace() for text, _ in self._pieces)

    @property
    def cells(self) -> tuple[tuple[Span, ...], ...]:
        """The parts of the paragraph between its tabs, empty ones left out; none where there is no tab."""
        if not any("\t" in text for text, _ in self._pieces):
            return ()
        cells, cell = [], SpanBuilder()
        for text, marks in self._pieces:
            first, *others = text.split("\t")
            cell.add(first, marks)
            for other in others:
                cells.append(cell.spans)
                cell = SpanBuilder()
                cell.add(other, marks)
        return tuple(filter(None, (*cells, cell.spans)))

    @property
    def spans(self) -> tuple[Span, ...]:
        merged: list[tuple[list[str], Marks]] = []
        for text, marks in _normalised(self._pieces):
            if not merged or merged[-1][1] != marks:
                merged.append(([], marks))
            merged[-1][0].append(text)
        return _trimmed([("".join(texts), marks) for texts, marks in merged])


def _normalised(pieces: Sequence[tuple[str, Marks]]) -> Iterator[tuple[str, Marks]]:
    if len(pieces) == 1:
        text, marks = pieces[0]
        yield unicodedata.normalize("NFC", _ACROSS.sub(_normal, text)), marks
        return
    starts = [0]
    for text, _ in pieces:
        starts.append(starts[-1] + len(text))
    whole = "".join(text for text, _ in pieces)

    def between(start: int, end: int) -> Iterator[tuple[str, Marks]]:
        index = bisect_right(starts, start) - 1
        while start < end:
            stop = min(end, starts[index + 1])
            yield unicodedata.normalize("NFC", whole[start:stop]), pieces[index][1]
            start, index = stop, index + 1

    done = 0
    for match in _ACROSS.finditer(whole):
        yield from between(done, match.start())
        yield _normal(match), pieces[bisect_right(starts, match.start()) - 1][1]
        done = match.end()
    yield from between(done, len(whole))


def _normal(match: re.Match[str]) -> str:
    if match["line_break"]:
        return "\n"
    if match["space"]:
        return " "
    if match["accented"]:
        return unicodedata.normalize("NFC", match["accented"])
    return ticks.replacement(match)


def _trimmed(pieces: list[tuple[str, Marks]]) -> tuple[Span, ...]:
    while pieces and not pieces[0][0].lstrip():
        del pieces[0]
    while pieces and not pieces[-1][0].rstrip():
        del pieces[-1]
    if pieces:
        pieces[0] = (pieces[0][0].lstrip(), pieces[0][1])
        pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    return tuple(Span(text, marks) for text, marks in pieces)


def plain(text: str, marks: Marks = NO_MARKS) -> tuple[Span, ...]:
    """The spans of text whose marks are the same throughout."""
    builder = SpanBuilder()
    builder.add(text, marks)
    return builder.spans


def paragraph(
    spans: tuple[Span, ...], place: Place, *, heading: bool = False, list_item: bool = False, number: str = ""
) -> Paragraph:
    """A paragraph; a bullet that was typed by hand makes it a list item and is taken from the text."""
    bullet = _BULLET.match("".join(span.text for span in spans))
    if bullet:
        spans, list_item = _without_first(spans, bullet.end()), True
    return Paragraph(spans, place, heading=heading, list_item=list_item, number=number)


def _without_first(spans: tuple[Span, ...], count: int) -> tuple[Span, ...]:
    kept = []
    for span in spans:
        if count < len(span.text):
            kept.append(Span(span.text[count:], span.marks))
        count = max(0, count - len(span.text))
    return tuple(kept)
