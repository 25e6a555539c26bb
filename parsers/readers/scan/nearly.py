"""Words beside strokes of a pen that were read but for a letter or two, as what they can only be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.readers.layout import Area
from parsers.readers.scan.ocr import Read
from parsers.text import fold
from parsers.words.name_lists import given_names
from parsers.words.positions import names_position
from parsers.words.signing_positions import position_words
from parsers.words.slips import distance

_SURE, _MENDED = 80.0, 90.0
_LEAST_SLIPPED, _SLIPPED = 6, 1.0  # letters of a position's word, and slips in it
_LEAST_CUT, _MOST_CUT = 5, 3  # letters that are left of such a word, and lost
_LEAST_NEAR, _LONG, _NEARLY = 5, 7, 0.7  # letters of a name and of a long one, and slips in a shorter one


def nearly_read(read: Sequence[Read], drawings: Sequence[Area]) -> list[Read]:
    """`read` with words of positions and given names that `drawings` spoiled a little put right."""
    return [_as_given_name(_as_position(word, read, drawings), drawings) for word in read]


def _as_position(word: Read, read: Sequence[Read], drawings: Sequence[Area]) -> Read:
    """A word beside strokes that is one of a position but for a letter or its beginning, as that; others as they are."""
    text = word.text.strip(",.;")
    if not any(d.shares_height(word.area) for d in drawings):
        return word
    meant = _only_one_cut(text, begins_line=_begins_line(word, read))
    if word.confidence < _SURE and len(text) >= _LEAST_SLIPPED:
        meant = meant or _only_one_near(text, position_words(), _SLIPPED)
    return replace(word, text=word.text.replace(text, meant), confidence=_MENDED) if meant else word


def _as_given_name(word: Read, drawings: Sequence[Area]) -> Read:
    """A word that strokes touch and that is nearly one known given name, as that; others as they are."""
    text = word.text
    touched = any(d.shares_height(word.area) and _is_near(word.area, d, word.size) for d in drawings)
    if not touched or len(text) < _LEAST_NEAR or not text.istitle() or text in given_names() or names_position(text):
        return word
    # Another last letter may as well be that of another case.
    ending_alike = (name for name in given_names() if fold(name[-1]) == fold(text[-1]))
    meant = _only_one_near(text, ending_alike, _NEARLY if len(text) < _LONG else _SLIPPED)
    return replace(word, text=meant, confidence=_MENDED) if meant else word


def _is_near(area: Area, drawing: Area, size: float) -> bool:
    """Whether strokes reach an area, whose thin ends may have been lost."""
    return area.left - size < drawing.right and drawing.left < area.right + size


def _begins_line(word: Read, read: Sequence[Read]) -> bool:
    return not any(
        other.confidence >= _SURE and other.area.right <= word.area.left and other.area.shares_height(word.area) > 0
        for other in read
    )


def _only_one_cut(text: str, *, begins_line: bool) -> str | None:
    """The word of a position that lacks its first letters in `text`, where there is only one."""
    if len(text) < _LEAST_CUT or text in position_words():
        return None
    meant = {word for word in position_words() if word.endswith(text) and len(word) - len(text) <= _MOST_CUT}
    if len({fold(word) for word in meant}) != 1:
        return None
    return next((word for word in meant if word.islower() is not begins_line), None)


def _only_one_near(text: str, known: Iterable[str], slips: float) -> str | None:
    """The word of `known` that is `text` but for so many slips, where there is only one."""
    alike = (word for word in known if abs(len(word) - len(text)) <= 1 and word[0].isupper() == text[0].isupper())
    meant = [word for word in alike if distance(text, word) <= slips]
    return meant[0] if len(meant) == 1 else None
