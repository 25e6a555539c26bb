"""Letters that a page does not show, as the typeface prints them in which its other letters are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean, median

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.readers.scan.glyphs import Alphabet, Darkness, Glyph, Step

# What office programs set text in, by the files that have the same shapes under free licences.
_FACES = (
    "LiberationSerif-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "Carlito-Regular.ttf",
    "Caladea-Regular.ttf",
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZĀČĒĢĪĶĻŅŠŪŽabcdefghijklmnopqrstuvwxyzāčēģīķļņšūž-"
_COMPARED = "aeinorstuklmpdvgbhzjcATKLPSVRIMUD"
_FEWEST = 8  # letters to compare
_ENOUGH = 2  # examples of a letter
_TRIAL = 100  # pixels: the size at which heights are compared
_BLURS = (0.6, 1.0, 1.5, 2.2)
_JITTER = 2
_INK = 0.35
_BLACKEST = 0.97  # of a letter's pixels
_ALIKE = 0.75  # of the ink of two pictures that has to be in the same places
_WHOLE = 0.7  # the same of a letter and its likeness, for it to be whole
_MARGIN = 6
_UNEVEN = 0.15  # by how much pairs of letters differ that are set alike
_EVEN = 0.015  # by how much letters may be stretched without anybody's notice
_ENLARGED = 8  # times: how large letters are whose places are told exactly


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface in one size, as blurred and as black as it is on the page."""

    font: ImageFont.FreeTypeFont
    blur: float
    black: float
    stretch: float  # how much broader than high its letters are printed than it has them

    def glyph(self, letter: str) -> Glyph:
        """A letter's picture, its edges as far from its ink as those of letters on the page."""
        left, top, right, bottom = (int(v) for v in self.font.getbbox(letter, anchor="ls"))
        picture = Image.new("L", (right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN), 0)
        ImageDraw.Draw(picture).text((_MARGIN - left, _MARGIN - top), letter, 255, self.font, anchor="ls")
        dark = cv2.GaussianBlur(np.asarray(picture, np.float32) / 255, (0, 0), self.blur)
        edge = _MARGIN - 1
        dark = dark[edge:-edge, edge:-edge]
        if abs(self.stretch - 1) > _EVEN:
            dark = cv2.resize(
                dark, (max(1, round(dark.shape[1] * self.stretch)), dark.shape[0]), interpolation=cv2.INTER_AREA
            )
        return Glyph(np.asarray(np.minimum(dark * self.black, 1), np.float32), 1 - top)

    def steps(self, first: str, second: str) -> tuple[float, float]:
        """How far a letter's ink begins after that of the one before it, not kerned and kerned."""
        step, kern = _advance(self.font, first, second)
        apart = self.stretch * step + _edge(self, second) - _edge(self, first)
        return apart, apart + self.stretch * kern


def completed(letters: Alphabet, face: Face | None) -> Alphabet:
    """`letters` as the page shows them, but for what is torn, and as `face` prints them."""
    if face is None:
        return letters
    complete = {}
    for letter in _LETTERS:
        printed = face.glyph(letter)
        whole = [glyph for glyph in letters.get(letter, ()) if _likeness(glyph, printed) > _WHOLE]
        complete[letter] = [*whole[:_ENOUGH], printed]
    return complete


def face_of(letters: Alphabet, steps: Sequence[Step]) -> Face | None:
    """The face that the page's letters are most like; `steps` tell how broad it is."""
    shown = [letter for letter in _COMPARED if letter in letters]
    if len(shown) < _FEWEST:
        return None
    ranked = [
        (fmean(_likeness(letters[c][0], face.glyph(c)) for c in shown), face) for face in _faces(letters, shown, steps)
    ]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > _ALIKE else None


def _faces(letters: Alphabet, shown: list[str], steps: Sequence[Step]) -> Iterator[Face]:
    """Every face that is installed, in the page's size, in several degrees of sharpness."""
    for name in _FACES:
        trial = _font(name, _TRIAL)
        if trial is None:
            continue
        size = _TRIAL * median(_height(letters[c][0].dark) / _printed_height(trial, c) for c in shown)
        font = _font(name, round(size * 4) / 4)
        if font is not None:
            stretch = _stretch(font, steps)
            for blur in _BLURS:
                face = Face(font, blur, 1.0, stretch)
                black = median(_blackness(letters[c][0]) / _blackness(face.glyph(c)) for c in shown)
                yield replace(face, black=black)


def _stretch(font: ImageFont.FreeTypeFont, steps: Sequence[Step]) -> float:
    """How much farther letters follow each other than a face has them, kerned pairs and misread letters aside."""
    face = Face(font, _BLURS[0], 1.0, 1.0)
    pairs = [(far, step) for first, second, far in steps if (step := face.steps(first, second)[0]) > 1]
    if not pairs:
        return 1.0
    usual = median(far / step for far, step in pairs)
    alike = [(far, step) for far, step in pairs if abs(far / step - usual) <= _UNEVEN]
    return sum(far for far, _ in alike) / sum(step for _, step in alike)


@lru_cache(maxsize=8)
def _enlarged(font: ImageFont.FreeTypeFont) -> ImageFont.FreeTypeFont:
    return font.font_variant(size=font.size * _ENLARGED)


@lru_cache(maxsize=16384)
def _advance(font: ImageFont.FreeTypeFont, first: str, second: str) -> tuple[float, float]:
    """How far a letter's origin is after that of the one before it, and how much farther where it is kerned."""
    large = _enlarged(font)
    advance = large.getlength(first)
    return advance / _ENLARGED, (large.getlength(first + second) - advance - large.getlength(second)) / _ENLARGED


@lru_cache(maxsize=4096)
def _edge(face: Face, letter: str) -> float:
    """How far from a letter's origin its ink begins, as it is seen when it is blurred."""
    origin = 1 - face.font.getbbox(letter, anchor="ls")[0]
    return face.glyph(letter).edges()[0] - origin * face.stretch


@lru_cache(maxsize=64)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont | None:
    try:
        return ImageFont.truetype(name, size)
    except OSError:  # not installed
        return None


def _blackness(glyph: Glyph) -> float:
    return float(np.quantile(glyph.dark, _BLACKEST))


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
