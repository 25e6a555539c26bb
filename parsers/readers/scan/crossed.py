"""Names that a signature crosses, where recognition can read nothing: on which lines of print, and where on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from statistics import median

from parsers.readers.layout import Area
from parsers.readers.layout.page import around
from parsers.readers.scan.beneath import Gap, Reading
from parsers.readers.scan.glyphs import Print, alphabet, baseline, print_of, steps_of, without_pale
from parsers.readers.scan.nearly import nearly_read
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster
from parsers.readers.scan.spelling import Spelled
from parsers.readers.scan.typefaces import completed, face_of
from parsers.words.name_lists import given_names
from parsers.words.positions import names_position, names_signing_position

_SURE, _FOUND = 80.0, 90.0
_LEAST_WHOLE = 4  # letters of a word beside strokes that is no remainder of one
_SENTENCE = 2  # words, none of which begins with a capital or names a position
_PROSE = 0.45  # of the page's breadth: what more words take up is no line to sign on
# In type sizes: how far from a drawing a line is crossed, above and below; how far apart words of a line are in height;
# how far from a drawing its remainders of words are, to the left and to the right.
_NEAR, _BELOW, _SAME_LINE, _TOUCHES, _REMAINDER = 0.5, 1.2, 0.5, 0.3, 3.0
# The narrowest gap with a name in it, and how far a name reaches beyond the strokes, to the left and to the right.
_NARROWEST, _BEYOND = 1.2, (4.0, 8.0)
_LONGEST = 9.0  # a word of a position, in type sizes
_TALL = 0.75  # how high a name's letters are
_COVERED = 0.3  # of a word, by a name in its place


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of print beside or beneath strokes, its words that are whole, and what else was read on it."""

    words: tuple[Read, ...]
    doubtful: tuple[Read, ...]
    level: float


def crossed_names(read: Sequence[Read], level: Raster, drawings: Sequence[Area]) -> list[Read]:
    """`read` with the names that `drawings` cross, and the positions beside them, instead of what was read in their places."""
    sure = [word for word in read if word.confidence >= _SURE]
    if not drawings or not sure:
        return list(read)
    page, size = print_of(level), median(word.size for word in sure)
    found = nearly_read(read, drawings)
    for drawing in drawings:
        shown = alphabet(page, read, drawing, size)
        face = face_of(shown, steps_of(page, read, drawing, size))
        letters, dark = without_pale(completed(shown, face), shown, page.dark, drawing)
        reading = partial(Reading, dark, letters, face.steps if face else None, size)
        for line in _lines(found, page, drawing, size):
            for gap in _gaps(line, drawing, size, level.shape[1]):
                name = reading(line.level, gap).name()
                if name and not _goes_on(found, name[-1], line.level, size):
                    found = _with(found, name, line.level, size)
        for line in _lines(found, page, drawing, size):
            named = any(word.text.strip(",.") in given_names() or word not in read for word in line.words)
            for gap in _beside_words(line, size, level.shape[1]) if named else ():
                position = reading(line.level, gap).position()
                found = _with(found, [position], line.level, size) if position else found
    return found


def _lines(read: Sequence[Read], page: Print, drawing: Area, size: float) -> Iterator[_Line]:
    """The lines at the height of a drawing that are no prose."""
    sure = [word for word in read if word.confidence >= _SURE and sum(c.isalpha() for c in word.text) >= 2]
    top, bottom = drawing.top - _NEAR * size, drawing.bottom + _BELOW * size
    beside = [word for word in sure if top < word.area.middle < bottom]
    beside = sorted(beside, key=lambda w: max(w.area.left - drawing.right, drawing.left - w.area.right))
    while beside:
        level = baseline(page, beside[0], size)
        words = [beside[0]] if level is None else [word for word in sure if _stands_on(word, level, size)]
        beside = [word for word in beside[1:] if word not in words]
        if level is not None and not _is_prose(words, page.dark.shape[1]):
            whole = sorted((word for word in words if _is_whole(word, drawing, size)), key=lambda w: w.area.left)
            whole = [w for w, after in zip_longest(whole, whole[1:]) if not _is_given_misread(w, after, drawing)]
            doubtful = tuple(word for word in read if word not in whole and _stands_on(word, level, size))
            yield _Line(tuple(whole), doubtful, level)


def _is_prose(words: Sequence[Read], width: int) -> bool:
    """Whether words are part of a sentence, not a line to sign on."""
    small = [word for word in words if word.text[0].islower() and not names_position(word.text)]
    told = any(names_signing_position(word.text) for word in words)
    return (len(small) >= _SENTENCE and not told) or sum(word.area.width for word in words) > _PROSE * width


def _stands_on(word: Read, level: float, size: float) -> bool:
    """Whether a word's letters stand on a line, some of them reaching below it."""
    return word.area.top < level - _SAME_LINE * size and abs(word.area.bottom - level) < _SAME_LINE * size


def _is_whole(word: Read, drawing: Area, size: float) -> bool:
    """Whether a word is more than what strokes left of one."""
    touches = word.area.left < drawing.right + _REMAINDER * size and drawing.left - _TOUCHES * size < word.area.right
    return not touches or (
        word.text[0].isupper() and (word.text in given_names() or sum(c.isalpha() for c in word.text) >= _LEAST_WHOLE)
    )


def _is_given_misread(word: Read, after: Read | None, drawing: Area) -> bool:
    """Whether a word that strokes touch is before a surname and no given name, and therefore has to be read once more."""
    if after is None or not word.text.istitle() or not after.text.istitle():
        return False
    is_touched = drawing.shares_height(word.area) > 0 and drawing.shares_width(word.area) > 0
    return is_touched and word.text not in given_names() and not names_position(f"{word.text} {after.text}")


def _gaps(line: _Line, drawing: Area, size: float, width: int) -> Iterator[Gap]:
    """Where the drawing crosses the line and no whole word stands."""
    before: Read | None = None
    for after in (*line.words, None):
        begin = _begin(line.doubtful, drawing.left - _BEYOND[0] * size)
        left = max(before.area.right if before else 0.0, begin)
        right = min(after.area.left if after else float(width), drawing.right + _BEYOND[1] * size)
        reaches = left < drawing.right + _TOUCHES * size and drawing.left - _TOUCHES * size < right
        if reaches and right - left > _NARROWEST * size:
            yield Gap(left, right, before, after)
        before = after


def _begin(doubtful: Sequence[Read], place: float) -> float:
    """A place, or where the word begins that stands there."""
    return min((word.area.left for word in doubtful if word.area.left < place < word.area.right), default=place)


def _beside_words(line: _Line, size: float, width: int) -> Iterator[Gap]:
    """Where on a line no word was read surely and one may stand beside one that was."""
    before: Read | None = None
    for after in (*line.words, None):
        left = before.area.right if before else max(0.0, after.area.left - _LONGEST * size) if after else 0.0
        right = min(after.area.left if after else float(width), left + _LONGEST * size)
        if right - left > _NARROWEST * size:
            yield Gap(left, right, before, after if after and right == after.area.left else None)
        before = after


def _goes_on(read: Sequence[Read], name: Spelled, level: float, size: float) -> bool:
    """Whether a sentence goes on after a name, in which a signature has no place."""
    return any(
        word.text[0].islower()
        and 0 < word.area.left - name.right < size
        and abs(word.area.bottom - level) < _SAME_LINE * size
        for word in read
        if word.confidence >= _SURE
    )


def _with(read: Sequence[Read], name: Sequence[Spelled], level: float, size: float) -> list[Read]:
    """`read` with a name in place of what was read there."""
    found = [
        Read(
            word.text,
            Area(float(word.left), level - _TALL * size, float(word.right), level),
            _FOUND,
            size,
        )
        for word in name
    ]
    place = around(word.area for word in found)
    rest = [
        word
        for word in read
        if min(abs(word.area.middle - place.middle), abs(word.area.bottom - level)) > _SAME_LINE * size
        or word.area.shares_width(place) < _COVERED
    ]
    return [*rest, *found]
