"""Words to lines, and lines to the pieces that stand apart on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.document import Block
from parsers.readers.layout.page import Area, Word, around

TICKS = frozenset("☐☒")

# A gap of this many type sizes parts columns, unless the line is spread as widely everywhere (justified text).
_WIDE_GAP = 1.5
_WIDER_THAN_OTHERS = 2.2


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on one line."""

    words: tuple[Word, ...]

    @property
    def area(self) -> Area:
        return around(word.area for word in self.words)

    @property
    def extent(self) -> Area:
        return around(word.extent for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.words[0].blocks

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """What stands at one height, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def area(self) -> Area:
        return around(segment.area for segment in self.segments)

    @property
    def size(self) -> float:
        return median(word.size for segment in self.segments for word in segment.words)


def lines_of(words: Sequence[Word]) -> list[Line]:
    """The lines that `words` form, from top to bottom."""
    rows: list[list[Word]] = []
    bands: list[Area] = []
    for word in sorted(words, key=lambda w: (w.area.middle, w.area.left)):
        near = [i for i in range(max(0, len(rows) - 4), len(rows)) if _on_line(bands[i], word.area)]
        home = min(near, key=lambda i: abs(bands[i].middle - word.area.middle), default=None)
        if home is None:
            rows.append([word])
            bands.append(word.area)
        else:
            rows[home].append(word)
            bands[home] = _steadied(rows[home])
    ordered = sorted(zip(bands, rows, strict=True), key=lambda pair: pair[0].middle)
    return [Line(tuple(_segments(sorted(row, key=lambda w: w.area.left)))) for _, row in ordered]


def _on_line(band: Area, area: Area) -> bool:
    lower, higher = sorted((band, area), key=lambda a: a.height)
    if lower.height < 0.5 * higher.height:  # a dash, a full stop, a tick box beside small type
        return higher.top <= lower.middle <= higher.bottom
    return abs(band.middle - area.middle) < 0.5 * lower.height


def _steadied(row: Sequence[Word]) -> Area:
    """The band of a line: that of its last words, so that a line that is not quite level is followed."""
    recent = sorted(row, key=lambda w: w.area.left)
    return Area(
        recent[0].area.left,
        median(w.area.top for w in recent),
        recent[-1].area.right,
        median(w.area.bottom for w in recent),
    )


def _segments(row: Sequence[Word]) -> list[Segment]:
    gaps = [b.area.left - a.area.right for a, b in pairwise(row)]
    segments: list[list[Word]] = [[row[0]]]
    for i, (word, gap) in enumerate(zip(row[1:], gaps, strict=True)):
        others = gaps[:i] + gaps[i + 1 :]
        usual = sorted(others)[len(others) // 4] if len(others) >= 2 else 0.0
        size = min(row[i].size, word.size)
        wide = gap > _WIDE_GAP * size and gap > _WIDER_THAN_OTHERS * usual
        inline = is_marker(segments[-1]) or _next_option(segments[-1], word)
        if _stands_alone(row[i], word) or (wide and not inline):
            segments.append([word])
        else:
            segments[-1].append(word)
    return [Segment(tuple(words)) for words in segments]


def is_marker(words: Sequence[Word]) -> bool:
    """Whether what stands so far is only a tick box or a bullet, whose text follows at a distance."""
    return len(words) == 1 and (words[0].text in TICKS or is_bullet(words[0].text))


def _next_option(words: Sequence[Word], following: Word) -> bool:
    """Whether options to tick stand side by side: they are one choice, not columns."""
    return words[0].text[:1] in TICKS and following.text[:1] in TICKS


def _stands_alone(before: Word, word: Word) -> bool:
    """Whether one of two neighbours is a box or table, or each is a field of its own."""
    fields = before.filled and word.filled and not {before.text, word.text} & TICKS
    return bool(before.blocks or word.blocks) or fields


BULLETS = frozenset("•●○◦▪■‣⁃–—-*·∙➢➤►▶✓✔")


def is_bullet(text: str) -> bool:
    return text in BULLETS
