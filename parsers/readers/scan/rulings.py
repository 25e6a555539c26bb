"""The rules of forms and tables in a picture: found, and taken out so that they do not disturb the letters."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.readers.layout import Area, Rule
from parsers.readers.scan.raster import WHITE, Raster, as_raster

# Shortest rules, in heights of a letter: a level one, and an upright one, which must be longer than any letter's stem.
_LEVEL, _UPRIGHT = 4.0, 2.6
_THICKEST = 0.5


def find_rules(ink: Raster, letter: float) -> list[Rule]:
    """Level and upright rules among the ink."""
    return [
        *_runs(ink, int(_LEVEL * letter), letter, level=True),
        *_runs(ink, int(_UPRIGHT * letter), letter, level=False),
    ]


def _runs(ink: Raster, length: int, letter: float, *, level: bool) -> list[Rule]:
    along = np.ones((1, length) if level else (length, 1), np.uint8)
    # Lines that are not quite level step from row to row: widening bridges the steps before long runs are looked for.
    across = np.ones((3, 1) if level else (1, 3), np.uint8)
    runs = cv2.morphologyEx(cv2.dilate(ink, across), cv2.MORPH_OPEN, along)
    gap = max(3, int(0.4 * letter))
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, gap) if level else (gap, 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rules: list[Rule] = []
    for left, top, width, height, _ in stats[1:]:
        thickness, extent = (height, width) if level else (width, height)
        if thickness <= max(_THICKEST * letter, extent * 0.02) and extent >= length:
            rules.append(Rule(Area(float(left), float(top), float(left + width), float(top + height))))
    return rules


def erased(picture: Raster, rules: list[Rule], ink: Raster, letter: float) -> Raster:
    """`picture` without `rules`; what crosses them, such as a letter's tail, is kept."""
    mask = np.zeros(ink.shape, np.uint8)
    for rule in rules:
        area = rule.area
        one = mask[int(area.top) : int(area.bottom) + 1, int(area.left) : int(area.right) + 1]
        one[:] = WHITE
    width = max(2, int(letter * 0.12))
    mask = as_raster(cv2.dilate(mask, np.ones((width, width), np.uint8)))
    cleared = picture.copy()
    cleared[mask > 0] = WHITE
    return cleared
