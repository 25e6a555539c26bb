"""The words of positions in which one signs for an institution, as they are written."""

from __future__ import annotations

from functools import lru_cache

from parsers.words.name_lists import words_in


@lru_cache(maxsize=1)
def position_words() -> frozenset[str]:
    """The words in the nominative, each with and without a capital."""
    words = words_in("signing_positions.txt")
    return frozenset((*words, *(word[0].upper() + word[1:] for word in words)))
