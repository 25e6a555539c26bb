"""Narrow columns: where words of neighbouring lines begin under each other, the lines are parted."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.readers.layout.lines import Line, Segment, is_marker
from parsers.readers.layout.page import Word

# In type sizes: the least gap that may be between columns, how exactly words stand under each other, and how far apart lines are.
_GAP, _ALIGNED, _STEP = 0.55, 0.3, 4.2
_LEAST_LINES = 3


def split_at_rivers(lines: Sequence[Line]) -> list[Line]:
    """`lines`, those that are parted already also parted where a white stripe runs down beside words that begin alike."""
    return [_split(lines, i) if len(line.segments) > 1 else line for i, line in enumerate(lines)]


def _split(lines: Sequence[Line], index: int) -> Line:
    segments: list[Segment] = []
    for segment in lines[index].segments:
        words: list[Word] = [segment.words[0]]
        for before, word in zip(segment.words, segment.words[1:], strict=False):
            gap = word.area.left - before.area.right
            parted = gap >= _GAP * word.size and not is_marker(words)
            if parted and _is_river(lines, index, word.area.left, word.size):
                segments.append(Segment(tuple(words)))
                words = []
            words.append(word)
        segments.append(Segment(tuple(words)))
    return Line(tuple(segments))


def _is_river(lines: Sequence[Line], index: int, left: float, size: float) -> bool:
    """Whether, up and down from a line, words begin at `left` and none crosses the stripe before it."""
    aligned = 1
    for way in (range(index - 1, -1, -1), range(index + 1, len(lines))):
        middle = lines[index].area.middle
        for i in way:
            line = lines[i]
            words = [word for segment in line.segments for word in segment.words]
            crossed = any(w.area.left < left - _ALIGNED * size < w.area.right - 0.1 * size for w in words)
            if crossed or abs(line.area.middle - middle) > _STEP * size:
                break
            aligned += any(abs(w.area.left - left) <= _ALIGNED * size for w in words)
            middle = line.area.middle
    return aligned >= _LEAST_LINES
