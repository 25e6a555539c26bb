"""One page of a PDF as words and rules: what is visible, with how it is marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.text import extract_words

from parsers.document import Mark
from parsers.readers.layout.page import Area, Page, Rule, Word
from parsers.readers.pdf import ticks
from parsers.readers.pdf.fields import entered
from parsers.text import clean, fold

_FONT_MARKS = {Mark.BOLD: ("bold", "black", "heavy", "demi"), Mark.ITALIC: ("italic", "oblique")}
_THIN = 2.2  # a rectangle no thicker than this, in points, is a line
_LONG = 6.0
_SMALLEST_TYPE = 2.0
_HYPHENS = {"\u00ad": "-"}

_BLANK = re.compile(r"_{3,}|[.…]{5,}|…{2,}")  # what is printed for somebody to write on

Shape = Mapping[str, Any]


def read_page(page: PlumberPage, number: int) -> Page:
    """What `page` shows."""
    left, top, right, bottom = (float(v) for v in page.bbox)
    shapes = [*page.rects, *page.curves]
    fields = entered(_annotations(page))
    chars = [char for char in page.chars if _is_visible(char, page)]
    boxes, chars = _drawn_boxes(shapes, page.lines, chars, fields)
    rules = [rule for rule in _rules(page) if not any(box.area.holds(rule.area, 1.0) for box in boxes)]
    words = _marked(_words(chars), rules, shapes)
    words = [word for word in words if not _repeats_field(word, fields)]
    return Page(
        number=number,
        width=right - left,
        height=bottom - top,
        words=tuple(_moved(word, left, top) for word in [*words, *boxes, *fields]),
        rules=tuple(Rule(_shifted(rule.area, left, top)) for rule in rules),
    )


def _moved(word: Word, left: float, top: float) -> Word:
    if not left and not top:
        return word
    whole = _shifted(word.whole, left, top) if word.whole else None
    return Word(word.text, _shifted(word.area, left, top), word.size, word.marks, whole)


def _shifted(area: Area, left: float, top: float) -> Area:
    return Area(area.left - left, area.top - top, area.right - left, area.bottom - top)


def _annotations(page: PlumberPage) -> list[dict[str, Any]]:
    try:
        return page.annots
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        # A broken annotation makes the library give none; the page's own text still counts.
        return []


def _is_visible(char: Shape, page: PlumberPage) -> bool:
    left, top, right, bottom = page.bbox
    inside = left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    return inside and bool(char["upright"]) and char["size"] >= _SMALLEST_TYPE


def _words(chars: Sequence[dict[str, Any]]) -> list[tuple[Word, float]]:
    """The words, each with the height of the line that its letters stand on."""
    found = extract_words(list(chars), x_tolerance_ratio=0.18, y_tolerance=2, return_chars=True)
    return [(word, _foot(piece["chars"], word)) for piece in found if (word := _word(piece)) is not None]


def _foot(chars: Sequence[Shape], word: Word) -> float:
    """Where letters stand, told by their origin: how far their boxes reach below it is not told in every font."""
    return word.area.bottom - float(chars[0]["matrix"][-1] - chars[0]["y0"])


def _word(piece: Shape) -> Word | None:
    chars = piece["chars"]
    text = clean("".join(_HYPHENS.get(c["text"], c["text"]) for c in chars)).strip()
    if not text or _BLANK.fullmatch(text):
        return None
    size = max(c["size"] for c in chars)
    marks = frozenset(
        mark
        for mark, names in _FONT_MARKS.items()
        if sum(_is_named(c["fontname"], names) for c in chars) * 2 > len(chars)
    )
    return Word(text, ticks.area_of(piece), size, marks)


def _is_named(font: str, names: Sequence[str]) -> bool:
    folded = font.lower()
    return any(name in folded for name in names)


def _rules(page: PlumberPage) -> Iterator[Rule]:
    """Lines, thin rectangles, and the sides of drawn rectangles."""
    for line in page.lines:
        yield from _thin(ticks.area_of(line))
    for rect in page.rects:
        area = ticks.area_of(rect)
        if area.height <= _THIN or area.width <= _THIN:
            yield from _thin(area)
        elif rect["stroke"]:
            yield from _sides(area)
    for curve in page.curves:
        if curve["stroke"]:
            yield from _path(curve["pts"])


def _thin(area: Area) -> Iterator[Rule]:
    if max(area.width, area.height) >= _LONG and min(area.width, area.height) <= _THIN:
        yield Rule(area)


def _sides(area: Area) -> Iterator[Rule]:
    yield from _thin(Area(area.left, area.top, area.right, area.top))
    yield from _thin(Area(area.left, area.bottom, area.right, area.bottom))
    yield from _thin(Area(area.left, area.top, area.left, area.bottom))
    yield from _thin(Area(area.right, area.top, area.right, area.bottom))


def _path(points: Sequence[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5:
            yield from _thin(Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _drawn_boxes(
    shapes: Sequence[Shape], lines: Sequence[Shape], chars: Sequence[dict[str, Any]], fields: Sequence[Word]
) -> tuple[list[Word], list[dict[str, Any]]]:
    """Squares that are drawn as tick boxes, and the characters without those that tick one or are such a box themselves."""
    kept: list[dict[str, Any]] = []
    glyphs: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for original in chars:
        shown = ticks.glyph(original["text"], original["fontname"])
        char = original if shown == original["text"] else {**original, "text": shown}
        kept.append(char)
        if shown in (ticks.EMPTY, ticks.TICKED):
            glyphs.append(char)
        elif ticks.is_mark(shown):
            marks.append(char)
    strokes = [ticks.area_of(s) for s in lines] + [ticks.area_of(c) for c in marks]
    squares = ticks.drawn_boxes(shapes, strokes)
    used: set[int] = set()
    words: list[Word] = []
    typed = [ticks.area_of(c) for c in kept if c["text"].strip() and not ticks.is_mark(c["text"])]
    for area, shown in squares:
        if any(area.holds(f.extent) or f.extent.holds(area) for f in fields) or any(area.holds(t) for t in typed):
            continue
        words.append(Word(shown, area, min(area.height, 14.0)))
        used.update(id(c) for c in marks if area.holds(ticks.area_of(c)))
    for box in glyphs:
        over = [c for c in marks if id(c) not in used and ticks.area_of(box).holds(ticks.area_of(c))]
        if over:
            box["text"] = ticks.TICKED
            used.update(id(c) for c in over)
    return words, [c for c in kept if id(c) not in used]


def _marked(words: Iterable[tuple[Word, float]], rules: Sequence[Rule], shapes: Sequence[Shape]) -> list[Word]:
    """Words, which come with the lines they stand on, with the marks that are drawn under, through or behind them."""
    level = [rule.area for rule in rules if rule.level]
    behind = [ticks.area_of(s) for s in shapes if s.get("fill") and is_colour(s.get("non_stroking_color"))]
    return [
        Word(w.text, w.area, w.size, w.marks | _lines_at(w, foot, level) | _highlight(w, behind), w.whole)
        for w, foot in words
    ]


def _lines_at(word: Word, foot: float, level: Sequence[Area]) -> frozenset[Mark]:
    area, size = word.area, word.size
    marks: set[Mark] = set()
    for line in level:
        if line.left - 1 > area.left or line.right + 1 < area.right - 0.2 * size:
            continue
        height = line.middle
        if foot - 0.1 * size <= height <= foot + 0.22 * size:
            marks.add(Mark.UNDERLINE)
        elif foot - 0.45 * size <= height <= foot - 0.18 * size:
            marks.add(Mark.STRIKE)
    return frozenset(marks)


def is_colour(color: object) -> bool:
    """Whether a fill is one that marks text: light, and neither white nor grey."""
    if not isinstance(color, list | tuple) or len(color) not in (3, 4):
        return False
    parts = [float(c) for c in color if isinstance(c, int | float)]
    if len(parts) == 4:
        parts = [(1 - c) * (1 - parts[3]) for c in parts[:3]]
    return len(parts) == 3 and max(parts) - min(parts) > 0.25 and max(parts) > 0.6


def _highlight(word: Word, behind: Sequence[Area]) -> frozenset[Mark]:
    for area in behind:
        if area.height < 2.2 * word.size and area.holds(word.area) and area.shares_width(word.area) > 0.8:
            return frozenset({Mark.HIGHLIGHT})
    return frozenset()


def _repeats_field(word: Word, fields: Sequence[Word]) -> bool:
    """Whether a printed word is the picture of what a field at its place holds."""
    text = fold(word.text)
    return any(f.extent.holds(word.area) and (text in fold(f.text) or not text) for f in fields)
