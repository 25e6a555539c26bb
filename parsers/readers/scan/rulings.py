"""The rules of forms and tables in a picture: found, and taken out so that they do not disturb the letters."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.readers.layout import Area, Rule
from parsers.readers.scan.raster import WHITE, Raster, as_raster

# Shortest rules, in heights of a letter: a level one, and an upright one, which must be longer than any letter's stem.
_LEVEL, _UPRIGHT = 4.0, 2.6
_THICKEST = 0.5
# Of a rule with an underline on it: in which percentile its own thickness is, how many times that both are, how long a gap may
# be in heights of a letter, and how much of the rule the underline has at most.
_USUAL, _THICKER, _BROKEN, _SHORTER = 20, 1.4, 0.6, 0.9
# Of letters that stand on a rule: how far above it their stems are, in heights of a letter, how many of them each height of a
# letter holds along it (a signature's strokes are fewer), and how much of the rule letters touch (more than descenders do).
_STEMS, _STEMS_ALONG, _TOUCHED = (0.25, 0.65), 0.7, 0.25
_CROSSED = 0.5  # how thick a rule may be that a letter's stroke crosses


def find_rules(ink: Raster, letter: float) -> list[Rule]:
    """Level and upright rules among the ink."""
    level = _runs(ink, int(_LEVEL * letter), letter, level=True)
    underlines = [line for rule in level if (line := _lying_on(rule, ink, letter))]
    return [*level, *underlines, *_runs(ink, int(_UPRIGHT * letter), letter, level=False)]


def _lying_on(rule: Rule, ink: Raster, letter: float) -> Rule | None:
    """The underline of a cell's last line that lies so near its edge that both look like one rule, thicker along it."""
    area = rule.area
    top, bottom, left, right = (int(edge) for edge in (area.top, area.bottom, area.left, area.right))
    thickness = (ink[top:bottom, left:right] > 0).sum(axis=0)
    usual = float(np.percentile(thickness, _USUAL))
    if not usual:  # dotted
        return None
    thick = (thickness > _THICKER * usual).astype(np.uint8)[np.newaxis]
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(3, int(_BROKEN * letter))), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    if count < 2:
        return None
    start, _, width, _, _ = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_WIDTH]))]
    if not _LEVEL * letter < width < _SHORTER * area.width:
        return None
    return Rule(Area(area.left + start, area.top, area.left + start + width, area.bottom - usual))


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


def underlines(rules: Sequence[Rule], ink: Raster, letter: float) -> list[Rule]:
    """The level rules that the letters of a line touch from above."""
    return [rule for rule in rules if rule.level and _carries_letters(ink, rule.area, letter)]


def _carries_letters(ink: Raster, rule: Area, letter: float) -> bool:
    near, far = (int(rule.top - above * letter) for above in _STEMS)
    along = slice(int(rule.left), int(rule.right))
    stems, touching = ink[max(far, 0) : max(near, 0), along] > 0, ink[max(int(rule.top) - 1, 0), along] > 0
    if not len(stems) or touching.mean() < _TOUCHED:
        return False
    return float(np.median((stems[:, 1:] & ~stems[:, :-1]).sum(axis=1))) > _STEMS_ALONG * rule.width / letter


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
