"""Which of the call's institutions a text names: in any grammatical case, abbreviated, in either language, misread by OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.rules import Institution, Vocabulary
from parsers.slips import distance
from parsers.text import fold

_WORD = re.compile(r"[^\W_]+")
# Endings of Latvian nouns and adjectives, folded, longest first: a word without its ending is the same in all cases.
_ENDINGS = (
    "ajai", "ajam", "ajas", "iem", "ais", "aja", "as", "es", "is", "us", "ai", "ei", "am", "im", "em", "um", "ij", "a", "e", "i",
    "o", "s", "u",
)  # fmt: skip
_SHORTEST_STEM = 3
_LETTERS_PER_LOOKALIKE = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """An institution named in a text, from `start` to `end`."""

    key: str
    start: int
    end: int


def find(text: str, vocabulary: Vocabulary) -> str | None:
    """The key of the institution that `text` names first, None where it names none."""
    return next((mention.key for mention in find_all(text, vocabulary)), None)


def find_all(text: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Every mention in the order of the text. Where one name holds another, the longer counts."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    found = [
        mention
        for institution in vocabulary.institutions
        for mention in (*_named(words, institution), *_abbreviated(text, institution))
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept = found[:1]
    for mention in found[1:]:
        if mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _named(words: list[tuple[str, int, int]], institution: Institution) -> Iterator[Mention]:
    for name in institution.names:
        wanted = [fold(word) for word in _WORD.findall(name)]
        for first in range(len(words) - len(wanted) + 1):
            window = words[first : first + len(wanted)]
            if all(_same_word(word, meant) for (word, _, _), meant in zip(window, wanted, strict=True)):
                yield Mention(institution.key, window[0][1], window[-1][2])


def _abbreviated(text: str, institution: Institution) -> Iterator[Mention]:
    """Abbreviations stand in capitals and alone, not in an address of mail or the web, nor in a number."""
    for abbreviation in institution.abbreviations:
        for match in re.finditer(rf"(?<![\w@.])(?<!\d[-/]){re.escape(abbreviation)}(?!\w|\.\w|@|[-/]\d)", text):
            yield Mention(institution.key, match.start(), match.end())


@lru_cache(maxsize=16384)
def _same_word(word: str, meant: str) -> bool:
    """Whether `word` is a form of `meant` (folded), allowing a misread letter in a long word."""
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
