"""The rules of forms and tables in a picture: found, and taken out so that they do not disturb the letters."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.readers.layout import Area, Rule
from parsers.readers.scan.raster import WHITE, Raster, as_raster

# Shortest rules, in heights of a letter: a level one, and an upright one, which must be longer than any letter's stem.
_LEVEL, _UPRIGHT = 4.0, 2.6
_THICKEST = 0.5
_CROSSED = 0.5  # how thick a rule may be that a letter's stroke crosses


def find_rules(ink: Raster, letter: float) -> list[Rule]:
    """Level and upright rules among the ink."""
    return [
        *_runs(ink, int(_LEVEL * letter), letter, level=True),
        *_runs(ink, int(_UPRIGHT * letter), letter, level=False),
    ]


def _runs(ink: Raster, length: int, letter: float, *, level: bool) -> list[Rule]:
    runs = _long_runs(ink, length, level=level)
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
    """`picture` without `rules`, as thick as they are drawn; strokes of letters that cross a level one are kept."""
    level, upright = (_drawn(ink, [r for r in rules if r.level is flat], letter, level=flat) for flat in (True, False))
    mask = as_raster(cv2.bitwise_or(level, upright))
    reach = int(_CROSSED * letter) | 1
    letters = as_raster(cv2.bitwise_and(ink, cv2.bitwise_not(mask)))
    crossing = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((reach, 1), np.uint8))
    cleared = picture.copy()
    cleared[(mask > 0) & (cv2.bitwise_and(crossing, cv2.bitwise_not(upright)) == 0)] = WHITE
    return cleared


def _drawn(ink: Raster, rules: list[Rule], letter: float, *, level: bool) -> Raster:
    """Where the ink of rules of one direction is, and the blur at its edges."""
    length = int((_LEVEL if level else _UPRIGHT) * letter)
    where = np.zeros(ink.shape, np.uint8)
    for rule in rules:
        area = rule.area
        where[int(area.top) : int(area.bottom) + 1, int(area.left) : int(area.right) + 1] = WHITE
    runs = _long_runs(ink, length // 2, level=level)
    edge = max(3, int(0.16 * letter) | 1)
    return as_raster(cv2.dilate(cv2.bitwise_and(runs, where), np.ones((edge, edge), np.uint8)))


def _long_runs(ink: Raster, length: int, *, level: bool) -> Raster:
    # Lines that are not quite level step from row to row: widening bridges the steps before long runs are looked for.
    along = np.ones((1, length) if level else (length, 1), np.uint8)
    across = np.ones((3, 1) if level else (1, 3), np.uint8)
    return as_raster(cv2.morphologyEx(cv2.dilate(ink, across), cv2.MORPH_OPEN, along))
