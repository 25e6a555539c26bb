"""Stamps in the picture of a letter: rings, and the words that stand around their centre between two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.scan.raster import Raster, closed

_CIRCLES_AT = 260  # pixels: a picture's longer side, on which centres are looked for
_MOST_CENTRES = 8
_TRIES = 6  # how often a centre is looked for beside the place where it seemed to be
_BESIDE = (-1, 0, 1)  # pixels
_DIRECTIONS = 90
_LEAST_ROUND = 0.6  # of a circle that has to be there for it to be a stamp's ring
_OUTWARDS = 0.85  # of how a stroke changes: away from the centre that it runs around
# In heights of a letter: how broad a band around a centre is, the radius of circles, how near one may run around its centre,
# and how far away.
_BAND, _RADIUS, _INNERMOST, _REACH = 0.12, (2.0, 14.0), 1.5, 15.0
_WITHIN = 0.9  # of a stroke that is a stamp's word


def erase_stamps(left: Raster, ink: Raster, unit: float) -> None:
    """Takes stamps out of `left`, which `ink` shows whole; `unit` is the height of a letter in pixels."""
    course = _course(ink)
    for x, y in _centres(left, unit):
        around = _centred(ink, course, x, y, unit)
        rings = around.rings()
        left[around.rows[rings], around.columns[rings]] = 0
        left[_words(left, around, unit)] = 0


def _centres(ink: Raster, unit: float) -> list[tuple[float, float]]:
    """Where about the centres of circles may be, found on a small picture."""
    scale = min(1.0, _CIRCLES_AT / max(ink.shape))
    small = cv2.GaussianBlur(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (3, 3), 0)
    found = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=unit * scale,
        param1=120,
        param2=28,
        minRadius=max(4, int(_RADIUS[0] * unit * scale)),
        maxRadius=int(_RADIUS[1] * unit * scale) + 5,
    )
    return [] if found is None else [(float(x) / scale, float(y) / scale) for x, y, _ in found[0][:_MOST_CENTRES]]


def _centred(ink: Raster, course: np.ndarray, x: float, y: float, unit: float) -> _Surroundings:
    """The ink around the centre that is next to a place."""
    shape = _Surroundings.of(ink, course, x, y, unit)
    for _ in range(_TRIES):
        beside = [
            _Surroundings.of(ink, course, shape.x + right, shape.y + down, unit)
            for right in _BESIDE
            for down in _BESIDE
        ]
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
class _Surroundings:
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
    def of(cls, ink: Raster, course: np.ndarray, x: float, y: float, unit: float) -> _Surroundings:
        reach = int(_REACH * unit)
        top, bottom = max(0, int(y) - reach), min(ink.shape[0], int(y) + reach)
        begin, end = max(0, int(x) - reach), min(ink.shape[1], int(x) + reach)
        rows, columns = np.nonzero(ink[top:bottom, begin:end])
        rows, columns = rows + top, columns + begin
        down, right = rows - y, columns - x
        far = np.maximum(np.hypot(down, right), 1.0)
        here = course[rows, columns]
        outwards = (here[:, 0] * down * down + 2 * here[:, 1] * down * right + here[:, 2] * right * right) / far**2
        around = outwards > _OUTWARDS * (here[:, 0] + here[:, 2])
        wide = _band(unit)
        band = (far / wide).astype(int)
        angle = ((np.arctan2(down, right) + math.pi) / (2 * math.pi) * _DIRECTIONS).astype(int) % _DIRECTIONS
        met = np.zeros((int(1.5 * reach / wide) + 3, _DIRECTIONS), dtype=bool)
        met[band[around], angle[around]] = True
        met[: int(_INNERMOST * unit / wide)] = False
        near = met | np.roll(met, 1, axis=0) | np.roll(met, -1, axis=0)
        return cls(x, y, rows, columns, band, around, near.mean(axis=1), float(met.mean(axis=1).max()))

    def rings(self) -> np.ndarray:
        """Which of the ink is a ring's."""
        is_ring = self.fullness >= _LEAST_ROUND
        is_ring = is_ring | np.roll(is_ring, 1) | np.roll(is_ring, -1)
        return np.asarray(is_ring[self.band] & self.runs_around)

    def ring_bands(self) -> np.ndarray:
        """The bands that rings fill, the innermost first."""
        return np.nonzero(self.fullness >= _LEAST_ROUND)[0]


def _words(left: Raster, around: _Surroundings, unit: float) -> np.ndarray:
    """Which pixels of `left` are strokes between two rings, where a stamp has its words."""
    rings = around.ring_bands()
    if not rings.size or rings[-1] - rings[0] < unit / _band(unit):
        return np.zeros(left.shape, dtype=bool)
    inside = (around.band >= rings[0]) & (around.band <= rings[-1])
    between = np.zeros(left.shape, dtype=bool)
    between[around.rows[inside], around.columns[inside]] = True
    count, labels = cv2.connectedComponents(closed(left), connectivity=8)
    there, within = (np.bincount(labels[where], minlength=count) for where in (left > 0, between))
    is_word = within > _WITHIN * np.maximum(there, 1)
    is_word[0] = False
    return np.asarray(is_word[labels])


def _band(unit: float) -> float:
    """How broad a band of a stamp is, in pixels."""
    return max(1.0, _BAND * unit)
