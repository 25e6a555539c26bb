"""A picture of a page to words and rules: the steps of recognition in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from parsers.document import Mark
from parsers.readers.layout import Area, Page, Rule, Word
from parsers.readers.layout.grids import Grid, find_grids
from parsers.readers.scan import ocr
from parsers.readers.scan.addresses import addresses_in
from parsers.readers.scan.beside import read_beside
from parsers.readers.scan.boxes import TickBox, find_boxes, masked
from parsers.readers.scan.cleaning import cleaned
from parsers.readers.scan.coloured import without_coloured_ink
from parsers.readers.scan.crossed import read_crossed
from parsers.readers.scan.ink import drawings
from parsers.readers.scan.looks import marks_of
from parsers.readers.scan.noise import is_print, without_noise
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import WHITE, Raster, inked, letter_height
from parsers.readers.scan.rulings import erased, find_rules, underlines
from parsers.readers.scan.second_look import is_latvian, looked_again
from parsers.readers.scan.spelling import spelled
from parsers.readers.scan.straighten import Straight, levelled, straighten

_BLOCK, _AUTOMATIC = 6, 4
_UPSIDE_DOWN = 78.0
_SHORTEST_WORDS = 2.0  # on average
_MOST_BY_CHANCE = 4  # cells that strokes of a pen may seem to enclose
_DRAWN = 0.75  # of each side of a box
_AS_LARGE = 0.18  # of the usual type size: how far a line's may be from it by chance
_ALIKE_IN_SMALL = frozenset("CKOPSUVWXZŠŽ")
_SMALL_LETTER = 0.63  # of a type size
_SHEET = 0.55  # of the page; a cell that is larger is the sheet itself


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page, how sure its words are on average, and whether it shows a drawn signature."""

    page: Page
    confidence: float
    ink: bool = False


def recognise(picture: Raster, number: int) -> Recognised:
    """What the page in `picture` shows, whichever way it lies."""
    straight = straighten(picture)
    best = _read(straight, number)
    if best.page.words and best.confidence < _UPSIDE_DOWN:
        other = _read(straight.turned(2), number)
        best = max(best, other, key=lambda r: r.confidence)
    if best.confidence < _UPSIDE_DOWN or _is_crumbs(best.page):
        # A short letter may not show that its lines run up and down.
        aside = [_read(levelled(straight.turned(quarters)), number) for quarters in (1, 3)]
        best = max(best, *aside, key=lambda r: r.confidence)
    return best


def _is_crumbs(page: Page) -> bool:
    """Whether what was read is single signs, as of a page that lies on its side."""
    return sum(len(word.text) for word in page.words) < _SHORTEST_WORDS * len(page.words)


def _read(straight: Straight, number: int) -> Recognised:
    height, width = straight.picture.shape[:2]
    empty = Page(number, width, height, locate=straight.locate)
    letter = letter_height(inked(straight.picture))
    if not letter:
        return Recognised(empty, 0.0)
    printed = _printed(straight.picture, letter)
    pen = drawings(straight.picture, printed.level, letter, [word.area for word in printed.read if is_print(word)])
    plain = without_coloured_ink(straight.picture, pen, letter)
    if plain is not None:
        printed = _printed(plain, letter)
    printed = printed.without(pen)
    read = read_crossed(printed.read, printed.level, pen)
    read = read_beside(without_noise(read, pen), printed.level, letter, pen)
    confidence = fmean([word.confidence for word in read]) if read else 0.0
    read = _evenly_sized(read)
    marks = marks_of(read, printed.level, printed.drawn, printed.grids)
    words = [_word(word, looks) for word, looks in zip(read, marks, strict=True)]
    words += [_tick(box) for box in printed.boxes]
    return Recognised(replace(empty, words=tuple(words), rules=tuple(printed.rules)), confidence, bool(pen))


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is printed: the cleaned picture without rules, the words in it, all rules, those of tables, tables and boxes."""

    level: Raster
    read: list[Read]
    drawn: list[Rule]
    rules: list[Rule]
    grids: list[Grid]
    boxes: list[TickBox]
    letter: float

    def without(self, drawings: Sequence[Area]) -> _Printed:
        """The same without tables that are but strokes of a pen and of a stamp beneath it."""
        grids = [grid for grid in self.grids if not any(_lies_in(grid.area, drawing) for drawing in drawings)]
        return replace(self, grids=grids, rules=_rules_of(grids, self.rules, self.letter))


def _printed(picture: Raster, letter: float) -> _Printed:
    level = cleaned(picture, letter)
    ink = inked(level)
    drawn = find_rules(ink, letter)
    grids = [grid for grid in find_grids(drawn, level.shape[1] / 300) if _is_form(grid, drawn, level, letter)]
    rules = _rules_of(grids, drawn, letter)
    level = erased(level, rules, ink, letter)
    boxes = find_boxes(inked(level), letter)
    # Recognition loses lines whose letters touch what underlines them.
    bare = erased(level, underlines(drawn, ink, letter), ink, letter)
    read = _words(masked(bare, boxes), [grid for grid in grids if len(grid.cells) > 1], letter)
    return _Printed(level, read, drawn, rules, grids, boxes, letter)


def _rules_of(grids: Sequence[Grid], rules: Sequence[Rule], letter: float) -> list[Rule]:
    return [rule for rule in rules if any(grid.area.holds(rule.area, letter) for grid in grids)]


def _words(level: Raster, tables: Sequence[Grid], letter: float) -> list[Read]:
    inner = [grid for grid in tables if any(_lies_in(grid.area, other.area) for other in tables)]
    outer = [grid for grid in tables if grid not in inner]
    read = _around(level, outer)
    for picture, grids in ((_without(level, inner), outer), (level, inner)):
        read += ocr.words_in(picture, _cells(level, grids, letter), gap=int(letter), layout=_BLOCK)
    read = looked_again(read, level, letter, latvian=is_latvian(read))
    return addresses_in(read, _cells(level, [*inner, *outer], letter), level, letter)


def _lies_in(inner: Area, outer: Area) -> bool:
    """Whether a table stands in a cell of another one, or in a drawing."""
    smaller = inner.width * inner.height < outer.width * outer.height
    return smaller and outer.holds(inner)


def _is_form(grid: Grid, rules: Sequence[Rule], level: Raster, letter: float) -> bool:
    """Whether a grid is a table or a box, not the edge of the paper, the strokes of a pen or of a stamp."""
    height, width = level.shape
    largest = max(cell.area.width * cell.area.height for cell in grid.cells)
    if largest > _SHEET * width * height:
        return False
    if len(grid.cells) > _MOST_BY_CHANCE:
        return True
    return grid.area.height > 1.5 * letter and _is_closed(grid.area, rules, letter)


def _is_closed(area: Area, rules: Sequence[Rule], letter: float) -> bool:
    """Whether rules run along all four sides."""
    near = 0.6 * letter
    sides = (
        sum(r.area.width for r in rules if r.level and abs(r.area.middle - y) < near and area.holds(r.area, near))
        for y in (area.top, area.bottom)
    )
    ends = (
        sum(r.area.height for r in rules if not r.level and abs(r.area.centre - x) < near and area.holds(r.area, near))
        for x in (area.left, area.right)
    )
    return all(s > _DRAWN * area.width for s in sides) and all(e > _DRAWN * area.height for e in ends)


def _cells(level: Raster, grids: Sequence[Grid], letter: float) -> list[Area]:
    """The cells of tables. A word may be as broad as its cell and reach its right edge, where the rule is gone already."""
    over = 0.25 * letter
    return [
        Area(c.area.left, c.area.top, min(c.area.right + over, level.shape[1]), c.area.bottom + 2)
        for grid in grids
        for c in grid.cells
        if c.area.width > letter and c.area.height > letter
    ]


def _around(level: Raster, grids: Sequence[Grid]) -> list[Read]:
    return ocr.words(_without(level, grids), layout=_AUTOMATIC)


def _without(level: Raster, grids: Sequence[Grid]) -> Raster:
    rest = level.copy()
    for grid in grids:
        a = grid.area
        rest[int(a.top) : int(a.bottom) + 1, int(a.left) : int(a.right) + 1] = WHITE
    return rest


def _evenly_sized(read: Sequence[Read]) -> list[Read]:
    """The words with one size for all that are about as large as most: a line's size is only estimated."""
    if not read:
        return []
    body = median(word.size for word in read)
    return [_small(word, body) if len(word.text) == 1 else _as_most(word, body) for word in read]


def _as_most(word: Read, body: float) -> Read:
    return replace(word, size=body) if abs(word.size - body) < _AS_LARGE * body else word


def _small(word: Read, body: float) -> Read:
    """A letter that stands alone, of which only the type size of the others tells whether it is a capital."""
    if word.area.height > body or word.text not in _ALIKE_IN_SMALL:
        return _as_most(word, body)
    is_small = word.area.height < _SMALL_LETTER * body
    return replace(word, size=body, text=word.text.lower() if is_small else word.text)


def _word(read: Read, marks: frozenset[Mark]) -> Word:
    return Word(spelled(read.text), read.area, read.size, marks)


def _tick(box: TickBox) -> Word:
    return Word("☒" if box.ticked else "☐", box.area, box.area.height)
