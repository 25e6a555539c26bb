"""Words beside a signature, read once more without its strokes, which take a neighbour's first letter for their own."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.readers.layout import Area
from parsers.readers.layout.page import around
from parsers.readers.scan import ocr
from parsers.readers.scan.looks import runs_of
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import WHITE, Raster, inked

# In heights of a letter: how near a signature words are beside it, what is larger than letters, how much around is read.
_NEAR, _HIGH, _WIDE, _AROUND, _BEFORE = 4.0, 2.1, 5.0, 0.4, 1.6
_SURE = 80.0


def read_beside(read: Sequence[Read], level: Raster, letter: float, drawings: Sequence[Area]) -> list[Read]:
    """`read` with unsure words near `drawings` as they are read alone, where that is surer."""
    found = list(read)
    places = [[read[i] for i in run] for run in runs_of(read)] if drawings else []
    unsure = [run for run in places if any(w.confidence < _SURE for w in run) and _is_near(run, drawings, letter)]
    if not unsure:
        return found
    clear = _without_strokes(level, letter)
    for run in unsure:
        extent = around(word.area for word in run)
        area = Area(
            max(0.0, extent.left - _BEFORE * letter),
            max(0.0, extent.top - _AROUND * letter),
            min(float(level.shape[1]), extent.right + letter),
            min(float(level.shape[0]), extent.bottom + _AROUND * letter),
        )
        again = ocr.words_in(clear, [area], gap=int(letter), layout=7)
        if _telling(again) > _telling(run):
            gone = {id(word) for word in run}
            found = [word for word in found if id(word) not in gone] + [w for w in again if w.confidence >= _SURE]
    return found


def _is_near(run: Sequence[Read], drawings: Sequence[Area], letter: float) -> bool:
    extent = around(word.area for word in run)
    return any(
        drawing.left - _NEAR * letter < extent.right
        and extent.left < drawing.right + _NEAR * letter
        and drawing.top - letter < extent.middle < drawing.bottom + letter
        for drawing in drawings
    )


def _without_strokes(level: Raster, letter: float) -> Raster:
    """The page without what is larger than letters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked(level), connectivity=8)
    large = (stats[:, cv2.CC_STAT_HEIGHT] > _HIGH * letter) | (stats[:, cv2.CC_STAT_WIDTH] > _WIDE * letter)
    large[0] = False
    clear = level.copy()
    strokes = (large[labels] * np.uint8(WHITE)).astype(np.uint8)
    clear[cv2.dilate(strokes, np.ones((5, 5), np.uint8)) > 0] = WHITE
    return clear


def _telling(words: Sequence[Read]) -> int:
    """The letters of the words that are sure."""
    return sum(len(word.text) for word in words if word.confidence >= _SURE)
