"""Strips of scanned paper with a line of print on them, signed and stamped over, as the network sees them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from parsers.readers.scan.network import FALL, HEIGHT, RISE
from parsers.readers.scan.raster import WHITE, Raster, as_raster
from tests.training.wordings import Wordings

Paper = NDArray[np.float64]  # 1 is white, 0 is black
Stroke = tuple[NDArray[np.float64], NDArray[np.float64]]  # across and down, in shares of its length and height

_USUAL = ("LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans.ttf")
_OTHERS = (
    *_USUAL, "LiberationSans-Bold.ttf", "LiberationSerif-Bold.ttf", "LiberationSans-Italic.ttf", "LiberationSerif-Italic.ttf",
    "LiberationSansNarrow-Regular.ttf", "DejaVuSerif.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansCondensed.ttf",
    "Carlito-Regular.ttf", "Carlito-Bold.ttf", "Caladea-Regular.ttf", "Caladea-Bold.ttf", "FreeSans.ttf", "FreeSerif.ttf",
    "NotoSans-Regular.ttf", "NotoSerif-Regular.ttf", "OpenSans-Regular.ttf", "Roboto-Regular.ttf",
)  # fmt: skip
_STAMP = "DejaVuSans-Bold.ttf"
_CAPITALS = "AĀBDEĒGIĪKLMNOPRSŠTUV"


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip, what is printed on it, and from where to where, in its pixels; nothing is printed where `text` is empty."""

    picture: Raster
    text: str
    left: float
    right: float


class Strips:
    """Strips by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.wordings = Wordings(chance)
        self.noise = np.random.default_rng(chance.randrange(1 << 30))

    def draw(self) -> Strip:
        chance = self.chance
        em = round(chance.choice((chance.uniform(21, 27), chance.uniform(27, 36), chance.uniform(36, 52))))
        face = _face(chance.choice(_installed(_USUAL if chance.random() < 0.6 else _OTHERS)), em)
        first, text = self._text()
        gap = face.getlength(first) + chance.uniform(1.2, 8) * em if first else 0.0
        left, right = (int(em * chance.uniform(0.3, 4)) for _ in range(2))
        printed = gap + face.getlength(text)
        size = em * chance.uniform(0.93, 1.07)  # as it is estimated
        base = int(2.2 * size)
        image = Image.new("L", (int(printed) + left + right, base + int(1.5 * size)), WHITE)
        draw = ImageDraw.Draw(image)
        tone = chance.choice((0, 0, 20, 40))
        if chance.random() < 0.3:
            self._rule(draw, (left + chance.uniform(-2, 0.7) * printed, base + chance.uniform(0.05, 0.4) * em), em)
        is_empty = chance.random() < 0.09
        if not is_empty:
            draw.text((left, base), first, tone, face, anchor="ls")
            draw.text((left + gap, base), text, tone, face, anchor="ls")
        for away, share in ((-1, 0.2), (1, 0.12)):
            if chance.random() < (0.25 if is_empty else share):
                start = (left - chance.uniform(0, 4) * em, base + away * em * chance.uniform(1.13, 1.7))
                draw.text(start, f"{self.wordings.position()} {self.wordings.name()}", tone, face, anchor="ls")
        paper = np.asarray(image) / WHITE
        if is_empty or chance.random() < 0.85:
            paper *= 1 - self._scribbled(paper.shape, em) * (1 - chance.uniform(0.08, 0.7))
        if chance.random() < 0.5:
            paper *= 1 - self._stamped(paper.shape, em) * (1 - chance.uniform(0.35, 0.85))
        scanned = self._scanned(paper, em)
        scale = HEIGHT / ((RISE + FALL) * size)
        picture = _cut(scanned, base + chance.uniform(-0.07, 0.07) * size, size, scale)
        if is_empty:
            return Strip(picture, "", math.inf, math.inf)
        return Strip(picture, f"{first} {text}".strip(), left * scale, (left + printed) * scale)

    def _text(self) -> tuple[str, str]:
        """What stands at the left of a line, far from the rest, or nothing, and the rest."""
        name, position = self.wordings.name(), self.wordings.position()
        way = self.chance.random()
        if way < 0.12:
            return "", f"{position}, {name}"
        if way < 0.16:
            return "", f"{name}, {position.lower()}"
        if way < 0.26:
            return position, name
        if way < 0.31:
            return self.wordings.date(), name
        return "", position if way < 0.44 else name

    def _rule(self, draw: ImageDraw.ImageDraw, start: tuple[float, float], em: int) -> None:
        """A line to sign on, or of dots."""
        chance = self.chance
        x, y = start
        long = em * chance.uniform(4, 14)
        apart = chance.choice((0.0, 0.0, 0.0, 0.25))
        thick = max(1, round(em * chance.uniform(0.03, 0.08)))
        if not apart:
            draw.line((x, y, x + long, y), chance.randint(0, 90), thick)
        for place in np.arange(x, x + long, apart * em) if apart else ():
            draw.rectangle((place, y, place + thick, y + thick), 0)

    def _scribbled(self, shape: tuple[int, ...], em: int) -> Paper:
        """One or two signatures: loops that flatten, a winding line, or as letters are joined; now and then a line below."""
        chance = self.chance
        layer = np.zeros(shape, np.uint8)
        for _ in range(chance.choice((1, 1, 1, 2))):
            long, high = em * chance.uniform(4, 13), em * chance.uniform(0.5, 2.8)
            start = (chance.uniform(-0.5 * long, shape[1] - 0.3 * long), shape[0] * chance.uniform(0.3, 0.85))
            x, y = chance.choice((self._loops, self._loops, self._winding, self._joined))()
            width = max(1, round(em * chance.uniform(0.05, 0.22)))
            strokes = [(x, y)]
            if chance.random() < 0.4:
                along = np.linspace(0, 1, 40)
                below = chance.uniform(0.2, 0.6) - chance.uniform(-0.2, 0.3) * along + 0.05 * np.sin(along * 7)
                strokes.append((along, below))
            for across, down in strokes:
                points = np.stack([start[0] + long * across, start[1] + high * down], 1).astype(np.int32)
                cv2.polylines(layer, [points], False, chance.randint(200, 255), width, cv2.LINE_AA)
        return layer / WHITE

    def _loops(self) -> Stroke:
        chance = self.chance
        along = np.linspace(0, 1, chance.randint(120, 260))
        turns = 2 * math.pi * chance.uniform(2.5, 11) * along
        fall = np.clip(chance.uniform(0.8, 1.3) - along * chance.uniform(0.2, 1.2), 0.1, 1.3)
        fall *= 1 + chance.uniform(0, 0.5) * np.sin(along * chance.uniform(4, 20) + chance.uniform(0, 6))
        x = along + chance.uniform(-0.06, 0.08) * np.sin(turns + chance.uniform(0, 6.3))
        y = -0.5 * fall * np.sin(turns + chance.uniform(0, 2)) + chance.uniform(-0.3, 0.3) * along
        if chance.random() < 0.5:
            sweep = chance.randint(10, 35)
            y[:sweep] -= np.linspace(chance.uniform(0.3, 1.2), 0, sweep)
        return x, y

    def _winding(self) -> Stroke:
        """A smooth line through points by chance (Catmull-Rom)."""
        chance = self.chance
        count = chance.randint(5, 14)
        x = np.linspace(0, 1, count) + [chance.uniform(-0.12, 0.12) for _ in range(count)]
        y = np.array([chance.uniform(-0.6, 0.6) for _ in range(count)]) * np.linspace(1, chance.uniform(0.2, 1), count)
        place = np.linspace(0, count - 1, 200)
        before = np.clip(place.astype(int), 0, count - 2)
        u = place - before

        def smooth(p: NDArray[np.float64]) -> NDArray[np.float64]:
            padded = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
            a, b, c, d = (padded[before + k] for k in range(4))
            return np.asarray(
                0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3)
            )

        return smooth(x), smooth(y)

    def _joined(self) -> Stroke:
        """A pen that swings along and across at once, otherwise for each letter (Hollerbach 1981)."""
        chance = self.chance
        letters, steps = chance.randint(4, 14), 24
        flat = chance.uniform(0.5, 1.5)
        swings = [
            (chance.uniform(0.2, 1.1) * flat, chance.choice((0.4, 0.5, 0.6, 1.2)), chance.uniform(0, 2.2))
            for _ in range(letters)
        ]
        wide, high, apart = np.repeat(np.array(swings), steps, axis=0).T
        turn = 2 * math.pi * np.arange(letters * steps) / steps
        x = np.cumsum(wide * np.sin(turn - apart) + 0.35 * flat)
        y = np.cumsum(high * np.sin(turn))
        x, y = (part - part.min() for part in (x, y))
        return x / max(x.max(), 1e-6), 1.2 * y / max(y.max(), 1e-6) - 0.6

    def _stamped(self, shape: tuple[int, ...], em: int) -> Paper:
        """Part of a round stamp: two rings and letters between them."""
        chance = self.chance
        layer = np.zeros(shape, np.uint8)
        radius = em * chance.uniform(3, 4.6)
        x, y = chance.uniform(-0.2, 1.2) * shape[1], shape[0] / 2 + chance.uniform(-1.2, 1.2) * radius
        for share in (1, chance.uniform(0.6, 0.72)):
            width = max(1, round(em * chance.uniform(0.04, 0.12)))
            cv2.circle(layer, (int(x), int(y)), int(radius * share), 230, width, cv2.LINE_AA)
        face, side, count = _face(_STAMP, max(8, int(em * 0.7))), int(em * 1.4) | 1, chance.randint(18, 34)
        for n in range(count):
            angle = 2 * math.pi * n / count
            left = int(x + radius * 0.83 * math.cos(angle) - side / 2)
            top = int(y + radius * 0.83 * math.sin(angle) - side / 2)
            if left < 0 or top < 0 or left + side > shape[1] or top + side > shape[0]:
                continue
            tile = Image.new("L", (side, side), 0)
            ImageDraw.Draw(tile).text((side / 2, side / 2), chance.choice(_CAPITALS), 210, face, anchor="mm")
            turned = np.asarray(tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC))
            layer[top : top + side, left : left + side] = np.maximum(
                layer[top : top + side, left : left + side], turned
            )
        return layer / WHITE

    def _scanned(self, paper: Paper, em: int) -> Raster:
        """The paper a little askew, blurred, grainy, in black and white or not, and as a JPEG or not."""
        chance = self.chance
        high, wide = paper.shape
        askew = chance.uniform(-0.012, 0.012) if chance.random() < 0.4 else chance.uniform(-0.004, 0.004)
        move = np.array([[1, askew * 0.3, 0], [askew, 1, -askew * wide / 2]], np.float32)
        turned = cv2.warpAffine(paper, move, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(1.0,))
        blurred = cv2.GaussianBlur(turned, (0, 0), chance.uniform(0.3, 0.95) * em / 30 + 0.15)
        noise = self.noise.standard_normal(paper.shape, np.float32)
        seen: Paper = np.asarray(blurred * chance.uniform(0.85, 1) + chance.uniform(0.005, 0.05) * noise, np.float64)
        black_and_white = chance.random() < 0.36
        seen = np.rint(seen - chance.uniform(0, 0.25)) if black_and_white else seen / chance.uniform(0.85, 1)
        picture = as_raster(np.clip(seen, 0, 1) * WHITE)
        if chance.random() < 0.6:
            _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, chance.randint(40, 80)])
            picture = as_raster(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))
        return picture


def _cut(page: Raster, base: float, size: float, scale: float) -> Raster:
    if scale < 0.7:
        page = as_raster(cv2.GaussianBlur(page, (0, 0), 0.35 / scale))
    move = np.array([[scale, 0, 0], [0, scale, -scale * (base - RISE * size)]], np.float32)
    extent = (int(page.shape[1] * scale), HEIGHT)
    return as_raster(cv2.warpAffine(page, move, extent, flags=cv2.INTER_LINEAR, borderValue=(WHITE,)))


@lru_cache(maxsize=2)
def _installed(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if _is_installed(name))


def _is_installed(name: str) -> bool:
    try:
        ImageFont.truetype(name)
    except OSError:
        return False
    return True


@lru_cache(maxsize=1024)
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)
