"""What people are called by their work: the words of positions in both languages, and what their endings tell of gender."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.text import fold
from parsers.words.name_lists import Gender, lines_in
from parsers.words.slips import distance

_WORDS = re.compile(r"[^\W\d_]+")
# Forms that a man's and a woman's position share ("vadītāju", "vadītāja", "metodiķi").
_EITHER = ("aju", "eju", "aja", "eja", "iki", "ogu")
_FEMININE = ("e", "ei", "es", "ai", "as", "i")
_LONG_ENOUGH = 4
_ONE_LOOKALIKE = 0.5
_MASCULINE = ("u", "am", "im", "s", "a")


def is_position_word(word: str) -> bool:
    """Whether `word` is what a person works as, in any case."""
    return fold(word).startswith(_stems("csw"))


@lru_cache(maxsize=8192)
def _is_of(kinds: str, word: str) -> bool:
    """Whether `word` begins like a position of these kinds, a letter misread at most."""
    read = fold(word)
    return read.startswith(_stems(kinds)) or any(
        len(stem) >= _LONG_ENOUGH and distance(read[: len(stem)], stem) <= _ONE_LOOKALIKE for stem in _stems(kinds)
    )


def names_signing_position(text: str) -> bool:
    """Whether `text` names a position in which one signs for an institution."""
    return any(_is_of("cs", word) for word in _WORDS.findall(text))


def names_chief(text: str) -> bool:
    """Whether `text` names a position at the head of an institution or a part of it."""
    return any(_is_of("c", word) for word in _WORDS.findall(text))


def names_position(text: str) -> bool:
    """Whether `text` names any position."""
    return any(_is_of("csw", word) for word in _WORDS.findall(text))


def gender_told(text: str) -> Gender | None:
    """The gender that the nearest position word in `text` (the last one) tells: "docenti" a woman, "docentu" a man.

    Where the word's form is the same for both ("vadītāju"), nothing is told.
    """
    positions = [fold(word) for word in _WORDS.findall(text) if is_position_word(word)]
    if not positions or positions[-1].endswith(_EITHER):
        return None
    if positions[-1].endswith(_FEMININE):
        return Gender.FEMININE
    return Gender.MASCULINE if positions[-1].endswith(_MASCULINE) else None


@lru_cache(maxsize=4)
def _stems(kinds: str) -> tuple[str, ...]:
    stems = [stem for line in lines_in("positions.txt") if line[0] in kinds for stem in line.split()[1:]]
    return tuple(stems) + tuple(f"{stem[:-1]}c" for stem in stems if stem.endswith("niek"))
