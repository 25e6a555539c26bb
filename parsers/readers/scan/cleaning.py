"""The paper made white: uneven light and stamps taken out, so that letters are what is left."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.readers.scan.raster import WHITE, Raster, as_raster, colour, grey, inked

# Strokes that spread over so many letters both ways are a stamp's or a pen's; so much colour is none of a printer's black.
_SPREAD = 3.5
_COLOURED = 26
_BLACK = 105  # what is darker than this in every colour is a letter under the stamp
_SPECK, _SPECK_APART = 0.45, 1.2  # in heights of a letter: how large a speck is at most, and how far from letters
_FAINTER = 30  # by how much a grey stamp is lighter than the letters around it
_LEAST_STAMP = 3.0  # of ink, in squares of a letter's height


def cleaned(picture: Raster, letter: float) -> Raster:
    """`picture` as grey letters on white."""
    level = _flattened(grey(_without_coloured_stamps(picture, letter)), letter)
    return _without_specks(_without_grey_stamps(level, letter), letter)


def paper(level: Raster, letter: float) -> Raster:
    """The paper that `level`, in grey or in one colour, would show without ink: what is lightest around each place."""
    small = cv2.resize(level, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = max(5, int(letter * 0.7) | 1)
    lightest = cv2.medianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), min(2 * reach + 1, 201))
    return as_raster(cv2.resize(lightest, (level.shape[1], level.shape[0]), interpolation=cv2.INTER_LINEAR))


def _flattened(level: Raster, letter: float) -> Raster:
    """Light made even: each place is compared with the paper around it."""
    return as_raster(cv2.divide(level, np.maximum(paper(level, letter), 1), scale=WHITE))


def _without_coloured_stamps(picture: Raster, letter: float) -> Raster:
    """Large coloured strokes, and what is coloured between them, lightened to paper; coloured letters stay."""
    if picture.ndim == 2:
        return picture
    strength = cv2.blur(colour(picture), (3, 3))
    coloured = as_raster(
        cv2.inRange(strength, np.array(_COLOURED + float(np.median(strength[::4, ::4]))), np.array(255.0))
    )
    large = _large(as_raster(coloured), letter)
    if large is None:
        return picture
    hulls = np.zeros(coloured.shape, np.uint8)
    contours, _ = cv2.findContours(large, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cv2.drawContours(hulls, [cv2.convexHull(contour) for contour in contours], -1, WHITE, -1)
    stamp = cv2.dilate(cv2.bitwise_and(coloured, hulls), np.ones((5, 5), np.uint8))
    lightened = picture.copy()
    blue, green, red = cv2.split(picture)
    lightened[(stamp > 0) & (cv2.max(cv2.max(blue, green), red) > _BLACK)] = WHITE
    return lightened


def _without_grey_stamps(level: Raster, letter: float) -> Raster:
    """Large strokes, and all between them, lightened to paper where they are lighter than letters are."""
    ink = inked(level)
    strokes = as_raster(cv2.bitwise_and(ink, cv2.bitwise_not(_straight(ink, letter))))
    large = _large(strokes, letter)
    if large is None:
        return level
    # The darkest pixel near each place: a stroke is as dark as its middle, its blurred edges are not.
    core = cv2.erode(level, np.ones((3, 3), np.uint8))
    letters = float(np.median(core[(ink > 0) & (large == 0)]))
    lighter = (large > 0) & (core > letters + _FAINTER)
    if lighter.sum() < _LEAST_STAMP * letter * letter:
        return level
    limit = (float(np.median(core[lighter])) + letters) / 2
    near_letters = cv2.dilate(as_raster((level < limit) * np.uint8(WHITE)), np.ones((3, 3), np.uint8))
    lightened = level.copy()
    lightened[(_spread(large, letter) > 0) & (near_letters == 0)] = WHITE
    return lightened


def _spread(large: Raster, letter: float) -> Raster:
    """What large strokes enclose, and a little around them: the letters on a stamp's ring do not touch its circles."""
    hulls = np.zeros(large.shape, np.uint8)
    reach = max(3, int(letter * 0.3) | 1)
    contours, _ = cv2.findContours(
        cv2.dilate(large, np.ones((reach, reach), np.uint8)), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    cv2.drawContours(hulls, [cv2.convexHull(contour) for contour in contours], -1, WHITE, -1)
    return hulls


def _without_specks(level: Raster, letter: float) -> Raster:
    """Dots that stand too far from any letter to be part of one, taken out."""
    ink = inked(level)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) < _SPECK * letter
    small[0] = False
    specks = as_raster(small[labels] * np.uint8(WHITE))
    reach = int(_SPECK_APART * letter) | 1
    near = cv2.dilate(cv2.bitwise_and(ink, cv2.bitwise_not(specks)), np.ones((reach, 2 * reach + 1), np.uint8))
    lone = cv2.dilate(cv2.bitwise_and(specks, cv2.bitwise_not(near)), np.ones((5, 5), np.uint8))
    cleared = level.copy()
    cleared[lone > 0] = WHITE
    return cleared


def _straight(ink: Raster, letter: float) -> Raster:
    """The rules of tables, which are large but no stamp."""
    length = int(4 * letter)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return as_raster(cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8)))


def _large(strokes: Raster, letter: float) -> Raster | None:
    """The strokes that spread widely both ways; None where there are none."""
    reach = max(3, int(letter * 0.2))
    joined = as_raster(cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = (stats[:, cv2.CC_STAT_HEIGHT] > _SPREAD * letter) & (stats[:, cv2.CC_STAT_WIDTH] > _SPREAD * letter)
    large[0] = False
    if not large.any():
        return None
    return as_raster(cv2.bitwise_and(strokes, as_raster(large[labels] * np.uint8(WHITE))))
