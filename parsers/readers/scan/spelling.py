"""Which words the letters of a page can spell on one of its lines, where strokes of a pen cross the print.

Ink is only ever added: where a letter stands the page is dark, whatever was drawn over it. So a letter may stand wherever
the page is dark in all places where its likeness is, and of all spellings the one counts that explains most of the ink.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from parsers.readers.scan.glyphs import Alphabet, Darkness, Glyph

_RISE, _FALL = 1.3, 0.6  # in type sizes: how far above and below their line letters reach
_JITTER = (-2, -1, 0, 1, 2)  # pixels that a letter may stand above or below the line
_BLUR = 0.25  # of black: by how much a letter may be lighter than its likeness elsewhere
_MISSING = 2.0  # how many times ink that is missing counts against ink that is there
_LACKING = 1.0  # how much a lack counts between words
_MOST_COMPARED = 20_000_000  # pixels, of all places of a letter: no type is so large
_LEAST_LIKE = 0.5  # of the most that a letter can explain
# How far the ink of letters is apart at most, in type sizes, and how far it overlaps, in pixels; by how much that may differ
# from what a typeface has, in type sizes.
_APART, _OVER, _UNLIKE = 0.2, 2, 0.05
_DRIFT = 0.01  # of its length: how much longer or shorter a word may be besides


@dataclass(frozen=True, slots=True)
class Hit:
    """A letter that may stand from `left` to `right`: the ink it explains less what is missing, and its `whole` ink."""

    left: int
    right: int
    letter: str
    score: float
    whole: float


@dataclass(frozen=True, slots=True)
class Spelled:
    """A beginning of a word or a word, where it stands, and how well: `score` is at most `whole`."""

    text: str
    left: int
    right: int
    score: float
    whole: float
    likelihood: float = 0.0
    last: int = 0  # where its last letter begins
    drift: float = 0.0  # by how many pixels its last word is longer than its typeface has it

    @property
    def likeness(self) -> float:
        return self.score / self.whole

    @property
    def fit(self) -> float:
        """What is explained, less what should be there and is not: a long word is no better for crossing many strokes."""
        return self.score - _LACKING * (self.whole - self.score)

    @property
    def rank(self) -> float:
        return self.fit + self.likelihood


def hits(dark: Darkness, letters: Alphabet, line: float, size: float, between: tuple[float, float]) -> list[Hit]:
    """Where on a line each of `letters` may stand, from left to right."""
    left, right = max(0, int(between[0])), min(dark.shape[1], int(between[1]))
    upper, above = round(line - _RISE * size), round(_RISE * size)
    lower = round(line + _FALL * size)
    band = np.zeros((lower - upper, max(0, right - left)), np.float32)
    cut = dark[max(0, upper) : min(dark.shape[0], lower), left:right]
    band[max(0, -upper) : max(0, -upper) + cut.shape[0]] = cut
    found: dict[tuple[int, str], Hit] = {}
    for letter, glyphs in letters.items():
        for hit in _hits_of(letter, glyphs, band, above):
            known = found.get((hit.left, letter))
            if known is None or known.score < hit.score:
                found[hit.left, letter] = hit
    placed = [Hit(h.left + left, h.right + left, h.letter, h.score, h.whole) for h in found.values()]
    return sorted(placed, key=lambda hit: (hit.left, hit.right, hit.letter))


def _hits_of(letter: str, glyphs: Iterable[Glyph], band: Darkness, above: int) -> Iterator[Hit]:
    for glyph in glyphs:
        high, wide = glyph.dark.shape
        tops = [top for shift in _JITTER if 0 <= (top := above - glyph.rise + shift) <= band.shape[0] - high]
        if wide > band.shape[1] or not tops or high * wide * band.shape[1] > _MOST_COMPARED:
            continue
        likeness = glyph.dark[:, None, :]
        first, last = glyph.edges()
        scores = []
        for top in tops:
            windows = sliding_window_view(band[top : top + high], wide, axis=1)
            there = np.minimum(windows, likeness).sum(axis=(0, 2))
            missing = np.maximum(likeness - windows - _BLUR, 0).sum(axis=(0, 2))
            scores.append(there - _MISSING * missing)
        best = np.max(scores, axis=0)
        whole = float(glyph.dark.sum())
        for x in np.nonzero(best > _LEAST_LIKE * whole)[0]:
            yield Hit(int(x) + first, int(x) + last, letter, float(best[x]), whole)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a word may begin, and what stands before it."""

    left: float
    right: float
    after: Spelled | None = None


def spellings(
    found: Iterable[Hit],
    size: float,
    beginnings: Sequence[Beginning],
    likelihood: Callable[[str], float | None],
    most: int,
    steps: Callable[[str, str], tuple[float, float]] | None = None,
) -> list[Spelled]:
    """What the letters spell from `beginnings` on, words and beginnings of words, of each the best, the best first.

    `likelihood` tells what the last letter of a text adds to its rank, and None for what begins no word; `most` is how
    many texts are followed at a place; `steps` is how far a letter's ink begins after that of the one before it, not kerned
    and kerned, where that is known.
    """
    apart, unlike = max(2, int(_APART * size)), max(2.0, _UNLIKE * size)
    ending: dict[int, dict[str, Spelled]] = defaultdict(dict)
    best: dict[str, Spelled] = {}
    for hit in found:
        before = [
            b.after or Spelled("", hit.left, hit.left, 0.0, 0.0) for b in beginnings if b.left <= hit.left <= b.right
        ]
        for edge in range(hit.left - apart, hit.left + _OVER + 1):
            followed = ending[edge].values() if edge in ending else ()
            before += followed if steps is None else _in_step(followed, hit, steps, unlike)
        here = ending[hit.right]
        for text in before:
            longer = _longer(text, hit, likelihood)
            if longer is None:
                continue
            for known in (here, best):
                if longer.text not in known or known[longer.text].rank < longer.rank:
                    known[longer.text] = longer
        if len(here) > most:
            ending[hit.right] = {word.text: word for word in nlargest(most, here.values(), key=lambda w: w.rank)}
    return sorted(best.values(), key=lambda word: -word.rank)


def _in_step(
    texts: Iterable[Spelled], hit: Hit, steps: Callable[[str, str], tuple[float, float]], unlike: float
) -> Iterator[Spelled]:
    """Those of `texts` that a letter follows where its typeface has it: neither a step nor a word is much longer or shorter."""
    for text in texts:
        far = hit.left - text.last
        step = min(steps(text.text[-1], hit.letter), key=lambda step: abs(far - step))
        drift = text.drift + far - step
        if abs(far - step) <= unlike and abs(drift) <= unlike + _DRIFT * (hit.left - text.left):
            yield replace(text, drift=drift)


def _longer(text: Spelled, hit: Hit, likelihood: Callable[[str], float | None]) -> Spelled | None:
    longer = text.text + hit.letter
    adds = likelihood(longer)
    if adds is None:
        return None
    score, whole = text.score + hit.score, text.whole + hit.whole
    return Spelled(longer, text.left, hit.right, score, whole, text.likelihood + adds, hit.left, text.drift)
