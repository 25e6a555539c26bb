"""A picture of a page to words and rules: the steps of recognition in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from parsers.readers.layout import Area, Page, Word
from parsers.readers.layout.grids import Grid, find_grids
from parsers.readers.scan import ocr
from parsers.readers.scan.boxes import TickBox, find_boxes, masked
from parsers.readers.scan.cleaning import cleaned
from parsers.readers.scan.ink import drawings
from parsers.readers.scan.noise import is_sure, without_noise
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster, inked, letter_height
from parsers.readers.scan.rulings import erased, find_rules
from parsers.readers.scan.second_look import is_latvian, looked_again
from parsers.readers.scan.straighten import Straight, levelled, straighten

_BLOCK, _AUTOMATIC = 6, 4
_UPSIDE_DOWN = 78.0
_SHORTEST_WORDS = 2.0  # on average


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
    level = cleaned(straight.picture, letter)
    ink = inked(level)
    rules = find_rules(ink, letter)
    grids = [grid for grid in find_grids(rules, width / 300) if _is_form(grid, level, letter)]
    rules = [rule for rule in rules if any(grid.area.holds(rule.area, letter) for grid in grids)]
    level = erased(level, rules, ink, letter)
    boxes = find_boxes(inked(level), letter)
    read = _words(masked(level, boxes), [grid for grid in grids if len(grid.cells) > 1], letter)
    pen = drawings(straight.picture, letter, [word.area for word in read if is_sure(word)])
    read = without_noise(read, pen)
    confidence = fmean([word.confidence for word in read]) if read else 0.0
    words = [*(_word(word) for word in read), *(_tick(box) for box in boxes)]
    return Recognised(replace(empty, words=tuple(words), rules=tuple(rules)), confidence, bool(pen))


def _words(level: Raster, tables: Sequence[Grid], letter: float) -> list[Read]:
    read = [*_cells(level, tables, letter), *_around(level, tables)]
    return looked_again(read, level, letter, latvian=is_latvian(read))


def _is_form(grid: Grid, level: Raster, letter: float) -> bool:
    """Whether a grid is a table or a box, not the edge of the paper."""
    height, width = level.shape
    edge = grid.area.width > 0.85 * width and grid.area.height > 0.85 * height
    return len(grid.cells) > 1 or (not edge and grid.area.height > 1.5 * letter)


def _cells(level: Raster, grids: Sequence[Grid], letter: float) -> list[Read]:
    """The words in the cells of tables, read as one column of text."""
    margin = max(2, int(0.1 * letter))
    areas = [
        Area(c.area.left + margin, c.area.top + margin, c.area.right - margin, c.area.bottom - margin)
        for grid in grids
        for c in grid.cells
        if c.area.width > letter and c.area.height > letter
    ]
    return ocr.words_in(level, areas, gap=int(letter), layout=_BLOCK)


def _around(level: Raster, grids: Sequence[Grid]) -> list[Read]:
    rest = level.copy()
    for grid in grids:
        a = grid.area
        rest[int(a.top) : int(a.bottom) + 1, int(a.left) : int(a.right) + 1] = 255
    return ocr.words(rest, layout=_AUTOMATIC)


def _word(read: Read) -> Word:
    return Word(read.text, read.area, read.size)


def _tick(box: TickBox) -> Word:
    return Word("☒" if box.ticked else "☐", box.area, box.area.height)
