"""Signatures drawn by hand in the picture of a letter.

A signature is one long thin stroke, larger than any letter, neither straight as a rule nor round as a stamp, and below
the letterhead. A stamp alone is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
_AROUND = 0.85  # of how a stroke changes: outwards from the centre that it runs around
_BAND = 0.12  # in heights of a letter
_STAMP, _MARGIN = 14.0, 2.0  # how far around strokes a stamp is looked for, and strokes are
_MOST_CENTRES = 8  # of stamps
_TRIES, _NEXT = (
    6,
    (-1, 0, 1),
)  # how often, and how many pixels beside it, a centre is looked for around where it seemed to be
_BETWEEN = 0.9  # of a stroke that is a stamp's word


def drawings(picture: Raster, cleaned: Raster, letter: float, text: Sequence[Area] = ()) -> list[Area]:
    """Where `picture`, upright and level, with letters of the height `letter`, shows what may be a signature.

    `cleaned` is the same without pale stamps, where strokes that merge with one stand alone. `text` is where words were read
    surely, which therefore are no strokes of a pen.
    """
    scale = min(1.0, _WORKING_LETTER / letter)
    unit = letter * scale
    all_strokes, dark_strokes = (_strokes(each, scale, unit) for each in (picture, cleaned))
    found: list[Area] = []
    for strokes in (all_strokes, dark_strokes):
        for word in text:
            top, bottom, left, right = (int(v * scale) for v in (word.top, word.bottom, word.left, word.right))
            strokes[top : bottom + 1, left : right + 1] = 0
        found = found or [
            Area(area.left / scale, area.top / scale, area.right / scale, area.bottom / scale)
            for area in _drawn(strokes, all_strokes, unit)
        ]
    return found


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
        wide = _around(area, _STAMP * unit)
        _erase_stamps(left[wide], with_stamps[wide], unit)
        if _shows_drawing(left[_around(area, _MARGIN * unit)], unit):
            yield area


def _around(area: Area, margin: float) -> tuple[slice, slice]:
    rows = slice(max(0, int(area.top - margin)), int(area.bottom + margin))
    return rows, slice(max(0, int(area.left - margin)), int(area.right + margin))


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


def _erase_stamps(left: Raster, ink: Raster, unit: float) -> None:
    """Takes out of `left` the stamps in `ink`, whose centres are looked for on a small picture."""
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
    course = _course(ink)
    for x, y, _ in [] if found is None else found[0][:_MOST_CENTRES]:
        _erase_stamp(left, _centred(ink, course, float(x) / scale, float(y) / scale, unit), unit)


def _centred(ink: Raster, course: np.ndarray, x: float, y: float, unit: float) -> _Around:
    """The ink around the centre that is next to a place."""
    shape = _Around.of(ink, course, x, y, unit)
    for _ in range(_TRIES):
        beside = [_Around.of(ink, course, shape.x + right, shape.y + down, unit) for right in _NEXT for down in _NEXT]
        best = max(beside, key=lambda each: each.roundest)
        if best.roundest <= shape.roundest:
            break
        shape = best
    return shape


def _course(ink: Raster) -> np.ndarray:
    """For each pixel how its surroundings change: downwards squared, down times right, and to the right squared."""
    smooth = cv2.GaussianBlur(ink, (0, 0), 1.0).astype(np.float32)
    right, down = (cv2.Sobel(smooth, cv2.CV_32F, *way) for way in ((1, 0), (0, 1)))
    return cv2.GaussianBlur(np.stack([down * down, down * right, right * right], axis=-1), (0, 0), 1.5)


@dataclass(frozen=True, slots=True)
class _Around:
    """The ink around a place: where it is, how many bands away, whether it runs around it; how full each band is by it with those
    beside it, and the fullest alone."""

    x: float
    y: float
    rows: np.ndarray
    columns: np.ndarray
    band: np.ndarray
    runs_around: np.ndarray
    fullness: np.ndarray
    roundest: float

    @classmethod
    def of(cls, ink: Raster, course: np.ndarray, x: float, y: float, unit: float) -> _Around:
        reach = int(15 * unit)
        top, bottom = max(0, int(y) - reach), min(ink.shape[0], int(y) + reach)
        begin, end = max(0, int(x) - reach), min(ink.shape[1], int(x) + reach)
        rows, columns = np.nonzero(ink[top:bottom, begin:end])
        rows, columns = rows + top, columns + begin
        down, right = rows - y, columns - x
        far = np.maximum(np.hypot(down, right), 1.0)
        here = course[rows, columns]
        outwards = (here[:, 0] * down * down + 2 * here[:, 1] * down * right + here[:, 2] * right * right) / far**2
        around = outwards > _AROUND * (here[:, 0] + here[:, 2])
        wide = max(1.0, _BAND * unit)
        band = (far / wide).astype(int)
        angle = ((np.arctan2(down, right) + math.pi) / (2 * math.pi) * _DIRECTIONS).astype(int) % _DIRECTIONS
        met = np.zeros((int(1.5 * reach / wide) + 3, _DIRECTIONS), dtype=bool)
        met[band[around], angle[around]] = True
        met[: int(1.5 * unit / wide)] = False
        near = met | np.roll(met, 1, axis=0) | np.roll(met, -1, axis=0)
        return cls(x, y, rows, columns, band, around, near.mean(axis=1), float(met.mean(axis=1).max()))

    def rings(self) -> np.ndarray:
        """Which of the ink is a ring's."""
        is_ring = self.fullness >= _LEAST_ROUND
        is_ring = is_ring | np.roll(is_ring, 1) | np.roll(is_ring, -1)
        return np.asarray(is_ring[self.band] & self.runs_around)


def _erase_stamp(left: Raster, shape: _Around, unit: float) -> None:
    """Takes out of `left` the rings around a centre, and what stands between two of them, where a stamp has its words."""
    rings = shape.rings()
    left[shape.rows[rings], shape.columns[rings]] = 0
    bands = np.nonzero(shape.fullness >= _LEAST_ROUND)[0]
    if not bands.size or bands[-1] - bands[0] < unit / max(1.0, _BAND * unit):
        return
    inner, outer = bands[0], bands[-1]
    between = np.zeros(left.shape, np.uint8)
    inside = (shape.band >= inner) & (shape.band <= outer)
    between[shape.rows[inside], shape.columns[inside]] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_closed(left), connectivity=8)
    share = np.bincount(labels[between > 0], minlength=len(stats)) / np.maximum(
        np.bincount(labels[left > 0], minlength=len(stats)), 1
    )
    words = share > _BETWEEN
    words[0] = False
    left[words[labels]] = 0


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
