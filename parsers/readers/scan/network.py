"""Lines of print beneath strokes of a pen and of a stamp, read by a network that was trained on such lines.

The network sees a line of print as a strip of a fixed height and tells, for every two columns of it, how likely each sign
is there or that there is none (connectionist temporal classification, Graves et al. 2006).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from importlib.resources import files

import cv2
import numpy as np
import numpy.typing as npt

from parsers.readers.layout import Area
from parsers.readers.scan.raster import WHITE, Raster, as_raster

SIGNS = " -.,AĀBCČDEĒFGĢHIĪJKĶLĻMNŅOPQRSŠTUŪVWXYZŽaābcčdeēfgģhiījkķlļmnņopqrsštuūvwxyzž0123456789()/ÄÖÜÕÉÇäöüõéç"
HEIGHT, STEP = 40, 2  # pixels: of a strip, and of what is told at once
RISE, FALL = 1.3, 0.6  # in type sizes: how far above and below its line a strip reaches
_COARSE, _SOFTENED = 0.7, 0.35  # a page is softened before it is made so much smaller, by pixels of the strip
_AROUND = 0.2  # in type sizes: what is softened around a strip
_APART, _NEXT_LINE = 0.15, 0.9  # in type sizes: how near to each other lines are looked for, and are
_LEAST_TOLD = 3.0  # signs on a line
_BEFORE_CAPITAL, _WIDEST = 5, 14  # places from a small letter to a capital of another word, and between letters of one
_KEPT = 12  # beginnings that are followed
_NEVER, _LEAST = -math.inf, math.log(1e-4)  # what is less likely at a place is not followed there

Frames = npt.NDArray[np.float32]  # by place and sign, natural logarithms; the first sign is none


@dataclass(frozen=True, slots=True)
class Seen:
    """A word on a line: its likeliest readings and how likely each is, from 0 to 1, and where it stands in pixels."""

    readings: tuple[tuple[str, float], ...]
    left: float
    right: float

    @property
    def text(self) -> str:
        return self.readings[0][0]

    @property
    def likely(self) -> float:
        return self.readings[0][1]


def lines_between(level: Raster, size: float, place: Area) -> list[float]:
    """The heights in `place`, on a page in grey, at which lines of print stand with type of a size in pixels."""
    heights = np.arange(place.top, place.bottom, _APART * size)
    told = sorted(((_told(_frames(_strip(level, y, size, place))), float(y)) for y in heights), reverse=True)
    lines: list[float] = []
    for much, y in told:
        if much > _LEAST_TOLD and all(abs(y - line) > _NEXT_LINE * size for line in lines):
            lines.append(y)
    return sorted(lines)


def words_on(level: Raster, line: float, size: float, place: Area, weight: Callable[[str], float]) -> list[Seen]:
    """The words from the left to the right of `place` that stand on a line; `weight` is the logarithm of how usual a word is."""
    frames = _frames(_strip(level, line, size, place))
    width = STEP * (RISE + FALL) * size / HEIGHT  # pixels that are told at once
    return [
        Seen(readings, place.left + first * width, place.left + (last + 1) * width)
        for first, last in _words(frames)
        if (readings := _readings(frames[first : last + 1], weight))
    ]


def _told(frames: Frames) -> float:
    """How much print is seen: as many as there are signs, all of them sure."""
    likeliest = frames.argmax(axis=1)
    peaks = (likeliest > 0) & (likeliest != np.roll(likeliest, 1))
    return float(np.exp(frames.max(axis=1)[peaks]).sum())


def _strip(level: Raster, line: float, size: float, place: Area) -> Raster:
    """What is from the left to the right of `place` around a line; paper where the page ends."""
    scale = HEIGHT / ((RISE + FALL) * size)
    left, top = max(0, int(place.left)), max(0, int(line - (RISE + _AROUND) * size))
    part = level[top : int(line + (FALL + _AROUND) * size), left : int(place.right) + 1]
    if not part.size:
        return np.full((HEIGHT, HEIGHT), WHITE, np.uint8)
    if scale < _COARSE:
        part = as_raster(cv2.GaussianBlur(part, (0, 0), _SOFTENED / scale))
    move = np.array(
        [[scale, 0, scale * (left - place.left)], [0, scale, scale * (top - line + RISE * size)]], np.float32
    )
    extent = (max(HEIGHT, int(place.width * scale)), HEIGHT)
    return as_raster(cv2.warpAffine(part, move, extent, flags=cv2.INTER_LINEAR, borderValue=WHITE))


def _frames(strip: Raster) -> Frames:
    network = _network()
    network.setInput((1 - strip.astype(np.float32) / WHITE)[None, None])
    told = np.asarray(network.forward(), np.float32).reshape(len(SIGNS) + 1, -1).T
    highest = told.max(axis=1, keepdims=True)
    return np.asarray(told - highest - np.log(np.exp(told - highest).sum(axis=1, keepdims=True)), np.float32)


@lru_cache(maxsize=1)
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(np.frombuffer(_trained(), np.uint8))


def _trained() -> bytes:
    return (files("parsers") / "data" / "crossed_print.onnx").read_bytes()


def _words(frames: Frames) -> Iterator[tuple[int, int]]:
    """The first and the last place of each word; a space parts two, and so does a gap before a capital."""
    likeliest = frames.argmax(axis=1)
    word: list[int] = []
    for place in np.nonzero(likeliest)[0].tolist():
        sign = SIGNS[likeliest[place] - 1]
        if word and (sign == " " or _is_parted(SIGNS[likeliest[word[-1]] - 1], sign, place - word[-1])):
            yield max(0, word[0] - 1), word[-1] + 1
            word = []
        if sign != " ":
            word.append(place)
    if word:
        yield max(0, word[0] - 1), word[-1] + 1


def _is_parted(sign: str, following: str, places: int) -> bool:
    return places > (_BEFORE_CAPITAL if sign.islower() and following.isupper() else _WIDEST)


def _readings(frames: Frames, weight: Callable[[str], float]) -> tuple[tuple[str, float], ...]:
    """What a word may be, the likeliest first, and how likely."""
    found: dict[str, float] = {}
    for spelled, likely in _spelled(frames).items():
        if text := spelled.strip():
            found[text] = _sum(found.get(text, _NEVER), likely + weight(text))
    if not found:
        return ()
    total = float(np.logaddexp.reduce(list(found.values())))
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return tuple((text, math.exp(likely - total)) for text, likely in ranked)


def _spelled(frames: Frames) -> dict[str, float]:
    """The logarithm of how likely each text is, of the likeliest: a search of prefixes by what they end in, none or a sign."""
    ending = {"": (0.0, _NEVER)}
    for frame in frames:
        followed: dict[str, tuple[float, float]] = {}
        signs = [int(n) for n in np.nonzero(frame > _LEAST)[0] if n]
        for text, (none, sign) in ending.items():
            either = _sum(none, sign)
            _add(followed, text, either + float(frame[0]), _NEVER)
            if text:
                _add(followed, text, _NEVER, sign + float(frame[1 + SIGNS.index(text[-1])]))
            for n in signs:
                letter = SIGNS[n - 1]
                _add(followed, text + letter, _NEVER, (none if text.endswith(letter) else either) + float(frame[n]))
        ending = dict(nlargest(_KEPT, followed.items(), key=lambda item: _sum(*item[1])))
    return {text: _sum(none, sign) for text, (none, sign) in ending.items()}


def _add(followed: dict[str, tuple[float, float]], text: str, none: float, sign: float) -> None:
    known = followed.get(text, (_NEVER, _NEVER))
    followed[text] = (_sum(known[0], none), _sum(known[1], sign))


def _sum(one: float, other: float) -> float:
    return float(np.logaddexp(one, other))
