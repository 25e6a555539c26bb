"""Coloured ink of pens and stamps taken off the black print that it lies over.

Ink adds up: a place is as dark in each colour as the pen's share of it there and the print's, which is the same in all three.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from parsers.readers.layout import Area
from parsers.readers.scan.cleaning import paper
from parsers.readers.scan.raster import Raster, as_raster

Darkness = npt.NDArray[np.float32]  # in each of three colours; 0 is paper, 1 black

COLOURED = 0.15  # how far a pixel's darkest colour is from its lightest where it is no print
_PUREST = 0.75  # the quantile of coloured pixels from which on they show the ink alone
_LEAST = 1.0  # of coloured ink, in squares of a letter's height
_AROUND = 1.5  # in heights of a letter: how far a pen reaches beyond where it was noticed


def ground_of(picture: Raster, letter: float) -> Raster:
    """The paper beneath the ink, in each of three colours."""
    return np.stack([paper(as_raster(channel), letter) for channel in cv2.split(picture)], axis=-1)


def darkness(picture: Raster, ground: Raster) -> Darkness:
    """How much ink there is on the paper."""
    return np.asarray(1 - picture.astype(np.float32) / np.maximum(ground, 1), np.float32)


def strength(dark: Darkness) -> Darkness:
    """How far from black and grey ink is, of one number for each place."""
    return np.asarray(dark.max(axis=2) - dark.min(axis=2), np.float32)


def without_coloured_ink(picture: Raster, drawings: Sequence[Area], letter: float) -> Raster | None:
    """`picture` without the coloured ink where `drawings` are; None where none of them is coloured."""
    if picture.ndim == 2:
        return None
    ground = ground_of(picture, letter)
    cleared: Raster | None = None
    for drawing in drawings:
        where = _around(drawing, letter, picture.shape[:2])
        dark = darkness(picture[where], ground[where])
        black = _black_print(np.asarray(cv2.GaussianBlur(dark, (3, 3), 0), np.float32), letter)
        if black is not None:
            cleared = picture.copy() if cleared is None else cleared
            cleared[where] = (ground[where] * (1 - black[..., None])).astype(np.uint8)
    return cleared


def _around(drawing: Area, letter: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    over = _AROUND * letter
    rows = slice(max(0, int(drawing.top - over)), min(shape[0], int(drawing.bottom + over)))
    return rows, slice(max(0, int(drawing.left - over)), min(shape[1], int(drawing.right + over)))


def _black_print(dark: Darkness, letter: float) -> npt.NDArray[np.float32] | None:
    """How black the print is beneath the one coloured ink; None where there is hardly any."""
    strong = strength(dark)
    coloured = strong > COLOURED
    if coloured.sum() < _LEAST * letter * letter:
        return None
    pure = dark[strong >= max(COLOURED, float(np.quantile(strong[coloured], _PUREST)))]
    ink = np.median(pure, axis=0)
    most, least = int(ink.argmax()), int(ink.argmin())
    if ink[most] - ink[least] < COLOURED / 2:  # inks of colours that together are none
        return None
    share = np.clip((dark[..., most] - dark[..., least]) / (ink[most] - ink[least]), 0, 1)
    return np.asarray(np.clip(dark[..., least] - share * ink[least], 0, 1), np.float32)
