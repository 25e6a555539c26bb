"""Words that a narrow cell cut in two: a typesetter breaks inside a word only where not one more letter had room.

After an ordinary break a line has room left, since the next word was too long for it; after a cut, less than a letter's.
"""

from __future__ import annotations

import re

from parsers.readers.layout.lines import Segment
from parsers.readers.layout.page import Area
from parsers.text import fold
from parsers.words.people import is_no_name

_SMALL = frozenset(
    {"un", "ar", "no", "par", "pie", "uz", "ir", "vai", "kā", "kas", "ko", "bez", "līdz"}
    | {"and", "of", "for", "to", "in", "at", "on", "by", "the", "or", "with"}
)
_ADDRESS_SIGN = re.compile(r"@|\w[._]\w")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_ADDRESS_END = re.compile(r"[\w.@+-]$")
_ADDRESS_START = re.compile(r"[a-z0-9.@_-]")
_AN_ENDING = 3  # letters
_PHONE = re.compile(r"\+?\d{8,11}")
_A_LETTER = 1.15  # of a letter's breadth, which is only estimated
_AN_EDGE = 0.1  # of a type size: how exactly a cell's edge is known


def is_cut(last: Segment, following: Segment, room: Area) -> bool:
    """Whether the one word on the line of `last` goes on, without a space, with the first word of `following`."""
    if len(last.words) > 1:
        return False  # a cut word begins a line of its own
    return _may_go_on(last.words[0].text, following.words[0].text) and _is_full(last, following, room)


def _may_go_on(before: str, after: str) -> bool:
    if _ADDRESS_SIGN.search(before) or _ADDRESS_SIGN.search(after):
        together = _ADDRESS_END.search(before) and _ADDRESS_START.match(after)
        another = "@" in after or ("." not in after and len(after) > _AN_ENDING)
        return bool(together) and not (another and _ADDRESS.fullmatch(before))
    if before[-1].isdigit():
        return _PHONE.fullmatch(before + after) is not None and len(before) > 3
    if not before[-1].islower() or not after[0].islower():
        return False
    return not {fold(before), fold(after)} & _SMALL and not (len(after) > _AN_ENDING and is_no_name(after))


def _is_full(last: Segment, following: Segment, room: Area) -> bool:
    """Whether not even the first letter of `following` had room on the line of `last`."""
    word = following.words[0]
    letter = word.area.width * _breadth(word.text[0]) / sum(_breadth(sign) for sign in word.text)
    centred = abs(last.area.centre - room.centre) < 0.25 * last.size
    left = room.width - last.area.width if centred else room.right - last.area.right
    return left < _A_LETTER * letter + _AN_EDGE * last.size


def _breadth(sign: str) -> float:
    """How broad a letter is beside others, in most faces."""
    if sign in "mwMW@":
        return 0.85
    if sign in "ijlīļ.,:;'!":
        return 0.27
    if sign in "ftr-()I":
        return 0.36
    return 0.68 if sign.isupper() else 0.55
