"""What was read where nothing is written: specks, strokes of a pen, the rings of a stamp."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.readers.layout import Area
from parsers.readers.scan.ocr import Read

_LEAST_CONFIDENCE = 25.0
_SURE = 80.0
_FAIRLY_SURE = 60.0
_HALF_SURE = 50.0
_SEVERAL, _LONG = 3, 5  # letters and digits
# How far, in type sizes, the next word may be for a single character to belong to it, and for a short word.
_NEXT, _NEAR = 0.6, 1.2
# How far below the line that it goes on with the rest of a cut word may stand, and how exactly under its beginning.
_BELOW, _UNDER = 2.2, 0.4
_FAIRLY_SURE_REST = 70.0
_TALLEST = 1.6  # type sizes; what is taller is print with strokes over it
_ACCENT = 0.1  # of a type size: how far the bar above a letter may reach beyond its word


def without_noise(read: Sequence[Read], drawings: Sequence[Area]) -> list[Read]:
    """The words of `read` that are words."""
    likely = [
        word
        for word in read
        if word.confidence >= _LEAST_CONFIDENCE
        and not (word.confidence < _SURE and any(area.holds(word.area) for area in drawings))
        and not _is_accent(word, read)
    ]
    firm = [word for word in likely if _is_firm(word)]
    return [word for word in likely if _is_firm(word) or _belongs(word, firm) or _goes_on(word, likely)]


def is_print(word: Read) -> bool:
    """Whether a word was written by a printer: it was read surely, or is longer and was read better than any stroke of a pen."""
    meaningful = sum(c.isalnum() for c in word.text)
    if word.area.height > _TALLEST * word.size:
        return False
    return (word.confidence >= _SURE and meaningful >= _SEVERAL) or (
        word.confidence >= _HALF_SURE and meaningful >= _LONG
    )


def _is_firm(word: Read) -> bool:
    """Whether a word counts wherever it stands: it has more than two letters or digits, and is not quite unsure."""
    meaningful = sum(c.isalnum() for c in word.text)
    if meaningful <= 2:
        return False
    return word.confidence >= _FAIRLY_SURE or meaningful > 3


def _is_accent(word: Read, others: Sequence[Read]) -> bool:
    """Whether a sign is the bar above a letter of another word, read once more by itself."""
    return not any(c.isalnum() for c in word.text) and any(
        other.area.holds(word.area, _ACCENT * other.size) and other.confidence >= _SURE
        for other in others
        if other is not word
    )


def _belongs(word: Read, firm: Sequence[Read]) -> bool:
    """Whether a doubtful word stands on the line of a firm one, as near as words do, or is one that may stand alone."""
    if any(c.isdigit() for c in word.text) and word.confidence >= 0.5 * _SURE:
        return True
    dash = word.text in "-–—" and word.area.width > 0.25 * word.size
    if word.confidence >= _SURE and (dash or word.text in "xX" or (len(word.text) == 2 and word.text.isalpha())):
        return True
    reach = (_NEAR if len(word.text) > 1 else _NEXT) * word.size
    return any(
        other.area.shares_height(word.area) > 0.4
        and other.area.left - reach < word.area.right
        and word.area.left < other.area.right + reach
        and 0.4 < word.size / max(other.size, 1.0) < 2.2
        for other in firm
    )


def _goes_on(word: Read, others: Sequence[Read]) -> bool:
    """Whether a letter or two are what a narrow cell cut off the word above, under whose beginning they stand."""
    if word.confidence < _FAIRLY_SURE_REST or not word.text.strip(".,").isalnum():
        return False
    return any(
        abs(other.area.left - word.area.left) < _UNDER * other.size
        and 0.6 * other.size < word.area.middle - other.area.middle < _BELOW * other.size
        and 0.4 < word.size / max(other.size, 1.0) < 1.6
        for other in others
        if other is not word
    )
