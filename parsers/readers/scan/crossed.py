"""Names and positions that a signature crosses, where recognition reads nothing or what the strokes make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from parsers.readers.layout import Area
from parsers.readers.scan import network
from parsers.readers.scan.nearly import nearly_read
from parsers.readers.scan.network import Seen
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster
from parsers.words.name_lists import given_names, known_surnames
from parsers.words.positions import names_position, names_signing_position
from parsers.words.signing_positions import position_words

_SURE, _FOUND = 80.0, 90.0
_LIKELY, _CERTAIN = 0.5, 0.9  # how likely a reading has to be where nothing was read surely, and where something was
_SENTENCE = 2  # words, none of which begins with a capital or names a position
_PROSE = 0.45  # of the page's breadth: what more words take up is no line to sign on
# In type sizes: how far above and below a drawing a line is crossed, how far apart words of a line are in height, how far
# to the left and to the right of a drawing words are read, and how far its thin ends reach.
_ABOVE, _BELOW, _SAME_LINE, _BEYOND, _TOUCHES = 0.3, 1.2, 0.5, (8.0, 10.0), 1.0
_TALL = 0.75  # how high letters are
_LARGEST = (40.0, 14.0)  # how broad and how high a signature may be, perhaps with its stamp
_LONGEST = 12.0  # a word
_COVERED = 0.3  # of a word, by another in its place
_SHORTEST = 2  # letters
# How much likelier a word is for being a known given name or a word of a position, or a known surname, or for having letters
# that neither Latvian nor English has: natural logarithms. The network has seen more of such letters than there are.
_KNOWN, _KNOWN_SURNAME, _FOREIGN = 3.0, 1.5, -2.0
_NATIVE = re.compile(r"[ -~āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ]*")


def read_crossed(read: Sequence[Read], level: Raster, drawings: Sequence[Area]) -> list[Read]:
    """`read` with the words that `drawings` cross, and those beside them, instead of what was read in their places."""
    sure = [word for word in read if word.confidence >= _SURE]
    if not drawings or not sure:
        return list(read)
    size = median(word.size for word in sure)
    found = nearly_read(read, drawings)
    for drawing in drawings:
        if drawing.height > _LARGEST[1] * size or drawing.width > _LARGEST[0] * size:
            continue
        place = _around(drawing, size, level.shape[1])
        for line in network.lines_between(level, size, place):
            known = [word for word in found if word.confidence >= _SURE and _stands_on(word, line, size)]
            if not _is_prose(known, level.shape[1]):
                found = _with_line(found, network.words_on(level, line, size, place, _usual), line, size, drawing)
    return nearly_read(found, drawings)


def _around(drawing: Area, size: float, width: int) -> Area:
    """What is looked at to read the words that a drawing crosses and those beside it, none of them cut."""
    left, right = _BEYOND
    return Area(
        max(0.0, drawing.left - (left + _LONGEST) * size),
        drawing.top - _ABOVE * size,
        min(float(width), drawing.right + (right + _LONGEST) * size),
        drawing.bottom + _BELOW * size,
    )


def _usual(text: str) -> float:
    """How much likelier a word is than one that is not known."""
    bare = text.strip(".,")
    if bare in given_names() or bare in position_words():
        return _KNOWN
    if bare in known_surnames():
        return _KNOWN_SURNAME
    return 0.0 if _NATIVE.fullmatch(bare) else _FOREIGN


def _is_prose(words: Sequence[Read], width: int) -> bool:
    """Whether words are part of a sentence, not a line to sign on."""
    small = [word for word in words if word.text[0].islower() and not names_position(word.text)]
    told = any(names_signing_position(word.text) for word in words)
    return (len(small) >= _SENTENCE and not told) or sum(word.area.width for word in words) > _PROSE * width


def _stands_on(word: Read, level: float, size: float) -> bool:
    """Whether a word's letters stand on a line, some of them reaching below it."""
    return word.area.top < level - _SAME_LINE * size and abs(word.area.bottom - level) < _SAME_LINE * size


def _without_strokes(read: Sequence[Read], line: float, size: float, drawing: Area) -> list[Read]:
    """`read` without what was read unsurely on a line where strokes cross it, as the network sees what is printed there."""
    return [
        word
        for word in read
        if word.confidence >= _SURE
        or not drawing.shares_width(word.area)
        or word.area.bottom < line - _SAME_LINE * size
        or word.area.top > line - _SAME_LINE * size
    ]


def _with_line(read: list[Read], words: Sequence[Seen], line: float, size: float, drawing: Area) -> list[Read]:
    """`read` with the words that were seen on a line, where they are likely."""
    likely = [seen for seen in words if _is_likely(seen) and _is_near(seen, drawing, size)]
    found = _without_strokes(read, line, size, drawing) if likely else read
    for seen in likely:
        found = _with(found, seen, line, size, drawing)
    return found


def _is_likely(seen: Seen) -> bool:
    return seen.likely >= _LIKELY and sum(c.isalpha() for c in seen.text) >= _SHORTEST


def _is_near(seen: Seen, drawing: Area, size: float) -> bool:
    left, right = _BEYOND
    return drawing.left - left * size < seen.right and seen.left < drawing.right + right * size


def _with(read: list[Read], seen: Seen, line: float, size: float, drawing: Area) -> list[Read]:
    """`read` with a word that was seen in place of what was read there; as it is where that is surer."""
    word = Read(seen.text, Area(seen.left, line - _TALL * size, seen.right, line), _FOUND, size)
    there = [
        other
        for other in read
        if min(abs(other.area.middle - word.area.middle), abs(other.area.bottom - line)) < _SAME_LINE * size
        and other.area.shares_width(word.area) > _COVERED
    ]
    touched = drawing.left - _TOUCHES * size < seen.right and seen.left < drawing.right + _TOUCHES * size
    if any(other.confidence >= _SURE and not _is_surer(seen, other, touched=touched) for other in there):
        return read
    return [*(other for other in read if other not in there), word]


def _is_surer(seen: Seen, read: Read, *, touched: bool) -> bool:
    """Whether a word counts although another was read in its place surely: strokes touch it, or it alone is known."""
    if read.text in seen.text:
        return touched
    is_part = seen.text.strip(".,") in read.text
    return seen.likely > _CERTAIN and not is_part and (touched or _usual(seen.text) > _usual(read.text))
