"""Pictures as arrays, the same everywhere here: 8 bits, grey or blue-green-red, and what is measured on them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Raster = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

WHITE = 255
_SMALLEST_LETTER, _LARGEST_LETTER = 6, 120


def grey(picture: Raster) -> Raster:
    return picture if picture.ndim == 2 else as_raster(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def colour(picture: Raster) -> Raster:
    """How far each pixel is from grey."""
    blue, green, red = cv2.split(picture)
    return as_raster(cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)))


def as_raster(array: Any) -> Raster:
    """What OpenCV returns, as its type says no more than that it is an array."""
    return np.asarray(array, dtype=np.uint8)


def resized(picture: Raster, scale: float) -> Raster:
    if abs(scale - 1) < 0.02:
        return picture
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return as_raster(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how))


def inked(picture: Raster) -> Raster:
    """255 where there is ink, however unevenly the paper is lit."""
    level = grey(picture)
    size = max(15, (max(level.shape) // 60) | 1)
    return as_raster(cv2.adaptiveThreshold(level, WHITE, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 15))


def closed(ink: Raster) -> Raster:
    """Ink without gaps of a pixel or two."""
    return as_raster(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))


def letter_height(ink: Raster) -> float:
    """The usual height of what looks like a letter, 0 where there are too few."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    widths, heights, areas = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    alike = (
        (heights >= _SMALLEST_LETTER)
        & (heights <= _LARGEST_LETTER)
        & (widths <= 2 * heights)
        & (heights <= 6 * np.maximum(widths, 1))
        & (areas > 0.15 * widths * heights)
    )
    found = heights[alike]
    return float(np.median(found)) if found.size >= 25 else 0.0
