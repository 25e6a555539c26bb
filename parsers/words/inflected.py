"""Where a text says a known phrase: in any grammatical case, without diacritics, with letters misread by OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.text import fold
from parsers.words.slips import distance

_WORD = re.compile(r"[^\W_]+")
# Endings of Latvian nouns and adjectives, folded, longest first: a word without its ending is the same in all cases.
_ENDINGS = (
    "ajai", "ajam", "ajas", "iem", "ais", "aja", "as", "es", "is", "us", "ai", "ei", "am", "im", "em", "um", "ij", "a", "e", "i",
    "o", "s", "u",
)  # fmt: skip
_SHORTEST_STEM = 3
_LETTERS_PER_LOOKALIKE = 4


def occurrences(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where `text` has `phrase`, as (start, end), in their order."""
    words = _words(text)
    wanted = [fold(word) for word in _WORD.findall(phrase)]
    for first in range(len(words) - len(wanted) + 1):
        window = words[first : first + len(wanted)]
        if wanted and all(same_word(word, meant) for (word, _, _), meant in zip(window, wanted, strict=True)):
            yield window[0][1], window[-1][2]


@lru_cache(maxsize=256)
def _words(text: str) -> list[tuple[str, int, int]]:
    return [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=32768)
def same_word(word: str, meant: str) -> bool:
    """Whether `word` is a form of `meant` (folded), allowing misread letters in a long word."""
    read = fold(word)
    if read == meant:
        return True
    if abs(len(read) - len(meant)) > 3 or len(meant) <= 2:
        return False
    left, right = _stem(read), _stem(meant)
    return left == right or distance(left, right) <= len(right) // _LETTERS_PER_LOOKALIKE * 0.5


def _stem(folded: str) -> str:
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            return folded[: len(folded) - len(ending)]
    return folded
