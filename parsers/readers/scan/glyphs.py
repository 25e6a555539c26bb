"""The letters of a page as it shows them, cut out of surely read words, to be compared with what is hardly legible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from parsers.readers.layout import Area
from parsers.readers.layout.page import around
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import WHITE, Raster, as_raster, inked

Darkness = npt.NDArray[np.float32]  # 0 is paper, 1 black

_DESCENDING = frozenset("gjpqyQģķļņ,;")
_SURE = 80.0
_THRESHOLDS = (0.35, 0.5, 0.62)  # of black: what parts letters that blur makes touch
_ABOVE_EACH_OTHER = 0.5  # of the narrower: how much of two pieces of one letter lie over one another
_EVEN = 0.07  # of a type size: how far from one line the feet of a word's letters may be
_LOWEST, _HIGHEST = 0.3, 1.1  # of a type size: how high a letter is
_AS_LARGE = 0.12  # of the type size
_EXAMPLES = 3
_MOST_STEPS = 150  # what tells well enough how broad letters are set
_SPECK = 4  # pixels
_INK = 0.3  # of a letter's black
# Of black: by how much print differs, by how much what is no print is paler, and how much of such ink counts.
_BY_CHANCE, _PALER, _PALEST = 0.02, 0.1, 0.4


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter as it stands on the page; `rise` is how far its picture's upper edge is above the line it stands on."""

    dark: Darkness
    rise: int

    def edges(self) -> tuple[int, int]:
        """Where the letter's ink begins and ends from left to right."""
        columns = np.nonzero(self.dark.max(axis=0) > _INK * self.dark.max())[0]
        return int(columns[0]), int(columns[-1]) + 1


Alphabet = Mapping[str, Sequence[Glyph]]
Step = tuple[str, str, float]  # two letters, and how many pixels the second one's ink begins after the first one's


@dataclass(frozen=True, slots=True)
class Print:
    """A page's ink: how dark each pixel is, and what counts as ink, ever more strictly."""

    dark: Darkness
    inks: tuple[Raster, ...]


def print_of(level: Raster) -> Print:
    """The ink of a grey picture."""
    dark = ((WHITE - level.astype(np.float32)) / WHITE).astype(np.float32)
    return Print(dark, (inked(level), *(as_raster((dark > least) * np.uint8(WHITE)) for least in _THRESHOLDS)))


def alphabet(page: Print, read: Sequence[Read], beside: Area, size: float) -> Alphabet:
    """For each letter on the page the examples that are most alike: of the same type size, and nearest to `beside`."""
    found: dict[str, list[tuple[bool, float, Glyph]]] = defaultdict(list)
    for word in read:
        if word.confidence < _SURE:
            continue
        other = abs(word.size - size) > _AS_LARGE * size
        for letter, glyph in _glyphs(word, page):
            found[letter].append((other, abs(word.area.middle - beside.middle), glyph))
    return {letter: _best(examples) for letter, examples in found.items()}


def steps_of(page: Print, read: Sequence[Read], beside: Area, size: float) -> list[Step]:
    """How far letters of one type size follow each other in the surely read words nearest to `beside`."""
    found: list[Step] = []
    for word in sorted(read, key=lambda word: abs(word.area.middle - beside.middle)):
        if len(found) >= _MOST_STEPS:
            break
        if word.confidence < _SURE or abs(word.size - size) > _AS_LARGE * size:
            continue
        parted = _parted(word, page.inks)
        pieces = list(zip(word.text, parted[0], strict=True)) if parted else []
        found += [(a, b, right.left - left.left) for (a, left), (b, right) in pairwise(pieces) if (a + b).isalpha()]
    return found


def baseline(page: Print, word: Read, size: float) -> float | None:
    """The line that a word's letters stand on, most of them on the same; None where there is none such."""
    feet = sorted(p.bottom for p in _pieces(page.inks[0], word.area) if _LOWEST * size < p.height < _HIGHEST * size)
    foot = feet[len(feet) // 2] if feet else 0.0
    level = [each for each in feet if abs(each - foot) <= _EVEN * size + 1]
    return median(level) if len(level) >= max(2, len(feet) / 2) else None


def without_pale(letters: Alphabet, shown: Alphabet, dark: Darkness, drawing: Area) -> tuple[Alphabet, Darkness]:
    """`letters` and a page with what is paler than most letters that it has `shown` made paler still, if `drawing` is.

    Pens are seldom as black as print.
    """
    blackest = [float(np.quantile(_blackest_near(g.dark), 0.9)) for glyphs in shown.values() for g in glyphs]
    black = float(np.quantile(blackest, 0.1)) - _BY_CHANCE if blackest else 0.0
    drawn = dark[int(drawing.top) : int(drawing.bottom), int(drawing.left) : int(drawing.right)]
    ink = _blackest_near(drawn)[drawn > _THRESHOLDS[0]]
    if not ink.size or float(np.quantile(ink, 0.25)) > black - _BY_CHANCE:
        return letters, dark
    return (
        {letter: [Glyph(_paled(g.dark, black), g.rise) for g in glyphs] for letter, glyphs in letters.items()},
        _paled(dark, black),
    )


def _paled(dark: Darkness, black: float) -> Darkness:
    lacking = np.clip((black - _blackest_near(dark)) / _PALER, 0, 1)
    return np.asarray(dark * (1 - (1 - _PALEST) * lacking), np.float32)


def _blackest_near(dark: Darkness) -> Darkness:
    """The darkest pixel next to each: blur leaves of a stroke's blackness only its middle."""
    return np.asarray(cv2.dilate(dark, np.ones((3, 3), np.uint8)), np.float32)


def _best(examples: list[tuple[bool, float, Glyph]]) -> list[Glyph]:
    ranked = sorted(examples, key=lambda example: example[:2])
    return [glyph for other, _, glyph in ranked if other == ranked[0][0]][:_EXAMPLES]


def _glyphs(word: Read, page: Print) -> list[tuple[str, Glyph]]:
    parted = _parted(word, page.inks)
    if parted is None:
        return []
    pieces, foot, margin = parted
    glyphs = []
    for letter, piece in zip(word.text, pieces, strict=True):
        top, left = max(0, int(piece.top) - margin), max(0, int(piece.left) - margin)
        cut = page.dark[top : int(piece.bottom) + margin, left : int(piece.right) + margin]
        if letter.isalpha() and cut.size:
            others = [other for other in pieces if other is not piece]
            glyphs.append((letter, Glyph(_alone(cut, page.inks[0], top, left, others), round(foot) - top)))
    return glyphs


def _alone(cut: Darkness, ink: Raster, top: int, left: int, others: Sequence[Area]) -> Darkness:
    """A letter's picture without the ink of its neighbours that reaches into it."""
    high, wide = cut.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(ink[top : top + high, left : left + wide]), connectivity=8
    )
    alone = cut
    for label, (x, y, broad, deep, _) in enumerate(stats[1:], start=1):
        piece = Area(float(left + x), float(top + y), float(left + x + broad), float(top + y + deep))
        if (x == 0 or x + broad == wide) and any(other.holds(piece, 1) for other in others):
            near = cv2.dilate((labels == label).astype(np.uint8), np.ones((3, 3), np.uint8))
            alone = np.where(near > 0, np.float32(0), alone)
    return alone


def _parted(word: Read, inks: Sequence[Raster]) -> tuple[list[Area], float, int] | None:
    """A word's letters one by one, the line they stand on, and how far their blurred edges reach beyond."""
    for stricter, ink in enumerate(inks):
        pieces = _pieces(ink, word.area)
        if len(pieces) == len(word.text):
            feet = [p.bottom for c, p in zip(word.text, pieces, strict=True) if c.isalpha() and c not in _DESCENDING]
            foot = median(feet) if feet else 0.0
            even = feet and max(abs(each - foot) for each in feet) <= _EVEN * word.size + 1
            return (pieces, foot, 2 if stricter else 1) if even else None
    return None


def _pieces(ink: Raster, area: Area) -> list[Area]:
    """What hangs together in an area, pieces over each other (a letter and its accent) as one, from left to right."""
    left, top = max(0, int(area.left) - 2), max(0, int(area.top) - 2)
    cut = ink[top : int(area.bottom) + 3, left : int(area.right) + 3]
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(cut), connectivity=8)
    pieces: list[Area] = []
    for x, y, wide, high, inside in sorted(map(tuple, stats[1:])):
        if inside < _SPECK:
            continue
        piece = Area(float(left + x), float(top + y), float(left + x + wide), float(top + y + high))
        if pieces and pieces[-1].shares_width(piece) > _ABOVE_EACH_OTHER:
            piece = around([pieces.pop(), piece])
        pieces.append(piece)
    return pieces
