"""How likely letters follow each other in names, told by the names that are known."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log2

from parsers.words.name_lists import beginnings_of, given_names, listed_surnames, usual_surnames

_ALPHABET = 33  # letters
_PRIOR = 4.0  # how many letters of evidence it is worth what is likely after fewer letters
_LONGEST = 4  # letters that are told by those before them, the last one among them
_BEGIN, _END, _ANY = "^", "$", "*"


@lru_cache(maxsize=1)
def beginnings() -> frozenset[str]:
    """What known given names begin with, the names themselves among them."""
    return beginnings_of(given_names())


def bits_of_last(word: str) -> float:
    """How likely the last letter of a beginning of a name follows those before it, as a logarithm to base 2."""
    return _bits(f"{_BEGIN}{word.lower()}"[-_LONGEST:])


def bits_of_end(word: str) -> float:
    """How likely a name ends here, as a logarithm to base 2."""
    return _bits(f"{_BEGIN}{word.lower()}{_END}"[-_LONGEST:])


@lru_cache(maxsize=65536)
def _bits(text: str) -> float:
    counts = _counted()
    likely = 1 / _ALPHABET
    for length in range(1, len(text) + 1):
        part = text[-length:]
        likely = (counts[part] + _PRIOR * likely) / (counts[part[:-1] + _ANY] + _PRIOR)
    return log2(likely)


@lru_cache(maxsize=1)
def _counted() -> Counter[str]:
    """How often letters stand in names, up to so many together, and how often any letter follows others."""
    counts: Counter[str] = Counter()
    for name in (*given_names(), *usual_surnames(), *listed_surnames()):
        text = f"{_BEGIN}{name.lower()}{_END}"
        for length in range(1, _LONGEST + 1):
            for end in range(max(2, length), len(text) + 1):
                part = text[end - length : end]
                counts[part] += 1
                counts[part[:-1] + _ANY] += 1
    return counts
