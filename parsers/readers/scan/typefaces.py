"""Letters that a page does not show, as the typeface prints them in which its other letters are set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.readers.scan.glyphs import Alphabet, Darkness, Glyph

# What office programs set text in, by the files that have the same shapes under free licences.
_FACES = (
    "LiberationSerif-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "Carlito-Regular.ttf",
    "Caladea-Regular.ttf",
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZĀČĒĢĪĶĻŅŠŪŽabcdefghijklmnopqrstuvwxyzāčēģīķļņšūž"
_COMPARED = "aeinorstuklmpdvgbhzjcATKLPSVRIMUD"
_FEWEST = 8  # letters to compare
_ENOUGH = 3  # examples of a letter
_TRIAL = 100  # pixels: the size at which heights are compared
_BLURS = (0.6, 1.0, 1.5, 2.2)
_JITTER = 2
_INK = 0.35
_ALIKE = 0.75  # of the ink of two pictures that has to be in the same places
_MARGIN = 6


@dataclass(frozen=True, slots=True)
class _Face:
    """A typeface in one size, as blurred and as black as it is on the page."""

    font: ImageFont.FreeTypeFont
    blur: float
    black: float

    def glyph(self, letter: str) -> Glyph:
        """A letter's picture, its edges as far from its ink as those of letters on the page."""
        left, top, right, bottom = (int(v) for v in self.font.getbbox(letter, anchor="ls"))
        picture = Image.new("L", (right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN), 0)
        ImageDraw.Draw(picture).text((_MARGIN - left, _MARGIN - top), letter, 255, self.font, anchor="ls")
        dark = cv2.GaussianBlur(np.asarray(picture, np.float32) / 255, (0, 0), self.blur)
        edge = _MARGIN - 1
        return Glyph(np.asarray(dark * self.black, np.float32)[edge:-edge, edge:-edge], 1 - top)


def completed(letters: Alphabet) -> Alphabet:
    """`letters` with those the page hardly shows; without them where no typeface is like the page's."""
    face = _face_of(letters)
    if face is None:
        return letters
    printed = {c: [face.glyph(c)] for c in _LETTERS if len(letters.get(c, ())) < _ENOUGH}
    return {**letters, **{c: [*letters.get(c, ()), *glyphs] for c, glyphs in printed.items()}}


def _face_of(letters: Alphabet) -> _Face | None:
    """The face that the page's letters are most like."""
    shown = [letter for letter in _COMPARED if letter in letters]
    if len(shown) < _FEWEST:
        return None
    ranked = [(fmean(_likeness(letters[c][0], face.glyph(c)) for c in shown), face) for face in _faces(letters, shown)]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > _ALIKE else None


def _faces(letters: Alphabet, shown: list[str]) -> Iterator[_Face]:
    """Every face that is installed, in the page's size, in several degrees of sharpness."""
    black = float(np.median([np.quantile(letters[c][0].dark, 0.97) for c in shown]))
    for name in _FACES:
        trial = _font(name, _TRIAL)
        if trial is None:
            continue
        size = _TRIAL * median(_height(letters[c][0].dark) / _printed_height(trial, c) for c in shown)
        font = _font(name, round(size * 4) / 4)
        if font is not None:
            yield from (_Face(font, blur, black) for blur in _BLURS)


@lru_cache(maxsize=64)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont | None:
    try:
        return ImageFont.truetype(name, size)
    except OSError:  # not installed
        return None


def _height(dark: Darkness) -> float:
    rows = np.nonzero((dark > _INK * dark.max()).any(axis=1))[0]
    return float(rows[-1] - rows[0] + 1)


def _printed_height(font: ImageFont.FreeTypeFont, letter: str) -> float:
    _, top, _, bottom = font.getbbox(letter, anchor="ls")
    return bottom - top


def _likeness(one: Glyph, other: Glyph) -> float:
    """How much of two letters' ink is in the same places when one is laid on the other, 0 to 1."""
    above = max(one.rise, other.rise) + _JITTER
    below = max(one.dark.shape[0] - one.rise, other.dark.shape[0] - other.rise) + _JITTER
    wide = max(one.dark.shape[1], other.dark.shape[1]) + 2 * _JITTER
    first = _laid(one, above, below, wide, 0, 0)
    total = float(one.dark.sum() + other.dark.sum())
    shifts = range(-_JITTER, _JITTER + 1)
    apart = min(
        float(np.abs(first - _laid(other, above, below, wide, down, right)).sum())
        for down in shifts
        for right in shifts
    )
    return 1 - apart / total


def _laid(glyph: Glyph, above: int, below: int, wide: int, down: int, right: int) -> Darkness:
    sheet = np.zeros((above + below, wide), np.float32)
    high, broad = glyph.dark.shape
    top, left = above - glyph.rise + down, (wide - broad) // 2 + right
    sheet[top : top + high, left : left + broad] = glyph.dark
    return sheet
