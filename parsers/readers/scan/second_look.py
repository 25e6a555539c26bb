"""Words that one language's recognition cannot read, read again with the other's.

The Latvian one knows every diacritic but no "@" and few foreign words; the English one the reverse. So Latvian reads
first, and English reads again what looks like an address or is unsure; a page without diacritics is read whole by both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.readers.layout import Area
from parsers.readers.scan import ocr
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster
from parsers.text import fold

_LATVIAN = re.compile(r"[āčēģīķļņšūž]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS_LIKE = re.compile(
    r"\S{3,}[.,](lv|com|eu|org|net|edu|gov|info|de|uk|ee|lt|Iv|1v|iv)\W*$|@|www\.", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_TAKEN_FOR_AT = re.compile(r"^([a-z][a-z0-9._-]*[a-z0-9])(?:[GOQĢ©®€]|\([GOQĢa])(([a-z0-9-]+\.)+[a-z]{2,}\W*)$")
_TAKEN_FOR_LV = re.compile(r"(@[\w.-]+\.)(?:[Ii1|!]v|[lI1|]y)(?=\W*$)")
_TAKEN_FOR_SLASH = frozenset(("!", "1!", "I!", "l!", "|", "/!"))  # where they stand alone
_TAKEN_FOR_I = re.compile(r"^l(?=[bcdfghkmnpqrstvxzčģķņšž])")  # no word begins so
_TAKEN_FOR_L = re.compile(r"^I(?=[īū]|ie|ab|aik|ear|ect|ek[ct])")  # nor so
_UNSURE, _MUCH_SURER = 70.0, 15.0
_LATVIAN_SHARE = 0.02
_FEWEST_LETTERS = 60


def is_latvian(read: Sequence[Read]) -> bool:
    """Whether the words have as many diacritics as Latvian has; with too few letters to tell it counts as Latvian."""
    text = "".join(word.text for word in read)
    letters = len(_LETTER.findall(text))
    return letters < _FEWEST_LETTERS or len(_LATVIAN.findall(text)) > _LATVIAN_SHARE * letters


def looked_again(read: Sequence[Read], level: Raster, letter: float, *, latvian: bool) -> list[Read]:
    """`read` with what English reads better."""
    doubtful = [word for word in read if not latvian or _is_doubtful(word)]
    if not doubtful:
        return [_mended(word) for word in read]
    margin = 0.35 * letter
    height, width = level.shape
    areas = [
        Area(
            max(0.0, word.area.left - margin),
            max(0.0, word.area.top - margin),
            min(float(width), word.area.right + margin),
            min(float(height), word.area.bottom + margin),
        )
        for word in doubtful
    ]
    again = ocr.words_in(level, areas, gap=int(letter), layout=6, languages="eng")
    seconds: dict[int, Read] = {}
    for i, area in enumerate(areas):
        parts = [word for word in again if area.holds(word.area)]
        if parts:
            joined = "".join(part.text for part in sorted(parts, key=lambda p: p.area.left))
            seconds[id(doubtful[i])] = replace(parts[0], text=joined, confidence=min(p.confidence for p in parts))
    return [_mended(_better(word, seconds.get(id(word)), latvian=latvian)) for word in read]


def _mended(word: Read) -> Read:
    """An address whose "@" was taken for a round letter, or whose "lv" for a likeness of it: both are certain in small type."""
    if word.text in _TAKEN_FOR_SLASH:
        return replace(word, text="/")
    text = _TAKEN_FOR_L.sub("l", _TAKEN_FOR_I.sub("I", word.text))
    text = _TAKEN_FOR_AT.sub(r"\1@\2", text)
    text = _TAKEN_FOR_LV.sub(r"\1lv", text)
    return word if text == word.text else replace(word, text=text)


def _is_doubtful(word: Read) -> bool:
    return word.confidence < _UNSURE or _ADDRESS_LIKE.search(word.text) is not None


def _better(first: Read, second: Read | None, *, latvian: bool) -> Read:
    """Which of two readings of a word counts; the place stays that of the first."""
    if second is None:
        return first
    if _EMAIL.search(second.text):
        same_start = first.text[0].lower() == second.text[0].lower()
        text = first.text[0] + second.text[1:] if same_start else second.text
        return replace(first, text=text, confidence=max(first.confidence, second.confidence))
    if _LATVIAN.search(first.text) and (fold(first.text) == fold(second.text) or latvian):
        return first
    lead = second.confidence - first.confidence
    if lead > (_MUCH_SURER if latvian else 0):
        return replace(first, text=second.text, confidence=second.confidence)
    return first
