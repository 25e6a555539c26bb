"""Tick boxes in a picture: small squares, and whether anything is in them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.layout import Area
from parsers.readers.scan.raster import WHITE, Raster

# Sides of a tick box in heights of a letter, how far from square, and how much ink inside is a tick.
_SMALLEST, _LARGEST, _SQUARE = 1.1, 2.6, 0.2
_TICKED = 0.09


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
    return found


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
