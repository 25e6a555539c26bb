"""Signatures drawn by hand in the picture of a letter.

A signature is one long thin stroke, larger than any letter, neither straight as a rule nor round as a stamp, and below
the letterhead. A stamp alone is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from parsers.readers.layout import Area
from parsers.readers.scan.coloured import COLOURED, darkness, ground_of, strength
from parsers.readers.scan.raster import WHITE, Raster, as_raster, closed, grey, inked
from parsers.readers.scan.stamps import erase_stamps

# All lengths in heights of a letter.
_WORKING_LETTER = 12.0
_LEAST_WIDTH, _LEAST_HEIGHT, _LEAST_STROKE = 3.9, 1.7, 8.5
_THICKEST_STROKE = 0.55
_FULLEST = 0.45  # of its rectangle; print, pictures and codes fill more
_LETTERHEAD = 0.25  # of the page
_MOST_STROKES = 15
_LEVEL_RULE, _UPRIGHT_RULE = 25, 5
_LEAST_TURNING = 1.15  # the stroke's length, in diagonals of its rectangle; less is a straight line
_STAMP, _MARGIN = 14.0, 2.0  # how far around strokes a stamp is looked for, and strokes are


def drawings(picture: Raster, cleaned: Raster, letter: float, text: Sequence[Area] = ()) -> list[Area]:
    """Where `picture`, upright and level, with letters of the height `letter`, shows what may be a signature.

    `cleaned` is the same without pale stamps, where strokes that merge with one stand alone. `text` is where words were read
    surely, which therefore are no strokes of a pen, unless these are of another colour.
    """
    scale = min(1.0, _WORKING_LETTER / letter)
    unit = letter * scale
    whole, dark = (_strokes(each, scale, unit) for each in (picture, cleaned))
    looks = [(_without(whole, text, scale), whole), (_without(dark, text, scale), whole)]
    if picture.ndim > 2:
        pen = _coloured(picture, scale, unit)
        looks.append((pen, pen))
    for strokes, with_stamps in looks:
        found = [area.scaled(1 / scale) for area in _drawn(strokes, with_stamps, unit)]
        if found:
            return found
    return []


def _coloured(picture: Raster, scale: float, unit: float) -> Raster:
    """Ink of another colour than print and paper, in whatever light; it runs on where it crosses words."""
    small = as_raster(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return as_raster((strength(darkness(small, ground_of(small, unit))) > COLOURED) * np.uint8(WHITE))


def _without(strokes: Raster, text: Sequence[Area], scale: float) -> Raster:
    rest = strokes.copy()
    for word in text:
        top, bottom, left, right = (int(v * scale) for v in (word.top, word.bottom, word.left, word.right))
        rest[top : bottom + 1, left : right + 1] = 0
    return rest


def _strokes(picture: Raster, scale: float, unit: float) -> Raster:
    level = as_raster(cv2.resize(grey(picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return _without_rules(inked(level), unit)


def _drawn(strokes: Raster, with_stamps: Raster, unit: float) -> Iterator[Area]:
    """Where strokes of a pen are; `with_stamps` shows the stamps whole that have left traces in `strokes`."""
    left = strokes.copy()
    height, width = strokes.shape
    for area in _large(strokes, unit):
        at_edge = min(area.left, area.top) <= 2 or area.right >= width - 2 or area.bottom >= height - 2
        if at_edge or area.middle < _LETTERHEAD * height:
            continue
        # What is left of a stamp after its rings is gone for what is looked at later, too.
        wide = _beside(area, _STAMP * unit)
        erase_stamps(left[wide], with_stamps[wide], unit)
        if _shows_drawing(left[_beside(area, _MARGIN * unit)], unit):
            yield area


def _beside(area: Area, margin: float) -> tuple[slice, slice]:
    rows = slice(max(0, int(area.top - margin)), int(area.bottom + margin))
    return rows, slice(max(0, int(area.left - margin)), int(area.right + margin))


def _large(strokes: Raster, unit: float) -> list[Area]:
    """Where there are strokes larger than letters, the largest first."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed(strokes), connectivity=8)
    found = [
        Area(float(left), float(top), float(left + wide), float(top + high))
        for left, top, wide, high, _ in stats[1:]
        if wide >= _LEAST_WIDTH * unit and high >= _LEAST_HEIGHT * unit
    ]
    return sorted(found, key=lambda area: -area.width * area.height)[:_MOST_STROKES]


def _shows_drawing(strokes: Raster, unit: float) -> bool:
    """Whether a stroke in one piece is drawn; printed letters that merge with a stamp's are of many pieces."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    return any(
        wide >= _LEAST_WIDTH * unit
        and high >= _LEAST_HEIGHT * unit
        and _is_drawn(labels[top : top + high, left : left + wide] == index, unit)
        for index, (left, top, wide, high, _) in enumerate(stats[1:], start=1)
    )


def _without_rules(ink: Raster, unit: float) -> Raster:
    """Ink without long straight lines: level ones longer than a signature runs flat, and upright ones."""
    bridged = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    level = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, int(_LEVEL_RULE * unit)), np.uint8))
    upright = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((int(_UPRIGHT_RULE * unit), 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    return as_raster(cv2.bitwise_and(ink, cv2.bitwise_not(rules)))


def _is_drawn(shape: np.ndarray, unit: float) -> bool:
    """Whether a stroke is long, thin and winding."""
    area = float(shape.sum())
    if area > _FULLEST * shape.size:
        return False
    line = _thinned(as_raster(shape * np.uint8(255)))
    length = float(line.sum())
    diagonal = math.hypot(*shape.shape)
    thickness = area / max(length, 1.0)
    return length > _LEAST_STROKE * unit and thickness < _THICKEST_STROKE * unit and length > _LEAST_TURNING * diagonal


def _thinned(shape: Raster) -> np.ndarray:
    """The middle line of a stroke, by repeated opening and thinning."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    left, line = shape.copy(), np.zeros_like(shape)
    while left.any():
        line = as_raster(cv2.bitwise_or(line, cv2.subtract(left, cv2.morphologyEx(left, cv2.MORPH_OPEN, cross))))
        left = as_raster(cv2.erode(left, cross))
    return line > 0
