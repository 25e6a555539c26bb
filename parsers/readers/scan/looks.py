"""How words look in a picture: in bold, by the breadth of their strokes; underlined, by a rule right below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from parsers.document import Mark
from parsers.readers.layout import Area, Rule
from parsers.readers.layout.grids import Grid
from parsers.readers.layout.page import around
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster, as_raster, inked

_BOLD, _DOUBTFUL = 1.16, 1.09  # times the usual stroke: surely bold, and as bold as the line above or below is
# Between a page's usual strokes and its bold ones: how wide the gap is, what is bold above it at least, and what is not below.
_GAP, _LEAST_BOLD, _MOST_USUAL = 0.05, 1.11, 1.13
_OF_BODY = 0.12  # how much larger or smaller than most the type of a text is that is of one size
_FEWEST_LETTERS = 3
# In type sizes: how far apart the middles of words on a line are, the words, and the line and its neighbours.
_SAME_LINE, _SAME_RUN, _NEXT_LINE = 0.5, 1.2, 2.2
# In type sizes: how far from a word's lowest part its underline may be, and how far an underline reaches beyond its text.
_UNDER, _BEYOND = 0.4, 1.2
_ALONG = 0.9  # of a cell's width
_BENEATH = 0.7  # of the width of the words on a line


def marks_of(
    read: Sequence[Read], level: Raster, rules: Sequence[Rule], grids: Sequence[Grid]
) -> list[frozenset[Mark]]:
    """The marks of each word. `rules` are all that was found, `grids` the tables among them."""
    runs = runs_of(read)
    bold = _bold_runs(runs, read, level)
    cells = [cell.area for grid in grids for cell in grid.cells]
    underlines = [rule.area for rule in rules if rule.level]
    found: list[set[Mark]] = [set() for _ in read]
    for run, is_bold in zip(runs, bold, strict=True):
        area = around(read[i].area for i in run)
        size = read[run[0]].size
        for i in run:
            if is_bold:
                found[i].add(Mark.BOLD)
            if any(_underlines(rule, read[i].area, area, size, cells) for rule in underlines):
                found[i].add(Mark.UNDERLINE)
    return [frozenset(marks) for marks in found]


def runs_of(read: Sequence[Read]) -> list[list[int]]:
    """Which words stand on one line, as near to each other as words do; the lines from top to bottom."""
    runs: list[list[int]] = []
    for i in sorted(range(len(read)), key=lambda i: read[i].area.left):
        word = read[i]
        for run in runs:
            last = read[run[-1]]
            beside = abs(last.area.middle - word.area.middle) < _SAME_LINE * word.size
            if beside and word.area.left - last.area.right < _SAME_RUN * word.size:
                run.append(i)
                break
        else:
            runs.append([i])
    return sorted(runs, key=lambda run: read[run[0]].area.middle)


def _bold_runs(runs: Sequence[Sequence[int]], read: Sequence[Read], level: Raster) -> list[bool]:
    """Which runs are in bold; one that is neither clearly bold nor clearly not is as its neighbour in the same text is."""
    darkness, slope = _darkness_and_slope(level)
    strokes = [_stroke(darkness, slope, word) for word in read]
    told = [stroke for stroke in strokes if stroke]
    usual = median(told) if told else 1.0
    shares = [median([strokes[i] for i in run if strokes[i]] or [0.0]) / usual for run in runs]
    areas = [around(read[i].area for i in run) for run in runs]
    sizes = [read[run[0]].size for run in runs]
    body = median(sizes) if sizes else 0.0
    gap = _gap([share for share, size in zip(shares, sizes, strict=True) if abs(size - body) < _OF_BODY * body])
    least, most = (gap, gap) if gap else (_BOLD, _DOUBTFUL)
    sure = [True if share > least else False if 0 < share < most else None for share in shares]
    bold: list[bool] = []
    for n, known in enumerate(sure):
        if known is not None:
            bold.append(known)
            continue
        near = [
            (abs(areas[m].middle - areas[n].middle), other)
            for m, other in enumerate(sure)
            if other is not None
            and abs(areas[m].left - areas[n].left) < 0.6 * sizes[n]
            and abs(areas[m].middle - areas[n].middle) < _NEXT_LINE * sizes[n]
        ]
        bold.append(min(near)[1] if near else shares[n] > (_BOLD + _DOUBTFUL) / 2)
    return bold


def _gap(shares: Sequence[float]) -> float:
    """The middle of the gap that parts a page's bold lines from the others; 0 where there is none."""
    told = sorted(share for share in shares if share)
    for lower, upper in pairwise(told):
        if upper - lower > _GAP and upper > _LEAST_BOLD and lower < _MOST_USUAL:
            return (lower + upper) / 2
    return 0.0


def _darkness_and_slope(level: Raster) -> tuple[Raster, npt.NDArray[np.float32]]:
    """How dark each place is where there are letters, and how steeply that changes."""
    near = cv2.dilate(inked(level), np.ones((5, 5), np.uint8))
    darkness = as_raster(cv2.bitwise_and(cv2.bitwise_not(level), near))
    smooth = cv2.GaussianBlur(darkness, (0, 0), 1.0).astype(np.float32)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way, ksize=1, scale=0.5) for way in ((1, 0), (0, 1)))
    return darkness, np.asarray(cv2.magnitude(across, down), dtype=np.float32)


def _stroke(darkness: Raster, slope: npt.NDArray[np.float32], word: Read) -> float:
    """How broad a word's strokes are, in pixels; 0 where it has too few letters to tell.

    Blur spreads a stroke's darkness and the slopes at its edges, and leaves the sum of either as it was: twice their
    quotient is the stroke's breadth, however coarse the scan is.
    """
    if sum(sign.isalnum() for sign in word.text) < _FEWEST_LETTERS:
        return 0.0
    area = word.area
    where = slice(int(area.top), int(area.bottom) + 1), slice(int(area.left), int(area.right) + 1)
    edges = float(slope[where].sum())
    return 2 * float(darkness[where].sum()) / edges if edges else 0.0


def _underlines(rule: Area, word: Area, run: Area, size: float, cells: Sequence[Area]) -> bool:
    near, beyond = _UNDER * size, _BEYOND * size
    return (
        abs(rule.middle - word.bottom) < near
        and rule.shares_width(word) > _BENEATH
        and -beyond < run.left - rule.left < beyond
        and rule.right - run.right < beyond
        and rule.width > _BENEATH * run.width
        and not any(_is_edge(rule, cell, near / 2) for cell in cells)
    )


def _is_edge(rule: Area, cell: Area, near: float) -> bool:
    """Whether a rule runs where a cell ends, and all along it: a narrower one there is below the cell's last line."""
    beside = cell.right < rule.left or rule.right < cell.left
    at_its_end = min(abs(cell.top - rule.middle), abs(cell.bottom - rule.middle)) < near
    return at_its_end and not beside and rule.width > _ALONG * cell.width
