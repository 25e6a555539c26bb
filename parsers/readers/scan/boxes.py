"""Tick boxes in a picture: small squares, and whether anything is in them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.readers.layout import Area
from parsers.readers.scan.raster import WHITE, Raster

# Sides of a tick box in heights of a letter, how far from square, and how much ink inside is a tick.
_SMALLEST, _LARGEST, _SQUARE = 1.1, 2.6, 0.2
_TICKED = 0.09
# How many sides of a box another one may stand above or below it, and how much of each side a pen leaves to be seen.
_FARTHEST, _CROSSED_FRAME = 14, 0.9


@dataclass(frozen=True, slots=True)
class TickBox:
    area: Area
    ticked: bool


def find_boxes(ink: Raster, letter: float) -> list[TickBox]:
    """The tick boxes among the ink."""
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return []
    found: list[TickBox] = []
    for contour, links in zip(contours, tree[0], strict=True):
        if links[3] >= 0:  # it lies in another one
            continue
        left, top, width, height = cv2.boundingRect(contour)
        if _is_square(width, height, letter) and _is_framed(ink, left, top, width, height):
            area = Area(float(left), float(top), float(left + width), float(top + height))
            found.append(TickBox(area, _inside(ink, left, top, width, height) > _TICKED))
    return found + _crossed(ink, found)


def _crossed(ink: Raster, known: list[TickBox]) -> list[TickBox]:
    """Boxes with strokes of a pen over their edges: frames as large as the `known` ones, above or below one of them."""
    bridged = (cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0).astype(np.float32)
    found: list[TickBox] = []
    for box in known:
        area, side = box.area, round((box.area.width + box.area.height) / 2)
        left, slack = int(area.left), max(2, side // 5)
        top, bottom = max(0, int(area.top) - _FARTHEST * side), int(area.bottom) + _FARTHEST * side
        begin = max(0, left - slack)
        framed = _framed(bridged[top:bottom, begin : left + slack + side + 1], side)
        while framed.size and framed.max() >= _CROSSED_FRAME:
            y, x = (int(v) for v in np.unravel_index(int(framed.argmax()), framed.shape))
            framed[max(0, y - side) : y + side] = 0
            place = Area(float(begin + x), float(top + y), float(begin + x + side), float(top + y + side))
            if not any(place.shares_width(o.area) > 0.2 and place.shares_height(o.area) > 0.2 for o in known + found):
                found.append(TickBox(place, _inside(ink, begin + x, top + y, side, side) > _TICKED))
    return found


def _framed(ink: npt.NDArray[np.float32], side: int) -> npt.NDArray[np.float32]:
    """For each place that may be a box's corner, how much of its worst side is drawn."""
    if ink.shape[0] <= side or ink.shape[1] <= side:
        return np.zeros((0, 0), np.float32)
    along = np.lib.stride_tricks.sliding_window_view(ink, side, axis=1).mean(axis=2)
    down = np.lib.stride_tricks.sliding_window_view(ink, side, axis=0).mean(axis=2)
    rows, columns = ink.shape[0] - side, ink.shape[1] - side
    sides = (along[:rows, :columns], along[side - 1 : side - 1 + rows, :columns])
    ends = (down[:rows, :columns], down[:rows, side - 1 : side - 1 + columns])
    return np.asarray(np.minimum(np.minimum(*sides), np.minimum(*ends)), dtype=np.float32)


def _is_square(width: int, height: int, letter: float) -> bool:
    longer = max(width, height)
    return _SMALLEST * letter <= longer <= _LARGEST * letter and abs(width - height) <= _SQUARE * longer


def _is_framed(ink: Raster, left: int, top: int, width: int, height: int) -> bool:
    """Whether straight strokes run along all four sides, as round letters have none."""
    patch = ink[top : top + height, left : left + width] > 0
    band = max(2, round(min(width, height) * 0.16))
    sides = (
        patch[:band].any(axis=0),
        patch[-band:].any(axis=0),
        patch[:, :band].any(axis=1),
        patch[:, -band:].any(axis=1),
    )
    corner = max(2, band)
    corners = (
        patch[:corner, :corner],
        patch[:corner, -corner:],
        patch[-corner:, :corner],
        patch[-corner:, -corner:],
    )
    return all(side.mean() > 0.92 for side in sides) and all(c.any() for c in corners)


def _inside(ink: Raster, left: int, top: int, width: int, height: int) -> float:
    margin = max(2, round(min(width, height) * 0.22))
    patch = ink[top + margin : top + height - margin, left + margin : left + width - margin]
    return float(np.mean(patch > 0)) if patch.size else 0.0


def masked(picture: Raster, boxes: list[TickBox]) -> Raster:
    """`picture` without the boxes, which would be read as letters."""
    cleared = picture.copy()
    for box in boxes:
        area = box.area
        cleared[max(0, int(area.top) - 2) : int(area.bottom) + 3, max(0, int(area.left) - 2) : int(area.right) + 3] = (
            WHITE
        )
    return cleared
