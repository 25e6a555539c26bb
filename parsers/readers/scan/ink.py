"""Signatures drawn by hand in the picture of a letter.

A signature is one long thin stroke, larger than any letter, neither straight as a rule nor round as a stamp, and below
the letterhead. A stamp alone is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from parsers.readers.layout import Area
from parsers.readers.scan.raster import Raster, as_raster, grey, inked

# All lengths in heights of a letter.
_WORKING_LETTER = 12.0
_LEAST_WIDTH, _LEAST_HEIGHT, _LEAST_STROKE = 3.9, 1.7, 8.5
_THICKEST_STROKE = 0.55
_FULLEST = 0.45  # of its rectangle; print, pictures and codes fill more
_LETTERHEAD = 0.25  # of the page
_MOST_STROKES = 15
_LEVEL_RULE, _UPRIGHT_RULE = 25, 5
_CIRCLES_AT = 260  # pixels
_LEAST_TURNING = 1.15  # the stroke's length, in diagonals of its rectangle; less is a straight line
_DIRECTIONS = 90
_LEAST_ROUND = 0.6  # of a circle that has to be there for it to be a stamp's ring


def drawings(picture: Raster, letter: float, text: Sequence[Area] = ()) -> list[Area]:
    """Where `picture`, upright and level, with letters of the height `letter`, shows what may be a signature.

    `text` is where words were read surely, which therefore are no strokes of a pen.
    """
    scale = min(1.0, _WORKING_LETTER / letter)
    level = as_raster(cv2.resize(grey(picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    unit = letter * scale
    strokes = _without_rules(inked(level), unit)
    for word in text:
        top, bottom, left, right = (int(v * scale) for v in (word.top, word.bottom, word.left, word.right))
        strokes[top : bottom + 1, left : right + 1] = 0
    height, width = strokes.shape
    found: list[Area] = []
    for area in _large(strokes, unit):
        at_edge = min(area.left, area.top) <= 2 or area.right >= width - 2 or area.bottom >= height - 2
        if at_edge or area.middle < _LETTERHEAD * height:
            continue
        margin = int(2 * unit)
        rows = slice(max(0, int(area.top) - margin), int(area.bottom) + margin)
        columns = slice(max(0, int(area.left) - margin), int(area.right) + margin)
        # What is left of a stamp after its rings is gone for what is looked at later, too.
        strokes[rows, columns] = _without_rings(strokes[rows, columns], unit)
        if _shows_drawing(strokes[rows, columns], unit):
            found.append(Area(area.left / scale, area.top / scale, area.right / scale, area.bottom / scale))
    return found


def _large(strokes: Raster, unit: float) -> list[Area]:
    """Where there are strokes larger than letters, the largest first."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(_closed(strokes), connectivity=8)
    found = [
        Area(float(left), float(top), float(left + wide), float(top + high))
        for left, top, wide, high, _ in stats[1:]
        if wide >= _LEAST_WIDTH * unit and high >= _LEAST_HEIGHT * unit
    ]
    return sorted(found, key=lambda area: -area.width * area.height)[:_MOST_STROKES]


def _shows_drawing(strokes: Raster, unit: float) -> bool:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_closed(strokes), connectivity=8)
    return any(
        wide >= _LEAST_WIDTH * unit
        and high >= _LEAST_HEIGHT * unit
        and _is_drawn(labels[top : top + high, left : left + wide] == index, unit)
        for index, (left, top, wide, high, _) in enumerate(stats[1:], start=1)
    )


def _closed(strokes: Raster) -> Raster:
    return as_raster(cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))


def _without_rules(ink: Raster, unit: float) -> Raster:
    """Ink without long straight lines: level ones longer than a signature runs flat, and upright ones."""
    bridged = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    level = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, int(_LEVEL_RULE * unit)), np.uint8))
    upright = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((int(_UPRIGHT_RULE * unit), 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    return as_raster(cv2.bitwise_and(ink, cv2.bitwise_not(rules)))


def _without_rings(ink: Raster, unit: float) -> Raster:
    """Ink without the circles of stamps, whose centres are looked for on a small picture."""
    scale = min(1.0, _CIRCLES_AT / max(ink.shape))
    small = cv2.GaussianBlur(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (3, 3), 0)
    found = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=unit * scale,
        param1=120,
        param2=28,
        minRadius=max(4, int(2 * unit * scale)),
        maxRadius=int(14 * unit * scale) + 5,
    )
    left = ink.copy()
    for x, y, _ in [] if found is None else found[0][:8]:
        _erase_rings(left, ink, float(x) / scale, float(y) / scale, unit)
    return left


def _erase_rings(left: Raster, ink: Raster, x: float, y: float, unit: float) -> None:
    """Take every ring around one centre out of `left`."""
    reach = int(15 * unit)
    top, bottom = max(0, int(y) - reach), min(ink.shape[0], int(y) + reach)
    begin, end = max(0, int(x) - reach), min(ink.shape[1], int(x) + reach)
    rows, columns = np.nonzero(ink[top:bottom, begin:end])
    down, right = rows + top - y, columns + begin - x
    band = max(1.0, 0.12 * unit)
    ring = (np.hypot(down, right) / band).astype(int)
    angle = ((np.arctan2(down, right) + math.pi) / (2 * math.pi) * _DIRECTIONS).astype(int) % _DIRECTIONS
    met = np.zeros((int(1.5 * reach / band) + 3, _DIRECTIONS), dtype=bool)
    met[ring, angle] = True
    wide = met | np.roll(met, 1, axis=0) | np.roll(met, -1, axis=0)
    is_ring = wide.mean(axis=1) >= _LEAST_ROUND
    is_ring[: int(1.5 * unit / band)] = False
    is_ring = is_ring | np.roll(is_ring, 1) | np.roll(is_ring, -1)
    gone = is_ring[ring]
    left[rows[gone] + top, columns[gone] + begin] = 0


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
